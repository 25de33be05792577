//! A number's username: read, asked for, given back, and Meta's ideas for one (META 3).

use serde_json::{Map, Value};

use super::call::{object, page, success};
use super::{Call, Content, GraphError, Request};
use crate::id::PhoneNumberId;
use crate::open::UsernameStatus;

/// Reads a number's username: `GET /{phone}/username`. The number's own field of that name is empty
/// in practice.
///
/// Meta leaves both fields out when there is none.
#[derive(Clone, Debug)]
pub struct GetUsername<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
}

impl Call for GetUsername<'_> {
    type Reply = Map<String, Value>;
    const EDGE: &'static str = "username";

    fn request(&self) -> Request {
        Request::get(format!("{}/{}", self.phone_number, Self::EDGE))
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        object(answer)
    }
}

/// What becomes of a name that another number of the same business has (147005).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferAction {
    /// `none`: it stays there, and Meta refuses.
    None,
    /// `force_transfer`: it is taken from there.
    ForceTransfer,
}

impl TransferAction {
    /// The word in Meta's spelling.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ForceTransfer => "force_transfer",
        }
    }
}

/// Asks for a username: `POST /{phone}/username`.
///
/// Fails with 10, 33, 100, 133010 and 147001 to 147005.
#[derive(Clone, Debug)]
pub struct AskUsername<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
    /// 3 to 35 of `a-z 0-9 . _`.
    pub username: &'a str,
    /// Whether it may be taken from another number.
    pub transfer: TransferAction,
}

impl Call for AskUsername<'_> {
    type Reply = UsernameStatus;
    const EDGE: &'static str = "username";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/{}", self.phone_number, Self::EDGE));
        request.content = Content::Form(vec![
            ("username", self.username.to_owned()),
            ("transfer_action", self.transfer.as_str().to_owned()),
        ]);
        request
    }

    fn reply(&self, answer: Value) -> Result<UsernameStatus, GraphError> {
        let status = answer.get("status").and_then(Value::as_str);
        status
            .map(UsernameStatus::from)
            .ok_or_else(|| GraphError::Unreadable { reason: "the answer has no status".to_owned() })
    }
}

/// Gives a username back: `DELETE /{phone}/username`.
#[derive(Clone, Debug)]
pub struct DeleteUsername<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
}

impl Call for DeleteUsername<'_> {
    type Reply = ();
    const EDGE: &'static str = "username";

    fn request(&self) -> Request {
        Request::delete(format!("{}/{}", self.phone_number, Self::EDGE))
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// Names that Meta proposes: `GET /{phone}/username_suggestions`.
#[derive(Clone, Debug)]
pub struct UsernameSuggestions<'a> {
    /// The number.
    pub phone_number: &'a PhoneNumberId,
}

impl Call for UsernameSuggestions<'_> {
    type Reply = Vec<String>;
    const EDGE: &'static str = "username_suggestions";

    fn request(&self) -> Request {
        Request::get(format!("{}/{}", self.phone_number, Self::EDGE))
    }

    fn reply(&self, answer: Value) -> Result<Vec<String>, GraphError> {
        let (data, _) = page(answer)?;
        let lists = data.iter().filter_map(|item| item.get(Self::EDGE)?.as_array());
        Ok(lists.flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}
