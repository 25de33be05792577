//! What the page of a number's username, and that of its PIN, are given.

use domain::Replica;
use domain::pin::Kept;
use domain::readiness::Intervals;
use domain::username::Fault;

/// The page of a number's username.
#[derive(Clone, Copy, Debug)]
pub struct Username<'a> {
    /// The number.
    pub number: &'a Replica,
    /// Its username; `None` when it was never asked for.
    pub username: Option<&'a Replica>,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// Whether it is kept in the WhatsApp Business app, where this API does not write.
    pub is_kept_in_app: bool,
    /// What Meta proposes; nothing where it was not asked.
    pub suggestions: Suggestions<'a>,
    /// What the form holds.
    pub form: UsernameForm<'a>,
}

/// What Meta proposes.
#[derive(Clone, Copy, Debug)]
pub enum Suggestions<'a> {
    /// Nothing was asked.
    NotAsked,
    /// These.
    Names(&'a [String]),
    /// Meta gave none.
    None(Refusal<'a>),
}

/// What Meta, or the way to it, said no with.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'a> {
    /// Meta's code and subcode, as in `100/2388001`.
    pub code: Option<&'a str>,
    /// Stable name of what went wrong (`GraphError::name`).
    pub reason: &'a str,
    /// Meta's own words.
    pub message: Option<&'a str>,
}

/// What the form holds.
#[derive(Clone, Copy, Debug)]
pub enum UsernameForm<'a> {
    /// This name, which a suggestion may have filled in.
    Held {
        /// The name.
        name: &'a str,
    },
    /// Nothing any more: it was just done.
    Done {
        /// What Meta said of the name; `None` for one that was given back.
        status: Option<&'a str>,
        /// Whether a reading shows it already.
        is_read_back: bool,
    },
    /// What a person typed and was not done.
    Typed {
        /// What they typed.
        name: &'a str,
        /// Why it was not done.
        trouble: UsernameTrouble<'a>,
    },
}

/// Why a username was not set or given back.
#[derive(Clone, Copy, Debug)]
pub enum UsernameTrouble<'a> {
    /// Meta would not take such a name.
    Faults(&'a [Fault]),
    /// Another number of the same business has it, and can be made to give it away (147005).
    InUse(Refusal<'a>),
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The name could not be read before asking; nothing was sent.
    NotRead(Refusal<'a>),
    /// Meta refused.
    Refused(Refusal<'a>),
    /// Meta gave no answer.
    InDoubt {
        /// Stable name of what went wrong (`GraphError::name`).
        reason: &'a str,
    },
    /// The person did not say yes to what follows.
    NoConsent,
    /// The number has another name by now than the person saw.
    Moved,
}

/// The page of a number's PIN.
#[derive(Clone, Copy, Debug)]
pub struct Pin<'a> {
    /// The number.
    pub number: &'a Replica,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// Whether it is kept in the WhatsApp Business app, where this API does not write.
    pub is_kept_in_app: bool,
    /// What Farol keeps of it.
    pub kept: Kept,
    /// What became of a form.
    pub said: Option<PinSaid<'a>>,
}

/// What became of a PIN's form; no PIN is shown again.
#[derive(Clone, Copy, Debug)]
pub enum PinSaid<'a> {
    /// Meta took it.
    Changed,
    /// It is not six digits.
    Format,
    /// The two are not the same.
    Differ,
    /// Meta refused.
    Refused(Refusal<'a>),
    /// Meta refused, and of others nobody knows yet whether it took them.
    RefusedInDoubt(Refusal<'a>),
    /// Meta gave no answer; both are kept.
    InDoubt {
        /// Stable name of what went wrong (`GraphError::name`).
        reason: &'a str,
    },
    /// There is none to be sent again.
    NoneInDoubt,
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// Too many were sent; nothing more for so many seconds.
    TooMany {
        /// Seconds.
        wait_s: u64,
    },
}
