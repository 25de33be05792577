//! Webhooks of names, templates, preferences, reviews and alerts: read with meaning, and kept raw
//! rather than refused when a part is missing.

use std::fs;
use std::path::Path;

use meta::open::{
    NameDecision, NameRejection, PauseTitle, PreferenceValue, QualityRating, TemplateEvent,
};
use meta::webhook::{Item, News, TemplateStatusUpdate, read};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Reads a fixture of which everything must be read.
fn items(name: &str) -> Vec<Item> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/webhooks");
    let body = fs::read(folder.join(format!("{name}.json"))).expect("the fixture is there");
    let reading = read(&body);
    assert_eq!(reading.unread, [], "{name}");
    reading.items
}

fn only(name: &str) -> News {
    let mut items = items(name);
    assert_eq!(items.len(), 1, "{name}");
    items.remove(0).news
}

fn status_update(name: &str) -> TemplateStatusUpdate {
    match only(name) {
        News::TemplateStatus(update) => update,
        other => panic!("{other:?}"),
    }
}

/// A body with one change.
fn body_of(field: &str, value: &Value) -> Vec<u8> {
    let change = json!({"field": field, "value": value});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": [change]}]})
        .to_string()
        .into_bytes()
}

#[test]
fn a_template_id_above_what_javascript_counts_is_read_to_the_last_digit() {
    let as_number = status_update("message_template_status_update--PAUSED");
    assert_eq!(as_number.template.as_str(), "9007199254740993");
    let as_text = status_update("message_template_status_update--DISABLED");
    assert_eq!(as_text.template, as_number.template);
    let beyond = format!(
        r#"{{"entry":[{{"id":"2","changes":[{{"field":"message_template_status_update",
        "value":{{"event":"APPROVED","message_template_id":{}}}}}]}}]}}"#,
        "123456789012345678901234567890"
    );
    let News::TemplateStatus(update) = read(beyond.as_bytes()).items.remove(0).news else {
        panic!("not read")
    };
    assert_eq!(update.template.as_str(), "123456789012345678901234567890");
}

#[test]
fn a_pause_says_which_one_and_a_disabling_since_when() {
    let paused = status_update("message_template_status_update--PAUSED");
    assert_eq!(paused.event, TemplateEvent::Paused);
    assert_eq!(paused.title, Some(PauseTitle::FirstPause));
    assert!(paused.description.expect("described").contains("3 hours"));
    assert_eq!(paused.reason, None, "NONE is no reason");
    let disabled = status_update("message_template_status_update--DISABLED");
    assert_eq!(disabled.title, Some(PauseTitle::Disabled));
    assert_eq!(disabled.disable_date.as_deref(), Some("1795338640"));
}

#[test]
fn a_rejection_keeps_metas_advice_and_not_what_names_the_template() {
    let rejected = status_update("message_template_status_update--REJECTED");
    assert_eq!(rejected.reason.as_deref(), Some("INVALID_FORMAT"));
    assert_eq!(
        rejected.told["rejection_info"]["recommendation"],
        "Put text between the parameters."
    );
    let keys: Vec<&String> = rejected.told.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["event", "reason", "rejection_info"]);
}

#[test]
fn a_quality_is_read_under_its_own_field_and_under_the_one_of_metas_samples() {
    for (name, previous, new) in [
        ("message_template_quality_update--RED", QualityRating::Yellow, QualityRating::Red),
        (
            "message_template_status_update--quality_misfiled",
            QualityRating::Green,
            QualityRating::Yellow,
        ),
    ] {
        let News::TemplateQuality(update) = only(name) else { panic!("{name}") };
        assert_eq!((update.previous, update.new), (Some(previous), new), "{name}");
        assert_eq!(update.template.as_str(), "1204857736119218");
    }
}

#[test]
fn a_name_is_rejected_for_a_reason_and_approved_without_one() {
    let News::NameUpdate(update) = only("phone_number_name_update--REJECTED") else { panic!() };
    assert_eq!(update.decision, NameDecision::Rejected);
    assert_eq!(update.rejection_reason, Some(NameRejection::NotConsistent));
    assert_eq!(update.requested_verified_name.as_deref(), Some("Ipê Ofertas"));
    let News::NameUpdate(update) = only("phone_number_name_update--APPROVED") else { panic!() };
    assert_eq!((update.decision, update.rejection_reason), (NameDecision::Approved, None));
    let odd = json!({"display_phone_number": "1", "decision": "SOMETIME",
        "requested_verified_name": {"a": 1}, "rejection_reason": "null"});
    let mut items = read(&body_of("phone_number_name_update", &odd)).items;
    let News::NameUpdate(update) = items.remove(0).news else { panic!() };
    assert_eq!(update.decision, NameDecision::Other("SOMETIME".to_owned()));
    assert_eq!((update.requested_verified_name, update.rejection_reason), (None, None));
}

