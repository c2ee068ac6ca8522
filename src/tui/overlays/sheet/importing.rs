//! Somebody else's file coming in: what each column is taken for, what would come in and what is left out, before
//! anything is written; then what came in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Key, Page, Row, Sheet, again};
use crate::import::{Dates, Meaning, Reads};
use crate::model::fields::List;
use crate::model::words::Level;
use crate::store::{Refusal, Sort, names};
use crate::tui::app::{App, Screen};
use crate::tui::intake::{Intake, Into, Job};
use crate::tui::message::Effect;
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::update::told;

/// Somebody else's file on its way in.
#[derive(Clone, Debug)]
pub struct Importing {
    /// The file or folder.
    from: PathBuf,
    /// Where it is to come in, as it was typed; empty for the open file, or for a session of its own.
    into: String,
    /// How far it has come.
    step: Step,
    /// What was found in it; none before it was looked through.
    intake: Option<Intake>,
    /// Whether the mapping was changed here.
    changed: bool,
}

/// The steps of bringing it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It is read, and nothing is written.
    Looking,
    /// What it would bring is shown.
    Shown,
    /// It is being written into a file that is not open here.
    Writing,
    /// It came in.
    Done,
}

/// What can be changed of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// What the column of this name is.
    Column(String),
    /// How far what comes in may travel.
    Consent,
    /// Which vote means agree.
    Agree,
    /// Whether the day or the month comes first.
    Dates,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The column is this.
    Column(String, Meaning),
    /// It may travel so far.
    Consent(u8),
    /// This vote means agree.
    Agree(i8),
    /// This comes first in days written with strokes.
    Dates(Dates),
}

impl Importing {
    /// Whether something is under way that Esc stops.
    pub fn is_working(&self) -> bool {
        matches!(self.step, Step::Looking | Step::Writing)
    }

    /// Whether it waits for somebody to accept it.
    pub fn asks(&self) -> bool {
        self.step == Step::Shown
    }
}

/// Looks through a file before it is brought in.
pub fn look(app: &mut App, from: PathBuf, into: &str) -> Vec<Effect> {
    app.importing = Some(Importing { from, into: into.to_owned(), step: Step::Looking, intake: None, changed: false });
    again(app, Sheet::Importing);
    begin(app)
}

/// Begins to look through it, with the mapping as it is now.
fn begin(app: &mut App) -> Vec<Effect> {
    let Some(importing) = &mut app.importing else { return Vec::new() };
    importing.step = Step::Looking;
    let known = importing.intake.as_ref();
    let path = PathBuf::from(&importing.into);
    let here = app.desk.as_ref().filter(|desk| {
        if importing.into.is_empty() { app.screen != Screen::Home } else { names::same_file(&desk.path, &path) }
    });
    let into = match (here, importing.into.is_empty()) {
        (Some(desk), _) => Into::Open(desk.path.clone(), Box::new(desk.view.clone())),
        (None, false) => Into::File(path),
        (None, true) => Into::New(app.settings.sessions.clone()),
    };
    let job = Job {
        from: importing.from.clone(),
        source: known.map(|intake| Arc::clone(&intake.source)),
        mapping: known.map(|intake| intake.mapping.clone()),
        into,
        programme: Arc::clone(&app.programme),
        writer: app.settings.writers.draw(),
        now: app.now,
    };
    vec![Effect::LookThrough(Box::new(job))]
}

/// Shows what it would bring, or why it cannot be read.
pub fn looked(app: &mut App, looked: Result<Box<Intake>, Refusal>) {
    let Some(importing) = &mut app.importing else { return };
    match looked {
        Ok(intake) => {
            importing.intake = Some(*intake);
            importing.step = Step::Shown;
            // It asks whether to bring it in: keys that were waiting meant something else.
            app.asked += 1;
            tell_anew(app);
        }
        Err(refusal) => {
            app.importing = None;
            if matches!(app.overlays.last(), Some(Overlay::Sheet(opened)) if opened.sheet == Sheet::Importing) {
                app.overlays.pop();
            }
            match refusal.sort {
                Sort::Stopped => app.say("Stopped: nothing was brought in"),
                _ => app.warn(told(&refusal)),
            }
        }
    }
}

