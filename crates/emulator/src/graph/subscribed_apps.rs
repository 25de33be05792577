//! `/{waba}/subscribed_apps`: whether the app hears of this WABA, and where its messages go.

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use crate::webhooks::handshake;
use crate::world::{Callback, Node, World};

pub fn list(world: &World, waba: &Node) -> Value {
    let Some(callback) = world.subscribed_wabas.get(&waba.id) else {
        return json!({"data": []});
    };
    let app = world.nodes.get(&world.app.id);
    let mut entry = json!({"whatsapp_business_api_data": {
        "id": world.app.id,
        "name": app.map(|app| app.text("name")),
        "link": app.map(|app| app.text("link")),
    }});
    if let Some(callback) = callback {
        entry["override_callback_uri"] = json!(callback.url);
    }
    json!({"data": [entry]})
}

/// Subscribes the app; a post without an override removes the one there was.
pub fn subscribe(waba: &Node, call: &Call) -> Result<Step, GraphError> {
    let waba = waba.id.clone();
    let Some(url) = call.parameter("override_callback_uri") else {
        return Ok(Step::change(move |world| {
            world.subscribed_wabas.insert(waba, None);
        }));
    };
    let callback = Callback {
        url: handshake::callback_url(url)?,
        verify_token: call.required("verify_token")?.to_owned(),
    };
    Ok(Step::verify(callback, move |world, callback| {
        world.subscribed_wabas.insert(waba, Some(callback));
    }))
}

pub fn unsubscribe(waba: &Node) -> Step {
    let waba = waba.id.clone();
    Step::change(move |world| {
        world.subscribed_wabas.remove(&waba);
    })
}
