//! A number's way onto the platform: asked for a code, verified by it, registered with a PIN
//! (META 1.3, step 4 and "Number not verified").
//!
//! PINs and codes are secrets, so that a call which holds one has no `Debug`.

use serde::Deserialize;
use serde_json::Value;

use super::call::{success, typed};
use super::{Call, Content, GraphError, Request};
use crate::id::{PhoneNumberId, WabaId};

/// Adds a number to an account: `POST /{waba}/phone_numbers`. It is then to be proven by a code and
/// registered. Asked again for a number that was added it is refused (100/2388012).
#[derive(Clone, Debug)]
pub struct AddNumber<'a> {
    /// The account.
    pub waba: &'a WabaId,
    /// Country calling code in digits, as in `55`.
    pub cc: &'a str,
    /// The rest of the number, in digits.
    pub phone_number: &'a str,
    /// The display name that people are to see.
    pub verified_name: &'a str,
    /// Whether it may be one that another account has, which it leaves.
    pub migrates: bool,
}

impl Call for AddNumber<'_> {
    type Reply = PhoneNumberId;
    const EDGE: &'static str = "phone_numbers";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/phone_numbers", self.waba));
        let mut form = vec![
            ("cc", self.cc.to_owned()),
            ("phone_number", self.phone_number.to_owned()),
            ("verified_name", self.verified_name.to_owned()),
        ];
        if self.migrates {
            form.push(("migrate_phone_number", "true".to_owned()));
        }
        request.content = Content::Form(form);
        request
    }

    fn reply(&self, answer: Value) -> Result<PhoneNumberId, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            id: String,
        }
        Ok(PhoneNumberId::new(typed::<Wire>(answer)?.id))
    }
}

/// Registers a number: `POST /{phone}/register`.
///
/// Sets the two-step PIN where there is none; where there is one, it must be this (133005). Ten
/// calls in 72 hours are allowed (133016), the failed ones included, so it is not to be repeated
/// blindly. A number that is not verified, or no longer, answers 133006 or 100/2388001.
#[derive(Clone)]
pub struct Register<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// Six digits.
    pub pin: &'a str,
}

impl Call for Register<'_> {
    type Reply = ();
    const EDGE: &'static str = "register";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/register", self.phone_number));
        request.content = Content::Form(vec![
            ("messaging_product", "whatsapp".to_owned()),
            ("pin", self.pin.to_owned()),
        ]);
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// How the verification code reaches the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeMethod {
    /// `SMS`.
    Sms,
    /// `VOICE`: a call that reads it out.
    Voice,
}

impl CodeMethod {
    /// The method in Meta's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Voice => "VOICE",
        }
    }
}

/// Has a verification code sent to a number: `POST /{phone}/request_code`.
#[derive(Clone, Debug)]
pub struct RequestCode<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// By text or by call.
    pub method: CodeMethod,
    /// Locale of the text or call, as in `pt_BR`.
    pub language: &'a str,
}

impl Call for RequestCode<'_> {
    type Reply = ();
    const EDGE: &'static str = "request_code";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/request_code", self.phone_number));
        request.content = Content::Form(vec![
            ("code_method", self.method.as_str().to_owned()),
            ("language", self.language.to_owned()),
        ]);
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// Proves a number by the code that it got: `POST /{phone}/verify_code`.
#[derive(Clone)]
pub struct VerifyCode<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// Six digits, without the hyphen that the text shows.
    pub code: &'a str,
}

impl Call for VerifyCode<'_> {
    type Reply = ();
    const EDGE: &'static str = "verify_code";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/verify_code", self.phone_number));
        request.content = Content::Form(vec![("code", self.code.to_owned())]);
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}
