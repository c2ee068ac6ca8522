//! What a workshop is: items, stamps, join, edits, and the programme it follows. Pure.
//!
//! Read in this order: [`stamp`] (when), [`item`] (a set of versions), [`file`] (a set of items, and join),
//! [`edit`] (a change is a small file), [`fields`] (the one table of names), [`encode`] and [`decode`] (bytes).
pub mod decode;
pub mod edit;
pub mod encode;
pub mod fields;
pub mod file;
pub mod item;
pub mod origin;
pub mod pile;
pub mod programme;
pub mod schema;
pub mod stamp;
pub mod value;
pub mod words;
