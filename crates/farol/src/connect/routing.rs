//! Where a number's messages go, as people decide it: each decision stands in the audit log, with the
//! address of the other program.

use domain::Timestamp;
use domain::audit::Action;
use domain::callback::scrubbed;
use domain::signup::{Fact, Routed, Signup, Task};
use meta::{PhoneNumberId, WabaId};
use serde_json::json;
use store::{LedgerTx, NewAudit, PersonId, SignupId, StoreError, StoredSignup, TenantScope};

use super::{OTHERS, apply, change, leave};
use crate::app::App;

/// Tells a login where a person wants the number's messages: [`Fact::RouteTaken`] or
/// [`Fact::RouteLeft`]; whether the tenant has such a login. A word about another address than the one
/// that the login stopped at changes nothing.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn decide_route(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    person: PersonId,
    fact: Fact,
) -> Result<bool, StoreError> {
    change(app, scope, id, move |tx, scope, stored, now| {
        let before = stored.signup.clone();
        let after = apply(tx, scope, stored, fact, now)?;
        let (Some(url), Some(number)) = (before.routed_to(), &before.number) else { return Ok(()) };
        if after == before {
            return Ok(());
        }
        let is_taken = after.task() == Some(Task::Route);
        let action = if is_taken { Action::RouteTaken } else { Action::RouteLeft };
        let decided = NewAudit::of(scope, &person, action).on(number.id.as_str());
        tx.add_audit(&decided.with(json!({ "replaces": scrubbed(url) })), now).map(drop)
    })
    .await
}

/// What is set for an account at Meta beside its logins, as the doctor does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetBeside {
    /// The app's subscription.
    Subscription,
    /// The override of this number.
    Override(PhoneNumberId),
}

/// Has a login of the account answer for what is about to be set, as for its own: one that is open,
/// else the newest, of those since the account was bound. Whether there is one.
///
/// # Errors
/// When the ledger fails.
pub fn note_set_beside(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    set: &SetBeside,
) -> Result<bool, StoreError> {
    let Some(bound_at) = leave::bound_at(tx, scope, waba)? else { return Ok(false) };
    let mut all = tx.signups_of(scope, waba, OTHERS)?;
    all.retain(|one| one.signup.is_of_binding(bound_at));
    let open = all.iter().position(|one| one.signup.is_open() && !one.signup.is_leaving());
    if all.is_empty() {
        return Ok(false);
    }
    let mut stored = all.swap_remove(open.unwrap_or(0));
    match set {
        SetBeside::Subscription => stored.signup.answer_for_subscription(),
        SetBeside::Override(number) => stored.signup.answer_for_override(number),
    }
    tx.save_signup(scope, &stored.id, &stored.person, &stored.signup)?;
    Ok(true)
}

/// Keeps in the audit log that a login set the number's override, once Meta shows it.
pub(super) fn audit_override(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    login: &StoredSignup,
    routed: Option<Routed>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let before = &login.signup;
    let is_set = routed == Some(Routed::Overridden) && before.is_overriding();
    let Some(number) = before.number.as_ref().filter(|_| is_set) else { return Ok(()) };
    let set = NewAudit::of_login(scope, login, Action::OverrideSet).on(number.id.as_str());
    let set = match before.takes_from() {
        Some(url) => set.with(json!({ "replaces": scrubbed(url) })),
        None => set,
    };
    tx.add_audit(&set, now).map(drop)
}

/// Keeps in the audit log that what an abandoned login had sent here by overrides is not any more, once
/// Meta shows that. By nobody: whoever abandoned it stands in a row of its own.
pub(super) fn audit_removed(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    before: &Signup,
    now: Timestamp,
) -> Result<(), StoreError> {
    for number in before.overrides_to_remove() {
        let removed = NewAudit::nobodys(Action::OverrideRemoved).on(number.as_str());
        let removed = NewAudit { tenant: Some(scope.tenant().clone()), ..removed };
        tx.add_audit(&removed, now)?;
    }
    Ok(())
}
