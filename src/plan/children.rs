//! Children and young people, where a text names them: one list of words for the checks, the series and the reports (T4).

use crate::model::fields::Action;
use crate::model::fold::folded;

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
const YOUNG: &[&str] = &["young people", "young person", "young ones"];

/// Whether a text in English names children or young people.
pub fn names_children(text: &str) -> bool {
    let text: String = folded(text).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().any(|word| CHILDREN.contains(word))
        || words.windows(2).any(|pair| YOUNG.contains(&pair.join(" ").as_str()))
}

/// Whether an action says that it is for children, or names them.
pub(super) fn is_for_children(action: Action<'_>) -> bool {
    let texts = [action.text(), action.population(), action.issue()];
    action.children()
        || action.plus().any(|group| group.starts_with("cyp-"))
        || texts.into_iter().flatten().any(names_children)
}
