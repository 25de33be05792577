//! What each fact does to a signup.

use std::time::Duration;

use meta::signup::Event;

use super::obstacle::{Obstacle, Snag, WayOn};
use super::patience::wait;
use super::{
    CODE_LIVES, Choice, Done, Ending, Fact, Listed, Look, Number, Signup, Skipped, Stage, Step,
    Target, Task, choose,
};
use crate::time::Timestamp;

/// How long the popup's message may come after its code before the login goes on without it.
const MESSAGE_GRACE: Duration = Duration::from_secs(2);
/// Meta's code for a number's code that is not the one sent.
const CODE_WRONG: i64 = 136_025;

impl Signup {
    /// Takes a fact. One that does not fit the stage changes nothing: it came late, or twice.
    pub fn apply(&mut self, fact: Fact, now: Timestamp) {
        match fact {
            Fact::Exchanged(came) => self.exchanged(came, now),
            Fact::Proven(came) => self.proven(came, now),
            Fact::Subscribing { was_there } => self.subscribing(was_there),
            Fact::Subscribed(came) => self.subscribed(came, now),
            Fact::Found(came) => self.found(came, now),
            Fact::Calling => self.calling(now),
            Fact::Registered(came) => self.registered(came, now),
            Fact::Overriding => self.overriding(),
            Fact::Routed(came) => self.routed(came, now),
            Fact::RouteTaken { from } => self.take_route(from, now),
            Fact::RouteLeft => self.keep_route(now),
            Fact::Synced(came) => self.synced(came, now),
            Fact::SyncWanted => self.want_sync(now),
            Fact::HistoryDeclined => self.decline_history(),
            Fact::WasRead(came) => self.was_read(came, now),
            Fact::Told(event) => self.hear_message(event, now),
            Fact::Webhook { received_at, names_number, is_about_name } => {
                self.hear_webhook(received_at, (names_number, is_about_name), now);
            }
            Fact::PartnerAdded { waba } => self.hear_partner_added(waba),
            Fact::NumberAdded(came) => self.add_number(came, now),
            Fact::LookForNumber => self.look_for_number(now),
            Fact::PinGiven => self.take_pin(now),
            Fact::CodeRequested(came) => self.code_requested(came),
            Fact::CodeVerified(came) => self.code_verified(came, now),
            Fact::TryAgain => self.try_again(now),
            Fact::Left { is_shared } => self.leave(is_shared, now),
            Fact::Undone(came) => self.undone(came, now),
            Fact::Ended(ending) => self.end(ending),
        }
    }

    pub(super) fn is_doing(&self, wanted: Task) -> bool {
        self.task() == Some(wanted)
    }

    fn exchanged(&mut self, came: Result<(), Snag>, now: Timestamp) {
        if !self.is_doing(Task::Exchange) {
            return;
        }
        match came {
            Ok(()) => {
                self.step_done(Step::Exchange, None, now);
                self.go_to(Task::Prove, self.after_message(now));
            }
            Err(_) if now.since(self.started_at) >= CODE_LIVES => {
                // Meta's last words were of its trouble, not of the code's age.
                let snag = Snag::of(Obstacle::CodeExpired);
                self.stage = Stage::Stopped { task: Task::Exchange, snag };
            }
            Err(snag) if snag.obstacle.is_brief() => self.hinder(snag, now),
            Err(snag) => {
                // A code is spent by its first answer, whatever that was.
                let is_final = snag.obstacle.way_on() == WayOn::LogInAgain;
                let obstacle = if is_final { snag.obstacle } else { Obstacle::CodeRefused };
                let snag = Snag { obstacle, said: snag.said };
                self.stage = Stage::Stopped { task: Task::Exchange, snag };
            }
        }
    }

    /// Without its message a login waits a little before it goes by what the token says alone.
    fn after_message(&self, now: Timestamp) -> Timestamp {
        match self.told {
            Some(_) => now,
            None => now.max(self.started_at.plus(MESSAGE_GRACE)),
        }
    }

    fn proven(&mut self, came: Result<Target, Snag>, now: Timestamp) {
        if !self.is_doing(Task::Prove) {
            return;
        }
        match came {
            Ok(target) => {
                self.target = Some(target);
                self.step_done(Step::Scopes, None, now);
                self.go_to(Task::Subscribe, now);
            }
            Err(snag) => self.hinder(snag, now),
        }
    }

