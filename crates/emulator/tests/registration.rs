//! The registration machine (META 11.6): codes, PINs, limits and expiry.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{ATACADO, Answer, BRASIL, COBRANCA, Callback, RECIFE, Stand};

const PIN: &str = "559128";
const DAY_S: i64 = 86_400;

async fn post(stand: &Stand, path: &str, body: Value) -> Answer {
    let request = Request::post(format!("/v25.0/{path}"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    stand.ask(request.unwrap()).await
}

async fn register(stand: &Stand, number: &str, pin: &str) -> Answer {
    let body = json!({"messaging_product": "whatsapp", "pin": pin});
    post(stand, &format!("{number}/register"), body).await
}

/// `ok`, or the error's code with its subcode.
fn outcome(answer: &Answer) -> String {
    let body = answer.json();
    if answer.status == 200 {
        assert_eq!(body["success"], true, "{body}");
        return "ok".to_owned();
    }
    let error = &body["error"];
    match &error["error_subcode"] {
        Value::Null => error["code"].to_string(),
        subcode => format!("{}/{subcode}", error["code"]),
    }
}

async fn advance(stand: &Stand, seconds: i64) {
    stand.set("clock", json!({"advance_seconds": seconds})).await;
}

async fn number(stand: &Stand, id: &str) -> Value {
    let fields = "status,platform_type,is_pin_enabled,code_verification_status";
    stand.read(&format!("/v25.0/{id}?fields={fields}")).await
}

#[tokio::test]
async fn a_verified_number_becomes_connected_and_keeps_its_pin() {
    let stand = Stand::new();
    assert_eq!(number(&stand, RECIFE).await["platform_type"], "NOT_APPLICABLE");
    assert_eq!(outcome(&register(&stand, RECIFE, "102030").await), "ok");
    assert_eq!(
        number(&stand, RECIFE).await,
        json!({
            "status": "CONNECTED",
            "platform_type": "CLOUD_API",
            "is_pin_enabled": true,
            "code_verification_status": "VERIFIED",
            "id": RECIFE,
        })
    );
    let shown = stand.emulator.world()["businesses"][0]["wabas"][0]["phone_numbers"][3].clone();
    assert_eq!(shown["pin"], "102030");
    assert_eq!(outcome(&register(&stand, RECIFE, "000000").await), "133005");
    assert_eq!(outcome(&register(&stand, RECIFE, "102030").await), "ok");
}

#[tokio::test]
async fn parameters_are_checked_and_may_come_by_query_or_form() {
    let stand = Stand::new();
    for body in [
        json!({"pin": PIN}),
        json!({"messaging_product": "sms", "pin": PIN}),
        json!({"messaging_product": "whatsapp"}),
        json!({"messaging_product": "whatsapp", "pin": "12345"}),
        json!({"messaging_product": "whatsapp", "pin": "12345a"}),
    ] {
        let answer = post(&stand, &format!("{COBRANCA}/register"), body).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100));
    }
    let query = format!("/{COBRANCA}/register?messaging_product=whatsapp&pin={PIN}");
    assert_eq!(outcome(&stand.graph("POST", &query).await), "ok");
    let form = Request::post(format!("/{COBRANCA}/register"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!(
            "messaging_product=whatsapp&pin={PIN}&access_token={}",
            stand.token
        )));
    assert_eq!(outcome(&stand.ask(form.unwrap()).await), "ok");
    let foreign = stand.emulator.waba_token(ATACADO).unwrap();
    assert_eq!(stand.graph_as(&foreign, "POST", &query).await.status, 403);
}

#[tokio::test]
async fn eight_wrong_pins_in_a_row_lock_the_guessing() {
    let stand = Stand::new();
    for _ in 0..8 {
        assert_eq!(outcome(&register(&stand, COBRANCA, "000000").await), "133005");
    }
    assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "133008");
    advance(&stand, DAY_S / 2).await;
    assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "ok");
}

#[tokio::test]
async fn a_right_pin_forgives_the_wrong_ones() {
    let stand = Stand::new();
    for _ in 0..2 {
        for _ in 0..7 {
            assert_eq!(outcome(&register(&stand, COBRANCA, "000000").await), "133005");
        }
        assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "ok");
        advance(&stand, 3 * DAY_S).await;
    }
}

#[tokio::test]
async fn ten_calls_in_72_hours_are_allowed() {
    let stand = Stand::new();
    for _ in 0..5 {
        let gone = post(&stand, &format!("{COBRANCA}/deregister"), json!({})).await;
        assert_eq!(outcome(&gone), "ok");
        assert_eq!(number(&stand, COBRANCA).await["platform_type"], "NOT_APPLICABLE");
        assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "ok");
    }
    assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "133016");
    let gone = post(&stand, &format!("{COBRANCA}/deregister"), json!({})).await;
    assert_eq!(outcome(&gone), "133016");
    advance(&stand, 3 * DAY_S).await;
    assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "ok");
}

