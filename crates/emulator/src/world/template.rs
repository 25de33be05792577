//! A message template's own rules: where its id comes from, what its health follows from, and what
//! moves with its status.

use serde_json::{Map, Value, json};

use super::{Health, Node, World, mint, pausing};

/// A template's place among its WABA's, and the label that its id is computed from. It takes no
/// turn in the mint's sequence: a template more leaves every other id and token what it was.
pub fn place(world: &World, waba: &str) -> (u64, String) {
    let nth = world.nodes.get(waba).map_or(0, |waba| waba.templates.len()) + 1;
    (u64::try_from(nth).unwrap_or(u64::MAX), format!("template {nth} of {waba}"))
}

/// What a template says of itself where nothing was set by hand.
///
/// Meta documents 141002 for one that is not approved. That a paused or disabled one says 132015 or
/// 132016, the codes with which sending it fails, is the emulator's assumption.
pub fn health(template: &Node) -> Health {
    let (code, description, solution) = match template.text("status") {
        "APPROVED" => return Health::available(),
        "PAUSED" => (
            132_015,
            "Template is paused due to low quality.",
            "Edit the template to improve its quality and try again after it is approved.",
        ),
        "DISABLED" => (
            132_016,
            "Template is disabled due to low quality.",
            "Create a new template with different content.",
        ),
        _ => (
            141_002,
            "Message templates can only be sent out if they are approved.",
            "Edit or appeal the message template review decision.",
        ),
    };
    let error = json!({
        "error_code": code,
        "error_description": description,
        "possible_solution": solution,
    });
    Health {
        can_send_message: "BLOCKED".to_owned(),
        errors: vec![error],
        additional_info: Vec::new(),
    }
}

/// The id of a template that is made while the world runs: no deleted one had it.
pub fn made_id(world: &mut World) -> String {
    let nth = world.next_mint();
    mint::digits(world.seed, &format!("template made {nth}"), 16)
}

/// What moves along after a change by hand: the category that it had, its pauses, the review that an
/// edit calls for, and a reason for rejecting, which only a rejected one keeps.
pub fn follow(before: &Node, after: &mut Node, given: &Map<String, Value>, now_ms: i64) {
    let moved = |field: &str, after: &Node| before.text(field) != after.text(field);
    if moved("category", after) {
        after.set("previous_category", before.text("category"));
    }
    if given.contains_key("components") && !given.contains_key("status") {
        after.set("status", "PENDING");
    }
    let title = given.get("pause").and_then(Value::as_str);
    pausing::follow(before, after, pausing::quality(given), title, now_ms);
    let is_rejected = after.text("status") == "REJECTED";
    if moved("status", after) && !is_rejected && !given.contains_key("rejected_reason") {
        after.set("rejected_reason", "NONE");
    }
}