    fn found(&mut self, came: Result<Look, Snag>, now: Timestamp) {
        let is_overdue = self.is_overdue(now);
        if !is_overdue && !self.is_doing(Task::Find) {
            return;
        }
        let Look { asked_at, numbers } = match came {
            Ok(look) => look,
            Err(_) if is_overdue => return self.stop_at_window(),
            Err(snag) => return self.hinder(snag, now),
        };
        self.looked_at = Some(asked_at);
        match choose(self.meant(), &numbers) {
            Choice::None if self.is_for_app() => self.hinder(Snag::of(Obstacle::AppNotShown), now),
            Choice::None => self.skip(Skipped::NoNumber, now),
            Choice::NotInAccount => {
                let snag = Snag::of(Obstacle::NumberNotInAccount);
                self.stage = Stage::Stopped { task: Task::Find, snag };
            }
            Choice::Number(number) => {
                self.take_number(Number {
                    id: number.id.clone(),
                    display_phone_number: number.display_phone_number.clone(),
                    verified_name: number.verified_name.clone(),
                });
                self.chosen(number, now);
            }
        }
    }

    fn chosen(&mut self, number: &Listed, now: Timestamp) {
        if number.is_held_elsewhere {
            let snag = Snag::of(Obstacle::NumberHeldElsewhere);
            self.stage = Stage::Stopped { task: Task::Find, snag };
            return;
        }
        if number.is_in_app() {
            return self.skip(Skipped::InTheApp, now);
        }
        if self.is_for_app() {
            return self.hinder(Snag::of(Obstacle::AppNotShown), now);
        }
        if number.is_registered() {
            // Registered by a call of ours whose answer was lost, it was not there before.
            let was_ours = self.in_doubt_until.take().is_some();
            if !was_ours {
                return self.skip(Skipped::Registered, now);
            }
            self.step_done(Step::Register, None, now);
            return self.go_to(Task::Route, now);
        }
        if let Some(at) = self.unseen_until() {
            return self.look_again(at);
        }
        self.in_doubt_until = None;
        if self.is_window_over(now) {
            return self.stop_at_window();
        }
        let stopped = if !number.is_verified() {
            Some(Obstacle::NotVerified { is_code_sent: false })
        } else if number.is_pin_enabled && !number.is_pin_known {
            Some(Obstacle::PinNeeded)
        } else {
            None
        };
        match stopped {
            Some(obstacle) => {
                self.stage = Stage::Stopped { task: Task::Find, snag: Snag::of(obstacle) };
            }
            None => self.go_to_register(now),
        }
    }

    /// Looks once more, still hindered by what hindered it before.
    fn look_again(&mut self, at: Timestamp) {
        let (tries, snag) = match &self.stage {
            Stage::Doing { tries, snag, .. } => (*tries, snag.clone()),
            Stage::Leaving { .. }
            | Stage::Stopped { .. }
            | Stage::Awaiting
            | Stage::Connected
            | Stage::Ended { .. } => (0, None),
        };
        self.stage = Stage::Doing { task: Task::Find, at, tries, snag };
    }

    fn was_read(&mut self, came: Result<(), Snag>, now: Timestamp) {
        if !self.is_doing(Task::Read) {
            return;
        }
        match came {
            Ok(()) => {
                self.step_done(Step::Read, None, now);
                self.await_webhook(now);
            }
            Err(snag) => self.hinder(snag, now),
        }
    }

    fn hear_message(&mut self, event: Event, now: Timestamp) {
        let is_in_time = self.told.is_none() && self.target.is_none();
        if !is_in_time || !self.is_open() {
            return;
        }
        self.told = Some(event);
        if let Stage::Doing { task: Task::Prove, at, tries: 0, .. } = &mut self.stage {
            *at = now.min(*at);
        }
    }

    fn take_pin(&mut self, now: Timestamp) {
        if self.wants_pin() {
            self.go_to(Task::Find, now);
        }
    }

    fn code_requested(&mut self, came: Result<(), Snag>) {
        if let Some(snag) = self.unproven() {
            *snag = match came {
                Ok(()) => Snag::of(Obstacle::NotVerified { is_code_sent: true }),
                Err(refused) => Snag { obstacle: Obstacle::CodeNotSent, said: refused.said },
            };
        }
    }

