//! From the inbox to the ledger: reads each body once more, joins what it says, one transaction.
//!
//! The cursor and the applied keys are committed with the effects, so a step that dies half-way
//! leaves nothing, and a body that is read twice takes effect once.

mod heard;
mod meant;
mod owner;
mod quarantine;
mod taken;
mod traffic;
mod waited;

use std::collections::BTreeSet;

use domain::{Node, NodeKind, Replica, Timestamp, apply, fact};
use meta::webhook::{Item, News, Reading};
use meta::{PhoneNumberId, WabaId};
use store::{ConnectionId, LedgerTx, StoreError, TenantId, TenantScope, Waiting};

use self::heard::Heard;
use self::owner::{may_speak, owner_of};
use self::quarantine::{quarantine, quarantine_item};
use self::taken::{parse, read_bodies};
pub(crate) use self::traffic::Portfolio;
use self::traffic::{Counter, Traffic};
use super::Step;
use crate::app::App;
use crate::connect;
use crate::erasure;
use crate::meters;
use crate::metrics::UnreadField;
use crate::notify::Desk;
use crate::pulse::BeatKind;

/// Items of waiting accounts that one transaction drives on.
const WAITING: usize = 500;

/// A body that was parsed outside the writer's thread.
struct Parsed {
    seq: u64,
    received_at: Timestamp,
    /// At which connection's own callback it came.
    connection: Option<ConnectionId>,
    reading: Reading,
}

/// What a transaction did, for counters and open pages.
#[derive(Default)]
struct Done {
    applied: u64,
    raw_fields: Vec<String>,
    changed: BTreeSet<(TenantId, Node)>,
    /// Numbers that had traffic.
    busy: BTreeSet<(TenantId, Node)>,
    traffic: Traffic,
    hinted: bool,
    /// Accounts whose token may have lost something.
    doubted: BTreeSet<WabaId>,
    /// Tenants with a login that went on.
    logins: BTreeSet<TenantId>,
}

/// Projects the next bodies, or drives on items whose account was connected meanwhile.
///
/// # Errors
/// When the stores fail; nothing of the step is then kept.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    // What is read here and not written yet must not be erased in between.
    let _turn = app.erasures.turn().await;
    erasure::know_recent(app).await?;
    meters::rebuild(app).await?;
    let (cursor, waiting) =
        app.store.ledger.read(|read| Ok((read.cursor()?, read.waiting_bound(WAITING)?))).await?;
    if !waiting.is_empty() {
        return drive_on(app, waiting).await;
    }
    let bodies = read_bodies(app, cursor).await?;
    let Some(last) = bodies.last().map(|body| body.seq) else {
        gauge(app, cursor).await?;
        return Ok(Step::Idle { until: None });
    };
    let (own, now) = (app.clone(), app.clock.now());
    let done = app
        .store
        .ledger
        .transact(move |tx| {
            tx.set_cursor(last)?;
            project_bodies(tx, &own, &bodies, now)
        })
        .await?;
    tell(app, done);
    gauge(app, last).await?;
    Ok(Step::Done)
}

fn project_bodies(
    tx: &LedgerTx<'_>,
    app: &App,
    bodies: &[Parsed],
    now: Timestamp,
) -> Result<Done, StoreError> {
    let (mut done, mut heard) = (Done::default(), Heard::default());
    for body in bodies {
        project_body(tx, app, body, now, &mut done, &mut heard)?;
    }
    done.traffic.save_hours(tx)?;
    heard.tell_of_fields(tx, &app.notices, now)?;
    done.logins = heard.tell_logins(tx, now)?;
    Ok(done)
}

