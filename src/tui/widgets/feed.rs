//! The feed: what was said, the newest at the foot, drawn from the foot up so that its cost does not grow with it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::model::fields::{Action, Contribution, List, Recorder};
use crate::model::item::Item;
use crate::model::language;
use crate::model::words::{Kind, Level};
use crate::publish::visible;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;

/// The columns of the time and the speaker.
const GUTTER: u16 = 17;

/// One contribution as the feed shows it, in both faces.
pub struct Entry {
    /// When, as 10:38.
    pub time: String,
    /// Who said it.
    pub who: String,
    /// The kind's mark and the words.
    pub words: String,
    /// Themes, consent, agreement and what else there is to know.
    pub about: String,
}

/// Reads a contribution for the feed.
pub fn entry(app: &App, desk: &Desk, item: &Item) -> Entry {
    let said = Contribution(item);
    let time = said.time().and_then(|t| t.get(11..16)).unwrap_or_default().to_owned();
    let kind = said.kind().unwrap_or(Kind::Quote);
    let mark = match kind {
        Kind::Question => "? ",
        Kind::Action => "! ",
        Kind::Reply => "↳ ",
        _ => "",
    };
    let star = if said.star() { "★ " } else { "" };
    let mut about: Vec<String> = Vec::new();
    if mark.is_empty() && kind != Kind::Quote {
        about.push(kind.title().to_lowercase());
    }
    about.extend(desk.room.themes_of(item).iter().map(|t| format!("#{t}")));
    about.extend(said.language().map(language::name));
    let level = desk.effective(said.consent().unwrap_or(Level::Paraphrase), said.speaker());
    if level != Level::Delegate {
        about.push(level.title().to_owned());
    }
    let agreed = desk.room.agreed(item.id);
    if agreed > 0 {
        about.push(format!("{agreed} agree"));
    }
    if kind == Kind::Question && desk.room.open_questions.contains(&item.id) {
        about.push("no answer yet".into());
    }
    if said.stub() {
        about.push("to finish".into());
    }
    if item.clashes().next().is_some() {
        about.push("changed in two places".into());
    }
    for action in desk.actions_made_with(item.id).iter().filter_map(|id| desk.view.find(&List::Actions, *id)) {
        let action = Action(action);
        about.extend(action.lead().map(|l| format!("lead {}", desk.person_name(l))));
        about.extend(
            action.due().and_then(|d| d.parse().ok()).map(|d: chrono::NaiveDate| format!("due {}", d.format("%-d %B"))),
        );
    }
    if !desk.is_mine(item.id.stamp)
        && let Some(recorder) = desk.origins.recorder(item.id.stamp).and_then(|id| desk.view.find(&List::Recorders, id))
    {
        let recorder = Recorder(recorder);
        about.extend(recorder.table().or(recorder.name()).map(|t| format!("from {t}")));
    }
    if app.run.editing == Some(item.id) {
        about.push("being corrected".into());
    }
    Entry {
        time,
        who: visible(&desk.short_name(said.speaker())).into_owned(),
        words: format!("{star}{mark}{}", visible(said.text().unwrap_or_default())),
        about: visible(&about.join(" · ")).into_owned(),
    }
}

/// Draws the feed, the newest line (or the one scrolled to) at the foot.
pub fn draw(app: &App, desk: &Desk, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut bottom = area.bottom();
    let anchor = app.run.anchor;
    let items = desk.view.live(&List::Contributions).rev().skip_while(|c| anchor.is_some_and(|a| c.id > a));
    for item in items {
        if bottom <= area.top() {
            break;
        }
        let entry = entry(app, desk, item);
        let mut lines: Vec<Line<'_>> = vec![Line::raw(entry.words)];
        if !entry.about.is_empty() {
            lines.push(Line::styled(entry.about, theme.quiet()));
        }
        let text = Paragraph::new(lines).wrap(Wrap { trim: false });
        // A column stays free at the right, so that the words do not touch the room.
        let width = area.width.saturating_sub(GUTTER + 1).max(1);
        // A text of many thousand lines is cut to what the feed can show.
        let rows = u16::try_from(text.line_count(width)).unwrap_or(u16::MAX).min(bottom - area.top());
        let strip = Rect { y: bottom - rows, height: rows, ..area };
        // By hand: a solver for each line of the feed took a quarter of the time to the first screen.
        let words =
            Rect { x: strip.x + GUTTER.min(strip.width), width: strip.width.saturating_sub(GUTTER + 1), ..strip };
        let gutter = Rect { width: (GUTTER - 1).min(strip.width), ..strip };
        let style = if app.run.editing == Some(item.id) { theme.marked() } else { theme.strong() };
        let head = Line::from(vec![
            Span::styled(format!(" {:<6}", entry.time), theme.quiet()),
            Span::styled(entry.who, style),
        ]);
        frame.render_widget(head, gutter);
        frame.render_widget(text, words);
        bottom -= rows;
    }
    if bottom == area.bottom() && bottom > area.top() {
        let hint = "Nothing has been said yet. Type what you hear, and Enter keeps it. @3 before it says who spoke.";
        let hint = Paragraph::new(hint).style(theme.quiet()).wrap(Wrap { trim: true });
        frame.render_widget(hint, Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area });
    }
}
