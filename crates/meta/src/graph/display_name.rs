//! Another display name for a number: asked for here, reviewed by Meta (META 1.3, 3).

use serde_json::Value;

use super::call::success;
use super::{Call, GraphError, Request};
use crate::id::PhoneNumberId;

/// Asks for a display name: `POST /{phone}?new_display_name=`.
///
/// A yes says that the review began; `new_display_name` and `new_name_status` tell on. Ten changes in
/// 30 days are allowed.
#[derive(Clone, Debug)]
pub struct AskDisplayName<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// The name.
    pub name: &'a str,
}

impl Call for AskDisplayName<'_> {
    type Reply = ();
    const EDGE: &'static str = "new_display_name";

    fn request(&self) -> Request {
        let mut request = Request::post(self.phone_number.as_str());
        request.query.push(("new_display_name", self.name.to_owned()));
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}
