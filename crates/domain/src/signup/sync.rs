//! What the WhatsApp Business app holds, asked for once within a day (META 1.4): the app's state,
//! then its history. A number of the app is never registered by Farol.

use std::time::Duration;

use super::obstacle::Snag;
use super::{Signup, Skipped, Step, Task};
use crate::time::Timestamp;

/// How long after its onboarding a number's app can be synced.
pub const SYNC_WITHIN: Duration = Duration::from_secs(24 * 3600);

/// What became of asking once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// Meta sends it by webhook.
    Asked,
    /// It was asked for before (2593107), if only by a call whose answer was lost.
    Already,
    /// Meta takes it no more (2593108).
    TooLate,
}

impl Signup {
    /// Whether the number lives in the WhatsApp Business app too, and stays there.
    pub fn is_in_app(&self) -> bool {
        let is_it = |skipped| skipped == Some(Skipped::InTheApp);
        self.done.iter().any(|done| done.step == Step::Register && is_it(done.skipped))
    }

    /// Until when the app can be synced.
    pub fn sync_by(&self) -> Timestamp {
        self.started_at.plus(SYNC_WITHIN)
    }

    /// Whether the customer did not share the app's history.
    pub const fn is_history_declined(&self) -> bool {
        self.is_history_declined
    }

    pub(super) fn synced(&mut self, came: Result<Synced, Snag>, now: Timestamp) {
        let (is_first, is_last) =
            (self.is_doing(Task::SyncAppState), self.is_doing(Task::SyncHistory));
        match came {
            Ok(_) if !is_first && !is_last => {}
            Ok(Synced::TooLate) => self.leave_sync(Some(Skipped::SyncTooLate), now),
            Ok(Synced::Asked | Synced::Already) if is_first => self.go_to(Task::SyncHistory, now),
            Ok(Synced::Asked | Synced::Already) => self.leave_sync(None, now),
            Err(_) if (is_first || is_last) && now >= self.sync_by() => {
                self.leave_sync(Some(Skipped::SyncTooLate), now);
            }
            Err(snag) if is_first || is_last => self.hinder(snag, now),
            Err(_) => {}
        }
    }

    pub(super) fn decline_history(&mut self) {
        self.is_history_declined |= self.is_in_app();
    }

    fn leave_sync(&mut self, skipped: Option<Skipped>, now: Timestamp) {
        self.step_done(Step::Sync, skipped, now);
        self.go_to(Task::Read, now);
    }
}
