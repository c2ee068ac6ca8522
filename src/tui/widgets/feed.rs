//! The feed: what was said, the newest at the foot, drawn from the foot up so that its cost does not grow with it.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};
use unicode_segmentation::UnicodeSegmentation;

use super::cut;
use crate::model::fields::{Contribution, List, Name, Recorder, field};
use crate::model::item::Item;
use crate::model::kind::{Detail, Holds};
use crate::model::language;
use crate::model::stamp::Id;
use crate::model::words::{Kind, Level};
use crate::plan::Day;
use crate::publish::{visible, visible_lines};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;

/// The columns of the time and the speaker.
const GUTTER: u16 = 17;

/// The columns that a reply stands in under what it answers.
const BENEATH: u16 = 2;

/// The cells that are shown of a question where its answer stands elsewhere.
const GLANCE: usize = 40;

/// One contribution as the feed shows it, in both faces.
pub struct Entry {
    /// When, as 10:38.
    pub time: String,
    /// Who said it.
    pub who: String,
    /// The kind's mark and the words, in the lines they were written in.
    pub words: String,
    /// Its themes.
    themes: Vec<String>,
    /// The kind, where the words have no mark of it.
    kind: Vec<String>,
    /// Consent, agreement and what else there is to know.
    more: Vec<String>,
}

impl Entry {
    /// The words in one line, whatever lines they were written in.
    pub fn in_one_line(&self) -> String {
        self.words.replace('\n', " ␊ ")
    }

    /// What there is to know beside the words, in one line.
    pub fn about(&self) -> String {
        let themes = self.themes.iter().map(|theme| format!("#{theme}"));
        let parts: Vec<String> = self.kind.iter().cloned().chain(themes).chain(self.more.iter().cloned()).collect();
        parts.join(" · ")
    }

    /// The same, each theme in its colour.
    fn about_line(&self, theme: Theme) -> Line<'static> {
        let quiet = |text: &String| Span::styled(text.clone(), theme.quiet());
        let themes = self.themes.iter().map(|name| Span::styled(format!("#{name}"), theme.tag(name)));
        let parts = self.kind.iter().map(quiet).chain(themes).chain(self.more.iter().map(quiet));
        let mut spans: Vec<Span<'static>> = Vec::new();
        for part in parts {
            if !spans.is_empty() {
                spans.push(Span::styled(" · ", theme.quiet()));
            }
            spans.push(part);
        }
        Line::from(spans)
    }
}

/// Reads a contribution for the feed.
pub fn entry(app: &App, desk: &Desk, item: &Item) -> Entry {
    read(app, desk, item, None)
}

/// Reads a contribution that stands under another one.
fn read(app: &App, desk: &Desk, item: &Item, above: Option<&Item>) -> Entry {
    let said = Contribution(item);
    let row = said.kind().unwrap_or(Kind::Quote).row();
    let mut kind = Vec::new();
    if row.private {
        kind.push("private".to_owned());
    }
    if row.mark.is_empty() && row.kind != Kind::Quote {
        kind.push(row.kind.title().to_lowercase());
    }
    let mut more = Vec::new();
    if let Some(question) = said.reply_to().filter(|_| !is_beneath(item, above)) {
        more.push(answered(desk, question));
    }
    let level = desk.effective(said.consent().unwrap_or(Level::Paraphrase), said.speaker());
    if level != Level::Delegate && !row.private {
        more.push(level.title().to_owned());
    }
    let agreed = desk.room().agreed(item.id);
    if let Some(votes) = desk.room().votes(item.id) {
        more.push(votes.words());
    } else if agreed > 0 {
        more.push(format!("{agreed} agree"));
    }
    if row.kind == Kind::Question {
        more.push(became(desk, said));
    }
    if said.stub() {
        more.push("to finish".into());
    }
    more.extend(details(desk, item, row.kind));
    more.extend(other_words(said));
    more.extend(state(app, desk, item));
    let mark = if is_beneath(item, above) { "" } else { row.mark };
    let star = if said.star() { "★ " } else { "" };
    let show = |parts: Vec<String>| parts.iter().map(|part| visible(part).into_owned()).collect();
    Entry {
        time: said.time().and_then(|time| time.get(11..16)).unwrap_or_default().to_owned(),
        who: visible(&desk.short_name(said.speaker())).into_owned(),
        words: format!("{star}{mark}{}", visible_lines(&said.text().unwrap_or_default().replace('\t', " "))),
        themes: desk.room().themes_of(item).iter().map(|theme| visible(theme).into_owned()).collect(),
        kind: show(kind),
        more: show(more),
    }
}

