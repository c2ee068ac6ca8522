//! The chips above the line: what was understood of it, each apart, and each a way back to words.

use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::text::{Line, Span};

use crate::capture::{Meaning, Part, Said, Who};
use crate::model::fields::{Contribution, List};
use crate::model::stamp::Id;
use crate::model::words::{Kind, Level};
use crate::publish::visible;
use crate::tui::app::{App, Screen};
use crate::tui::commands;
use crate::tui::desk::Desk;
use crate::tui::theme::Theme;
use crate::tui::widgets::cut;

/// What a chip says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Something that a mark in the line says; where the mark begins.
    Mark(usize),
    /// What holds without a mark.
    Given,
    /// How far the words may go: always in sight.
    Consent,
    /// What a contribution that is being corrected says so far.
    Before,
}

/// One thing that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    text: String,
    sort: Sort,
}

impl Chip {
    fn new(text: impl Into<String>, sort: Sort) -> Self {
        Self { text: text.into(), sort }
    }

    /// Whether it says how far the words may go, by itself or by a mark.
    fn says_consent(&self) -> bool {
        self.sort == Sort::Consent || Level::ALL.iter().any(|level| level.title() == self.text)
    }

    /// Where the mark begins that the chip stands for, if it stands for one.
    pub const fn mark(&self) -> Option<usize> {
        if let Sort::Mark(at) = self.sort { Some(at) } else { None }
    }
}

/// What was understood of the line being typed.
pub fn chips(app: &App) -> Vec<Chip> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let (line, kept) = (app.run.entry.text(), &app.run.kept);
    let correcting = app.run.editing;
    let meaning = meaning(app, desk);
    let whole = |text: String| vec![Chip::new(text, Sort::Mark(0))];
    let said = match (meaning, correcting) {
        (Meaning::Command { name, .. }, _) => return whole(command(app, &name)),
        (Meaning::Agree(count), Some(_)) => return whole(format!("{count} more agree with the line")),
        (Meaning::Said(said), Some(id)) => return correction(app, desk, id, Some(&said)),
        (_, Some(id)) => return correction(app, desk, id, None),
        (Meaning::Agree(count), None) => return whole(format!("{count} more agree with the last line")),
        (Meaning::Consent(level), None) => return whole(format!("the last line: {}", level.title())),
        (Meaning::Speaker(who), None) => {
            return whole(format!("speaking: {}", speaker_title(desk, person(desk, who))));
        }
        (Meaning::Said(said), None) => said,
        (Meaning::Nothing, None) => Said::plain(String::new()),
    };
    let lost = Desk::is_lost(&said, line, kept);
    let speaker = person(desk, said.speaker).filter(|_| !lost);
    let mut chips = Vec::new();
    if said.speaker == Who::Sticky {
        chips.push(Chip::new(speaker_title(desk, speaker), Sort::Given));
    }
    // Who, then what, in whatever order they were typed.
    let speaks = said.parts.iter().find(|part| names_speaker(line, part));
    chips.extend(speaks.map(|part| Chip::new(speaker_title(desk, speaker), Sort::Mark(part.range.start))));
    if said.kind == Kind::Quote {
        chips.push(Chip::new("quote", Sort::Given));
    }
    chips.extend(said.parts.iter().filter(|part| Some(*part) != speaks).map(mark));
    // What the line will really be, whatever it says: the lowest level wins.
    let usual = if lost { Level::Paraphrase } else { desk.usual_level(speaker) };
    let level = desk.effective(said.consent.unwrap_or(usual), speaker);
    if said.consent != Some(level) {
        chips.push(Chip::new(level.title(), Sort::Consent));
    }
    chips
}

/// Whether a mark says who speaks.
fn names_speaker(line: &str, part: &Part) -> bool {
    line.get(part.range.clone()).is_some_and(|mark| mark.starts_with(['@', ';']))
}

/// The chip of a mark.
fn mark(part: &Part) -> Chip {
    Chip::new(part.chip.clone(), Sort::Mark(part.range.start))
}

/// What a line that is a command does.
fn command(app: &App, name: &str) -> String {
    let number = name.parse::<usize>().ok().and_then(|number| app.programme.stage_at(number));
    let known = commands::here(Screen::Run).find(|command| command.slash.contains(&name)).map(|command| command.title);
    match (number, known) {
        (Some(stage), _) => format!("go to stage {name}: {}", stage.title),
        (None, Some(title)) => title.to_lowercase(),
        (None, None) => format!("command /{name}"),
    }
}

