//! The screens: for each its own state, its own keys, and how it is drawn.
//!
//! [`home`] (start, continue, practise), [`run`] (the workshop, live), [`plan`] (the plan, and what is missing; its
//! page of gap checks is [`checks`]) and [`present`] (the projector). A new one is a file here with its state and `draw`, a name in [`Screen`](super::app::Screen), an arm in `tui/view.rs` and one
//! in `tui/update.rs`; its keys are rows of the one table of commands.

pub mod checks;
pub mod home;
pub mod plan;
pub mod present;
pub mod run;
