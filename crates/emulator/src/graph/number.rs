//! What `POST /{phone}` does with a number: its PIN, its name, its webhook override.

use serde_json::Value;

use super::call::Call;
use super::error::GraphError;
use super::{Step, registration, subscribed_apps};
use crate::webhooks::handshake;
use crate::world::{Callback, Node, World};

/// `POST /{phone}`: one setting a call.
pub fn configure(world: &World, app: &str, number: &Node, call: &Call) -> Result<Step, GraphError> {
    if call.parameters.contains_key("pin") {
        registration::change_pin(number, call)
    } else if call.parameters.contains_key("new_display_name") {
        registration::rename(number, call)
    } else {
        override_callback(world, app, number, call)
    }
}

/// Sets the number's own callback, for the messages that the calling app hears; an empty address removes it.
fn override_callback(
    world: &World,
    app: &str,
    number: &Node,
    call: &Call,
) -> Result<Step, GraphError> {
    let configuration: Value = call
        .parameter("webhook_configuration")
        .and_then(|text| serde_json::from_str(text).ok())
        .ok_or_else(|| GraphError::unknown_node("post", &number.id))?;
    let url = configuration["override_callback_uri"].as_str().unwrap_or_default();
    let (app, number) = (app.to_owned(), number.id.clone());
    if url.is_empty() {
        return Ok(Step::change(move |world| {
            if let Some(hearing) = world.hearing_mut(&app) {
                hearing.number_callbacks.remove(&number);
            }
        }));
    }
    let waba = world.nodes.get(&number).and_then(|number| number.parent.as_deref());
    if !waba.is_some_and(|waba| subscribed_apps::is_subscribed(world, &app, waba)) {
        return Err(GraphError::not_subscribed());
    }
    let verify_token = configuration["verify_token"]
        .as_str()
        .ok_or_else(|| GraphError::bad_parameter("The parameter verify_token is required."))?;
    let callback =
        Callback { url: handshake::callback_url(url)?, verify_token: verify_token.to_owned() };
    Ok(Step::verify(callback, move |world, callback| {
        if let Some(hearing) = world.hearing_mut(&app) {
            hearing.number_callbacks.insert(number, callback);
        }
    }))
}
