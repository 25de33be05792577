//! Prices, conversations and what became of templates: the analytics that are read from sends.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, BRASIL, COBRANCA, Callback, Stand, VERIFY_TOKEN};

const MARINA: &str = "5511955550301";
const PROMO: &str = "1204857736119218";

async fn send(stand: &Stand, body: &Value) -> String {
    let request = Request::post(format!("/v25.0/{COBRANCA}/messages"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = stand.ask(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["messages"][0]["id"].as_str().unwrap().to_owned()
}

async fn send_text(stand: &Stand) -> String {
    send(stand, &json!({"messaging_product": "whatsapp", "to": MARINA, "text": {"body": "oi"}}))
        .await
}

async fn send_promo(stand: &Stand, to: &str) -> String {
    let values = vec![json!({"type": "text", "text": "x"}); 3];
    send(
        stand,
        &json!({"messaging_product": "whatsapp", "to": to, "type": "template",
        "template": {"name": "promo_novembro", "language": {"code": "pt_BR"},
            "components": [{"type": "body", "parameters": values}]}}),
    )
    .await
}

async fn now(stand: &Stand) -> i64 {
    stand.emulator.world()["now"].as_i64().unwrap()
}

/// A day of two promotions to strangers and a reply within a window.
async fn day(stand: &Stand) -> (i64, i64) {
    send_promo(stand, "+5511955559998").await;
    send_promo(stand, "+14165550143").await;
    stand.emulator.customer_writes(MARINA, COBRANCA, "oi").unwrap();
    send_text(stand).await;
    send_text(stand).await;
    let now_s = now(stand).await;
    (now_s - 86_400, now_s + 1)
}

fn points(answer: &Value) -> &Vec<Value> {
    answer["data"][0]["data_points"].as_array().unwrap()
}

#[tokio::test]
async fn pricing_is_told_by_its_dimensions_and_what_is_free_costs_nothing() {
    let stand = Stand::new();
    let (start, end) = day(&stand).await;
    let span = format!("start({start}).end({end}).granularity(MONTHLY)");
    let path = format!(
        "/v25.0/{BRASIL}?fields=pricing_analytics.{span}\
         .dimensions([\"PRICING_CATEGORY\",\"PRICING_TYPE\",\"COUNTRY\"])"
    );
    let answer = stand.read(&path.replace('"', "%22")).await["pricing_analytics"].clone();
    let rows: Vec<(&str, &str, u64, f64)> = points(&answer)
        .iter()
        .map(|point| {
            (
                point["pricing_category"].as_str().unwrap(),
                point["country"].as_str().unwrap(),
                point["volume"].as_u64().unwrap(),
                point["cost"].as_f64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [("MARKETING", "BR", 1, 0.063), ("MARKETING", "CA", 1, 0.063), ("SERVICE", "BR", 2, 0.0)]
    );
    let edge = format!(
        "/v25.0/{BRASIL}/pricing_analytics?start={start}&end={end}&granularity=MONTHLY\
         &metric_types=[VOLUME]&pricing_types=[FREE_CUSTOMER_SERVICE]"
    );
    let answer = stand.read(&edge).await;
    assert_eq!(points(&answer).len(), 1);
    assert_eq!((&points(&answer)[0]["volume"], points(&answer)[0].get("cost")), (&json!(2), None));
    stand.set(&format!("wabas/{BRASIL}"), json!({"primary_funding_id": null})).await;
    let unfunded = stand.read(&edge.replace("[VOLUME]", "[VOLUME,COST]")).await;
    assert!(points(&unfunded)[0].get("cost").is_none());
    let unknown = stand.graph("GET", &edge.replace("[VOLUME]", "[JOY]")).await;
    assert_eq!(unknown.code(), 100);
}

#[tokio::test]
async fn messages_of_a_day_with_one_person_are_one_conversation() {
    let stand = Stand::new();
    let (start, end) = day(&stand).await;
    let path = format!(
        "/v25.0/{BRASIL}/conversation_analytics?start={start}&end={end}&granularity=MONTHLY\
         &dimensions=[CONVERSATION_DIRECTION]&metric_types=[CONVERSATION]"
    );
    let answer = stand.read(&path).await;
    let rows: Vec<(&Value, &Value)> = points(&answer)
        .iter()
        .map(|point| (&point["conversation_direction"], &point["conversation"]))
        .collect();
    assert_eq!(
        rows,
        [(&json!("BUSINESS_INITIATED"), &json!(2)), (&json!("USER_INITIATED"), &json!(1))]
    );
}

#[tokio::test]
async fn templates_are_told_of_once_an_account_has_confirmed_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let state_file = Some(folder.path().join("state.json"));
    let stand = Stand::with(Settings { state_file: state_file.clone(), ..Settings::default() });
    stand.emulator.customer_writes(MARINA, COBRANCA, "oi").unwrap();
    let wamid = send_promo(&stand, MARINA).await;
    let press = json!({"to": COBRANCA, "type": "button", "button": {"payload": "a", "text": "Quero"},
        "context": {"message_id": wamid}});
    stand.emulator.customer_sends(MARINA, &press).unwrap();
    let now_s = now(&stand).await;
    let path = format!(
        "/v25.0/{BRASIL}/template_analytics?start={}&end={}&granularity=DAILY&template_ids=[{PROMO}]",
        now_s - 86_400,
        now_s + 1
    );
    assert_eq!(stand.graph("GET", &path).await.code(), 200_007);
    let confirm = format!("/v25.0/{BRASIL}?is_enabled_for_insights=");
    assert_eq!(stand.graph("POST", &format!("{confirm}true")).await.status, 200);
    assert_eq!(stand.graph("POST", &format!("{confirm}false")).await.code(), 200_006);
    let told = |answer: &Value| {
        let point = points(answer)[0].clone();
        [&point["sent"], &point["delivered"], &point["read"], &point["clicked"]]
            .map(|count| count.as_u64().unwrap())
    };
    assert_eq!(told(&stand.read(&path).await), [1, 1, 1, 1]);
    let compare = format!(
        "/v25.0/{PROMO}/compare?template_ids={PROMO}&start={}&end={}",
        now_s - 86_400,
        now_s + 1
    );
    let compared = stand.read(&compare).await;
    assert_eq!(compared["data"][1]["metric"], "MESSAGE_SENDS");
    stand.emulator.save().await;
    let again = Stand::with(Settings { state_file, ..Settings::default() });
    assert_eq!(told(&again.read(&path).await), [1, 1, 1, 1], "it survives the state file");
}

#[tokio::test]
async fn conversations_are_told_to_those_who_subscribed_before_v24() {
    for (version, has_conversation) in [("v23.0", true), ("v24.0", false)] {
        let stand = Stand::new();
        let callback = Callback::open().await;
        stand.subscribe(&callback, "messages").await;
        let path = format!(
            "/{version}/{APP}/subscriptions?object=whatsapp_business_account&callback_url={}\
             &verify_token={VERIFY_TOKEN}&fields=messages",
            callback.url
        );
        stand.graph_as(&stand.app_token(), "POST", &path).await;
        let running = stand.run();
        send_promo(&stand, MARINA).await;
        let arrived = callback.wait_for(3).await;
        let status = |one: &stand::Arrived| one.change()["value"]["statuses"][0].clone();
        for one in &arrived {
            let told = status(one);
            assert_eq!(told.get("conversation").is_some(), has_conversation, "{version} {told}");
        }
        if has_conversation {
            let sent = arrived.iter().map(status).find(|told| told["status"] == "sent").unwrap();
            assert_eq!(sent["conversation"]["origin"]["type"], "marketing");
            assert!(sent["conversation"]["expiration_timestamp"].is_string());
        }
        running.stop().await;
    }
}

/// Statuses of a message that wait to be sent, with their conversation and price.
fn told(stand: &Stand, wamid: &str) -> Vec<Value> {
    let state: Value = serde_json::from_slice(&stand.emulator.export().unwrap()).unwrap();
    let bodies = state["queue"].as_array().unwrap().iter();
    let bodies = bodies.map(|one| serde_json::from_str(one["body"].as_str().unwrap()).unwrap());
    let one = |body: Value| body["entry"][0]["changes"][0]["value"]["statuses"][0].clone();
    bodies.map(one).filter(|status| status["id"] == wamid).collect()
}

#[tokio::test]
async fn what_begins_from_an_advertisement_is_free_for_three_days_and_told_as_a_conversation() {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    let referral = json!({"source_type": "ad", "source_id": "1", "ctwa_clid": "x"});
    let press = json!({"to": COBRANCA, "text": "Oi", "referral": referral});
    stand.emulator.customer_sends(MARINA, &press).unwrap();
    let begin_s = now(&stand).await;
    let mut prices = Vec::new();
    // The answer opens it; a promotion on the third day is still free, on the fourth it is not.
    let answered = told(&stand, &send_text(&stand).await);
    for hours in [70, 3] {
        stand.set("clock", json!({"advance_seconds": hours * 3_600})).await;
        let promo = told(&stand, &send_promo(&stand, MARINA).await);
        prices.push((promo[0]["pricing"].clone(), promo[0].get("conversation").cloned()));
    }
    let free = json!({"billable": false, "pricing_model": "PMP", "type": "free_entry_point",
        "category": "referral_conversion"});
    assert_eq!(answered.len(), 3);
    for status in &answered {
        assert_eq!(status["conversation"]["origin"], json!({"type": "referral_conversion"}));
    }
    assert_eq!(answered[0]["pricing"], free);
    let ends_s: i64 =
        answered[0]["conversation"]["expiration_timestamp"].as_str().unwrap().parse().unwrap();
    assert!((0..60).contains(&(ends_s - begin_s - 72 * 3_600)), "{ends_s}");
    assert_eq!(prices[0].0, free);
    assert_eq!(prices[0].1.as_ref().unwrap()["id"], answered[0]["conversation"]["id"]);
    assert_eq!((&prices[1].0["type"], &prices[1].1), (&json!("regular"), &None));

    let edge = format!(
        "/v25.0/{BRASIL}/pricing_analytics?start={}&end={}&granularity=MONTHLY\
         &dimensions=[PRICING_TYPE,PRICING_CATEGORY]&pricing_types=[FREE_ENTRY_POINT]",
        begin_s - 86_400,
        now(&stand).await + 1
    );
    let answer = stand.read(&edge).await;
    let volumes: u64 = points(&answer).iter().map(|point| point["volume"].as_u64().unwrap()).sum();
    assert_eq!(volumes, 2);
    assert!(points(&answer).iter().all(|point| point["cost"] == 0.0
        && point["pricing_category"] == "REFERRAL_CONVERSION"));
}
