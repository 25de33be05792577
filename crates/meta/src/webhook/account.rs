//! Fields about an account and its numbers: quality updates, account updates, capabilities (META 7.2).

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::body::{self, Limit, Whole};
use super::walk::lacks;
use crate::id::WabaId;
use crate::json_fault::json_fault;
use crate::open::{MessagingLimit, QualityUpdateEvent};

/// `phone_number_quality_update`: throughput and limits; never the quality itself (META 4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityUpdate {
    /// What happened.
    pub event: QualityUpdateEvent,
    /// The number, digits only; the field carries no id.
    pub display_phone_number: String,
    /// The limit as it is spelt since 2025; `None` in older webhooks.
    pub messaging_limit: Option<MessagingLimit>,
    /// Old spelling of the limit, legacy rules only.
    pub current_limit: Option<MessagingLimit>,
    /// Old spelling of the limit before.
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

impl QualityUpdate {
    /// Of the typed body's; else the name of what it lacks.
    pub(super) fn of(update: body::PhoneNumberQuality) -> Result<Self, &'static str> {
        let limit = |told: Option<Limit>| told.map(|told| told.limit);
        Ok(Self {
            event: update.event.ok_or("event")?,
            display_phone_number: update.display_phone_number.ok_or("display_phone_number")?,
            messaging_limit: limit(update.max_daily_conversations_per_business),
            current_limit: limit(update.current_limit),
            old_limit: limit(update.old_limit),
        })
    }
}

impl BusinessCapabilityUpdate {
    /// Of the typed body's, in any of Meta's spellings.
    pub(super) fn of(told: body::Capability) -> Self {
        let count = |told: Option<Whole>| told.and_then(|told| told.number());
        let limit = told.max_daily_conversations_per_business;
        let limit = limit.or(told.max_daily_conversation_per_phone);
        Self {
            messaging_limit: limit.map(|told| told.limit),
            max_phone_numbers_per_waba: count(told.max_phone_numbers_per_waba),
            max_phone_numbers_per_business: count(told.max_phone_numbers_per_business),
        }
    }
}

impl AccountReview {
    /// Of the typed body's; `None` when it has no decision.
    pub(super) fn of(told: &body::AccountReview) -> Option<Self> {
        Some(Self { decision: told.decision.as_ref()?.as_str().to_owned() })
    }
}

impl AccountAlert {
    /// Of the typed body's, whose parts older webhooks put directly in the value (META 7.2); `None`
    /// when it names no kind of alert.
    pub(super) fn of(told: &body::AccountAlerts, source: &RawValue) -> Option<Self> {
        let (kind, alert) = match &told.alert_info {
            Some(info) => (info.alert_type.as_ref()?, serde_json::to_value(info).ok()?),
            None => {
                let mut value: Map<String, Value> = serde_json::from_str(source.get()).ok()?;
                value.retain(|key, _| {
                    !matches!(key.as_str(), "entity_type" | "entity_id" | "alert_info")
                });
                (told.alert_type.as_ref()?, Value::Object(value))
            }
        };
        let entity_type = told.entity_type.as_ref().map(|entity| entity.as_str().to_owned());
        Some(Self {
            entity_type: entity_type.or_else(|| told.rest.digits("entity_type")),
            entity_id: told.entity_id.as_ref().map(|id| id.as_str().to_owned()),
            alert_type: kind.as_str().to_owned(),
            alert,
        })
    }
}

impl AccountUpdate {
    /// Of the typed body's, with the account that it names inside; else the name of what it lacks.
    pub(super) fn of(
        told: &body::AccountUpdate,
        source: &RawValue,
    ) -> Result<(Self, Option<WabaId>), String> {
        let event = told.event.as_ref().ok_or_else(|| lacks("event"))?.as_str().to_owned();
        let value = serde_json::from_str(source.get()).map_err(|error| json_fault(&error))?;
        let inside = told.waba_info.as_ref().and_then(|info| info.waba_id.as_ref());
        Ok((Self { event, value }, inside.map(|id| WabaId::new(id.as_str()))))
    }
}
