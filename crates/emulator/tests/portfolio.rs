//! The rules since October 2025: limits of the portfolio, exact, and the ways up.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use meta::webhook::News;
use serde_json::{Value, json};
use stand::{ATACADO, AURORA, Callback, Stand};

const HOUR_S: i64 = 3_600;
const CLINICA: &str = "611208845530917";
const RECEPCAO: &str = "115586902247310";
const LIMIT: &str = "whatsapp_business_manager_messaging_limit";

async fn turn(stand: &Stand, seconds: i64) {
    stand.set("clock", json!({"advance_seconds": seconds})).await;
}

async fn tier(stand: &Stand) -> String {
    let read = stand.read(&format!("/v25.0/{CLINICA}?fields={LIMIT}")).await;
    read[LIMIT].as_str().unwrap().to_owned()
}

async fn set_tier(stand: &Stand, tier: &str) {
    stand.set(&format!("businesses/{CLINICA}"), json!({LIMIT: tier})).await;
}

/// How many of so many made-up people a send reaches.
async fn reaches(stand: &Stand, users: u64) -> usize {
    let sent = stand.set("sends", json!({"from": RECEPCAO, "users": users})).await;
    let messages = sent["messages"].as_array().unwrap().clone();
    let failed = messages.iter().filter(|one| one["error"]["code"] == 131_048).count();
    let read = messages.iter().filter(|one| one["status"] == "read").count();
    assert_eq!(failed + read, messages.len());
    read
}

async fn listening(fields: &str) -> (Stand, Callback) {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, fields).await;
    for waba in [AURORA, ATACADO] {
        stand.graph("POST", &format!("/{waba}/subscribed_apps")).await;
    }
    (stand, callback)
}

#[tokio::test]
async fn the_limit_is_exact_and_reaching_it_restricts_nothing() {
    for (tier, most) in [("TIER_250", 250), ("TIER_2K", 2_000)] {
        let stand = Stand::new();
        set_tier(&stand, tier).await;
        assert_eq!(reaches(&stand, most + 7).await, usize::try_from(most).unwrap());
        // Whoever counts already can be written to again.
        assert_eq!(reaches(&stand, most).await, usize::try_from(most).unwrap());
        let status = stand.read(&format!("/{RECEPCAO}?fields=status")).await;
        assert_eq!(status["status"], "CONNECTED");
        stand.set(&format!("numbers/{RECEPCAO}"), json!({"quality": "RED"})).await;
        turn(&stand, 24 * HOUR_S).await;
        let again = json!({"from": RECEPCAO, "to": ["5531900000001"]});
        assert_eq!(stand.set("sends", again).await["messages"][0]["status"], "read");
    }
}

#[tokio::test]
async fn a_tier_without_a_number_limits_nothing() {
    for tier in ["TIER_UNLIMITED", "TIER_NEVER_SEEN"] {
        let stand = Stand::new();
        set_tier(&stand, tier).await;
        assert_eq!(reaches(&stand, 3_000).await, 3_000);
    }
}

#[tokio::test]
async fn half_the_limit_takes_a_portfolio_one_tier_up_within_six_hours() {
    let (stand, callback) = listening("business_capability_update").await;
    assert_eq!(reaches(&stand, 999).await, 999);
    turn(&stand, 7 * HOUR_S).await;
    assert_eq!(tier(&stand).await, "TIER_2K", "less than half earns nothing");
    assert_eq!(reaches(&stand, 1_000).await, 1_000);
    turn(&stand, 6 * HOUR_S - 60).await;
    assert_eq!(tier(&stand).await, "TIER_2K");
    let running = stand.run();
    turn(&stand, 60).await;
    assert_eq!(tier(&stand).await, "TIER_10K");
    let arrived = callback.wait_for(1).await.remove(0);
    let value = arrived.change()["value"].clone();
    assert_eq!(value["max_daily_conversations_per_business"], 10_000);
    assert_eq!(value["max_phone_numbers_per_waba"], 25);
    let reading = meta::webhook::read(arrived.body.as_bytes());
    assert!(
        reading.unread.is_empty()
            && matches!(reading.items[0].news, ref news if !matches!(news, News::Other { .. }))
    );
    turn(&stand, 30 * 24 * HOUR_S).await;
    assert_eq!(tier(&stand).await, "TIER_10K", "what was used once earns one tier");
    running.stop().await;
    assert_eq!(callback.arrived().len(), 1, "told to the portfolio's own WABA alone");
}