    fn code_verified(&mut self, came: Result<(), Snag>, now: Timestamp) {
        let Some(snag) = self.unproven() else { return };
        match came {
            Ok(()) => {
                // Meta lets it in once more.
                self.let_in_at = Some(now);
                self.go_to(Task::Find, now);
            }
            // Meta may have taken it all the same: only a look tells.
            Err(refused) if refused.obstacle.is_brief() => self.go_to(Task::Find, now),
            Err(refused) => {
                if refused.said.as_ref().is_some_and(|said| said.code == Some(CODE_WRONG)) {
                    snag.obstacle = Obstacle::CodeWrong;
                }
                snag.said = refused.said;
            }
        }
    }

    /// What hinders the registration; `None` at any other step.
    pub(super) fn hindrance(&self) -> Option<&Obstacle> {
        let is_registering = self.step() == Some(Step::Register);
        self.snag().filter(|_| is_registering).map(|snag| &snag.obstacle)
    }

    /// What stops a number whose owner is not proven.
    fn unproven(&mut self) -> Option<&mut Snag> {
        match &mut self.stage {
            Stage::Stopped { task, snag }
                if task.step() == Step::Register
                    && snag.obstacle.way_on() == WayOn::VerifyNumber =>
            {
                Some(snag)
            }
            Stage::Doing { .. }
            | Stage::Stopped { .. }
            | Stage::Leaving { .. }
            | Stage::Awaiting
            | Stage::Connected
            | Stage::Ended { .. } => None,
        }
    }

    fn try_again(&mut self, now: Timestamp) {
        let unsettled_until = self.unsettled_until(now);
        let is_unheard = self.unheard().is_some();
        match &mut self.stage {
            Stage::Doing { at, snag: Some(snag), .. }
                if snag.obstacle != Obstacle::TooManyRegistrations =>
            {
                *at = unsettled_until.unwrap_or(now).min(*at);
            }
            Stage::Stopped { task, snag } if snag.obstacle.way_on() != WayOn::LogInAgain => {
                let task = if *task == Task::Register { Task::Find } else { *task };
                self.go_to(task, now);
            }
            Stage::Leaving { at, snag: Some(_), .. } => *at = now.min(*at),
            Stage::Awaiting if is_unheard => self.route_again(now),
            Stage::Doing { .. }
            | Stage::Stopped { .. }
            | Stage::Leaving { .. }
            | Stage::Awaiting
            | Stage::Connected
            | Stage::Ended { .. } => {}
        }
    }

    fn end(&mut self, ending: Ending) {
        let may = match ending {
            Ending::Dismissed => self.can_be_dismissed(),
            Ending::Cancelled { .. }
            | Ending::Reported { .. }
            | Ending::Closed
            | Ending::NoCode
            | Ending::Lost
            | Ending::Untold { .. }
            | Ending::Superseded => !self.is_finished() && !self.is_leaving(),
            // Only by its own way, which undoes what was done.
            Ending::Abandoned => false,
        };
        if may {
            self.stage = Stage::Ended { ending };
        }
    }

    fn skip(&mut self, why: Skipped, now: Timestamp) {
        self.in_doubt_until = None;
        self.step_done(Step::Register, Some(why), now);
        self.go_to(Task::Route, now);
    }

    pub(super) fn step_done(&mut self, step: Step, skipped: Option<Skipped>, now: Timestamp) {
        let took = now.since(self.step_since).as_millis();
        let took_ms = u64::try_from(took).unwrap_or(u64::MAX);
        self.done.push(Done { step, at: now, took_ms, skipped });
        // One that is done anew stands before those that are behind it.
        self.done.sort_by_key(|done| done.step);
        self.step_since = now;
    }

    pub(super) fn go_to(&mut self, task: Task, at: Timestamp) {
        self.stage = Stage::Doing { task, at, tries: 0, snag: None };
    }

    /// Tries again later what may heal by itself; stops at anything else.
    pub(super) fn hinder(&mut self, snag: Snag, now: Timestamp) {
        let Stage::Doing { task, tries, .. } = self.stage else { return };
        self.hinder_the(tries.saturating_add(1), task, snag, now);
    }

    /// The same, for the `tries`th time.
    pub(super) fn hinder_the(&mut self, tries: u32, task: Task, snag: Snag, now: Timestamp) {
        self.stage = match wait(&snag.obstacle, task, tries) {
            Some(wait) => Stage::Doing { task, at: now.plus(wait), tries, snag: Some(snag) },
            None => Stage::Stopped { task, snag },
        };
    }
}
