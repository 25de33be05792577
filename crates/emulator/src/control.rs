//! `/_control`: where a test, a script or a person changes the world and looks behind it.
//!
//! An unknown key is refused, never ignored, and no fault strikes here.

mod app;
mod call;
mod callback;
pub mod change;
mod connection;
pub mod customer;
mod deliveries;
pub mod faults;
pub mod guard;
pub mod key;
mod page;
pub mod preference;
mod refusal;
mod signup;
pub mod template;
pub mod token;
pub mod traffic;
pub mod user;
mod world_state;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State as Extract};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{any, get, post};
use axum::{Json, Router, middleware};
use http::StatusCode;
use serde_json::{Value, json};

use self::refusal::{InPath, Refusal, any_object, object, text};
use crate::graph::pace::Pace;
use crate::graph::usage::Usage;
use crate::scenario;
use crate::state::Shared;
use crate::webhooks::log::Log;
use crate::webhooks::queue::Queue;
use crate::world::{Kind, document, judge, limit, reset, seed};

type App = Extract<Arc<Shared>>;
type Answer = Result<Json<Value>, Refusal>;

/// The routes of control, behind its guard.
pub fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let change = |kind| {
        post(move |app: App, InPath(id): InPath, body: Bytes| async move {
            change_node(&app, kind, &id, &body)
        })
    };
    Router::new()
        .route("/_control", get(|| async { Redirect::permanent("/_control/") }))
        .route("/_control/", get(page::page))
        .route("/_control/page.css", get(page::style))
        .route("/_control/page.js", get(page::script))
        .route("/_control/openapi.json", get(openapi))
        .route("/_control/world", get(world))
        .route("/_control/numbers/{id}", change(Kind::Number))
        .route("/_control/templates", post(make_template))
        .route("/_control/templates/{id}", change(Kind::Template).delete(delete_template))
        .route("/_control/wabas/{id}", change(Kind::Waba))
        .route("/_control/businesses/{id}", change(Kind::Business))
        .route("/_control/apps", get(app::shown).post(app::make))
        .route("/_control/apps/{id}", change(Kind::App))
        .route("/_control/users/{wa_id}", post(change_user))
        .route("/_control/users/{wa_id}/messages", get(chat).post(customer_sends))
        .route("/_control/users/{wa_id}/calls", post(customer_calls))
        .route("/_control/users/{wa_id}/preferences", post(set_preference))
        .route("/_control/sends", post(business_sends))
        .route("/_control/signed_requests", post(signed_request))
        .route("/_control/limits", get(limits))
        .route(
            "/_control/webhooks",
            get(deliveries::shown).post(deliveries::send).delete(deliveries::forget),
        )
        .route("/_control/webhooks/{id}/redeliver", post(deliveries::redeliver))
        .route("/_control/calls", get(deliveries::calls))
        .route("/_control/clock", get(clock).post(turn_clock))
        .route("/_control/scenarios", get(scenarios))
        .route("/_control/scenarios/{name}", post(play))
        .route("/_control/faults", get(faults::shown).post(faults::arm))
        .route("/_control/tokens", get(token::shown).post(token::make))
        .route("/_control/tokens/{kind}", post(token::change))
        .route("/_control/tokens/{kind}/revoke", post(token::revoke))
        .route("/_control/signup", get(signup::shown).post(signup::set))
        .route("/_control/codes", post(signup::issue))
        .route("/_control/reset", post(start_over))
        .route(
            "/_control/state",
            get(world_state::export)
                .put(world_state::import)
                .layer(DefaultBodyLimit::max(world_state::MOST_BYTES)),
        )
        .route("/_control/{*rest}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(Arc::clone(shared), guard::check))
}

async fn openapi() -> impl IntoResponse {
    ([("content-type", "application/json")], include_str!("control/openapi.json"))
}

async fn world(Extract(shared): App) -> Json<Value> {
    Json(shared.with(|state| document::of_world(&state.world, &shared.settings)))
}

fn change_node(shared: &Shared, kind: Kind, id: &str, body: &[u8]) -> Answer {
    let given = any_object(body)?;
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| change::apply(state, kind, id, &given, now_ms)).map(Json)
}

async fn chat(Extract(shared): App, InPath(wa_id): InPath) -> Json<Value> {
    Json(shared.with(|state| state.world.chat.document(&wa_id)))
}

async fn customer_sends(Extract(shared): App, InPath(wa_id): InPath, body: Bytes) -> Answer {
    let given = object(&body, customer::KEYS)?;
    let (now_ms, origin) = (shared.settings.clock.now_ms(), &shared.settings.public_url);
    shared.change(|state| customer::sends(state, &wa_id, &given, origin, now_ms)).map(Json)
}

async fn customer_calls(Extract(shared): App, InPath(wa_id): InPath, body: Bytes) -> Answer {
    let given = object(&body, call::KEYS)?;
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| call::makes(state, &wa_id, &given, now_ms)).map(Json)
}

async fn change_user(Extract(shared): App, InPath(wa_id): InPath, body: Bytes) -> Answer {
    let given = any_object(&body)?;
    shared.change(|state| user::apply(state, &wa_id, &given)).map(Json)
}