#[tokio::test]
async fn low_quality_holds_a_limit_down_and_does_not_lower_it() {
    let stand = Stand::new();
    let number = format!("numbers/{RECEPCAO}");
    stand.set(&number, json!({"quality": "RED"})).await;
    assert_eq!(reaches(&stand, 1_500).await, 1_500);
    turn(&stand, 48 * HOUR_S).await;
    assert_eq!(tier(&stand).await, "TIER_2K");
    stand.set(&number, json!({"quality": "YELLOW"})).await;
    turn(&stand, 5 * HOUR_S).await;
    stand.set(&number, json!({"quality": "RED"})).await;
    stand.set(&number, json!({"quality": "YELLOW"})).await;
    turn(&stand, 5 * HOUR_S).await;
    assert_eq!(tier(&stand).await, "TIER_2K", "the six hours begin anew");
    turn(&stand, HOUR_S).await;
    assert_eq!(tier(&stand).await, "TIER_10K");
}

#[tokio::test]
async fn a_verification_takes_a_new_portfolio_to_two_thousand_at_once() {
    let (stand, callback) = listening("business_capability_update,account_alerts").await;
    let business = format!("businesses/{CLINICA}");
    stand.set(&business, json!({LIMIT: "TIER_250", "verification_status": "pending"})).await;
    assert_eq!(reaches(&stand, 250).await, 250);
    turn(&stand, 7 * HOUR_S).await;
    assert_eq!(tier(&stand).await, "TIER_250", "half of 250 earns nothing");
    let number = format!("numbers/{RECEPCAO}");
    stand.set(&number, json!({"quality": "RED"})).await;
    stand.set(&business, json!({"verification_status": "verified"})).await;
    assert_eq!(tier(&stand).await, "TIER_250");
    stand.set(&number, json!({"quality": "GREEN"})).await;
    stand.set(&business, json!({"verification_status": "pending"})).await;
    stand.set(&business, json!({"verification_status": "verified"})).await;
    assert_eq!(tier(&stand).await, "TIER_2K");
    let running = stand.run();
    let told: Vec<Value> = callback.wait_for(3).await.iter().map(|one| one.change()).collect();
    let alert = told.iter().find(|change| change["field"] == "account_alerts").unwrap();
    assert_eq!(
        alert["value"]["alert_info"]["alert_type"],
        "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED"
    );
    let limits: Vec<&Value> = told
        .iter()
        .filter(|change| change["field"] == "business_capability_update")
        .map(|change| &change["value"]["max_daily_conversations_per_business"])
        .collect();
    assert_eq!(limits.len(), 2);
    assert!(limits.contains(&&json!(250)) && limits.contains(&&json!(2_000)));
    running.stop().await;
}

#[tokio::test]
async fn two_thousand_people_in_thirty_days_are_a_way_up_too() {
    let stand = Stand::new();
    set_tier(&stand, "TIER_250").await;
    for day in 0..8_u64 {
        let to: Vec<String> = (0..250).map(|nth| format!("55319{day:02}{nth:06}")).collect();
        stand.set("sends", json!({"from": RECEPCAO, "to": to})).await;
        assert_eq!(tier(&stand).await, "TIER_250");
        turn(&stand, if day < 7 { 24 * HOUR_S } else { 6 * HOUR_S }).await;
    }
    assert_eq!(tier(&stand).await, "TIER_2K");
}

#[tokio::test]
async fn a_hundred_thousand_people_without_a_limit_raise_the_throughput() {
    let (stand, callback) = listening("phone_number_quality_update").await;
    set_tier(&stand, "TIER_UNLIMITED").await;
    let level = async || {
        let read = stand.read(&format!("/{RECEPCAO}?fields=throughput")).await;
        read["throughput"]["level"].as_str().unwrap().to_owned()
    };
    reaches(&stand, 99_999).await;
    assert_eq!(level().await, "STANDARD");
    let one_more = json!({"from": RECEPCAO, "to": ["5531955550305"]});
    stand.set("sends", one_more).await;
    assert_eq!(level().await, "HIGH");
    let running = stand.run();
    let told = callback.wait_for(1).await.remove(0).change();
    assert_eq!(told["value"]["event"], "THROUGHPUT_UPGRADE");
    assert_eq!(told["value"]["max_daily_conversations_per_business"], "TIER_UNLIMITED");
    running.stop().await;
    let path = format!(
        "/v25.0/{RECEPCAO}/messages?messaging_product=whatsapp&to=5531955550305\
                        &type=text&text=%7B%22body%22%3A%22oi%22%7D"
    );
    assert_eq!(stand.graph("POST", &path).await.code(), 131_057);
    turn(&stand, 60).await;
    assert_eq!(stand.graph("POST", &path).await.status, 200);
}
