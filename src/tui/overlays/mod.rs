//! What lies over a screen and takes the keys: a form, a question, a choice, a text, the help, the palette, find.
//!
//! Each is data, and what follows from it is a [`Pending`], data too: no callbacks, so that the plain face can answer
//! them as well as the screen.

pub mod agenda;
pub mod cell;
pub mod draw;
pub mod find;
pub mod form;
pub mod palette;
pub mod review;
pub mod sheet;
pub mod walk;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::model::fields::{List, Name};
use crate::model::file::File;
use crate::model::stamp::{Id, Stamp};
use crate::model::words::PairKind;

use super::commands::close::Closing;
use super::commands::export::Output;
use super::widgets::entry::Entry;
pub use find::Find;
pub use form::{Form, Input};
pub use review::Queue;
use sheet::{Answered, Which};
pub use walk::Walk;

/// Something that lies over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Fields to fill in.
    Form(Form),
    /// A yes or no.
    Confirm {
        /// The question, one sentence.
        question: String,
        /// What will happen.
        detail: String,
        /// What a yes does.
        yes: Pending,
    },
    /// One of several ways to go on.
    Choose {
        /// The question.
        title: String,
        /// The ways, with what each does.
        options: Vec<(String, Pending)>,
        /// The one marked.
        at: usize,
    },
    /// A text to read.
    Text {
        /// Its title.
        title: String,
        /// Its lines; a blank line parts paragraphs.
        lines: Vec<String>,
        /// Rows scrolled off at the top.
        scroll: u16,
        /// What Enter does, with the words that say so; nothing where Enter only closes it.
        then: Option<(String, Pending)>,
    },
    /// The parts of the agenda, to be arranged.
    Agenda {
        /// The one marked.
        at: usize,
    },
    /// The help.
    Help {
        /// Rows scrolled off at the top.
        scroll: u16,
    },
    /// Every command that applies here, filtered by what is typed.
    Palette {
        /// What is typed.
        entry: Entry,
        /// The one marked.
        at: usize,
        /// Whether it is a line at the foot, in which words may follow the name of a command.
        line: bool,
    },
    /// The review queue, one concern at a time.
    Review(Queue),
    /// A whole page of rows to look at, some of which can be acted on.
    Sheet(sheet::Opened),
    /// What is still lacking, asked one thing at a time.
    Walk(Walk),
    /// A cell of the plan being filled, and the column below it.
    Cell(cell::Filling),
    /// What is open before the workshop is closed.
    Close(Closing),
    /// Lines, actions and people found by what is typed, which the [`App`](super::app::App) remembers.
    Find,
}

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The details of a new workshop.
    NewWorkshop,
    /// The details of a new workshop that has this file as its template.
    Template(Box<File>),
    /// A part of the agenda at this place; whether it is there already.
    Part(usize, bool),
    /// The details of the open workshop.
    Details,
    /// People pasted or typed.
    People,
    /// Who records, in the file that is open.
    RecordHere,
    /// Who records, beside the file that is open.
    RecordBeside,
    /// An action of the plan.
    Action(Option<Id>),
    /// How far an action has come.
    Status(Id),
    /// Files to join into a plan.
    Merge,
    /// A file of somebody else to be brought in.
    Import,
    /// An export.
    Export,
    /// A file to open.
    Open,
    /// Where to hand in.
    HandIn,
    /// Copies for the tables.
    HandOut,
    /// The words of a contribution.
    Words(Id),
    /// The paraphrase of a contribution.
    Paraphrase(Id),
    /// Whose words are to be withdrawn.
    Whose,
    /// The withdrawal that is being prepared.
    Withdraw,
    /// An earlier wording of a line to be taken out for good.
    Strike(Id, String),
    /// Everything about a line.
    Line(Id),
    /// A theme: its name, and the names it covers.
    Theme(String),
    /// The card of an event.
    Card,
    /// What was done about a theme.
    Answer(String),
    /// When and how people heard back, from a workshop or of an action.
    Given(List, Id),
    /// Who connects, in the room and to the wider system.
    Connectors(Id),
    /// An action that rests on lines which are one idea.
    IdeaAction(Vec<Id>),
    /// A flip chart that is typed up afterwards.
    FlipChart,
    /// The note of a step of the quick-start guide.
    GuideNote(u16),
    /// The note of an entry of a list: the framework and the entry.
    AssessNote(String, String),
    /// A check of fairness, of an action or of the whole plan.
    Heat(Option<Id>),
    /// The area of change of a story, who chose it and why.
    Chosen(Id),
    /// The day people meet to celebrate.
    Celebration,
    /// What holds for the whole plan.
    Header,
    /// Somebody who agreed to an action.
    Agreed(Id),
    /// A task-and-finish group.
    Group(Option<Id>),
    /// A task of a group.
    Task(Id, Option<Id>),
    /// A topic of an open space.
    Topic(Option<Id>),
    /// How easy and how useful an idea or action is.
    Rated(Id),
    /// Ballots of a vote, one person after another.
    Ballot(Id),
    /// Hands counted for a vote.
    Hands(Id),
    /// Which assets are shown.
    Sought,
    /// A value of one's own for a field that two people changed unseen of each other.
    Settle(List, Id, Name),
}

/// What happens when an overlay is answered.
#[derive(Clone, Debug)]
pub enum Pending {
    /// Nothing.
    Nothing,
    /// Run a command of the table, by id, with an argument.
    Command(&'static str, String),
    /// Undo (or redo) over what somebody else has changed.
    UndoOver(bool),
    /// A statement was read out.
    ReadOut(&'static str),
    /// Pasted text is kept.
    Paste(String, Keep),
    /// Go on as the recorder of the file that was read.
    ContinueAs,
    /// Record beside it.
    RecordBeside,
    /// Write the report that was made and shown.
    Write,
    /// Write the export over what stands there.
    Overwrite(Output),
    /// Ask whether an earlier wording of a line is to be struck.
    Strike(Id, String),
    /// Prepare the withdrawal of a person, by these records of them.
    Withdraw(BTreeSet<Id>),
    /// Say that two are one, or are two.
    Judge {
        /// What sort of things.
        about: PairKind,
        /// The one: an id, or a theme's name.
        one: String,
        /// The other.
        other: String,
        /// Whether they are one.
        same: bool,
    },
    /// Ask what will be done about an idea that several lines say, of which this is one.
    DraftAction(Id),
    /// Settle a clash with the value that this edit wrote.
    Settle(List, Id, Name, Stamp),
    /// Go to an item of the plan.
    Go(List, Id),
    /// Go to one of several items of the plan, under this title.
    Among(String, Vec<(List, Id)>),
    /// Settle a clash with a value that neither edit wrote.
    SettleAnew(List, Id, Name),
    /// Join the files that were looked through.
    Join,
    /// Bring in the file of somebody else that was looked through.
    Import,
    /// Open the file into which it came.
    OpenImported(String),
    /// Ask what a column of it is, how far its words may travel, or which vote means agree.
    AskMapping(Which),
    /// Take it so.
    Map(Answered),
    /// Leave a file out of those to be joined, or take it in after all.
    LeaveOut(PathBuf),
    /// Tell all about one of the files that were looked through or joined.
    Details(usize),
    /// Open the plan into which files were joined.
    OpenJoined,
    /// Ask whether the plan is to be taken back to this copy.
    AskRestore(PathBuf),
    /// Take the plan back to this copy.
    Restore(PathBuf),
    /// End though something is not saved.
    QuitAnyway,
}

/// How pasted text is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// One contribution a line.
    EachLine,
    /// One contribution in all.
    Together,
    /// As typed text, where the cursor is.
    Here,
}
