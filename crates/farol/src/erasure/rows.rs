//! Takes the wanted out of the ledger's rows, one kind at a time, and a tenant with all of its rows.

use domain::Timestamp;
use store::{Fate, LedgerTx, PersonId, Store, StoreError, TenantId, TenantScope, Trace, TraceRow};

use super::owners::Owners;
use super::wanted::Wanted;

/// Rows looked at in one transaction.
const BATCH: usize = 1_000;

/// What becomes of a row.
enum Verdict {
    Goes,
    Becomes(Vec<Option<String>>),
}

/// Goes through all rows of a kind; answers how many went or were rewritten.
pub(super) async fn blank(
    store: &Store,
    trace: Trace,
    wanted: &Wanted,
    owners: &Owners,
) -> Result<u64, StoreError> {
    each(store, trace, |row| judge(trace, row, wanted, owners)).await
}

/// Removes what is known of the tenant's items.
pub(super) async fn forget_items(
    store: &Store,
    tenant: &TenantId,
    owners: &Owners,
) -> Result<u64, StoreError> {
    let is_of_tenant = |row: &TraceRow| {
        let key = row.texts.first().and_then(Option::as_deref)?;
        (owners.of_key(key) == Some(tenant)).then_some(Verdict::Goes)
    };
    each(store, Trace::Applied, is_of_tenant).await
}

async fn each(
    store: &Store,
    trace: Trace,
    judge: impl Fn(&TraceRow) -> Option<Verdict>,
) -> Result<u64, StoreError> {
    let (mut after, mut changed) = (None::<TraceRow>, 0);
    loop {
        let from = after.clone();
        let page = store.ledger.read(move |read| read.traces(trace, from.as_ref(), BATCH)).await?;
        let Some(last) = page.last().cloned() else { return Ok(changed) };
        after = Some(last);
        let hits: Vec<_> =
            page.into_iter().filter_map(|row| judge(&row).map(|verdict| (row, verdict))).collect();
        changed += u64::try_from(hits.len()).unwrap_or(u64::MAX);
        if !hits.is_empty() {
            store.ledger.transact(move |tx| apply(tx, trace, &hits)).await?;
        }
    }
}

fn apply(tx: &LedgerTx<'_>, trace: Trace, hits: &[(TraceRow, Verdict)]) -> Result<(), StoreError> {
    for (row, verdict) in hits {
        match verdict {
            Verdict::Goes => tx.remove_trace(trace, row)?,
            Verdict::Becomes(texts) => tx.rewrite_trace(trace, row, texts)?,
        }
    }
    Ok(())
}

fn judge(trace: Trace, row: &TraceRow, wanted: &Wanted, owners: &Owners) -> Option<Verdict> {
    let key = row.texts.first().and_then(Option::as_deref).unwrap_or_default();
    let owner = row.tenant.as_ref().or_else(|| owners.of_key(key));
    if wanted.tenant().is_some() && owner.is_some_and(|owner| Some(owner) != wanted.tenant()) {
        return None;
    }
    let blanked: Vec<Option<String>> =
        row.texts.iter().map(|text| wanted.blank(text.as_deref()?)).collect();
    if blanked.iter().all(Option::is_none) {
        return None;
    }
    Some(match trace.fate() {
        Fate::Goes => Verdict::Goes,
        Fate::Stays => {
            let texts = blanked.into_iter().zip(&row.texts);
            Verdict::Becomes(texts.map(|(new, old)| new.or_else(|| old.clone())).collect())
        }
    })
}

/// Removes a tenant, and its people who have no part elsewhere; answers how many rows went.
pub(super) async fn remove_tenant(
    store: &Store,
    tenant: TenantId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    store
        .ledger
        .transact(move |tx| {
            let scope = TenantScope::for_worker(tenant);
            let mut only_here: Vec<PersonId> = Vec::new();
            for (person, _) in tx.members(&scope)? {
                let has_other = tx.memberships(&person.id)?.len() > 1;
                if !has_other && !person.is_installation_owner {
                    only_here.push(person.id);
                }
            }
            let mut gone = tx.remove_tenant(&scope)?;
            for person in only_here {
                gone += tx.erase_person(&person, now)?;
            }
            Ok(gone)
        })
        .await
}
