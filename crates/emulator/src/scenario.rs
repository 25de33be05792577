//! Scenarios: named stories that play by themselves, in real time. Each is a file of steps, and a
//! step does nothing that the control API could not.
//!
//! A step may turn the clock, so that seven days are a minute; the story that a demo plays does not,
//! since it plays whether or not anybody asked.
//!
//! The errors of `business_blocked` and `app_blocked` are assumptions: Meta publishes none for these
//! entities, so they say what sending says of a locked account and of a broken policy.
//!
//! A scenario names nodes by their place in the world, so that it plays in any world. After a
//! restart the story begins anew, its first steps healing what the last run left behind.

mod action;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::action::{Action, turn};
use crate::state::{Shared, State};

/// The scenario that a demo plays.
pub const STORY: &str = "story";

/// A file of `scenarios/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    name: String,
    title: String,
    /// When it begins again, counted from its beginning; without it, it ends.
    repeat_after_s: Option<u64>,
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    at_s: u64,
    #[serde(flatten)]
    action: Action,
}

macro_rules! scenarios {
    ($($name:literal),+ $(,)?) => {
        [$(include_str!(concat!("../scenarios/", $name, ".json"))),+]
    };
}

static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    scenarios![
        "story",
        "quality_falls",
        "quality_recovers",
        "flagged_recovers",
        "flagged_lowered",
        "restricted",
        "limit_raised",
        "limit_lowered",
        "limit_denied",
        "opt_outs",
        "template_paused",
        "template_fails",
        "name_approved",
        "name_rejected",
        "profile_changed",
        "payment_fails",
        "account_reviewed",
        "business_limited",
        "business_blocked",
        "app_blocked",
        "unknown_values",
        "webhooks_lost",
        "token_dies",
        "token_revoked",
        "permission_removed",
        "partner_removed",
        "name_pending",
        "pin_mismatch",
        "pin_guess_limit",
        "payment_missing",
        "coexistence_with_history",
        "healthy_week",
        "waba_banned_reinstated",
        "bsuid_only",
        "meta_down",
        "webhooks_in_disorder",
        "storm",
    ]
    .into_iter()
    .map(|text| serde_json::from_str(text).expect("a scenario of ours is well formed"))
    .collect()
});

pub fn find(name: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.name == name)
}

pub fn list() -> Value {
    json!({"data": SCENARIOS.iter().map(summary).collect::<Vec<_>>()})
}

pub fn summary(scenario: &Scenario) -> Value {
    let ends_after_s = match scenario.repeat_after_s {
        Some(_) => None,
        None => scenario.steps.last().map(|step| step.at_s),
    };
    json!({"name": scenario.name, "title": scenario.title, "ends_after_s": ends_after_s})
}

/// Plays a scenario from its beginning, instead of the one that plays.
pub fn play(shared: &Shared, name: &str) {
    shared.playing.send_replace(Some(name.to_owned()));
}

/// Leaves the one that plays where it is.
pub fn stop(shared: &Shared) {
    shared.playing.send_replace(None);
}

/// After a reset: the story begins anew where it belongs to the world, and anything else is over.
pub fn start_over(shared: &Shared) {
    if shared.settings.story {
        play(shared, STORY);
    } else {
        stop(shared);
    }
}

/// Plays what is asked for until stopped.
pub async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let mut playing = shared.playing.subscribe();
    // What was asked for before the emulator ran counts too.
    loop {
        let name = playing.borrow_and_update().clone();
        tokio::select! {
            () = stop.cancelled() => return,
            changed = playing.changed() => if changed.is_err() { return },
            () = perform(&shared, name.as_deref().and_then(find)) => {}
        }
    }
}

/// Never returns: a scenario that ended leaves the world as it is.
async fn perform(shared: &Shared, scenario: Option<&Scenario>) {
    let mut began = Instant::now();
    while let Some(scenario) = scenario {
        for step in &scenario.steps {
            tokio::time::sleep_until(began + Duration::from_secs(step.at_s)).await;
            step.action.take_in_turns(shared).await;
        }
        match scenario.repeat_after_s {
            Some(seconds) => began += Duration::from_secs(seconds),
            None => break,
        }
    }
    std::future::pending().await
}

