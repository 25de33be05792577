//! What the cards of "Identidade na Meta" are given beside the replicas.

use domain::Timestamp;
use domain::display_name::{Fault, Stage, Standing};

use super::{MayWrite, Refusal};

/// What is known of the display name beside Meta's fields, and what became of a request.
#[derive(Clone, Copy, Debug)]
pub struct DisplayName<'a> {
    /// Where the name stands.
    pub standing: &'a Standing,
    /// The person whose request no reading shows yet.
    pub asked_by: Option<&'a str>,
    /// Whether the person may ask for a name, and why not.
    pub may_ask: MayWrite,
    /// Whether the person's role may register the number.
    pub may_register: bool,
    /// Whether Farol keeps the number's PIN; else it is asked for.
    pub is_pin_kept: bool,
    /// What they typed and was not sent.
    pub typed: Option<&'a str>,
    /// What became of what they asked for; `None` when they asked for nothing.
    pub said: Option<NameSaid<'a>>,
}

static UNREAD: Standing = Standing { name: None, stage: Stage::Unread };

impl Default for DisplayName<'_> {
    /// Nothing is known, and nobody may ask.
    fn default() -> Self {
        Self {
            standing: &UNREAD,
            asked_by: None,
            may_ask: MayWrite::NotThisRole,
            may_register: false,
            is_pin_kept: false,
            typed: None,
            said: None,
        }
    }
}

/// What became of a request for a name, or of a registration for one.
#[derive(Clone, Copy, Debug)]
pub enum NameSaid<'a> {
    /// It is not one to send.
    Fault(Fault),
    /// Another name was asked for meanwhile.
    Conflict,
    /// Another change of the number was under way all the time; nothing was sent.
    Busy,
    /// The number could not be read before; nothing was sent.
    NotRead(Refusal<'a>),
    /// Meta refused the name.
    Refused(Refusal<'a>),
    /// Meta gave no answer: whether it took the name is not known.
    InDoubt(Refusal<'a>),
    /// Meta said yes and shows another name.
    KeptOtherwise,
    /// No name waits for a registration any more.
    NotWanted,
    /// The PIN that was given is not one.
    PinMalformed,
    /// No PIN is kept, and none was given.
    PinNeeded,
    /// The PIN is another.
    PinMismatch(Refusal<'a>),
    /// The PIN that was kept is another, and one whose answer did not come is kept in its place.
    OtherPinKept(Refusal<'a>),
    /// Meta would count too many registrations before this moment.
    TooOften(Timestamp),
    /// Meta refused to register the number.
    RegisterRefused(Refusal<'a>),
    /// Meta gave no answer: whether the number is registered is not known.
    RegisterInDoubt(Refusal<'a>),
}
