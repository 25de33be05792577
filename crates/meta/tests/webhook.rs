//! The webhook reader: every item is read or listed as unread, and no item hides another.

use std::fs;
use std::path::{Path, PathBuf};

use meta::open::{MessageStatus, MessagingLimit, QualityUpdateEvent};
use meta::webhook::{Item, News, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(own_fixtures().join(format!("{name}.json"))).expect("the fixture is there")
}

fn own_fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/webhooks")
}

/// Reads a fixture of which everything must be read.
fn items(name: &str) -> Vec<Item> {
    let reading = read(&fixture(name));
    assert_eq!(reading.unread, [], "{name}");
    reading.items
}

fn only(name: &str) -> Item {
    let mut items = items(name);
    assert_eq!(items.len(), 1, "{name}");
    items.remove(0)
}

/// A body of `messages` items; each is given as it stands in the body.
fn body_of(messages: &[Value]) -> Vec<u8> {
    let value = json!({"metadata": {"phone_number_id": "1"}, "messages": messages});
    let change = json!({"field": "messages", "value": value});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": [change]}]})
        .to_string()
        .into_bytes()
}

fn message(index: usize) -> Value {
    json!({"id": format!("wamid.{index}"), "from": "5511955550301", "timestamp": "1", "type": "text"})
}

#[test]
fn a_text_is_a_message_with_its_number_and_id() {
    let item = only("messages--text");
    let News::Message(message) = &item.news else { panic!("{item:?}") };
    assert_eq!(message.phone_number.as_str(), "106540352242922");
    assert_eq!((message.timestamp, message.kind.as_str()), (1_749_416_383, "text"));
    assert_eq!(item.id(), "wamid.TEXT");
    assert_eq!(item.kind(), Some("message"));
    assert_eq!(item.key(), "message|106540352242922|wamid.TEXT");
}

#[test]
fn a_message_without_a_phone_number_of_the_sender_is_read() {
    let item = only("messages--text_without_wa_id");
    let News::Message(message) = &item.news else { panic!("{item:?}") };
    assert_eq!(message.from, None);
    assert_eq!(message.from_user.as_deref(), Some("BR.29300049899820052839"));
}

#[test]
fn each_status_of_a_body_is_an_item_of_its_own() {
    let items = items("messages--sent_delivered_read");
    let kinds: Vec<_> = items.iter().map(Item::kind).collect();
    assert_eq!(kinds, [Some("sent"), Some("delivered"), Some("read")]);
    let News::Status(status) = &items[2].news else { panic!("{items:?}") };
    assert_eq!(status.status, MessageStatus::Read);
    let pricing = status.pricing.as_ref().expect("priced");
    assert_eq!(pricing.category.as_deref(), Some("marketing"));
}

#[test]
fn flagged_is_read_under_its_legacy_name() {
    let item = only("phone_number_quality_update--FLAGGED");
    let News::QualityUpdate(update) = &item.news else { panic!("{item:?}") };
    assert_eq!(update.event, QualityUpdateEvent::Flagged);
    assert_eq!(update.current_limit, Some(MessagingLimit::Tier10K));
}

#[test]
fn the_account_of_a_partner_event_is_the_one_inside_not_the_portfolio() {
    let item = only("account_update--PARTNER_ADDED");
    assert_eq!(item.waba.expect("named inside").as_str(), "102290129340398");
}

#[test]
fn a_limit_is_read_in_each_of_metas_spellings() {
    let limit = |name: &str| match only(name).news {
        News::BusinessCapabilityUpdate(update) => update.messaging_limit,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit("business_capability_update--number"), Some(MessagingLimit::Tier2K));
    assert_eq!(limit("business_capability_update--tier"), Some(MessagingLimit::Tier2K));
    assert_eq!(limit("business_capability_update--unlimited"), Some(MessagingLimit::Unlimited));
}

#[test]
fn a_field_of_tomorrow_is_kept_raw_with_its_event() {
    let item = only("a_field_of_tomorrow");
    assert_eq!(item.kind(), Some("SOMETHING"));
    assert!(matches!(item.news, News::Other { .. }));
}

