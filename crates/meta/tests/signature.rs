//! Meta's signature: right over the raw bytes only, and every other form is refused.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use meta::signature::{BadSignature, verify};
use sha2::Sha256;

const SECRET: &[u8] = b"app secret";
const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;

fn signed(secret: &[u8], body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length");
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256={hex}")
}

fn check(header: Option<&str>, expected: Result<(), BadSignature>) {
    let verified = verify(&[SECRET], header.map(str::as_bytes), Bytes::from_static(BODY));
    assert_eq!(verified.map(drop), expected, "{header:?}");
}

#[test]
fn a_right_signature_is_taken_and_gives_back_the_same_bytes() {
    let header = signed(SECRET, BODY);
    let verified = verify(&[SECRET], Some(header.as_bytes()), Bytes::from_static(BODY));
    assert_eq!(verified.expect("right").into_bytes(), BODY);
}

#[test]
fn a_known_vector_of_rfc_4231_is_taken() {
    let header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let body = Bytes::from_static(b"what do ya want for nothing?");
    assert!(verify(&[b"Jefe"], Some(header.as_bytes()), body).is_ok());
}

#[test]
fn every_other_form_is_refused() {
    let right = signed(SECRET, BODY);
    let sha1 = right.replacen("sha256=", "sha1=", 1);
    check(None, Err(BadSignature::Missing));
    check(Some(""), Err(BadSignature::Malformed));
    check(Some("sha256="), Err(BadSignature::Malformed));
    check(Some(&right[..right.len() - 1]), Err(BadSignature::Malformed));
    check(Some(&format!("{right}0")), Err(BadSignature::Malformed));
    check(Some(&right.to_uppercase()), Err(BadSignature::Malformed));
    check(Some(&format!("sha256={}", right[7..].to_uppercase())), Err(BadSignature::Malformed));
    check(Some(&sha1), Err(BadSignature::Malformed));
    check(Some(&right[7..]), Err(BadSignature::Malformed));
    check(Some(&format!(" {right}")), Err(BadSignature::Malformed));
    check(Some(&signed(b"another secret", BODY)), Err(BadSignature::Mismatch));
    check(Some(&signed(SECRET, b"another body")), Err(BadSignature::Mismatch));
}

#[test]
fn while_a_secret_is_replaced_both_are_right() {
    let body = Bytes::from_static(BODY);
    for secret in [b"old".as_slice(), b"new"] {
        let header = signed(secret, BODY);
        assert!(verify(&[b"old", b"new"], Some(header.as_bytes()), body.clone()).is_ok());
    }
    assert!(verify(&[], Some(signed(b"", BODY).as_bytes()), body).is_err());
}
