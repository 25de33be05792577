//! Connecting by hand: the form, what was wrong with it, and the own callback that it makes.

use askama::Template;
use domain::by_hand::{Fault, Field};
use domain::signup::Said;

use crate::frame::{Around, Page};
use crate::view::{self, Frame};
use crate::words::Words;

#[derive(Template)]
#[template(path = "by_hand.html")]
struct ByHand {
    page: Page,
    around: Around,
    again: Option<String>,
    faults: Vec<Wrong>,
    fields: Vec<Input>,
    begun: Option<Begun>,
    callbacks: Vec<Callback>,
}

/// Something wrong with what was given.
struct Wrong {
    /// The field that it is about, as a link's place.
    field: Option<&'static str>,
    title: String,
    next: String,
    /// Meta's own words.
    said: Option<String>,
}

struct Input {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    is_secret: bool,
    is_wrong: bool,
}

struct Begun {
    signup: String,
    callback: Option<Callback>,
}

struct Callback {
    name: String,
    url: Option<String>,
    verify_token: Option<String>,
}

/// The page.
pub fn by_hand(frame: &Frame, view: &view::ByHand<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let is_wrong = |field: Field| view.faults.iter().any(|fault| fault.field() == Some(field));
    let inputs = Field::ALL.into_iter().map(|field| Input {
        name: field.as_str(),
        label: words.t(label(field)),
        hint: words.t(hint(field)),
        value: view
            .typed
            .iter()
            .find(|(of, _)| *of == field)
            .map_or_else(String::new, |(_, text)| text.clone()),
        is_secret: matches!(field, Field::Token | Field::Secret),
        is_wrong: is_wrong(field),
    });
    let callbacks = view.callbacks.iter().map(|found| callback(found, None));
    crate::rendered(&ByHand {
        again: view.again.map(str::to_owned),
        faults: view.faults.iter().map(|fault| wrong(&words, fault)).collect(),
        fields: inputs.collect(),
        begun: view.begun.as_ref().map(|begun| Begun {
            signup: begun.signup.to_owned(),
            callback: begun.callback.map(|found| callback(found, begun.verify_token)),
        }),
        callbacks: callbacks.collect(),
        around: Around::new(&words, frame),
        page: Page::new(words, "hand-title"),
    })
}

fn callback(found: &view::OwnCallback, verify_token: Option<&str>) -> Callback {
    Callback {
        name: found.waba.clone(),
        url: found.url.clone(),
        verify_token: verify_token.map(str::to_owned),
    }
}

const fn label(field: Field) -> &'static str {
    match field {
        Field::Waba => "hand-waba",
        Field::PhoneNumber => "hand-number",
        Field::Business => "hand-business",
        Field::App => "hand-app",
        Field::Token => "hand-token",
        Field::Secret => "hand-secret",
    }
}

const fn hint(field: Field) -> &'static str {
    match field {
        Field::Waba => "hand-waba-hint",
        Field::PhoneNumber => "hand-number-hint",
        Field::Business => "hand-business-hint",
        Field::App => "hand-app-hint",
        Field::Token => "hand-token-hint",
        Field::Secret => "hand-secret-hint",
    }
}

fn wrong(words: &Words, fault: &Fault) -> Wrong {
    let (title, next) = keys(fault);
    let title = match fault {
        Fault::Format(field) => words.t1(title, "field", words.t(label(*field))),
        Fault::TokenEndsSoon { at } => words.t1(title, "time", words.moment(*at)),
        Fault::ScopesMissing { scopes } => words.t1(title, "scopes", scopes.join(", ")),
        Fault::AnotherBusiness { business } => words.t1(title, "business", business.as_str()),
        Fault::AppRefused { .. }
        | Fault::TokenOfAnotherApp
        | Fault::TokenInvalid
        | Fault::TokenForADay
        | Fault::TokenOfPerson
        | Fault::AccountNotGranted
        | Fault::SecretNotProven { .. }
        | Fault::OwnerUnknown
        | Fault::NumberNotInAccount
        | Fault::AccountHeldElsewhere
        | Fault::NumberHeldElsewhere
        | Fault::AnotherAccount
        | Fault::Refused { .. }
        | Fault::Unanswered
        | Fault::TooOften => words.t(title),
    };
    Wrong {
        field: fault.field().map(Field::as_str),
        title,
        next: words.t(next),
        said: said(fault).map(quoted),
    }
}

/// What is wrong, and what to do about it.
const fn keys(fault: &Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Format(Field::Token | Field::Secret) => ("hand-format", "hand-format-secret-next"),
        Fault::Format(Field::Waba | Field::PhoneNumber | Field::Business | Field::App) => {
            ("hand-format", "hand-format-next")
        }
        Fault::AppRefused { .. } => ("hand-app-refused", "hand-app-refused-next"),
        Fault::TokenOfAnotherApp => ("hand-other-app", "hand-other-app-next"),
        Fault::TokenInvalid => ("hand-token-invalid", "hand-make-token-next"),
        Fault::TokenForADay => ("hand-token-day", "hand-make-token-next"),
        Fault::TokenOfPerson => ("hand-token-person", "hand-make-token-next"),
        Fault::TokenEndsSoon { .. } => ("hand-token-soon", "hand-make-token-next"),
        Fault::ScopesMissing { .. } => ("hand-scopes", "hand-scopes-next"),
        Fault::AccountNotGranted => ("hand-not-granted", "hand-not-granted-next"),
        Fault::SecretNotProven { .. } => ("hand-not-proven", "hand-not-proven-next"),
        Fault::OwnerUnknown => ("hand-owner-unknown", "hand-owner-unknown-next"),
        Fault::AnotherBusiness { .. } => ("hand-other-business", "hand-other-business-next"),
        Fault::NumberNotInAccount => ("hand-no-number", "hand-no-number-next"),
        Fault::AccountHeldElsewhere => ("hand-held-account", "hand-held-next"),
        Fault::NumberHeldElsewhere => ("hand-held-number", "hand-held-next"),
        Fault::AnotherAccount => ("hand-other-account", "hand-other-account-next"),
        Fault::Refused { .. } => ("hand-refused", "hand-refused-next"),
        Fault::Unanswered => ("hand-unanswered", "hand-unanswered-next"),
        Fault::TooOften => ("hand-too-often", "hand-too-often-next"),
    }
}

const fn said(fault: &Fault) -> Option<&Said> {
    match fault {
        Fault::AppRefused { said } | Fault::SecretNotProven { said } | Fault::Refused { said } => {
            said.as_ref()
        }
        Fault::Format(_)
        | Fault::TokenOfAnotherApp
        | Fault::TokenInvalid
        | Fault::TokenForADay
        | Fault::TokenOfPerson
        | Fault::TokenEndsSoon { .. }
        | Fault::ScopesMissing { .. }
        | Fault::AccountNotGranted
        | Fault::OwnerUnknown
        | Fault::AnotherBusiness { .. }
        | Fault::NumberNotInAccount
        | Fault::AccountHeldElsewhere
        | Fault::NumberHeldElsewhere
        | Fault::AnotherAccount
        | Fault::Unanswered
        | Fault::TooOften => None,
    }
}

fn quoted(said: &Said) -> String {
    let code = [said.code, said.subcode].into_iter().flatten();
    let codes: Vec<String> = code.map(|code| code.to_string()).collect();
    format!("{} {}", codes.join("/"), said.message).trim().to_owned()
}
