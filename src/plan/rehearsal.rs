//! A rehearsal: the set-up of a workshop to be tried out, with plainly invented people and nothing that anybody said.
//!
//! It is a workshop of its own, marked as practice, so that nothing ever joins it with the real one. Whatever is taken
//! over is a text of the set-up that holds no name and no words of the real workshop; what holds any stays behind.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::agenda::Agenda;
use super::carried::present;
use crate::model::edit::Edit;
use crate::model::fields::{Delegate, Field, List, Workshop, field};
use crate::model::file::File;
use crate::model::item::Item;
use crate::model::programme::Programme;
use crate::model::stamp::Id;

/// What a rehearsal's title begins with, wherever it stands: on the screen, on the wall, in a report.
pub const MARK: &str = "PRACTICE";
/// First names of invented people, one for each letter.
const FIRST: [&str; 26] = [
    "Ada", "Ben", "Cleo", "Dan", "Edie", "Finn", "Gus", "Hana", "Ivo", "Jude", "Kit", "Lena", "Milo", "Nell", "Otto",
    "Pia", "Quinn", "Rosa", "Seth", "Tess", "Uma", "Vic", "Wren", "Xan", "Yara", "Zac",
];
/// Surnames that nobody takes for anybody's.
const LAST: [&str; 3] = ["Example", "Sample", "Practice"];
/// A shorter text says too little to be somebody's words inside a longer one.
const SHORT: usize = 12;

/// Whether any workshop of a file is practice, removed or not; none where it has no workshop.
pub fn is_practice(file: &File) -> Option<bool> {
    let workshops = file.list(&List::Workshops);
    (!workshops.is_empty()).then(|| workshops.iter().any(|workshop| says_practice(workshop)))
}

/// Whether a workshop is marked as practice.
pub fn says_practice(workshop: &Item) -> bool {
    // A set stands where another program wrote a list for the flag.
    Workshop(workshop).practice() || workshop.set(field::PRACTICE).next().is_some()
}

/// Writes a rehearsal of the workshop in `real` into a new workshop: its card, its agenda and as many people.
pub fn rehearse(edit: &mut Edit<'_>, real: &File, programme: &Programme, workshop: Id) {
    let behind = Behind::of(real);
    let mut invented = Invented::beside(&behind);
    let list = &List::Workshops;
    edit.set(list, workshop, field::PRACTICE, true);
    let before = real.workshop();
    let title = before.and_then(|before| before.title()).filter(|title| behind.may_come(title)).unwrap_or("Workshop");
    let unmarked = title.strip_prefix(MARK).map_or(title, |rest| rest.trim_start_matches([':', ' ']));
    edit.set(list, workshop, field::TITLE, format!("{MARK}: {unmarked}"));
    if let Some(before) = before {
        write_card(edit, before, programme, workshop, &behind, &mut invented);
    }
    let agenda = Agenda::of(real, programme);
    for (at, part) in agenda.parts.iter().filter(|part| part.id.is_some()).enumerate() {
        let mut part = part.clone();
        part.left_out = false;
        part.leads = part.leads.iter().map(|lead| invented.name(lead)).collect();
        part.stage = part.stage.filter(|stage| programme.stage(stage).is_some());
        if !behind.may_come(&part.title) {
            part.title = format!("Part {}", at + 1);
        }
        let id = edit.create(&List::Agenda);
        edit.set(&List::Agenda, id, field::WORKSHOP, workshop);
        part.write(edit, id, at);
    }
    let mut people: Vec<Delegate<'_>> = present(real).map(Delegate).collect();
    people.sort_by_key(|person| (person.seat().unwrap_or(i64::MAX), person.id()));
    for person in people {
        let list = &List::Delegates;
        let id = edit.create(list);
        edit.set(list, id, field::WORKSHOP, workshop);
        if let Some(seat) = person.seat() {
            edit.set(list, id, field::SEAT, seat);
        }
        let name = match person.name() {
            Some(name) => invented.name(name),
            None => invented.next(),
        };
        edit.set(list, id, field::NAME, name);
        // A category that somebody typed may say anything.
        if let Some(category) = person.category().filter(|id| programme.categories.iter().any(|known| known.id == *id))
        {
            edit.set(list, id, field::CATEGORY, category);
        }
    }
}

