//! The field `messages`: customers' messages and the states of sent ones (META 7.2).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::body::{self, Fault, Listed, NumberNews};
use super::walk::{MISSING, Place, lacks};
use super::{News, Reading};
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

/// Tells the messages and statuses of a value, each by itself, and the account's own errors.
pub(super) fn tell(
    reading: &mut Reading,
    place: Place<'_>,
    news: &mut NumberNews,
    source: &RawValue,
) {
    let phone = news.metadata.take().and_then(|metadata| metadata.phone_number_id);
    let is_list = ["messages", "statuses"].iter().all(|list| !news.rest.says(list));
    let (Some(phone), true) = (phone, is_list) else {
        let lacking = if is_list { lacks("metadata.phone_number_id") } else { MISSING.to_owned() };
        return reading.refuse(place, source.get().as_bytes(), lacking);
    };
    let messages = news.messages.as_deref_mut().unwrap_or_default();
    let statuses = news.statuses.as_deref_mut().unwrap_or_default();
    let is_empty = messages.is_empty() && statuses.is_empty();
    for (index, message) in messages.iter_mut().enumerate() {
        let place = place.of_list("messages", index);
        reading.tell(place, message, |message| Message::of(&phone, message).map(News::Message));
    }
    for (index, status) in statuses.iter_mut().enumerate() {
        let place = place.of_list("statuses", index);
        reading.tell(place, status, |status| Status::of(&phone, status).map(News::Status));
    }
    // A value without either is an account's own error or something newer: kept whole.
    let errors = if is_empty || news.errors.is_some() || news.rest.says("errors") {
        errors_of(source).or(is_empty.then_some(source))
    } else {
        None
    };
    if let Some(raw) = errors {
        let (place, bytes) = (place.of_list("errors", 0), raw.get().as_bytes());
        match serde_json::from_str(raw.get()) {
            Ok(value) => {
                reading.take(place, bytes, News::Other { event: Some("errors".to_owned()), value });
            }
            Err(error) => reading.refuse(place, bytes, json_fault(&error)),
        }
    }
}

/// The errors of a value, as they came.
fn errors_of(source: &RawValue) -> Option<&RawValue> {
    #[derive(Deserialize)]
    struct Errors<'a> {
        #[serde(borrow)]
        errors: Option<&'a RawValue>,
    }
    serde_json::from_str::<Errors<'_>>(source.get()).ok()?.errors
}

impl Message {
    /// Of the typed body's; else the name of what it lacks.
    fn of(phone_number: &PhoneNumberId, message: &mut body::Message) -> Result<Self, &'static str> {
        let rest = &message.rest;
        let kind = message.r#type.take().map(|kind| kind.as_str().to_owned());
        Ok(Self {
            phone_number: phone_number.clone(),
            id: message.id.take().ok_or("id")?,
            from: message.from.take().or_else(|| rest.digits("from")),
            from_user: message.from_user_id.take().or_else(|| rest.digits("from_user_id")),
            timestamp: message.timestamp.as_ref().and_then(|at| at.number()).ok_or("timestamp")?,
            kind: kind.or_else(|| rest.digits("type")).unwrap_or_default(),
        })
    }
}

impl Status {
    /// Of the typed body's; else the name of what it lacks.
    fn of(phone_number: &PhoneNumberId, status: &mut body::Status) -> Result<Self, &'static str> {
        let rest = &status.rest;
        let recipient_type = status.recipient_type.take().map(|kind| kind.as_str().to_owned());
        let recipient_user = status.recipient_user_id.take();
        let errors = status.errors.iter().flatten().filter_map(Listed::read);
        Ok(Self {
            phone_number: phone_number.clone(),
            id: status.id.take().ok_or("id")?,
            status: MessageStatus::from(status.status.as_deref().ok_or("status")?),
            timestamp: status.timestamp.as_ref().and_then(|at| at.number()).ok_or("timestamp")?,
            recipient: status.recipient_id.take().or_else(|| rest.digits("recipient_id")),
            recipient_user: recipient_user.or_else(|| rest.digits("recipient_user_id")),
            recipient_type: recipient_type.or_else(|| rest.digits("recipient_type")),
            pricing: status.pricing.as_ref().map(Pricing::of),
            errors: errors.filter_map(code).collect(),
        })
    }
}

impl Pricing {
    fn of(told: &body::Pricing) -> Self {
        Self {
            kind: told.r#type.as_ref().map(|kind| kind.as_str().to_owned()),
            category: told.category.as_ref().map(|category| category.as_str().to_owned()),
        }
    }
}

/// A number or a printed one; an error without one is left out.
fn code(error: &Fault) -> Option<i64> {
    error.code.as_ref()?.number()
}
