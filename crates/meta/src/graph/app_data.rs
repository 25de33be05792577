//! What the WhatsApp Business app holds of a number that is on the Cloud API too (coexistence): sent
//! by webhook once it is asked for, each part once, within a day of the popup (META 1.4).

use serde::Deserialize;
use serde_json::Value;

use super::call::typed;
use super::{Call, Content, GraphError, Request};
use crate::id::PhoneNumberId;

/// A part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncType {
    /// `smb_app_state_sync`: the app's contacts.
    AppState,
    /// `history`: its chats of the last 180 days, if the customer shares them.
    History,
}

impl SyncType {
    /// In Meta's spelling.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AppState => "smb_app_state_sync",
            Self::History => "history",
        }
    }
}

/// Asks for a part: `POST /{phone}/smb_app_data`. A second time is refused (2593107), as is a call
/// after 24 hours (2593108).
#[derive(Clone, Debug)]
pub struct SyncApp<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// What.
    pub sync_type: SyncType,
}

impl Call for SyncApp<'_> {
    type Reply = String;
    const EDGE: &'static str = "smb_app_data";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/smb_app_data", self.phone_number));
        request.content = Content::Form(vec![
            ("messaging_product", "whatsapp".to_owned()),
            ("sync_type", self.sync_type.as_str().to_owned()),
        ]);
        request
    }

    /// Meta's id of the request.
    fn reply(&self, answer: Value) -> Result<String, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            request_id: String,
        }
        Ok(typed::<Wire>(answer)?.request_id)
    }
}
