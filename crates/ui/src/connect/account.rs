//! A connected account, with its numbers.

use domain::readiness::{Loss, Scope};
use domain::{Node, NodeKind, Replica};

use crate::badge::Badge;
use crate::frame::with_waba;
use crate::named;
use crate::phone_left;
use crate::told::{self, Failing};
use crate::view;
use crate::words::Words;

/// The flow of Meta's popup that takes a number of the WhatsApp Business app over.
const COEXISTENCE: &str = "whatsapp_business_app_onboarding";

/// An account.
pub(crate) struct Account {
    pub id: String,
    pub name: String,
    pub business: String,
    pub connected_at: String,
    pub connected_iso: String,
    pub numbers: Vec<Number>,
    /// Whether it is being disconnected.
    pub is_leaving: bool,
    /// Why Farol lost it, while it did.
    pub lost: Option<Lost>,
}

/// An account that is lost until somebody connects it again.
pub(crate) struct Lost {
    pub title: String,
    pub about: String,
    /// Since when it can't be read, and Meta's words.
    pub failing: Option<Failing>,
    /// Meta's event and its time, where a webhook told it.
    pub event: Option<String>,
    /// Why the WhatsApp Business app left, and by whose doing, where Meta told.
    pub why: Option<String>,
    pub way: Again,
}

/// How an account is connected again.
pub(crate) enum Again {
    /// By a login of this account, in the flow that it needs.
    LogIn { href: String, feature_type: &'static str },
    /// With a new token, at this address.
    Token { href: String },
}

/// A number of it.
pub(crate) struct Number {
    pub name: String,
    /// `None` when it is called by its number anyway.
    pub phone: Option<String>,
    pub status: Badge,
}

/// Words the accounts.
pub(crate) fn accounts(words: &Words, scope: &Scope, accounts: &[view::Account]) -> Vec<Account> {
    let worded = |account: &view::Account| Account {
        name: named::name_of(scope, &Node::waba(account.waba.as_str())),
        business: named::name_of(scope, &Node::new(NodeKind::Business, account.business.as_str())),
        connected_at: words.moment(account.connected_at),
        connected_iso: words.iso(account.connected_at),
        numbers: scope
            .numbers
            .iter()
            .filter(|number| account.numbers.iter().any(|id| id.as_str() == number.node.id))
            .map(|number| worded_number(words, number))
            .collect(),
        id: account.waba.to_string(),
        is_leaving: account.is_leaving,
        lost: lost(words, scope, account),
    };
    accounts.iter().map(worded).collect()
}

/// What tells it: a token that is dead; permissions that Meta no longer lists; a reading of the account
/// or of its numbers that fails for want of access, the first of them; else a webhook; else a number
/// that its WhatsApp Business app left.
fn lost(words: &Words, scope: &Scope, account: &view::Account) -> Option<Lost> {
    let own = scope.wabas.iter().filter(|waba| waba.node.id == account.waba.as_str());
    let failing = own.chain(numbers(scope, account)).filter_map(|replica| {
        let failure = replica.failure.as_ref()?;
        Loss::of_reason(&failure.reason).map(|_| (replica, failure))
    });
    let unread = failing.min_by_key(|(_, failure)| failure.since);
    let event = account.disconnected.as_ref();
    let ended = event.map(|told| told.event.as_str());
    let loss = Loss::of(unread.map(|(_, failure)| failure), &account.lacks, ended);
    let key = match &loss {
        // What took the number away takes the rest of the access along.
        _ if is_left_by_phone(account) => "lost-offboarded",
        Some(Loss::Token) => "lost-token",
        Some(Loss::Permissions(_)) => "lost-permission",
        Some(Loss::Access) => "lost-access",
        Some(Loss::Ended(event)) => event_key(event),
        None => left_by_app(scope, account).then_some("lost-offboarded")?,
    };
    let told = |told: &view::Disconnected| {
        let named = [("event", told.event.clone()), ("time", words.moment(told.at))];
        words.with("lost-event", &named, None)
    };
    Some(Lost {
        title: words.t1(key, "permissions", account.lacks.join(", ")),
        about: words.t(match (key, account.is_by_hand) {
            ("lost-permission", _) => "lost-permission-about",
            ("lost-offboarded", true) => "lost-app-by-hand-about",
            ("lost-offboarded", false) => "lost-app-about",
            (_, _) => "lost-about",
        }),
        failing: unread.and_then(|(replica, _)| told::failing(words, replica)),
        event: event.map(told),
        why: event.and_then(|told| phone_left::why(words, told.info.as_ref()?)),
        way: again(scope, account, key == "lost-offboarded"),
    })
}

/// Meta's events that end a connection; one that is not known here takes access away.
fn event_key(event: &str) -> &'static str {
    match event {
        "ACCOUNT_OFFBOARDED" => "lost-offboarded",
        "ACCOUNT_DELETED" => "lost-deleted",
        "PARTNER_APP_UNINSTALLED" => "lost-uninstalled",
        _ => "lost-access",
    }
}

/// Whether Meta said that the phone ended the connection (META 1.4), and still holds to it.
fn is_left_by_phone(account: &view::Account) -> bool {
    account.disconnected.as_ref().is_some_and(|told| told.info.is_some())
}

/// The numbers of an account that are in the scope.
pub(super) fn numbers<'a>(
    scope: &'a Scope,
    account: &'a view::Account,
) -> impl Iterator<Item = &'a Replica> {
    let is_of_it =
        |number: &&Replica| account.numbers.iter().any(|id| id.as_str() == number.node.id);
    scope.numbers.iter().filter(is_of_it)
}

/// Whether a number is off the platform that is used in the WhatsApp Business app too.
fn left_by_app(scope: &Scope, account: &view::Account) -> bool {
    let is_off = |number: &Replica| number.text("status") == Some("DISCONNECTED");
    numbers(scope, account).any(|number| domain::number::is_in_app(number) && is_off(number))
}

/// Another token brings back no phone that left: that one takes the popup, whoever's app it had.
fn again(scope: &Scope, account: &view::Account, is_offboarded: bool) -> Again {
    let waba = account.waba.as_str();
    if account.is_by_hand && !is_offboarded {
        return Again::Token { href: with_waba("/connect/by-hand", waba) };
    }
    Again::LogIn { href: href_again(waba), feature_type: feature_type(scope, account) }
}

/// The flow that an account needs to be connected again: the one of the WhatsApp Business app only
/// where that took a number away, as it registers none.
pub(crate) fn feature_type(scope: &Scope, account: &view::Account) -> &'static str {
    let told = account.disconnected.as_ref();
    let is_told = is_left_by_phone(account)
        || told.is_some_and(|told| event_key(&told.event) == "lost-offboarded");
    if is_told || left_by_app(scope, account) { COEXISTENCE } else { "" }
}

/// Where an account is connected again with Facebook: the button, for it alone.
pub(crate) fn href_again(waba: &str) -> String {
    format!("/connect?again={waba}#login")
}

fn worded_number(words: &Words, number: &Replica) -> Number {
    let name = named::name(number);
    let phone = number.text("display_phone_number").filter(|phone| *phone != name);
    Number { phone: phone.map(str::to_owned), status: Badge::of(words, number, "status"), name }
}
