//! What the commands of votes do: one made, ballots taken one person after another, hands counted, a vote closed.

use crate::capture;
use crate::model::fields::{Contribution, Delegate, List};
use crate::model::programme::{Ballot, Standing};
use crate::model::stamp::Id;
use crate::model::words::{Kind, Position, Status, VoteKind};
use crate::plan::{DOTS, Poll, RANKS, Seat, VoteMeans, latest_open, latest_workshop};
use crate::publish::visible;
use crate::tui::app::{App, save};
use crate::tui::desk::{NewVote, Voter};
use crate::tui::message::Effect;
use crate::tui::overlays::sheet::{self, Sheet, voting_tables};
use crate::tui::overlays::{Form, Input, Overlay, Pending, Purpose};
use crate::tui::pace;

/// So many options a room can read and number.
const MOST_OPTIONS: usize = 20;
/// What is typed after a close to close for everybody.
const ALL: &str = "all";

/// Shows the votes, or makes one.
pub(super) fn vote(app: &mut App, rest: &str) -> Vec<Effect> {
    // At a step that holds a vote there is nothing to be told but that it begins.
    let begins = pace::ballot(app).is_some()
        && app.desk.as_ref().is_some_and(|desk| latest_open(&desk.polls(), |_| true).is_none());
    if rest.trim().is_empty() && !begins {
        sheet::open(app, Sheet::Votes);
        return Vec::new();
    }
    let new = match read_vote(app, rest) {
        Ok(new) => new,
        Err(fault) => {
            app.warn(fault);
            return Vec::new();
        }
    };
    let count = new.options.len();
    let delta = app.edit(|desk, now| desk.make_vote(&new, now)).flatten();
    let made = app.desk.as_ref().and_then(|desk| desk.polls().pop());
    app.say(match made {
        Some(poll) if poll.kind == VoteKind::Position => {
            format!("V{} is open: for, against or unsure. /position @3 for takes one, /close-vote ends it", poll.number)
        }
        Some(poll) => {
            let how = if poll.takes_ballots() { "/ballot @3 1 2" } else { "/hands 12 3" };
            format!(
                "V{} is open: {count} options, {}. {how} counts, /vote shows the numbers, /close-vote ends it",
                poll.number,
                poll.rule()
            )
        }
        None => "No vote was made".into(),
    });
    save(delta)
}

/// What was typed of a vote: how, how many, what is asked, and the options after a colon.
fn read_vote(app: &App, rest: &str) -> Result<NewVote, String> {
    let (first, after) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    let named = match first.to_lowercase().as_str() {
        "dots" => Some(VoteKind::Dots),
        "rank" | "ranking" => Some(VoteKind::Rank),
        "hands" => Some(VoteKind::Hands),
        "position" | "positions" => Some(VoteKind::Position),
        _ => None,
    };
    let step = pace::ballot(app);
    let of_step = step.map(|(ballot, _)| match ballot {
        Ballot::Rank => VoteKind::Rank,
        Ballot::Dots => VoteKind::Dots,
    });
    let kind = named.or(of_step).unwrap_or(VoteKind::Dots);
    let mut text = if named.is_some() { after.trim() } else { rest.trim() };
    let mut limit = None;
    if let (true, Some((number, after))) = (named.is_some(), text.split_once(char::is_whitespace))
        && let Ok(number) = number.parse::<usize>()
    {
        (limit, text) = (Some(number), after.trim());
    }
    let bounds = match kind {
        VoteKind::Dots => Some(("dots", &DOTS.1)),
        VoteKind::Rank => Some(("ranks", &RANKS.1)),
        VoteKind::Hands | VoteKind::Position => None,
    };
    match (limit, bounds) {
        (Some(asked), Some((what, bounds))) if !bounds.contains(&asked) => {
            return Err(format!("Each person may have {} to {} {what}, not {asked}", bounds.start(), bounds.end()));
        }
        (Some(_), None) => return Err("A number of dots or ranks is for /vote dots and /vote rank".into()),
        _ => {}
    }
    let (question, options) = match text.rsplit_once(':') {
        Some((question, options)) if options.contains(';') || source_of(options).is_some() => (question, options),
        _ => (text, ""),
    };
    let question = capture::clean(question);
    let options = if kind == VoteKind::Position { Vec::new() } else { options_of(app, options)? };
    if kind != VoteKind::Position && options.len() < 2 {
        let hint = "Name two options or more, with ; between them: /vote dots Which first? : a bus; a hall";
        return Err(hint.to_owned());
    }
    if options.len() > MOST_OPTIONS {
        let count = options.len();
        return Err(format!("That is {count} options, and a room can read {MOST_OPTIONS}: name those to vote on"));
    }
    let stage = app.desk.as_ref().and_then(|desk| desk.stage(&app.programme)).map(|stage| stage.id.clone());
    let question = match question {
        question if !question.is_empty() => question,
        _ if kind == VoteKind::Position => return Err("Say what people are to be for or against".into()),
        // So that the two rankings of a method are told apart.
        _ => match step {
            Some((_, title)) => format!("{title}: what should come first?"),
            None => "What should come first?".to_owned(),
        },
    };
    Ok(NewVote { kind, question, limit, options, standing: None, stage })
}

