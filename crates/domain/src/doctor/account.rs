//! What was read of an account: its token first, without which nothing else can be told.

use std::time::Duration;

use super::mend::{Mend, Person};
use super::number;
use super::route;
use super::snapshot::{Account, Deaf, Hindrance, Silence, Snapshot, Token};
use super::whole::Installed;
use super::{Check, Finding, Seen, State, Why};
use crate::node::{Node, NodeKind};
use crate::payment::Payment;
use crate::time::Timestamp;

/// A token that ends within this time is nearly over.
const A_DAY: Duration = Duration::from_secs(24 * 3600);
/// From when on its end is told of.
const SOON: Duration = Duration::from_secs(14 * 24 * 3600);
/// From this part of Meta's count on, little is left.
const NEARLY: u32 = 80;
const ALL: u32 = 100;

/// The account's findings and its numbers'.
pub(super) fn judge(snapshot: &Snapshot, account: &Account, installed: Installed) -> Vec<Finding> {
    let token = token(snapshot, account, installed);
    let quota = quota(account);
    let reach = Reach {
        has_token: token.state == State::Good,
        has_quota: quota.state != State::Defect,
        has_secret: installed.has_secret,
    };
    let scopes = scopes(account, reach);
    let is_granted = scopes.state == State::Good;
    let reach = Reach { has_token: reach.has_token && is_granted, ..reach };
    let subscription = subscription(snapshot, account, reach);
    let is_subscribed = subscription.state == State::Good;
    let overriding = overriding(snapshot, account, is_subscribed);
    let is_heard = installed.is_heard && is_subscribed && overriding.state == State::Good;
    let found = [
        (Check::Expiry, expiry(account, token.state, snapshot.now)),
        (Check::Token, token),
        (Check::Scopes, scopes),
        (Check::Subscription, subscription),
        (Check::Override, overriding),
        (Check::Foreign, foreign(snapshot, account, reach)),
        (Check::Payment, payment(account, reach)),
        (Check::Quota, quota),
        (Check::Deaf, deaf(account, is_heard)),
    ];
    let node = Node { kind: NodeKind::Waba, id: account.waba.to_string() };
    let whose = (&node, Some(&account.waba));
    let mut all: Vec<Finding> =
        found.into_iter().map(|(check, seen)| seen.of(check, whose)).collect();
    all.sort_by_key(|finding| finding.check);
    match &account.numbers {
        Err(silence) => all.push(reach.silent(silence).of(Check::Route, whose)),
        Ok(numbers) => {
            let of_number = |number| number::judge(snapshot, account, number, installed);
            all.extend(numbers.iter().flat_map(of_number));
        }
    }
    all
}

/// What stands between Farol and an answer.
#[derive(Clone, Copy, Debug)]
struct Reach {
    has_secret: bool,
    has_token: bool,
    has_quota: bool,
}

impl Reach {
    /// What a silence means: another line's defect, or that nobody answered.
    fn silent(self, silence: &Silence) -> Seen {
        if self.has_secret && self.has_token && self.has_quota {
            Seen::unanswered(&silence.said)
        } else {
            Seen::waits()
        }
    }
}

fn token(snapshot: &Snapshot, account: &Account, installed: Installed) -> Seen {
    if !installed.has_secret {
        return Seen::waits();
    }
    let (app, again) = (account.app(snapshot), again(account));
    let dead = |said: Option<&str>| Seen::defect(Why::Dead).saw(said).person(again);
    let said_dead = silences(account).find(|silence| silence.hindrance == Hindrance::TokenDead);
    match &account.token {
        Ok(token) if token.app_id.as_deref().is_some_and(|id| id != app.app_id) => {
            let wanted = [app.app_id.as_str()];
            Seen::defect(Why::OtherApp).saw(token.app_id.clone()).wanted(wanted).person(again)
        }
        Ok(token) if !token.is_valid => dead(said_dead.map(|silence| silence.said.as_str())),
        _ if said_dead.is_some() => dead(said_dead.map(|silence| silence.said.as_str())),
        Ok(_) => Seen::good(),
        Err(silence) => Seen::unanswered(&silence.said),
    }
}

/// How a person gives the account another token.
const fn again(account: &Account) -> Person {
    match account.own_app {
        Some(_) => Person::ByHand,
        None => Person::LogIn,
    }
}

/// What was asked with the account's token and not answered.
fn silences(account: &Account) -> impl Iterator<Item = &Silence> {
    let apps = account.apps.as_ref().err();
    let payment = account.payment.as_ref().err();
    let numbers = account.numbers.as_ref().err();
    [apps, payment, numbers].into_iter().flatten()
}

