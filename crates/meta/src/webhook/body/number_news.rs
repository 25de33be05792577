//! A value that names a number (`metadata`): the fields of messages, calls, groups and people, which
//! are lists beside each other (META 7.2, read on 23 November 2026).
//!
//! Which list a field fills is not kept to by Meta: `history` brings `messages` where media follow
//! later, `calls` brings `statuses`, `standby` mirrors any of them. So each is read wherever it is.

use super::call::Call;
use super::coexistence::{AutomaticEvent, History, StateSync};
use super::group::Group;
use super::message::Message;
use super::part::{List, part};
use super::person::{Contact, UserPreference};
use super::status::Status;
use super::word::Whole;
use crate::id::PhoneNumberId;

/// Fields whose value is [`NumberNews`] (META 7.2).
///
/// `message_echoes` and `standby` are named there without a shape: that they are as
/// `smb_message_echoes` and `messages` is an assumption.
pub const OF_NUMBER: [&str; 13] = [
    "messages",
    "smb_message_echoes",
    "message_echoes",
    "smb_app_state_sync",
    "history",
    "user_preferences",
    "automatic_events",
    "calls",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "standby",
];

part! {
    /// News of a number.
    NumberNews {
        /// Always `whatsapp`.
        messaging_product: String = "messaging_product",
        /// Which number.
        metadata: Metadata = "metadata",
        /// The people that the lists name.
        contacts: List<Contact> = "contacts",
        /// What customers wrote.
        messages: List<Message> = "messages",
        /// What became of messages and calls.
        statuses: List<Status> = "statuses",
        /// What went wrong with the account, not with one message.
        errors: List<Fault> = "errors",
        /// What the business wrote in the app (coexistence).
        message_echoes: List<Message> = "message_echoes",
        /// The app's address book (coexistence).
        state_sync: List<StateSync> = "state_sync",
        /// What was written before the number came (coexistence).
        history: List<History> = "history",
        /// Who wants no marketing messages, or wants them again.
        user_preferences: List<UserPreference> = "user_preferences",
        /// What advertisements led to.
        automatic_events: List<AutomaticEvent> = "automatic_events",
        /// Calls.
        calls: List<Call> = "calls",
        /// Groups.
        groups: List<Group> = "groups",
    }
}

part! {
    /// Which number.
    Metadata {
        /// Its digits.
        display_phone_number: String = "display_phone_number",
        /// Its id.
        phone_number_id: PhoneNumberId = "phone_number_id",
    }
}

part! {
    /// What went wrong (META 7.2 and 8).
    Fault {
        /// Meta's code.
        code: Whole = "code",
        /// In short.
        title: String = "title",
        /// The same, as a rule.
        message: String = "message",
        /// More of it.
        error_data: FaultData = "error_data",
        /// Meta's page on it.
        href: String = "href",
    }
}

part! {
    /// More of what went wrong.
    FaultData {
        /// A sentence.
        details: String = "details",
        /// Always `whatsapp`; on answers of Graph.
        messaging_product: String = "messaging_product",
    }
}
