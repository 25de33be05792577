//! What control changes of the ties between nodes and apps: subscriptions, overrides, secrets, what
//! happens to an account that is shared, and what somebody does in the WhatsApp Business app.
//!
//! Nothing here asks a callback for its handshake: control plants what Graph would have refused.

use serde_json::{Map, Value, json};

use super::refusal::{Refusal, text};
use super::traffic::check_wa_id;
use crate::graph::call::DEFAULT_VERSION;
use crate::graph::subscriptions::FIELDS;
use crate::state::State;
use crate::webhooks::{self, app_sync, partner, standing};
use crate::world::{Callback, Kind, Node, OBJECT, Subscription, World};

type Given = Map<String, Value>;

/// Refuses what has no place in this world, before anything is changed.
pub fn check(world: &World, node: &Node, given: &Given) -> Result<(), Refusal> {
    for app in texts(given, "subscribed_apps").chain(given.get("app").and_then(Value::as_str)) {
        if world.hearing(app).is_none() {
            return Err(Refusal::bad(
                if given.contains_key("app") { "app" } else { "subscribed_apps" },
                format!("there is no app {app}; POST /_control/apps makes one"),
            ));
        }
    }
    if let Some(unknown) = texts(given, "fields").find(|field| !FIELDS.contains(field)) {
        return Err(Refusal::bad("fields", format!("{unknown} is not a field of {OBJECT}")));
    }
    if given.contains_key("app") && !given.contains_key("override_callback_uri") {
        return Err(Refusal::bad("app", "app says whose override it is: give both"));
    }
    let subscribes = given.contains_key("fields") || given.contains_key("active");
    let has_callback = world.hearing(&node.id).is_some_and(|app| app.subscription().is_some())
        || given.get("callback_url").is_some_and(Value::is_string);
    if node.kind == Kind::App && subscribes && !has_callback {
        return Err(Refusal::bad("callback_url", "the app has no callback: give one with it"));
    }
    if let Some(Value::Object(echo)) = given.get("echo") {
        check_wa_id("echo.to", text(echo, "to")?)?;
        text(echo, "text")?;
    }
    if let Some(Value::Object(violation)) = given.get("violation") {
        text(violation, "violation_type").map_err(|wrong| wrong.inside("violation."))?;
    }
    for (nth, one) in
        given.get("restrictions").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        check_restriction(one).map_err(|wrong| wrong.inside(&format!("restrictions[{nth}].")))?;
    }
    if let Some(Value::Object(contact)) = given.get("contact") {
        check_wa_id("contact.phone_number", text(contact, "phone_number")?)?;
    }
    let needs_app = ["echo", "contact", "sync", "disconnection"];
    let on_app = node.is_in_app() || given.get("is_on_biz_app") == Some(&json!(true));
    match needs_app.into_iter().find(|key| given.contains_key(*key)) {
        Some(key) if !on_app => {
            Err(Refusal::bad(key, "the number is not in the WhatsApp Business app"))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_restriction(one: &Value) -> Result<(), Refusal> {
    let one = one.as_object().cloned().unwrap_or_default();
    text(&one, "restriction_type")?;
    match one.get("expires_in") {
        Some(lasts) if !lasts.is_u64() => {
            Err(Refusal::bad("expires_in", "expires_in must be a whole number of seconds"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Makes changes that were checked, and tells what Meta would tell of them.
pub fn make(state: &mut State, node: &Node, given: &Given, now_ms: i64) {
    match node.kind {
        Kind::App => app(state, &node.id, given),
        Kind::Waba => waba(state, &node.id, given, now_ms),
        Kind::Number => number(state, &node.id, given, now_ms),
        Kind::Business | Kind::Template => {}
    }
    if let Some(percent) = given.get("usage_percent") {
        state.usage.tell(&node.id, percent.as_u64());
    }
}

/// An app's keys, and what it is subscribed to.
pub fn app(state: &mut State, id: &str, given: &Given) {
    let world = &mut state.world;
    if let Some(secret) = given.get("secret").and_then(Value::as_str) {
        if let Some(other) = world.others.get_mut(id) {
            secret.clone_into(&mut other.secret);
        } else {
            secret.clone_into(&mut world.app.secret);
        }
    }
    if let Some(token) = given.get("verify_token").and_then(Value::as_str)
        && id == world.app.id
    {
        token.clone_into(&mut world.app.verify_token);
    }
    let verify_token = world.app.verify_token.clone();
    let Some(hearing) = world.hearing_mut(id) else { return };
    match given.get("callback_url") {
        Some(Value::String(url)) => {
            let callback = Callback { url: url.clone(), verify_token };
            let fields = hearing.subscription().map_or_else(all_fields, |old| old.fields.clone());
            let subscription = Subscription { callback, fields, active: true };
            hearing.subscriptions.insert(OBJECT.to_owned(), subscription);
        }
        Some(_) => {
            hearing.subscriptions.remove(OBJECT);
        }
        None => {}
    }
    let Some(subscription) = hearing.subscriptions.get_mut(OBJECT) else { return };
    if given.contains_key("fields") {
        let version = DEFAULT_VERSION.to_string();
        let fields = texts(given, "fields").map(|field| (field.to_owned(), version.clone()));
        subscription.fields = fields.collect();
    }
    if let Some(active) = given.get("active").and_then(Value::as_bool) {
        subscription.active = active;
    }
}

/// Every field, at the version that a call without one gets.
fn all_fields() -> std::collections::BTreeMap<String, String> {
    let version = DEFAULT_VERSION.to_string();
    FIELDS.into_iter().map(|field| (field.to_owned(), version.clone())).collect()
}

fn waba(state: &mut State, id: &str, given: &Given, now_ms: i64) {
    if given.contains_key("subscribed_apps") {
        let wanted: Vec<&str> = texts(given, "subscribed_apps").collect();
        let apps: Vec<String> = state.world.apps().map(|(app, _)| app.to_owned()).collect();
        for app in apps {
            let is_wanted = wanted.contains(&app.as_str());
            let Some(hearing) = state.world.hearing_mut(&app) else { continue };
            if is_wanted {
                hearing.subscribed_wabas.entry(id.to_owned()).or_default();
            } else {
                hearing.subscribed_wabas.remove(id);
            }
        }
    }
    if let Some(url) = given.get("override_callback_uri") {
        let app = whose(&state.world, given);
        if let Some(hearing) = state.world.hearing_mut(&app) {
            hearing.subscribed_wabas.insert(id.to_owned(), planted(url));
        }
    }
    standing::change(state, id, given, now_ms);
    if let Some(event) = given.get("account_event").and_then(Value::as_str) {
        partner::happen(state, id, event, now_ms);
    }
}

fn number(state: &mut State, id: &str, given: &Given, now_ms: i64) {
    if let Some(url) = given.get("override_callback_uri") {
        let app = whose(&state.world, given);
        if let Some(hearing) = state.world.hearing_mut(&app) {
            match planted(url) {
                Some(callback) => hearing.number_callbacks.insert(id.to_owned(), callback),
                None => hearing.number_callbacks.remove(id),
            };
        }
    }
    if let Some(Value::Object(why)) = given.get("disconnection") {
        partner::disconnect(state, id, why, now_ms);
    }
    let Some(number) = state.world.nodes.get(id).cloned() else { return };
    let now_s = now_ms.div_euclid(1000);
    let mut told = Vec::new();
    if let Some(what) = given.get("sync").and_then(Value::as_str) {
        told.extend(app_sync::of(&mut state.world, &number, what, now_s));
    }
    if let Some(Value::Object(contact)) = given.get("contact") {
        told.extend(app_sync::contact(&number, contact, now_s));
    }
    if let Some(Value::Object(echo)) = given.get("echo") {
        told.extend(app_sync::echo(&mut state.world, &number, echo, now_s));
    }
    webhooks::announce(state, told, now_ms);
}

/// The app whose override it is.
fn whose(world: &World, given: &Given) -> String {
    given.get("app").and_then(Value::as_str).unwrap_or(&world.app.id).to_owned()
}

fn planted(url: &Value) -> Option<Callback> {
    let url = url.as_str()?.to_owned();
    Some(Callback { url, verify_token: String::new() })
}

fn texts<'g>(given: &'g Given, key: &str) -> impl Iterator<Item = &'g str> {
    given.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
