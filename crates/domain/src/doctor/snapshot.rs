//! What was read of the app, its accounts and their numbers.

use meta::open::NameStatus;
use meta::{PhoneNumberId, WabaId};

use crate::payment::Payment;
use crate::preflight::AppSide;
use crate::time::Timestamp;

/// Why Meta gave no answer that could be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hindrance {
    /// Too many calls.
    TooMany,
    /// The token no longer works.
    TokenDead,
    /// The token may not.
    NotPermitted,
    /// Meta refused otherwise.
    Refused,
    /// Nothing that could be read.
    NoAnswer,
}

/// No answer, and what was said instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Why.
    pub hindrance: Hindrance,
    /// In the words of who refused: never with a secret.
    pub said: String,
}

/// What came of a question.
pub type Reply<T> = Result<T, Silence>;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// When.
    pub now: Timestamp,
    /// The app.
    pub app: AppSide,
    /// The accounts, oldest first.
    pub accounts: Vec<Account>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub waba: WabaId,
    /// Its name, where it is known.
    pub name: Option<String>,
    /// The app that its token is of, where that is not the installation's: the account was connected
    /// by hand.
    pub own_app: Option<AppSide>,
    /// What Meta says of its token.
    pub token: Reply<Token>,
    /// The apps that hear of it.
    pub apps: Reply<Vec<App>>,
    /// How it is paid for.
    pub payment: Reply<Payment>,
    /// How much of its quota is used; `None` where Meta said nothing.
    pub usage: Option<Usage>,
    /// Whether webhooks come.
    pub deaf: Deaf,
    /// Its numbers.
    pub numbers: Reply<Vec<Number>>,
}

impl Account {
    /// The app whose webhooks tell of the account.
    pub fn app<'a>(&'a self, snapshot: &'a Snapshot) -> &'a AppSide {
        self.own_app.as_ref().unwrap_or(&snapshot.app)
    }
}

/// What Meta says of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whose app it is for.
    pub app_id: Option<String>,
    /// Whether it was made for a day, as the test tokens of Meta's developer page are.
    pub is_for_a_day: bool,
    /// Whether it works.
    pub is_valid: bool,
    /// When it, or the access to data by it, ends; `None` for never.
    pub ends_at: Option<Timestamp>,
    /// Scopes wanted that it lacks.
    pub missing: Vec<String>,
    /// Scopes wanted that it has, and not for this account.
    pub not_granted: Vec<String>,
}

/// An app that hears of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its id.
    pub id: String,
    /// Its name, when Meta gives one.
    pub name: Option<String>,
    /// Where the account's messages go for it, if that is not its callback.
    pub override_url: Option<String>,
}

/// How much of Meta's quota is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Meta's highest count for the account, or for the app, in percent.
    pub percent: u32,
}

/// Whether webhooks come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deaf {
    /// Nothing is missed.
    No,
    /// Readings found what webhooks of these fields should tell, and they may still.
    Pending(Vec<String>),
    /// None came in time.
    Yes(Vec<String>),
}

/// A number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Which.
    pub id: PhoneNumberId,
    /// As people write it, where it is known.
    pub display: Option<String>,
    /// Its override, if it has one.
    pub override_url: Option<String>,
    /// Meta's word for its state.
    pub status: Option<String>,
    /// Meta's word for where it is, as `CLOUD_API`.
    pub platform: Option<String>,
    /// How its display name stands.
    pub name_status: Option<NameStatus>,
    /// Whether Farol registered it, or saw it registered.
    pub was_registered: bool,
    /// Whether the PIN that it was registered with is kept, and nothing speaks against it.
    pub is_pin_known: bool,
    /// Whether the WhatsApp Business app has it, which registers it itself.
    pub is_in_app: bool,
}
