//! Messages that Meta holds until it knows how a template is received (META 4.1, 4.3, 11.12).
//!
//! It holds for portfolios that are said to be paced (`paced` of `/_control/businesses/{id}`): those with
//! few templates in a year, or under suspicion. Of a template of unknown quality the first messages
//! go out, and the others are held: `held_for_quality_assessment`, and no status. A quality that
//! becomes known, or half an hour of the clock, ends it: they go out, or, at low quality, fail with
//! 132015. Ten first messages and half an hour are assumptions, since Meta gives no figures.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::send::{Draft, Sending};
use super::{Kind, World};
use crate::state::State;
use crate::webhooks::{self, messages};

/// How many go out before Meta holds the others.
const FIRST: u32 = 10;
const ASSESSED_AFTER_MS: i64 = 30 * 60_000;
/// With which they are dropped.
const DROPPED: u32 = 132_015;

/// What is held, by template.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pacing(BTreeMap<String, Paced>);

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Paced {
    went_out: u32,
    /// Its first messages were received well, as far as anybody said.
    is_trusted: bool,
    since_ms: Option<i64>,
    held: Vec<Held>,
}

/// A message that is held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Held {
    pub wamid: String,
    pub number: String,
    pub wa_id: String,
    pub category: String,
    pub callback_data: Option<String>,
}

/// Whether the next message of a template is held; one that is not counts among the first.
pub fn holds(world: &mut World, template: &str) -> bool {
    let node = world.node(Kind::Template, template);
    let business = node.and_then(|node| world.business_of(node));
    let is_paced =
        business.is_some_and(|business| business.fields.get("paced") == Some(&Value::Bool(true)));
    if !is_paced || quality(world, template) != "UNKNOWN" {
        return false;
    }
    let paced = world.pacing.0.entry(template.to_owned()).or_default();
    paced.went_out += 1;
    !paced.is_trusted && paced.went_out > FIRST
}

/// Keeps a message until its template is judged.
pub fn hold(world: &mut World, template: &str, held: Held, now_ms: i64) {
    let paced = world.pacing.0.entry(template.to_owned()).or_default();
    paced.since_ms = Some(paced.since_ms.unwrap_or(now_ms));
    paced.held.push(held);
}

/// When a template is judged by the clock.
pub fn next_ms(world: &World, template: &str) -> Option<i64> {
    let since_ms = world.pacing.0.get(template)?.since_ms?;
    Some(since_ms + ASSESSED_AFTER_MS)
}

/// Judges a template of which messages are held, if its quality is known or its time has come.
pub fn judge(state: &mut State, template: &str, at_ms: i64, now_ms: i64) {
    let is_due = next_ms(&state.world, template).is_some_and(|due_ms| due_ms <= at_ms);
    let quality = quality(&state.world, template);
    if quality == "UNKNOWN" && !is_due {
        return;
    }
    let told = (quality == "RED").then_some(DROPPED);
    let Some(paced) = state.world.pacing.0.get_mut(template) else { return };
    paced.is_trusted = told.is_none();
    paced.since_ms = None;
    for held in std::mem::take(&mut paced.held) {
        settle(state, template, held, told, (at_ms, now_ms));
    }
}

/// Sends what was held, or drops it.
fn settle(state: &mut State, template: &str, held: Held, told: Option<u32>, times: (i64, i64)) {
    let (at_ms, now_ms) = times;
    let Some(number) = state.world.node(Kind::Number, &held.number).cloned() else { return };
    let draft = Draft {
        wa_id: &held.wa_id,
        category: &held.category,
        template: Some(template),
        callback_data: held.callback_data.as_deref(),
        is_voice: false,
        told,
    };
    let mut sending = Sending::begin(&state.world, &number, at_ms);
    let message = sending.settle(&mut state.world, &draft, held.wamid.clone());
    state.world.chat.settle(&held.wamid, message.last_status());
    let news = messages::statuses(&state.world, &number, &[message], at_ms.div_euclid(1000));
    webhooks::announce_late(state, news, at_ms, now_ms);
    sending.end(state);
}

fn quality(world: &World, template: &str) -> String {
    let node = world.node(Kind::Template, template);
    let score = node.and_then(|node| node.fields.get("quality_score")?.get("score")?.as_str());
    score.unwrap_or("UNKNOWN").to_owned()
}
