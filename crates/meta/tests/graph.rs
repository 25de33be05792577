//! Graph calls: what is printed, what is read, and what each of Meta's errors lets one do.

use meta::graph::{
    AskDisplayName, Call, DataPoint, DebugToken, GetAnalytics, GetNode, PhoneNumbers, read_answer,
};
use meta::{GraphError, WabaId};
use serde_json::{Value, json};

/// The error that an answer with this envelope gives.
fn error(status: u16, error: Value) -> GraphError {
    let call = GetNode { id: "1", fields: &["id"] };
    let body = json!({ "error": error }).to_string();
    read_answer(&call, status, body.as_bytes()).expect_err("an error envelope")
}

#[test]
fn an_error_is_quoted_in_metas_words_alone_with_its_codes() {
    for (envelope, quoted) in [
        (
            json!({"code": 190, "error_subcode": 467, "message": "Error validating"}),
            "(190/467) Error validating",
        ),
        (
            json!({"code": 1, "message": "Error validating client secret."}),
            "(1) Error validating client secret.",
        ),
        (json!({"code": 133005, "message": "(#133005) PIN Mismatch"}), "(#133005) PIN Mismatch"),
        (json!({"code": 100, "error_subcode": 33, "message": "does not exist"}), "does not exist"),
    ] {
        assert_eq!(error(400, envelope.clone()).quoted(), quoted, "{envelope}");
    }
    let silent = GraphError::Unanswered { reason: "connection refused".to_owned() };
    assert_eq!(silent.quoted(), "connection refused");
}

#[test]
fn each_error_says_what_one_can_do_about_it() {
    let cases = [
        (401, json!({"code": 190, "error_subcode": 463, "message": "m"}), "token_dead", false),
        (403, json!({"code": 200, "message": "m"}), "permission_missing", false),
        (403, json!({"code": 10, "message": "m"}), "permission_missing", false),
        (400, json!({"code": 100, "error_subcode": 33, "message": "m"}), "not_found", false),
        (400, json!({"code": 100, "message": "m"}), "refused", false),
        (400, json!({"code": 80007, "message": "m"}), "rate_limited", true),
        (400, json!({"code": 4, "message": "m"}), "rate_limited", true),
        (400, json!({"code": 130429, "message": "m"}), "rate_limited", true),
        (500, json!({"code": 1, "message": "m"}), "trouble", true),
        (503, json!({"code": 2, "message": "m"}), "trouble", true),
        (500, json!({"code": 131057, "message": "m"}), "trouble", true),
        (400, json!({"code": 5, "is_transient": true, "message": "m"}), "trouble", true),
        (400, json!({"code": 131009, "message": "m"}), "refused", false),
        // Meta is known to answer 200 with an error inside.
        (200, json!({"code": 190, "message": "m"}), "token_dead", false),
    ];
    for (status, envelope, name, is_transient) in cases {
        let error = error(status, envelope.clone());
        assert_eq!((error.name(), error.is_transient()), (name, is_transient), "{envelope}");
        assert_eq!(error.message(), Some("m"));
    }
}

#[test]
fn an_answer_without_metas_json_is_transient_and_never_a_reply() {
    let call = GetNode { id: "1", fields: &["id"] };
    for (status, body) in
        [(200, "<html>"), (502, "<html>"), (200, "{\"id\":"), (200, ""), (404, "{}")]
    {
        let error = read_answer(&call, status, body.as_bytes()).expect_err("no reply");
        assert!(error.is_transient(), "{status} {body}");
    }
    assert!(read_answer(&call, 200, b"[1]").is_err());
}

#[test]
fn a_request_is_printed_with_its_query_encoded() {
    let waba = WabaId::new("2");
    let call = PhoneNumbers { waba: &waba, fields: &["id", "status"], after: Some("a=b&c".into()) };
    let request = call.request().to_http("http://meta.test/v25.0").expect("an address");
    assert_eq!(
        request.uri().to_string(),
        "http://meta.test/v25.0/2/phone_numbers?fields=id%2Cstatus&limit=100&after=a%3Db%26c"
    );
}

#[test]
fn a_display_name_is_asked_for_in_the_query_of_the_number() {
    let number = meta::PhoneNumberId::new("105");
    let call = AskDisplayName { phone_number: &number, name: "Casa Ipê & Filhos" };
    let request = call.request().to_http("http://meta.test/v25.0").expect("an address");
    assert_eq!(request.method(), http::Method::POST);
    assert_eq!(
        request.uri().to_string(),
        "http://meta.test/v25.0/105?new_display_name=Casa%20Ip%C3%AA%20%26%20Filhos"
    );
    assert!(call.reply(json!({"success": true})).is_ok());
    assert!(call.reply(json!({"success": false})).is_err(), "only a yes is one");
}

