//! `/{phone}/block_users`: whom a number hears no more, and cannot write to.
//! <https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users> (from memory;
//! META 8 has the codes 139xxx alone). Assumptions: a message to somebody blocked fails with 131026, the
//! code of what cannot be delivered, and each failure of a list has the code that says why.

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use super::messages::{body, detailed};
use super::page;
use crate::state::State;
use crate::world::{Kind, Node, World, failure, send};

/// Whom a number blocked, page by page.
pub fn list(world: &World, number: &Node, call: &Call) -> Result<Value, GraphError> {
    let is_blocked = |wa_id: &str| {
        world.users.get(wa_id).is_some_and(|user| user.blocked_by.contains(&number.id))
    };
    let all: Vec<&str> =
        world.users.keys().map(String::as_str).filter(|wa_id| is_blocked(wa_id)).collect();
    page::of_texts(
        &all,
        &call.parameters,
        |wa_id| json!({"messaging_product": "whatsapp", "wa_id": wa_id}),
    )
}

/// Blocks people, or hears them again.
pub fn change(number: &Node, call: &Call, blocks: bool) -> Result<Step, GraphError> {
    let given = body(call);
    if given.get("messaging_product").is_none_or(|product| product != "whatsapp") {
        return Err(GraphError::bad_parameter("Param messaging_product must be one of {WHATSAPP}"));
    }
    let users = given.get("block_users").and_then(Value::as_array);
    let users: Vec<Value> = users
        .filter(|users| !users.is_empty())
        .cloned()
        .ok_or_else(|| GraphError::bad_parameter("The parameter block_users is required."))?;
    let id = number.id.clone();
    Ok(Step::act(move |state, now_ms| {
        let unknown = || GraphError::unknown_node("post", &id);
        let number = state.world.node(Kind::Number, &id).cloned().ok_or_else(unknown)?;
        if blocks {
            block(state, &number, &users, now_ms)
        } else {
            Ok(unblock(state, &number, &users))
        }
    }))
}

/// Only who wrote in the last 24 hours can be blocked. Where none can, the call fails as a whole.
fn block(
    state: &mut State,
    number: &Node,
    users: &[Value],
    now_ms: i64,
) -> Result<Value, GraphError> {
    let (mut added, mut failed) = (Vec::new(), Vec::new());
    for user in users {
        let (input, wa_id) = named(&state.world, number, user);
        let known = state.world.users.get_mut(&wa_id);
        match known.filter(|user| user.has_open_window(&number.id, now_ms)) {
            Some(user) => {
                user.blocked_by.insert(number.id.clone());
                added.push(json!({"input": input, "wa_id": wa_id}));
            }
            None => failed.push(json!({"input": input, "wa_id": wa_id, "errors": [{
                "message": "Re-engagement message",
                "code": 131_047,
                "error_data": {"details": "The person has not written in the last 24 hours."},
            }]})),
        }
    }
    if added.is_empty() {
        return Err(detailed(139_100, "None of the users could be blocked."));
    }
    let mut answer =
        json!({"messaging_product": "whatsapp", "block_users": {"added_users": added}});
    if !failed.is_empty() {
        let failure = failure::of(139_100);
        answer["block_users"]["failed_users"] = json!(failed);
        answer["errors"] = json!({
            "message": format!("(#{}) {}", failure.code, failure.title),
            "type": "OAuthException",
            "code": failure.code,
            "error_data": {"messaging_product": "whatsapp", "details": failure.details},
        });
    }
    Ok(answer)
}

fn unblock(state: &mut State, number: &Node, users: &[Value]) -> Value {
    let mut removed = Vec::new();
    for user in users {
        let (input, wa_id) = named(&state.world, number, user);
        if let Some(user) = state.world.users.get_mut(&wa_id) {
            user.blocked_by.remove(&number.id);
        }
        removed.push(json!({"input": input, "wa_id": wa_id}));
    }
    json!({"messaging_product": "whatsapp", "block_users": {"removed_users": removed}})
}

/// Who is meant, as it was written and by phone: `user` is a number, `user_id` a business-scoped id.
fn named(world: &World, number: &Node, user: &Value) -> (String, String) {
    let text = |key: &str| match &user[key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if let Some(input) = text("user") {
        let wa_id = input.chars().filter(char::is_ascii_digit).collect();
        return (input, wa_id);
    }
    let input = text("user_id").unwrap_or_default();
    let business = world.business_of(number).map_or("", |business| &business.id);
    let wa_id = send::by_user_id(world, business, &input).unwrap_or_default();
    (input, wa_id)
}
