//! The screen: messages in, effects out, and a view that computes nothing.
//!
//! Read in this order: [`message`] (everything that can happen, everything it can ask for), [`app`] (the state),
//! [`update`] (what each message does; what forms do when finished and how a file is put on the desk stand beside it), [`commands`] (the one table of keys and commands), [`desk`] (the open file),
//! [`screens`] and [`overlays`], [`view`], [`runtime`] and `worker` (the only parts that touch terminal and threads),
//! [`recall`] (words that are withdrawn are taken out of every file), and [`plain`], the second face on the same state,
//! with [`aloud`] for the projector. [`intake`] is somebody else's file on its way in, for the command line too.
//!
//! To add a key or a command: a row in [`commands::COMMANDS`]. To add a screen: a file in [`screens`].

pub mod aloud;
pub mod app;
mod burst;
pub mod commands;
pub mod desk;
mod forms;
pub mod help;
pub mod intake;
pub mod message;
mod opening;
pub mod overlays;
pub mod pace;
mod paste;
pub mod plain;
pub mod recall;
pub mod runtime;
pub mod screens;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod wall;
pub mod widgets;
mod worker;
