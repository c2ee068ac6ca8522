//! The one table of commands.
//!
//! Key dispatch, the footer, the help, the palette, `/commands` in the capture line, `coplan keys` and the README's
//! list of keys read this table and nothing else. To add a command, add a row; to add a key, add it to a row. The
//! tests below see that no two rows of one place share a key or a slash name, that no bare letter is a key where text
//! is typed, and that help, back and quit are always there.

pub(super) mod about;
pub(super) mod action;
pub(super) mod agenda;
pub(super) mod agreed;
pub(super) mod answers;
pub(super) mod assets;
pub(super) mod card;
pub(super) mod care;
pub(super) mod changes;
pub(super) mod checks;
pub(super) mod close;
pub mod export;
pub(super) mod flip_chart;
pub(super) mod grid;
pub(super) mod groups;
pub(super) mod harvest;
pub(super) mod header;
pub(super) mod import;
pub(super) mod lens;
pub(super) mod line;
pub(super) mod method;
pub(super) mod one_of_many;
pub(super) mod plan;
pub(super) mod present;
pub(super) mod room;
pub(super) mod template;
pub(super) mod themes;
pub(super) mod topics;
pub(super) mod votes;
pub mod withdraw;
pub(super) mod workshop;

use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::app::{App, Screen};
use super::desk::Desk;
use super::message::Effect;
use super::overlays::{Overlay, Pending};
use super::widgets::entry::Entry;

/// A key with its modifiers, written as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Ctrl and a letter.
    Ctrl(char),
    /// A function key.
    F(u8),
    /// A letter, on screens where nothing is typed.
    Letter(char),
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

impl Key {
    /// Whether a key event is this key.
    pub fn is(self, event: KeyEvent) -> bool {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let plain = !control && !event.modifiers.contains(KeyModifiers::ALT);
        match (self, event.code) {
            (Self::Ctrl(c), KeyCode::Char(typed)) => control && typed.eq_ignore_ascii_case(&c),
            (Self::F(n), KeyCode::F(typed)) => n == typed,
            (Self::Letter(c), KeyCode::Char(typed)) => plain && typed.to_lowercase().eq(c.to_lowercase()),
            (Self::Tab, KeyCode::Tab) => !event.modifiers.contains(KeyModifiers::SHIFT),
            (Self::BackTab, KeyCode::Tab) => event.modifiers.contains(KeyModifiers::SHIFT),
            (Self::Esc, KeyCode::Esc)
            | (Self::BackTab, KeyCode::BackTab)
            | (Self::PageUp, KeyCode::PageUp)
            | (Self::PageDown, KeyCode::PageDown) => true,
            _ => false,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ctrl(c) => write!(f, "Ctrl+{}", c.to_ascii_uppercase()),
            Self::F(n) => write!(f, "F{n}"),
            Self::Letter(c) => write!(f, "{c}"),
            Self::Esc => f.write_str("Esc"),
            Self::Tab => f.write_str("Tab"),
            Self::BackTab => f.write_str("Shift+Tab"),
            Self::PageUp => f.write_str("PgUp"),
            Self::PageDown => f.write_str("PgDn"),
        }
    }
}

/// A row of the table.
pub struct Command {
    /// What the code calls it.
    pub id: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// One or two words for the footer; empty where it does not belong there.
    pub hint: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The heading it stands under in the help.
    pub group: &'static str,
    /// The screens it applies to.
    pub screens: &'static [Screen],
    /// Its keys, the one to show first.
    pub keys: &'static [Key],
    /// Its names after a slash, the one to show first.
    pub slash: &'static [&'static str],
    /// Why it cannot be used now, if it cannot.
    pub refusal: fn(&App) -> Option<&'static str>,
    /// What it does; the text is what follows the slash name.
    pub run: fn(&mut App, &str) -> Vec<Effect>,
}

const EVERY: &[Screen] = &[Screen::Home, Screen::Run, Screen::Plan, Screen::Present];
const ALL: &[Screen] = &[Screen::Home, Screen::Run, Screen::Plan];
const HOME: &[Screen] = &[Screen::Home];
const RUN: &[Screen] = &[Screen::Run];
const WORKSHOPS: &[Screen] = &[Screen::Home, Screen::Run];
const PLAN: &[Screen] = &[Screen::Plan];
const FILE: &[Screen] = &[Screen::Run, Screen::Plan];
const WALL: &[Screen] = &[Screen::Present];
/// Where no line is live by itself.
const STILL: &[Screen] = &[Screen::Home, Screen::Plan];
const AWAY: &[Screen] = &[Screen::Run, Screen::Plan, Screen::Present];

