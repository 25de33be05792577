//! What becomes of a message: the control API's sends and Graph's, refused, failed and delivered.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use meta::webhook::News;
use serde_json::{Value, json};
use stand::{APP, Answer, BRASIL, CASA_IPE, COBRANCA, Callback, RECIFE, Stand};

const MARINA: &str = "5511955550301";
const STRANGER: &str = "5511955559999";
const PROMO: &str = "1204857736119218";

async fn turn(stand: &Stand, seconds: i64) {
    stand.set("clock", json!({"advance_seconds": seconds})).await;
}

async fn writes(stand: &Stand, wa_id: &str) {
    let path = format!("users/{wa_id}/messages");
    stand.set(&path, json!({"to": COBRANCA, "text": "oi"})).await;
}

async fn post(stand: &Stand, token: &str, number: &str, body: &Value) -> Answer {
    let request = Request::post(format!("/v25.0/{number}/messages"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    stand.ask(request).await
}

fn text(to: &str) -> Value {
    json!({"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "oi"}})
}

fn template(to: &str, name: &str, values: usize) -> Value {
    let values: Vec<Value> = (0..values).map(|_| json!({"type": "text", "text": "x"})).collect();
    json!({"messaging_product": "whatsapp", "to": to, "type": "template", "template": {
        "name": name, "language": {"code": "pt_BR"},
        "components": [{"type": "body", "parameters": values}],
    }})
}

/// The code that a Graph send is refused with; 0 when it is accepted.
async fn code(stand: &Stand, number: &str, body: &Value) -> i64 {
    let answer = post(stand, &stand.token, number, body).await;
    if answer.status == 200 { 0 } else { answer.code() }
}

/// What became of one send of the control API.
async fn fate(stand: &Stand, given: Value) -> (String, Option<i64>) {
    let message = stand.set("sends", given).await["messages"][0].clone();
    (message["status"].as_str().unwrap().to_owned(), message["error"]["code"].as_i64())
}

async fn fate_of(stand: &Stand, category: &str) -> (String, Option<i64>) {
    fate(stand, json!({"from": COBRANCA, "to": [MARINA], "category": category})).await
}

fn is(status: &str, code: Option<i64>) -> (String, Option<i64>) {
    (status.to_owned(), code)
}

#[tokio::test]
async fn free_form_words_need_a_window_that_lasts_a_day() {
    let stand = Stand::new();
    assert_eq!(fate_of(&stand, "service").await, is("failed", Some(131_047)));
    writes(&stand, MARINA).await;
    assert_eq!(fate_of(&stand, "service").await, is("read", None));
    turn(&stand, 86_340).await;
    assert_eq!(fate_of(&stand, "service").await, is("read", None));
    turn(&stand, 60).await;
    assert_eq!(fate_of(&stand, "service").await, is("failed", Some(131_047)));
    assert_eq!(fate_of(&stand, "utility").await, is("read", None));
}

#[tokio::test]
async fn what_is_wrong_with_the_number_or_its_owners_refuses_every_message() {
    let body =
        json!({"errors": [{"error_code": 1, "error_description": "x", "possible_solution": "y"}]});
    for (path, given, wanted) in [
        (format!("numbers/{COBRANCA}"), json!({"status": "DISCONNECTED"}), 133_010),
        (format!("numbers/{COBRANCA}"), json!({"status": "BANNED"}), 131_031),
        (format!("wabas/{BRASIL}"), body.clone(), 131_031),
        (format!("businesses/{CASA_IPE}"), body.clone(), 131_031),
        (format!("apps/{APP}"), body.clone(), 368),
    ] {
        let stand = Stand::new();
        stand.set(&path, given).await;
        assert_eq!(fate_of(&stand, "marketing").await, is("refused", Some(wanted)), "{path}");
        assert_eq!(code(&stand, COBRANCA, &text(MARINA)).await, wanted, "{path}");
    }
    let stand = Stand::new();
    let unregistered = json!({"from": RECIFE, "to": [MARINA]});
    assert_eq!(fate(&stand, unregistered).await, is("refused", Some(133_010)));
}

#[tokio::test]
async fn a_payment_problem_fails_what_the_business_begins_and_lets_replies_pass() {
    let stand = Stand::new();
    let payment =
        json!([{"error_code": 141_006, "error_description": "x", "possible_solution": "y"}]);
    stand.set(&format!("wabas/{BRASIL}"), json!({"errors": payment})).await;
    assert_eq!(fate_of(&stand, "utility").await, is("failed", Some(131_042)));
    writes(&stand, MARINA).await;
    assert_eq!(fate_of(&stand, "service").await, is("read", None));
}

#[tokio::test]
async fn a_template_is_sent_only_while_it_is_approved() {
    let stand = Stand::new();
    for (status, wanted) in
        [("PAUSED", 132_015), ("DISABLED", 132_016), ("PENDING", 132_001), ("APPROVED", 0)]
    {
        stand.set(&format!("templates/{PROMO}"), json!({"status": status})).await;
        let graph = code(&stand, COBRANCA, &template(MARINA, "promo_novembro", 3)).await;
        assert_eq!(graph, wanted, "{status}");
        let given = json!({"from": COBRANCA, "to": [MARINA], "template": "promo_novembro"});
        let control = fate(&stand, given).await;
        assert_eq!(control.1.unwrap_or(0), wanted, "{status}");
    }
    let mixed = json!({"from": COBRANCA, "users": 1, "template": PROMO, "category": "utility"});
    assert_eq!(stand.control("sends", mixed).await.status, 400);
    let unknown = json!({"from": COBRANCA, "users": 1, "template": "no_such"});
    assert_eq!(stand.control("sends", unknown).await.status, 404);
}

#[tokio::test]
async fn a_failure_can_be_asked_for_by_send_or_by_fault() {
    let stand = Stand::new();
    let many = |more: Value| {
        let mut given = json!({"from": COBRANCA, "users": 400});
        given.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        given
    };
    let failed = |answer: &Value, code: i64| {
        let messages = answer["messages"].as_array().unwrap().clone();
        messages.iter().filter(|message| message["error"]["code"] == code).count()
    };
    let half = many(json!({"fail_code": 131_026, "fail_share": 0.5}));
    let struck = failed(&stand.set("sends", half.clone()).await, 131_026);
    assert!((120..280).contains(&struck), "{struck}");
    // The same seed gives the same course of events.
    assert_eq!(failed(&Stand::new().set("sends", half).await, 131_026), struck);
    stand.set("faults", json!({"fault": "failed_131049"})).await;
    assert_eq!(failed(&stand.set("sends", many(json!({}))).await, 131_049), 400);
    assert_eq!(stand.read(&format!("/{COBRANCA}")).await["id"], COBRANCA, "no call is struck");
    stand.set("faults", json!({"fault": null})).await;
    assert_eq!(failed(&stand.set("sends", many(json!({}))).await, 131_049), 0);
    for wrong in [json!({"fail_code": 1}), json!({"fail_code": "x"}), json!({"fail_share": 2})] {
        assert_eq!(stand.control("sends", many(wrong)).await.status, 400);
    }
}

#[tokio::test]
async fn graph_accepts_a_message_and_tells_by_webhook_what_became_of_it() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let running = stand.run();
    let mut sent = template("+55 11 95555-0301", "promo_novembro", 3);
    sent["biz_opaque_callback_data"] = json!("order 4417");
    let answer = post(&stand, &stand.token, COBRANCA, &sent).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let accepted = answer.json();
    assert_eq!(accepted["contacts"], json!([{"input": "+55 11 95555-0301", "wa_id": MARINA}]));
    assert_eq!(accepted["messages"][0]["message_status"], "accepted");
    let words = post(&stand, &stand.token, COBRANCA, &text(STRANGER)).await.json();
    assert!(words["messages"][0].get("message_status").is_none());
    let arrived = callback.wait_for(4).await;
    let mut told = Vec::new();
    for one in &arrived {
        let change = one.change();
        let status = &change["value"]["statuses"][0];
        assert!(status.get("conversation").is_none(), "left out from v24 on");
        let reading = meta::webhook::read(one.body.as_bytes());
        assert!(reading.unread.is_empty(), "{reading:?}");
        let News::Status(read) = &reading.items[0].news else { panic!("{reading:?}") };
        assert_eq!(read.id.as_str(), status["id"].as_str().unwrap());
        assert_eq!(read.recipient.as_deref(), status["recipient_id"].as_str());
        assert!(read.recipient_user.as_ref().is_some_and(|user| user.starts_with("BR.")));
        if status["id"] == accepted["messages"][0]["id"] {
            assert_eq!(status["biz_opaque_callback_data"], "order 4417");
            assert_eq!(change["value"]["contacts"][0]["wa_id"], MARINA);
        } else {
            assert_eq!(status["errors"][0]["code"], 131_047);
            assert!(status["errors"][0]["error_data"]["details"].is_string());
            assert!(status.get("pricing").is_none());
        }
        told.push(status["status"].as_str().unwrap().to_owned());
    }
    told.sort_unstable();
    assert_eq!(told, ["delivered", "failed", "read", "sent"]);
    running.stop().await;
}

#[tokio::test]
async fn graph_refuses_in_the_order_in_which_meta_checks() {
    let stand = Stand::new();
    let mut bad = text("not a phone");
    bad["messaging_product"] = json!("sms");
    assert_eq!(post(&stand, "EAAnobody", COBRANCA, &bad).await.code(), 190);
    stand.set(&format!("numbers/{COBRANCA}"), json!({"status": "PENDING"})).await;
    assert_eq!(code(&stand, COBRANCA, &bad).await, 133_010);
    stand.set(&format!("numbers/{COBRANCA}"), json!({"status": "CONNECTED"})).await;
    assert_eq!(code(&stand, COBRANCA, &bad).await, 100);
    bad["messaging_product"] = json!("whatsapp");
    assert_eq!(code(&stand, COBRANCA, &bad).await, 131_009);
    let without = |key: &str| {
        let mut body = text(MARINA);
        body.as_object_mut().unwrap().remove(key);
        body
    };
    assert_eq!(code(&stand, COBRANCA, &without("to")).await, 131_008);
    assert_eq!(code(&stand, COBRANCA, &text("+55 21 95555-0164")).await, 131_021);
    assert_eq!(code(&stand, COBRANCA, &without("text")).await, 131_008);
    let mut unknown = text(MARINA);
    unknown["type"] = json!("telegram");
    assert_eq!(code(&stand, COBRANCA, &unknown).await, 131_051);
    let mut long = text(MARINA);
    long["text"]["body"] = json!("x".repeat(4_097));
    assert_eq!(code(&stand, COBRANCA, &long).await, 131_009);
    assert_eq!(code(&stand, COBRANCA, &template(MARINA, "no_such", 0)).await, 132_001);
    assert_eq!(code(&stand, COBRANCA, &template(MARINA, "promo_novembro", 1)).await, 132_000);
    assert_eq!(code(&stand, "42", &text(MARINA)).await, 100);
}

#[tokio::test]
async fn digits_without_a_plus_get_their_senders_country() {
    let stand = Stand::new();
    let answer = post(&stand, &stand.token, COBRANCA, &text("11955550301")).await.json();
    assert_eq!(answer["contacts"][0]["wa_id"], MARINA);
}

#[tokio::test]
async fn a_business_scoped_id_is_written_to_and_answered_without_the_phone() {
    let stand = Stand::new();
    let user = stand.emulator.world()["users"][0].clone();
    let user_id = user["user_id"].as_str().unwrap().to_owned();
    let mut body = template("", "promo_novembro", 3);
    body["recipient"] = json!(user_id);
    let answer = post(&stand, &stand.token, COBRANCA, &body).await.json();
    assert_eq!(answer["contacts"], json!([{"input": user_id, "user_id": user_id}]));
    body["template"]["name"] = json!("codigo_de_acesso");
    body["template"]["components"][0]["parameters"] = json!([{"type": "text", "text": "1"}]);
    assert_eq!(code(&stand, COBRANCA, &body).await, 131_062);
    body["recipient"] = json!("BR.1");
    assert_eq!(code(&stand, COBRANCA, &body).await, 131_009);
}

#[tokio::test]
async fn a_number_may_hurry_with_one_person_only_so_long() {
    // The clock is real, so a slow run may earn a message or two more.
    let stand = Stand::new();
    writes(&stand, MARINA).await;
    let mut taken = 0;
    while taken < 60 && code(&stand, COBRANCA, &text(MARINA)).await == 0 {
        taken += 1;
    }
    assert!((45..60).contains(&taken), "{taken}");
    assert_eq!(code(&stand, COBRANCA, &text(MARINA)).await, 131_056);
    assert_eq!(code(&stand, COBRANCA, &text(STRANGER)).await, 0, "others can be written to");
    turn(&stand, 6).await;
    assert_eq!(code(&stand, COBRANCA, &text(MARINA)).await, 0);
}

#[tokio::test]
async fn a_sign_that_a_message_was_read_is_taken() {
    let stand = Stand::new();
    let wrote = json!({"to": COBRANCA, "text": "Oi"});
    let wrote = stand.set(&format!("users/{MARINA}/messages"), wrote).await;
    let mut read = json!({"messaging_product": "whatsapp", "status": "read",
        "message_id": wrote["message_id"]});
    assert_eq!(post(&stand, &stand.token, COBRANCA, &read).await.json(), json!({"success": true}));
    read["status"] = json!("reed");
    assert_eq!(code(&stand, COBRANCA, &read).await, 131_009);
    read["status"] = json!("read");
    read["message_id"] = json!("wamid.x");
    assert_eq!(code(&stand, COBRANCA, &read).await, 131_009, "nobody wrote that");
    read.as_object_mut().unwrap().remove("message_id");
    assert_eq!(code(&stand, COBRANCA, &read).await, 131_008);
}

#[tokio::test]
async fn who_wrote_from_abroad_is_answered_by_the_id_that_the_webhook_told() {
    let stand = Stand::new();
    for who in ["16505559999", "447700900123"] {
        writes(&stand, who).await;
        let sent = post(&stand, &stand.token, COBRANCA, &text(who)).await.json();
        assert_eq!(sent["contacts"][0]["wa_id"], who);
        assert_eq!(stand.emulator.chat(who)["data"][1]["status"], "read");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_as_it_is_and_a_number_is_a_text_to_graph() {
    let stand = Stand::new();
    writes(&stand, MARINA).await;
    let with = |key: &str, value: Value| {
        let mut body = text(MARINA);
        body[key] = value;
        body
    };
    let number: u64 = MARINA.parse().unwrap();
    assert_eq!(code(&stand, COBRANCA, &with("to", json!(number))).await, 0);
    for (wrong, code, words) in [
        (with("messaging_product", json!("sms")), 100, "one of {WHATSAPP}"),
        (with("text", json!("x")), 131_009, "text must be an object"),
        (with("biz_opaque_callback_data", json!("x".repeat(513))), 131_009, "512"),
        (with("type", json!(5)), 131_051, "type"),
    ] {
        let answer = post(&stand, &stand.token, COBRANCA, &wrong).await;
        assert_eq!(answer.code(), code, "{}", answer.text);
        assert!(answer.text.contains(words), "{}", answer.text);
    }
    assert_eq!(
        code(&stand, COBRANCA, &with("biz_opaque_callback_data", json!("x".repeat(512)))).await,
        0
    );
}
