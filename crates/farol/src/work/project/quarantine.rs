//! What of a body is kept aside with its reason: a part that can't be read, an item that can't be taken.

use domain::Timestamp;
use meta::webhook::{Item, Unread};
use store::{LedgerTx, Quarantined, StoreError};

use super::Parsed;

/// Keeps an item that can't be taken.
pub(super) fn quarantine_item(
    tx: &LedgerTx<'_>,
    body: &Parsed,
    item: &Item,
    reason: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (key, path, field) = (item.key(), item.path.clone(), Some(item.field.clone()));
    tx.quarantine(&Quarantined { key, seq: body.seq, path, field, reason, at: now })
}

/// Keeps a part of a body that can't be read.
pub(super) fn quarantine(
    tx: &LedgerTx<'_>,
    body: &Parsed,
    unread: &Unread,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.quarantine(&Quarantined {
        key: unread.key(),
        seq: body.seq,
        path: unread.path.clone(),
        field: unread.field.clone(),
        reason: unread.reason.clone(),
        at: now,
    })
}
