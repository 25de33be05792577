//! The 14 days that Meta leaves between the popup and the registration (META 1.3).
//!
//! A login that stops for someone in that time is looked at once more when it is over: the number may
//! have been registered elsewhere, and else only a new login helps.

use super::obstacle::{Obstacle, Snag, WayOn};
use super::{Signup, Stage, Step, Task};
use crate::display_name::REGISTER_WITHIN;
use crate::time::Timestamp;

impl Signup {
    /// Until when Meta takes the registration; `None` when there is none to come.
    pub fn register_by(&self) -> Option<Timestamp> {
        let is_to_come = self.step() == Some(Step::Register)
            && self.number.is_some()
            && !self.is_for_app()
            && self.snag().is_none_or(|snag| snag.obstacle.way_on() != WayOn::LogInAgain);
        is_to_come.then(|| self.let_in_at.unwrap_or(self.started_at).plus(REGISTER_WITHIN))
    }

    /// When a login that waits for someone is looked at by itself.
    pub(super) fn overdue_at(&self) -> Option<Timestamp> {
        self.register_by().filter(|_| matches!(self.stage, Stage::Stopped { .. }))
    }

    pub(super) fn is_overdue(&self, now: Timestamp) -> bool {
        self.overdue_at().is_some_and(|at| at <= now)
    }

    pub(super) fn is_window_over(&self, now: Timestamp) -> bool {
        now.since(self.let_in_at.unwrap_or(self.started_at)) >= REGISTER_WITHIN
    }

    pub(super) fn stop_at_window(&mut self) {
        self.stage = Stage::Stopped { task: Task::Find, snag: Snag::of(Obstacle::WindowOver) };
    }
}
