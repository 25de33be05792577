//! What became of a request for a name, or of a registration for one: what happened, what still
//! holds, what to do.

use domain::display_name::Fault;

use crate::profile::outcome::because;
use crate::view::{NameSaid, Refusal};
use crate::words::Words;

/// An alert.
pub(crate) struct Said {
    pub tone: &'static str,
    pub title: String,
    pub about: String,
    /// Why, in words.
    pub reason: Option<String>,
    /// Meta's code.
    pub code: Option<String>,
    /// Meta's own words.
    pub message: Option<String>,
    /// Whether it is about the PIN; else about the name.
    pub is_of_pin: bool,
}

impl Said {
    /// Whether it tells an error of Meta's, or of the way to it.
    pub const fn is_metas(&self) -> bool {
        self.reason.is_some() || self.code.is_some() || self.message.is_some()
    }
}

/// Words it.
pub(crate) fn said(words: &Words, said: &NameSaid<'_>) -> Said {
    let plain = |tone, title: &str, about: &str| Said {
        tone,
        title: words.t(title),
        about: words.t(about),
        reason: None,
        code: None,
        message: None,
        is_of_pin: false,
    };
    let refused = |refusal: &Refusal<'_>, tone, title: &str, about: &str| Said {
        // That Meta refused is said already.
        reason: (refusal.reason != "refused").then(|| because(words, refusal.reason)),
        code: refusal.code.map(str::to_owned),
        message: refusal.message.map(str::to_owned),
        ..plain(tone, title, about)
    };
    let of_pin = |said| Said { is_of_pin: true, ..said };
    match said {
        NameSaid::Fault(fault) => plain("bad", fault_of(*fault), "display-name-fault-next"),
        NameSaid::Conflict => plain("warn", "display-name-conflict", "display-name-conflict-next"),
        NameSaid::Busy => plain("warn", "number-busy", "number-busy-next"),
        NameSaid::NotRead(why) => {
            refused(why, "warn", "display-name-not-read", "display-name-not-read-next")
        }
        NameSaid::Refused(why) => {
            refused(why, "bad", "display-name-refused", "display-name-refused-next")
        }
        NameSaid::InDoubt(why) => {
            refused(why, "warn", "display-name-in-doubt", "display-name-in-doubt-next")
        }
        NameSaid::KeptOtherwise => {
            plain("warn", "display-name-otherwise", "display-name-otherwise-next")
        }
        NameSaid::NotWanted => {
            plain("unk", "display-name-not-wanted", "display-name-not-wanted-next")
        }
        NameSaid::PinMalformed => {
            of_pin(plain("bad", "display-name-pin-malformed", "display-name-pin-next"))
        }
        NameSaid::PinNeeded => {
            of_pin(plain("bad", "display-name-pin-needed", "display-name-pin-next"))
        }
        NameSaid::PinMismatch(why) => {
            let about = "display-name-pin-mismatch-next";
            of_pin(refused(why, "bad", "display-name-pin-mismatch", about))
        }
        NameSaid::OtherPinKept(why) => {
            let about = "display-name-pin-other-next";
            of_pin(refused(why, "bad", "display-name-pin-mismatch", about))
        }
        NameSaid::TooOften(until) => Said {
            about: words.t1("display-name-too-often-next", "moment", words.moment(*until)),
            ..plain("warn", "display-name-too-often", "display-name-pin-next")
        },
        NameSaid::RegisterRefused(why) => {
            let about = "display-name-register-refused-next";
            refused(why, "bad", "display-name-register-refused", about)
        }
        NameSaid::RegisterInDoubt(why) => {
            let about = "display-name-register-in-doubt-next";
            refused(why, "warn", "display-name-register-in-doubt", about)
        }
    }
}

const fn fault_of(fault: Fault) -> &'static str {
    match fault {
        Fault::Empty => "display-name-fault-empty",
        Fault::NotOneLine => "display-name-fault-line",
        Fault::TheSame => "display-name-fault-same",
    }
}
