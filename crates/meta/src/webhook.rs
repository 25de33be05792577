//! Reads a webhook's body into items, one by one: one that can't be read never hides its neighbours.
//!
//! The envelope is `{"object","entry":[{"id","time","changes":[{"field","value"}]}]}` (META 7.1);
//! every array is walked whole, since Meta batches up to 1,000 updates in one body.

mod account;
mod blank;
pub mod body;
mod message;
mod name;
mod preference;
mod template;
mod walk;

use serde_json::Value;
use sha2::{Digest, Sha256};

pub use account::{
    AccountAlert, AccountReview, AccountUpdate, BusinessCapabilityUpdate, QualityUpdate,
};
pub use blank::{Leave, blank, blank_entries, links};
pub use message::{Message, Pricing, Status};
pub use name::NameUpdate;
pub use preference::UserPreference;
pub use template::{TemplateQualityUpdate, TemplateStatusUpdate};
pub use walk::read;

use crate::hex::hex;
use crate::id::{PhoneNumberId, WabaId};

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
    /// SHA-256 of the part of the body that holds it; all zeros of what has ids of its own.
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

/// A text, or an id that Meta prints as a string or as a number.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