fn project_body(
    tx: &LedgerTx<'_>,
    app: &App,
    body: &Parsed,
    now: Timestamp,
    done: &mut Done,
    heard: &mut Heard,
) -> Result<(), StoreError> {
    for unread in &body.reading.unread {
        quarantine(tx, body, unread, now)?;
    }
    for item in &body.reading.items {
        let key = item.key();
        // The first: it took effect before its person was erased, and its body is to be looked at.
        if app.erasures.is_applied(tx, &key, body.seq)? || tx.is_applied(&key)? {
            continue;
        }
        if !may_speak(tx, body.connection.as_ref(), item)? {
            let reason = "the connection that it came by is not of its account".to_owned();
            quarantine_item(tx, body, item, reason, now)?;
            continue;
        }
        if body.connection.is_none() {
            connect::hear_partner_added(tx, item, now)?;
        }
        let Some((scope, waba)) = owner_of(tx, item)? else {
            set_aside(tx, body, item, now)?;
            continue;
        };
        let counter = Counter::new(tx, &scope, waba.as_ref());
        let mut effects = Done::default();
        let applied = tx.attempt(|| {
            effects.apply_traffic(counter, &scope, item)?;
            apply_item((tx, &app.notices), &scope, body, item, now, &mut effects)
        });
        if let Some(waba) = waba {
            heard.note(&scope, waba, item, body.received_at);
        }
        match applied {
            Ok(()) => done.join(effects),
            // The disk may be better soon: then the whole step is done again.
            Err(error) if error.is_transient() => return Err(error),
            Err(error) => {
                let reason = format!("the item can't be applied: {error}");
                quarantine_item(tx, body, item, reason, now)?;
            }
        }
    }
    Ok(())
}

