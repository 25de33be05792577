//! Farol's translation of sentences that Meta is known to say (META 5), by their exact words.
//!
//! Any other sentence has none: a translation that guesses would be an interpretation.

use crate::language::Language;
use crate::words::Words;

/// Meta's sentence, to where it is enough, and the key of its translation.
const KNOWN: &[(&str, &str)] = &[
    (
        "The phone number is not connected to the WhatsApp Business Platform.",
        "translated-not-connected",
    ),
    ("Register the phone number and try again.", "translated-register"),
    ("Message templates can only be sent out if they are approved.", "translated-approved-only"),
    ("Edit or appeal the message template review decision.", "translated-edit-or-appeal"),
    (
        "There is an error with the payment method. This will block business initiated \
         conversations.",
        "translated-payment",
    ),
    (
        "There was an error with your payment method. Please add a new payment method to the \
         account.",
        "translated-payment-add",
    ),
    ("The Business has not passed business verification.", "translated-unverified"),
    ("Template is paused due to low quality.", "translated-paused"),
    (
        "Edit the template to improve its quality and try again after it is approved.",
        "translated-edit-quality",
    ),
    ("Template is disabled due to low quality.", "translated-disabled"),
    ("Create a new template with different content.", "translated-create"),
    (
        "Your display name has not been approved yet. Your message limit will increase after the \
         display name is approved.",
        "translated-name-pending",
    ),
];

/// The translation of one of Meta's sentences; `None` for one that is not known word by word, and
/// where Meta's own language is the reader's.
pub(crate) fn translation(words: &Words, sentence: &str) -> Option<String> {
    if words.language == Language::En {
        return None;
    }
    let is_it = |(known, _): &&(&str, &str)| *known == sentence.trim();
    KNOWN.iter().find(is_it).map(|(_, key)| words.t(key))
}
