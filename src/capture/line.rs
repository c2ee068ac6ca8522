//! Reading one line: tokens at the start, tokens and fields at the end, words between.

use std::collections::BTreeSet;
use std::ops::Range;

use super::tokens::{feeling, is_percent, kind, level, stage, whole};
use super::{Given, Meaning, Part, Room, Said, Was, Who, clean, fields, folded_eq, theme, who};
use crate::model::fields::field;
use crate::model::kind::{Detail, KINDS};
use crate::model::words::Kind;

/// The chip of the dots that mark a stub: the only ones that stay in the words.
pub const TO_FINISH: &str = "to finish";

/// Reads one line as typed; it never fails.
pub fn parse(line: &str, room: &Room<'_>) -> Meaning {
    parse_keeping(line, room, &[])
}

/// Reads one line in which the tokens that begin at the bytes `kept` are words.
///
/// So a person can turn a chip back into text: hand in the start of its [`Part::range`].
pub fn parse_keeping(line: &str, room: &Room<'_>, kept: &[usize]) -> Meaning {
    read(line, room, kept, None)
}

/// Reads one line that corrects what was said earlier: the words as they are to be, and marks for what is to change.
///
/// As [`parse_keeping`], but every mark may stand at the end as well as at the start, a stage (`/1` to `/9`) is one of
/// them, and marks without words leave the words as they are. A theme that the line has already is taken out, and a
/// kind that it has already is taken off.
pub fn parse_correction(line: &str, room: &Room<'_>, was: &Was<'_>, kept: &[usize]) -> Meaning {
    read(line, room, kept, Some(was))
}

/// Where the words of a line that is taken up for correction would be read as marks, so that those can be kept.
pub fn marks_in_words(words: &str, room: &Room<'_>, was: &Was<'_>) -> Vec<usize> {
    let keys = KINDS.iter().filter(|row| !row.details.is_empty()).flat_map(|row| fields::places(words, row.kind));
    // Once each, though several kinds share a key: the loop ends when no more are found.
    let mut kept: BTreeSet<usize> = keys.map(|place| place.key).collect();
    loop {
        let known: Vec<usize> = kept.iter().copied().collect();
        let more: Vec<usize> = match parse_correction(words, room, was, &known) {
            Meaning::Nothing => Vec::new(),
            Meaning::Said(said) => said.parts.iter().map(|part| part.range.start).collect(),
            _ => vec![0],
        };
        kept.extend(more);
        if kept.len() == known.len() {
            return known;
        }
    }
}

fn read(line: &str, room: &Room<'_>, kept: &[usize], was: Option<&Was<'_>>) -> Meaning {
    let mut said = Said::plain(String::new());
    said.kind = was.map_or(Kind::Quote, |was| was.kind);
    if line.starts_with(char::is_whitespace) {
        said.text = clean(line);
        return if said.text.is_empty() { Meaning::Nothing } else { Meaning::Said(said) };
    }
    if !kept.contains(&0)
        && let Some(meaning) = whole(line.trim_end(), was.is_some())
    {
        return meaning;
    }
    let mut reader = Reader { line, room, kept, was, kind_typed: None, said };
    let words_from = reader.read_start();
    let words = reader.read_rest(words_from);
    reader.finish(words)
}

/// The chip of a kind that was typed again.
fn taken_off(kind: Kind) -> String {
    format!("quote, not {}", kind.title().to_lowercase())
}

struct Reader<'a> {
    line: &'a str,
    room: &'a Room<'a>,
    kept: &'a [usize],
    /// What the line was, where it is being corrected.
    was: Option<&'a Was<'a>>,
    kind_typed: Option<Kind>,
    said: Said,
}

