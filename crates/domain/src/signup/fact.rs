//! What a signup is told: the outcome of a task, or word of a person, of the popup or of Meta.

use meta::WabaId;
use meta::signup::Event;

use super::{Ending, Listed, Number, Routed, Snag, Synced, Target};
use crate::time::Timestamp;

/// What came of a task, or what a person, the popup or Meta told.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// The code was traded; the token is sealed.
    Exchanged(Result<(), Snag>),
    /// The token reaches this account, which is the tenant's from now on.
    Proven(Result<Target, Snag>),
    /// The call that subscribes goes out now, if the app was not there already.
    Subscribing {
        /// Whether it was.
        was_there: bool,
    },
    /// Subscribed, and read back.
    Subscribed(Result<(), Snag>),
    /// The account's numbers.
    Found(Result<Look, Snag>),
    /// A PIN is sealed and the call that registers goes out now.
    Calling,
    /// Registered.
    Registered(Result<(), Snag>),
    /// The call that sets the number's override goes out now.
    Overriding,
    /// Where the number's messages go.
    Routed(Result<Routed, Snag>),
    /// A person wants the number's messages here, which went to this address.
    RouteTaken {
        /// As the page showed it.
        from: String,
    },
    /// A person leaves the number's messages where they go.
    RouteLeft,
    /// What became of asking for the app's state, or for its history.
    Synced(Result<Synced, Snag>),
    /// A person wants the app asked for its data, once they know where that may go.
    SyncWanted,
    /// The customer did not share the app's history (2593109).
    HistoryDeclined,
    /// Read.
    WasRead(Result<(), Snag>),
    /// The popup's message came after its code.
    Told(Event),
    /// A signed webhook that names the account was received at this moment.
    Webhook {
        /// When it was received.
        received_at: Timestamp,
        /// Whether it names the login's number by its id (`metadata.phone_number_id`), in a field that
        /// goes where the number's messages go.
        names_number: bool,
        /// Whether it is about the number's name.
        is_about_name: bool,
    },
    /// A signed webhook said that this account was shared with the app.
    PartnerAdded {
        /// The account.
        waba: WabaId,
    },
    /// A person added a number to the account of a login that came without one.
    NumberAdded(Result<Number, Snag>),
    /// A person says that the account of a login that came without a number has one now.
    LookForNumber,
    /// A person gave the number's PIN; it is sealed.
    PinGiven,
    /// A person asked Meta to send the number's code.
    CodeRequested(Result<(), Snag>),
    /// A person gave the number's code.
    CodeVerified(Result<(), Snag>),
    /// A person wants the step done again now.
    TryAgain,
    /// A person abandons it.
    Left {
        /// Whether somebody else counts on the account: another login of it.
        is_shared: bool,
    },
    /// Something was undone at Meta, and read back.
    Undone(Result<(), Snag>),
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
