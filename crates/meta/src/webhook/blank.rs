//! Takes a person, or a whole account, out of a stored body, and leaves everything else where it is.
//!
//! What concerns the person shrinks to what counts: that a message was, when, and in which state.
//! Everybody else's items keep their bytes, their places and so their keys; the body keeps its
//! length, filled up with spaces, so that it is written over in place.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::id_text;
use crate::id::{PhoneNumberId, WabaId};
use crate::identifier::{self, Identifier, Replace};

/// Whether a part of a body is left alone, by the account and the number that it names.
pub type Leave<'a> = dyn Fn(Option<&WabaId>, Option<&PhoneNumberId>) -> bool + 'a;

/// Ids that stand beside each other in a part about one person, and are all that person's.
const PERSON: [&str; 10] = [
    "wa_id",
    "user_id",
    "parent_user_id",
    "from_user_id",
    "from_parent_user_id",
    "recipient_id",
    "recipient_user_id",
    "recipient_parent_user_id",
    "previous_user_id",
    "previous_parent_user_id",
];
/// Ids by which a part is known to be about a person.
const ABOUT: [&str; 5] = ["id", "from", "to", "phone_number", "recipient_participant_id"];
/// What is kept of a part about the person: none of it says who.
const KEPT: [&str; 14] = [
    "id",
    "from",
    "to",
    "from_user_id",
    "recipient_id",
    "recipient_user_id",
    "wa_id",
    "user_id",
    "timestamp",
    "type",
    "status",
    "recipient_type",
    "category",
    "value",
];

/// The body without the person that `with` names, as long as before; `None` when there was nothing.
pub fn blank(body: &[u8], leave: &Leave<'_>, with: &Replace<'_>) -> Option<Vec<u8>> {
    let Some((text, changes)) = changes(body) else {
        // Not even its parts can be told apart: it is nobody else's that anyone could read.
        let text = String::from_utf8_lossy(body);
        return identifier::replace(&text, with).map(|text| padded(text, body.len()).into_bytes());
    };
    let blanked = changes.iter().filter(|change| !change.is_left(leave)).filter_map(|change| {
        let value = blank_value(&serde_json::from_str(change.value.get()).ok()?, with)?;
        let range = range_in(text, change.value.get());
        Some((range.clone(), padded(value.to_string(), range.len())))
    });
    put(text, blanked.collect())
}

/// Everything else that the person is known by in parts of the body that name them.
pub fn links(body: &[u8], leave: &Leave<'_>, with: &Replace<'_>) -> BTreeSet<Identifier> {
    let mut found = BTreeSet::new();
    for change in changes(body).map(|(_, changes)| changes).unwrap_or_default() {
        if let (false, Ok(value)) =
            (change.is_left(leave), serde_json::from_str(change.value.get()))
        {
            link(&value, with, &mut found);
        }
    }
    found
}

/// The body without the entries that `is_gone` names, as long as before; `None` without any.
pub fn blank_entries(body: &[u8], is_gone: &Leave<'_>) -> Option<Vec<u8>> {
    let (text, changes) = changes(body)?;
    let gone = changes.iter().filter(|change| change.is_left(is_gone));
    let ranges: BTreeSet<(usize, usize)> = gone.map(|change| change.entry).collect();
    let emptied = |(start, end): (usize, usize)| {
        (start..end, padded(r#"{"changes":[]}"#.to_owned(), end - start))
    };
    put(text, ranges.into_iter().map(emptied).collect())
}

/// A body, of which only the borders of its parts are looked for.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    entry: Vec<&'a RawValue>,
}

/// An entry, the same.
#[derive(Deserialize)]
struct Entry<'a> {
    id: Option<Value>,
    #[serde(borrow)]
    changes: Vec<&'a RawValue>,
}

/// A change.
#[derive(Deserialize)]
struct Change<'a> {
    #[serde(borrow)]
    value: &'a RawValue,
}

/// A change of a body, with what says whose it is.
struct Part<'a> {
    /// Where its entry stands in the body.
    entry: (usize, usize),
    waba: Option<WabaId>,
    number: Option<PhoneNumberId>,
    value: &'a RawValue,
}

impl Part<'_> {
    fn is_left(&self, leave: &Leave<'_>) -> bool {
        leave(self.waba.as_ref(), self.number.as_ref())
    }
}

/// The changes of a body; `None` for a body that has no entries.
fn changes(body: &[u8]) -> Option<(&str, Vec<Part<'_>>)> {
    let text = std::str::from_utf8(body).ok()?;
    let envelope: Envelope<'_> = serde_json::from_str(text).ok()?;
    let mut parts = Vec::new();
    for raw in envelope.entry {
        let range = range_in(text, raw.get());
        let entry = (range.start, range.end);
        let Ok(Entry { id, changes }) = serde_json::from_str::<Entry<'_>>(raw.get()) else {
            parts.push(Part { entry, waba: None, number: None, value: raw });
            continue;
        };
        let waba = id.as_ref().and_then(id_text).map(WabaId::new);
        for raw in changes {
            let value = serde_json::from_str::<Change<'_>>(raw.get()).map_or(raw, |it| it.value);
            let (waba, number) = (waba.clone(), number_of(value));
            parts.push(Part { entry, waba, number, value });
        }
    }
    Some((text, parts))
}

