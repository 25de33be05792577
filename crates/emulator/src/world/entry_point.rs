//! Free entry points: what a person begins from an advertisement costs the business nothing for a while
//! (META 7.2 and 11.10).
//!
//! An answer within 24 hours of the person's message opens it, and it lasts 72 hours from that answer:
//! <https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing#free-entry-points>
//! (from memory, an assumption; META names the price alone).

use serde::{Deserialize, Serialize};

use super::ledger::{DAY_MS, HOUR_MS};

const LASTS_MS: i64 = 72 * HOUR_MS;
/// How webhooks and analytics name what it makes free.
pub const CATEGORY: &str = "referral_conversion";
/// The type of its price.
pub const PRICE: &str = "free_entry_point";

/// A person's message from an advertisement, and the answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPoint {
    pressed_ms: i64,
    answered_ms: Option<i64>,
}

impl EntryPoint {
    pub fn pressed(at_ms: i64) -> EntryPoint {
        EntryPoint { pressed_ms: at_ms, answered_ms: None }
    }

    /// When it was opened, if a message that goes now is free by it; the first answer opens it.
    pub fn take(&mut self, now_ms: i64) -> Option<i64> {
        if self.answered_ms.is_none() && now_ms < self.pressed_ms + DAY_MS {
            self.answered_ms = Some(now_ms);
        }
        self.answered_ms.filter(|answered_ms| now_ms < answered_ms + LASTS_MS)
    }

    /// How long one lasts, in seconds.
    pub const fn lasts_s() -> i64 {
        LASTS_MS / 1000
    }
}
