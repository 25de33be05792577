//! Ids, secrets and tokens, each computed from the world's seed and a label.
//!
//! The same seed gives the same world at every fresh start, so that a script may write them down.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// 32 bytes that depend on nothing but the seed and the label.
fn bytes(seed: u64, label: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(label.as_bytes());
    hash.finalize().into()
}

fn word(seed: u64, label: &str) -> u64 {
    bytes(seed, label).iter().take(8).fold(0, |word, byte| (word << 8) | u64::from(*byte))
}

/// So many decimal digits (at most 32), the first of them never zero.
pub fn digits(seed: u64, label: &str, count: usize) -> String {
    bytes(seed, label)
        .iter()
        .take(count)
        .enumerate()
        .map(|(place, byte)| match place {
            0 => char::from(b'1' + byte % 9),
            _ => char::from(b'0' + byte % 10),
        })
        .collect()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An app secret: 32 hexadecimal digits.
pub fn secret(seed: u64, label: &str) -> String {
    let all = bytes(seed, label);
    hex(&all[..16])
}

/// An access token: `EAA`, then letters and digits, as Meta's look.
pub fn token(seed: u64, label: &str) -> String {
    let mut text = String::from("EAA");
    for part in ["a", "b", "c"] {
        let encoded = URL_SAFE_NO_PAD.encode(bytes(seed, &format!("{label} {part}")));
        text.extend(encoded.chars().filter(char::is_ascii_alphanumeric));
    }
    text.push_str("ZDZD");
    text
}

/// A message id.
pub fn wamid(seed: u64, nth: u64) -> String {
    let all = bytes(seed, &format!("wamid {nth}"));
    format!("wamid.HBgN{}", STANDARD.encode(&all[..24]))
}

/// A fraction in 0..1, for faults that strike only a share of the calls.
pub fn fraction(seed: u64, nth: u64) -> f64 {
    let upper = u32::try_from(word(seed, &format!("chance {nth}")) >> 32).unwrap_or(0);
    f64::from(upper) / (f64::from(u32::MAX) + 1.0)
}

/// Text that no one can guess, from the system's randomness: trace ids and challenges.
pub fn fresh() -> String {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).expect("the system has randomness");
    URL_SAFE_NO_PAD.encode(random)
}

/// A fresh number of ten digits, as Meta's challenges look.
pub fn challenge() -> String {
    let mut random = [0_u8; 10];
    getrandom::fill(&mut random).expect("the system has randomness");
    random.iter().map(|byte| char::from(b'1' + byte % 9)).collect()
}
