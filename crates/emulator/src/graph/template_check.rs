//! What a template must be to be taken for review: Meta's rules on names, texts, places and buttons.
//!
//! The lengths and the subcodes of 2388xxx are Meta's. Meta has far more rules; those that a client
//! meets first are here.

use serde_json::{Map, Value};

use super::error::GraphError;
use super::template_message::{part, places};

const CATEGORIES: [&str; 3] = ["AUTHENTICATION", "MARKETING", "UTILITY"];
const FORMATS: [&str; 2] = ["NAMED", "POSITIONAL"];
const BUTTONS: [&str; 11] = [
    "CATALOG",
    "COPY_CODE",
    "FLOW",
    "MPM",
    "OTP",
    "PHONE_NUMBER",
    "QUICK_REPLY",
    "REQUEST_CONTACT_INFO",
    "SPM",
    "URL",
    "VOICE_CALL",
];
const TOO_LONG: u32 = 2_388_040;
const BAD_BODY: u32 = 2_388_047;
const BAD_FOOTER: u32 = 2_388_073;
const BAD_PLACES: u32 = 2_388_299;

/// The name: letters, digits and underscores, up to 512.
pub fn name(name: &str) -> Result<(), GraphError> {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.len() <= 512 && name.chars().all(is_letter) {
        return Ok(());
    }
    Err(GraphError::bad_value(
        "Invalid parameter",
        "name can have lowercase letters, digits and underscores only, 512 at most.",
    ))
}

/// The languages that templates can have.
/// <https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages>
/// (from memory; META.md does not list them).
const LANGUAGES: &str = "af ar ar_AE ar_EG ar_LB ar_MA ar_QA ar_SA az be_BY bg bn bn_IN ca cs da de de_AT \
    de_CH el en en_AE en_AU en_CA en_GB en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_US \
    en_ZA es es_AR es_CL es_CO es_CR es_DO es_EC es_ES es_HN es_MX es_PA es_PE es_UY es_VE et fa fi fil fr \
    fr_BE fr_CA fr_CH fr_CI fr_MA ga gu ha he hi hr hu id it ja ka kk kn ko ky_KG lo lt lv mk ml mr \
    ms nb nl nl_BE pa pl prs_AF ps_AF pt_BR pt_PT ro ru rw_RW si_LK sk sl sq sr sv sw ta te th tr \
    uk ur uz vi zh_CN zh_HK zh_TW zu";

/// A language as `pt_BR` or `en`.
pub fn language(language: &str) -> Result<(), GraphError> {
    if LANGUAGES.split_whitespace().any(|known| known == language) {
        return Ok(());
    }
    Err(GraphError::bad_parameter("Param language must be one of Meta's language codes, as pt_BR"))
}

pub fn category(category: &str) -> Result<(), GraphError> {
    one_of("category", category, &CATEGORIES)
}

pub fn format(format: &str) -> Result<(), GraphError> {
    one_of("parameter_format", format, &FORMATS)
}

fn one_of(key: &str, value: &str, known: &[&str]) -> Result<(), GraphError> {
    if known.contains(&value) {
        return Ok(());
    }
    let known = known.join(", ");
    Err(GraphError::bad_parameter(&format!("Param {key} must be one of {{{known}}}")))
}

/// The components of a template of this category and format.
pub fn components(parts: &[Value], category: &str, format: &str) -> Result<(), GraphError> {
    if let Some(part) = parts.iter().find(|part| !part["type"].is_string()) {
        let found = part.as_object().map(Map::len).unwrap_or_default();
        let details = format!("A component has no type (it has {found} keys).");
        return Err(GraphError::bad_value("Invalid parameter", &details));
    }
    let body = part(parts, "BODY");
    let is_own_text = category == "AUTHENTICATION";
    if body.is_null() {
        return Err(wrong(BAD_BODY, "components must have one of the type BODY."));
    }
    if !is_own_text {
        text(body, "BODY", 1_024, format, BAD_BODY)?;
        example(body, "body_text", "BODY")?;
    }
    let header = part(parts, "HEADER");
    match header["format"].as_str() {
        _ if header.is_null() => {}
        Some("TEXT") => {
            text(header, "HEADER", 60, format, BAD_BODY)?;
            example(header, "header_text", "HEADER")?;
        }
        Some("IMAGE" | "VIDEO" | "DOCUMENT") => {
            let handles = header["example"]["header_handle"].as_array();
            if handles.is_none_or(Vec::is_empty) {
                return Err(wrong(BAD_BODY, "HEADER needs example.header_handle."));
            }
        }
        Some("LOCATION" | "PRODUCT") => {}
        _ => return Err(wrong(BAD_BODY, "HEADER has a format that is not known.")),
    }
    footer(part(parts, "FOOTER"), is_own_text)?;
    buttons(part(parts, "BUTTONS"))
}

