//! The capture line: one line of text in, what it means out.
