//! Values of Meta's enums that stand in changes only, each with its tone, shape and key.
//!
//! A value that is not listed has no look here, so that it is shown raw.

use domain::NodeKind;
use meta::open::{NameRejection, PauseTitle, TemplateCategory, Vertical};
use serde_json::Value;

use crate::badge::{self, Look};
use crate::words::Words;

/// A value in Meta's spelling, with its tone and shape; plain values have no shape.
type Row = (&'static str, &'static str, &'static str);

/// The look of a value of a field; `None` for a value that is not known.
pub(crate) fn look(words: &Words, kind: NodeKind, field: &str, value: &Value) -> Option<Look> {
    let raw = value.as_str();
    match (kind, field) {
        (NodeKind::PhoneNumber, "status") => Some(badge::look(words, "status", value)),
        (NodeKind::Waba, "status") => listed(words, "account", ACCOUNT, raw?),
        (NodeKind::MessageTemplate, "status") => listed(words, "template", TEMPLATE, raw?),
        (NodeKind::Username, "status") => listed(words, "username", USERNAME, raw?),
        (_, "account_review_status") => listed(words, "review", REVIEW, raw?),
        (_, "verification_status" | "business_verification_status") => {
            listed(words, "verification", VERIFICATION, raw?)
        }
        (_, "code_verification_status") => listed(words, "code", CODE, raw?),
        (_, "platform_type") => plain(words, "platform", PLATFORM.contains(&raw?), raw?),
        (_, "account_mode") => plain(words, "mode", MODE.contains(&raw?), raw?),
        (_, "rejected_reason") => plain(words, "rejection", REJECTION.contains(&raw?), raw?),
        (_, "category") => {
            let is_known = TemplateCategory::KNOWN.contains(&TemplateCategory::from(raw?));
            plain(words, "category", is_known, raw?)
        }
        (_, "vertical") => vertical(words, raw?),
        (
            _,
            "quality_rating"
            | "quality_score"
            | "can_send_message"
            | "name_status"
            | "new_name_status"
            | "throughput"
            | "whatsapp_business_manager_messaging_limit"
            | "messaging_limit_tier"
            | "is_pin_enabled"
            | "is_official_business_account"
            | "is_on_biz_app",
        ) => Some(badge::look(words, field, value)),
        _ => None,
    }
}

/// What becomes of a disabled account (META 7.2, `DISABLED_UPDATE`).
pub(super) fn ban(words: &Words, raw: &str) -> Option<Look> {
    listed(words, "ban", BAN, raw)
}

/// What an account may not do (META 7.2, `ACCOUNT_RESTRICTION`).
pub(super) fn restriction(words: &Words, raw: &str) -> Option<Look> {
    listed(words, "restriction", RESTRICTION, raw)
}

/// Which policy was violated (META 7.2, `ACCOUNT_VIOLATION`).
pub(super) fn violation(words: &Words, raw: &str) -> Option<Look> {
    plain(words, "violation", VIOLATION.contains(&raw), raw)
}

/// What became of a name's review (META 7.2, `phone_number_name_update`).
pub(crate) fn decision(words: &Words, raw: &str) -> Option<Look> {
    listed(words, "decision", DECISION, raw)
}

/// Why a name was rejected (META 7.2, `phone_number_name_update`).
pub(crate) fn name_rejection(words: &Words, raw: &str) -> Option<Look> {
    let is_known = NameRejection::KNOWN.contains(&NameRejection::from(raw));
    plain(words, "name-rejection", is_known, raw)
}

/// What happened to a template (META 7.2, `message_template_status_update`): its states, and
/// returns from one.
pub(super) fn event(words: &Words, raw: &str) -> Option<Look> {
    listed(words, "template", TEMPLATE, raw).or_else(|| listed(words, "event", EVENT, raw))
}

/// Which pause it is (META 4.3).
pub(super) fn pause(words: &Words, raw: &str) -> Option<Look> {
    plain(words, "pause", PauseTitle::KNOWN.contains(&PauseTitle::from(raw)), raw)
}

/// What an alert is about (META 7.2, `account_alerts`).
pub(super) fn alert(words: &Words, raw: &str) -> Option<Look> {
    listed(words, "alert", ALERT, raw)
}

/// What was done to a PIN (META 7.2, `security`).
pub(super) fn security(words: &Words, raw: &str) -> Option<Look> {
    listed(words, "security", SECURITY, raw)
}

/// Lines of business that nobody can choose are shown raw here as on the profile.
fn vertical(words: &Words, raw: &str) -> Option<Look> {
    let vertical = Vertical::from(raw);
    let is_known = Vertical::KNOWN.contains(&vertical) && !Vertical::READ_ONLY.contains(&vertical);
    let word = || words.t(&format!("vertical-{}", spelled(raw)));
    is_known.then(|| Look { tone: "unk", icon: "", word: word(), small: None })
}

fn listed(words: &Words, family: &str, rows: &[Row], raw: &str) -> Option<Look> {
    let (_, tone, icon) = rows.iter().find(|(value, ..)| *value == raw)?;
    Some(Look { tone, icon, word: words.t(&key(family, raw)), small: None })
}

fn plain(words: &Words, family: &str, is_known: bool, raw: &str) -> Option<Look> {
    let word = || words.t(&key(family, raw));
    is_known.then(|| Look { tone: "unk", icon: "", word: word(), small: None })
}

fn key(family: &str, raw: &str) -> String {
    format!("said-{family}-{}", spelled(raw))
}

fn spelled(raw: &str) -> String {
    raw.to_ascii_lowercase().replace('_', "-")
}

const ACCOUNT: &[Row] = &[
    ("ACTIVE", "ok", "check"),
    ("PENDING", "unk", "hourglass"),
    ("RESTRICTED", "bad", "octagon-minus"),
    ("DISABLED", "bad", "ban"),
];

const TEMPLATE: &[Row] = &[
    ("APPROVED", "ok", "check"),
    ("ARCHIVED", "unk", "minus"),
    ("DELETED", "unk", "trash-2"),
    ("DISABLED", "bad", "ban"),
    ("IN_APPEAL", "unk", "hourglass"),
    ("LIMIT_EXCEEDED", "warn", "gauge"),
    ("PAUSED", "warn", "clock-alert"),
    ("PENDING", "unk", "hourglass"),
    ("PENDING_DELETION", "unk", "trash-2"),
    ("REJECTED", "bad", "x"),
];

const EVENT: &[Row] = &[
    ("UNARCHIVED", "ok", "check"),
    ("FLAGGED", "warn", "flag"),
    ("LOCKED", "bad", "ban"),
    ("REINSTATED", "ok", "check"),
];

const DECISION: &[Row] = &[
    ("APPROVED", "ok", "check"),
    ("DEFERRED", "unk", "hourglass"),
    ("PENDING", "unk", "hourglass"),
    ("REJECTED", "bad", "x"),
];

const ALERT: &[Row] = &[
    ("INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "warn", "hourglass"),
    ("INCREASED_CAPABILITIES_ELIGIBILITY_FAILED", "bad", "x"),
    ("INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO", "warn", "circle-alert"),
    ("OBA_APPROVED", "ok", "badge-check"),
    ("OBA_REJECTED", "bad", "x"),
    ("PROFILE_PICTURE_LOST", "warn", "circle-alert"),
];

const USERNAME: &[Row] = &[("approved", "ok", "check"), ("reserved", "unk", "hourglass")];

/// What was done to a PIN in Business Suite (META 7.2, `security`).
const SECURITY: &[Row] = &[
    ("PIN_CHANGED", "warn", "lock"),
    ("PIN_RESET_REQUEST", "warn", "hourglass"),
    ("PIN_REQUEST_SUCCESS", "warn", "lock-open"),
    ("PIN_RESET_SUCCESS", "warn", "lock-open"),
];

const REVIEW: &[Row] = &[
    ("APPROVED", "ok", "check"),
    ("PENDING", "unk", "hourglass"),
    ("REJECTED", "bad", "x"),
    ("DEFERRED", "unk", "hourglass"),
    ("LIMIT_REACHED", "warn", "gauge"),
];

const VERIFICATION: &[Row] = &[
    ("verified", "ok", "badge-check"),
    ("not_verified", "unk", "circle-help"),
    ("pending", "unk", "hourglass"),
    ("pending_need_more_info", "warn", "circle-alert"),
    ("pending_submission", "unk", "hourglass"),
    ("expired", "warn", "clock-alert"),
    ("failed", "bad", "x"),
    ("ineligible", "unk", "minus"),
    ("rejected", "bad", "x"),
    ("revoked", "bad", "x"),
];

/// An expired code takes nothing from a number that sends (META 3), so it is no warning.
const CODE: &[Row] = &[
    ("VERIFIED", "ok", "check"),
    ("NOT_VERIFIED", "unk", "circle-help"),
    ("EXPIRED", "unk", "clock-alert"),
];

const BAN: &[Row] = &[
    ("SCHEDULE_FOR_DISABLE", "warn", "clock-alert"),
    ("DISABLE", "bad", "ban"),
    ("REINSTATE", "ok", "check"),
];

const RESTRICTION: &[Row] = &[
    ("RESTRICTED_ADD_PHONE_NUMBER_ACTION", "bad", ""),
    ("RESTRICTED_BIZ_INITIATED_MESSAGING", "bad", ""),
    ("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "bad", ""),
    ("RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING", "bad", ""),
    ("RESTRICTED_BUSINESS_INITIATED_CALLING", "bad", ""),
    ("RESTRICTED_USER_INITIATED_CALLING", "bad", ""),
    ("RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN", "bad", ""),
    ("RESTRICTED_UTILITY_TEMPLATES", "bad", ""),
    ("RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES", "bad", ""),
];

const PLATFORM: &[&str] = &["CLOUD_API", "ON_PREMISE", "NOT_APPLICABLE"];

const MODE: &[&str] = &["LIVE", "SANDBOX"];

const REJECTION: &[&str] = &[
    "NONE",
    "ABUSIVE_CONTENT",
    "CATEGORY_NOT_AVAILABLE",
    "INCORRECT_CATEGORY",
    "INVALID_FORMAT",
    "PROMOTIONAL",
    "SCAM",
    "TAG_CONTENT_MISMATCH",
];

const VIOLATION: &[&str] = &[
    "ADULT",
    "ALCOHOL",
    "ANIMALS",
    "BODY_PARTS_FLUIDS",
    "DATING",
    "DIGITAL_SERVICES_PRODUCTS",
    "DRUGS",
    "GAMBLING",
    "HEALTHCARE",
    "ILLEGAL_PRODUCTS",
    "MISLEADING",
    "OVERTLY_SEXUALIZED_POSITIONING",
    "REAL_FAKE_CURRENCY",
    "SCAM",
    "SPAM",
    "SUPPLEMENTS",
    "THIRD_PARTY_INFRINGEMENTS",
    "TOBACCO",
    "UNAUTHORIZED_MEDIA",
    "WEAPONS",
];
