//! How control says no: the field that is wrong, and why.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value, json};

/// A call that control does not take.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub field: Option<String>,
    pub message: String,
}

impl Refusal {
    /// A 400 about one key of the body, or one part of the request.
    pub fn bad(field: &str, message: impl Into<String>) -> Refusal {
        Refusal {
            status: StatusCode::BAD_REQUEST,
            field: Some(field.to_owned()),
            message: message.into(),
        }
    }

    pub fn forbidden(field: &str, message: &str) -> Refusal {
        Refusal { status: StatusCode::FORBIDDEN, ..Refusal::bad(field, message) }
    }

    pub fn not_found(what: &str, id: &str) -> Refusal {
        Refusal {
            status: StatusCode::NOT_FOUND,
            ..Refusal::bad("id", format!("there is no {what} {id}"))
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": {"field": self.field, "message": self.message}});
        (self.status, Json(body)).into_response()
    }
}

/// A body that is a JSON object with no key beyond these. No body is an empty object.
pub fn object(body: &[u8], keys: &[&str]) -> Result<Map<String, Value>, Refusal> {
    let object = any_object(body)?;
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(unknown_key(key)),
        None => Ok(object),
    }
}

pub fn any_object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::bad("body", "the body is not a JSON object")),
        Err(error) => Err(Refusal::bad("body", format!("the body is not JSON: {error}"))),
    }
}

pub fn unknown_key(key: &str) -> Refusal {
    Refusal::bad(key, format!("{key} is not a key of this call"))
}

/// A key that must be there and be text.
pub fn text<'o>(object: &'o Map<String, Value>, key: &str) -> Result<&'o str, Refusal> {
    object
        .get(key)
        .and_then(Value::as_str)
        .ok_or_else(|| Refusal::bad(key, format!("{key} must be a string")))
}
