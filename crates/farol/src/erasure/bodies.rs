//! Takes the wanted out of stored bodies, and has the ledger know the items by their new keys.

use std::collections::BTreeSet;

use meta::identifier::Identifier;
use meta::webhook;
use store::{Store, StoreError, StoredBody, TenantId};

use super::off_the_threads;
use super::owners::Owners;
use super::wanted::Wanted;

/// Bodies of one batch.
pub(super) const BATCH: usize = 128;

/// Who goes.
#[derive(Clone)]
pub(super) enum Gone {
    /// Who is known by these.
    Wanted(Box<Wanted>),
    /// A tenant's accounts.
    Tenant(TenantId),
}

impl Gone {
    fn blank(&self, body: &[u8], owners: &Owners) -> Option<Vec<u8>> {
        match self {
            Self::Wanted(wanted) => {
                let tenant = wanted.tenant();
                let leave = |waba: Option<&_>, number: Option<&_>| {
                    tenant.is_some() && owners.of(waba, number).is_some_and(|it| Some(it) != tenant)
                };
                webhook::blank(body, &leave, &|id| wanted.instead(id))
            }
            Self::Tenant(tenant) => webhook::blank_entries(body, &|waba, number| {
                owners.of(waba, number) == Some(tenant)
            }),
        }
    }
}

/// A body that was written over, and which of its items are named otherwise since.
struct Blanked {
    seq: u64,
    body: Vec<u8>,
    renamed: Vec<(String, Option<String>)>,
}

/// What the wanted are known by besides, as these bodies tell.
pub(super) async fn links(
    bodies: Vec<StoredBody>,
    wanted: Wanted,
    owners: Owners,
) -> Result<BTreeSet<Identifier>, StoreError> {
    off_the_threads(move || {
        let tenant = wanted.tenant();
        let leave = |waba: Option<&_>, number: Option<&_>| {
            tenant.is_some() && owners.of(waba, number).is_some_and(|it| Some(it) != tenant)
        };
        let of_body =
            |stored: &StoredBody| webhook::links(&stored.body, &leave, &|id| wanted.instead(id));
        Ok(bodies.iter().flat_map(of_body).collect())
    })
    .await
}

/// Writes over those of these bodies that hold who goes; answers how many.
pub(super) async fn blank(
    store: &Store,
    bodies: Vec<StoredBody>,
    gone: Gone,
    owners: Owners,
) -> Result<u64, StoreError> {
    let blanked = off_the_threads(move || {
        let of_body = |stored: StoredBody| {
            let body = gone.blank(&stored.body, &owners)?;
            let renamed = renamed(&stored.body, &body);
            Some(Blanked { seq: stored.seq, body, renamed })
        };
        Ok(bodies.into_iter().filter_map(of_body).collect::<Vec<_>>())
    })
    .await?;
    let count = u64::try_from(blanked.len()).unwrap_or(u64::MAX);
    if blanked.is_empty() {
        return Ok(0);
    }
    let renamed: Vec<_> = blanked.iter().flat_map(|body| body.renamed.clone()).collect();
    store
        .ledger
        .transact(move |tx| {
            renamed.iter().try_for_each(|(old, new)| tx.rename_item(old, new.as_deref()))
        })
        .await?;
    store.inbox.replace(blanked.into_iter().map(|it| (it.seq, it.body)).collect()).await?;
    Ok(count)
}

/// Items by the keys that they had and have. One that is not there any more has none.
fn renamed(before: &[u8], after: &[u8]) -> Vec<(String, Option<String>)> {
    let (was, is) = (webhook::read(before), webhook::read(after));
    let keys = |reading: &webhook::Reading| -> Vec<(String, String)> {
        let items = reading.items.iter().map(|item| (item.path.clone(), item.key()));
        items.chain(reading.unread.iter().map(|part| (part.path.clone(), part.key()))).collect()
    };
    let is = keys(&is);
    let now_of = |path: &str| is.iter().find(|(at, _)| at == path).map(|(_, key)| key.clone());
    let pairs = keys(&was).into_iter().map(|(path, key)| (key, now_of(&path)));
    pairs.filter(|(old, new)| new.as_ref() != Some(old)).collect()
}
