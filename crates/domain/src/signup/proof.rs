//! What proves that a login is connected: a signed webhook that names its number. Another number's
//! traffic says nothing of where this one's messages go.

use super::obstacle::Obstacle;
use super::{Signup, Skipped, Stage, Step, Task};
use crate::time::Timestamp;

/// Why no webhook that proves a login is to come, though all else is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// A person left the number's messages where another program gets them.
    Elsewhere,
    /// Nobody told Farol its own address: whether they come here is not known.
    AddressUnknown,
    /// The app's callback is elsewhere, and there is no number whose messages could be sent here.
    WithoutNumber,
}

impl Signup {
    /// Why nothing is to be waited for, where all is done that was to be done. It can be looked at
    /// once more where the messages go, and a webhook that comes all the same proves the login.
    pub fn unheard(&self) -> Option<Unheard> {
        if self.stage != Stage::Awaiting {
            return None;
        }
        match self.done.iter().find(|done| done.step == Step::Route)?.skipped? {
            Skipped::Elsewhere => Some(Unheard::Elsewhere),
            Skipped::AddressUnknown => Some(Unheard::AddressUnknown),
            Skipped::NoNumber => Some(Unheard::WithoutNumber),
            Skipped::Registered
            | Skipped::InTheApp
            | Skipped::Here
            | Skipped::SyncTooLate
            | Skipped::SyncRefused
            | Skipped::SyncUnasked
            | Skipped::ByHand => None,
        }
    }

    pub(super) fn hear_webhook(
        &mut self,
        received_at: Timestamp,
        (names_number, is_about_name): (bool, bool),
        now: Timestamp,
    ) {
        let subscribed = self.done.iter().find(|done| done.step == Step::Subscribe);
        if subscribed.is_none_or(|done| received_at <= done.at) {
            return;
        }
        if names_number || self.number.is_none() {
            self.webhook_at.get_or_insert(received_at);
            if self.stage == Stage::Awaiting {
                return self.connect(now);
            }
        }
        let waits_for_name =
            self.hindrance().is_some_and(|obstacle| *obstacle == Obstacle::NameNotProcessed);
        if is_about_name && waits_for_name {
            self.go_to(Task::Find, now);
        }
    }

    /// All is done that can be, but for what proves it, unless that came before.
    pub(super) fn await_webhook(&mut self, now: Timestamp) {
        if self.is_done(Step::Webhook) {
            self.stage = Stage::Connected;
            return;
        }
        self.stage = Stage::Awaiting;
        if self.webhook_at.is_some() {
            self.connect(now);
        }
    }

    fn connect(&mut self, now: Timestamp) {
        self.step_done(Step::Webhook, None, now);
        self.stage = Stage::Connected;
    }
}
