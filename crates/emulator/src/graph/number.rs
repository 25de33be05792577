//! A number's edges, and what `POST /{phone}` does with it: its PIN, its name, whether it is found, its
//! webhook override.

use serde_json::Value;

use super::call::Call;
use super::error::GraphError;
use super::view::View;
use super::{
    Step, automation, block_users, media, messages, profile, registration, settings,
    subscribed_apps, username,
};
use crate::webhooks::handshake;
use crate::world::{Callback, Node, World};

/// `GET`, `POST` or `DELETE /{phone}/{edge}`.
pub fn edge(view: &View<'_>, number: &Node, edge: &str) -> Result<Step, GraphError> {
    let call = view.call;
    match (call.method.as_str(), edge) {
        ("POST", _) => post(view, number, edge),
        ("GET", "whatsapp_business_profile") => {
            profile::read(number, call, view.origin).map(Step::Answer)
        }
        ("GET", "settings") => Ok(Step::Answer(settings::read(number))),
        ("GET", "block_users") => block_users::list(view.world, number, call).map(Step::Answer),
        ("DELETE", "block_users") => block_users::change(number, call, false),
        ("GET", "username") => Ok(Step::Answer(username::read(number))),
        ("GET", "username_suggestions") => Ok(Step::Answer(username::suggest(view.world, number))),
        ("DELETE", "username") => Ok(username::delete(number)),
        ("GET", edge) => Err(GraphError::unknown_path(edge)),
        (method, _) => Err(GraphError::unknown_node(&method.to_ascii_lowercase(), &number.id)),
    }
}

fn post(view: &View<'_>, number: &Node, edge: &str) -> Result<Step, GraphError> {
    let (world, call) = (view.world, view.call);
    match edge {
        "messages" => messages::send(world, number, view.caller, call, messages::Api::Cloud),
        "marketing_messages" => {
            messages::send(world, number, view.caller, call, messages::Api::Marketing)
        }
        "media" => media::upload(number, call),
        "whatsapp_business_profile" => profile::write(world, number, call),
        "register" => registration::register(number, call),
        "deregister" => Ok(registration::deregister(number)),
        "request_code" => registration::request_code(number, call),
        "verify_code" => registration::verify_code(number, call),
        "smb_app_data" => registration::sync_app(number, call),
        "username" => username::ask(number, call),
        "conversational_automation" => automation::write(number, call),
        "settings" => settings::write(number, call),
        "block_users" => block_users::change(number, call, true),
        _ => Err(GraphError::unknown_node("post", &number.id)),
    }
}

/// `POST /{phone}`: one setting a call.
pub fn configure(world: &World, app: &str, number: &Node, call: &Call) -> Result<Step, GraphError> {
    if call.parameters.contains_key("pin") {
        registration::change_pin(number, call)
    } else if call.parameters.contains_key("new_display_name") {
        registration::rename(number, call)
    } else if let Some(visibility) = call.parameter("search_visibility") {
        set_visibility(number, visibility)
    } else {
        override_callback(world, app, number, call)
    }
}

/// Whether people find the number by searching.
fn set_visibility(number: &Node, visibility: &str) -> Result<Step, GraphError> {
    if !["VISIBLE", "NON_VISIBLE"].contains(&visibility) {
        return Err(GraphError::bad_parameter(
            "Param search_visibility must be one of {VISIBLE, NON_VISIBLE}",
        ));
    }
    let (id, visibility) = (number.id.clone(), visibility.to_owned());
    Ok(Step::change(move |world| {
        if let Some(number) = world.nodes.get_mut(&id) {
            number.set("search_visibility", visibility);
        }
    }))
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
