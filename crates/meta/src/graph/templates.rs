//! The message templates of an account (META 9).

use serde_json::{Map, Value};

use super::call::page;
use super::{Call, GraphError, Request};
use crate::id::WabaId;

/// Lists an account's templates with their fields: `GET /{waba}/message_templates`.
#[derive(Clone, Debug)]
pub struct MessageTemplates<'a> {
    /// The account.
    pub waba: &'a WabaId,
    /// Fields to ask for.
    pub fields: &'a [&'a str],
    /// Cursor of the page before; `None` for the first.
    pub after: Option<String>,
}

/// A page of templates.
#[derive(Clone, Debug)]
pub struct MessageTemplatesPage {
    /// One document per template.
    pub data: Vec<Map<String, Value>>,
    /// Cursor of the next page; `None` on the last.
    pub next: Option<String>,
}

impl Call for MessageTemplates<'_> {
    type Reply = MessageTemplatesPage;
    const EDGE: &'static str = "message_templates";

    fn request(&self) -> Request {
        let mut request = Request::get(format!("{}/{}", self.waba, Self::EDGE));
        request.query.push(("fields", self.fields.join(",")));
        request.query.push(("limit", "100".to_owned()));
        if let Some(after) = &self.after {
            request.query.push(("after", after.clone()));
        }
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        let (data, next) = page(answer)?;
        Ok(MessageTemplatesPage { data, next })
    }
}
