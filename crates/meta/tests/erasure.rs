//! A person is found however they are written, and goes from a body without anybody else.

use std::collections::BTreeSet;

use meta::identifier::{self, Identifier};
use meta::signed_request::{self, BadRequest};
use meta::webhook::{self, News};
use serde_json::{Value, json};

const PHONE: &str = "551187654321";
const USER: &str = "BR.13491208655302741918";
/// Ids of messages as Meta makes them: the phone number stands in them in base64.
const WAMID: &str = "wamid.HBgNNTUxMTk4NzY1NDMyMRUCABEYEjlBQUFBQUFBQUFBQUFBQUEA";
const OTHERS: &str = "wamid.HBgNNTUxMTk1NTU1MDAwMRUCABEYEjlCQkJCQkJCQkJCQkJCQkIA";

fn wanted(id: &Identifier) -> Option<String> {
    let is_wanted = match id {
        Identifier::Phone(phone) => phone == PHONE,
        Identifier::User(user) => user == USER,
        Identifier::Facebook(_) => false,
    };
    is_wanted.then(|| "~0123456789abcde".to_owned())
}

fn leave_none(_: Option<&meta::WabaId>, _: Option<&meta::PhoneNumberId>) -> bool {
    false
}

#[test]
fn a_number_is_found_in_every_spelling() {
    let spellings = [
        "5511987654321",
        "551187654321",
        "+5511987654321",
        "+55 11 98765-4321",
        "(11) 98765-4321",
        "11 8765-4321",
        "011987654321",
        "0055 11 98765 4321",
        "+55 (11) 9 8765-4321",
        "tel:+5511987654321",
        "https://wa.me/5511987654321?text=oi",
        WAMID,
    ];
    for spelling in spellings {
        let text = format!("liga para {spelling}, por favor");
        assert!(identifier::has_any(&text, &wanted), "{spelling}");
        let blank = identifier::replace(&text, &wanted).expect("it is found");
        assert!(!identifier::has_any(&blank, &wanted), "{blank}");
        assert!(blank.starts_with("liga para ") && blank.ends_with(", por favor"), "{blank}");
        assert!(blank.len() <= text.len(), "{blank}");
    }
    for typed in ["+55 11 98765-4321", "5511987654321", "(11) 98765-4321", "11 8765-4321"] {
        assert_eq!(Identifier::typed(typed), Some(Identifier::Phone(PHONE.to_owned())), "{typed}");
    }
    assert_eq!(Identifier::typed(USER), Some(Identifier::User(USER.to_owned())));
    for typed in ["", "1234", "Ana", "5511987654321 e mais", "BR.", "br.13491208655302741918"] {
        assert_eq!(Identifier::typed(typed), None, "{typed}");
    }
}

#[test]
fn other_numbers_are_left_alone() {
    let texts = [
        "5511987654322",
        "55119876543210",
        "15511987654321",
        "98765-4321",
        "5521987654321",
        OTHERS,
        "BR.13491208655302741919",
        "123 5511 98",
    ];
    for text in texts {
        assert_eq!(identifier::replace(text, &wanted), None, "{text}");
    }
    // Of two numbers side by side only the one goes.
    let blank = identifier::replace("5511955550001 5511987654321", &wanted);
    assert_eq!(blank.as_deref(), Some("5511955550001 ~0123456789ab"));
}

fn body() -> Value {
    json!({"object": "whatsapp_business_account", "entry": [
        {"id": "102290129340398", "changes": [{"field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "551155550100", "phone_number_id": "106540352242922"},
            "contacts": [
                {"profile": {"name": "Ana Souza"}, "wa_id": "5511987654321", "user_id": USER},
                {"profile": {"name": "Beto"}, "wa_id": "5511955550001"}],
            "messages": [
                {"from": "5511987654321", "from_user_id": USER, "id": WAMID, "timestamp": "1749416383",
                 "type": "text", "text": {"body": "Sou a Ana da rua das Flores"}},
                {"from": "5511955550001", "id": OTHERS, "timestamp": "1749416384", "type": "text",
                 "text": {"body": "A Ana atende no (11) 98765-4321"}},
                {"from": "5511955550001", "id": "wamid.HBgNcard", "timestamp": "1749416385", "type": "contacts",
                 "contacts": [{"name": {"formatted_name": "Ana Souza"}, "phones": [{"phone": "+55 11 98765-4321"}]},
                              {"name": {"formatted_name": "Caio"}, "phones": [{"phone": "+55 11 95555-0002"}]}]}],
        }}]},
        {"id": "102290129340398", "changes": [{"field": "messages", "value": {
            "metadata": {"display_phone_number": "551155550100", "phone_number_id": "106540352242922"},
            "statuses": [{"id": WAMID, "status": "failed", "timestamp": "1749416386",
                "recipient_id": "5511987654321", "recipient_user_id": USER,
                "pricing": {"type": "regular", "category": "marketing"},
                "errors": [{"code": 131049, "error_data": {"details": "para 5511987654321"}}]}],
        }}]},
    ]})
}

