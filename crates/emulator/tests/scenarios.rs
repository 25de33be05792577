//! Each scenario played to its end at once: what the world ends in, and which webhooks went out.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use emulator::Settings;
use serde_json::{Value, json};
use stand::{BRASIL, CASA_IPE, COBRANCA, Stand};

const VENDAS: &str = "104857736119203";
const ATENDIMENTO: &str = "105230984417756";
const PROMO: &str = "1204857736119218";
const DAY_S: i64 = 86_400;

/// A world in which the app hears of everything, and what a scenario told it.
struct Played {
    stand: Stand,
    webhooks: Vec<Value>,
    began: i64,
    /// Seconds by its clock from the beginning to the end, the playing's own included.
    lasted: i64,
}

fn play(scenario: &str) -> Played {
    // Nobody answers there, and nothing is sent: the emulator does not run.
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    let began = stand.emulator.world()["now"].as_i64().unwrap();
    let webhooks = stand.emulator.play_at_once(scenario).unwrap();
    let lasted = stand.emulator.world()["now"].as_i64().unwrap() - began;
    Played { stand, webhooks, began, lasted }
}

impl Played {
    /// The values of a field, in the order in which they were sent, each with its second.
    fn of(&self, field: &str) -> Vec<(i64, Value)> {
        let sent = self.webhooks.iter().map(|body| &body["entry"][0]);
        sent.filter(|entry| entry["changes"][0]["field"] == field)
            .map(|entry| {
                let at = entry["time"].as_i64().unwrap_or(self.began) - self.began;
                (at, entry["changes"][0]["value"].clone())
            })
            .collect()
    }

    /// One key of each value of a field.
    fn each(&self, field: &str, key: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.of(field).iter().map(|(_, value)| text(value.pointer(key).unwrap())).collect()
    }

    /// How often each state of a message was told.
    fn statuses(&self, state: &str) -> usize {
        let all = self.of("messages").into_iter();
        let lists = all.filter_map(|(_, value)| value["statuses"].as_array().cloned());
        lists.flatten().filter(|status| status["status"] == state).count()
    }

