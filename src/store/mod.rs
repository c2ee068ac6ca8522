//! The files: the only code that touches session and plan files.
//!
//! Read in this order: [`refusal`] (why something could not be done, for people), [`paths`] and [`names`] (where),
//! [`atomic`] (every byte to a file goes through it), [`read`] and [`lock`], [`siblings`] (the files beside one's own),
//! [`mod@open`] (a file with all that belongs to it), [`keeper`] (the thread that saves), [`mod@follow`] (a window that
//! only reads), and what works on many files: [`gather`] and [`merge`] (with `brought` and [`doubles`], what each file
//! brings and which stand there twice), [`kept`] and [`copies`] (a plan as it was), [`copy`], [`mod@belongings`] and
//! [`withdraw`], [`recent`]; [`sources`] and [`incoming`] (other people's files, and what comes in from them).
pub mod atomic;
pub mod belongings;
mod brought;
pub mod copies;
pub mod copy;
pub mod doubles;
pub mod follow;
pub mod gather;
pub mod incoming;
pub mod keeper;
pub mod kept;
pub mod lock;
pub mod merge;
pub mod names;
pub mod open;
pub mod paths;
mod projecting;
pub mod read;
pub mod recent;
pub mod refusal;
pub mod siblings;
pub mod sources;
mod watch;
pub mod withdraw;

pub use atomic::{Fresh, Identity};
pub use follow::{Follower, follow};
pub use keeper::{Keeper, Report, StopReport};
pub use lock::Lock;
pub use open::{Damage, Opened, open};
pub use paths::Places;
pub use refusal::{Refusal, Sort};
