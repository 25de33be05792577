//! Leaving a login: what it alone had bound is free again, and the audit log says by whose doing.
//!
//! One that is put aside changes nothing at Meta. One that is abandoned has what it did there undone
//! first, by `work/connect`; then its secrets are forgotten.

use domain::audit::Action;
use domain::disconnection::Part;
use domain::notice::EndedBy;
use domain::signup::{Ending, Fact, Signup, Stage, Step, Target, Undo};
use domain::{Node, NodeKind, Timestamp};
use meta::{PhoneNumberId, WabaId};
use serde_json::json;
use store::{
    LedgerRead, LedgerTx, NewAudit, PersonId, SignupId, StoreError, StoredSignup, TenantScope,
};

use super::{OTHERS, apply, change_to, disconnect, pin_name};
use crate::app::App;

/// What became of what a person agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is done, or there was nothing to do.
    Kept,
    /// Something else would be done by now: nothing was.
    Outdated,
}

/// Begins to abandon a login as a person asks, who agreed to a plan of this word; `None` when the
/// tenant has no such login.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn abandon(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    (person, agreed): (PersonId, String),
) -> Result<Option<Agreement>, StoreError> {
    change_to(app, scope, id, move |tx, scope, stored, now| {
        if !stored.signup.can_be_left() {
            return Ok(Agreement::Kept);
        }
        let is_shared = is_shared(tx, scope, (&stored.id, &stored.signup))?;
        if stored.signup.plan_of_leaving(is_shared).word() != agreed {
            return Ok(Agreement::Outdated);
        }
        let begun = NewAudit::of(scope, &person, Action::AbandonBegun);
        let (mut planned, fact) = (stored.signup.clone(), Fact::Left { is_shared });
        planned.apply(fact.clone(), now);
        let ahead = planned.to_undo().iter().copied();
        tx.add_audit(&of_login(begun, &planned, [("call", calls(&planned, ahead))]), now)?;
        apply(tx, scope, stored, fact, now)?;
        Ok(Agreement::Kept)
    })
    .await
}

/// Keeps in the audit log what became of a login that was abandoned: what is undone and what stays at
/// Meta, and the account if it is free. By nobody: whoever abandoned it stands in a row of its own.
pub(super) fn audit_abandoned(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    signup: &Signup,
    (was_bound, now): (bool, Timestamp),
) -> Result<(), StoreError> {
    let of = |is_left: bool| {
        let cleaned = signup.cleaned().iter().filter(move |one| one.left.is_some() == is_left);
        calls(signup, cleaned.map(|one| one.what))
    };
    let (undone, left) = (of(false), of(true));
    let outcome = if left.is_some() { "partly" } else { "done" };
    let ended = |action| {
        let row = NewAudit { tenant: Some(scope.tenant().clone()), ..NewAudit::nobodys(action) };
        row.with(json!({ "outcome": outcome }))
    };
    let details = [("call", undone), ("left", left.clone())];
    tx.add_audit(&of_login(ended(Action::Abandoned), signup, details), now)?;
    if was_bound && bound_account(tx, scope, signup)?.is_none() {
        let freed = of_login(ended(Action::Disconnected), signup, [("left", left)]);
        tx.add_audit(&freed, now)?;
    }
    Ok(())
}

/// The row about a login's account, with the calls that there are.
fn of_login<const N: usize>(
    row: NewAudit,
    signup: &Signup,
    details: [(&str, Option<String>); N],
) -> NewAudit {
    let waba = signup.target.as_ref().map(|target| target.waba.as_str());
    let row = NewAudit { object: waba.map(str::to_owned), ..row };
    let there = details.into_iter().filter_map(|(key, calls)| Some((key, calls?)));
    there.fold(row, |row, (key, calls)| row.with(json!({ (key): calls })))
}

/// The calls that undo what a login did, as they are kept in the audit log; `None` for none.
fn calls(signup: &Signup, undo: impl Iterator<Item = Undo>) -> Option<String> {
    let Some(target) = &signup.target else { return None };
    let calls_of = |what| -> Vec<Part> {
        match what {
            Undo::Subscription => vec![Part::Subscription],
            Undo::Override => {
                let numbers = signup.overrides_to_remove();
                numbers.map(|number| Part::Override { number: number.clone() }).collect()
            }
        }
    };
    disconnect::calls(undo.flat_map(calls_of).collect::<Vec<_>>().iter(), &target.waba)
}

/// Whether another login of the tenant counts on the account.
///
/// # Errors
/// When the ledger fails.
pub fn is_shared(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    (id, signup): (&SignupId, &Signup),
) -> Result<bool, StoreError> {
    let Some(target) = &signup.target else { return Ok(false) };
    // One that was connected before the account was disconnected has nothing to do with it any more.
    let bound_at = bound_at(read, scope, &target.waba)?;
    let counts_on_it =
        |other: &StoredSignup| other.id != *id && other.signup.counts_on_account(bound_at);
    Ok(read.signups_of(scope, &target.waba, OTHERS)?.iter().any(counts_on_it))
}

