//! Message templates' status and quality (META 7.2).
//!
//! Meta's samples of quality updates carry the field of status updates (META 7.1), so what a value
//! is follows from its parts.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::News;
use super::body::{Template, Whole};
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

/// What a value of either field says; `None` when it names no template, or says nothing of it.
pub(super) fn news(update: &Template, source: &RawValue) -> Option<News> {
    let template = template_id(update)?;
    let text = |told: &Option<String>, member| told.clone().or_else(|| update.rest.digits(member));
    let name = text(&update.message_template_name, "message_template_name");
    let language = text(&update.message_template_language, "message_template_language");
    if let Some(new) = update.new_quality_score.clone() {
        let previous = update.previous_quality_score.clone();
        let quality = TemplateQualityUpdate { template, name, language, previous, new };
        return Some(News::TemplateQuality(quality));
    }
    let reason = update.reason.as_ref().map(|reason| reason.as_str().to_owned());
    let other = update.other_info.as_ref();
    Some(News::TemplateStatus(TemplateStatusUpdate {
        template,
        name,
        language,
        event: update.event.clone()?,
        reason: reason.filter(|reason| !matches!(reason.as_str(), "NONE" | "null" | "")),
        disable_date: update
            .disable_info
            .as_ref()
            .and_then(|it| printed(it.disable_date.as_ref()?)),
        title: other.and_then(|it| it.title.clone()),
        description: other.and_then(|it| it.description.clone()),
        told: told(source)?,
    }))
}

/// Digits, exactly as they stand in the body: as a number of JavaScript's they would be rounded.
fn template_id(update: &Template) -> Option<TemplateId> {
    let digits = update.message_template_id.as_ref()?.as_str();
    let is_id = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| TemplateId::new(digits))
}

fn printed(told: &Whole) -> Option<String> {
    Some(match told {
        Whole::Number(number) => number.to_string(),
        Whole::Text(text) => text.clone(),
    })
}

/// The value without what names the template, which its node says by itself.
fn told(source: &RawValue) -> Option<Value> {
    let mut value: Map<String, Value> = serde_json::from_str(source.get()).ok()?;
    value.retain(|key, part| !key.starts_with("message_template_") && !part.is_null());
    Some(Value::Object(value))
}
