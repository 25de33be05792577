//! Keeps what a reading gave, or that it gave nothing, and says when the node is read again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::fact::{self, News};
use domain::{How, Node, NodeKind, Replica, Timestamp, apply, display_name, field};
use meta::{GraphError, PhoneNumberId, WabaId};
use serde_json::{Map, Value};
use store::{Due, LedgerTx, StoreError, TenantScope};

use super::listing::is_held_elsewhere;
use super::written::{self, Seen};
use crate::app::App;
use crate::notify::Desk;
use crate::pulse::BeatKind;
use crate::work::deaf;

/// Keeps good readings and schedules the next ones.
pub(in crate::work) async fn keep(
    app: &App,
    scope: TenantScope,
    documents: Vec<(Node, Map<String, Value>)>,
    waba: Option<WabaId>,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let intervals = app.settings.intervals;
    let (tenant, desk) = (scope.tenant().clone(), app.notices.clone());
    let reads_account = documents.iter().any(|(node, _)| node.kind == NodeKind::Waba);
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
                    let longest = intervals.of(about.kind) * 3;
                    let is_own = about == *node;
                    let reading = Reading { asked_at, is_own, longest, desk: &desk };
                    let of = waba_of(&about, waba.as_ref());
                    let is_news = join(tx, &scope, &about, said, of, reading)?;
                    if is_news {
                        news.insert(about)
                    } else {
                        again.insert(about)
                    };
                }
                if node.kind == NodeKind::PhoneNumber {
                    watch_profile(tx, &scope, node, waba.as_ref(), asked_at)?;
                }
                read_next(tx, &scope, node, asked_at, intervals.of(node.kind))?;
            }
            Ok((news, again))
        })
        .await?;
    if reads_account {
        app.template_lists.due.notify_one();
    }
    app.notices.wake();
    app.pulse.beat(tenant.clone(), BeatKind::News, news);
    app.pulse.beat(tenant, BeatKind::Again, again);
    Ok(())
}

/// Says when a node is read next, and an account's templates for the first time.
fn read_next(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    node: &Node,
    asked_at: Timestamp,
    interval: Duration,
) -> Result<(), StoreError> {
    match node.kind {
        // It comes with the list of its account from now on.
        NodeKind::MessageTemplate => return tx.settle(scope, node, asked_at),
        NodeKind::Waba => {
            tx.schedule_new(scope, &Node::templates_of(&node.id), asked_at)?;
        }
        NodeKind::Business
        | NodeKind::App
        | NodeKind::PhoneNumber
        | NodeKind::Profile
        | NodeKind::Username => {}
    }
    tx.reschedule(scope, node, asked_at, asked_at.plus(interval))
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
struct Reading<'a> {
    asked_at: Timestamp,
    /// Whether the node itself was read, and not only spoken of.
    is_own: bool,
    /// A reading longer ago than this is old, and what stood since then is not known.
    longest: Duration,
    /// Tells people of what changed.
    desk: &'a Desk,
}

/// Joins what was said of a node; whether any of it is news. One heard of for the first time is
/// read soon.
fn join(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    node: &Node,
    said: Vec<News>,
    waba: Option<&WabaId>,
    reading: Reading<'_>,
) -> Result<bool, StoreError> {
    let held = tx.replica(scope, node)?;
    let is_new = held.is_none();
    let mut replica = held.unwrap_or_else(|| Replica::unread(node.clone()));
    let stood = (replica.read_at.is_some(), replica.failure.is_some());
    let mut is_news = is_new;
    let mut writes = match node.kind {
        NodeKind::Profile | NodeKind::Username | NodeKind::PhoneNumber => {
            tx.profile_writes(scope, &PhoneNumberId::new(&node.id))?
        }
        _ => Vec::new(),
    };
    let rated = apply::rated_at(&replica, &said);
    let (mut changes, mut written) = (Vec::new(), Vec::new());
    for news in said {
        let (field, at) = (news.field.clone(), news.heard.at);
        let change = apply::hear(&mut replica, news);
        let change = change.map(|change| apply::at_rating(change, rated));
        let held = replica.fields.get(&field).map(|heard| &heard.value);
        // A name that Meta took without a review is the number's at once.
        let is_taken = field == display_name::NAME && change.is_some();
        let written_as = if is_taken { display_name::NEW_NAME } else { &field };
        let has_changed = change.is_some() && !is_taken;
        let seen = Seen { field: written_as, at, value: held.unwrap_or(&Value::Null), has_changed };
        let write = written::shown_by(tx, scope, node, &mut writes, seen)?;
        written.extend(write.clone());
        if let Some(mut change) = change {
            let seq = match write {
                None => tx.add_change(scope, &change, None)?,
                Some(write) => {
                    change.how = How::Operator;
                    tx.add_change_by(scope, &change, &write.person)?
                }
            };
            let read = (replica.read_at, reading.asked_at, reading.longest);
            deaf::found(tx, scope, (seq, &change), waba, read)?;
            changes.push(change);
            is_news = true;
        }
    }
    let (desk, asked_at) = (reading.desk, reading.asked_at);
    written::note(tx, scope, &node.id, &written, asked_at)?;
    if reading.is_own {
        if let Some(gap) = apply::gap(&replica, reading.asked_at, reading.longest) {
            tx.add_change(scope, &gap, None)?;
            is_news = true;
        }
        apply::was_read(&mut replica, reading.asked_at);
        if stood.1 || node.kind == NodeKind::Waba {
            desk.readable(tx, scope, &replica, asked_at)?;
        }
        is_news |= stood != (replica.read_at.is_some(), replica.failure.is_some());
    }
    desk.changes(tx, scope, (&changes, &replica), waba, asked_at)?;
    tx.save_replica(scope, &replica, waba)?;
    if is_new && !reading.is_own {
        tx.schedule(scope, node, reading.asked_at)?;
    }
    Ok(is_news)
}

/// Has what contacts see of a number read from now on, its username too.
fn watch_profile(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    number: &Node,
    waba: Option<&WabaId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for node in [Node::profile(&number.id), Node::username(&number.id)] {
        if tx.replica(scope, &node)?.is_none() {
            tx.save_replica(scope, &Replica::unread(node.clone()), waba)?;
            tx.schedule(scope, &node, now)?;
        }
    }
    Ok(())
}

/// Numbers and accounts belong to one account; a business and an app to the whole tenant.
fn waba_of<'a>(node: &Node, waba: Option<&'a WabaId>) -> Option<&'a WabaId> {
    match node.kind {
        NodeKind::PhoneNumber
        | NodeKind::Waba
        | NodeKind::MessageTemplate
        | NodeKind::Profile
        | NodeKind::Username => waba,
        NodeKind::Business | NodeKind::App => None,
    }
}

/// Notes a failed reading; the values stay. What may heal by itself is tried again sooner.
pub(in crate::work) async fn failed(
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
    let (desk, refusal) = (app.notices.clone(), error.clone());
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
                apply::was_not_read(&mut replica, at, &refusal);
                tx.save_replica(&scope, &replica, waba.as_ref())?;
                desk.unreadable(tx, &scope, (node, waba.as_ref()), &refusal, at)?;
                let interval = intervals.of(node.kind);
                let retry =
                    if is_transient { retry_after(&replica, at).min(interval) } else { interval };
                tx.reschedule(&scope, node, at, at.plus(retry))?;
            }
            Ok((news, again))
        })
        .await?;
    app.notices.wake();
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