/// What the word for a list of options stands for.
fn source_of(typed: &str) -> Option<&'static str> {
    ["ideas", "actions", "themes"].into_iter().find(|word| typed.trim().eq_ignore_ascii_case(word))
}

fn options_of(app: &App, typed: &str) -> Result<Vec<VoteMeans>, String> {
    if let Some(source) = source_of(typed) {
        return Ok(listed(app, source));
    }
    if typed.trim().is_empty() {
        let lists = ["ideas", "actions", "themes"].map(|source| listed(app, source));
        return Ok(lists.into_iter().find(|list| list.len() > 1).unwrap_or_default());
    }
    let mut options: Vec<VoteMeans> = Vec::new();
    for text in typed.split(';').map(capture::clean).filter(|text| !text.is_empty()) {
        let option = match text.strip_prefix('#') {
            Some(theme) => VoteMeans::Theme(theme.trim().to_owned()),
            None => VoteMeans::Text(text.clone()),
        };
        if options.contains(&option) {
            return Err(format!("{} stands twice among the options", visible(&text)));
        }
        options.push(option);
    }
    Ok(options)
}

/// The ideas of the stage, the actions that are open, or the themes by the alphabet.
fn listed(app: &App, source: &str) -> Vec<VoteMeans> {
    let Some(desk) = &app.desk else { return Vec::new() };
    match source {
        "ideas" => {
            let stage = desk.stage(&app.programme).map(|stage| stage.id.as_str());
            let ideas = desk.view.live(&List::Contributions).filter(|item| item.has_base()).map(Contribution);
            let here =
                ideas.filter(|said| said.kind() == Some(Kind::Idea) && (said.stage() == stage || desk.is_plan()));
            here.map(|said| VoteMeans::Item(said.id())).collect()
        }
        "actions" => {
            let rows = app.plan.rows(app);
            let open = rows.iter().filter(|row| !matches!(row.status, Status::Done | Status::Stopped));
            let mut ids: Vec<Id> = open.map(|row| row.id).collect();
            ids.sort();
            ids.into_iter().map(VoteMeans::Item).collect()
        }
        _ => {
            let mut themes: Vec<&String> = desk.room().themes.iter().map(|(theme, _)| theme).collect();
            themes.sort();
            themes.into_iter().cloned().map(VoteMeans::Theme).collect()
        }
    }
}

/// A vote as it stands now.
fn poll_of(app: &App, vote: Id) -> Option<Poll> {
    app.desk.as_ref()?.polls().into_iter().find(|poll| poll.id == vote)
}

/// Takes `v2` off the beginning or the end of what was typed.
fn named_vote(rest: &str) -> (Option<usize>, String) {
    let number = |word: &str| {
        let digits = word.strip_prefix(['v', 'V'])?;
        digits.parse::<usize>().ok()
    };
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    let mut at = [Some(0), words.len().checked_sub(1)].into_iter().flatten();
    let found = at.find_map(|at| words.get(at).and_then(|word| number(word)).map(|number| (at, number)));
    if let Some((at, _)) = found {
        words.remove(at);
    }
    (found.map(|(_, number)| number), words.join(" "))
}

