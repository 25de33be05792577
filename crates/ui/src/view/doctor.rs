//! What the doctor's page is given.

use domain::Timestamp;
use domain::doctor::{Finding, Stranger, Way};

/// Everything that was looked at, judged.
#[derive(Clone, Copy, Debug)]
pub struct Doctor<'a> {
    /// In the order of the page: the app's, then each account's with its numbers.
    pub lines: &'a [DoctorLine<'a>],
    /// The accounts that were looked at, in the same order.
    pub accounts: &'a [(String, Option<String>)],
    /// Where each number's messages go.
    pub ways: &'a [Way],
    /// The foreign apps that hear of the accounts too.
    pub strangers: &'a [Stranger],
    /// When it was looked.
    pub at: Timestamp,
    /// Whether the reader runs the installation, and may open its preflight.
    pub runs_it: bool,
    /// What came of a call that was asked for just now.
    pub did: Option<Did<'a>>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct DoctorLine<'a> {
    /// What was found.
    pub finding: &'a Finding,
    /// The account that it is about, or whose number it is about; `None` for the app.
    pub waba: Option<&'a str>,
    /// The number as people write it, for one about a number.
    pub display: Option<&'a str>,
    /// The call that mends it, if there is one.
    pub call: Option<ShownCall>,
}

/// A call as it is shown before it is made; no secret is in it.
#[derive(Clone, Debug)]
pub struct ShownCall {
    /// As `POST`.
    pub method: String,
    /// With the version, as `/v25.0/102290129340398/subscribed_apps`.
    pub path: String,
    /// Names and values.
    pub parameters: Vec<(String, String)>,
    /// What tells this call from another.
    pub stamp: String,
    /// Whether the reader may make it.
    pub may: MayCall,
}

/// Whether a reader may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayCall {
    /// Yes.
    Yes,
    /// It belongs to the installation, and the reader does not run it.
    NotYours,
    /// The reader's role may not connect.
    NotAllowed,
}

/// What the command says on the way of mending the app's callback.
#[derive(Clone, Debug)]
pub enum FixingCallback<'a> {
    /// It is this Farol's; nothing was sent.
    Good,
    /// It is another program's that nobody named; nothing was sent.
    Foreign {
        /// Where, as it may be shown.
        url: String,
    },
    /// It is another than the one that was named; nothing was sent.
    Other {
        /// Where, as it may be shown.
        found: String,
        /// What was named.
        named: String,
    },
    /// One was named, and there is none; nothing was sent.
    Nobody,
    /// The call, before it is made.
    Call {
        /// Without its secrets.
        call: &'a ShownCall,
        /// Who loses the app's webhooks by it.
        loses: Option<&'a str>,
    },
    /// Whether it may be made.
    Ask,
    /// It may not.
    NotAgreed,
    /// What came of it.
    Did(Did<'a>),
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did<'a> {
    /// Meta did it, and shows it.
    Mended,
    /// Meta said yes, and does not show it.
    NotShown,
    /// Nothing was sent: the world is another meanwhile.
    Changed,
    /// Nothing was sent: its account is being disconnected.
    BeingUndone,
    /// Nothing was sent: it is the installation's.
    NotYours,
    /// Nothing was sent: another change is under way, or too many registrations went out.
    NotNow,
    /// Refused, in these words.
    Refused(&'a str),
}
