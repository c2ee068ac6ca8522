//! Features: how often lines and actions show each of the three Cs and the five features (domain P4).

use crate::model::fields::{List, field};
use crate::model::file::File;
use crate::model::words::Feature;

/// How often each was seen, every one of them named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Each with how many lines and actions show it.
    pub counts: Vec<(Feature, usize)>,
    /// How many lines and actions show at least one.
    pub tagged: usize,
    /// How many show none; that is allowed.
    pub untagged: usize,
}

impl Features {
    /// Counts a file.
    pub fn of(file: &File) -> Self {
        let mut features = Self { counts: Feature::ALL.iter().map(|f| (*f, 0)).collect(), ..Self::default() };
        for item in [List::Contributions, List::Actions].iter().flat_map(|list| file.live(list)) {
            let mut any = false;
            for shown in item.set(field::FEATURES).filter_map(Feature::named) {
                any = true;
                features.counts.iter_mut().filter(|(of, _)| *of == shown).for_each(|(_, count)| *count += 1);
            }
            *if any { &mut features.tagged } else { &mut features.untagged } += 1;
        }
        features
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn lines_and_actions_are_counted_by_feature_and_what_nobody_showed_is_a_zero() {
        let mut sample = Sample::new(1);
        let said = sample.say(None, "quote", "we run it ourselves");
        sample.say(None, "quote", "the hall is cold");
        let action = sample.add(&List::Actions, &[]);
        for (list, id, feature) in [
            (List::Contributions, said, "self-organising"),
            (List::Contributions, said, "control"),
            (List::Actions, action, "control"),
            (List::Actions, action, "something of a newer version"),
        ] {
            sample.put(&list, id, field::FEATURES, feature);
        }
        let features = Features::of(&sample.file);
        assert_eq!((features.tagged, features.untagged, features.counts.len()), (2, 1, 8));
        let shown: Vec<_> = features.counts.iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(shown, [&(Feature::Control, 2), &(Feature::SelfOrganising, 1)]);
    }
}