/// The vote that a command names, or the last one that is open at this table and takes what is given.
fn chosen(app: &mut App, number: Option<usize>, takes: impl Fn(&Poll) -> bool, none: &str) -> Option<Poll> {
    let (polls, recorder) = app.desk.as_ref().map(|desk| (desk.polls(), desk.recorder))?;
    let open_here = |poll: &Poll| takes(poll) && !poll.closed_at.contains(&recorder);
    let Some(number) = number else {
        let found = latest_open(&polls, open_here).cloned();
        if found.is_none() {
            app.warn(none);
        }
        return found;
    };
    let Some(poll) = polls.into_iter().find(|poll| poll.number == number) else {
        app.warn(format!("There is no vote V{number}: /vote shows them"));
        return None;
    };
    match () {
        () if !takes(&poll) => app.warn(format!("V{number} is by {}", poll.kind.title())),
        () if !poll.is_open() => app.warn(format!("V{number} is closed. /open-vote v{number} opens it again")),
        () if !open_here(&poll) => {
            app.warn(format!("V{number} is closed at your table. /open-vote v{number} opens it again"));
        }
        () => return Some(poll),
    }
    None
}

/// The delegate in the seat with this number at a workshop: in a plan each workshop has its own third seat.
fn in_seat(app: &App, workshop: Option<Id>, typed: &str) -> Option<(Id, String)> {
    let desk = app.desk.as_ref()?;
    let number = typed.trim_start_matches(['@', ';']).parse::<i64>().ok();
    let came = |seat: &&Seat| {
        let to = desk.view.find(&List::Delegates, seat.delegate).and_then(|item| Delegate(item).workshop());
        workshop.is_none() || to.is_none() || to == workshop
    };
    let mut seats = desk.room().seats.iter().filter(|seat| number.is_some() && seat.number == number);
    seats.find(came).map(|seat| (seat.delegate, seat.name.clone()))
}

/// Whose ballot it is, as typed before the options: a seat, a kind of partner, or nothing for somebody.
fn voter(app: &App, workshop: Option<Id>, typed: &str) -> Result<(Voter, String), String> {
    let typed = typed.trim();
    if typed.is_empty() || typed == "@?" {
        return Ok((Voter::Somebody, "A ballot".into()));
    }
    if typed.starts_with(['@', ';']) {
        let seat = in_seat(app, workshop, typed).map(|(id, name)| (Voter::Person(id), format!("The ballot of {name}")));
        return seat.ok_or_else(|| format!("Nobody sits in {}", visible(typed)));
    }
    let category = app.programme.find_category(typed);
    category
        .map(|of| (Voter::Category(of.id.clone()), format!("A ballot of {}", of.title)))
        .ok_or_else(|| format!("“{}” is neither a seat, as @3, nor a kind of partner", visible(typed)))
}

/// Parts a ballot into who and which options.
fn parted(typed: &str) -> (String, Vec<usize>) {
    let typed = typed.replace(',', " ");
    let words: Vec<&str> = typed.split_whitespace().collect();
    let numbers = words.iter().rev().take_while(|word| word.parse::<usize>().is_ok()).count();
    let (who, picks) = words.split_at(words.len() - numbers);
    (who.join(" "), picks.iter().filter_map(|word| word.parse().ok()).collect())
}

const NO_BALLOTS: &str = "No vote by ballot is open: /vote makes one, /open-vote opens the last one again";
const NO_HANDS: &str = "No show of hands is open: /vote hands makes one";

/// Takes a ballot, or one after another.
pub(super) fn ballot(app: &mut App, rest: &str) -> Vec<Effect> {
    let (number, rest) = named_vote(rest);
    let Some(poll) = chosen(app, number, Poll::takes_ballots, NO_BALLOTS) else { return Vec::new() };
    if rest.is_empty() {
        lay_ballot(app, &poll, "");
        return Vec::new();
    }
    let counted = take(app, &poll, &rest);
    tell(app, counted)
}

/// Says what was noted, or why nothing was.
fn tell(app: &mut App, counted: Result<(Vec<Effect>, String), String>) -> Vec<Effect> {
    match counted {
        Ok((effects, said)) => {
            app.say(said);
            effects
        }
        Err(fault) => {
            app.warn(fault);
            Vec::new()
        }
    }
}

/// Takes one ballot as it was typed; says what is noted.
fn take(app: &mut App, poll: &Poll, typed: &str) -> Result<(Vec<Effect>, String), String> {
    let (who, picks) = parted(typed);
    let (who, picks) = match (poll.kind, who.rsplit_once(' ').unwrap_or(("", &who))) {
        // For, against or unsure is a word here and no number.
        (VoteKind::Position, (before, word)) if picks.is_empty() => {
            let position = Position::named(&word.to_lowercase()).ok_or("Say for, against or unsure: @3 for")?;
            (before.to_owned(), vec![position as usize + 1])
        }
        _ => (who, picks),
    };
    let (voter, called) = voter(app, poll.workshop, &who)?;
    let choices = poll.mark(&picks)?;
    let delta = app.edit(|desk, now| desk.cast(poll.id, &voter, &choices, now)).flatten();
    let now = poll_of(app, poll.id);
    let corrected = now.as_ref().is_some_and(|now| now.ballots == poll.ballots);
    let turnout = now.map(|now| now.turnout()).unwrap_or_default();
    let done = if corrected { "is corrected" } else { "is in" };
    Ok((save(delta), format!("{called} {done}: {turnout}")))
}

