//! The legacy machine on a turned clock: seven days of a flag with both ends, and restarts within.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::path::Path;

use emulator::{Clock, Settings};
use serde_json::{Value, json};
use stand::{BRASIL, COBRANCA, Callback, Stand, eventually};

const DAY_S: i64 = 86_400;
const VENDAS: &str = "104857736119203";

async fn number(stand: &Stand, id: &str, field: &str) -> String {
    let answer = stand.read(&format!("/v25.0/{id}?fields={field}")).await;
    answer[field].as_str().unwrap_or_default().to_owned()
}

async fn standing(stand: &Stand) -> (String, String) {
    (number(stand, COBRANCA, "status").await, number(stand, COBRANCA, "messaging_limit_tier").await)
}

fn is(status: &str, tier: &str) -> (String, String) {
    (status.to_owned(), tier.to_owned())
}

async fn set(stand: &Stand, given: Value) {
    stand.set(&format!("numbers/{COBRANCA}"), given).await;
}

async fn turn(stand: &Stand, seconds: i64) {
    stand.set("clock", json!({"advance_seconds": seconds})).await;
}

/// Low and flagged at one moment, as a story sets it, with a tier of 100,000.
async fn flagged() -> Stand {
    let stand = Stand::new();
    set(&stand, json!({"messaging_limit_tier": "TIER_100K"})).await;
    set(&stand, json!({"quality": "RED", "status": "FLAGGED"})).await;
    stand
}

#[tokio::test]
async fn a_number_that_ends_a_day_with_low_quality_is_flagged() {
    let stand = Stand::new();
    set(&stand, json!({"quality": "RED"})).await;
    turn(&stand, DAY_S - 60).await;
    assert_eq!(number(&stand, COBRANCA, "status").await, "CONNECTED");
    turn(&stand, 60).await;
    assert_eq!(number(&stand, COBRANCA, "status").await, "FLAGGED");
}

#[tokio::test]
async fn a_quality_that_recovers_within_its_day_flags_nothing() {
    let stand = Stand::new();
    set(&stand, json!({"quality": "RED"})).await;
    turn(&stand, DAY_S / 2).await;
    set(&stand, json!({"quality": "YELLOW"})).await;
    turn(&stand, 30 * DAY_S).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_10K"));
}

#[tokio::test]
async fn a_flagged_number_that_stays_low_is_connected_one_tier_lower_on_day_seven() {
    let stand = flagged().await;
    for _ in 0..6 {
        turn(&stand, DAY_S).await;
        assert_eq!(standing(&stand).await, is("FLAGGED", "TIER_100K"));
    }
    turn(&stand, DAY_S).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_10K"));
    // It fell once, so it falls once: low quality that goes on is no new fall.
    turn(&stand, 60 * DAY_S).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_10K"));
}

#[tokio::test]
async fn a_flagged_number_that_improves_is_connected_at_its_days_end_with_its_tier() {
    for quality in ["YELLOW", "GREEN"] {
        let stand = flagged().await;
        turn(&stand, 2 * DAY_S + 3_600).await;
        set(&stand, json!({"quality": quality})).await;
        assert_eq!(standing(&stand).await, is("FLAGGED", "TIER_100K"), "not before the day ends");
        turn(&stand, DAY_S - 3_600).await;
        assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_100K"));
        turn(&stand, 30 * DAY_S).await;
        assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_100K"));
    }
}

#[tokio::test]
async fn improving_on_the_last_day_is_early_enough_and_improving_for_a_while_is_not() {
    let stand = flagged().await;
    turn(&stand, DAY_S / 2).await;
    set(&stand, json!({"quality": "GREEN"})).await;
    set(&stand, json!({"quality": "RED"})).await;
    turn(&stand, 6 * DAY_S).await;
    assert_eq!(standing(&stand).await, is("FLAGGED", "TIER_100K"));
    set(&stand, json!({"quality": "YELLOW"})).await;
    turn(&stand, DAY_S / 2).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_100K"));
}

