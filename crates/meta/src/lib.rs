//! Meta's words: webhooks and Graph calls as types that print requests, read replies and send nothing.
//!
//! Written from Meta's documentation; each type names the section of `META.md` it follows.
//! The emulator is a second, independent reading of the same pages and shares nothing with this crate.

pub mod catalogue;
pub mod graph;
pub mod hex;
pub mod id;
pub mod identifier;
mod json_fault;
pub mod open;
pub mod signature;
pub mod signed_request;
pub mod signup;
pub mod webhook;

pub use graph::GraphError;
pub use id::{AppId, BusinessId, MessageId, PhoneNumberId, TemplateId, WabaId};
