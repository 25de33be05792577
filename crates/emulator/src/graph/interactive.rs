//! Interactive messages: what each type needs, and Meta's limits on it.
//!
//! Catalogues, flows and calls are not emulated: that they exist is not checked, only their form.

use std::collections::BTreeSet;

use serde_json::Value;

use super::content::{Place, at_most, medium, words};
use super::error::GraphError;
use super::messages::{invalid, missing};

const LONGEST_BODY: usize = 1_024;
const LONGEST_LIST_BODY: usize = 4_096;

/// Types whose action is a name alone, or nothing.
const NAMED: [(&str, &str); 5] = [
    ("location_request_message", "send_location"),
    ("catalog_message", "catalog_message"),
    ("address_message", "address_message"),
    ("call_permission_request", "call_permission_request"),
    ("voice_call", "voice_call"),
];

/// Checks an interactive message; answers the code that it fails with later, if it does.
pub fn check(place: Place<'_>, object: &Value) -> Result<Option<u32>, GraphError> {
    let kind = object["type"].as_str().ok_or_else(|| missing("interactive.type"))?;
    let is_known = NAMED.iter().any(|(name, _)| *name == kind);
    let own = ["button", "list", "cta_url", "flow", "product", "product_list", "carousel"];
    if !is_known && !own.contains(&kind) && kind != "request_contact_info" {
        return Err(invalid(&format!("interactive.type {kind} is not known.")));
    }
    body(kind, object)?;
    at_most(&object["footer"], "text", "interactive.footer.text", 60)?;
    let told = header(place, kind, &object["header"])?;
    let action = &object["action"];
    if !action.is_object() && kind != "call_permission_request" {
        return Err(missing("interactive.action"));
    }
    match kind {
        "button" => buttons(action)?,
        "list" => list(action)?,
        "cta_url" => link(action)?,
        "flow" => flow(action)?,
        "product" => {
            words(action, "catalog_id", "interactive.action.catalog_id", 256)?;
            let path = "interactive.action.product_retailer_id";
            words(action, "product_retailer_id", path, 256)?;
        }
        "product_list" => products(action)?,
        "carousel" => cards(place, action)?,
        _ => named(kind, action)?,
    }
    Ok(told)
}

/// Every type but a single product and a call's permission has words of its own.
fn body(kind: &str, object: &Value) -> Result<(), GraphError> {
    let most = if kind == "list" { LONGEST_LIST_BODY } else { LONGEST_BODY };
    if matches!(kind, "product" | "call_permission_request") {
        return at_most(&object["body"], "text", "interactive.body.text", most);
    }
    words(&object["body"], "text", "interactive.body.text", most)
}

fn header(place: Place<'_>, kind: &str, header: &Value) -> Result<Option<u32>, GraphError> {
    if header.is_null() {
        // Meta wants one above a list of products.
        return if kind == "product_list" { Err(missing("interactive.header")) } else { Ok(None) };
    }
    let path = "interactive.header";
    match header["type"].as_str() {
        Some("text") => words(header, "text", &format!("{path}.text"), 60).map(|()| None),
        Some(media @ ("image" | "video" | "document")) if kind != "list" => {
            medium(place, media, &format!("{path}.{media}"), &header[media])
        }
        _ => Err(invalid(&format!("{path}.type is not one that {kind} can have."))),
    }
}

fn named(kind: &str, action: &Value) -> Result<(), GraphError> {
    let wanted = NAMED.iter().find(|(name, _)| *name == kind).map(|(_, action)| *action);
    match (wanted, action["name"].as_str()) {
        (Some(wanted), Some(name)) if wanted == name => Ok(()),
        (Some(_), None) if !action.is_object() => Ok(()),
        (Some(wanted), _) => Err(invalid(&format!("interactive.action.name must be {wanted}."))),
        (None, _) => Ok(()),
    }
}

fn array<'v>(object: &'v Value, key: &str, path: &str) -> Result<&'v [Value], GraphError> {
    let list = object[key].as_array().filter(|list| !list.is_empty());
    list.map(Vec::as_slice).ok_or_else(|| missing(path))
}

