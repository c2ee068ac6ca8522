//! The parts that screens are made of.

mod cells;
pub mod entry;
pub mod feed;
mod rows;

pub use cells::cells;
