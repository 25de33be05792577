//! What the doctor saw last, kept for a moment for each tenant: a page that is loaded again and again
//! asks Meta once, and whoever asks at the same time waits for the same answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use domain::doctor::Snapshot;
use meta::WabaId;
use store::{StoreError, TenantId, TenantScope};

use super::{Asker, held};
use crate::app::App;

/// How long a page shows what was seen.
pub const KEPT: Duration = Duration::from_secs(20);
/// How long it does so even for who asks to look again.
pub const AGAIN: Duration = Duration::from_secs(3);

/// Whose, and of which account alone.
type Key = (TenantId, Option<WabaId>);
type Slot = tokio::sync::Mutex<Option<Snapshot>>;

/// What was seen.
#[derive(Debug, Default)]
pub struct Looks {
    slots: Mutex<HashMap<Key, Arc<Slot>>>,
}

impl Looks {
    fn slot(&self, key: Key, now: Timestamp) -> Arc<Slot> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |slot: &Slot| {
            slot.try_lock().is_ok_and(|kept| kept.as_ref().is_some_and(|it| is_new(it, now, KEPT)))
        };
        slots.retain(|_, slot| Arc::strong_count(slot) > 1 || is_fresh(slot));
        slots.entry(key).or_default().clone()
    }

    /// Forgets what was seen of a tenant: it was changed.
    pub fn forget(&self, tenant: &TenantId) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|(of, _), _| of != tenant);
    }
}

/// What was seen within this time, else what is seen now; with `waba`, of that account alone.
///
/// # Errors
/// When the ledger fails.
pub async fn seen(
    app: &App,
    scope: &TenantScope,
    waba: Option<WabaId>,
    within: Duration,
) -> Result<Snapshot, StoreError> {
    let slot = app.looks.slot((scope.tenant().clone(), waba.clone()), app.clock.now());
    let mut kept = slot.lock().await;
    let now = app.clock.now();
    if let Some(snapshot) = kept.as_ref().filter(|snapshot| is_new(snapshot, now, within)) {
        return Ok(snapshot.clone());
    }
    let own = scope.clone();
    let held = app.store.ledger.read(move |read| held(read, &own, waba.as_ref())).await?;
    let snapshot = Asker::of(app).look(held).await?;
    *kept = Some(snapshot.clone());
    Ok(snapshot)
}

fn is_new(snapshot: &Snapshot, now: Timestamp, within: Duration) -> bool {
    snapshot.now <= now && now.since(snapshot.now) < within
}
