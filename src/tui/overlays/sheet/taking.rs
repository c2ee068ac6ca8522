//! Taking files in: what each would bring, before anything is written; how far joining them has come; and the report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Key, Page, Row, Sheet, again};
use crate::store::gather::Progress;
use crate::store::merge::{Brought, Tally};
use crate::store::names;
use crate::store::{Refusal, Sort};
use crate::tui::app::App;
use crate::tui::message::{Effect, Merged};
use crate::tui::overlays::{Overlay, Pending};
use crate::tui::update::told;

/// Files being taken into a plan.
#[derive(Clone, Debug)]
pub struct Taking {
    /// The plan file.
    pub out: PathBuf,
    /// The files and folders that somebody pointed at.
    from: Vec<PathBuf>,
    /// How far it has come.
    step: Step,
    /// What the files would bring, or brought.
    tally: Tally,
    /// Files that are not to be joined.
    left_out: BTreeSet<PathBuf>,
}

/// The steps of taking files in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// They are read, and nothing is written.
    Looking(Option<Progress>),
    /// What they would bring is shown.
    Shown,
    /// They are being joined.
    Joining(Option<Progress>),
    /// They are joined.
    Joined,
}

impl Taking {
    const fn is_working(&self) -> bool {
        matches!(self.step, Step::Looking(_) | Step::Joining(_))
    }

    /// Whether it waits for somebody to accept it.
    pub fn asks(&self) -> bool {
        self.step == Step::Shown
    }
}

/// Whether files are being read, so that Esc stops that.
pub fn is_working(app: &App) -> bool {
    app.plan.taking.as_ref().is_some_and(Taking::is_working)
}

/// Looks through files before they are joined.
pub fn look(app: &mut App, from: Vec<PathBuf>, out: PathBuf) -> Vec<Effect> {
    let taking = Taking {
        out: out.clone(),
        from: from.clone(),
        step: Step::Looking(None),
        tally: Tally::default(),
        left_out: BTreeSet::new(),
    };
    app.plan.taking = Some(taking);
    again(app, Sheet::Taking);
    vec![Effect::Look(from, out)]
}

/// Notes how far it has come.
pub fn progress(app: &mut App, at: Progress) {
    if let Some(Step::Looking(progress) | Step::Joining(progress)) = app.plan.taking.as_mut().map(|t| &mut t.step) {
        *progress = Some(at);
    }
}

/// Shows what the files would bring.
pub fn found(app: &mut App, merged: Merged) {
    let Some(taking) = &mut app.plan.taking else { return };
    taking.step = Step::Shown;
    taking.tally = merged.tally;
    // It asks whether to join them: keys that were waiting meant something else.
    app.asked += 1;
    again(app, Sheet::Taking);
}

/// Shows what the files brought.
pub fn joined(app: &mut App, out: PathBuf, tally: Tally) {
    let (from, left_out) = app.plan.taking.take().map(|before| (before.from, before.left_out)).unwrap_or_default();
    app.plan.taking = Some(Taking { out, from, step: Step::Joined, tally, left_out });
    again(app, Sheet::Taking);
}

/// The work was stopped, or could not be done.
pub fn failed(app: &mut App, refusal: &Refusal) {
    let shown = app.plan.taking.as_mut().filter(|taking| !taking.tally.brought.is_empty());
    match shown {
        // What was found still stands, and can be accepted again.
        Some(taking) => taking.step = Step::Shown,
        None => app.plan.taking = None,
    }
    if app.plan.taking.is_none() && matches!(app.overlays.last(), Some(Overlay::Sheet(o)) if o.sheet == Sheet::Taking) {
        app.overlays.pop();
    }
    match refusal.sort {
        Sort::Stopped => app.say("Stopped: nothing was joined, and the plan is as it was"),
        _ => app.warn(told(refusal)),
    }
}

/// Accepts what is shown: the files that were not left out are joined.
pub fn accept(app: &mut App) -> Vec<Effect> {
    let Some(taking) = app.plan.taking.as_mut().filter(|taking| taking.asks()) else { return Vec::new() };
    let taken =
        taking.tally.brought.iter().map(|brought| &brought.path).filter(|path| !taking.left_out.contains(*path));
    let mut from: Vec<PathBuf> = taken.cloned().collect();
    if from.is_empty() {
        app.warn("There is no file to join");
        return Vec::new();
    }
    // Named in the report too, or read where somebody has mended them meanwhile.
    from.extend(taking.tally.refused.iter().map(|refusal| refusal.path.clone()));
    taking.step = Step::Joining(None);
    let out = taking.out.clone();
    again(app, Sheet::Taking);
    vec![Effect::Merge(from, out)]
}

