//! The parts that screens are made of.

mod cells;
pub mod entry;
pub mod feed;

pub use cells::cells;
