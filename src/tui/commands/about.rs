//! All about a line: one form for everything that can be known of it, and what is written of it.

use super::line::line_of_words;
use super::plan::{self, day};
use crate::capture;
use crate::model::edit::Edit;
use crate::model::fields::{Contribution, Field, List, field};
use crate::model::item::Item;
use crate::model::kind::{DETAILS, Detail, Holds};
use crate::model::language;
use crate::model::stamp::{Id, Moment};
use crate::model::words::{Kind, Level};
use crate::plan::note_action;
use crate::tui::app::{App, save};
use crate::tui::desk::Desk;
use crate::tui::message::Effect;
use crate::tui::overlays::{Form, Input, Overlay, Purpose};

/// What a line may show of health creation.
const FEATURES: &str =
    "control, contact, confidence, listening, truth-telling, strengths, self-organising, power-shifting";

/// What a line may be tagged with beside that: what it is called, the list, and the field. Strands are of assets and
/// actions alone.
const TAGGED: [(&str, &str, Field); 2] =
    [("Evidence for", "benefits", field::BENEFITS), ("Strands", "community-centred", field::STRANDS)];

/// The answers to yes or no.
fn yes_or_no() -> Vec<(String, String)> {
    [("", "no"), ("yes", "yes")].map(|(value, shown)| (value.to_owned(), shown.to_owned())).into()
}

/// A choice of words before which stands that none was chosen.
fn words(none: &str, words: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), none.to_owned())).chain(words).collect()
}

/// Opens everything that is known of the line.
pub(super) fn about(app: &mut App, _: &str) -> Vec<Effect> {
    let Some(id) = line_of_words(app) else { return Vec::new() };
    let Some(desk) = &app.desk else { return Vec::new() };
    let Some(item) = desk.view.find(&List::Contributions, id) else { return Vec::new() };
    let said = Contribution(item);
    let kind = said.kind().unwrap_or(Kind::Quote);
    let speaker = said.speaker().map(|id| desk.speaker_name(Some(id))).unwrap_or_default();
    let kinds = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.title().to_owned())).collect();
    let stages = app.programme.stages.iter().map(|stage| (stage.id.clone(), stage.title.clone()));
    let level = said.consent().unwrap_or(Level::Paraphrase);
    let levels = Level::ALL.iter().map(|l| (l.name().to_owned(), format!("{} {}", l.name(), l.title()))).collect();
    let spoken = said.language().map(language::name).unwrap_or_default();
    let flag = |set: bool| if set { "yes" } else { "" };
    let mut inputs = vec![
        Input::new("text", "Words", said.text().unwrap_or_default(), "the earlier wording is kept: /wordings shows it"),
        Input::new("speaker", "Speaker", &speaker, "a seat such as @3, or a name; empty where nobody knows"),
        Input::choice("kind", "Kind", kind.name(), kinds),
        Input::choice("stage", "Stage", said.stage().unwrap_or_default(), words("not said", stages)),
        Input::new("themes", "Themes", &desk.room().themes_of(item).join(", "), "parted by commas"),
        Input::choice("consent", "Consent", level.name(), levels),
        Input::new("paraphrase", "In other words", said.paraphrase().unwrap_or_default(), "shown at level 1"),
        Input::new("language", "Language", &spoken, "such as Welsh or Bengali, or a tag such as cy"),
        Input::new("translation", "In English", said.translation().unwrap_or_default(), "where it was not in English"),
        Input::choice("star", "Call-out", flag(said.star()), yes_or_no()),
        Input::choice("stub", "To be finished", flag(said.stub()), yes_or_no()),
        Input::new("features", "Shows", &said.features().collect::<Vec<_>>().join(", "), FEATURES),
    ];
    for (label, id, field) in TAGGED {
        let framework = app.programme.framework(id);
        let known =
            |tag: &str| framework.and_then(|of| of.entry(tag)).map_or_else(|| tag.to_owned(), |of| of.title.clone());
        let tags: Vec<String> = item.set(field).map(known).collect();
        let offered: Vec<&str> = framework.into_iter().flat_map(|of| &of.entries).map(|of| of.title.as_str()).collect();
        inputs.push(Input::new(
            field.name(),
            label,
            &tags.join("; "),
            &format!("parted by semicolons: {}", offered.join("; ")),
        ));
    }
    let held = holder(desk, id, kind).and_then(|(list, id)| desk.view.find(&list, id)).unwrap_or(item);
    inputs.extend(DETAILS.iter().map(|detail| input(desk, detail, held)));
    let time = said.time().and_then(|time| time.get(11..16)).unwrap_or_default();
    let intro = format!("Said at {time}. Only what you change is written.");
    let mut form = Form::new(Purpose::Line(id), "All about this line", &intro, inputs, "Keep this line");
    fit_line(&mut form);
    app.lay(Overlay::Form(form));
    Vec::new()
}

