//! Asks Meta about each account's token: now and then how long it lives, so that its end surprises
//! nobody, and soon after any call that was refused whether it lost a permission.
//!
//! What was refused just before the program stopped is known to nobody, so the first look at each
//! account after a start has the account itself read, too.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use domain::by_hand::lacks;
use domain::notice::TokenSeen;
use domain::{Node, Timestamp, notice};
use meta::WabaId;
use meta::graph::{DebugToken, TokenFacts};
use store::{Connection, Secret, StoreError, TenantId, TenantScope};

use super::Step;
use crate::app::App;

/// How often a token is asked about: its end is told of two weeks ahead.
const EVERY: Duration = Duration::from_secs(12 * 60 * 60);
/// Wait after Meta gave no answer.
const AFTER_FAILURE: Duration = Duration::from_secs(10 * 60);
/// How soon after a question the next refusal has the token asked about again: a call may be refused
/// for a reason of its own, and over and over.
const PAUSE: Duration = Duration::from_secs(30);

/// When a token was asked about, and when it is asked about next.
#[derive(Clone, Copy, Debug)]
struct Times {
    asked_at: Timestamp,
    due_at: Timestamp,
}

/// When each account's token is asked about; every one soon after a start.
#[derive(Debug, Default)]
pub struct Asked(HashMap<(TenantId, WabaId), Times>);

impl Asked {
    /// When an account's turn is; `None` for at once.
    fn due_at(
        &self,
        of: &Connection,
        doubted: &BTreeSet<WabaId>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        // A time that lies further ahead than any is put off is of before the clock was turned back.
        let times = self.0.get(&key(of)).filter(|times| times.due_at <= now.plus(EVERY))?;
        let is_doubted = doubted.contains(&of.waba);
        let soon = times.asked_at.plus(PAUSE);
        Some(if is_doubted { times.due_at.min(soon) } else { times.due_at })
    }
}

fn key(of: &Connection) -> (TenantId, WabaId) {
    (of.tenant.clone(), of.waba.clone())
}

/// Asks about one token that is due.
///
/// # Errors
/// When the ledger can't be read or written. Meta's failures only put it off.
pub async fn step(app: &App, asked: &mut Asked) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let doubted = app.graph.doubted.all();
    let connections = app.store.ledger.read(|read| read.all_connections()).await?;
    let due_at = |found: &Connection| asked.due_at(found, &doubted, now);
    let due = connections.iter().find(|found| due_at(found).is_none_or(|at| at <= now));
    let Some(due) = due else {
        let until = connections.iter().filter_map(due_at).min();
        // Of an account that nobody has any more nothing is asked.
        let is_held = |waba: &WabaId| connections.iter().any(|found| found.waba == *waba);
        app.graph.doubted.forget(&doubted.iter().filter(|waba| !is_held(waba)).cloned().collect());
        return Ok(Step::Idle { until });
    };
    if !asked.0.contains_key(&key(due)) {
        read_soon(app, due, now).await?;
    }
    // What is refused from here on is asked about once more.
    app.graph.doubted.forget(&BTreeSet::from([due.waba.clone()]));
    let asking = ask(app, due, now).await;
    if doubted.contains(&due.waba) && !matches!(asking, Ok(Some(_))) {
        app.graph.doubted.again(due.waba.clone());
    }
    let wait = asking?.unwrap_or(AFTER_FAILURE);
    asked.0.insert(key(due), Times { asked_at: now, due_at: now.plus(wait) });
    Ok(Step::Done)
}

/// Has an account read.
async fn read_soon(app: &App, of: &Connection, now: Timestamp) -> Result<(), StoreError> {
    let (scope, node) = (TenantScope::for_worker(of.tenant.clone()), Node::waba(of.waba.as_str()));
    app.store.ledger.transact(move |tx| tx.hint(&scope, &node, now)).await?;
    app.due.notify_one();
    Ok(())
}

/// Asks about one token and tells what it means; answers how long to wait with the next time, `None`
/// when Meta gave no answer.
async fn ask(app: &App, of: &Connection, now: Timestamp) -> Result<Option<Duration>, StoreError> {
    let (scope, waba) = (TenantScope::for_worker(of.tenant.clone()), of.waba.clone());
    let read = app.store.ledger.read({
        let scope = scope.clone();
        move |read| read.connection_token(&scope, &waba)
    });
    let token = match read.await {
        Err(error) if error.is_transient() => return Err(error),
        // A token that can't be unsealed is told of where nodes are read, and holds up no other.
        Err(_) | Ok(None) => return Ok(Some(EVERY)),
        Ok(Some(token)) => token,
    };
    match app.graph.call_as_app_of(&token, &DebugToken { input_token: token.expose() }).await {
        Ok(facts) => tell(app, (&scope, of), (token, &facts), now).await.map(Some),
        Err(error) => {
            tracing::warn!(account = %of.waba, reason = error.name(), "A token can't be asked about");
            Ok(None)
        }
    }
}

/// Keeps what Meta said of a token, unless the account has another by now, which is asked about next.
async fn tell(
    app: &App,
    (scope, of): (&TenantScope, &Connection),
    (token, facts): (Secret, &TokenFacts),
    now: Timestamp,
) -> Result<Duration, StoreError> {
    let expires_at = (facts.expires_at > 0).then(|| Timestamp::from_seconds(facts.expires_at));
    let is_valid = facts.is_valid;
    // Of a token that is dead Meta lists nothing, and it lost more than a permission.
    let lacks = if is_valid { lacks(facts, &of.waba) } else { Vec::new() };
    let seen = TokenSeen { is_valid, expires_at, lacks };
    let news = notice::of_token(of.waba.as_str(), &seen, now);
    let (desk, waba, own) = (app.notices.clone(), of.waba.clone(), scope.clone());
    let tell = app.store.ledger.transact(move |tx| {
        let held = tx.connection_token(&own, &waba)?;
        if held.is_none_or(|held| held.expose() != token.expose()) {
            return Ok(false);
        }
        let is_news = tx.note_lacks(&own, &waba, &seen.lacks)?;
        if !is_valid || is_news {
            tx.hint(&own, &Node::waba(waba.as_str()), now)?;
        }
        desk.open(tx, &own, &[news], now)?;
        Ok(true)
    });
    if !tell.await? {
        return Ok(Duration::ZERO);
    }
    app.notices.wake();
    app.due.notify_one();
    app.pulse.stir(scope.tenant().clone());
    Ok(EVERY)
}
