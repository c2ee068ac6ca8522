//! A user's own programme file, and laying it over another programme.

use toml::{Table, Value};

use super::check::{self, Problem};
use super::{Fault, Programme};

/// A user's own programme file, read but not yet laid over anything.
#[derive(Clone, Debug)]
pub struct Overlay {
    entries: Table,
    stands_alone: bool,
    text: String,
    source: String,
}

impl Overlay {
    /// Reads a user's own file; `source` names it in a fault.
    ///
    /// Words the program does not know and wrong types are refused here; a text that is missing is not, because the
    /// programme below may have it.
    pub fn parse(text: &str, source: &str) -> Result<Self, Fault> {
        let unread = |error: toml::de::Error| Fault::unread(&error, text, source);
        let own: Programme = toml::from_str(text).map_err(unread)?;
        check::names(&own).map_err(|problem| Fault::found(&problem, text, source))?;
        Ok(Self {
            entries: toml::from_str(text).map_err(unread)?,
            stands_alone: own.replace,
            text: text.to_owned(),
            source: source.to_owned(),
        })
    }

    fn fault(&self, problem: &Problem) -> Fault {
        Fault::found(problem, &self.text, &self.source)
    }
}

impl Programme {
    /// This programme with a user's own file laid over it.
    ///
    /// An entry with a known id changes only the fields it names, a new one stands at the end, and a new category becomes
    /// local. A file that says `replace = true` is the programme, and nothing of this one is left.
    pub fn with(&self, own: &Overlay) -> Result<Self, Fault> {
        if own.stands_alone {
            return Self::parse(&own.text, &own.source);
        }
        let unmerged = |reason: String| own.fault(&Problem::new(&["programme"], reason));
        let mut merged = Table::try_from(self).map_err(|error| unmerged(error.to_string()))?;
        lay_over(&mut merged, own.entries.clone());
        make_local(&mut merged, self);
        let merged: Self = merged.try_into().map_err(|error: toml::de::Error| unmerged(error.message().to_owned()))?;
        check::whole(&merged).and_then(|()| keeps_its_word(self, &merged)).map_err(|problem| own.fault(&problem))?;
        Ok(merged)
    }
}

