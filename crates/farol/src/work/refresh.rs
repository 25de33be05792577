//! Reads Meta's nodes when they are due, sooner on a hint, never beyond the quota's share.
//!
//! A good reading becomes the same kind of news as a webhook's; a failed one keeps the last values
//! and notes since when. Numbers of one account that are due together are read by one list.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::fact::{self, News};
use domain::{Node, NodeKind, Replica, Timestamp, apply, field};
use futures_util::StreamExt;
use meta::graph::{GetNode, PhoneNumbers};
use meta::{GraphError, WabaId};
use serde_json::{Map, Value};
use store::{Due, LedgerTx, Secret, StoreError, TenantId, TenantScope};

use super::Step;
use crate::app::App;

/// Nodes taken up in one step.
const BATCH: usize = 256;
/// Calls under way at once.
const AT_ONCE: usize = 8;
/// From this many due numbers of one account on, its list is read instead of each number.
const LIST_FROM: usize = 3;
/// Pages of numbers read of one account at most; Meta allows far fewer numbers.
const PAGES: usize = 50;

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
    app.graph.forget_dead_tokens();
    let now = app.clock.now();
    app.store
        .ledger
        .transact(move |tx| {
            for kind in NodeKind::ALL {
                for replica in tx.replicas(&scope, kind)? {
                    tx.hint(&scope, &replica.node, now)?;
                }
            }
            Ok(())
        })
        .await?;
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

async fn read_unit(app: &App, unit: Unit) -> Result<(), StoreError> {
    match unit {
        Unit::Node(due) => read_node(app, due).await,
        Unit::Numbers { tenant, waba, due } => read_numbers(app, tenant, waba, due).await,
    }
}

async fn read_node(app: &App, due: Due) -> Result<(), StoreError> {
    let scope = TenantScope::for_worker(due.tenant.clone());
    let Some((account, token)) = token_for(app, &scope, due.waba.as_ref()).await? else {
        return postpone(app, scope, vec![due], Duration::from_secs(60)).await;
    };
    if let Err(wait) = app.graph.quota.take(account.as_str()) {
        return postpone(app, scope, vec![due], wait).await;
    }
    let asked = field::asked_of(due.node.kind);
    let asked_at = app.clock.now();
    let call = GetNode { id: &due.node.id, fields: &asked };
    let answer = match due.node.kind {
        NodeKind::App => app.graph.call_as_app(&call).await,
        NodeKind::Business | NodeKind::Waba | NodeKind::PhoneNumber => {
            app.graph.call(&call, &token, Some(account.as_str())).await
        }
    };
    let is_waba = due.node.kind == NodeKind::Waba;
    match answer {
        Ok(document) => {
            keep(app, scope.clone(), vec![(due.node, document)], due.waba, asked_at).await?
        }
        Err(error) => return failed(app, scope, vec![due], &error, asked_at).await,
    }
    if is_waba { discover(app, scope, account, &token).await } else { Ok(()) }
}

/// Finds the account's numbers, so that a new one appears without anyone asking.
async fn discover(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    token: &Secret,
) -> Result<(), StoreError> {
    let known: BTreeSet<String> = {
        let (scope, waba) = (scope.clone(), waba.clone());
        let numbers = app.store.ledger.read(move |read| read.numbers_of(&scope, &waba)).await?;
        numbers.into_iter().map(|number| number.to_string()).collect()
    };
    let asked_at = app.clock.now();
    let listed = match list(app, &waba, token, &["id"]).await {
        Ok(listed) => listed,
        // The account's own reading just worked; the list is asked again with the next one.
        Err(error) => {
            tracing::debug!(%error, "The numbers of an account could not be listed");
            return Ok(());
        }
    };
    let new: Vec<Node> = listed
        .into_iter()
        .filter_map(|(node, _)| (!known.contains(&node.id)).then_some(node))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    app.store
        .ledger
        .transact(move |tx| {
            for node in new {
                tx.save_replica(&scope, &Replica::unread(node.clone()), Some(&waba))?;
                tx.schedule(&scope, &node, asked_at)?;
            }
            Ok(())
        })
        .await?;
    app.due.notify_one();
    Ok(())
}

