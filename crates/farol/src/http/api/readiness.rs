//! The verdict: `GET /api/v1/readiness` of a tenant or one account, and
//! `/api/v1/numbers/{id}/readiness` of one number.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::Json;
use domain::health;
use domain::readiness::{self, Fix, Grounds, Readiness, Scope, Verdict};
use meta::open::EntityType;
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde::Serialize;
use store::{LedgerRead, StoreError, TenantScope};
use ui::api::ApiProblem;
use utoipa::ToSchema;

use super::super::limits;
use super::caller::{About, Asked, Caller, Id};
use super::limit::{self, Limit};
use super::problem::{Problem, Problems};
use super::told::{Via, moment};
use crate::app::App;

/// A customer's message that came in within this time proves that messages come in.
const PROVEN: Duration = Duration::from_secs(7 * 24 * 3600);

/// Is all well?
#[derive(Serialize, ToSchema)]
#[schema(as = Readiness)]
pub(super) struct Judged {
    verdict: Word,
    /// Whether any number can start a conversation now; `null` when that is not known. It follows
    /// from Meta's words, and from the sentence that a limited business does not send.
    #[schema(required)]
    can_send: Option<bool>,
    /// Whether any number can receive; `null` when that is not known. Meta reports nothing about it:
    /// it is `false` where something above is blocked, and `true` where a customer's message came in
    /// within seven days or the business is limited, which still receives.
    #[schema(required)]
    can_receive: Option<bool>,
    /// The limit that is nearest to being reached; `null` when nothing is connected.
    #[schema(required)]
    limit: Option<Limit>,
    /// Why the verdict is not `ok`, gravest first.
    reasons: Vec<Said>,
    /// What can be done, for the gravest reason first.
    fixes: Vec<Step>,
    /// The oldest of the readings that this rests on; `null` when nothing was read.
    #[schema(format = DateTime, required)]
    as_of: Option<String>,
}

/// `ok`: all is well. `attention`: something needs a look. `stopped`: there are active numbers and
/// none can start a conversation. `no_data`: no number was read yet.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Verdict)]
enum Word {
    Ok,
    Attention,
    Stopped,
    NoData,
}

/// Why the verdict is not `ok`.
#[derive(Serialize, ToSchema)]
#[schema(as = Reason)]
struct Said {
    /// What kind of reason it is; stable. New ones may come.
    #[schema(example = "number_flagged")]
    id: &'static str,
    /// A sentence.
    text: String,
    /// The value that it rests on; `null` where it follows from several.
    #[schema(required)]
    source: Option<Source>,
}

/// The value that a reason rests on.
#[derive(Serialize, ToSchema)]
struct Source {
    /// Kind and Meta's id of what it was heard of.
    #[schema(example = "phone_number:106540352242922")]
    node: String,
    /// Meta's name of the field; `null` where a reading itself is meant.
    #[schema(required)]
    field: Option<&'static str>,
    /// The value, as it came; `null` where a reading itself is meant.
    #[schema(required)]
    value: Option<String>,
    /// When it was heard; `null` when it never was.
    #[schema(format = DateTime, required)]
    as_of: Option<String>,
    via: Via,
}

/// What can be done.
#[derive(Serialize, ToSchema)]
#[schema(as = Fix)]
struct Step {
    /// What kind of step it is; stable. New ones may come.
    #[schema(example = "settle_with_meta")]
    id: &'static str,
    /// A sentence.
    text: String,
    /// Where to do it: a page of Meta's, or a path of this console.
    #[schema(format = "uri-reference")]
    url: String,
}

/// Is all well with everything, or with one account?
#[utoipa::path(
    get,
    path = "/api/v1/readiness",
    operation_id = "readiness",
    tag = "readiness",
    params(About),
    responses((status = 200, description = "The verdict", body = Judged), Problems),
    security(("session" = []))
)]
pub(super) async fn of_tenant(
    caller: Caller,
    Asked(about): Asked<About>,
) -> Result<Json<Judged>, Problem> {
    let app = caller.app.clone();
    let read = caller.see_with(about.waba, move |read, tenant, seen| {
        let received = received(&app, read, tenant)?;
        let businesses = limits::businesses(seen);
        let limits = businesses.iter().map(|one| limit::of_portfolio(&app, read, tenant, one));
        let limits: Vec<Limit> = limits.collect::<Result<_, _>>()?;
        Ok((received, limits.into_iter().reduce(Limit::nearer)))
    });
    let (seen, (received, limit)) = read.await?;
    Ok(Json(Judged::of(&caller, &seen.scope, &seen.readiness, &received, limit)))
}

