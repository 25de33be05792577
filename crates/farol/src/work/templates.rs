//! Reads message templates: an account's by one list at its own times, and one alone when a webhook
//! speaks of it.
//!
//! A list may be of thousands, so that it is nobody else's wait, and a storm of webhooks is one list.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::{Heard, How, Node, NodeKind, Timestamp, apply, fact, field};
use futures_util::StreamExt;
use meta::graph::{GetNode, MessageTemplates};
use meta::{GraphError, WabaId};
use serde_json::{Map, Value};
use store::{Due, Secret, StoreError, TenantId, TenantScope};
use tokio::sync::Notify;

use super::Step;
use super::refresh::{NotListed, failed, keep, postpone, token_for};
use crate::app::App;
use crate::pulse::BeatKind;

/// Pages of templates read of one account at most: Meta allows 250 templates, or 6,000 at most.
const PAGES: usize = 60;
/// Templates and lists taken up in one step.
const BATCH: usize = 256;
/// Accounts whose templates are read at once.
const AT_ONCE: usize = 4;
/// From this many due templates of one account on, its list is read instead of each template.
const LIST_FROM: usize = 3;
/// Least time between two lists of one account, and between two runs of [`LIST_FROM`] templates read
/// alone, whatever webhooks come.
const APART: Duration = Duration::from_secs(5);
/// Wait of templates whose list failed.
const AFTER_FAILURE: Duration = Duration::from_secs(15);
/// How long templates wait whose account has no token.
const NO_TOKEN: Duration = Duration::from_secs(60);

/// When each account's templates were read last, and who waits for the next.
#[derive(Debug, Default)]
pub struct TemplateLists {
    /// Wakes the worker when a template or a list became due.
    pub due: Notify,
    turns: Mutex<HashMap<(TenantId, WabaId), Turns>>,
}

/// What was asked of one account in the last [`APART`].
#[derive(Debug, Default)]
struct Turns {
    listed: Option<Timestamp>,
    /// Templates that were read alone.
    alone: Vec<Timestamp>,
}

impl TemplateLists {
    /// Takes the turn to list an account's templates; answers how long to wait when it is too soon.
    fn take_list(&self, account: (TenantId, WabaId), now: Timestamp) -> Result<(), Duration> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = &mut turns.entry(account).or_default().listed;
        if let Some(wait) = listed.and_then(|last| wait_after(last, now)) {
            return Err(wait);
        }
        *listed = Some(now);
        Ok(())
    }

    /// Takes the turn to read one template; beyond a few they wait, and are then one list.
    fn take_one(&self, account: (TenantId, WabaId), now: Timestamp) -> Result<(), Duration> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let alone = &mut turns.entry(account).or_default().alone;
        alone.retain(|last| wait_after(*last, now).is_some());
        match alone.first() {
            Some(first) if alone.len() >= LIST_FROM => {
                Err(wait_after(*first, now).unwrap_or(APART))
            }
            Some(_) | None => {
                alone.push(now);
                Ok(())
            }
        }
    }
}

/// What is left of [`APART`] after `last`; a moment that lies ahead is of before the clock was
/// turned back.
fn wait_after(last: Timestamp, now: Timestamp) -> Option<Duration> {
    let is_fresh = last <= now && now.since(last) < APART;
    is_fresh.then(|| APART - now.since(last))
}

/// Reads the templates and lists that are due.
///
/// # Errors
/// When the ledger fails. Meta's failures are kept as such and are no error here.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let (due, next) = app
        .store
        .ledger
        .read(move |read| Ok((read.due_templates(now, BATCH)?, read.next_template_due_at()?)))
        .await?;
    if due.is_empty() {
        return Ok(Step::Idle { until: next });
    }
    let mut accounts: BTreeMap<(TenantId, WabaId), Vec<Due>> = BTreeMap::new();
    for due in due {
        let waba = due.waba.clone().unwrap_or_else(|| WabaId::new(&due.node.id));
        accounts.entry((due.tenant.clone(), waba)).or_default().push(due);
    }
    let accounts = futures_util::stream::iter(accounts);
    let mut outcomes = accounts
        .map(|((tenant, waba), due)| read_account(app, tenant, waba, due))
        .buffer_unordered(AT_ONCE);
    while let Some(outcome) = outcomes.next().await {
        outcome?;
    }
    Ok(Step::Done)
}