/// Every command there is.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "help",
        title: "Help",
        hint: "help",
        help: "Shows every key and command that applies here, and the marks of the capture line.",
        group: "Everywhere",
        screens: EVERY,
        keys: &[Key::Ctrl('g'), Key::F(2)],
        slash: &["?", "help"],
        refusal: always,
        run: help,
    },
    Command {
        id: "palette",
        title: "All commands",
        hint: "commands",
        help: "Lists the commands that apply here; type to find one.",
        group: "Everywhere",
        screens: EVERY,
        keys: &[Key::Ctrl('p')],
        slash: &["commands"],
        refusal: always,
        run: palette,
    },
    Command {
        id: "back",
        title: "Back",
        hint: "back",
        help: "Goes back: from the plan or the projector to the workshop, from the workshop to the home screen.",
        group: "Everywhere",
        screens: AWAY,
        keys: &[Key::Esc, Key::Ctrl('b')],
        slash: &["back"],
        refusal: always,
        run: back,
    },
    Command {
        id: "type",
        title: "Type a command",
        hint: "command",
        help: "Opens a line at the foot for a command with words, as /open plan.json or /alias damp housing; Tab completes its name.",
        group: "Everywhere",
        screens: STILL,
        keys: &[Key::Letter('/')],
        slash: &[],
        refusal: always,
        run: type_command,
    },
    Command {
        id: "quit",
        title: "Quit",
        hint: "",
        help: "Saves everything and ends the program.",
        group: "Everywhere",
        screens: EVERY,
        keys: &[Key::Ctrl('q'), Key::Ctrl('c')],
        slash: &["quit"],
        refusal: always,
        run: quit,
    },
    Command {
        id: "new",
        title: "Start a workshop",
        hint: "start",
        help: "Asks for the details of a workshop and begins a session file for it.",
        group: "Home",
        screens: HOME,
        keys: &[Key::Letter('n')],
        slash: &["new"],
        refusal: unsaved,
        run: workshop::start,
    },
    Command {
        id: "template",
        title: "Start from an earlier one",
        hint: "",
        help: "Starts a workshop with the agenda, question and partners of the marked recent file, of the open one, or of /template FILE.",
        group: "Home",
        screens: ALL,
        keys: &[Key::Letter('t')],
        slash: &["template"],
        refusal: no_template,
        run: template::start,
    },
    Command {
        id: "continue",
        title: "Continue",
        hint: "continue",
        help: "Opens the file marked in the list of recent files.",
        group: "Home",
        screens: HOME,
        keys: &[Key::Letter('c')],
        slash: &["continue"],
        refusal: no_recent,
        run: workshop::carry_on,
    },
    Command {
        id: "open",
        title: "Open a file",
        hint: "open",
        help: "Asks for a session or plan file and opens it.",
        group: "Home",
        screens: HOME,
        keys: &[Key::Letter('o')],
        slash: &["open"],
        refusal: unsaved,
        run: workshop::open,
    },
    Command {
        id: "practise",
        title: "Practise",
        hint: "practise",
        help: "Opens a practice copy of the example workshop; nothing in it can mix with real files.",
        group: "Home",
        screens: HOME,
        keys: &[Key::Letter('p')],
        slash: &["practise"],
        refusal: unsaved,
        run: workshop::practise,
    },
    Command {
        id: "rehearse",
        title: "Rehearse a workshop",
        hint: "",
        help: "Opens a practice copy of the open workshop, of the marked recent file, or of /rehearse FILE: its agenda and card, invented people, nothing that was said.",
        group: "Home",
        screens: WORKSHOPS,
        keys: &[],
        slash: &["rehearse"],
        refusal: unsaved,
        run: template::rehearse,
    },
    Command {
        id: "join",
        title: "Join files into a plan",
        hint: "join files",
        help: "Joins session files and folders into a plan file; asks which, and which plan. Shows what each would bring before anything is written. Joining twice changes nothing.",
        group: "Plan",
        screens: ALL,
        keys: &[Key::Letter('j')],
        slash: &["merge"],
        refusal: always,
        run: plan::join,
    },
    Command {
        id: "import",
        title: "Bring in a file of another program",
        hint: "",
        help: "Brings in a table, form answers, an online consultation, minutes or a transcript: /import FILE. Shows first what each column is taken for, which can be changed, what comes in and what is left out. Bringing it in twice changes nothing.",
        group: "Plan",
        screens: ALL,
        keys: &[],
        slash: &["import"],
        refusal: always,
        run: import::import,
    },
    Command {
        id: "joined",
        title: "What was joined last",
        hint: "",
        help: "Shows again what each file brought when files were last joined, or would bring.",
        group: "Plan",
        screens: ALL,
        keys: &[],
        slash: &["joined"],
        refusal: not_joined,
        run: plan::joined,
    },
    Command {
        id: "clashes",
        title: "Changed in two places",
        hint: "",
        help: "Shows what two people changed unseen of each other, who and when; keeps the one, the other, or a value of your own.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["clashes"],
        refusal: no_review,
        run: plan::clashes,
    },
    Command {
        id: "copies",
        title: "Kept copies of the plan",
        hint: "",
        help: "Lists the plan as it was before files were joined and before exports, and takes it back to one of these.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["copies"],
        refusal: no_copies,
        run: plan::copies,
    },
    Command {
        id: "stage",
        title: "Go to a stage",
        hint: "",
        help: "Goes to the stage with this number: /1 to /9. What is half typed stays.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["stage"],
        refusal: no_file,
        run: agenda::go_to_stage,
    },
    Command {
        id: "next-stage",
        title: "Next part",
        hint: "next part",
        help: "Goes to the next part of the agenda, or the next stage where there is none, and says how many checks of this one are open; it never stops you.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::Ctrl('n')],
        slash: &["next"],
        refusal: no_file,
        run: agenda::next,
    },
    Command {
        id: "go",
        title: "Go to a part",
        hint: "",
        help: "Goes to the part of the agenda with this number, and to its stage: /go 3.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["go"],
        refusal: no_file,
        run: agenda::go,
    },
    Command {
        id: "agenda",
        title: "The agenda",
        hint: "",
        help: "Shows the parts with their minutes against the room's time, to add, change, move, cut and remove them; /agenda Community view 25 adds one.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["agenda"],
        refusal: no_file,
        run: agenda::show,
    },
    Command {
        id: "question",
        title: "Next question",
        hint: "next question",
        help: "Shows the next question to ask the room.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::Tab],
        slash: &["ask"],
        refusal: no_file,
        run: workshop::next_question,
    },
    Command {
        id: "question-back",
        title: "Question before",
        hint: "",
        help: "Shows the question before.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::BackTab],
        slash: &[],
        refusal: no_file,
        run: workshop::question_before,
    },
    Command {
        id: "checks",
        title: "What this stage still needs",
        hint: "",
        help: "Shows what a good result of this stage looks like, its open checks, and the time.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::F(4)],
        slash: &["checks"],
        refusal: no_file,
        run: workshop::checks,
    },
    Command {
        id: "pause",
        title: "Pause or resume the timer",
        hint: "",
        help: "Pauses the timer, or lets it run again.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::F(5)],
        slash: &["pause"],
        refusal: no_file,
        run: agenda::pause,
    },
    Command {
        id: "more-time",
        title: "More time",
        hint: "",
        help: "Adds minutes to this part or stage: /more 5.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::F(6)],
        slash: &["more"],
        refusal: no_file,
        run: agenda::more_time,
    },
    Command {
        id: "borrow",
        title: "Take five from a buffer",
        hint: "",
        help: "Takes five minutes for this part from the next buffer, such as a break, and says how the end moves; /borrow 3 takes three.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::F(12)],
        slash: &["borrow"],
        refusal: no_file,
        run: agenda::borrow,
    },
    Command {
        id: "cut",
        title: "Cut a part",
        hint: "",
        help: "Cuts the part that is to go first where time is short, and says how many minutes that wins; undo takes it in again.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["cut"],
        refusal: no_file,
        run: agenda::cut,
    },
    Command {
        id: "leave-out",
        title: "Leave a gap out",
        hint: "",
        help: "Leaves out of the timer the gap that was shown after a laptop's sleep or a restart; /leave-out 10 leaves out ten minutes.",
        group: "Stages",
        screens: RUN,
        keys: &[Key::Ctrl('o')],
        slash: &["leave-out"],
        refusal: no_file,
        run: agenda::leave_out,
    },
    Command {
        id: "method",
        title: "Run a method",
        hint: "",
        help: "Runs a method by the clock in this part: 1-2-4-All, World Café, nominal group, open space, priority matrix, read-back. Its steps go on by themselves, here and on the projector. /method lists them, /method 1-2 begins one, /method end ends it.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["method"],
        refusal: no_file,
        run: method::method,
    },
    Command {
        id: "next-step",
        title: "Next step of the method",
        hint: "",
        help: "Goes to the next step of the method before its time; after the last one the method ends.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["step"],
        refusal: no_file,
        run: method::next_step,
    },
    Command {
        id: "handover",
        title: "What stood out last round",
        hint: "",
        help: "Shows what stood out at this table in the round before, for the host of a World Café to tell those who come next; the projector has a page of it.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["handover"],
        refusal: no_review,
        run: method::handover,
    },
    Command {
        id: "turns",
        title: "Who speaks in turn",
        hint: "",
        help: "Says which seats are at this table, for the round robin of a nominal group: /turns 1-4 7.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["turns"],
        refusal: no_file,
        run: method::turns,
    },
    Command {
        id: "pass",
        title: "A turn is let pass",
        hint: "",
        help: "Where people speak in turn, notes that whoever is next lets the turn pass; /pass 4 is seat 4.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["pass"],
        refusal: no_file,
        run: method::pass,
    },
    Command {
        id: "said-twice",
        title: "Ideas said twice",
        hint: "",
        help: "Shows each two lines that say the very same: y makes one idea of them, n keeps two, and both lines stay.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["same"],
        refusal: no_review,
        run: method::said_twice,
    },
    Command {
        id: "topic",
        title: "A topic of the open space",
        hint: "",
        help: "Goes to a topic made on the spot, or makes it: /topic damp homes. What is said then is collected under it. Alone it shows them, with convenor, note-taker and place; /topic end leaves the topic.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["topic"],
        refusal: no_review,
        run: topics::topic,
    },
    Command {
        id: "harvest",
        title: "What came of the methods",
        hint: "",
        help: "Shows what was said in each round and at each table, under each topic, and what is easy and useful.",
        group: "Stages",
        screens: FILE,
        keys: &[],
        slash: &["harvest"],
        refusal: no_review,
        run: harvest::harvest,
    },
    Command {
        id: "matrix",
        title: "Priority matrix",
        hint: "",
        help: "Shows ideas and actions by ease and usefulness, in four quarters, to be rated: /matrix A-7K2Q 4 5 nobody has a key rates one, /matrix 4 5 the idea just typed.",
        group: "Stages",
        screens: FILE,
        keys: &[],
        slash: &["matrix"],
        refusal: no_review,
        run: harvest::matrix,
    },
    Command {
        id: "time",
        title: "How long is left",
        hint: "",
        help: "Says what is left of this part and to the end, and whether the workshop is ahead or behind.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["time"],
        refusal: no_file,
        run: agenda::time,
    },
    Command {
        id: "bell",
        title: "Ring for cues",
        hint: "",
        help: "Rings the terminal's bell once when a fifth and when a twentieth of a part is left; again to be silent, as at the start.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["bell"],
        refusal: no_file,
        run: agenda::bell,
    },
    Command {
        id: "consent",
        title: "Read out consent",
        hint: "",
        help: "Shows the consent statement; Enter notes that it was read out. Lines after it may be quoted as Delegate unless a person says otherwise.",
        group: "People",
        screens: RUN,
        keys: &[Key::F(7)],
        slash: &["consent"],
        refusal: no_file,
        run: workshop::consent,
    },
    Command {
        id: "rules",
        title: "Read out ground rules",
        hint: "",
        help: "Shows the ground rules; Enter notes that they were read out.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["rules"],
        refusal: no_file,
        run: workshop::rules,
    },
    Command {
        id: "project",
        title: "Project",
        hint: "",
        help: "Turns this window into what the room may read: the question in large type, the time, what was agreed, what we could do, the ground rules. coplan present FILE does so in a window of its own.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["project"],
        refusal: no_file,
        run: present::project,
    },
    Command {
        id: "page-next",
        title: "Next page",
        hint: "next page",
        help: "Turns to the next page; so do the right arrow and the space bar. A number goes to that page.",
        group: "Projector",
        screens: WALL,
        keys: &[Key::Tab, Key::PageDown],
        slash: &["next", "page"],
        refusal: always,
        run: present::next,
    },
    Command {
        id: "page-before",
        title: "Page before",
        hint: "",
        help: "Turns to the page before; so does the left arrow.",
        group: "Projector",
        screens: WALL,
        keys: &[Key::BackTab, Key::PageUp],
        slash: &["before"],
        refusal: always,
        run: present::before,
    },
    Command {
        id: "page-down",
        title: "More of this page",
        hint: "",
        help: "Shows the next question of the stage, or the next lines of a list; so does the arrow down.",
        group: "Projector",
        screens: WALL,
        keys: &[Key::Letter('m')],
        slash: &["more", "ask"],
        refusal: always,
        run: present::more,
    },
    Command {
        id: "people",
        title: "Add people",
        hint: "",
        help: "Adds the people of a pasted or typed list, one a line.",
        group: "People",
        screens: RUN,
        keys: &[Key::F(8)],
        slash: &["people"],
        refusal: no_file,
        run: workshop::people,
    },
    Command {
        id: "join-person",
        title: "Somebody joins",
        hint: "",
        help: "Gives a latecomer the next seat: /join Amina, local resident.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["join"],
        refusal: no_file,
        run: workshop::join_person,
    },
    Command {
        id: "level",
        title: "A person's consent",
        hint: "",
        help: "Sets how far a person's words may travel: /level 3 2 is seat 3, level 2.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["level"],
        refusal: no_file,
        run: care::level,
    },
    Command {
        id: "cap",
        title: "Cap of the workshop",
        hint: "",
        help: "Sets how far anything said may travel: /cap none, /cap chatham-house or /cap room-only. Lower choices of people hold all the same.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["cap"],
        refusal: no_file,
        run: care::cap,
    },
    Command {
        id: "needs",
        title: "What a person needs",
        hint: "",
        help: "Notes privately what a person needs to take part: /needs 3 step-free. /needs alone shows what is noted.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["needs"],
        refusal: no_review,
        run: care::needs,
    },
    Command {
        id: "link",
        title: "Two people met",
        hint: "",
        help: "Notes that two people were introduced: /link 4 9.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["link"],
        refusal: no_file,
        run: room::link,
    },
    Command {
        id: "connector",
        title: "Name the connector",
        hint: "",
        help: "Names who gets two shy sides talking: /connector Naz Example. Alone it asks for both connectors, and what the first has done in community work.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["connector"],
        refusal: no_file,
        run: room::connector,
    },
    Command {
        id: "strategic",
        title: "Name the strategic connector",
        hint: "",
        help: "Names who links the clinical director with the wider system: /strategic Naz Example.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["strategic"],
        refusal: no_file,
        run: room::strategic,
    },
    Command {
        id: "room",
        title: "The room",
        hint: "room",
        help: "Shows, for you only, who is heard and who leads, which kinds of partner are missing, the tables, and what was seen of health creation.",
        group: "People",
        screens: RUN,
        keys: &[Key::Ctrl('r')],
        slash: &["room"],
        refusal: no_review,
        run: room::room,
    },
    Command {
        id: "panel",
        title: "Show or hide the room panel",
        hint: "",
        help: "Shows or hides the people beside the feed, who has not been heard, and who is missing.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["panel"],
        refusal: no_file,
        run: room::panel,
    },
    Command {
        id: "tables",
        title: "The tables",
        hint: "",
        help: "Shows who records at each table, how many lines they have, when they were last heard from, and what was changed in two places at once.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["tables", "clashes"],
        refusal: no_review,
        run: room::tables,
    },
    Command {
        id: "invite",
        title: "Invited partners",
        hint: "",
        help: "Notes that a kind of partner was invited, by any name: /invite pharmacy. Again takes it back; alone it shows them all.",
        group: "People",
        screens: RUN,
        keys: &[],
        slash: &["invite"],
        refusal: no_review,
        run: room::invite,
    },
    Command {
        id: "key-question",
        title: "Ask the key question",
        hint: "",
        help: "Shows the key question in its words for the opening, and once it was asked, for the close; Enter notes that it was asked.",
        group: "Stages",
        screens: RUN,
        keys: &[],
        slash: &["key"],
        refusal: no_file,
        run: room::key_question,
    },
    Command {
        id: "tag",
        title: "What the line shows of health creation",
        hint: "",
        help: "Tags the line being edited, or the last one, with control, contact, confidence or one of the five features: /tag control. Again takes the tag away; alone it shows the counts.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["tag"],
        refusal: no_file,
        run: room::tag,
    },
    Command {
        id: "evidence",
        title: "Evidence",
        hint: "",
        help: "Lists findings with their source and year; Enter puts one into the action marked on the plan, or the one last written.",
        group: "Plan",
        screens: FILE,
        keys: &[],
        slash: &["evidence"],
        refusal: no_file,
        run: room::evidence,
    },
    Command {
        id: "hide",
        title: "Hide names and drafts",
        hint: "",
        help: "Hides names, the feed and the half-typed line while the screen is shared; the same key shows them again.",
        group: "People",
        screens: RUN,
        keys: &[Key::F(9)],
        slash: &["hide"],
        refusal: no_file,
        run: workshop::hide,
    },
    Command {
        id: "marks",
        title: "Marks of the line",
        hint: "",
        help: "Goes to what was understood of the line being typed: Left and Right choose, Backspace makes a mark words again.",
        group: "Lines",
        screens: RUN,
        keys: &[Key::Ctrl('x')],
        slash: &[],
        refusal: no_file,
        run: marks,
    },
    Command {
        id: "undo",
        title: "Undo",
        hint: "",
        help: "Takes back your last command, also after a restart.",
        group: "Lines",
        screens: FILE,
        keys: &[Key::Ctrl('z')],
        slash: &["undo"],
        refusal: no_file,
        run: workshop::undo,
    },
    Command {
        id: "redo",
        title: "Redo",
        hint: "",
        help: "Brings back what was last taken back.",
        group: "Lines",
        screens: FILE,
        keys: &[Key::Ctrl('y')],
        slash: &["redo"],
        refusal: no_file,
        run: workshop::redo,
    },
    Command {
        id: "remove",
        title: "Remove the line",
        hint: "",
        help: "Removes the line being edited, or the last one; undo brings it back.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["remove"],
        refusal: no_line,
        run: line::remove,
    },
    Command {
        id: "star",
        title: "Star the line",
        hint: "",
        help: "Marks the line being edited, or the last one, as a candidate for a call-out.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["star"],
        refusal: no_line,
        run: line::star,
    },
    Command {
        id: "paraphrase",
        title: "Put it in other words",
        hint: "",
        help: "Writes the paraphrase of the line being edited, or the last one, which is shown at consent level 1.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["paraphrase"],
        refusal: no_line,
        run: line::paraphrase,
    },
    Command {
        id: "about",
        title: "All about the line",
        hint: "",
        help: "Opens all that is known of the line being edited, or the last one: words, speaker, kind, stage, themes, consent, language, translation and what its kind can carry.",
        group: "Lines",
        screens: RUN,
        keys: &[Key::Ctrl('d')],
        slash: &["about", "line"],
        refusal: no_line,
        run: about::about,
    },
    Command {
        id: "language",
        title: "The language of the line",
        hint: "",
        help: "Says which language the line was in: /language Welsh, or /language cy.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["language"],
        refusal: no_line,
        run: line::language,
    },
    Command {
        id: "translation",
        title: "The line in English",
        hint: "",
        help: "Keeps a translation beside the words: /translation they moved the bus stop.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["translation"],
        refusal: no_line,
        run: line::translation,
    },
    Command {
        id: "answer",
        title: "Answer a question",
        hint: "",
        help: "Enters a reply to the question being edited, or the last open one: /answer the parish pays.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["answer"],
        refusal: no_line,
        run: line::answer,
    },
    Command {
        id: "disposition",
        title: "What became of a question",
        hint: "",
        help: "Says what became of a question without an answer, and why: /disposition not-now it is not ours to decide.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["disposition"],
        refusal: no_line,
        run: line::disposition,
    },
    Command {
        id: "wordings",
        title: "Earlier wordings",
        hint: "",
        help: "Shows how the line being edited, or the last one, was worded before; one can be struck for good.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["wordings"],
        refusal: no_line,
        run: line::wordings,
    },
    Command {
        id: "promote",
        title: "Make it an action",
        hint: "",
        help: "Makes an action of the line being edited, or the last one, and asks for what it lacks; /promote ask the council says at once what will be done.",
        group: "Lines",
        screens: RUN,
        keys: &[Key::Ctrl('t')],
        slash: &["promote"],
        refusal: no_line,
        run: action::promote,
    },
    Command {
        id: "withdraw",
        title: "Withdraw for good",
        hint: "",
        help: "Takes the line being edited, or the last one, out for good: /withdraw. With a seat or a whole name, the person and all they said: /withdraw 3. What others say in these words is shown first, to be struck or kept; /withdraw copies decides on what a joined file brought. Asks first; undo cannot bring it back.",
        group: "Lines",
        screens: FILE,
        keys: &[],
        slash: &["withdraw"],
        refusal: no_file,
        run: withdraw::withdraw,
    },
    Command {
        id: "themes",
        title: "Themes",
        hint: "",
        help: "Lists the themes with their lines and other names; choose one to rename it, join others to it, or take them apart.",
        group: "Themes",
        screens: FILE,
        keys: &[],
        slash: &["themes"],
        refusal: no_file,
        run: themes::themes,
    },
    Command {
        id: "rename",
        title: "Rename a theme",
        hint: "",
        help: "Shows a theme under a new name: /rename damp housing. The lines keep what was typed.",
        group: "Themes",
        screens: FILE,
        keys: &[],
        slash: &["rename"],
        refusal: no_file,
        run: themes::rename,
    },
    Command {
        id: "alias",
        title: "Join two themes",
        hint: "",
        help: "Shows one theme under the name of another: /alias damp housing.",
        group: "Themes",
        screens: FILE,
        keys: &[],
        slash: &["alias"],
        refusal: no_file,
        run: themes::alias,
    },
    Command {
        id: "unalias",
        title: "Take a theme apart again",
        hint: "",
        help: "Makes an alias a theme of its own again: /unalias damp.",
        group: "Themes",
        screens: FILE,
        keys: &[],
        slash: &["unalias"],
        refusal: no_file,
        run: themes::unalias,
    },
    Command {
        id: "vote",
        title: "Votes of the room",
        hint: "",
        help: "Shows the votes, or makes one: /vote dots Which first? : a bus; a hall. Also rank, hands and position. Without options it takes the ideas of the stage, the actions or the themes. Nothing is counted before it is closed.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["vote", "votes"],
        refusal: no_review,
        run: votes::vote,
    },
    Command {
        id: "ballot",
        title: "Take ballots",
        hint: "",
        help: "Takes a ballot: /ballot @3 1 1 4 gives two dots to option 1 and one to option 4, or ranks them in that order. No seat for somebody, a kind of partner for one of them; alone it takes one person after another.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["ballot"],
        refusal: no_review,
        run: votes::ballot,
    },
    Command {
        id: "position",
        title: "Take a position",
        hint: "",
        help: "Notes that somebody is for, against or unsure: /position @3 for. Where no such vote is open it puts the standing question of the programme.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["position"],
        refusal: no_review,
        run: votes::position,
    },
    Command {
        id: "hands",
        title: "Count hands",
        hint: "",
        help: "Keeps how many hands you counted for each option in turn: /hands 12 3 4, or of one kind of partner: /hands residents 5 1 0. Counting again corrects your count; tables add up.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["hands"],
        refusal: no_review,
        run: votes::hands,
    },
    Command {
        id: "close-vote",
        title: "Close a vote",
        hint: "",
        help: "Closes the last open vote, or /close-vote v2, for your table; once every table has, it is counted. /close-vote all closes it for everybody.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["close-vote"],
        refusal: no_review,
        run: votes::close,
    },
    Command {
        id: "open-vote",
        title: "Open a vote again",
        hint: "",
        help: "Opens the last closed vote again, or /open-vote v2; what it came to is hidden until it is closed.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["open-vote"],
        refusal: no_review,
        run: votes::open_again,
    },
    Command {
        id: "standing",
        title: "Put a standing question",
        hint: "",
        help: "Opens a vote on a question of the programme that is put at one workshop after another: for, against or unsure.",
        group: "Votes",
        screens: FILE,
        keys: &[],
        slash: &["standing"],
        refusal: no_review,
        run: votes::standing,
    },
    Command {
        id: "review",
        title: "Look at lines again",
        hint: "",
        help: "Goes through what should be looked at again, one at a time and the most urgent first: one key decides, and the next appears.",
        group: "Lines",
        screens: FILE,
        keys: &[Key::Ctrl('l')],
        slash: &["review"],
        refusal: no_review,
        run: workshop::review,
    },
    Command {
        id: "find",
        title: "Find",
        hint: "",
        help: "Finds lines, actions and people as you type, by words and marks: /find #transport damp. Enter takes a line up to correct it.",
        group: "Lines",
        screens: FILE,
        keys: &[Key::Ctrl('f')],
        slash: &["find"],
        refusal: no_file,
        run: super::overlays::find::open,
    },
    Command {
        id: "up",
        title: "Scroll up",
        hint: "",
        help: "Shows earlier lines.",
        group: "Lines",
        screens: FILE,
        keys: &[Key::PageUp],
        slash: &[],
        refusal: no_file,
        run: workshop::scroll_up,
    },
    Command {
        id: "down",
        title: "Scroll down",
        hint: "",
        help: "Shows later lines.",
        group: "Lines",
        screens: FILE,
        keys: &[Key::PageDown],
        slash: &[],
        refusal: no_file,
        run: workshop::scroll_down,
    },
    Command {
        id: "details",
        title: "Workshop details",
        hint: "",
        help: "Changes the title, date, place, hours, question, cap and connector.",
        group: "File",
        screens: RUN,
        keys: &[],
        slash: &["details"],
        refusal: no_file,
        run: workshop::details,
    },
    Command {
        id: "card",
        title: "The card of this event",
        hint: "",
        help: "Keeps the themes, hosts, speakers confirmed and to be confirmed, sponsors and partner bodies, and what is open to change or already fixed, and until when the file is kept.",
        group: "File",
        screens: RUN,
        keys: &[],
        slash: &["card"],
        refusal: no_file,
        run: card::card,
    },
    Command {
        id: "guide",
        title: "Quick-start guide",
        hint: "",
        help: "Shows the five steps, short or with their reasons, and how far each has come: /guide 2 started, with a note after it if you like.",
        group: "File",
        screens: ALL,
        keys: &[],
        slash: &["guide"],
        refusal: always,
        run: room::guide,
    },
    Command {
        id: "hand-out",
        title: "Hand out",
        hint: "",
        help: "Makes a copy of the set-up for each table, without anything said.",
        group: "File",
        screens: RUN,
        keys: &[],
        slash: &["hand-out"],
        refusal: no_file,
        run: workshop::hand_out,
    },
    Command {
        id: "hand-in",
        title: "Hand in",
        hint: "",
        help: "Saves a copy of your file to a folder or stick, and says where.",
        group: "File",
        screens: RUN,
        keys: &[],
        slash: &["hand-in"],
        refusal: no_file,
        run: workshop::hand_in,
    },
    Command {
        id: "end",
        title: "Close the workshop",
        hint: "",
        help: "Shows what is open, each a key away; closing says where the file is, and goes on to the plan. It never stops you.",
        group: "File",
        screens: RUN,
        keys: &[],
        slash: &["close", "end"],
        refusal: no_review,
        run: close::end,
    },
    Command {
        id: "reopen",
        title: "Open the workshop again",
        hint: "",
        help: "Opens a closed workshop again and notes when: /reopen the last table came back.",
        group: "File",
        screens: FILE,
        keys: &[],
        slash: &["reopen"],
        refusal: no_file,
        run: close::reopen,
    },
    Command {
        id: "read-back",
        title: "Read back lines",
        hint: "",
        help: "Goes through the starred lines one at a time: right, fix, or withdraw. /read-back stage goes through your own lines of this stage, speaker by speaker; /read-back 2 and /read-back all do so too.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["read-back"],
        refusal: no_review,
        run: close::read_back,
    },
    Command {
        id: "parking",
        title: "Parking lot",
        hint: "",
        help: "Asks for the owner and the reply date of each parked line that has none.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["parking"],
        refusal: no_review,
        run: close::parking,
    },
    Command {
        id: "park",
        title: "Park it",
        hint: "",
        help: "Parks what leads away from the question, with who sees to it: /park parking charges owner:@3 due:fri. So does !p.",
        group: "Lines",
        screens: RUN,
        keys: &[],
        slash: &["park"],
        refusal: no_file,
        run: workshop::park,
    },
    Command {
        id: "last-time",
        title: "Last time's actions",
        hint: "",
        help: "Goes through the open actions of the workshop before, overdue first: say how far each has come, close it with a reason, or let it rest until a day.",
        group: "Plan",
        screens: RUN,
        keys: &[],
        slash: &["last-time"],
        refusal: no_review,
        run: close::last_time,
    },
    Command {
        id: "complete",
        title: "What actions lack",
        hint: "",
        help: "Asks for what the actions lack, one question at a time: /complete, or /complete A-7K2Q for one.",
        group: "Plan",
        screens: FILE,
        keys: &[Key::Letter('c')],
        slash: &["complete"],
        refusal: no_review,
        run: action::complete,
    },
    Command {
        id: "voice",
        title: "Who will tell us",
        hint: "",
        help: "Asks of each action who will tell us whether it worked, and when people hear back, where that is open.",
        group: "Plan",
        screens: FILE,
        keys: &[],
        slash: &["voice"],
        refusal: no_review,
        run: action::voice,
    },
    Command {
        id: "options",
        title: "Options for networks",
        hint: "",
        help: "Shows what networks can do, in three groups, and what is taken up; choosing one starts a draft action.",
        group: "Plan",
        screens: FILE,
        keys: &[Key::Letter('o')],
        slash: &["options"],
        refusal: no_review,
        run: action::options,
    },
    Command {
        id: "plan",
        title: "The plan",
        hint: "plan",
        help: "Shows the actions, what they rest on and what is missing.",
        group: "Plan",
        screens: RUN,
        keys: &[Key::F(3)],
        slash: &["plan"],
        refusal: no_file,
        run: plan::show,
    },
    Command {
        id: "tab",
        title: "Next page",
        hint: "page",
        help: "Turns between actions, what was heard, what is missing, and the checks.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Tab],
        slash: &["page"],
        refusal: no_file,
        run: plan::turn,
    },
    Command {
        id: "edit-action",
        title: "Edit the action",
        hint: "",
        help: "Opens the marked action, with the words it rests on beside it.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('e')],
        slash: &["edit"],
        refusal: no_action,
        run: plan::edit,
    },
    Command {
        id: "look-action",
        title: "All about the action",
        hint: "",
        help: "Shows what every column says of the marked action, the words it rests on, how it went and what is missing.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('l')],
        slash: &["look"],
        refusal: no_action,
        run: grid::look,
    },
    Command {
        id: "grid",
        title: "Grid of the 24 columns",
        hint: "grid",
        help: "Turns the list into a grid and back; /grid due goes down that column through the actions that lack it.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('g')],
        slash: &["grid"],
        refusal: no_action,
        run: grid::grid,
    },
    Command {
        id: "cell",
        title: "Edit a cell",
        hint: "",
        help: "Edits what one column says of the marked action: /cell 12 or /cell measure.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["cell"],
        refusal: no_action,
        run: grid::cell,
    },
    Command {
        id: "next-gap",
        title: "Next gap in the column",
        hint: "",
        help: "Goes to the next action that lacks what the column in hand holds.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('m')],
        slash: &["gap"],
        refusal: no_grid,
        run: grid::next_gap,
    },
    Command {
        id: "next-invalid",
        title: "Next action that is not valid",
        hint: "",
        help: "Goes to the next action that lacks something a row of the plan cannot do without.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('v')],
        slash: &["invalid"],
        refusal: no_action,
        run: grid::next_invalid,
    },
    Command {
        id: "rank",
        title: "Rank of the action",
        hint: "",
        help: "Ranks the marked action among the priorities: /rank 1, or /rank - for none.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["rank"],
        refusal: no_action,
        run: grid::rank,
    },
    Command {
        id: "spread",
        title: "Totals and spread",
        hint: "",
        help: "Shows what the actions cost, who leads them, and how they spread over specifications, aims and the like.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('u')],
        slash: &["spread", "totals"],
        refusal: no_file,
        run: grid::spread,
    },
    Command {
        id: "only",
        title: "Only some actions",
        hint: "",
        help: "Shows the actions alone that say something of a column: /only roles, /only children; /only shows all again.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["only"],
        refusal: no_file,
        run: grid::only,
    },
    Command {
        id: "new-action",
        title: "New action",
        hint: "new",
        help: "Adds an action of the organiser's own.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('n')],
        slash: &["action"],
        refusal: no_file,
        run: plan::new_action,
    },
    Command {
        id: "status",
        title: "Status of the action",
        hint: "status",
        help: "Says how far the marked action has come, with a note.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('s')],
        slash: &["status"],
        refusal: no_action,
        run: plan::status,
    },
    Command {
        id: "remove-action",
        title: "Remove the action",
        hint: "",
        help: "Removes the marked action; undo brings it back.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('r')],
        slash: &["remove-action"],
        refusal: no_action,
        run: plan::remove,
    },
    Command {
        id: "gap-checks",
        title: "Checks of the plan",
        hint: "",
        help: "Holds the plan against the gap checks, a row each: Enter goes to what one is about, Esc comes back; /checks T6 marks one.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('k')],
        slash: &["checks", "gaps"],
        refusal: no_review,
        run: checks::show,
    },
    Command {
        id: "about-plan",
        title: "About the plan",
        hint: "",
        help: "Keeps what holds for the whole plan: the eight fields on inequalities, the equity statement, how decisions are shared, principles, members, networks and areas, and the day it was agreed.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('a')],
        slash: &["about-plan"],
        refusal: no_review,
        run: header::about_plan,
    },
    Command {
        id: "agreed",
        title: "Who agreed to the action",
        hint: "",
        help: "Records and lists who agreed to the marked action, and how; it is locally agreed once somebody of the community is among them.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('b')],
        slash: &["agreed"],
        refusal: no_agreement,
        run: agreed::agreed,
    },
    Command {
        id: "groups",
        title: "Task-and-finish groups",
        hint: "",
        help: "Shows the groups with their members, next meeting and tasks, what is late first.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('w')],
        slash: &["groups", "group"],
        refusal: no_review,
        run: groups::groups,
    },
    Command {
        id: "task",
        title: "A task of a group",
        hint: "",
        help: "Shows the groups, to add a task to one, change it, or say that it is done.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["task"],
        refusal: no_review,
        run: groups::task,
    },
    Command {
        id: "collaborative",
        title: "Members of the collaborative",
        hint: "",
        help: "Shows each member with how many of its people came and what it takes part in; loads a template of members where there are none.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["collaborative", "members"],
        refusal: no_review,
        run: header::collaborative,
    },
    Command {
        id: "areas",
        title: "Networks and areas",
        hint: "",
        help: "Shows which network works in which area, and the areas with no entries.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["areas"],
        refusal: no_review,
        run: header::areas,
    },
    Command {
        id: "assets",
        title: "Assets of all workshops",
        hint: "",
        help: "Lists what is here already over all workshops, what looks alike, and what one offers that another needs: /assets Kiln Street #food shows those.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["assets"],
        refusal: no_review,
        run: assets::assets,
    },
    Command {
        id: "same",
        title: "What may be one",
        hint: "",
        help: "Shows people, themes, lines and actions that look alike, two side by side with why: y makes one of them, n keeps them apart. Nothing is joined unasked.",
        group: "Plan",
        screens: PLAN,
        keys: &[Key::Letter('d')],
        slash: &["same"],
        refusal: no_plan,
        run: one_of_many::same,
    },
    Command {
        id: "flip-chart",
        title: "Type up a flip chart",
        hint: "",
        help: "Keeps the lines of a flip chart at a workshop and a table, one contribution a line; pasting several lines does the same.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["flip-chart"],
        refusal: no_plan,
        run: flip_chart::flip_chart,
    },
    Command {
        id: "you-said",
        title: "You said, we did",
        hint: "",
        help: "Shows what became of each theme with three or more voices, those without an answer first, and who was promised to hear back.",
        group: "Plan",
        screens: FILE,
        keys: &[Key::Letter('y')],
        slash: &["you-said"],
        refusal: no_review,
        run: answers::show,
    },
    Command {
        id: "we-did",
        title: "Answer a theme",
        hint: "",
        help: "Says what was done about a theme, what changed, or why not, and how people were told: /we-did transport.",
        group: "Plan",
        screens: FILE,
        keys: &[],
        slash: &["we-did"],
        refusal: no_review,
        run: answers::answer,
    },
    Command {
        id: "changes",
        title: "What changed",
        hint: "",
        help: "Shows what changed since an earlier copy of the plan, which you choose: /changes, /changes 2026-03-12 for the last copy kept then or before, or /changes FILE.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["changes"],
        refusal: no_review,
        run: changes::show,
    },
    Command {
        id: "series",
        title: "The series",
        hint: "",
        help: "Shows the workshops side by side: which kinds of partner came, themes that came and went, the quick-start guide, and whether children were named.",
        group: "Plan",
        screens: PLAN,
        keys: &[],
        slash: &["series"],
        refusal: no_review,
        run: changes::series,
    },
    Command {
        id: "given",
        title: "Feedback was given",
        hint: "",
        help: "Notes that people have heard back today, and how: /given A-7K2Q by letter. Alone it shows what was promised.",
        group: "Plan",
        screens: FILE,
        keys: &[],
        slash: &["given"],
        refusal: no_review,
        run: answers::given,
    },
    Command {
        id: "export",
        title: "Export",
        hint: "export",
        help: "Makes a report for an audience, shows it here, and writes it in the formats you choose.",
        group: "Plan",
        screens: FILE,
        keys: &[Key::Letter('x')],
        slash: &["export"],
        refusal: no_file,
        run: export::ask,
    },
    Command {
        id: "lens",
        title: "Lists to look through",
        hint: "",
        help: "Lists every framework with its source and year, and goes to each: specifications, determinants, aims, blocks, Core20PLUS5, rungs, health creation, strands, benefits, ten principles, maturity, equity check, touchpoints, stories of change, missing voices; /lens determinants.",
        group: "Lists",
        screens: FILE,
        keys: &[Key::Letter('h')],
        slash: &["lens"],
        refusal: no_review,
        run: lens::lens,
    },
    Command {
        id: "maturity",
        title: "Maturity of the network",
        hint: "",
        help: "Says how far the network sees itself in each of five areas, before and now, for development and not performance management: /maturity 1 step 2 five partners meet.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["maturity"],
        refusal: no_review,
        run: lens::maturity,
    },
    Command {
        id: "principle",
        title: "Ten principles",
        hint: "",
        help: "Shows the ten principles of working with people and what stands behind each; /principle 3 links the line or action at hand, /principle 3 A-7K2Q an action, /principle 3 note WORDS writes a note.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["principles", "principle"],
        refusal: no_review,
        run: lens::principle,
    },
    Command {
        id: "heat",
        title: "Equity check",
        hint: "",
        help: "Shows the four parts of the health equity check of the plan and of each priority, with the day each is looked at again; /heat plan or /heat A-7K2Q fills one in.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["heat"],
        refusal: no_review,
        run: lens::heat,
    },
    Command {
        id: "benefit",
        title: "Evidence for a benefit",
        hint: "",
        help: "Shows six benefits of working with people and communities and counts the evidence for each; /benefit 3 tags the line or action at hand, and once more takes it off.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["benefits", "benefit"],
        refusal: no_review,
        run: lens::benefit,
    },
    Command {
        id: "strand",
        title: "Strands of community-centred work",
        hint: "",
        help: "Shows the four strands and what stands under each; /strand 2 tags the asset or action at hand, and once more takes it off.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["strands", "strand"],
        refusal: no_review,
        run: lens::strand,
    },
    Command {
        id: "missing-voices",
        title: "Whose voice is missing",
        hint: "",
        help: "Shows which kinds of partner, areas and groups were never there, never heard or never leading over all workshops of the file, and what to do next.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["missing-voices", "missing"],
        refusal: no_review,
        run: lens::missing_voices,
    },
    Command {
        id: "touchpoints",
        title: "Touchpoints",
        hint: "",
        help: "Shows moments that stayed with people by stage, good and hard, and when people meet to celebrate; !e+ and !e- in the capture line note one.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["touchpoints"],
        refusal: no_review,
        run: lens::touchpoints,
    },
    Command {
        id: "chosen",
        title: "Most significant change",
        hint: "",
        help: "Shows the stories by area of change, to say which was chosen as the most significant, by whom and why.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["stories", "chosen"],
        refusal: no_review,
        run: lens::chosen,
    },
    Command {
        id: "celebration",
        title: "Celebration",
        hint: "",
        help: "Sets the day people meet again to see what came of it, six to nine months on, or notes that it was held: /celebration 2027-05-21.",
        group: "Lists",
        screens: FILE,
        keys: &[],
        slash: &["celebration"],
        refusal: no_review,
        run: lens::celebration,
    },
];

