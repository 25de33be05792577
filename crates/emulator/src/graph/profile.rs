//! `/{phone}/whatsapp_business_profile`: what a business says of itself, and Meta's limits on it.
//!
//! Assumptions, since Meta's page is silent: characters are counted as Unicode scalar values; an
//! empty text or list clears, but for `about`, which cannot be empty; the profile of a number that
//! is in the WhatsApp Business app too can be read but not written.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::error::GraphError;
use super::{Step, registration};
use crate::pictures;
use crate::world::{Node, World, picture};

const FIELDS: [&str; 8] = [
    "about",
    "address",
    "description",
    "email",
    "profile_picture_url",
    "websites",
    "vertical",
    "messaging_product",
];

/// Text fields and how long each may be.
const TEXTS: [(&str, usize); 4] =
    [("about", 139), ("address", 256), ("description", 512), ("email", 128)];

const LONGEST_PICTURE: usize = 5 << 20;
const LEAST_SIDE: u32 = 192;
const MOST_WEBSITES: usize = 2;
const LONGEST_WEBSITE: usize = 256;

/// What may be written; `UNDEFINED` and `NOT_A_BIZ` can only be read.
const VERTICALS: [&str; 21] = [
    "OTHER",
    "AUTO",
    "BEAUTY",
    "APPAREL",
    "EDU",
    "ENTERTAIN",
    "EVENT_PLAN",
    "FINANCE",
    "GROCERY",
    "GOVT",
    "HOTEL",
    "HEALTH",
    "NONPROFIT",
    "PROF_SERVICES",
    "RETAIL",
    "TRAVEL",
    "RESTAURANT",
    "ALCOHOL",
    "ONLINE_GAMBLING",
    "PHYSICAL_GAMBLING",
    "OTC_DRUGS",
];

/// `GET`; what is not set is omitted.
pub fn read(number: &Node, call: &Call, origin: &str) -> Result<Value, GraphError> {
    let asked = match call.parameter("fields") {
        Some(text) => super::fields::parse(text)?,
        None => Vec::new(),
    };
    let mut profile = Map::new();
    profile.insert("messaging_product".to_owned(), json!("whatsapp"));
    for field in asked {
        let name = field.name;
        if !FIELDS.contains(&name.as_str()) {
            return Err(GraphError::unknown_field(&name, "WhatsAppBusinessProfile"));
        }
        if let Some(value) = number.profile.get(&name) {
            profile.insert(name, pictures::absolute(value, origin));
        }
    }
    Ok(json!({"data": [profile]}))
}

/// `POST`: the given fields change and the others stay; one that is wrong stops them all.
pub fn write(world: &World, number: &Node, call: &Call) -> Result<Step, GraphError> {
    registration::check_product(call)?;
    if number.is_in_app() {
        return Err(GraphError::bad_value(
            "Invalid parameter",
            "This number is in use with the WhatsApp Business app: its profile is managed in the \
             app and cannot be changed by API.",
        ));
    }
    let handle = call.parameter("profile_picture_handle").map(str::to_owned);
    if let Some(handle) = &handle {
        check_picture(world, handle)?;
    }
    let changes = changes(call)?;
    let id = number.id.clone();
    Ok(Step::change(move |world| {
        let picture = handle.and_then(|handle| world.keep_picture(&handle));
        let nth = if picture.is_some() { world.next_mint() } else { 0 };
        let Some(number) = world.nodes.get_mut(&id) else { return };
        for (field, value) in changes {
            match value {
                Some(value) => number.profile.insert(field.to_owned(), value),
                None => number.profile.remove(field),
            };
        }
        if let Some(name) = picture {
            let url = pictures::path(&name, nth);
            number.profile.insert("profile_picture_url".to_owned(), json!(url));
        }
    }))
}

