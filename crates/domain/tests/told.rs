//! What webhooks of names, templates, alerts and preferences mean: news that no read gives, and the
//! one node to read.

use domain::fact::{Hint, Meaning, of_item};
use domain::replica::How;
use domain::{Node, NodeKind, Timestamp};
use meta::webhook::read;
use serde_json::{Value, json};

const WABA: &str = "102290129340398";

/// What a webhook of one change means; sent at second 100, received at 200.
fn meaning(field: &str, value: &Value) -> Meaning {
    let change = json!({"field": field, "value": value});
    let body = json!({"entry": [{"id": WABA, "time": 100, "changes": [change]}]}).to_string();
    let reading = read(body.as_bytes());
    assert_eq!(reading.items.len(), 1, "{field}");
    of_item(&reading.items[0], Timestamp::from_seconds(200))
}

fn template(value: Value) -> Meaning {
    let mut whole = json!({"message_template_id": 7, "message_template_name": "promo"});
    whole.as_object_mut().expect("an object").extend(value.as_object().expect("one").clone());
    meaning("message_template_status_update", &whole)
}

#[test]
fn a_decision_on_a_name_is_news_of_the_number_with_its_reason() {
    let meant = meaning(
        "phone_number_name_update",
        &json!({"display_phone_number": "5511955550142", "decision": "REJECTED",
            "requested_verified_name": "Ofertas", "rejection_reason": "NAME_NOT_CONSISTENT"}),
    );
    let told = &meant.of_numbers[0];
    assert_eq!(
        (told.digits.as_str(), told.field.as_str()),
        ("5511955550142", "phone_number_name_update")
    );
    assert_eq!(told.heard.value["rejection_reason"], "NAME_NOT_CONSISTENT");
    assert_eq!((told.heard.at, told.heard.how), (Timestamp::from_seconds(100), How::Webhook));
    let digits = "5511955550142".to_owned();
    assert_eq!(meant.hints, [Hint::Digits { digits, waba: Some(WABA.to_owned()) }]);
}

#[test]
fn a_templates_webhook_reads_that_template_alone() {
    for (field, value) in [
        ("message_template_status_update", json!({"message_template_id": 7, "event": "APPROVED"})),
        (
            "message_template_quality_update",
            json!({"message_template_id": 7, "new_quality_score": "RED"}),
        ),
        ("template_category_update", json!({"message_template_id": 7, "new_category": "UTILITY"})),
        ("message_template_components_update", json!({"message_template_id": 7})),
    ] {
        let meant = meaning(field, &value);
        assert_eq!(meant.hints, [Hint::Template("7".to_owned())], "{field}");
        assert_eq!(meant.news, [], "{field}: a read says it all");
    }
}

#[test]
fn only_what_a_reading_of_the_template_can_not_say_is_news() {
    let title = json!({"title": "FIRST_PAUSE", "description": "3 hours"});
    for (value, is_news) in [
        (json!({"event": "PAUSED", "other_info": title}), true),
        (json!({"event": "DISABLED", "disable_info": {"disable_date": "1"}}), true),
        (json!({"event": "REJECTED", "rejection_info": {"reason": "r"}}), true),
        (json!({"event": "REINSTATED"}), true),
        (json!({"event": "UNARCHIVED"}), true),
        (json!({"event": "SOMETHING_NEW"}), true),
        (json!({"event": "PAUSED", "other_info": null}), false),
        (json!({"event": "PENDING", "reason": "NONE"}), false),
        (json!({"event": "REJECTED", "reason": "SCAM"}), false),
    ] {
        let meant = template(value.clone());
        assert_eq!(meant.news.len(), usize::from(is_news), "{value}");
        for news in meant.news {
            assert_eq!(news.node, Node::new(NodeKind::MessageTemplate, "7"));
            assert_eq!(news.heard.value["event"], value["event"]);
            assert_eq!(news.heard.value.get("message_template_name"), None);
        }
    }
}

#[test]
fn an_alert_stands_on_what_it_is_about_else_on_the_account() {
    let alert = |entity: Value| {
        let mut value = json!({"alert_info": {"alert_type": "OBA_APPROVED"}});
        value.as_object_mut().expect("an object").extend(entity.as_object().expect("one").clone());
        meaning("account_alerts", &value).news.remove(0)
    };
    let business = alert(json!({"entity_type": "BUSINESS", "entity_id": "900"}));
    assert_eq!(business.node, Node::new(NodeKind::Business, "900"));
    assert_eq!(business.heard.value["alert_type"], "OBA_APPROVED");
    let number = alert(json!({"entity_type": "PHONE_NUMBER", "entity_id": 100}));
    assert_eq!(number.node, Node::phone_number("100"));
    for other in [json!({}), json!({"entity_type": "CURRENT_STATUS_ID", "entity_id": "5"})] {
        assert_eq!(alert(other).node, Node::waba(WABA));
    }
}

#[test]
fn a_review_is_read_and_a_persons_preference_is_neither_news_nor_a_hint() {
    let review = meaning("account_review_update", &json!({"decision": "REJECTED"}));
    assert_eq!((review.news.len(), review.hints), (0, vec![Hint::Account(WABA.to_owned())]));
    let stop = json!({"metadata": {"phone_number_id": "1"},
        "user_preferences": [{"wa_id": "55119", "value": "stop", "timestamp": 5}]});
    assert_eq!(meaning("user_preferences", &stop), Meaning::default());
    assert_eq!(meaning("user_preferences", &json!({"value": "odd"})), Meaning::default());
}

#[test]
fn what_was_done_to_a_pin_is_news_of_the_number_without_who_asked() {
    for (event, field) in [
        ("PIN_CHANGED", "security"),
        ("PIN_REQUEST_SUCCESS", "security"),
        ("PIN_OF_TOMORROW", "security"),
        ("PIN_RESET_REQUEST", "security_reset_request"),
    ] {
        let value = json!({"display_phone_number": "15550783881", "event": event,
            "requester": "61555822107539"});
        let meant = meaning("security", &value);
        let [news] = meant.of_numbers.as_slice() else { panic!("{meant:?}") };
        assert_eq!((news.digits.as_str(), news.field.as_str()), ("15550783881", field));
        assert_eq!(news.heard.value, json!({ "event": event }));
    }
    let odd = meaning("security", &json!({"display_phone_number": "1"}));
    assert_eq!((odd.of_numbers.len(), odd.hints.len()), (0, 1), "one without an event is a hint");
}

#[test]
fn a_webhook_on_a_username_has_that_alone_read() {
    for status in ["approved", "reserved", "deleted", "of_tomorrow"] {
        let value = json!({"display_phone_number": "+1 555 078-3881", "status": status});
        let meant = meaning("business_username_update", &value);
        assert_eq!(meant.hints, [Hint::UsernameOf { digits: "15550783881".to_owned() }]);
        assert_eq!((meant.news.len(), meant.of_numbers.len()), (0, 0), "a read says it all");
    }
}
