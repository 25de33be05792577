//! Adding a number to an account whose login came without one.

use domain::signup::Signup;

use super::trouble::{self, Trouble};
use crate::view::{Frame, RefusedForm};
use crate::words::Words;

/// The form.
pub(crate) struct NumberForm {
    /// What was wrong with what was typed last.
    pub error: Option<String>,
    /// Why Meta did not add the last one.
    pub trouble: Option<Trouble>,
}

/// Words the form; `None` for a login that has a number, or is not so far.
pub(crate) fn number_form(
    words: &Words,
    frame: &Frame,
    signup: &Signup,
    refused: Option<RefusedForm>,
) -> Option<NumberForm> {
    let form = || NumberForm {
        error: (refused == Some(RefusedForm::NumberFormat)).then(|| words.t("number-format")),
        trouble: signup
            .number_refused()
            .map(|snag| trouble::snag(words, frame, (signup, snag), None)),
    };
    (signup.wants_number() && frame.may_connect && !frame.is_guest).then(form)
}
