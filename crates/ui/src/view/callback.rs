//! What the page of the app's callback is given.

use domain::Timestamp;
use domain::callback::Standing;

/// The app's callback, as Meta shows it, and what taking it would be.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// The app's id.
    pub app_id: &'a str,
    /// This Farol's address; `None` while nobody told Farol.
    pub own: Option<&'a str>,
    /// The fields that the call would ask for.
    pub fields: &'a [String],
    /// Whose it is; Meta's words where it could not be asked.
    pub standing: Result<&'a Standing, &'a str>,
    /// When Meta was asked.
    pub at: Timestamp,
    /// What tells the address that Meta shows from any other, for the form.
    pub mark: &'a str,
    /// The word about this address that was given and is not done yet.
    pub waits: Option<CallbackWait<'a>>,
    /// Whether a word was not taken, as Meta shows another address than the page did.
    pub has_changed: bool,
}

/// A word that is not done yet.
#[derive(Clone, Copy, Debug)]
pub struct CallbackWait<'a> {
    /// Who gave it; `None` when the command line did.
    pub person: Option<&'a str>,
    /// When.
    pub since: Timestamp,
    /// Why Meta did not do it so far.
    pub said: Option<&'a str>,
}