#[test]
fn every_fixture_of_ours_is_read_whole() {
    let mut read_whole = 0;
    for entry in fs::read_dir(own_fixtures()).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let reading = read(&fs::read(&path).expect("readable"));
        assert_eq!(reading.unread, [], "{}", path.display());
        assert!(!reading.items.is_empty(), "{}", path.display());
        read_whole += 1;
    }
    assert!(read_whole >= 15, "{read_whole}");
}

#[test]
fn every_example_of_metas_own_is_taken_and_known_fields_leave_nothing_unread() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/webhooks");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    for entry in entries {
        let path = entry.expect("readable").path();
        let reading = read(&fs::read(&path).expect("readable"));
        // Pages of placeholders without ids and times: what has neither can't be counted.
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a file has a name");
        let has_placeholders = [
            "messages--in_x--01",
            "messages--status_delivered--03",
            "messages--status_read--01",
            "messages--status_read--02",
        ];
        if !has_placeholders.contains(&name) {
            assert_eq!(reading.unread, [], "{}", path.display());
            assert!(!reading.items.is_empty(), "{}", path.display());
        }
    }
}

#[test]
fn a_field_that_meta_prints_beside_the_change_or_inside_of_its_value_is_found() {
    for event in ["PARTNER_APP_INSTALLED", "PARTNER_APP_UNINSTALLED"] {
        let item = only(&format!("account_update--{event}_misplaced"));
        assert_eq!((item.field.as_str(), item.kind()), ("account_update", Some(event)));
        assert_eq!(item.waba.expect("named inside").as_str(), "102290129340398");
    }
    let nowhere = br#"{"entry":[{"id":"1","changes":[{"value":{"event":"X"}},
        {"field":"account_update","value":{"event":"Y"}}]}]}"#;
    let reading = read(nowhere);
    assert_eq!((reading.items.len(), reading.unread.len()), (1, 1));
    assert_eq!(reading.unread[0].path, "entry.0.changes.0");
}

#[test]
fn one_broken_item_among_a_thousand_leaves_its_neighbours_unharmed() {
    for broken in [json!({"id": 500}), json!(null), json!("text"), json!({"from": "1"})] {
        let mut messages: Vec<Value> = (0..1_000).map(message).collect();
        messages[499] = broken.clone();
        let reading = read(&body_of(&messages));
        assert_eq!(reading.items.len(), 999, "{broken}");
        assert_eq!(reading.unread.len(), 1, "{broken}");
        assert_eq!(reading.unread[0].path, "entry.0.changes.0.messages.499");
        assert_eq!(reading.unread[0].field.as_deref(), Some("messages"));
    }
}

#[test]
fn a_body_that_is_no_webhook_is_one_unread_part() {
    let deep = "[".repeat(100_000);
    for body in ["", "{", "[]", "null", r#"{"entry":7}"#, "\u{feff}{}", deep.as_str()] {
        let reading = read(body.as_bytes());
        assert_eq!((reading.items.len(), reading.unread.len()), (0, 1), "{body:.20}");
        assert_eq!(reading.unread[0].path, "");
    }
    assert_eq!(read(&[0xff, 0xfe]).unread.len(), 1);
}

#[test]
fn the_same_part_has_the_same_key_in_whatever_batch_it_comes() {
    let alone = read(&body_of(&[message(3)]));
    let together = read(&body_of(&[message(1), message(2), message(3)]));
    assert_eq!(alone.items[0].key(), together.items[2].key());
    let events = |name| only(name).key();
    assert_ne!(events("security--PIN_CHANGED"), events("account_update--DISABLED_UPDATE"));
    assert_eq!(events("security--PIN_CHANGED"), events("security--PIN_CHANGED"));
}

#[test]
fn why_a_part_can_not_be_read_is_said_without_quoting_it() {
    let reasons = |body: &[u8]| -> Vec<String> {
        read(body).unread.into_iter().map(|unread| unread.reason).collect()
    };
    let secret = "meu CPF";
    let bad = [json!(secret), json!({"id": "1", "timestamp": secret}), json!({"id": [secret]})];
    for reason in reasons(&body_of(&bad)) {
        assert!(reason.starts_with("a field is missing or has another shape"), "{reason}");
        assert!(!reason.contains("CPF"), "{reason}");
    }
    assert_eq!(reasons(&body_of(&bad)).len(), 3);
    assert_eq!(reasons(b"{\n\n"), ["the JSON is not complete, line 3 column 0"]);
    assert_eq!(reasons(b"{meu CPF"), ["the JSON is not valid, line 1 column 2"]);
}

