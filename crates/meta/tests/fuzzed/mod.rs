//! What must hold of any bytes that come from the network: the fuzz targets in `fuzz/` and the short
//! seeded run in `tests/fuzz.rs` check the same.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use meta::graph::{GetNode, read_answer};
use meta::signature::verify;
use meta::webhook::{body::Webhook, read};
use serde_json::Value;
use sha2::Sha256;

/// The app's secret of the signature's target.
pub const SECRET: &[u8] = b"647f6be6dc7726aea523807ca9adb2a4";

/// The webhook reader: nothing panics, every part is an item or listed as unread, no part is both,
/// and the typed body prints back what it read.
pub fn webhook(body: &[u8]) {
    let reading = read(body);
    let mut paths: Vec<&str> = reading.items.iter().map(|item| item.path.as_str()).collect();
    paths.extend(reading.unread.iter().map(|part| part.path.as_str()));
    let parts = paths.len();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), parts, "a part is told twice: {reading:?}");
    for item in &reading.items {
        let said = (item.key(), item.id(), item.kind().map(str::len), item.phone_number());
        assert!(!said.0.is_empty());
    }
    assert!(reading.unread.iter().all(|part| !part.reason.is_empty()));
    assert_eq!(read(body).items, reading.items, "read twice, told otherwise");

    let Ok(typed) = Webhook::read(body) else {
        assert!(reading.items.is_empty(), "an item of what is no body: {reading:?}");
        return;
    };
    let printed = serde_json::to_vec(&typed).expect("printed");
    if let Ok(before) = serde_json::from_slice::<Value>(body) {
        assert_eq!(serde_json::to_value(&typed).expect("printed"), before);
    }
    let again = Webhook::read(&printed).expect("what was printed is a body");
    assert_eq!(again.leftovers(), typed.leftovers());
    assert!(!format!("{typed:?}").is_empty());
}

/// The reader of Graph's errors: an envelope is never a reply, whatever the status says.
pub fn graph_error(data: &[u8]) {
    let Some((status, body)) = data.split_at_checked(2) else { return };
    let status = 100 + u16::from_be_bytes([status[0], status[1]]) % 500;
    let call = GetNode { id: "1", fields: &["id"] };
    let has_error =
        serde_json::from_slice::<Value>(body).is_ok_and(|answer| answer.get("error").is_some());
    match read_answer(&call, status, body) {
        Ok(_) => assert!(!has_error && (200..300).contains(&status), "a reply at HTTP {status}"),
        Err(error) => {
            assert!(!error.name().is_empty() && !error.to_string().is_empty());
            // What nobody can repair by waiting is not repeated.
            let is_dead = ["token_dead", "permission_missing"].contains(&error.name());
            assert!(!(is_dead && error.is_transient()), "{error}");
            let _ = (error.code(), error.subcode(), error.message());
        }
    }
}

/// The signature's header, up to the first line's end, over the body behind it: only the one right
/// spelling opens it, and the body comes back untouched.
pub fn signature(data: &[u8]) {
    let (header, body) = match data.iter().position(|byte| *byte == b'\n') {
        Some(end) => (Some(&data[..end]), &data[end + 1..]),
        None => (None, data),
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).expect("any length");
    mac.update(body);
    let digits = mac.finalize().into_bytes();
    let right: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    let right = format!("sha256={right}");
    match verify(&[SECRET], header, Bytes::copy_from_slice(body)) {
        Ok(verified) => {
            assert_eq!(header, Some(right.as_bytes()));
            assert_eq!(verified.into_bytes(), body);
        }
        Err(_) => assert_ne!(header, Some(right.as_bytes())),
    }
    let opened =
        verify(&[b"another", SECRET], Some(right.as_bytes()), Bytes::copy_from_slice(body));
    assert!(opened.is_ok(), "the right one is refused");
}