/// Writes what the event card says, with invented people in the place of those it names.
fn write_card(
    edit: &mut Edit<'_>,
    before: Workshop<'_>,
    programme: &Programme,
    workshop: Id,
    behind: &Behind,
    invented: &mut Invented,
) {
    const TEXTS: [Field; 5] = [field::PCN, field::PLACE, field::STARTS, field::ENDS, field::QUESTION];
    const SETS: [Field; 6] =
        [field::HOSTS, field::SPONSORS, field::BODIES, field::THEMES, field::OPEN_TO_CHANGE, field::FIXED];
    let list = &List::Workshops;
    for text in TEXTS {
        if let Some(value) = before.0.text(text).filter(|value| behind.may_come(value)) {
            edit.set(list, workshop, text, value);
        }
    }
    if let Some(cap) = before.cap() {
        edit.set(list, workshop, field::CAP, cap.name());
    }
    for set in SETS {
        for element in before.0.set(set).filter(|element| behind.may_come(element)) {
            edit.put(list, workshop, set, element);
        }
    }
    for invited in before.invited().filter(|id| programme.categories.iter().any(|known| known.id == *id)) {
        edit.put(list, workshop, field::INVITED, invited);
    }
    for (connector, name) in [(field::CONNECTOR, before.connector()), (field::STRATEGIC, before.strategic())] {
        if let Some(name) = name {
            edit.set(list, workshop, connector, invented.name(name));
        }
    }
    let unconfirmed: BTreeSet<&str> = before.unconfirmed().collect();
    for speaker in before.speakers() {
        let name = invented.name(speaker);
        edit.put(list, workshop, field::SPEAKERS, &name);
        if unconfirmed.contains(speaker) {
            edit.put(list, workshop, field::UNCONFIRMED, &name);
        }
    }
}

/// What stays behind: every name of the real workshop, as it is and as it was, and everything that was said.
struct Behind {
    /// The words of names.
    names: HashSet<String>,
    /// Whole texts, in letters.
    words: HashSet<String>,
}

impl Behind {
    fn of(real: &File) -> Self {
        const NAMING: [(List, &[Field]); 4] = [
            (List::Delegates, &[field::NAME, field::ORGANISATION]),
            (List::Recorders, &[field::NAME]),
            (List::Workshops, &[field::CONNECTOR, field::STRATEGIC, field::SPEAKERS]),
            (List::Agenda, &[field::LEADS]),
        ];
        let (mut names, mut words) = (HashSet::new(), HashSet::new());
        for (list, item) in real.items() {
            let naming = NAMING.iter().find(|(of, _)| of == list).map_or(&[][..], |(_, fields)| *fields);
            let said = matches!(list, List::Contributions | List::Actions | List::Updates | List::Readings);
            for version in item.versions() {
                let element = version.name.split();
                let field = |field: &Field| {
                    version.name == (*field).into() || element.is_some_and(|(set, _)| set == field.name())
                };
                let text = element.map(|(_, element)| element).or(version.value.text());
                let Some(text) = text else { continue };
                if naming.iter().any(field) {
                    // Whom somebody is with is one name, and its words are anybody's.
                    if version.name == field::ORGANISATION.into() {
                        words.insert(letters(text));
                    } else {
                        names.extend(parts(text).filter(|part| part.chars().count() > 1).map(str::to_lowercase));
                    }
                } else if said && element.is_none() {
                    words.insert(letters(text));
                }
            }
        }
        words.remove("");
        Self { names, words }
    }

