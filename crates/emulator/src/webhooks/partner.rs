//! What happens between a customer's account and the app that it is shared with, by
//! `account_update`: added, removed, installed, uninstalled, and the WhatsApp Business app going
//! offline and coming back.
//!
//! Assumptions, since Meta documents the events and not their state: an account that was removed is
//! reached by none of the app's tokens until it is shared again (200); an app that was uninstalled
//! loses its integrations' tokens for that account (190, subcode 458); a number whose app was
//! offboarded or disconnected is off the platform, and on it again when reconnected.

use serde_json::{Map, Value, json};

use super::{News, announce, announce_to_app};
use crate::signup::{code, outcome};
use crate::state::State;
use crate::world::World;

const FIELD: &str = "account_update";

/// What a new partner hears: `PARTNER_ADDED` of its own portfolio, `PARTNER_APP_INSTALLED` of the
/// WABA. Both need the app's subscription only: the WABA has no `subscribed_apps` yet.
pub fn tell_added(state: &mut State, waba: &str, now_ms: i64) {
    tell(state, waba, "PARTNER_ADDED", now_ms);
    tell(state, waba, "PARTNER_APP_INSTALLED", now_ms);
}

/// Makes one of Meta's events happen to a WABA.
pub fn happen(state: &mut State, waba: &str, event: &str, now_ms: i64) {
    match event {
        "PARTNER_ADDED" => {
            code::share(&mut state.world, waba);
            tell_added(state, waba, now_ms);
        }
        "PARTNER_REMOVED" => {
            remove(&mut state.world, waba);
            tell(state, waba, event, now_ms);
        }
        "PARTNER_APP_UNINSTALLED" => {
            uninstall(&mut state.world, waba);
            tell(state, waba, event, now_ms);
        }
        "ACCOUNT_OFFBOARDED" | "ACCOUNT_RECONNECTED" => {
            let numbers = state.world.nodes.get(waba).map(|waba| waba.children.clone());
            for id in numbers.unwrap_or_default() {
                let number = state.world.nodes.get_mut(&id).filter(|number| number.is_in_app());
                match (number, event) {
                    (Some(number), "ACCOUNT_RECONNECTED") => number.put_on_platform(),
                    (Some(number), _) => number.take_off_platform(),
                    (None, _) => {}
                }
            }
            let value = json!({"event": event});
            let news = News { waba: waba.to_owned(), number: None, field: FIELD, value };
            announce(state, vec![news], now_ms);
        }
        _ => tell(state, waba, event, now_ms),
    }
}

/// The customer disconnects a number of the app, or the app does for them: it leaves the platform.
pub fn disconnect(state: &mut State, id: &str, why: &Map<String, Value>, now_ms: i64) {
    let Some(number) = state.world.nodes.get_mut(id) else { return };
    number.take_off_platform();
    let (phone, waba) = (number.phone_digits(), number.parent.clone().unwrap_or_default());
    let mut value = value(&state.world, &waba, "PARTNER_REMOVED");
    value["phone_number"] = json!(phone);
    value["disconnection_info"] = json!({
        "reason": why.get("reason").cloned().unwrap_or(json!("ACCOUNT_DISCONNECTED")),
        "initiated_by": why.get("initiated_by").cloned().unwrap_or(json!("USER")),
    });
    let partner = outcome::partner_business_id(&state.world);
    announce_to_app(state, &partner, FIELD, &value, now_ms);
}

/// `PARTNER_ADDED` and `PARTNER_REMOVED` speak to the partner's own portfolio, the others of the WABA.
fn tell(state: &mut State, waba: &str, event: &str, now_ms: i64) {
    let mut value = value(&state.world, waba, event);
    let entry_id = match event {
        "PARTNER_ADDED" | "PARTNER_REMOVED" => outcome::partner_business_id(&state.world),
        _ => {
            value["waba_info"]["partner_app_id"] = json!(state.world.app.id);
            waba.to_owned()
        }
    };
    announce_to_app(state, &entry_id, FIELD, &value, now_ms);
}

fn value(world: &World, waba: &str, event: &str) -> Value {
    let owner = world.nodes.get(waba).and_then(|node| node.parent.clone());
    json!({"event": event, "waba_info": {"waba_id": waba, "owner_business_id": owner}})
}

/// The account is no longer shared: nothing of it is sent to the app, and no token reaches it.
fn remove(world: &mut World, waba: &str) {
    let numbers = world.nodes.get(waba).map(|waba| waba.children.clone()).unwrap_or_default();
    world.own.subscribed_wabas.remove(waba);
    world.own.number_callbacks.retain(|number, _| !numbers.contains(number));
    world.own.unshared.insert(waba.to_owned());
    for shared in world.signup.shared.values_mut() {
        shared.retain(|id| id != waba);
    }
}

fn uninstall(world: &mut World, waba: &str) {
    if world.own.subscribed_wabas.remove(waba).is_some() {
        world.own.uninstalled.insert(waba.to_owned());
    }
    for token in world.tokens.values_mut() {
        let reaches = token.target_ids.as_ref().is_some_and(|ids| ids.iter().any(|id| id == waba));
        if token.kind == "business" && token.app.is_none() && reaches {
            (token.revoked, token.subcode) = (true, Some(458));
        }
    }
}
