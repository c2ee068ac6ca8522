//! What each form does when it is finished.

use super::app::{App, Screen, save};
use super::commands::{
    self, about, agenda, agreed, answers, assets, card, export, flip_chart, groups, harvest, header, lens, line,
    one_of_many, plan as plan_commands, room, themes, topics, votes, withdraw, workshop,
};
use super::desk::{Desk, Details};
use super::message::{Effect, Place};
use super::opening::{go_beside, go_on};
use super::overlays::{Form, Purpose, find, sheet};
use super::pace;
use super::update::begin_consent;
use crate::model::fields::Workshop;
use crate::model::file::File;
use crate::plan::{clock_time, latest_workshop};

/// Finishes a form; an error is what is wrong with it, and the form stays.
pub(super) fn finish(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    app.edit(|desk, _| desk.seen.clone_from(&form.seen));
    let done = keep(app, form);
    app.edit(|desk, _| desk.seen = None);
    done
}

fn keep(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    match &form.purpose {
        Purpose::NewWorkshop => new_workshop(app, form, None),
        Purpose::Template(earlier) => new_workshop(app, form, Some(earlier)),
        Purpose::Part(place, there) => agenda::keep_part(app, *place, *there, form),
        Purpose::Details => {
            let details = details(app, form)?;
            let delta = app.edit(|desk, now| {
                let id = desk.view.workshop().map(|w| w.id())?;
                desk.change(now, |edit| details.write(edit, id))
            });
            app.say("The details are kept");
            Ok(save(delta.flatten()))
        }
        Purpose::People => {
            let mut effects = workshop::seat(app, &form.value("people"));
            if app.run.setting_up {
                effects.extend(begin_consent(app));
            }
            Ok(effects)
        }
        Purpose::RecordHere | Purpose::RecordBeside => record(app, form),
        Purpose::Action(id) => plan_commands::keep_action(app, *id, form),
        Purpose::Whose => match form.value("name") {
            name if name.is_empty() => Err("Say whose words.".into()),
            name => Ok(withdraw::withdraw(app, &name)),
        },
        Purpose::Withdraw => match form.value("word").to_lowercase().as_str() {
            "withdraw" => Ok(withdraw::withdraw_now(app)),
            _ => Err("Type the word withdraw, or press Esc.".into()),
        },
        Purpose::Strike(id, text) => match form.value("word").to_lowercase().as_str() {
            "strike" => Ok(line::strike_now(app, *id, text)),
            _ => Err("Type the word strike, or press Esc.".into()),
        },
        Purpose::IdeaAction(lines) => one_of_many::keep_idea_action(app, lines, form),
        Purpose::FlipChart => flip_chart::keep(app, form),
        Purpose::Line(id) => about::keep_line(app, *id, form),
        Purpose::Card => card::keep_card(app, form),
        Purpose::Connectors(workshop) => Ok(room::keep_connectors(app, *workshop, form)),
        Purpose::AssessNote(framework, entry) => Ok(lens::keep_note(app, framework, entry, form)),
        Purpose::Heat(action) => lens::keep_heat(app, *action, form),
        Purpose::Chosen(story) => Ok(lens::keep_chosen(app, *story, form)),
        Purpose::Celebration => lens::keep_celebration(app, form),
        Purpose::Header => header::keep(app, form),
        Purpose::Agreed(action) => agreed::keep(app, *action, form),
        Purpose::Group(id) => groups::keep_group(app, *id, form),
        Purpose::Task(group, id) => groups::keep_task(app, *group, *id, form),
        Purpose::Topic(id) => topics::keep(app, *id, form),
        Purpose::Rated(id) => Ok(harvest::keep(app, *id, form)),
        Purpose::Ballot(vote) => votes::keep_ballot(app, *vote, form),
        Purpose::Hands(vote) => votes::keep_hands(app, *vote, form),
        Purpose::Sought => {
            assets::seek(app, &form.value("sought"));
            Ok(Vec::new())
        }
        Purpose::Answer(theme) => answers::keep_answer(app, theme, form),
        Purpose::Given(list, id) => answers::keep_given(app, list, *id, form),
        Purpose::GuideNote(step) => Ok(room::keep_note(app, *step, form)),
        Purpose::Theme(name) => themes::keep_theme(app, name, form),
        Purpose::Status(id) => Ok(plan_commands::keep_status(app, *id, form)),
        Purpose::Merge => {
            let paths = plan_commands::paths(&form.value("from"));
            let plan = form.value("plan");
            if paths.is_empty() || plan.is_empty() {
                return Err("Say which files or folder, and which plan file.".into());
            }
            Ok(sheet::look(app, paths, plan.into()))
        }
        Purpose::Import => match form.value("from") {
            from if from.is_empty() => Err("Say which file or folder.".into()),
            from => Ok(sheet::importing::look(app, from.into(), &form.value("into"))),
        },
        Purpose::Settle(list, id, name) => sheet::keep_third(app, list, *id, name, form),
        Purpose::Export => export::begin(app, form),
        Purpose::Open => match form.value("path") {
            path if path.is_empty() => Err("Say which file.".into()),
            path => Ok(vec![Effect::Open(path.into())]),
        },
        Purpose::HandIn => match form.value("folder") {
            folder if folder.is_empty() => Err("Say which folder.".into()),
            folder => Ok(vec![Effect::HandIn(folder.into())]),
        },
        Purpose::HandOut => {
            let tables = form.value("tables").parse::<usize>().ok().filter(|n| (1..=40).contains(n));
            let tables = tables.ok_or("Say how many tables, 1 to 40.")?;
            let set_up = workshop::set_up(app).ok_or("No file is open.")?;
            let desk = app.desk.as_ref().ok_or("No file is open.")?;
            let stem = desk.path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = stem.split('.').next().unwrap_or_default().to_owned();
            let copies = (1..=tables).map(|n| (format!("{stem}.table-{n}.json"), set_up.clone())).collect();
            Ok(vec![Effect::HandOut(form.value("folder").into(), copies)])
        }
        Purpose::Words(id) => find::correct(app, *id, form),
        Purpose::Paraphrase(id) => match form.value("text") {
            text if text.is_empty() => Err("Say it in other words.".into()),
            text => Ok(line::write_paraphrase(app, *id, &text)),
        },
    }
}

