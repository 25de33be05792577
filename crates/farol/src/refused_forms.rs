//! A form that was not taken: what was wrong, and what was typed but for secrets.

use std::time::Duration;

use meta::WabaId;
use store::SignupId;
use ui::view::TypedNumber;

/// How long a page says it, unless another form comes before.
pub const SAID_FOR: Duration = Duration::from_secs(15 * 60);

/// A form that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedForm {
    /// A login's PIN was not six digits.
    Pin(SignupId),
    /// The code of a login's number was not six digits.
    Code(SignupId),
    /// A login's new number can't be one, or Meta did not add it.
    Number(SignupId, TypedNumber),
    /// A login's clean-up is another than the one that was agreed to.
    Leaving(SignupId),
    /// What disconnecting an account would undo is another than what was agreed to.
    Disconnection(WabaId),
    /// The app's callback is another than the one that may be replaced.
    Callback,
}
