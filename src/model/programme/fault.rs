//! What is wrong with a programme file, and on which line.

use std::error::Error;
use std::fmt;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::check::Problem;

/// What is wrong with a programme file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as the reader named it.
    pub source: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl Fault {
    /// A fault that the TOML reader met.
    pub(super) fn unread(error: &toml::de::Error, text: &str, source: &str) -> Self {
        let line = error.span().map_or(1, |span| line_at(text, span.start));
        Self::new(source, line, error.message())
    }

    /// A problem with what the file says; its line is looked up in the file's own text.
    pub(super) fn found(problem: &Problem, text: &str, source: &str) -> Self {
        Self::new(source, line_of(text, &problem.path), &problem.to_string())
    }

    // A name in the file may hold an escape character, and a fault is printed to a terminal.
    fn new(source: &str, line: usize, reason: &str) -> Self {
        let plain = |text: &str| text.trim().replace(char::is_control, " ");
        Self { source: plain(source), line, reason: plain(reason) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.source, self.line, self.reason)
    }
}

impl Error for Fault {}

/// The line of the deepest part of `path` that the file has.
fn line_of(text: &str, path: &[String]) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 1 };
    let Some((first, rest)) = path.split_first() else { return 1 };
    let Some(mut value) = root.get_ref().get(first.as_str()) else { return 1 };
    for step in rest {
        let next = match value.get_ref() {
            DeValue::Table(table) => table.get(step.as_str()),
            DeValue::Array(items) => entry(items, step),
            _ => None,
        };
        let Some(next) = next else { break };
        value = next;
    }
    line_at(text, value.span().start)
}

/// The entry of a list that `step` means: the last with that id or number (where an id stands twice, the second is the
/// fault), else the one in that place.
fn entry<'a, 'i>(items: &'a DeArray<'i>, step: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    let named = items.iter().rfind(|item| {
        item.get_ref().as_table().is_some_and(|table| match (table.get("id"), table.get("number")) {
            (Some(id), _) => id.get_ref().as_str() == Some(step),
            (None, Some(number)) => number.get_ref().as_integer().is_some_and(|number| number.as_str() == step),
            (None, None) => step.is_empty(),
        })
    });
    named.or_else(|| items.get(step.parse::<usize>().ok()?.checked_sub(1)?))
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::Programme;

    fn fault_of(own: &str) -> String {
        Programme::embedded_with(own, "programme.toml").expect_err("the file is faulty").to_string()
    }

    #[test]
    fn broken_toml_names_file_line_and_reason() {
        let fault = fault_of("title = \"Ours\"\n\n[[stages]\nid = \"x\"\n");
        assert!(fault.starts_with("programme.toml, line 3: "), "{fault}");
    }

    #[test]
    fn an_unknown_word_is_refused_with_its_line() {
        let fault = fault_of("[[stages]]\nid = \"co-creation\"\nminuets = 20\n");
        assert!(fault.starts_with("programme.toml, line 3: unknown field `minuets`"), "{fault}");
    }

    #[test]
    fn minutes_outside_their_range_name_the_line_they_stand_on() {
        let own = "[[stages]]\nid = \"relationships\"\n\n[[stages]]\nid = \"co-creation\"\nminutes = 601\n";
        assert_eq!(
            fault_of(own),
            "programme.toml, line 6: stages.co-creation.minutes: must be from 1 to 600, and is 601"
        );
    }

    #[test]
    fn a_missing_text_names_the_entry_that_lacks_it() {
        let own = "# Ours\n[[stages]]\nid = \"warm-up\"\ntitle = \"Warm up\"\nminutes = 5\ngood = \"Smiles.\"\n";
        assert_eq!(fault_of(own), "programme.toml, line 2: stages.warm-up.purpose: is empty or missing");
    }

    #[test]
    fn an_id_that_stands_twice_names_the_second() {
        let own = "[[evidence]]\nid = \"ours\"\n\n[[evidence]]\nid = \"ours\"\n";
        assert_eq!(fault_of(own), "programme.toml, line 4: evidence.ours: stands twice");
    }

    #[test]
    fn an_entry_without_an_id_is_named_by_its_line() {
        let own = "[[stages]]\nid = \"co-creation\"\n[[stages]]\ntitle = \"Nameless\"\n";
        assert_eq!(fault_of(own), "programme.toml, line 3: stages: an entry has no id or number");
        assert_eq!(
            fault_of("[[guide]]\nshort = \"Begin.\"\n"),
            "programme.toml, line 1: guide: an entry has no id or number"
        );
    }

    #[test]
    fn a_control_character_is_refused_and_never_printed() {
        let own = "ground_rules = [\n  \"One at a time.\",\n  \"Red \\u001b[31m text.\",\n]\n";
        let fault = fault_of(own);
        assert!(fault.starts_with("programme.toml, line 3: ground_rules.2: holds a control character"), "{fault}");
        let fault = fault_of("\"bad\\u001b[31m\" = 1\n");
        assert!(!fault.contains('\u{1b}'), "{fault:?}");
    }

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_change_no_line_number() {
        let fault = fault_of("\u{feff}title = \"Ours\"\r\n\r\nminutes = 3\r\n");
        assert!(fault.starts_with("programme.toml, line 3: "), "{fault}");
    }

    #[test]
    fn deep_nesting_and_binary_are_faults_and_nothing_worse() {
        fault_of(&format!("title = {}", "[".repeat(100_000)));
        fault_of("\0\u{1}\u{2}");
    }
}
