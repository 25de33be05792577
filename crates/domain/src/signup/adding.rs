//! A login that came without a number goes on without one, and takes the number when there is one;
//! one whose message was lost takes word of the account from a webhook.

use meta::WabaId;

use super::obstacle::Snag;
use super::{Ending, Number, Signup, Skipped, Stage, Step, Task};
use crate::time::Timestamp;

/// Accounts that are remembered of webhooks: more than are shared while one popup is open.
const HEARD: usize = 8;

impl Signup {
    /// Whether all is done that can be without a number, and one may be added now.
    pub fn wants_number(&self) -> bool {
        let is_without = |skipped| skipped == Some(Skipped::NoNumber);
        let has_none =
            self.done.iter().any(|done| done.step == Step::Register && is_without(done.skipped));
        let may = matches!(self.stage, Stage::Awaiting | Stage::Connected);
        has_none && may && !self.is_for_app()
    }

    /// Why the last number that a person wanted was not added.
    pub const fn number_refused(&self) -> Option<&Snag> {
        self.number_refused.as_ref()
    }

    /// Accounts that Meta said were shared with the app since the login began, the last one last.
    pub fn partner_added(&self) -> &[WabaId] {
        &self.partner_added
    }

    /// Whether Meta itself said that the account of a login whose code never came was shared.
    pub fn is_shared_at_meta(&self) -> bool {
        self.hinted_waba().is_some_and(|waba| self.partner_added.contains(waba))
    }

    pub(super) fn add_number(&mut self, came: Result<Number, Snag>, now: Timestamp) {
        if !self.wants_number() {
            return;
        }
        match came {
            Ok(number) => {
                self.take_number(number);
                self.let_in_at = Some(now);
                self.find_again(now);
            }
            Err(snag) => self.number_refused = Some(snag),
        }
    }

    pub(super) fn look_for_number(&mut self, now: Timestamp) {
        if self.wants_number() {
            self.takes_any_number = true;
            self.find_again(now);
        }
    }

    /// Back to before the registration.
    fn find_again(&mut self, now: Timestamp) {
        self.number_refused = None;
        self.done.retain(|done| done.step < Step::Register);
        self.step_since = now;
        self.go_to(Task::Find, now);
    }

    /// An account is a hint only as long as nothing is proven; of a login that ended, only the one
    /// that its own popup named is kept, since any tenant's may be told.
    pub(super) fn hear_partner_added(&mut self, waba: WabaId) {
        let is_lost = self.stage == Stage::Ended { ending: Ending::NoCode }
            && self.hinted_waba() == Some(&waba);
        let is_looking = self.is_open() && self.target.is_none();
        if !is_lost && !is_looking {
            return;
        }
        self.partner_added.retain(|known| *known != waba);
        self.partner_added.push(waba);
        let too_many = self.partner_added.len().saturating_sub(HEARD);
        self.partner_added.drain(..too_many);
    }
}
