//! Where the `messages` webhooks of a number go: an override of its own, the account's, or the app's
//! callback, in this order (META 7.1). All other fields go to the app's callback.

use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{success, typed};
use super::{Call, Content, GraphError, Request};
use crate::id::PhoneNumberId;

/// Reads all three: `GET /{phone}?fields=webhook_configuration` (META 3).
#[derive(Clone, Debug)]
pub struct GetRoute<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
}

/// The addresses that a number's messages may go to; the first that is there wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Route {
    /// The number's override.
    pub phone_number: Option<String>,
    /// The account's override.
    pub whatsapp_business_account: Option<String>,
    /// The app's callback.
    pub application: Option<String>,
}

impl Route {
    /// The override that counts, if there is one.
    pub fn override_url(&self) -> Option<&str> {
        let both = [&self.phone_number, &self.whatsapp_business_account];
        both.into_iter().flatten().map(String::as_str).find(|url| !url.is_empty())
    }
}

impl Call for GetRoute<'_> {
    type Reply = Route;
    const EDGE: &'static str = "node";

    fn request(&self) -> Request {
        let mut request = Request::get(self.phone_number.as_str());
        request.query.push(("fields", "webhook_configuration".to_owned()));
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            webhook_configuration: Option<Route>,
        }
        Ok(typed::<Wire>(answer)?.webhook_configuration.unwrap_or_default())
    }
}

/// Sets a number's override: `POST /{phone}`. Meta asks the address for the handshake before it
/// answers, and wants the app subscribed to the account before.
#[derive(Clone)]
pub struct SetOverride<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// Where its messages go from now on, at most 200 characters.
    pub url: &'a str,
    /// What the handshake must carry.
    pub verify_token: &'a str,
}

impl Call for SetOverride<'_> {
    type Reply = ();
    const EDGE: &'static str = "override";

    fn request(&self) -> Request {
        let mut request = Request::post(self.phone_number.as_str());
        request.content = Content::Json(json!({"webhook_configuration": {
            "override_callback_uri": self.url,
            "verify_token": self.verify_token,
        }}));
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// Removes a number's override, by an empty address.
#[derive(Clone, Debug)]
pub struct RemoveOverride<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
}

impl Call for RemoveOverride<'_> {
    type Reply = ();
    const EDGE: &'static str = "override";

    fn request(&self) -> Request {
        let mut request = Request::post(self.phone_number.as_str());
        let empty = json!({"webhook_configuration": {"override_callback_uri": ""}});
        request.content = Content::Json(empty);
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}