#[tokio::test]
async fn an_added_number_is_verified_by_code_and_has_14_days_to_be_registered() {
    let stand = Stand::new();
    let new = json!({"cc": "55", "phone_number": "11 95555-0777", "verified_name": "Ateliê"});
    let added = post(&stand, &format!("{ATACADO}/phone_numbers"), new.clone()).await;
    let id = added.json()["id"].as_str().unwrap().to_owned();
    let twice = post(&stand, &format!("{BRASIL}/phone_numbers"), new).await;
    assert_eq!(outcome(&twice), "100/2388012");
    let fresh = number(&stand, &id).await;
    assert_eq!(
        (&fresh["status"], &fresh["code_verification_status"]),
        (&json!("UNVERIFIED"), &json!("NOT_VERIFIED"))
    );

    let path = |edge: &str| format!("{id}/{edge}");
    let ask = json!({"code_method": "SMS", "language": "pt_BR"});
    let verify = |code: &str| json!({"code": code});
    assert_eq!(outcome(&register(&stand, &id, PIN).await), "133006");
    let early = post(&stand, &path("verify_code"), verify("123456")).await;
    assert_eq!(outcome(&early), "136024/2388091");
    let fax = json!({"code_method": "FAX", "language": "pt_BR"});
    assert_eq!(outcome(&post(&stand, &path("request_code"), fax).await), "100");
    assert_eq!(outcome(&post(&stand, &path("request_code"), ask.clone()).await), "ok");
    assert_eq!(outcome(&post(&stand, &path("verify_code"), verify("654321")).await), "136025");
    assert_eq!(outcome(&post(&stand, &path("verify_code"), verify("123456")).await), "ok");
    assert_eq!(number(&stand, &id).await["status"], "PENDING");
    let again = post(&stand, &path("request_code"), ask.clone()).await;
    assert_eq!(outcome(&again), "136024/2388091");

    advance(&stand, 14 * DAY_S).await;
    assert_eq!(number(&stand, &id).await["code_verification_status"], "EXPIRED");
    assert_eq!(outcome(&register(&stand, &id, PIN).await), "133006");
    assert_eq!(outcome(&post(&stand, &path("request_code"), ask).await), "ok");
    assert_eq!(outcome(&post(&stand, &path("verify_code"), verify("123456")).await), "ok");
    assert_eq!(outcome(&register(&stand, &id, PIN).await), "ok");
    // Once registered, nothing expires, not even while it is deregistered.
    post(&stand, &path("deregister"), json!({})).await;
    advance(&stand, 30 * DAY_S).await;
    assert_eq!(outcome(&register(&stand, &id, PIN).await), "ok");
}

#[tokio::test]
async fn a_phone_that_was_deleted_waits_five_minutes_before_it_is_registered_again() {
    let stand = Stand::new();
    let read = stand.read(&format!("/{COBRANCA}?fields=display_phone_number")).await;
    let had = read["display_phone_number"].as_str().unwrap();
    let new = json!({"cc": "55", "phone_number": had.replacen("+55", "", 1),
        "verified_name": "Ateliê"});
    let path = format!("{ATACADO}/phone_numbers");
    assert_eq!(outcome(&post(&stand, &path, new.clone()).await), "100/2388012");
    stand.set(&format!("numbers/{COBRANCA}"), json!({"status": "DELETED"})).await;
    let added = post(&stand, &path, new).await.json();
    let id = added["id"].as_str().unwrap();
    stand.set(&format!("numbers/{id}"), json!({"code_verification_status": "VERIFIED"})).await;
    assert_eq!(outcome(&register(&stand, id, PIN).await), "133015");
    advance(&stand, 4 * 60).await;
    assert_eq!(outcome(&register(&stand, id, PIN).await), "133015");
    advance(&stand, 60).await;
    assert_eq!(outcome(&register(&stand, id, PIN).await), "ok");
}

#[tokio::test]
async fn a_pin_is_changed_only_on_a_registered_number() {
    let stand = Stand::new();
    let changed = post(&stand, COBRANCA, json!({"pin": "121212"})).await;
    assert_eq!(outcome(&changed), "ok");
    assert_eq!(outcome(&register(&stand, COBRANCA, PIN).await), "133005");
    assert_eq!(outcome(&register(&stand, COBRANCA, "121212").await), "ok");
    assert_eq!(outcome(&post(&stand, COBRANCA, json!({"pin": "12"})).await), "100");
    assert_eq!(outcome(&post(&stand, RECIFE, json!({"pin": "121212"})).await), "133010");
    let gone = post(&stand, &format!("{RECIFE}/deregister"), json!({})).await;
    assert_eq!(outcome(&gone), "133010");
}

#[tokio::test]
async fn control_makes_registration_fail_until_it_is_cleared() {
    let stand = Stand::new();
    let path = format!("numbers/{RECIFE}");
    for (wish, told, http_status) in [
        ("2388001", "100/2388001", 400),
        ("133005", "133005", 400),
        ("133015", "133015", 400),
        ("133004", "133004", 503),
    ] {
        let set = stand.set(&path, json!({"registration_error": wish})).await;
        assert_eq!(set["registration_error"], wish);
        let answer = register(&stand, RECIFE, PIN).await;
        assert_eq!((outcome(&answer).as_str(), answer.status.as_u16()), (told, http_status));
    }
    stand.set(&path, json!({"registration_error": "2388001"})).await;
    let error = register(&stand, RECIFE, PIN).await.json()["error"].clone();
    assert!(error["error_user_msg"].is_string());
    stand.set(&path, json!({"registration_error": null})).await;
    assert_eq!(outcome(&register(&stand, RECIFE, PIN).await), "ok");
    let bad = stand.control(&path, json!({"registration_error": "soon"})).await;
    assert_eq!(bad.status, 400);
}

