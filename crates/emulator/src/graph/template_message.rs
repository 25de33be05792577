//! A template message against its template: the language, the state, and a value for every place.
//!
//! 132000 is a count that differs, 132012 a value of another format, 132005 a text that became too
//! long, and 131008 a button's value that is missing. Names of places are compared in templates of
//! the format `NAMED`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::content::{Place, medium};
use super::error::GraphError;
use super::messages::{detailed, invalid, missing, refused};
use super::template_edit;
use crate::world::{Node, send};

const LONGEST_BODY: usize = 1_024;

/// The template that is asked for, if it can be sent at all.
pub fn find<'w>(place: Place<'w>, asked: &Value) -> Result<&'w Node, GraphError> {
    let (name, language) = (asked["name"].as_str(), asked["language"]["code"].as_str());
    let (Some(name), Some(language)) = (name, language) else {
        return Err(missing("template.name or template.language.code"));
    };
    let waba = place.world.waba_of(place.number);
    let found = waba.and_then(|waba| template_edit::find(place.world, waba, name, language));
    let absent =
        || detailed(132_001, &format!("template name ({name}) does not exist in {language}"));
    let template = found.ok_or_else(absent)?;
    send::template_refusal(template).map_or(Ok(template), |code| Err(refused(code)))
}

/// Checks the values of a message; answers the code that it fails with later, if it does.
pub fn check(place: Place<'_>, template: &Node, asked: &Value) -> Result<Option<u32>, GraphError> {
    let given = asked["components"].as_array().map_or(&[][..], Vec::as_slice);
    let told = header(place, template, part(given, "header"))?;
    body(template, part(given, "body"))?;
    buttons(template, given)?;
    Ok(told)
}

/// A template's components.
pub fn components(template: &Node) -> &[Value] {
    let parts = template.fields.get("components").and_then(Value::as_array);
    parts.map_or(&[], Vec::as_slice)
}

/// The component of one type, whatever its case.
pub fn part<'v>(parts: &'v [Value], kind: &str) -> &'v Value {
    let is =
        |part: &&Value| part["type"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(kind));
    parts.iter().find(is).unwrap_or(&Value::Null)
}

/// The different places of a text, as `1` of `{{1}}`.
pub fn places(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect()
}

fn parameters(part: &Value) -> &[Value] {
    part["parameters"].as_array().map_or(&[], Vec::as_slice)
}

fn header(place: Place<'_>, template: &Node, given: &Value) -> Result<Option<u32>, GraphError> {
    let header = part(components(template), "header");
    let format = header["format"].as_str().unwrap_or("TEXT").to_ascii_lowercase();
    let parameters = parameters(given);
    match format.as_str() {
        kind @ ("image" | "video" | "document") => {
            let [value] = parameters else { return Err(mismatch("header", kind)) };
            if value["type"] != kind {
                return Err(mismatch("header", kind));
            }
            medium(place, kind, kind, &value[kind])
        }
        "location" => match parameters {
            [value] if value["type"] == "location" => Ok(None),
            _ => Err(mismatch("header", "location")),
        },
        _ => texts(template, header["text"].as_str().unwrap_or_default(), parameters, "header")
            .map(|_| None),
    }
}

fn mismatch(part: &str, wanted: &str) -> GraphError {
    let details = format!("{part}: Format mismatch, expected {}", wanted.to_ascii_uppercase());
    detailed(132_012, &details)
}

fn body(template: &Node, given: &Value) -> Result<(), GraphError> {
    let body = part(components(template), "body");
    let text = body["text"].as_str().unwrap_or_default();
    let given = parameters(given);
    // Meta writes the body of an authentication template itself; the code is its only value.
    let own = if text.is_empty() && template.text("category") == "AUTHENTICATION" {
        "{{1}}"
    } else {
        text
    };
    let length = texts(template, own, given, "body")?;
    if length > LONGEST_BODY {
        let details = format!("body: the text with its values has {length} characters");
        return Err(detailed(132_005, &details));
    }
    Ok(())
}

/// Checks values against the places of a text; answers how long the text becomes.
fn texts(template: &Node, text: &str, given: &[Value], path: &str) -> Result<usize, GraphError> {
    let places = places(text);
    if given.len() != places.len() {
        let details = format!(
            "{path}: number of localizable_params ({}) does not match the expected number of \
             params ({})",
            given.len(),
            places.len()
        );
        return Err(detailed(132_000, &details));
    }
    let mut length = text.chars().count();
    for value in given {
        let words = match value["type"].as_str() {
            Some("text") => value["text"].as_str(),
            Some("currency") => value["currency"]["fallback_value"].as_str(),
            Some("date_time") => value["date_time"]["fallback_value"].as_str(),
            _ => return Err(mismatch(path, "text")),
        };
        let words = words.filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| missing(&format!("template {path} parameter text")))?;
        if template.text("parameter_format") == "NAMED"
            && !value["parameter_name"].as_str().is_some_and(|name| places.contains(name))
        {
            return Err(missing(&format!("template {path} parameter_name")));
        }
        length += words.chars().count();
    }
    Ok(length)
}

/// A button with a place in its address, or one that copies a code, needs its value.
fn buttons(template: &Node, given: &[Value]) -> Result<(), GraphError> {
    let own = part(components(template), "buttons");
    let own = own["buttons"].as_array().map_or(&[][..], Vec::as_slice);
    let is_button = |part: &&Value| {
        part["type"].as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("button"))
    };
    let index = |part: &Value| {
        let index = &part["index"];
        index.as_u64().or_else(|| index.as_str()?.parse().ok())
    };
    let given: Vec<&Value> = given.iter().filter(is_button).collect();
    for part in &given {
        let known = index(part).and_then(|nth| own.get(usize::try_from(nth).ok()?));
        if known.is_none() {
            return Err(invalid("buttons: the template has no button with this index"));
        }
    }
    for (nth, button) in own.iter().enumerate() {
        let kind = button["type"].as_str().unwrap_or_default();
        let needs = match kind {
            "URL" => !places(button["url"].as_str().unwrap_or_default()).is_empty(),
            "COPY_CODE" | "OTP" => true,
            _ => false,
        };
        let has = given
            .iter()
            .any(|part| index(part) == u64::try_from(nth).ok() && !parameters(part).is_empty());
        if needs && !has {
            let kind = match kind {
                "URL" | "OTP" => "Url",
                _ => "CopyCode",
            };
            return Err(detailed(
                131_008,
                &format!("buttons: Button at index {nth} of type {kind} requires a parameter"),
            ));
        }
    }
    Ok(())
}
