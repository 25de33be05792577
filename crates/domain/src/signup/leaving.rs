//! Abandoning a login: what it did is undone, one thing after the other, and read back.
//!
//! What is undone is known before, so that a person sees it first. What Meta does not let be undone
//! stays there, and is said; the login is abandoned all the same.

use serde::{Deserialize, Serialize};

use super::obstacle::Snag;
use super::patience::wait;
use super::{Ending, Signup, Stage, Step, Task};
use crate::time::Timestamp;

/// How often something is tried before it is left at Meta: about twenty minutes.
pub(crate) const TRIES: u32 = 9;

/// What is undone at Meta.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undo {
    /// The number's override, which this login set, and those that were set beside it.
    Override,
    /// The app's subscription to the account, which this login made.
    Subscription,
}

/// What was undone, or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    /// What.
    pub what: Undo,
    /// When that was known.
    pub at: Timestamp,
    /// Why it stays at Meta, if it does.
    pub left: Option<Snag>,
}

/// What abandoning a login does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is undone at Meta, in order.
    pub undo: Vec<Undo>,
    /// Whether the account is free again, its token and what was read of it forgotten.
    pub frees_account: bool,
    /// Whether the number was registered with the PIN that is forgotten: nobody else knows it.
    pub was_registered: bool,
}

impl Plan {
    /// All of it in one word, by which a person's yes is held to what they were shown.
    pub fn word(&self) -> String {
        let is = |is: bool| if is { '1' } else { '0' };
        let undo: String = self.undo.iter().map(|what| what.letter()).collect();
        format!("{}{}{undo}", is(self.frees_account), is(self.was_registered))
    }
}

impl Undo {
    const fn letter(self) -> char {
        match self {
            Self::Override => 'o',
            Self::Subscription => 's',
        }
    }
}

impl Signup {
    /// Whether a person may abandon it: not while something is under way.
    pub fn can_be_left(&self) -> bool {
        let may = match &self.stage {
            Stage::Doing { snag, .. } => snag.is_some() && self.in_doubt_until.is_none(),
            Stage::Stopped { .. } | Stage::Awaiting => true,
            Stage::Leaving { .. } | Stage::Connected | Stage::Ended { .. } => false,
        };
        may && self.target.is_some()
    }

    /// What abandoning it does. `is_shared`: another login counts on the account.
    pub fn plan_of_leaving(&self, is_shared: bool) -> Plan {
        let bound_by_it = self.target.as_ref().is_some_and(|target| !target.was_bound);
        let frees_account = bound_by_it && !is_shared;
        let mut undo = Vec::new();
        if self.has_override || frees_account && !self.overrides_beside.is_empty() {
            undo.push(Undo::Override);
        }
        if frees_account && self.was_subscribed == Some(false) {
            undo.push(Undo::Subscription);
        }
        let was_registered =
            self.done.iter().any(|done| done.step == Step::Register && done.skipped.is_none());
        Plan { undo, frees_account, was_registered }
    }

    /// Whether it proved the account since that was bound: what a login of an earlier binding did at
    /// Meta was undone, or left there, when that binding ended, and may be another's by now.
    pub fn is_of_binding(&self, bound_at: Timestamp) -> bool {
        self.done.iter().any(|done| done.step == Step::Scopes && done.at >= bound_at)
    }

    /// Whether it was put aside half-way, since the account was bound: what it did at Meta is nobody's
    /// until a later login of the account answers for it.
    pub fn is_left_half_done(&self, bound_at: Option<Timestamp>) -> bool {
        let is_aside = matches!(self.stage, Stage::Ended { ending: Ending::Dismissed });
        let is_of_now = bound_at.is_some_and(|bound_at| self.step_since >= bound_at);
        is_aside && is_of_now && self.target.is_some() && !self.is_done(Step::Read)
    }

    /// Whether another login must not take the account away: it is under way, or was connected or put
    /// aside with all done since the account was bound.
    pub fn counts_on_account(&self, bound_at: Option<Timestamp>) -> bool {
        let is_aside = matches!(self.stage, Stage::Ended { ending: Ending::Dismissed });
        let is_complete = self.stage == Stage::Connected || is_aside && self.is_done(Step::Read);
        let is_of_now = bound_at.is_none_or(|bound_at| self.step_since >= bound_at);
        is_complete && is_of_now || self.is_open() && !self.is_leaving()
    }

    /// Takes over what another login of the account did that this one takes the place of, or that was
    /// put aside half-way: who abandons this one undoes it.
    pub fn answer_for(&mut self, other: &Self) {
        if let (Some(own), Some(other)) = (&mut self.target, &other.target) {
            own.was_bound &= other.was_bound;
        }
        if other.was_subscribed == Some(false) {
            self.was_subscribed = Some(false);
        }
        if self.is_of_same_number(other) {
            self.has_override |= other.has_override;
            // A person's word on where this number's messages go holds, unless there is a later one.
            self.takes_from = self.takes_from.take().or_else(|| other.takes_from.clone());
        }
        for number in &other.overrides_beside {
            self.answer_for_override(number);
        }
    }

    /// Whether it is being abandoned.
    pub const fn is_leaving(&self) -> bool {
        matches!(self.stage, Stage::Leaving { .. })
    }

    /// What is still to be undone at Meta.
    pub fn to_undo(&self) -> &[Undo] {
        match &self.stage {
            Stage::Leaving { todo, .. } => todo,
            Stage::Doing { .. }
            | Stage::Stopped { .. }
            | Stage::Awaiting
            | Stage::Connected
            | Stage::Ended { .. } => &[],
        }
    }

    /// What was undone at Meta so far, or left there.
    pub fn cleaned(&self) -> &[Cleaned] {
        &self.cleaned
    }

    /// Whether abandoning it frees the account; `None` unless that was begun.
    pub const fn frees_account(&self) -> Option<bool> {
        self.frees_account
    }

    pub(super) fn leave(&mut self, is_shared: bool, now: Timestamp) {
        if !self.can_be_left() {
            return;
        }
        let plan = self.plan_of_leaving(is_shared);
        self.frees_account = Some(plan.frees_account);
        self.undo_next(plan.undo, now);
    }

    pub(super) fn undone(&mut self, came: Result<(), Snag>, now: Timestamp) {
        let Stage::Leaving { todo, tries, .. } = &self.stage else { return };
        let (mut todo, tries) = (todo.clone(), tries.saturating_add(1));
        let Some(what) = todo.first().copied() else { return };
        let left = match came {
            Ok(()) => None,
            Err(snag) => match wait(&snag.obstacle, Task::Undo(what), tries) {
                Some(wait) if tries < TRIES => {
                    let (at, snag) = (now.plus(wait), Some(snag));
                    self.stage = Stage::Leaving { todo, at, tries, snag };
                    return;
                }
                Some(_) | None => Some(snag),
            },
        };
        self.cleaned.push(Cleaned { what, at: now, left });
        todo.remove(0);
        self.undo_next(todo, now);
    }

    fn undo_next(&mut self, todo: Vec<Undo>, now: Timestamp) {
        self.stage = if todo.is_empty() {
            Stage::Ended { ending: Ending::Abandoned }
        } else {
            Stage::Leaving { todo, at: now, tries: 0, snag: None }
        };
        self.step_since = now;
    }
}
