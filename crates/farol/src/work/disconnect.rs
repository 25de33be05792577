//! Carries disconnections on: one part of one account at a time, looked at before and read back after,
//! whatever stops it in between. At the end the account is forgotten, in one transaction.

use domain::disconnection::{Next, Part};
use domain::signup::{Obstacle, Snag, Task};
use futures_util::{StreamExt, stream};
use meta::WabaId;
use store::{Secret, StoreError, TenantId, TenantScope};

use super::Step;
use super::connect::{remove_override, unsubscribe};
use crate::app::App;
use crate::connect;

/// Accounts taken up in one step, side by side: one whose calls hang holds up few others.
const AT_ONCE: usize = 16;

/// Does the next thing of each disconnection that is due.
///
/// # Errors
/// When the ledger fails; what was not kept is then done again.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let looked = app.store.ledger.read(move |read| {
        Ok((read.due_disconnections(now, AT_ONCE)?, read.next_disconnection_due_at(now)?))
    });
    let (due, next) = looked.await?;
    if due.is_empty() {
        return Ok(Step::Idle { until: next });
    }
    let going = stream::iter(due).map(|due| carry_on(app, due)).buffer_unordered(AT_ONCE);
    let ended: Vec<_> = going.collect().await;
    ended.into_iter().collect::<Result<(), _>>()?;
    Ok(Step::Done)
}

async fn carry_on(app: &App, (tenant, waba): (TenantId, WabaId)) -> Result<(), StoreError> {
    let scope = TenantScope::for_worker(tenant);
    // What a login or a mending has under way at Meta ends before it is undone.
    let _turn = app.account_turns.alone(&waba).await;
    let kept = app.store.ledger.read({
        let (scope, waba) = (scope.clone(), waba.clone());
        move |read| read.disconnection(&scope, &waba)
    });
    let now = app.clock.now();
    let Some(next) = kept.await?.and_then(|kept| kept.disconnection.next(now)) else {
        return Ok(());
    };
    let came = match next {
        Next::Undo(part) => {
            let came = undo(app, &scope, &waba, &part).await?;
            Some((part, came))
        }
        Next::Forget => None,
    };
    let (now, own) = (app.clock.now(), scope.clone());
    let keep = app.store.ledger.transact(move |tx| {
        let Some((part, came)) = came else {
            return connect::disconnect::forget(tx, &own, &waba, now);
        };
        let Some(mut kept) = tx.disconnection(&own, &waba)? else { return Ok(()) };
        kept.disconnection.hear(&part, came, now);
        tx.save_disconnection(&own, &waba, &kept)
    });
    keep.await?;
    // A login of the account may have waited for the end.
    app.signups.notify_one();
    app.pulse.stir(scope.tenant().clone());
    Ok(())
}

/// Undoes a part and reads that back. What is gone already, or is another's by now, is left as it is.
async fn undo(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
    part: &Part,
) -> Result<Result<(), Snag>, StoreError> {
    let Some(token) = token_of(app, scope, waba).await? else {
        return Ok(Err(Snag::of(Obstacle::TokenDead)));
    };
    let came = match part {
        Part::Override { number } => {
            let door = connect::door_of(app, scope, waba, &token).await?;
            remove_override(app, (door, number), (waba, &token)).await
        }
        Part::Subscription => unsubscribe(app, waba, &token).await,
    };
    Ok(match came {
        Ok(true) => Ok(()),
        Ok(false) => Err(Snag::of(Obstacle::NotShown)),
        Err(error) => Err(Snag::of_graph(Task::Undo(part.undo()), &error)),
    })
}

/// The account's token; `None` for one that can't be unsealed any more, which must not hold for ever
/// an account that nobody can read.
async fn token_of(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
) -> Result<Option<Secret>, StoreError> {
    let (scope, waba) = (scope.clone(), waba.clone());
    match app.store.ledger.read(move |read| read.connection_token(&scope, &waba)).await {
        Err(error) if error.is_transient() => Err(error),
        Err(error) => {
            tracing::error!(%error, "A token can't be unsealed, and nothing of its account undone");
            Ok(None)
        }
        found => found,
    }
}
