//! Templates made and deleted by hand. An edit is a change like any other (`change.rs`).

use serde_json::{Map, Value, json};

use super::refusal::{Refusal, text, unknown_key};
use super::{change, refusal};
use crate::state::State;
use crate::webhooks::{self, news};
use crate::world::{Kind, document, seed, template};

const OWN_KEYS: &[&str] = &["waba", "name", "language", "category", "status", "components"];

/// Makes a template of a WABA, by default of the first, which waits for its review unless a status is
/// given.
pub fn make(state: &mut State, body: &[u8], now_ms: i64) -> Result<Value, Refusal> {
    let mut given = refusal::any_object(body)?;
    let name = text(&given, "name")?.to_owned();
    let waba = match given.remove("waba") {
        None => state.world.wabas().next().map(|waba| waba.id.clone()).unwrap_or_default(),
        Some(Value::String(waba)) => waba,
        Some(_) => return Err(Refusal::bad("waba", "waba must be a string")),
    };
    let owner = state
        .world
        .node(Kind::Waba, &waba)
        .ok_or_else(|| Refusal::not_found("WABA", &waba).of("waba"))?;
    check(&given)?;
    let language = given.get("language").and_then(Value::as_str).unwrap_or("pt_BR");
    let is_taken = state
        .world
        .templates(owner)
        .any(|one| one.text("name") == name && one.text("language") == language);
    if is_taken {
        return Err(Refusal::bad("name", format!("there is a {name} in {language} already")));
    }
    let status = given.remove("status").unwrap_or(json!("PENDING"));
    given.entry("category").or_insert(json!("MARKETING"));
    let id = template::made_id(&mut state.world);
    given.insert("id".to_owned(), json!(id));
    // Seeded without a status that it could come from: its first one is news.
    given.insert("status".to_owned(), json!(""));
    let planted = seed::plant(
        &mut state.world,
        Kind::Template,
        Some(&waba),
        &Value::Object(given),
        now_ms.div_euclid(1000),
    );
    planted.map_err(|reason| Refusal::bad("body", reason))?;
    let first = Map::from_iter([("status".to_owned(), status)]);
    change::apply(state, Kind::Template, &id, &first, now_ms)
}

fn check(given: &Map<String, Value>) -> Result<(), Refusal> {
    if let Some(key) = given.keys().find(|key| !OWN_KEYS.contains(&key.as_str())) {
        return Err(unknown_key(key));
    }
    for (key, value) in given {
        let is_right = match key.as_str() {
            "components" => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
            _ => value.is_string(),
        };
        if !is_right {
            return Err(Refusal::bad(key, format!("{key} has another type")));
        }
    }
    Ok(())
}

/// Deletes a template: whoever subscribed hears of it, and Graph knows it no more.
pub fn delete(state: &mut State, id: &str, now_ms: i64) -> Result<Value, Refusal> {
    let before = state
        .world
        .node(Kind::Template, id)
        .ok_or_else(|| Refusal::not_found("template", id))?
        .clone();
    if let Some(node) = state.world.nodes.get_mut(id) {
        node.set("status", "DELETED");
    }
    let told = news::of_change(&state.world, &before, now_ms.div_euclid(1000));
    webhooks::announce(state, told, now_ms);
    let mut answer = document::of_node(&state.world, &before);
    answer["status"] = json!("DELETED");
    state.world.nodes.remove(id);
    for node in state.world.nodes.values_mut() {
        node.templates.retain(|own| own != id);
    }
    Ok(answer)
}
