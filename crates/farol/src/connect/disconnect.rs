//! Disconnecting an account: what Farol did at Meta for it is undone and read back, then its token and
//! what was read of it are forgotten.
//!
//! Known before, so that a person sees it first. While Meta gives no answer nothing is forgotten: with
//! the token what is to be undone could not be asked for any more. What Meta refuses to undo stays
//! there, and is said.

use domain::audit::Action;
use domain::signup::{Ending, Fact, Snag, Target, Task, Undo};
use meta::{GraphError, PhoneNumberId, WabaId};
use store::{LedgerRead, LedgerTx, NewAudit, PersonId, Secret, StoreError, TenantScope};

use super::leave::{self, free};
use super::{OTHERS, apply, door_of};
use crate::app::App;
use crate::work::connect::{remove_override, unsubscribe};

/// What disconnecting an account undoes at Meta.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Numbers whose override Farol set.
    pub overrides: Vec<PhoneNumberId>,
    /// Whether Farol subscribed the app to the account.
    pub subscription: bool,
}

/// What became of it.
#[derive(Debug)]
pub enum Disconnected {
    /// The tenant has no such account.
    NotThere,
    /// A login of it is being abandoned.
    Busy,
    /// Meta gave no answer; the account is still connected.
    NotYet(Snag),
    /// It is disconnected; these stay at Meta, each with why.
    Done(Vec<(Undo, Snag)>),
}

/// What disconnecting an account undoes at Meta; `None` when the tenant has no such account.
///
/// # Errors
/// When the ledger fails.
pub fn plan(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<Plan>, StoreError> {
    let Some(bound_at) = leave::bound_at(read, scope, waba)? else { return Ok(None) };
    let mut plan = Plan::default();
    for stored in read.signups_of(scope, waba, OTHERS)? {
        let signup = stored.signup;
        if !signup.is_of_binding(bound_at) {
            continue;
        }
        plan.subscription |= signup.was_subscribed() == Some(false);
        for number in signup.overrides() {
            if !plan.overrides.contains(number) {
                plan.overrides.push(number.clone());
            }
        }
    }
    Ok(Some(plan))
}

/// Undoes, reads back, forgets.
///
/// # Errors
/// When the ledger fails; nothing is then forgotten.
pub async fn disconnect(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    person: PersonId,
) -> Result<Disconnected, StoreError> {
    let found = app.store.ledger.read({
        let (scope, waba) = (scope.clone(), waba.clone());
        move |read| {
            let Some(plan) = plan(read, &scope, &waba)? else { return Ok(None) };
            let is_busy =
                read.unfinished_signups_of(&scope, &waba)?.iter().any(|s| s.signup.is_leaving());
            Ok(Some((plan, is_busy, read.connection_token(&scope, &waba)?)))
        }
    });
    let Some((plan, is_busy, token)) = found.await? else { return Ok(Disconnected::NotThere) };
    if is_busy {
        return Ok(Disconnected::Busy);
    }
    let left = match token {
        Some(token) => match undo(app, &scope, (&waba, &token), &plan).await? {
            Ok(left) => left,
            Err(snag) => return Ok(Disconnected::NotYet(snag)),
        },
        None => Vec::new(),
    };
    let (now, tenant) = (app.clock.now(), scope.tenant().clone());
    let forget = app.store.ledger.transact(move |tx| forget(tx, &scope, &waba, &person, now));
    let was_there = forget.await?;
    app.signups.notify_one();
    app.pulse.stir(tenant);
    Ok(if was_there { Disconnected::Done(left) } else { Disconnected::NotThere })
}

type Left = Vec<(Undo, Snag)>;

async fn undo(
    app: &App,
    scope: &TenantScope,
    (waba, token): (&WabaId, &Secret),
    plan: &Plan,
) -> Result<Result<Left, Snag>, StoreError> {
    let door = door_of(app, scope, waba, token).await?;
    let mut left = Vec::new();
    for number in &plan.overrides {
        let came = remove_override(app, (door.clone(), number), (waba, token)).await;
        if let Some(stays) = stays(Undo::Override, came) {
            match stays {
                Ok(stays) => left.push(stays),
                Err(snag) => return Ok(Err(snag)),
            }
        }
    }
    if plan.subscription {
        match stays(Undo::Subscription, unsubscribe(app, waba, token).await) {
            Some(Ok(stays)) => left.push(stays),
            Some(Err(snag)) => return Ok(Err(snag)),
            None => {}
        }
    }
    Ok(Ok(left))
}

/// What stays at Meta for good, or what only hinders now; `None` when it is undone.
fn stays(what: Undo, came: Result<bool, GraphError>) -> Option<Result<(Undo, Snag), Snag>> {
    let snag = match came {
        Ok(true) => return None,
        Ok(false) => Snag::of(domain::signup::Obstacle::NotShown),
        Err(error) => Snag::of_graph(Task::Undo(what), &error),
    };
    let is_over_soon = snag.obstacle.is_brief();
    Some(if is_over_soon { Err(snag) } else { Ok((what, snag)) })
}

fn forget(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    person: &PersonId,
    now: domain::Timestamp,
) -> Result<bool, StoreError> {
    let Some(business) = tx.business_of(scope, waba)? else { return Ok(false) };
    for stored in tx.unfinished_signups_of(scope, waba)? {
        apply(tx, scope, stored, Fact::Ended(Ending::Superseded), now)?;
    }
    let target = Target { waba: waba.clone(), waba_name: None, business, was_bound: false };
    free(tx, scope, &target)?;
    let audit = NewAudit::of(scope, person, Action::Disconnected);
    tx.add_audit(&audit.on(waba.as_str()), now)?;
    Ok(true)
}
