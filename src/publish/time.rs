//! The plan over time, as one audience may see it: what became of what was said, who has still to hear back, the
//! workshops side by side, and what changed since an earlier copy.
//!
//! What somebody wrote of what was done is plan text and goes by the rule of [`super::action`]. A theme is named where
//! words about it are shown, or an action. Of an action nothing is told but what its published form tells.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::action::Action;
use super::consent::{FEW, FewHolders, Rules, cap_of};
use super::document::Document;
use super::fit::overflow;
use super::gate::{Event, Published, Withheld};
use super::guard::Guard;
use super::report::{begin, finish};
use super::section::left_out;
use super::sheets;
use super::voice::Voice;
use crate::model::fields::{List, field};
use crate::model::file::File;
use crate::model::origin::Origins;
use crate::model::programme::Programme;
use crate::model::stamp::Id;
use crate::model::words::{Audience, Cap, Level, Status};
use crate::plan::{Answers, Asked, Change, Changes, Day, ENOUGH, Lead, Reply, Series, names_children};

/// What became of what was said, and what changed.
#[derive(Clone, Debug, Default)]
pub(super) struct OverTime {
    themes: Vec<Became>,
    promises: Vec<Promised>,
    series: Series,
    /// Whether the partners of the workshop at each place may be told.
    open: Vec<bool>,
    /// Lines shown at each workshop that name children, and all lines shown there.
    children: Vec<(usize, usize)>,
    since: Option<Since>,
}

/// A theme, and what became of it.
#[derive(Clone, Debug)]
struct Became {
    theme: String,
    /// How many of the published voices are about it.
    said: usize,
    /// How many people say so, with those who agreed.
    voices: i64,
    /// The one to be quoted, as a place among them.
    first: Option<usize>,
    replies: Vec<Reply>,
    /// Whether an action about it that is shown says nothing of what was done yet.
    under_way: bool,
}

/// People were promised to hear back.
#[derive(Clone, Debug)]
struct Promised {
    what: String,
    due: Option<NaiveDate>,
    given: Option<NaiveDate>,
    channel: Option<String>,
}

/// What changed since an earlier copy.
#[derive(Clone, Debug)]
struct Since {
    day: Option<NaiveDate>,
    counted: Vec<String>,
    /// Each action that changed: what it is called, and what changed of it.
    actions: Vec<(String, Vec<String>)>,
    /// How many actions changed of which nothing may be told here.
    hidden: usize,
    themes: Vec<(String, i64, i64)>,
}

/// What a view is made from.
pub(super) struct Seen<'s, 'a> {
    pub(super) file: &'a File,
    pub(super) rules: &'s Rules<'a>,
    pub(super) guard: &'s Guard<'a>,
    pub(super) voices: &'s [Voice<'a>],
}

impl OverTime {
    /// Everything in it that somebody typed of what was done.
    pub(super) fn typed(&self) -> impl Iterator<Item = &str> {
        let replies = self.themes.iter().flat_map(|theme| &theme.replies);
        let said = replies.flat_map(|reply| reply.parts().map(|(_, text)| text));
        let channels = self.promises.iter().filter_map(|promise| promise.channel.as_deref());
        let changes = self.since.iter().flat_map(|since| &since.actions).flat_map(|(_, words)| words);
        said.chain(channels).chain(changes.map(String::as_str))
    }
}

/// What the plan says over time, as far as nobody's consent was asked yet.
pub(super) struct Heard<'c> {
    pub(super) series: Series,
    answers: Answers,
    /// What was said of each theme that has an answer, as places among the contributions: they may be very many.
    said: Vec<Vec<u32>>,
    /// What changed since an earlier copy, and its day.
    since: Option<(&'c Changes, Option<NaiveDate>)>,
}

