//! The field `messages`: customers' messages and the states of sent ones (META 7.2).

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::body::{self, Fault, List, Listed, Part, Whole};
use super::walk::Place;
use super::{News, Reading, lenient_text};
use crate::id::{MessageId, PhoneNumberId};
use crate::json_fault::json_fault;
use crate::open::MessageStatus;

/// A customer's message. Its words are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The number it was written to.
    pub phone_number: PhoneNumberId,
    /// Meta's id.
    pub id: MessageId,
    /// The customer's `wa_id`; absent when the customer has a username (META 7.3).
    pub from: Option<String>,
    /// The customer's business-scoped id, where Meta gives one.
    pub from_user: Option<String>,
    /// When it was written, in seconds.
    pub timestamp: i64,
    /// `text`, `image`, ...: an open set.
    pub kind: String,
}

/// A state of a message that the business sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The number it was sent from.
    pub phone_number: PhoneNumberId,
    /// Meta's id of the message.
    pub id: MessageId,
    /// The state.
    pub status: MessageStatus,
    /// When it was reached, in seconds.
    pub timestamp: i64,
    /// The recipient's `wa_id`; may be absent.
    pub recipient: Option<String>,
    /// The recipient's business-scoped id, where Meta gives one.
    pub recipient_user: Option<String>,
    /// `individual` or `group`: an open set; absent for most.
    pub recipient_type: Option<String>,
    /// How Meta prices it, on `sent` and one later state.
    pub pricing: Option<Pricing>,
    /// Meta's codes of what went wrong, on `failed`.
    pub errors: Vec<i64>,
}

/// How Meta prices a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pricing {
    /// `regular`, `free_customer_service`, ...: an open set.
    pub kind: Option<String>,
    /// `marketing`, `utility`, ...: an open set.
    pub category: Option<String>,
}

#[derive(Deserialize)]
struct Value<'a> {
    metadata: Metadata,
    #[serde(borrow, default)]
    messages: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    statuses: Vec<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Metadata {
    phone_number_id: PhoneNumberId,
}

#[derive(Deserialize)]
struct WireMessage {
    id: MessageId,
    #[serde(default, deserialize_with = "lenient_text")]
    from: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    from_user_id: Option<String>,
    #[serde(deserialize_with = "seconds")]
    timestamp: i64,
    #[serde(default, rename = "type", deserialize_with = "lenient_text")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct WireStatus {
    id: MessageId,
    status: MessageStatus,
    #[serde(deserialize_with = "seconds")]
    timestamp: i64,
    #[serde(default, deserialize_with = "lenient_text")]
    recipient_id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    recipient_user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    recipient_type: Option<String>,
    #[serde(default, deserialize_with = "pricing")]
    pricing: Option<Pricing>,
    #[serde(default, deserialize_with = "error_codes")]
    errors: Vec<i64>,
}

/// Reads a `messages` value: each message and status by itself.
pub(super) fn read_value(reading: &mut Reading, place: Place<'_>, raw: &RawValue) {
    let value: Value<'_> = match serde_json::from_str(raw.get()) {
        Ok(value) => value,
        Err(error) => return reading.refuse(place, raw.get().as_bytes(), json_fault(&error)),
    };
    let phone = &value.metadata.phone_number_id;
    for (index, raw) in value.messages.iter().enumerate() {
        each(reading, place, "messages", index, raw, |wire: WireMessage| {
            News::Message(Message {
                phone_number: phone.clone(),
                id: wire.id,
                from: wire.from,
                from_user: wire.from_user_id,
                timestamp: wire.timestamp,
                kind: wire.kind.unwrap_or_default(),
            })
        });
    }
    for (index, raw) in value.statuses.iter().enumerate() {
        each(reading, place, "statuses", index, raw, |wire: WireStatus| {
            News::Status(Status {
                phone_number: phone.clone(),
                id: wire.id,
                status: wire.status,
                timestamp: wire.timestamp,
                recipient: wire.recipient_id,
                recipient_user: wire.recipient_user_id,
                recipient_type: wire.recipient_type,
                pricing: wire.pricing,
                errors: wire.errors,
            })
        });
    }
    // A value without either is an account's own error or something newer: kept whole.
    if let Some(raw) = value
        .errors
        .or_else(|| (value.messages.is_empty() && value.statuses.is_empty()).then_some(raw))
    {
        each(reading, place, "errors", 0, raw, |value: serde_json::Value| News::Other {
            event: Some("errors".to_owned()),
            value,
        });
    }
}

fn each<'a, W: Deserialize<'a>>(
    reading: &mut Reading,
    place: Place<'_>,
    list: &'static str,
    index: usize,
    raw: &'a RawValue,
    news: impl FnOnce(W) -> News,
) {
    let place = place.of_list(list, index);
    match serde_json::from_str(raw.get()) {
        Ok(wire) => reading.take(place, raw.get().as_bytes(), news(wire)),
        Err(error) => reading.refuse(place, raw.get().as_bytes(), json_fault(&error)),
    }
}

/// Seconds as Meta prints them: a string here, a number in account fields.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let printed = body::word::<Whole, D>(deserializer)?;
    let seconds = printed.and_then(|printed| printed.number());
    seconds.ok_or_else(|| serde::de::Error::custom("timestamp is not seconds"))
}

/// Prices of another shape are left out; the state counts all the same.
fn pricing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pricing>, D::Error> {
    let told = body::Pricing::take(deserializer)?.ok();
    Ok(told.map(|told| Pricing {
        kind: told.r#type.map(|kind| kind.as_str().to_owned()),
        category: told.category.map(|category| category.as_str().to_owned()),
    }))
}

/// The codes of a list of errors, numbers or printed ones; an error without one is left out.
fn error_codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let errors = List::<Fault>::take(deserializer)?.unwrap_or_default();
    let code = |error: &Listed<Fault>| error.read()?.code.as_ref()?.number();
    Ok(errors.iter().filter_map(code).collect())
}