impl<'a> Reader<'a> {
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.line.get(range).unwrap_or_default()
    }

    fn understood(&mut self, range: Range<usize>, chip: String) {
        self.said.parts.push(Part { range, chip });
    }

    /// Reads the tokens at the start, and answers where the words begin.
    fn read_start(&mut self) -> usize {
        let mut at = self.read_star();
        while let Some(length) = self.read_token(at) {
            let rest = self.slice(at + length..self.line.len());
            at = self.line.len() - rest.trim_start().len();
        }
        at
    }

    fn read_star(&mut self) -> usize {
        let Some(rest) = self.line.strip_prefix('*').filter(|_| !self.kept.contains(&0)) else {
            return 0;
        };
        // A bullet has a space after it, and *emphasis* a second star.
        if rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.contains('*') {
            return 0;
        }
        self.said.star = true;
        self.understood(0..1, "call-out".to_owned());
        1
    }

    /// Reads the token at `at`, and answers how long it is.
    fn read_token(&mut self, at: usize) -> Option<usize> {
        if self.kept.contains(&at) {
            return None;
        }
        let rest = self.slice(at..self.line.len());
        let length = theme::end_at_start(rest)?;
        let word = rest.get(..length)?;
        let alone = rest.get(length..).is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace));
        let read = alone
            && (self.read_tag(at, word)
                || self.read_speaker(at, word)
                || self.read_kind(at, word)
                || self.read_stage(at, word)
                || self.read_early_field(at, word));
        read.then_some(length)
    }

    /// Reads what may stand at either end: a theme or a level.
    fn read_tag(&mut self, at: usize, word: &str) -> bool {
        let range = at..at + word.len();
        if let Some(level) = level(word) {
            self.said.consent = Some(self.said.consent.map_or(level, |other| other.min(level)));
            self.understood(range, level.title().to_owned());
            return true;
        }
        let Some(typed) = theme::typed(word) else {
            return false;
        };
        self.read_theme(typed, range);
        true
    }

    fn read_theme(&mut self, typed: theme::Typed<'_>, range: Range<usize>) {
        let (theme, is_new) = theme::meant(typed, self.room);
        let had = self.was.and_then(|was| was.themes.iter().find(|had| folded_eq(had, &theme)));
        if let Some(had) = had {
            self.understood(range, format!("without #{had}"));
            if !self.said.without.iter().any(|theme| theme == had) {
                self.said.without.push((*had).to_owned());
            }
            return;
        }
        self.understood(range, if is_new { format!("#{theme} (new)") } else { format!("#{theme}") });
        if !self.said.themes.contains(&theme) {
            self.said.themes.push(theme);
        }
    }

    fn read_speaker(&mut self, at: usize, word: &str) -> bool {
        let who = if self.said.speaker == Who::Sticky { who::speaker(word, self.room) } else { None };
        let Some(who) = who else { return false };
        self.said.speaker = who;
        self.understood(at..at + word.len(), who::titled(who, self.room));
        true
    }

    fn read_kind(&mut self, at: usize, word: &str) -> bool {
        let kind = if self.kind_typed.is_some() { None } else { kind(word) };
        let Some(kind) = kind else { return false };
        let title = kind.title().to_lowercase();
        let had = self.was.is_some_and(|was| was.kind == kind);
        self.kind_typed = Some(kind);
        self.said.kind = if had { Kind::Quote } else { kind };
        let chip = match kind {
            _ if had => taken_off(kind),
            Kind::Safeguarding => SAFEGUARDING.to_owned(),
            _ => title,
        };
        let felt = feeling(word).filter(|_| kind == Kind::Touchpoint);
        let chip =
            felt.map_or_else(|| chip.clone(), |felt| format!("{}: {}", kind.title().to_lowercase(), felt.title()));
        if let Some(felt) = felt {
            self.said.kind = kind;
            self.said.details.push((field::FEELING, Given::Word(felt.name())));
        }
        self.understood(at..at + word.len(), chip);
        true
    }

    fn read_stage(&mut self, at: usize, word: &str) -> bool {
        let stage = if self.was.is_some() && self.said.stage.is_none() { stage(word) } else { None };
        let Some(stage) = stage else { return false };
        self.said.stage = Some(stage);
        self.understood(at..at + word.len(), format!("stage {stage}"));
        true
    }

    /// The kind whose details may be typed: the one that was typed, even where that takes it off the line.
    fn kind_of_details(&self) -> Kind {
        self.kind_typed.unwrap_or(self.said.kind)
    }

    fn read_early_field(&mut self, at: usize, word: &str) -> bool {
        let Some((detail, key)) = fields::key(word, self.kind_of_details()) else {
            return false;
        };
        fields::ends_by_itself(detail, word.get(key..).unwrap_or_default(), self.room)
            && self.read_field(detail, at..at + word.len(), key)
    }

    /// Reads a detail of which the key is the first `key` bytes.
    fn read_field(&mut self, detail: &Detail, range: Range<usize>, key: usize) -> bool {
        let value = self.slice(range.start + key..range.end);
        let Some(chip) = fields::fill(&mut self.said, detail, value, self.room) else {
            return false;
        };
        self.understood(range, chip);
        true
    }

    /// Reads what follows the tokens at the start, and answers where the words stand.
    fn read_rest(&mut self, from: usize) -> Vec<Range<usize>> {
        // A correction may name the kind after the words, and then its details.
        if let Some(kind) = self.kind_after_words(from) {
            let before = self.said.clone();
            let words = self.read_end(from, kind);
            if self.kind_typed.is_some() {
                return words;
            }
            self.said = before;
            // Among details that it does not have it is words.
            self.kind_typed = Some(self.said.kind);
        }
        self.read_end(from, self.kind_of_details())
    }

    /// The kind that a word of a correction would name, if it stands among the marks at the end.
    fn kind_after_words(&self, from: usize) -> Option<Kind> {
        if self.was.is_none() || self.kind_typed.is_some() {
            return None;
        }
        let rest = self.slice(from..self.line.len());
        let mut words = rest.match_indices(['!', '/']).filter_map(|(at, _)| {
            let word = rest.get(at..)?.split(char::is_whitespace).next()?;
            let apart = self.slice(0..from + at).chars().next_back().is_none_or(char::is_whitespace);
            kind(word).filter(|_| apart && !self.kept.contains(&(from + at)))
        });
        words.next_back()
    }

    /// Reads the details of this kind and the tokens at the end, and answers where the words stand: in one stretch, but
    /// that a detail which turns out to be none leaves its words between others.
    fn read_end(&mut self, from: usize, kind: Kind) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        if fields::belong_to(kind) {
            places = fields::places(self.slice(from..self.line.len()), kind);
            // A detail in place of the words is words, but where the words stay as they were.
            let corrects = self.was.is_some();
            places.retain(|place| (corrects || place.key > 0) && !self.kept.contains(&(from + place.key)));
        }
        let mut ends = places.iter().skip(1).map(|place| from + place.key).collect::<Vec<_>>();
        ends.push(self.line.len());
        let first = places.first().map_or(self.line.len(), |place| from + place.key);
        let mut words = Vec::with_capacity(1);
        words.push(from..self.read_marks_at_end(from, first));
        for (place, end) in places.iter().zip(ends) {
            let (key, value) = (from + place.key, from + place.value);
            let end = self.read_marks_at_end(value, end);
            if !self.read_field(place.detail, key..end, value - key) {
                words.push(key..end);
            }
        }
        words
    }

    /// Reads the run of marks at the end of a stretch, and answers where the stretch ends without them.
    fn read_marks_at_end(&mut self, from: usize, to: usize) -> usize {
        let mut end = to;
        let mut marks = Vec::new();
        let mut seen = (self.said.speaker != Who::Sticky, self.kind_typed.is_some(), self.said.stage.is_some());
        loop {
            let stretch = self.slice(from..end).trim_end();
            end = from + stretch.len();
            let start = from + theme::start_of_quoted_at_end(stretch).unwrap_or_else(|| start_of_last_word(stretch));
            let word = self.slice(start..end);
            let stands_apart = self.slice(0..start).chars().next_back().is_none_or(char::is_whitespace);
            let is_tag = is_percent(word) || theme::typed(word).is_some();
            let is_mark = is_tag || (self.was.is_some() && self.is_mark(word, &mut seen));
            if !is_mark || !stands_apart || self.kept.contains(&start) {
                break;
            }
            marks.push(start..end);
            end = start;
        }
        for mark in marks.into_iter().rev() {
            let word = self.slice(mark.clone());
            let at = mark.start;
            let _ = self.read_tag(at, word)
                || self.read_speaker(at, word)
                || self.read_kind(at, word)
                || self.read_stage(at, word);
        }
        end
    }

    /// Whether a word after the words of a correction is a mark; a speaker, a kind and a stage each once.
    fn is_mark(&self, word: &str, seen: &mut (bool, bool, bool)) -> bool {
        let first = |seen: &mut bool, is: bool| is && !std::mem::replace(seen, true);
        level(word).is_some()
            || first(&mut seen.0, who::speaker(word, self.room).is_some())
            || first(&mut seen.1, kind(word).is_some())
            || first(&mut seen.2, stage(word).is_some())
    }

    fn finish(mut self, mut words: Vec<Range<usize>>) -> Meaning {
        // With details the kind was typed again to give those, not to take it off.
        if let Some(kind) = self.kind_typed.filter(|kind| *kind != self.said.kind && !self.said.details.is_empty()) {
            self.said.kind = kind;
            let part = self.said.parts.iter_mut().find(|part| part.chip == taken_off(kind));
            if let Some(part) = part {
                part.chip = kind.title().to_lowercase();
            }
        }
        self.read_safeguarding(&mut words);
        let texts: Vec<_> =
            words.iter().map(|range| clean(self.slice(range.clone()))).filter(|text| !text.is_empty()).collect();
        self.said.text = texts.join(" ");
        self.read_stub(&words);
        self.said.parts.sort_by_key(|part| part.range.start);
        match (self.said.text.is_empty(), self.said.parts.len(), self.said.speaker) {
            (true, 0, _) => Meaning::Nothing,
            (true, 1, who) if who != Who::Sticky && self.was.is_none() => Meaning::Speaker(who),
            _ => Meaning::Said(self.said),
        }
    }

    /// A safeguarding mark counts wherever it stands by itself, behind whatever else: what it is about may not be kept
    /// because a finger slipped. Made words again, it is words.
    fn read_safeguarding(&mut self, words: &mut Vec<Range<usize>>) {
        let line = self.line.trim();
        let quoted = line.starts_with(['"', '“']) && line.ends_with(['"', '”']);
        if quoted || self.was.is_some() || self.said.kind == Kind::Safeguarding {
            return;
        }
        let stands = |range: &Range<usize>| {
            let text = self.slice(range.clone());
            let mut at = range.start;
            text.split_inclusive(char::is_whitespace).find_map(|piece| {
                let (start, word) = (at, piece.trim_end());
                at += piece.len();
                (is_safeguarding(word) && !self.kept.contains(&start)).then(|| start..start + word.len())
            })
        };
        let found = words.iter().enumerate().find_map(|(place, range)| Some((place, range.clone(), stands(range)?)));
        if let Some((place, around, mark)) = found {
            words.splice(place..=place, [around.start..mark.start, mark.end..around.end]);
            self.said.kind = Kind::Safeguarding;
            self.understood(mark, SAFEGUARDING.to_owned());
        }
    }

    fn read_stub(&mut self, words: &[Range<usize>]) {
        let Some(dots) = ["...", "…"].into_iter().find(|dots| self.said.text.ends_with(dots)) else {
            return;
        };
        let end = words.last().map_or(0, |range| range.end);
        let range = end.saturating_sub(dots.len())..end;
        if self.kept.contains(&range.start) {
            return;
        }
        self.said.stub = true;
        if self.slice(range.clone()) == dots {
            self.understood(range, TO_FINISH.to_owned());
        }
    }
}

/// What a safeguarding mark says while it is typed.
const SAFEGUARDING: &str = "safeguarding: only a mark is kept, tell the lead now";

/// Whether a word is a safeguarding mark, also as a keyboard for Chinese writes it or with a comma behind it.
fn is_safeguarding(word: &str) -> bool {
    let mark = word.strip_prefix(['!', '！']).map(|mark| mark.trim_end_matches(|c: char| !c.is_alphanumeric()));
    mark.is_some_and(|mark| mark.eq_ignore_ascii_case("g") || mark.eq_ignore_ascii_case("safeguarding"))
}

fn start_of_last_word(text: &str) -> usize {
    text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
}
