//! Window messages of Embedded Signup: Meta's samples, Meta's variants, and what anyone else may
//! post (META 1.2).

use meta::signup::{Event, NotAMessage, read};
use meta::{BusinessId, PhoneNumberId, WabaId};
use proptest::prelude::*;
use serde_json::{Value, json};

fn message(event: &str, data: Value) -> String {
    json!({"type": "WA_EMBEDDED_SIGNUP", "event": event, "data": data, "version": 3}).to_string()
}

fn event(name: &str, data: Value) -> Result<Event, NotAMessage> {
    read(&message(name, data)).map(|message| message.event)
}

#[test]
fn metas_samples_are_read() {
    let finish = read(
        r#"{"data":{"phone_number_id":"106540352242922","waba_id":"524126980791429","business_id":"2729063490586005"},"type":"WA_EMBEDDED_SIGNUP","event":"FINISH","version":3}"#,
    );
    let finish = finish.expect("a message");
    assert_eq!(finish.version.as_deref(), Some("3"));
    assert_eq!(
        finish.event,
        Event::Finish {
            phone_number_id: PhoneNumberId::new("106540352242922"),
            waba_id: WabaId::new("524126980791429"),
            business_id: Some(BusinessId::new("2729063490586005")),
        }
    );
    let cancel = r#"{"data":{"current_step":"PHONE_NUMBER_SETUP"},"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL","version":3}"#;
    assert_eq!(
        read(cancel).expect("a message").event,
        Event::Cancel { current_step: Some("PHONE_NUMBER_SETUP".to_owned()) }
    );
    let reported = read(
        r#"{"data":{"error_message":"Your verified name violates WhatsApp guidelines…","error_id":"524126","session_id":"f34b51dab5e0498","timestamp":"1746041036"},"type":"WA_EMBEDDED_SIGNUP","event":"CANCEL"}"#,
    );
    let reported = reported.expect("a message");
    assert_eq!(reported.version, None);
    assert_eq!(
        reported.event,
        Event::ReportedError {
            error_message: Some("Your verified name violates WhatsApp guidelines…".to_owned()),
            error_id: Some("524126".to_owned()),
            session_id: Some("f34b51dab5e0498".to_owned()),
            timestamp: Some("1746041036".to_owned()),
        }
    );
}

#[test]
fn each_event_has_its_own_shape() {
    let (waba_id, business_id) = (WabaId::new("2"), Some(BusinessId::new("3")));
    for (name, data, wanted) in [
        (
            "FINISH_ONLY_WABA",
            json!({"waba_id": "2", "business_id": "3"}),
            Event::FinishOnlyWaba { waba_id: waba_id.clone(), business_id: business_id.clone() },
        ),
        (
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            json!({"waba_id": "2"}),
            Event::FinishWhatsappBusinessAppOnboarding {
                waba_id: waba_id.clone(),
                business_id: None,
                phone_number_id: None,
            },
        ),
        (
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            json!({"waba_id": "2", "business_id": "3", "phone_number_id": "1"}),
            Event::FinishWhatsappBusinessAppOnboarding {
                waba_id,
                business_id,
                phone_number_id: Some(PhoneNumberId::new("1")),
            },
        ),
        ("CANCEL", json!({}), Event::Cancel { current_step: None }),
        ("CANCEL", json!(null), Event::Cancel { current_step: None }),
        (
            "ERROR",
            json!({"error_message": "m", "error_id": 524126}),
            Event::ReportedError {
                error_message: Some("m".to_owned()),
                error_id: Some("524126".to_owned()),
                session_id: None,
                timestamp: None,
            },
        ),
        ("FINISH_OBO", json!({}), Event::Other { event: "FINISH_OBO".to_owned() }),
    ] {
        let read = event(name, data).expect("a message");
        assert_eq!(read, wanted);
        let stored = serde_json::to_string(&read).expect("JSON");
        assert_eq!(serde_json::from_str::<Event>(&stored).expect("an event"), wanted, "{stored}");
    }
}

#[test]
fn an_event_is_stored_under_a_name_that_stays() {
    let finish = event("FINISH_ONLY_WABA", json!({"waba_id": "2"})).expect("a message");
    let stored = json!({"kind": "finish_only_waba", "waba_id": "2", "business_id": null});
    assert_eq!(serde_json::to_value(finish).expect("JSON"), stored);
}

#[test]
fn ids_may_be_numbers_but_nothing_else_than_digits() {
    let finish = |id: Value| event("FINISH", json!({"phone_number_id": "1", "waba_id": id}));
    // Above 2^53, where a browser's own numbers would lie.
    for id in [json!(9_007_199_254_740_993_u64), json!("9007199254740993")] {
        let Ok(Event::Finish { waba_id, .. }) = finish(id) else { panic!("no finish") };
        assert_eq!(waba_id.as_str(), "9007199254740993");
    }
    for id in [
        json!("../me"),
        json!("1/register"),
        json!("1?fields=x"),
        json!("1 "),
        json!("-1"),
        json!("٣"),
        json!("1\n"),
        json!(-1),
        json!(1.5),
        json!(1e30),
        json!(true),
        json!(["1"]),
        json!({"id": "1"}),
        json!("1".repeat(33)),
    ] {
        assert_eq!(finish(id.clone()), Err(NotAMessage::BadId { field: "waba_id" }), "{id}");
        let optional = json!({"phone_number_id": "1", "waba_id": "2", "business_id": id});
        assert_eq!(event("FINISH", optional), Err(NotAMessage::BadId { field: "business_id" }));
    }
    assert!(finish(json!("1".repeat(32))).is_ok());
}

