//! What export does: asks what for whom, makes it in the background, shows it, and has it written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::export::{self, Order, Rendered};
use crate::model::file::File;
use crate::model::programme::Programme;
use crate::model::words::{Audience, Grouping};
use crate::publish::{self, Ask, Report};
use crate::store::names::export_stem;
use crate::tui::app::{App, Screen};
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};

/// The choices of the last export, which the next begins with.
#[derive(Clone, Debug)]
pub struct Chosen {
    report: &'static Report,
    audience: Audience,
    grouping: Grouping,
    formats: String,
    folder: PathBuf,
    /// Whether it is looked at before it is written.
    looks: bool,
}

/// A report that is to be made, away from the screen.
#[derive(Debug)]
pub struct Making {
    chosen: Chosen,
    file: File,
    programme: Arc<Programme>,
    today: NaiveDate,
    /// The earlier copy to compare with, and its day.
    earlier: Option<(File, Option<NaiveDate>)>,
    stem: String,
    /// Which of the reports that were asked for.
    pub turn: u64,
}

/// A report that was made and is not written yet.
#[derive(Clone, Debug)]
pub struct Made {
    /// Which of the reports that were asked for.
    pub turn: u64,
    /// The names of its files.
    pub names: Vec<String>,
    /// Its text, where somebody wants to look at it first.
    preview: Option<Vec<String>>,
    title: String,
    /// Why it is not to be written.
    fault: Option<String>,
    /// What the organiser should know of it: what does not fit, what was left out, what to read before sending.
    pub told: Vec<String>,
    /// What it was made from.
    making: Arc<Making>,
}

/// What is written for people to take away.
#[derive(Clone, Debug)]
pub enum Output {
    /// Files that are at hand: the folder, and the name and bytes of each.
    Files(PathBuf, Vec<(String, Vec<u8>)>),
    /// A report and the names of its files. It is made again as it is written, so that of a large plan no more is held than
    /// is being written: the same file and day give the same bytes.
    Report(Arc<Making>, Vec<String>),
}

/// So many lines of a report are shown before it is written: more than anybody reads there.
const SHOWN: usize = 5000;

/// Asks what is to be made, for whom, and where it goes.
pub(super) fn ask(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let folder = desk.path.parent().unwrap_or(Path::new(".")).join("exports");
    let usual = if desk.is_plan() || app.screen == Screen::Plan { "plan" } else { "session" };
    let last = app.exporting.chosen.as_ref();
    let words = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let audiences: Vec<_> = Audience::ALL.iter().map(|a| (a.name(), a.title())).collect();
    let all = export::FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(" ");
    let mut formats = vec![(all.as_str(), "all formats")];
    formats.extend(export::FORMATS.iter().map(|f| (f.name, f.title)));
    let groupings: Vec<_> = Grouping::ALL.iter().map(|g| (g.name(), g.title())).collect();
    let reports: Vec<_> = publish::REPORTS.iter().map(|r| (r.name, r.title)).collect();
    let looks = [("look", "shows it here first"), ("write", "writes the files at once")];
    let folder = last.map_or(folder, |last| last.folder.clone());
    let inputs = vec![
        Input::choice("audience", "For", last.map_or("board", |last| last.audience.name()), words(&audiences)),
        Input::choice("report", "Report", last.map_or(usual, |last| last.report.name), words(&reports)),
        Input::choice("group", "Grouped by", last.map_or("stage", |last| last.grouping.name()), words(&groupings)),
        Input::choice("formats", "Format", last.map_or("", |last| &last.formats), words(&formats)),
        Input::new("folder", "Folder", &folder.to_string_lossy(), "where the files go"),
        Input::choice(
            "then",
            "Then",
            if last.is_some_and(|last| !last.looks) { "write" } else { "look" },
            words(&looks),
        ),
    ];
    let intro =
        "Everything passes the consent of who said it: what may not be shown to this audience is left out and counted.";
    app.lay(Overlay::Form(Form::new(Purpose::Export, "Export", intro, inputs, "Make the report")));
    Vec::new()
}

/// Has made what the form asks for.
pub(in crate::tui) fn begin(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let desk = app.desk.as_ref().ok_or("No file is open.")?;
    let chosen = Chosen {
        report: Report::named(&form.value("report")).ok_or("There is no such report.")?,
        audience: Audience::named(&form.value("audience")).ok_or("Say who it is for.")?,
        grouping: Grouping::named(&form.value("group")).unwrap_or(Grouping::Stage),
        formats: form.value("formats"),
        folder: Some(form.value("folder")).filter(|folder| !folder.is_empty()).ok_or("Say which folder.")?.into(),
        looks: form.value("then") != "write",
    };
    let compared = super::changes::compared(app);
    if compared.is_none() && chosen.report.name == publish::CHANGES {
        return Err("Choose first what to compare with: /changes shows the copies that are kept.".into());
    }
    // On a page the changes since the copy that was last compared are what changed.
    let compares = matches!(chosen.report.name, publish::CHANGES | "one-page");
    let earlier = compared.filter(|_| compares).map(|compared| (compared.earlier.clone(), compared.day));
    let making = Making {
        file: desk.view.clone(),
        programme: Arc::clone(&app.programme),
        today: app.now.date_naive(),
        earlier,
        stem: export_stem(&desk.path),
        turn: app.exporting.turn + 1,
        chosen: chosen.clone(),
    };
    app.exporting.turn += 1;
    app.exporting.chosen = Some(chosen);
    app.say("Making the report…");
    Ok(vec![Effect::Make(Arc::new(making))])
}