/// Leaves a file out, or takes it in after all.
pub fn leave_out(app: &mut App, path: PathBuf) {
    if let Some(taking) = &mut app.plan.taking
        && !taking.left_out.remove(&path)
    {
        taking.left_out.insert(path);
    }
}

/// Shows everything about one file.
pub fn details(app: &mut App, nth: usize) {
    let Some(taking) = &app.plan.taking else { return };
    let known = taking.tally.brought.get(nth).map(|brought| (name(&brought.path), file_lines(brought)));
    let refused = || {
        let refusal = taking.tally.refused.get(nth - taking.tally.brought.len())?;
        Some((name(&refusal.path), refused_lines(refusal)))
    };
    if let Some((title, lines)) = known.or_else(refused) {
        app.lay(Overlay::Text { title, lines, scroll: 0, then: None });
    }
}

fn file_lines(brought: &Brought) -> Vec<String> {
    let mut lines = vec![brought.path.display().to_string()];
    let whose = &brought.whose;
    let parts = [("Workshop", &whose.workshop), ("Table", &whose.table), ("Recorded by", &whose.recorder)];
    lines.extend(parts.iter().filter(|(_, words)| !words.is_empty()).map(|(what, words)| format!("{what}: {words}")));
    lines.extend(whose.plan.map(|sessions| format!("A plan of so many sessions: {sessions}")));
    lines.extend(brought.second_words().map(|words| format!("It is {words}.")));
    lines.push(String::new());
    let counts = [
        ("Contributions that are new", brought.new),
        ("Contributions with something new in them", brought.updated),
        ("Contributions that the plan holds already", brought.same),
        ("People who are new", brought.people),
        ("Actions that are new", brought.actions),
        ("Changed in two places at once, both kept, to be settled with /clashes", brought.clashing),
        ("Contributions that stay out, because they or who said them were withdrawn", brought.withdrawn),
        ("Withdrawals that the plan does not know yet, and will follow", brought.withdrawals),
    ];
    lines.extend(counts.iter().map(|(what, count)| format!("{what}: {count}")));
    if brought.ballots > 0 {
        lines.push(format!("Ballots and counts of hands that are new or corrected: {}", brought.ballots));
    }
    lines
}

fn refused_lines(refusal: &Refusal) -> Vec<String> {
    let mut lines = vec![refusal.to_string()];
    lines.push(String::new());
    lines.push("It is not joined, and it is left as it is. The other files are joined.".into());
    lines.extend(Some(&refusal.hint).filter(|hint| !hint.is_empty()).map(|hint| format!("What to do: {hint}.")));
    lines
}

/// The page.
pub fn page(app: &App) -> Page {
    let Some(taking) = &app.plan.taking else {
        let rows = vec![Row::text("No files were joined since the program was started.")];
        return Page { title: "Files joined".into(), rows, ..Page::default() };
    };
    let plan = name(&taking.out);
    let title = if taking.step == Step::Joined { "Files joined into" } else { "Join files into" };
    let mut page = Page { title: format!("{title} {plan}"), working: taking.is_working(), ..Page::default() };
    match taking.step {
        Step::Looking(at) => page.rows = working_rows("Looking through", at),
        Step::Joining(at) => page.rows = working_rows("Joining", at),
        Step::Shown => {
            page.rows = rows(taking);
            page.keys = vec![Key { key: 'y', label: "joins them".into(), does: Pending::Join }];
        }
        Step::Joined => {
            page.rows = rows(taking);
            let open = app.desk.as_ref().is_some_and(|desk| names::same_file(&desk.path, &taking.out));
            if !open {
                let key = Key { key: 'o', label: "opens the plan".into(), does: Pending::OpenJoined };
                page.rows.insert(1, Row::text("Open the plan").with(vec![key]));
            }
        }
    }
    page
}

fn working_rows(doing: &str, at: Option<Progress>) -> Vec<Row> {
    let words = match at {
        None => format!("{doing} the files…"),
        Some(at) if at.done < at.of => format!("{doing} {} of {} files", grouped(at.done), grouped(at.of)),
        Some(at) => format!("{doing} {} files: all are read", grouped(at.of)),
    };
    let mut rows = vec![Row::heading(words), Row::default()];
    // What is being written by then is written whole.
    if at.is_none_or(|at| at.done < at.of) {
        rows.push(Row::text("Esc stops it, and leaves the plan as it is."));
    }
    rows
}

