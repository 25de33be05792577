//! Embedded Signup from outside: in which order a popup tells its two parts, what the dialog refuses
//! and greys out, how long its tokens live, and codes without any popup.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use serde_json::{Map, Value, json};

use super::refusal::{Refusal, object, text};
use super::{Answer, App};
use crate::signup::Signup;
use crate::signup::code::{self, Grant};
use crate::signup::outcome::{self, Order};
use crate::signup::trouble::Trouble;

pub async fn shown(Extract(shared): App) -> Json<Value> {
    Json(shared.with(|state| document(&state.world.signup)))
}

pub async fn set(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(&body, &["order", "trouble", "greyed", "token_expires_in"])?;
    let (order, trouble) = (order(&given)?, trouble(&given)?);
    let lives_s = seconds(&given, "token_expires_in")?;
    let greyed = greyed(&given)?;
    Ok(Json(shared.change(|state| {
        let signup = &mut state.world.signup;
        signup.order = order.unwrap_or(signup.order);
        if let Some(trouble) = trouble {
            signup.trouble = trouble;
        }
        if let Some(greyed) = greyed {
            signup.greyed = greyed;
        }
        if let Some(lives_s) = lives_s {
            signup.token_lives_s = Some(lives_s).filter(|seconds| *seconds > 0);
        }
        document(signup)
    })))
}

fn order(given: &Map<String, Value>) -> Result<Option<Order>, Refusal> {
    if !given.contains_key("order") {
        return Ok(None);
    }
    let name = text(given, "order")?;
    let order = Order::ALL.into_iter().find(|order| order.name() == name);
    order.map(Some).ok_or_else(|| {
        let known = Order::ALL.map(Order::name).join(", ");
        Refusal::bad("order", format!("order must be one of {known}"))
    })
}

/// What the dialog refuses from now on: nothing with null.
fn trouble(given: &Map<String, Value>) -> Result<Option<Option<Trouble>>, Refusal> {
    let named = match given.get("trouble") {
        None => return Ok(None),
        Some(Value::Null) => return Ok(Some(None)),
        Some(_) => text(given, "trouble")?,
    };
    let trouble = Trouble::ALL.into_iter().find(|trouble| trouble.name() == named);
    trouble.map(|trouble| Some(Some(trouble))).ok_or_else(|| {
        let known = Trouble::ALL.map(Trouble::name).join(", ");
        Refusal::bad("trouble", format!("trouble must be null or one of {known}"))
    })
}

/// The portfolios and accounts that nobody can choose from now on.
fn greyed(given: &Map<String, Value>) -> Result<Option<BTreeSet<String>>, Refusal> {
    let Some(greyed) = given.get("greyed") else { return Ok(None) };
    let id = |id: &Value| id.as_str().map(str::to_owned);
    let ids = greyed.as_array().and_then(|ids| ids.iter().map(id).collect());
    let refuse =
        || Refusal::bad("greyed", "greyed must be a list of ids of portfolios and accounts");
    ids.map(Some).ok_or_else(refuse)
}

/// So many seconds, 0 for ever.
fn seconds(given: &Map<String, Value>, key: &str) -> Result<Option<i64>, Refusal> {
    let Some(seconds) = given.get(key) else { return Ok(None) };
    let seconds = seconds.as_i64().filter(|seconds| *seconds >= 0);
    seconds.map(Some).ok_or_else(|| {
        Refusal::bad(key, format!("{key} must be a whole number of seconds; 0 is for ever"))
    })
}

/// A code as if the popup had just finished for this WABA.
pub async fn issue(Extract(shared): App, body: Bytes) -> Answer {
    let given = object(&body, &["waba", "without_scope", "without_waba", "expires_in"])?;
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
    let lives_s = seconds(&given, "expires_in")?;
    let grant = Grant { waba: waba.clone(), without_scope, without_waba, lives_s };
    let code = shared
        .change(|state| outcome::share(state, grant, now_ms))
        .ok_or_else(|| Refusal::not_found("WABA", &waba).of("waba"))?;
    Ok(Json(json!({"code": code})))
}

fn document(signup: &Signup) -> Value {
    json!({
        "order": signup.order.name(),
        "trouble": signup.trouble.map(Trouble::name),
        "greyed": signup.greyed,
        "token_expires_in": signup.token_lives_s.unwrap_or(0),
    })
}
