//! What mends a defect: a call that Farol can make, or something that only a person can do.

use meta::{PhoneNumberId, WabaId};

/// What mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A call, shown before it is made.
    Call(Mend),
    /// Something that a person does.
    Person(Person),
}

/// A call that Farol can make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Has Meta send the app's webhooks to an address, with these fields.
    SetCallback {
        /// Which app.
        app: String,
        /// The account whose app it is; `None` for the installation's, which is everybody's.
        waba: Option<WabaId>,
        /// Where.
        url: String,
        /// What was subscribed, and what is wanted.
        fields: Vec<String>,
    },
    /// Has an account send its webhooks to the app. Without a body it also removes the account's
    /// override (META 1.3).
    Subscribe {
        /// The account.
        waba: WabaId,
    },
    /// Removes a number's override.
    RemoveOverride {
        /// The number.
        number: PhoneNumberId,
        /// Its account.
        waba: WabaId,
    },
    /// Registers a number with the PIN that is kept, never with another.
    Register {
        /// The number.
        number: PhoneNumberId,
        /// Its account.
        waba: WabaId,
    },
    /// Sends a number's messages to an address, whatever the app's callback is.
    SetOverride {
        /// The number.
        number: PhoneNumberId,
        /// Its account.
        waba: WabaId,
        /// Where.
        url: String,
    },
}

impl Mend {
    /// The account that the call is about; `None` for one about the installation's app, which is
    /// everybody's.
    pub const fn waba(&self) -> Option<&WabaId> {
        match self {
            Self::SetCallback { waba, .. } => waba.as_ref(),
            Self::Subscribe { waba }
            | Self::Register { waba, .. }
            | Self::RemoveOverride { waba, .. }
            | Self::SetOverride { waba, .. } => Some(waba),
        }
    }
}

/// What only a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    /// Sets the app's id and secret right, in the settings of the installation.
    Secret,
    /// Has the console's address answer, from outside.
    Address,
    /// Logs in with Facebook again, as somebody who may.
    LogIn,
    /// Adds a payment method in WhatsApp Manager.
    Pay,
    /// Waits, and finds out who else calls Meta.
    Wait,
    /// Looks at who else is subscribed.
    LookAtApps,
    /// Sees to the other lines, and waits for the next webhook.
    Listen,
    /// Logs in again with the number and its PIN, which registers it.
    Register,
    /// Connects the number again in the WhatsApp Business app.
    InApp,
    /// Makes a token of the account's own app, and connects by hand again.
    ByHand,
    /// Asks for another display name.
    Rename,
    /// Waits for Meta's decision.
    AwaitReview,
}

impl Person {
    /// All.
    pub const ALL: [Self; 12] = [
        Self::Secret,
        Self::Address,
        Self::LogIn,
        Self::Pay,
        Self::Wait,
        Self::LookAtApps,
        Self::Listen,
        Self::Register,
        Self::InApp,
        Self::ByHand,
        Self::Rename,
        Self::AwaitReview,
    ];

    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Address => "address",
            Self::LogIn => "log-in",
            Self::Pay => "pay",
            Self::Wait => "wait",
            Self::LookAtApps => "look-at-apps",
            Self::Listen => "listen",
            Self::Register => "register",
            Self::InApp => "in-app",
            Self::ByHand => "by-hand",
            Self::Rename => "rename",
            Self::AwaitReview => "await-review",
        }
    }

    /// Where it is done: a page of Farol's, or of Meta's.
    pub const fn link(self) -> Option<&'static str> {
        match self {
            Self::Secret | Self::Address => Some("/connect/preflight"),
            Self::LogIn | Self::Register | Self::InApp => Some("/connect"),
            Self::ByHand => Some("/connect/by-hand"),
            Self::Pay | Self::LookAtApps => Some("https://business.facebook.com/wa/manage/"),
            Self::Rename | Self::AwaitReview => Some("/profile"),
            Self::Listen => Some("/activity"),
            Self::Wait => None,
        }
    }
}
