//! What a signup is told: the outcome of a task, or word of a person, of the popup or of Meta.

use meta::signup::Event;

use super::{Ending, Listed, Snag, Target};
use crate::time::Timestamp;

/// What came of a task, or what a person, the popup or Meta told.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// The code was traded; the token is sealed.
    Exchanged(Result<(), Snag>),
    /// The token reaches this account, which is the tenant's from now on.
    Proven(Result<Target, Snag>),
    /// Subscribed.
    Subscribed(Result<(), Snag>),
    /// The account's numbers.
    Found(Result<Look, Snag>),
    /// A PIN is sealed and the call that registers goes out now.
    Calling,
    /// Registered.
    Registered(Result<(), Snag>),
    /// Read.
    WasRead(Result<(), Snag>),
    /// The popup's message came after its code.
    Told(Event),
    /// A signed webhook that names the account was received at this moment.
    Webhook {
        /// When it was received.
        received_at: Timestamp,
        /// Whether it is about a number's name.
        is_about_name: bool,
    },
    /// A person gave the number's PIN; it is sealed.
    PinGiven,
    /// A person asked Meta to send the number's code.
    CodeRequested(Result<(), Snag>),
    /// A person gave the number's code.
    CodeVerified(Result<(), Snag>),
    /// A person wants the step done again now.
    TryAgain,
    /// It ends here.
    Ended(Ending),
}

/// A look at the account's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When Meta was asked: what was done later it does not show.
    pub asked_at: Timestamp,
    /// The numbers.
    pub numbers: Vec<Listed>,
}