fn apply_item(
    (tx, desk): (&LedgerTx<'_>, &Desk),
    scope: &TenantScope,
    body: &Parsed,
    item: &Item,
    now: Timestamp,
    done: &mut Done,
) -> Result<(), StoreError> {
    let key = item.key();
    let meaning = fact::of_item(item, body.received_at);
    for news in meant::of_known_nodes(tx, scope, item, &meaning)? {
        let node = news.node.clone();
        let mut replica =
            tx.replica(scope, &node)?.unwrap_or_else(|| Replica::unread(node.clone()));
        if let Some(change) = apply::hear(&mut replica, news) {
            tx.add_change(scope, &change, Some(&key))?;
            desk.changes(tx, scope, (&[change], &replica), item.waba.as_ref(), now)?;
            done.changed(scope, node);
        }
        tx.save_replica(scope, &replica, item.waba.as_ref())?;
    }
    desk.item(tx, scope, item, body.received_at, now)?;
    for hint in meaning.hints {
        meant::hinted(tx, scope, item, &hint, now)?;
        done.hinted = true;
    }
    done.doubted.extend(item.waba.clone().filter(|_| fact::doubts_access(item)));
    tx.mark_applied(&key, body.seq, now)?;
    done.applied += 1;
    Ok(())
}

/// Keeps an item whose account nobody connected yet; one that names none is for the owner to see.
fn set_aside(
    tx: &LedgerTx<'_>,
    body: &Parsed,
    item: &Item,
    now: Timestamp,
) -> Result<(), StoreError> {
    match item.waba.clone() {
        Some(waba) => tx.wait(&Waiting {
            key: item.key(),
            seq: body.seq,
            path: item.path.clone(),
            field: Some(item.field.clone()),
            waba,
            at: now,
        }),
        None => quarantine_item(tx, body, item, "the item names no account".to_owned(), now),
    }
}

/// Applies what waited for accounts that are connected by now.
async fn drive_on(app: &App, waiting: Vec<Waiting>) -> Result<Step, StoreError> {
    let mut seqs: Vec<u64> = waiting.iter().map(|waiting| waiting.seq).collect();
    seqs.sort_unstable();
    seqs.dedup();
    let store = app.store.clone();
    let bodies = tokio::task::spawn_blocking(move || {
        Ok(store.inbox.get(&seqs)?.into_iter().map(parse).collect::<Vec<_>>())
    });
    let mut bodies: Vec<Parsed> = bodies.await.unwrap_or(Err(StoreError::Panicked))?;
    bodies.iter_mut().for_each(|body| body.keep_only(&waiting));
    let (own, now) = (app.clone(), app.clock.now());
    let done = app
        .store
        .ledger
        .transact(move |tx| {
            let done = project_bodies(tx, &own, &bodies, now)?;
            for waiting in &waiting {
                // Bodies come as many as fit; what waits in the others is driven on next time. One
                // whose body is gone can't be, and would be looked for for ever.
                if bodies.is_empty() || bodies.iter().any(|body| body.seq == waiting.seq) {
                    tx.release_waiting(&waiting.key)?;
                }
            }
            Ok(done)
        })
        .await?;
    tell(app, done);
    Ok(Step::Done)
}

impl Done {
    /// Counts an item that is traffic, and notes a field that is only kept.
    fn apply_traffic(
        &mut self,
        counter: Counter<'_>,
        scope: &TenantScope,
        item: &Item,
    ) -> Result<(), StoreError> {
        match &item.news {
            News::Message(message) => {
                counter.message(message, &mut self.traffic)?;
                self.was_busy(scope, &message.phone_number);
            }
            News::Status(status) => {
                counter.status(status, &mut self.traffic)?;
                self.was_busy(scope, &status.phone_number);
            }
            News::Preference(told) => counter.preference(told, &mut self.traffic),
            News::Other { .. } => self.raw_fields.push(item.field.clone()),
            News::QualityUpdate(_)
            | News::AccountUpdate(_)
            | News::BusinessCapabilityUpdate(_)
            | News::NameUpdate(_)
            | News::TemplateStatus(_)
            | News::TemplateQuality(_)
            | News::AccountReview(_)
            | News::AccountAlert(_) => {}
        }
        Ok(())
    }

    fn join(&mut self, other: Self) {
        self.traffic.join(other.traffic);
        self.applied += other.applied;
        self.raw_fields.extend(other.raw_fields);
        self.changed.extend(other.changed);
        self.busy.extend(other.busy);
        self.hinted |= other.hinted;
        self.doubted.extend(other.doubted);
        // `logins` are told after all items.
    }

    fn was_busy(&mut self, scope: &TenantScope, number: &PhoneNumberId) {
        self.busy.insert((scope.tenant().clone(), Node::phone_number(number.as_str())));
    }

    fn changed(&mut self, scope: &TenantScope, node: Node) {
        self.changed.insert((scope.tenant().clone(), node));
    }
}

/// After the commit: counters, open pages, and the refresh worker.
fn tell(app: &App, mut done: Done) {
    for reach in &done.traffic.reached {
        let node = Node::new(NodeKind::Business, reach.business.as_str());
        done.busy.insert((reach.tenant.clone(), node));
    }
    app.meters.hear(std::mem::take(&mut done.traffic.reached), app.clock.now());
    app.metrics.applied.inc_by(done.applied);
    app.notices.wake();
    for field in done.raw_fields {
        let field = if KNOWN_RAW.contains(&field.as_str()) { field } else { "other".to_owned() };
        app.metrics.unread.get_or_create(&UnreadField { field }).inc();
    }
    beat(app, BeatKind::News, done.changed);
    beat(app, BeatKind::Again, done.busy);
    if done.hinted {
        app.due.notify_one();
        app.template_lists.due.notify_one();
    }
    done.doubted.into_iter().for_each(|waba| app.graph.doubted.doubt(waba));
    for tenant in done.logins {
        app.pulse.stir(tenant);
        app.signups.notify_one();
    }
}

/// One beat for each tenant.
fn beat(app: &App, kind: BeatKind, nodes: BTreeSet<(TenantId, Node)>) {
    let mut nodes = nodes.into_iter().peekable();
    while let Some((tenant, node)) = nodes.next() {
        let mut of_tenant = vec![node];
        while let Some((_, node)) = nodes.next_if(|(other, _)| *other == tenant) {
            of_tenant.push(node);
        }
        app.pulse.beat(tenant, kind, of_tenant);
    }
}

/// Fields of Meta that are kept raw; any other counts as `other`, so that a label is never hostile.
const KNOWN_RAW: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "business_status_update",
    "calls",
    "flows",
    "history",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "phone_number_name_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "user_preferences",
];

async fn gauge(app: &App, cursor: u64) -> Result<(), StoreError> {
    let (quarantined, waiting) = app
        .store
        .ledger
        .read(|read| Ok((read.quarantined_count()?, read.waiting_count()?)))
        .await?;
    let last = *app.store.inbox.subscribe().borrow();
    app.metrics.pending.set(last.saturating_sub(cursor));
    app.metrics.quarantined.set(quarantined);
    app.metrics.waiting.set(waiting);
    Ok(())
}
