//! Everything that can happen to the program, and everything it can ask the world to do.
//!
//! Read this first of the screen's files: [`Message`]s come in, `update` changes the [`App`](super::app::App), and
//! [`Effect`]s go out to the runtime, which answers with messages. Both faces, the screen and the plain one, speak it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use ratatui::crossterm::event::KeyEvent;

use crate::model::file::File;
use crate::model::stamp::{Id, Writer};
use crate::plan::Gone;
use crate::store::belongings::Belonging;
use crate::store::copies::{Kept, Restored};
use crate::store::gather::Progress;
use crate::store::kept;
use crate::store::merge::Tally;
use crate::store::recent::Recent;
use crate::store::siblings::Known;
use crate::store::{Lock, Opened, Refusal, Report};

use super::commands::export::{Made, Making, Output};
use super::intake::{Intake, Job};
use super::recall::Recalled;

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The window has another size.
    Resized,
    /// A second of the timer has passed.
    Tick,
    /// The machine slept this long while the program waited.
    Slept(Duration),
    /// The keeper of the open file says how saving goes, or what a sibling brought.
    Store(Report),
    /// A file was read, or could not be.
    Opened(Result<Box<Opened>, Refusal>),
    /// A file is being read that is large enough to be waited for.
    Opening(PathBuf),
    /// The file to write is in place; here is its path.
    Began(Result<PathBuf, Refusal>),
    /// A session was read to be the template of a new one, or could not be.
    Template(Result<Box<File>, Refusal>),
    /// The copies that are kept of the open plan, the latest first.
    Kept(Vec<kept::Kept>),
    /// An earlier copy of the open plan was read, with the day of which it tells; or could not be.
    Earlier(Result<Box<(Option<NaiveDate>, File)>, Refusal>),
    /// How far looking through files or joining them has come.
    Progress(Progress),
    /// Files were looked through before they are joined, and nothing was written.
    Found(Result<Box<Merged>, Refusal>),
    /// Files were taken into a plan.
    Merged(Result<Box<Merged>, Refusal>),
    /// Somebody else's file was looked through, and nothing was written.
    LookedThrough(Result<Box<Intake>, Refusal>),
    /// What came in from it was written into this file.
    Imported(Result<PathBuf, Refusal>),
    /// The kept copies of a plan.
    Copies(PathBuf, Result<Vec<Kept>, Refusal>),
    /// A plan was taken back to one of its copies, or could not be.
    Restored(Result<Restored, Refusal>),
    /// A report was made, or could not be.
    Made(Box<Result<Made, String>>),
    /// An export, or copies to hand out, were written: these files.
    Wrote(Result<Vec<PathBuf>, Refusal>),
    /// This would be written over files that are there.
    Exists(Output),
    /// The files that belong to the open one, which a withdrawal goes over.
    Belongings(Vec<Belonging>),
    /// Words were taken out of them; whether it is told in any case.
    Recalled(Box<Recalled>, bool),
    /// The program was stopped and goes on: the terminal must be set up anew.
    Resumed,
    /// The files this machine opened lately.
    Recent(Vec<Recent>),
    /// Until which day those of them are to be kept that say so.
    KeptUntil(Vec<(PathBuf, NaiveDate)>),
    /// The terminal is gone or the system wants the program to end.
    Terminate,
}

/// What a merge brought.
#[derive(Debug)]
pub struct Merged {
    /// The plan file.
    pub path: PathBuf,
    /// What each file brought.
    pub tally: Tally,
    /// The sessions it brought.
    pub sessions: Vec<Id>,
    /// What is to be joined into the plan where that is the open file, which only its keeper writes.
    pub news: Option<File>,
}

/// Where to begin writing.
#[derive(Debug)]
pub enum Place {
    /// In a folder, under a name made of the title and the date.
    New {
        /// The folder; the one for sessions where none is said.
        folder: Option<PathBuf>,
        /// The title.
        title: String,
        /// The date, as 2026-11-21.
        date: String,
    },
    /// Beside another recorder's file, under a name made of the recorder's.
    Beside(PathBuf, String),
    /// In the file that was read, whose lock this is.
    Here {
        /// Where it is.
        path: PathBuf,
        /// What has been read of it and its siblings.
        known: Known,
        /// The right to write it.
        lock: Lock,
    },
}

/// Something to be done outside.
#[derive(Debug)]
pub enum Effect {
    /// Read a file and take its lock.
    Open(PathBuf),
    /// Read a session to be the template of a new one.
    Template(PathBuf),
    /// Look for the copies that are kept of a plan.
    Kept(PathBuf),
    /// Read an earlier copy of a plan: as it was typed, and the day that this means, if any.
    Earlier(PathBuf, String, Option<NaiveDate>),
    /// Begin writing a file, which holds this.
    Begin(Place, File),
    /// Save an accepted change.
    Save(File),
    /// Keep the half-typed line, soon.
    Draft,
    /// Copy one's own file to a folder.
    HandIn(PathBuf),
    /// Write a copy of the set-up for each table: folder, name of the file, the set-up.
    HandOut(PathBuf, Vec<(String, File)>),
    /// Look through files and folders that are to be joined into a plan file.
    Look(Vec<PathBuf>, PathBuf),
    /// Look through somebody else's file.
    LookThrough(Box<Job>),
    /// Write what came in from it into a file that is not the open one: the path, the whole of a session that is to be
    /// made, or what is new to the file that is there.
    Import(PathBuf, Option<File>, File),
    /// Keep a copy of the open plan, before something comes in.
    KeepCopy,
    /// Remember a mapping under its name: the name, and the file.
    KeepMapping(String, String),
    /// Stop looking through files or joining them.
    Stop,
    /// Join files and folders into a plan file.
    Merge(Vec<PathBuf>, PathBuf),
    /// Find the kept copies of a plan.
    Copies(PathBuf),
    /// Take the plan that is open back to this copy, and open it anew.
    Restore(PathBuf),
    /// Take out of the kept copies of the open plan what is withdrawn in it.
    Forget,
    /// Make a report in the background; nothing is written.
    Make(Arc<Making>),
    /// Write these files; `true` replaces what stands there.
    Export(Output, bool),
    /// Find the files that belong to this one.
    LookAround(PathBuf),
    /// Take words out of all the files that belong to the open one, and make its reports again.
    Recall {
        /// What goes, and what stands in its place.
        change: File,
        /// The words and names.
        gone: Box<Gone>,
        /// The open file before that: it may forget in which folder a report is.
        before: File,
        /// Whether it is told where nothing is left to be seen to.
        tell: bool,
    },
    /// Note for the next start that this machine continues this file as this recorder.
    Remember(PathBuf, Option<Id>),
    /// Open the practice copy.
    Practise,
    /// Make a practice copy of this workshop, with invented people, under this writer id, and open it.
    Rehearse(PathBuf, Writer),
    /// Ring the terminal's bell.
    Bell,
    /// End the program once all is saved.
    Quit,
}
