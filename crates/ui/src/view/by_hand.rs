//! What the page of a connection by hand is given.

use domain::by_hand::{Fault, Field};

/// Connecting by hand.
#[derive(Clone, Copy, Debug)]
pub struct ByHand<'a> {
    /// The account that is to be connected again; `None` for any.
    pub again: Option<&'a str>,
    /// What was typed into the fields that are no secret.
    pub typed: &'a [(Field, String)],
    /// What was wrong with it.
    pub faults: &'a [Fault],
    /// The connection that was begun with it.
    pub begun: Option<BegunByHand<'a>>,
    /// The own callbacks of the tenant's accounts.
    pub callbacks: &'a [OwnCallback],
}

/// A connection that was begun.
#[derive(Clone, Copy, Debug)]
pub struct BegunByHand<'a> {
    /// Its login's id.
    pub signup: &'a str,
    /// Its own callback; `None` with the installation's app.
    pub callback: Option<&'a OwnCallback>,
    /// What Meta is to repeat in the handshake; shown this once.
    pub verify_token: Option<&'a str>,
}

/// The own callback of an account.
#[derive(Clone, Debug)]
pub struct OwnCallback {
    /// The account's id.
    pub waba: String,
    /// The address; `None` while nobody told Farol its own.
    pub url: Option<String>,
}
