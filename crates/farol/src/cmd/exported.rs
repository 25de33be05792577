//! The audit row of an export: what leaves by the command line is noted as what leaves by a page.

use std::path::Path;

use domain::audit::Action;
use serde_json::json;
use store::{NewAudit, Store, StoreError};

use crate::clock::Clock;

/// Notes in the folder's audit log that everything of a kind is about to be printed, before it is;
/// nobody signed in for it. An export must work wherever the folder can be read: what can't be noted
/// (a medium that takes no writes, a ledger of an older schema) is only warned of.
pub(super) async fn note(folder: &Path, what: &'static str, format: &'static str) {
    if let Err(error) = keep(folder, what, format).await {
        tracing::warn!(%error, what, "The export of {what} was not noted in the audit log");
    }
}

async fn keep(folder: &Path, what: &'static str, format: &'static str) -> Result<(), StoreError> {
    let ledger = Store::open_ledger_beside(folder)?;
    let exported = NewAudit::nobodys(Action::Exported).on(what).with(json!({ "format": format }));
    let now = Clock::real().now();
    ledger.transact(move |tx| tx.add_audit(&exported, now)).await.map(drop)
}
