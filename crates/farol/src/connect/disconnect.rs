//! Disconnecting an account: what Farol did at Meta for it is undone and read back, then its token and
//! what was read of it are forgotten.
//!
//! Known before, so that a person sees it first, and kept before it acts: `work/disconnect` carries it
//! on, whatever stops the program in between. From the yes on no login binds the account, and those
//! that are under way end.

use domain::Timestamp;
use domain::audit::Action;
use domain::disconnection::{Disconnection, Next, Part, Plan};
use domain::notice::EndedBy;
use domain::signup::{Ending, Fact, Target};
use meta::hex::hex;
use meta::{AppId, WabaId};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    LedgerRead, LedgerTx, NewAudit, PersonId, StoreError, StoredDisconnection, TenantScope,
};

use super::leave::{self, free};
use super::{OTHERS, apply};
use crate::app::App;

/// What became of a person's yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is kept, and goes on by itself; or was before.
    Kept,
    /// The tenant has no such account.
    NotThere,
    /// A login of it is being abandoned; nothing was done.
    Busy,
    /// Another plan was agreed to than what would be done now; nothing was done.
    Outdated,
}

/// What disconnecting an account does; `None` when the tenant has no such account.
///
/// # Errors
/// When the ledger fails.
pub fn plan(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<Plan>, StoreError> {
    let Some(bound_at) = leave::bound_at(read, scope, waba)? else { return Ok(None) };
    let (mut undo, mut is_subscribed) = (Vec::new(), false);
    for stored in read.signups_of(scope, waba, OTHERS)? {
        let signup = stored.signup;
        if !signup.is_of_binding(bound_at) {
            continue;
        }
        is_subscribed |= signup.was_subscribed() == Some(false);
        for number in signup.overrides() {
            let part = Part::Override { number: number.clone() };
            if !undo.contains(&part) {
                undo.push(part);
            }
        }
    }
    undo.extend(is_subscribed.then_some(Part::Subscription));
    let unfinished = read.unfinished_signups_of(scope, waba)?;
    let ends = unfinished.into_iter().map(|stored| stored.id.as_str().to_owned()).collect();
    Ok(Some(Plan { undo, ends, closes: closed_door(read, scope, waba)? }))
}

/// The client's own app whose door closes with an account: the last one of it here, where Meta was
/// given that door.
fn closed_door(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<AppId>, StoreError> {
    let Some(own) = read.by_hand_of(scope, waba)? else { return Ok(None) };
    let is_last = read.by_hand_with(scope, &own.app)?.len() == 1;
    let was_given = read.callback_of_before(&own.app)?.is_some();
    Ok((is_last && was_given).then_some(own.app))
}

/// The digest of a plan, which goes with the form: a person's yes is to this plan and no other.
pub fn digest(plan: &Plan) -> String {
    hex(Sha256::digest(plan.text()))
}

/// The call that undoes a part, as it is shown and kept in the audit log.
pub fn call(part: &Part, waba: &WabaId) -> String {
    match part {
        Part::Override { number } => format!("POST /{number}"),
        Part::Subscription => format!("DELETE /{waba}/subscribed_apps"),
    }
}

/// Keeps that an account is to be disconnected, as a person asks who agreed to a plan of this digest.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn begin(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    (person, agreed): (PersonId, String),
) -> Result<Begun, StoreError> {
    let (now, tenant) = (app.clock.now(), scope.tenant().clone());
    let keep = move |tx: &LedgerTx<'_>| keep(tx, &scope, &waba, (&person, &agreed), now);
    let begun = app.store.ledger.transact(keep).await?;
    app.disconnections.notify_one();
    app.signups.notify_one();
    app.pulse.stir(tenant);
    Ok(begun)
}

fn keep(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    (person, agreed): (&PersonId, &str),
    now: Timestamp,
) -> Result<Begun, StoreError> {
    if tx.is_disconnecting(scope, waba)? {
        return Ok(Begun::Kept);
    }
    let Some(plan) = plan(tx, scope, waba)? else { return Ok(Begun::NotThere) };
    let unfinished = tx.unfinished_signups_of(scope, waba)?;
    if unfinished.iter().any(|stored| stored.signup.is_leaving()) {
        return Ok(Begun::Busy);
    }
    if digest(&plan) != agreed {
        return Ok(Begun::Outdated);
    }
    for stored in unfinished {
        apply(tx, scope, stored, Fact::Ended(Ending::Superseded), now)?;
    }
    let begun = NewAudit::of(scope, person, Action::DisconnectBegun).on(waba.as_str());
    let begun = match calls(plan.undo.iter(), waba) {
        Some(calls) => begun.with(json!({ "call": calls })),
        None => begun,
    };
    tx.add_audit(&begun, now)?;
    let disconnection = Disconnection::begin(plan, now);
    let stored = StoredDisconnection { person: person.clone(), disconnection };
    tx.save_disconnection(scope, waba, &stored)?;
    Ok(Begun::Kept)
}

/// The calls that undo these parts; `None` for none.
pub(super) fn calls<'a>(parts: impl Iterator<Item = &'a Part>, waba: &WabaId) -> Option<String> {
    let calls: Vec<String> = parts.map(|part| call(part, waba)).collect();
    (!calls.is_empty()).then(|| calls.join("; "))
}

/// Forgets the account once nothing is to be undone any more, in one transaction with the word of the
/// end in the audit log: what is done, and what stays at Meta.
///
/// # Errors
/// When the ledger fails; nothing is then forgotten.
pub(crate) fn forget(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(mut stored) = tx.disconnection(scope, waba)? else { return Ok(()) };
    if stored.disconnection.next(now) != Some(Next::Forget) {
        return Ok(());
    }
    if let Some(business) = tx.business_of(scope, waba)? {
        let target = Target { waba: waba.clone(), waba_name: None, business, was_bound: false };
        free(tx, scope, &target, (EndedBy::Disconnected, now))?;
    }
    let left = calls(stored.disconnection.left().map(|(part, _)| part), waba);
    let detail = match left {
        Some(left) => json!({ "outcome": "partly", "left": left }),
        None => json!({ "outcome": "done" }),
    };
    let audit = NewAudit::of(scope, &stored.person, Action::Disconnected).on(waba.as_str());
    tx.add_audit(&audit.with(detail), now)?;
    stored.disconnection.end(now);
    tx.save_disconnection(scope, waba, &stored)
}
