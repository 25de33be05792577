//! Notices when webhooks do not come: what a reading found that one should have told is kept, and
//! told to people when none came in time. A webhook of the field, however late, ends it.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::notice::{Kind, News, Notice};
use domain::{Change, Node, NodeKind, Timestamp, deaf};
use meta::WabaId;
use serde_json::json;
use store::{LedgerTx, StoreError, TenantId, TenantScope, Untold};

use crate::app::App;
use crate::notify::Desk;

/// Accounts looked at in one step.
const ACCOUNTS: usize = 1_000;

/// Keeps a change that a reading found, if a webhook should have told it and none did. `read` is
/// when the node was read before, when now, and from how long ago on a reading says nothing.
pub(super) fn found(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    (change_seq, change): (u64, &Change),
    waba: Option<&WabaId>,
    read: (Option<Timestamp>, Timestamp, Duration),
) -> Result<(), StoreError> {
    let Some(field) = deaf::announced_by(change) else { return Ok(()) };
    let (before, asked_at, longest) = read;
    let Some(since) = deaf::may_be_told_since(before, asked_at, longest) else { return Ok(()) };
    let Some(waba) = account(tx, scope, &change.node, waba)? else { return Ok(()) };
    if deaf::is_told(tx.webhook_heard(scope, &waba, field)?, since) {
        return Ok(());
    }
    let field = field.to_owned();
    tx.note_untold(scope, &Untold { waba, field, change_seq, since, found_at: asked_at })
}

/// The account that is spoken of: a node's own, or of a portfolio's accounts the first.
fn account(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    node: &Node,
    waba: Option<&WabaId>,
) -> Result<Option<WabaId>, StoreError> {
    if let Some(waba) = waba {
        return Ok(Some(waba.clone()));
    }
    if node.kind != NodeKind::Business {
        return Ok(None);
    }
    let connections = tx.connections(scope)?;
    let owned = connections.into_iter().filter(|found| found.business.as_str() == node.id);
    Ok(owned.map(|found| found.waba).min())
}

/// Notes that a webhook of a field came for an account, and ends what it was missed for.
pub(super) fn heard(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    desk: &Desk,
    (waba, field, at): (&WabaId, &str, Timestamp),
    now: Timestamp,
) -> Result<(), StoreError> {
    for waba in accounts(tx, scope, waba, field)? {
        tx.heard_webhook(scope, &waba, field, at)?;
        let untold = tx.untold_of(scope, &waba)?;
        if !untold.iter().any(|untold| untold.field == field) {
            continue;
        }
        tx.forget_untold(scope, &waba, field)?;
        if untold.iter().all(|untold| untold.field == field) {
            let (kind, node) = (Kind::WebhookDeaf, Node::waba(waba.as_str()));
            desk.open(tx, scope, &[News::Resolve { kind, node, at: now }], now)?;
        }
    }
    Ok(())
}

/// The accounts that a webhook says the same of.
fn accounts(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: &WabaId,
    field: &str,
) -> Result<Vec<WabaId>, StoreError> {
    if field != deaf::OF_PORTFOLIO {
        return Ok(vec![waba.clone()]);
    }
    let connections = tx.connections(scope)?;
    let own = connections.iter().find(|found| found.waba == *waba);
    let Some(business) = own.map(|found| found.business.clone()) else {
        return Ok(vec![waba.clone()]);
    };
    let same = connections.into_iter().filter(|found| found.business == business);
    Ok(same.map(|found| found.waba).collect())
}

/// Tells of accounts whose webhooks were missed long enough; answers when to look again.
///
/// # Errors
/// When the ledger fails.
pub async fn step(app: &App) -> Result<Option<Timestamp>, StoreError> {
    let now = app.clock.now();
    let missed = app.store.ledger.read(|read| {
        let mut missed = Vec::new();
        for (tenant, waba, first) in read.accounts_untold(ACCOUNTS)? {
            let (scope, node) =
                (TenantScope::for_worker(tenant.clone()), Node::waba(waba.as_str()));
            if read.open_notice(&scope, Kind::WebhookDeaf, &node)?.is_none() {
                missed.push((tenant, waba, deaf::due_at(first)));
            }
        }
        Ok(missed)
    });
    let (due, later): (Vec<_>, Vec<_>) =
        missed.await?.into_iter().partition(|(_, _, due_at)| *due_at <= now);
    let mut by_tenant: BTreeMap<TenantId, Vec<WabaId>> = BTreeMap::new();
    for (tenant, waba, _) in due {
        by_tenant.entry(tenant).or_default().push(waba);
    }
    for (tenant, wabas) in by_tenant {
        let (desk, scope) = (app.notices.clone(), TenantScope::for_worker(tenant.clone()));
        let told = app.store.ledger.transact(move |tx| {
            wabas.iter().try_for_each(|waba| tell(tx, &scope, &desk, waba, now))
        });
        told.await?;
        app.notices.wake();
        app.callback.woken.notify_one();
        app.pulse.stir(tenant);
    }
    Ok(later.into_iter().map(|(_, _, due_at)| due_at).min())
}

/// Tells of one account, unless a webhook came meanwhile or it is connected no more.
fn tell(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    desk: &Desk,
    waba: &WabaId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let untold = tx.untold_of(scope, waba)?;
    if tx.waba_owner(waba)?.as_ref() != Some(scope.tenant()) {
        return untold.iter().try_for_each(|untold| tx.forget_untold(scope, waba, &untold.field));
    }
    let Some(first) = untold.iter().min_by_key(|untold| untold.found_at) else { return Ok(()) };
    let change = tx.changes(scope, Some(first.change_seq.saturating_add(1)), 1)?.pop();
    let change = change.filter(|(seq, _)| *seq == first.change_seq).map(|(_, change)| change);
    let detail = json!({
        "webhook": first.field,
        "how": "read",
        "node": change.as_ref().map(|change| change.node.to_string()),
        "field": change.as_ref().map(|change| change.field.as_str()),
        "before": change.as_ref().map(|change| &change.before),
        "after": change.as_ref().map(|change| &change.after),
    });
    let notice =
        Notice::condition(Kind::WebhookDeaf, Node::waba(waba.as_str()), first.found_at, detail)
            .of_waba(Some(waba.as_str()));
    desk.open(tx, scope, &[News::Open(notice)], now)
}
