//! Faults, armed and shown: one alone, or several at once. What each does is in `graph/fault.rs`.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use serde_json::{Map, Value, json};

use super::refusal::{Refusal, any_object, optional_text, text, unknown_key};
use super::{Answer, App, traffic};
use crate::graph::fault::{self, Fault};
use crate::state::State;

const KEYS: [&str; 5] = ["fault", "share", "edge", "calls", "seconds"];
/// The longest that a fault holds anything up.
const LONGEST_S: f64 = 86_400.0;
const MOST: usize = 20;

pub async fn shown(Extract(shared): App) -> Json<Value> {
    Json(shared.with(|state| document(&state.faults)))
}

pub async fn arm(Extract(shared): App, body: Bytes) -> Answer {
    let given = any_object(&body)?;
    shared.change(|state| apply(state, &given)).map(Json)
}

/// Arms what is given, in place of what was armed: one fault, several, or none.
pub fn apply(state: &mut State, given: &Map<String, Value>) -> Result<Value, Refusal> {
    state.faults = read(given)?;
    Ok(document(&state.faults))
}

/// The faults of a body.
pub fn read(given: &Map<String, Value>) -> Result<Vec<Fault>, Refusal> {
    let Some(list) = given.get("faults") else {
        return Ok(read_one(given, "")?.into_iter().collect());
    };
    if let Some(key) = given.keys().find(|key| *key != "faults") {
        return Err(Refusal::bad(key, format!("give {key} inside faults, with its fault")));
    }
    let list = list.as_array().filter(|list| list.len() <= MOST);
    let refuse =
        || Refusal::bad("faults", format!("faults must be a list of up to {MOST} objects"));
    let mut faults = Vec::new();
    for (nth, one) in list.ok_or_else(refuse)?.iter().enumerate() {
        let one = one.as_object().ok_or_else(refuse)?;
        faults.extend(read_one(one, &format!("faults[{nth}]."))?);
    }
    Ok(faults)
}

fn read_one(given: &Map<String, Value>, path: &str) -> Result<Option<Fault>, Refusal> {
    read_keys(given).map_err(|refusal| refusal.inside(path))
}

fn read_keys(given: &Map<String, Value>) -> Result<Option<Fault>, Refusal> {
    if let Some(key) = given.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(unknown_key(key));
    }
    let share = traffic::share(given, "share")?;
    let edge = optional_text(given, "edge")?;
    let calls = calls(given)?;
    let wait = wait(given)?;
    if given.get("fault") == Some(&Value::Null) {
        return Ok(None);
    }
    let name = text(given, "fault")?.to_owned();
    if !fault::NAMES.contains(&name.as_str()) {
        let known = fault::NAMES.join(", ");
        return Err(Refusal::bad("fault", format!("fault must be null or one of {known}")));
    }
    Ok(Some(Fault { name, share, edge, calls, wait }))
}

fn calls(given: &Map<String, Value>) -> Result<Option<u64>, Refusal> {
    match given.get("calls") {
        None | Some(Value::Null) => Ok(None),
        Some(calls) => {
            let calls = calls.as_u64().filter(|calls| *calls > 0);
            let refuse = || Refusal::bad("calls", "calls must be null or a whole number from 1");
            calls.map(Some).ok_or_else(refuse)
        }
    }
}

fn wait(given: &Map<String, Value>) -> Result<Duration, Refusal> {
    let Some(seconds) = given.get("seconds") else { return Ok(fault::WAIT) };
    let seconds = seconds.as_f64().filter(|seconds| (0.0..=LONGEST_S).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| Refusal::bad("seconds", "seconds must be a number from 0 to 86400"))
}

/// What is armed: the first of them by itself too, as it was before there could be several.
fn document(faults: &[Fault]) -> Value {
    let all: Vec<Value> = faults.iter().map(of_one).collect();
    let mut document = all.first().cloned().unwrap_or_else(|| json!({"fault": null}));
    document["faults"] = json!(all);
    document
}

fn of_one(fault: &Fault) -> Value {
    json!({
        "fault": fault.name,
        "share": fault.share,
        "edge": fault.edge,
        "calls": fault.calls,
        "seconds": fault.wait.as_secs_f64(),
    })
}
