//! How a login began: with a code, without one, or with a token that was given by hand.

use meta::WabaId;
use meta::signup::Event;

use super::{Ending, Signup, Skipped, Stage, Step, Task};
use crate::time::Timestamp;

impl Signup {
    /// A login that brought a code; `told` is what the popup's message said, if it was first.
    pub fn with_code(told: Option<Event>, now: Timestamp) -> Self {
        let stage = Stage::Doing { task: Task::Exchange, at: now, tries: 0, snag: None };
        Self::new(told, stage, now)
    }

    /// A connection by hand: the token is there already, `told` names what it was checked against.
    pub fn by_hand(told: Event, now: Timestamp) -> Self {
        let stage = Stage::Doing { task: Task::Prove, at: now, tries: 0, snag: None };
        let mut signup = Self::new(Some(told), stage, now);
        signup.step_done(Step::Exchange, Some(Skipped::ByHand), now);
        signup
    }

    /// Whether its token was given by hand.
    pub fn is_by_hand(&self) -> bool {
        self.done.iter().any(|done| done.skipped == Some(Skipped::ByHand))
    }

    /// The same, begun to connect this account again: it takes no other.
    #[must_use]
    pub fn expecting(self, account: Option<WabaId>) -> Self {
        Self { expected: account, ..self }
    }

    /// The account that it was begun to connect again.
    pub fn expected(&self) -> Option<&WabaId> {
        self.expected.as_ref()
    }

    /// A login that brought no code.
    pub fn without_code(told: Option<Event>, ending: Ending, now: Timestamp) -> Self {
        Self::new(told, Stage::Ended { ending }, now)
    }
}