/// The field of a detail.
fn input(desk: &Desk, detail: &Detail, item: &Item) -> Input {
    let (key, title, field) = (detail.field.name(), detail.title, detail.field);
    let text = item.text(field).unwrap_or_default();
    let mut input = match detail.holds {
        Holds::Text => Input::new(key, title, text, ""),
        Holds::Person => Input::new(key, title, &desk.person_name(text), "somebody: @3 is seat 3; or a name or role"),
        Holds::People => {
            let names: Vec<String> = item.set(field).map(|stored| desk.person_name(stored)).collect();
            Input::new(key, title, &names.join(", "), "parted by commas; @3 is seat 3")
        }
        Holds::Day => Input::new(key, title, text, "as 4/12, fri, +2w or 2026-12-04"),
        Holds::Flag => Input::choice(key, title, if item.flag(field) { "yes" } else { "" }, yes_or_no()),
        Holds::Word(list) => {
            let list = list().into_iter().map(|(name, title)| (name.to_owned(), title.to_owned()));
            Input::choice(key, title, text, words("not said", list))
        }
    };
    if field == field::ON_FILE {
        input.hint = "← → to change; a spotlight leaves only with consent on file".into();
    }
    if field == field::PSEUDONYM {
        input.hint = "← → to change; it takes consent on file all the same".into();
    }
    input
}

/// Shows the fields that what is chosen in others calls for, and keeps the rest aside with what is typed in them.
pub(in crate::tui) fn fit(form: &mut Form) {
    match form.purpose {
        Purpose::Line(_) => fit_line(form),
        Purpose::Action(_) => plan::fit(form),
        _ => {}
    }
}

/// Shows the details that the chosen kind has.
fn fit_line(form: &mut Form) {
    let kind = Kind::named(&form.value("kind")).unwrap_or(Kind::Quote);
    let has_strands = matches!(kind, Kind::Asset | Kind::Action);
    let of_kind = |input: &Input| {
        (has_strands && input.key == field::STRANDS.name())
            || kind.details().any(|detail| detail.field.name() == input.key)
    };
    let is_detail = |input: &Input| {
        input.key == field::STRANDS.name() || DETAILS.iter().any(|detail| detail.field.name() == input.key)
    };
    let (details, always): (Vec<Input>, Vec<Input>) =
        form.inputs.drain(..).chain(form.spare.drain(..)).partition(is_detail);
    let (mut here, spare): (Vec<Input>, Vec<Input>) = details.into_iter().partition(of_kind);
    here.sort_by_key(|input| DETAILS.iter().position(|detail| detail.field.name() == input.key));
    form.inputs = always;
    form.inputs.extend(here);
    form.spare = spare;
}

/// Where the details of a line stand: in the action made of it, where it is one.
fn holder(desk: &Desk, id: Id, kind: Kind) -> Option<(List, Id)> {
    let made = (kind == Kind::Action).then(|| desk.actions_made_with(id)).into_iter().flatten().next();
    made.map(|action| (List::Actions, action))
}

/// A value to be written: words, a yes or no, a level, or several.
enum Change {
    Text(List, Field, Option<String>),
    Flag(List, Field, bool),
    Set(List, Field, Vec<String>, Vec<String>),
}

/// Keeps what was changed in the form of a line, as one command.
pub(in crate::tui) fn keep_line(app: &mut App, id: Id, form: &Form) -> Result<Vec<Effect>, String> {
    let desk = app.desk.as_ref().ok_or("No file is open.")?;
    let item = desk.view.find(&List::Contributions, id).ok_or("The line is not here any more.")?.clone();
    let kind = Kind::named(&form.value("kind")).unwrap_or(Kind::Quote);
    let before = Contribution(&item).kind().unwrap_or(Kind::Quote);
    let turned = kind != before;
    let mut changes = Vec::new();
    let mut names = Vec::new();
    for input in form.inputs.iter().filter(|input| input.is_changed()) {
        let mut label = input.label.chars();
        let first = label.next().into_iter().flat_map(char::to_lowercase);
        names.push(first.chain(label).collect::<String>());
        changes.push(change(app, desk, &item, input)?);
    }
    if names.is_empty() {
        app.say("The line is as it was");
        return Ok(Vec::new());
    }
    let made = desk.actions_made_with(id);
    let evidence = id.to_string();
    let rests = desk.view.live(&List::Actions).any(|action| action.set(field::EVIDENCE).any(|said| said == evidence));
    let makes = turned && kind == Kind::Action && made.is_empty() && !rests;
    let delta = app.edit(|desk, now| {
        desk.change(now, |edit| {
            if turned {
                // A line that is no action after all leaves the plan, and comes back with it.
                for action in &made {
                    edit.set(&List::Actions, *action, field::REMOVED, kind != Kind::Action);
                }
            }
            let action = if makes { Some(make_action(edit, &item, form, now)) } else { made.first().copied() };
            for change in &changes {
                change.write(edit, id, action.filter(|_| kind == Kind::Action));
            }
            if let (Some(action), true) = (action, makes) {
                carry_details(edit, &item, form, action);
            }
        })
    });
    app.run.leave_line();
    app.say(format!("The line is kept: {}", names.join(", ")));
    Ok(save(delta.flatten()))
}