/// A handle is of a whole file that was uploaded for this app (META 6: square, 192 pixels at least,
/// up to 5 MB; the words are assumptions).
fn check_picture(world: &World, handle: &str) -> Result<(), GraphError> {
    let wrong = |details: &str| {
        let message = "Param profile_picture_handle is not a valid upload handle";
        Err(GraphError::bad_value(message, details))
    };
    let Some(file) = world.uploaded(handle) else {
        return wrong("No file of this app was uploaded by this handle.");
    };
    if file.bytes.len() > LONGEST_PICTURE {
        return wrong("A profile picture may have 5 MB.");
    }
    match picture::size(&file.bytes) {
        None => wrong("A profile picture must be JPEG or PNG."),
        Some((width, height)) if width != height => wrong("A profile picture must be square."),
        Some((width, _)) if width < LEAST_SIDE => {
            wrong("A profile picture must have 192 x 192 pixels at least.")
        }
        Some(_) => Ok(()),
    }
}

/// A field's new value, or none where it is cleared.
type Change = (&'static str, Option<Value>);

fn changes(call: &Call) -> Result<Vec<Change>, GraphError> {
    let mut changes = Vec::new();
    for (field, longest) in TEXTS {
        if let Some(text) = text(call, field)? {
            check_text(field, text, longest)?;
            changes.push((field, (!text.is_empty()).then(|| json!(text))));
        }
    }
    if let Some(vertical) = text(call, "vertical")? {
        if !vertical.is_empty() && !VERTICALS.contains(&vertical) {
            let known = VERTICALS.join(", ");
            return Err(wrong("vertical", &format!("one of {{{known}}}"), vertical));
        }
        changes.push(("vertical", (!vertical.is_empty()).then(|| json!(vertical))));
    }
    if let Some(websites) = websites(call)? {
        changes.push(("websites", (!websites.is_empty()).then(|| json!(websites))));
    }
    Ok(changes)
}

/// A parameter as text. Numbers are taken as they are written, as Graph does; a list is no text.
fn text<'c>(call: &'c Call, field: &str) -> Result<Option<&'c str>, GraphError> {
    match call.json.get(field) {
        Some(Value::Array(_) | Value::Object(_) | Value::Bool(_)) => {
            Err(wrong(field, "a string", "something else"))
        }
        _ => Ok(call.parameters.get(field).map(String::as_str)),
    }
}

fn check_text(field: &str, text: &str, longest: usize) -> Result<(), GraphError> {
    if field == "about" && text.trim().is_empty() {
        return Err(wrong(field, "at least 1 character long", "nothing"));
    }
    let length = text.chars().count();
    if length > longest {
        let got = format!("{length} characters");
        return Err(wrong(field, &format!("at most {longest} characters long"), &got));
    }
    if field == "email" && !text.is_empty() && !is_email(text) {
        return Err(wrong(field, "a valid email address", text));
    }
    Ok(())
}

/// Plausible, no more: one `@`, something before it, and a name with a dot behind it.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || c == '@';
    !local.is_empty()
        && !text.replacen('@', "", 1).contains(is_odd)
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
}

/// A JSON list, also as text in a form; an empty text is an empty list.
fn websites(call: &Call) -> Result<Option<Vec<String>>, GraphError> {
    let Some(text) = call.parameters.get("websites") else { return Ok(None) };
    if text.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let websites: Vec<String> =
        serde_json::from_str(text).map_err(|_| wrong("websites", "an array of strings", text))?;
    if websites.len() > MOST_WEBSITES {
        let got = format!("{} websites", websites.len());
        return Err(wrong("websites", &format!("at most {MOST_WEBSITES} websites"), &got));
    }
    for (nth, website) in websites.iter().enumerate() {
        let field = format!("websites[{nth}]");
        let lower = website.to_ascii_lowercase();
        let rest = ["http://", "https://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
        if rest.is_none_or(|rest| rest.is_empty() || rest.contains(char::is_whitespace)) {
            return Err(wrong(&field, "a URL that starts with http:// or https://", website));
        }
        let length = website.chars().count();
        if length > LONGEST_WEBSITE {
            let wanted = format!("at most {LONGEST_WEBSITE} characters long");
            return Err(wrong(&field, &wanted, &format!("{length} characters")));
        }
    }
    Ok(Some(websites))
}

fn wrong(field: &str, wanted: &str, got: &str) -> GraphError {
    let message = format!("Param {field} must be {wanted}");
    // What was given may be long, and an answer is not.
    let got: String = got.chars().take(80).collect();
    GraphError::bad_value(&format!("{message}."), &format!("{message}, and is: {got}"))
}
