//! Reads a node because someone waits for it, not because it is due.

use domain::{Failure, Node, Replica};
use meta::WabaId;
use store::{Due, StoreError, TenantScope};

use super::read_node;
use crate::app::App;

/// Reads a node at once; answers why it could not be read.
///
/// # Errors
/// When the ledger fails.
pub(in crate::work) async fn read_now(
    app: &App,
    scope: &TenantScope,
    node: Node,
    waba: Option<WabaId>,
) -> Result<Option<Failure>, StoreError> {
    let now = app.clock.now();
    let tenant = scope.tenant().clone();
    let due = Due { tenant, node: node.clone(), waba, due_at: now, hinted: true };
    read_node(app, due).await?;
    let scope = scope.clone();
    let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await?;
    Ok(match read {
        Some(replica) if replica.read_at >= Some(now) => None,
        Some(Replica { failure: Some(failure), .. }) => Some(failure),
        // The quota is used up, so it was put off.
        Some(_) | None => {
            let reason = "rate_limited".to_owned();
            Some(Failure {
                since: now,
                last: now,
                reason,
                message: None,
                code: None,
                subcode: None,
            })
        }
    })
}
