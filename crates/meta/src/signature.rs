//! Meta's signature over the raw body of a webhook. Only a [`Verified`] body may be stored.
//!
//! The signature is taken over the bytes as they came: Meta escapes non-ASCII text, so a body that
//! was parsed and printed again no longer matches.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::hex::hex;

/// A body whose signature was right. It can only be made by [`Signature::verify`].
#[derive(Clone, Debug)]
pub struct Verified(Bytes);

impl Verified {
    /// The raw bytes, as Meta sent them.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

/// Why a body is refused. The words go to the log, never to the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// No `X-Hub-Signature-256`, or more than one.
    #[error("the header X-Hub-Signature-256 is missing or repeated")]
    Missing,
    /// Not `sha256=` and 64 lower-case hexadecimal digits.
    #[error("the signature is not sha256= and 64 lower-case hexadecimal digits")]
    Malformed,
    /// Signed with another secret, or over another body.
    #[error("the signature does not match the body")]
    Mismatch,
}

/// A signature as the header gives it, not yet held against a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature([u8; 32]);

impl Signature {
    /// Reads the value of `X-Hub-Signature-256`, so that a sender without one need not be heard.
    ///
    /// # Errors
    /// `Missing` or `Malformed`.
    pub fn parse(header: Option<&[u8]>) -> Result<Self, BadSignature> {
        let header = header.ok_or(BadSignature::Missing)?;
        let digits = header.strip_prefix(b"sha256=").ok_or(BadSignature::Malformed)?;
        decode_hex(digits).map(Self).ok_or(BadSignature::Malformed)
    }

    /// Checks the signature against `body` in constant time.
    ///
    /// Several secrets may be right at once, so that one can be replaced without a gap.
    ///
    /// # Errors
    /// `Mismatch`.
    pub fn verify(self, secrets: &[&[u8]], body: Bytes) -> Result<Verified, BadSignature> {
        let mut matched = false;
        for secret in secrets {
            let mut mac =
                Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
            mac.update(&body);
            matched |= mac.verify_slice(&self.0).is_ok();
        }
        if matched { Ok(Verified(body)) } else { Err(BadSignature::Mismatch) }
    }
}

/// Checks `header` (the value of `X-Hub-Signature-256`) against `body`, both at hand.
///
/// # Errors
/// Whatever [`Signature::parse`] or [`Signature::verify`] refuses.
pub fn verify(
    secrets: &[&[u8]],
    header: Option<&[u8]>,
    body: Bytes,
) -> Result<Verified, BadSignature> {
    Signature::parse(header)?.verify(secrets, body)
}

/// `appsecret_proof`: proves to Graph that the caller of a token also holds the app's secret (META 10).
pub fn appsecret_proof(app_secret: &[u8], access_token: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(app_secret).expect("HMAC takes a key of any length");
    mac.update(access_token);
    hex(mac.finalize().into_bytes())
}

/// Reads 32 bytes of lower-case hexadecimal; Meta never sends upper case.
fn decode_hex(digits: &[u8]) -> Option<[u8; 32]> {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    if digits.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}
