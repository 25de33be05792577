//! What a number brings that stays in the WhatsApp Business app (META 1.4 and 7.2 `[D]`, read on 23
//! November 2026): its address book, its messages of before; and what advertisements led to.

use serde_json::Number;

use super::message::Message;
use super::number_news::Fault;
use super::part::{List, part};
use super::person::ThreadContext;
use super::word::{Whole, Words};
use crate::open::{AutomaticEventName, HistoryStatus, SyncAction, SyncType};

part! {
    /// One entry of the app's address book.
    StateSync {
        /// Always `contact`.
        r#type: SyncType = "type",
        /// Who.
        contact: SyncContact = "contact",
        /// Whether it is there or gone.
        action: SyncAction = "action",
        /// When.
        metadata: SyncMetadata = "metadata",
    }
}

part! {
    /// Who stands in the address book.
    SyncContact {
        /// The whole name.
        full_name: Words = "full_name",
        /// The first name.
        first_name: Words = "first_name",
        /// Digits.
        phone_number: String = "phone_number",
        /// The business-scoped id. An assumption.
        user_id: String = "user_id",
        /// The username. An assumption.
        username: Words = "username",
    }
}

part! {
    /// When the address book changed.
    SyncMetadata {
        /// In seconds.
        timestamp: Whole = "timestamp",
    }
}

part! {
    /// A piece of the messages of before: 180 days in three phases, in any order. When the customer
    /// does not share them, an error (2593109) alone.
    History {
        /// Which piece.
        metadata: HistoryMetadata = "metadata",
        /// Threads, each with one person.
        threads: List<Thread> = "threads",
        /// Why there is none.
        errors: List<Fault> = "errors",
    }
}

part! {
    /// Which piece of the messages of before.
    HistoryMetadata {
        /// 0, 1 or 2.
        phase: Whole = "phase",
        /// Its place among the pieces.
        chunk_order: Whole = "chunk_order",
        /// 0 to 100.
        progress: Whole = "progress",
    }
}

part! {
    /// Messages with one person.
    Thread {
        /// The person's phone number.
        id: String = "id",
        /// The person.
        context: ThreadContext = "context",
        /// Both sides' messages.
        messages: List<Message> = "messages",
    }
}

part! {
    /// How an old message stood.
    HistoryContext {
        /// Its state.
        status: HistoryStatus = "status",
    }
}

part! {
    /// What an advertisement led to.
    AutomaticEvent {
        /// The message's id.
        id: String = "id",
        /// A lead or a purchase.
        event_name: AutomaticEventName = "event_name",
        /// When, in seconds.
        timestamp: Whole = "timestamp",
        /// The click.
        ctwa_clid: String = "ctwa_clid",
        /// Of a purchase.
        custom_data: CustomData = "custom_data",
    }
}

part! {
    /// What a purchase was worth.
    CustomData {
        /// In which currency.
        currency: String = "currency",
        /// How much.
        value: Number = "value",
    }
}
