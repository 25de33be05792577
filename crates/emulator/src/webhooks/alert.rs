//! `account_alerts`: what Meta wants a business to see, about a portfolio, a WABA or a number.

use serde_json::{Value, json};

use super::News;
use crate::world::{Kind, Node, World};

/// The alert that control gave, about this node. What it leaves out is Meta's mildest word.
pub fn of_node(node: &Node, given: &Value) -> Value {
    let entity_type = match node.kind {
        Kind::Business => "BUSINESS",
        Kind::Number => "PHONE_NUMBER",
        Kind::Waba | Kind::Template | Kind::App => "CURRENT_STATUS_ID",
    };
    let mut info = json!({"alert_severity": "INFORMATIONAL", "alert_status": "ACTIVE"});
    for (key, value) in given.as_object().into_iter().flatten() {
        info[key] = value.clone();
    }
    json!({"entity_type": entity_type, "entity_id": node.id, "alert_info": info})
}

/// An alert, told to the WABA that it is about, or to each of the portfolio's.
pub fn news(world: &World, id: &str, value: &Value) -> Vec<News> {
    let Some(node) = world.nodes.get(id) else { return Vec::new() };
    let wabas: Vec<&Node> = match node.kind {
        Kind::Business => world.children(node).collect(),
        Kind::Waba | Kind::Number | Kind::Template | Kind::App => {
            world.waba_of(node).into_iter().collect()
        }
    };
    let told = |waba: &Node| News {
        waba: waba.id.clone(),
        number: None,
        field: "account_alerts",
        value: value.clone(),
    };
    wabas.into_iter().map(told).collect()
}
