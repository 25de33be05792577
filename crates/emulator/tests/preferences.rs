//! People who stop a business's marketing messages: told by webhook, and held at each send.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::{COBRANCA, Callback, Stand};

const VENDAS: &str = "104857736119203";
const RECEPCAO: &str = "115586902247310";
const MARINA: &str = "5511955550301";

async fn send(stand: &Stand, from: &str, category: &str) -> Value {
    let given = json!({"from": from, "to": [MARINA], "category": category});
    stand.set("sends", given).await["messages"][0].clone()
}

async fn wish(stand: &Stand, marketing: &str) -> Value {
    let given = json!({"to": VENDAS, "marketing": marketing});
    stand.set(&format!("users/{MARINA}/preferences"), given).await
}

#[tokio::test]
async fn who_stopped_marketing_is_sent_none_by_any_number_of_that_business() {
    let stand = Stand::new();
    assert_eq!(send(&stand, VENDAS, "marketing").await["status"], "read");
    wish(&stand, "stop").await;
    for number in [VENDAS, COBRANCA] {
        let failed = send(&stand, number, "marketing").await;
        assert_eq!(failed["error"]["code"], 131_050, "{number}");
        assert_eq!(send(&stand, number, "utility").await["status"], "read", "{number}");
    }
    let elsewhere = send(&stand, RECEPCAO, "marketing").await;
    assert_eq!(elsewhere["status"], "read", "it was said to one business");
    wish(&stand, "resume").await;
    assert_eq!(send(&stand, VENDAS, "marketing").await["status"], "read");
}

#[tokio::test]
async fn a_wish_is_told_with_the_number_the_person_and_its_time() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "user_preferences").await;
    let running = stand.run();
    assert_eq!(wish(&stand, "stop").await["marketing"], "stop");
    let value = &callback.wait_for(1).await[0].change()["value"];
    assert_eq!(value["metadata"]["phone_number_id"], VENDAS);
    let told = &value["user_preferences"][0];
    assert_eq!((&told["wa_id"], &told["value"]), (&json!(MARINA), &json!("stop")));
    assert_eq!(told["category"], "marketing_messages");
    assert!(told["timestamp"].is_i64());
    assert_eq!(told["user_id"], value["contacts"][0]["user_id"]);
    running.stop().await;
}

#[tokio::test]
async fn a_wish_that_is_not_right_changes_nothing() {
    let stand = Stand::new();
    for (who, body, field) in [
        (MARINA, json!({"to": VENDAS, "marketing": "maybe"}), "marketing"),
        (MARINA, json!({"to": VENDAS}), "marketing"),
        (MARINA, json!({"to": "1", "marketing": "stop"}), "to"),
        (MARINA, json!({"to": VENDAS, "marketing": "stop", "utility": "stop"}), "utility"),
        ("abc", json!({"to": VENDAS, "marketing": "stop"}), "wa_id"),
    ] {
        let answer = stand.control(&format!("users/{who}/preferences"), body.clone()).await;
        assert_eq!(answer.json()["error"]["field"], field, "{body}");
    }
    assert_eq!(send(&stand, VENDAS, "marketing").await["status"], "read");
    let unknown = json!({"to": VENDAS, "marketing": "stop"});
    stand.set("users/5511900000001/preferences", unknown).await;
    assert!(stand.emulator.world()["users"].to_string().contains("5511900000001"));
}