/// A number as people read it: 5,000.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn rows(taking: &Taking) -> Vec<Row> {
    let Tally { brought, refused, .. } = &taking.tally;
    let asks = taking.asks();
    let mut rows: Vec<Row> = vec![Row::heading(summary(taking))];
    if asks {
        rows.push(Row::text("Nothing is written yet. Y joins the files, X leaves one out, Enter tells all about one."));
        if !taking.left_out.is_empty() {
            rows.push(Row::text("What a file that is left out shares with another, the other brings."));
        }
    } else {
        rows.extend(taking.tally.totals.iter().map(Row::text));
    }
    if !refused.is_empty() {
        rows.push(Row::default());
        rows.push(Row::heading(if asks { "Cannot be joined" } else { "Not joined" }));
    }
    let details = |nth| Key { key: 'd', label: "tells all about it".into(), does: Pending::Details(nth) };
    for (nth, refusal) in refused.iter().enumerate() {
        rows.push(Row::text(refused_words(refusal)).with(vec![details(brought.len() + nth)]));
    }
    if !brought.is_empty() {
        rows.push(Row::default());
        rows.push(Row::heading(if asks { "What each file brings" } else { "What each file brought" }));
    }
    for (nth, brought) in brought.iter().enumerate() {
        let out = taking.left_out.contains(&brought.path);
        let mark = if out { "left out: " } else { "" };
        let mut keys = vec![details(nth)];
        if asks {
            let label = if out { "takes it in" } else { "leaves it out" };
            keys.push(Key { key: 'x', label: label.into(), does: Pending::LeaveOut(brought.path.clone()) });
        }
        rows.push(Row::text(format!("{mark}{}: {}", name(&brought.path), brought.line())).with(keys));
    }
    if asks && taking.tally.brought.is_empty() {
        rows.push(Row::text("There is no file to join."));
    }
    rows
}

/// All of it in one line: `6 files, 231 new contributions, 1 not readable (line 88), 1 already in`.
fn summary(taking: &Taking) -> String {
    let Tally { brought, refused, .. } = &taking.tally;
    let taken = || brought.iter().filter(|brought| !taking.left_out.contains(&brought.path));
    let mut parts = vec![match taken().count() {
        1 => "1 file".to_owned(),
        count => format!("{} files", grouped(count)),
    }];
    let mut some = |count: usize, words: &str| {
        if count > 0 {
            parts.push(format!("{} {words}", grouped(count)));
        }
    };
    let sum = |of: fn(&Brought) -> usize| taken().map(of).sum::<usize>();
    let (new, people, actions) = (sum(|b| b.new), sum(|b| b.people), sum(|b| b.actions));
    some(new, if new == 1 { "new contribution" } else { "new contributions" });
    some(sum(|b| b.updated), "updated");
    some(sum(|b| b.clashing), "clashing");
    some(people, if people == 1 { "person" } else { "people" });
    some(actions, if actions == 1 { "action" } else { "actions" });
    let ballots = sum(|b| b.ballots);
    some(ballots, if ballots == 1 { "ballot" } else { "ballots" });
    some(taken().map(|b| b.withdrawn).sum(), "withdrawn");
    some(taken().filter(|b| b.is_nothing()).count(), "already in");
    some(taking.left_out.len(), "left out");
    let lines: Vec<String> = refused.iter().filter(|r| r.line > 0).map(|r| r.line.to_string()).take(3).collect();
    let lines = if lines.is_empty() { String::new() } else { format!(" (line {})", lines.join(", ")) };
    some(refused.len(), &format!("cannot be joined{lines}"));
    parts.join(", ")
}

fn refused_words(refusal: &Refusal) -> String {
    let name = name(&refusal.path);
    match (refusal.sort, refusal.line) {
        (Sort::Empty, _) => format!("{name}: is empty, perhaps not downloaded to this machine yet"),
        (Sort::Damaged, line) if refusal.reason.starts_with("EOF") => {
            format!("{name}: is cut off at line {line}, perhaps half copied")
        }
        (_, 0) => format!("{name}: {}", refusal.reason),
        (_, line) => format!("{name}: cannot be read from line {line} on: {}", refusal.reason),
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
