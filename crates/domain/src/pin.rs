//! Whether the two-step PIN that Farol keeps of a number is still the one that Meta has.
//!
//! No reading shows a PIN. What is known of it comes from Meta's answers to Farol, and from the
//! webhook `security`, which tells what somebody did in Business Suite (META 7.2).

use meta::open::SecurityEvent;

use crate::replica::Replica;
use crate::time::Timestamp;

/// The field of a number that keeps after which event of the webhook its PIN is another.
pub const CHANGED: &str = "security";
/// The one that keeps a request to take it off, which leaves the PIN as it is.
pub const RESET_ASKED: &str = "security_reset_request";

/// The field that keeps an event. Of an event of tomorrow nobody knows, and a PIN that is asked for
/// once more does no harm.
pub fn field_of(event: &SecurityEvent) -> &'static str {
    match event {
        SecurityEvent::PinChanged
        | SecurityEvent::PinRequestSuccess
        | SecurityEvent::PinResetSuccess
        | SecurityEvent::Other(_) => CHANGED,
        SecurityEvent::PinResetRequest => RESET_ASKED,
    }
}

/// What Farol keeps of a number's PIN; never the PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Whether one is sealed.
    pub is_held: bool,
    /// When the call went out that Meta took it by; `None` for one that was sealed before this was
    /// kept.
    pub taken_at: Option<Timestamp>,
    /// Since when another one is on its way whose answer is not known.
    pub asked_at: Option<Timestamp>,
}

/// How Farol's PIN of a number stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Farol keeps none.
    NotHeld,
    /// Meta took the one that is kept, and nobody has said otherwise since.
    Known {
        /// Since when; `None` when that was not kept.
        since: Option<Timestamp>,
    },
    /// Another one was sent and no answer came: either of the two may be the one.
    InDoubt {
        /// When it was sent.
        since: Timestamp,
    },
    /// It was changed in Business Suite since.
    Superseded {
        /// When Meta said so.
        at: Timestamp,
        /// What Meta said.
        event: SecurityEvent,
    },
}

/// How Farol's PIN stands, by what the number's replica tells.
pub fn standing(number: Option<&Replica>, kept: Kept) -> Standing {
    let told = number.and_then(told);
    let is_since =
        |at: Timestamp, told: Timestamp| told.as_millis() / 1_000 >= at.as_millis() / 1_000;
    // What was asked for after Business Suite's change stands above it.
    if let Some(since) = kept.asked_at
        && told.as_ref().is_none_or(|(_, at)| *at < since)
    {
        return Standing::InDoubt { since };
    }
    match told {
        _ if !kept.is_held => Standing::NotHeld,
        // Meta's times are whole seconds: within one, nobody knows which was the last.
        Some((event, at)) if kept.taken_at.is_none_or(|taken| is_since(taken, at)) => {
            Standing::Superseded { at, event }
        }
        Some(_) | None => Standing::Known { since: kept.taken_at },
    }
}

/// Whether a registration may go out with what is kept.
pub fn is_known(number: Option<&Replica>, kept: Kept) -> bool {
    match standing(number, kept) {
        Standing::Known { .. } | Standing::InDoubt { .. } => kept.is_held,
        Standing::NotHeld | Standing::Superseded { .. } => false,
    }
}

/// Whether Business Suite put another PIN in the place of one that was sent at `at`. Within the second
/// of Meta's word nobody knows which was the last, and this says no.
pub fn is_superseded(number: Option<&Replica>, at: Timestamp) -> bool {
    number.and_then(told).is_some_and(|(_, told)| told >= at)
}

/// When somebody asked in Business Suite to have the PIN taken off, if nothing came of it yet.
pub fn reset_asked_at(number: &Replica) -> Option<Timestamp> {
    let asked = number.get(RESET_ASKED)?.at;
    told(number).is_none_or(|(_, at)| at < asked).then_some(asked)
}

/// The last event after which the PIN is another one, or none.
fn told(number: &Replica) -> Option<(SecurityEvent, Timestamp)> {
    let heard = number.get(CHANGED)?;
    let event = heard.value.get("event")?.as_str()?;
    Some((SecurityEvent::from(event), heard.at))
}
