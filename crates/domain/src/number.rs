//! A phone number as read: its state, quality and limit. Nothing is inferred, only named.

use meta::open::{MessagingLimit, PhoneNumberStatus, QualityRating};

use crate::replica::{Heard, Replica};

/// The number's state; `None` when never read.
pub fn status(number: &Replica) -> Option<PhoneNumberStatus> {
    number.text("status").map(PhoneNumberStatus::from)
}

/// The quality and where it stands: `quality_score` where Meta gave one, else `quality_rating`.
pub fn quality(number: &Replica) -> Option<(QualityRating, &Heard)> {
    let score = number
        .get("quality_score")
        .and_then(|heard| Some((QualityRating::from(heard.value.get("score")?.as_str()?), heard)));
    let rating = number
        .get("quality_rating")
        .and_then(|heard| Some((QualityRating::from(heard.as_str()?), heard)));
    match (score, rating) {
        (Some(score), Some(rating)) if rating.1.at > score.1.at => Some(rating),
        (score, rating) => score.or(rating),
    }
}

/// The reasons behind a medium or low quality, raw and in Meta's order.
pub fn quality_reasons(number: &Replica) -> Vec<String> {
    let listed = number
        .get("quality_score")
        .and_then(|heard| heard.value.get("reasons"))
        .and_then(|reasons| reasons.as_array());
    listed.into_iter().flatten().map(raw_text).collect()
}

/// The limit of its portfolio as this number's own reading has it.
pub fn messaging_limit(number: &Replica) -> Option<(MessagingLimit, &Heard)> {
    let heard = number.get("whatsapp_business_manager_messaging_limit")?;
    Some((MessagingLimit::from_json(&heard.value)?, heard))
}

/// Active: CONNECTED, FLAGGED or RESTRICTED, whatever its health (`ui/NOTES.md`).
pub fn is_active(number: &Replica) -> bool {
    use PhoneNumberStatus::{Connected, Flagged, Restricted};
    matches!(status(number), Some(Connected | Flagged | Restricted))
}

/// Whether a number is used in the WhatsApp Business app too, which keeps its profile, name and
/// registration (META 1.3, 1.4, 6).
pub fn is_in_app(number: &Replica) -> bool {
    number.get("is_on_biz_app").is_some_and(|heard| heard.value == true)
}

/// A list's item as text: a string as it is, anything else printed.
fn raw_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
