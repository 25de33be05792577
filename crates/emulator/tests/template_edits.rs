//! Templates made, reviewed, edited, deleted, archived and copied by Graph, and messages of them.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{ATACADO, Answer, BRASIL, COBRANCA, Callback, Stand};

const PROMO: &str = "1204857736119218";

async fn call(stand: &Stand, method: &str, path: &str, body: &Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    stand.ask(request).await
}

fn new(name: &str, body: &str) -> Value {
    json!({"name": name, "language": "pt_BR", "category": "UTILITY", "components": [
        {"type": "BODY", "text": body},
    ]})
}

async fn make(stand: &Stand, given: &Value) -> Answer {
    call(stand, "POST", &format!("/v25.0/{BRASIL}/message_templates"), given).await
}

async fn made(stand: &Stand, given: &Value) -> String {
    let answer = make(stand, given).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["status"], "PENDING");
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn reviewed(stand: &Stand, id: &str) -> Value {
    stand.set("clock", json!({"advance_seconds": 30})).await;
    stand.read(&format!("/{id}?fields=status,category,previous_category,rejected_reason")).await
}

#[tokio::test]
async fn a_review_approves_rejects_and_puts_into_another_category() {
    let stand = Stand::new();
    let plain = made(&stand, &new("plain", "O seu pedido saiu.")).await;
    let link = made(&stand, &new("link", "Escreva para https://wa.me/5511 agora.")).await;
    let sale = new("sale", "Um desconto para você.");
    let rejected = made(&stand, &sale).await;
    let mut moved = sale.clone();
    (moved["name"], moved["allow_category_change"]) = (json!("moved"), json!(true));
    let moved = made(&stand, &moved).await;
    assert_eq!(stand.read(&format!("/{plain}?fields=status")).await["status"], "PENDING");
    assert_eq!(reviewed(&stand, &plain).await["status"], "APPROVED");
    let told = reviewed(&stand, &link).await;
    assert_eq!(
        (&told["status"], &told["rejected_reason"]),
        (&json!("REJECTED"), &json!("INVALID_FORMAT"))
    );
    assert_eq!(reviewed(&stand, &rejected).await["rejected_reason"], "INCORRECT_CATEGORY");
    let told = reviewed(&stand, &moved).await;
    assert_eq!(
        told,
        json!({"id": moved, "status": "APPROVED", "category": "MARKETING",
            "previous_category": "UTILITY", "rejected_reason": "NONE"})
    );
}

#[tokio::test]
async fn a_review_is_told_by_webhook() {
    let stand = Stand::new();
    let callback = Callback::open().await;
    stand.subscribe(&callback, "message_template_status_update").await;
    let running = stand.run();
    let id = made(&stand, &new("told", "O seu pedido saiu.")).await;
    stand.set("clock", json!({"advance_seconds": 30})).await;
    let arrived = callback.wait_for(2).await;
    let events: Vec<Value> = arrived.iter().map(|one| one.change()["value"].clone()).collect();
    let approved = events.iter().find(|event| event["event"] == "APPROVED").unwrap();
    assert_eq!(approved["message_template_id"].to_string(), id);
    running.stop().await;
}

#[tokio::test]
async fn what_breaks_metas_rules_is_refused_by_its_subcode() {
    let stand = Stand::new();
    let with = |key: &str, value: Value| {
        let mut given = new("fine", "O seu pedido saiu.");
        given[key] = value;
        given
    };
    let parts = |parts: Value| with("components", parts);
    let body = json!({"type": "BODY", "text": "O seu pedido saiu."});
    for (given, subcode) in [
        (with("name", json!("Not Fine")), None),
        (with("language", json!("português")), None),
        (with("language", json!("xx_YY")), None),
        (with("category", json!("FUN")), None),
        (with("parameter_format", json!("LOOSE")), None),
        (parts(json!([])), None),
        (parts(json!([{"type": "FOOTER", "text": "x"}])), Some(2_388_047)),
        (parts(json!([{"type": "BODY", "text": "x".repeat(1_025)}])), Some(2_388_040)),
        (parts(json!([{"type": "BODY", "text": "{{1}} saiu."}])), Some(2_388_299)),
        (parts(json!([{"type": "BODY", "text": "O {{1}} saiu."}])), Some(2_388_047)),
        (
            parts(json!([{"type": "BODY", "text": "O {{2}} saiu.",
            "example": {"body_text": [["a"]]}}])),
            Some(2_388_047),
        ),
        (parts(json!([body, {"type": "FOOTER", "text": "{{1}}"}])), Some(2_388_073)),
        (parts(json!([body, {"type": "HEADER", "format": "IMAGE"}])), Some(2_388_047)),
        (
            parts(json!([body, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "a"}]}])),
            Some(2_388_047),
        ),
        (
            json!({"name": "promo_novembro", "language": "pt_BR", "category": "MARKETING",
            "components": [body]}),
            Some(2_388_024),
        ),
    ] {
        let answer = make(&stand, &given).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{given}");
        let told = answer.json()["error"]["error_subcode"].as_i64();
        assert_eq!(told, subcode, "{given}: {}", answer.text);
    }
}

