//! Templates made, edited and deleted by Graph.
//!
//! Each goes into a review that decides after half a minute of the emulator's clock. Subcodes 2388024
//! and 2593002 are known from the field.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::GraphError;
use super::{Step, template_check};
use crate::control::{change, template as by_hand};
use crate::state::State;
use crate::world::review::Review;
use crate::world::{Kind, Node, World, seed, template};

/// What an edit may change.
const EDITABLE: [&str; 5] = [
    "category",
    "components",
    "parameter_format",
    "message_send_ttl_seconds",
    "cta_url_link_tracking_opted_out",
];
const KEPT: [&str; 4] = [
    "sub_category",
    "message_send_ttl_seconds",
    "library_template_name",
    "cta_url_link_tracking_opted_out",
];

/// `POST /{waba}/message_templates`.
pub fn create(world: &World, waba: &Node, call: &Call) -> Result<Step, GraphError> {
    let given = body(call);
    let name = call.required("name")?.to_owned();
    let language = call.required("language")?.to_owned();
    let category = call.required("category")?.to_ascii_uppercase();
    let format = call.parameter("parameter_format").unwrap_or("POSITIONAL").to_ascii_uppercase();
    template_check::name(&name)?;
    template_check::language(&language)?;
    template_check::category(&category)?;
    template_check::format(&format)?;
    let components = components(&given)?;
    template_check::components(&components, &category, &format)?;
    if find(world, waba, &name, &language).is_some() {
        return Err(exists());
    }
    let mut fields = Map::new();
    for key in KEPT {
        if let Some(value) = given.get(key) {
            fields.insert(key.to_owned(), value.clone());
        }
    }
    for (key, value) in [
        ("name", json!(name)),
        ("language", json!(language)),
        ("category", json!(category)),
        ("parameter_format", json!(format)),
        ("components", json!(components)),
    ] {
        fields.insert(key.to_owned(), value);
    }
    let may_change_category = call.parameter("allow_category_change") == Some("true");
    let waba = waba.id.clone();
    Ok(Step::act(move |state, now_ms| {
        // Decided again where nobody can come between.
        let owner = state.world.node(Kind::Waba, &waba);
        let owner = owner.ok_or_else(|| GraphError::unknown_node("post", &waba))?;
        if find(&state.world, owner, &name, &language).is_some() {
            return Err(exists());
        }
        make(state, &waba, fields, may_change_category, now_ms)
    }))
}

/// Makes a template that waits for its review; answers its id, status and category.
pub fn make(
    state: &mut State,
    waba: &str,
    mut fields: Map<String, Value>,
    may_change_category: bool,
    now_ms: i64,
) -> Result<Value, GraphError> {
    let id = template::made_id(&mut state.world);
    fields.insert("id".to_owned(), json!(id));
    // Seeded without a status that it could come from: its first one is news.
    fields.insert("status".to_owned(), json!(""));
    let now_s = now_ms.div_euclid(1000);
    seed::plant(&mut state.world, Kind::Template, Some(waba), &Value::Object(fields), now_s)
        .map_err(|reason| GraphError::bad_value("Invalid parameter", &reason))?;
    if let Some(made) = state.world.nodes.get_mut(&id) {
        made.set("quality_score", json!({"score": "UNKNOWN", "date": now_s}));
    }
    let first = Map::from_iter([("status".to_owned(), json!("PENDING"))]);
    apply(state, &id, &first, may_change_category, now_ms)?;
    let category = state.world.nodes[&id].text("category");
    Ok(json!({"id": id, "status": "PENDING", "category": category}))
}

/// An edit, and a review anew.
pub fn review(
    state: &mut State,
    id: &str,
    given: &Map<String, Value>,
    now_ms: i64,
) -> Result<(), GraphError> {
    let mut given = given.clone();
    given.insert("status".to_owned(), json!("PENDING"));
    apply(state, id, &given, false, now_ms)
}

fn apply(
    state: &mut State,
    id: &str,
    given: &Map<String, Value>,
    may_change_category: bool,
    now_ms: i64,
) -> Result<(), GraphError> {
    change::apply(state, Kind::Template, id, given, now_ms)
        .map_err(|refusal| GraphError::bad_value("Invalid parameter", &refusal.message))?;
    if let Some(node) = state.world.nodes.get_mut(id) {
        node.review = Some(Review::begun(may_change_category, now_ms));
    }
    Ok(())
}

