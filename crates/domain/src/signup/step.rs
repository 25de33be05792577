//! The steps that a person sees, and the tasks that they are made of.

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::leaving::Undo;
use super::obstacle::Snag;

/// What a person sees of the way, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The code becomes a token.
    Exchange,
    /// The token proves which account it reaches, and the account becomes the tenant's.
    Scopes,
    /// Meta sends the account's webhooks to the app.
    Subscribe,
    /// The number is registered with its PIN.
    Register,
    /// The number's messages are sent here, by an override where the app's callback is elsewhere.
    Route,
    /// What the WhatsApp Business app holds is asked for, once (coexistence).
    Sync,
    /// Account, portfolio and number are read.
    Read,
    /// A signed webhook that names the account arrived after subscribing.
    Webhook,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Self; 8] = [
        Self::Exchange,
        Self::Scopes,
        Self::Subscribe,
        Self::Register,
        Self::Route,
        Self::Sync,
        Self::Read,
        Self::Webhook,
    ];

    /// The word used in markup and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Scopes => "scopes",
            Self::Subscribe => "subscribe",
            Self::Register => "register",
            Self::Route => "route",
            Self::Sync => "sync",
            Self::Read => "read",
            Self::Webhook => "webhook",
        }
    }
}

/// One effect: what the program does next, and answers with the fact of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Trade the code for a token.
    Exchange,
    /// Ask Meta what the token reaches, and bind the account.
    Prove,
    /// Subscribe the app to the account, and read that back. [`Fact::Subscribing`] must be kept
    /// before the call.
    Subscribe,
    /// List the account's numbers and find the one that was chosen.
    Find,
    /// Register the number. [`Fact::Calling`] must be kept before the call.
    Register,
    /// See where the number's messages go, and set an override when that is elsewhere.
    /// [`Fact::Overriding`] must be kept before the call.
    Route,
    /// Ask for the app's state: its contacts.
    SyncAppState,
    /// Ask for the app's history.
    SyncHistory,
    /// Read account, portfolio and number.
    Read,
    /// Undo something at Meta, and read that back.
    Undo(Undo),
}

impl Task {
    /// The step that it is a part of.
    pub const fn step(self) -> Step {
        match self {
            Self::Exchange => Step::Exchange,
            Self::Prove => Step::Scopes,
            Self::Subscribe | Self::Undo(Undo::Subscription) => Step::Subscribe,
            Self::Find | Self::Register => Step::Register,
            Self::Route | Self::Undo(Undo::Override) => Step::Route,
            Self::SyncAppState | Self::SyncHistory => Step::Sync,
            Self::Read => Step::Read,
        }
    }

    /// The fact that it was hindered.
    pub fn hindered(self, snag: Snag) -> Fact {
        match self {
            Self::Exchange => Fact::Exchanged(Err(snag)),
            Self::Prove => Fact::Proven(Err(snag)),
            Self::Subscribe => Fact::Subscribed(Err(snag)),
            Self::Find => Fact::Found(Err(snag)),
            Self::Register => Fact::Registered(Err(snag)),
            Self::Route => Fact::Routed(Err(snag)),
            Self::SyncAppState | Self::SyncHistory => Fact::Synced(Err(snag)),
            Self::Read => Fact::WasRead(Err(snag)),
            Self::Undo(_) => Fact::Undone(Err(snag)),
        }
    }
}
