//! One number as the list shows it: a row, its reasons and its details.

use domain::readiness::Scope;
use domain::{Replica, number};
use meta::open::{BlockReason, EntityType, MessagingLimit, QualityRating};
use serde_json::Value;

use crate::badge::{self, Badge};
use crate::entity::{Card, Known};
use crate::explain;
use crate::frame::escaped;
use crate::limit;
use crate::named;
use crate::told::{Failing, Lens, Source, Told};

/// A number.
pub(crate) struct Row {
    pub id: String,
    /// Address of its own page.
    pub path: String,
    pub name: String,
    pub name_told: Option<Told>,
    pub phone: Option<String>,
    pub phone_told: Option<Told>,
    pub in_use: String,
    pub status: Badge,
    pub quality: Badge,
    /// Why the quality is medium or low.
    pub why: Option<Why>,
    pub name_status: Badge,
    pub limit: Badge,
    /// Whether the limit is the portfolio's.
    pub is_limit_shared: bool,
    pub throughput: Badge,
    pub pin: Badge,
    pub official: Badge,
    /// The oldest of what the row shows, when it is old.
    pub old: Option<Source>,
    pub failing: Option<Failing>,
    /// What the state means.
    pub about: Option<String>,
    pub health: Card,
    pub registration: Vec<Detail>,
    pub sources: Vec<(String, Option<Source>)>,
}

impl Row {
    /// Whether the limit counts recipients, so that the unit may follow.
    pub fn is_limit_count(&self) -> bool {
        let tier = |raw: &str| MessagingLimit::from_json(&Value::from(raw));
        let told = self.limit.told.as_ref();
        told.and_then(|told| tier(&told.value)).is_some_and(|tier| tier.recipients().is_some())
    }
}

/// The reasons of a quality.
pub(crate) struct Why {
    pub title: String,
    pub of_whom: String,
    /// All that Meta gave, in its order, each with what it means; empty when it gave none.
    pub reasons: Vec<(String, String)>,
    /// What to do, as the description advises at medium and low.
    pub steps: Vec<String>,
    pub source: Option<Source>,
}

/// A field of the registration.
pub(crate) struct Detail {
    pub title: String,
    pub told: Option<Told>,
    pub text: String,
    pub is_code: bool,
}

/// Words a number.
pub(crate) fn row(lens: &Lens<'_>, scope: &Scope, replica: &Replica, is_in_use: bool) -> Row {
    row_of(lens, &Known::of(scope), replica, is_in_use)
}

/// Words one of many numbers.
pub(crate) fn row_of(
    lens: &Lens<'_>,
    known: &Known<'_>,
    replica: &Replica,
    is_in_use: bool,
) -> Row {
    let words = lens.words;
    let marks = |field| replica.get(field).map(|heard| Told::of(field, heard));
    let (limit, is_limit_shared) = limit::field_of(replica);
    let id = &replica.node.id;
    Row {
        id: id.clone(),
        path: format!("/numbers/{}", escaped(id)),
        name: named::name(replica),
        name_told: marks("verified_name"),
        phone: replica.text("display_phone_number").map(str::to_owned),
        phone_told: marks("display_phone_number"),
        in_use: words.t(if is_in_use { "in-use" } else { "not-in-use" }),
        status: Badge::of(words, replica, "status"),
        quality: badge::quality_of(words, replica),
        why: why(lens, replica),
        name_status: Badge::of(words, replica, "name_status"),
        limit: Badge::of(words, replica, limit),
        is_limit_shared,
        throughput: badge::throughput_of(words, replica),
        pin: Badge::of(words, replica, "is_pin_enabled"),
        official: Badge::of(words, replica, "is_official_business_account"),
        old: oldest(lens, replica).filter(|source| source.is_old),
        failing: lens.failure(replica),
        about: number::status(replica).map(|status| explain::status(words, &status)),
        health: known.card(lens, &EntityType::PhoneNumber, id, None),
        registration: registration(lens, replica),
        sources: sources(lens, replica),
    }
}

/// Why a number's quality is what it is; `None` where Meta gives no reasons.
pub(crate) fn why(lens: &Lens<'_>, replica: &Replica) -> Option<Why> {
    let words = lens.words;
    let (rating, heard) = number::quality(replica)?;
    let key = match rating {
        QualityRating::Yellow => "why-yellow",
        QualityRating::Red => "why-red",
        // Meta gives reasons at medium and low; given elsewhere they are not hidden either.
        QualityRating::Green | QualityRating::Unknown | QualityRating::Other(_)
            if number::quality_reasons(replica).is_empty() =>
        {
            return None;
        }
        QualityRating::Green | QualityRating::Unknown | QualityRating::Other(_) => "why-other",
    };
    Some(Why {
        title: words.t(key),
        of_whom: words.t1("why-of-whom", "number", named::name(replica)),
        reasons: number::quality_reasons(replica)
            .iter()
            .map(|raw| explain::reason(words, &BlockReason::from(raw.as_str())))
            .collect(),
        steps: explain::advice(words).into(),
        source: Some(lens.source(replica.node.kind, heard.at, heard.how)),
    })
}

/// A reason in words; one that is not known here is shown raw.
pub(crate) fn block_reason(lens: &Lens<'_>, raw: &str) -> String {
    explain::reason(lens.words, &BlockReason::from(raw)).0
}

/// The source of the oldest of what people look at first, so that no value is older than it says.
pub(crate) fn oldest(lens: &Lens<'_>, replica: &Replica) -> Option<Source> {
    const SHOWN: [&str; 4] = ["status", "quality_rating", "quality_score", "health_status"];
    let newest = |heard: &domain::Heard| (heard.at, heard.how);
    let (at, how) = SHOWN.iter().filter_map(|field| replica.get(field)).map(newest).min()?;
    Some(lens.source(replica.node.kind, at, how))
}

fn registration(lens: &Lens<'_>, replica: &Replica) -> Vec<Detail> {
    let words = lens.words;
    let detail = |title: &str, field: &'static str| {
        let heard = replica.get(field);
        let raw = heard.map(|heard| badge::look(words, field, &heard.value).word);
        Detail {
            title: words.t(title),
            told: heard.map(|heard| Told::of(field, heard)),
            text: raw.unwrap_or_else(|| words.t("never-read")),
            is_code: heard.is_some(),
        }
    };
    let id = Detail {
        title: words.t("number-id"),
        told: None,
        text: replica.node.id.clone(),
        is_code: true,
    };
    vec![
        id,
        detail("field-platform", "platform_type"),
        detail("field-verification", "code_verification_status"),
        detail("field-account-mode", "account_mode"),
    ]
}

fn sources(lens: &Lens<'_>, replica: &Replica) -> Vec<(String, Option<Source>)> {
    let quality = number::quality(replica);
    let limit = match replica.get("messaging_limit_tier") {
        Some(_) => "messaging_limit_tier",
        None => "whatsapp_business_manager_messaging_limit",
    };
    let field = |title: &str, field: &str| (lens.words.t(title), lens.field(replica, field));
    vec![
        field("field-status", "status"),
        (
            lens.words.t("field-quality"),
            quality.map(|(_, heard)| lens.source(replica.node.kind, heard.at, heard.how)),
        ),
        field("field-name-status", "name_status"),
        field("field-limit", limit),
        field("field-throughput", "throughput"),
        field("field-pin", "is_pin_enabled"),
        field("field-official", "is_official_business_account"),
        field("field-can-send", "health_status"),
    ]
}
