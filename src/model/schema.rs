//! The shape of a file as a JSON Schema, made from the one table in [`fields`](super::fields).
//!
//! It is looser than the reader where the reader keeps what it does not know: a field or a list from a newer version
//! survives, so the schema allows it.

use serde_json::{Map, Value, json};

use super::encode::VERSION;
use super::fields::{About, List, Shape};
use super::file::FileKind;
use super::words::Level;

/// A stamp: time, counter, writer.
const STAMP: &str = "[0-8][0-9]{7}T[0-9]{9}-(0|[1-9][0-9]{0,8})-[a-z0-9]{1,6}";
/// The number of an item under its stamp.
const NUMBER: &str = "(0|[1-9][0-9]{0,8})";

/// The JSON Schema (2020-12) of session and plan files.
pub fn schema() -> Value {
    let mut properties = Map::new();
    properties.insert("format".into(), json!({ "const": "coplan" }));
    let kinds = [FileKind::Session, FileKind::Plan].map(FileKind::name);
    properties.insert("kind".into(), json!({ "enum": kinds, "description": "A plan joined with anything is a plan." }));
    let version = "The version of the meaning of join. A new field does not raise it.";
    properties.insert("version".into(), json!({ "const": VERSION, "description": version }));
    for list in List::ALL {
        properties.insert(list.name().into(), list_of(list));
    }
    properties.insert("withdrawn".into(), withdrawn());
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "coplan file",
        "description": "A session or a plan: lists of items, each with a permanent id. Any two files join.",
        "type": "object",
        "required": ["format", "kind", "version"],
        "properties": properties,
        "additionalProperties": {
            "description": "A list that a newer version writes; it survives.",
            "type": "array",
            "items": { "$ref": "#/$defs/item" },
        },
        "$defs": {
            "stamp": { "type": "string", "pattern": format!("^{STAMP}$") },
            "id": { "type": "string", "pattern": format!("^{STAMP}\\.{NUMBER}$") },
            "item": item(),
        },
    })
}

/// A list of items with the fields that this version knows.
fn list_of(list: &List) -> Value {
    let fields: Map<String, Value> =
        list.fields().iter().map(|about| (about.field.name().to_owned(), field(about))).collect();
    json!({
        "description": list.means().trim(),
        "type": "array",
        "items": { "$ref": "#/$defs/item", "properties": fields },
    })
}

/// What every item has, whatever its list. Other properties are fields: known to the list, or of a newer version.
fn item() -> Value {
    json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": { "$ref": "#/$defs/id" },
            "removed": { "type": "boolean", "description": "Whether somebody marked it as removed." },
            "held": {
                "type": "array",
                "items": { "type": "string" },
                "description": "Where it repeats words that were withdrawn, until somebody decides: field, stamp and \
                                letters, never the words.",
            },
            "edited": {
                "description": "Fields, and elements as set/element, whose stamp is not the item's own. One that is \
                                here and has no value was cleared.",
                "type": "object",
                "additionalProperties": { "$ref": "#/$defs/stamp" },
            },
            "history": {
                "description": "Past values. One that nothing replaced is a clash to settle.",
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "at"],
                    "properties": {
                        "field": { "type": "string", "description": "The field, or an element as set/element." },
                        "at": { "$ref": "#/$defs/stamp", "description": "The edit that wrote the value." },
                        "value": { "description": "The value; left out where the field was cleared." },
                        "replaced_by": { "$ref": "#/$defs/stamp", "description": "The edit that replaced it." },
                    },
                    "additionalProperties": false,
                },
            },
        },
    })
}

/// What a known field may hold.
fn field(about: &About) -> Value {
    let mut shape = match about.shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Number => json!({ "type": "integer" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Link => json!({ "$ref": "#/$defs/id" }),
        Shape::Set => json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }),
        Shape::Level => json!({ "enum": Level::ALL.iter().map(|level| level.number()).collect::<Vec<_>>() }),
        Shape::Word(words) => json!({ "enum": words() }),
    };
    if let Some(shape) = shape.as_object_mut() {
        shape.insert("description".into(), about.means.into());
    }
    shape
}

