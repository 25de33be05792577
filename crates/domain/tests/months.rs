//! Thirty simulated days, many times: whatever Meta does and however its words arrive, each turn for
//! the worse that a reading showed is told once, and in the end Farol holds what Meta holds.
//!
//! `CAMPAIGN_SEEDS=100000 cargo nextest run --release -p domain --test months` plays more of them.

mod board;
mod month;

use month::farol::Farol;
use month::meta::Meta;
use month::{Dice, HOUR, minutes};

/// Seeds of one run; the campaign asks for more, shared out among the tests below so that they run side by side.
#[allow(clippy::disallowed_methods, reason = "a campaign says how long it is to be")]
fn seeds() -> u64 {
    std::env::var("CAMPAIGN_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

/// How one seed's month was, for the table.
#[derive(Default)]
struct Sum {
    turns: u64,
    readings: u64,
    told: u64,
}

/// Plays every fourth seed from `first` on.
#[allow(clippy::print_stdout, reason = "the campaign's table")]
fn play_every_fourth(first: u64) {
    let mut sum = Sum::default();
    for seed in (first..seeds()).step_by(4) {
        let mut dice = Dice::new(seed);
        let meta = Meta::live_a_month(&mut dice);
        let mut farol = Farol::of(&meta, &mut dice);
        farol.read_for_a_month(&mut dice);
        farol.check(seed);
        sum.turns += meta.turns();
        sum.readings += farol.readings();
        sum.told += farol.told();
    }
    assert!(sum.turns > 0 && sum.told > 0, "the months were empty");
    println!(
        "seeds {first}, {}, ...: {} turns of Meta, {} readings, {} notices",
        first + 4,
        sum.turns,
        sum.readings,
        sum.told
    );
}

#[test]
fn months_of_readings_first_quarter() {
    play_every_fourth(0);
}

#[test]
fn months_of_readings_second_quarter() {
    play_every_fourth(1);
}

#[test]
fn months_of_readings_third_quarter() {
    play_every_fourth(2);
}

#[test]
fn months_of_readings_fourth_quarter() {
    play_every_fourth(3);
}

#[test]
fn a_state_that_outlasts_two_readings_is_never_missed() {
    let mut outlasting = 0;
    for seed in 0..50 {
        let mut dice = Dice::new(seed);
        let meta = Meta::live_a_month(&mut dice);
        let mut farol = Farol::of(&meta, &mut dice).without_mishaps();
        farol.read_for_a_month(&mut dice);
        // An answer is on its way for minutes only, so two intervals hold one whole reading.
        let in_time = farol.interval() * 2 + minutes(10);
        for (node, kind, from) in meta.bad_states_longer_than(in_time) {
            if from <= farol.first_reading() {
                continue;
            }
            outlasting += 1;
            let is_told = farol.held(&node, kind, from, from + in_time);
            assert!(is_told, "seed {seed}: {kind:?} of {node} from hour {}", from / HOUR);
        }
    }
    assert!(outlasting > 100, "only {outlasting} states lasted");
}
