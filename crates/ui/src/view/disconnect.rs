//! What the page that disconnects an account is given.

use domain::signup::{Said, Snag, Undo};
use meta::PhoneNumberId;

/// Disconnecting an account.
#[derive(Clone, Copy, Debug)]
pub struct Disconnect<'a> {
    /// The account's id.
    pub waba: &'a str,
    /// Numbers whose override is removed at Meta.
    pub overrides: &'a [PhoneNumberId],
    /// Whether the app's subscription is removed at Meta.
    pub subscription: bool,
    /// How far it is.
    pub state: DisconnectState<'a>,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub enum DisconnectState<'a> {
    /// Nothing was done: this is what it would do.
    Asked,
    /// A login of the account is being abandoned: nothing was done.
    Busy,
    /// Meta gave no answer: the account is still connected.
    NotYet(Option<&'a Said>),
    /// Done; these stay at Meta.
    Done(&'a [(Undo, Snag)]),
}
