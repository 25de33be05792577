//! Where Meta sends the account's webhooks: the subscription, and the number's override.
//!
//! An override is set for the number alone, so that no other number of the account changes its way,
//! and never over one that somebody else set, but on a person's word.

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

    /// Whether a person wants the number's messages here, wherever they went.
    pub const fn takes_route(&self) -> bool {
        self.takes_route
    }

    /// Whether a person must say where the number's messages go.
    pub fn wants_route(&self) -> bool {
        let elsewhere = |snag: &Snag| matches!(snag.obstacle, Obstacle::RoutedElsewhere { .. });
        matches!(&self.stage, Stage::Stopped { snag, .. } if elsewhere(snag))
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
        }
    }

    pub(super) fn routed(&mut self, came: Result<Routed, Snag>, now: Timestamp) {
        if !self.is_doing(Task::Route) {
            return;
        }
        let skipped = match came {
            Ok(Routed::Overridden) => None,
            Ok(Routed::Here) => Some(Skipped::Here),
            Ok(Routed::WithoutNumber) => Some(Skipped::NoNumber),
            Ok(Routed::AddressUnknown) => Some(Skipped::AddressUnknown),
            Err(snag) => return self.hinder(snag, now),
        };
        self.leave_route(skipped, now);
    }

    pub(super) fn decide_route(&mut self, takes: bool, now: Timestamp) {
        if !self.wants_route() {
            return;
        }
        if takes {
            self.takes_route = true;
            self.go_to(Task::Route, now);
        } else {
            self.leave_route(Some(Skipped::Elsewhere), now);
        }
    }

    fn leave_route(&mut self, skipped: Option<Skipped>, now: Timestamp) {
        self.step_done(Step::Route, skipped, now);
        let next = if self.is_in_app() { Task::SyncAppState } else { Task::Read };
        self.go_to(next, now);
    }
}