fn number_of(value: &RawValue) -> Option<PhoneNumberId> {
    let value: Value = serde_json::from_str(value.get()).ok()?;
    id_text(value.get("metadata")?.get("phone_number_id")?).map(PhoneNumberId::new)
}

fn range_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

/// The text with these ranges, which do not overlap, put in.
fn put(text: &str, parts: Vec<(Range<usize>, String)>) -> Option<Vec<u8>> {
    let (mut done, mut from) = (String::with_capacity(text.len()), 0);
    for (range, part) in &parts {
        done.push_str(&text[from..range.start]);
        done.push_str(part);
        from = range.end;
    }
    (!parts.is_empty()).then(|| (done + &text[from..]).into_bytes())
}

/// Spaces between JSON's parts mean nothing.
fn padded(mut text: String, length: usize) -> String {
    text.extend(std::iter::repeat_n(' ', length.saturating_sub(text.len())));
    text
}

/// The value without the person; `None` when the person is not in it.
fn blank_value(value: &Value, with: &Replace<'_>) -> Option<Value> {
    match value {
        Value::String(text) => identifier::replace(text, with).map(Value::String),
        Value::Number(number) => {
            let instead = with(&identifier::of_id(&number.to_string())?)?;
            Some(Value::String(instead))
        }
        Value::Array(items) => {
            let mut is_any = false;
            let mut blanked = |item: &Value| {
                let instead = match is_about(item, with) {
                    true => Some(shrunk(item, with)),
                    false => blank_value(item, with),
                };
                is_any |= instead.is_some();
                instead.unwrap_or_else(|| item.clone())
            };
            let items = items.iter().map(&mut blanked).collect();
            is_any.then_some(Value::Array(items))
        }
        Value::Object(fields) => {
            let mut is_any = false;
            let mut blanked = |(name, field): (&String, &Value)| {
                let instead = blank_value(field, with);
                is_any |= instead.is_some();
                (name.clone(), instead.unwrap_or_else(|| field.clone()))
            };
            let fields: Map<String, Value> = fields.iter().map(&mut blanked).collect();
            is_any.then_some(Value::Object(fields))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// Whether a part of a list is about the person: by its own ids, or a card that has the number.
fn is_about(item: &Value, with: &Replace<'_>) -> bool {
    let Value::Object(fields) = item else { return false };
    let names = PERSON.iter().chain(&ABOUT);
    let is_card = fields.contains_key("phones") || fields.contains_key("vcard");
    is_card && is_in(item, with)
        || names.filter_map(|name| fields.get(*name)).any(|id| is_named(id, with))
}

/// Whether an id is the person's.
fn is_named(id: &Value, with: &Replace<'_>) -> bool {
    id_text(id).is_some_and(|id| identifier::has_any(&id, with))
}

/// Whether the person stands anywhere in a value.
fn is_in(value: &Value, with: &Replace<'_>) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| is_in(item, with)),
        Value::Object(fields) => fields.values().any(|field| is_in(field, with)),
        Value::String(_) | Value::Number(_) => is_named(value, with),
        Value::Null | Value::Bool(_) => false,
    }
}

/// What stays of a part about the person. An id of the same person that was not asked for goes, too.
fn shrunk(item: &Value, with: &Replace<'_>) -> Value {
    let mut kept = Map::new();
    for name in KEPT {
        let Some(field) = item.get(name).filter(|field| !field.is_object()) else { continue };
        let instead = blank_value(field, with);
        if instead.is_some() || !PERSON.contains(&name) {
            kept.insert(name.to_owned(), instead.unwrap_or_else(|| field.clone()));
        }
    }
    if let Some(pricing) = item.get("pricing") {
        kept.insert("pricing".to_owned(), pricing.clone());
    }
    if let Some(errors) = item.get("errors").and_then(Value::as_array) {
        let code = |error: &Value| serde_json::json!({ "code": error.get("code") });
        kept.insert("errors".to_owned(), errors.iter().map(code).collect());
    }
    Value::Object(kept)
}

fn link(value: &Value, with: &Replace<'_>, found: &mut BTreeSet<Identifier>) {
    match value {
        Value::Array(items) => {
            for item in items {
                if is_about(item, with) {
                    let told = item.get("system");
                    let ids = PERSON
                        .iter()
                        .flat_map(|name| [item.get(*name), told.and_then(|it| it.get(*name))]);
                    found.extend(
                        ids.flatten().filter_map(id_text).filter_map(|id| identifier::of_id(&id)),
                    );
                } else {
                    link(item, with, found);
                }
            }
        }
        Value::Object(fields) => fields.values().for_each(|field| link(field, with, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