/// `POST /{template}`: an approved, rejected or paused one, which is reviewed again.
pub fn edit(template: &Node, call: &Call) -> Result<Step, GraphError> {
    let given = body(call);
    if !["APPROVED", "REJECTED", "PAUSED"].contains(&template.text("status")) {
        return Err(GraphError::bad_value(
            "Invalid parameter",
            "Only a template that is approved, rejected or paused can be edited.",
        ));
    }
    let changes: Map<String, Value> =
        given.into_iter().filter(|(key, _)| EDITABLE.contains(&key.as_str())).collect();
    if changes.is_empty() {
        return Err(GraphError::bad_parameter("The parameter components is required."));
    }
    let said = |key: &str| changes.get(key).and_then(Value::as_str);
    let category = said("category").unwrap_or(template.text("category")).to_ascii_uppercase();
    let format = said("parameter_format").unwrap_or(template.text("parameter_format")).to_owned();
    template_check::category(&category)?;
    template_check::format(&format)?;
    if template.text("status") == "APPROVED" && category != template.text("category") {
        return Err(GraphError::bad_value(
            "Invalid parameter",
            "The category of an approved template cannot be changed.",
        ));
    }
    if changes.contains_key("components") {
        template_check::components(&components(&changes)?, &category, &format)?;
    }
    let id = template.id.clone();
    Ok(Step::act(move |state, now_ms| {
        let (by_hand, plain): (Map<_, _>, Map<_, _>) = changes
            .into_iter()
            .partition(|(key, _)| ["category", "components"].contains(&key.as_str()));
        if let Some(node) = state.world.nodes.get_mut(&id) {
            node.fields.extend(plain);
        }
        review(state, &id, &by_hand, now_ms)?;
        Ok(json!({"success": true, "id": id}))
    }))
}

/// `DELETE /{waba}/message_templates`: every language of a name, or the ones of these ids.
pub fn delete(world: &World, waba: &Node, call: &Call) -> Result<Step, GraphError> {
    let ids = hsm_ids(call, "hsm_ids");
    let id = call.parameter("hsm_id");
    let name = match call.parameter("name") {
        None if ids.is_empty() => {
            return Err(GraphError::bad_parameter("The parameter name is required."));
        }
        name => name,
    };
    let is_meant = |one: &&Node| {
        name.is_none_or(|name| one.text("name") == name)
            && id.is_none_or(|id| one.id == id)
            && (ids.is_empty() || ids.contains(&one.id))
    };
    let found: Vec<String> =
        world.templates(waba).filter(is_meant).map(|one| one.id.clone()).collect();
    if found.is_empty() || (!ids.is_empty() && found.len() != ids.len()) {
        return Err(GraphError {
            subcode: Some(2_593_002),
            said: Some((
                "Message Template Not Found",
                "The message template was not found in this WhatsApp Business account.",
            )),
            ..GraphError::bad_parameter("Invalid parameter")
        });
    }
    Ok(Step::act(move |state, now_ms| {
        for id in &found {
            by_hand::delete(state, id, now_ms)
                .map_err(|_| GraphError::unknown_node("delete", id))?;
        }
        Ok(json!({"success": true}))
    }))
}

/// Ids as a JSON list, or with commas.
pub fn hsm_ids(call: &Call, key: &str) -> Vec<String> {
    let text = call.parameter(key).unwrap_or_default();
    let inside = text.trim().trim_start_matches('[').trim_end_matches(']');
    let ids = inside.split(',').map(|id| id.trim().trim_matches('"').to_owned());
    ids.filter(|id| !id.is_empty()).collect()
}

/// The template of this name and language.
pub fn find<'w>(world: &'w World, waba: &'w Node, name: &str, language: &str) -> Option<&'w Node> {
    world.templates(waba).find(|one| one.text("name") == name && one.text("language") == language)
}

fn exists() -> GraphError {
    GraphError {
        subcode: Some(2_388_024),
        said: Some((
            "Content in this language already exists",
            "There is already content for this template in this language.",
        )),
        ..GraphError::bad_parameter("Invalid parameter")
    }
}

/// A call's parameters with their objects, also where a form carried them as text.
pub fn body(call: &Call) -> Map<String, Value> {
    super::messages::body(call)
}

pub fn components(given: &Map<String, Value>) -> Result<Vec<Value>, GraphError> {
    let parts = given.get("components").and_then(Value::as_array).filter(|parts| !parts.is_empty());
    parts.cloned().ok_or_else(|| GraphError::bad_parameter("The parameter components is required."))
}
