//! The room as its facilitator sees it: voices, partners, tables, and what was seen of health creation.

use chrono::TimeDelta;

use super::{Key, Page, Row, Sheet, clashes};
use crate::model::fields::{List, Workshop};
use crate::model::programme::Category;
use crate::model::stamp::Moment;
use crate::plan::{Balance, Coverage, Features, Introductions, Leads, Seat, Table, coverage, note_invited, tables};
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::widgets::fitted;

/// Cells for the name of a category.
const NAME: usize = 50;
/// After so long without a line a table counts as quiet.
const QUIET: TimeDelta = TimeDelta::minutes(3);

/// The parts of the room's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who is heard, who leads, who met whom.
    Voices,
    /// The kinds of partner, and the host.
    Partners,
    /// The recorders, and what two of them changed at once.
    Tables,
    /// The three Cs and the five features.
    Features,
}

/// The page.
pub fn page(app: &App, part: Part) -> Page {
    let Some(desk) = &app.desk else { return Page::default() };
    let tab = |key, name, part| (key, name, Sheet::Room(part));
    let tabs = vec![
        tab('v', "Voices", Part::Voices),
        tab('k', "Kinds of partner", Part::Partners),
        tab('t', "Tables", Part::Tables),
        tab('h', "Health creation", Part::Features),
    ];
    let rows = match part {
        Part::Voices => voices(app, desk),
        Part::Partners => partners(app, desk),
        Part::Tables => self::tables_rows(app, desk),
        Part::Features => features(desk),
    };
    let shown = if app.run.room_hidden { "show the panel" } else { "hide the panel" };
    let keys = vec![Key::command('p', shown, "panel", "")];
    Page { title: "The room · for you only".into(), tabs, rows, keys, ..Page::default() }
}

/// A count and its noun.
fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

fn voices(app: &App, desk: &Desk) -> Vec<Row> {
    let (room, categories) = (desk.room(), &app.programme.categories);
    let mut rows = vec![Row::text(balance_words(&Balance::of(room, categories)))];
    rows.push(Row::text(leads_words(Leads::of(&desk.view, room, categories))));
    rows.push(Row::text(met_words(desk, &Introductions::of(&desk.view, room, categories))));
    rows.push(Row::default());
    let name = vec![Key::command('n', "name them", "connector", "")];
    rows.extend(connector_rows(desk.view.workshop()).map(|text| Row::text(text).with(name.clone())));
    rows.push(Row::default());
    let unheard = waiting(desk, app.now);
    if room.seats.is_empty() {
        rows.push(Row::text("Nobody has a seat yet. /people adds people, /join one of them."));
    } else if unheard.is_empty() {
        rows.push(Row::text("Everybody has been heard."));
    } else {
        rows.push(Row::heading(format!("Not yet heard, longest first: {} of {}", unheard.len(), room.people().len())));
        rows.extend(unheard.iter().map(|(seat, minutes)| {
            let number = seat.number.map_or_else(String::new, |number| format!("{number} "));
            let category = category_of(categories, seat).map_or("no category", |category| category.title.as_str());
            Row::text(format!("{number}{}, {category}: {}", seat.name, many(*minutes, "minute", "minutes")))
        }));
    }
    rows
}

fn category_of<'a>(categories: &'a [Category], seat: &Seat) -> Option<&'a Category> {
    let id = seat.category.as_deref()?;
    categories.iter().find(|category| category.id == id)
}

/// Who said how much, in words and numbers.
pub(super) fn balance_words(balance: &Balance) -> String {
    let unknown = match balance.unknown {
        0 => String::new(),
        n => format!(" Not counted: {} from people without a category.", many(n, "line", "lines")),
    };
    let Some(shares) = balance.shares() else {
        return format!("Voices: nothing has been said yet by people whose category is known.{unknown}");
    };
    let shares = shares.map(|(sector, share)| format!("{} {share}%", sector.title())).join(", ");
    format!("Voices: {shares}, of {}.{unknown}", many(balance.total(), "line", "lines"))
}

/// How many actions community partners lead, and a prompt where it is none.
pub(super) fn leads_words(leads: Leads) -> String {
    if leads.actions == 0 {
        return "Actions: none yet.".into();
    }
    let mut words = match leads.community {
        0 => format!(
            "Actions: {}, none led by a community partner. Which of them could one lead, and what would it need?",
            leads.actions
        ),
        led => {
            format!("Actions: {led} of {} led by community partners ({}%).", leads.actions, led * 100 / leads.actions)
        }
    };
    if leads.nobody > 0 {
        words.extend([format!(" No lead yet: {}.", leads.nobody)]);
    }
    if leads.unknown > 0 {
        words.extend([format!(" Led by somebody whose category is not known: {}.", leads.unknown)]);
    }
    words
}

