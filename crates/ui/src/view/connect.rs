//! What the page of the connection is given.

use domain::Timestamp;
use domain::readiness::Scope;
use domain::signup::{Plan, Signup};
use domain::situation::Situation;
use meta::{BusinessId, PhoneNumberId, WabaId};

use super::Chosen;

/// Conexão.
#[derive(Clone, Copy, Debug)]
pub struct Connect<'a> {
    /// Everything of the tenant.
    pub scope: &'a Scope,
    /// The bound accounts, oldest first.
    pub accounts: &'a [Account],
    /// Whether the button can be pressed.
    pub button: Button<'a>,
    /// The situation that the tenant keeps for its next login.
    pub situation: Option<&'a Chosen>,
    /// Newest first: those that are open, and the newest ended one.
    pub signups: &'a [Attempt<'a>],
    /// A form of the page that was not taken.
    pub refused: Option<Refused<'a>>,
    /// The account that is to be connected again, as the page's address names it.
    pub again: Option<&'a str>,
    /// Whether who looks answers for the installation, and so may check it.
    pub may_check: bool,
}

/// A bound account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub waba: WabaId,
    /// The portfolio that owns it.
    pub business: BusinessId,
    /// Its numbers.
    pub numbers: Vec<PhoneNumberId>,
    /// When it was bound.
    pub connected_at: Timestamp,
    /// Whether its token is of an app of its own, which was given by hand.
    pub is_by_hand: bool,
    /// Permissions that Meta no longer lists for its token, by Meta's names.
    pub lacks: Vec<String>,
    /// Whether a person is having it disconnected.
    pub is_leaving: bool,
    /// What Meta said by a webhook, while it holds.
    pub disconnected: Option<Disconnected>,
}

/// An account that Meta says is no longer connected.
#[derive(Clone, Debug)]
pub struct Disconnected {
    /// The account.
    pub waba: WabaId,
    /// Meta's event, such as `PARTNER_REMOVED`.
    pub event: String,
    /// When, by Meta's clock where it tells.
    pub at: Timestamp,
    /// Why a number of the WhatsApp Business app left and by whose doing, where Meta told that
    /// (`disconnection_info`): then the phone ended it.
    pub info: Option<serde_json::Value>,
}

/// Whether the button can be pressed.
#[derive(Clone, Copy, Debug)]
pub enum Button<'a> {
    /// It can.
    Ready(Sdk<'a>),
    /// The role of who looks may not connect.
    Forbidden,
    /// The installation does not know its app or its configuration at Meta.
    NotConfigured,
}

/// What the page's script needs to open Meta's popup.
#[derive(Clone, Copy, Debug)]
pub struct Sdk<'a> {
    /// The app's id.
    pub app_id: &'a str,
    /// The configuration of Facebook Login for Business.
    pub config_id: &'a str,
    /// Such as `v25.0`.
    pub graph_version: &'a str,
    /// Where the SDK is loaded from.
    pub url: &'a str,
    /// The only origins whose window messages are taken.
    pub message_origins: &'a [String],
}

/// One login.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// Its id, as in the addresses of its forms.
    pub id: &'a str,
    /// Name of who started it.
    pub person: &'a str,
    /// The hand-over link that began it for that person, by its label; `Some(None)` once the link is
    /// forgotten.
    pub link: Option<Option<&'a str>>,
    /// How far it has come.
    pub signup: &'a Signup,
    /// The situation that it was begun in, where one was chosen.
    pub situation: Option<Situation>,
}

/// A login that a person may abandon.
#[derive(Clone, Copy, Debug)]
pub struct Abandon<'a> {
    /// Its id.
    pub id: &'a str,
    /// How far it has come.
    pub signup: &'a Signup,
    /// What abandoning it does.
    pub plan: &'a Plan,
    /// Whether a person agreed to another plan, which this one came in the place of.
    pub has_changed: bool,
}

/// A form that was not taken, which the page says beside its field.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'a> {
    /// The id of the login whose form it was.
    pub signup: &'a str,
    /// Why.
    pub reason: RefusedForm<'a>,
}

/// Why a form was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedForm<'a> {
    /// The PIN is not six digits.
    PinFormat,
    /// The code is not six digits.
    CodeFormat,
    /// The number can't be one, or Meta did not add it.
    Number(&'a TypedNumber),
}

/// What was typed into the form with a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedNumber {
    /// Country code.
    pub cc: String,
    /// The rest of the number.
    pub phone_number: String,
    /// Display name.
    pub verified_name: String,
    /// Whether another account of Meta's has it, which it leaves for this one.
    pub migrates: bool,
    /// What can't be what it is to be; nothing where only Meta said no.
    pub wrong: Vec<NumberField>,
}

/// A field of that form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberField {
    /// Country code.
    CountryCode,
    /// The rest of the number.
    PhoneNumber,
    /// Display name.
    Name,
}

/// Why the page's script gets no for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectRefusal {
    /// The nonce is of another session, used or too old.
    NonceRefused,
    /// What the popup posted is no message of Embedded Signup.
    BadMessage,
    /// The code is empty or too long to be one.
    BadCode,
    /// The hand-over link counts no more.
    LinkOver,
    /// Another login of the hand-over link is on its way.
    LinkUnderWay,
    /// The hand-over link began all logins that it may.
    LinkTooMany,
}
