//! Graph: reads a call, checks its caller, finds the node, and answers in Meta's shapes.
//!
//! Each edge has a file of its own. A step that asks a callback for its handshake is done in two
//! parts, so that the state is never locked while the network is waited for.

mod access_token;
mod analytics;
pub mod auth;
mod automation;
mod batch;
mod block_users;
mod broken;
pub mod call;
mod call_analytics;
mod call_log;
mod content;
mod debug_token;
mod error;
pub mod fault;
mod fields;
mod interactive;
mod many;
pub mod media;
mod message_templates;
mod messages;
mod multipart;
pub mod node_types;
mod number;
pub mod pace;
mod page;
mod phone_filter;
mod priced_analytics;
mod profile;
mod reference;
mod registration;
mod settings;
mod subscribed_apps;
pub mod subscriptions;
mod template_analytics;
mod template_bulk;
mod template_check;
mod template_edit;
mod template_message;
mod unpause;
mod upload;
pub mod usage;
mod username;
mod view;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tokio::time::Instant;

use self::auth::Caller;
use self::call::{Call, DEFAULT_VERSION, Version};
pub use self::error::GraphError;
use self::fault::Fault;
use self::view::View;
use crate::state::{Shared, State};
use crate::state_file;
use crate::webhooks::handshake;
use crate::world::{Callback, Kind, Node, World, mint};

type Edit = Box<dyn FnOnce(&mut World) + Send>;
/// Decides and changes at once, on the clock in milliseconds.
type Act = Box<dyn FnOnce(&mut State, i64) -> Result<Value, GraphError> + Send>;
type EditWith = Box<dyn FnOnce(&mut World, Callback) + Send>;

/// What a call still needs before it is answered.
pub enum Step {
    Answer(Value),
    Change(Edit),
    Act(Act),
    /// The change is made only when the callback passes its handshake.
    Verify(Callback, EditWith),
}

impl Step {
    fn change(edit: impl FnOnce(&mut World) + Send + 'static) -> Step {
        Step::Change(Box::new(edit))
    }

    fn act(
        act: impl FnOnce(&mut State, i64) -> Result<Value, GraphError> + Send + 'static,
    ) -> Step {
        Step::Act(Box::new(act))
    }

    fn verify(
        callback: Callback,
        edit: impl FnOnce(&mut World, Callback) + Send + 'static,
    ) -> Step {
        Step::Verify(callback, Box::new(edit))
    }
}

/// Answers every path that is not the control API's.
pub async fn handle(Extract(shared): Extract<Arc<Shared>>, request: Request<Body>) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let began = Instant::now();
    match Call::read(request).await {
        Err(error) => {
            let response = respond(DEFAULT_VERSION, Err(error), Vec::new());
            let entry = json!({"method": method.as_str(), "path": path});
            log(&shared, entry, began, response).await
        }
        Ok(call) if batch::is_one(&call) => {
            let response = batch::answer(&shared, &call).await;
            let entry = json!({"method": method.as_str(), "path": path});
            log(&shared, entry, began, response).await
        }
        Ok(call) => serve(&shared, call).await,
    }
}

/// Answers one call, or lets the armed fault do it, and writes it down.
async fn serve(shared: &Arc<Shared>, call: Call) -> Response {
    let began = Instant::now();
    let version = call.version.map_or_else(String::new, |version| format!("/{version}"));
    let fault = shared.with(|state| state.struck(&call));
    let entry = json!({
        "method": call.method.as_str(),
        "path": format!("{version}/{}", call.path()),
        "sent": call_log::sent(&call),
        "fault": fault.as_ref().map(|fault| fault.name.clone()),
    });
    let response = through(shared, call, fault).await;
    log(shared, entry, began, response).await
}

/// Writes a call down, with what came of it.
async fn log(shared: &Shared, mut entry: Value, began: Instant, response: Response) -> Response {
    let path = entry["path"].as_str().unwrap_or_default().to_owned();
    let (response, told) = call_log::overheard(&path, response).await;
    let (at, status) = (shared.settings.clock.now_s(), response.status().as_u16());
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    shared.with(|state| {
        entry["at"] = at.into();
        entry["status"] = status.into();
        entry["took_ms"] = took_ms.into();
        entry["answer"] = json!(told);
        state.log_call(entry);
    });
    response
}

