//! The parts that screens are made of.

pub mod big;
mod cells;
pub mod entry;
pub mod feed;
mod fitted;
mod rows;
mod told;

pub use cells::cells;
pub use fitted::{cut, fitted};
pub use told::{most_rows, told};
