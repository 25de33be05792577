//! Graph's errors: the envelope, and those that the emulator gives.

use serde_json::{Value, json};

use crate::world::mint;

/// A refusal, as Graph words it.
#[derive(Clone, Debug)]
pub struct GraphError {
    pub http_status: u16,
    pub code: u32,
    pub subcode: Option<u32>,
    /// `OAuthException` or `GraphMethodException`.
    pub kind: &'static str,
    pub message: String,
    pub is_transient: bool,
    /// `error_user_title` and `error_user_msg`.
    pub said: Option<(&'static str, &'static str)>,
    /// `error_data.details`, by which the Cloud API says what exactly is wrong.
    pub details: Option<String>,
}

const OAUTH: &str = "OAuthException";

impl GraphError {
    pub fn new(http_status: u16, code: u32, message: impl Into<String>) -> GraphError {
        GraphError {
            http_status,
            code,
            subcode: None,
            kind: OAUTH,
            message: message.into(),
            is_transient: false,
            said: None,
            details: None,
        }
    }

    pub fn bad_parameter(message: &str) -> GraphError {
        GraphError::new(400, 100, format!("(#100) {message}"))
    }

    /// A 100 of the Cloud API, which says more of it in `error_data`.
    pub fn bad_value(message: &str, details: &str) -> GraphError {
        GraphError { details: Some(details.to_owned()), ..GraphError::bad_parameter(message) }
    }

    pub fn bad_cursor() -> GraphError {
        GraphError::bad_parameter("Invalid cursors values")
    }

    /// From v24 on; the code is Meta's, the words are an assumption.
    pub fn bad_template_cursor() -> GraphError {
        GraphError::new(400, 131_059, "(#131059) Invalid pagination cursor")
    }

    /// A 100 that is told apart by its subcode, with Meta's words to the person.
    pub fn invalid_parameter(subcode: u32) -> GraphError {
        let said = match subcode {
            2_388_001 => Some((
                "Cannot create certificate",
                "The display name is still being processed, or the ownership of the phone number \
                 is not confirmed. Please try again later.",
            )),
            2_388_012 => Some((
                "Phone number already added",
                "This phone number is already in a WhatsApp Business account.",
            )),
            2_388_091 | 2_388_093 => Some((
                "Phone number not eligible",
                "This phone number cannot be sent a verification code right now. Too many codes \
                 were requested. Please try again in 12 hours.",
            )),
            2_388_103 => Some((
                "Phone number cannot be migrated",
                "The phone number's current account still owes a payment to its provider. Settle \
                 it and try again.",
            )),
            2_593_107 => Some(("Already synchronised", "This can be requested only once.")),
            2_593_108 => Some(("Too late", "This can be requested within 24 hours only.")),
            _ => None,
        };
        GraphError {
            subcode: Some(subcode),
            said,
            ..GraphError::bad_parameter("Invalid parameter")
        }
    }

    pub fn unknown_field(field: &str, node_type: &str) -> GraphError {
        GraphError::bad_parameter(&format!(
            "Tried accessing nonexisting field ({field}) on node type ({node_type})"
        ))
    }

    pub fn unknown_node(method: &str, id: &str) -> GraphError {
        GraphError {
            subcode: Some(33),
            kind: "GraphMethodException",
            ..GraphError::new(
                400,
                100,
                format!(
                    "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be \
                     loaded due to missing permissions, or does not support this operation. Please \
                     read the Graph API documentation at \
                     https://developers.facebook.com/docs/graph-api"
                ),
            )
        }
    }

    pub fn unknown_path(path: &str) -> GraphError {
        GraphError::new(400, 2500, format!("Unknown path components: /{path}"))
    }

    pub fn no_token() -> GraphError {
        GraphError::new(401, 190, "An access token is required to request this resource.")
    }

    pub fn bad_token() -> GraphError {
        GraphError::new(401, 190, "Invalid OAuth access token - Cannot parse access token")
    }

    /// A token that worked once, by the subcode that says why it does no more.
    pub fn dead_token(subcode: u32) -> GraphError {
        let why = match subcode {
            458 => "The user has not authorized application.",
            459 => "The user must log in at https://www.facebook.com to continue.",
            460 => {
                "The session has been invalidated because the user changed their password or \
                 Facebook has changed the session for security reasons."
            }
            463 => "Session has expired.",
            464 => "Sessions for the user are not allowed because the user is not confirmed.",
            _ => "The session has been invalidated.",
        };
        let message = format!("Error validating access token: {why}");
        GraphError { subcode: Some(subcode), ..GraphError::new(401, 190, message) }
    }

    pub fn not_permitted() -> GraphError {
        GraphError::new(403, 200, "(#200) Permissions error")
    }

    pub fn needs_app_token() -> GraphError {
        GraphError::new(400, 15, "(#15) This method must be called with an app access_token.")
    }

    /// Known from the field; Meta's page asks for the subscription before an override, and does not
    /// say with which error.
    pub fn not_subscribed() -> GraphError {
        GraphError::bad_parameter(
            "Before override the current callback uri, your app must be subscribed to receive \
             messages for WhatsApp Business Account",
        )
    }

    pub fn callback_refused(why: &str) -> GraphError {
        GraphError::new(
            400,
            2200,
            format!("(#2200) Callback verification failed with the following errors: {why}"),
        )
    }

    pub fn app_used_up() -> GraphError {
        GraphError {
            is_transient: true,
            ..GraphError::new(400, 4, "(#4) Application request limit reached")
        }
    }

    pub fn too_many_calls() -> GraphError {
        GraphError {
            is_transient: true,
            ..GraphError::new(
                400,
                80_007,
                "(#80007) There have been too many calls to this WhatsApp Business account. \
                 Wait a bit and try again.",
            )
        }
    }

    /// The envelope, with a trace id of its own.
    pub fn body(&self) -> Value {
        let mut error = json!({
            "message": self.message,
            "type": self.kind,
            "code": self.code,
            "fbtrace_id": format!("A{}", mint::fresh()),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some((title, message)) = self.said {
            error["error_user_title"] = json!(title);
            error["error_user_msg"] = json!(message);
        }
        if let Some(details) = &self.details {
            error["error_data"] = json!({"messaging_product": "whatsapp", "details": details});
        }
        if self.is_transient {
            error["is_transient"] = json!(true);
        }
        json!({"error": error})
    }
}
