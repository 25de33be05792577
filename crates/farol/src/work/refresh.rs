//! Reads Meta's nodes when they are due, sooner on a hint, never beyond the quota's share.
//!
//! A good reading becomes the same kind of news as a webhook's; a failed one keeps the last values
//! and notes since when. Numbers of one account that are due together are read by one list.

mod listing;
mod now;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::fact::{self, News};
use domain::{Node, NodeKind, Replica, Timestamp, apply, field};
use futures_util::StreamExt;
use meta::graph::GetNode;
use meta::{GraphError, WabaId};
use serde_json::{Map, Value};
use store::{Due, LedgerTx, Secret, StoreError, TenantId, TenantScope};

use self::listing::discover;
pub(in crate::work) use self::listing::{NotListed, is_held_elsewhere, list};
pub(in crate::work) use self::now::read_now;
use super::Step;
use crate::app::App;
use crate::pulse::BeatKind;

/// Nodes taken up in one step: few, so that a hint does not wait for many.
const BATCH: usize = 32;
/// Calls under way at once.
const AT_ONCE: usize = 8;
/// From this many due numbers of one account on, its list is read instead of each number.
const LIST_FROM: usize = 3;
/// How long a node waits whose account has no token; a connection makes it due at once.
const NO_TOKEN: Duration = Duration::from_secs(60);

/// One call's worth of reading.
enum Unit {
    /// One node.
    Node(Due),
    /// All numbers of an account.
    Numbers { tenant: TenantId, waba: WabaId, due: Vec<Due> },
}

/// Reads what is due.
///
/// # Errors
/// When the ledger fails. Meta's failures are kept as such and are no error here.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let (due, next) =
        app.store.ledger.read(move |read| Ok((read.due(now, BATCH)?, read.next_due_at()?))).await?;
    if due.is_empty() {
        return Ok(Step::Idle { until: next });
    }
    let units = futures_util::stream::iter(units(due));
    let mut outcomes = units.map(|unit| read_unit(app, unit)).buffer_unordered(AT_ONCE);
    while let Some(outcome) = outcomes.next().await {
        outcome?;
    }
    Ok(Step::Done)
}

/// Makes everything of a tenant due now: a person asked.
///
/// # Errors
/// When the ledger fails.
pub async fn ask(app: &App, scope: TenantScope) -> Result<(), StoreError> {
    let now = app.clock.now();
    let tokens = app
        .store
        .ledger
        .transact(move |tx| {
            for kind in NodeKind::ALL {
                for replica in tx.replicas(&scope, kind)? {
                    tx.hint(&scope, &replica.node, now)?;
                }
            }
            let connections = tx.connections(&scope)?;
            let tokens = connections.iter().map(|found| tx.connection_token(&scope, &found.waba));
            tokens.collect::<Result<Vec<_>, _>>()
        })
        .await?;
    for token in tokens.iter().flatten() {
        app.graph.forget_dead_token(token);
    }
    app.due.notify_one();
    Ok(())
}

fn units(due: Vec<Due>) -> Vec<Unit> {
    let mut numbers: BTreeMap<(TenantId, WabaId), Vec<Due>> = BTreeMap::new();
    let mut units = Vec::new();
    for due in due {
        match (due.node.kind, due.waba.clone()) {
            (NodeKind::PhoneNumber, Some(waba)) => {
                numbers.entry((due.tenant.clone(), waba)).or_default().push(due);
            }
            _ => units.push(Unit::Node(due)),
        }
    }
    for ((tenant, waba), due) in numbers {
        // A hint is about one number, and its answer should not wait for a list.
        if due.len() >= LIST_FROM {
            units.push(Unit::Numbers { tenant, waba, due });
        } else {
            units.extend(due.into_iter().map(Unit::Node));
        }
    }
    units
}

/// Reads a unit. What can't be kept because of one row puts off that unit, and stops no other.
async fn read_unit(app: &App, unit: Unit) -> Result<(), StoreError> {
    let nodes: Vec<Due> = match &unit {
        Unit::Node(due) => vec![due.clone()],
        Unit::Numbers { due, .. } => due.clone(),
    };
    let read = match unit {
        Unit::Node(due) => read_node(app, due).await,
        Unit::Numbers { tenant, waba, due } => read_numbers(app, tenant, waba, due).await,
    };
    match read {
        Err(error) if !error.is_transient() => {
            let Some(first) = nodes.first() else { return Ok(()) };
            let scope = TenantScope::for_worker(first.tenant.clone());
            tracing::error!(node = %first.node, nodes = nodes.len(), %error, "A reading can't be kept");
            let interval = app.settings.intervals.of(first.node.kind);
            postpone(app, scope, nodes, interval).await
        }
        read => read,
    }
}

