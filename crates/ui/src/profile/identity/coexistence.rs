//! Whether the number is used in the WhatsApp Business app too, and what can then only be looked at
//! (META 1.3, 1.4).

use domain::Replica;

use crate::badge::Badge;
use crate::throughput::{Throughput, throughput};
use crate::told::{Lens, Source};

/// The card.
pub(crate) struct Coexistence {
    pub source: Option<Source>,
    pub in_app: Badge,
    pub platform: Badge,
    pub throughput: Throughput,
    pub about: Option<String>,
    /// What the app keeps, and why.
    pub kept: Vec<String>,
}

impl Coexistence {
    /// What Meta says of a number.
    pub fn of(lens: &Lens<'_>, number: &Replica) -> Self {
        const FIELD: &str = "is_on_biz_app";
        let words = lens.words;
        let badge = |field: &'static str| Badge::of(words, number, field);
        let heard = number.get(FIELD);
        let is_in_app = heard.and_then(|heard| heard.value.as_bool());
        let about = match (heard, is_in_app) {
            (None, _) => Some("coexistence-unread"),
            (_, Some(true)) => Some("coexistence-yes"),
            (_, Some(false)) => Some("coexistence-no"),
            // A value that nobody knows says nothing.
            (Some(_), None) => None,
        };
        let kept = [
            "coexistence-profile",
            "coexistence-name",
            "coexistence-username",
            "coexistence-registration",
        ];
        let kept = kept.into_iter().filter(|_| is_in_app == Some(true));
        Self {
            source: lens.field(number, FIELD),
            in_app: badge(FIELD),
            platform: badge("platform_type"),
            throughput: throughput(words, number),
            about: about.map(|key| words.t(key)),
            kept: kept.map(|key| words.t(key)).collect(),
        }
    }
}