#[test]
fn an_optional_part_of_another_shape_does_not_lose_the_item() {
    let one = |field: &str, value: Value| {
        let entry = json!({"id": "2", "changes": [{"field": field, "value": value}]});
        let mut reading = read(json!({ "entry": [entry] }).to_string().as_bytes());
        assert_eq!(reading.unread, []);
        reading.items.remove(0).news
    };
    let update = json!({"event": "UPGRADE", "display_phone_number": "1",
        "current_limit": 2000, "old_limit": {"tier": 1}});
    let News::QualityUpdate(update) = one("phone_number_quality_update", update) else { panic!() };
    assert_eq!((update.current_limit, update.old_limit), (Some(MessagingLimit::Tier2K), None));
    let capability = json!({"max_phone_numbers_per_waba": "20", "max_phone_numbers_per_business": 2,
        "max_daily_conversations_per_business": "TIER_250"});
    let News::BusinessCapabilityUpdate(update) = one("business_capability_update", capability)
    else {
        panic!()
    };
    assert_eq!(update.max_phone_numbers_per_waba, Some(20));
    assert_eq!(update.max_phone_numbers_per_business, Some(2));
    for (pricing, category) in [
        (json!({"type": 7, "category": "utility"}), Some("utility")),
        (json!({"type": {"a": 1}, "category": "utility"}), Some("utility")),
        (json!("free"), None),
    ] {
        let status = json!({"id": "w", "status": "sent", "timestamp": "1", "recipient_id": [],
            "pricing": pricing});
        let value = json!({"metadata": {"phone_number_id": "1"}, "statuses": [status]});
        let News::Status(status) = one("messages", value) else { panic!() };
        assert_eq!(status.recipient, None);
        assert_eq!(status.pricing.and_then(|pricing| pricing.category).as_deref(), category);
    }
}

proptest! {
    #[test]
    fn a_mutated_body_never_panics(name in "messages--text|account_update--PARTNER_ADDED",
        at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut body = fixture(&name);
        let index = at.index(body.len());
        body[index] = byte;
        let _ = read(&body);
        body.truncate(cut.index(body.len()));
        let _ = read(&body);
    }

    #[test]
    fn a_mutated_item_never_hides_a_sibling(junk in "[ -~]{0,40}", place in 0_usize..3) {
        // The junk stands where a message stands, as valid JSON of any other shape.
        let mut messages: Vec<Value> = (0..2).map(message).collect();
        messages.insert(place.min(2), Value::from(junk));
        let reading = read(&body_of(&messages));
        prop_assert_eq!(reading.items.len(), 2);
        prop_assert_eq!(reading.unread.len(), 1);
    }
}

#[test]
fn a_failed_status_keeps_the_codes_of_its_errors_and_any_other_shape_loses_nothing() {
    let status = |errors: Value| {
        let status = json!({"id": "wamid.1", "status": "failed", "timestamp": "1",
            "recipient_id": "5511955550301", "recipient_user_id": "BR.2930", "errors": errors});
        let value = json!({"metadata": {"phone_number_id": "1"}, "statuses": [status]});
        let change = json!({"field": "messages", "value": value});
        let body = json!({"object": "whatsapp_business_account",
            "entry": [{"id": "2", "changes": [change]}]});
        let reading = read(body.to_string().as_bytes());
        assert_eq!(reading.unread, [], "{errors}");
        let News::Status(status) = reading.items[0].news.clone() else { panic!("{errors}") };
        status
    };
    let two = status(json!([{"code": 131_049}, {"code": "131026"}, {"title": "no code"}]));
    assert_eq!(two.errors, [131_049, 131_026]);
    assert_eq!(two.recipient.as_deref(), Some("5511955550301"));
    assert_eq!(two.recipient_user.as_deref(), Some("BR.2930"));
    for other in [json!(null), json!("131049"), json!({"code": 131_049}), json!([7])] {
        assert_eq!(status(other).errors, [0_i64; 0]);
    }
}
