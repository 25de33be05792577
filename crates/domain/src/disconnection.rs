//! Disconnecting an account, from a person's yes to the account being free: a pure machine.
//!
//! It is kept before it acts. [`Disconnection::next`] says what is to be done and the other functions
//! take what came of it, so that a process that dies between the two does the same again; whoever does
//! it looks first, so that twice is harmless. It always ends: what Meta does not let be undone stays
//! there, and is said.

use meta::{AppId, PhoneNumberId};
use serde::{Deserialize, Serialize};

use crate::signup::{Snag, TRIES, Task, Undo, wait};
use crate::time::Timestamp;

/// How often something is tried while Meta has trouble or gives no answer: for about a day, as with the
/// token what is to be undone could not be asked for any more.
const PATIENT: u32 = 300;

/// One thing that is undone at Meta.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "part")]
pub enum Part {
    /// The override that Farol set for this number.
    Override {
        /// The number.
        number: PhoneNumberId,
    },
    /// The app's subscription to the account, which Farol made.
    Subscription,
}

impl Part {
    /// Of which kind it is.
    pub const fn undo(&self) -> Undo {
        match self {
            Self::Override { .. } => Undo::Override,
            Self::Subscription => Undo::Subscription,
        }
    }
}

/// What disconnecting an account does: what a person is shown, and says yes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is undone at Meta, in order.
    pub undo: Vec<Part>,
    /// Ids of the logins of the account that are under way, and end with it.
    pub ends: Vec<String>,
    /// The app of the client's own whose door closes with its last account: Meta goes on sending its
    /// webhooks to that address, which answers no more.
    pub closes: Option<AppId>,
}

impl Plan {
    /// All of it in one text, by whose digest a person's yes is held to what they were shown.
    pub fn text(&self) -> String {
        let undo = self.undo.iter().map(|part| match part {
            Part::Override { number } => format!("override {number}\n"),
            Part::Subscription => "subscription\n".to_owned(),
        });
        let closes = self.closes.iter().map(|app| format!("close {app}\n"));
        undo.chain(self.ends.iter().map(|id| format!("end {id}\n"))).chain(closes).collect()
    }
}

/// What was undone, or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// What.
    pub part: Part,
    /// When that was known.
    pub at: Timestamp,
    /// Why it stays at Meta, if it does.
    pub left: Option<Snag>,
}

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
enum Stage {
    /// Something is to be undone at Meta, or else all is to be forgotten here.
    Doing {
        /// What is to be undone yet, in order.
        todo: Vec<Part>,
        /// When the first of it is done.
        at: Timestamp,
        /// How often that was hindered.
        tries: u32,
        /// By what, last.
        snag: Option<Snag>,
    },
    /// The account is free.
    Done {
        /// Since when.
        at: Timestamp,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Undo this at Meta, and read it back.
    Undo(Part),
    /// Forget the account's token and what was read of it.
    Forget,
}

/// One account that is being disconnected, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disconnection {
    /// When a person asked for it.
    pub begun_at: Timestamp,
    /// What is undone so far, or was left, in order.
    pub undone: Vec<Undone>,
    /// The app whose door closes with the account, and which Meta still calls there.
    #[serde(default)]
    pub closes: Option<AppId>,
    stage: Stage,
}

impl Disconnection {
    /// One that a person just said yes to.
    pub fn begin(plan: Plan, now: Timestamp) -> Self {
        let stage = Stage::Doing { todo: plan.undo, at: now, tries: 0, snag: None };
        Self { begun_at: now, undone: Vec::new(), closes: plan.closes, stage }
    }

    /// When there is something to do; `None` once it is done.
    pub const fn due_at(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Doing { at, .. } => Some(*at),
            Stage::Done { .. } => None,
        }
    }

    /// What is to be done, if anything is at this moment.
    pub fn next(&self, now: Timestamp) -> Option<Next> {
        match &self.stage {
            Stage::Doing { todo, at, .. } if *at <= now => {
                Some(todo.first().cloned().map_or(Next::Forget, Next::Undo))
            }
            Stage::Doing { .. } | Stage::Done { .. } => None,
        }
    }

    /// What is to be undone yet, in order.
    pub fn todo(&self) -> &[Part] {
        match &self.stage {
            Stage::Doing { todo, .. } => todo,
            Stage::Done { .. } => &[],
        }
    }

    /// What hindered the first of [`Self::todo`], last.
    pub const fn snag(&self) -> Option<&Snag> {
        match &self.stage {
            Stage::Doing { snag, .. } => snag.as_ref(),
            Stage::Done { .. } => None,
        }
    }

    /// Since when the account is free; `None` while it is being disconnected.
    pub const fn done_at(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Done { at } => Some(*at),
            Stage::Doing { .. } => None,
        }
    }

    /// What stays at Meta, each with why.
    pub fn left(&self) -> impl Iterator<Item = (&Part, &Snag)> {
        self.undone.iter().filter_map(|one| Some((&one.part, one.left.as_ref()?)))
    }

    /// Takes what came of undoing a part. Of another than the one that is to be undone now it came
    /// late, or twice, and changes nothing.
    pub fn hear(&mut self, part: &Part, came: Result<(), Snag>, now: Timestamp) {
        let Stage::Doing { todo, at, tries, snag } = &mut self.stage else { return };
        if todo.first() != Some(part) {
            return;
        }
        let left = match came {
            Ok(()) => None,
            Err(why) => {
                *tries = tries.saturating_add(1);
                let most = if why.obstacle.is_brief() { PATIENT } else { TRIES };
                if let Some(wait) = wait(&why.obstacle, Task::Undo(part.undo()), *tries)
                    && *tries < most
                {
                    (*at, *snag) = (now.plus(wait), Some(why));
                    return;
                }
                Some(why)
            }
        };
        let part = todo.remove(0);
        (*at, *tries, *snag) = (now, 0, None);
        self.undone.push(Undone { part, at: now, left });
    }

    /// All is forgotten here: the account is free.
    pub fn end(&mut self, now: Timestamp) {
        self.stage = Stage::Done { at: now };
    }

    /// Brings what lies ahead of a clock that was turned back to it.
    pub fn rewind(&mut self, now: Timestamp) {
        self.begun_at = now.min(self.begun_at);
        for one in &mut self.undone {
            one.at = now.min(one.at);
        }
        match &mut self.stage {
            Stage::Doing { at, .. } | Stage::Done { at } => *at = now.min(*at),
        }
    }
}
