//! A broken or unknown part never hides its neighbours, wherever it stands (issue 8), and what is read
//! prints back whatever it was.

use meta::webhook::body::{Listed, Told, Webhook};
use meta::webhook::{Item, News, read};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON, not too deep; names among those of Meta's, so that known members have odd shapes.
fn junk() -> impl Strategy<Value = Value> {
    let name = "id|type|text|body|event|value|field|changes|timestamp|errors|waba_info|[a-z_]{1,8}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        Just(json!("TIER_2K")),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn body_of(changes: &[Value]) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": changes}]})
}

/// A body as it is read from its own text: the last digit of a fraction may be another then.
fn as_read(body: &Value) -> Value {
    serde_json::from_str(&body.to_string()).expect("JSON")
}

/// A value of a number with one of its lists.
fn listing(field: &str, list: &str, all: &[Value]) -> Value {
    json!({"field": field, "value": {"messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5521955550164", "phone_number_id": "1"}, list: all}})
}

/// A sound part of each list, by the field that has it.
fn sound(list: &str) -> (&'static str, Value) {
    match list {
        "messages" => (
            "messages",
            json!({"id": "wamid.SOUND", "from": "5511955550301", "timestamp": "1", "type": "text",
                "text": {"body": "Oi"}}),
        ),
        "statuses" => {
            ("messages", json!({"id": "wamid.SOUND", "status": "sent", "timestamp": "1"}))
        }
        "message_echoes" => (
            "smb_message_echoes",
            json!({"id": "wamid.SOUND", "to": "5511955550301", "timestamp": "1", "type": "text"}),
        ),
        "user_preferences" => {
            ("user_preferences", json!({"wa_id": "5511955550301", "value": "stop", "timestamp": 1}))
        }
        "state_sync" => ("smb_app_state_sync", json!({"type": "contact", "action": "add"})),
        "history" => ("history", json!({"metadata": {"phase": 0}})),
        "calls" => ("calls", json!({"id": "wacid.SOUND", "event": "connect"})),
        "groups" => ("group_status_update", json!({"type": "group_suspend", "group_id": "g"})),
        "automatic_events" => ("automatic_events", json!({"id": "w", "event_name": "Purchase"})),
        other => panic!("{other}"),
    }
}

const LISTS: &str = "messages|statuses|message_echoes|user_preferences|state_sync|history|calls|\
    groups|automatic_events";

fn printed(webhook: &Webhook) -> Value {
    serde_json::to_value(webhook).expect("printed")
}

/// How many of the list of the first change print as the sound one.
fn sound_ones(webhook: &Webhook, list: &str, one: &Value) -> usize {
    let all = printed(webhook)["entry"][0]["changes"][0]["value"][list].as_array().cloned();
    all.unwrap_or_default().iter().filter(|printed| *printed == one).count()
}

proptest! {
    #[test]
    fn in_every_list_a_broken_part_leaves_its_neighbours(
        list in LISTS, broken in junk(), place in 0_usize..3,
    ) {
        let (field, one) = sound(&list);
        let mut all = vec![one.clone(), one.clone()];
        all.insert(place, broken.clone());
        let body = body_of(&[listing(field, &list, &all)]);
        let webhook = Webhook::read(body.to_string().as_bytes()).expect("a body");
        prop_assert_eq!(printed(&webhook), as_read(&body));
        prop_assert!(sound_ones(&webhook, &list, &one) >= 2);
        let alone = Webhook::read(body_of(&[listing(field, &list, &[one])]).to_string().as_bytes());
        prop_assert_eq!(alone.expect("a body").leftovers(), [""; 0]);
        let left = webhook.leftovers();
        let at = format!("entry.0.changes.0.value.{list}.{place}");
        prop_assert!(left.iter().all(|path| path.starts_with(&at)), "{left:?} beside {at}");
        if !broken.is_object() {
            prop_assert_eq!(left, [at]);
        }
        // What counts is told all the same.
        let reading = read(body.to_string().as_bytes());
        let counted = reading.items.iter().filter(|item| is_traffic(item)).count();
        let expected = if ["messages", "statuses", "user_preferences"].contains(&list.as_str()) {
            2
        } else {
            0
        };
        prop_assert!(counted >= expected, "{reading:?}");
        prop_assert!(!reading.items.is_empty());
    }

    #[test]
    fn a_broken_change_or_entry_leaves_its_neighbours(
        broken in junk(), place in 0_usize..3, is_entry in any::<bool>(),
    ) {
        let change = json!({"field": "account_update", "value": {"event": "ACCOUNT_DELETED"}});
        let entry = json!({"id": "2", "time": 1, "changes": [change]});
        let mut all = if is_entry { vec![entry.clone(), entry] } else { vec![change.clone(), change] };
        all.insert(place, broken);
        let body = if is_entry { json!({ "entry": all }) } else { body_of(&all) };
        let text = body.to_string();
        let webhook = Webhook::read(text.as_bytes()).expect("a body");
        prop_assert_eq!(printed(&webhook), as_read(&body));
        let entries = webhook.entry.iter().flatten().filter_map(Listed::read);
        let changes = entries.flat_map(|entry| entry.changes.iter().flatten());
        let deleted = changes.filter_map(Listed::read).filter(|change| matches!(&change.value,
            Some(Told::Account(told)) if told.event.as_ref().is_some_and(
                |event| event.as_str() == "ACCOUNT_DELETED")));
        prop_assert!(deleted.count() >= 2);
        let reading = read(text.as_bytes());
        let deleted = |item: &&Item| matches!(&item.news,
            News::AccountUpdate(update) if update.event == "ACCOUNT_DELETED");
        prop_assert!(reading.items.iter().filter(deleted).count() >= 2);
    }

    #[test]
    fn any_value_of_any_field_prints_back(field in "messages|account_update|account_alerts|flows|\
        business_capability_update|phone_number_quality_update|message_template_status_update|\
        security|history|calls|partner_solutions|payment_configuration_update|of_tomorrow",
        value in junk(), beside in junk()) {
        let change = json!({"field": field, "value": value, "beside": beside});
        let body = json!({"entry": [{"id": 7, "changes": [change], "beside": 1}]});
        let webhook = Webhook::read(body.to_string().as_bytes()).expect("a body");
        prop_assert_eq!(printed(&webhook), as_read(&body));
    }
}