/// How many links there are, and who has none.
fn met_words(desk: &Desk, met: &Introductions) -> String {
    let mut words = format!("Introductions: {}, {} across sectors.", many(met.links, "link", "links"), met.across);
    if met.links == 0 {
        words.push_str(" /link 4 9 notes that seats 4 and 9 have met.");
    } else if !met.alone.is_empty() {
        let names: Vec<String> = met.alone.iter().map(|id| desk.short_name(Some(*id))).collect();
        words.extend([format!(" No link yet: {}.", names.join(", "))]);
    }
    words
}

/// The two connectors; a blank is shown as open (R3, R4).
fn connector_rows(workshop: Option<Workshop<'_>>) -> impl Iterator<Item = String> + use<> {
    let some = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let connector = some(workshop.and_then(Workshop::connector));
    let experience = some(workshop.and_then(Workshop::experience));
    let strategic = some(workshop.and_then(Workshop::strategic));
    let open = || "open, nobody is named".to_owned();
    let experience = match (&connector, experience) {
        (_, Some(experience)) => format!(". Experience: {experience}"),
        (Some(_), None) => ". Experience: not said".to_owned(),
        (None, None) => String::new(),
    };
    [
        format!("Connector in the room: {}{experience}", connector.unwrap_or_else(open)),
        format!("Connector to the wider system: {}", strategic.unwrap_or_else(open)),
    ]
    .into_iter()
}

/// What the plan says of roles that nobody has, and of actions that no community partner leads (R4, R9).
pub fn open_roles(app: &App) -> Vec<String> {
    let Some(desk) = &app.desk else { return Vec::new() };
    let blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    let mut open = Vec::new();
    for workshop in desk.view.live(&List::Workshops).map(Workshop) {
        let title = workshop.title().unwrap_or("a workshop without a title");
        if blank(workshop.connector()) {
            open.push(format!("No connector in the room: {title}"));
        }
        if blank(workshop.strategic()) {
            open.push(format!("No connector to the wider system: {title}"));
        }
    }
    let leads = Leads::of(&desk.view, desk.room(), &app.programme.categories);
    if leads.actions > 0 && leads.community == 0 {
        open.push(leads_words(leads));
    }
    open
}

/// Who has not been heard, longest first, with the minutes since both they and the workshop were here.
pub(super) fn waiting(desk: &Desk, now: Moment) -> Vec<(&Seat, usize)> {
    let began = desk.room().began().and_then(|stamp| stamp.time());
    let minutes = |seat: &Seat| {
        let came = seat.delegate.stamp.time();
        let since = came.max(began)?;
        usize::try_from((now.to_utc() - since).num_minutes()).ok()
    };
    let mut waiting: Vec<(&Seat, usize)> =
        desk.room().not_heard().into_iter().map(|seat| (seat, minutes(seat).unwrap_or(0))).collect();
    waiting.sort_by_key(|(_, minutes)| std::cmp::Reverse(*minutes));
    waiting
}

/// The kinds of partner with the local ones below theirs, then the host and whoever fits none.
pub(super) fn counted(app: &App, desk: &Desk) -> Vec<Coverage> {
    let mut counted = coverage(desk.room(), &app.programme.categories);
    if let Some(workshop) = desk.view.workshop() {
        note_invited(&mut counted, workshop);
    }
    let (below, mut ordered): (Vec<Coverage>, Vec<Coverage>) =
        counted.into_iter().partition(|coverage| coverage.under.is_some());
    for local in below.into_iter().rev() {
        let parent = ordered.iter().position(|coverage| Some(&coverage.id) == local.under.as_ref());
        ordered.insert(parent.map_or(ordered.len(), |at| at + 1), local);
    }
    ordered
}

fn partners(app: &App, desk: &Desk) -> Vec<Row> {
    let counted = counted(app, desk);
    let columns = |name: &str, of: [&str; 4]| {
        let [invited, here, said, leads] = of;
        format!("{} {invited:<7} {here:>4} {said:>5} {leads:>5}", fitted(name, NAME))
    };
    let number = |count: usize| if count == 0 { "none".to_owned() } else { count.to_string() };
    let partners = counted.iter().filter(|coverage| coverage.partner).count();
    let mut rows = vec![Row {
        text: columns("", ["invited", "here", "spoke", "leads"]),
        spoken: Some(format!("{partners} kinds of partner, local ones below theirs, and the host")),
        heading: true,
        ..Row::default()
    }];
    for of in &counted {
        let indent = if of.under.is_some() { "  " } else { "" };
        let name = format!("{indent}{}", of.title);
        let invited = if of.invited { "yes" } else { "no" };
        let of_them = [number(of.present), number(of.spoke), number(of.leads)];
        let local = if of.under.is_some() { ", local" } else { "" };
        let keys = if of.id.is_empty() {
            Vec::new()
        } else {
            let label = if of.invited { "not invited after all" } else { "invited" };
            vec![Key::command('i', label, "invite", of.id.as_str())]
        };
        rows.push(Row {
            text: columns(&name, [invited, &of_them[0], &of_them[1], &of_them[2]]),
            spoken: Some(format!(
                "{}{local}: {}, here {}, spoke {}, leads {}",
                of.title,
                if of.invited { "invited" } else { "not invited" },
                of_them[0],
                of_them[1],
                of_them[2]
            )),
            keys,
            ..Row::default()
        });
    }
    rows.push(Row::default());
    rows.extend(zero_words(&counted).into_iter().map(Row::text));
    rows
}