/// Whether it is a reply that stands right under what it answers, or under another reply to that.
fn is_beneath(item: &Item, above: Option<&Item>) -> bool {
    let question = item.link(field::REPLY_TO);
    question.is_some()
        && above.is_some_and(|above| Some(above.id) == question || above.link(field::REPLY_TO) == question)
}

/// Which question a reply answers.
fn answered(desk: &Desk, question: Id) -> String {
    let words = desk.view.find(&List::Contributions, question).and_then(|item| Contribution(item).text());
    words.map_or_else(
        || "answers a question that is not here".into(),
        |words| format!("answers “{}”", cut(words, GLANCE)),
    )
}

/// What became of a question.
fn became(desk: &Desk, question: Contribution<'_>) -> String {
    match question.disposition() {
        Some(disposition) => match question.reason() {
            Some(reason) => format!("{}: {reason}", disposition.title()),
            None => disposition.title().to_owned(),
        },
        None if desk.room().open_questions.contains(&question.id()) => "no answer yet".into(),
        None => "answered".into(),
    }
}

/// What else is known of a contribution of its kind, from it or from the action that is made of it.
fn details(desk: &Desk, item: &Item, kind: Kind) -> Vec<String> {
    let made = if kind == Kind::Action { desk.actions_made_with(item.id) } else { Vec::new() };
    let made = made.first().and_then(|id| desk.view.find(&List::Actions, *id));
    let holder = made.map_or(item, |action| action);
    // What became of a question is said by itself.
    let details = kind.details().filter(|detail| ![field::DISPOSITION, field::REASON].contains(&detail.field));
    details.filter_map(|detail| value(desk, holder, detail)).collect()
}

/// A detail with its value, as people read it.
fn value(desk: &Desk, item: &Item, detail: &Detail) -> Option<String> {
    let title = detail.title.to_lowercase();
    let text = || item.text(detail.field).filter(|text| !text.is_empty());
    let person = |stored: &str| stored.parse().map_or_else(|_| stored.to_owned(), |id| desk.short_name(Some(id)));
    let value = match detail.holds {
        Holds::Flag => return item.flag(detail.field).then_some(title),
        Holds::People => {
            let people: Vec<String> = item.set(detail.field).map(person).collect();
            Some(people.join(", ")).filter(|people| !people.is_empty())?
        }
        Holds::Person => person(text()?),
        Holds::Day => {
            let text = text()?;
            Day::read(text).map_or_else(|| text.to_owned(), |day| day.to_string())
        }
        Holds::Word(words) => {
            let name = text()?;
            words().into_iter().find(|(stored, _)| *stored == name).map_or(name, |(_, title)| title).to_owned()
        }
        Holds::Text => text()?.to_owned(),
    };
    Some(format!("{title}: {value}"))
}

/// The words in other words, and in English.
fn other_words(said: Contribution<'_>) -> Vec<String> {
    let filled = |text: &&str| !text.trim().is_empty();
    let paraphrase = said.paraphrase().filter(filled).map(|words| format!("in other words: {words}"));
    let language =
        said.language().filter(|tag| filled(tag) && *tag != "en").map(|tag| format!("said in {}", language::name(tag)));
    let translation = said.translation().filter(filled).map(|words| format!("in English: {words}"));
    [language, translation, paraphrase].into_iter().flatten().collect()
}

