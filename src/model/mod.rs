//! What a workshop is: items, stamps, join, edits, and the programme it follows. Pure.
//!
//! Read in this order: [`stamp`] (when, and by which writer), [`value`] and [`item`] (a set of versions), [`mod@file`]
//! (a set of items, and join), [`edit`] (a change is a small file; undo), [`fields`] (the one table of names),
//! [`words`] (the closed lists: levels, audiences) and
//! [`kind`] (the one table of what can be said), [`columns`] (the one table of the action plan), [`encode`] and
//! [`decode`] (bytes; `line` is the quick way to read what coplan wrote), [`schema`] (their shape,
//! for others), [`programme`] (stages, questions and checks: data, not code), [`origin`] (which run, recorder and
//! workshop an item came from). Beside them: [`fold`] (texts compared as people compare them) and [`language`]
//! (languages by name and by tag).
pub mod columns;
pub mod decode;
pub mod edit;
pub mod encode;
pub mod fields;
pub mod file;
pub mod fold;
pub mod item;
pub mod kind;
pub mod language;
mod line;
pub mod origin;
pub mod pile;
pub mod programme;
pub mod schema;
pub mod stamp;
pub mod value;
pub mod words;
