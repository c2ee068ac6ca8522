//! The rules a programme must keep, each told with the path to what breaks it.

use std::collections::HashSet;
use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

use super::{Category, MethodStep, Programme, Stage};

/// The most stages a screen can number with one key each.
const MOST_STAGES: usize = 9;
/// The most characters a narrow panel has for a category.
const LONGEST_LABEL: usize = 12;

/// What breaks a rule: a path of names and ids into the file, and the reason.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) path: Vec<String>,
    reason: String,
}

impl Problem {
    pub(super) fn new(path: &[&str], reason: impl Into<String>) -> Self {
        Self { path: path.iter().map(ToString::to_string).collect(), reason: reason.into() }
    }

    /// The same problem, seen from further up.
    fn under(mut self, path: &[&str]) -> Self {
        self.path.splice(0..0, path.iter().map(ToString::to_string));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<&str> = self.path.iter().map(String::as_str).filter(|step| !step.is_empty()).collect();
        write!(f, "{}: {}", named.join("."), self.reason)
    }
}

/// Whether this can be followed as it stands.
pub(super) fn whole(programme: &Programme) -> Result<(), Problem> {
    names(programme)?;
    text(&["title"], &programme.title)?;
    let key = &programme.key_question;
    for (field, value) in [("text", &key.text), ("asked", &key.asked), ("opening", &key.opening), ("close", &key.close)]
    {
        text(&["key_question", field], value)?;
    }
    text(&["consent", "version"], &programme.consent.version)?;
    text(&["consent", "title"], &programme.consent.title)?;
    if !programme.consent.note.is_empty() {
        text(&["consent", "note"], &programme.consent.note)?;
    }
    lines(&["consent", "text"], &programme.consent.text)?;
    lines(&["ground_rules"], &programme.ground_rules)?;
    stages(&programme.stages)?;
    categories(programme)?;
    guide(programme)?;
    evidence(programme)?;
    options(programme)?;
    frameworks(programme)?;
    reach(programme)?;
    methods(programme)?;
    standing(programme)?;
    terms(programme)
}

/// Whether every entry has a name, and one of its own; all that is asked of a file that only adds.
pub(super) fn names(programme: &Programme) -> Result<(), Problem> {
    unique("stages", programme.stages.iter().map(|stage| stage.id.as_str()))?;
    unique("categories", programme.categories.iter().map(|category| category.id.as_str()))?;
    unique("evidence", programme.evidence.iter().map(|card| card.id.as_str()))?;
    unique("options", programme.options.iter().map(|group| group.id.as_str()))?;
    unique("methods", programme.methods.iter().map(|method| method.id.as_str()))?;
    // An action names the option and no group.
    let choices = programme.options.iter().flat_map(|group| &group.choices);
    unique("choices", choices.map(|choice| choice.id.as_str())).map_err(|problem| problem.under(&["options"]))?;
    unique("frameworks", programme.frameworks.iter().map(|framework| framework.id.as_str()))?;
    for framework in &programme.frameworks {
        unique("entries", framework.entries.iter().map(|entry| entry.id.as_str()))
            .and_then(|()| unique("levels", framework.levels.iter().map(|level| level.id.as_str())))
            .map_err(|problem| problem.under(&["frameworks", &framework.id]))?;
    }
    unique("standing", programme.standing.iter().map(|question| question.id.as_str()))?;
    unique("terms", programme.terms.iter().map(|term| term.id.as_str()))?;
    for stage in &programme.stages {
        unique("questions", stage.questions.iter().map(|question| question.id.as_str()))
            .and_then(|()| unique("checks", stage.checks.iter().map(|check| check.id.as_str())))
            .map_err(|problem| problem.under(&["stages", &stage.id]))?;
    }
    // A number left out reads as 0, and no step has that number.
    let number = |number: u16| if number == 0 { String::new() } else { number.to_string() };
    let numbers: Vec<String> = programme.guide.iter().map(|step| number(step.number)).collect();
    unique("guide", numbers.iter().map(String::as_str))
}

fn unique<'a>(list: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() {
            return Err(Problem::new(&[list, ""], "an entry has no id or number"));
        }
        text(&[list, id], id)?;
        if !seen.insert(id) {
            return Err(Problem::new(&[list, id], "stands twice"));
        }
    }
    Ok(())
}

fn standing(programme: &Programme) -> Result<(), Problem> {
    for question in &programme.standing {
        text(&["standing", &question.id, "ask"], &question.ask)?;
        text(&["standing", &question.id, "source"], &question.source)?;
    }
    Ok(())
}

