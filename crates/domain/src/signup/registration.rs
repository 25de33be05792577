//! What Meta counts for a number, whichever login asked: calls in doubt, and ten in 72 hours.

use std::time::Duration;

use super::obstacle::{Obstacle, Snag};
use super::{Done, Signup, Stage, Step, Task};
use crate::time::Timestamp;

/// How long a registration without an answer may still take effect: a little more than a call is
/// waited for.
pub(super) const IN_DOUBT: Duration = Duration::from_secs(25);
/// Meta takes ten registrations of a number in [`REGISTRATIONS_IN`] (META 1.3).
const REGISTRATIONS: usize = 10;
pub(super) const REGISTRATIONS_IN: Duration = Duration::from_secs(72 * 3600);

/// When there is room for one more registration of a number; `None` when there is now. The ones that
/// Meta counts no more are forgotten, and the others sorted.
pub fn room_for_registration(
    registrations: &mut Vec<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    forget_registrations(registrations, now);
    let full = registrations.len().checked_sub(REGISTRATIONS)?;
    Some(registrations.get(full)?.plus(REGISTRATIONS_IN))
}

/// Forgets registrations that Meta counts no more, and sorts the others.
pub fn forget_registrations(registrations: &mut Vec<Timestamp>, now: Timestamp) {
    registrations.retain(|at| now.since(*at) < REGISTRATIONS_IN);
    registrations.sort_unstable();
    registrations.dedup();
}

impl Signup {
    /// When Meta was asked to register the number.
    pub fn registrations(&self) -> &[Timestamp] {
        &self.registrations
    }

    /// Counts registrations of the number that no login asked for. One that may still take effect, or
    /// took it after this login's look, is looked for before another goes out.
    pub fn count_registrations(&mut self, others: &[Timestamp], now: Timestamp) {
        self.registrations.extend(others);
        forget_registrations(&mut self.registrations, now);
        if !self.is_doing(Task::Register) {
            return;
        }
        let unseen = others.iter().max().map(|at| at.plus(IN_DOUBT));
        match unseen.filter(|until| Some(*until) > self.looked_at) {
            Some(until) => self.go_to(Task::Find, until.max(now)),
            None => self.go_to_register(now),
        }
    }

    /// Takes over what Meta counts for the number from another login of it. What Meta did for that
    /// one after this one looked, this one has not seen: a look may be asked for after the call and
    /// answered before it.
    pub fn inherit(&mut self, other: &Self, now: Timestamp) {
        self.registrations.extend(&other.registrations);
        self.registrations.sort_unstable();
        self.registrations.dedup();
        self.in_doubt_until = self.in_doubt_until.max(other.in_doubt_until);
        self.answered_at = self.answered_at.max(other.answered_at);
        if !self.is_doing(Task::Register) {
            return;
        }
        let last = self.registrations.last().max(self.answered_at.as_ref());
        let is_unseen = last >= self.looked_at.as_ref();
        match self.unseen_until() {
            Some(at) => self.go_to(Task::Find, at),
            None if is_unseen => self.go_to(Task::Find, now),
            None => self.go_to_register(now),
        }
    }

    /// When the call went out whose answer was lost, if this login, which stood as `before`, has just
    /// been shown that the number is registered by it.
    pub fn shown_registered(&self, before: &Self) -> Option<Timestamp> {
        let was_in_doubt = before.in_doubt_until.is_some() && self.in_doubt_until.is_none();
        let is_by_call = |done: &Done| done.step == Step::Register && done.skipped.is_none();
        let is_new = self.done.iter().any(is_by_call) && !before.done.iter().any(is_by_call);
        self.registrations.last().copied().filter(|_| was_in_doubt && is_new)
    }

    /// Until when a registration without an answer may take effect that the last look need not
    /// show, however long that look took.
    pub(super) fn unseen_until(&self) -> Option<Timestamp> {
        self.in_doubt_until.filter(|at| Some(*at) > self.looked_at)
    }

    /// Until when a registration without an answer may still take effect.
    pub(super) fn unsettled_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.in_doubt_until.filter(|at| *at > now)
    }

    /// Not before Meta would count an eleventh registration in 72 hours.
    pub(super) fn go_to_register(&mut self, now: Timestamp) {
        match room_for_registration(&mut self.registrations, now) {
            None => self.go_to(Task::Register, now),
            Some(at) => {
                let snag = Some(Snag::of(Obstacle::TooManyRegistrations));
                self.stage = Stage::Doing { task: Task::Find, at, tries: 1, snag };
            }
        }
    }

    /// From here on only a look at the number tells whether it is registered.
    pub(super) fn calling(&mut self, now: Timestamp) {
        if self.is_doing(Task::Register) {
            self.in_doubt_until = Some(now.plus(IN_DOUBT));
            self.registrations.push(now);
            self.go_to(Task::Find, now.plus(IN_DOUBT));
        }
    }

    pub(super) fn registered(&mut self, came: Result<(), Snag>, now: Timestamp) {
        let is_out = self.is_doing(Task::Find) && self.in_doubt_until.is_some();
        match came {
            Ok(()) if is_out => {
                self.in_doubt_until = None;
                self.answered_at = Some(now);
                self.step_done(Step::Register, None, now);
                self.go_to(Task::Route, now);
            }
            Err(snag) if is_out => {
                // From the first on each try costs one of those that Meta takes.
                let tries = u32::try_from(self.registrations.len()).unwrap_or(u32::MAX);
                if snag.obstacle == Obstacle::Trouble {
                    // It is over, and whether Meta took it only a look tells.
                    self.in_doubt_until = Some(now);
                    self.answered_at = Some(now);
                } else if snag.obstacle != Obstacle::Unanswered {
                    self.in_doubt_until = None;
                }
                self.hinder_the(tries, Task::Find, snag, now);
            }
            // The call did not even go out.
            Err(snag) if self.is_doing(Task::Register) => self.hinder(snag, now),
            Ok(()) | Err(_) => {}
        }
    }
}
