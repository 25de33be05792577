//! What Perfil do WhatsApp is given.

use domain::Replica;
use domain::profile::{Fault, Part, Texts};
use domain::readiness::{Intervals, Scope};

/// Perfil do WhatsApp.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// Everything of the tenant; its numbers are the ones to choose from.
    pub scope: &'a Scope,
    /// The number that the page is about; `None` when there is none.
    pub number: Option<&'a Replica>,
    /// Its profile; `None` when it was never asked for.
    pub profile: Option<&'a Replica>,
    /// When a reading is old.
    pub intervals: &'a Intervals,
    /// Whether the person may write it, and why not.
    pub may_write: MayWrite,
    /// What the form holds.
    pub form: ProfileForm<'a>,
    /// The photo that somebody sent.
    pub photo: super::Photo<'a>,
    /// Its display name.
    pub name: super::DisplayName<'a>,
    /// Its username; `None` when it was never asked for.
    pub username: Option<&'a Replica>,
    /// What Farol keeps of its PIN.
    pub pin: domain::pin::Kept,
}

/// Whether a profile may be written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayWrite {
    /// It may.
    Yes,
    /// The person's role only looks.
    NotThisRole,
    /// The number is used in the WhatsApp Business app too, where its profile is kept (META 1.4).
    KeptInApp,
    /// Nothing was read yet, so there is nothing to compare with.
    NeverRead,
}

/// What the form holds.
#[derive(Clone, Copy, Debug, Default)]
pub enum ProfileForm<'a> {
    /// The profile as Meta has it.
    #[default]
    Held,
    /// The same, just written and read back.
    Saved {
        /// Whether the reading back showed what was written.
        is_read_back: bool,
    },
    /// What a person typed and was not written, so that nothing typed is lost.
    Typed {
        /// What they typed.
        texts: &'a Texts,
        /// What they saw when they began; at a conflict what Meta has now.
        seen: &'a Texts,
        /// Why it was not written.
        trouble: ProfileTrouble<'a>,
    },
}

/// Why a profile was not written.
#[derive(Clone, Copy, Debug)]
pub enum ProfileTrouble<'a> {
    /// Meta would not take these.
    Faults(&'a [(Part, Fault)]),
    /// Somebody else changed these meanwhile; nothing was written.
    Conflict(&'a [Part]),
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The profile could not be read before writing, so nothing was sent.
    NotRead {
        /// Stable name of what went wrong (`GraphError::name`).
        reason: &'a str,
        /// Meta's own words, when it answered.
        message: Option<&'a str>,
    },
    /// Meta refused; nothing was written.
    Refused {
        /// Meta's code and subcode, as in `100/2388001`.
        code: Option<&'a str>,
        /// Stable name of what went wrong (`GraphError::name`).
        reason: &'a str,
        /// Meta's own words.
        message: Option<&'a str>,
    },
    /// Meta gave no answer: whether it was written is not known.
    InDoubt {
        /// Stable name of what went wrong (`GraphError::name`).
        reason: &'a str,
    },
    /// Meta said yes, and the reading back shows something else in these.
    KeptOtherwise(&'a [Part]),
}