fn always(_: &App) -> Option<&'static str> {
    None
}

fn no_file(app: &App) -> Option<&'static str> {
    app.desk.is_none().then_some("no file is open")
}

fn no_recent(app: &App) -> Option<&'static str> {
    if app.home.recent.is_empty() {
        return Some("no file was opened before");
    }
    let chosen = app.home.recent.get(app.home.chosen_recent()).map(|r| &r.path);
    if chosen == app.desk.as_ref().map(|desk| &desk.path) { None } else { unsaved(app) }
}

/// An earlier workshop is needed: any file may be named with /template FILE once one was opened.
fn no_template(app: &App) -> Option<&'static str> {
    if app.screen == Screen::Home && app.home.recent.is_empty() {
        Some("no file was opened before")
    } else {
        unsaved(app)
    }
}

/// To go to another file would lose what is in memory only.
fn unsaved(app: &App) -> Option<&'static str> {
    let desk = app.desk.as_ref()?;
    desk.saved
        .failed
        .is_some()
        .then_some("what was typed is not saved yet. C goes back to it, and /hand-in FOLDER there saves it elsewhere")
}

fn no_line(app: &App) -> Option<&'static str> {
    let line = app.desk.as_ref().and_then(|desk| app.run.editing.or_else(|| desk.last_own()));
    line.is_none().then_some("there is no line yet")
}

