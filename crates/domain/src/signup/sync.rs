//! What the WhatsApp Business app holds, asked for once within a day (META 1.4): the app's state,
//! then its history. A number of the app is never registered by Farol.

use std::time::Duration;

use super::obstacle::Snag;
use super::{Signup, Skipped, Stage, Step, Task};
use crate::time::Timestamp;

/// How long after its onboarding a number's app can be synced.
pub const SYNC_WITHIN: Duration = Duration::from_secs(24 * 3600);

/// How often brief trouble is waited out: about a minute and a half.
const TRIES: u32 = 5;

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

    /// Why Meta did not take the question for the app's data, the last time.
    pub const fn sync_refused(&self) -> Option<&Snag> {
        self.sync_refused.as_ref()
    }

    /// Whether the app's data can be asked for now by a person, since it was not, or in vain.
    pub fn may_sync(&self, now: Timestamp) -> bool {
        let is_open =
            |skipped| matches!(skipped, Some(Skipped::SyncRefused | Skipped::SyncUnasked));
        let is_unsynced =
            self.done.iter().any(|done| done.step == Step::Sync && is_open(done.skipped));
        let is_at_rest = matches!(self.stage, Stage::Awaiting | Stage::Connected);
        is_unsynced && is_at_rest && now < self.sync_by()
    }

    /// Where the app's callback is this Farol, what the app holds comes here. Elsewhere it may go to
    /// another program, and it is sent once: a person is asked first, and nothing waits for that.
    pub(super) fn begin_sync(&mut self, route: Option<Skipped>, now: Timestamp) {
        if self.wants_sync || route == Some(Skipped::Here) {
            self.go_to(Task::SyncAppState, now);
        } else {
            self.leave_sync(Some(Skipped::SyncUnasked), now);
        }
    }

    pub(super) fn want_sync(&mut self, now: Timestamp) {
        if self.may_sync(now) {
            self.wants_sync = true;
            self.sync_refused = None;
            self.done.retain(|done| done.step != Step::Sync);
            self.step_since = now;
            self.go_to(Task::SyncAppState, now);
        }
    }

    pub(super) fn synced(&mut self, came: Result<Synced, Snag>, now: Timestamp) {
        let (is_first, is_last) =
            (self.is_doing(Task::SyncAppState), self.is_doing(Task::SyncHistory));
        match came {
            Ok(_) if !is_first && !is_last => {}
            Ok(Synced::TooLate) => self.leave_sync(Some(Skipped::SyncTooLate), now),
            Ok(Synced::Asked | Synced::Already) if is_first => self.go_to(Task::SyncHistory, now),
            Ok(Synced::Asked | Synced::Already) => self.leave_sync(None, now),
            Err(snag) if is_first || is_last => self.sync_failed(snag, now),
            Err(_) => {}
        }
    }

    /// Nothing depends on it: what may be over in a moment is tried a few times, and then the login
    /// goes on without.
    fn sync_failed(&mut self, snag: Snag, now: Timestamp) {
        let tries = match self.stage {
            Stage::Doing { tries, .. } => tries,
            Stage::Stopped { .. }
            | Stage::Leaving { .. }
            | Stage::Awaiting
            | Stage::Connected
            | Stage::Ended { .. } => 0,
        };
        if now >= self.sync_by() {
            self.leave_sync(Some(Skipped::SyncTooLate), now);
        } else if snag.obstacle.is_brief() && tries < TRIES {
            self.hinder(snag, now);
        } else {
            self.sync_refused = Some(snag);
            self.leave_sync(Some(Skipped::SyncRefused), now);
        }
    }

    pub(super) fn decline_history(&mut self) {
        self.is_history_declined |= self.is_in_app();
    }

    fn leave_sync(&mut self, skipped: Option<Skipped>, now: Timestamp) {
        self.step_done(Step::Sync, skipped, now);
        if self.is_done(Step::Read) {
            self.await_webhook(now);
        } else {
            self.go_to(Task::Read, now);
        }
    }
}
