//! `POST /{phone}/conversational_automation`: the welcome message, prompts and commands that a chat begins
//! with. They are read as a field of the number.
//! <https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components>
//! (the limits from memory; META 3 has the names alone).

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::content::words;
use super::error::GraphError;
use super::messages::body;
use crate::world::Node;

const FIELD: &str = "conversational_automation";
const MOST_PROMPTS: usize = 4;
const LONGEST_PROMPT: usize = 80;
const MOST_COMMANDS: usize = 30;

/// Sets what is given.
pub fn write(number: &Node, call: &Call) -> Result<Step, GraphError> {
    let given = body(call);
    let mut automation = number.fields.get(FIELD).cloned().unwrap_or_else(|| json!({}));
    if let Some(switch) = given.get("enable_welcome_message") {
        let is_on = switch.as_bool().or_else(|| switch.as_str()?.parse().ok());
        let what = "Param enable_welcome_message must be a boolean.";
        automation["enable_welcome_message"] =
            json!(is_on.ok_or_else(|| GraphError::bad_parameter(what))?);
    }
    if let Some(prompts) = given.get("prompts") {
        let is_short = |prompt: &Value| {
            prompt.as_str().is_some_and(|text| text.chars().count() <= LONGEST_PROMPT)
        };
        automation["prompts"] = json!(list("prompts", prompts, MOST_PROMPTS, is_short)?);
    }
    if let Some(commands) = given.get("commands") {
        let is_one = |command: &Value| {
            words(command, "command_name", "command_name", 32).is_ok()
                && words(command, "command_description", "command_description", 256).is_ok()
        };
        automation["commands"] = json!(list("commands", commands, MOST_COMMANDS, is_one)?);
    }
    let id = number.id.clone();
    Ok(Step::change(move |world| {
        if let Some(number) = world.nodes.get_mut(&id) {
            number.set(FIELD, automation);
        }
    }))
}

fn list<'v>(
    name: &str,
    given: &'v Value,
    most: usize,
    is_right: impl Fn(&Value) -> bool,
) -> Result<&'v Vec<Value>, GraphError> {
    let list = given.as_array().filter(|list| list.len() <= most && list.iter().all(is_right));
    list.ok_or_else(|| {
        GraphError::bad_parameter(&format!("Param {name} must be an array of at most {most}."))
    })
}