/// Item ids, or wordings as `id stamp field`; no content.
fn withdrawn() -> Value {
    json!({
        "description": "What was taken out for good: an item by its id, or one wording as its id, stamp and field; \
                        themes/ is every theme that the edit put in or took out.",
        "type": "array",
        "items": { "type": "string", "pattern": format!("^{STAMP}\\.{NUMBER}( {STAMP} [\\s\\S]*)?$") },
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::super::edit::Edit;
    use super::super::fields::field;
    use super::super::file::{File, Withdrawal};
    use super::super::stamp::{Clock, Writer};
    use super::*;

    const ID: &str = "20261121T103807412-0-b7q4.0";

    fn validator() -> jsonschema::Validator {
        jsonschema::draft202012::new(&schema()).unwrap()
    }

    fn file_with(list: &str, item: &Value) -> Value {
        json!({ "format": "coplan", "kind": "session", "version": 1, list: [item] })
    }

    #[test]
    fn the_schema_is_itself_valid() {
        assert!(jsonschema::meta::is_valid(&schema()));
    }

    #[test]
    fn every_list_with_every_field_as_coplan_writes_it_is_valid() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T10:00:00Z").unwrap();
        let mut clock = Clock::new(Writer::from_number(1));
        let mut file = File::default();
        // Three rounds: first values, changed values, cleared ones.
        for round in 0..3 {
            let view = file.clone();
            let mut edit = Edit::new(&view, clock.next(now));
            for list in List::ALL {
                let id = view.list(list).first().map_or_else(|| edit.create(list), |item| item.id);
                for about in list.fields() {
                    match (round, about.shape) {
                        (0 | 1, Shape::Set) => edit.put(list, id, about.field, if round == 0 { "a/b" } else { "é" }),
                        (_, Shape::Set) => edit.take(list, id, about.field, "a/b"),
                        (2, _) => edit.clear(list, id, about.field),
                        (_, Shape::Text) => edit.set(list, id, about.field, format!("text {round}")),
                        (_, Shape::Number | Shape::Level) => edit.set(list, id, about.field, round),
                        (_, Shape::Flag) => edit.set(list, id, about.field, round == 0),
                        (_, Shape::Link) => edit.set(list, id, about.field, id.stamp.item(u32::from(round > 0))),
                        (_, Shape::Word(words)) => {
                            let words = words();
                            let word = words.iter().cycle().nth(usize::from(round > 0)).copied();
                            edit.set(list, id, about.field, word.unwrap());
                        }
                    }
                }
                edit.set(list, id, field::REMOVED, round == 1);
            }
            let delta = edit.finish();
            file.join(&delta);
            let written: Value = serde_json::from_slice(&file.encode()).unwrap();
            let fault = validator().validate(&written).map_err(|e| format!("{}: {e}", e.instance_path()));
            assert_eq!(fault, Ok(()), "round {round}");
        }
        let item = file.items().next().unwrap().1.clone();
        let wording = item.versions().first().unwrap();
        file.withdraw([
            Withdrawal::Wording(item.id, wording.at, wording.name.clone()),
            Withdrawal::Item(ID.parse().unwrap()),
        ]);
        let written: Value = serde_json::from_slice(&file.encode()).unwrap();
        assert!(validator().is_valid(&written));
    }

    #[test]
    fn what_a_newer_version_adds_is_valid() {
        let validator = validator();
        assert!(validator.is_valid(&file_with("contributions", &json!({ "id": ID, "mood": { "a": [1] } }))));
        assert!(validator.is_valid(&file_with("moods", &json!({ "id": ID, "of": "the room" }))));
        assert!(validator.is_valid(&json!({ "format": "coplan", "kind": "plan", "version": 1 })));
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let validator = validator();
        let wrong = [
            file_with("contributions", &json!({ "id": "joy" })),
            file_with("contributions", &json!({ "id": "99991121T103807412-0-b7q4.0" })),
            file_with("contributions", &json!({ "id": "20261121T103807412-00-b7q4.0" })),
            file_with("contributions", &json!({ "text": "no id" })),
            file_with("contributions", &json!({ "id": ID, "consent": 9 })),
            file_with("contributions", &json!({ "id": ID, "consent": "2" })),
            file_with("contributions", &json!({ "id": ID, "kind": "rumour" })),
            file_with("contributions", &json!({ "id": ID, "speaker": "Joy" })),
            file_with("contributions", &json!({ "id": ID, "themes": "transport" })),
            file_with("contributions", &json!({ "id": ID, "edited": { "text": "yesterday" } })),
            file_with("contributions", &json!({ "id": ID, "history": [{ "field": "text", "value": "no stamp" }] })),
            file_with("updates", &json!({ "id": ID, "status": "doing fine" })),
            file_with("moods", &json!({ "of": "the room" })),
            json!({ "format": "coplan", "kind": "minutes", "version": 1 }),
            json!({ "format": "coplan", "kind": "session", "version": 2 }),
            json!({ "format": "another", "kind": "session", "version": 1 }),
            json!({ "kind": "session", "version": 1 }),
            json!({ "format": "coplan", "kind": "session", "version": 1, "withdrawn": ["Joy Example"] }),
            json!({ "format": "coplan", "kind": "session", "version": 1, "contributions": {} }),
        ];
        for file in wrong {
            assert!(!validator.is_valid(&file), "{file}");
        }
    }
}
