//! Many sessions, one plan. Pure.
