//! Media: files that a business uploaded to send, and files that customers sent.
//!
//! Meta keeps the first for 30 days and the second for 7, and gives an address for 5 minutes
//! (META 8). Assumption: the emulator keeps 128 MiB of them at most, and the oldest go first.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::upload::as_base64;
use super::{World, mint};

const DAY_MS: i64 = 24 * 3_600_000;
const UPLOADED_MS: i64 = 30 * DAY_MS;
const RECEIVED_MS: i64 = 7 * DAY_MS;
/// How long an address of a medium is valid.
const ADDRESS_S: i64 = 300;
const MOST_BYTES: usize = 128 << 20;

/// All media of a world, by their id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MediaStore {
    files: BTreeMap<String, Medium>,
}

/// One file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Medium {
    /// Which one it is: older ones go first.
    nth: u64,
    /// The number that it was uploaded for, or was sent to.
    pub number: String,
    /// Whether a customer sent it.
    pub is_received: bool,
    pub mime_type: String,
    pub file_name: Option<String>,
    expires_ms: i64,
    #[serde(with = "as_base64")]
    pub bytes: Vec<u8>,
}

/// A file before it is kept.
pub struct NewMedium {
    pub number: String,
    pub is_received: bool,
    pub mime_type: String,
    pub file_name: Option<String>,
    pub bytes: Vec<u8>,
}

impl Medium {
    fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }

    /// As Graph's answer writes it.
    pub fn sha256_hex(&self) -> String {
        mint::hex(&self.hash())
    }

    /// As webhooks write it.
    pub fn sha256_base64(&self) -> String {
        STANDARD.encode(self.hash())
    }
}

impl World {
    /// Keeps a file; answers its id.
    pub fn keep_medium(&mut self, new: NewMedium, now_ms: i64) -> String {
        let nth = self.next_mint();
        let id = mint::digits(self.seed, &format!("medium {nth}"), 16);
        let lives_ms = if new.is_received { RECEIVED_MS } else { UPLOADED_MS };
        let NewMedium { number, is_received, mime_type, file_name, bytes } = new;
        let expires_ms = now_ms + lives_ms;
        let medium = Medium { nth, number, is_received, mime_type, file_name, expires_ms, bytes };
        let files = &mut self.media.files;
        files.retain(|_, file| file.expires_ms > now_ms);
        files.insert(id.clone(), medium);
        while files.len() > 1
            && files.values().map(|file| file.bytes.len()).sum::<usize>() > MOST_BYTES
        {
            let oldest = files.iter().min_by_key(|(_, file)| file.nth).map(|(id, _)| id.clone());
            files.remove(&oldest.unwrap_or_default());
        }
        id
    }

    /// A file that has not expired.
    pub fn medium(&self, id: &str, now_ms: i64) -> Option<&Medium> {
        self.media.files.get(id).filter(|file| now_ms < file.expires_ms)
    }

    pub fn delete_medium(&mut self, id: &str) -> bool {
        self.media.files.remove(id).is_some()
    }

    /// The query of a file's address, valid from now on for five minutes.
    pub fn medium_query(&self, id: &str, now_s: i64) -> String {
        let ext = now_s + ADDRESS_S;
        format!("mid={id}&ext={ext}&hash={}", self.medium_hash(id, ext))
    }

    /// What keeps an address from being made by somebody else.
    pub fn medium_hash(&self, id: &str, ext: i64) -> String {
        mint::secret(self.seed, &format!("medium {id} until {ext}"))
    }
}