fn details(app: &App, form: &Form) -> Result<Details, String> {
    let title = form.value("title");
    if title.is_empty() {
        return Err("Give the workshop a title.".into());
    }
    let hour = |key, what: &str| match form.value(key) {
        typed if typed.is_empty() => Ok(typed),
        typed => match clock_time(&typed) {
            Some(time) => Ok(time.format("%H:%M").to_string()),
            None => Err(format!("Say when it {what} as 09:30.")),
        },
    };
    let date = plan_commands::day(app, &form.value("date"))?.unwrap_or_default();
    Ok(Details {
        title,
        date,
        pcn: form.value("pcn"),
        place: form.value("place"),
        starts: hour("starts", "starts")?,
        ends: hour("ends", "ends")?,
        question: form.value("question"),
        connector: form.value("connector"),
        cap: form.value("cap"),
        // Neither is asked for, and writing the details leaves both as they are.
        earlier: None,
        practice: false,
    })
}

fn new_workshop(app: &mut App, form: &Form, earlier: Option<&File>) -> Result<Vec<Effect>, String> {
    let mut details = details(app, form)?;
    if let Some(before) = earlier.and_then(latest_workshop).map(Workshop) {
        details.earlier = Some(before.id());
        // What follows a practice workshop is practice too.
        details.practice = before.practice();
    }
    let name = form.value("name");
    if name.is_empty() {
        return Err("Say who records.".into());
    }
    let writer = app.settings.writers.draw();
    let file = Desk::workshop(&details, earlier, writer, app.now);
    let mut desk = Desk::new(std::path::PathBuf::new(), file.clone(), &[], writer);
    let recorder = desk.record_as(&name, &form.value("table"), app.now);
    let mut whole = file;
    if let Some(recorder) = &recorder {
        whole.join(recorder);
    }
    app.desk = Some(desk);
    pace::opened(app);
    app.run.begin(None);
    app.run.setting_up = true;
    app.screen = Screen::Run;
    let place = Place::New { folder: None, title: details.title.clone(), date: details.date.clone() };
    app.say("Type what people say and press Enter. /? shows the marks and commands");
    commands::by_id(app, "people", "");
    Ok(vec![Effect::Begin(place, whole)])
}

/// Begins to record in the file that was read, or in a new one beside it.
fn record(app: &mut App, form: &Form) -> Result<Vec<Effect>, String> {
    let (name, table) = (form.value("name"), form.value("table"));
    if name.is_empty() {
        return Err("Say who records.".into());
    }
    let Some(opened) = app.offered.take() else { return Ok(Vec::new()) };
    let who = Some((name.as_str(), table.as_str()));
    Ok(if form.purpose == Purpose::RecordBeside { go_beside(app, *opened, who) } else { go_on(app, *opened, who) })
}