fn buttons(action: &Value) -> Result<(), GraphError> {
    let path = "interactive.action.buttons";
    let buttons = array(action, "buttons", path)?;
    if buttons.len() > 3 {
        return Err(invalid(&format!("{path} has more than 3 buttons.")));
    }
    let (mut ids, mut titles) = (BTreeSet::new(), BTreeSet::new());
    for (nth, button) in buttons.iter().enumerate() {
        let path = format!("{path}[{nth}]");
        if button["type"] != "reply" {
            return Err(invalid(&format!("{path}.type must be reply.")));
        }
        let reply = &button["reply"];
        words(reply, "id", &format!("{path}.reply.id"), 256)?;
        words(reply, "title", &format!("{path}.reply.title"), 20)?;
        if !ids.insert(reply["id"].as_str()) || !titles.insert(reply["title"].as_str()) {
            return Err(invalid(&format!("{path} is there twice: ids and titles must differ.")));
        }
    }
    Ok(())
}

fn list(action: &Value) -> Result<(), GraphError> {
    words(action, "button", "interactive.action.button", 20)?;
    let path = "interactive.action.sections";
    let sections = array(action, "sections", path)?;
    let mut ids = BTreeSet::new();
    let mut count = 0;
    for (nth, section) in sections.iter().enumerate() {
        let path = format!("{path}[{nth}]");
        if sections.len() > 1 {
            words(section, "title", &format!("{path}.title"), 24)?;
        }
        at_most(section, "title", &format!("{path}.title"), 24)?;
        for (nth, row) in array(section, "rows", &format!("{path}.rows"))?.iter().enumerate() {
            let path = format!("{path}.rows[{nth}]");
            words(row, "id", &format!("{path}.id"), 200)?;
            words(row, "title", &format!("{path}.title"), 24)?;
            at_most(row, "description", &format!("{path}.description"), 72)?;
            if !ids.insert(row["id"].as_str()) {
                return Err(invalid(&format!("{path}.id is there twice.")));
            }
            count += 1;
        }
    }
    if sections.len() > 10 || count > 10 {
        return Err(invalid(&format!("{path} has more than 10 sections or rows.")));
    }
    Ok(())
}

fn link(action: &Value) -> Result<(), GraphError> {
    if action["name"] != "cta_url" {
        return Err(invalid("interactive.action.name must be cta_url."));
    }
    let path = "interactive.action.parameters";
    let parameters = &action["parameters"];
    words(parameters, "display_text", &format!("{path}.display_text"), 20)?;
    words(parameters, "url", &format!("{path}.url"), 2_000)?;
    let url = parameters["url"].as_str().unwrap_or_default();
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(());
    }
    Err(invalid(&format!("{path}.url is not a valid URL.")))
}

fn flow(action: &Value) -> Result<(), GraphError> {
    if action["name"] != "flow" {
        return Err(invalid("interactive.action.name must be flow."));
    }
    let path = "interactive.action.parameters";
    let parameters = &action["parameters"];
    words(parameters, "flow_message_version", &format!("{path}.flow_message_version"), 10)?;
    words(parameters, "flow_cta", &format!("{path}.flow_cta"), 30)?;
    let named = [&parameters["flow_id"], &parameters["flow_name"]];
    if named.iter().filter(|name| !name.is_null()).count() != 1 {
        return Err(invalid(&format!("{path} must have either flow_id or flow_name.")));
    }
    Ok(())
}

fn products(action: &Value) -> Result<(), GraphError> {
    words(action, "catalog_id", "interactive.action.catalog_id", 256)?;
    let path = "interactive.action.sections";
    let mut count = 0;
    for (nth, section) in array(action, "sections", path)?.iter().enumerate() {
        let path = format!("{path}[{nth}].product_items");
        for item in array(section, "product_items", &path)? {
            words(item, "product_retailer_id", &format!("{path}.product_retailer_id"), 256)?;
            count += 1;
        }
    }
    if count > 30 {
        return Err(invalid(&format!("{path} has more than 30 products.")));
    }
    Ok(())
}

fn cards(place: Place<'_>, action: &Value) -> Result<(), GraphError> {
    let path = "interactive.action.cards";
    let cards = array(action, "cards", path)?;
    if !(2..=10).contains(&cards.len()) {
        return Err(invalid(&format!("{path} must have 2 to 10 cards.")));
    }
    for (nth, card) in cards.iter().enumerate() {
        header(place, "carousel", &card["header"])?;
        if !card["action"].is_object() {
            return Err(missing(&format!("{path}[{nth}].action")));
        }
    }
    Ok(())
}