/// Asks what a column is, or another thing of the mapping.
pub fn ask(app: &mut App, which: Which) {
    let Some(intake) = app.importing.as_ref().and_then(|importing| importing.intake.as_ref()) else { return };
    let mapping = &intake.mapping;
    let (title, options, at): (String, Vec<(String, Answered)>, usize) = match which {
        Which::Column(name) => {
            let column = intake.made.preview.columns.iter().find(|column| column.name == name);
            let now = column.map(|column| column.meaning);
            let options =
                Meaning::ALL.map(|meaning| (meaning.title().to_owned(), Answered::Column(name.clone(), meaning)));
            let at = Meaning::ALL.iter().position(|meaning| Some(*meaning) == now).unwrap_or(0);
            (format!("What is {name}?"), options.to_vec(), at)
        }
        Which::Consent => {
            let level = |level: &Level| {
                let number = u8::try_from(level.number()).unwrap_or(0);
                (format!("{number}, {}", level.title()), Answered::Consent(number))
            };
            let at = Level::ALL.iter().position(|level| *level == mapping.level()).unwrap_or(0);
            ("How far may what comes in travel?".to_owned(), Level::ALL.iter().map(level).collect(), at)
        }
        Which::Agree => {
            let options = vec![
                ("1 is agree, -1 disagree, as in an export".to_owned(), Answered::Agree(1)),
                ("-1 is agree, 1 disagree, as in the database of Polis".to_owned(), Answered::Agree(-1)),
            ];
            ("Which vote means agree?".to_owned(), options, usize::from(mapping.agree == Some(-1)))
        }
        Which::Dates => {
            let options = vec![
                ("The day, as in 31/12/2026".to_owned(), Answered::Dates(Dates::DayFirst)),
                ("The month, as in 12/31/2026".to_owned(), Answered::Dates(Dates::MonthFirst)),
            ];
            let at = usize::from(mapping.dates == Some(Dates::MonthFirst));
            ("What comes first in its days?".to_owned(), options, at)
        }
    };
    let options = options.into_iter().map(|(words, answered)| (words, Pending::Map(answered))).collect();
    app.lay(Overlay::Choose { title, options, at });
}

/// Changes the mapping and looks through the file again.
pub fn map(app: &mut App, answered: Answered) -> Vec<Effect> {
    let Some(importing) = app.importing.as_mut().filter(|importing| importing.asks()) else { return Vec::new() };
    let Some(intake) = &mut importing.intake else { return Vec::new() };
    match answered {
        Answered::Column(name, meaning) => intake.mapping.set(&name, meaning),
        Answered::Consent(level) => {
            intake.mapping.consent = Some(level);
            intake.mapping.consent_because.clear();
        }
        Answered::Agree(sign) => intake.mapping.agree = Some(sign),
        Answered::Dates(dates) => intake.mapping.dates = Some(dates),
    }
    if !importing.changed {
        // From here on it is a mapping of one's own, for the next file with this header.
        importing.changed = true;
        intake.mapping.name.clone_from(&intake.source.name);
        if intake.mapping.reads == Reads::Table {
            let named = intake.made.preview.columns.iter().map(|column| column.name.clone());
            intake.mapping.recognise =
                named.filter(|name| !name.starts_with("column ") && !name.ends_with(')')).collect();
        }
    }
    let effects = begin(app);
    tell_anew(app);
    effects
}

/// Tells the page anew, and leaves the mark on its row: one column after another is changed.
fn tell_anew(app: &mut App) {
    let at = match app.overlays.last() {
        Some(Overlay::Sheet(opened)) if opened.sheet == Sheet::Importing => opened.at,
        _ => None,
    };
    again(app, Sheet::Importing);
    if let Some(Overlay::Sheet(opened)) = app.overlays.last_mut() {
        opened.at = at;
    }
}

/// Accepts what is shown.
pub fn accept(app: &mut App) -> Vec<Effect> {
    let Some(importing) = app.importing.as_mut().filter(|importing| importing.asks()) else { return Vec::new() };
    let Some(intake) = importing.intake.clone() else { return Vec::new() };
    if intake.made.news.is_empty() {
        app.warn("There is nothing new to bring in");
        return Vec::new();
    }
    let mut effects = Vec::new();
    if importing.changed {
        effects.push(Effect::KeepMapping(intake.mapping.name.clone(), intake.mapping.to_toml()));
    }
    if !intake.open {
        importing.step = Step::Writing;
        again(app, Sheet::Importing);
        effects.push(Effect::Import(intake.path, intake.begins, intake.made.news));
        return effects;
    }
    let Some(desk) = app.desk.as_ref().filter(|desk| names::same_file(&desk.path, &intake.path)) else {
        app.warn("The file was closed before it came in: bring it in again");
        return Vec::new();
    };
    let is_plan = desk.is_plan();
    if is_plan {
        effects.push(Effect::KeepCopy);
    }
    let news = intake.made.news;
    let sessions = news.list(&List::Recorders).iter().map(|recorder| recorder.id).collect();
    app.edit(|desk, _| desk.join(&news));
    // In a plan undo leaves it out again, as it does with a session that was joined.
    app.plan.merged = app.desk.as_ref().filter(|_| is_plan).map(|desk| (sessions, desk.changes));
    effects.push(Effect::Save(news));
    if let Some(importing) = &mut app.importing {
        importing.step = Step::Done;
    }
    again(app, Sheet::Importing);
    effects
}

