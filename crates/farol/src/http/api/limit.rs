//! How much of a limit is used: a portfolio's, or a number's own where Meta reports one.

use domain::readiness::Scope;
use domain::{Heard, NodeKind, Replica};
use meta::BusinessId;
use meta::open::MessagingLimit;
use serde::Serialize;
use store::{LedgerRead, StoreError, TenantScope};
use utoipa::ToSchema;

use super::super::limits;
use super::told::moment;
use crate::app::App;

/// How much of a messaging limit is used: unique users in the moving 24 hours.
#[derive(Serialize, ToSchema)]
pub(super) struct Limit {
    /// Meta's word for the limit, as in `TIER_2K`; `null` when it was never heard.
    #[schema(required)]
    tier: Option<String>,
    /// How many users it allows; `null` for no limit, one that is not set or not known.
    #[schema(required)]
    value: Option<u64>,
    /// How many were reached, as Farol counted them; `null` in the first moment after a start.
    #[schema(required)]
    used: Option<u64>,
    /// Whether `used` is a lower bound: traffic that no webhook told of is missing.
    at_least: bool,
    /// When the limit was heard; `null` when it never was.
    #[schema(format = DateTime, required)]
    as_of: Option<String>,
}

/// A portfolio's limit, as the newest reading of any node that tells it has it.
pub(super) fn of_portfolio(
    app: &App,
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    business: &BusinessId,
) -> Result<Limit, StoreError> {
    let told = read.newest_limit(tenant, business)?;
    let tier = told.as_ref().and_then(|(value, _)| MessagingLimit::from_json(value));
    let usage = app.meters.usage(tenant.tenant(), business, app.clock.now());
    Ok(Limit {
        value: tier.as_ref().and_then(MessagingLimit::recipients),
        tier: told.as_ref().map(|(value, _)| raw(value)),
        used: usage.map(|usage| usage.used),
        at_least: true,
        as_of: told.map(|(_, at)| moment(at)),
    })
}

/// The limit that the one number of a scope has for itself; `None` where it shares its portfolio's.
/// From v24 on the old field gives the portfolio's too (META 3), so only another value is its own.
pub(super) fn own(
    app: &App,
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
    scope: &Scope,
) -> Result<Option<Limit>, StoreError> {
    let Some((number, heard)) = scope.numbers.first().and_then(own_limit) else { return Ok(None) };
    let usage = limits::usage(read, tenant, app.clock.now())?;
    let tier = MessagingLimit::from_json(&heard.value);
    Ok(Some(Limit {
        value: tier.as_ref().and_then(MessagingLimit::recipients),
        tier: Some(raw(&heard.value)),
        used: Some(usage.get(&number.node.id).copied().unwrap_or_default()),
        at_least: true,
        as_of: Some(moment(heard.at)),
    }))
}

fn own_limit(number: &Replica) -> Option<(&Replica, &Heard)> {
    debug_assert_eq!(number.node.kind, NodeKind::PhoneNumber);
    let own = number.get("messaging_limit_tier")?;
    let shared = number.get("whatsapp_business_manager_messaging_limit");
    (shared.map(|heard| &heard.value) != Some(&own.value)).then_some((number, own))
}

/// A value of Meta's as text: a string as it is, anything else printed.
fn raw(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Limit {
    /// Of two the one of which the greater part is used; the first, where both are alike.
    pub fn nearer(self, other: Self) -> Self {
        let part = |limit: &Self| match (limit.used, limit.value) {
            (Some(used), Some(value)) => used.saturating_mul(1_000_000) / value.max(1),
            _ => 0,
        };
        let is_counted = |limit: &Self| limit.value.is_some();
        let key = |limit: &Self| (is_counted(limit), part(limit));
        if key(&other) > key(&self) { other } else { self }
    }
}
