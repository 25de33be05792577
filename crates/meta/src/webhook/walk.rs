//! The way through a body, down to the parts that are items: one that can't be read is listed with its
//! place and never hides its neighbours.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{Item, News, Reading, Unread};
use super::{account, id_text, message, name, preference, seconds, template};
use crate::id::WabaId;
use crate::json_fault::json_fault;

/// A body; its entries as they are, or each by itself as a text.
#[derive(Deserialize)]
pub(super) struct Envelope<E> {
    pub(super) entry: Vec<E>,
}

/// An entry, the same with its changes.
#[derive(Deserialize)]
pub(super) struct Entry<C> {
    pub(super) id: Option<Value>,
    time: Option<Value>,
    /// Where Meta prints a change's field beside it (META 7.1).
    field: Option<Value>,
    pub(super) changes: Vec<C>,
}

/// A change.
#[derive(Deserialize)]
pub(super) struct Change<'a> {
    #[serde(borrow)]
    field: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) value: &'a RawValue,
}

/// A field that Meta prints inside of its own value (META 7.1).
#[derive(Deserialize)]
struct Inside<'a> {
    #[serde(borrow)]
    field: Cow<'a, str>,
}

/// Where in the body the reader stands, and what holds for everything below.
#[derive(Clone, Copy, Default)]
pub(super) struct Place<'a> {
    entry: Option<usize>,
    change: Option<usize>,
    /// The list of the value, and the place in it.
    listed: Option<(&'static str, usize)>,
    waba: Option<&'a WabaId>,
    field: Option<&'a str>,
    sent_at: Option<i64>,
}

/// Reads a body. Never fails as a whole: what can't be read is listed in [`Reading::unread`].
pub fn read(body: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let Ok(text) = std::str::from_utf8(body) else {
        reading.refuse(Place::default(), body, "the body is not UTF-8".to_owned());
        return reading;
    };
    if text.trim_start().starts_with('[') {
        reading.refuse(Place::default(), body, "the body is not an object".to_owned());
        return reading;
    }
    // As a rule all entries and changes have their shape, and are gone through once.
    if let Ok(sound) = serde_json::from_str::<Envelope<Entry<Change<'_>>>>(text) {
        for (index, entry) in sound.entry.into_iter().enumerate() {
            read_entry(&mut reading, index, entry, |_, _, change| Some(change));
        }
        return reading;
    }
    let envelope: Envelope<&RawValue> = match serde_json::from_str(text) {
        Ok(envelope) => envelope,
        Err(error) => {
            reading.refuse(Place::default(), body, json_fault(&error));
            return reading;
        }
    };
    for (index, raw) in envelope.entry.into_iter().enumerate() {
        let place = Place { entry: Some(index), ..Place::default() };
        match serde_json::from_str::<Entry<&RawValue>>(raw.get()) {
            Ok(entry) => read_entry(&mut reading, index, entry, apart),
            Err(error) => reading.refuse(place, raw.get().as_bytes(), json_fault(&error)),
        }
    }
    reading
}

/// Reads a change that stands by itself; `None` when it has another shape.
fn apart<'a>(reading: &mut Reading, place: Place<'_>, raw: &'a RawValue) -> Option<Change<'a>> {
    match serde_json::from_str(raw.get()) {
        Ok(change) => Some(change),
        Err(error) => {
            reading.refuse(place, raw.get().as_bytes(), json_fault(&error));
            None
        }
    }
}