/// Lays a form that takes one after another, with the options by their numbers; what was noted last is its title.
fn lay(app: &mut App, poll: &Poll, said: &str, fresh: &str, mut form: Form) {
    let Some(desk) = &app.desk else { return };
    let options = poll.options.iter().zip(1..);
    form.aside = options.map(|(option, number)| format!("{number}. {}", desk.option_words(&option.means))).collect();
    form.title = if said.is_empty() { format!("V{}: {fresh}", poll.number) } else { said.to_owned() };
    form.at_once = true;
    app.lay(Overlay::Form(form));
}

/// Asks for the ballot of the next person.
fn lay_ballot(app: &mut App, poll: &Poll, said: &str) {
    let hint = match poll.kind {
        VoteKind::Position => "@3 for; against and unsure too",
        VoteKind::Rank => "@3 4 1 2 ranks 4 first; no seat for somebody",
        _ => "@3 1 1 4; no seat for somebody",
    };
    let inputs = vec![Input::new("ballot", "Ballot", "", hint)];
    let intro = format!("{} Enter takes it and asks for the next person's; an empty line ends.", poll.question);
    let form = Form::new(Purpose::Ballot(poll.id), "", &intro, inputs, "Keep this ballot");
    lay(app, poll, said, &format!("{}, {}", poll.rule(), poll.turnout()), form);
}

/// Keeps a ballot of the form and asks for the next.
pub(in crate::tui) fn keep_ballot(app: &mut App, vote: Id, form: &Form) -> Result<Vec<Effect>, String> {
    let typed = form.value("ballot");
    let poll = poll_of(app, vote).ok_or("This vote is not here any more.")?;
    if typed.is_empty() {
        app.say(format!("V{}: {}. /close-vote ends it", poll.number, poll.turnout()));
        return Ok(Vec::new());
    }
    // It may have been closed for everybody while the form was open.
    if !poll.is_open() {
        return Err(format!("V{} was closed meanwhile: nothing is kept.", poll.number));
    }
    let (effects, said) = take(app, &poll, &typed)?;
    if let Some(poll) = poll_of(app, vote) {
        lay_ballot(app, &poll, &said);
    }
    Ok(effects)
}

/// Takes a position; puts the standing question where no such vote is open.
pub(super) fn position(app: &mut App, rest: &str) -> Vec<Effect> {
    let (number, typed) = named_vote(rest);
    let takes = |poll: &Poll| poll.kind == VoteKind::Position;
    let open = app.desk.as_ref().is_some_and(|desk| latest_open(&desk.polls(), takes).is_some());
    if number.is_none() && !open {
        return put_and_take(app, &typed);
    }
    let Some(poll) = chosen(app, number, takes, "Every such vote is closed at your table: /open-vote") else {
        return Vec::new();
    };
    if typed.is_empty() {
        lay_ballot(app, &poll, "");
        return Vec::new();
    }
    let counted = take(app, &poll, &typed);
    tell(app, counted)
}

/// The first position on a standing question puts it.
fn put_and_take(app: &mut App, typed: &str) -> Vec<Effect> {
    let Some(question) = app.programme.standing.first().cloned() else {
        app.warn("No question is open for positions: /vote position and the question puts one");
        return Vec::new();
    };
    if let Some(poll) = standing_poll(app, &question.id) {
        let number = poll.number;
        app.warn(format!("V{number}, {}, is closed. /open-vote v{number} opens it again", question.ask));
        return Vec::new();
    }
    if typed.is_empty() {
        return put(app, &question);
    }
    let (who, word) = typed.rsplit_once(' ').unwrap_or(("", typed));
    let Some(position) = Position::named(&word.to_lowercase()) else {
        app.warn("Say for, against or unsure: /position @3 for");
        return Vec::new();
    };
    let workshop = app.desk.as_ref().and_then(|desk| latest_workshop(&desk.view)).map(|item| item.id);
    let (voter, called) = match voter(app, workshop, who) {
        Ok(voter) => voter,
        Err(fault) => {
            app.warn(fault);
            return Vec::new();
        }
    };
    let new = standing_vote(&question);
    let delta = app.edit(|desk, now| desk.put_and_cast(&new, &voter, position.name(), now)).flatten();
    let turnout = standing_poll(app, &question.id).map(|poll| poll.turnout()).unwrap_or_default();
    app.say(format!("“{}” is put. {called} is in: {turnout}", question.ask));
    save(delta)
}

