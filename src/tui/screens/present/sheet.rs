//! What stands on each page of the projector, before it is drawn or told.

use chrono::NaiveDate;

use super::{Face, Page};

/// What stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What the page is called.
    pub heading: String,
    /// What stands small above the text.
    pub above: Option<String>,
    /// One text for the whole page.
    pub text: Option<String>,
    /// What stands small below the text.
    pub below: Option<String>,
    /// What is said where there is nothing to show.
    pub empty: Option<&'static str>,
    /// Whether the items are called by numbers.
    pub numbered: bool,
    /// Lists, each with a heading of its own where there are several.
    pub lists: Vec<(Option<&'static str>, Vec<String>)>,
}

impl Sheet {
    /// How many items there are.
    pub fn items(&self) -> usize {
        self.lists.iter().map(|(_, items)| items.len()).sum()
    }

    /// The sheet in lines, for the plain face.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{}.", self.heading)];
        lines.extend([&self.above, &self.text, &self.below].into_iter().flatten().cloned());
        lines.extend(self.empty.map(|empty| format!("{empty}.")));
        for (heading, items) in &self.lists {
            lines.extend(heading.map(|heading| format!("{heading}:")));
            lines.extend(items.iter().enumerate().map(|(nth, item)| format!("{}. {item}", nth + 1)));
        }
        lines
    }
}

/// What stands on the page in front.
pub fn sheet(face: &Face<'_>) -> Sheet {
    let shown = face.projection;
    let of = |heading: &str, items: Vec<String>| Sheet {
        heading: heading.into(),
        above: None,
        text: None,
        below: None,
        empty: items.is_empty().then_some("Nothing yet"),
        numbered: face.page == Page::Actions,
        lists: if items.is_empty() { Vec::new() } else { vec![(None, items)] },
    };
    match face.page {
        Page::Question => Sheet {
            heading: match face.method {
                Some(at) => format!("{}: {}", at.place(), at.step.title),
                None => face.stage.unwrap_or_else(|| shown.title()).into(),
            },
            above: face.method.map(|_| face.ask.into()),
            text: Some(face.method.map_or(face.ask, |at| &at.step.say).into()),
            below: face.method.map(|at| at.next()),
            empty: None,
            numbered: false,
            lists: Vec::new(),
        },
        Page::Agreed => of("What we agreed", shown.agreed().to_vec()),
        Page::Actions => {
            let actions = shown.actions().iter().map(|action| {
                // A day is not broken over two lines.
                let due = |day: NaiveDate| format!(" (by\u{a0}{})", day.format("%-d\u{a0}%B\u{a0}%Y"));
                let due = action.due.map_or_else(String::new, due);
                format!("{}{due}", action.text)
            });
            of("What we could do", actions.collect())
        }
        Page::Vote => {
            let Some(vote) = shown.vote() else { return of("Vote", Vec::new()) };
            Sheet {
                heading: vote.question.clone(),
                above: Some(vote.standing.clone()),
                numbered: vote.open,
                lists: [(None, vote.lines.clone()), (None, vote.remarks.clone())]
                    .into_iter()
                    .filter(|(_, items): &(_, Vec<String>)| !items.is_empty())
                    .collect(),
                ..of("", vec![String::new()])
            }
        }
        Page::Rules => of("How we talk with each other", face.rules.to_vec()),
        Page::Before => {
            let (title, lines) = face.before.unwrap_or_default();
            of(&format!("What stood out: {title}"), lines.to_vec())
        }
        Page::Open => {
            let lists = [("Open to change", shown.open_to_change()), ("Already fixed", shown.fixed())];
            let lists = lists.into_iter().filter(|(_, items)| !items.is_empty());
            Sheet {
                heading: "What we can change".into(),
                above: None,
                text: None,
                below: None,
                empty: None,
                numbered: false,
                lists: lists.map(|(heading, items)| (Some(heading), items.to_vec())).collect(),
            }
        }
    }
}
