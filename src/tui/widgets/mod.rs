//! The parts that screens are made of.

pub mod entry;
pub mod feed;
