//! A change in words: whose field, what stood before, what stands now, how it was heard.

mod announced;
pub(crate) mod known;
mod piece;
mod turn;

use domain::readiness::Scope;
use domain::subject::Subject;
use domain::{Change, How, NodeKind};
use meta::open::MessagingLimit;
use serde_json::Value;

use crate::named;
use crate::told::{Lens, Source};
use crate::view;
use crate::words::Words;

pub(crate) use known::look as known;
pub(crate) use piece::{Form, printed, shorten};
pub(crate) use turn::{Clause, clauses, text};

/// Longest piece shown in a line, in characters; the timeline shows more.
const SHOWN: usize = 80;

/// The entries of a list without those that a neighbour says as well.
pub(crate) fn told_once(entries: &[view::Entry]) -> impl Iterator<Item = &view::Entry> {
    entries.iter().filter(|one| {
        let says_it = |other: &view::Entry| one.change.is_said_by(&other.change);
        !entries.iter().any(says_it)
    })
}

/// A change as one line.
pub(crate) struct News {
    pub name: String,
    pub text: String,
    pub tone: &'static str,
    pub icon: &'static str,
    /// Day and time.
    pub moment: String,
    pub source: Source,
}

/// Words a change.
pub(crate) fn news(lens: &Lens<'_>, scope: &Scope, change: &Change) -> News {
    let clauses = clauses(lens, change);
    let (tone, icon) = shape(lens, change);
    let field = field_word(lens.words, change.node.kind, &change.field);
    let places = [
        ("field", field.unwrap_or_else(|| change.field.clone())),
        ("said", turn::text(&clauses, SHOWN)),
    ];
    News {
        name: named::name_of(scope, &change.node),
        text: lens.words.with("change-line", &places, None),
        tone,
        icon,
        moment: lens.words.moment(change.at),
        source: lens.source(change.node.kind, change.at, change.how),
    }
}

/// Meta's field in words; `None` for a field that has none.
pub(crate) fn field_word(words: &Words, kind: NodeKind, field: &str) -> Option<String> {
    // Of a number, the state is its own.
    if (kind, field) == (NodeKind::Username, "status") {
        return Some(words.t("field-username-status"));
    }
    let key = FIELDS.iter().find(|(name, _)| *name == field).map(|(_, key)| *key)?;
    Some(words.t(key))
}

/// The keys of Meta's fields.
const FIELDS: &[(&str, &str)] = &[
    ("about", "profile-about"),
    (Change::UNREAD, "field-readings"),
    (Change::CLOCK, "field-clock"),
    ("account_alerts", "field-alert"),
    ("account_mode", "field-account-mode"),
    ("account_review_status", "field-account-review"),
    ("additional_info", "field-remarks"),
    ("address", "profile-address"),
    ("ban_info", "field-ban"),
    ("business_verification_status", "field-business-verification"),
    ("can_send_message", "field-can-send"),
    ("category", "field-category"),
    ("code_verification_status", "field-code-verification"),
    ("country", "field-country"),
    ("currency", "field-currency"),
    ("description", "profile-description"),
    ("display_phone_number", "field-phone"),
    ("email", "profile-email"),
    ("errors", "field-errors"),
    ("health_status", "field-health"),
    ("is_official_business_account", "field-official"),
    ("is_on_biz_app", "field-biz-app"),
    ("is_pin_enabled", "field-pin"),
    ("language", "field-language"),
    ("max_phone_numbers_per_business", "field-most-per-portfolio"),
    ("max_phone_numbers_per_waba", "field-most-per-account"),
    ("message_template_status_update", "field-template-news"),
    ("messaging_limit_tier", "field-limit"),
    ("name", "field-own-name"),
    ("name_status", "field-name-review"),
    ("new_display_name", "field-new-name"),
    ("new_name_status", "field-new-name-review"),
    ("owner_business_info", "field-owner"),
    ("phone_number_name_update", "field-name-decision"),
    ("platform_type", "field-platform"),
    ("primary_funding_id", "field-funding"),
    ("profile_picture_url", "field-picture"),
    ("quality_rating", "field-quality"),
    ("quality_score", "field-quality"),
    ("rejected_reason", "field-rejection"),
    ("restriction_info", "field-restriction"),
    ("security", "field-pin-event"),
    ("security_reset_request", "field-pin-reset"),
    ("status", "field-status"),
    ("throughput", "field-throughput"),
    ("timezone_id", "field-time-zone"),
    ("username", "field-username"),
    ("verification_status", "field-business-verification"),
    ("verified_name", "field-name"),
    ("vertical", "profile-vertical"),
    ("violation_info", "field-violation"),
    ("websites", "profile-websites"),
    ("whatsapp_business_manager_messaging_limit", "field-portfolio-limit"),
];

