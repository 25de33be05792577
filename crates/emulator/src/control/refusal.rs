//! How control says no: the field that is wrong, and why.

use axum::Json;
use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
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

    /// The same about something further inside: its key stands behind this path.
    pub fn inside(self, path: &str) -> Refusal {
        let field = self.field.map(|field| format!("{path}{field}"));
        Refusal { field, message: format!("{path}{}", self.message), ..self }
    }

    /// The same about something that a key of the body names.
    pub fn of(self, field: &str) -> Refusal {
        Refusal { field: Some(field.to_owned()), ..self }
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

/// A key that may be there, as text; null is nothing.
pub fn optional_text(object: &Map<String, Value>, key: &str) -> Result<Option<String>, Refusal> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => text(object, key).map(|text| Some(text.to_owned())),
    }
}

/// The one part of the path that is an id, a name or a kind.
pub struct InPath(pub String);

impl<S: Send + Sync> FromRequestParts<S> for InPath {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<InPath, Refusal> {
        let part = Path::<String>::from_request_parts(parts, state).await;
        part.map(|Path(part)| InPath(part))
            .map_err(|_| Refusal::bad("path", "the path is not text in UTF-8"))
    }
}
