//! `phone_number_name_update`: what became of a display name's review (META 7.2).

use super::body::PhoneNumberName;
use crate::open::{NameDecision, NameRejection};

/// A decision on a number's display name. Of a rejection only this webhook says why: the number's
/// node has no field for it (META 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameUpdate {
    /// The number, digits only; the field carries no id.
    pub display_phone_number: String,
    /// What became of it.
    pub decision: NameDecision,
    /// The name that was asked for.
    pub requested_verified_name: Option<String>,
    /// Why it was rejected; `None` when it was not.
    pub rejection_reason: Option<NameRejection>,
}

impl NameUpdate {
    /// Of the typed body's; `None` without a number or a decision.
    pub(super) fn of(name: &PhoneNumberName) -> Option<Self> {
        let text =
            |told: &Option<String>, member| told.clone().or_else(|| name.rest.digits(member));
        // Meta's list of reasons has a null, which some samples print as a text.
        let reason = name.rejection_reason.clone();
        Some(Self {
            display_phone_number: text(&name.display_phone_number, "display_phone_number")?,
            decision: name.decision.clone()?,
            requested_verified_name: text(&name.requested_verified_name, "requested_verified_name"),
            rejection_reason: reason.filter(|reason| !matches!(reason.as_str(), "" | "null")),
        })
    }
}
