//! All findings: the app's first, then each account's with its numbers.

use super::account;
use super::mend::{Mend, Person};
use super::route::{self, Way};
use super::snapshot::{Account, Snapshot};
use super::{Check, Finding, Seen, State, Why};
use crate::node::{Node, NodeKind};
use crate::preflight::{self, AppSide, Asked};

/// Every finding, in the order of the page: an account that was connected by hand has lines of its
/// own app before the others.
pub fn judge(snapshot: &Snapshot) -> Vec<Finding> {
    let (mut all, installed) = of_side(&Side { snapshot, app: &snapshot.app, of: None });
    for account in &snapshot.accounts {
        let installed = match &account.own_app {
            None => installed,
            Some(app) => {
                let (found, own) = of_side(&Side { snapshot, app, of: Some(account) });
                all.extend(found);
                own
            }
        };
        all.extend(account::judge(snapshot, account, installed));
    }
    all
}

/// An app that webhooks come from.
struct Side<'a> {
    snapshot: &'a Snapshot,
    app: &'a AppSide,
    /// The account whose app it is; `None` for the installation's.
    of: Option<&'a Account>,
}

fn of_side(side: &Side<'_>) -> (Vec<Finding>, Installed) {
    let node = Node { kind: NodeKind::App, id: side.app.app_id.clone() };
    let waba = side.of.map(|account| &account.waba);
    let found: Vec<Finding> =
        of_app(side).into_iter().map(|(check, seen)| seen.of(check, (&node, waba))).collect();
    let installed = Installed::of(&found);
    (found, installed)
}

/// How the app stands, for what can't be told before it does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Installed {
    /// Whether Meta takes the app's secret, without which nothing can be asked.
    pub has_secret: bool,
    /// Whether webhooks of all kinds come as far as the app goes.
    pub is_heard: bool,
    /// Whether the app's callback is this Farol.
    pub is_callback_here: bool,
}

impl Installed {
    fn of(found: &[Finding]) -> Self {
        let state = |check| found.iter().find(|one| one.check == check).map(|one| one.state);
        let is_good = |check| state(check) == Some(State::Good);
        Self {
            has_secret: state(Check::Secret) != Some(State::Defect),
            is_heard: is_good(Check::Callback) && is_good(Check::Fields),
            is_callback_here: is_good(Check::Callback),
        }
    }
}

fn of_app(side: &Side<'_>) -> Vec<(Check, Seen)> {
    let found = preflight::app_side(side.app);
    let again = match side.of {
        Some(_) => Person::ByHand,
        None => Person::Secret,
    };
    let has_secret =
        found.iter().all(|one| one.check != preflight::Check::App || one.state != State::Defect);
    let mut all: Vec<(Check, Seen)> = Vec::new();
    for one in found {
        let seen = Seen::new(one.state, why(one.why)).saw(one.saw);
        let (check, seen) = match one.check {
            preflight::Check::App => (Check::Secret, or(seen, again)),
            preflight::Check::VerifyToken => (Check::Handshake, or(seen, Person::Address)),
            preflight::Check::Callback => (Check::Callback, callback(side, seen, has_secret)),
            preflight::Check::Fields => (Check::Fields, fields(side, seen, has_secret)),
            preflight::Check::BaseUrl
            | preflight::Check::Config
            | preflight::Check::Domains
            | preflight::Check::Sdk
            | preflight::Check::GraphVersion
            | preflight::Check::KeyFile
            | preflight::Check::Smtp
            | preflight::Check::Proxies
            | preflight::Check::TimeZone
            | preflight::Check::Support => continue,
        };
        all.push((check, seen));
    }
    all
}

/// What a person does about it, where it is not good.
fn or(seen: Seen, person: Person) -> Seen {
    match seen.state {
        State::Defect | State::Doubtful => seen.person(person),
        State::Good | State::NotChecked => seen,
    }
}

