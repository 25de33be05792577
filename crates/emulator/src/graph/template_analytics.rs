//! `/{waba}/template_analytics` and `/{template}/compare`: what became of templates, by the day.
//!
//! An account confirms once that it wants them, for good (200005 to 200007). The words of those codes
//! are the emulator's.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::analytics::{span, texts};
use super::call::Call;
use super::error::GraphError;
use super::template_edit::hsm_ids;
use super::{Step, view::View};
use crate::world::priced::{DAY_S, TemplateDay};
use crate::world::{Kind, Node, World};

pub const EDGE: &str = "template_analytics";
const ENABLED: &str = "is_enabled_for_insights";
const LOOK_BACK_S: i64 = 90 * DAY_S;
const METRICS: [&str; 5] = ["SENT", "DELIVERED", "READ", "CLICKED", "COST"];

/// `POST /{waba}?is_enabled_for_insights=true`.
pub fn confirm(waba: &Node, call: &Call) -> Result<Step, GraphError> {
    match call.parameter(ENABLED) {
        Some("true") => {}
        Some(_) => {
            let words = "(#200006) Template insights cannot be disabled once they are enabled";
            return Err(GraphError::new(400, 200_006, words));
        }
        None => return Err(GraphError::unknown_node("post", &waba.id)),
    }
    let id = waba.id.clone();
    Ok(Step::act(move |state, _| {
        if let Some(waba) = state.world.nodes.get_mut(&id) {
            waba.set(ENABLED, true);
        }
        Ok(json!({"id": id, "success": true}))
    }))
}

/// `GET /{waba}/template_analytics`.
pub fn answer(
    world: &World,
    waba: &Node,
    arguments: &BTreeMap<String, String>,
    now_s: i64,
) -> Result<Value, GraphError> {
    if waba.fields.get(ENABLED) != Some(&Value::Bool(true)) {
        let words = "(#200007) Template insights are not enabled for this account";
        return Err(GraphError::new(400, 200_007, words));
    }
    let (start_s, end_s) = span(arguments, now_s)?;
    if start_s < now_s - LOOK_BACK_S - DAY_S {
        return Err(GraphError::bad_parameter("Param start must be within the last 90 days"));
    }
    if arguments.get("granularity").map(String::as_str) != Some("DAILY") {
        return Err(GraphError::bad_parameter("Param granularity must be one of {DAILY}"));
    }
    let metrics = texts(arguments, "metric_types")?;
    if !metrics.iter().all(|metric| METRICS.contains(&metric.as_str())) {
        let known = METRICS.join(", ");
        return Err(GraphError::bad_parameter(&format!(
            "Param metric_types must be of {{{known}}}"
        )));
    }
    let ids = texts(arguments, "template_ids")?;
    if ids.is_empty() || ids.len() > 10 {
        return Err(GraphError::bad_parameter("Param template_ids must have 1 to 10 ids."));
    }
    let mut data_points = Vec::new();
    for id in &ids {
        if !waba.templates.contains(id) {
            return Err(GraphError::bad_parameter(
                "Param template_ids has an id of no template here",
            ));
        }
        let days = world.priced.of_template(id).iter();
        let days = days.filter(|day| day.start_s + DAY_S > start_s && day.start_s < end_s);
        data_points.extend(days.map(|day| point(id, day, &metrics)));
    }
    Ok(json!({"data": [{
        "granularity": "DAILY",
        "product_type": "cloud_api",
        "data_points": data_points,
    }]}))
}

fn point(id: &str, day: &TemplateDay, metrics: &[String]) -> Value {
    let mut point = Map::new();
    for (key, value) in [
        ("template_id", json!(id)),
        ("start", json!(day.start_s)),
        ("end", json!(day.start_s + DAY_S)),
    ] {
        point.insert(key.to_owned(), value);
    }
    for (metric, key, count) in [
        ("SENT", "sent", day.sent),
        ("DELIVERED", "delivered", day.delivered),
        ("READ", "read", day.read),
        ("CLICKED", "clicked", day.clicked),
    ] {
        if metrics.is_empty() || metrics.iter().any(|asked| asked == metric) {
            point.insert(key.to_owned(), json!(count));
        }
    }
    Value::Object(point)
}

/// `GET /{template}/compare`: how often each was sent. Nobody blocks in the emulator, so the rate of
/// blocks tells the ids in their order and every reason is unknown.
pub fn compare(view: &View<'_>, template: &Node) -> Result<Value, GraphError> {
    let (world, call) = (view.world, view.call);
    let (start_s, end_s) = span(&call.parameters, view.now_s)?;
    let mut ids = hsm_ids(call, "template_ids");
    if ids.is_empty() {
        return Err(GraphError::bad_parameter("The parameter template_ids is required."));
    }
    ids.insert(0, template.id.clone());
    let is_own = |id: &String| {
        world.node(Kind::Template, id).is_some_and(|one| one.parent == template.parent)
    };
    if !ids.iter().all(is_own) {
        return Err(GraphError::bad_parameter("Param template_ids has an id of no template here"));
    }
    let sends = |id: &String| -> u64 {
        let days = world.priced.of_template(id).iter();
        days.filter(|day| (start_s..end_s).contains(&day.start_s)).map(|day| day.sent).sum()
    };
    let numbers: Vec<Value> = ids.iter().map(|id| json!({"key": id, "value": sends(id)})).collect();
    let reasons: Vec<Value> =
        ids.iter().map(|id| json!({"key": id, "value": "UNKNOWN_BLOCK_REASON"})).collect();
    Ok(json!({"data": [
        {"metric": "BLOCK_RATE", "type": "RELATIVE", "order_by_relative_metric": ids},
        {"metric": "MESSAGE_SENDS", "type": "NUMBER_VALUES", "number_values": numbers},
        {"metric": "TOP_BLOCK_REASON", "type": "STRING_VALUES", "string_values": reasons},
    ]}))
}
