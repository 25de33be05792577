//! Whose turn it is to change what Meta has of an account: logins and mendings beside each other, a
//! disconnection alone. So nothing of theirs that is under way comes after what undoes it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use meta::WabaId;
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// The turns of all accounts. Who has one looks again at what the ledger says: it may have changed
/// while the turn was waited for.
#[derive(Debug, Default)]
pub struct AccountTurns(Mutex<HashMap<WabaId, Arc<RwLock<()>>>>);

impl AccountTurns {
    /// Waits for a turn beside others who set something up; it lasts until the guard goes.
    pub async fn share(&self, waba: &WabaId) -> OwnedRwLockReadGuard<()> {
        self.of(waba).read_owned().await
    }

    /// Waits until nobody else has a turn.
    pub async fn alone(&self, waba: &WabaId) -> OwnedRwLockWriteGuard<()> {
        self.of(waba).write_owned().await
    }

    fn of(&self, waba: &WabaId) -> Arc<RwLock<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        turns.entry(waba.clone()).or_default().clone()
    }
}