/// Reads what is due of one account. What can't be kept puts off this account's, and no other's.
async fn read_account(
    app: &App,
    tenant: TenantId,
    waba: WabaId,
    due: Vec<Due>,
) -> Result<(), StoreError> {
    let scope = TenantScope::for_worker(tenant);
    match read_due(app, &scope, &waba, due.clone()).await {
        Err(error) if !error.is_transient() => {
            tracing::error!(account = %waba, %error, "Templates can't be kept");
            postpone(app, scope, due, app.settings.intervals.of(NodeKind::MessageTemplate)).await
        }
        read => read,
    }
}

async fn read_due(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
    due: Vec<Due>,
) -> Result<(), StoreError> {
    let Some(first) = due.first() else { return Ok(()) };
    let Some((_, token)) = token_for(app, scope, first).await? else {
        return postpone(app, scope.clone(), due, NO_TOKEN).await;
    };
    let list = Node::templates_of(waba.as_str());
    let account = (scope.tenant().clone(), waba.clone());
    if due.len() < LIST_FROM && due.iter().all(|due| due.node != list) {
        for due in due {
            match app.template_lists.take_one(account.clone(), app.clock.now()) {
                Ok(()) => read_one(app, scope, waba, due, &token).await?,
                Err(wait) => postpone(app, scope.clone(), vec![due], wait).await?,
            }
        }
        return Ok(());
    }
    match app.template_lists.take_list(account, app.clock.now()) {
        Ok(()) => read_templates(app, scope.clone(), waba.clone(), due, &token).await,
        Err(wait) => postpone(app, scope.clone(), due, wait).await,
    }
}

/// Reads one template, of which a webhook spoke. Whether one that is not found is gone, the list
/// says.
async fn read_one(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
    due: Due,
    token: &Secret,
) -> Result<(), StoreError> {
    if let Err(wait) = app.graph.quota.take(waba.as_str()) {
        return postpone(app, scope.clone(), vec![due], wait).await;
    }
    let asked = field::asked_of(NodeKind::MessageTemplate);
    let asked_at = app.clock.now();
    let call = GetNode { id: &due.node.id, fields: &asked };
    match app.graph.call(&call, token, Some(waba.as_str())).await {
        Ok(document) => {
            let document = vec![(due.node, document)];
            keep(app, scope.clone(), document, Some(waba.clone()), asked_at).await
        }
        Err(GraphError::NotFound { .. }) => {
            let (scope, list) = (scope.clone(), Node::templates_of(waba.as_str()));
            app.store
                .ledger
                .transact(move |tx| {
                    tx.settle(&scope, &due.node, asked_at)?;
                    tx.hint(&scope, &list, asked_at)
                })
                .await
        }
        Err(error) => failed(app, scope.clone(), vec![due], &error, asked_at).await,
    }
}

/// Reads the account's templates; those that Meta no longer lists are gone.
async fn read_templates(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    due: Vec<Due>,
    token: &Secret,
) -> Result<(), StoreError> {
    let asked_at = app.clock.now();
    let wait = match list(app, &scope, &waba, token, asked_at).await? {
        Ok(Some(listed)) => {
            return drop_gone(app, scope, waba, due, listed, asked_at).await;
        }
        // Only a part was listed, and is kept; what is behind it comes with the next reading.
        Ok(None) => app.settings.intervals.of(NodeKind::MessageTemplate),
        Err(NotListed::Wait(wait)) => wait,
        Err(NotListed::Graph(error)) => {
            note_failure(app, scope.clone(), waba, &error, asked_at).await?;
            AFTER_FAILURE.min(app.settings.intervals.of(NodeKind::MessageTemplate))
        }
    };
    postpone(app, scope, due, wait).await
}

