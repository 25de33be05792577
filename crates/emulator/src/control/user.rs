//! The simulated people: their names, and whether a business sees their phone number.

use serde_json::{Map, Value, json};

use super::refusal::{Refusal, text, unknown_key};
use super::traffic::check_wa_id;
use crate::state::State;
use crate::world::send;

const KEYS: [&str; 3] = ["name", "username", "chat_open"];

/// Changes a person; an unknown one is created. With a username the phone number is hidden.
pub fn apply(state: &mut State, wa_id: &str, given: &Map<String, Value>) -> Result<Value, Refusal> {
    check_wa_id("wa_id", wa_id)?;
    if let Some(key) = given.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(unknown_key(key));
    }
    let name = match given.get("name") {
        None => None,
        Some(_) => Some(text(given, "name")?.to_owned()),
    };
    let username = match given.get("username") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(Value::String(username)) if !username.is_empty() => Some(Some(username.clone())),
        Some(_) => {
            let message = "username must be null or a string that is not empty";
            return Err(Refusal::bad("username", message));
        }
    };
    let has_chat_open = match given.get("chat_open") {
        None => None,
        Some(Value::Bool(is_open)) => Some(*is_open),
        Some(_) => return Err(Refusal::bad("chat_open", "chat_open must be true or false")),
    };
    let world = &mut state.world;
    send::meet(world, wa_id);
    let user = world.users.entry(wa_id.to_owned()).or_default();
    if let Some(name) = name {
        user.name = name;
    }
    if let Some(username) = username {
        user.username = username;
    }
    user.has_chat_open = has_chat_open.unwrap_or(user.has_chat_open);
    let (name, username, is_open) = (user.name.clone(), user.username.clone(), user.has_chat_open);
    let user_id = world.businesses.first().map(|business| world.user_id(business, wa_id));
    Ok(json!({
        "wa_id": wa_id,
        "user_id": user_id,
        "name": name,
        "username": username,
        "chat_open": is_open,
    }))
}
