//! People's calls: webhooks, the service window, and the analytics that count them.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::{BRASIL, COBRANCA, Callback, Stand};

const MARINA: &str = "5511955550301";

#[tokio::test]
async fn a_call_is_told_opens_the_window_and_is_counted() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages,calls").await;
    let running = stand.run();
    let send = json!({"from": COBRANCA, "to": [MARINA], "category": "service"});
    let before = stand.set("sends", send.clone()).await;
    assert_eq!(before["messages"][0]["error"]["code"], 131_047);
    for (seconds, status) in [(42, "COMPLETED"), (0, "FAILED")] {
        let given = json!({"to": COBRANCA, "seconds": seconds});
        let made = stand.set(&format!("users/{MARINA}/calls"), given).await;
        let arrived = callback.wait_for(if seconds == 0 { 5 } else { 3 }).await;
        let told: Vec<Value> = arrived.iter().map(stand::Arrived::change).collect();
        let told = told.into_iter().filter(|change| change["field"] == "calls");
        let mut calls: Vec<Value> =
            told.map(|change| change["value"]["calls"][0].clone()).collect();
        calls.retain(|call| call["id"] == made["call_id"]);
        let events: Vec<&Value> = calls.iter().map(|call| &call["event"]).collect();
        assert_eq!(events.len(), 2, "{calls:?}");
        let ended = calls.iter().find(|call| call["event"] == "terminate").unwrap();
        assert_eq!(ended["status"], status);
        assert_eq!(ended.get("duration").is_some(), seconds > 0);
    }
    assert_eq!(stand.set("sends", send).await["messages"][0]["status"], "read");
    let now_s = stand.emulator.world()["now"].as_i64().unwrap();
    let span = format!("start={}&end={}", now_s - 86_400, now_s + 1);
    let path = format!(
        "/v25.0/{BRASIL}/call_analytics?{span}&granularity=MONTHLY\
         &dimensions=[DIRECTION,PHONE]&metric_types=[COUNT,AVERAGE_DURATION]"
    );
    let answer = stand.read(&path).await;
    let points = answer["data"][0]["data_points"].as_array().unwrap();
    let total: u64 = points.iter().map(|point| point["count"].as_u64().unwrap()).sum();
    assert_eq!((total, &points[0]["direction"]), (2, &json!("USER_INITIATED")));
    assert_eq!(points[0]["phone"], "5521955550164");
    assert!(points[0].get("cost").is_none(), "not asked for");
    let field = format!(
        "/v25.0/{BRASIL}?fields=call_analytics.start({}).end({now_s})\
         .granularity(DAILY)",
        now_s - 86_400
    );
    assert!(stand.read(&field).await["call_analytics"]["data"].is_array());
    running.stop().await;
}

#[tokio::test]
async fn analytics_of_groups_have_no_points_where_there_are_no_groups() {
    let stand = Stand::new();
    let now_s = stand.emulator.world()["now"].as_i64().unwrap();
    let span = format!("start={}&end={now_s}", now_s - 86_400);
    for edge in ["group_analytics", "template_group_analytics"] {
        let path = format!("/v25.0/{BRASIL}/{edge}?{span}");
        let answer = stand.read(&format!("{path}&granularity=DAILY")).await;
        assert_eq!(answer, json!({"data": [{"data_points": []}]}));
        assert_eq!(stand.graph("GET", &format!("{path}&granularity=HALF_HOUR")).await.code(), 100);
        let unknown = format!("{path}&granularity=DAILY&template_group_ids=[1]");
        assert_eq!(stand.graph("GET", &unknown).await.code(), 100);
    }
    let old = format!(
        "/{BRASIL}/call_analytics?start={}&end={now_s}&granularity=DAILY",
        now_s - 92 * 86_400
    );
    assert_eq!(stand.graph("GET", &old).await.code(), 100);
}

#[tokio::test]
async fn what_is_wrong_with_a_call_is_said_with_the_field() {
    let stand = Stand::new();
    for (given, field) in [
        (json!({"to": "1"}), "to"),
        (json!({"to": COBRANCA, "seconds": -1}), "seconds"),
        (json!({"to": COBRANCA, "video": true}), "video"),
    ] {
        let answer = stand.control(&format!("users/{MARINA}/calls"), given).await;
        assert_eq!(answer.json()["error"]["field"], field);
    }
}

#[tokio::test]
async fn that_no_call_comes_by_sip_has_its_code_and_says_nothing_of_messages() {
    let stand = Stand::new();
    let blocked = json!({"can_receive_call_sip": "BLOCKED"});
    stand.set(&format!("numbers/{COBRANCA}"), blocked.clone()).await;
    stand.set(&format!("apps/{}", stand::APP), blocked).await;
    let read = stand.read(&format!("/v25.0/{COBRANCA}?fields=health_status")).await;
    let health = &read["health_status"];
    assert_eq!(health["can_send_message"], "AVAILABLE");
    let of = |name: &str| {
        let entities = health["entities"].as_array().unwrap();
        entities.iter().find(|entity| entity["entity_type"] == name).unwrap().clone()
    };
    for (name, code) in [("PHONE_NUMBER", 138_024), ("APP", 138_025)] {
        assert_eq!(of(name)["can_receive_call_sip"], "BLOCKED");
        assert_eq!(of(name)["errors"][0]["error_code"], code);
    }
    assert_eq!(of("WABA").get("can_receive_call_sip"), None);
    let given = json!({"can_receive_call_sip": "AVAILABLE"});
    stand.set(&format!("numbers/{COBRANCA}"), given).await;
    let read = stand.read(&format!("/v25.0/{COBRANCA}?fields=health_status")).await;
    assert_eq!(read["health_status"]["entities"][0].get("errors"), None);
}