/// What a contribution says so far, and what its correction changes.
fn correction(app: &App, desk: &Desk, id: Id, said: Option<&Said>) -> Vec<Chip> {
    let Some(item) = desk.view.find(&List::Contributions, id) else { return Vec::new() };
    let was = Contribution(item);
    let mut chips = vec![
        Chip::new(speaker_title(desk, was.speaker()), Sort::Before),
        Chip::new(was.kind().unwrap_or(Kind::Quote).title().to_lowercase(), Sort::Before),
    ];
    chips.extend(was.themes().map(|theme| Chip::new(format!("#{theme}"), Sort::Before)));
    let here = desk.stage(&app.programme).map(|stage| stage.id.as_str());
    if let Some(stage) = was.stage().filter(|stage| Some(*stage) != here) {
        let title = app.programme.stage(stage).map_or(stage, |stage| stage.title.as_str());
        chips.push(Chip::new(title, Sort::Before));
    }
    let (speaker, allowed) = match said.map(|said| said.speaker) {
        None | Some(Who::Sticky) => (was.speaker(), Level::Name),
        // Another speaker has agreed to no more than they have.
        Some(who) => (person(desk, who), desk.usual_level(person(desk, who))),
    };
    let before = was.consent().unwrap_or(Level::Paraphrase).min(allowed);
    let stored = said.and_then(|said| said.consent).unwrap_or(before);
    chips.push(Chip::new(desk.effective(stored, speaker).title(), Sort::Consent));
    let line = app.run.entry.text();
    let changed = |part: &Part| {
        if names_speaker(line, part) {
            Chip::new(speaker_title(desk, speaker), Sort::Mark(part.range.start))
        } else {
            mark(part)
        }
    };
    chips.extend(said.into_iter().flat_map(|said| &said.parts).map(changed));
    chips
}

/// Who is meant, of those at the desk.
fn person(desk: &Desk, who: Who) -> Option<Id> {
    match who {
        Who::Sticky => desk.speaker,
        Who::Previous => desk.previous_speaker(),
        Who::Unknown => None,
        Who::Seat(at) => desk.room().seats.get(at).map(|seat| seat.delegate),
    }
}

/// A person with their seat: `3 Joy`.
fn speaker_title(desk: &Desk, person: Option<Id>) -> String {
    let seat = person.and_then(|id| desk.room().seat(id));
    seat.map_or_else(
        || "somebody".into(),
        |seat| match seat.number {
            Some(number) => format!("{number} {}", desk.short_name(person)),
            None => desk.short_name(person),
        },
    )
}

/// Marks the last chip that can be words again; says whether there is one.
pub fn mark_last(app: &mut App) -> bool {
    let last = if app.run.veiled { None } else { chips(app).iter().filter_map(Chip::mark).next_back() };
    app.run.marked = last;
    last.is_some()
}

/// Takes a key while a chip is marked; says whether it did. Every other key is for the line, and leaves the chips.
pub fn press(app: &mut App, key: KeyEvent) -> bool {
    let Some(at) = app.run.marked.take().filter(|_| !app.run.veiled) else { return false };
    let marks: Vec<usize> = chips(app).iter().filter_map(Chip::mark).collect();
    // As they stand, not as they were typed.
    let here = marks.iter().position(|mark| *mark == at);
    let before = here.and_then(|here| marks.get(here.checked_sub(1)?)).copied();
    let after = here.and_then(|here| marks.get(here + 1)).copied();
    app.run.marked = match key.code {
        KeyCode::Left => before.or(Some(at)),
        KeyCode::Right => after.or(Some(at)),
        KeyCode::Up => Some(at),
        KeyCode::Down | KeyCode::Esc => None,
        KeyCode::Backspace | KeyCode::Delete => {
            let level = level_typed(app, at);
            app.run.keep(at);
            if level.is_some() && level != level_typed(app, at) {
                // A mark behind others at the end would take them along, and with them how far the words may go.
                app.run.kept.retain(|kept| *kept != at);
                app.warn("As words it would also change how far the words may go: take that mark to the start first");
                return true;
            }
            before.or(after)
        }
        _ => return false,
    };
    // As words the line may mean something else altogether.
    let still = chips(app).iter().filter_map(Chip::mark).any(|mark| Some(mark) == app.run.marked);
    app.run.marked = app.run.marked.filter(|_| still);
    true
}

/// What the line being typed means: as a new one, or as the correction of one that was said.
fn meaning(app: &App, desk: &Desk) -> Meaning {
    let (line, kept) = (app.run.entry.text(), &app.run.kept);
    match app.run.editing {
        Some(id) => desk.read_correction(id, line, kept, app.now),
        None => desk.read_line(line, kept, app.now),
    }
}

/// The level that the line says by a mark elsewhere than at this place.
fn level_typed(app: &App, at: usize) -> Option<Level> {
    let Meaning::Said(said) = meaning(app, app.desk.as_ref()?) else { return None };
    let level = said.consent?;
    let here = said.parts.iter().any(|part| part.range.start == at && part.chip == level.title());
    (!here).then_some(level)
}