    /// Whether a text of the set-up holds no name and nobody's words.
    fn may_come(&self, text: &str) -> bool {
        let plain = letters(text);
        let said = |words: &String| plain == *words || words.chars().count() >= SHORT && plain.contains(words.as_str());
        // Of names in small letters only a capital tells them from other words.
        let named = |part: &str| part.starts_with(char::is_uppercase) && self.names.contains(&part.to_lowercase());
        !parts(text).any(named) && !self.words.iter().any(said)
    }
}

/// Invented people, the same one for the same name.
struct Invented {
    free: std::vec::IntoIter<String>,
    given: HashMap<String, String>,
    count: usize,
}

impl Invented {
    /// People none of whom is called as anybody of the real workshop.
    fn beside(behind: &Behind) -> Self {
        let free = |name: &str| !behind.names.contains(&name.to_lowercase());
        let first: Vec<&str> = FIRST.into_iter().filter(|name| free(name)).collect();
        let last = LAST.into_iter().filter(|name| free(name));
        let names = last.flat_map(|last| first.iter().map(move |first| format!("{first} {last}")));
        Self { free: names.collect::<Vec<_>>().into_iter(), given: HashMap::new(), count: 0 }
    }

    fn next(&mut self) -> String {
        self.count += 1;
        self.free.next().unwrap_or_else(|| format!("Person {} Example", self.count))
    }