async fn read_node(app: &App, due: Due) -> Result<(), StoreError> {
    let scope = TenantScope::for_worker(due.tenant.clone());
    let asked = field::asked_of(due.node.kind);
    let asked_at = app.clock.now();
    let call = GetNode { id: &due.node.id, fields: &asked };
    if due.node.kind == NodeKind::App {
        let answer = app.graph.call_as_app(&call).await;
        return keep_or_fail(app, scope, due.clone(), answer, asked_at).await;
    }
    let Some((account, token)) = token_for(app, &scope, &due).await? else {
        return postpone(app, scope, vec![due], NO_TOKEN).await;
    };
    if let Err(wait) = app.graph.quota.take(account.as_str()) {
        return postpone(app, scope, vec![due], wait).await;
    }
    let answer = app.graph.call(&call, &token, Some(account.as_str())).await;
    let lists = due.node.kind == NodeKind::Waba && answer.is_ok();
    keep_or_fail(app, scope.clone(), due.clone(), answer, asked_at).await?;
    if lists { discover(app, scope, account, &token).await } else { Ok(()) }
}

async fn keep_or_fail(
    app: &App,
    scope: TenantScope,
    due: Due,
    answer: Result<Map<String, Value>, GraphError>,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    match answer {
        Ok(document) => keep(app, scope, vec![(due.node, document)], due.waba, asked_at).await,
        Err(error) => failed(app, scope, vec![due], &error, asked_at).await,
    }
}

async fn read_numbers(
    app: &App,
    tenant: TenantId,
    waba: WabaId,
    due: Vec<Due>,
) -> Result<(), StoreError> {
    let scope = TenantScope::for_worker(tenant);
    let Some(first) = due.first() else { return Ok(()) };
    let Some((_, token)) = token_for(app, &scope, first).await? else {
        return postpone(app, scope, due, NO_TOKEN).await;
    };
    let asked = field::asked_of(NodeKind::PhoneNumber);
    let asked_at = app.clock.now();
    match list(app, &waba, &token, &asked).await {
        Ok(listed) => {
            let seen: BTreeSet<String> = listed.iter().map(|(node, _)| node.id.clone()).collect();
            keep(app, scope.clone(), listed, Some(waba), asked_at).await?;
            let gone: Vec<Due> = due.into_iter().filter(|d| !seen.contains(&d.node.id)).collect();
            let message = "the number is no longer in the account's list".to_owned();
            if gone.is_empty() {
                return Ok(());
            }
            failed(app, scope, gone, &GraphError::NotFound { message }, asked_at).await
        }
        Err(NotListed::Wait(wait)) => postpone(app, scope, due, wait).await,
        Err(NotListed::Graph(error)) => failed(app, scope, due, &error, asked_at).await,
    }
}

/// The account whose token reads a node: its own, or for a business one that the business owns.
async fn token_for(
    app: &App,
    scope: &TenantScope,
    due: &Due,
) -> Result<Option<(WabaId, Secret)>, StoreError> {
    let (scope, due) = (scope.clone(), due.clone());
    app.store
        .ledger
        .read(move |read| {
            let owned = |found: &store::Connection| found.business.as_str() == due.node.id;
            let waba = match due.waba {
                Some(waba) => Some(waba),
                None => read.connections(&scope)?.into_iter().find(owned).map(|found| found.waba),
            };
            let Some(waba) = waba else { return Ok(None) };
            Ok(read.connection_token(&scope, &waba)?.map(|token| (waba, token)))
        })
        .await
}

/// Keeps good readings and schedules the next ones.
async fn keep(
    app: &App,
    scope: TenantScope,
    documents: Vec<(Node, Map<String, Value>)>,
    waba: Option<WabaId>,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let intervals = app.settings.intervals;
    let tenant = scope.tenant().clone();
    let (news, again) = app
        .store
        .ledger
        .transact(move |tx| {
            let (mut news, mut again) = (BTreeSet::new(), BTreeSet::new());
            // The account may have been set free while Meta was asked.
            if let Some(waba) = &waba
                && tx.waba_owner(waba)?.as_ref() != Some(scope.tenant())
            {
                return Ok((news, again));
            }
            for (node, document) in &documents {
                if is_held_elsewhere(tx, &scope, node)? {
                    continue;
                }
                for (about, said) in by_node(node, document, asked_at) {
                    let reading = Reading { asked_at, is_own: about == *node };
                    let of = waba_of(&about, waba.as_ref());
                    let is_news = join(tx, &scope, &about, said, of, reading)?;
                    if is_news {
                        news.insert(about)
                    } else {
                        again.insert(about)
                    };
                }
                let next = asked_at.plus(intervals.of(node.kind));
                tx.reschedule(&scope, node, asked_at, next)?;
            }
            Ok((news, again))
        })
        .await?;
    app.pulse.beat(tenant.clone(), BeatKind::News, news);
    app.pulse.beat(tenant, BeatKind::Again, again);
    Ok(())
}