/// The chips in one row of so many cells, the marked one always among them, and how far the words may go.
pub fn row(chips: &[Chip], marked: Option<usize>, theme: Theme, cells: usize) -> Line<'static> {
    let mut spans = Vec::new();
    let mut seen = None;
    for (chip, text) in fit(chips, marked, cells) {
        let sort = chip.map(|chip| chip.sort);
        let turns = matches!(seen, Some(Sort::Before | Sort::Consent)) && matches!(sort, Some(Sort::Mark(_)));
        // What a correction changes stands behind an arrow.
        let changed = turns && chips.iter().any(|chip| chip.sort == Sort::Before);
        spans.push(Span::raw(if changed { " → " } else { " " }));
        let style = match sort {
            Some(Sort::Mark(at)) if marked == Some(at) => theme.marked(),
            Some(Sort::Before) | None => theme.quiet(),
            Some(_) => theme.chip(),
        };
        spans.push(Span::styled(text, style));
        seen = sort.or(seen);
    }
    if !spans.is_empty() {
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

/// What is shown of each chip: all of it where there is room; else the longest are cut, then some are counted instead.
fn fit(chips: &[Chip], marked: Option<usize>, cells: usize) -> Vec<(Option<&Chip>, String)> {
    /// What a chip is not cut below.
    const SHORTEST: usize = 8;
    let is_marked = |chip: &Chip| chip.mark().is_some() && chip.mark() == marked;
    let stays = |chip: &Chip| is_marked(chip) || chip.says_consent();
    let mut shown: Vec<(&Chip, String)> = chips.iter().map(|chip| (chip, visible(&chip.text).into_owned())).collect();
    // Brackets, a space, and the pointer or the arrow.
    let wide = |shown: &[(&Chip, String)]| shown.iter().map(|(_, text)| wide(text) + 3).sum::<usize>() + 4;
    while wide(&shown) > cells {
        let long = |(chip, text): &&mut (&Chip, String)| !chip.says_consent() && self::wide(text) > SHORTEST;
        // A date comes last: what it says most of all stands at its end.
        let longest = shown
            .iter_mut()
            .filter(long)
            .max_by_key(|(chip, text)| (!chip.text.ends_with(|c: char| c.is_ascii_digit()), self::wide(text)));
        let Some((_, text)) = longest else { break };
        *text = cut(text, self::wide(text) - 1);
    }
    let mut left_out = 0;
    while wide(&shown) + if left_out > 0 { 4 } else { 0 } > cells {
        let Some(at) = shown.iter().rposition(|(chip, _)| !stays(chip)) else { break };
        shown.remove(at);
        left_out += 1;
    }
    let bracket =
        |(chip, text): (&'_ Chip, String)| if is_marked(chip) { format!("[▸{text}]") } else { format!("[{text}]") };
    let mut fitted: Vec<(Option<&Chip>, String)> =
        shown.into_iter().map(|(chip, text)| (Some(chip), bracket((chip, text)))).collect();
    if left_out > 0 {
        fitted.push((None, format!("+{left_out}")));
    }
    fitted
}

fn wide(text: &str) -> usize {
    usize::from(text.cell_width())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(chips: &[Chip], marked: Option<usize>, cells: usize) -> String {
        row(chips, marked, Theme::plain(), cells).to_string()
    }

    fn line() -> Vec<Chip> {
        vec![
            Chip::new("3 Joy Example", Sort::Mark(0)),
            Chip::new("action", Sort::Mark(3)),
            Chip::new("lead Sam Example", Sort::Mark(30)),
            Chip::new("due Friday 27 November 2026", Sort::Mark(38)),
            Chip::new("#transport", Sort::Mark(46)),
            Chip::new("as Delegate", Sort::Consent),
        ]
    }

    #[test]
    fn chips_stand_apart_and_the_longest_is_cut_first() {
        assert_eq!(
            shown(&line(), None, 118),
            " [3 Joy Example] [action] [lead Sam Example] [due Friday 27 November 2026] [#transport] [as Delegate] "
        );
        assert_eq!(
            shown(&line(), None, 90),
            " [3 Joy E…] [action] [lead Sa…] [due Friday 27 November 2026] [#transp…] [as Delegate] "
        );
    }

    #[test]
    fn consent_and_the_marked_chip_are_in_sight_however_narrow_it_is() {
        for cells in 0..120 {
            for marked in [0, 3, 30, 38, 46] {
                let row = shown(&line(), Some(marked), cells);
                assert!(row.contains("[as Delegate]") && row.contains("[▸"), "{cells} {row}");
                assert!(wide(&row) <= cells.max(30), "{cells} {row}");
            }
        }
        assert_eq!(shown(&line(), None, 44), " [3 Joy E…] [action] [as Delegate] +3 ");
    }

    #[test]
    fn what_a_correction_changes_stands_behind_an_arrow() {
        let chips = [
            Chip::new("3 Joy", Sort::Before),
            Chip::new("as Delegate", Sort::Consent),
            Chip::new("6 Sam", Sort::Mark(24)),
            Chip::new("#damp (new)", Sort::Mark(27)),
        ];
        assert_eq!(shown(&chips, None, 80), " [3 Joy] [as Delegate] → [6 Sam] [#damp (new)] ");
    }
}