/// It was written into a file that was not open: open that.
pub fn written(app: &mut App, written: Result<PathBuf, Refusal>) -> Vec<Effect> {
    match written {
        Err(refusal) => {
            if let Some(importing) = &mut app.importing {
                importing.step = if importing.step == Step::Writing { Step::Shown } else { importing.step };
            }
            app.warn(told(&refusal));
            Vec::new()
        }
        Ok(path) => {
            if let Some(importing) = &mut app.importing {
                importing.step = Step::Done;
            }
            app.say(format!("It came into {}", path.display()));
            again(app, Sheet::Importing);
            Vec::new()
        }
    }
}

/// The page.
pub fn page(app: &App) -> Page {
    let Some(importing) = &app.importing else {
        let rows = vec![Row::text("No file was brought in since the program was started.")];
        return Page { title: "Brought in".into(), rows, ..Page::default() };
    };
    let from = name(&importing.from);
    let mut page = Page { working: importing.is_working(), ..Page::default() };
    let Some(intake) = importing.intake.as_ref().filter(|_| importing.step != Step::Looking) else {
        page.title = format!("Bring in {from}");
        page.rows = vec![
            Row::heading("Looking through the file…"),
            Row::default(),
            Row::text("Esc stops it, and nothing is brought in."),
        ];
        return page;
    };
    let into = name(&intake.path);
    page.title = match importing.step {
        Step::Done => format!("{from} came into {into}"),
        _ => format!("Bring {from} into {into}"),
    };
    page.rows = rows(importing, intake);
    match importing.step {
        Step::Shown if !intake.made.news.is_empty() => {
            page.keys = vec![Key { key: 'y', label: "brings it in".into(), does: Pending::Import }];
        }
        Step::Done if !intake.open => {
            let path = intake.path.to_string_lossy().into_owned();
            let open = Key { key: 'o', label: "opens it".into(), does: Pending::OpenImported(path) };
            page.rows.insert(1, Row::text("Open the file").with(vec![open]));
        }
        _ => {}
    }
    page
}

fn rows(importing: &Importing, intake: &Intake) -> Vec<Row> {
    let preview = &intake.made.preview;
    let mut rows = vec![Row::heading(format!("{}: {}", preview.kind, preview.totals()))];
    let asks = importing.asks();
    if asks && intake.begins.is_some() {
        rows.push(Row::text("It becomes a session of its own."));
    }
    if asks && intake.made.news.is_empty() {
        rows.push(Row::text("There is nothing new in it."));
    } else if asks {
        rows.push(Row::text("Nothing is written yet. Y brings it in, Enter changes what a row is taken for."));
    } else if importing.step == Step::Writing {
        rows.push(Row::text("It is being written."));
    }
    let change = |which| {
        if asks {
            vec![Key { key: 'c', label: "changes it".into(), does: Pending::AskMapping(which) }]
        } else {
            Vec::new()
        }
    };
    rows.push(Row::text(preview.consent()).with(change(Which::Consent)));
    if let Some(sign) = intake.mapping.agree.filter(|_| intake.mapping.reads == Reads::Polis) {
        let text = format!("A vote of {sign} counts as agree, {} as disagree", -sign);
        rows.push(Row::text(text).with(change(Which::Agree)));
    }
    if let Some(example) = &preview.strokes {
        let first = match intake.mapping.dates {
            Some(Dates::DayFirst) => "the day comes first",
            Some(Dates::MonthFirst) => "the month comes first",
            None => "whether the day or the month comes first is not known",
        };
        rows.push(Row::text(format!("Days such as {example}: {first}")).with(change(Which::Dates)));
    }
    if !preview.columns.is_empty() {
        rows.push(Row::default());
        rows.push(Row::heading("Columns"));
    }
    for column in &preview.columns {
        let personal = column.personal.map(|what| format!(" ({what})")).unwrap_or_default();
        let text = format!("{}: {}{personal}", column.name, column.meaning.title());
        rows.push(Row::text(text).with(change(Which::Column(column.name.clone()))));
    }
    let mut part = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            rows.push(Row::default());
            rows.push(Row::heading(title));
            rows.extend(lines.into_iter().map(Row::text));
        }
    };
    // Which vote means agree stands above.
    let notes = preview.note_lines().into_iter().filter(|note| !note.starts_with("a vote of "));
    part("To know", notes.collect());
    if preview.columns.is_empty() {
        part("Left out", plain(preview.left_out_lines(), "left out: "));
    }
    part("Skipped", plain(preview.skipped_lines(), "skipped "));
    part("How it was read", preview.read.clone());
    if importing.changed {
        let words = format!("The mapping is remembered as {}.", names::mapping_name(&intake.mapping.name));
        part("The mapping", vec![words]);
    }
    rows
}

/// Lines under a heading that says the same as the words they begin with.
fn plain(lines: Vec<String>, begin: &str) -> Vec<String> {
    lines.into_iter().map(|line| line.strip_prefix(begin).map_or_else(|| line.clone(), str::to_owned)).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
