//! `/{waba}/subscribed_apps`: which apps hear of this WABA, and where each has its messages sent.

use serde_json::{Value, json};

use super::Step;
use super::call::Call;
use super::error::GraphError;
use crate::webhooks::handshake;
use crate::world::{Callback, Node, World};

/// Every app that is subscribed, whoever asks: an account may have several.
pub fn list(world: &World, waba: &Node) -> Value {
    let subscribed = world
        .apps()
        .filter_map(|(app, hearing)| Some((app, hearing.subscribed_wabas.get(&waba.id)?)));
    let data: Vec<Value> = subscribed
        .map(|(app, callback)| {
            let node = world.nodes.get(app);
            let mut data = json!({"id": app, "name": node.map(|app| app.text("name"))});
            if let Some(link) = node.map(|app| app.text("link")).filter(|link| !link.is_empty()) {
                data["link"] = json!(link);
            }
            let mut entry = json!({"whatsapp_business_api_data": data});
            if let Some(callback) = callback {
                entry["override_callback_uri"] = json!(callback.url);
            }
            entry
        })
        .collect();
    json!({"data": data})
}

/// Subscribes the app; a post without an override removes the one there was, and one with an
/// override needs that the app is subscribed already.
pub fn subscribe(world: &World, app: &str, waba: &Node, call: &Call) -> Result<Step, GraphError> {
    let is_subscribed = is_subscribed(world, app, &waba.id);
    let (app, waba) = (app.to_owned(), waba.id.clone());
    let Some(url) = call.parameter("override_callback_uri") else {
        return Ok(Step::change(move |world| keep(world, &app, waba, None)));
    };
    if !is_subscribed {
        return Err(GraphError::not_subscribed());
    }
    let callback = Callback {
        url: handshake::callback_url(url)?,
        verify_token: call.required("verify_token")?.to_owned(),
    };
    Ok(Step::verify(callback, move |world, callback| keep(world, &app, waba, Some(callback))))
}

/// Takes the calling app off, with its override; the overrides of its numbers stay: an assumption,
/// Meta does not say.
pub fn unsubscribe(app: &str, waba: &Node) -> Step {
    let (app, waba) = (app.to_owned(), waba.id.clone());
    Step::change(move |world| {
        if let Some(hearing) = world.hearing_mut(&app) {
            hearing.subscribed_wabas.remove(&waba);
        }
    })
}

/// Whether an account has the app among its `subscribed_apps`.
pub fn is_subscribed(world: &World, app: &str, waba: &str) -> bool {
    world.hearing(app).is_some_and(|hearing| hearing.subscribed_wabas.contains_key(waba))
}

fn keep(world: &mut World, app: &str, waba: String, callback: Option<Callback>) {
    if let Some(hearing) = world.hearing_mut(app) {
        hearing.subscribed_wabas.insert(waba, callback);
    }
}
