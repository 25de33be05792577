//! Every scenario of the emulator, played to its end beside a connected console: what the console
//! shows then is what the emulator believes.
//!
//! `CAMPAIGN_STORM=1 cargo nextest run --release -p farol --test scenarios storm` plays the storm in its
//! full size; without it a hundredth part of its people are written to.

mod console;
mod visitor;
mod scenarios {
    pub mod stage;
}

use std::collections::BTreeSet;

use scenarios::stage::Stage;
use serde_json::Value;

/// Played apart: too long to be one of a test's many.
const STORM: &str = "storm";
/// Scenarios after which nothing of the first account can be read until somebody logs in again: the
/// console goes on showing what it read last.
const CUT_OFF: [&str; 3] = ["token_dies", "token_revoked", "partner_removed"];

/// A scenario as the list has it.
struct Named {
    name: String,
    ends_after_s: u64,
}

#[allow(clippy::disallowed_methods, reason = "a campaign says how large it is to be")]
fn is_campaign() -> bool {
    std::env::var("CAMPAIGN_STORM").is_ok()
}

/// The names that the emulator lists, every third from one on.
async fn every_third(from: usize) -> Vec<Named> {
    let listed = Stage::set().await.control("GET", "scenarios", Value::Null).await;
    let names = listed["data"].as_array().expect("a list").iter();
    let names: Vec<Named> = names
        .map(|one| Named {
            name: one["name"].as_str().expect("a name").to_owned(),
            // The story begins again after three minutes.
            ends_after_s: one["ends_after_s"].as_u64().unwrap_or(180),
        })
        .collect();
    let unique: BTreeSet<&String> = names.iter().map(|one| &one.name).collect();
    assert!(unique.len() == names.len() && names.len() > 30, "{unique:?}");
    assert!(unique.contains(&STORM.to_owned()));
    names.into_iter().filter(|one| one.name != STORM).skip(from).step_by(3).collect()
}

/// Plays one: what is shown is compared before it, in its middle, where most are not yet healed, and
/// at its end.
async fn play(Named { name, ends_after_s }: &Named) {
    let mut stage = Stage::set().await;
    stage.settle().await;
    stage.compare(&format!("before {name}")).await;
    stage.play_half(name, *ends_after_s).await;
    if !CUT_OFF.contains(&name.as_str()) && !stage.is_faulty().await {
        stage.settle().await;
        stage.compare(&format!("in the middle of {name}")).await;
    }
    stage.play(name).await;
    stage.settle().await;
    if CUT_OFF.contains(&name.as_str()) {
        stage.expect_readings_to_fail(name).await;
    }
    stage.compare(name).await;
}

async fn play_every_third(from: usize) {
    for one in every_third(from).await {
        play(&one).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_first_third_of_the_scenarios_the_console_shows_what_the_emulator_believes() {
    play_every_third(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_second_third_of_the_scenarios_the_console_shows_what_the_emulator_believes() {
    play_every_third(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_last_third_of_the_scenarios_the_console_shows_what_the_emulator_believes() {
    play_every_third(2).await;
}

/// Every status of a storm is taken in and counted, each person once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[allow(clippy::print_stdout, reason = "the campaign's figure")]
async fn a_storm_is_taken_in_whole() {
    let began = farol::clock::monotonic();
    let people = if is_campaign() { 100_000 } else { 1_000 };
    let mut stage = Stage::set().await;
    stage.settle().await;
    if is_campaign() {
        stage.play(STORM).await;
    } else {
        stage.rain(people).await;
    }
    let played = began.elapsed();
    stage.settle().await;
    stage.compare(STORM).await;
    assert_eq!(stage.reached().await, people);
    println!("{people} people: played after {played:?}, taken in after {:?}", began.elapsed());
}
