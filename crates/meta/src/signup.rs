//! Window messages of Embedded Signup: the text that Meta's popup posts to the page (META 1.2).
//!
//! The text comes by way of a browser, so anyone may have written it: it is bounded before it is
//! parsed, ids are digits and nothing else because they become parts of paths, texts are cut, and
//! no error repeats any of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::{BusinessId, PhoneNumberId, WabaId};

/// Meta's messages are a few hundred bytes.
const LONGEST_MESSAGE_BYTES: usize = 4 * 1024;
/// Meta's ids have 15 to 17 digits today.
const LONGEST_ID: usize = 32;
/// Characters of a text that are kept.
const LONGEST_TEXT: usize = 500;
const TYPE: &str = "WA_EMBEDDED_SIGNUP";

/// A message of the popup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How the popup ended.
    pub event: Event,
    /// Version of the message, as Meta wrote it; `3` in Meta's samples.
    pub version: Option<String>,
}

/// How the popup ended. Stored as it is, so that its spelling here is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// `FINISH`: account and number are shared. The number may still be unverified.
    Finish {
        /// The number.
        phone_number_id: PhoneNumberId,
        /// Its account.
        waba_id: WabaId,
        /// The portfolio that owns the account.
        business_id: Option<BusinessId>,
    },
    /// `FINISH_ONLY_WABA`: an account without a number.
    FinishOnlyWaba {
        /// The account.
        waba_id: WabaId,
        /// The portfolio that owns it.
        business_id: Option<BusinessId>,
    },
    /// `FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING`: a number that stays in the app (coexistence).
    ///
    /// Meta documents the account only; the number is then looked up.
    FinishWhatsappBusinessAppOnboarding {
        /// The account.
        waba_id: WabaId,
        /// The portfolio that owns it.
        business_id: Option<BusinessId>,
        /// The number, when Meta names it.
        phone_number_id: Option<PhoneNumberId>,
    },
    /// `CANCEL`: the person left.
    Cancel {
        /// Meta's name of the step that was left; an open set.
        current_step: Option<String>,
    },
    /// The person reported an error: `ERROR`, and since v3 a `CANCEL` that tells of one.
    ReportedError {
        /// Meta's words.
        error_message: Option<String>,
        /// Meta's id of the error.
        error_id: Option<String>,
        /// The popup's session, which Meta's support asks for.
        session_id: Option<String>,
        /// When, in seconds, as Meta wrote it.
        timestamp: Option<String>,
    },
    /// An event that is not known here.
    Other {
        /// Its name.
        event: String,
    },
}

/// Why a text is no message of Embedded Signup. The text itself is never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMessage {
    /// Longer than any message of Meta's; it was not parsed.
    #[error("the message is longer than {LONGEST_MESSAGE_BYTES} bytes")]
    TooLong,
    /// Not JSON. Meta's popup posts such texts to its own SDK, so this is no fault.
    #[error("the message is not JSON")]
    NotJson,
    /// JSON of another type than `WA_EMBEDDED_SIGNUP`.
    #[error("the message is not one of Embedded Signup")]
    OtherType,
    /// A field that this event must have is not there.
    #[error("the message has no {field}")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// An id that is not 1 to 32 digits.
    #[error("{field} is not an id")]
    BadId {
        /// The field.
        field: &'static str,
    },
}

/// Reads the text of a window message. The page must have checked where it came from.
///
/// # Errors
/// When it is not a message of Embedded Signup, or an event without what it must name.
pub fn read(text: &str) -> Result<Message, NotAMessage> {
    if text.len() > LONGEST_MESSAGE_BYTES {
        return Err(NotAMessage::TooLong);
    }
    let message: Value = serde_json::from_str(text).map_err(|_| NotAMessage::NotJson)?;
    if message.get("type").and_then(Value::as_str) != Some(TYPE) {
        return Err(NotAMessage::OtherType);
    }
    let name = message.get("event").and_then(Value::as_str);
    let name = name.ok_or(NotAMessage::Missing { field: "event" })?;
    let none = Map::new();
    let data = Data(message.get("data").and_then(Value::as_object).unwrap_or(&none));
    let version = message.get("version").and_then(short_text);
    Ok(Message { event: event(name, &data)?, version })
}

fn event(name: &str, data: &Data<'_>) -> Result<Event, NotAMessage> {
    let business_id = || Ok(data.id("business_id")?.map(BusinessId::new));
    let waba_id = || data.required_id("waba_id").map(WabaId::new);
    Ok(match name {
        "FINISH" => Event::Finish {
            phone_number_id: PhoneNumberId::new(data.required_id("phone_number_id")?),
            waba_id: waba_id()?,
            business_id: business_id()?,
        },
        "FINISH_ONLY_WABA" => {
            Event::FinishOnlyWaba { waba_id: waba_id()?, business_id: business_id()? }
        }
        "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING" => Event::FinishWhatsappBusinessAppOnboarding {
            waba_id: waba_id()?,
            business_id: business_id()?,
            phone_number_id: data.id("phone_number_id")?.map(PhoneNumberId::new),
        },
        "CANCEL" if !data.tells_of_an_error() => {
            Event::Cancel { current_step: data.text("current_step") }
        }
        "CANCEL" | "ERROR" => Event::ReportedError {
            error_message: data.text("error_message"),
            error_id: data.text("error_id"),
            session_id: data.text("session_id"),
            timestamp: data.text("timestamp"),
        },
        other => Event::Other { event: cut(other) },
    })
}

/// The fields of `data`.
struct Data<'m>(&'m Map<String, Value>);

impl Data<'_> {
    fn required_id(&self, field: &'static str) -> Result<String, NotAMessage> {
        self.id(field)?.ok_or(NotAMessage::Missing { field })
    }

    /// An id in digits, which Meta's clients have written as text and as a number; `None` when it
    /// is absent, null or empty.
    fn id(&self, field: &'static str) -> Result<Option<String>, NotAMessage> {
        let id = match self.0.get(field) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) if text.is_empty() => return Ok(None),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return Err(NotAMessage::BadId { field }),
        };
        if id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Some(id))
        } else {
            Err(NotAMessage::BadId { field })
        }
    }

    fn text(&self, field: &str) -> Option<String> {
        self.0.get(field).and_then(short_text)
    }

    fn tells_of_an_error(&self) -> bool {
        ["error_message", "error_id"].iter().any(|field| self.text(field).is_some())
    }
}

/// Text or a number as text, cut; nothing else, and nothing that is empty.
fn short_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => cut(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}
