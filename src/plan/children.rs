//! Children and young people, where a text names them: one list of words for the checks, the series and the reports (T4).

use crate::model::fields::Action;
use crate::model::fold::fold_into;

/// Words that name children or young people. "Young" alone may be about anybody.
const CHILDREN: &[&str] = &[
    "child",
    "children",
    "childhood",
    "kid",
    "kids",
    "baby",
    "babies",
    "toddler",
    "toddlers",
    "teenager",
    "teenagers",
    "teen",
    "teens",
    "pupil",
    "pupils",
    "school",
    "schools",
    "nursery",
    "youth",
    "youths",
];
/// Words that name them behind "young".
const AFTER_YOUNG: &[&str] = &["people", "person", "ones"];

/// Whether a text in English names children or young people.
pub fn names_children(text: &str) -> bool {
    let mut plain = String::with_capacity(text.len());
    fold_into(&mut plain, text);
    let mut before = "";
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).any(|word| {
        let named = CHILDREN.contains(&word) || (before == "young" && AFTER_YOUNG.contains(&word));
        before = word;
        named
    })
}

/// Whether an action says that it is for children, or names them.
pub(super) fn is_for_children(action: Action<'_>) -> bool {
    let texts = [action.text(), action.population(), action.issue()];
    action.children()
        || action.plus().any(|group| group.starts_with("cyp-"))
        || texts.into_iter().flatten().any(names_children)
}
