//! From counts to rows and columns.

/// A number of things as a number of rows or columns: no screen is larger.
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
