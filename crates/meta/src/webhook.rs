//! Reads a webhook's body into items, one by one: one that can't be read never hides its neighbours.
//!
//! The envelope is `{"object","entry":[{"id","time","changes":[{"field","value"}]}]}` (META 7.1);
//! every array is walked whole, since Meta batches up to 1,000 updates in one body.

mod account;
mod blank;
mod message;
mod name;
mod preference;
mod template;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

pub use account::{
    AccountAlert, AccountReview, AccountUpdate, BusinessCapabilityUpdate, QualityUpdate,
};
pub use blank::{Leave, blank, blank_entries, links};
pub use message::{Message, Pricing, Status};
pub use name::NameUpdate;
pub use preference::UserPreference;
pub use template::{TemplateQualityUpdate, TemplateStatusUpdate};

use crate::hex::hex;
use crate::id::{PhoneNumberId, WabaId};
use crate::json_fault::json_fault;

/// Webhook fields that follow an override; all others always go to the app's callback.
///
/// Meta's page of 28 June 2026 and its issue of 23 March 2026
/// (<https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override/>,
/// read on 23 November 2026) list these thirteen. META 7.1 and 11.7, and Meta's page of before, name
/// `messages` alone: the later page is taken, here, in the emulator, in the words and in the book.
pub const FOLLOWS_OVERRIDE: [&str; 13] = [
    "account_settings_update",
    "calls",
    "consumer_profile",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    "messages",
    "messaging_handovers",
    "smb_app_state_sync",
    "smb_message_echoes",
];

/// What a body held: the items that were read and the parts that were not.
#[derive(Debug, Default)]
pub struct Reading {
    /// Items in the order of the body.
    pub items: Vec<Item>,
    /// Parts that can't be read, each with its reason.
    pub unread: Vec<Unread>,
}

/// One piece of news of a webhook.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it stands in the body, as in `entry.0.changes.2.statuses.14`.
    pub path: String,
    /// The account it concerns; `None` when the body does not say.
    pub waba: Option<WabaId>,
    /// The webhook field, in Meta's spelling.
    pub field: String,
    /// `entry.time`: when Meta *sent* it, in seconds; absent for most `messages`.
    pub sent_at: Option<i64>,
    /// What it says.
    pub news: News,
    /// SHA-256 of the part of the body that holds it.
    digest: [u8; 32],
}

/// The fields read with meaning; every other one is kept as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A customer's message.
    Message(Message),
    /// What became of a message that was sent.
    Status(Status),
    /// `phone_number_quality_update`.
    QualityUpdate(QualityUpdate),
    /// `account_update`.
    AccountUpdate(AccountUpdate),
    /// `business_capability_update`.
    BusinessCapabilityUpdate(BusinessCapabilityUpdate),
    /// `phone_number_name_update`.
    NameUpdate(NameUpdate),
    /// `message_template_status_update`.
    TemplateStatus(TemplateStatusUpdate),
    /// `message_template_quality_update`, also where Meta files it under the field above.
    TemplateQuality(TemplateQualityUpdate),
    /// One of `user_preferences`: a person's opt-out, or its end.
    Preference(UserPreference),
    /// `account_review_update`.
    AccountReview(AccountReview),
    /// `account_alerts`.
    AccountAlert(AccountAlert),
    /// Any other field, raw.
    Other {
        /// `value.event` or `value.decision`, where there is one.
        event: Option<String>,
        /// The value, as it came.
        value: Value,
    },
}

/// A part of a body that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where it stands in the body; empty for the body itself.
    pub path: String,
    /// The webhook field, when that much could be read.
    pub field: Option<String>,
    /// The account, when that much could be read.
    pub waba: Option<WabaId>,
    /// Why, in words for the installation's owner; never a word of the part itself.
    pub reason: String,
    /// SHA-256 of the part.
    digest: [u8; 32],
}

