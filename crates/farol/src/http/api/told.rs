//! A value as the API gives it: with when it counts from and how it came.

use domain::{Heard, How, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A value with when it counts from and how it came.
#[derive(Serialize, ToSchema)]
pub(super) struct Told<T: ToSchema> {
    /// The value; of Meta's fields as Meta sent it.
    pub value: T,
    /// When it counts from; `null` where that was not kept.
    #[schema(format = DateTime, required)]
    pub as_of: Option<String>,
    /// How it came; `null` where that was not kept.
    #[schema(required)]
    pub via: Option<Via>,
}

/// How a value came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Via {
    /// Farol asked Meta's Graph.
    Read,
    /// Meta sent it in a signed webhook.
    Webhook,
    /// A person did it in Farol.
    Operator,
    /// Farol worked it out.
    Computed,
}

impl From<How> for Via {
    fn from(how: How) -> Self {
        match how {
            How::Read => Self::Read,
            How::Webhook => Self::Webhook,
            How::Operator => Self::Operator,
            How::Computed => Self::Computed,
        }
    }
}

impl<T: ToSchema> Told<T> {
    /// A value that came so at that moment.
    pub fn new(value: T, at: Timestamp, how: How) -> Self {
        Self { value, as_of: Some(moment(at)), via: Some(how.into()) }
    }
}

impl Told<Value> {
    /// A value of Meta's as it was heard.
    pub fn of(heard: &Heard) -> Self {
        Self::new(heard.value.clone(), heard.at, heard.how)
    }
}

/// A moment as RFC 3339 has it.
pub(super) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX).to_string()
}
