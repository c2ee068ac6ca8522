//! What a workshop is.
pub mod words;