impl Output {
    /// The folder it goes to.
    pub fn folder(&self) -> &Path {
        match self {
            Self::Files(folder, _) => folder,
            Self::Report(making, _) => &making.chosen.folder,
        }
    }

    /// The name of each file.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Files(_, files) => files.iter().map(|(name, _)| name.as_str()).collect(),
            Self::Report(_, names) => names.iter().map(String::as_str).collect(),
        }
    }

    /// Hands over the name of each file with what writes it, until one could not be written.
    pub fn each<E>(&self, mut put: impl FnMut(&str, &Writes<'_>) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Files(_, files) => files.iter().try_for_each(|(name, bytes)| put(name, &|to| to.write_all(bytes))),
            Self::Report(making, _) => making.order(|report| {
                let files = making.files(report).unwrap_or_default();
                files.iter().try_for_each(|(name, file)| put(name, &|to| file.write(to)))
            }),
        }
    }
}

/// What writes a file piece by piece.
pub type Writes<'w> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'w;

impl Making {
    /// Makes it and looks at it: nothing is written.
    pub fn make(self: &Arc<Self>) -> Result<Made, String> {
        self.order(|report| self.look(report))
    }

    fn order<T>(&self, then: impl FnOnce(&export::Made<'_>) -> T) -> T {
        // It is gone over a few times: what nobody has read of a large plan is not to be held field by field for that.
        self.file.read_in_place();
        let Chosen { report, audience, grouping, .. } = self.chosen;
        let ask = Ask { audience, today: self.today };
        let order = Order { report, ask, grouping, earlier: self.earlier.as_ref() };
        order.make(&self.file, &self.programme, then)
    }

    fn files<'d>(&self, report: &'d export::Made<'_>) -> Result<Vec<(String, Rendered<'d>)>, String> {
        let Chosen { report: which, audience, formats, .. } = &self.chosen;
        let formats: Vec<&str> = formats.split_whitespace().collect();
        export::files(&report.document, &self.stem, which.name, *audience, &formats)
    }

    fn look(self: &Arc<Self>, report: &export::Made<'_>) -> Result<Made, String> {
        let Chosen { report: which, audience, looks, .. } = &self.chosen;
        let mut made = Made {
            turn: self.turn,
            names: Vec::new(),
            preview: looks.then(|| {
                let why = format!("For {}. {}", audience.title(), publish::why(*audience));
                let (lines, more) = export::preview(&report.document, SHOWN);
                let more = (more > 0).then(|| format!("… and {more} more lines, which are only in the files."));
                [vec![why, String::new()], lines, more.into_iter().collect()].concat()
            }),
            title: format!("{} for {}", which.title, audience.title()),
            fault: None,
            told: Vec::new(),
            making: Arc::clone(self),
        };
        match &report.overflow {
            Some((over, true)) => {
                made.fault = Some(format!("Not written: {}. {}.", over.words(), over.hint()));
                return Ok(made);
            }
            Some((over, false)) => made.told.push(format!("Longer than it should be: {}.", over.words())),
            None => {}
        }
        made.names = self.files(report)?.into_iter().map(|(name, _)| name).collect();
        made.told.extend([&report.left_out[..], &report.to_check].concat());
        Ok(made)
    }
}

/// Shows what was made, or has it written at once.
pub(in crate::tui) fn made(app: &mut App, made: Result<Made, String>) -> Vec<Effect> {
    let mut made = match made {
        Ok(made) if made.turn == app.exporting.turn => made,
        // Something else was asked for since.
        Ok(_) => return Vec::new(),
        Err(fault) => {
            app.warn(fault);
            return Vec::new();
        }
    };
    app.notice = None;
    if let Some(fault) = made.fault.take() {
        let mut lines = vec![fault];
        lines.extend(made.preview.into_iter().flat_map(|text| std::iter::once(String::new()).chain(text)));
        app.lay(Overlay::Text { title: made.title, lines, scroll: 0, then: None });
        return Vec::new();
    }
    let Some(lines) = made.preview.take() else {
        app.exporting.made = Some(made);
        return write(app);
    };
    let files = if made.names.len() == 1 { "the file".into() } else { format!("{} files", made.names.len()) };
    let does = format!("writes {files} into {}", made.making.chosen.folder.display());
    let title = made.title.clone();
    app.exporting.made = Some(made);
    app.lay(Overlay::Text { title, lines, scroll: 0, then: Some((does, Pending::Write)) });
    Vec::new()
}

/// Has the files written that were made.
pub(in crate::tui) fn write(app: &mut App) -> Vec<Effect> {
    let Some(made) = app.exporting.made.take() else { return Vec::new() };
    app.to_check = made.told;
    vec![Effect::Export(Output::Report(made.making, made.names), false)]
}

/// What is remembered of exports.
#[derive(Debug, Default)]
pub struct Exporting {
    /// The choices of the last one.
    chosen: Option<Chosen>,
    /// How many were asked for.
    turn: u64,
    /// What was made and waits for a yes.
    made: Option<Made>,
}
