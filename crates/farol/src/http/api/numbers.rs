//! The numbers: `GET /api/v1/numbers`.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use domain::{How, Replica, Timestamp, number};
use meta::WabaId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::limits;
use super::caller::{About, Asked, Caller};
use super::problem::{Problem, Problems};
use super::told::{Told, moment};

/// The numbers of a tenant, or of one account.
#[derive(Serialize, ToSchema)]
#[schema(as = Numbers)]
pub(super) struct Listed {
    /// When this was asked; each value has its own time.
    #[schema(format = DateTime)]
    as_of: String,
    /// How many there are.
    count: usize,
    /// All of them, by id.
    numbers: Vec<Number>,
}

/// A phone number as Meta last reported it. Fields have Meta's names; `null` was never heard.
#[derive(Serialize, ToSchema)]
struct Number {
    /// Meta's id.
    id: String,
    /// Meta's id of its account; `null` when it is under none any more.
    #[schema(required)]
    waba: Option<String>,
    #[schema(required)]
    display_phone_number: Option<Told<Value>>,
    #[schema(required)]
    verified_name: Option<Told<Value>>,
    #[schema(required)]
    status: Option<Told<Value>>,
    /// The quality where it stands: `quality_score` where Meta gave one, else `quality_rating`.
    #[schema(required)]
    quality_rating: Option<Told<Value>>,
    #[schema(required)]
    quality_score: Option<Told<Value>>,
    #[schema(required)]
    name_status: Option<Told<Value>>,
    #[schema(required)]
    whatsapp_business_manager_messaging_limit: Option<Told<Value>>,
    #[schema(required)]
    messaging_limit_tier: Option<Told<Value>>,
    #[schema(required)]
    throughput: Option<Told<Value>>,
    #[schema(required)]
    is_pin_enabled: Option<Told<Value>>,
    #[schema(required)]
    is_official_business_account: Option<Told<Value>>,
    #[schema(required)]
    is_on_biz_app: Option<Told<Value>>,
    #[schema(required)]
    health_status: Option<Told<Value>>,
    #[schema(required)]
    platform_type: Option<Told<Value>>,
    #[schema(required)]
    code_verification_status: Option<Told<Value>>,
    #[schema(required)]
    account_mode: Option<Told<Value>>,
    /// Whether its state is CONNECTED, FLAGGED or RESTRICTED.
    active: Told<bool>,
    /// Whether a message or status was seen in the last seven days.
    in_use: Told<bool>,
    /// Users that it reached in the last 24 hours, as far as Farol saw.
    usage_24h: Told<u64>,
    /// When it was last read without fault; `null` when it never was.
    #[schema(format = DateTime, required)]
    read_at: Option<String>,
}

/// All numbers, or those of one account.
#[utoipa::path(
    get,
    path = "/api/v1/numbers",
    operation_id = "numbers",
    tag = "facts",
    params(About),
    responses((status = 200, description = "The numbers", body = Listed), Problems),
    security(("session" = []))
)]
pub(super) async fn list(
    caller: Caller,
    Asked(about): Asked<About>,
) -> Result<Json<Listed>, Problem> {
    let now = caller.app.clock.now();
    let read = caller.see_with(about.waba, move |read, tenant, _| {
        Ok((limits::usage(read, tenant, now)?, read.accounts_of_numbers(tenant)?))
    });
    let (seen, (usage, accounts)) = read.await?;
    let around = Around { accounts, in_use: &seen.in_use, usage, now };
    let numbers: Vec<Number> =
        seen.scope.numbers.iter().map(|number| around.number(number)).collect();
    Ok(Json(Listed { as_of: moment(now), count: numbers.len(), numbers }))
}

/// What is known of numbers beside their own readings.
struct Around<'a> {
    accounts: BTreeMap<String, WabaId>,
    in_use: &'a BTreeSet<String>,
    usage: BTreeMap<String, u64>,
    now: Timestamp,
}

impl Around<'_> {
    fn number(&self, replica: &Replica) -> Number {
        let id = &replica.node.id;
        let heard = |field: &str| replica.get(field).map(Told::of);
        let computed = |is: bool| Told::new(is, self.now, How::Computed);
        let quality = number::quality(replica);
        let quality = quality
            .map(|(rating, heard)| Told::new(Value::from(rating.as_str()), heard.at, heard.how));
        let usage = self.usage.get(id).copied().unwrap_or_default();
        Number {
            id: id.clone(),
            waba: self.accounts.get(id).map(ToString::to_string),
            display_phone_number: heard("display_phone_number"),
            verified_name: heard("verified_name"),
            status: heard("status"),
            quality_rating: quality,
            quality_score: heard("quality_score"),
            name_status: heard("name_status"),
            whatsapp_business_manager_messaging_limit: heard(
                "whatsapp_business_manager_messaging_limit",
            ),
            messaging_limit_tier: heard("messaging_limit_tier"),
            throughput: heard("throughput"),
            is_pin_enabled: heard("is_pin_enabled"),
            is_official_business_account: heard("is_official_business_account"),
            is_on_biz_app: heard("is_on_biz_app"),
            health_status: heard("health_status"),
            platform_type: heard("platform_type"),
            code_verification_status: heard("code_verification_status"),
            account_mode: heard("account_mode"),
            active: computed(number::is_active(replica)),
            in_use: computed(self.in_use.contains(id)),
            usage_24h: Told::new(usage, self.now, How::Computed),
            read_at: replica.read_at.map(moment),
        }
    }
}
