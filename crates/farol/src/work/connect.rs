//! Carries logins with Facebook on: one task of one login at a time, whatever stops it in between.

mod register;
mod route;
mod task;
mod undo;

use domain::audit::Action;
use domain::signup::{Fact, Obstacle, Snag, Target};
use domain::{Node, NodeKind, Replica, Timestamp};
use store::{
    LedgerTx, NewAudit, NewConnection, SignupId, StoreError, StoredSignup, TenantId, TenantScope,
};

use tokio::sync::OwnedRwLockReadGuard;

use self::task::Came;
pub(crate) use self::undo::{remove_override, unsubscribe};
use super::Step;
use crate::app::App;
use crate::connect;
use crate::notify::Desk;

/// A login in which there is something to do.
pub type Due = (TenantId, SignupId);

/// Logins taken up beside those under way: a new one waits for no other's calls.
const AT_ONCE: usize = 32;

/// The logins that are due, those `under_way` among them, and when the next one will be.
///
/// # Errors
/// When the ledger fails.
pub async fn due(app: &App, under_way: usize) -> Result<(Vec<Due>, Option<Timestamp>), StoreError> {
    let now = app.clock.now();
    let limit = under_way + AT_ONCE;
    app.store
        .ledger
        .read(move |read| Ok((read.due_signups(now, limit)?, read.next_signup_due_at(now)?)))
        .await
}

/// Does the next task of a login, if there is one now.
///
/// # Errors
/// When the ledger fails; the task is then done again.
pub async fn step(app: &App, (tenant, id): Due) -> Result<Step, StoreError> {
    let scope = TenantScope::for_worker(tenant);
    let now = app.clock.now();
    let stored = {
        let (scope, id) = (scope.clone(), id.clone());
        app.store.ledger.read(move |read| read.signup(&scope, &id)).await?
    };
    let Some(stored) = stored else { return Ok(Step::Idle { until: None }) };
    let Some((stored, _turn)) = in_turn(app, &scope, stored).await? else {
        return Ok(Step::Idle { until: None });
    };
    let Some(task) = stored.signup.next(now) else {
        return Ok(Step::Idle { until: stored.signup.due_at() });
    };
    let came = match task::perform(app, &scope, &stored, task).await {
        Ok(Some(came)) => came,
        Ok(None) => return Ok(Step::Done),
        Err(error) if error.is_transient() => return Err(error),
        // What can't be kept would fail for ever: the login says so and stops.
        Err(error) => {
            tracing::error!(signup = %id, %error, "What came of login {id} can't be kept");
            Came::Fact(task.hindered(Snag::of(Obstacle::Unkept)))
        }
    };
    tracing::debug!(signup = %id, task = task.step().as_str(), "Login {id} went on");
    let now = app.clock.now();
    let (kept_scope, desk) = (scope.clone(), app.notices.clone());
    app.store
        .ledger
        .transact(move |tx| {
            let Some(stored) = tx.signup(&kept_scope, &id)? else { return Ok(()) };
            keep((tx, &desk), &kept_scope, stored, came, now)
        })
        .await?;
    app.due.notify_one();
    app.meters.look_for_portfolios();
    app.bound.notify_one();
    app.pulse.stir(scope.tenant().clone());
    Ok(Step::Done)
}

/// A login of an account that it bound goes on in the account's turn: a disconnection has it alone, and
/// may have ended the login meanwhile.
async fn in_turn(
    app: &App,
    scope: &TenantScope,
    stored: StoredSignup,
) -> Result<Option<(StoredSignup, Option<OwnedRwLockReadGuard<()>>)>, StoreError> {
    let Some(target) = &stored.signup.target else { return Ok(Some((stored, None))) };
    let turn = app.account_turns.share(&target.waba).await;
    let (scope, id) = (scope.clone(), stored.id);
    let again = app.store.ledger.read(move |read| read.signup(&scope, &id)).await?;
    Ok(again.map(|stored| (stored, Some(turn))))
}

/// Keeps what came of a task, in one transaction with where the login stands then.
fn keep(
    (tx, desk): (&LedgerTx<'_>, &Desk),
    scope: &TenantScope,
    stored: StoredSignup,
    came: Came,
    now: Timestamp,
) -> Result<(), StoreError> {
    match came {
        Came::Fact(fact) => connect::apply(tx, scope, stored, fact, now).map(drop),
        Came::Registered { number, pin, came, turn: _turn } => {
            let sent = (&number, &pin);
            connect::registered(tx, scope, stored, (sent, came), now).map(drop)
        }
        Came::Token(token) => {
            let name = connect::token_name(&stored.id);
            let after = connect::apply(tx, scope, stored, Fact::Exchanged(Ok(())), now)?;
            if after.wants_token() { tx.save_secret(scope, &name, &token) } else { Ok(()) }
        }
        Came::Proof { target, app, token } => {
            // Someone may have ended the login while Meta was asked, or the popup's message may have
            // named another account: then it is proven anew.
            let hinted = stored.signup.hinted_waba();
            if !stored.signup.wants_token() || hinted.is_some_and(|waba| *waba != target.waba) {
                return Ok(());
            }
            // What undoes a login of the account must not come after this one's subscription.
            let others = tx.unfinished_signups_of(scope, &target.waba)?;
            if tx.is_disconnecting(scope, &target.waba)?
                || others.iter().any(|other| other.signup.is_leaving())
            {
                let fact = Fact::Proven(Err(Snag::of(Obstacle::BeingUndone)));
                return connect::apply(tx, scope, stored, fact, now).map(drop);
            }
            let was_bound = tx.waba_owner(&target.waba)?.as_ref() == Some(scope.tenant());
            let new = NewConnection {
                tenant: scope.tenant().clone(),
                waba: target.waba.clone(),
                business: target.business.clone(),
                app,
                token,
                at: now,
            };
            let fact = match tx.bind(&new) {
                Ok(()) => {
                    connect::by_hand::take_own_app(tx, scope, (&stored.id, &new.waba), now)?;
                    make_due(tx, scope, &new, now)?;
                    desk.renewed(tx, scope, &new.waba, now)?;
                    let connected = NewAudit::of_login(scope, &stored, Action::Connected);
                    tx.add_audit(&connected.on(new.waba.as_str()), now)?;
                    Fact::Proven(Ok(Target { was_bound, ..target }))
                }
                Err(StoreError::BoundElsewhere { .. }) => {
                    Fact::Proven(Err(Snag::of(Obstacle::BoundElsewhere)))
                }
                Err(error) => return Err(error),
            };
            connect::apply(tx, scope, stored, fact, now).map(drop)
        }
    }
}

/// Has the account, its portfolio and the app read soon, and whatever is held of its numbers: those
/// failed with the token of an earlier connection.
fn make_due(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    new: &NewConnection,
    now: Timestamp,
) -> Result<(), StoreError> {
    let nodes = [
        (Node::waba(new.waba.as_str()), Some(&new.waba)),
        (Node::new(NodeKind::Business, new.business.as_str()), None),
        (Node::new(NodeKind::App, new.app.as_str()), None),
    ];
    for (node, of) in nodes {
        if tx.replica(scope, &node)?.is_none() {
            tx.save_replica(scope, &Replica::unread(node.clone()), of)?;
        }
        tx.hint(scope, &node, now)?;
    }
    for number in tx.numbers_of(scope, &new.waba)? {
        tx.hint(scope, &Node::phone_number(number.as_str()), now)?;
    }
    Ok(())
}
