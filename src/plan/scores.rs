//! Scores: how far each step of the quick-start guide has come, now and at the workshop before (domain P5, P6).

use crate::model::fields::{List, Score};
use crate::model::file::File;
use crate::model::stamp::Id;
use crate::model::words::GuideScore;

/// How far a step has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// How far.
    pub score: GuideScore,
    /// What was said of it.
    pub note: Option<String>,
    /// When it was said.
    pub time: Option<String>,
}

/// What was last said of a step at one workshop.
pub fn score(file: &File, workshop: Id, step: u16) -> Option<Scored> {
    last(file, step, |of| of == Some(workshop))
}

/// What was last said of a step before a workshop, at any other one.
pub fn earlier_score(file: &File, workshop: Id, step: u16) -> Option<Scored> {
    last(file, step, |of| of != Some(workshop))
}

fn last(file: &File, step: u16, at: impl Fn(Option<Id>) -> bool) -> Option<Scored> {
    let scores = file.live(&List::Scores).map(Score);
    let of_step = scores.filter(|score| score.step() == Some(i64::from(step)) && at(score.workshop()));
    of_step.filter_map(Scored::of).max_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, scored)| scored)
}

impl Scored {
    fn of(score: Score<'_>) -> Option<(Id, Self)> {
        let (note, time) = (score.note().map(str::to_owned), score.time().map(str::to_owned));
        Some((score.id(), Self { score: score.score()?, note, time }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::fields::field;

    #[test]
    fn the_last_score_of_a_step_holds_and_earlier_workshops_stand_apart() {
        let mut sample = Sample::new(1);
        let (before, now) = (sample.add(&List::Workshops, &[]), sample.add(&List::Workshops, &[]));
        for (workshop, step, score) in
            [(before, 1, "started"), (now, 1, "not-yet"), (now, 1, "in-place"), (now, 2, "?")]
        {
            let id = sample.add(&List::Scores, &[(field::SCORE, score), (field::NOTE, "a note")]);
            sample.set(&List::Scores, id, field::WORKSHOP, workshop);
            sample.set(&List::Scores, id, field::STEP, step);
        }
        let said = |scored: Option<Scored>| scored.map(|scored| scored.score);
        assert_eq!(said(score(&sample.file, now, 1)), Some(GuideScore::InPlace));
        assert_eq!(said(earlier_score(&sample.file, now, 1)), Some(GuideScore::Started));
        assert_eq!(said(score(&sample.file, now, 2)), None);
        assert_eq!(said(earlier_score(&sample.file, now, 3)), None);
    }
}
