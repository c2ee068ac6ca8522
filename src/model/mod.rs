//! What a workshop is.
pub mod programme;
pub mod words;
