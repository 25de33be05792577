//! Erasures in the running program: whose turn it is to write, and how repeats of what was erased
//! are known. Meta sends a webhook again for up to a week when it missed our answer.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::{LedgerRead, StoreError};
use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncGuard, Notify};

use super::wanted::Wanted;

/// The program's part in erasures.
#[derive(Default)]
pub struct Erasures {
    /// Held by the projection and by an erasure for a step each: what one reads, the other does not
    /// write.
    turn: AsyncMutex<()>,
    asked: Notify,
    recent: Mutex<Recent>,
}

#[derive(Default)]
struct Recent {
    /// Who was erased in the last weeks; `None` until that was looked up.
    wanted: Option<Vec<Wanted>>,
    /// Bodies with repeats of what was erased.
    late: BTreeSet<u64>,
}

impl std::fmt::Debug for Erasures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Erasures")
    }
}

impl Erasures {
    /// The turn to read bodies and write what they mean.
    pub async fn turn(&self) -> AsyncGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Wakes who erases.
    pub(super) fn begun(&self) {
        self.asked.notify_one();
    }

    /// Has who was erased looked up anew.
    pub(crate) fn forget(&self) {
        self.recent().wanted = None;
    }

    /// Waits until there is something to erase.
    pub async fn woken(&self) {
        self.asked.notified().await;
    }

    pub(crate) fn is_known(&self) -> bool {
        self.recent().wanted.is_some()
    }

    pub(crate) fn know(&self, wanted: Vec<Wanted>) {
        self.recent().wanted = Some(wanted);
    }

    /// Whether an item took effect before its person was erased; its body is then to be looked at.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn is_applied(
        &self,
        read: &LedgerRead<'_>,
        key: &str,
        seq: u64,
    ) -> Result<bool, StoreError> {
        let blanked: Vec<String> = {
            let recent = self.recent();
            let wanted = recent.wanted.iter().flatten();
            wanted.filter_map(|wanted| wanted.blank(key)).collect()
        };
        for blanked in blanked {
            // The first: the erasure is under way, and its keys stand as they came.
            if read.is_applied(key)? || read.is_applied(&blanked)? {
                self.recent().late.insert(seq);
                self.asked.notify_one();
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes the bodies with repeats, with who is to go from them.
    pub(crate) fn take_late(&self) -> (Vec<u64>, Vec<Wanted>) {
        let mut recent = self.recent();
        let late = std::mem::take(&mut recent.late).into_iter().collect();
        (late, recent.wanted.clone().unwrap_or_default())
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
