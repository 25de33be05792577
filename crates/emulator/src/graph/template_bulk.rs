//! Many templates at once: archived, brought back, copied from another account, and an
//! authentication template in many languages.
//!
//! Archiving is on another host of Meta's; here it is on the emulator's one address. The shapes of
//! the answers are those that clients read.

use serde_json::{Map, Value, json};

use super::auth::Caller;
use super::call::Call;
use super::error::GraphError;
use super::template_edit::{self, find, hsm_ids};
use super::{Step, template_check};
use crate::control::change;
use crate::world::{Kind, Node, World};

/// `POST /{waba}/message_templates/archive` and `/unarchive`, of at most 100 templates.
pub fn archive(waba: &Node, call: &Call, is_back: bool) -> Result<Step, GraphError> {
    let ids = hsm_ids(call, "hsm_ids");
    if ids.is_empty() || ids.len() > 100 {
        return Err(GraphError::bad_parameter("Param hsm_ids must have 1 to 100 ids."));
    }
    let (from, to) = if is_back { ("ARCHIVED", "APPROVED") } else { ("APPROVED", "ARCHIVED") };
    let own = waba.templates.clone();
    Ok(Step::act(move |state, now_ms| {
        let (mut done, mut failed) = (Vec::new(), Map::new());
        for id in ids {
            let status = state.world.node(Kind::Template, &id).map(|node| node.text("status"));
            let refusal = match status {
                Some(_) if !own.contains(&id) => "Template not found".to_owned(),
                None => "Template not found".to_owned(),
                Some(status) if status != from => format!("Template is {status}, not {from}"),
                Some(_) => {
                    let given = Map::from_iter([("status".to_owned(), json!(to))]);
                    match change::apply(state, Kind::Template, &id, &given, now_ms) {
                        Ok(_) => {
                            done.push(id);
                            continue;
                        }
                        Err(refusal) => refusal.message,
                    }
                }
            };
            failed.insert(id, json!(refusal));
        }
        let key = if is_back { "unarchived_templates" } else { "archived_templates" };
        Ok(json!({key: done, "failed_templates": failed}))
    }))
}

/// `POST /{waba}/migrate_message_templates`: copies what another account of the caller's has
/// approved and this one has not.
pub fn migrate(
    world: &World,
    caller: &Caller<'_>,
    waba: &Node,
    call: &Call,
) -> Result<Step, GraphError> {
    let source = call.required("source_waba_id")?;
    let source = world
        .node(Kind::Waba, source)
        .filter(|source| caller.may_manage(world, source).is_ok() && source.parent == waba.parent);
    let source = source.ok_or_else(|| {
        GraphError::bad_parameter("Param source_waba_id must be another account of this business")
    })?;
    let (mut copies, mut failed) = (Vec::new(), Vec::new());
    for one in world.templates(source) {
        let is_taken = find(world, waba, one.text("name"), one.text("language")).is_some();
        if is_taken || one.text("status") != "APPROVED" {
            let why = if is_taken { "Template already exists" } else { "Template is not approved" };
            failed.push(json!({&one.id: why}));
            continue;
        }
        let wanted = ["name", "language", "category", "parameter_format", "components"];
        let kept = wanted
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), one.fields.get(*key)?.clone())));
        copies.push(kept.collect::<Map<String, Value>>());
    }
    let waba = waba.id.clone();
    Ok(Step::act(move |state, now_ms| {
        let mut made = Vec::new();
        for fields in copies {
            made.push(template_edit::make(state, &waba, fields, false, now_ms)?["id"].clone());
        }
        Ok(json!({"migrated_templates": made, "failed_templates": failed}))
    }))
}

/// `POST /{waba}/upsert_message_templates`: an authentication template in each of `languages`.
pub fn upsert(world: &World, waba: &Node, call: &Call) -> Result<Step, GraphError> {
    let given = template_edit::body(call);
    let name = call.required("name")?.to_owned();
    template_check::name(&name)?;
    if !call.required("category")?.eq_ignore_ascii_case("AUTHENTICATION") {
        return Err(GraphError::bad_parameter("Param category must be one of {AUTHENTICATION}"));
    }
    let languages = hsm_ids(call, "languages");
    if languages.is_empty() {
        return Err(GraphError::bad_parameter("The parameter languages is required."));
    }
    languages.iter().try_for_each(|language| template_check::language(language))?;
    let components = template_edit::components(&given)?;
    template_check::components(&components, "AUTHENTICATION", "POSITIONAL")?;
    let there: Vec<Option<String>> = languages
        .iter()
        .map(|language| find(world, waba, &name, language).map(|one| one.id.clone()))
        .collect();
    let waba = waba.id.clone();
    Ok(Step::act(move |state, now_ms| {
        let mut data = Vec::new();
        for (language, known) in languages.into_iter().zip(there) {
            let mut made = if let Some(id) = known {
                let given = Map::from_iter([("components".to_owned(), json!(components))]);
                template_edit::review(state, &id, &given, now_ms)?;
                json!({"id": id, "status": "PENDING"})
            } else {
                let fields = json!({
                    "name": name,
                    "language": language,
                    "category": "AUTHENTICATION",
                    "components": components,
                });
                let fields = fields.as_object().cloned().unwrap_or_default();
                let made = template_edit::make(state, &waba, fields, false, now_ms)?;
                json!({"id": made["id"], "status": made["status"]})
            };
            made["language"] = json!(language);
            made["category"] = json!("AUTHENTICATION");
            data.push(made);
        }
        Ok(json!({"data": data}))
    }))
}
