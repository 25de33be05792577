//! A number of the account, as Meta lists it: whether it is registered, proven, in the app.

use meta::PhoneNumberId;
use serde_json::{Map, Value};

/// The fields that a list of numbers is asked for.
pub const LISTED: &[&str] = &[
    "display_phone_number",
    "verified_name",
    "status",
    "platform_type",
    "code_verification_status",
    "is_pin_enabled",
    "is_on_biz_app",
    "last_onboarded_time",
];

/// A number of the account, as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Meta's id.
    pub id: PhoneNumberId,
    /// As Meta prints it.
    pub display_phone_number: String,
    /// Its name.
    pub verified_name: Option<String>,
    /// Meta's `status`, raw.
    pub status: Option<String>,
    /// Meta's `platform_type`, raw.
    pub platform_type: Option<String>,
    /// Meta's `code_verification_status`, raw.
    pub code_verification_status: Option<String>,
    /// Whether it has a PIN.
    pub is_pin_enabled: bool,
    /// Whether Farol holds its PIN.
    pub is_pin_known: bool,
    /// Whether another tenant of the installation holds it.
    pub is_held_elsewhere: bool,
    /// Whether another login of the tenant has seen to it.
    pub is_seen_to: bool,
    /// Whether it lives in the WhatsApp Business app too.
    pub is_on_biz_app: bool,
    /// When it last came in, as Meta writes times: always in UTC, so that text compares.
    pub last_onboarded_time: Option<String>,
}

impl Listed {
    /// Reads a document of the list, as of a number that nothing is known of here; `None` without
    /// an id.
    pub fn of_document(document: &Map<String, Value>) -> Option<Self> {
        let text = |key: &str| document.get(key).and_then(Value::as_str).map(str::to_owned);
        let is = |key: &str| document.get(key).and_then(Value::as_bool) == Some(true);
        let id = text("id")?;
        Some(Self {
            display_phone_number: text("display_phone_number").unwrap_or_else(|| id.clone()),
            verified_name: text("verified_name"),
            status: text("status"),
            platform_type: text("platform_type"),
            code_verification_status: text("code_verification_status"),
            is_pin_enabled: is("is_pin_enabled"),
            is_pin_known: false,
            is_held_elsewhere: false,
            is_seen_to: false,
            is_on_biz_app: is("is_on_biz_app"),
            last_onboarded_time: text("last_onboarded_time"),
            id: PhoneNumberId::new(id),
        })
    }

    /// Whether it can be used as it is: on the Cloud API, and not in a state before that.
    pub fn is_registered(&self) -> bool {
        let is_before =
            matches!(self.status.as_deref(), Some("PENDING" | "UNVERIFIED" | "DISCONNECTED"));
        self.platform_type.as_deref() == Some("CLOUD_API") && !is_before
    }

    /// Whether its owner was proven by a code. What Meta does not say is left for Meta to judge.
    pub fn is_verified(&self) -> bool {
        !matches!(self.code_verification_status.as_deref(), Some("NOT_VERIFIED" | "EXPIRED"))
    }

    /// Whether the WhatsApp Business app registers it, and Farol must not.
    pub fn is_in_app(&self) -> bool {
        self.is_on_biz_app
    }
}