/// Tone and icon of a change: that of what stands now, or of the way that it went.
pub(crate) fn shape(lens: &Lens<'_>, change: &Change) -> (&'static str, &'static str) {
    if change.how == How::Computed {
        return ("own", "sigma");
    }
    let has_any = !piece::is_nothing(&change.after);
    match change.field.as_str() {
        "whatsapp_business_manager_messaging_limit" | "messaging_limit_tier" => limit(change),
        "quality_rating" | "quality_score" => quality(lens, change),
        "errors" | "violation_info" if has_any => ("bad", "triangle-alert"),
        "restriction_info" if has_any => ("bad", "octagon-minus"),
        "additional_info" if has_any => ("warn", "circle-alert"),
        "errors" | "restriction_info" | "violation_info" | "additional_info" => {
            ("ok", "circle-check")
        }
        field => match look(lens, change, &change.after) {
            Some((tone, icon)) if !icon.is_empty() => (tone, icon),
            _ if change.how == How::Operator => ("unk", "user-pen"),
            _ => ("unk", about(Subject::of(change.node.kind, field))),
        },
    }
}

/// Tone and icon of a value's first piece.
fn look(lens: &Lens<'_>, change: &Change, value: &Value) -> Option<(&'static str, &'static str)> {
    let pieces = piece::pieces(lens, change.node.kind, &change.field, value);
    pieces.first().map(|piece| (piece.badge.look.tone, piece.badge.look.icon))
}

fn limit(change: &Change) -> (&'static str, &'static str) {
    let recipients = |value| match MessagingLimit::from_json(value)? {
        MessagingLimit::Unlimited => Some(u64::MAX),
        tier => tier.recipients(),
    };
    match (recipients(&change.before), recipients(&change.after)) {
        (Some(before), Some(after)) if after < before => ("warn", "trending-down"),
        (Some(before), Some(after)) if after > before => ("ok", "arrow-up-right"),
        _ => ("unk", about(Subject::Limit)),
    }
}

/// A quality is told by the way it went: medium is good news where it was low.
fn quality(lens: &Lens<'_>, change: &Change) -> (&'static str, &'static str) {
    let tone = |value| look(lens, change, value).map_or("unk", |(tone, _)| tone);
    match (tone(&change.before), tone(&change.after)) {
        (_, "unk") => ("unk", "circle-dashed"),
        (before, after) if before == after => (after, about(Subject::Quality)),
        (_, "ok") => ("ok", "arrow-up-right"),
        ("bad", "warn") => ("warn", "arrow-up-right"),
        (_, after) => (after, "trending-down"),
    }
}

/// The icon of a subject.
pub(crate) const fn about(subject: Subject) -> &'static str {
    match subject {
        Subject::Status => "flag",
        Subject::Quality => "activity",
        Subject::Limit => "gauge",
        Subject::Health => "heart-pulse",
        Subject::Templates => "file-text",
        Subject::Name => "type",
        Subject::Profile => "id-card",
        Subject::Registration => "settings",
    }
}
