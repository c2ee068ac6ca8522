//! The practice workshop, embedded so that practising needs nothing but the program.

/// The files of the practice workshop: the facilitator's, and two tables' beside it.
pub const PRACTICE: &[(&str, &[u8])] = &[
    ("practice.json", include_bytes!("../sessions/practice.json")),
    ("practice.table-2.json", include_bytes!("../sessions/practice.table-2.json")),
    ("practice.table-3.json", include_bytes!("../sessions/practice.table-3.json")),
];
