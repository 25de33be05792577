//! Fields about an account and its numbers: quality updates, account updates, capabilities (META 7.2).

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

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
