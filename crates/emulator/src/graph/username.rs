//! A number's username: `GET`, `POST` and `DELETE /{phone}/username`, and
//! `GET /{phone}/username_suggestions` (META 3).

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use crate::webhooks::{self, news};
use crate::world::username::Refused;
use crate::world::{Node, World};

/// The name, if any, and how it stands.
pub fn read(number: &Node) -> Value {
    match number.text("username") {
        "" => json!({}),
        name => json!({"username": name, "status": number.username_status()}),
    }
}

/// Names that are free.
pub fn suggest(world: &World, number: &Node) -> Value {
    json!({"data": [{"username_suggestions": world.suggested_usernames(number)}]})
}

/// Asks for a name.
pub fn ask(number: &Node, call: &Call) -> Result<Step, GraphError> {
    let name = call.required("username")?.to_owned();
    let is_moved = match call.parameter("transfer_action") {
        None | Some("none") => false,
        Some("force_transfer") => true,
        Some(_) => {
            return Err(GraphError::bad_parameter(
                "Param transfer_action must be one of {none, force_transfer}",
            ));
        }
    };
    Ok(changing(number, move |world, id| {
        world.name_number(id, &name, is_moved).map_err(|refused| refusal(&refused))?;
        let status = world.nodes.get(id).map_or("approved", Node::username_status);
        Ok(json!({"status": status}))
    }))
}

/// Gives the name back.
pub fn delete(number: &Node) -> Step {
    changing(number, |world, id| {
        world.unname(id);
        Ok(json!({"success": true}))
    })
}

/// Changes names, and tells of every number whose name is another one then.
fn changing(
    number: &Node,
    change: impl FnOnce(&mut World, &str) -> Result<Value, GraphError> + Send + 'static,
) -> Step {
    let id = number.id.clone();
    Step::act(move |state, now_ms| {
        let before = state.world.nodes.clone();
        let answer = change(&mut state.world, &id)?;
        let is_renamed = |node: &&Node| {
            state.world.nodes.get(&node.id).map(|now| now.text("username"))
                != Some(node.text("username"))
        };
        let told: Vec<_> = before
            .values()
            .filter(is_renamed)
            .flat_map(|node| news::of_change(&state.world, node, now_ms.div_euclid(1000)))
            .collect();
        webhooks::announce(state, told, now_ms);
        Ok(answer)
    })
}

fn refusal(refused: &Refused) -> GraphError {
    match refused {
        Refused::Form(why) => {
            GraphError::bad_value("Invalid parameter", &format!("Username is not valid. {why}."))
        }
        Refused::NotRegistered => coded(133_010),
        Refused::Unavailable => coded(147_001),
        Refused::NotEligible => coded(147_002),
        Refused::InUse => coded(147_005),
        Refused::Told(code) => coded(*code),
    }
}

/// The codes are Meta's, their words the emulator's.
fn coded(code: u32) -> GraphError {
    let message = match code {
        10 => "Application does not have permission for this action",
        133_010 => "The account is not registered",
        147_001 => "Username is not available",
        147_002 => "Phone number is not eligible for a username",
        147_003 => "Username belongs to a Facebook Page that is not linked",
        147_004 => "Username belongs to an Instagram account that is not linked",
        147_005 => "Username is in use on another phone number of this business",
        _ => "Username request failed",
    };
    let http_status = if code == 10 { 403 } else { 400 };
    GraphError::new(http_status, code, format!("(#{code}) {message}"))
}
