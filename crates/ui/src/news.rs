//! A recent change as one line: whose field, what stood before, what stands now, how it was heard.

use domain::readiness::Scope;
use domain::{Change, Timestamp};
use meta::open::MessagingLimit;

use crate::badge;
use crate::named;
use crate::told::{Lens, Source};

/// Longest value shown, in characters; the rest is in the export.
const SHOWN: usize = 80;

/// A line.
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
    let words = lens.words;
    let value = |value| {
        let look = badge::look(words, &change.field, value);
        let small = look.small.map(|small| format!(" · {small}")).unwrap_or_default();
        shorten(&format!("{}{small}", look.word))
    };
    let places = [
        ("field", field_word(lens, &change.field)),
        ("before", value(&change.before)),
        ("after", value(&change.after)),
    ];
    let key = match (change.before.is_null(), change.after.is_null()) {
        (true, _) => "change-first",
        (_, true) => "change-gone",
        _ => "change-passed",
    };
    let (tone, icon) = shape(lens, change);
    News {
        name: named::name_of(scope, &change.node),
        text: words.with(key, &places, None),
        tone,
        icon,
        moment: moment(lens, change.at),
        source: lens.source(change.node.kind, change.at, change.how),
    }
}

fn moment(lens: &Lens<'_>, at: Timestamp) -> String {
    lens.words.moment(at)
}

/// Meta's field in words; a field that has none keeps its own name.
fn field_word(lens: &Lens<'_>, field: &str) -> String {
    let key = match field {
        "status" => "field-status",
        "quality_rating" | "quality_score" => "field-quality",
        "can_send_message" => "field-can-send",
        "name_status" => "field-name-status",
        "verified_name" => "field-name",
        "display_phone_number" => "field-phone",
        "throughput" => "field-throughput",
        "whatsapp_business_manager_messaging_limit" => "field-portfolio-limit",
        "messaging_limit_tier" => "field-limit",
        "is_pin_enabled" => "field-pin",
        "is_official_business_account" => "field-official",
        _ => return field.to_owned(),
    };
    lens.words.t(key)
}

fn shape(lens: &Lens<'_>, change: &Change) -> (&'static str, &'static str) {
    let look = badge::look(lens.words, &change.field, &change.after);
    match change.field.as_str() {
        "whatsapp_business_manager_messaging_limit" | "messaging_limit_tier" => {
            let recipients = |value| MessagingLimit::from_json(value)?.recipients();
            match (recipients(&change.before), recipients(&change.after)) {
                (Some(before), Some(after)) if after < before => ("warn", "trending-down"),
                (Some(before), Some(after)) if after > before => ("ok", "arrow-up-right"),
                _ => ("unk", "activity"),
            }
        }
        "quality_rating" | "quality_score" => match look.tone {
            "unk" => ("unk", "circle-dashed"),
            tone if tone == "ok" || was_worse(lens, change) => (tone, "arrow-up-right"),
            tone => (tone, "trending-down"),
        },
        _ if look.icon.is_empty() => ("unk", "activity"),
        _ => (look.tone, look.icon),
    }
}

/// Whether a quality was low before, so that medium is an improvement.
fn was_worse(lens: &Lens<'_>, change: &Change) -> bool {
    let tone = |value| badge::look(lens.words, &change.field, value).tone;
    tone(&change.before) == "bad" && tone(&change.after) == "warn"
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