/// Answers a call, unless a fault strikes it.
async fn through(shared: &Arc<Shared>, mut call: Call, fault: Option<Fault>) -> Response {
    match fault {
        // It took effect, or half of it, whatever is heard of that.
        Some(fault) if fault.is_after() => {
            if fault.name == fault::UPLOAD_CUT {
                call.file.truncate(call.file.len() / 2);
            }
            fault::spoil(&fault, answer(shared, &call).await, &shared.closing).await
        }
        Some(fault) => fault::strike(&fault.name, &shared.closing).await,
        None => answer(shared, &call).await,
    }
}

async fn answer(shared: &Arc<Shared>, call: &Call) -> Response {
    let now_ms = shared.settings.clock.now_ms();
    let (step, headers) = shared.with(|state| {
        let step = begin(state, &shared.settings.public_url, call, now_ms);
        let world = &state.world;
        let waba = call
            .segments
            .first()
            .and_then(|id| world.nodes.get(id))
            .and_then(|node| world.waba_of(node));
        let app = auth::calling_app(world, call);
        (step, state.usage.headers(world, app, waba, now_ms))
    });
    let outcome = match step {
        Ok(step) => finish(shared, step).await,
        Err(error) => Err(error),
    };
    respond(call.answered_version(), outcome, headers)
}

async fn finish(shared: &Arc<Shared>, step: Step) -> Result<Value, GraphError> {
    let edit: Edit = match step {
        Step::Answer(answer) => return Ok(answer),
        Step::Change(edit) => edit,
        Step::Act(act) => {
            let now_ms = shared.settings.clock.now_ms();
            let outcome = shared.change(|state| act(state, now_ms));
            state_file::save_kept(shared).await;
            return outcome;
        }
        Step::Verify(callback, edit) => {
            if shared.with(State::fails_handshake) {
                let why = "HTTP Status Code = 403; HTTP Message = Forbidden";
                return Err(GraphError::callback_refused(why));
            }
            handshake::verify(&shared.http, &callback).await?;
            Box::new(move |world| edit(world, callback))
        }
    };
    shared.change(|state| edit(&mut state.world));
    state_file::save_kept(shared).await;
    Ok(json!({"success": true}))
}

/// Checks the caller, finds the node and its edge.
fn begin(state: &mut State, origin: &str, call: &Call, now_ms: i64) -> Result<Step, GraphError> {
    let now_s = now_ms.div_euclid(1000);
    let world = &state.world;
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    if let (&Method::GET, ["debug_token"]) = (&call.method, segments.as_slice()) {
        return debug_token::answer(world, call, now_s).map(Step::Answer);
    }
    if segments == ["oauth", "access_token"] {
        return access_token::exchange(world, call);
    }
    let caller = auth::caller(world, call, now_s)?;
    state.usage.check_app(caller.app(world))?;
    if many::asked(call).is_some() {
        let usage = &mut state.usage;
        return many::read(world, usage, &caller, call, (origin, now_ms)).map(Step::Answer);
    }
    if let Some(step) = media::node(world, &caller, call, origin, now_ms) {
        return step;
    }
    if let [session] = segments.as_slice()
        && session.starts_with("upload:")
    {
        return upload::session(world, call);
    }
    let (id, edge) = match segments.as_slice() {
        [version, ..] if call::is_unknown_version(version) => {
            return Err(GraphError::unknown_path(&call.path()));
        }
        [id] => (*id, None),
        [id, edge] => (*id, Some(*edge)),
        [id, message_templates::EDGE, "archive"] => (*id, Some("archive")),
        [id, message_templates::EDGE, "unarchive"] => (*id, Some("unarchive")),
        _ => return Err(GraphError::unknown_path(&call.path())),
    };
    let method = call.method.as_str().to_ascii_lowercase();
    let node = world.nodes.get(id).ok_or_else(|| GraphError::unknown_node(&method, id))?;
    if (node.kind, edge) == (Kind::App, Some("subscriptions")) {
        return app_subscriptions(world, node, &caller, call);
    }
    caller.may_manage(world, node)?;
    if let Some(waba) = world.waba_of(node)
        && usage::is_counted(&call.method, node.kind, edge)
    {
        state.usage.count(world, caller.app(world), waba, now_ms)?;
    }
    let view = View { world, caller: &caller, call, origin, now_s };
    route(&view, node, edge)
}