/// When the account was bound, if the tenant has it.
pub(super) fn bound_at(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<Timestamp>, StoreError> {
    let bound = read.connections(scope)?.into_iter().find(|found| found.waba == *waba);
    Ok(bound.map(|found| found.connected_at))
}

/// Leaves a login as a person asks, with the account that it alone had bound; whether it has ended then,
/// and `None` when the tenant has no such login.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn dismiss(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    person: PersonId,
) -> Result<Option<bool>, StoreError> {
    change_to(app, scope, id, move |tx, scope, stored, now| {
        let bound = bound_account(tx, scope, &stored.signup)?;
        let signup = apply(tx, scope, stored, Fact::Ended(Ending::Dismissed), now)?;
        if let (Some(waba), None) = (bound, bound_account(tx, scope, &signup)?) {
            let left = NewAudit::of(scope, &person, Action::Disconnected);
            tx.add_audit(&left.on(waba.as_str()), now)?;
        }
        Ok(matches!(signup.stage, Stage::Ended { .. }))
    })
    .await
}

/// The account of a login, as long as the tenant holds it.
pub(super) fn bound_account(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    signup: &Signup,
) -> Result<Option<WabaId>, StoreError> {
    let Some(target) = &signup.target else { return Ok(None) };
    let is_held = tx.waba_owner(&target.waba)?.as_ref() == Some(scope.tenant());
    Ok(is_held.then(|| target.waba.clone()))
}

/// Frees an account that a login bound and then left before Meta sends its webhooks, unless another
/// login of the tenant saw to that or will; and one whose login was abandoned.
pub(super) fn release(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    (id, signup): (&SignupId, &Signup),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(target) = signup.target.as_ref().filter(|target| !target.was_bound) else {
        return Ok(());
    };
    // What is being undone needs the token to the end.
    if tx.is_disconnecting(scope, &target.waba)? {
        return Ok(());
    }
    if matches!(signup.stage, Stage::Ended { ending: Ending::Abandoned }) {
        if signup.frees_account() != Some(true) || is_shared(tx, scope, (id, signup))? {
            return Ok(());
        }
        if let Some(number) = &signup.number {
            let name = pin_name(number.id.as_str());
            tx.remove_secret(scope, &format!("{name}/asked"))?;
            tx.remove_secret(scope, &name)?;
        }
        return free(tx, scope, target, (EndedBy::Disconnected, now));
    }
    let sees_to_it = |other: &StoredSignup| {
        other.id != *id && (other.signup.is_done(Step::Subscribe) || !other.signup.is_finished())
    };
    let is_put_aside = matches!(signup.stage, Stage::Ended { ending: Ending::Dismissed });
    let is_seen_to = signup.is_done(Step::Subscribe)
        || tx.signups_of(scope, &target.waba, OTHERS)?.iter().any(sees_to_it);
    if is_put_aside && !is_seen_to {
        free(tx, scope, target, (EndedBy::Disconnected, now))
    } else {
        Ok(())
    }
}

/// Forgets the account's token, and what was read of it; what was told of it ends.
pub(super) fn free(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    target: &Target,
    (by, now): (EndedBy, Timestamp),
) -> Result<(), StoreError> {
    tx.end_notices_of(scope, &target.waba, by, now)?;
    // What was read of it goes along: nobody reads it on, and another tenant may bind it.
    for node in tx.nodes_of(scope, &target.waba)? {
        if matches!(node.kind, NodeKind::Profile | NodeKind::Username) {
            tx.forget_profile_writes(scope, &PhoneNumberId::new(&node.id))?;
        }
        tx.remove_replica(scope, &node)?;
    }
    tx.remove_replica(scope, &Node::waba(target.waba.as_str()))?;
    tx.unschedule(scope, &Node::templates_of(target.waba.as_str()))?;
    tx.unbind(scope, &target.waba)?;
    tx.remove_by_hand(scope, &target.waba)?;
    let left = tx.connections(scope)?;
    if !left.iter().any(|found| found.business == target.business) {
        let business = Node::new(NodeKind::Business, target.business.as_str());
        tx.end_notices_about(scope, &business, by, now)?;
        tx.remove_replica(scope, &business)?;
    }
    if left.is_empty() {
        for app in tx.replicas(scope, NodeKind::App)? {
            tx.end_notices_about(scope, &app.node, by, now)?;
            tx.remove_replica(scope, &app.node)?;
        }
    }
    Ok(())
}