fn no_review(app: &App) -> Option<&'static str> {
    if app.run.veiled { Some("names and lines are hidden: F9 shows them") } else { no_file(app) }
}

fn no_agreement(app: &App) -> Option<&'static str> {
    no_review(app).or_else(|| no_action(app))
}

/// A plan is needed, whose lines come from many files.
fn no_plan(app: &App) -> Option<&'static str> {
    let is_plan = app.desk.as_ref().is_some_and(super::desk::Desk::is_plan);
    if is_plan { no_review(app) } else { Some("this is a session: /merge joins it into a plan first") }
}

fn not_joined(app: &App) -> Option<&'static str> {
    if app.run.veiled {
        return no_review(app);
    }
    app.plan.taking.is_none().then_some("no files were joined since the program was started")
}

fn no_copies(app: &App) -> Option<&'static str> {
    let plan = app.desk.as_ref().is_some_and(Desk::is_plan);
    if plan { unsaved(app) } else { Some("it is a session that is open, and copies are kept of plans") }
}

fn no_action(app: &App) -> Option<&'static str> {
    app.plan.marked(app).is_none().then_some("there is no action here")
}

fn no_grid(app: &App) -> Option<&'static str> {
    app.plan.grid.is_none().then_some("the grid is not open: G opens it")
}