/// Plays a scenario to its end at once: the clock is turned over its pauses. Answers the webhooks
/// that came of it, in their order.
pub fn play_at_once(shared: &Shared, scenario: &Scenario) -> Vec<Value> {
    let last = shared.with(|state| state.world.minted);
    play_through(shared, scenario, u64::MAX);
    let queued = |state: &mut State| state.queue.after(last).map(parsed).collect();
    shared.with(queued)
}

/// The same up to so many seconds from its beginning, and without an answer: of a storm that would
/// be long.
pub fn play_through(shared: &Shared, scenario: &Scenario, until_s: u64) {
    let mut at_s = 0;
    for step in scenario.steps.iter().take_while(|step| step.at_s <= until_s) {
        turn(shared, i64::try_from(step.at_s - at_s).unwrap_or(0));
        at_s = step.at_s;
        step.action.take(shared);
    }
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::control::{faults, key, token, user};
    use crate::webhooks::queue::Queue;
    use crate::world::{Kind, Node, health, seed};

    #[test]
    fn every_scenario_is_well_formed_and_in_order() {
        for scenario in SCENARIOS.iter() {
            let times: Vec<u64> = scenario.steps.iter().map(|step| step.at_s).collect();
            assert!(times.is_sorted(), "{}", scenario.name);
            let end = times.last().copied().unwrap_or(0);
            assert!(scenario.repeat_after_s.is_none_or(|after| after > end));
            for step in &scenario.steps {
                let (kind, set) = match &step.action {
                    Action::Business { set, .. } => (Kind::Business, set),
                    Action::Waba { set, .. } => (Kind::Waba, set),
                    Action::Number { set, .. } => (Kind::Number, set),
                    Action::Template { set, .. } => (Kind::Template, set),
                    Action::App { set } => (Kind::App, set),
                    Action::Fault(armed) => {
                        assert!(faults::read(armed).is_ok(), "{}", scenario.name);
                        continue;
                    }
                    Action::Tokens { kind, set } => {
                        assert!(
                            token::apply(&mut fresh(), kind, set, 0).is_ok(),
                            "{}",
                            scenario.name
                        );
                        continue;
                    }
                    Action::User { wa_id, set } => {
                        assert!(user::apply(&mut fresh(), wa_id, set).is_ok(), "{}", scenario.name);
                        continue;
                    }
                    Action::Revoke { .. }
                    | Action::Message { .. }
                    | Action::Preference { .. }
                    | Action::Send(_)
                    | Action::Advance { .. } => continue,
                };
                key::check(kind, set).unwrap();
            }
        }
    }

    #[test]
    fn the_story_turns_no_clock_and_neither_does_whatever_repeats() {
        for scenario in SCENARIOS.iter().filter(|scenario| scenario.repeat_after_s.is_some()) {
            let turns = |step: &Step| matches!(step.action, Action::Advance { .. });
            assert!(!scenario.steps.iter().any(turns), "{}", scenario.name);
        }
    }

    #[test]
    fn within_a_minute_the_story_shows_red_flagged_and_a_waba_error_and_then_heals() {
        let origin = serde_json::from_str(seed::CASA_IPE).unwrap();
        let world = seed::world(&origin, 1, 0).unwrap();
        let mut state = State::new(world, Queue::default());
        let mut seen = Vec::new();
        let story = find(STORY).unwrap();
        assert!(story.steps[0].at_s < 10);
        let mut look = |state: &State, at_s: u64| {
            let waba = state.world.wabas().next().unwrap();
            let number = state.world.children(waba).nth(2).unwrap();
            let now = [
                number.text("quality_rating").to_owned(),
                number.text("status").to_owned(),
                health::of_node(waba).can_send_message,
            ];
            if seen.last().is_none_or(|(_, last)| *last != now) {
                seen.push((at_s, now));
            }
        };
        for step in &story.steps {
            step.action.perform(&mut state, 0);
            look(&state, step.at_s);
        }
        let told: Vec<String> = seen.iter().map(|(_, now)| now.join(" ")).collect();
        assert_eq!(
            told,
            [
                "GREEN CONNECTED AVAILABLE",
                "YELLOW CONNECTED AVAILABLE",
                "RED CONNECTED AVAILABLE",
                "RED FLAGGED AVAILABLE",
                "RED FLAGGED BLOCKED",
                "RED FLAGGED AVAILABLE",
                "YELLOW FLAGGED AVAILABLE",
                "GREEN FLAGGED AVAILABLE",
                "GREEN CONNECTED AVAILABLE",
            ]
        );
        assert!(seen[4].0 < 50);
    }

    fn fresh() -> State {
        let origin = serde_json::from_str(seed::CASA_IPE).unwrap();
        State::new(seed::world(&origin, 1, 0).unwrap(), Queue::default())
    }

    /// What a console could read of each node: fields, profile and health.
    fn readable(state: &State) -> Value {
        let of = |node: &Node| {
            let mut fields = node.fields.clone();
            // When a quality was last set is not what a scenario puts back.
            if let Some(score) = fields.get_mut("quality_score").and_then(Value::as_object_mut) {
                score.remove("date");
            }
            let health = health::of_node(node);
            json!([fields, node.profile, health.can_send_message, health.errors])
        };
        let nodes = state.world.nodes.values();
        json!(nodes.map(|node| (node.id.clone(), of(node))).collect::<Map<String, Value>>())
    }

    #[test]
    fn what_a_scenario_changes_it_heals_at_its_end() {
        for name in [
            "payment_fails",
            "profile_changed",
            "business_limited",
            "business_blocked",
            "app_blocked",
            "name_rejected",
            "unknown_values",
            "webhooks_lost",
            "payment_missing",
        ] {
            let scenario = find(name).unwrap();
            let (mut state, seeded) = (fresh(), readable(&fresh()));
            let mut changed = 0;
            for step in &scenario.steps {
                step.action.perform(&mut state, 0);
                changed += u32::from(readable(&state) != seeded);
            }
            assert!(changed > 0, "{name} changes something");
            assert_eq!(readable(&state), seeded, "{name}");
            assert!(scenario.steps.iter().all(|step| step.at_s <= 120), "{name}");
        }
    }

    #[test]
    fn within_its_first_minutes_the_story_touches_every_page_and_begins_by_healing_it() {
        let (mut state, seeded) = (fresh(), readable(&fresh()));
        let story = find(STORY).unwrap();
        let promo = "1204857736119218";
        let vendas = "104857736119203";
        let business = state.world.businesses[0].clone();
        let mut seen = Vec::new();
        for step in &story.steps {
            step.action.perform(&mut state, 0);
            let nodes = &state.world.nodes;
            let now = [
                (nodes[promo].fields["quality_score"]["score"] == "RED", "template red", 20),
                (nodes[promo].text("status") == "PAUSED", "template paused", 30),
                (nodes[vendas].profile != fresh().world.nodes[vendas].profile, "profile", 20),
                (health::of_node(&nodes[&business]).can_send_message == "LIMITED", "limited", 66),
                (
                    nodes[&business].text("whatsapp_business_manager_messaging_limit")
                        == "TIER_100K",
                    "limit",
                    150,
                ),
            ];
            for (is_so, what, until_s) in now {
                if is_so && !seen.contains(&what) {
                    assert!(step.at_s <= until_s, "{what} at {}", step.at_s);
                    seen.push(what);
                }
            }
        }
        assert_eq!(seen, ["template red", "template paused", "profile", "limited", "limit"]);
        for step in story.steps.iter().take_while(|step| step.at_s <= 1) {
            step.action.perform(&mut state, 0);
        }
        assert_eq!(readable(&state), seeded);
    }
}