fn stages(stages: &[Stage]) -> Result<(), Problem> {
    if stages.is_empty() {
        return Err(Problem::new(&["stages"], "there must be at least one"));
    }
    if let Some(extra) = stages.get(MOST_STAGES) {
        return Err(Problem::new(&["stages", &extra.id], format!("there may be {MOST_STAGES} stages at most")));
    }
    // The record of a check that is met names the check and no stage.
    let mut seen = HashSet::new();
    for stage in stages {
        within(stage).map_err(|problem| problem.under(&["stages", &stage.id]))?;
        for check in &stage.checks {
            if !seen.insert(check.id.as_str()) {
                let path = ["stages", &stage.id, "checks", &check.id];
                return Err(Problem::new(&path, "another stage has a check with this id"));
            }
        }
    }
    Ok(())
}

fn within(stage: &Stage) -> Result<(), Problem> {
    for (field, value) in [("title", &stage.title), ("purpose", &stage.purpose), ("good", &stage.good)] {
        text(&[field], value)?;
    }
    minutes(&["minutes"], stage.minutes)?;
    for question in &stage.questions {
        text(&["questions", &question.id, "ask"], &question.ask)?;
        text(&["questions", &question.id, "listen"], &question.listen)?;
    }
    for check in &stage.checks {
        text(&["checks", &check.id, "text"], &check.text)?;
    }
    Ok(())
}

fn categories(programme: &Programme) -> Result<(), Problem> {
    for category in &programme.categories {
        let path = ["categories", &category.id];
        text(&["title"], &category.title)
            .and_then(|()| label(category))
            .and_then(|()| category.aliases.iter().try_for_each(|alias| text(&["aliases"], alias)))
            .and_then(|()| if category.reach.is_empty() { Ok(()) } else { text(&["reach"], &category.reach) })
            .and_then(|()| place(category, programme))
            .map_err(|problem| problem.under(&path))?;
    }
    match programme.categories.iter().filter(|category| category.host).nth(1) {
        Some(second) => Err(Problem::new(&["categories", &second.id, "host"], "there can be one host only")),
        None => Ok(()),
    }
}

fn label(category: &Category) -> Result<(), Problem> {
    text(&["label"], &category.label)?;
    if category.label.graphemes(true).count() > LONGEST_LABEL {
        let reason = format!("\"{}\" is longer than {LONGEST_LABEL} characters", category.label);
        return Err(Problem::new(&["label"], reason));
    }
    Ok(())
}

fn place(category: &Category, programme: &Programme) -> Result<(), Problem> {
    if category.host && category.local {
        return Err(Problem::new(&["local"], "the host cannot be local"));
    }
    match &category.under {
        None => Ok(()),
        Some(_) if !category.local => Err(Problem::new(&["under"], "only a local category stands under another")),
        Some(partner) if programme.category(partner).is_some_and(Category::is_partner) => Ok(()),
        Some(other) => Err(Problem::new(&["under"], format!("\"{other}\" is not one of the partner categories"))),
    }
}

fn guide(programme: &Programme) -> Result<(), Problem> {
    for (step, place) in programme.guide.iter().zip(1_u16..) {
        let number = step.number.to_string();
        if step.number != place {
            return Err(Problem::new(&["guide", &number], format!("this step should have the number {place}")));
        }
        text(&["guide", &number, "short"], &step.short)?;
        text(&["guide", &number, "long"], &step.long)?;
    }
    Ok(())
}

fn evidence(programme: &Programme) -> Result<(), Problem> {
    for card in &programme.evidence {
        let at = |field| ["evidence", card.id.as_str(), field];
        text(&at("text"), &card.text)?;
        text(&at("source"), &card.source)?;
        if !(1900..=2199).contains(&card.year) {
            return Err(Problem::new(&at("year"), "must be a year with four figures, such as 2019"));
        }
        // Not every finding has a figure, but a figure without its unit says nothing.
        if !(card.value.is_empty() && card.unit.is_empty()) {
            text(&at("value"), &card.value)?;
            text(&at("unit"), &card.unit)?;
        }
    }
    Ok(())
}

