//! Scenarios: named stories that play by themselves, in real time. Each is a file of steps, and a
//! step does nothing that the control API could not.
//!
//! The errors of `business_blocked` and `app_blocked` are assumptions: Meta publishes none for these
//! entities, so they say what sending says of a locked account and of a broken policy.
//!
//! A scenario names nodes by their place in the world, so that it plays in any world. After a
//! restart the story begins anew, its first steps healing what the last run left behind.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::control::{change, traffic};
use crate::state::{Shared, State};
use crate::world::{Kind, Node};

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

/// Numbers and templates are counted within the first WABA; a place beyond the last is the last.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Action {
    Business { nth: usize, set: Map<String, Value> },
    Waba { nth: usize, set: Map<String, Value> },
    Number { nth: usize, set: Map<String, Value> },
    Template { nth: usize, set: Map<String, Value> },
    App { set: Map<String, Value> },
    Message { from: String, to_nth: usize, text: String },
    Send { from_nth: usize, users: usize, category: String },
}

static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    [
        include_str!("../scenarios/story.json"),
        include_str!("../scenarios/quality_falls.json"),
        include_str!("../scenarios/payment_fails.json"),
        include_str!("../scenarios/template_paused.json"),
        include_str!("../scenarios/profile_changed.json"),
        include_str!("../scenarios/business_limited.json"),
        include_str!("../scenarios/business_blocked.json"),
        include_str!("../scenarios/app_blocked.json"),
        include_str!("../scenarios/name_rejected.json"),
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
    json!({"name": scenario.name, "title": scenario.title})
}

/// Plays a scenario from its beginning, instead of the one that plays.
pub fn play(shared: &Shared, name: &str) {
    shared.playing.send_replace(Some(name.to_owned()));
}

/// Begins what plays anew.
pub fn play_again(shared: &Shared) {
    shared.playing.send_modify(|_| {});
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
            let now_ms = shared.settings.clock.now_ms();
            shared.change(|state| step.action.perform(state, now_ms));
        }
        match scenario.repeat_after_s {
            Some(seconds) => began += Duration::from_secs(seconds),
            None => break,
        }
    }
    std::future::pending().await
}

impl Action {
    fn perform(&self, state: &mut State, now_ms: i64) {
        let done = match self {
            Action::Business { nth, set } => {
                let id = place(state.world.business_nodes(), *nth);
                change::apply(state, Kind::Business, &id, set, now_ms)
            }
            Action::Waba { nth, set } => {
                let id = place(state.world.wabas(), *nth);
                change::apply(state, Kind::Waba, &id, set, now_ms)
            }
            Action::Number { nth, set } => {
                let id = number(state, *nth);
                change::apply(state, Kind::Number, &id, set, now_ms)
            }
            Action::Template { nth, set } => {
                let first_waba = state.world.wabas().next();
                let templates = first_waba.into_iter().flat_map(|waba| state.world.templates(waba));
                change::apply(state, Kind::Template, &place(templates, *nth), set, now_ms)
            }
            Action::App { set } => {
                let id = state.world.app.id.clone();
                change::apply(state, Kind::App, &id, set, now_ms)
            }
            Action::Message { from, to_nth, text } => {
                let to = number(state, *to_nth);
                traffic::customer_writes(state, from, &to, text, now_ms)
            }
            Action::Send { from_nth, users, category } => {
                let from = number(state, *from_nth);
                let to: Vec<&String> = state.world.users.keys().take(*users).collect();
                let given = object(json!({"from": from, "to": to, "category": category}));
                traffic::business_sends(state, &given, now_ms)
            }
        };
        if let Err(refusal) = done {
            tracing::debug!(reason = refusal.message, "A step has no place in this world");
        }
    }
}

fn number(state: &State, nth: usize) -> String {
    let first_waba = state.world.wabas().next();
    place(first_waba.into_iter().flat_map(|waba| state.world.children(waba)), nth)
}

/// The id of the nth node, or of the last; nothing has the empty id.
fn place<'w>(nodes: impl Iterator<Item = &'w Node>, nth: usize) -> String {
    nodes.take(nth + 1).last().map(|node| node.id.clone()).unwrap_or_default()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhooks::queue::Queue;
    use crate::world::{health, seed};

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
                    Action::Message { .. } | Action::Send { .. } => continue,
                };
                change::check(kind, set).unwrap();
            }
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
            "template_paused",
            "profile_changed",
            "business_limited",
            "business_blocked",
            "app_blocked",
            "name_rejected",
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
    fn within_two_minutes_the_story_touches_every_page_and_begins_by_healing_it() {
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
                    100,
                ),
            ];
            for (is_so, what, until_s) in now {
                if is_so && !seen.contains(&what) {
                    assert!(step.at_s <= until_s, "{what} at {}", step.at_s);
                    seen.push(what);
                }
            }
        }
        assert_eq!(seen, ["template red", "profile", "template paused", "limited", "limit"]);
        for step in story.steps.iter().take_while(|step| step.at_s <= 1) {
            step.action.perform(&mut state, 0);
        }
        assert_eq!(readable(&state), seeded);
    }
}