/// The vote on a standing question at this workshop.
fn standing_poll(app: &App, question: &str) -> Option<Poll> {
    let desk = app.desk.as_ref()?;
    let workshop = latest_workshop(&desk.view).map(|item| item.id);
    let of = |poll: &Poll| poll.standing.as_deref() == Some(question) && poll.workshop == workshop;
    desk.polls().into_iter().find(of)
}

fn standing_vote(question: &Standing) -> NewVote {
    NewVote {
        kind: VoteKind::Position,
        question: question.ask.clone(),
        limit: None,
        options: Vec::new(),
        standing: Some(question.id.clone()),
        stage: None,
    }
}

fn put(app: &mut App, question: &Standing) -> Vec<Effect> {
    if let Some(poll) = standing_poll(app, &question.id) {
        let state = if poll.is_open() { "is open" } else { "is closed: /open-vote opens it again" };
        app.say(format!("V{}, {}, {state}", poll.number, question.ask));
        return Vec::new();
    }
    let new = standing_vote(question);
    let delta = app.edit(|desk, now| desk.make_vote(&new, now)).flatten();
    app.say(format!("“{}” is put. /position @3 for takes one, /hands 12 3 4 counts them", question.ask));
    save(delta)
}

/// Puts a standing question of the programme, or asks which.
pub(super) fn standing(app: &mut App, rest: &str) -> Vec<Effect> {
    let questions = app.programme.standing.clone();
    match questions.iter().find(|of| of.id == rest.trim()).or(questions.first().filter(|_| questions.len() == 1)) {
        Some(question) => put(app, question),
        None if questions.is_empty() => {
            app.say("This programme has no standing question");
            Vec::new()
        }
        None => {
            let option = |of: &Standing| (of.ask.clone(), Pending::Command("standing", of.id.clone()));
            let options = questions.iter().map(option).collect();
            app.lay(Overlay::Choose { title: "Which standing question is to be put?".into(), options, at: 0 });
            Vec::new()
        }
    }
}

/// Keeps how many hands were counted.
pub(super) fn hands(app: &mut App, rest: &str) -> Vec<Effect> {
    let (number, rest) = named_vote(rest);
    let Some(poll) = chosen(app, number, Poll::takes_hands, NO_HANDS) else { return Vec::new() };
    if rest.is_empty() {
        lay_hands(app, &poll, "");
        return Vec::new();
    }
    let counted = count(app, &poll, &rest);
    tell(app, counted)
}

fn count(app: &mut App, poll: &Poll, typed: &str) -> Result<(Vec<Effect>, String), String> {
    // `for 12 against 3` says which by its word.
    let words: Vec<&str> =
        typed.split_whitespace().filter(|word| Position::named(&word.to_lowercase()).is_none()).collect();
    let (who, counts) = parted(&words.join(" "));
    let category = match who.as_str() {
        "" => None,
        who => Some(
            app.programme
                .find_category(who)
                .map(|of| (of.id.clone(), of.title.clone()))
                .ok_or_else(|| format!("“{}” is no kind of partner known here: /hands residents 5 1", visible(who)))?,
        ),
    };
    let named: Vec<Position> =
        typed.split_whitespace().filter_map(|word| Position::named(&word.to_lowercase())).collect();
    let tokens: Vec<String> = match poll.kind {
        VoteKind::Position if !named.is_empty() => named.iter().map(|of| of.name().to_owned()).collect(),
        _ => poll.options.iter().map(|option| option.token.clone()).collect(),
    };
    if tokens.len() != counts.len() {
        return Err(format!("Say {} numbers, one for each option in turn, and 0 for none", tokens.len()));
    }
    if let Some(many) = counts.iter().find(|count| **count > 100_000) {
        return Err(format!("{many} hands are more than a room has"));
    }
    let pairs: Vec<(String, usize)> = tokens.into_iter().zip(counts).collect();
    let of = category.as_ref().map(|(id, _)| id.as_str());
    let delta = app.edit(|desk, now| desk.count_hands(poll.id, of, &pairs, now)).flatten();
    let whose = category.map_or_else(String::new, |(_, title)| format!(" of {title}"));
    Ok((
        save(delta),
        format!("The hands{whose} are noted. /hands again corrects them, /close-vote ends V{}", poll.number),
    ))
}

