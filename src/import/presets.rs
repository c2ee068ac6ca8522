//! The mappings that come with the program: files in `assets/imports`, and nothing but files.

use std::sync::LazyLock;

use super::mapping::Mapping;

/// Each mapping file, in the order in which they are offered.
const FILES: &[(&str, &str)] = &[
    ("msforms", include_str!("../../assets/imports/msforms.toml")),
    ("googleforms", include_str!("../../assets/imports/googleforms.toml")),
    ("eventbrite", include_str!("../../assets/imports/eventbrite.toml")),
    ("parabol", include_str!("../../assets/imports/parabol.toml")),
    ("zoom-poll", include_str!("../../assets/imports/zoom-poll.toml")),
    ("teams", include_str!("../../assets/imports/teams.toml")),
    ("polis", include_str!("../../assets/imports/polis.toml")),
    ("minutes", include_str!("../../assets/imports/minutes.toml")),
    ("meeting", include_str!("../../assets/imports/meeting.toml")),
    ("lines", include_str!("../../assets/imports/lines.toml")),
    ("table", include_str!("../../assets/imports/table.toml")),
];

/// Every mapping that comes with the program.
// A test proves that each file is read; one that is not would be left out, because nothing may panic.
pub fn presets() -> &'static [Mapping] {
    static PRESETS: LazyLock<Vec<Mapping>> =
        LazyLock::new(|| FILES.iter().filter_map(|(name, text)| Mapping::parse(text, name).ok()).collect());
    &PRESETS
}

/// The mapping of this name.
pub fn named(name: &str) -> Option<&'static Mapping> {
    presets().iter().find(|mapping| mapping.name == name)
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn every_mapping_file_is_read_and_has_the_name_of_its_file() {
        for (name, text) in FILES {
            let mapping = Mapping::parse(text, name).unwrap_or_else(|fault| panic!("{fault}"));
            assert_eq!(mapping.name, *name);
            assert!(!mapping.title.is_empty(), "{name}");
            assert!(mapping.consent.is_none() || !mapping.consent_because.is_empty(), "{name} must say why");
        }
        assert_eq!(presets().len(), FILES.len());
    }
}