fn options(programme: &Programme) -> Result<(), Problem> {
    for group in &programme.options {
        text(&["options", &group.id, "title"], &group.title)?;
        for choice in &group.choices {
            let at = |field| ["options", group.id.as_str(), "choices", choice.id.as_str(), field];
            text(&at("title"), &choice.title)?;
            text(&at("draft"), &choice.draft)?;
            if let Some(of) = choice.framework.as_deref().filter(|of| programme.framework(of).is_none()) {
                return Err(Problem::new(&at("framework"), format!("\"{of}\" is not one of the frameworks")));
            }
            let tagged = choice.id.strip_prefix(group.id.as_str()).is_some_and(|rest| rest.starts_with('-'));
            if !tagged {
                return Err(Problem::new(&at("id"), format!("must begin with \"{}-\"", group.id)));
            }
        }
    }
    Ok(())
}

fn frameworks(programme: &Programme) -> Result<(), Problem> {
    for framework in &programme.frameworks {
        let at = |field| ["frameworks", framework.id.as_str(), field];
        text(&at("title"), &framework.title)?;
        text(&at("source"), &framework.source)?;
        if !framework.note.is_empty() {
            text(&at("note"), &framework.note)?;
        }
        for entry in &framework.entries {
            let at = |field| ["frameworks", framework.id.as_str(), "entries", entry.id.as_str(), field];
            text(&at("title"), &entry.title)?;
            if !entry.about.is_empty() {
                text(&at("about"), &entry.about)?;
            }
            entry.aliases.iter().try_for_each(|alias| text(&at("aliases"), alias))?;
        }
    }
    Ok(())
}

fn reach(programme: &Programme) -> Result<(), Problem> {
    let of = &programme.reach;
    let said = [("area", &of.area), ("group", &of.group), ("heard", &of.heard), ("leads", &of.leads)];
    let mut said = said.iter().filter(|(_, said)| !said.is_empty());
    said.try_for_each(|(field, said)| text(&["reach", field], said))
}

fn methods(programme: &Programme) -> Result<(), Problem> {
    for method in &programme.methods {
        let path = ["methods", method.id.as_str()];
        text(&["title"], &method.title)
            .and_then(|()| maybe(&["about"], &method.about))
            .map_err(|problem| problem.under(&path))?;
        if method.steps.is_empty() {
            return Err(Problem::new(&["steps"], "there must be at least one").under(&path));
        }
        for (step, place) in method.steps.iter().zip(1_usize..) {
            text(&["title"], &step.title)
                .and_then(|()| text(&["say"], &step.say))
                .and_then(|()| maybe(&["awaits"], &step.awaits))
                .and_then(|()| minutes(&["minutes"], step.minutes))
                .and_then(|()| marks(step, place))
                .map_err(|problem| problem.under(&["steps", &place.to_string()]).under(&path))?;
        }
    }
    Ok(())
}

/// Whether the marks of a step can hold together: of a first step there is no round before.
fn marks(step: &MethodStep, place: usize) -> Result<(), Problem> {
    if step.further && place == 1 {
        return Err(Problem::new(&["further"], "no round goes before the first step"));
    }
    if step.turns && step.ballot.is_some() {
        return Err(Problem::new(&["ballot"], "a vote in private is not held in turn"));
    }
    Ok(())
}

fn terms(programme: &Programme) -> Result<(), Problem> {
    for term in &programme.terms {
        let at = |field| ["terms", term.id.as_str(), field];
        text(&at("instead"), &term.instead)?;
        if term.words.is_empty() {
            return Err(Problem::new(&at("words"), "is empty or missing"));
        }
        term.words.iter().try_for_each(|word| text(&at("words"), word))?;
    }
    Ok(())
}

fn minutes(path: &[&str], minutes: u16) -> Result<(), Problem> {
    if (1..=600).contains(&minutes) {
        return Ok(());
    }
    Err(Problem::new(path, format!("must be from 1 to 600, and is {minutes}")))
}

fn lines(path: &[&str], lines: &[String]) -> Result<(), Problem> {
    if lines.is_empty() {
        return Err(Problem::new(path, "is empty or missing"));
    }
    lines.iter().zip(1..).try_for_each(|(line, place): (_, usize)| {
        text(&[&place.to_string()], line).map_err(|problem| problem.under(path))
    })
}

/// A text that may be left out.
fn maybe(path: &[&str], words: &str) -> Result<(), Problem> {
    if words.is_empty() { Ok(()) } else { text(path, words) }
}

fn text(path: &[&str], text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new(path, "is empty or missing"));
    }
    if text.contains(char::is_control) {
        return Err(Problem::new(path, "holds a control character or a line break"));
    }
    Ok(())
}