/// Is all well with one number?
#[utoipa::path(
    get,
    path = "/api/v1/numbers/{id}/readiness",
    operation_id = "number_readiness",
    tag = "readiness",
    params(("id" = String, Path, description = "Meta's id of the number", min_length = 1)),
    responses((status = 200, description = "The verdict of this number alone", body = Judged), Problems),
    security(("session" = []))
)]
pub(super) async fn of_number(caller: Caller, Id(id): Id) -> Result<Json<Judged>, Problem> {
    let (app, number) = (caller.app.clone(), id.clone());
    let read = caller.see_with(None, move |read, tenant, seen| {
        let received = received(&app, read, tenant)?;
        let waba = read.waba_of_number(tenant, &PhoneNumberId::new(number.clone()))?;
        let account = seen.connections.iter().find(|account| Some(&account.waba) == waba.as_ref());
        let business = account.map(|account| account.business.clone());
        narrow(&mut seen.scope, &number, waba.as_ref(), business.as_ref());
        let limit = match (limit::own(&app, read, tenant, &seen.scope)?, business) {
            (Some(own), _) => Some(own),
            (None, Some(shared)) => Some(limit::of_portfolio(&app, read, tenant, &shared)?),
            (None, None) => None,
        };
        Ok((received, limit))
    });
    let (seen, (received, limit)) = read.await?;
    if seen.scope.numbers.is_empty() {
        return Err(caller.problem(ApiProblem::NotFound));
    }
    let (app, scope) = (&caller.app, &seen.scope);
    let judged = readiness::readiness(scope, &app.settings.intervals, app.clock.now());
    Ok(Json(Judged::of(&caller, scope, &judged, &received, limit)))
}

/// The numbers to which customers wrote not long ago.
fn received(
    app: &App,
    read: &LedgerRead<'_>,
    tenant: &TenantScope,
) -> Result<BTreeSet<String>, StoreError> {
    read.numbers_written_to(tenant, limits::before(app.clock.now(), PROVEN))
}

/// Leaves one number and what stands above it.
fn narrow(scope: &mut Scope, number: &str, waba: Option<&WabaId>, business: Option<&BusinessId>) {
    let is = |id: &str, wanted: Option<&str>| wanted == Some(id);
    scope.numbers.retain(|replica| replica.node.id == number);
    scope.wabas.retain(|replica| is(&replica.node.id, waba.map(WabaId::as_str)));
    scope.businesses.retain(|replica| is(&replica.node.id, business.map(BusinessId::as_str)));
    let named = scope.numbers.iter().chain(&scope.wabas).flat_map(health::named);
    let apps = named.filter(|(kind, _)| *kind == EntityType::App).map(|(_, id)| id.to_owned());
    let apps: BTreeSet<String> = apps.collect();
    scope.apps.retain(|replica| apps.contains(&replica.node.id));
}

impl Judged {
    /// Words a verdict for who asks.
    fn of(
        caller: &Caller,
        scope: &Scope,
        judged: &Readiness,
        received: &BTreeSet<String>,
        limit: Option<Limit>,
    ) -> Self {
        let (app, language) = (&caller.app, caller.language());
        let intervals = &app.settings.intervals;
        let texts = ui::api::reasons(language, scope, judged, intervals, app.clock.now());
        let reasons = judged.reasons.iter().zip(texts).map(|(reason, text)| Said {
            id: reason.id(),
            text,
            source: reason.grounds(scope).map(Source::from),
        });
        let fixes = judged.fixes();
        let fixes = fixes.iter().map(|fix| Step {
            id: fix.id(),
            text: ui::api::fix(language, fix),
            url: address(fix),
        });
        Self {
            verdict: judged.verdict.into(),
            can_send: judged.can_send.as_bool(),
            can_receive: readiness::can_receive(scope, received).as_bool(),
            limit,
            reasons: reasons.collect(),
            fixes: fixes.collect(),
            as_of: judged.as_of().map(moment),
        }
    }
}

impl From<Verdict> for Word {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Ok => Self::Ok,
            Verdict::Attention => Self::Attention,
            Verdict::Stopped => Self::Stopped,
            Verdict::NoData => Self::NoData,
        }
    }
}

impl From<Grounds> for Source {
    fn from(grounds: Grounds) -> Self {
        Self {
            node: format!("{}:{}", grounds.kind, grounds.id),
            field: grounds.field,
            value: grounds.value,
            as_of: grounds.at.map(moment),
            via: grounds.how.into(),
        }
    }
}

/// Where a step is done.
fn address(fix: &Fix) -> String {
    let number = |id: &str| {
        let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        format!("/numbers/{id}")
    };
    match fix {
        Fix::SettleWithMeta => "https://business.facebook.com/business/help".to_owned(),
        Fix::LookAtMeta => "https://business.facebook.com/wa/manage/".to_owned(),
        Fix::ImproveWithinSevenDays { number: id }
        | Fix::WaitAndReply { number: id }
        | Fix::OpenNumber { number: id }
        | Fix::ImproveQuality { number: id } => number(id),
        Fix::Connect | Fix::Reconnect => "/connect".to_owned(),
        Fix::CheckNow => "/health".to_owned(),
    }
}