#[test]
fn a_person_goes_from_a_body_and_everybody_else_stays() {
    let before = body().to_string();
    let blanked = webhook::blank(before.as_bytes(), &leave_none, &wanted).expect("she is in it");
    assert_eq!(blanked.len(), before.len(), "it is written over in place");
    let text = String::from_utf8(blanked.clone()).expect("text");
    for trace in ["Ana Souza", "Flores", "98765", USER, WAMID, "error_data"] {
        assert!(!text.contains(trace), "{trace} in {text}");
    }
    for kept in ["Beto", "Caio", OTHERS, "5511955550001", "1749416383", "131049", "551155550100"] {
        assert!(text.contains(kept), "{kept} not in {text}");
    }
    let (was, is) = (webhook::read(before.as_bytes()), webhook::read(&blanked));
    assert!(is.unread.is_empty(), "{:?}", is.unread);
    assert_eq!(was.items.len(), is.items.len());
    for (was, is) in was.items.iter().zip(&is.items) {
        assert_eq!(was.path, is.path);
        let is_hers = was.key().contains(WAMID);
        assert_eq!(was.key() == is.key(), !is_hers, "{}", was.key());
        if is_hers {
            // The key by itself changes as the body does: what took effect stays known.
            let key = identifier::replace(&was.key(), &wanted);
            assert_eq!(key.as_deref(), Some(is.key().as_str()));
        }
        let News::Status(status) = &is.news else { continue };
        assert_eq!(status.errors, [131_049]);
        assert!(status.pricing.is_some() && status.timestamp == 1_749_416_386);
    }
    assert_eq!(webhook::blank(&blanked, &leave_none, &wanted), None, "it is done");
}

#[test]
fn a_part_that_belongs_to_somebody_else_is_left() {
    let before = body().to_string();
    let leave = |waba: Option<&meta::WabaId>, _: Option<&meta::PhoneNumberId>| {
        waba.is_some_and(|waba| waba.as_str() == "102290129340398")
    };
    assert_eq!(webhook::blank(before.as_bytes(), &leave, &wanted), None);
    assert!(webhook::links(before.as_bytes(), &leave, &wanted).is_empty());
}

#[test]
fn what_a_person_is_known_by_besides_is_learnt_from_bodies() {
    let only_phone = |id: &Identifier| {
        matches!(id, Identifier::Phone(phone) if phone == PHONE).then(String::new)
    };
    let links = webhook::links(body().to_string().as_bytes(), &leave_none, &only_phone);
    let asked = [Identifier::Phone(PHONE.to_owned()), Identifier::User(USER.to_owned())];
    assert_eq!(links, BTreeSet::from(asked));
}

#[test]
fn an_account_goes_from_a_body_with_all_its_entries() {
    let mut body = body();
    let other =
        json!({"id": "7", "changes": [{"field": "security", "value": {"event": "PIN_CHANGED"}}]});
    body["entry"].as_array_mut().expect("entries").insert(1, other);
    let before = body.to_string();
    let is_gone = |waba: Option<&meta::WabaId>, _: Option<&meta::PhoneNumberId>| {
        waba.is_some_and(|waba| waba.as_str() == "102290129340398")
    };
    let blanked = webhook::blank_entries(before.as_bytes(), &is_gone).expect("it is in it");
    assert_eq!(blanked.len(), before.len());
    let (was, is) = (webhook::read(before.as_bytes()), webhook::read(&blanked));
    assert!(is.unread.is_empty());
    let keys: Vec<String> = is.items.iter().map(webhook::Item::key).collect();
    let kept = was.items.iter().filter(|item| item.field == "security");
    assert_eq!(keys, kept.map(webhook::Item::key).collect::<Vec<_>>());
}

#[test]
fn a_body_that_cannot_be_read_loses_the_person_all_the_same() {
    for body in [&b"\xff\xfe 5511987654321 {"[..], b"{\"entry\": 1, \"wa_id\": \"551187654321\"}"] {
        let blanked = webhook::blank(body, &leave_none, &wanted).expect("it is found");
        let text = String::from_utf8_lossy(&blanked);
        assert!(!text.contains("87654321"), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_fail(text in ".*", bytes in proptest::collection::vec(0_u8..=255, 0..300)) {
        let everything = |_: &Identifier| Some("~".repeat(20));
        let blank = identifier::replace(&text, &everything).unwrap_or(text);
        proptest::prop_assert!(!identifier::has_any(&blank, &wanted));
        let _ = webhook::blank(&bytes, &leave_none, &everything);
        let _ = webhook::blank_entries(&bytes, &leave_none);
        let _ = signed_request::read(&[b"secret"], &String::from_utf8_lossy(&bytes));
    }
}

/// A signed request as Meta makes it.
fn signed(secret: &[u8], payload: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use hmac::{KeyInit as _, Mac as _};
    let payload = URL_SAFE_NO_PAD.encode(payload);
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(secret).expect("a key");
    mac.update(payload.as_bytes());
    format!("{}.{payload}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[test]
fn a_signed_request_is_read_when_one_of_the_secrets_signed_it() {
    let payload = r#"{"algorithm":"HMAC-SHA256","expires":1291840400,"issued_at":1291836800,"user_id":"218471"}"#;
    let request = signed(b"old", payload);
    let read = signed_request::read(&[b"new", b"old"], &request).expect("signed by the old one");
    assert_eq!((read.user_id.as_str(), read.issued_at), ("218471", 1_291_836_800));
    assert_eq!(signed_request::read(&[b"new"], &request), Err(BadRequest::Mismatch));
    let (_, after) = request.split_once('.').expect("two parts");
    assert_eq!(signed_request::read(&[b"old"], after), Err(BadRequest::Malformed));
    let forged = request.replacen('.', "A.", 1);
    assert!(signed_request::read(&[b"old"], &forged).is_err());
    let plain = signed(b"old", r#"{"algorithm":"none","issued_at":1,"user_id":"218471"}"#);
    assert_eq!(signed_request::read(&[b"old"], &plain), Err(BadRequest::Unreadable));
    let nobody = signed(b"old", r#"{"algorithm":"HMAC-SHA256","issued_at":1,"user_id":""}"#);
    assert_eq!(signed_request::read(&[b"old"], &nobody), Err(BadRequest::Unreadable));
}