fn footer(footer: &Value, is_own_text: bool) -> Result<(), GraphError> {
    if footer.is_null() || is_own_text {
        return Ok(());
    }
    let text = footer["text"].as_str().unwrap_or_default();
    if text.is_empty() || text.contains("{{") {
        return Err(wrong(BAD_FOOTER, "FOOTER must have a text without variables."));
    }
    length(text, "FOOTER", 60)
}

fn length(text: &str, what: &str, most: usize) -> Result<(), GraphError> {
    if text.chars().count() <= most {
        return Ok(());
    }
    Err(wrong(TOO_LONG, &format!("{what} must be at most {most} characters long.")))
}

/// Places are `{{1}}`, `{{2}}` and so on, or names; none stands at the text's beginning or end.
fn text(
    part: &Value,
    what: &str,
    most: usize,
    format: &str,
    subcode: u32,
) -> Result<(), GraphError> {
    let text = part["text"].as_str().unwrap_or_default();
    if text.trim().is_empty() {
        return Err(wrong(subcode, &format!("{what} must have a text.")));
    }
    length(text, what, most)?;
    let places = places(text);
    let bare = text.trim();
    if what == "BODY" && (bare.starts_with("{{") || bare.ends_with("}}")) {
        return Err(wrong(BAD_PLACES, "Variables cannot be at the start or the end of the text."));
    }
    let is_right = |place: &&str| match format {
        "NAMED" => place.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
        _ => place.parse::<usize>().is_ok_and(|nth| (1..=places.len()).contains(&nth)),
    };
    if places.iter().all(is_right) && text.matches("{{").count() == text.matches("}}").count() {
        return Ok(());
    }
    Err(wrong(subcode, &format!("{what} has variables that are not of the format {format}.")))
}

/// Every place needs a value to show the reviewers.
fn example(part: &Value, key: &str, what: &str) -> Result<(), GraphError> {
    let wanted = places(part["text"].as_str().unwrap_or_default()).len();
    if wanted == 0 {
        return Ok(());
    }
    let example = &part["example"];
    let named = &example[format!("{key}_named_params")];
    let flat = match &example[key] {
        Value::Array(list) => list.first().and_then(Value::as_array).unwrap_or(list).len(),
        _ => 0,
    };
    if named.as_array().map_or(flat, Vec::len) >= wanted {
        return Ok(());
    }
    Err(wrong(BAD_BODY, &format!("{what} needs an example for each variable.")))
}

fn buttons(part: &Value) -> Result<(), GraphError> {
    if part.is_null() {
        return Ok(());
    }
    let buttons = part["buttons"].as_array().filter(|list| (1..=10).contains(&list.len()));
    let buttons = buttons.ok_or_else(|| wrong(BAD_BODY, "BUTTONS must have 1 to 10 buttons."))?;
    for button in buttons {
        let kind = button["type"].as_str().unwrap_or_default().to_ascii_uppercase();
        if !BUTTONS.contains(&kind.as_str()) {
            return Err(wrong(BAD_BODY, "A button has a type that is not known."));
        }
        length(button["text"].as_str().unwrap_or_default(), "The text of a button", 25)?;
        let needs = match kind.as_str() {
            "URL" => "url",
            "PHONE_NUMBER" => "phone_number",
            "QUICK_REPLY" => "text",
            _ => continue,
        };
        if button[needs].as_str().is_none_or(str::is_empty) {
            return Err(wrong(BAD_BODY, &format!("A button of the type {kind} needs {needs}.")));
        }
    }
    Ok(())
}

fn wrong(subcode: u32, details: &str) -> GraphError {
    GraphError { subcode: Some(subcode), ..GraphError::bad_value("Invalid parameter", details) }
}
