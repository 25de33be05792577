//! What is left when all steps but the webhook are behind: an event that Meta signs.

use domain::Replica;
use domain::signup::{Number, Signup};

use crate::view::Frame;
use crate::words::Words;

/// How an event can be caused.
pub(crate) struct FirstEvent {
    pub sentence: String,
    /// A chat with the number, and its text.
    pub chat: Option<(String, String)>,
    /// The emulator's page; only in `demo`.
    pub sandbox_url: Option<String>,
}

/// Numbers of an account that are named at most.
const NAMED: usize = 4;
/// Digits of a telephone number, country included (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Words how the first event comes.
pub(crate) fn first_event(words: &Words, frame: &Frame, signup: &Signup) -> FirstEvent {
    let Some(number) = &signup.number else {
        let sentence = words.t("first-event-no-number");
        return FirstEvent { sentence, chat: None, sandbox_url: None };
    };
    let shown = number.display_phone_number.as_str();
    FirstEvent {
        sentence: words.t1("first-event", "number", shown),
        chat: digits(number).map(|digits| {
            (format!("https://wa.me/{digits}"), words.t1("first-event-chat", "number", shown))
        }),
        sandbox_url: frame.sandbox_url.clone(),
    }
}

/// The same where the login brought no number and its account has some: a message to any of them is an
/// event of the account.
pub(crate) fn of_account(words: &Words, frame: &Frame, numbers: &[&Replica]) -> Option<FirstEvent> {
    let shown = |number: &&Replica| {
        number.text("display_phone_number").unwrap_or(number.node.id.as_str()).to_owned()
    };
    let mut phones: Vec<String> = numbers.iter().take(NAMED).map(shown).collect();
    if phones.is_empty() {
        return None;
    }
    if numbers.len() > NAMED {
        phones.push("…".to_owned());
    }
    Some(FirstEvent {
        sentence: words.t1("first-event-any-number", "numbers", phones.join(", ")),
        chat: None,
        sandbox_url: frame.sandbox_url.clone(),
    })
}

/// The number in digits; `None` when Meta did not print it, so that its id stands in its place.
fn digits(number: &Number) -> Option<String> {
    let shown = number.display_phone_number.as_str();
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    (shown != number.id.as_str() && DIGITS.contains(&digits.len())).then_some(digits)
}