impl Item {
    /// The number that it names by its id, in `metadata.phone_number_id`; a printed number is none.
    pub fn phone_number(&self) -> Option<PhoneNumberId> {
        match &self.news {
            News::Message(message) => Some(message.phone_number.clone()),
            News::Status(status) => Some(status.phone_number.clone()),
            News::Preference(told) => Some(told.phone_number.clone()),
            News::Other { value, .. } => {
                let id = value.get("metadata")?.get("phone_number_id")?;
                Some(PhoneNumberId::new(id.as_str()?))
            }
            News::QualityUpdate(_)
            | News::AccountUpdate(_)
            | News::BusinessCapabilityUpdate(_)
            | News::NameUpdate(_)
            | News::TemplateStatus(_)
            | News::TemplateQuality(_)
            | News::AccountReview(_)
            | News::AccountAlert(_) => None,
        }
    }

    /// The same for the same news, however often and in whatever batch Meta sends it.
    ///
    /// A message is known by its number and id, a status also by its state and time; anything else
    /// by its account, field, time of sending and content.
    pub fn key(&self) -> String {
        match &self.news {
            News::Message(message) => format!("message|{}|{}", message.phone_number, message.id),
            News::Status(status) => format!(
                "status|{}|{}|{}|{}",
                status.phone_number, status.id, status.status, status.timestamp
            ),
            News::Preference(told) => format!(
                "preference|{}|{}|{}|{}|{}",
                told.phone_number,
                told.user_id.as_ref().or(told.wa_id.as_ref()).map_or("", String::as_str),
                told.category.as_deref().unwrap_or_default(),
                told.value,
                told.timestamp
            ),
            News::QualityUpdate(_)
            | News::AccountUpdate(_)
            | News::BusinessCapabilityUpdate(_)
            | News::NameUpdate(_)
            | News::TemplateStatus(_)
            | News::TemplateQuality(_)
            | News::AccountReview(_)
            | News::AccountAlert(_)
            | News::Other { .. } => {
                let waba = self.waba.as_ref().map_or("", WabaId::as_str);
                let time = self.sent_at.unwrap_or_default();
                format!("{}|{waba}|{time}|{}", self.field, hex(self.digest))
            }
        }
    }

    /// Meta's id where it has one (a message's), else a stable one of our own.
    pub fn id(&self) -> String {
        match &self.news {
            News::Message(message) => message.id.to_string(),
            News::Status(status) => status.id.to_string(),
            News::QualityUpdate(_)
            | News::AccountUpdate(_)
            | News::BusinessCapabilityUpdate(_)
            | News::NameUpdate(_)
            | News::TemplateStatus(_)
            | News::TemplateQuality(_)
            | News::Preference(_)
            | News::AccountReview(_)
            | News::AccountAlert(_)
            | News::Other { .. } => own_id(&self.key()),
        }
    }

    /// `message`, the status (`sent`, ...) or the event; `None` when the field has neither.
    pub fn kind(&self) -> Option<&str> {
        match &self.news {
            News::Message(_) => Some("message"),
            News::Status(status) => Some(status.status.as_str()),
            News::QualityUpdate(update) => Some(update.event.as_str()),
            News::AccountUpdate(update) => Some(&update.event),
            News::BusinessCapabilityUpdate(_) => Some("business_capability_update"),
            News::NameUpdate(update) => Some(update.decision.as_str()),
            News::TemplateStatus(update) => Some(update.event.as_str()),
            News::TemplateQuality(update) => Some(update.new.as_str()),
            News::Preference(told) => Some(told.value.as_str()),
            News::AccountReview(review) => Some(&review.decision),
            News::AccountAlert(alert) => Some(&alert.alert_type),
            News::Other { event, .. } => event.as_deref(),
        }
    }
}

impl Unread {
    /// The same for the same part, however often it is sent.
    pub fn key(&self) -> String {
        format!("unread|{}", hex(self.digest))
    }

    /// A stable id of our own.
    pub fn id(&self) -> String {
        own_id(&self.key())
    }
}

fn own_id(key: &str) -> String {
    format!("own.{}", hex(&Sha256::digest(key.as_bytes())[..16]))
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    entry: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    id: Option<Value>,
    time: Option<Value>,
    #[serde(borrow)]
    changes: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Change<'a> {
    field: String,
    #[serde(borrow)]
    value: &'a RawValue,
}

