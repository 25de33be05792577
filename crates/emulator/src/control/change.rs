//! Changes of a node by hand: where each key lands, and what Meta tells of it. Which keys there are
//! is in `key.rs`; those that are about more than the node itself are in `connection.rs`.

use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use super::{connection, key};
use crate::state::State;
use crate::webhooks::{self, alert, news};
use crate::world::registration::DELETED;
use crate::world::{
    Health, Kind, Node, document, health, judge, legacy, limit, pacing, seed, template,
};

/// Changes one node and tells what Meta would tell; answers the node with the keys that were set.
pub fn apply(
    state: &mut State,
    kind: Kind,
    id: &str,
    given: &Map<String, Value>,
    now_ms: i64,
) -> Result<Value, Refusal> {
    key::check(kind, given)?;
    let before =
        state.world.node(kind, id).ok_or_else(|| Refusal::not_found(kind_name(kind), id))?.clone();
    connection::check(&state.world, &before, given)?;
    let mut after = before.clone();
    make(&mut after, given, now_ms.div_euclid(1000));
    review_new_name(&mut after, given);
    if kind == Kind::Template {
        template::follow(&before, &mut after, given, now_ms);
    }
    let deferred = match kind {
        Kind::Number => {
            legacy::follow(&before, &mut after, now_ms);
            None
        }
        Kind::Business => limit::verify(&state.world, &before, &mut after),
        Kind::Waba | Kind::Template | Kind::App => None,
    };
    state.world.nodes.insert(id.to_owned(), after);
    judge::notice(&mut state.world, id, now_ms);
    let mut told = news::of_change(&state.world, &before, now_ms.div_euclid(1000));
    told.extend(given.get("security").and_then(|event| news::security(&state.world, id, event)));
    let said = given.get("alert").map(|said| alert::of_node(&before, said));
    told.extend(
        deferred.into_iter().chain(said).flat_map(|said| alert::news(&state.world, id, &said)),
    );
    webhooks::announce(state, told, now_ms);
    connection::make(state, &before, given, now_ms);
    pacing::judge(state, id, now_ms, now_ms);
    // As it stands once all is done, restrictions and bans included.
    let answer =
        state.world.nodes.get(id).ok_or_else(|| Refusal::not_found(kind_name(kind), id))?;
    let mut document = document::of_node(&state.world, answer);
    for (key, value) in given {
        if document.get(key).is_none() {
            document[key] = value.clone();
        }
    }
    Ok(document)
}

/// Makes a change that was checked.
pub fn make(node: &mut Node, given: &Map<String, Value>, now_s: i64) {
    // A number that is merely said to be available follows its new status again.
    if given.contains_key("status") && node.health.as_ref().is_some_and(Health::is_available) {
        node.health = None;
    }
    for (key, value) in given {
        match key.as_str() {
            "quality" | "reasons" | "can_send_message" | "errors" | "additional_info" | "alert"
            | "pause" => {}
            key if key::is_of_connection(node.kind, key) => {}
            "status" if node.kind == Kind::Number && value == DELETED => node.delete(now_s),
            "registered" if value == true => node.put_on_platform(),
            "registered" => node.take_off_platform(),
            "is_on_biz_app" => {
                node.set("is_on_biz_app", value.clone());
                // Its day for the two syncs begins now, unless the popup began it.
                let began_s = node.registration.onboarded_s.or((value == true).then_some(now_s));
                node.registration.onboarded_s = began_s;
            }
            "shares_history" => node.registration.keeps_history = value == false,
            // Graph leaves out what is not there.
            "primary_funding_id" if value.is_null() => {
                node.fields.remove("primary_funding_id");
            }
            "rejection_reason" => node.name_rejection = value.as_str().map(str::to_owned),
            "throughput_level" => node.set("throughput", json!({"level": value})),
            "registration_error" => {
                node.registration.error = value.as_str().map(str::to_owned);
            }
            "code_error" => {
                node.registration.code_error = value.as_str().map(str::to_owned);
            }
            "migration_error" => {
                node.registration.migration_error = value.as_str().map(str::to_owned);
            }
            "username_error" => {
                node.username_error = value.as_str().and_then(|code| code.parse().ok());
            }
            // As somebody sets it in Business Suite.
            "pin" => node.pin = value.as_str().map(str::to_owned),
            // Only a reset that went through takes the PIN off.
            "security" => {
                if value == "PIN_REQUEST_SUCCESS" || value == "PIN_RESET_SUCCESS" {
                    node.pin = None;
                    node.set("is_pin_enabled", false);
                }
            }
            // A name that is taken away is not there, rather than empty.
            "username" if value == "" => {
                node.fields.remove("username");
            }
            "rules" => {
                node.rules = value.as_str().and_then(seed::rules).unwrap_or(node.rules);
            }
            "profile" => {
                for (field, value) in value.as_object().into_iter().flatten() {
                    set_profile(node, field, value);
                }
            }
            field => node.set(field, value.clone()),
        }
    }
    set_quality(node, given, now_s);
    set_health(node, given);
}

