//! `phone_number_name_update`: what became of a display name's review (META 7.2).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient_text;
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

/// Reads the value; `None` without a number or a decision.
pub(super) fn read(raw: &RawValue) -> Option<NameUpdate> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default, deserialize_with = "lenient_text")]
        display_phone_number: Option<String>,
        decision: NameDecision,
        #[serde(default, deserialize_with = "lenient_text")]
        requested_verified_name: Option<String>,
        #[serde(default, deserialize_with = "lenient_text")]
        rejection_reason: Option<String>,
    }
    let wire: Wire = serde_json::from_str(raw.get()).ok()?;
    // Meta's list of reasons has a null, which some samples print as a text.
    let reason = wire.rejection_reason.filter(|reason| !matches!(reason.as_str(), "" | "null"));
    Some(NameUpdate {
        display_phone_number: wire.display_phone_number?,
        decision: wire.decision,
        requested_verified_name: wire.requested_verified_name,
        rejection_reason: reason.as_deref().map(NameRejection::from),
    })
}