#[tokio::test]
async fn an_edit_is_reviewed_and_a_pending_template_is_not_edited() {
    let stand = Stand::new();
    let path = format!("/v25.0/{PROMO}");
    let parts = json!({"components": [{"type": "BODY", "text": "Novo texto."}]});
    assert_eq!(call(&stand, "POST", &path, &parts).await.json()["success"], true);
    assert_eq!(stand.read(&format!("{path}?fields=status")).await["status"], "PENDING");
    assert_eq!(call(&stand, "POST", &path, &parts).await.code(), 100);
    assert_eq!(reviewed(&stand, PROMO).await["status"], "APPROVED");
    let category = json!({"category": "UTILITY"});
    assert_eq!(call(&stand, "POST", &path, &category).await.code(), 100);
}

#[tokio::test]
async fn templates_are_deleted_by_name_in_every_language_or_by_id() {
    let stand = Stand::new();
    let path = format!("/v25.0/{BRASIL}/message_templates");
    let first = made(&stand, &new("two", "O seu pedido saiu.")).await;
    let mut second = new("two", "Your order left.");
    second["language"] = json!("en_US");
    let second = made(&stand, &second).await;
    let gone = stand.graph("DELETE", &format!("{path}?name=two&hsm_id={first}")).await;
    assert_eq!(gone.json(), json!({"success": true}));
    assert_eq!(stand.graph("GET", &format!("/{first}")).await.code(), 100);
    assert_eq!(stand.graph("GET", &format!("/{second}")).await.status, 200);
    assert_eq!(stand.graph("DELETE", &format!("{path}?name=two")).await.status, 200);
    let again = stand.graph("DELETE", &format!("{path}?name=two")).await;
    assert_eq!(again.json()["error"]["error_subcode"], 2_593_002);
    assert_eq!(stand.graph("DELETE", &path).await.code(), 100);
}

#[tokio::test]
async fn templates_are_archived_and_brought_back_without_a_version() {
    let stand = Stand::new();
    let path = format!("/{BRASIL}/message_templates");
    let given = json!({"hsm_ids": format!("{PROMO},1")});
    let answer = call(&stand, "POST", &format!("{path}/archive"), &given).await.json();
    assert_eq!(answer["archived_templates"], json!([PROMO]));
    assert_eq!(answer["failed_templates"]["1"], "Template not found");
    let listed = stand.read(&format!("{path}?status=ARCHIVED&fields=id")).await;
    assert_eq!(listed["data"], json!([{"id": PROMO}]));
    let back = call(&stand, "POST", &format!("{path}/unarchive"), &json!({"hsm_ids": PROMO})).await;
    assert_eq!(back.json()["unarchived_templates"], json!([PROMO]));
}

#[tokio::test]
async fn an_account_gets_the_templates_of_another_and_one_in_many_languages() {
    let stand = Stand::new();
    let path = format!("/v25.0/{ATACADO}/migrate_message_templates?source_waba_id={BRASIL}");
    let answer = stand.graph("POST", &path).await.json();
    assert!(!answer["migrated_templates"].as_array().unwrap().is_empty(), "{answer}");
    let given = json!({"name": "otp", "category": "AUTHENTICATION", "languages": ["pt_BR", "en_US"],
        "components": [{"type": "BODY"}, {"type": "BUTTONS", "buttons": [{"type": "OTP"}]}]});
    let path = format!("/v25.0/{BRASIL}/upsert_message_templates");
    let first = call(&stand, "POST", &path, &given).await.json();
    let again = call(&stand, "POST", &path, &given).await.json();
    assert_eq!(first["data"].as_array().unwrap().len(), 2);
    assert_eq!(first["data"][0]["id"], again["data"][0]["id"]);
}

