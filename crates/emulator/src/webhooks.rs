//! Webhooks: who hears of what, and the body as Meta writes it.
//!
//! A subscription is a gate: an app must have subscribed to the field, and be among the WABA's
//! `subscribed_apps`, but for what is told to the app as a partner. Messages and their like follow
//! overrides, the number's before the WABA's; all else goes to the app's callback. Every app that may
//! hear of something does, each by a webhook of its own, signed with its own secret.

pub mod alert;
pub mod app_sync;
pub mod calls;
pub mod handshake;
pub mod log;
pub mod messages;
pub mod news;
pub mod partner;
pub mod phones;
pub mod queue;
pub mod sender;
pub mod standing;
mod template;
pub mod way;

use std::fmt::Write as _;

use serde_json::{Value, json};

use self::queue::Receiver;
use crate::state::State;
use crate::world::{Hearing, Node, OBJECT, World};

const MESSAGES: &str = "messages";
/// The fields that follow overrides.
/// <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override/>
/// (updated 2026-06-28, read 2026-11-23; META 7.1 and 11.7 have `messages` alone, as the page did
/// until 2026).
pub const OVERRIDABLE: [&str; 13] = [
    "account_settings_update",
    "calls",
    "consumer_profile",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    MESSAGES,
    "messaging_handovers",
    "smb_app_state_sync",
    "smb_message_echoes",
];
/// The fields whose times stand inside: their entry has none.
const TIMELESS: [&str; 5] =
    ["calls", MESSAGES, "history", "smb_app_state_sync", "smb_message_echoes"];

/// Something that Meta tells by webhook.
#[derive(Clone, Debug)]
pub struct News {
    pub waba: String,
    /// The number that it is about, whose override it follows if its field does.
    pub number: Option<String>,
    pub field: &'static str,
    pub value: Value,
}

/// Queues what subscribers should hear; the rest is lost, as with Meta.
pub fn announce(state: &mut State, news: Vec<News>, now_ms: i64) {
    announce_late(state, news, now_ms, now_ms);
}

/// Queues what happened at a moment that a turn of the clock went over: it says its own time, and is
/// sent, and tried again, from now on.
pub fn announce_late(state: &mut State, news: Vec<News>, at_ms: i64, now_ms: i64) {
    for mut news in news {
        phones::hide(&state.world, &mut news.value);
        let hear: Vec<(Receiver, bool)> = receivers(&state.world, &news)
            .map(|(app, url)| {
                (Receiver::new(app, url), hears_conversations(&state.world, app, news.field))
            })
            .collect();
        for (receiver, is_before_v24) in hear {
            let as_it_is = is_before_v24 || news.field != MESSAGES;
            let value = if as_it_is { &news.value } else { &messages::from_v24(&news.value) };
            let body = body(&news.waba, news.field, &value.to_string(), at_ms);
            way::send_off(state, receiver, news.field, lane(&news), body, now_ms);
        }
    }
}

/// What must stay in its order: all that is about one person and a number, or else about an account. Of
/// several people the first counts.
fn lane(news: &News) -> String {
    let first = |list: &str, key: &str| news.value[list][0][key].as_str();
    let ids = [
        ("statuses", "recipient_user_id"),
        ("messages", "from_user_id"),
        ("user_preferences", "user_id"),
    ];
    let person = ids.iter().find_map(|(list, key)| first(list, key));
    let place = news.number.as_deref().unwrap_or(&news.waba);
    format!("{place} {}", person.unwrap_or_default())
}

/// Queues what the app hears by its own subscription, whatever WABA it is about.
pub fn announce_to_app(
    state: &mut State,
    entry_id: &str,
    field: &'static str,
    value: &Value,
    now_ms: i64,
) {
    let subscription = state.world.subscription();
    let Some(subscription) = subscription.filter(|known| known.is_for(field)) else {
        return;
    };
    let receiver = Receiver::new(&state.world.app.id, &subscription.callback.url);
    let body = body(entry_id, field, &value.to_string(), now_ms);
    way::send_off(state, receiver, field, entry_id.to_owned(), body, now_ms);
}

/// Whether anybody hears what becomes of a number's messages: a large sending that nobody hears of
/// need not be put into words.
pub fn is_heard(world: &World, number: &Node) -> bool {
    let waba = number.parent.clone().unwrap_or_default();
    let news = News { waba, number: None, field: MESSAGES, value: Value::Null };
    receivers(world, &news).next().is_some()
}

/// Whether an app subscribed to a field in a version before v24, which took the conversations out.
fn hears_conversations(world: &World, app: &str, field: &str) -> bool {
    let subscription = world.hearing(app).and_then(Hearing::subscription);
    let version = subscription.and_then(|known| known.fields.get(field));
    let major =
        version.and_then(|version| version.strip_prefix('v')?.split('.').next()?.parse().ok());
    major.is_some_and(|major: u32| major < 24)
}

/// The apps that hear of this, each with the address where it wants to.
fn receivers<'w>(world: &'w World, news: &'w News) -> impl Iterator<Item = (&'w str, &'w str)> {
    world.apps().filter_map(|(app, hearing)| Some((app, address(hearing, news)?)))
}

/// The callback by which one app hears of this, if it does.
fn address<'w>(hearing: &'w Hearing, news: &News) -> Option<&'w str> {
    let subscription = hearing.subscription().filter(|known| known.is_for(news.field))?;
    let waba_callback = hearing.subscribed_wabas.get(&news.waba)?;
    let app_callback = &subscription.callback;
    let callback = if OVERRIDABLE.contains(&news.field) {
        news.number
            .as_ref()
            .and_then(|number| hearing.number_callbacks.get(number))
            .or(waba_callback.as_ref())
            .unwrap_or(app_callback)
    } else {
        app_callback
    };
    Some(&callback.url)
}

/// One change in its envelope. The value is JSON text that is passed on as it is; messages of any
/// kind carry their times inside, every other field carries the time of sending.
pub fn body(entry_id: &str, field: &str, value: &str, now_ms: i64) -> String {
    let time = if TIMELESS.contains(&field) {
        String::new()
    } else {
        format!("\"time\":{},", now_ms.div_euclid(1000))
    };
    let (object, entry_id, field) = (json!(OBJECT), json!(entry_id), json!(field));
    escape(&format!(
        "{{\"object\":{object},\"entry\":[{{\"id\":{entry_id},{time}\
         \"changes\":[{{\"field\":{field},\"value\":{value}}}]}}]}}"
    ))
}

/// Meta writes every character beyond ASCII as `\uXXXX`, which a client that re-serialises before
/// it checks the signature does not. In JSON such characters stand only inside strings.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 64);
    for character in text.chars() {
        if character.is_ascii() {
            escaped.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_ascii_and_reads_back_the_same() {
        let value = json!({"name": "Casa Ipê 🌳", "big": 9_007_199_254_740_993_u64});
        let body = body("1", "account_update", &value.to_string(), 1_700_000_000_999);
        assert!(body.is_ascii());
        let read: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(read["entry"][0]["changes"][0]["value"], value);
        assert_eq!(read["entry"][0]["time"], 1_700_000_000);
    }
}
