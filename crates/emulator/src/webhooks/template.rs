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
    // A pause comes of a quality, and a review of an edit.
    let told = [
        quality(before, after),
        components(before, after),
        status(before, after, now_s),
        category(before, after),
    ];
    told.into_iter()
        .flatten()
        .map(|(field, value)| News { waba: waba.id.clone(), number: None, field, value })
        .collect()
}

type Told = Option<(&'static str, Value)>;

fn status(before: &Node, after: &Node, now_s: i64) -> Told {
    if after.text("status") == before.text("status") {
        return None;
    }
    let event = event(before, after);
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

/// Which pause it is, or that it is over; a disabling says so too.
fn other_info(before: &Node, after: &Node) -> Option<(String, &'static str)> {
    let title = match (before.text("status"), after.text("status")) {
        (_, "PAUSED") => after.pause.as_ref()?.title.clone(),
        (_, "DISABLED") => "DISABLED".to_owned(),
        ("PAUSED", "APPROVED") => "UNPAUSE".to_owned(),
        _ => return None,
    };
    let description = match title.as_str() {
        "FIRST_PAUSE" => "This template has been paused for 3 hours because of low quality.",
        "SECOND_PAUSE" => "This template has been paused for 6 hours because of low quality.",
        "RATE_LIMITING_PAUSE" => "This template has been paused while its quality is assessed.",
        "DISABLED" => "This template has been disabled because of low quality.",
        "UNPAUSE" => "This template is no longer paused and can be sent again.",
        _ => "This template has been paused.",
    };
    Some((title, description))
}

/// A return has an event of its own where Meta names one.
fn event<'n>(before: &Node, after: &'n Node) -> &'n str {
    match (before.text("status"), after.text("status")) {
        ("DISABLED", "APPROVED") => "REINSTATED",
        ("ARCHIVED", "APPROVED") => "UNARCHIVED",
        (_, status) => status,
    }
}

/// What an edit made of its texts.
fn components(before: &Node, after: &Node) -> Told {
    if before.fields.get("components") == after.fields.get("components") {
        return None;
    }
    let parts = after.fields.get("components").and_then(Value::as_array);
    let of_type = |wanted: &str| {
        let part = parts?.iter().find(|part| part["type"] == wanted)?;
        part.get("text").cloned()
    };
    let mut value = named(after);
    for (key, kind) in [
        ("message_template_element", "BODY"),
        ("message_template_title", "HEADER"),
        ("message_template_footer", "FOOTER"),
    ] {
        if let Some(text) = of_type(kind) {
            value[key] = text;
        }
    }
    Some(("message_template_components_update", value))
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
