//! A person calls a number, which opens the service window as a message does (META 11.10).

use serde_json::{Map, Value, json};

use super::refusal::{Refusal, text};
use super::traffic::{self, check_wa_id};
use crate::state::State;
use crate::webhooks::{self, calls};
use crate::world::calls::Call;
use crate::world::send;

/// The keys of a call.
pub const KEYS: &[&str] = &["to", "seconds"];
const LONGEST_S: i64 = 86_400;

/// A person's call that ended just now; an unknown person is created.
pub fn makes(
    state: &mut State,
    wa_id: &str,
    given: &Map<String, Value>,
    now_ms: i64,
) -> Result<Value, Refusal> {
    check_wa_id("wa_id", wa_id)?;
    let number =
        traffic::number(&state.world, text(given, "to")?).map_err(|refusal| refusal.of("to"))?;
    let lasted_s = match given.get("seconds") {
        None => 60,
        Some(seconds) => {
            let seconds = seconds.as_i64().filter(|seconds| (0..=LONGEST_S).contains(seconds));
            let words = "seconds must be a whole number from 0 to 86400";
            seconds.ok_or_else(|| Refusal::bad("seconds", words))?
        }
    };
    send::meet(&mut state.world, wa_id);
    if let Some(user) = state.world.users.get_mut(wa_id) {
        user.wrote_at_ms.insert(number.id.clone(), now_ms);
    }
    let began_s = now_ms.div_euclid(1000) - lasted_s;
    let call = Call { number: number.id.clone(), began_s, lasted_s };
    let (told, id) = calls::news(&mut state.world, &number, wa_id, &call);
    state.world.calls.add(call);
    webhooks::announce(state, told, now_ms);
    Ok(json!({"wa_id": wa_id, "call_id": id, "seconds": lasted_s}))
}