/// Null or an empty text or list clears: Graph omits what is not set.
fn set_profile(node: &mut Node, field: &str, value: &Value) {
    if [json!(null), json!(""), json!([])].contains(value) {
        node.profile.remove(field);
    } else {
        node.profile.insert(field.to_owned(), value.clone());
    }
}

/// A new name waits until `name_status` decides on it too; once approved it is the number's name.
fn review_new_name(node: &mut Node, given: &Map<String, Value>) {
    let wished = node.text("new_display_name").to_owned();
    if wished.is_empty() {
        return;
    }
    if given.contains_key("new_display_name") {
        node.set("new_name_status", "PENDING_REVIEW");
    }
    let Some(status) = given.get("name_status") else { return };
    node.set("new_name_status", status.clone());
    if matches!(status.as_str(), Some("APPROVED" | "AVAILABLE_WITHOUT_REVIEW")) {
        node.set("verified_name", wished);
        node.fields.remove("new_display_name");
    }
}

fn set_quality(node: &mut Node, given: &Map<String, Value>, now_s: i64) {
    let (quality, reasons) = (given.get("quality"), given.get("reasons"));
    if quality.is_none() && reasons.is_none() {
        return;
    }
    let mut score = match node.fields.remove("quality_score") {
        Some(Value::Object(score)) => score,
        _ => Map::new(),
    };
    if let Some(quality) = quality {
        score.insert("score".to_owned(), quality.clone());
        score.insert("date".to_owned(), json!(now_s));
        if node.kind == Kind::Number {
            node.set("quality_rating", quality.clone());
        }
        // Reasons are those of the people who blocked; a number that is well has none.
        if matches!(quality.as_str(), Some("GREEN" | "UNKNOWN")) {
            score.remove("reasons");
        }
    }
    match reasons {
        Some(Value::Array(list)) if list.is_empty() => {
            score.remove("reasons");
        }
        Some(reasons) => {
            score.insert("reasons".to_owned(), reasons.clone());
        }
        None => {}
    }
    node.set("quality_score", Value::Object(score));
}

/// Errors without a word on sending block, additional information limits; available without
/// errors clears both.
fn set_health(node: &mut Node, given: &Map<String, Value>) {
    let list = |key: &str| given.get(key).and_then(Value::as_array).cloned();
    let said = given.get("can_send_message").and_then(Value::as_str);
    let (errors, additional_info) = (list("errors"), list("additional_info"));
    if said.is_none() && errors.is_none() && additional_info.is_none() {
        return;
    }
    let mut health = health::of_node(node);
    if said == Some("AVAILABLE") {
        health = Health::available();
    } else if said.is_some() && said != Some(health.can_send_message.as_str()) {
        health.errors.clear();
        health.additional_info.clear();
    }
    if let Some(errors) = errors {
        health.errors = errors;
    }
    if let Some(info) = additional_info {
        health.additional_info = info;
    }
    match said {
        Some(said) => health.can_send_message = said.to_owned(),
        None if health.can_send_message != "AVAILABLE" => {}
        None if !health.errors.is_empty() => health.can_send_message = "BLOCKED".to_owned(),
        None if !health.additional_info.is_empty() => {
            health.can_send_message = "LIMITED".to_owned();
        }
        None => {}
    }
    node.health = Some(health);
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Template => "template",
        Kind::Waba => "WABA",
        Kind::Business => "business",
        Kind::App => "app",
    }
}
