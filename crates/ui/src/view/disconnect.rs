//! What the page that disconnects an account is given.

use domain::disconnection::{Disconnection, Plan};
use domain::readiness::Scope;

/// Disconnecting an account.
#[derive(Clone, Copy, Debug)]
pub struct Disconnect<'a> {
    /// What the account and its numbers are called, as long as they are held.
    pub scope: &'a Scope,
    /// The account's id.
    pub waba: &'a str,
    /// How far it is.
    pub state: DisconnectState<'a>,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub enum DisconnectState<'a> {
    /// Nothing was done: this is what it would do.
    Asked {
        /// What.
        plan: &'a Plan,
        /// What a person's yes carries, so that it is to this plan and no other.
        digest: &'a str,
        /// Whether it was another plan that was agreed to.
        has_changed: bool,
    },
    /// A login of the account is being abandoned: nothing was done.
    Busy,
    /// It is being done, or is done.
    Going(&'a Disconnection),
}