/// The commands that apply on the screen in front.
pub fn here(screen: Screen) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |c| c.screens.contains(&screen))
}

/// The key of a command that can be used on a screen: a bare letter only where nothing is typed.
pub fn keys(command: &Command, screen: Screen) -> impl Iterator<Item = Key> {
    command.keys.iter().copied().filter(move |key| screen != Screen::Run || !matches!(key, Key::Letter(_) | Key::Esc))
}

/// Runs the command whose key this is, if there is one on the screen in front.
pub fn press(app: &mut App, event: KeyEvent) -> Option<Vec<Effect>> {
    let command = here(app.screen).find(|c| keys(c, app.screen).any(|key| key.is(event)))?;
    Some(run(app, command, ""))
}

/// Runs the command with this slash name, if there is one on the screen in front; `/3` is the third stage.
pub fn slash(app: &mut App, name: &str, rest: &str) -> Vec<Effect> {
    if app.screen == Screen::Run && !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()) {
        return agenda::go_to_stage(app, name);
    }
    if name.is_empty() {
        return palette(app, "");
    }
    match here(app.screen).find(|c| c.slash.contains(&name)) {
        Some(command) => run(app, command, rest),
        None => {
            let elsewhere = COMMANDS.iter().find(|c| c.slash.contains(&name));
            app.warn(match elsewhere {
                Some(command) => format!("/{name} applies on another screen: {}", command.title),
                None => format!("There is no command /{name}. Type /? for help"),
            });
            Vec::new()
        }
    }
}