/// How the record of it stands.
fn state(app: &App, desk: &Desk, item: &Item) -> Vec<String> {
    let mut state = Vec::new();
    let reworded = |name: &Name| *name == Name::Known(field::TEXT);
    if item.versions().iter().any(|version| version.replaced_by.is_some() && reworded(&version.name)) {
        state.push("corrected".to_owned());
    }
    if item.clashes().next().is_some() {
        state.push("changed in two places".into());
    }
    let theirs = Some(item.id.stamp).filter(|stamp| !desk.is_mine(*stamp));
    let recorder = theirs.and_then(|stamp| desk.origins.recorder(stamp));
    if let Some(recorder) = recorder.and_then(|id| desk.view.find(&List::Recorders, id)).map(|r| Recorder(r)) {
        state.extend(recorder.table().or(recorder.name()).map(|table| format!("from {table}")));
    }
    if app.run.editing == Some(item.id) {
        state.push("being corrected".into());
    }
    state
}

/// Draws the feed, the newest line (or the one scrolled to) at the foot.
pub fn draw(app: &App, desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut bottom = area.bottom();
    let anchor = app.run.anchor;
    let items = desk.view.live(&List::Contributions).rev().skip_while(|c| anchor.is_some_and(|a| c.id > a));
    let mut items = items.peekable();
    while let Some(item) = items.next() {
        if bottom <= area.top() {
            break;
        }
        let above = items.peek().copied();
        let mut entry = read(app, desk, item, above);
        let indent = GUTTER + if is_beneath(item, above) { BENEATH } else { 0 };
        // A column stays free at the right, so that the words do not touch the room.
        let width = area.width.saturating_sub(indent + 1).max(1);
        keep_to(&mut entry.words, usize::from(width) * usize::from(bottom - area.top() + 1));
        let mut lines: Vec<Line<'_>> = entry.words.split('\n').map(Line::raw).collect();
        let about = entry.about_line(theme);
        if !about.spans.is_empty() {
            lines.push(about);
        }
        let text = Paragraph::new(lines).wrap(Wrap { trim: false });
        // A text of many thousand lines is cut to what the feed can show.
        let rows = u16::try_from(text.line_count(width)).unwrap_or(u16::MAX).min(bottom - area.top());
        let strip = Rect { y: bottom - rows, height: rows, ..area };
        // By hand: a solver for each line of the feed took a quarter of the time to the first screen.
        let words =
            Rect { x: strip.x + indent.min(strip.width), width: strip.width.saturating_sub(indent + 1), ..strip };
        let gutter = Rect { width: (GUTTER - 1).min(strip.width), ..strip };
        let style = if app.run.editing == Some(item.id) { theme.marked() } else { theme.strong() };
        let head = Line::from(vec![
            Span::styled(format!(" {:<6}", entry.time), theme.quiet()),
            Span::styled(cut(&entry.who, usize::from(GUTTER) - 8), style),
        ]);
        frame.render_widget(head, gutter);
        if is_beneath(item, above) {
            let mark = Rect { x: gutter.right() + 1, width: 2.min(words.width), height: 1, ..strip };
            frame.render_widget(Span::styled("↳ ", theme.quiet()), mark.intersection(strip));
        }
        frame.render_widget(text, words);
        bottom -= rows;
    }
    if bottom == area.bottom() && bottom > area.top() {
        let hint = "Nothing has been said yet. Type what you hear, and Enter keeps it. @3 before it says who spoke.";
        let hint = Paragraph::new(hint).style(theme.quiet()).wrap(Wrap { trim: true });
        frame.render_widget(hint, Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area });
    }
}

/// Cuts a text to more cells than can be in sight: to wrap a megabyte that nobody sees would hold up every line.
fn keep_to(text: &mut String, cells: usize) {
    if text.len() <= cells {
        return;
    }
    let mut used = 0;
    let beyond = text.grapheme_indices(true).find(|(_, grapheme)| {
        // An empty line takes a row as well; that it is counted as one cell only cuts later than could be.
        used += usize::from(if *grapheme == "\n" { 1 } else { grapheme.cell_width() });
        used > cells
    });
    if let Some((at, _)) = beyond {
        text.truncate(at);
        text.push('…');
    }
}