fn route(view: &View<'_>, node: &Node, edge: Option<&str>) -> Result<Step, GraphError> {
    let method = view.call.method.as_str();
    match (method, node.kind, edge) {
        ("GET", _, None) => view.node(node).map(Step::Answer),
        ("GET", Kind::Business, Some("owned_whatsapp_business_accounts"))
        | ("GET", Kind::Waba, Some("phone_numbers" | "message_templates" | "subscribed_apps")) => {
            view.edge(node, edge.unwrap_or_default()).map(Step::Answer)
        }
        (
            "GET",
            Kind::Waba,
            Some(
                edge @ ("pricing_analytics"
                | "conversation_analytics"
                | "template_analytics"
                | "call_analytics"
                | "group_analytics"
                | "template_group_analytics"),
            ),
        ) => view.analytics(node, edge).map(Step::Answer),
        ("GET", Kind::Template, Some("compare")) => {
            template_analytics::compare(view, node).map(Step::Answer)
        }
        ("POST", Kind::Waba, None) => template_analytics::confirm(node, view.call),
        ("POST", Kind::Waba, Some("subscribed_apps")) => {
            subscribed_apps::subscribe(view.world, view.app(), node, view.call)
        }
        ("DELETE", Kind::Waba, Some("subscribed_apps")) => {
            Ok(subscribed_apps::unsubscribe(view.app(), node))
        }
        ("POST", Kind::Waba, Some("phone_numbers")) => registration::add_number(node, view.call),
        ("POST" | "DELETE", Kind::Waba, Some(edge)) => waba_templates(view, node, edge),
        ("POST", Kind::Template, None) => template_edit::edit(node, view.call),
        ("POST", Kind::Template, Some("unpause")) => unpause::unpause(node),
        ("POST", Kind::Number, None) => number::configure(view.world, view.app(), node, view.call),
        (_, Kind::Number, Some(edge)) => number::edge(view, node, edge),
        ("POST", Kind::App, Some("uploads")) => upload::open(view.call),
        ("GET", _, Some(edge)) => Err(GraphError::unknown_path(edge)),
        _ => Err(GraphError::unknown_node(&method.to_ascii_lowercase(), &node.id)),
    }
}

fn waba_templates(view: &View<'_>, waba: &Node, edge: &str) -> Result<Step, GraphError> {
    let (world, call) = (view.world, view.call);
    match (call.method.as_str(), edge) {
        ("POST", message_templates::EDGE) => template_edit::create(world, waba, call),
        ("DELETE", message_templates::EDGE) => template_edit::delete(world, waba, call),
        ("POST", "archive" | "unarchive") => {
            template_bulk::archive(waba, call, edge == "unarchive")
        }
        ("POST", "migrate_message_templates") => {
            template_bulk::migrate(world, view.caller, waba, call)
        }
        ("POST", "upsert_message_templates") => template_bulk::upsert(world, waba, call),
        (method, _) => Err(GraphError::unknown_node(&method.to_ascii_lowercase(), &waba.id)),
    }
}

/// An app's token is for its own subscriptions only.
fn app_subscriptions(
    world: &World,
    app: &Node,
    caller: &Caller<'_>,
    call: &Call,
) -> Result<Step, GraphError> {
    if !matches!(caller, Caller::App(id) if *id == app.id) {
        return Err(GraphError::needs_app_token());
    }
    match call.method.as_str() {
        "GET" => Ok(Step::Answer(subscriptions::list(world, &app.id))),
        "POST" => subscriptions::subscribe(&app.id, call),
        "DELETE" => Ok(subscriptions::unsubscribe(&app.id, call)),
        other => Err(GraphError::unknown_node(&other.to_ascii_lowercase(), &app.id)),
    }
}

fn respond_error(error: &GraphError) -> Response {
    respond(DEFAULT_VERSION, Err(error.clone()), Vec::new())
}

fn respond(
    version: Version,
    outcome: Result<Value, GraphError>,
    headers: Vec<(&'static str, String)>,
) -> Response {
    let (status, body) = match &outcome {
        Ok(body) => (200, body.clone()),
        Err(error) => (error.http_status, error.body()),
    };
    let trace = body["error"]["fbtrace_id"].as_str().map(str::to_owned);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.to_string()).into_response();
    let mut all = vec![
        ("content-type", "application/json; charset=UTF-8".to_owned()),
        ("facebook-api-version", version.to_string()),
        ("x-fb-trace-id", trace.unwrap_or_else(mint::fresh)),
        ("x-fb-request-id", mint::fresh()),
    ];
    all.extend(headers);
    for (name, value) in all {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