/// A command as it was typed, without its slash: its name, and the words that follow.
pub fn parted(typed: &str) -> (String, String) {
    let (name, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    (name.to_lowercase(), rest.trim().to_owned())
}

/// Runs a typed command, and says whether it was refused: then its words are to be mended.
pub fn obey(app: &mut App, name: &str, rest: &str) -> (Vec<Effect>, bool) {
    app.notice = None;
    let before = (app.screen, app.overlays.len());
    let effects = slash(app, name, rest);
    let warned = app.notice.as_ref().is_some_and(|notice| notice.warns);
    let refused = warned && effects.is_empty() && before == (app.screen, app.overlays.len());
    (effects, refused)
}

/// Whether a key is one of a command's.
pub fn is_key_of(id: &str, event: KeyEvent) -> bool {
    COMMANDS.iter().any(|command| command.id == id && command.keys.iter().any(|key| key.is(event)))
}

/// Runs the command with this id.
pub fn by_id(app: &mut App, id: &str, rest: &str) -> Vec<Effect> {
    COMMANDS.iter().find(|c| c.id == id).map_or_else(Vec::new, |command| run(app, command, rest))
}

fn run(app: &mut App, command: &Command, rest: &str) -> Vec<Effect> {
    if let Some(why) = (command.refusal)(app) {
        app.warn(format!("{}: {why}", command.title));
        return Vec::new();
    }
    (command.run)(app, rest)
}

fn help(app: &mut App, _: &str) -> Vec<Effect> {
    app.lay(Overlay::Help { scroll: 0 });
    Vec::new()
}

fn palette(app: &mut App, _: &str) -> Vec<Effect> {
    app.lay(Overlay::Palette { entry: Entry::default(), at: 0, line: false });
    Vec::new()
}

fn type_command(app: &mut App, _: &str) -> Vec<Effect> {
    // What was said before is about something else.
    app.notice = None;
    app.lay(Overlay::Palette { entry: Entry::default(), at: 0, line: true });
    Vec::new()
}

fn marks(app: &mut App, _: &str) -> Vec<Effect> {
    if !super::screens::run::mark_last(app) {
        app.say("There is no mark in the line: all of it is words");
    }
    Vec::new()
}

fn back(app: &mut App, rest: &str) -> Vec<Effect> {
    if app.screen == Screen::Present {
        return present::back(app, rest);
    }
    if app.screen == Screen::Plan && (app.plan.grid.take().is_some() || app.plan.only.take().is_some()) {
        return Vec::new();
    }
    if let Some(page) = app.plan.back_to.take().filter(|_| app.screen == Screen::Plan) {
        app.plan.go(page);
        app.notice = None;
        return Vec::new();
    }
    let is_plan = app.desk.as_ref().is_some_and(super::desk::Desk::is_plan);
    app.run.leave_line();
    app.notice = None;
    app.screen = if app.screen == Screen::Plan && !is_plan { Screen::Run } else { Screen::Home };
    Vec::new()
}

fn quit(app: &mut App, _: &str) -> Vec<Effect> {
    if let Some((reason, _)) = app.desk.as_ref().and_then(|desk| desk.saved.failed.clone()) {
        app.lay(Overlay::Confirm {
            question: "Some of what was typed is not on disk yet. Quit all the same?".into(),
            detail: format!("The last save failed: {reason}. If you quit now, what is not saved is lost."),
            yes: Pending::QuitAnyway,
        });
        return Vec::new();
    }
    app.quitting = true;
    vec![Effect::Quit]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_or_slash_name_has_two_meanings_on_one_screen() {
        for screen in EVERY {
            let commands: Vec<&Command> = here(*screen).collect();
            for (at, one) in commands.iter().enumerate() {
                for other in &commands[at + 1..] {
                    assert!(
                        !keys(one, *screen).any(|k| keys(other, *screen).any(|o| o == k)),
                        "{} {}",
                        one.id,
                        other.id
                    );
                    assert!(!one.slash.iter().any(|s| other.slash.contains(s)), "{} {}", one.id, other.id);
                }
            }
        }
    }

    #[test]
    fn help_back_and_quit_are_always_there() {
        for screen in EVERY {
            for id in ["help", "quit"] {
                assert!(here(*screen).any(|c| c.id == id && !c.keys.is_empty() && !c.slash.is_empty()));
            }
            assert!(*screen == Screen::Home || here(*screen).any(|c| c.id == "back"));
        }
    }

    #[test]
    fn no_bare_letter_is_a_key_where_text_is_typed() {
        for command in here(Screen::Run) {
            assert!(!keys(command, Screen::Run).any(|k| matches!(k, Key::Letter(_))), "{}", command.id);
        }
    }

    #[test]
    fn every_command_can_be_reached_without_a_key_that_terminals_cannot_send() {
        for command in COMMANDS {
            let typed = !command.slash.is_empty();
            let bad = |k: &Key| matches!(k, Key::Ctrl('i' | 'm' | 'h' | '0'..='9'));
            assert!(typed || !command.keys.is_empty(), "{}", command.id);
            assert!(!command.keys.iter().any(bad), "{}", command.id);
        }
    }

    #[test]
    fn ids_are_unique_and_every_row_says_what_it_does() {
        for (at, command) in COMMANDS.iter().enumerate() {
            assert!(!COMMANDS[at + 1..].iter().any(|c| c.id == command.id), "{}", command.id);
            assert!(command.help.ends_with('.') && !command.title.is_empty() && !command.group.is_empty());
        }
    }
}
