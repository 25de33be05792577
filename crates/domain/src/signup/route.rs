//! Where Meta sends the account's webhooks: the subscription, and the number's override.
//!
//! An override is set for the number alone, so that no other number of the account changes its way,
//! and never over one that somebody else set, but on a person's word about that very address.

use meta::PhoneNumberId;
use serde::{Deserialize, Serialize};

use super::obstacle::{Obstacle, Snag};
use super::{Signup, Skipped, Stage, Step, Task};
use crate::time::Timestamp;

/// Where the number's messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Routed {
    /// The app's callback is this Farol.
    Here,
    /// The app's callback is elsewhere, and the number's override is this Farol.
    Overridden,
    /// The app's callback is elsewhere, and there is no number whose messages could be sent here.
    WithoutNumber,
    /// Nobody told Farol its own address.
    AddressUnknown,
}

impl Signup {
    /// Whether the app was subscribed before this login; `None` until that is known.
    pub const fn was_subscribed(&self) -> Option<bool> {
        self.was_subscribed
    }

    /// Whether this login set the number's override, or was about to.
    pub const fn has_override(&self) -> bool {
        self.has_override
    }

    /// Numbers whose override Farol set for this login or beside it, or was about to.
    pub fn overrides(&self) -> impl Iterator<Item = &PhoneNumberId> {
        let own = self.number.as_ref().filter(|_| self.has_override).map(|number| &number.id);
        own.into_iter().chain(&self.overrides_beside)
    }

    /// Those of them that who abandons the login removes: of the account's other numbers only where the
    /// account is freed.
    pub fn overrides_to_remove(&self) -> impl Iterator<Item = &PhoneNumberId> {
        let own = self.number.as_ref().map(|number| &number.id);
        let is_freed = self.frees_account() == Some(true);
        self.overrides().filter(move |number| is_freed || own == Some(*number))
    }

    /// Answers for a subscription that is about to be made for the account beside the login, so that
    /// who abandons or disconnects it undoes that too.
    pub fn answer_for_subscription(&mut self) {
        self.was_subscribed = Some(false);
    }

    /// The same for an override that is about to be set for a number of the account.
    pub fn answer_for_override(&mut self, number: &PhoneNumberId) {
        if self.number.as_ref().is_some_and(|own| own.id == *number) {
            self.has_override = true;
        } else if !self.overrides_beside.contains(number) {
            self.overrides_beside.push(number.clone());
        }
    }

    /// The address that a person wants the number's messages taken from; another is asked about anew.
    pub fn takes_from(&self) -> Option<&str> {
        self.takes_from.as_deref()
    }

    /// The address of another program that a person must say about where the number's messages go.
    pub fn routed_to(&self) -> Option<&str> {
        let Stage::Stopped { snag, .. } = &self.stage else { return None };
        let Obstacle::RoutedElsewhere { url, .. } = &snag.obstacle else { return None };
        Some(url)
    }

    /// Whether the call that sets the override went out, and what came of it is not known.
    pub const fn is_overriding(&self) -> bool {
        self.is_overriding
    }

    /// Whether a person must say where the number's messages go.
    pub fn wants_route(&self) -> bool {
        self.routed_to().is_some()
    }

    /// What was there before the first call is what counts.
    pub(super) fn subscribing(&mut self, was_there: bool) {
        if self.is_doing(Task::Subscribe) {
            self.was_subscribed.get_or_insert(was_there);
        }
    }

    pub(super) fn subscribed(&mut self, came: Result<(), Snag>, now: Timestamp) {
        if !self.is_doing(Task::Subscribe) {
            return;
        }
        match came {
            Ok(()) => {
                self.step_done(Step::Subscribe, None, now);
                self.go_to(Task::Find, now);
            }
            Err(snag) => self.hinder(snag, now),
        }
    }

    pub(super) fn overriding(&mut self) {
        if self.is_doing(Task::Route) {
            self.has_override = true;
            self.is_overriding = true;
        }
    }

    pub(super) fn routed(&mut self, came: Result<Routed, Snag>, now: Timestamp) {
        if !self.is_doing(Task::Route) {
            return;
        }
        let came = came.inspect(|_| self.is_overriding = false);
        let skipped = match came {
            Ok(Routed::Overridden) => None,
            Ok(Routed::Here) => Some(Skipped::Here),
            Ok(Routed::WithoutNumber) => Some(Skipped::NoNumber),
            Ok(Routed::AddressUnknown) => Some(Skipped::AddressUnknown),
            Err(snag) => return self.hinder(snag, now),
        };
        self.leave_route(skipped, now);
    }

    /// Of another address than the one that the login stopped at nothing is believed.
    pub(super) fn take_route(&mut self, from: String, now: Timestamp) {
        if self.routed_to() == Some(&from) {
            self.takes_from = Some(from);
            self.go_to(Task::Route, now);
        }
    }

    pub(super) fn keep_route(&mut self, now: Timestamp) {
        if self.wants_route() {
            self.leave_route(Some(Skipped::Elsewhere), now);
        }
    }

    fn leave_route(&mut self, skipped: Option<Skipped>, now: Timestamp) {
        self.step_done(Step::Route, skipped, now);
        if self.is_in_app() && !self.is_done(Step::Sync) {
            self.begin_sync(skipped, now);
        } else {
            self.go_to(Task::Read, now);
        }
    }

    /// Looks once more where the messages go, of a login that waits for nothing. What a person
    /// wanted before counts no more: somebody else's override is shown to them first.
    pub(super) fn route_again(&mut self, now: Timestamp) {
        self.takes_from = None;
        self.done.retain(|done| !matches!(done.step, Step::Route | Step::Read));
        self.step_since = now;
        self.go_to(Task::Route, now);
    }
}