async fn set_preference(Extract(shared): App, InPath(wa_id): InPath, body: Bytes) -> Answer {
    let given = object(&body, &["to", "marketing"])?;
    let (to, wish) = (text(&given, "to")?, text(&given, "marketing")?);
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| preference::set(state, &wa_id, to, wish, now_ms)).map(Json)
}

async fn make_template(Extract(shared): App, body: Bytes) -> Answer {
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| template::make(state, &body, now_ms)).map(Json)
}

async fn delete_template(Extract(shared): App, InPath(id): InPath, body: Bytes) -> Answer {
    object(&body, &[])?;
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| template::delete(state, &id, now_ms)).map(Json)
}

async fn business_sends(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(&body, traffic::SEND_KEYS)?;
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| traffic::business_sends(state, &given, now_ms)).map(Json)
}

/// A person removes the app, or asks for their data to be deleted.
async fn signed_request(Extract(shared): App, body: Bytes) -> Answer {
    callback::post(&shared, &body).await
}

async fn limits(Extract(shared): App) -> Json<Value> {
    let now_ms = shared.settings.clock.now_ms();
    Json(shared.with(|state| limit::document(&state.world, now_ms)))
}

async fn clock(Extract(shared): App) -> Json<Value> {
    Json(json!({"now": shared.settings.clock.now_s()}))
}

/// Ten years: nothing that Meta does takes longer.
const MOST_SECONDS: i64 = 315_360_000;
/// The first second of 2100, which the clock does not reach.
pub const LATEST_S: i64 = 4_102_444_800;

async fn turn_clock(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(&body, &["advance_seconds"])?;
    let seconds = given.get("advance_seconds").and_then(Value::as_i64);
    let now_s = shared.settings.clock.now_s();
    let is_taken =
        |seconds: &i64| (0..=MOST_SECONDS).contains(seconds) && now_s + seconds < LATEST_S;
    let seconds = seconds.filter(is_taken).ok_or_else(|| {
        let words =
            "advance_seconds must be a whole number from 0 to 315360000 that ends before 2100";
        Refusal::bad("advance_seconds", words)
    })?;
    // Judged before anyone can ask at the new time: what was due by then has happened.
    shared.change(|state| {
        let then_ms = shared.settings.clock.now_ms().saturating_add(seconds.saturating_mul(1000));
        judge::run_until(state, then_ms);
        shared.settings.clock.advance(seconds);
    });
    Ok(Json(json!({"now": shared.settings.clock.now_s()})))
}

async fn scenarios() -> Json<Value> {
    Json(scenario::list())
}

async fn play(Extract(shared): App, InPath(name): InPath, body: Bytes) -> Answer {
    let given = object(&body, &["at_once", "until_s"])?;
    let at_once = match given.get("at_once") {
        None => false,
        Some(Value::Bool(at_once)) => *at_once,
        Some(_) => return Err(Refusal::bad("at_once", "at_once must be true or false")),
    };
    let until_s = match given.get("until_s") {
        None => u64::MAX,
        Some(until_s) => until_s.as_u64().filter(|_| at_once).ok_or_else(|| {
            Refusal::bad("until_s", "until_s must be a whole number from 0, with at_once")
        })?,
    };
    let scenario = scenario::find(&name).ok_or_else(|| Refusal::not_found("scenario", &name))?;
    if at_once {
        scenario::stop(&shared);
        scenario::play_through(&shared, scenario, until_s);
    } else {
        scenario::play(&shared, &name);
    }
    Ok(Json(scenario::summary(scenario)))
}

/// The seeded world again, with what a connected console needs to go on working. No scenario goes on
/// in it but the story of a demo, which begins anew.
async fn start_over(Extract(shared): App, body: Bytes) -> Answer {
    object(&body, &[])?;
    shared.settings.clock.reset();
    let now_s = shared.settings.clock.now_s();
    shared.change(|state| {
        let fresh = seed::world(&shared.origin, state.world.seed, now_s)
            .map_err(|reason| Refusal::bad("world", reason))?;
        let old = std::mem::replace(&mut state.world, fresh);
        reset::carry_over(&mut state.world, old, now_s);
        if let Some(url) = &shared.settings.callback_url {
            crate::subscribe_to_all(&mut state.world, url);
        }
        judge::adopt(&mut state.world, now_s * 1000);
        state.queue = Queue::default();
        state.log = Log::default();
        state.usage = Usage::default();
        state.pace = Pace::default();
        state.faults.clear();
        state.chances = 0;
        state.calls.clear();
        Ok::<(), Refusal>(())
    })?;
    scenario::start_over(&shared);
    Ok(world(Extract(shared)).await)
}

async fn unknown() -> Refusal {
    Refusal {
        status: StatusCode::NOT_FOUND,
        ..Refusal::bad("path", "control has no such path; see /_control/openapi.json")
    }
}

async fn wrong_method() -> Refusal {
    Refusal {
        status: StatusCode::METHOD_NOT_ALLOWED,
        ..Refusal::bad("method", "the path does not take this method")
    }
}
