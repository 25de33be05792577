//! What became of a save, on top of the form: what happened, what still holds, what to do.

use domain::profile::{Fault, Part};

use super::field::{self, Faulty, Shown};
use crate::view::{ProfileForm, ProfileTrouble};
use crate::words::Words;

/// An alert.
pub(crate) struct Outcome {
    pub tone: &'static str,
    /// Whether something is to be done; else it is only told.
    pub is_trouble: bool,
    pub title: String,
    pub about: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Meta's code.
    pub code: Option<String>,
    /// Meta's own words.
    pub message: Option<String>,
    /// Fields to look at: id and what to say.
    pub fields: Vec<(String, String)>,
}

impl Outcome {
    /// Whether it tells an error of Meta's, or of the way to it.
    pub const fn is_metas(&self) -> bool {
        self.reason.is_some() || self.code.is_some() || self.message.is_some()
    }
}

/// Words what became of a save; `None` when nothing was saved.
pub(crate) fn outcome(shown: &Shown<'_>, form: &ProfileForm<'_>) -> Option<Outcome> {
    let words = shown.words;
    match form {
        ProfileForm::Held => None,
        ProfileForm::Saved { is_read_back: true } => {
            Some(Outcome { is_trouble: false, ..told("ok", words.t("profile-saved"), None) })
        }
        ProfileForm::Saved { is_read_back: false } => {
            let about = Some(words.t("profile-accepted-next"));
            Some(Outcome { is_trouble: false, ..told("unk", words.t("profile-accepted"), about) })
        }
        ProfileForm::Typed { trouble, .. } => Some(of_trouble(shown, trouble)),
    }
}

fn of_trouble(shown: &Shown<'_>, trouble: &ProfileTrouble<'_>) -> Outcome {
    let words = shown.words;
    let told = |tone, title, about: &str| told(tone, words.t(title), Some(words.t(about)));
    match trouble {
        ProfileTrouble::Faults(faults) => faulty(shown, faults),
        // Meta's text was taken in the last part that stood against it.
        ProfileTrouble::Conflict([]) => {
            Outcome { is_trouble: false, ..told("unk", "profile-taken", "profile-taken-next") }
        }
        ProfileTrouble::Conflict(_) => Outcome {
            fields: instead_of(shown),
            ..told("warn", "profile-moved", "profile-conflict-next")
        },
        ProfileTrouble::Busy => told("warn", "number-busy", "number-busy-next"),
        ProfileTrouble::NotRead { reason, message } => Outcome {
            reason: Some(because(words, reason)),
            message: message.map(str::to_owned),
            ..told("warn", "profile-not-read", "profile-not-read-next")
        },
        ProfileTrouble::Refused { code, reason, message } => Outcome {
            // That Meta refused is said already.
            reason: (*reason != "refused").then(|| because(words, reason)),
            code: code.map(str::to_owned),
            message: message.map(str::to_owned),
            ..told("bad", "profile-refused", "profile-refused-next")
        },
        ProfileTrouble::InDoubt { reason } => Outcome {
            reason: Some(because(words, reason)),
            ..told("warn", "profile-in-doubt", "profile-in-doubt-next")
        },
        ProfileTrouble::KeptOtherwise(_) => Outcome {
            fields: instead_of(shown),
            ..told("warn", "profile-kept-otherwise", "profile-kept-otherwise-next")
        },
    }
}

fn faulty(shown: &Shown<'_>, faults: Faulty<'_>) -> Outcome {
    let words = shown.words;
    let field = |(part, fault): &(Part, Fault)| {
        let (id, label) = field::place(shown, *part);
        (id, format!("{label}: {}", field::sentence(words, *part, *fault)))
    };
    let title = words.many("profile-faults", faults.len() as u64);
    let about = words.t("profile-faults-next");
    Outcome { fields: faults.iter().map(field).collect(), ..told("bad", title, Some(about)) }
}

fn told(tone: &'static str, title: String, about: Option<String>) -> Outcome {
    let (reason, code, message) = (None, None, None);
    Outcome { tone, is_trouble: true, title, about, reason, code, message, fields: Vec::new() }
}

fn instead_of(shown: &Shown<'_>) -> Vec<(String, String)> {
    shown.instead_of().iter().map(|part: &Part| field::place(shown, *part)).collect()
}

/// Why it failed; a reason that has no words is shown raw.
pub(crate) fn because(words: &Words, reason: &str) -> String {
    let worded = words.maybe(&format!("failure-{}", reason.replace('_', "-")));
    words.t1("profile-reason", "reason", worded.unwrap_or_else(|| reason.to_owned()))
}