fn callback(side: &Side<'_>, seen: Seen, has_secret: bool) -> Seen {
    if seen.state == State::NotChecked && !has_secret {
        return Seen::waits();
    }
    let Some(own) = &side.app.callback_url else { return or(seen, Person::Address) };
    // Nothing comes here before the address is replaced, whoever replaces it.
    if seen.why == Why::Moved {
        let judged = in_the_way(side, Seen::defect(Why::Moved));
        return judged.wanted([own.as_str()]).call(set_callback(side, own));
    }
    if seen.state != State::Defect {
        return seen;
    }
    let is_overridden = seen.why == Why::Elsewhere && is_every_number_here(side);
    let judged = match is_overridden {
        true => Seen::doubtful(Why::Overridden),
        false => Seen::defect(seen.why),
    };
    in_the_way(side, judged).wanted([own.as_str()]).call(set_callback(side, own))
}

/// With the address that Meta shows, where that is not this Farol.
fn in_the_way(side: &Side<'_>, seen: Seen) -> Seen {
    match route::callback(side.app).filter(|url| !route::is_here(side.app, url)) {
        Some(url) => seen.saw_url(url),
        None => seen,
    }
}

/// Whether messages of all numbers come here by overrides, so that the callback may be meant so.
fn is_every_number_here(side: &Side<'_>) -> bool {
    let is_its = |account: &&Account| match side.of {
        Some(own) => own.waba == account.waba,
        None => account.own_app.is_none(),
    };
    let accounts: Vec<&Account> = side.snapshot.accounts.iter().filter(is_its).collect();
    let ways = |account: &&Account| route::ways_of(side.snapshot, account).collect::<Vec<_>>();
    let ways: Vec<Way> = accounts.iter().flat_map(ways).collect();
    let is_all_read = accounts.iter().all(|account| account.numbers.is_ok());
    is_all_read && !ways.is_empty() && ways.iter().all(|way| way.is_here)
}

fn fields(side: &Side<'_>, seen: Seen, has_secret: bool) -> Seen {
    if seen.state == State::NotChecked && !has_secret {
        return Seen::waits();
    }
    if seen.state != State::Defect {
        return seen;
    }
    // The preflight names those that are missing.
    let missing = seen.saw;
    let judged = Seen::defect(seen.why).wanted(missing);
    // One call mends both, the callback that leads elsewhere and its fields.
    match &side.app.callback_url {
        Some(own) => in_the_way(side, judged).call(set_callback(side, own)),
        None => judged.person(Person::Address),
    }
}

/// With what is subscribed already: nothing is taken from anybody.
fn set_callback(side: &Side<'_>, own: &str) -> Mend {
    let mut fields = side.app.fields.clone();
    if let Asked::Heard(Some(subscribed)) = &side.app.subscription {
        fields.extend(subscribed.fields.iter().cloned());
    }
    fields.sort();
    fields.dedup();
    Mend::SetCallback {
        app: side.app.app_id.clone(),
        waba: side.of.map(|account| account.waba.clone()),
        url: own.to_owned(),
        fields,
    }
}

/// The preflight's reasons, of those four checks.
const fn why(why: preflight::Why) -> Why {
    use preflight::Why as Said;
    match why {
        Said::Fine => Why::Fine,
        Said::NotSet => Why::NotSet,
        Said::Unanswered => Why::Unanswered,
        Said::Refused => Why::Refused,
        Said::Waits => Why::Waits,
        Said::Wrong => Why::Wrong,
        Said::Short => Why::Short,
        Said::Elsewhere => Why::Elsewhere,
        Said::Moved => Why::Moved,
        Said::Inactive => Why::Inactive,
        Said::Missing => Why::Missing,
        Said::Demo
        | Said::Unreadable
        | Said::Plain
        | Said::Local
        | Said::Private
        | Said::Mixed
        | Said::TooOld
        | Said::Aging
        | Said::Ended
        | Said::Newer
        | Said::Inside => Why::Unknown,
    }
}
