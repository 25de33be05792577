//! What was uploaded: open sessions, the handles of whole files, and the pictures that profiles show.
//!
//! Meta's pages tell of `POST /{app}/uploads`, `upload:` ids with a signature, `file_offset` and a
//! handle `h`. Assumptions, since they are silent on the rest: bytes that come at another offset than
//! the session's are refused, a whole file gives its handle again to an empty part, a session ends
//! with the world's reset, and only the last sessions are kept.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{World, mint};

/// Sessions kept; an older one is gone.
const SESSIONS: usize = 32;

/// All uploads of a world.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Uploads {
    /// By the part of their id between `upload:` and `?`.
    pub sessions: BTreeMap<String, Session>,
    /// Files of pictures by their name.
    pub pictures: BTreeMap<String, Picture>,
}

/// A file on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Which one it is: older ones go first.
    pub nth: u64,
    pub sig: String,
    pub file_type: String,
    pub file_length: usize,
    #[serde(with = "as_base64")]
    pub bytes: Vec<u8>,
    pub handle: String,
}

/// A picture that a profile shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Picture {
    pub content_type: String,
    #[serde(with = "as_base64")]
    pub bytes: Vec<u8>,
}

impl Session {
    pub fn is_whole(&self) -> bool {
        self.bytes.len() == self.file_length
    }

    /// The id as answers give it.
    pub fn id(&self, name: &str) -> String {
        format!("upload:{name}?sig={}", self.sig)
    }
}

impl World {
    /// Opens a session; answers its id.
    pub fn open_upload(&mut self, file_type: &str, file_length: usize) -> String {
        let nth = self.next_mint();
        let secret = |label: &str| mint::secret(self.seed, &format!("{label} {nth}"));
        let name = URL_SAFE_NO_PAD.encode(format!("1:attachment:{}", secret("upload")));
        let kind = STANDARD.encode(file_type);
        let session = Session {
            nth,
            sig: format!("AR{}", secret("upload sig")),
            file_type: file_type.to_owned(),
            file_length,
            bytes: Vec::new(),
            handle: format!("4::{kind}:AR{}:e:{}", secret("upload handle"), self.app.id),
        };
        let id = session.id(&name);
        let sessions = &mut self.uploads.sessions;
        sessions.insert(name, session);
        if sessions.len() > SESSIONS
            && let Some(oldest) = sessions.iter().min_by_key(|(_, session)| session.nth)
        {
            let oldest = oldest.0.clone();
            sessions.remove(&oldest);
        }
        id
    }

    /// The whole file that a handle stands for.
    pub fn uploaded(&self, handle: &str) -> Option<&Session> {
        self.uploads.sessions.values().find(|file| file.handle == handle && file.is_whole())
    }

    /// Keeps a whole file as a picture; answers its name. Pictures that no profile shows any more go.
    pub fn keep_picture(&mut self, handle: &str) -> Option<String> {
        let file = self.uploaded(handle)?;
        let ending = if file.file_type == "image/png" { "png" } else { "jpg" };
        let name = format!("{}.{ending}", mint::digits(self.seed, handle, 17));
        let picture = Picture { content_type: file.file_type.clone(), bytes: file.bytes.clone() };
        let shown: Vec<String> = self
            .nodes
            .values()
            .filter_map(|node| node.profile.get("profile_picture_url")?.as_str())
            .map(str::to_owned)
            .collect();
        let is_shown = |name: &str| shown.iter().any(|url| url.contains(name));
        self.uploads.pictures.retain(|name, _| is_shown(name));
        self.uploads.pictures.insert(name.clone(), picture);
        Some(name)
    }
}

/// Bytes as text, which a state file is made of.
pub mod as_base64 {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(from)?).map_err(de::Error::custom)
    }
}