impl<'c> Heard<'c> {
    pub(super) fn of(
        file: &File,
        origins: &Origins,
        programme: &Programme,
        since: Option<(&'c Changes, Option<NaiveDate>)>,
    ) -> Self {
        let series = Series::of(file, origins, programme);
        let mut answers = Answers::of(file, origins);
        let all = file.list(&List::Contributions);
        let place = |id: &Id| u32::try_from(all.binary_search_by_key(id, |item| item.id).ok()?).ok();
        let places = |of: &mut Asked| {
            let said = std::mem::take(&mut of.said);
            if of.replies.is_empty() { Vec::new() } else { said.iter().filter_map(place).collect() }
        };
        let said = answers.themes.iter_mut().map(places).collect();
        Self { series, answers, said, since }
    }
}

impl Seen<'_, '_> {
    pub(super) fn over_time(
        &self,
        Heard { mut series, answers, said, since }: Heard<'_>,
        workshops: &[Event<'_>],
        themes: &BTreeMap<&str, usize>,
        actions: &[Action],
        few: &mut BTreeMap<FewHolders, usize>,
        withheld: &mut Withheld,
    ) -> OverTime {
        let named = |theme: &str| {
            let of_action = || actions.iter().any(|action| action.themes().iter().any(|of| of == theme));
            self.guard.may_show(theme) && (themes.contains_key(theme) || of_action())
        };
        series.themes = self.themes_by_workshop(&series, themes);
        // As the workshop is called where it is told of.
        for held in &mut series.workshops {
            let event = workshops.iter().find(|event| event.id == held.id);
            held.title = event.map_or("Workshop", |event| event.title).to_owned();
            held.day = held.day.take().filter(|day| day.date().is_some());
        }
        let open = series.workshops.iter().map(|held| {
            self.file.find(&List::Workshops, held.id).is_some_and(|workshop| cap_of(workshop) == Cap::None)
        });
        let places: BTreeMap<_, usize> = series.workshops.iter().enumerate().map(|(at, held)| (held.id, at)).collect();
        let mut children = vec![(0, 0); series.workshops.len()];
        for voice in self.voices {
            let at = voice.workshop().and_then(|id| places.get(&id));
            if let Some((named, all)) = at.and_then(|at| children.get_mut(*at)) {
                let names = names_children(voice.words()) || voice.translation().is_some_and(names_children);
                *named += usize::from(names);
                *all += 1;
            }
        }
        let mut held = BTreeSet::new();
        let of_themes = answers.themes.iter().zip(&said).filter(|(of, _)| named(&of.theme));
        let became = of_themes.map(|(of, said)| self.became(of, said, actions, &mut held, withheld));
        let mut became: Vec<Became> = became.collect();
        self.hold(&mut became, &held);
        OverTime {
            themes: became,
            promises: self.promises(&answers, workshops, actions, withheld),
            open: open.collect(),
            children,
            since: since.map(|(changes, day)| self.since(changes, day, named, actions, few)),
            series,
        }
    }

    /// Takes out what was withheld under another theme, and the themes that are many only by voices that are not shown.
    fn hold(&self, became: &mut Vec<Became>, held: &BTreeSet<String>) {
        for of in became.iter_mut() {
            for part in of.replies.iter_mut().flat_map(|of| [&mut of.did, &mut of.changed, &mut of.why_not]) {
                part.take_if(|text| held.contains(text));
            }
            of.replies.retain(Reply::is_said);
        }
        if self.rules.audience == Audience::Team {
            return;
        }
        became.retain(|of| !of.replies.is_empty() || of.voices >= ENOUGH);
    }

    /// What became of a theme; the texts that may not be told are noted in `held`.
    fn became(
        &self,
        of: &Asked,
        said_of: &[u32],
        actions: &[Action],
        held: &mut BTreeSet<String>,
        withheld: &mut Withheld,
    ) -> Became {
        let (mut said, mut voices, mut first) = (0, 0_i64, None);
        let about = |(_, voice): &(usize, &Voice<'_>)| voice.themes.contains(&of.theme.as_str());
        for (at, voice) in self.voices.iter().enumerate().filter(about) {
            said += 1;
            voices = voices.saturating_add(all_of(voice));
            // The first that may be told word for word, a call-out before all others.
            let place = (voice.level < Level::Delegate, !voice.star, at);
            first = Some(first.map_or(place, |before| place.min(before)));
        }
        let first = first.map(|(.., at)| at);
        let mut replies = Vec::new();
        let all = self.file.list(&List::Contributions);
        let id = |at: &u32| all.get(usize::try_from(*at).ok()?).map(|item| item.id);
        let said_of: Vec<Id> = said_of.iter().filter_map(id).collect();
        for reply in &of.replies {
            let action = reply.action.map(|id| actions.iter().find(|action| action.id == id));
            // Of an action that is not shown nothing is told.
            if matches!(action, Some(None)) {
                continue;
            }
            let mut plain = |text: &Option<String>| {
                let text = text.as_deref()?;
                let told = self.guard.plain(text, &said_of, withheld);
                if told.is_none() {
                    held.insert(self.guard.unnamed(text, &mut Withheld::default()));
                }
                told
            };
            let (did, changed, why_not) = (plain(&reply.did), plain(&reply.changed), plain(&reply.why_not));
            let about = action.flatten().filter(|action| reply.about.is_some() && action.is_told());
            // "They hang in every practice" says nothing to whoever is not told what hangs there.
            if reply.about.is_some() && about.is_none() {
                continue;
            }
            let about = about.map(|action| action.text.clone());
            let shown = Reply { about, did, changed, why_not, ..reply.clone() };
            replies.extend(shown.is_said().then_some(shown));
        }
        let under_way = of.open.iter().any(|id| actions.iter().any(|action| action.id == *id && action.is_told()));
        Became { theme: of.theme.clone(), said, voices, first, replies, under_way }
    }

    fn promises(
        &self,
        answers: &Answers,
        workshops: &[Event<'_>],
        actions: &[Action],
        withheld: &mut Withheld,
    ) -> Vec<Promised> {
        let mut promises = Vec::new();
        for promise in &answers.promises {
            let workshop = workshops.iter().find(|event| event.id == promise.id).map(|event| event.title.to_owned());
            let action = || actions.iter().find(|action| action.id == promise.id).map(|action| action.text.clone());
            let Some(what) = workshop.or_else(action) else { continue };
            let day = |day: &Option<Day>| day.as_ref().and_then(Day::date);
            promises.push(Promised {
                what,
                due: day(&promise.due),
                given: day(&promise.given),
                channel: promise.channel.as_deref().and_then(|channel| self.guard.plain(channel, &[], withheld)),
            });
        }
        promises
    }

    /// How many voices are shown of each theme at each workshop.
    fn themes_by_workshop(&self, series: &Series, themes: &BTreeMap<&str, usize>) -> Vec<crate::plan::Followed> {
        let mut followed: BTreeMap<&str, Vec<i64>> =
            themes.keys().map(|theme| (*theme, vec![0; series.workshops.len()])).collect();
        for voice in self.voices {
            let at = series.workshops.iter().position(|held| Some(held.id) == voice.workshop());
            for theme in voice.themes.iter() {
                let count = at.and_then(|at| followed.get_mut(theme)?.get_mut(at));
                let voices = all_of(voice);
                if let Some(count) = count {
                    *count = count.saturating_add(voices);
                }
            }
        }
        let followed = followed.into_iter();
        followed.map(|(theme, voices)| crate::plan::Followed { theme: theme.to_owned(), voices }).collect()
    }

    fn since(
        &self,
        changes: &Changes,
        day: Option<NaiveDate>,
        named: impl Fn(&str) -> bool,
        actions: &[Action],
        few: &mut BTreeMap<FewHolders, usize>,
    ) -> Since {
        let mut since = Since { day, counted: changes.counted(), actions: Vec::new(), hidden: 0, themes: Vec::new() };
        for changed in &changes.actions {
            let shown = actions.iter().find(|action| action.id == changed.id);
            if shown.is_none() && !changed.has_dropped() {
                since.hidden += 1;
                continue;
            }
            // Of what has dropped out only the reference is told: nobody can judge its words any more.
            let called = shown
                .map_or_else(|| changed.reference.clone(), |action| format!("{}: {}", action.reference, action.text));
            let words = changed.changes.iter().map(|change| {
                let mut lead = |lead: &Lead| self.guard.called(lead.clone(), self.rules, few);
                match change {
                    // The note as the published action has it; text where a day belongs may be anybody's words.
                    Change::Status { from, to, .. } => {
                        let note = shown.and_then(|action| action.note.clone());
                        Change::Status { from: *from, to: *to, note }.words(&mut lead)
                    }
                    Change::Due { from, to } => {
                        let dated = |day: &Option<Day>| day.clone().filter(|day| day.date().is_some());
                        Change::Due { from: dated(from), to: dated(to) }.words(&mut lead)
                    }
                    // Who is typed only in the earlier copy may have withdrawn since, and nothing here would tell.
                    Change::Lead { from: Some(Lead::Text(_)), to }
                        if self.rules.audience != Audience::Team || !self.file.withdrawn().is_empty() =>
                    {
                        let from = Some(Lead::Text("somebody else".to_owned()));
                        Change::Lead { from, to: to.clone() }.words(&mut lead)
                    }
                    other => other.words(&mut lead),
                }
            });
            since.actions.push((called, words.collect()));
        }
        since.themes = changes.themes.iter().filter(|(theme, ..)| named(theme)).cloned().collect();
        since
    }
}

/// How many say what a voice says: whoever said it, and those who agreed.
fn all_of(voice: &Voice<'_>) -> i64 {
    i64::try_from(voice.agreed()).unwrap_or(i64::MAX).saturating_add(1)
}

/// A count that does not tell one person from two, outside the team.
pub(super) fn counted(view: &Published<'_>, count: i64) -> String {
    match usize::try_from(count).unwrap_or(0) {
        0 => "none".into(),
        few if few < FEW && view.audience != Audience::Team => "1 or 2".into(),
        count => count.to_string(),
    }
}

/// A row of counts; where one of them is not told apart, none is but the zeros, or it could be worked out from the sum.
fn counts(view: &Published<'_>, row: &[i64]) -> Vec<String> {
    let told =
        |count: i64| count == 0 || view.audience == Audience::Team || usize::try_from(count).is_ok_and(|n| n >= FEW);
    let all = row.iter().all(|count| told(*count));
    row.iter().map(|count| if all || *count == 0 { counted(view, *count) } else { "some".into() }).collect()
}

/// What an action or an answer says of what was done, part by part.
fn told(reply: &Reply) -> [String; 3] {
    let about = reply.about.as_ref().map_or_else(String::new, |about| format!("{}: ", capital(about)));
    [&reply.did, &reply.changed, &reply.why_not]
        .map(|part| part.as_ref().map_or_else(String::new, |text| format!("{about}{text}")))
}

/// A theme, how many contributions shown here are about it, and what was done, what changed, and if not, why not.
pub(super) type Answered<'v> = (&'v str, usize, [String; 3]);

/// What became of what several people said, theme by theme.
pub(super) fn answers<'v>(view: &'v Published<'_>) -> impl Iterator<Item = Answered<'v>> {
    view.over_time.themes.iter().map(|of| {
        let mut parts = [String::new(), String::new(), String::new()];
        for reply in &of.replies {
            for (part, text) in parts.iter_mut().zip(told(reply)).filter(|(_, text)| !text.is_empty()) {
                *part = if part.is_empty() { text } else { format!("{part}; {text}") };
            }
        }
        if of.replies.is_empty() {
            // There may be one that is not shown.
            "No answer to show yet".clone_into(&mut parts[0]);
        }
        (of.theme.as_str(), of.said, parts)
    })
}

pub(super) fn you_said(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let rows = answers(view).map(|(theme, _, parts)| std::iter::once(theme.to_owned()).chain(parts).collect());
    let header = ["You said", "We did", "What changed", "If not, why not"];
    to.table("What became of what several people said", &header, rows.collect());
    !view.over_time.themes.is_empty()
}

fn day(day: NaiveDate) -> String {
    Day::Date(day).to_string()
}

pub(super) fn hear_back(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let point = |promise: &Promised| {
        let how = promise.channel.as_ref().map_or_else(String::new, |how| format!(", {how}"));
        match (promise.given, promise.due) {
            (Some(given), _) => format!("{}: people heard back on {}{how}.", promise.what, day(given)),
            (None, Some(due)) if due < view.today => {
                format!("{}: promised by {}, and overdue.", promise.what, day(due))
            }
            (None, Some(due)) => format!("{}: promised by {}.", promise.what, day(due)),
            (None, None) => format!("{}: promised, with no day of the calendar.", promise.what),
        }
    };
    let points: Vec<String> = view.over_time.promises.iter().map(point).collect();
    if !points.is_empty() {
        to.list(points);
    }
    !to.blocks().is_empty()
}

pub(super) fn series(view: &Published<'_>, to: &mut Document<'_>) -> bool {
    let over = &view.over_time;
    let workshops = &over.series.workshops;
    if workshops.len() < 2 {
        return false;
    }
    let numbers: Vec<String> = (1..=workshops.len()).map(|number| number.to_string()).collect();
    let held = workshops.iter().zip(&numbers).map(|(held, number)| {
        let day = held.day.as_ref().map_or_else(|| "no day".to_owned(), ToString::to_string);
        format!("{number}: {day}, {}", held.title)
    });
    to.list(held.collect());
    let header = |what| -> Vec<&str> { std::iter::once(what).chain(numbers.iter().map(String::as_str)).collect() };
    let partners = over.series.partners.iter().map(|of| {
        let here: Vec<i64> = of
            .counts
            .iter()
            .zip(&over.open)
            .map(|((here, _), open)| if *open { i64::try_from(*here).unwrap_or(i64::MAX) } else { 0 })
            .collect();
        let shown = counts(view, &here).into_iter().zip(&over.open);
        let shown = shown.map(|(shown, open)| if *open { shown } else { "not counted".into() });
        std::iter::once(of.title.clone()).chain(shown).collect()
    });
    to.table("People who came, by partner category and workshop", &header("Category"), partners.collect());
    // Of people under a cap nobody may say whom they are with, and so not who was absent either.
    if over.open.iter().all(|open| *open) {
        let never = over.series.never_came_words();
        if !never.is_empty() {
            to.list(never);
        }
    }
    let themes = over.series.themes.iter().map(|of| {
        let word = of.words().unwrap_or_default().to_owned();
        std::iter::once(of.theme.clone()).chain(counts(view, &of.voices)).chain([word]).collect()
    });
    let mut heads = header("Theme");
    heads.push("What became of it");
    to.table("Voices shown here, by theme and workshop", &heads, themes.collect());
    let steps = over.series.steps.iter().filter(|step| step.scores.iter().any(Option::is_some)).map(|step| {
        let scores = step.scores.iter().map(|score| score.map_or("not said", |score| score.title()).to_owned());
        let name = format!("{}. {}", step.number, step.short);
        std::iter::once(name).chain(scores).chain([step.change().unwrap_or_default()]).collect()
    });
    let steps: Vec<Vec<String>> = steps.collect();
    if !steps.is_empty() {
        let mut heads = header("Step of the quick-start guide");
        heads.push("Change");
        to.table("The quick-start guide", &heads, steps);
    }
    let (named, all) = over.children.iter().fold((0, 0), |(named, all), (n, a)| (named + n, all + a));
    to.paragraph(match named {
        0 => "No line shown here names children or young people.".to_owned(),
        _ => format!("Lines shown here that name children or young people: {named} of {all}."),
    });
    true
}

/// The day by which people hear back next, where that was promised.
pub(super) fn next_promise(view: &Published<'_>) -> Option<String> {
    let open = view.over_time.promises.iter().filter(|promise| promise.given.is_none());
    open.filter_map(|promise| promise.due).filter(|due| *due >= view.today).min().map(day)
}

/// What changed by what was done, part by part, each once; of an action, with its reference.
pub(super) fn differences(view: &Published<'_>) -> Vec<String> {
    let mut told = Vec::new();
    for reply in view.over_time.themes.iter().flat_map(|of| &of.replies) {
        let of = |text: &String| reply.reference.as_ref().map_or_else(|| text.clone(), |at| format!("{at}: {text}"));
        if let Some(words) = reply.changed.as_ref().map(of).filter(|words| !told.contains(words)) {
            told.push(words);
        }
    }
    told
}

/// What changed since an earlier copy, in counts, where one was compared.
pub(super) fn counted_since<'v>(view: &'v Published<'_>) -> &'v [String] {
    view.over_time.since.as_ref().map_or(&[], |since| &since.counted)
}

/// What several themes were answered with, told once, and the words it is told beside.
struct Answer<'v> {
    themes: Vec<&'v str>,
    replies: Vec<&'v Reply>,
    quoted: Option<usize>,
}

/// What was answered, each answer once: one may be about several themes, and a theme may have several.
fn answered<'v>(view: &'v Published<'_>) -> Vec<Answer<'v>> {
    let mut told: Vec<(&Reply, Vec<&Became>)> = Vec::new();
    for of in &view.over_time.themes {
        for reply in &of.replies {
            match told.iter_mut().find(|(before, _)| *before == reply) {
                Some((_, about)) => about.push(of),
                None => told.push((reply, vec![of])),
            }
        }
    }
    let mut answers: Vec<Answer<'_>> = Vec::new();
    let mut quoted = BTreeSet::new();
    for (reply, about) in told {
        let themes: Vec<&str> = about.iter().map(|of| of.theme.as_str()).collect();
        if let Some(same) = answers.iter_mut().find(|answer| answer.themes == themes) {
            same.replies.push(reply);
            continue;
        }
        // Words of a theme that is answered here alone tell best what this is the answer to.
        let fresh = about.iter().filter(|of| of.first.is_some_and(|at| !quoted.contains(&at)));
        let first = fresh.min_by_key(|of| of.replies.len()).and_then(|of| of.first);
        quoted.extend(first);
        answers.push(Answer { themes, replies: vec![reply], quoted: first });
    }
    answers
}

/// "You said, we did": plain words for those who came, with no numbers and no references, on one sheet of paper.
pub(super) fn feedback<'v>(view: &'v Published<'v>) -> Document<'v> {
    // What came of it is told whole; of what is still to come, as much as the sheet has room for.
    let sheet = |steps| feedback_with(view, steps);
    let fitting = STEPS.rev().map(sheet).find(|document| overflow(document, 1).is_none());
    fitting.unwrap_or_else(|| sheet(*STEPS.end()))
}

fn feedback_with<'v>(view: &'v Published<'v>, steps: usize) -> Document<'v> {
    let mut document = begin("You said, we did", view);
    document.paragraph("Thank you to everyone who came, spoke and listened. This is what became of what you said.");
    let answers = answered(view);
    for answer in &answers {
        document.heading(2, format!("You said: {}", answer.themes.join(", ")));
        if let Some(voice) = answer.quoted.and_then(|at| view.voices.get(at)) {
            let credit = voice.credit().text().unwrap_or("in other words").to_owned();
            document.quote(voice.words(), voice.language(), voice.translation(), credit);
        }
        for reply in &answer.replies {
            let names = ["We did", "What changed", "We could not do this, because"];
            for (name, text) in names.iter().zip(told(reply)).filter(|(_, text)| !text.is_empty()) {
                document.paragraph(format!("{name}: {text}"));
            }
        }
    }
    if answers.is_empty() {
        document.paragraph("There is nothing to tell of yet.");
    }
    document.heading(2, "What next");
    let points = next(view, steps);
    if points.is_empty() {
        document.paragraph("Nothing is planned yet.");
    } else {
        document.list(points);
    }
    document.heading(2, "What is not shown here, and why");
    let left_out = left_out(view);
    document.paragraph(if left_out.is_empty() { "Nothing was left out.".to_owned() } else { left_out.join(" ") });
    let hosts: BTreeSet<&str> = view.workshops.iter().flat_map(|event| &event.hosts).copied().collect();
    let whom = match hosts.len() {
        0 => "the people who invited you".to_owned(),
        _ => hosts.into_iter().collect::<Vec<_>>().join(" or "),
    };
    document.paragraph(format!(
        "Your words are yours. Ask {whom} at any time to take them out for good. You need not say why. A report that has \
         gone out stays out, but no new one will hold them."
    ));
    sheets::answered(view, &mut document);
    document
}

/// How many steps to come a page for those who came tells of, in the order of the plan.
const STEPS: RangeInclusive<usize> = 3..=6;

/// What is still to come, as many steps of it, and when people hear of it.
fn next(view: &Published<'_>, steps: usize) -> Vec<String> {
    // What may be told in other words only, and is not yet, is nothing to tell of.
    let is_open = |action: &&Action| !matches!(action.status, Status::Done | Status::Stopped) && action.is_told();
    let open = view.actions.iter().filter(is_open);
    let mut points: Vec<String> = open
        .map(|action| {
            let step = match (capital(&action.text), action.day(field::DUE).map(day)) {
                (text, Some(due)) if action.overdue => format!("{text}. Late: it was due on {due}"),
                (text, Some(due)) => format!("{text}, by {due}"),
                (text, None) => text,
            };
            // Bad news as well: who asked for a bus stop is told of a no.
            match &action.note {
                Some(note) => format!("{step}. Last heard: {note}"),
                None => step,
            }
        })
        .collect();
    // How much more there is is said.
    let more = points.len().saturating_sub(steps);
    points.truncate(steps);
    points.extend(match more {
        0 => None,
        1 => Some("1 more step is in the action plan.".to_owned()),
        more => Some(format!("{more} more steps are in the action plan.")),
    });
    let waiting = view.over_time.themes.iter().filter(|of| of.replies.is_empty());
    let (under_way, waiting): (Vec<&Became>, Vec<&Became>) = waiting.partition(|of| of.under_way);
    let names: Vec<&str> = under_way.iter().map(|of| of.theme.as_str()).collect();
    if !names.is_empty() {
        points.push(format!("Work is under way on {}.", names.join(", ")));
    }
    let names: Vec<&str> = waiting.iter().map(|of| of.theme.as_str()).collect();
    if !names.is_empty() {
        // There may be an answer that is not shown.
        points.push(format!("You also spoke of {}. We have no answer to show you yet.", names.join(", ")));
    }
    points.extend(next_promise(view).map(|due| format!("You hear from us again by {due}.")));
    points
}

/// A text that begins as a sentence does.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What changed since an earlier copy of the plan.
pub(super) fn changes<'v>(view: &'v Published<'v>) -> Document<'v> {
    let mut document = begin("What changed", view);
    match &view.over_time.since {
        Some(since) => tell_changes(view, since, &mut document),
        None => document.paragraph("No earlier copy was named to compare this with."),
    }
    finish(view, &mut document, Vec::new());
    document
}

fn tell_changes(view: &Published<'_>, since: &Since, document: &mut Document<'_>) {
    let when = since.day.map_or_else(|| "the earlier copy".to_owned(), day);
    document.heading(2, format!("What changed since {when}"));
    if since.counted.is_empty() && since.themes.is_empty() && since.actions.is_empty() {
        document.paragraph("Nothing has changed.");
    }
    if !since.counted.is_empty() {
        document.list(since.counted.clone());
    }
    if !since.actions.is_empty() {
        document.heading(3, "Actions");
        document.list(since.actions.iter().map(|(called, words)| format!("{called}: {}", words.join("; "))).collect());
    }
    if since.hidden > 0 {
        document.paragraph(format!("Actions that changed and are not shown here: {}.", since.hidden));
    }
    if !since.themes.is_empty() {
        document.heading(3, "Themes with more or fewer voices");
        let rows = since.themes.iter().map(|(theme, was, is)| {
            let [was, is] = [*was, *is].map(|count| counted(view, count));
            vec![theme.clone(), was, is]
        });
        document.table("Voices of each theme", &["Theme", "Before", "Now"], rows.collect());
    }
}