#[tokio::test]
async fn a_summary_counts_what_is_listed_and_what_there_is() {
    let stand = Stand::new();
    let path = format!(
        "/v25.0/{BRASIL}/message_templates?category=MARKETING,AUTHENTICATION\
         &summary=total_count,message_template_count"
    );
    let summary = stand.read(&path).await["summary"].clone();
    assert_eq!(summary, json!({"total_count": 2, "message_template_count": 4}));
}

/// What a template message is refused with; 0 when it is accepted.
async fn sent(stand: &Stand, components: Value) -> i64 {
    let body = json!({"messaging_product": "whatsapp", "to": "+5511955550301", "type": "template",
        "template": {"name": "full", "language": {"code": "pt_BR"}, "components": components}});
    let answer = call(stand, "POST", &format!("/v25.0/{COBRANCA}/messages"), &body).await;
    if answer.status == 200 { 0 } else { answer.code() }
}

#[tokio::test]
async fn a_message_has_a_value_for_every_place_of_its_template() {
    let stand = Stand::new();
    let full = json!({"name": "full", "language": "pt_BR", "category": "UTILITY",
    "parameter_format": "NAMED", "components": [
        {"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": ["4::x"]}},
        {"type": "BODY", "text": "Oi {{name}}, o pedido {{order}} saiu.", "example": {
            "body_text_named_params": [{"param_name": "name", "example": "Ana"},
                {"param_name": "order", "example": "7"}]}},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Obrigado"},
            {"type": "URL", "text": "Ver", "url": "https://casaipe.example/{{1}}"}]},
    ]});
    let id = made(&stand, &full).await;
    assert_eq!(reviewed(&stand, &id).await["status"], "APPROVED");
    let document = json!({"type": "header", "parameters": [
        {"type": "document", "document": {"link": "https://casaipe.example/a.pdf"}}]});
    let named = |name: &str| json!({"type": "text", "parameter_name": name, "text": "x"});
    let body = json!({"type": "body", "parameters": [named("name"), named("order")]});
    let button = json!({"type": "button", "sub_type": "url", "index": "1",
        "parameters": [{"type": "text", "text": "7"}]});
    for (components, code) in [
        (json!([document, body, button]), 0),
        (json!([body, button]), 132_012),
        (json!([{"type": "header", "parameters": [named("name")]}, body, button]), 132_012),
        (json!([document, button]), 132_000),
        (
            json!([document, {"type": "body", "parameters": [named("name"), named("other")]}, button]),
            131_008,
        ),
        (
            json!([document, {"type": "body", "parameters": [named("name"),
            {"type": "text", "parameter_name": "order", "text": "x".repeat(1_024)}]}, button]),
            132_005,
        ),
        (json!([document, body]), 131_008),
        (
            json!([document, body, button, {"type": "button", "index": 9, "parameters": []}]),
            131_009,
        ),
    ] {
        assert_eq!(sent(&stand, components.clone()).await, code, "{components}");
    }
}

#[tokio::test]
async fn the_marketing_edge_sends_marketing_templates_alone() {
    let stand = Stand::new();
    let path = format!("/v25.0/{COBRANCA}/marketing_messages");
    let values = |count: usize| vec![json!({"type": "text", "text": "x"}); count];
    let template = |name: &str, count| {
        json!({"messaging_product": "whatsapp", "to": "+5511955550301", "type": "template",
            "template": {"name": name, "language": {"code": "pt_BR"},
                "components": [{"type": "body", "parameters": values(count)}]}})
    };
    assert_eq!(call(&stand, "POST", &path, &template("promo_novembro", 3)).await.status, 200);
    let text =
        json!({"messaging_product": "whatsapp", "to": "+5511955550301", "text": {"body": "a"}});
    assert_eq!(call(&stand, "POST", &path, &text).await.code(), 131_055);
}
