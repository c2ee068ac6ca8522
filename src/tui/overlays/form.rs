//! A form: labelled fields, one under the other, and a last line that says what Enter there will do.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Purpose;
use crate::model::file::File;
use crate::tui::widgets::entry::Entry;

/// A form being filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// A sentence or two on what is wanted.
    pub intro: String,
    /// Text that helps to fill it in, shown beside or below; the evidence of an action, say.
    pub aside: Vec<String>,
    /// The fields.
    pub inputs: Vec<Input>,
    /// Fields that what is chosen in another has no use for, kept with what is typed in them.
    pub spare: Vec<Input>,
    /// The field with the cursor; one past the last is the line that finishes.
    pub focus: usize,
    /// What the finishing line says.
    pub finish: String,
    /// Whether Enter in the last field finishes it, so that one after another is typed.
    pub at_once: bool,
    /// What was wrong with it when last finished.
    pub fault: Option<String>,
    /// The file as it stood when the form was opened. What others changed since was not seen by whoever fills it in, so
    /// finishing it replaces none of that.
    pub seen: Option<File>,
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Input {
    /// What the code calls it.
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What may stand there.
    pub hint: String,
    /// What is typed.
    pub entry: Entry,
    /// The values to choose among, as stored and as read; empty where anything may be typed.
    pub choices: Vec<(String, String)>,
    /// Whether Enter begins a new line.
    pub lines: bool,
    was: String,
}

impl Input {
    /// A field for free text.
    pub fn new(key: &'static str, label: &'static str, value: &str, hint: &str) -> Self {
        Self {
            key,
            label,
            hint: hint.into(),
            entry: Entry::new(value),
            choices: Vec::new(),
            lines: false,
            was: value.into(),
        }
    }

    /// A field with a choice of values; the left and right keys step through them.
    pub fn choice(key: &'static str, label: &'static str, value: &str, choices: Vec<(String, String)>) -> Self {
        let value =
            choices.iter().find(|(v, _)| v == value).or(choices.first()).map_or_else(String::new, |(v, _)| v.clone());
        Self { choices, ..Self::new(key, label, &value, "← → to change") }
    }

    /// A field for several lines.
    pub fn lines(key: &'static str, label: &'static str, hint: &str) -> Self {
        Self { lines: true, ..Self::new(key, label, "", hint) }
    }

    /// Whether it says something else than when the form was opened.
    pub fn is_changed(&self) -> bool {
        self.entry.text().trim() != self.was.trim()
    }

    /// Whether it says anything, or did when the form was opened.
    pub fn says_something(&self) -> bool {
        !self.entry.text().trim().is_empty() || !self.was.trim().is_empty()
    }

    /// The value as a person reads it.
    pub fn shown(&self) -> &str {
        let value = self.entry.text();
        self.choices.iter().find(|(v, _)| v == value).map_or(value, |(_, title)| title)
    }

    /// Sets the value from typed words: for a choice, its number, its stored or its shown form without its sign.
    pub fn answer(&mut self, typed: &str) -> bool {
        let typed = typed.trim_end_matches(['\r', '\n']);
        if self.choices.is_empty() {
            self.entry = Entry::new(typed);
            return true;
        }
        let by_number = typed.trim().parse::<usize>().ok().and_then(|n| self.choices.get(n.wrapping_sub(1)));
        let words = |shown: &str| shown.trim().trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let found = self.choices.iter().find(|(v, t)| v == typed.trim() || words(t) == words(typed));
        let value = found.or(by_number).map(|(v, _)| v.clone());
        value.map(|v| self.entry = Entry::new(v)).is_some()
    }

    fn step(&mut self, forward: bool) {
        let count = self.choices.len();
        let at = self.choices.iter().position(|(v, _)| v == self.entry.text()).unwrap_or(0);
        let next = if forward { at + 1 } else { at + count - 1 } % count.max(1);
        if let Some((value, _)) = self.choices.get(next) {
            self.entry = Entry::new(value.as_str());
        }
    }
}

/// What a key did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// The form goes on.
    Going,
    /// It is finished.
    Finished,
    /// It was given up.
    Cancelled,
}

impl Form {
    /// A form, the cursor in its first field.
    pub fn new(purpose: Purpose, title: &str, intro: &str, inputs: Vec<Input>, finish: &str) -> Self {
        Self {
            purpose,
            title: title.into(),
            intro: intro.into(),
            aside: Vec::new(),
            inputs,
            spare: Vec::new(),
            focus: 0,
            finish: finish.into(),
            at_once: false,
            fault: None,
            seen: None,
        }
    }

    /// The value of a field.
    pub fn value(&self, key: &str) -> String {
        let input = self.inputs.iter().find(|i| i.key == key);
        input.map_or_else(String::new, |i| i.entry.text().trim().to_owned())
    }

    /// Whether there is such a field.
    pub fn has(&self, key: &str) -> bool {
        self.inputs.iter().any(|input| input.key == key)
    }

    /// The field with the cursor.
    pub fn focused(&mut self) -> Option<&mut Input> {
        self.inputs.get_mut(self.focus)
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Pressed {
        let last = self.inputs.len();
        let takes_lines = self.inputs.get(self.focus).is_some_and(|i| i.lines);
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        match key.code {
            KeyCode::Esc => return Pressed::Cancelled,
            KeyCode::Enter if self.focus == last || (self.at_once && self.focus + 1 == last) => {
                return Pressed::Finished;
            }
            KeyCode::Enter if takes_lines => {
                if let Some(input) = self.focused() {
                    input.entry.insert("\n");
                }
            }
            KeyCode::Tab if shift => self.focus = self.focus.saturating_sub(1),
            // From row to row of a text first, and from its first or last row to the next field.
            KeyCode::Up | KeyCode::Down if self.focused().is_some_and(|i| i.choices.is_empty() && i.entry.key(key)) => {
            }
            KeyCode::BackTab | KeyCode::Up => self.focus = self.focus.saturating_sub(1),
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down => self.focus = (self.focus + 1).min(last),
            code => {
                if let Some(input) = self.focused() {
                    match code {
                        KeyCode::Left if !input.choices.is_empty() => input.step(false),
                        KeyCode::Right | KeyCode::Char(' ') if !input.choices.is_empty() => input.step(true),
                        _ if input.choices.is_empty() => drop(input.entry.key(key)),
                        _ => {}
                    }
                }
            }
        }
        Pressed::Going
    }

    /// Takes pasted text into the field with the cursor; several lines only where the field takes them.
    pub fn paste(&mut self, text: &str) {
        match self.focused() {
            Some(input) if !input.choices.is_empty() => self.fault = Some("One of the choices is wanted here".into()),
            Some(input) if input.lines => input.entry.insert(text),
            Some(input) => input.entry.insert(&text.replace('\n', " ")),
            None => self.fault = Some("There is no field here to paste into".into()),
        }
    }
}