    /// The codes with which messages failed, each once.
    fn failures(&self) -> Vec<i64> {
        let all = self.of("messages").into_iter();
        let lists = all.filter_map(|(_, value)| value["statuses"].as_array().cloned());
        let mut codes: Vec<i64> =
            lists.flatten().filter_map(|status| status["errors"][0]["code"].as_i64()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    async fn read(&self, id: &str, fields: &str) -> Value {
        self.stand.read(&format!("/v25.0/{id}?fields={fields}")).await
    }

    async fn text(&self, id: &str, field: &str) -> String {
        self.read(id, field).await[field].as_str().unwrap_or_default().to_owned()
    }

    /// Status, quality and tier of a number.
    async fn number(&self, id: &str) -> [String; 3] {
        [
            self.text(id, "status").await,
            self.text(id, "quality_rating").await,
            self.text(id, "messaging_limit_tier").await,
        ]
    }
}

const QUALITY: &str = "phone_number_quality_update";
const TEMPLATE: &str = "message_template_status_update";
const NAME: &str = "phone_number_name_update";

#[tokio::test]
async fn quality_falls_with_reasons_and_only_the_flag_is_told() {
    let played = play("quality_falls");
    let read = played.read(COBRANCA, "status,quality_score").await;
    assert_eq!(read["status"], "FLAGGED");
    assert_eq!(read["quality_score"]["score"], "RED");
    assert_eq!(read["quality_score"]["reasons"], json!(["DID_NOT_SIGN_UP", "SPAM"]));
    assert_eq!(played.each(QUALITY, "/event"), ["FLAGGED"]);
    assert_eq!(played.webhooks.len(), 1, "a quality itself is only readable");
}

#[tokio::test]
async fn quality_recovers_and_takes_its_reasons_along() {
    let played = play("quality_recovers");
    let read = played.read(COBRANCA, "status,quality_score").await;
    assert_eq!(
        (&read["status"], &read["quality_score"]["score"]),
        (&json!("CONNECTED"), &json!("GREEN"))
    );
    assert_eq!(read["quality_score"].get("reasons"), None);
    assert!(played.webhooks.is_empty(), "a quality is only readable");
}

#[tokio::test]
async fn flagged_recovers_and_its_limit_is_what_it_was() {
    let played = play("flagged_recovers");
    assert_eq!(played.number(COBRANCA).await, ["CONNECTED", "YELLOW", "TIER_100K"]);
    assert_eq!(played.each(QUALITY, "/event"), ["UPGRADE", "FLAGGED", "UNFLAGGED"]);
    assert_eq!(played.each(QUALITY, "/current_limit"), ["TIER_100K"; 3]);
}

#[tokio::test]
async fn flagged_for_seven_days_is_connected_one_tier_lower() {
    let played = play("flagged_lowered");
    assert_eq!(played.number(COBRANCA).await, ["CONNECTED", "RED", "TIER_10K"]);
    let events = played.each(QUALITY, "/event");
    assert_eq!(events, ["UPGRADE", "FLAGGED", "DOWNGRADE"]);
    let times: Vec<i64> = played.of(QUALITY).iter().map(|(at, _)| *at).collect();
    assert_eq!(times[2] - times[1], 7 * DAY_S, "on the seventh day, to the second");
    let downgrade = played.of(QUALITY).pop().unwrap().1;
    assert_eq!(downgrade["old_limit"], "TIER_100K");
    assert_eq!(downgrade["current_limit"], "TIER_10K");
}

#[tokio::test]
async fn restricted_by_its_limit_it_only_replies_and_is_free_after_24_hours() {
    let played = play("restricted");
    // Whoever used up a limit with high quality has earned the next one.
    assert_eq!(played.number(ATENDIMENTO).await, ["CONNECTED", "GREEN", "TIER_1K"]);
    assert_eq!(played.failures(), [131_048]);
    assert_eq!(played.statuses("failed"), 5, "what was sent while restricted");
    assert_eq!(played.statuses("read"), 250 + 1 + 5, "to the limit, the reply, and after a day");
}

#[tokio::test]
async fn a_limit_half_used_with_high_quality_is_raised_six_hours_later() {
    let played = play("limit_raised");
    let limit = played.text(CASA_IPE, "whatsapp_business_manager_messaging_limit").await;
    assert_eq!(limit, "TIER_100K");
    let told = played.of("business_capability_update");
    assert_eq!(told.len(), 2, "each WABA of the portfolio is told");
    for (at, value) in told {
        assert_eq!(value["max_daily_conversations_per_business"], 100_000);
        let earned = 6 + 6 * 3_600;
        assert!((earned..=played.lasted).contains(&at), "six hours after it was earned, not {at}");
    }
}

#[tokio::test]
async fn a_limit_that_meta_lowers_is_told_to_each_waba_and_so_is_its_return() {
    let played = play("limit_lowered");
    let told = played.each("business_capability_update", "/max_daily_conversations_per_business");
    assert_eq!(told, ["2000", "2000", "10000", "10000"]);
}

#[tokio::test]
async fn a_limit_that_is_put_off_is_an_alert_and_nothing_else() {
    let played = play("limit_denied");
    let told = played.of("account_alerts");
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].1["entity_type"], "BUSINESS");
    assert_eq!(told[0].1["entity_id"], CASA_IPE);
    let kind = &told[0].1["alert_info"]["alert_type"];
    assert_eq!(kind, "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED");
    assert_eq!(played.webhooks.len(), 2);
}

#[tokio::test]
async fn opt_outs_rise_before_the_qualities_fall() {
    let played = play("opt_outs");
    let wishes = played.each("user_preferences", "/user_preferences/0/value");
    assert_eq!(wishes, ["stop", "stop", "stop", "resume", "resume", "resume"]);
    assert_eq!(played.failures(), [131_050]);
    assert_eq!(played.statuses("failed"), 3, "one for each who stopped");
    let qualities = played.each("message_template_quality_update", "/new_quality_score");
    assert_eq!(qualities, ["YELLOW", "GREEN"]);
    let fell = played.of("message_template_quality_update")[0].0;
    let stopped: Vec<i64> =
        played.of("user_preferences").iter().map(|(at, _)| *at).take(3).collect();
    assert!(stopped.iter().all(|at| *at < fell), "{stopped:?} before {fell}");
    assert_eq!(played.number(VENDAS).await[1], "GREEN");
}

