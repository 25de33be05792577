//! Templates as time passes: pauses that end by themselves, those that do not, templates made, edited
//! and deleted while a console looks.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use emulator::Settings;
use http::StatusCode;
use serde_json::{Value, json};
use stand::{BRASIL, Callback, Stand, eventually};

const PROMO: &str = "1204857736119218";
const PEDIDO: &str = "1215230984417763";
const VENDAS: &str = "104857736119203";
const HOUR_S: i64 = 3_600;
const STATUS: &str = "message_template_status_update";

async fn status(stand: &Stand, id: &str) -> String {
    let answer = stand.read(&format!("/v25.0/{id}?fields=status")).await;
    answer["status"].as_str().unwrap().to_owned()
}

async fn set(stand: &Stand, id: &str, given: Value) {
    stand.set(&format!("templates/{id}"), given).await;
}

async fn turn(stand: &Stand, seconds: i64) {
    stand.set("clock", json!({"advance_seconds": seconds})).await;
}

/// One fall to low quality, from medium.
async fn fall(stand: &Stand) {
    set(stand, PROMO, json!({"quality": "YELLOW"})).await;
    set(stand, PROMO, json!({"quality": "RED"})).await;
}

/// The values of a field, in the order in which they reached the callback.
fn told(callback: &Callback, field: &str) -> Vec<Value> {
    let changes = callback.arrived().into_iter().map(|arrived| arrived.change());
    changes.filter(|change| change["field"] == field).map(|one| one["value"].clone()).collect()
}

#[tokio::test]
async fn each_fall_to_low_quality_takes_a_template_out_of_use_for_longer() {
    let stand = Stand::new();
    for hours in [3, 6] {
        fall(&stand).await;
        assert_eq!(status(&stand, PROMO).await, "PAUSED");
        turn(&stand, hours * HOUR_S - 60).await;
        assert_eq!(status(&stand, PROMO).await, "PAUSED", "{hours} hours are not over");
        turn(&stand, 60).await;
        assert_eq!(status(&stand, PROMO).await, "APPROVED", "after {hours} hours");
    }
    fall(&stand).await;
    assert_eq!(status(&stand, PROMO).await, "DISABLED");
    turn(&stand, 1_000 * HOUR_S).await;
    assert_eq!(status(&stand, PROMO).await, "DISABLED", "for good");
}

#[tokio::test]
async fn a_quality_that_is_high_again_ends_the_count() {
    let stand = Stand::new();
    for _ in 0..4 {
        fall(&stand).await;
        turn(&stand, 3 * HOUR_S).await;
        assert_eq!(status(&stand, PROMO).await, "APPROVED", "always the first pause");
        set(&stand, PROMO, json!({"quality": "GREEN"})).await;
    }
}

#[tokio::test]
async fn low_quality_pauses_nothing_that_is_not_in_use() {
    let stand = Stand::new();
    for status_now in ["PENDING", "REJECTED", "DISABLED"] {
        set(&stand, PROMO, json!({"status": status_now, "quality": "YELLOW"})).await;
        set(&stand, PROMO, json!({"quality": "RED"})).await;
        assert_eq!(status(&stand, PROMO).await, status_now);
    }
}

#[tokio::test]
async fn a_paused_template_is_not_sent_and_its_health_says_so() {
    let stand = Stand::new();
    fall(&stand).await;
    let send = json!({"from": VENDAS, "to": ["5511955550301"], "template": PROMO});
    let answer = stand.set("sends", send.clone()).await;
    assert_eq!(answer["messages"][0]["error"]["code"], 132_015);
    let health = stand.read(&format!("/v25.0/{PROMO}?fields=health_status")).await;
    assert_eq!(health["health_status"]["entities"][0]["errors"][0]["error_code"], 132_015);
    turn(&stand, 3 * HOUR_S).await;
    assert_eq!(stand.set("sends", send).await["messages"][0]["status"], "read");
}

