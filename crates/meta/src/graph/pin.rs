//! The two-step PIN of a registered number: `POST /{phone}` (META 3). The PIN before is not asked.
//!
//! A PIN is a secret, so that the call has no `Debug`.

use serde_json::Value;

use super::call::success;
use super::{Call, Content, GraphError, Request};
use crate::id::PhoneNumberId;

/// Sets a number's PIN. Asked again with the same one it changes nothing.
#[derive(Clone)]
pub struct SetPin<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// Six digits.
    pub pin: &'a str,
}

impl Call for SetPin<'_> {
    type Reply = ();
    const EDGE: &'static str = "pin";

    fn request(&self) -> Request {
        let mut request = Request::post(self.phone_number.as_str());
        request.content = Content::Form(vec![("pin", self.pin.to_owned())]);
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}
