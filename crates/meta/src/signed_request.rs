//! `signed_request`: how Meta tells an app that a person removed it, or asks for their data to be
//! deleted (Facebook Login, "Deauthorize callback" and "Data deletion callback").
//!
//! `signature.payload`, both in URL-safe base64; the signature is HMAC-SHA256 of the payload as it
//! stands there, with the app's secret as key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

/// Longest that is looked at, in bytes; Meta's have a few hundred.
const LONGEST: usize = 8 << 10;

/// What a person did at Meta, its signature proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRequest {
    /// The person's id, which Meta makes for this app alone.
    pub user_id: String,
    /// When Meta sent it, in seconds.
    pub issued_at: i64,
}

/// Why one is refused. The words go to the log, never to the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    /// Not two parts of base64.
    #[error("the request is not a signature and a payload")]
    Malformed,
    /// Signed with another secret, or over another payload.
    #[error("the signature does not match the payload")]
    Mismatch,
    /// Signed, but not by the algorithm or with the fields that are documented.
    #[error("the payload is not the one that Meta documents")]
    Unreadable,
}

#[derive(Deserialize)]
struct Payload {
    algorithm: String,
    user_id: Value,
    issued_at: i64,
}

/// Reads a `signed_request`. Several secrets may be right at once, so that one can be replaced
/// without a gap.
///
/// # Errors
/// Every one that [`BadRequest`] names; nothing of the payload is looked at before its signature.
pub fn read(secrets: &[&[u8]], request: &str) -> Result<SignedRequest, BadRequest> {
    let (signature, payload) = request
        .split_once('.')
        .filter(|_| request.len() <= LONGEST)
        .ok_or(BadRequest::Malformed)?;
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part.trim_end_matches('='));
    let signature = bytes(signature).map_err(|_| BadRequest::Malformed)?;
    let mut is_matched = false;
    for secret in secrets {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        mac.update(payload.as_bytes());
        is_matched |= mac.verify_slice(&signature).is_ok();
    }
    if !is_matched {
        return Err(BadRequest::Mismatch);
    }
    let payload = bytes(payload).map_err(|_| BadRequest::Malformed)?;
    let read: Payload = serde_json::from_slice(&payload).map_err(|_| BadRequest::Unreadable)?;
    let user_id = crate::webhook::id_text(&read.user_id).filter(|id| !id.is_empty());
    match user_id {
        Some(user_id) if read.algorithm.eq_ignore_ascii_case("HMAC-SHA256") => {
            Ok(SignedRequest { user_id, issued_at: read.issued_at })
        }
        Some(_) | None => Err(BadRequest::Unreadable),
    }
}
