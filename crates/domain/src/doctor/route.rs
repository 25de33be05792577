//! Where each number's messages go, and why: the number's override, the account's, or the app's
//! callback, whichever is there first (META 7.1). Only of our own app: no app's override moves
//! another's webhooks, and where a foreign one sends is its own affair.

use meta::{PhoneNumberId, WabaId};

use super::number::CLOUD_API;
use super::snapshot::{Account, App, Number, Snapshot};
use crate::callback::{Subscribed, is_same, shown};
use crate::preflight::{AppSide, Asked};

/// The field by which Meta sends messages and their statuses.
const FIELD: &str = "messages";

/// Who says where messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The number's override.
    Number,
    /// The account's override.
    Account,
    /// The app's callback.
    App,
}

impl Level {
    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Account => "account",
            Self::App => "app",
        }
    }
}

/// What keeps Meta from sending a number's messages to whichever address wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stop {
    /// The account is not subscribed to the app.
    Subscription,
    /// Meta stopped sending to the app.
    Inactive,
    /// The app does not have the field of messages.
    Field,
    /// The number is not on Meta's platform, so that no message reaches it.
    Registration,
}

impl Stop {
    /// Its stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Inactive => "inactive",
            Self::Field => "field",
            Self::Registration => "registration",
        }
    }
}

/// The way of a number's messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The account.
    pub waba: WabaId,
    /// The number.
    pub number: PhoneNumberId,
    /// As people write it, where it is known.
    pub display: Option<String>,
    /// The addresses, from the number's on; the first that is there wins.
    pub addresses: [(Level, Option<String>); 3],
    /// Whether the one that wins is this Farol.
    pub is_here: bool,
    /// What keeps messages from being sent to any address at all, as far as it could be read.
    pub stopped_by: Vec<Stop>,
}

impl Way {
    /// Who wins, and with which address; `None` where messages go nowhere.
    pub fn winner(&self) -> Option<(Level, &str)> {
        self.addresses.iter().find_map(|(level, url)| Some((*level, url.as_deref()?)))
    }
}

/// An app that hears of an account beside Farol's, as the map shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The account.
    pub waba: WabaId,
    /// The app's id.
    pub id: String,
    /// Its name, when Meta gives one.
    pub name: Option<String>,
    /// Where its messages go, if Meta shows that; else to a callback that only its owner sees.
    pub override_url: Option<String>,
}

/// The foreign apps of all accounts that could be read.
pub fn strangers(snapshot: &Snapshot) -> Vec<Stranger> {
    let of_account = |account| others(snapshot, account).map(|app| stranger(account, app));
    snapshot.accounts.iter().flat_map(of_account).collect()
}

fn stranger(account: &Account, app: &App) -> Stranger {
    Stranger {
        waba: account.waba.clone(),
        id: app.id.clone(),
        name: app.name.clone(),
        override_url: app.override_url.as_deref().map(shown),
    }
}

/// The apps that hear of an account beside Farol's.
pub(super) fn others<'a>(
    snapshot: &'a Snapshot,
    account: &'a Account,
) -> impl Iterator<Item = &'a App> {
    let own = account.app(snapshot).app_id.as_str();
    account.apps.iter().flatten().filter(move |app| app.id != own)
}

/// The ways of all numbers that could be read.
pub fn ways(snapshot: &Snapshot) -> Vec<Way> {
    let accounts = snapshot.accounts.iter();
    accounts.flat_map(|account| ways_of(snapshot, account)).collect()
}

/// The ways of one account's numbers, if they could be read.
pub(super) fn ways_of<'a>(
    snapshot: &'a Snapshot,
    account: &'a Account,
) -> impl Iterator<Item = Way> + 'a {
    account.numbers.iter().flatten().map(move |number| way(snapshot, account, number))
}

fn way(snapshot: &Snapshot, account: &Account, number: &Number) -> Way {
    let app = account.app(snapshot);
    let addresses = [
        (Level::Number, number.override_url.clone()),
        (Level::Account, own_override(app, account).map(str::to_owned)),
        (Level::App, callback(app).map(str::to_owned)),
    ];
    let mut way = Way {
        waba: account.waba.clone(),
        number: number.id.clone(),
        display: number.display.clone(),
        addresses,
        is_here: false,
        stopped_by: stops(app, account, number),
    };
    way.is_here = way.winner().is_some_and(|(_, url)| is_here(app, url));
    // Of somebody's address no more is shown than tells whose it is.
    for (_, url) in &mut way.addresses {
        *url = url.as_deref().map(shown);
    }
    way
}

fn stops(app: &AppSide, account: &Account, number: &Number) -> Vec<Stop> {
    let subscribed = match &app.subscription {
        Asked::Heard(subscribed) => subscribed.as_ref(),
        Asked::Refused(_) | Asked::Unanswered(_) => None,
    };
    let hears = |apps: &Vec<App>| apps.iter().any(|found| found.id == app.app_id);
    let has_field = |subscribed: &Subscribed| subscribed.fields.iter().any(|field| field == FIELD);
    let stops = [
        (account.apps.as_ref().is_ok_and(|apps| !hears(apps)), Stop::Subscription),
        (subscribed.is_some_and(|subscribed| !subscribed.is_active), Stop::Inactive),
        (subscribed.is_some_and(|subscribed| !has_field(subscribed)), Stop::Field),
        (number.platform.as_deref().is_some_and(|at| at != CLOUD_API), Stop::Registration),
    ];
    stops.into_iter().filter_map(|(is_so, stop)| is_so.then_some(stop)).collect()
}

/// The account's override for an app.
pub(super) fn own_override<'a>(app: &AppSide, account: &'a Account) -> Option<&'a str> {
    let own = account.apps.as_ref().ok()?.iter().find(|found| found.id == app.app_id)?;
    own.override_url.as_deref()
}

/// The app's callback, as far as Meta told it.
pub(super) fn callback(app: &AppSide) -> Option<&str> {
    match &app.subscription {
        Asked::Heard(subscribed) => subscribed.as_ref()?.callback_url.as_deref(),
        Asked::Refused(_) | Asked::Unanswered(_) => None,
    }
}

/// Whether an address is where this app's webhooks should come: another of this Farol's takes no
/// signature of this app.
pub(super) fn is_here(app: &AppSide, url: &str) -> bool {
    app.callback_url.as_deref().is_some_and(|own| is_same(own, url))
}