fn lay_hands(app: &mut App, poll: &Poll, said: &str) {
    let inputs =
        vec![Input::new("hands", "Hands", "", "a number for each in turn; residents 5 1 0 for a kind of partner")];
    let intro = format!("{} Enter keeps them; an empty line ends.", poll.question);
    let form = Form::new(Purpose::Hands(poll.id), "", &intro, inputs, "Keep these");
    lay(app, poll, said, &poll.turnout(), form);
}

/// Keeps the hands of the form and asks for the next kind of partner.
pub(in crate::tui) fn keep_hands(app: &mut App, vote: Id, form: &Form) -> Result<Vec<Effect>, String> {
    let typed = form.value("hands");
    let poll = poll_of(app, vote).filter(Poll::is_open).ok_or("This vote is not open any more: nothing is kept.")?;
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let (effects, said) = count(app, &poll, &typed)?;
    lay_hands(app, &poll, &said);
    Ok(effects)
}

/// Closes a vote for this table, or for everybody; once it is closed everywhere it is counted.
pub(super) fn close(app: &mut App, rest: &str) -> Vec<Effect> {
    let (all, rest) = match rest.trim().strip_suffix(ALL) {
        Some(rest) => (true, rest.trim().to_owned()),
        None => (false, rest.trim().to_owned()),
    };
    let (number, rest) = named_vote(&rest);
    if !rest.is_empty() {
        app.warn("Say which vote: /close-vote v2, or /close-vote v2 all for everybody");
        return Vec::new();
    }
    let Some(desk) = &app.desk else { return Vec::new() };
    let polls = desk.polls();
    let recorder = desk.recorder;
    let here = |poll: &Poll| all || !poll.closed_at.contains(&recorder);
    let found = match number {
        Some(number) => polls.iter().find(|poll| poll.number == number),
        None => latest_open(&polls, here),
    };
    let Some(poll) = found.filter(|poll| poll.is_open()).cloned() else {
        app.warn(if number.is_some() { "That vote is not open: /vote shows them" } else { "No vote is open" });
        return Vec::new();
    };
    if !here(&poll) {
        app.warn(format!(
            "V{0} is closed at your table already. /close-vote v{0} all closes it for everybody",
            poll.number
        ));
        return Vec::new();
    }
    // A plan is nobody's table: who closes a vote there closes it.
    let event = if all || recorder.is_none() { "close-all" } else { "close" };
    let delta = app.edit(|desk, now| desk.note_vote(&poll, event, now)).flatten();
    match poll_of(app, poll.id) {
        Some(now) if now.is_open() => {
            let tables = app.desk.as_ref().map(|desk| voting_tables(desk, &now.open_at).join("; ")).unwrap_or_default();
            app.say(format!(
                "V{0} is closed at your table, and still open at: {tables}. /close-vote v{0} all closes it for everybody",
                now.number
            ));
        }
        Some(now) => {
            sheet::open(app, Sheet::Votes);
            app.say(format!("V{} is closed: {}", now.number, now.turnout()));
        }
        None => {}
    }
    save(delta)
}

/// Opens a vote again: for this table where others still vote, and else for everybody.
pub(super) fn open_again(app: &mut App, rest: &str) -> Vec<Effect> {
    let (number, _) = named_vote(rest);
    let Some(desk) = &app.desk else { return Vec::new() };
    let (polls, recorder) = (desk.polls(), desk.recorder);
    let closed = |poll: &&Poll| !poll.is_open() || poll.closed_at.contains(&recorder);
    let found = match number {
        Some(number) => polls.iter().find(|poll| poll.number == number),
        None => polls.iter().rev().find(closed),
    };
    let Some(poll) = found.filter(closed).cloned() else {
        app.warn(if number.is_some() { "That vote is not closed: /vote shows them" } else { "No vote is closed" });
        return Vec::new();
    };
    let event = if poll.is_open() { "open" } else { "open-all" };
    let delta = app.edit(|desk, now| desk.note_vote(&poll, event, now)).flatten();
    app.say(format!("V{} is open again: what it came to is hidden until it is closed", poll.number));
    save(delta)
}
