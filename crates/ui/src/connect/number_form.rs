//! Adding a number to an account whose login came without one.

use domain::signup::Signup;

use super::trouble::{self, Trouble};
use crate::view::{Frame, NumberField, RefusedForm, TypedNumber};
use crate::words::Words;

/// The country whose code stands there before anything is typed.
const BRAZIL: &str = "55";

/// The form, with what was typed last where it was not taken.
pub(crate) struct NumberForm {
    pub cc: Field,
    pub phone: Field,
    pub name: Field,
    /// Whether the number is to leave the account that has it.
    pub migrates: bool,
    /// Why Meta did not add the last one.
    pub trouble: Option<Trouble>,
}

/// What stands in a field, and what is wrong with it.
pub(crate) struct Field {
    pub text: String,
    pub error: Option<String>,
}

/// Words the form; `None` for a login that has a number, or is not so far.
pub(crate) fn number_form(
    words: &Words,
    frame: &Frame,
    signup: &Signup,
    refused: Option<RefusedForm<'_>>,
) -> Option<NumberForm> {
    if !signup.wants_number() || !frame.may_connect || frame.is_guest {
        return None;
    }
    let untouched = TypedNumber { cc: BRAZIL.to_owned(), ..TypedNumber::default() };
    let typed = if let Some(RefusedForm::Number(typed)) = refused { typed } else { &untouched };
    let field = |text: &str, field: NumberField, key: &str| Field {
        text: text.to_owned(),
        error: typed.wrong.contains(&field).then(|| words.t(key)),
    };
    Some(NumberForm {
        cc: field(&typed.cc, NumberField::CountryCode, "number-cc-wrong"),
        phone: field(&typed.phone_number, NumberField::PhoneNumber, "number-phone-wrong"),
        name: field(&typed.verified_name, NumberField::Name, "number-name-wrong"),
        migrates: typed.migrates,
        trouble: signup
            .number_refused()
            .map(|snag| trouble::snag(words, frame, (signup, snag), None)),
    })
}
