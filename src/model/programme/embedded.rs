//! The words that come with the program.

use std::sync::LazyLock;

use super::{Fault, Overlay, Programme};

/// The words themselves, part of the binary; `build.rs` makes them of `assets/programme.toml`.
const EMBEDDED: &str = include_str!(concat!(env!("OUT_DIR"), "/programme.json"));

impl Programme {
    /// The programme that comes with the program.
    // A test proves that the embedded words are those of the TOML, and keep the rules; an empty programme is the
    // fallback because nothing may panic.
    pub fn embedded() -> &'static Self {
        static PROGRAMME: LazyLock<Programme> = LazyLock::new(|| serde_json::from_str(EMBEDDED).unwrap_or_default());
        &PROGRAMME
    }

    /// The embedded programme with a user's own file laid over it.
    pub fn embedded_with(own: &str, source: &str) -> Result<Self, Fault> {
        Self::embedded().with(&Overlay::parse(own, source)?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn embedded() -> Programme {
        let words = include_str!("../../../assets/programme.toml");
        Programme::parse(words, "programme.toml").unwrap_or_else(|fault| panic!("{fault}"))
    }

    #[test]
    fn the_embedded_programme_is_what_the_toml_says_and_not_the_empty_fallback() {
        assert_eq!(*Programme::embedded(), embedded());
    }

    #[test]
    fn the_four_stages_stand_in_order_with_at_least_six_questions_each() {
        let programme = embedded();
        let titles: Vec<_> = programme.stages.iter().map(|stage| (stage.id.as_str(), stage.title.as_str())).collect();
        assert_eq!(
            titles,
            [
                ("relationships", "Relationships"),
                ("existing-activity", "Existing activity"),
                ("co-creation", "Co-creation"),
                ("patient-voice", "Patient voice"),
            ]
        );
        for stage in &programme.stages {
            assert!(stage.questions.len() >= 6, "{}", stage.id);
        }
    }

    #[test]
    fn every_question_is_one_open_sentence_that_can_be_asked_aloud() {
        let closed = ["Do ", "Does ", "Did ", "Is ", "Are ", "Can ", "Could ", "Will ", "Would ", "Should ", "Have "];
        for question in embedded().stages.iter().flat_map(|stage| &stage.questions) {
            let ask = &question.ask;
            assert!(ask.ends_with('?') && ask.matches(['?', '.', '!']).count() == 1, "{ask}");
            assert!(!closed.iter().any(|word| ask.starts_with(word)), "{ask}");
            assert!(ask.split_whitespace().count() <= 20, "{ask}");
        }
    }

    #[test]
    fn no_sentence_is_longer_than_25_words_and_none_shouts() {
        let programme = embedded();
        let consent = programme.consent.text.iter();
        let stages = programme.stages.iter().flat_map(|stage| {
            [&stage.purpose, &stage.good].into_iter().chain(stage.questions.iter().map(|question| &question.listen))
        });
        let guide = programme.guide.iter().flat_map(|step| [&step.short, &step.long]);
        let evidence = programme.evidence.iter().map(|card| &card.text);
        let options = programme.options.iter().flat_map(|group| &group.choices);
        let evidence = evidence.chain(options.flat_map(|choice| [&choice.title, &choice.draft]));
        let steps = programme.methods.iter().flat_map(|method| &method.steps);
        let evidence = evidence.chain(steps.flat_map(|step| [&step.title, &step.say, &step.awaits]));
        let evidence = evidence.chain(programme.methods.iter().map(|method| &method.about));
        for text in consent.chain(&programme.ground_rules).chain(stages).chain(guide).chain(evidence) {
            // But for the marks of the capture line, as in !i.
            let shouts = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_lowercase());
            assert!(!text.split('!').skip(1).any(shouts), "{text}");
            for sentence in text.split_inclusive(['.', '?', ':']) {
                assert!(sentence.split_whitespace().count() <= 25, "{sentence}");
            }
        }
    }

    #[test]
    fn every_exit_check_the_code_knows_is_there() {
        let programme = embedded();
        let ids: Vec<Vec<&str>> =
            programme.stages.iter().map(|stage| stage.checks.iter().map(|check| check.id.as_str()).collect()).collect();
        assert_eq!(
            ids,
            [
                vec!["ground-rules", "consent-read", "connector", "links"],
                vec!["asset"],
                vec!["action-complete"],
                vec!["voice-route", "feedback-date"],
            ]
        );
    }

    #[test]
    fn domain_2_3_the_methods_take_the_minutes_they_are_known_for() {
        let programme = embedded();
        let minutes =
            |id: &str| -> Vec<u16> { programme.method(id).unwrap().steps.iter().map(|step| step.minutes).collect() };
        assert_eq!(minutes("1-2-4-all"), [1, 2, 4, 5]);
        assert_eq!(programme.method("1-2-4-all").unwrap().minutes(), 12);
        assert_eq!(minutes("world-cafe"), [20, 20, 20]);
        // Domain §2.3: silent ideas of 5 to 20 minutes, and reading back in 3 to 5.
        assert!((5..=20).contains(&minutes("nominal-group")[0]));
        assert!((3..=5).contains(&minutes("read-back")[0]));
        assert!(programme.method("1-2").is_none());
    }

    #[test]
    fn there_are_seventeen_partner_categories_and_the_host_is_not_one_of_them() {
        let programme = embedded();
        let ids: Vec<_> = programme.partners().map(|category| category.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "lived-experience",
                "local-residents",
                "voluntary-sector",
                "children-young-people",
                "citizens-advice",
                "nursing",
                "allied-health",
                "ethnic-minorities",
                "lgbt",
                "emergency-services",
                "faith",
                "care-providers",
                "housing",
                "local-authority",
                "neighbourhood-forums",
                "pharmacy",
                "public-health",
            ]
        );
        assert_eq!(programme.host().unwrap().id, "host");
        assert_eq!(programme.categories.len(), 18);
    }

    #[test]
    fn old_names_find_a_category_but_are_never_shown() {
        for category in &embedded().categories {
            for shown in [&category.title, &category.label] {
                assert!(!shown.contains("BAME") && !shown.contains("Bureau"), "{shown}");
            }
        }
    }

    #[test]
    fn the_guide_has_five_steps_with_one_numbering() {
        let numbers: Vec<_> = embedded().guide.iter().map(|step| step.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_year_in_the_guide_is_never_given_as_current() {
        for step in embedded().guide {
            for text in [&step.short, &step.long] {
                assert!(!text.contains("20") || text.contains("as reported (2019)"), "{text}");
            }
        }
    }

    #[test]
    fn every_evidence_card_says_where_and_when_it_was_reported() {
        let programme = embedded();
        assert!(programme.evidence.len() >= 5);
        for card in &programme.evidence {
            assert_eq!(card.as_reported(), "as reported (2019)");
        }
    }

    #[test]
    fn the_consent_statement_says_all_five_levels_in_order() {
        let text = embedded().consent.text.join(" ");
        let places: Vec<_> = ["Nought:", "One:", "Two:", "Three:", "Four:"].map(|level| text.find(level)).to_vec();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    }

    #[test]
    fn a_stage_is_found_by_id_and_by_number_and_nothing_outside_them() {
        let programme = embedded();
        assert_eq!(programme.stage_number("co-creation"), Some(3));
        assert_eq!(programme.stage_at(3), programme.stage("co-creation"));
        assert!(programme.stage_at(0).is_none() && programme.stage_at(5).is_none());
        assert!(programme.stage_number("elsewhere").is_none());
    }

    #[test]
    fn domain_p8_p9_p10_the_nine_options_stand_in_groups_of_three_four_and_two() {
        let options = &embedded().options;
        let counts: Vec<_> = options.iter().map(|group| (group.id.as_str(), group.choices.len())).collect();
        assert_eq!(counts, [("a", 3), ("b", 4), ("c", 2)]);
        // The fourth of the second group stands apart in the source, and is one of them all the same.
        assert_eq!(options[1].choices[3].id, "b-community-development");
        assert_eq!(embedded().option("c-framework").unwrap().0.title, "Gain real agreement");
        assert!(embedded().option("c").is_none());
    }
}