#[tokio::test]
async fn a_pause_goes_on_over_a_restart_and_ends_at_its_own_time() {
    let file = std::env::temp_dir().join(format!("emulator-pause-{}.json", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    let stand = Stand::with(settings());
    fall(&stand).await;
    turn(&stand, 2 * HOUR_S).await;
    stand.emulator.save().await;
    let stand = Stand::with(settings());
    assert_eq!(status(&stand, PROMO).await, "PAUSED");
    turn(&stand, HOUR_S).await;
    assert_eq!(status(&stand, PROMO).await, "APPROVED");
    fall(&stand).await;
    turn(&stand, 4 * HOUR_S).await;
    assert_eq!(status(&stand, PROMO).await, "PAUSED", "the count is kept too");
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn only_a_pause_by_pacing_is_ended_by_hand() {
    let stand = Stand::new();
    let unpause = format!("/v25.0/{PROMO}/unpause");
    let refused = stand.graph("POST", &unpause).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::BAD_REQUEST, 100));
    fall(&stand).await;
    assert_eq!(stand.graph("POST", &unpause).await.status, 400, "low quality waits");
    set(&stand, PROMO, json!({"status": "APPROVED"})).await;
    set(&stand, PROMO, json!({"status": "PAUSED", "pause": "RATE_LIMITING_PAUSE"})).await;
    turn(&stand, 1_000 * HOUR_S).await;
    assert_eq!(status(&stand, PROMO).await, "PAUSED", "no time ends it");
    assert_eq!(stand.graph("POST", &unpause).await.json(), json!({"success": true}));
    assert_eq!(status(&stand, PROMO).await, "APPROVED");
}

#[tokio::test]
async fn a_turn_of_the_clock_tells_each_end_at_its_own_time() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, STATUS).await;
    let running = stand.run();
    fall(&stand).await;
    let began = stand.emulator.world()["now"].as_i64().unwrap();
    set(&stand, PEDIDO, json!({"status": "PAUSED", "pause": "SECOND_PAUSE"})).await;
    turn(&stand, 100 * HOUR_S).await;
    eventually(|| told(&callback, STATUS).len() == 4).await;
    let mut ends: Vec<(i64, u64)> = callback
        .arrived()
        .iter()
        .map(|arrived| {
            let body: Value = serde_json::from_str(&arrived.body).unwrap();
            body["entry"][0].clone()
        })
        .filter(|entry| entry["changes"][0]["value"]["event"] == "APPROVED")
        .map(|entry| {
            let id = entry["changes"][0]["value"]["message_template_id"].as_u64().unwrap();
            (entry["time"].as_i64().unwrap() - began, id)
        })
        .collect();
    ends.sort_unstable();
    let hours: Vec<i64> = ends.iter().map(|(after, _)| (after + 30) / HOUR_S).collect();
    assert_eq!(hours, [3, 6]);
    assert_eq!(ends[0].1.to_string(), PROMO);
    running.stop().await;
}

#[tokio::test]
async fn templates_are_made_edited_and_deleted_by_control() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand
        .subscribe(&callback, "message_template_status_update,message_template_components_update")
        .await;
    let running = stand.run();
    let made = stand.set("templates", json!({"waba": BRASIL, "name": "promo_dezembro"})).await;
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!((&made["status"], &made["category"]), (&json!("PENDING"), &json!("MARKETING")));
    set(&stand, &id, json!({"status": "APPROVED"})).await;
    let body = json!([{"type": "BODY", "text": "Oi, {{1}}!"}, {"type": "FOOTER", "text": "SAIR"}]);
    set(&stand, &id, json!({"components": body})).await;
    assert_eq!(status(&stand, &id).await, "PENDING", "an edit waits for its review");
    set(&stand, &id, json!({"status": "ARCHIVED"})).await;
    set(&stand, &id, json!({"status": "APPROVED"})).await;
    set(&stand, &id, json!({"status": "DISABLED"})).await;
    set(&stand, &id, json!({"status": "APPROVED"})).await;
    let delete = http::Request::delete(format!("/_control/templates/{id}"))
        .header("host", "127.0.0.1:8081")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(stand.ask(delete).await.json()["status"], "DELETED");
    assert_eq!(stand.graph("GET", &format!("/v25.0/{id}?fields=name")).await.status, 400);
    let list = stand.read(&format!("/v25.0/{BRASIL}/message_templates?fields=name")).await;
    assert!(!list.to_string().contains("promo_dezembro"));
    let again =
        stand.set("templates", json!({"name": "promo_dezembro", "status": "APPROVED"})).await;
    assert_ne!(again["id"], json!(id), "no id is given twice");
    eventually(|| told(&callback, STATUS).len() == 9).await;
    let mut events: Vec<String> = told(&callback, STATUS)
        .iter()
        .map(|value| value["event"].as_str().unwrap().to_owned())
        .collect();
    events.sort_unstable();
    assert_eq!(
        events,
        [
            "APPROVED",
            "APPROVED",
            "ARCHIVED",
            "DELETED",
            "DISABLED",
            "PENDING",
            "PENDING",
            "REINSTATED",
            "UNARCHIVED"
        ]
    );
    let edited = told(&callback, "message_template_components_update");
    assert_eq!(edited[0]["message_template_element"], "Oi, {{1}}!");
    assert_eq!(edited[0]["message_template_footer"], "SAIR");
    running.stop().await;
}

#[tokio::test]
async fn a_template_that_is_not_right_is_not_made() {
    let stand = Stand::new();
    for (body, field) in [
        (json!({}), "name"),
        (json!({"name": 7}), "name"),
        (json!({"name": "promo_novembro"}), "name"),
        (json!({"name": "x", "colour": "red"}), "colour"),
        (json!({"name": "x", "components": "y"}), "components"),
        (json!({"name": "x", "waba": "1"}), "waba"),
    ] {
        let before = stand.emulator.world()["businesses"].clone();
        let answer = stand.control("templates", body.clone()).await;
        assert_eq!(answer.json()["error"]["field"], field, "{body}");
        assert_eq!(stand.emulator.world()["businesses"], before, "{body}");
    }
}
