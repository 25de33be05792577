//! Embedded Signup from outside: in which order a popup tells its two parts, and codes without any
//! popup.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use serde_json::{Value, json};

use super::refusal::{Refusal, object, text};
use super::{Answer, App};
use crate::signup::code::{self, Grant};
use crate::signup::outcome::{self, Order};

pub async fn shown(Extract(shared): App) -> Json<Value> {
    Json(document(shared.with(|state| state.world.signup.order)))
}

pub async fn set(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(&body, &["order"])?;
    let name = text(&given, "order")?;
    let order = Order::ALL.into_iter().find(|order| order.name() == name).ok_or_else(|| {
        let known = Order::ALL.map(Order::name).join(", ");
        Refusal::bad("order", format!("order must be one of {known}"))
    })?;
    shared.change(|state| state.world.signup.order = order);
    Ok(Json(document(order)))
}

/// A code as if the popup had just finished for this WABA.
pub async fn issue(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(&body, &["waba", "without_scope", "without_waba"])?;
    let waba = text(&given, "waba")?.to_owned();
    let without_scope = match given.get("without_scope") {
        None | Some(Value::Null) => None,
        Some(_) => Some(text(&given, "without_scope")?.to_owned()),
    };
    if without_scope.as_deref().is_some_and(|scope| !code::is_scope(scope)) {
        return Err(Refusal::bad("without_scope", "without_scope must be a scope of the token"));
    }
    let without_waba = match given.get("without_waba") {
        None => false,
        Some(Value::Bool(without)) => *without,
        Some(_) => return Err(Refusal::bad("without_waba", "without_waba must be a boolean")),
    };
    let now_ms = shared.settings.clock.now_ms();
    let grant = Grant { waba: waba.clone(), without_scope, without_waba };
    let code = shared
        .change(|state| outcome::share(state, grant, now_ms))
        .ok_or_else(|| Refusal::not_found("WABA", &waba))?;
    Ok(Json(json!({"code": code})))
}

fn document(order: Order) -> Value {
    json!({"order": order.name()})
}
