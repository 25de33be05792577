//! Apps of others: another provider's that an account is still subscribed to, or the one that a
//! person connects by hand, with its own secret and its own token.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use serde_json::{Map, Value, json};

use super::refusal::{Refusal, any_object, text, unknown_key};
use super::{Answer, App, connection, key, token};
use crate::state::State;
use crate::world::token::SCOPES;
use crate::world::{Hearing, Kind, OtherApp, Token, World, mint, seed};

const KEYS: [&str; 7] = ["name", "link", "secret", "callback_url", "fields", "active", "wabas"];

/// Every app, the world's own first.
pub async fn shown(Extract(shared): App) -> Json<Value> {
    Json(shared.with(|state| {
        let ids: Vec<&str> = state.world.apps().map(|(id, _)| id).collect();
        json!({"data": ids.iter().map(|id| document(&state.world, id)).collect::<Vec<_>>()})
    }))
}

/// Makes an app with a token of its system user, which reaches every WABA.
pub async fn make(Extract(shared): App, body: Bytes) -> Answer {
    let given = any_object(&body)?;
    let now_s = shared.settings.clock.now_s();
    shared.change(|state| add(state, &given, now_s)).map(Json)
}

fn add(state: &mut State, given: &Map<String, Value>, now_s: i64) -> Result<Value, Refusal> {
    if let Some(key) = given.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(unknown_key(key));
    }
    let name = text(given, "name")?.to_owned();
    let link = match given.get("link") {
        None => String::new(),
        Some(_) => text(given, "link")?.to_owned(),
    };
    let wabas = token::wabas(&state.world, given)?.unwrap_or_default();
    let mut rest = given.clone();
    rest.retain(|key, _| !["name", "link", "wabas"].contains(&key.as_str()));
    key::check(Kind::App, &rest)?;
    if !rest.contains_key("callback_url") && rest.keys().any(|key| key != "secret") {
        return Err(Refusal::bad("callback_url", "the app has no callback: give one with it"));
    }
    let document = json!({"name": name, "link": link});
    let id = plant(&mut state.world, &document, now_s).map_err(|why| Refusal::bad("body", why))?;
    let node = state.world.nodes[&id].clone();
    connection::check(&state.world, &node, &rest).inspect_err(|_| {
        state.world.others.remove(&id);
        state.world.nodes.remove(&id);
    })?;
    connection::app(state, &id, &rest);
    if let Some(hearing) = state.world.hearing_mut(&id) {
        hearing.subscribed_wabas = wabas.into_iter().map(|waba| (waba, None)).collect();
    }
    Ok(self::document(&state.world, &id))
}

fn plant(world: &mut World, document: &Value, now_s: i64) -> Result<String, String> {
    let id = seed::orphan(world, Kind::App, document, now_s)?;
    let secret = mint::secret(world.seed, &format!("secret of {id}"));
    world.others.insert(id.clone(), OtherApp { secret, hearing: Hearing::default() });
    let token = Token {
        kind: "system_user".to_owned(),
        app: Some(id.clone()),
        user_id: mint::digits(world.seed, &format!("system user of {id}"), 15),
        scopes: SCOPES.into_iter().map(str::to_owned).collect(),
        issued_at: now_s,
        ..Token::default()
    };
    world.tokens.insert(system_user_token(world, &id), token);
    Ok(id)
}

fn system_user_token(world: &World, app: &str) -> String {
    if app == world.app.id {
        return seed::system_user_token(world);
    }
    mint::token(world.seed, &format!("system user of {app}"))
}

fn document(world: &World, id: &str) -> Value {
    let node = world.nodes.get(id);
    let hearing = world.hearing(id);
    let subscription = hearing.and_then(Hearing::subscription);
    json!({
        "id": id,
        "name": node.map(|app| app.text("name")),
        "secret": world.secret(id),
        "callback_url": subscription.map(|known| &known.callback.url),
        "fields": subscription.map(|known| known.fields.keys().collect::<Vec<_>>()),
        "active": subscription.map(|known| known.active),
        "wabas": hearing.map(|hearing| hearing.subscribed_wabas.keys().collect::<Vec<_>>()),
        "tokens": {"system_user": system_user_token(world, id)},
    })
}
