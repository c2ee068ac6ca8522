//! The files: the only code that touches session and plan files.
