//! What a free-form message must have, by its type.
//!
//! The objects and lengths are Meta's. Which of 131008 and 131009 a defect has is known for a missing
//! and a wrong parameter in general, not for each; a medium's id that is unknown is a 100, as it is
//! known from the field. Links are not fetched: the emulator opens no connection but to callbacks.

use serde_json::{Map, Value};

use super::error::GraphError;
use super::interactive;
use super::media;
use super::messages::{detailed, invalid, missing, refused};
use crate::world::{Node, World};

const MEDIA: [&str; 5] = ["image", "video", "audio", "document", "sticker"];
const LONGEST_TEXT: usize = 4_096;
const LONGEST_CAPTION: usize = 1_024;

/// A message's surroundings while it is checked.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    pub world: &'p World,
    pub number: &'p Node,
    pub now_ms: i64,
}

/// Checks the object of a free-form message; answers the code that it fails with later, if it does.
pub fn check(
    place: Place<'_>,
    kind: &str,
    body: &Map<String, Value>,
) -> Result<Option<u32>, GraphError> {
    const OTHERS: [&str; 5] = ["text", "location", "contacts", "reaction", "interactive"];
    if !MEDIA.contains(&kind) && !OTHERS.contains(&kind) {
        return Err(refused(131_051));
    }
    let object = body.get(kind).unwrap_or(&Value::Null);
    let is_right = if kind == "contacts" { object.is_array() } else { object.is_object() };
    if !is_right && object.is_null() {
        return Err(missing(kind));
    }
    if !is_right {
        let wanted = if kind == "contacts" { "an array" } else { "an object" };
        return Err(invalid(&format!("{kind} must be {wanted}.")));
    }
    match kind {
        "text" => text(object).map(|()| None),
        "location" => location(object).map(|()| None),
        "contacts" => contacts(object).map(|()| None),
        "reaction" => reaction(object).map(|()| None),
        "interactive" => interactive::check(place, object),
        _ => medium(place, kind, kind, object),
    }
}

fn text(text: &Value) -> Result<(), GraphError> {
    words(text, "body", "text.body", LONGEST_TEXT)?;
    match &text["preview_url"] {
        Value::Null | Value::Bool(_) => Ok(()),
        _ => Err(invalid("text.preview_url must be a boolean.")),
    }
}

/// A text that must be there, and how long it may be.
pub fn words(object: &Value, key: &str, path: &str, most: usize) -> Result<(), GraphError> {
    let length = match &object[key] {
        Value::Null => 0,
        Value::String(text) => text.chars().count(),
        _ => return Err(invalid(&format!("{path} must be a string."))),
    };
    if length == 0 {
        return Err(missing(path));
    }
    at_most(object, key, path, most)
}

/// A text that may be left out.
pub fn at_most(object: &Value, key: &str, path: &str, most: usize) -> Result<(), GraphError> {
    match &object[key] {
        Value::Null => Ok(()),
        Value::String(text) if text.chars().count() <= most => Ok(()),
        Value::String(_) => {
            Err(invalid(&format!("{path} must be at most {most} characters long.")))
        }
        _ => Err(invalid(&format!("{path} must be a string."))),
    }
}

/// A medium by its id or its link; answers the code with which one of another type fails later.
pub fn medium(
    place: Place<'_>,
    kind: &str,
    path: &str,
    object: &Value,
) -> Result<Option<u32>, GraphError> {
    at_most(object, "caption", &format!("{path}.caption"), LONGEST_CAPTION)?;
    at_most(object, "filename", &format!("{path}.filename"), 240)?;
    let told = match (object["id"].as_str(), object["link"].as_str()) {
        (Some(_), Some(_)) => {
            return Err(invalid(&format!("{path} must have either id or link.")));
        }
        (None, None) => return Err(missing(&format!("{path}.id or {path}.link"))),
        (Some(id), None) => by_id(place, kind, path, id)?,
        (None, Some(link)) => {
            let is_web = link.starts_with("https://") || link.starts_with("http://");
            if !is_web || link.len() > 2_048 {
                return Err(invalid(&format!("{path}.link is not a valid URL.")));
            }
            None
        }
    };
    Ok(told)
}

fn by_id(place: Place<'_>, kind: &str, path: &str, id: &str) -> Result<Option<u32>, GraphError> {
    let found = place.world.medium(id, place.now_ms).filter(|medium| {
        let owner = place.world.nodes.get(&medium.number);
        owner.is_some_and(|owner| owner.parent == place.number.parent)
    });
    let Some(found) = found else {
        return Err(GraphError::bad_value(
            "Invalid parameter",
            &format!(
                "Param {path}['id'] is not a valid whatsapp business account media attachment ID"
            ),
        ));
    };
    Ok((!media::fits(kind, &found.mime_type)).then_some(131_053))
}

fn location(location: &Value) -> Result<(), GraphError> {
    for (key, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let path = format!("location.{key}");
        let given = &location[key];
        if given.is_null() {
            return Err(missing(&path));
        }
        // Meta's samples have them as texts and as numbers.
        let degrees = given.as_f64().or_else(|| given.as_str()?.parse().ok());
        if degrees.is_none_or(|degrees: f64| degrees.abs() > most || degrees.is_nan()) {
            return Err(invalid(&format!("{path} must be a number of degrees.")));
        }
    }
    at_most(location, "name", "location.name", 1_000)?;
    at_most(location, "address", "location.address", 1_000)
}

fn contacts(contacts: &Value) -> Result<(), GraphError> {
    let list = contacts.as_array().filter(|list| !list.is_empty());
    let list = list.ok_or_else(|| missing("contacts"))?;
    if list.len() > 257 {
        return Err(invalid("contacts has more than 257 cards."));
    }
    for (nth, card) in list.iter().enumerate() {
        words(
            &card["name"],
            "formatted_name",
            &format!("contacts[{nth}].name.formatted_name"),
            1_000,
        )?;
        let path = format!("contacts[{nth}].phones");
        if !card["phones"].is_null() && !card["phones"].is_array() {
            return Err(invalid(&format!("{path} must be an array.")));
        }
    }
    Ok(())
}

/// An empty emoji takes a reaction back.
fn reaction(reaction: &Value) -> Result<(), GraphError> {
    words(reaction, "message_id", "reaction.message_id", 1_000)?;
    match &reaction["emoji"] {
        Value::Null => Err(missing("reaction.emoji")),
        Value::String(emoji) if emoji.is_ascii() && !emoji.is_empty() => {
            Err(detailed(131_009, "reaction.emoji is not an emoji."))
        }
        Value::String(_) => Ok(()),
        _ => Err(invalid("reaction.emoji must be a string.")),
    }
}
