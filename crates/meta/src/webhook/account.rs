//! Fields about an account and its numbers: quality updates, account updates, capabilities (META 7.2).

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::id_text;
use crate::id::WabaId;
use crate::open::{MessagingLimit, QualityUpdateEvent};

/// `phone_number_quality_update`: throughput and limits; never the quality itself (META 4.3).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QualityUpdate {
    /// What happened.
    pub event: QualityUpdateEvent,
    /// The number, digits only; the field carries no id.
    pub display_phone_number: String,
    /// The limit as it is spelt since 2025; `None` in older webhooks.
    #[serde(default, rename = "max_daily_conversations_per_business", deserialize_with = "limit")]
    pub messaging_limit: Option<MessagingLimit>,
    /// Old spelling of the limit, legacy rules only.
    #[serde(default, deserialize_with = "limit")]
    pub current_limit: Option<MessagingLimit>,
    /// Old spelling of the limit before.
    #[serde(default, deserialize_with = "limit")]
    pub old_limit: Option<MessagingLimit>,
}

/// `account_update`: an open set of events, each with parts of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountUpdate {
    /// `DISABLED_UPDATE`, `ACCOUNT_RESTRICTION`, `PARTNER_REMOVED`, ...: an open set.
    pub event: String,
    /// The whole value, as it came.
    pub value: Value,
}

/// `business_capability_update`: an account was made, or its limit moved up or down.
#[derive(Clone, Debug, PartialEq)]
pub struct BusinessCapabilityUpdate {
    /// The portfolio's limit; `None` when the event does not say (unchanged).
    ///
    /// Meta's pages spell it as 2000, "2000", "TIER_2K" or -1.
    pub messaging_limit: Option<MessagingLimit>,
    /// How many numbers an account of the portfolio may have.
    pub max_phone_numbers_per_waba: Option<i64>,
    /// How many numbers the portfolio may have, only while its limit is 250.
    pub max_phone_numbers_per_business: Option<i64>,
}

/// `account_review_update`: what became of an account's review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountReview {
    /// `APPROVED`, `REJECTED`, `PENDING`, `DEFERRED`: an open set, kept as it came.
    pub decision: String,
}

/// `account_alerts`: something that Meta wants a business to see, such as a higher limit denied.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountAlert {
    /// `BUSINESS`, `PHONE_NUMBER`, ...: an open set; `None` when the alert does not say.
    pub entity_type: Option<String>,
    /// The entity's id.
    pub entity_id: Option<String>,
    /// `INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED`, `PROFILE_PICTURE_LOST`, ...: an open set.
    pub alert_type: String,
    /// The alert's own parts in Meta's spelling: type, severity, status, description.
    pub alert: Value,
}

/// Reads an `account_review_update`; `None` when it has no decision.
pub(super) fn read_review(raw: &RawValue) -> Option<AccountReview> {
    #[derive(Deserialize)]
    struct Wire {
        decision: String,
    }
    let wire: Wire = serde_json::from_str(raw.get()).ok()?;
    Some(AccountReview { decision: wire.decision })
}

/// Reads an `account_alerts`, whose parts older webhooks put directly in the value (META 7.2);
/// `None` when it names no kind of alert.
pub(super) fn read_alert(raw: &RawValue) -> Option<AccountAlert> {
    let mut value: Map<String, Value> = serde_json::from_str(raw.get()).ok()?;
    let mut text = |key: &str| value.remove(key).as_ref().and_then(id_text);
    let (entity_type, entity_id) = (text("entity_type"), text("entity_id"));
    let alert = match value.remove("alert_info") {
        Some(Value::Object(info)) => info,
        Some(_) | None => value,
    };
    let alert_type = alert.get("alert_type")?.as_str()?.to_owned();
    Some(AccountAlert { entity_type, entity_id, alert_type, alert: Value::Object(alert) })
}

/// Reads an `account_update` and the account that it names inside.
pub(super) fn read_account_update(
    raw: &RawValue,
) -> serde_json::Result<(AccountUpdate, Option<WabaId>)> {
    #[derive(Deserialize)]
    struct Wire {
        event: String,
        #[serde(default)]
        waba_info: Option<Value>,
    }
    let wire: Wire = serde_json::from_str(raw.get())?;
    let value = serde_json::from_str(raw.get())?;
    let waba = wire.waba_info.and_then(|info| id_text(info.get("waba_id")?)).map(WabaId::new);
    Ok((AccountUpdate { event: wire.event, value }, waba))
}

/// Reads a `business_capability_update` in any of Meta's spellings.
pub(super) fn read_capability(raw: &RawValue) -> serde_json::Result<BusinessCapabilityUpdate> {
    #[derive(Deserialize)]
    struct Wire {
        max_daily_conversations_per_business: Option<Value>,
        max_daily_conversation_per_phone: Option<Value>,
        max_phone_numbers_per_waba: Option<Value>,
        max_phone_numbers_per_business: Option<Value>,
    }
    let wire: Wire = serde_json::from_str(raw.get())?;
    let limit = wire.max_daily_conversations_per_business.or(wire.max_daily_conversation_per_phone);
    Ok(BusinessCapabilityUpdate {
        messaging_limit: limit.as_ref().and_then(MessagingLimit::from_json),
        max_phone_numbers_per_waba: wire.max_phone_numbers_per_waba.as_ref().and_then(count),
        max_phone_numbers_per_business: wire
            .max_phone_numbers_per_business
            .as_ref()
            .and_then(count),
    })
}

/// A limit in any of Meta's spellings; one of another shape is left out.
fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<MessagingLimit>, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.as_ref().and_then(MessagingLimit::from_json))
}

/// A count that Meta prints as a number or as a string.
fn count(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
