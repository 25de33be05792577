//! The state of accounts, businesses, apps, numbers and templates: `GET /api/v1/health`.

use std::collections::BTreeSet;

use axum::Json;
use domain::readiness::Scope;
use domain::{Failure, How, NodeKind, Replica, health};
use meta::open::{CanSendMessage, EntityType};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::caller::{About, Asked, Caller};
use super::problem::{Problem, Problems};
use super::told::{Told, moment};

/// Everything that Meta reports the health of.
#[derive(Serialize, ToSchema)]
#[schema(as = Health)]
pub(super) struct Listed {
    /// When this was asked; each value has its own time.
    #[schema(format = DateTime)]
    as_of: String,
    /// Businesses, accounts, apps and numbers; then whatever else their health names, and templates
    /// that are not available.
    entities: Vec<Entity>,
}

/// An entity of Meta's `health_status`, by the newest word on it.
#[derive(Serialize, ToSchema)]
struct Entity {
    /// Meta's kind, as in `WABA`.
    #[schema(example = "WABA")]
    entity_type: String,
    /// Meta's id.
    id: String,
    /// Its name; `null` when it was never heard.
    #[schema(required)]
    name: Option<Told<Value>>,
    /// `AVAILABLE`, `LIMITED` or `BLOCKED`; `null` when it was never heard.
    #[schema(required)]
    can_send_message: Option<Told<String>>,
    /// The same of calls by SIP, which Meta reports of numbers and apps.
    #[schema(required)]
    can_receive_call_sip: Option<Told<String>>,
    /// Meta's errors, in Meta's order; `null` when its health was never heard.
    #[schema(required)]
    errors: Option<Told<Vec<Fault>>>,
    /// Meta's remarks; `null` when its health was never heard.
    #[schema(required)]
    additional_info: Option<Told<Vec<String>>>,
    /// What follows from the state, where that is known.
    #[schema(required)]
    consequence: Option<Told<String>>,
    /// When the entity itself was last read without fault; `null` when it never was, or has nothing
    /// of its own to read.
    #[schema(format = DateTime, required)]
    read_at: Option<String>,
    /// Why readings fail just now; `null` when they do not.
    #[schema(required)]
    failure: Option<Failing>,
}

/// One of Meta's errors, in Meta's words.
#[derive(Serialize, ToSchema)]
#[schema(as = HealthError)]
struct Fault {
    error_code: String,
    error_description: String,
    #[schema(required)]
    possible_solution: Option<String>,
}

/// Why readings fail.
#[derive(Serialize, ToSchema)]
struct Failing {
    /// When the first of an unbroken run of failures happened.
    #[schema(format = DateTime)]
    since: String,
    /// When the last one happened.
    #[schema(format = DateTime)]
    last: String,
    /// What kind of failure it is; stable.
    reason: String,
    /// Meta's own words, when Meta answered.
    #[schema(required)]
    message: Option<String>,
}

/// The health of everything, or of one account.
#[utoipa::path(
    get,
    path = "/api/v1/health",
    operation_id = "health",
    tag = "facts",
    params(About),
    responses((status = 200, description = "The entities", body = Listed), Problems),
    security(("session" = []))
)]
pub(super) async fn list(
    caller: Caller,
    Asked(about): Asked<About>,
) -> Result<Json<Listed>, Problem> {
    let read = caller.see_with(about.waba, |read, tenant, seen| {
        let mut templates = Vec::new();
        for account in seen.accounts() {
            let own = read.replicas_of(tenant, NodeKind::MessageTemplate, &account.waba)?;
            templates.extend(own.into_iter().filter(is_hindered));
        }
        seen.scope.templates = templates;
        Ok(())
    });
    let (seen, ()) = read.await?;
    let entities = named(&seen.scope);
    let newest = seen.scope.newest();
    let entities = entities
        .into_iter()
        .map(|(kind, id)| entity(&caller, &seen.scope, newest.get(&kind, &id).as_ref(), &kind, id));
    Ok(Json(Listed { as_of: moment(caller.app.clock.now()), entities: entities.collect() }))
}

/// Whether something stands in the way of a template that is there: one without a state is gone.
fn is_hindered(template: &Replica) -> bool {
    let can = health::overall(template);
    template.get("status").is_some() && !matches!(can, None | Some(CanSendMessage::Available))
}

/// Kinds and ids of all that is told of, each once.
fn named(scope: &Scope) -> Vec<(EntityType, String)> {
    let replicas = scope
        .replicas()
        .map(|replica| (replica.node.kind.entity().clone(), replica.node.id.clone()));
    let by_health = scope.wabas.iter().chain(&scope.numbers).flat_map(health::named);
    let by_health = by_health.map(|(kind, id)| (kind, id.to_owned()));
    let templates =
        scope.templates.iter().map(|one| (EntityType::MessageTemplate, one.node.id.clone()));
    let mut seen = BTreeSet::new();
    replicas.chain(by_health).chain(templates).filter(|one| seen.insert(one.clone())).collect()
}

fn entity(
    caller: &Caller,
    scope: &Scope,
    said: Option<&health::Entity>,
    kind: &EntityType,
    id: String,
) -> Entity {
    let replica = NodeKind::of_entity(kind).and_then(|kind| scope.replica(kind, &id));
    let name = match kind {
        EntityType::PhoneNumber => "verified_name",
        _ => "name",
    };
    let can = |can: &health::Entity| {
        can.can_send.as_ref().map(|word| Told::new(word.to_string(), can.at, can.how))
    };
    let calls = |can: &health::Entity| {
        can.can_receive_call_sip.as_ref().map(|word| Told::new(word.to_string(), can.at, can.how))
    };
    let consequence = |can: &health::Entity| {
        let text = ui::api::consequence(caller.language(), can)?;
        Some(Told::new(text, can.at, How::Computed))
    };
    Entity {
        entity_type: kind.to_string(),
        name: replica.and_then(|replica| replica.get(name)).map(Told::of),
        can_send_message: said.and_then(can),
        can_receive_call_sip: said.and_then(calls),
        errors: said
            .map(|said| Told::new(said.errors.iter().map(Fault::of).collect(), said.at, said.how)),
        additional_info: said
            .map(|said| Told::new(said.additional_info.clone(), said.at, said.how)),
        consequence: said.and_then(consequence),
        read_at: replica.and_then(|replica| replica.read_at).map(moment),
        failure: replica.and_then(|replica| replica.failure.as_ref()).map(Failing::of),
        id,
    }
}

impl Fault {
    fn of(error: &health::HealthError) -> Self {
        Self {
            error_code: error.code.clone(),
            error_description: error.description.clone(),
            possible_solution: error.solution.clone(),
        }
    }
}

impl Failing {
    fn of(failure: &Failure) -> Self {
        Self {
            since: moment(failure.since),
            last: moment(failure.last),
            reason: failure.reason.clone(),
            message: failure.message.clone(),
        }
    }
}
