//! Asks Meta now and then how long each account's token lives, so that its end surprises nobody.

use std::collections::HashMap;
use std::time::Duration;

use domain::{Node, Timestamp, notice};
use meta::WabaId;
use meta::graph::DebugToken;
use store::{Connection, StoreError, TenantId, TenantScope};

use super::Step;
use crate::app::App;

/// How often a token is asked about: its end is told of two weeks ahead.
const EVERY: Duration = Duration::from_secs(12 * 60 * 60);
/// Wait after Meta gave no answer.
const AFTER_FAILURE: Duration = Duration::from_secs(10 * 60);

/// When each account's token is asked about next; every one soon after a start.
#[derive(Debug, Default)]
pub struct Asked(HashMap<(TenantId, WabaId), Timestamp>);

/// Asks about one token that is due.
///
/// # Errors
/// When the ledger can't be read or written. Meta's failures only put it off.
pub async fn step(app: &App, asked: &mut Asked) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let connections = app.store.ledger.read(|read| read.all_connections()).await?;
    let key = |found: &Connection| (found.tenant.clone(), found.waba.clone());
    // One that lies further ahead than any is put off is of before the clock was turned back.
    let due_at = |found: &Connection| asked.0.get(&key(found)).filter(|at| **at <= now.plus(EVERY));
    let due = connections.iter().find(|found| due_at(found).is_none_or(|at| *at <= now));
    let Some(due) = due else {
        let until = connections.iter().filter_map(due_at).min().copied();
        return Ok(Step::Idle { until });
    };
    let wait = ask(app, due, now).await?;
    asked.0.insert(key(due), now.plus(wait));
    Ok(Step::Done)
}

/// Asks about one token and tells what it means; answers how long to wait with the next time.
async fn ask(app: &App, of: &Connection, now: Timestamp) -> Result<Duration, StoreError> {
    let (scope, waba) = (TenantScope::for_worker(of.tenant.clone()), of.waba.clone());
    let read = app.store.ledger.read({
        let scope = scope.clone();
        move |read| read.connection_token(&scope, &waba)
    });
    let token = match read.await {
        Err(error) if error.is_transient() => return Err(error),
        // A token that can't be unsealed is told of where nodes are read, and holds up no other.
        Err(_) | Ok(None) => return Ok(EVERY),
        Ok(Some(token)) => token,
    };
    let facts = match app
        .graph
        .call_as_app_of(&token, &DebugToken { input_token: token.expose() })
        .await
    {
        Ok(facts) => facts,
        Err(error) => {
            tracing::warn!(account = %of.waba, reason = error.name(), "A token can't be asked about");
            return Ok(AFTER_FAILURE);
        }
    };
    let expires_at = (facts.expires_at > 0).then(|| Timestamp::from_seconds(facts.expires_at));
    let news = notice::of_token(of.waba.as_str(), facts.is_valid, expires_at, now);
    let (desk, node) = (app.notices.clone(), Node::waba(of.waba.as_str()));
    let is_dead = !facts.is_valid;
    let tell = app.store.ledger.transact(move |tx| {
        if is_dead {
            tx.hint(&scope, &node, now)?;
        }
        desk.open(tx, &scope, &[news], now)
    });
    tell.await?;
    app.notices.wake();
    if is_dead {
        app.due.notify_one();
    }
    Ok(EVERY)
}
