//! Reads Meta's nodes when they are due, sooner on a hint, never beyond the quota's share.
//!
//! A good reading becomes the same kind of news as a webhook's; a failed one keeps the last values
//! and notes since when. Numbers of one account that are due together are read by one list. Message
//! templates, of which there may be thousands, are read beside all this (`work/templates.rs`).

mod ask;
mod keep;
mod listing;
mod now;
mod refused;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::{Node, NodeKind, Timestamp, field};
use futures_util::StreamExt;
use meta::graph::{GetNode, GetProfile, GetUsername};
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{Due, Secret, StoreError, TenantId, TenantScope};

pub use self::ask::{ask, ask_of};
pub(in crate::work) use self::keep::{failed, keep};
use self::listing::discover;
pub(in crate::work) use self::listing::is_held_elsewhere;
pub(crate) use self::listing::{NotListed, list};
pub(in crate::work) use self::now::read_now;
pub(crate) use self::written::SETTLED_AFTER;
use super::Step;
use crate::app::App;

/// Nodes taken up in one step: few, so that a hint does not wait for many.
const BATCH: usize = 32;
/// Calls under way at once.
const AT_ONCE: usize = 8;
/// From this many due numbers of one account on, its list is read instead of each number.
const LIST_FROM: usize = 3;
/// How long a node waits whose account has no token; a connection makes it due at once.
const NO_TOKEN: Duration = Duration::from_secs(60);

/// How long a node waits that can wait, when nothing is left for such.
const NO_SPARE: Duration = Duration::from_secs(60);

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
    refused::look_into(app).await?;
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
        let answer = ask_app(app, &scope, &call).await?;
        return keep_or_fail(app, scope, due.clone(), answer, asked_at).await;
    }
    let Some((account, token)) = token_for(app, &scope, &due).await? else {
        return postpone(app, scope, vec![due], NO_TOKEN).await;
    };
    if due.node.kind == NodeKind::Profile {
        return read_profile(app, scope, due, &account, &token).await;
    }
    if due.node.kind == NodeKind::Username {
        return read_username(app, scope, due, &account, &token).await;
    }
    if let Err(wait) = app.graph.quota.take(account.as_str()) {
        return postpone(app, scope, vec![due], wait).await;
    }
    let answer = app.graph.call(&call, &token, Some(account.as_str())).await;
    let lists = due.node.kind == NodeKind::Waba && answer.is_ok();
    keep_or_fail(app, scope.clone(), due.clone(), answer, asked_at).await?;
    if !lists {
        return Ok(());
    }
    discover(app, scope, account, &token).await
}

/// Reads an app as itself: the installation's, or one that the tenant connected by hand.
async fn ask_app(
    app: &App,
    scope: &TenantScope,
    call: &GetNode<'_>,
) -> Result<Result<Map<String, Value>, GraphError>, StoreError> {
    if call.id == app.graph.app_id().as_str() {
        return Ok(app.graph.call_as_app(call).await);
    }
    let (scope, id) = (scope.clone(), meta::AppId::new(call.id));
    let other = app.store.ledger.read(move |read| read.other_app(&scope, &id)).await?;
    let own = Secret::default();
    let token = other.map_or(own.clone(), |other| own.of_app(other));
    Ok(app.graph.call_as_app_of(&token, call).await)
}

/// Reads what contacts see of a number. Meta does not count this edge (META 10), so that it uses
/// none of the quota and only waits while Meta wants a pause.
async fn read_profile(
    app: &App,
    scope: TenantScope,
    due: Due,
    account: &WabaId,
    token: &Secret,
) -> Result<(), StoreError> {
    if let Some(wait) = app.graph.quota.pause_left(account.as_str()) {
        return postpone(app, scope, vec![due], wait).await;
    }
    let (answer, asked_at) = ask_meta(app, &due.node, account, token).await;
    keep_or_fail(app, scope, due, answer, asked_at).await
}

/// Reads a username: a call each, which no list spares. All of a large account at once must not keep
/// its health from being read.
async fn read_username(
    app: &App,
    scope: TenantScope,
    due: Due,
    account: &WabaId,
    token: &Secret,
) -> Result<(), StoreError> {
    if let Err(wait) = app.graph.quota.take_spare(account.as_str()) {
        return postpone(app, scope, vec![due], wait.max(NO_SPARE)).await;
    }
    let (answer, asked_at) = ask_meta(app, &due.node, account, token).await;
    keep_or_fail(app, scope, due, answer, asked_at).await
}

/// Reads a number, its profile or its username at once because someone waits for it, and keeps it;
/// answers what Meta said, not what is held after. It is counted, whatever is left of the quota.
///
/// # Errors
/// When the ledger fails.
pub(crate) async fn look_at(
    app: &App,
    scope: &TenantScope,
    node: Node,
    account: &WabaId,
    token: &Secret,
) -> Result<Result<Map<String, Value>, GraphError>, StoreError> {
    app.graph.quota.count(account.as_str());
    let (answer, asked_at) = ask_meta(app, &node, account, token).await;
    let due = Due {
        tenant: scope.tenant().clone(),
        node,
        waba: Some(account.clone()),
        due_at: asked_at,
        hinted: true,
    };
    keep_or_fail(app, scope.clone(), due, answer.clone(), asked_at).await?;
    Ok(answer)
}

/// What Meta says of a node, and when it was asked.
async fn ask_meta(
    app: &App,
    node: &Node,
    account: &WabaId,
    token: &Secret,
) -> (Result<Map<String, Value>, GraphError>, Timestamp) {
    let (asked, asked_at) = (field::asked_of(node.kind), app.clock.now());
    let (number, account) = (PhoneNumberId::new(&node.id), Some(account.as_str()));
    let answer = match node.kind {
        NodeKind::Profile => {
            let call = GetProfile { phone_number: &number, fields: &asked };
            app.graph.call(&call, token, account).await
        }
        NodeKind::Username => {
            app.graph.call(&GetUsername { phone_number: &number }, token, account).await
        }
        NodeKind::Business
        | NodeKind::Waba
        | NodeKind::PhoneNumber
        | NodeKind::App
        | NodeKind::MessageTemplate => {
            let call = GetNode { id: &node.id, fields: &asked };
            app.graph.call(&call, token, account).await
        }
    };
    (answer, asked_at)
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
pub(in crate::work) async fn token_for(
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

pub(in crate::work) async fn postpone(
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
