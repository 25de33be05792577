//! Makes an account due when Meta refused any call of it: its own reading says what was lost.

use std::time::Duration;

use domain::Node;
use domain::readiness::Loss;
use store::{StoreError, TenantScope};

use crate::app::App;

/// How soon after a good reading the next refusal has the account read again: a call may be refused
/// for a reason of its own, and over and over.
const PAUSE: Duration = Duration::from_secs(30);

/// Makes the accounts due that a call was refused of, but for those that are known to be lost.
///
/// # Errors
/// When the ledger fails; they are then looked into next time.
pub(super) async fn look_into(app: &App) -> Result<(), StoreError> {
    let refused = app.graph.refused.all();
    if refused.is_empty() {
        return Ok(());
    }
    let (now, seen_to) = (app.clock.now(), refused.clone());
    let hint = app.store.ledger.transact(move |tx| {
        for waba in refused {
            // Of a login that has not bound its account yet, the login itself says it.
            let Some(owner) = tx.waba_owner(&waba)? else { continue };
            let (scope, node) = (TenantScope::for_worker(owner), Node::waba(waba.as_str()));
            let held = tx.replica(&scope, &node)?;
            let failure = held.as_ref().and_then(|replica| replica.failure.as_ref());
            if failure.is_some_and(|failure| Loss::of_reason(&failure.reason).is_some()) {
                continue;
            }
            let read_at = held.and_then(|replica| replica.read_at);
            let at = read_at.map_or(now, |read_at| now.max(read_at.plus(PAUSE)));
            tx.hint(&scope, &node, at)?;
        }
        Ok(())
    });
    hint.await?;
    app.graph.refused.forget(&seen_to);
    Ok(())
}
