//! Finding a category from what somebody types.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Category;

/// The category that fits best; of two that fit equally, the earlier.
pub(super) fn find<'a>(categories: &'a [Category], typed: &str) -> Option<&'a Category> {
    let typed = fold(typed);
    if typed.is_empty() {
        return None;
    }
    let fits = categories.iter().filter_map(|category| Some((fit(category, &typed)?, category)));
    fits.min_by_key(|(fit, _)| *fit).map(|(_, category)| category)
}

/// How well what was typed fits a category, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the category's name.
    Name,
    /// It is an alias. After all names, so that a local category called by an alias of another is found by its name.
    Alias,
    /// A name begins with it.
    Beginning,
    /// An alias begins with it.
    AliasBeginning,
    /// Each of its words begins a word of a name or alias.
    Words,
}

fn fit(category: &Category, typed: &str) -> Option<Fit> {
    let names = [&category.id, &category.title, &category.label].map(|name| fold(name));
    let aliases: Vec<String> = category.aliases.iter().map(|alias| fold(alias)).collect();
    if names.iter().any(|name| name == typed) {
        Some(Fit::Name)
    } else if aliases.iter().any(|alias| alias == typed) {
        Some(Fit::Alias)
    } else if names.iter().any(|name| name.starts_with(typed)) {
        Some(Fit::Beginning)
    } else if aliases.iter().any(|alias| alias.starts_with(typed)) {
        Some(Fit::AliasBeginning)
    } else {
        let mut all = names.iter().chain(&aliases);
        all.any(|name| typed.split(' ').all(|part| name.split(' ').any(|word| word.starts_with(part))))
            .then_some(Fit::Words)
    }
}

/// Text without case, accents and punctuation, its words parted by one space.
fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’'))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::Programme;
    use super::fold;

    fn found(typed: &str) -> Option<&'static str> {
        Programme::embedded().find_category(typed).map(|category| category.id.as_str())
    }

    #[test]
    fn old_and_everyday_names_find_the_category_that_stands_today() {
        for (typed, id) in [
            ("BAME", "ethnic-minorities"),
            ("CAB", "citizens-advice"),
            ("resident", "local-residents"),
            ("police", "emergency-services"),
            ("church", "faith"),
            ("mosque", "faith"),
            ("council", "local-authority"),
            ("councillor", "local-authority"),
            ("chemist", "pharmacy"),
            ("carers", "lived-experience"),
            ("GP", "host"),
            ("GP's", "host"),
            ("clinical director", "host"),
            ("nurse", "nursing"),
            ("practice nurse", "host"),
            ("LGBTQ+", "lgbt"),
            ("landlord", "housing"),
        ] {
            assert_eq!(found(typed), Some(id), "{typed}");
        }
    }

    #[test]
    fn beginnings_of_names_and_of_words_are_enough() {
        for (typed, id) in [
            ("local resident", "local-residents"),
            ("Voluntary", "voluntary-sector"),
            ("elected", "local-authority"),
            ("fai", "faith"),
            ("hea prof", "allied-health"),
            ("public", "public-health"),
            ("health", "care-providers"),
            ("district nursing", "nursing"),
        ] {
            assert_eq!(found(typed), Some(id), "{typed}");
        }
    }

    #[test]
    fn case_accents_width_and_punctuation_do_not_matter() {
        assert_eq!(found("  ＦＡＩＴＨ "), Some("faith"));
        assert_eq!(found("Fáith-organisations"), Some("faith"));
        assert_eq!(fold("Tenants’  Association"), "tenants association");
    }

    #[test]
    fn nothing_typed_and_nothing_known_find_nothing() {
        assert_eq!(found(""), None);
        assert_eq!(found("--"), None);
        assert_eq!(found("zeppelin crew"), None);
    }

    #[test]
    fn every_category_is_found_by_each_of_its_own_names() {
        for category in &Programme::embedded().categories {
            let names = [&category.id, &category.title, &category.label].into_iter().chain(&category.aliases);
            for name in names {
                assert_eq!(found(name), Some(category.id.as_str()), "{name}");
            }
        }
    }
}