fn read_entry<'a, C>(
    reading: &mut Reading,
    index: usize,
    entry: Entry<C>,
    of: impl Fn(&mut Reading, Place<'_>, C) -> Option<Change<'a>>,
) {
    let waba = entry.id.as_ref().and_then(id_text).map(WabaId::new);
    let beside = entry.field.as_ref().and_then(Value::as_str);
    let mut place = Place {
        entry: Some(index),
        waba: waba.as_ref(),
        sent_at: entry.time.as_ref().and_then(seconds),
        ..Place::default()
    };
    for (index, change) in entry.changes.into_iter().enumerate() {
        place.change = Some(index);
        let Some(change) = of(reading, place, change) else { continue };
        let value = change.value;
        let inside = || Some(serde_json::from_str::<Inside<'_>>(value.get()).ok()?.field);
        match change.field.or(beside.map(Cow::Borrowed)).or_else(inside) {
            Some(field) => read_change(reading, Place { field: Some(&field), ..place }, value),
            None => {
                reading.refuse(place, value.get().as_bytes(), "the change has no field".to_owned());
            }
        }
    }
}

fn read_change(reading: &mut Reading, place: Place<'_>, raw: &RawValue) {
    let news = match place.field.unwrap_or_default() {
        "messages" => return message::read_value(reading, place, raw),
        "user_preferences" if preference::read_value(reading, place, raw) => return,
        "account_update" => return read_account_update(reading, place, raw),
        "phone_number_quality_update" => serde_json::from_str(raw.get()).map(News::QualityUpdate),
        "business_capability_update" => {
            account::read_capability(raw).map(News::BusinessCapabilityUpdate)
        }
        field => match read_meant(field, raw) {
            Some(news) => Ok(news),
            None => read_other(raw),
        },
    };
    reading.take_or_refuse(place, raw, news);
}

/// Entries of partner events carry the portfolio's id, the account's is inside (META 7.1).
fn read_account_update(reading: &mut Reading, place: Place<'_>, raw: &RawValue) {
    match account::read_account_update(raw) {
        Ok((update, inside)) => {
            let place = Place { waba: inside.as_ref().or(place.waba), ..place };
            reading.take(place, raw.get().as_bytes(), News::AccountUpdate(update));
        }
        Err(error) => reading.refuse(place, raw.get().as_bytes(), json_fault(&error)),
    }
}

/// Reads a field of which no part may be missing; a value of another shape is kept raw.
fn read_meant(field: &str, raw: &RawValue) -> Option<News> {
    match field {
        "phone_number_name_update" => name::read(raw).map(News::NameUpdate),
        "message_template_status_update" | "message_template_quality_update" => template::read(raw),
        "account_review_update" => account::read_review(raw).map(News::AccountReview),
        "account_alerts" => account::read_alert(raw).map(News::AccountAlert),
        _ => None,
    }
}

/// Keeps a value of a field that is not read with meaning.
fn read_other(raw: &RawValue) -> serde_json::Result<News> {
    let value: Value = serde_json::from_str(raw.get())?;
    let event = ["event", "decision"].iter().find_map(|key| value.get(*key)?.as_str());
    Ok(News::Other { event: event.map(str::to_owned), value })
}

impl Place<'_> {
    /// One of the value's lists.
    pub(super) fn of_list(self, list: &'static str, index: usize) -> Self {
        Self { listed: Some((list, index)), ..self }
    }

    /// As in `entry.0.changes.2.statuses.14`; empty for the body itself.
    fn path(&self) -> String {
        use std::fmt::Write as _;
        let steps = [("entry", self.entry), ("changes", self.change)];
        let steps = steps.into_iter().filter_map(|(list, index)| Some((list, index?)));
        let mut path = String::new();
        for (list, index) in steps.chain(self.listed) {
            let dot = if path.is_empty() { "" } else { "." };
            let _ = write!(path, "{dot}{list}.{index}");
        }
        path
    }
}

impl Reading {
    fn take_or_refuse(&mut self, place: Place<'_>, raw: &RawValue, news: serde_json::Result<News>) {
        let bytes = raw.get().as_bytes();
        match news {
            Ok(news) => self.take(place, bytes, news),
            Err(error) => self.refuse(place, bytes, json_fault(&error)),
        }
    }

    /// Takes a part as an item.
    pub(super) fn take(&mut self, place: Place<'_>, raw: &[u8], news: News) {
        let has_ids = matches!(news, News::Message(_) | News::Status(_) | News::Preference(_));
        self.items.push(Item {
            path: place.path(),
            waba: place.waba.cloned(),
            field: place.field.unwrap_or_default().to_owned(),
            sent_at: place.sent_at,
            news,
            digest: if has_ids { [0; 32] } else { Sha256::digest(raw).into() },
        });
    }

    /// Lists a part as unread.
    pub(super) fn refuse(&mut self, place: Place<'_>, raw: &[u8], reason: String) {
        self.unread.push(Unread {
            path: place.path(),
            field: place.field.map(str::to_owned),
            waba: place.waba.cloned(),
            reason,
            digest: Sha256::digest(raw).into(),
        });
    }
}