fn is_traffic(item: &Item) -> bool {
    matches!(item.news, News::Message(_) | News::Status(_) | News::Preference(_))
}

#[test]
fn a_text_that_no_json_reader_keeps_is_kept_as_it_came_and_hides_nothing() {
    for odd in [r#""\ud83d""#, "1e999", &format!("{}{}", "[".repeat(5_000), "]".repeat(5_000))] {
        let one = |id: &str, body: &str| {
            format!(r#"{{"id":"{id}","timestamp":"1","type":"text","text":{{"body":{body}}}}}"#)
        };
        let body = format!(
            r#"{{"entry":[{{"id":"2","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"1"}},"messages":[{},{},{}]}}}}]}}]}}"#,
            one("a", r#""Oi""#),
            one("b", odd),
            one("c", r#""Oi""#)
        );
        let webhook = Webhook::read(body.as_bytes()).expect("a body");
        assert_eq!(
            webhook.leftovers(),
            ["entry.0.changes.0.value.messages.1.text.body"],
            "{odd:.20}"
        );
        assert!(serde_json::to_string(&webhook).expect("printed").contains(odd), "{odd:.20}");
        // It counts: who wrote it, and when, is known.
        let ids: Vec<String> = read(body.as_bytes()).items.iter().map(Item::id).collect();
        assert_eq!(ids, ["a", "b", "c"], "{odd:.20}");
    }
}

#[test]
fn a_body_that_is_none_is_refused_without_quoting_it() {
    let deep = "[".repeat(100_000);
    for body in ["", "{", "[]", "null", "7", "{\"entry\":\"meu CPF", "{}{}", deep.as_str()] {
        let reason = Webhook::read(body.as_bytes()).expect_err("no body");
        assert!(!reason.contains("CPF"), "{reason}");
    }
    assert!(Webhook::read(&[0xff]).is_err());
    let nothing = Webhook::read(br#"{"entry":7}"#).expect("an object");
    assert_eq!(nothing.leftovers(), ["entry"]);
}

#[test]
fn a_member_that_stands_there_twice_counts_as_its_last() {
    let twice = |first: &str, last: &str| {
        let value = format!(r#"{{"decision":{first},"decision":{last}}}"#);
        let change = format!(r#"{{"field":"account_review_update","value":{value}}}"#);
        let body = format!(r#"{{"entry":[{{"changes":[{change}]}}]}}"#);
        let webhook = Webhook::read(body.as_bytes()).expect("a body");
        assert_eq!(printed(&webhook), serde_json::from_str::<Value>(&body).expect("JSON"));
        webhook.leftovers().len()
    };
    assert_eq!(twice("7", r#""APPROVED""#), 0);
    assert_eq!(twice(r#""APPROVED""#, "7"), 1);
    assert_eq!(twice(r#""APPROVED""#, r#""REJECTED""#), 0);
}
