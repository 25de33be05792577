//! After the clock was turned back: what a login keeps from the time ahead counts from now.

use super::registration::IN_DOUBT;
use super::{Signup, Stage};
use crate::time::Timestamp;

impl Signup {
    /// Brings what lies ahead of a clock that was turned back to it.
    pub fn rewind(&mut self, now: Timestamp) {
        if let Stage::Doing { at, .. } | Stage::Leaving { at, .. } = &mut self.stage {
            *at = now.min(*at);
        }
        self.started_at = now.min(self.started_at);
        self.step_since = now.min(self.step_since);
        self.in_doubt_until = self.in_doubt_until.map(|until| until.min(now.plus(IN_DOUBT)));
        self.let_in_at = self.let_in_at.map(|at| at.min(now));
        self.answered_at = self.answered_at.map(|at| at.min(now));
        self.looked_at = self.looked_at.map(|at| at.min(now));
        self.webhook_at = self.webhook_at.map(|at| at.min(now));
        for at in &mut self.registrations {
            *at = now.min(*at);
        }
        for done in &mut self.done {
            done.at = now.min(done.at);
        }
        for cleaned in &mut self.cleaned {
            cleaned.at = now.min(cleaned.at);
        }
    }
}