    fn name(&mut self, real: &str) -> String {
        let key = real.trim().to_lowercase();
        if let Some(name) = self.given.get(&key) {
            return name.clone();
        }
        let name = self.next();
        self.given.insert(key, name.clone());
        name
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    /// Every text of the real workshop that must not come along holds this.
    const REAL: &str = "qzq";

    fn real() -> Sample {
        let mut real = Sample::new(1);
        let parts = real.two_hours();
        let before = real.file.workshop().unwrap().id();
        let card = [
            (field::TITLE, "Staying connected"),
            (field::PLACE, "Thistlemere Hall"),
            (field::QUESTION, "What would Oonaqzq like?"),
            (field::CONNECTOR, "Oonaqzq Realqzq"),
            (field::EXPERIENCE, "ran qzq for years"),
            (field::PROMISE, "2026-11-28"),
        ];
        for (text, value) in card {
            real.set(&List::Workshops, before, text, value);
        }
        for (set, element) in [
            (field::SPEAKERS, "Pat Speakerqzq"),
            (field::UNCONFIRMED, "Pat Speakerqzq"),
            (field::HOSTS, "Northfield PCN"),
            (field::HOSTS, "Oonaqzq and friends"),
            (field::BODIES, "Guild of qzq"),
            (field::FIXED, "they moved the qzq stop"),
            (field::INVITED, "local-residents"),
            (field::INVITED, "typed qzq"),
        ] {
            real.put(&List::Workshops, before, set, element);
        }
        real.put(&List::Agenda, parts[1], field::LEADS, "Pat Speakerqzq");
        real.set(&List::Agenda, parts[2], field::TITLE, "With Oonaqzq");
        for (seat, category) in [(1, "local-residents"), (2, "pharmacy"), (3, "typed qzq"), (7, "local-residents")] {
            let fields = [
                (field::NAME, "Oonaqzq Realqzq"),
                (field::ROLE, "nurse qzq"),
                (field::ORGANISATION, "Guild of qzq"),
                (field::CATEGORY, category),
            ];
            let id = real.seat(seat, &fields);
            real.set(&List::Delegates, id, field::CONSENT, 4);
            real.set(&List::Delegates, id, field::NAME, format!("Personqzq{seat} Realqzq").as_str());
        }
        let said = real.say(None, "quote", "they moved the qzq stop");
        real.set(&List::Contributions, said, field::TEXT, "they moved the qzq bus stop");
        real.say(None, "access-need", "step-free qzq");
        real.add(&List::Readings, &[(field::EVENT, "consent"), (field::TEXT, "read qzq out")]);
        real.add(&List::Actions, &[(field::TEXT, "mend the qzq lift")]);
        real
    }

    fn rehearsal(real: &Sample) -> Sample {
        let mut made = Sample::new(2);
        let workshop = made.add(&List::Workshops, &[]);
        made.edit(|edit| rehearse(edit, &real.file, Programme::embedded(), workshop));
        made
    }

    #[test]
    fn no_byte_of_a_real_name_or_word_is_in_a_rehearsal_and_it_is_marked() {
        let real = real();
        let made = rehearsal(&real);
        let text = String::from_utf8(made.file.encode()).unwrap();
        assert!(!text.to_lowercase().contains(REAL), "{text}");
        let ids = real.file.items().map(|(_, item)| item.id).chain(real.file.list(&List::Runs).iter().map(|r| r.id));
        assert!(ids.into_iter().all(|id| !text.contains(&id.to_string())), "{text}");
        let card = made.file.workshop().unwrap();
        assert_eq!((card.title(), card.practice()), (Some("PRACTICE: Staying connected"), true));
        assert_eq!((is_practice(&made.file), is_practice(&real.file)), (Some(true), Some(false)));
    }

    #[test]
    fn the_set_up_comes_along_with_as_many_invented_people_in_the_same_seats() {
        let (real, programme) = (real(), Programme::embedded());
        let made = rehearsal(&real);
        let card = made.file.workshop().unwrap();
        assert_eq!(card.place(), Some("Thistlemere Hall"));
        assert_eq!(card.hosts().collect::<Vec<_>>(), ["Northfield PCN"]);
        assert_eq!(card.invited().collect::<Vec<_>>(), ["local-residents"]);
        assert_eq!(card.speakers().collect::<Vec<_>>(), card.unconfirmed().collect::<Vec<_>>());
        let (before, agenda) = (Agenda::of(&real.file, programme), Agenda::of(&made.file, programme));
        let shape = |agenda: &Agenda| -> Vec<_> {
            agenda.parts.iter().map(|part| (part.minutes, part.stage.clone(), part.cut, part.buffer)).collect()
        };
        assert_eq!(shape(&agenda), shape(&before));
        assert_eq!((agenda.parts[0].title.as_str(), agenda.parts[2].title.as_str()), ("Welcome", "Part 3"));
        // Whoever speaks and leads is one invented person.
        assert_eq!(agenda.parts[1].leads, card.speakers().collect::<Vec<_>>());
        let people: Vec<Delegate<'_>> = made.file.live(&List::Delegates).map(Delegate).collect();
        let told: Vec<_> = people.iter().map(|p| (p.seat(), p.category())).collect();
        assert_eq!(
            told,
            [
                (Some(1), Some("local-residents")),
                (Some(2), Some("pharmacy")),
                (Some(3), None),
                (Some(7), Some("local-residents"))
            ]
        );
        for person in people {
            assert!(person.name().unwrap().ends_with(" Example"), "{:?}", person.name());
            assert_eq!((person.role(), person.organisation(), person.consent()), (None, None, None));
        }
        for list in [List::Contributions, List::Actions, List::Readings, List::Recorders, List::Updates] {
            assert!(made.file.list(&list).is_empty(), "{list:?}");
        }
        assert_eq!(made.file.withdrawn().len(), 0);
    }

    #[test]
    fn nobody_invented_is_called_as_somebody_real() {
        let mut real = Sample::new(1);
        real.add(&List::Workshops, &[(field::TITLE, "Ada")]);
        for seat in 1..=90 {
            let name = if seat == 1 { "Ada Example".to_owned() } else { format!("N{seat}") };
            real.seat(seat, &[(field::NAME, name.as_str())]);
        }
        let made = rehearsal(&real);
        let names: BTreeSet<&str> = made.file.live(&List::Delegates).filter_map(|p| p.text(field::NAME)).collect();
        assert_eq!(names.len(), 90);
        assert!(names.iter().all(|name| !name.contains("Ada")), "{names:?}");
        assert_eq!(made.file.workshop().unwrap().title(), Some("PRACTICE: Workshop"));
    }
}