/// Each zero by name.
pub(super) fn zero_words(counted: &[Coverage]) -> Vec<String> {
    let speaks_for = |of: &Coverage, has: &dyn Fn(&Coverage) -> bool| {
        has(of) || counted.iter().any(|local| local.under.as_deref() == Some(of.id.as_str()) && has(local))
    };
    let zero = |has: &dyn Fn(&Coverage) -> bool, also: &dyn Fn(&Coverage) -> bool| -> Vec<&str> {
        let partners = counted.iter().filter(|of| of.partner && speaks_for(of, also));
        partners.filter(|of| !speaks_for(of, has)).map(|of| of.title.as_str()).collect()
    };
    let here = |of: &Coverage| of.present > 0;
    let any = |_: &Coverage| true;
    let lists = [
        ("Nobody is here from", zero(&here, &any)),
        ("Nobody was invited from", zero(&|of| of.invited || of.present > 0, &any)),
        ("Here, and not heard", zero(&|of| of.spoke > 0, &here)),
        ("Here, and leads no action", zero(&|of| of.leads > 0, &here)),
    ];
    let named = lists.into_iter().filter(|(_, names)| !names.is_empty());
    named.map(|(what, names)| format!("{what} ({}): {}.", names.len(), names.join("; "))).collect()
}

fn tables_rows(app: &App, desk: &Desk) -> Vec<Row> {
    let mut rows: Vec<Row> = table_lines(desk, app.now).into_iter().map(Row::text).collect();
    if rows.is_empty() {
        rows.push(Row::text("Nobody records yet."));
    }
    rows.push(Row::default());
    rows.extend(clashes::rows(app, desk));
    rows
}

/// Each table: who records, how many lines, and when it was last heard from.
pub fn table_lines(desk: &Desk, now: Moment) -> Vec<String> {
    tables(&desk.view, desk.room(), &desk.origins).iter().map(|table| table_line(desk, table, now)).collect()
}

fn table_line(desk: &Desk, table: &Table, now: Moment) -> String {
    let own = Some(table.recorder) == desk.recorder;
    let place = table.table.as_ref().map(|place| {
        let mut letters = place.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let place: String = first.chain(letters).collect();
        if place.chars().all(|c| c.is_ascii_digit()) { format!("Table {place}: ") } else { format!("{place}: ") }
    });
    let own_mark = if own { " (this window)" } else { "" };
    let last = if own { table.last } else { desk.heard_from.get(&table.recorder).copied().or(table.last) };
    let heard = last.map_or_else(|| "nothing yet".to_owned(), |last| since(now - last));
    let lines = many(table.lines, "line", "lines");
    format!("{}{}{own_mark}, {lines}, {heard}", place.unwrap_or_default(), table.name)
}

/// How long ago something was, in words.
pub(super) fn since(ago: TimeDelta) -> String {
    let minutes = |ago: TimeDelta| usize::try_from(ago.num_minutes()).unwrap_or(0);
    match ago {
        // A clock that runs ahead says nothing of how long ago it was.
        ago if ago < TimeDelta::seconds(5) => "just now".into(),
        ago if ago < TimeDelta::minutes(1) => format!("{} seconds ago", ago.num_seconds()),
        ago if ago < QUIET => format!("{} ago", many(minutes(ago), "minute", "minutes")),
        ago if ago < TimeDelta::hours(2) => format!("quiet for {}", many(minutes(ago), "minute", "minutes")),
        ago if ago < TimeDelta::days(2) => format!("quiet for {} hours", ago.num_hours()),
        ago => format!("quiet for {} days", ago.num_days()),
    }
}

/// The heat strip: a row each, zeros and all.
fn features(desk: &Desk) -> Vec<Row> {
    let features: &Features = desk.features();
    let most = features.counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let mut rows = vec![Row::heading(format!(
        "The three Cs and the five features: {} of {} lines and actions show one",
        features.tagged,
        features.tagged + features.untagged
    ))];
    for (nth, (feature, count)) in features.counts.iter().enumerate() {
        if nth == 3 {
            rows.push(Row::default());
        }
        let shown = if *count == 0 { "none yet".to_owned() } else { count.to_string() };
        let bar = "█".repeat((count * 30).div_ceil(most));
        rows.push(Row {
            text: format!("{} {} {shown}", fitted(feature.title(), 24), bar),
            spoken: Some(format!("{}: {shown}", feature.title())),
            ..Row::default()
        });
    }
    rows.push(Row::default());
    rows.push(Row::text("/tag control tags the line being corrected, or the last one; again takes the tag away."));
    rows
}
