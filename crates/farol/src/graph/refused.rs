//! Accounts that Meta lately refused a call of, whatever the call was: each is looked into at once, so
//! that a page says that it was lost, also when nobody was reading.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use meta::{GraphError, WabaId};
use tokio::sync::Notify;

/// Accounts with a refused call that nobody looked into yet.
#[derive(Debug, Default)]
pub struct RefusedAccounts {
    accounts: Mutex<BTreeSet<WabaId>>,
    wake: Notify,
}

impl RefusedAccounts {
    /// Learns from what Meta answered to a call of an account.
    pub(super) fn heard(&self, account: &str, error: &GraphError) {
        match error {
            GraphError::TokenDead { .. }
            | GraphError::PermissionMissing { .. }
            | GraphError::NotFound { .. } => {
                self.doubt(WabaId::new(account));
            }
            GraphError::Refused { .. }
            | GraphError::RateLimited { .. }
            | GraphError::Trouble { .. }
            | GraphError::Unanswered { .. }
            | GraphError::Unreadable { .. } => {}
        }
    }

    /// Has an account looked into.
    pub fn doubt(&self, account: WabaId) {
        if self.accounts().insert(account) {
            self.wake.notify_one();
        }
    }

    /// Those that are to be looked into.
    pub fn all(&self) -> BTreeSet<WabaId> {
        self.accounts().clone()
    }

    /// Forgets those that are seen to.
    pub fn forget(&self, seen_to: &BTreeSet<WabaId>) {
        self.accounts().retain(|account| !seen_to.contains(account));
    }

    /// Takes one back that could not be looked into after all.
    pub fn again(&self, account: WabaId) {
        self.accounts().insert(account);
    }

    /// Waits until there is one more.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    fn accounts(&self) -> MutexGuard<'_, BTreeSet<WabaId>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