#[tokio::test]
async fn an_unknown_quality_has_not_improved_and_the_lowest_tier_falls_no_further() {
    let stand = flagged().await;
    set(&stand, json!({"quality": "UNKNOWN", "messaging_limit_tier": "TIER_250"})).await;
    turn(&stand, 7 * DAY_S).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_250"));
}

#[tokio::test]
async fn the_tiers_fall_one_by_one() {
    for (from, to) in [
        ("TIER_UNLIMITED", "TIER_100K"),
        ("TIER_100K", "TIER_10K"),
        ("TIER_10K", "TIER_1K"),
        ("TIER_2K", "TIER_250"),
        ("TIER_1K", "TIER_250"),
        ("TIER_NEVER_SEEN", "TIER_NEVER_SEEN"),
    ] {
        let stand = flagged().await;
        set(&stand, json!({"messaging_limit_tier": from})).await;
        turn(&stand, 7 * DAY_S).await;
        assert_eq!(standing(&stand).await, is("CONNECTED", to));
    }
}

/// The webhooks of a number's quality, in their order, with when they say that it was.
async fn told(callback: &Callback, count: usize) -> Vec<(Value, i64)> {
    let arrived = callback.wait_for(count).await;
    let of = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut told: Vec<(Value, i64)> = arrived
        .iter()
        .map(|one| {
            (one.change()["value"].clone(), of(&one.body)["entry"][0]["time"].as_i64().unwrap())
        })
        .collect();
    told.sort_by_key(|(_, time)| *time);
    told
}

#[tokio::test]
async fn thirty_days_at_once_tell_each_moment_at_its_time() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "phone_number_quality_update").await;
    let running = stand.run();
    let began_s = stand.emulator.world()["now"].as_i64().unwrap();
    set(&stand, json!({"quality": "RED"})).await;
    stand
        .set(&format!("numbers/{VENDAS}"), json!({"status": "FLAGGED", "quality": "YELLOW"}))
        .await;
    turn(&stand, 30 * DAY_S).await;
    let told = told(&callback, 4).await;
    let of = |digits: &str| -> Vec<(Value, i64)> {
        let mine = told.iter().filter(|(value, _)| value["display_phone_number"] == digits);
        mine.map(|(value, time)| (value.clone(), (time - began_s + 60) / DAY_S)).collect()
    };
    let flag = |event: &str| {
        json!({
            "display_phone_number": "5521955550164",
            "event": event,
            "current_limit": "TIER_10K",
            "max_daily_conversations_per_business": "TIER_10K",
        })
    };
    let mut downgrade = flag("DOWNGRADE");
    downgrade["old_limit"] = json!("TIER_10K");
    downgrade["current_limit"] = json!("TIER_1K");
    downgrade["max_daily_conversations_per_business"] = json!("TIER_1K");
    assert_eq!(of("5521955550164"), [(flag("FLAGGED"), 1), (downgrade, 8)]);
    let events: Vec<(Value, i64)> =
        of("5511955550142").into_iter().map(|(value, day)| (value["event"].clone(), day)).collect();
    assert_eq!(events, [(json!("FLAGGED"), 0), (json!("UNFLAGGED"), 1)]);
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_1K"));
    running.stop().await;
    assert_eq!(callback.arrived().len(), 4);
    // What the console reads of them is what was meant.
    for one in callback.arrived() {
        let reading = meta::webhook::read(one.body.as_bytes());
        assert!(reading.unread.is_empty(), "{reading:?}");
        assert_eq!(reading.items.len(), 1);
    }
}

fn kept(folder: &Path) -> Settings {
    Settings { state_file: Some(folder.join("emulator.json")), ..Settings::default() }
}

#[tokio::test]
async fn a_restart_in_the_middle_of_an_episode_goes_on_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let stand = Stand::with(kept(folder.path()));
    set(&stand, json!({"quality": "RED", "status": "FLAGGED"})).await;
    turn(&stand, 3 * DAY_S).await;
    stand.emulator.save().await;
    drop(stand);
    let stand = Stand::with(kept(folder.path()));
    turn(&stand, 4 * DAY_S - 60).await;
    assert_eq!(standing(&stand).await, is("FLAGGED", "TIER_10K"));
    turn(&stand, 60).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_1K"));
}