/// What a document says, by the node it says it of; the node that was read always among them.
fn by_node(
    node: &Node,
    document: &Map<String, Value>,
    asked_at: Timestamp,
) -> BTreeMap<Node, Vec<News>> {
    let mut by_node = BTreeMap::from([(node.clone(), Vec::new())]);
    for news in fact::of_read(node, &field::asked_of(node.kind), document, asked_at) {
        by_node.entry(news.node.clone()).or_default().push(news);
    }
    by_node
}

/// A document's reading, as one of its nodes sees it.
#[derive(Clone, Copy)]
struct Reading {
    asked_at: Timestamp,
    /// Whether the node itself was read, and not only spoken of.
    is_own: bool,
}

/// Joins what was said of a node; whether any of it is news. One heard of for the first time is
/// read soon.
fn join(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    node: &Node,
    said: Vec<News>,
    waba: Option<&WabaId>,
    reading: Reading,
) -> Result<bool, StoreError> {
    let held = tx.replica(scope, node)?;
    let is_new = held.is_none();
    let mut replica = held.unwrap_or_else(|| Replica::unread(node.clone()));
    let stood = (replica.read_at.is_some(), replica.failure.is_some());
    let mut is_news = is_new;
    for news in said {
        if let Some(change) = apply::hear(&mut replica, news) {
            tx.add_change(scope, &change, None)?;
            is_news = true;
        }
    }
    if reading.is_own {
        apply::was_read(&mut replica, reading.asked_at);
        is_news |= stood != (replica.read_at.is_some(), replica.failure.is_some());
    }
    tx.save_replica(scope, &replica, waba)?;
    if is_new && !reading.is_own {
        tx.schedule(scope, node, reading.asked_at)?;
    }
    Ok(is_news)
}

/// Numbers and accounts belong to one account; a business and an app to the whole tenant.
fn waba_of<'a>(node: &Node, waba: Option<&'a WabaId>) -> Option<&'a WabaId> {
    match node.kind {
        NodeKind::PhoneNumber | NodeKind::Waba => waba,
        NodeKind::Business | NodeKind::App => None,
    }
}

/// Notes a failed reading; the values stay. What may heal by itself is tried again sooner.
async fn failed(
    app: &App,
    scope: TenantScope,
    due: Vec<Due>,
    error: &GraphError,
    at: Timestamp,
) -> Result<(), StoreError> {
    if let Some(first) = due.first() {
        let node = &first.node;
        tracing::warn!(%node, nodes = due.len(), reason = error.name(), "A reading failed");
    }
    let (name, words) = (error.name(), error.message().map(str::to_owned));
    let is_transient = error.is_transient();
    let intervals = app.settings.intervals;
    let tenant = scope.tenant().clone();
    let (news, again) = app
        .store
        .ledger
        .transact(move |tx| {
            let (mut news, mut again) = (BTreeSet::new(), BTreeSet::new());
            for Due { node, waba, .. } in &due {
                let held = tx.replica(&scope, node)?;
                let mut replica = held.unwrap_or_else(|| Replica::unread(node.clone()));
                let list = if replica.failure.is_none() { &mut news } else { &mut again };
                list.insert(node.clone());
                apply::was_not_read(&mut replica, at, name, words.as_deref());
                tx.save_replica(&scope, &replica, waba.as_ref())?;
                let interval = intervals.of(node.kind);
                let retry =
                    if is_transient { retry_after(&replica, at).min(interval) } else { interval };
                tx.reschedule(&scope, node, at, at.plus(retry))?;
            }
            Ok((news, again))
        })
        .await?;
    app.pulse.beat(tenant.clone(), BeatKind::News, news);
    app.pulse.beat(tenant, BeatKind::Again, again);
    Ok(())
}

/// Waits longer the longer it fails: a tenth of that, from 5 seconds on.
fn retry_after(replica: &Replica, at: Timestamp) -> Duration {
    let failing =
        replica.failure.as_ref().map_or(Duration::ZERO, |failure| at.since(failure.since));
    (failing / 10).max(Duration::from_secs(5))
}

async fn postpone(
    app: &App,
    scope: TenantScope,
    due: Vec<Due>,
    wait: Duration,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    app.store
        .ledger
        .transact(move |tx| {
            for due in &due {
                tx.reschedule(&scope, &due.node, now, now.plus(wait))?;
            }
            Ok(())
        })
        .await
}