/// Where in the body the reader stands, and what holds for everything below.
#[derive(Clone)]
struct Place {
    path: String,
    waba: Option<WabaId>,
    field: Option<String>,
    sent_at: Option<i64>,
}

/// Reads a body. Never fails as a whole: what can't be read is listed in [`Reading::unread`].
pub fn read(body: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let root = Place { path: String::new(), waba: None, field: None, sent_at: None };
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(_) => {
            reading.refuse(&root, body, "the body is not UTF-8".to_owned());
            return reading;
        }
    };
    let envelope: Envelope<'_> = match serde_json::from_str(text) {
        Ok(envelope) => envelope,
        Err(error) => {
            reading.refuse(&root, body, json_fault(&error));
            return reading;
        }
    };
    for (index, raw) in envelope.entry.into_iter().enumerate() {
        read_entry(&mut reading, format!("entry.{index}"), raw);
    }
    reading
}

fn read_entry(reading: &mut Reading, path: String, raw: &RawValue) {
    let mut place = Place { path, waba: None, field: None, sent_at: None };
    let entry: Entry<'_> = match serde_json::from_str(raw.get()) {
        Ok(entry) => entry,
        Err(error) => return reading.refuse(&place, raw.get().as_bytes(), json_fault(&error)),
    };
    place.waba = entry.id.as_ref().and_then(id_text).map(WabaId::new);
    place.sent_at = entry.time.as_ref().and_then(seconds);
    for (index, raw) in entry.changes.into_iter().enumerate() {
        let path = format!("{}.changes.{index}", place.path);
        read_change(reading, Place { path, ..place.clone() }, raw);
    }
}

fn read_change(reading: &mut Reading, mut place: Place, raw: &RawValue) {
    let change: Change<'_> = match serde_json::from_str(raw.get()) {
        Ok(change) => change,
        Err(error) => return reading.refuse(&place, raw.get().as_bytes(), json_fault(&error)),
    };
    place.field = Some(change.field.clone());
    let news = match change.field.as_str() {
        "messages" => return message::read_value(reading, &place, change.value),
        "user_preferences" if preference::read_value(reading, &place, change.value) => return,
        "phone_number_quality_update" => {
            serde_json::from_str(change.value.get()).map(News::QualityUpdate)
        }
        "account_update" => account::read_account_update(change.value).map(|(update, waba)| {
            // Entries of partner events carry the portfolio's id, the account's is inside (META 7.1).
            place.waba = waba.or(place.waba.take());
            News::AccountUpdate(update)
        }),
        "business_capability_update" => {
            account::read_capability(change.value).map(News::BusinessCapabilityUpdate)
        }
        field => match read_meant(field, change.value) {
            Some(news) => Ok(news),
            None => read_other(change.value),
        },
    };
    match news {
        Ok(news) => reading.take(&place, change.value.get().as_bytes(), news),
        Err(error) => reading.refuse(&place, change.value.get().as_bytes(), json_fault(&error)),
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

impl Reading {
    fn take(&mut self, place: &Place, raw: &[u8], news: News) {
        self.items.push(Item {
            path: place.path.clone(),
            waba: place.waba.clone(),
            field: place.field.clone().unwrap_or_default(),
            sent_at: place.sent_at,
            news,
            digest: Sha256::digest(raw).into(),
        });
    }

    fn refuse(&mut self, place: &Place, raw: &[u8], reason: String) {
        self.unread.push(Unread {
            path: place.path.clone(),
            field: place.field.clone(),
            waba: place.waba.clone(),
            reason,
            digest: Sha256::digest(raw).into(),
        });
    }
}

/// A text, or an id that Meta prints as a string or as a number.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A part that may be absent: one of another shape is left out and loses nobody the item.
fn lenient_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.as_ref().and_then(id_text))
}

/// Seconds since 1970 that Meta prints as a string or as a number.
fn seconds(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_i64(),
        _ => None,
    }
}