#[tokio::test]
async fn an_older_state_file_is_read_and_its_flagged_number_begins_its_days() {
    let folder = tempfile::tempdir().unwrap();
    let stand = Stand::with(kept(folder.path()));
    set(&stand, json!({"quality": "RED", "status": "FLAGGED"})).await;
    stand.emulator.save().await;
    drop(stand);
    let path = folder.path().join("emulator.json");
    let mut file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    file["version"] = json!(2);
    file["world"].as_object_mut().unwrap().remove("ledger");
    for node in file["world"]["nodes"].as_object_mut().unwrap().values_mut() {
        node.as_object_mut().unwrap().remove("clocks");
        node["fields"].as_object_mut().unwrap().remove("primary_funding_id");
    }
    std::fs::write(&path, file.to_string()).unwrap();
    let stand = Stand::with(kept(folder.path()));
    // It is from before any account lacked a payment method.
    let waba = stand.read(&format!("/v25.0/{BRASIL}?fields=primary_funding_id")).await;
    assert!(waba["primary_funding_id"].is_string(), "{waba}");
    turn(&stand, 7 * DAY_S).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_1K"));
}

#[tokio::test]
async fn under_the_portfolio_rules_a_status_is_only_what_it_is_set_to() {
    let stand = Stand::new();
    stand.set(&format!("wabas/{BRASIL}"), json!({"rules": "portfolio"})).await;
    set(&stand, json!({"quality": "RED", "status": "FLAGGED"})).await;
    turn(&stand, 30 * DAY_S).await;
    assert_eq!(standing(&stand).await, is("FLAGGED", "TIER_10K"));
}

#[tokio::test]
async fn while_it_runs_the_emulator_judges_by_itself() {
    let clock = Clock::default();
    let stand = Stand::with(Settings { clock: clock.clone(), ..Settings::default() });
    set(&stand, json!({"quality": "RED", "status": "FLAGGED"})).await;
    let running = stand.run();
    // Not by the control API, which judges as it turns: by the clock that a demo shares.
    clock.advance(7 * DAY_S);
    let status = || {
        let world = stand.emulator.world();
        let numbers =
            world["businesses"][0]["wabas"][0]["phone_numbers"].as_array().unwrap().clone();
        numbers.into_iter().find(|number| number["id"] == COBRANCA).unwrap()["status"].clone()
    };
    eventually(|| status() == "CONNECTED").await;
    running.stop().await;
}

/// What became of each message of one send.
async fn fates(stand: &Stand, given: Value) -> Vec<Value> {
    let sent = stand.set("sends", given).await;
    let messages = sent["messages"].as_array().unwrap().clone();
    messages.iter().map(|one| json!([one["status"], one["error"]["code"]])).collect()
}

#[tokio::test]
async fn a_number_that_reaches_its_limit_may_only_reply_for_a_day() {
    for quality in ["GREEN", "RED"] {
        let stand = Stand::new();
        set(&stand, json!({"messaging_limit_tier": "TIER_250", "quality": quality})).await;
        let customer = "users/5511955550301/messages";
        stand.set(customer, json!({"to": COBRANCA, "text": "oi"})).await;
        let read = json!(["read", null]);
        let most = fates(&stand, json!({"from": COBRANCA, "users": 249})).await;
        assert!(most.iter().all(|fate| *fate == read));
        assert_eq!(number(&stand, COBRANCA, "status").await, "CONNECTED");
        let beyond = fates(&stand, json!({"from": COBRANCA, "users": 252})).await;
        assert_eq!(beyond.iter().filter(|fate| **fate == read).count(), 250);
        assert_eq!(beyond[251], json!(["failed", 131_048]));
        assert_eq!(number(&stand, COBRANCA, "status").await, "RESTRICTED");
        // Not even to those who count already, but in reply to anyone.
        let known = json!({"from": COBRANCA, "users": 1});
        assert_eq!(fates(&stand, known.clone()).await, [json!(["failed", 131_048])]);
        let reply = json!({"from": COBRANCA, "to": ["5511955550301"], "category": "service"});
        assert_eq!(fates(&stand, reply).await, std::slice::from_ref(&read));
        // Another number of the account goes on.
        assert_eq!(
            fates(&stand, json!({"from": VENDAS, "users": 1})).await,
            std::slice::from_ref(&read)
        );
        turn(&stand, DAY_S - 60).await;
        assert_eq!(number(&stand, COBRANCA, "status").await, "RESTRICTED");
        turn(&stand, 60).await;
        let after = if quality == "RED" { "FLAGGED" } else { "CONNECTED" };
        assert_eq!(number(&stand, COBRANCA, "status").await, after);
        assert_eq!(fates(&stand, known).await, [read]);
    }
}