#[tokio::test]
async fn a_template_pauses_for_three_hours_then_six_and_is_then_disabled() {
    let played = play("template_paused");
    let told: Vec<(i64, String, String)> = played
        .of(TEMPLATE)
        .into_iter()
        .map(|(at, value)| {
            let text = |part: &Value| part.as_str().unwrap_or_default().to_owned();
            (at, text(&value["event"]), text(&value["other_info"]["title"]))
        })
        .collect();
    let is = |at: i64, event: &str, title: &str| (at, event.to_owned(), title.to_owned());
    let (first, second) = (10, 32 + 3 * 3_600);
    assert_eq!(
        told,
        [
            is(first, "PAUSED", "FIRST_PAUSE"),
            is(first + 3 * 3_600, "APPROVED", "UNPAUSE"),
            is(second, "PAUSED", "SECOND_PAUSE"),
            is(second + 6 * 3_600, "APPROVED", "UNPAUSE"),
            is(52 + 9 * 3_600, "DISABLED", "DISABLED"),
            is(70 + 9 * 3_600, "REINSTATED", ""),
        ]
    );
    let disabled = &played.of(TEMPLATE)[4].1;
    assert!(disabled["disable_info"]["disable_date"].is_string());
    let qualities = played.each("message_template_quality_update", "/new_quality_score");
    assert_eq!(qualities, ["YELLOW", "RED", "YELLOW", "RED", "YELLOW", "RED", "GREEN"]);
    assert_eq!(played.statuses("sent"), 0, "a paused template is not sent");
    assert_eq!(played.text(PROMO, "status").await, "APPROVED");
}

#[tokio::test]
async fn a_templates_sends_fail_for_people_for_numbers_and_for_its_pause() {
    let played = play("template_fails");
    assert_eq!(played.failures(), [131_026, 131_049, 132_015]);
    assert!(played.statuses("failed") > 10 && played.statuses("read") > 5);
    assert_eq!(played.each(TEMPLATE, "/event"), ["PAUSED", "APPROVED"]);
}

#[tokio::test]
async fn a_name_that_is_approved_is_the_numbers_name_from_then_on() {
    let played = play("name_approved");
    assert_eq!(played.each(NAME, "/decision"), ["APPROVED", "APPROVED"]);
    let asked = played.each(NAME, "/requested_verified_name");
    assert_eq!(asked, ["Casa Ipê Atendimento", "Atendimento"]);
    assert_eq!(played.text(ATENDIMENTO, "verified_name").await, "Atendimento");
}

#[tokio::test]
async fn a_name_is_rejected_for_a_reason_and_approved_on_appeal() {
    let played = play("name_rejected");
    assert_eq!(played.each(NAME, "/decision"), ["PENDING", "REJECTED", "PENDING", "APPROVED"]);
    let reasons = played.each(NAME, "/rejection_reason");
    assert_eq!(reasons, ["null", "NAME_NOT_CONSISTENT", "null", "null"]);
    assert_eq!(played.text(ATENDIMENTO, "name_status").await, "APPROVED");
}

#[tokio::test]
async fn an_accounts_review_is_told_at_each_decision() {
    let played = play("account_reviewed");
    let decisions = played.each("account_review_update", "/decision");
    assert_eq!(decisions, ["PENDING", "REJECTED", "APPROVED"]);
    assert_eq!(played.text(BRASIL, "account_review_status").await, "APPROVED");
}

#[tokio::test]
async fn what_is_only_readable_sends_no_webhook() {
    for scenario in
        ["payment_fails", "business_limited", "business_blocked", "app_blocked", "profile_changed"]
    {
        assert_eq!(play(scenario).webhooks, [json!(null); 0], "{scenario}");
    }
}