/// Puts the fields of `own` in place of those of `base`: tables field by field, lists of named entries entry by entry.
fn lay_over(base: &mut Table, own: Table) {
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) => lay_over(base, own),
            (Some(Value::Array(base)), Value::Array(own))
                if base.iter().chain(&own).all(|item| name(item).is_some()) =>
            {
                for item in own {
                    let place = base.iter().position(|known| name(known) == name(&item));
                    match (place.and_then(|place| base.get_mut(place)), item) {
                        (Some(Value::Table(known)), Value::Table(item)) => lay_over(known, item),
                        (_, item) => base.push(item),
                    }
                }
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// What an entry of a list is known by.
fn name(entry: &Value) -> Option<&Value> {
    entry.get("id").or_else(|| entry.get("number"))
}

/// Marks the categories that `base` does not have as local, on the side of the partner they stand under.
fn make_local(merged: &mut Table, base: &Programme) {
    let categories = merged.get_mut("categories").and_then(Value::as_array_mut);
    for category in categories.into_iter().flatten().filter_map(Value::as_table_mut) {
        let text = |field| category.get(field).and_then(Value::as_str);
        if text("id").is_some_and(|id| base.category(id).is_some()) {
            continue;
        }
        let partner = text("under").and_then(|id| base.category(id));
        if let Some(side) = partner.and_then(|partner| Value::try_from(partner.side).ok()) {
            category.entry("side").or_insert(side);
        }
        category.insert("local".to_owned(), Value::Boolean(true));
    }
}

/// Whether what other code counts on still holds: who is a partner, and what a consent version said.
fn keeps_its_word(base: &Programme, merged: &Programme) -> Result<(), Problem> {
    for category in &merged.categories {
        let Some(known) = base.category(&category.id) else { continue };
        for (field, changed) in [("host", known.host != category.host), ("local", known.local != category.local)] {
            if changed {
                return Err(Problem::new(&["categories", &category.id, field], "cannot be changed for this category"));
            }
        }
    }
    if base.consent.text != merged.consent.text && base.consent.version == merged.consent.version {
        return Err(Problem::new(&["consent", "text"], "new wording needs a version of its own"));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::Side;
    use super::*;

    fn with(own: &str) -> Programme {
        Programme::embedded_with(own, "own.toml").unwrap_or_else(|fault| panic!("{fault}"))
    }

    fn fault_of(own: &str) -> String {
        Programme::embedded_with(own, "own.toml").expect_err("the file is faulty").to_string()
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        assert_eq!(with("# nothing yet\n"), *Programme::embedded());
    }

    #[test]
    fn an_entry_with_a_known_id_changes_only_the_fields_it_names() {
        let own = "[[stages]]\nid = \"co-creation\"\nminutes = 45\n\
                   [[stages.questions]]\nid = \"first\"\nask = \"What comes first?\"\n\
                   [key_question]\nclose = \"And now: did we?\"\n";
        let (base, merged) = (Programme::embedded(), with(own));
        let (before, after) = (base.stage("co-creation").unwrap(), merged.stage("co-creation").unwrap());
        assert_eq!((after.minutes, after.title.as_str()), (45, "Co-creation"));
        assert_eq!(after.questions.len(), before.questions.len());
        assert_eq!(after.questions[0].ask, "What comes first?");
        assert_eq!(after.questions[0].listen, before.questions[0].listen);
        assert_eq!(merged.key_question.close, "And now: did we?");
        assert_eq!(merged.key_question.text, base.key_question.text);
        assert_eq!(merged.stages[0], base.stages[0]);
    }

    #[test]
    fn a_new_stage_and_a_new_question_stand_at_the_end() {
        let own = "[[stages]]\nid = \"patient-voice\"\nquestions = [{ id = \"ours\", ask = \"What else?\", listen = \"All.\" }]\n\
                   [[stages]]\nid = \"thanks\"\ntitle = \"Thanks\"\npurpose = \"Say thank you.\"\ngood = \"Smiles.\"\nminutes = 5\n";
        let merged = with(own);
        assert_eq!(merged.stage_number("thanks"), Some(5));
        assert_eq!(merged.stage("patient-voice").unwrap().questions.last().unwrap().id, "ours");
    }

    #[test]
    fn a_method_of_ones_own_stands_beside_the_others_and_its_steps_replace_those_of_a_known_one() {
        let own = "[[methods]]\nid = \"rounds\"\ntitle = \"Rounds\"\n\
                   steps = [{ title = \"Round\", minutes = 7, say = \"One sentence each.\" }]\n\
                   [[methods]]\nid = \"1-2-4-all\"\nsteps = [{ title = \"Alone\", minutes = 3, say = \"Think.\" }]\n";
        let merged = with(own);
        assert_eq!(merged.methods.len(), Programme::embedded().methods.len() + 1);
        assert_eq!(merged.method("rounds").unwrap().minutes(), 7);
        let known = merged.method("1-2-4-all").unwrap();
        assert_eq!((known.title.as_str(), known.minutes()), ("1-2-4-All", 3));
        let own = "[[methods]]\nid = \"rounds\"\ntitle = \"Rounds\"\nsteps = []\n";
        assert_eq!(fault_of(own), "own.toml, line 4: methods.rounds.steps: there must be at least one");
        let own = "[[methods]]\nid = \"rounds\"\ntitle = \"Rounds\"\n\
                   [[methods.steps]]\ntitle = \"Round\"\nminutes = 0\nsay = \"Go.\"\n";
        assert_eq!(fault_of(own), "own.toml, line 6: methods.rounds.steps.1.minutes: must be from 1 to 600, and is 0");
    }

    #[test]
    fn a_new_category_is_local_and_the_seventeen_stay_seventeen() {
        let own = "[[categories]]\nid = \"rugby-club\"\ntitle = \"Rugby club\"\nlabel = \"Rugby club\"\nunder = \"voluntary-sector\"\n";
        let merged = with(own);
        let club = merged.find_category("rugby").unwrap();
        assert!(club.local && club.side == Side::Community);
        assert_eq!(merged.partners().count(), 17);
        assert_eq!(merged.categories.len(), 19);
    }

    #[test]
    fn a_local_category_stands_under_one_of_the_seventeen_only() {
        let own =
            "[[categories]]\nid = \"rugby-club\"\ntitle = \"Rugby club\"\nlabel = \"Rugby club\"\nunder = \"host\"\n";
        assert_eq!(
            fault_of(own),
            "own.toml, line 5: categories.rugby-club.under: \"host\" is not one of the partner categories"
        );
    }

    #[test]
    fn one_of_the_seventeen_cannot_become_local_or_the_host() {
        assert_eq!(
            fault_of("[[categories]]\nid = \"faith\"\nlocal = true\n"),
            "own.toml, line 3: categories.faith.local: cannot be changed for this category"
        );
        assert!(fault_of("[[categories]]\nid = \"faith\"\nhost = true\n").contains("host"));
    }

    #[test]
    fn new_consent_wording_needs_a_version_of_its_own() {
        let own = "[consent]\ntext = [\"We write things down.\"]\n";
        assert_eq!(fault_of(own), "own.toml, line 2: consent.text: new wording needs a version of its own");
        let merged = with(&format!("{own}version = \"ours-1\"\n"));
        assert_eq!(merged.consent.version, "ours-1");
    }

    #[test]
    fn a_tenth_stage_is_refused_where_it_stands() {
        use std::fmt::Write as _;
        let mut own = String::new();
        for number in 5..=10 {
            writeln!(own, "[[stages]]\nid = \"s{number}\"\ntitle = \"T\"\npurpose = \"P\"\ngood = \"G\"\nminutes = 1")
                .unwrap();
        }
        assert_eq!(fault_of(&own), "own.toml, line 31: stages.s10: there may be 9 stages at most");
    }

    #[test]
    fn a_file_that_replaces_stands_alone_and_must_be_complete() {
        assert_eq!(
            fault_of("replace = true\ntitle = \"Ours\"\n"),
            "own.toml, line 1: key_question.text: is empty or missing"
        );
        let own = "replace = true\ntitle = \"Ours\"\nground_rules = [\"Be kind.\"]\n\
                   key_question = { text = \"Did we?\", asked = \"At the end.\", opening = \"Will we?\", close = \"Did we?\" }\n\
                   consent = { version = \"1\", title = \"Notes\", text = [\"We take notes.\"] }\n\
                   stages = [{ id = \"talk\", title = \"Talk\", purpose = \"Talk.\", good = \"Talked.\", minutes = 30 }]\n";
        let merged = with(own);
        assert_eq!((merged.stages.len(), merged.categories.len()), (1, 0));
    }
}