#[test]
fn each_preference_is_an_item_of_its_own_with_a_time() {
    let items = items("user_preferences--stop_resume");
    let told: Vec<_> = items
        .iter()
        .map(|item| match &item.news {
            News::Preference(told) => (told.value.clone(), told.timestamp),
            other => panic!("{other:?}"),
        })
        .collect();
    let (stop, resume) = (PreferenceValue::Stop, PreferenceValue::Resume);
    assert_eq!(told, [(stop, 1_795_338_600), (resume, 1_795_338_601)]);
    let News::Preference(second) = &items[1].news else { panic!() };
    assert_eq!(second.wa_id, None);
    assert_eq!(second.user_id.as_deref(), Some("BR.29300049899820052839"));
    assert_eq!(items[0].kind(), Some("stop"));
    assert_ne!(items[0].key(), items[1].key());
}

#[test]
fn the_same_preference_has_one_key_in_whatever_batch_it_comes() {
    let told = |at: i64| {
        json!({"wa_id": "5511955550301", "category": "marketing_messages", "value": "stop",
            "timestamp": at})
    };
    let body = |told: Vec<Value>| {
        let value = json!({"metadata": {"phone_number_id": "1"}, "user_preferences": told});
        read(&body_of("user_preferences", &value)).items
    };
    let (alone, together) = (body(vec![told(7)]), body(vec![told(5), told(7)]));
    assert_eq!(alone[0].key(), together[1].key());
    assert_ne!(together[0].key(), together[1].key(), "another time is another wish");
}

#[test]
fn an_alert_is_read_in_its_new_form_and_in_its_old_one() {
    let News::AccountAlert(alert) = only("account_alerts--deferred") else { panic!() };
    assert_eq!(alert.alert_type, "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED");
    assert_eq!(alert.entity_type.as_deref(), Some("BUSINESS"));
    assert_eq!(alert.alert["alert_severity"], "WARNING");
    let News::AccountAlert(alert) = only("account_alerts--old_form") else { panic!() };
    assert_eq!(alert.alert_type, "PROFILE_PICTURE_LOST");
    assert_eq!(alert.entity_id.as_deref(), Some("106540352242922"));
    assert_eq!(alert.alert["alert_status"], "NONE");
    let News::AccountReview(review) = only("account_review_update--REJECTED") else { panic!() };
    assert_eq!(review.decision, "REJECTED");
}

#[test]
fn what_lacks_its_essential_part_is_kept_raw_and_not_refused() {
    for (field, value) in [
        ("phone_number_name_update", json!({"decision": "APPROVED"})),
        ("phone_number_name_update", json!({"display_phone_number": "1"})),
        ("message_template_status_update", json!({"event": "PAUSED"})),
        ("message_template_status_update", json!({"message_template_id": 7})),
        ("message_template_status_update", json!({"event": "PAUSED", "message_template_id": [7]})),
        ("message_template_quality_update", json!({"new_quality_score": "RED"})),
        ("account_review_update", json!({"decision": 7})),
        ("account_alerts", json!({"alert_info": "x"})),
        ("user_preferences", json!({"user_preferences": [{"value": "stop", "timestamp": 1}]})),
        ("user_preferences", json!({"metadata": {"phone_number_id": "1"}, "user_preferences": []})),
    ] {
        let reading = read(&body_of(field, &value));
        assert_eq!(reading.unread, [], "{field} {value}");
        let raw = News::Other {
            event: value["event"].as_str().or(value["decision"].as_str()).map(str::to_owned),
            value: value.clone(),
        };
        assert_eq!(reading.items[0].news, raw, "{field}");
    }
}

/// Any JSON, not too deep.
fn junk() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_broken_preference_never_hides_a_sibling(broken in junk(), place in 0_usize..3) {
        let told = |at: i64| json!({"wa_id": "1", "value": "stop", "timestamp": at});
        let mut list = vec![told(1), told(2)];
        list.insert(place, broken);
        let value = json!({"metadata": {"phone_number_id": "1"}, "user_preferences": list});
        let reading = read(&body_of("user_preferences", &value));
        prop_assert_eq!(reading.items.len(), 2);
        prop_assert_eq!(reading.unread.len(), 1);
    }

    #[test]
    fn whatever_stands_in_one_part_of_a_value_its_neighbours_in_the_body_are_read(
        broken in junk(),
        key in "event|message_template_id|other_info|disable_info|reason|decision|alert_info",
        field in "phone_number_name_update|message_template_status_update|account_alerts|\
            message_template_quality_update|account_review_update|user_preferences",
    ) {
        let mut odd = json!({"event": "PAUSED", "decision": "APPROVED", "alert_type": "X",
            "message_template_id": 7, "display_phone_number": "1"});
        odd[key.as_str()] = broken;
        let sound = json!({"field": "message_template_status_update",
            "value": {"event": "PAUSED", "message_template_id": 9}});
        let changes = json!([sound.clone(), {"field": field, "value": odd}, sound]);
        let body = json!({"entry": [{"id": "2", "time": 1, "changes": changes}]}).to_string();
        let reading = read(body.as_bytes());
        let is_sound = |item: &&Item| matches!(&item.news,
            News::TemplateStatus(update) if update.template.as_str() == "9");
        prop_assert_eq!(reading.items.iter().filter(is_sound).count(), 2);
        prop_assert_eq!(reading.items.len() + reading.unread.len(), 3);
    }
}
