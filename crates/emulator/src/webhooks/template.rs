//! What Meta tells of a message template: its status, its quality, its category.
//!
//! Assumptions: `other_info` comes with a pause, a disabling and a return from a pause, each with a
//! description in the emulator's own words; `disable_date` is a text of Unix seconds.

use serde_json::{Value, json};

use super::News;
use crate::world::{Node, World};

/// The webhooks of one change, in the order in which they are sent.
pub fn of_change(world: &World, before: &Node, after: &Node, now_s: i64) -> Vec<News> {
    let Some(waba) = world.waba_of(after) else {
        return Vec::new();
    };
    [status(before, after, now_s), quality(before, after), category(before, after)]
        .into_iter()
        .flatten()
        .map(|(field, value)| News { waba: waba.id.clone(), number: None, field, value })
        .collect()
}

type Told = Option<(&'static str, Value)>;

fn status(before: &Node, after: &Node, now_s: i64) -> Told {
    let event = after.text("status");
    if event == before.text("status") {
        return None;
    }
    let reason = match after.text("rejected_reason") {
        "" => "NONE",
        reason => reason,
    };
    let mut value = named(after);
    value["event"] = json!(event);
    value["reason"] = json!(reason);
    value["message_template_category"] = json!(after.text("category"));
    if let Some((title, description)) = other_info(before, after) {
        value["other_info"] = json!({"title": title, "description": description});
    }
    if event == "DISABLED" {
        value["disable_info"] = json!({"disable_date": now_s.to_string()});
    }
    Some(("message_template_status_update", value))
}

/// Meta pauses for three hours, then for six, and disables the third time.
fn other_info(before: &Node, after: &Node) -> Option<(&'static str, &'static str)> {
    match (before.text("status"), after.text("status")) {
        (_, "PAUSED") if after.pauses <= 1 => Some((
            "FIRST_PAUSE",
            "This template has been paused for 3 hours because of low quality.",
        )),
        (_, "PAUSED") => Some((
            "SECOND_PAUSE",
            "This template has been paused for 6 hours because of low quality.",
        )),
        (_, "DISABLED") => {
            Some(("DISABLED", "This template has been disabled because of low quality."))
        }
        ("PAUSED", "APPROVED") => {
            Some(("UNPAUSE", "This template is no longer paused and can be sent again."))
        }
        _ => None,
    }
}

fn quality(before: &Node, after: &Node) -> Told {
    let score = |node: &Node| node.fields.get("quality_score")?.get("score").cloned();
    let (old, new) = (score(before), score(after)?);
    if old.as_ref() == Some(&new) {
        return None;
    }
    let mut value = named(after);
    value["previous_quality_score"] = old.unwrap_or_else(|| json!("UNKNOWN"));
    value["new_quality_score"] = new;
    Some(("message_template_quality_update", value))
}

fn category(before: &Node, after: &Node) -> Told {
    let (old, new) = (before.text("category"), after.text("category"));
    if old == new {
        return None;
    }
    let mut value = named(after);
    value["previous_category"] = json!(old);
    value["new_category"] = json!(new);
    Some(("template_category_update", value))
}

/// Meta writes the id as a number here, and as text in Graph.
fn named(template: &Node) -> Value {
    let id = template.id.parse::<u64>().map_or_else(|_| json!(template.id), |id| json!(id));
    json!({
        "message_template_id": id,
        "message_template_name": template.text("name"),
        "message_template_language": template.text("language"),
    })
}