/// The action that a line becomes with its kind.
fn make_action(edit: &mut Edit<'_>, item: &Item, form: &Form, now: Moment) -> Id {
    let said = Contribution(item);
    let level = form.value("consent");
    let text = Some(form.value("text")).filter(|_| level != Level::Room.name());
    let stage = form.value("stage");
    let stage = Some(stage.as_str()).filter(|stage| !stage.is_empty());
    note_action(edit, item.id, text.as_deref(), stage, said.themes(), now)
}

/// Copies what the line knew of itself, as a decision say, to the action it becomes; what was changed is there already.
fn carry_details(edit: &mut Edit<'_>, item: &Item, form: &Form, action: Id) {
    let kept = |key: &str| form.inputs.iter().any(|input| input.key == key && !input.is_changed());
    for detail in Kind::Action.details().filter(|detail| kept(detail.field.name())) {
        if let Some(value) = item.get(detail.field) {
            edit.set(&List::Actions, action, detail.field, value.clone());
        }
        for element in item.set(detail.field) {
            edit.put(&List::Actions, action, detail.field, element);
        }
    }
}

impl Change {
    /// Writes it; what belongs to the action goes there, where the line is one.
    fn write(&self, edit: &mut Edit<'_>, id: Id, action: Option<Id>) {
        let place = |list: &List| match (list, action) {
            (List::Actions, Some(action)) => (List::Actions, action),
            _ => (List::Contributions, id),
        };
        match self {
            Self::Text(list, field, value) => {
                let (list, id) = place(list);
                match value {
                    None => edit.clear(&list, id, *field),
                    Some(value) if *field == field::CONSENT => {
                        if let Some(level) = Level::named(value) {
                            edit.set(&list, id, *field, level);
                        }
                    }
                    Some(value) => edit.set(&list, id, *field, value.as_str()),
                }
                if *field == field::TEXT && list == List::Contributions {
                    // The room has not heard these words yet.
                    edit.clear(&list, id, field::CONFIRMED);
                }
                if *field == field::SPEAKER
                    && let Some(speaker) = value.as_deref().and_then(|value| value.parse().ok())
                {
                    edit.carry(&List::Delegates, speaker);
                }
            }
            Self::Flag(list, field, value) => {
                let (list, id) = place(list);
                edit.set(&list, id, *field, *value);
            }
            Self::Set(list, field, put, take) => {
                let (list, id) = place(list);
                for element in put {
                    edit.put(&list, id, *field, element);
                }
                for element in take {
                    edit.take(&list, id, *field, element);
                }
            }
        }
    }
}

