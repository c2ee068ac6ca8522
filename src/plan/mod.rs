//! Many sessions, one plan: what the screens and reports say about a file, worked out anew from its items. Pure.
//!
//! Nothing here is stored and nothing is ticked by hand. While a workshop runs: [`Room`] (who is here, who was heard,
//! what is open), [`Review`] (what to look at again, [`Likeness`] among it), [`Coverage`] (which partners are missing),
//! [`Balance`] and [`Introductions`] (whose words were heard, who met whom), [`tables`] and [`Clashes`] (the other
//! recorders), [`Agenda`], [`Timer`], [`Flow`] and [`Chain`] (the parts, the time left, ahead or behind, the steps of a
//! method), [`Rounds`], [`topics()`] and [`matrix()`] (what was said in which step, and of which topic; what is easy and useful) and [`open_checks`] (what a stage still lacks). Afterwards: [`promote`] (words become an action), [`to_ask`]
//! and [`readiness`] (what an action lacks, and whether a project can start), [`rows`] (the action plan), [`column_words`] (a cell of it), [`LooseEnds`]
//! (what was left open) and [`Summary`] (counts). Over many files: [`suggestions`] and [`Groups`] (who and what is one) and
//! [`Spread`] (how many people said it). Over time: [`Answers`] (you said, we did, and who was promised to hear back),
//! [`Changes`] (what is otherwise than in an earlier copy), [`Series`] (the workshops side by side).
//! Of the whole plan: [`header()`] (what holds for all of it), [`gaps()`] (the gap checks), [`Lens`] (seen through a list
//! of others), [`assessed()`] (what was said of the entries of such a list), [`MissingVoices`] (who was never there, heard
//! or leading), [`Celebration`], [`agreements`] (who agreed to what) and [`groups()`] (who has to do what). Next time: [`carry`] and [`LastTime`] (the open actions of last time), and [`heard_of`] (what was said of each).
//! Of an online consultation: [`tallies()`] (how many agreed). Of the votes of the room: [`polls`] (who may vote, and how it came out). At any time: [`Search`] (everything by its words, and by who, what, where and when), and
//! [`Copies`] (withdrawn words in other people's text).
mod agenda;
mod agreement;
mod answers;
mod assessed;
mod assets;
mod balance;
mod carried;
mod celebration;
mod cells;
mod changes;
mod checks;
mod children;
mod clashes;
mod closing;
mod copies;
mod coverage;
mod day;
mod features;
mod find;
mod flow;
mod gaps;
mod groups;
mod header;
mod heard;
mod introductions;
mod lens;
mod likeness;
mod loose_ends;
mod matrix;
mod method;
mod missing_voices;
mod private;
mod promote;
mod readiness;
mod rehearsal;
mod review;
mod room;
mod rounds;
mod rows;
mod same;
#[cfg(test)]
mod sample;
mod scores;
mod series;
mod sessions;
mod spread;
mod summary;
mod tables;
mod tallies;
mod template;
mod themes;
mod timer;
mod topics;
mod votes;
mod withdrawal;

pub use agenda::{Agenda, Part, clock_time, counted as counted_minutes};
pub use agreement::{Agreed, Agreement, Consensus, agreements};
pub use answers::{Answers, Asked, ENOUGH, Promise, Reply, answer_theme, voices_words};
pub use assessed::{Assessed, EquityCheck, FOR_DEVELOPMENT, Reached, assessed, equity_checks, months_on};
pub use assets::{Asset, Match, asset_register, offers_and_needs};
pub use balance::{Balance, Leads, Sector};
pub use carried::{LastTime, carry, is_present, latest_workshop, present};
pub use celebration::Celebration;
pub use cells::{
    Cause, Means, Names as CellNames, SPREAD, Said, Slip, State, assemble, causes, children, column_words, entries,
    one_slot, pounds, said, slips, spread, state, status_words, times,
};
pub use changes::{Change, Changed, Changes, Gone as DroppedOut};
pub use checks::{OpenCheck, open_checks};
pub use children::names_children;
pub use clashes::Clashes;
pub use closing::{is_closed, noted};
pub use copies::{Copies, Copy, Gone, hold, is_held};
pub use coverage::{Coverage, absent, coverage, note_invited};
pub use day::Day;
pub use features::Features;
pub use find::{Counts, From, Hit, Names, Search};
pub use flow::{Cue, Flow, Pace, minutes_and_seconds};
pub use gaps::{CHECKS, Finding, GapCheck, Verdict, gaps, tally};
pub use groups::{FinishGroup, GroupTask, groups};
pub use header::{AreaMap, EIGHT, Member, PlanState, header, members, open_fields};
pub use heard::{Heard, heard_of};
pub use introductions::Introductions;
pub use lens::{LENSES, Lens, tagged_lines};
pub use likeness::{Alike, Likeness, is_unspaced};
pub use loose_ends::{LooseEnds, Parked};
pub use matrix::{Quarter, Rated, matrix, standing};
pub use method::{AtStep, Chain};
pub use missing_voices::{Asked as AskedOfVoices, MissingVoices, Voice as MissingVoice};
pub use private::is_private;
pub use promote::{note_action, promote, promote_all};
pub use readiness::{READY_STEPS, Readiness, ReadyStep, readiness, to_ask};
pub use rehearsal::{MARK, is_practice, rehearse, says_practice};
pub use review::{CONCERNS, Concern, Review, is_also_a_word, is_of_a_role, parted};
pub use room::{Room, Seat, called};
pub use rounds::{HANDED_ON, Round, Rounds, Weighed, next_speaker, outstanding};
pub use rows::{Evidence, Issue, Lead, Missing, Row, Standing, rows, rows_in_turn};
pub use same::{Groups, Judged, Suggestion, judge, later_actions, lookalikes, suggestions, words_in_common};
pub use scores::{Scored, earlier_score, score};
pub use series::{Covered, Followed, Held, Series, Stepped};
pub use sessions::Sessions;
pub use spread::{Line as SpokenLine, Spread};
pub use summary::{Clash, Summary, Theme, counted};
pub use tables::{Table, tables};
pub use tallies::{Count, Votes, latest_tallies, tallies};
pub use template::carry_over;
pub use themes::{Shown, Themes, cover_themes, join_themes, part_theme};
pub use timer::{Slot, Spent, Timer};
pub use topics::{OpenTopic, topics};
pub use votes::{
    Choice as VoteChoice, DOTS, Group as VoteGroup, Means as VoteMeans, NARROWING, Outcome, Poll, RANKS, Tie, bar,
    counted_of, latest_open, ordinal, polls,
};
pub use withdrawal::{actions_made_with, records_of_person, withdrawal_of, withdrawal_of_person};
