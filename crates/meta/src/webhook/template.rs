//! Message templates' status and quality (META 7.2).
//!
//! Meta's samples of quality updates carry the field of status updates (META 7.1), so what a value
//! is follows from its parts.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{News, id_text, lenient_text};
use crate::id::TemplateId;
use crate::open::{PauseTitle, QualityRating, TemplateEvent};

/// `message_template_status_update`. Why a template is paused or disabled, until when, and what to
/// do about a rejection is said here alone: no read gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateStatusUpdate {
    /// The template; Meta prints its id as a number, which may be above 2^53.
    pub template: TemplateId,
    /// Its name.
    pub name: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// What happened.
    pub event: TemplateEvent,
    /// Why a review rejected it: `INVALID_FORMAT`, ...: an open set; `None` also for Meta's `NONE`.
    pub reason: Option<String>,
    /// `disable_info.disable_date`, as Meta printed it.
    pub disable_date: Option<String>,
    /// `other_info.title`: which pause it is.
    pub title: Option<PauseTitle>,
    /// `other_info.description`: Meta's own sentence.
    pub description: Option<String>,
    /// The parts that say more than a read does, as they came: `event`, `reason`, `disable_info`,
    /// `other_info`, `rejection_info`, and any that is not known yet.
    pub told: Value,
}

/// `message_template_quality_update`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateQualityUpdate {
    /// The template; Meta prints its id as a number, which may be above 2^53.
    pub template: TemplateId,
    /// Its name.
    pub name: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// The quality before.
    pub previous: Option<QualityRating>,
    /// The quality now.
    pub new: QualityRating,
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow)]
    message_template_id: &'a RawValue,
    #[serde(default, deserialize_with = "lenient_text")]
    message_template_name: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    message_template_language: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    event: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "object")]
    disable_info: Map<String, Value>,
    #[serde(default, deserialize_with = "object")]
    other_info: Map<String, Value>,
    #[serde(default, deserialize_with = "lenient_text")]
    previous_quality_score: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    new_quality_score: Option<String>,
}

/// Reads a value of either field; `None` when it names no template, or says nothing of it.
pub(super) fn read(raw: &RawValue) -> Option<News> {
    let wire: Wire<'_> = serde_json::from_str(raw.get()).ok()?;
    let template = template_id(wire.message_template_id)?;
    if let Some(new) = &wire.new_quality_score {
        return Some(News::TemplateQuality(TemplateQualityUpdate {
            template,
            name: wire.message_template_name,
            language: wire.message_template_language,
            previous: wire.previous_quality_score.as_deref().map(QualityRating::from),
            new: QualityRating::from(new.as_str()),
        }));
    }
    let text = |part: &Map<String, Value>, key: &str| part.get(key).and_then(id_text);
    Some(News::TemplateStatus(TemplateStatusUpdate {
        template,
        name: wire.message_template_name,
        language: wire.message_template_language,
        event: TemplateEvent::from(wire.event.as_deref()?),
        reason: wire.reason.filter(|reason| !matches!(reason.as_str(), "NONE" | "null" | "")),
        disable_date: text(&wire.disable_info, "disable_date"),
        title: text(&wire.other_info, "title").as_deref().map(PauseTitle::from),
        description: text(&wire.other_info, "description"),
        told: told(raw)?,
    }))
}

/// Digits, exactly as they stand in the body: as a number of JavaScript's they would be rounded.
fn template_id(raw: &RawValue) -> Option<TemplateId> {
    let digits = raw.get().trim_matches('"');
    let is_id = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| TemplateId::new(digits))
}

/// The value without what names the template, which its node says by itself.
fn told(raw: &RawValue) -> Option<Value> {
    let mut value: Map<String, Value> = serde_json::from_str(raw.get()).ok()?;
    value.retain(|key, part| !key.starts_with("message_template_") && !part.is_null());
    Some(Value::Object(value))
}

/// A part that may be absent or null; one of another shape says nothing.
fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Object(part)) => part,
        Some(_) | None => Map::new(),
    })
}