fn expiry(account: &Account, token: State, now: Timestamp) -> Seen {
    let Ok(Token { is_for_a_day, ends_at, .. }) = &account.token else { return Seen::waits() };
    if token == State::Defect {
        return Seen::waits();
    }
    let Some(ends_at) = ends_at else { return Seen::good() };
    let left = ends_at.since(now);
    let seen = match left {
        // Of a token that works, the access to data by it.
        _ if *ends_at <= now => Seen::defect(Why::Over),
        left if left <= A_DAY && *is_for_a_day => Seen::defect(Why::ForADay),
        left if left <= A_DAY => Seen::defect(Why::Soon),
        left if left <= SOON => Seen::doubtful(Why::Soon),
        _ => return Seen::good().saw([seconds(*ends_at)]),
    };
    seen.saw([seconds(*ends_at)]).person(again(account))
}

/// A moment as Meta gives it.
fn seconds(at: Timestamp) -> String {
    (at.as_millis() / 1_000).to_string()
}

fn scopes(account: &Account, reach: Reach) -> Seen {
    if !reach.has_token {
        return Seen::waits();
    }
    let token = match &account.token {
        Ok(token) => token,
        Err(silence) => return reach.silent(silence),
    };
    if !token.missing.is_empty() {
        return Seen::defect(Why::Missing).wanted(token.missing.clone()).person(again(account));
    }
    if !token.not_granted.is_empty() {
        let lacking = token.not_granted.clone();
        return Seen::defect(Why::NotGranted).wanted(lacking).person(again(account));
    }
    Seen::good()
}

fn subscription(snapshot: &Snapshot, account: &Account, reach: Reach) -> Seen {
    let own = account.app(snapshot).app_id.as_str();
    match &account.apps {
        Err(silence) => reach.silent(silence),
        Ok(apps) if apps.iter().any(|app| app.id == own) => Seen::good(),
        Ok(_) => Seen::defect(Why::Missing)
            .wanted([own])
            .call(Mend::Subscribe { waba: account.waba.clone() }),
    }
}

fn overriding(snapshot: &Snapshot, account: &Account, is_subscribed: bool) -> Seen {
    if !is_subscribed {
        return Seen::waits();
    }
    let app = account.app(snapshot);
    match route::own_override(app, account) {
        None => Seen::good(),
        Some(_) if app.callback_url.is_none() => Seen::waits(),
        Some(url) if route::is_here(app, url) => Seen::good().saw([url]),
        Some(url) => Seen::defect(Why::Elsewhere)
            .saw_url(url)
            .wanted(app.callback_url.clone())
            .call(Mend::Subscribe { waba: account.waba.clone() }),
    }
}

fn foreign(snapshot: &Snapshot, account: &Account, reach: Reach) -> Seen {
    if let Err(silence) = &account.apps {
        return reach.silent(silence);
    }
    let named = |name: &str, id: &str| format!("{name} ({id})");
    let others: Vec<String> = route::others(snapshot, account)
        .map(|app| app.name.as_ref().map_or_else(|| app.id.clone(), |name| named(name, &app.id)))
        .collect();
    if others.is_empty() {
        return Seen::good();
    }
    // Each app has its own way, so that nothing is wrong with it; two that answer are a trouble.
    Seen::doubtful(Why::Others).saw(others).person(Person::LookAtApps)
}

fn payment(account: &Account, reach: Reach) -> Seen {
    match &account.payment {
        Err(silence) => reach.silent(silence),
        Ok(Payment::Seen) => Seen::good(),
        Ok(Payment::NotSeen) => Seen::doubtful(Why::NotSeen).person(Person::Pay),
        Ok(Payment::Failing) => Seen::defect(Why::Failing).saw(["141006"]).person(Person::Pay),
        Ok(Payment::NotRead) => Seen::new(State::NotChecked, Why::Unanswered),
    }
}

fn quota(account: &Account) -> Seen {
    let percent = account.usage.map(|usage| usage.percent);
    let saw = percent.map(|percent| format!("{percent} %"));
    let is_refused = silences(account).any(|silence| silence.hindrance == Hindrance::TooMany);
    match percent {
        _ if is_refused => Seen::defect(Why::UsedUp).saw(saw).person(Person::Wait),
        Some(ALL..) => Seen::defect(Why::UsedUp).saw(saw).person(Person::Wait),
        Some(NEARLY..) => Seen::doubtful(Why::Nearly).saw(saw).person(Person::Wait),
        Some(_) | None => Seen::good().saw(saw),
    }
}

fn deaf(account: &Account, is_heard: bool) -> Seen {
    match &account.deaf {
        Deaf::No => Seen::good(),
        // What is in the way stands in a line of its own.
        Deaf::Pending(fields) | Deaf::Yes(fields) if !is_heard => Seen::waits().saw(fields.clone()),
        Deaf::Pending(fields) => Seen::doubtful(Why::Pending).saw(fields.clone()),
        Deaf::Yes(fields) => Seen::defect(Why::Untold).saw(fields.clone()).person(Person::Listen),
    }
}
