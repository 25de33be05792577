//! `POST /{template}/unpause`: ends a pause by pacing, and no other (META 9).
//!
//! The words of the refusal are the emulator's: Meta documents the call, not what it says then.

use serde_json::json;

use super::Step;
use super::error::GraphError;
use crate::webhooks::{self, news};
use crate::world::{Node, pausing};

pub fn unpause(template: &Node) -> Result<Step, GraphError> {
    if !template.pause.as_ref().is_some_and(pausing::Pause::is_by_pacing) {
        return Err(GraphError::bad_parameter(
            "Template is not paused by pacing: only such a pause can be ended",
        ));
    }
    let id = template.id.clone();
    Ok(Step::act(move |state, now_ms| {
        let Some(before) = state.world.nodes.get(&id).cloned() else {
            return Err(GraphError::unknown_node("post", &id));
        };
        if let Some(template) = state.world.nodes.get_mut(&id) {
            pausing::end(template);
        }
        let told = news::of_change(&state.world, &before, now_ms.div_euclid(1000));
        webhooks::announce(state, told, now_ms);
        Ok(json!({"success": true}))
    }))
}
