//! One photo on its way to Meta: a machine that names the next task and takes what came of it, so
//! that a kill or a lost answer repeats a task and never begins anew what Meta has already.
//!
//! Meta's resumable upload (META 6): a session, bytes from an offset, a handle, and the handle set in
//! the profile. Nothing is called done before a reading shows another picture than stood before.

use std::time::Duration;

use meta::graph::UploadSession;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// First wait after trouble; each following one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// After this long, trouble ends the attempts: a photo that appears the next day surprises.
const GIVE_UP: Duration = Duration::from_secs(60 * 60);
/// Sessions begun for one photo at most, and times that its handle is set.
const STARTS: u32 = 3;
/// Waits before the looks at what Meta shows; after the last one nothing more is waited for.
const LOOKS: [Duration; 6] = [
    Duration::from_millis(2),
    Duration::from_millis(400),
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(10),
    Duration::from_secs(30),
];
/// Looks after which a handle that Meta gave no answer to is set once more.
const LOOKS_IN_DOUBT: usize = 3;

/// A photo on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// When a person asked for it; also what tells it from the one before.
    pub asked_at: Timestamp,
    /// Bytes of the photo.
    pub length: u64,
    /// The address of the photo that the person saw; `None` for none.
    pub seen: Option<String>,
    /// Where it stands.
    pub phase: Phase,
    /// When there is something to do; `None` for never again.
    pub due_at: Option<Timestamp>,
    /// Failures of the task at hand.
    failures: u32,
    /// Sessions begun and handles set so far.
    starts: u32,
}

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing was asked of Meta yet.
    Noted,
    /// A session is open.
    Open {
        /// The session.
        session: UploadSession,
        /// How many bytes Meta has; `None` when that must be asked.
        offset: Option<u64>,
    },
    /// Meta has all bytes.
    Handed {
        /// By what Meta knows them.
        handle: String,
    },
    /// The profile was asked to show them.
    Sent {
        /// By what Meta knows them.
        handle: String,
        /// The address that stood before.
        before: Option<String>,
        /// Whether Meta said yes.
        is_answered: bool,
        /// Looks that showed the old one.
        looks: usize,
    },
    /// A reading showed another picture.
    Shown {
        /// When.
        at: Timestamp,
    },
    /// Meta said yes and no reading showed another picture.
    Unshown {
        /// When that was given up.
        at: Timestamp,
    },
    /// Somebody else's photo stands there by now; nothing was set.
    Moved {
        /// When that was seen.
        at: Timestamp,
    },
    /// It did not work.
    Failed {
        /// When.
        at: Timestamp,
        /// Why.
        snag: Snag,
    },
}

/// Why a task failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snag {
    /// Stable name (`GraphError::name`).
    pub reason: String,
    /// Meta's code and subcode, as in `100/33`.
    pub code: Option<String>,
    /// Meta's own words.
    pub message: Option<String>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Open a session.
    Begin,
    /// Ask how many bytes Meta has.
    Ask(UploadSession),
    /// Send the bytes from an offset on.
    Send(UploadSession, u64),
    /// Look at the profile, and have it show what the handle stands for.
    Set(String),
    /// Look whether another picture stands there than this address named.
    Look(Option<String>),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// A session is open.
    Begun(UploadSession),
    /// Meta has so many bytes.
    Reached(u64),
    /// Meta took bytes and wants more.
    Partly,
    /// Meta has all bytes, by this handle.
    Handed(String),
    /// Another photo stands there than the person saw.
    Moved,
    /// The profile is about to be asked, with this address standing.
    Setting(Option<String>),
    /// Meta said yes.
    Set,
    /// A look showed another picture, or the old one.
    Looked {
        /// Whether it is another.
        is_other: bool,
    },
    /// Meta refused this one request.
    Refused(Snag),
    /// Meta will refuse all until a person does something.
    Stopped(Snag),
    /// No answer, or trouble that passes.
    Trouble(Snag),
}

impl Upload {
    /// A photo of so many bytes that a person asks for now.
    pub fn new(length: u64, seen: Option<String>, now: Timestamp) -> Self {
        Self {
            asked_at: now,
            length,
            seen,
            phase: Phase::Noted,
            due_at: Some(now),
            failures: 0,
            starts: 0,
        }
    }

    /// The same photo asked for once more, after it failed or another stood there.
    #[must_use]
    pub fn again(&self, seen: Option<String>, now: Timestamp) -> Self {
        Self::new(self.length, seen, now)
    }

    /// Whether nothing more is done for it.
    pub fn is_over(&self) -> bool {
        self.due_at.is_none()
    }

    /// Whether its bytes may still be wanted: by a task, or by a person who tries again.
    pub fn wants_bytes(&self) -> bool {
        match &self.phase {
            Phase::Shown { .. } | Phase::Unshown { .. } => false,
            Phase::Noted
            | Phase::Open { .. }
            | Phase::Handed { .. }
            | Phase::Sent { .. }
            | Phase::Moved { .. }
            | Phase::Failed { .. } => true,
        }
    }

    /// What is to be done now, if anything.
    pub fn next(&self, now: Timestamp) -> Option<Task> {
        self.due_at.filter(|due| *due <= now)?;
        match &self.phase {
            Phase::Noted => Some(Task::Begin),
            Phase::Open { session, offset: None } => Some(Task::Ask(session.clone())),
            Phase::Open { session, offset: Some(offset) } => {
                Some(Task::Send(session.clone(), *offset))
            }
            Phase::Handed { handle } => Some(Task::Set(handle.clone())),
            Phase::Sent { before, .. } => Some(Task::Look(before.clone())),
            Phase::Shown { .. }
            | Phase::Unshown { .. }
            | Phase::Moved { .. }
            | Phase::Failed { .. } => None,
        }
    }

