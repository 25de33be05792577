//! A webhook's way into the queue, and what armed faults do to it there: lost, doubled, late, out of
//! order, together with others, or badly signed. Several may strike one webhook; chance is the
//! world's, so that a seed gives one course of events.

use std::time::Duration;

use super::log::Attempt;
use super::queue::{Delivery, Receiver};
use crate::state::State;

const LOST: &str = "webhooks_lost";
const LATE: &str = "webhooks_late";
const DOUBLED: &str = "webhooks_doubled";
const REORDERED: &str = "webhooks_reordered";
const BATCHED: &str = "webhooks_batched";
const BADLY_SIGNED: &str = "webhooks_badly_signed";

/// Sends a webhook off in its lane, unless it is lost: Meta tells nobody then, and never will. The log knows.
pub fn send_off(
    state: &mut State,
    to: Receiver,
    field: &str,
    lane: String,
    body: String,
    now_ms: i64,
) {
    if struck(state, LOST, field).is_some() {
        let delivery = made(state, &to, field, body, now_ms);
        return state.log.add(Attempt::lost(delivery));
    }
    let late_ms = struck(state, LATE, field).map_or(0, millis);
    let spread_ms = match struck(state, REORDERED, field) {
        Some(spread) => of(spread, state.fraction()),
        None => 0,
    };
    let held = struck(state, BATCHED, field);
    let is_forged = struck(state, BADLY_SIGNED, field).is_some();
    let is_doubled = struck(state, DOUBLED, field).is_some();
    if held.is_some() && state.queue.join(&to, field, &body, is_forged) {
        return;
    }
    for _ in 0..=u8::from(is_doubled) {
        let delivery = Delivery {
            due_ms: now_ms + late_ms + spread_ms + held.map_or(0, millis),
            is_batch: held.is_some() && !is_doubled,
            is_forged,
            lane: lane.clone(),
            ..made(state, &to, field, body.clone(), now_ms)
        };
        state.queue.put(delivery);
    }
}

/// A delivery that is due at once.
fn made(state: &mut State, to: &Receiver, field: &str, body: String, now_ms: i64) -> Delivery {
    Delivery {
        nth: state.world.next_mint(),
        app: Some(to.app.clone()),
        to: to.url.clone(),
        field: field.to_owned(),
        body,
        attempts: 0,
        queued_ms: now_ms,
        due_ms: now_ms,
        is_batch: false,
        is_forged: false,
        lane: String::new(),
    }
}

/// How long the fault of this name holds this webhook up, if it strikes.
fn struck(state: &mut State, name: &str, field: &str) -> Option<Duration> {
    state.strike(|fault| fault.is_for_webhook(name, field)).map(|fault| fault.wait)
}

fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
}

fn of(spread: Duration, fraction: f64) -> i64 {
    millis(spread.mul_f64(fraction.clamp(0.0, 1.0)))
}
