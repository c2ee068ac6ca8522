//! Ease against usefulness: ideas and actions that a room has rated, as a list in four quarters.

use std::cmp::Reverse;

use super::sessions::Sessions;
use crate::model::fields::{Action, Contribution, List};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::stamp::Id;
use crate::model::words::{Kind, Rating};

/// A quarter of the matrix; the middle of either counts as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quarter {
    /// Easy and useful.
    First,
    /// Useful and not easy.
    Plan,
    /// Easy and less useful.
    FitIn,
    /// Neither.
    Leave,
}

impl Quarter {
    /// Every quarter, in the order it is shown.
    pub const ALL: [Self; 4] = [Self::First, Self::Plan, Self::FitIn, Self::Leave];

    /// The quarter of something so easy and so useful.
    pub fn of(ease: Rating, usefulness: Rating) -> Self {
        match (ease >= Rating::Three, usefulness >= Rating::Three) {
            (true, true) => Self::First,
            (false, true) => Self::Plan,
            (true, false) => Self::FitIn,
            (false, false) => Self::Leave,
        }
    }

    /// What to do with what stands in it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::First => "Do first",
            Self::Plan => "Plan for it",
            Self::FitIn => "Fit in",
            Self::Leave => "Leave for now",
        }
    }

    /// What stands in it.
    pub const fn means(self) -> &'static str {
        match self {
            Self::First => "easy and useful",
            Self::Plan => "useful, but not easy",
            Self::FitIn => "easy, but less useful",
            Self::Leave => "neither easy nor useful",
        }
    }
}

/// Where something stands among others: its quarter, then how useful and how easy.
pub type Standing = (Quarter, Reverse<Rating>, Reverse<Rating>);

/// Where something so easy and so useful stands.
pub fn standing(ease: Rating, usefulness: Rating) -> Standing {
    (Quarter::of(ease, usefulness), Reverse(usefulness), Reverse(ease))
}

/// An idea or an action in the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The list it is in.
    pub list: List,
    /// It.
    pub id: Id,
    /// How easy.
    pub ease: Option<Rating>,
    /// How useful.
    pub usefulness: Option<Rating>,
    /// What stands in its way.
    pub barriers: Option<String>,
}

impl Rated {
    /// Its quarter, where it is rated for both.
    pub fn quarter(&self) -> Option<Quarter> {
        Some(Quarter::of(self.ease?, self.usefulness?))
    }
}

/// The actions and ideas, quarter by quarter; last those that are not rated for both.
pub fn matrix(file: &File, origins: &Origins) -> Vec<Rated> {
    let sessions = Sessions::of(file, origins);
    let some = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let live = |list: List| file.live(&list).filter(|item| sessions.take_in(item.id.stamp)).collect::<Vec<_>>();
    let (actions, said) = (live(List::Actions), live(List::Contributions));
    let actions = actions.into_iter().map(Action).map(|of| Rated {
        list: List::Actions,
        id: of.id(),
        ease: of.ease(),
        usefulness: of.usefulness(),
        barriers: some(of.barriers()),
    });
    let ideas = said.into_iter().map(Contribution).filter(|of| of.kind() == Some(Kind::Idea));
    let ideas = ideas.map(|of| Rated {
        list: List::Contributions,
        id: of.id(),
        ease: of.ease(),
        usefulness: of.usefulness(),
        barriers: some(of.barriers()),
    });
    let mut all: Vec<Rated> = actions.chain(ideas).collect();
    let key = |of: &Rated| {
        let stands = of.ease.zip(of.usefulness).map(|(ease, usefulness)| standing(ease, usefulness));
        (stands.is_none(), stands)
    };
    all.sort_by_key(key);
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    #[test]
    fn domain_2_3_what_is_easy_and_useful_comes_first_and_what_is_not_rated_last() {
        let mut sample = Sample::new(1);
        let mut say = |ease: &str, usefulness: &str| {
            let id = sample.say(None, "idea", "an idea");
            for (field, rating) in [(field::EASE, ease), (field::USEFULNESS, usefulness)] {
                if !rating.is_empty() {
                    sample.set(&List::Contributions, id, field, rating);
                }
            }
            id
        };
        let [none, leave, fit, plan, first, best, half] =
            [("", ""), ("2", "2"), ("5", "1"), ("1", "5"), ("3", "3"), ("4", "5"), ("5", "9")].map(|(e, u)| say(e, u));
        let found = matrix(&sample.file, &Origins::of(&sample.file));
        let order: Vec<Id> = found.iter().map(|of| of.id).collect();
        // A rating that is none of the five is no rating.
        assert_eq!(order, [best, first, plan, fit, leave, none, half]);
        let quarters: Vec<Option<Quarter>> = found.iter().map(Rated::quarter).collect();
        assert_eq!(quarters[..5], [0, 0, 1, 2, 3].map(|at| Some(Quarter::ALL[at])));
        assert_eq!(quarters[5..], [None, None]);
    }
}