#[test]
fn what_an_event_must_name_is_asked_for() {
    for (name, data, field) in [
        ("FINISH", json!({"waba_id": "2"}), "phone_number_id"),
        ("FINISH", json!({"phone_number_id": "1"}), "waba_id"),
        ("FINISH", json!({"phone_number_id": "", "waba_id": "2"}), "phone_number_id"),
        ("FINISH_ONLY_WABA", json!({"waba_id": null}), "waba_id"),
        ("FINISH_ONLY_WABA", json!("2"), "waba_id"),
        ("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", json!({}), "waba_id"),
    ] {
        assert_eq!(event(name, data), Err(NotAMessage::Missing { field }), "{name}");
    }
    let nameless = json!({"type": "WA_EMBEDDED_SIGNUP", "event": 1}).to_string();
    assert_eq!(read(&nameless), Err(NotAMessage::Missing { field: "event" }));
}

#[test]
fn other_texts_of_the_window_are_no_messages() {
    for text in ["", "cb=f1&code=AQ&relation=opener", "{", "{\"type\":\"WA_EMBEDDED_SIGNUP\""] {
        assert_eq!(read(text), Err(NotAMessage::NotJson), "{text}");
    }
    for text in ["1", "[]", "\"WA_EMBEDDED_SIGNUP\"", "{}", r#"{"type":"wa_embedded_signup"}"#] {
        assert_eq!(read(text), Err(NotAMessage::OtherType), "{text}");
    }
    let long = message("CANCEL", json!({"current_step": "x".repeat(4096)}));
    assert_eq!(read(&long), Err(NotAMessage::TooLong));
    let deep = "[".repeat(4096);
    assert_eq!(read(&deep), Err(NotAMessage::NotJson));
}

#[test]
fn texts_are_cut_at_a_character() {
    let Ok(Event::Cancel { current_step: Some(step) }) =
        event("CANCEL", json!({"current_step": "é".repeat(600)}))
    else {
        panic!("no cancel")
    };
    assert_eq!(step, "é".repeat(500));
    let Ok(Event::Other { event }) = event(&"🌳".repeat(501), json!({})) else {
        panic!("not another event")
    };
    assert_eq!(event, "🌳".repeat(500));
}

#[test]
fn no_error_repeats_the_text() {
    let secret = "AQBx-y_Z0123456789";
    for text in [
        secret.to_owned(),
        message("FINISH", json!({"phone_number_id": "1", "waba_id": secret})),
        json!({"type": secret}).to_string(),
        message("FINISH", json!({secret: 1})),
    ] {
        let error = read(&text).expect_err("no message");
        assert!(!format!("{error} {error:?}").contains(secret), "{error}");
    }
}

fn ids(event: &Event) -> Vec<&str> {
    match event {
        Event::Finish { phone_number_id, waba_id, business_id } => {
            let own = [phone_number_id.as_str(), waba_id.as_str()];
            own.into_iter().chain(business_id.as_ref().map(BusinessId::as_str)).collect()
        }
        Event::FinishOnlyWaba { waba_id, business_id } => [waba_id.as_str()]
            .into_iter()
            .chain(business_id.as_ref().map(BusinessId::as_str))
            .collect(),
        Event::FinishWhatsappBusinessAppOnboarding { waba_id, business_id, phone_number_id } => {
            let number = phone_number_id.as_ref().map(PhoneNumberId::as_str);
            let business = business_id.as_ref().map(BusinessId::as_str);
            [waba_id.as_str()].into_iter().chain(business).chain(number).collect()
        }
        Event::Cancel { .. } | Event::ReportedError { .. } | Event::Other { .. } => Vec::new(),
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn whatever_data_holds_its_ids_are_digits_and_it_can_be_stored(
        name in prop_oneof![
            Just("FINISH"), Just("FINISH_ONLY_WABA"), Just("CANCEL"), Just("ERROR"),
            Just("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING"), Just("OTHER"),
        ],
        values in proptest::collection::vec(
            prop_oneof![
                any::<String>().prop_map(Value::from), "[0-9]{0,40}".prop_map(Value::from),
                any::<i64>().prop_map(Value::from), any::<f64>().prop_map(Value::from),
                Just(Value::Null),
            ],
            6,
        ),
    ) {
        let keys = ["phone_number_id", "waba_id", "business_id", "current_step", "error_id",
            "error_message"];
        let data: Value = keys.iter().zip(values).map(|(key, value)| (key.to_string(), value))
            .collect::<serde_json::Map<_, _>>().into();
        if let Ok(event) = event(name, data) {
            for id in ids(&event) {
                prop_assert!((1..=32).contains(&id.len()));
                prop_assert!(id.bytes().all(|byte| byte.is_ascii_digit()));
            }
            let stored = serde_json::to_string(&event).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Event>(&stored).expect("an event"), event);
        }
    }
}
