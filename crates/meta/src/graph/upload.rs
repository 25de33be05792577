//! Meta's resumable upload: a session, bytes from an offset, a handle (META 6).
//!
//! A session's name is a path with a signature in its query, `upload:…?sig=…`; Meta's pages give the
//! token to these calls as `OAuth`.

use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::call::typed;
use super::{Call, Content, GraphError, Request, Scheme};
use crate::id::AppId;

/// An open upload, as Meta named it. Whoever has it and a token may add bytes, so it prints `***`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UploadSession(String);

/// A name that is no upload's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the upload's name is not one")]
pub struct NotASession;

impl TryFrom<String> for UploadSession {
    type Error = NotASession;

    /// It becomes a path, so it may lead nowhere but to an upload.
    fn try_from(raw: String) -> Result<Self, NotASession> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"/\\#%".contains(&byte);
        let name = raw.strip_prefix("upload:").filter(|name| !name.is_empty());
        match name {
            Some(name) if name.bytes().all(is_plain) && !name.starts_with('?') => Ok(Self(raw)),
            _ => Err(NotASession),
        }
    }
}

impl From<UploadSession> for String {
    fn from(session: UploadSession) -> Self {
        session.0
    }
}

impl fmt::Debug for UploadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UploadSession(***)")
    }
}

impl UploadSession {
    fn request(&self, request: fn(String) -> Request) -> Request {
        Request { scheme: Scheme::OAuth, ..request(self.0.clone()) }
    }
}

/// Opens an upload: `POST /{app}/uploads`.
#[derive(Clone, Debug)]
pub struct StartUpload<'a> {
    /// The app: what is uploaded is for it alone.
    pub app: &'a AppId,
    /// Name of the file, as Meta may keep it.
    pub file_name: &'a str,
    /// Bytes.
    pub file_length: u64,
    /// `image/jpeg` or `image/png`.
    pub file_type: &'a str,
}

impl Call for StartUpload<'_> {
    type Reply = UploadSession;
    const EDGE: &'static str = "uploads";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/uploads", self.app));
        request.query.push(("file_name", self.file_name.to_owned()));
        request.query.push(("file_length", self.file_length.to_string()));
        request.query.push(("file_type", self.file_type.to_owned()));
        request
    }

    fn reply(&self, answer: Value) -> Result<UploadSession, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            id: UploadSession,
        }
        Ok(typed::<Wire>(answer)?.id)
    }
}

/// Asks how far an upload is: `GET /upload:…`; answers how many bytes Meta has.
#[derive(Clone, Debug)]
pub struct GetUpload<'a> {
    /// The upload.
    pub session: &'a UploadSession,
}

impl Call for GetUpload<'_> {
    type Reply = u64;
    const EDGE: &'static str = "upload";

    fn request(&self) -> Request {
        self.session.request(Request::get)
    }

    fn reply(&self, answer: Value) -> Result<u64, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            file_offset: u64,
        }
        Ok(typed::<Wire>(answer)?.file_offset)
    }
}

/// Sends the bytes of a file from an offset on: `POST /upload:…`.
#[derive(Clone)]
pub struct SendUpload<'a> {
    /// The upload.
    pub session: &'a UploadSession,
    /// How many bytes Meta has already.
    pub offset: u64,
    /// The bytes from there to the end; none when Meta has all and only the handle is wanted.
    pub bytes: Bytes,
}

/// What Meta says to bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uploaded {
    /// It has all of them, by this handle.
    Whole(String),
    /// It wants more; how many it has is to be asked.
    Part,
}

impl Call for SendUpload<'_> {
    type Reply = Uploaded;
    const EDGE: &'static str = "upload";

    fn request(&self) -> Request {
        let mut request = self.session.request(Request::post);
        request.content = Content::File { offset: self.offset, bytes: self.bytes.clone() };
        request
    }

    fn reply(&self, answer: Value) -> Result<Uploaded, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            h: Option<String>,
        }
        let handle = typed::<Wire>(answer)?.h.filter(|handle| !handle.is_empty());
        Ok(handle.map_or(Uploaded::Part, Uploaded::Whole))
    }
}
