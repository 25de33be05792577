//! Whether Meta shows a way to pay for an account: by what funds it, or by its health's error
//! (META 2.1, 5). Without one messages that the business starts are blocked; nothing else is.

use serde_json::Value;

use crate::health;
use crate::replica::Replica;

/// Meta's code for a payment method that does not work.
const FAILING: &str = "141006";
/// What funds an account, as Meta names it.
const FUNDING: &str = "primary_funding_id";

/// What is seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// The account was not read yet.
    NotRead,
    /// Meta names what funds the account.
    Seen,
    /// Meta names nothing: a new account, or one whose payer Meta does not tell this token.
    NotSeen,
    /// Meta's health of the account names an error with it (141006).
    Failing,
}

/// What an account's replica shows.
pub fn of(waba: &Replica) -> Payment {
    let errors = health::entities(waba).into_iter().flat_map(|entity| entity.errors);
    if errors.into_iter().any(|error| error.code == FAILING) {
        return Payment::Failing;
    }
    // One that Meta leaves out was read all the same.
    match waba.fields.get(FUNDING).map(|heard| &heard.value) {
        None => Payment::NotRead,
        Some(Value::String(id)) if !id.is_empty() => Payment::Seen,
        Some(Value::Number(_)) => Payment::Seen,
        Some(_) => Payment::NotSeen,
    }
}