#[tokio::test]
async fn control_makes_a_code_fail_until_it_is_cleared() {
    let stand = Stand::new();
    let path = format!("numbers/{RECIFE}");
    stand.set(&path, json!({"code_verification_status": "NOT_VERIFIED"})).await;
    let ask = async || {
        let body = json!({"code_method": "SMS", "language": "pt_BR"});
        post(&stand, &format!("{RECIFE}/request_code"), body).await
    };
    for (wish, told) in
        [("2388091", "100/2388091"), ("2388093", "100/2388093"), ("136024", "136024")]
    {
        assert_eq!(stand.set(&path, json!({"code_error": wish})).await["code_error"], wish);
        assert_eq!(outcome(&ask().await), told);
    }
    stand.set(&path, json!({"code_error": null})).await;
    assert_eq!(outcome(&ask().await), "ok");
}

#[tokio::test]
async fn a_new_name_waits_for_its_review_and_the_decision_is_told() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "phone_number_name_update").await;
    let running = stand.run();
    let renamed = post(&stand, RECIFE, json!({"new_display_name": "Loja do Recife"})).await;
    assert_eq!(outcome(&renamed), "ok");
    let fields = "verified_name,new_display_name,new_name_status";
    assert_eq!(
        stand.read(&format!("/v25.0/{RECIFE}?fields={fields}")).await,
        json!({
            "verified_name": "Loja Recife",
            "new_display_name": "Loja do Recife",
            "new_name_status": "PENDING_REVIEW",
            "id": RECIFE,
        })
    );
    stand.set(&format!("numbers/{RECIFE}"), json!({"name_status": "APPROVED"})).await;
    let told = callback.wait_for(1).await.remove(0).change();
    assert_eq!(
        told,
        json!({"field": "phone_number_name_update", "value": {
            "display_phone_number": "5581955550119",
            "decision": "APPROVED",
            "requested_verified_name": "Loja do Recife",
            "rejection_reason": null,
        }})
    );
    // It is the number's name now, and none waits any more.
    assert_eq!(
        stand.read(&format!("/v25.0/{RECIFE}?fields={fields}")).await,
        json!({"verified_name": "Loja do Recife", "new_name_status": "APPROVED", "id": RECIFE})
    );
    running.stop().await;
}

#[tokio::test]
async fn each_decision_on_a_name_is_told_once_with_the_name_that_was_asked_for() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "phone_number_name_update").await;
    let running = stand.run();
    let reason = "NAME_FORMAT_UNACCEPTABLE";
    let steps = [
        // The first name, without a new one.
        (json!({"name_status": "DECLINED"}), "REJECTED", "Cobrança", json!(reason)),
        (json!({"name_status": "PENDING_REVIEW"}), "PENDING", "Cobrança", Value::Null),
        (json!({"name_status": "DEFERRED"}), "DEFERRED", "Cobrança", Value::Null),
        (json!({"name_status": "APPROVED"}), "APPROVED", "Cobrança", Value::Null),
        // A new one, while the old one is approved.
        (
            json!({"new_display_name": "Nova", "name_status": "DECLINED"}),
            "REJECTED",
            "Nova",
            json!(reason),
        ),
        (json!({"name_status": "AVAILABLE_WITHOUT_REVIEW"}), "APPROVED", "Nova", Value::Null),
    ];
    for (nth, (change, decision, name, reason)) in steps.into_iter().enumerate() {
        // The same decision again is no news.
        for _ in 0..2 {
            let again = json!({"name_status": change["name_status"]});
            let change = if callback.arrived().len() == nth { change.clone() } else { again };
            stand.set(&format!("numbers/{COBRANCA}"), change).await;
            callback.wait_for(nth + 1).await;
        }
        let told = callback.arrived()[nth].change();
        assert_eq!(
            told["value"],
            json!({
                "display_phone_number": "5521955550164",
                "decision": decision,
                "requested_verified_name": name,
                "rejection_reason": reason,
            })
        );
    }
    for silent in [json!({"name_status": "EXPIRED"}), json!({"new_display_name": "Outra"})] {
        stand.set(&format!("numbers/{COBRANCA}"), silent).await;
    }
    assert_eq!(
        stand.emulator.world()["businesses"][0]["wabas"][0]["phone_numbers"][2]["verified_name"],
        "Nova"
    );
    // An approved name can be followed by the next, which the same word approves.
    stand.set(&format!("numbers/{COBRANCA}"), json!({"name_status": "APPROVED"})).await;
    let told = callback.wait_for(7).await[6].change();
    assert_eq!(told["value"]["requested_verified_name"], "Outra");
    running.stop().await;
    assert_eq!(callback.arrived().len(), 7);
}