    /// Takes what came of the task. What does not fit where it stands changes nothing.
    pub fn apply(&mut self, came: Came, now: Timestamp) {
        match (came, self.phase.clone()) {
            (Came::Begun(session), Phase::Noted) => {
                self.starts += 1;
                self.turn(Phase::Open { session, offset: Some(0) }, now);
            }
            (Came::Reached(offset), Phase::Open { session, .. }) if offset <= self.length => {
                // Not a turn: a session that gets no further must count its failures.
                self.phase = Phase::Open { session, offset: Some(offset) };
                self.due_at = Some(now);
            }
            (Came::Reached(_), Phase::Open { .. }) => self.turn(Phase::Noted, now),
            (Came::Partly, Phase::Open { session, .. }) => {
                self.turn(Phase::Open { session, offset: None }, now);
            }
            (Came::Handed(handle), Phase::Open { .. }) => self.turn(Phase::Handed { handle }, now),
            (Came::Moved, Phase::Handed { .. }) => self.end(Phase::Moved { at: now }),
            (Came::Setting(before), Phase::Handed { handle }) => {
                self.starts += 1;
                let sent = Phase::Sent { handle, before, is_answered: false, looks: 0 };
                self.turn(sent, now.plus(LOOKS[1]));
            }
            (Came::Set, Phase::Sent { handle, before, looks, .. }) => {
                let sent = Phase::Sent { handle, before, is_answered: true, looks };
                self.turn(sent, now.plus(LOOKS[0]));
            }
            (Came::Looked { is_other: true }, Phase::Sent { .. }) => {
                self.end(Phase::Shown { at: now });
            }
            (Came::Looked { is_other: false }, Phase::Sent { .. }) => self.looked_in_vain(now),
            (Came::Refused(snag), phase) => self.refused(phase, snag, now),
            (Came::Stopped(snag), _) => self.fail(snag, now),
            (Came::Trouble(snag), phase) => self.troubled(phase, snag, now),
            _ => {}
        }
    }

    /// Brings all that lies ahead of `now` back to it: the clock was turned back.
    pub fn rewind(&mut self, now: Timestamp) {
        self.asked_at = self.asked_at.min(now);
        self.due_at = self.due_at.map(|due| due.min(now));
        match &mut self.phase {
            Phase::Shown { at }
            | Phase::Unshown { at }
            | Phase::Moved { at }
            | Phase::Failed { at, .. } => *at = (*at).min(now),
            Phase::Noted | Phase::Open { .. } | Phase::Handed { .. } | Phase::Sent { .. } => {}
        }
    }

    fn turn(&mut self, phase: Phase, due: Timestamp) {
        (self.phase, self.due_at, self.failures) = (phase, Some(due), 0);
    }

    fn end(&mut self, phase: Phase) {
        (self.phase, self.due_at) = (phase, None);
    }

    /// A session that Meta refuses is asked where it stands, then given up for a new one.
    fn refused(&mut self, phase: Phase, snag: Snag, now: Timestamp) {
        match phase {
            Phase::Open { session, offset: Some(_) } if self.failures == 0 => {
                self.turn(Phase::Open { session, offset: None }, now);
                self.failures = 1;
            }
            Phase::Open { .. } if self.starts < STARTS => self.turn(Phase::Noted, now),
            _ => self.fail(snag, now),
        }
    }

    /// Ends it; what Meta said yes to did not fail, it was only not seen.
    fn fail(&mut self, snag: Snag, now: Timestamp) {
        match &self.phase {
            Phase::Sent { is_answered: true, .. } => self.end(Phase::Unshown { at: now }),
            _ => self.end(Phase::Failed { at: now, snag }),
        }
    }

    fn troubled(&mut self, phase: Phase, snag: Snag, now: Timestamp) {
        if now.since(self.asked_at) > GIVE_UP {
            return self.fail(snag, now);
        }
        self.failures += 1;
        let wait = FIRST_WAIT * 2_u32.saturating_pow(self.failures.min(16) - 1);
        self.due_at = Some(now.plus(wait.min(LONGEST_WAIT)));
        // What Meta got of the bytes before the answer was lost is not known.
        if let Phase::Open { session, .. } = phase {
            self.phase = Phase::Open { session, offset: None };
        }
    }

    fn looked_in_vain(&mut self, now: Timestamp) {
        let starts = self.starts;
        let Phase::Sent { handle, is_answered, looks, .. } = &mut self.phase else { return };
        *looks += 1;
        let may_wait = if *is_answered { LOOKS.len() } else { LOOKS_IN_DOUBT };
        match LOOKS.get(*looks) {
            Some(wait) if *looks < may_wait => self.due_at = Some(now.plus(*wait)),
            _ if *is_answered => self.end(Phase::Unshown { at: now }),
            // Setting the same handle twice shows the same photo.
            _ if starts < STARTS * 2 => {
                let handle = handle.clone();
                self.turn(Phase::Handed { handle }, now);
            }
            _ => {
                let reason = "unanswered".to_owned();
                let snag = Snag { reason, code: None, message: None };
                self.end(Phase::Failed { at: now, snag });
            }
        }
    }
}