#[test]
fn a_page_leads_on_only_when_meta_names_a_next_one() {
    let waba = WabaId::new("2");
    let call = PhoneNumbers { waba: &waba, fields: &["id"], after: None };
    let page = |paging: Value| {
        let body = json!({"data": [{"id": "1"}], "paging": paging}).to_string();
        read_answer(&call, 200, body.as_bytes()).expect("a page").next
    };
    let cursors = json!({"before": "x", "after": "y"});
    assert_eq!(page(json!({"cursors": cursors})), None);
    let next = json!({"cursors": cursors, "next": "https://graph.facebook.com/?access_token=t"});
    assert_eq!(page(next).as_deref(), Some("y"));
}

#[test]
fn a_token_covers_what_its_granular_scopes_name_or_everything_without_targets() {
    let call = DebugToken { input_token: "t" };
    let body = json!({"data": {"app_id": "9", "is_valid": true, "expires_at": 0, "granular_scopes": [
        {"scope": "whatsapp_business_management", "target_ids": ["2"]},
        {"scope": "whatsapp_business_messaging"},
    ]}});
    let facts = read_answer(&call, 200, body.to_string().as_bytes()).expect("facts");
    assert!(facts.covers("whatsapp_business_management", "2"));
    assert!(!facts.covers("whatsapp_business_management", "3"));
    assert!(facts.covers("whatsapp_business_messaging", "3"));
    assert!(!facts.covers("business_management", "2"));
}

#[test]
fn an_error_without_metas_code_says_nothing_about_the_token() {
    for envelope in [json!({"message": "m"}), json!({"code": "x"}), json!("m"), json!(null)] {
        for (status, name) in [
            (200, "unreadable"),
            (400, "unreadable"),
            (401, "unreadable"),
            (429, "rate_limited"),
            (500, "trouble"),
            (503, "trouble"),
        ] {
            assert_eq!(error(status, envelope.clone()).name(), name, "{status} {envelope}");
        }
    }
    let zero = || json!({"code": 0, "message": "m"});
    assert_eq!(error(401, zero()).name(), "token_dead");
    assert_eq!(error(400, zero()).name(), "refused");
    assert_eq!(error(500, zero()).name(), "trouble");
}

#[test]
fn a_token_or_a_code_in_metas_words_is_not_kept() {
    let words = |message: &str| {
        let error = error(400, json!({"code": 190, "message": message}));
        error.message().expect("Meta's words").to_owned()
    };
    let token = "EAAGm0PX4ZCpsBAKz9";
    let code = "AQBx-y_Z0123456789";
    for (said, kept) in [
        (format!("code={code}#_ has been used"), "code=***#_ has been used"),
        (format!("AQ{token}{code}, {token}0"), "***, ***"),
        (format!("ação {code}ção"), "ação ***ção"),
        ("AQ, FAQ and AQBx-y_Z are words".to_owned(), "AQ, FAQ and AQBx-y_Z are words"),
    ] {
        assert_eq!(words(&said), kept);
    }
    for (said, kept) in [
        (format!("Malformed access token {token}x"), "Malformed access token ***"),
        (format!("{token}y is not {token}z."), "*** is not ***."),
        (format!("ação \"{token}0\" não"), "ação \"***\" não"),
        ("EAA, EAAB and EAA123 are words".to_owned(), "EAA, EAAB and EAA123 are words"),
        (String::new(), ""),
    ] {
        assert_eq!(words(&said), kept);
    }
}

#[test]
fn what_is_wrong_with_an_answer_is_said_without_quoting_it() {
    let waba = WabaId::new("2");
    let call = PhoneNumbers { waba: &waba, fields: &["id"], after: None };
    let error = read_answer(&call, 200, br#"{"data": "EAAGm0PX4ZCpsBAKz9xx"}"#).expect_err("shape");
    assert_eq!(
        error.to_string(),
        "an answer that can't be read: a field is missing or has another shape"
    );
}

#[test]
fn analytics_are_a_field_of_the_account_with_its_parameters_behind_the_name() {
    let waba = WabaId::new("102290129340398");
    let call = GetAnalytics { waba: &waba, start: 1_795_305_600, end: 1_795_392_000 };
    let request = call.request().to_http("https://graph.facebook.com/v25.0").expect("an address");
    let field = "analytics%2Estart%281795305600%29%2Eend%281795392000%29%2Egranularity%28DAY%29";
    assert_eq!(
        request.uri().to_string(),
        format!("https://graph.facebook.com/v25.0/102290129340398?fields={field}")
    );
    let answer = json!({"id": "102290129340398", "analytics": {
        "phone_numbers": ["5521955550164"], "granularity": "DAY",
        "data_points": [{"start": 1_795_305_600, "end": 1_795_392_000, "sent": 12, "delivered": 9}]}});
    let points = read_answer(&call, 200, answer.to_string().as_bytes()).expect("read");
    let point = DataPoint { start: 1_795_305_600, end: 1_795_392_000, sent: 12, delivered: 9 };
    assert_eq!(points, [point]);
    let none = read_answer(&call, 200, br#"{"id":"102290129340398"}"#).expect("read");
    assert_eq!(none, []);
}
