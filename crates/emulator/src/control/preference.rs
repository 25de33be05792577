//! What people want of a business's marketing messages: said to one of its numbers, it holds for all.

use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::state::State;
use crate::webhooks::{self, messages};
use crate::world::{Kind, send};

/// A person stops a business's marketing messages, or takes them again; an unknown one is created.
pub fn set(
    state: &mut State,
    wa_id: &str,
    to: &str,
    marketing: &str,
    now_ms: i64,
) -> Result<Value, Refusal> {
    super::traffic::check_wa_id("wa_id", wa_id)?;
    if !["stop", "resume"].contains(&marketing) {
        return Err(Refusal::bad("marketing", "marketing must be \"stop\" or \"resume\""));
    }
    let world = &mut state.world;
    let number = world
        .node(Kind::Number, to)
        .cloned()
        .ok_or_else(|| Refusal::not_found("number", to).of("to"))?;
    send::meet(world, wa_id);
    let business = world.business_of(&number).map(|node| node.id.clone()).unwrap_or_default();
    if let Some(user) = world.users.get_mut(wa_id) {
        if marketing == "stop" {
            user.stopped.insert(business);
        } else {
            user.stopped.remove(&business);
        }
    }
    let now_s = now_ms.div_euclid(1000);
    let news = messages::preference(world, &number, wa_id, marketing, now_s);
    webhooks::announce(state, news.into_iter().collect(), now_ms);
    Ok(json!({"wa_id": wa_id, "to": to, "marketing": marketing}))
}
