//! What counts in a typed body: one part that can't be read is listed with its place and never hides its
//! neighbours.

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::account::{
    AccountAlert, AccountReview, AccountUpdate, BusinessCapabilityUpdate, QualityUpdate,
};
use super::body::{Change, Entry, Listed, Part, Told, Webhook};
use super::name::NameUpdate;
use super::{Item, News, Reading, Unread, message, preference, template};
use crate::id::WabaId;
use crate::json_fault::json_fault;

/// Why a part is not read that is JSON: never with a word of it.
pub(super) const MISSING: &str = "a field is missing or has another shape";

/// Room for a place in a body, as a rule: `entry.0.changes.0.user_preferences.999`.
const LONGEST_PATH: usize = 44;

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
    let webhook = match Webhook::read(body) {
        Ok(webhook) => webhook,
        Err(reason) => {
            reading.refuse(Place::default(), body, reason);
            return reading;
        }
    };
    let Some(entries) = webhook.entry else {
        reading.refuse(Place::default(), body, lacks("entry"));
        return reading;
    };
    for (index, entry) in entries.into_iter().enumerate() {
        let place = Place { entry: Some(index), ..Place::default() };
        match entry {
            Listed::Read(entry) => read_entry(&mut reading, place, entry),
            Listed::Unread(raw) => reading.refuse(place, raw.get().as_bytes(), MISSING.to_owned()),
        }
    }
    reading
}

/// Says that a part lacks a member, of Meta's name.
pub(super) fn lacks(member: &str) -> String {
    format!("{MISSING}: {member}")
}

fn read_entry(reading: &mut Reading, place: Place<'_>, mut entry: Entry) {
    let Some(changes) = entry.changes.take() else {
        return reading.refuse(place, &printed(&entry), lacks("changes"));
    };
    let waba = entry.id.as_ref().map(|id| WabaId::new(id.as_str()));
    let sent_at = entry.time.as_ref().and_then(|time| time.number());
    let place = Place { waba: waba.as_ref(), sent_at, ..place };
    for (index, change) in changes.into_iter().enumerate() {
        let place = Place { change: Some(index), ..place };
        match change {
            Listed::Read(change) => read_change(reading, place, &entry, change),
            Listed::Unread(raw) => reading.refuse(place, raw.get().as_bytes(), MISSING.to_owned()),
        }
    }
}

fn read_change(reading: &mut Reading, place: Place<'_>, entry: &Entry, mut change: Change) {
    let told = change.value.take();
    let (Some(told), Some(source)) = (told, change.source()) else {
        return reading.refuse(place, &printed(&change), lacks("value"));
    };
    let inside = match &told {
        Told::Account(update) => update.field.as_deref(),
        _ => None,
    };
    match change.field.as_deref().or(entry.field.as_deref()).or(inside) {
        Some(field) => {
            let field = field.to_owned();
            read_told(reading, Place { field: Some(&field), ..place }, told, source);
        }
        None => {
            reading.refuse(place, source.get().as_bytes(), "the change has no field".to_owned());
        }
    }
}

/// Reads a value by its field. What has no part that may be missing is kept raw in another shape.
fn read_told(reading: &mut Reading, place: Place<'_>, told: Told, source: &RawValue) {
    let bytes = source.get().as_bytes();
    let field = place.field.unwrap_or_default();
    let news = match (field, told) {
        ("messages", Told::Number(mut news)) => {
            return message::tell(reading, place, &mut news, source);
        }
        ("user_preferences", Told::Number(mut news)) => {
            if preference::tell(reading, place, &mut news) {
                return;
            }
            None
        }
        ("account_update", Told::Account(update)) => match AccountUpdate::of(&update, source) {
            // Entries of partner events carry the portfolio's id, the account's is inside (META 7.1).
            Ok((update, inside)) => {
                let place = Place { waba: inside.as_ref().or(place.waba), ..place };
                return reading.take(place, bytes, News::AccountUpdate(update));
            }
            Err(reason) => return reading.refuse(place, bytes, reason),
        },
        ("phone_number_quality_update", Told::Quality(update)) => {
            match QualityUpdate::of(*update) {
                Ok(update) => Some(News::QualityUpdate(update)),
                Err(member) => return reading.refuse(place, bytes, lacks(member)),
            }
        }
        ("business_capability_update", Told::Capability(told)) => {
            Some(News::BusinessCapabilityUpdate(BusinessCapabilityUpdate::of(*told)))
        }
        (
            "messages"
            | "account_update"
            | "phone_number_quality_update"
            | "business_capability_update",
            _,
        ) => return reading.refuse(place, bytes, MISSING.to_owned()),
        ("phone_number_name_update", Told::Name(name)) => {
            NameUpdate::of(&name).map(News::NameUpdate)
        }
        (
            "message_template_status_update" | "message_template_quality_update",
            Told::Template(update),
        ) => template::news(&update, source),
        ("account_review_update", Told::Review(told)) => {
            AccountReview::of(&told).map(News::AccountReview)
        }
        ("account_alerts", Told::Alert(told)) => {
            AccountAlert::of(&told, source).map(News::AccountAlert)
        }
        _ => None,
    };
    match news.map_or_else(|| read_other(source), Ok) {
        Ok(news) => reading.take(place, bytes, news),
        Err(error) => reading.refuse(place, bytes, json_fault(&error)),
    }
}

/// Keeps a value of a field that is not read with meaning.
fn read_other(source: &RawValue) -> serde_json::Result<News> {
    let value: serde_json::Value = serde_json::from_str(source.get())?;
    let event = ["event", "decision"].iter().find_map(|key| value.get(*key)?.as_str());
    Ok(News::Other { event: event.map(str::to_owned), value })
}

/// A part as its key knows it: the same for the same content.
fn printed(part: &impl Part) -> Vec<u8> {
    serde_json::to_vec(part).unwrap_or_default()
}

impl Place<'_> {
    /// One of the value's lists.
    pub(super) fn of_list(self, list: &'static str, index: usize) -> Self {
        Self { listed: Some((list, index)), ..self }
    }

    /// As in `entry.0.changes.2.statuses.14`; empty for the body itself.
    fn path(&self) -> String {
        let steps = [("entry", self.entry), ("changes", self.change)];
        let steps = steps.into_iter().filter_map(|(list, index)| Some((list, index?)));
        let mut path = String::with_capacity(LONGEST_PATH);
        for (list, index) in steps.chain(self.listed) {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(list);
            path.push('.');
            path.push_str(&index.to_string());
        }
        path
    }
}

impl Reading {
    /// Tells one of a list, or lists it as unread: why is the name of what it lacks.
    pub(super) fn tell<T: Part>(
        &mut self,
        place: Place<'_>,
        listed: &mut Listed<T>,
        news: impl FnOnce(&mut T) -> Result<News, &'static str>,
    ) {
        match listed {
            Listed::Read(part) => match news(part) {
                Ok(news) => self.take(place, &[], news),
                Err(member) => self.refuse(place, &printed(part), lacks(member)),
            },
            Listed::Unread(raw) => self.refuse(place, raw.get().as_bytes(), MISSING.to_owned()),
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