async fn read_numbers(
    app: &App,
    tenant: TenantId,
    waba: WabaId,
    due: Vec<Due>,
) -> Result<(), StoreError> {
    let scope = TenantScope::for_worker(tenant);
    let Some((_, token)) = token_for(app, &scope, Some(&waba)).await? else {
        return postpone(app, scope, due, Duration::from_secs(60)).await;
    };
    let asked = field::asked_of(NodeKind::PhoneNumber);
    let asked_at = app.clock.now();
    if let Err(wait) = app.graph.quota.take(waba.as_str()) {
        return postpone(app, scope, due, wait).await;
    }
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
        Err(error) => failed(app, scope, due, &error, asked_at).await,
    }
}

/// All pages of an account's numbers.
async fn list(
    app: &App,
    waba: &WabaId,
    token: &Secret,
    fields: &[&str],
) -> Result<Vec<(Node, Map<String, Value>)>, GraphError> {
    let mut call = PhoneNumbers { waba, fields, after: None };
    let mut numbers = Vec::new();
    for _ in 0..PAGES {
        let page = app.graph.call(&call, token, Some(waba.as_str())).await?;
        numbers.extend(page.data.into_iter().filter_map(|document| {
            let id = document.get("id")?.as_str()?.to_owned();
            Some((Node::phone_number(&id), document))
        }));
        let Some(next) = page.next else { break };
        call.after = Some(next);
    }
    Ok(numbers)
}

/// The account whose token reads a node: its own, or for a business or an app any of the tenant's.
async fn token_for(
    app: &App,
    scope: &TenantScope,
    waba: Option<&WabaId>,
) -> Result<Option<(WabaId, Secret)>, StoreError> {
    let (scope, waba) = (scope.clone(), waba.cloned());
    app.store
        .ledger
        .read(move |read| {
            let waba = match waba {
                Some(waba) => Some(waba),
                None => read.connections(&scope)?.into_iter().next().map(|found| found.waba),
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
    let read: Vec<Node> = documents.iter().map(|(node, _)| node.clone()).collect();
    let mut touched = app
        .store
        .ledger
        .transact(move |tx| {
            let mut touched = BTreeSet::new();
            for (node, document) in &documents {
                let asked = field::asked_of(node.kind);
                for news in fact::of_read(node, &asked, document, asked_at) {
                    touched.insert(news.node.clone());
                    hear(tx, &scope, news, waba.as_ref(), asked_at)?;
                }
                let mut replica =
                    tx.replica(&scope, node)?.unwrap_or_else(|| Replica::unread(node.clone()));
                apply::was_read(&mut replica, asked_at);
                tx.save_replica(&scope, &replica, waba_of(node, waba.as_ref()))?;
                let next = asked_at.plus(intervals.of(node.kind));
                tx.reschedule(&scope, node, asked_at, next)?;
            }
            Ok(touched)
        })
        .await?;
    touched.extend(read);
    app.pulse.beat(tenant, touched);
    Ok(())
}

/// Joins one piece of news. A node heard of for the first time is read soon.
fn hear(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    news: News,
    waba: Option<&WabaId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let node = news.node.clone();
    let held = tx.replica(scope, &node)?;
    let is_new = held.is_none();
    let mut replica = held.unwrap_or_else(|| Replica::unread(node.clone()));
    if let Some(change) = apply::hear(&mut replica, news) {
        tx.add_change(scope, &change, None)?;
    }
    tx.save_replica(scope, &replica, waba_of(&node, waba))?;
    if is_new { tx.schedule(scope, &node, now) } else { Ok(()) }
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
    tracing::warn!(reason = error.name(), nodes = due.len(), "A reading failed");
    let (name, words) = (error.name(), error.message().map(str::to_owned));
    let is_transient = error.is_transient();
    let intervals = app.settings.intervals;
    let tenant = scope.tenant().clone();
    let nodes: Vec<Node> = due.iter().map(|due| due.node.clone()).collect();
    app.store
        .ledger
        .transact(move |tx| {
            for Due { node, waba, .. } in &due {
                let held = tx.replica(&scope, node)?;
                let mut replica = held.unwrap_or_else(|| Replica::unread(node.clone()));
                apply::was_not_read(&mut replica, at, name, words.as_deref());
                tx.save_replica(&scope, &replica, waba.as_ref())?;
                let interval = intervals.of(node.kind);
                let retry =
                    if is_transient { retry_after(&replica, at).min(interval) } else { interval };
                tx.reschedule(&scope, node, at, at.plus(retry))?;
            }
            Ok(())
        })
        .await?;
    app.pulse.beat(tenant, nodes);
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
    let until = app.clock.now().plus(wait);
    app.store
        .ledger
        .transact(move |tx| {
            for due in &due {
                tx.schedule(&scope, &due.node, until)?;
            }
            Ok(())
        })
        .await
}