/// What a changed field of the form writes.
fn change(app: &App, desk: &Desk, item: &Item, input: &Input) -> Result<Change, String> {
    let list = List::Contributions;
    let typed = capture::clean(input.entry.text());
    let some = |typed: String| Some(typed).filter(|typed| !typed.is_empty());
    let parted = |typed: &str| -> Vec<String> {
        typed.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let text = |field: Field| Change::Text(list.clone(), field, some(typed.clone()));
    Ok(match input.key {
        "text" if typed.is_empty() => return Err("A line needs words: /remove takes a line away.".into()),
        "text" => text(field::TEXT),
        "speaker" => {
            let nobody = matches!(typed.as_str(), "" | "?" | "@?" | ";?");
            let speaker = if nobody { None } else { Some(desk.delegate(&typed).ok_or_else(|| nobody_called(&typed))?) };
            Change::Text(list, field::SPEAKER, speaker.map(|id| id.to_string()))
        }
        "kind" if typed == Kind::Safeguarding.name() => {
            return Err("The words of this line are kept already: /withdraw takes it out, then enter !g alone.".into());
        }
        "kind" => text(field::KIND),
        "stage" => text(field::STAGE),
        "consent" => text(field::CONSENT),
        "paraphrase" => text(field::PARAPHRASE),
        "translation" => text(field::TRANSLATION),
        "language" => {
            let unknown = || format!("“{typed}” is no language known here: its English name, or its tag, such as cy.");
            let tag = if typed.is_empty() { None } else { Some(language::tag(&typed).ok_or_else(unknown)?) };
            Change::Text(list, field::LANGUAGE, tag)
        }
        "features" => {
            let held: Vec<String> = item.set(field::FEATURES).map(str::to_owned).collect();
            let unknown = |word: &String| format!("“{word}” is none of: {FEATURES}.");
            let words = parted(&typed);
            let meant = words.iter().map(|word| match super::room::feature(word) {
                Some(feature) => Ok(feature.name().to_owned()),
                None if held.contains(word) => Ok(word.clone()),
                None => Err(unknown(word)),
            });
            let meant = meant.collect::<Result<Vec<String>, String>>()?;
            difference(list, field::FEATURES, &held, &meant)
        }
        key if TAGGED.iter().any(|(.., field)| field.name() == key) => return tags_change(app, item, key, &typed),
        "star" => Change::Flag(list, field::STAR, typed == "yes"),
        "stub" => Change::Flag(list, field::STUB, typed == "yes"),
        "themes" => {
            let held: Vec<String> = item.set(field::THEMES).map(str::to_owned).collect();
            let meant = desk.tags_meant(&parted(&typed), &held);
            difference(list, field::THEMES, &held, &meant)
        }
        key => return detail_change(app, desk, item, key, &typed),
    })
}

/// The tags of a list that are meant, by their titles or the beginnings of these.
fn tags_change(app: &App, item: &Item, key: &str, typed: &str) -> Result<Change, String> {
    let (_, id, field) = TAGGED.iter().find(|(.., field)| field.name() == key).ok_or("There is no such field.")?;
    let held: Vec<String> = item.set(*field).map(str::to_owned).collect();
    let framework = app.programme.framework(id).ok_or("The programme has no such list.")?;
    let parts = typed.split(';').map(str::trim).filter(|part| !part.is_empty());
    let meant = parts.map(|part| match framework.meant(part) {
        Some(entry) => Ok(entry.id.clone()),
        None if held.iter().any(|held| held == part) => Ok(part.to_owned()),
        None => Err(format!("“{part}” is none of {}: /lens {id} shows them.", framework.title.to_lowercase())),
    });
    let meant = meant.collect::<Result<Vec<String>, String>>()?;
    Ok(difference(List::Contributions, *field, &held, &meant))
}

fn detail_change(app: &App, desk: &Desk, item: &Item, key: &str, typed: &str) -> Result<Change, String> {
    let detail = DETAILS.iter().find(|detail| detail.field.name() == key).ok_or("There is no such detail.")?;
    // The action holds them where the line is one; the line itself where it is not.
    let list = List::Actions;
    let some = |value: String| Some(value).filter(|value| !value.is_empty());
    Ok(match detail.holds {
        Holds::Text | Holds::Word(_) => Change::Text(list, detail.field, some(typed.to_owned())),
        Holds::Person => Change::Text(list, detail.field, some(desk.stored_person(typed))),
        Holds::Day => {
            let day: Option<String> = day(app, typed)?;
            Change::Text(list, detail.field, day)
        }
        Holds::Flag => Change::Flag(list, detail.field, typed == "yes"),
        Holds::People => {
            let held = holder(desk, item.id, Contribution(item).kind().unwrap_or(Kind::Quote));
            let held = held.and_then(|(list, id)| desk.view.find(&list, id)).map_or(item, |held| held);
            let held: Vec<String> = held.set(detail.field).map(str::to_owned).collect();
            let people = typed.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
            let same = |name: &str| held.iter().find(|stored| desk.person_name(stored) == name).cloned();
            let meant: Vec<String> =
                people.map(|name| same(name).unwrap_or_else(|| desk.stored_person(name))).collect();
            difference(list, detail.field, &held, &meant)
        }
    })
}

fn difference(list: List, set: Field, held: &[String], meant: &[String]) -> Change {
    let put = meant.iter().filter(|element| !held.contains(element)).cloned().collect();
    let take = held.iter().filter(|element| !meant.contains(element)).cloned().collect();
    Change::Set(list, set, put, take)
}

fn nobody_called(typed: &str) -> String {
    format!("Nobody here is called “{typed}”: type a seat such as @3 or a name, or leave it empty.")
}