/// Reads page after page and keeps each as it comes; the templates listed, when those are all.
async fn list(
    app: &App,
    scope: &TenantScope,
    waba: &WabaId,
    token: &Secret,
    asked_at: Timestamp,
) -> Result<Result<Option<BTreeSet<Node>>, NotListed>, StoreError> {
    let fields = field::asked_of(NodeKind::MessageTemplate);
    let mut call = MessageTemplates { waba, fields: &fields, after: None };
    let (mut listed, mut is_whole) = (BTreeSet::new(), true);
    for _ in 0..PAGES {
        if let Err(wait) = app.graph.quota.take(waba.as_str()) {
            return Ok(Err(NotListed::Wait(wait)));
        }
        let page = match app.graph.call(&call, token, Some(waba.as_str())).await {
            Ok(page) => page,
            Err(error) => return Ok(Err(NotListed::Graph(error))),
        };
        let all = page.data.len();
        let documents: Vec<(Node, Map<String, Value>)> =
            page.data.into_iter().filter_map(named).collect();
        // One without an id that can be read may be any of those held.
        is_whole &= documents.len() == all;
        listed.extend(documents.iter().map(|(node, _)| node.clone()));
        keep(app, scope.clone(), documents, Some(waba.clone()), asked_at).await?;
        match page.next {
            None => return Ok(Ok(is_whole.then_some(listed))),
            next => call.after = next,
        }
    }
    Ok(Ok(None))
}

fn named(document: Map<String, Value>) -> Option<(Node, Map<String, Value>)> {
    let id = document.get("id")?.as_str()?.to_owned();
    Some((Node::new(NodeKind::MessageTemplate, id), document))
}

/// Records that templates are gone. What is held of them stays, so that a list that was asked for
/// earlier does not bring them back, and the timeline keeps their names.
async fn drop_gone(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    due: Vec<Due>,
    listed: BTreeSet<Node>,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let (tenant, desk) = (scope.tenant().clone(), app.notices.clone());
    let interval = app.settings.intervals.of(NodeKind::MessageTemplate);
    let gone = app
        .store
        .ledger
        .transact(move |tx| {
            let mut gone = Vec::new();
            for due in &due {
                tx.settle(&scope, &due.node, asked_at)?;
            }
            let list = Node::templates_of(waba.as_str());
            let next = asked_at.plus(interval);
            if !tx.schedule_new(&scope, &list, next)? {
                tx.reschedule(&scope, &list, asked_at, next)?;
            }
            for mut replica in tx.replicas_of(&scope, NodeKind::MessageTemplate, &waba)? {
                if listed.contains(&replica.node) {
                    continue;
                }
                if replica.get("status").is_none() {
                    // One that only a webhook spoke of is gone all the same.
                    if replica.read_at.is_none() {
                        apply::was_read(&mut replica, asked_at);
                        tx.save_replica(&scope, &replica, Some(&waba))?;
                    }
                    continue;
                }
                let heard = Heard { value: Value::Null, at: asked_at, how: How::Read };
                let node = replica.node.clone();
                let news = fact::News { node: node.clone(), field: "status".to_owned(), heard };
                if let Some(change) = apply::hear(&mut replica, news) {
                    tx.add_change(&scope, &change, None)?;
                    let told = (&[change][..], &replica);
                    desk.changes(tx, &scope, told, Some(&waba), asked_at)?;
                    tx.save_replica(&scope, &replica, Some(&waba))?;
                    gone.push(node);
                }
            }
            Ok(gone)
        })
        .await?;
    app.pulse.beat(tenant, BeatKind::News, gone);
    Ok(())
}

/// The account answers and its templates don't: said on each, whose last values stay.
async fn note_failure(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    error: &GraphError,
    at: Timestamp,
) -> Result<(), StoreError> {
    tracing::warn!(account = %waba, reason = error.name(), "Templates could not be listed");
    let refusal = error.clone();
    let tenant = scope.tenant().clone();
    let (news, again) = app
        .store
        .ledger
        .transact(move |tx| {
            let (mut news, mut again) = (Vec::new(), Vec::new());
            for mut replica in tx.replicas_of(&scope, NodeKind::MessageTemplate, &waba)? {
                let list = if replica.failure.is_none() { &mut news } else { &mut again };
                list.push(replica.node.clone());
                apply::was_not_read(&mut replica, at, &refusal);
                tx.save_replica(&scope, &replica, Some(&waba))?;
            }
            Ok((news, again))
        })
        .await?;
    app.pulse.beat(tenant.clone(), BeatKind::News, news);
    app.pulse.beat(tenant, BeatKind::Again, again);
    Ok(())
}