#[tokio::test]
async fn webhooks_that_are_lost_are_never_sent_and_only_a_reading_shows_what_they_would_have_told()
{
    let played = play("webhooks_lost");
    assert_eq!(played.each("account_review_update", "/decision"), ["APPROVED"], "and no rejection");
    assert_eq!(played.text(BRASIL, "account_review_status").await, "APPROVED");
    let stand = Stand::new();
    let fault = json!({"fault": "webhooks_lost", "edge": "account_review_update"});
    stand.set("faults", fault).await;
    let read = stand.read(&format!("/v25.0/{BRASIL}?fields=name")).await;
    assert!(read["name"].is_string(), "no call is struck");
}

#[tokio::test]
async fn values_that_nobody_documented_are_told_and_read_as_they_are() {
    let played = play("unknown_values");
    let limits = played.each("business_capability_update", "/max_daily_conversations_per_business");
    assert_eq!(limits, ["TIER_750K", "TIER_750K", "10000", "10000"], "one for each account");
    let events = played.each(TEMPLATE, "/event");
    assert_eq!(events, ["ON_HOLD", "APPROVED"]);
    assert_eq!(played.number(ATENDIMENTO).await[0], "CONNECTED");
}

#[tokio::test]
async fn tokens_that_are_revoked_read_nothing_any_more() {
    let played = play("token_dies");
    assert!(played.webhooks.is_empty(), "Meta tells nobody");
    let business = played.stand.emulator.preauthorised_code(BRASIL);
    assert!(business.is_some(), "a person can log in again");
}

#[tokio::test]
async fn the_story_has_sends_an_opt_out_failures_and_a_growing_count_of_people() {
    let played = play("story");
    assert!(played.statuses("read") > 1_000);
    assert_eq!(played.failures(), [131_042, 131_050], "the payment, and the opt-out");
    assert_eq!(played.each("user_preferences", "/user_preferences/0/value"), ["stop", "resume"]);
    let events = played.each(TEMPLATE, "/event");
    assert_eq!(events, ["PAUSED", "APPROVED"]);
}

/// Meta raises no limit while a number is flagged, and the story is what a newcomer learns by.
#[tokio::test]
async fn the_story_raises_the_limit_only_once_no_number_is_flagged() {
    let played = play("story");
    let changes = played.webhooks.iter().map(|body| &body["entry"][0]["changes"][0]);
    let told = changes.filter_map(|change| match change["field"].as_str() {
        Some(QUALITY) => change["value"]["event"].as_str(),
        Some("business_capability_update") => Some("LIMIT"),
        _ => None,
    });
    let mut told: Vec<&str> = told.collect();
    told.dedup(); // A portfolio's limit is told to each of its accounts.
    assert_eq!(told, ["FLAGGED", "UNFLAGGED", "LIMIT"]);
}

#[tokio::test]
async fn every_scenario_is_listed_with_a_sentence_and_can_be_played() {
    let stand = Stand::new();
    let answer = stand
        .ask(http::Request::get("/_control/scenarios").body(axum::body::Body::empty()).unwrap())
        .await;
    let list = answer.json()["data"].as_array().unwrap().clone();
    assert!(list.len() >= 20, "{}", list.len());
    for scenario in list {
        let name = scenario["name"].as_str().unwrap();
        assert!(scenario["title"].as_str().unwrap().len() > 20, "{name}");
        assert_eq!(stand.set(&format!("scenarios/{name}"), json!({})).await, scenario);
        assert!(stand.emulator.play_at_once(name).is_some(), "{name}");
    }
}

#[tokio::test]
async fn the_scenarios_that_a_console_is_to_be_held_to_are_all_there() {
    let request = http::Request::get("/_control/scenarios").body(axum::body::Body::empty());
    let listed = Stand::new().ask(request.unwrap()).await.json();
    let names: Vec<&str> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    for name in [
        "healthy_week",
        "flagged_recovers",
        "flagged_lowered",
        "restricted",
        "limit_raised",
        "name_rejected",
        "name_pending",
        "pin_mismatch",
        "pin_guess_limit",
        "payment_missing",
        "waba_banned_reinstated",
        "business_limited",
        "business_blocked",
        "token_revoked",
        "permission_removed",
        "partner_removed",
        "coexistence_with_history",
        "bsuid_only",
        "meta_down",
        "storm",
    ] {
        assert!(names.contains(&name), "{name}");
    }
}