#[tokio::test]
async fn a_restriction_set_by_hand_lasts_a_day_and_hides_a_flag_meanwhile() {
    let stand = flagged().await;
    turn(&stand, DAY_S / 2).await;
    set(&stand, json!({"status": "RESTRICTED"})).await;
    let send = json!({"from": COBRANCA, "users": 1});
    assert_eq!(fates(&stand, send).await, [json!(["failed", 131_048])]);
    turn(&stand, DAY_S).await;
    assert_eq!(standing(&stand).await, is("FLAGGED", "TIER_100K"));
    turn(&stand, 5 * DAY_S + DAY_S / 2).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_10K"));
}

#[tokio::test]
async fn half_the_limit_takes_a_number_one_tier_up_within_a_day_but_not_while_flagged() {
    let stand = Stand::new();
    let tier = async || number(&stand, COBRANCA, "messaging_limit_tier").await;
    set(&stand, json!({"messaging_limit_tier": "TIER_1K", "quality": "RED"})).await;
    set(&stand, json!({"status": "FLAGGED"})).await;
    fates(&stand, json!({"from": COBRANCA, "users": 500})).await;
    turn(&stand, 2 * DAY_S).await;
    set(&stand, json!({"quality": "YELLOW"})).await;
    turn(&stand, DAY_S).await;
    assert_eq!(standing(&stand).await, is("CONNECTED", "TIER_1K"));
    turn(&stand, DAY_S - 60).await;
    assert_eq!(tier().await, "TIER_1K");
    turn(&stand, 60).await;
    assert_eq!(tier().await, "TIER_10K");
    turn(&stand, 30 * DAY_S).await;
    assert_eq!(tier().await, "TIER_10K");
    // Of half of 10,000 there is no talk, and low quality earns nothing.
    fates(&stand, json!({"from": COBRANCA, "users": 4_999})).await;
    turn(&stand, 2 * DAY_S).await;
    assert_eq!(tier().await, "TIER_10K");
}

#[tokio::test]
async fn an_upgrade_is_told_with_the_tier_that_was() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "phone_number_quality_update").await;
    set(&stand, json!({"messaging_limit_tier": "TIER_1K"})).await;
    fates(&stand, json!({"from": COBRANCA, "users": 500})).await;
    let running = stand.run();
    turn(&stand, DAY_S).await;
    let told = told(&callback, 2).await;
    assert_eq!(told[1].0["event"], "UPGRADE");
    assert_eq!(told[1].0["old_limit"], "TIER_1K");
    assert_eq!(told[1].0["current_limit"], "TIER_10K");
    running.stop().await;
}

#[tokio::test]
async fn a_restriction_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let stand = Stand::with(kept(folder.path()));
    set(&stand, json!({"messaging_limit_tier": "TIER_50"})).await;
    fates(&stand, json!({"from": COBRANCA, "users": 50})).await;
    turn(&stand, DAY_S / 2).await;
    stand.emulator.save().await;
    drop(stand);
    let stand = Stand::with(kept(folder.path()));
    assert_eq!(number(&stand, COBRANCA, "status").await, "RESTRICTED");
    turn(&stand, DAY_S / 2).await;
    assert_eq!(number(&stand, COBRANCA, "status").await, "CONNECTED");
}
