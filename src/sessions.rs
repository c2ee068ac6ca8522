//! The practice workshop, embedded so that practising needs nothing but the program.

/// The files of the practice workshop: the facilitator's, and two tables' beside it.
pub const PRACTICE: &[(&str, &[u8])] = &[];
