//! The parts that screens are made of.

mod cells;
mod fitted;
pub mod entry;
pub mod feed;

pub use cells::cells;
pub use fitted::{cut, fitted};
