//! Reading one line: tokens at the start, tokens and fields at the end, words between.

use std::ops::Range;

use super::fields::{self, Field};
use super::{Meaning, Part, Room, Said, Who, clean, theme, who};
use crate::model::words::{Kind, Level};

/// Reads one line as typed; it never fails.
pub fn parse(line: &str, room: &Room<'_>) -> Meaning {
    parse_keeping(line, room, &[])
}

/// Reads one line in which the tokens that begin at the bytes `kept` are words.
///
/// So a person can turn a chip back into text: hand in the start of its [`Part::range`].
pub fn parse_keeping(line: &str, room: &Room<'_>, kept: &[usize]) -> Meaning {
    if line.starts_with(char::is_whitespace) {
        let text = clean(line);
        return if text.is_empty() { Meaning::Nothing } else { Meaning::Said(Said::plain(text)) };
    }
    if !kept.contains(&0)
        && let Some(meaning) = whole(line.trim_end())
    {
        return meaning;
    }
    let mut reader = Reader { line, room, kept, said: Said::plain(String::new()) };
    let words_from = reader.read_start();
    let words = reader.read_end(words_from);
    reader.finish(&words)
}

/// What a line means that is one token and no words.
fn whole(line: &str) -> Option<Meaning> {
    level(line).map(Meaning::Consent).or_else(|| agreement(line).map(Meaning::Agree)).or_else(|| command(line))
}

fn agreement(line: &str) -> Option<u32> {
    let digits = line.strip_prefix('+')?;
    // At most three, so that no telephone number is taken for a show of hands.
    let few = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if few { digits.parse().ok().filter(|count| *count > 0) } else { None }
}

fn command(line: &str) -> Option<Meaning> {
    let after = line.strip_prefix('/')?;
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '?' | '-');
    let rest = after.trim_start_matches(of_name);
    let name = after.strip_suffix(rest)?;
    let ends = rest.is_empty() || (!name.is_empty() && rest.starts_with(char::is_whitespace));
    if !ends || name.starts_with('-') {
        return None;
    }
    let word = line.strip_suffix(rest)?;
    let rest = clean(rest);
    let is_alias = level(word).is_some() || kind(word).is_some();
    if is_alias && !rest.is_empty() {
        return None;
    }
    Some(Meaning::Command { name: name.to_ascii_lowercase(), rest })
}

/// Reads `%2` or `/c2`.
fn level(word: &str) -> Option<Level> {
    let digit = word.strip_prefix('%').or_else(|| word.strip_prefix("/c")).or_else(|| word.strip_prefix("/C"))?;
    Level::named(digit)
}

/// Reads `!q` or `/q`.
fn kind(word: &str) -> Option<Kind> {
    let mut letters = word.strip_prefix(['!', '/'])?.chars();
    let letter = letters.next()?.to_ascii_lowercase();
    if letters.next().is_some() {
        return None;
    }
    Kind::ALL.iter().copied().find(|kind| kind.token() == Some(letter))
}

struct Reader<'a> {
    line: &'a str,
    room: &'a Room<'a>,
    kept: &'a [usize],
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
        let (theme, is_new) = theme::meant(typed, self.room);
        self.understood(range, if is_new { format!("#{theme} (new)") } else { format!("#{theme}") });
        if !self.said.themes.contains(&theme) {
            self.said.themes.push(theme);
        }
        true
    }

    fn read_speaker(&mut self, at: usize, word: &str) -> bool {
        let who = if self.said.speaker == Who::Sticky { who::speaker(word, self.room) } else { None };
        let Some(who) = who else { return false };
        self.said.speaker = who;
        self.understood(at..at + word.len(), who::titled(who, self.room));
        true
    }

    fn read_kind(&mut self, at: usize, word: &str) -> bool {
        let kind = if self.said.kind == Kind::Quote { kind(word) } else { None };
        let Some(kind) = kind else { return false };
        self.said.kind = kind;
        self.understood(at..at + word.len(), kind.title().to_lowercase());
        true
    }

    fn read_early_field(&mut self, at: usize, word: &str) -> bool {
        let key = if fields::belong_to(self.said.kind) { fields::key(word) } else { None };
        let Some((field, key)) = key else {
            return false;
        };
        fields::ends_by_itself(field, word.get(key..).unwrap_or_default(), self.room)
            && self.read_field(field, at..at + word.len(), key)
    }

    /// Reads a field of which the key is the first `key` bytes.
    fn read_field(&mut self, field: Field, range: Range<usize>, key: usize) -> bool {
        let value = self.slice(range.start + key..range.end);
        let Some(chip) = fields::fill(&mut self.said, field, value, self.room) else {
            return false;
        };
        self.understood(range, chip);
        true
    }

    /// Reads the fields and tokens at the end, and answers where the words stand: in one stretch, but that a field which
    /// turns out to be none leaves its words between others.
    fn read_end(&mut self, from: usize) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        if fields::belong_to(self.said.kind) {
            places = fields::places(self.slice(from..self.line.len()));
            // A field in place of the words is words.
            places.retain(|place| place.key > 0 && !self.kept.contains(&(from + place.key)));
        }
        let mut ends = places.iter().skip(1).map(|place| from + place.key).collect::<Vec<_>>();
        ends.push(self.line.len());
        let first = places.first().map_or(self.line.len(), |place| from + place.key);
        let mut words = Vec::with_capacity(1);
        words.push(from..self.read_tags_at_end(from, first));
        for (place, end) in places.iter().zip(ends) {
            let (key, value) = (from + place.key, from + place.value);
            let end = self.read_tags_at_end(value, end);
            if !self.read_field(place.field, key..end, value - key) {
                words.push(key..end);
            }
        }
        words
    }

    /// Reads the run of themes and levels at the end of a stretch, and answers where the stretch ends without them.
    fn read_tags_at_end(&mut self, from: usize, to: usize) -> usize {
        let mut end = to;
        let mut tags = Vec::new();
        loop {
            let stretch = self.slice(from..end).trim_end();
            end = from + stretch.len();
            let start = from + theme::start_of_quoted_at_end(stretch).unwrap_or_else(|| start_of_last_word(stretch));
            let word = self.slice(start..end);
            let stands_apart = self.slice(0..start).chars().next_back().is_none_or(char::is_whitespace);
            let is_tag = is_percent(word) || theme::typed(word).is_some();
            if !is_tag || !stands_apart || self.kept.contains(&start) {
                break;
            }
            tags.push(start..end);
            end = start;
        }
        for tag in tags.into_iter().rev() {
            let word = self.slice(tag.clone());
            self.read_tag(tag.start, word);
        }
        end
    }

    fn finish(mut self, words: &[Range<usize>]) -> Meaning {
        let texts: Vec<_> =
            words.iter().map(|range| clean(self.slice(range.clone()))).filter(|text| !text.is_empty()).collect();
        self.said.text = texts.join(" ");
        self.read_stub(words);
        self.said.parts.sort_by_key(|part| part.range.start);
        match (self.said.text.is_empty(), self.said.parts.len(), self.said.speaker) {
            (true, 0, _) => Meaning::Nothing,
            (true, 1, who) if who != Who::Sticky => Meaning::Speaker(who),
            _ => Meaning::Said(self.said),
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
            self.understood(range, "to finish".to_owned());
        }
    }
}

/// At the end only `%2`: `/c2` there could be the end of an address.
fn is_percent(word: &str) -> bool {
    word.starts_with('%') && level(word).is_some()
}

fn start_of_last_word(text: &str) -> usize {
    text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
}
