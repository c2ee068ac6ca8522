//! The screens: for each its own state, its own keys, and how it is drawn.

pub mod home;
pub mod plan;
pub mod run;
