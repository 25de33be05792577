//! Whether the number is used in the WhatsApp Business app too (META 1.4).

use domain::Replica;

use crate::badge::Badge;
use crate::told::{Lens, Source};

/// The card.
pub(crate) struct Coexistence {
    pub source: Option<Source>,
    pub in_app: Badge,
    pub platform: Badge,
}

impl Coexistence {
    /// What Meta says of a number.
    pub fn of(lens: &Lens<'_>, number: &Replica) -> Self {
        let badge = |field: &'static str| Badge::of(lens.words, number, field);
        Self {
            source: lens.field(number, "is_on_biz_app"),
            in_app: badge("is_on_biz_app"),
            platform: badge("platform_type"),
        }
    }
}
