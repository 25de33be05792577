//! What contacts see of a number: read, and written field by field (META 6).

use serde_json::{Map, Value};

use super::call::{page, success};
use super::{Call, Content, GraphError, Request};
use crate::id::PhoneNumberId;

/// Reads a profile: `GET /{phone}/whatsapp_business_profile?fields=`.
///
/// Meta leaves out what is not set.
#[derive(Clone, Debug)]
pub struct GetProfile<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// Fields to ask for.
    pub fields: &'a [&'a str],
}

impl Call for GetProfile<'_> {
    type Reply = Map<String, Value>;
    const EDGE: &'static str = "whatsapp_business_profile";

    fn request(&self) -> Request {
        let mut request = Request::get(format!("{}/{}", self.phone_number, Self::EDGE));
        request.query.push(("fields", self.fields.join(",")));
        request
    }

    /// Meta lists the one profile there is; of an empty list nothing is known.
    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        let (data, _) = page(answer)?;
        let mut profile = data.into_iter().next().ok_or_else(|| GraphError::Unreadable {
            reason: "the answer lists no profile".to_owned(),
        })?;
        // Not a field of the profile: every object of this interface carries it.
        profile.remove("messaging_product");
        Ok(profile)
    }
}

/// Writes fields of a profile: `POST /{phone}/whatsapp_business_profile`.
///
/// Only the given fields change; an empty text or list clears one (an assumption of META 6).
#[derive(Clone, Debug)]
pub struct UpdateProfile<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// The fields in Meta's spelling.
    pub fields: &'a Map<String, Value>,
}

impl Call for UpdateProfile<'_> {
    type Reply = ();
    const EDGE: &'static str = "whatsapp_business_profile";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/{}", self.phone_number, Self::EDGE));
        let mut document = self.fields.clone();
        document.insert("messaging_product".to_owned(), "whatsapp".into());
        request.content = Content::Json(Value::Object(document));
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}
