//! Thirty simulated days of the program beside the emulator, many times: webhooks and readings come
//! as they do, Meta fails for hours, and in the end Farol shows what the emulator believes; each turn
//! for the worse that a reading could see was told once.
//!
//! `CAMPAIGN_SEEDS=2000 cargo nextest run --release -p farol --test simulation` plays more months.

mod console;
mod simulation {
    pub mod month;
}

use farol::clock::monotonic;
use simulation::month::{Month, Sum};

/// Months of one run; the campaign asks for more.
#[allow(clippy::disallowed_methods, reason = "a campaign says how long it is to be")]
fn seeds() -> u64 {
    std::env::var("CAMPAIGN_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(100)
}

/// Plays every second seed from `first` on.
#[allow(clippy::print_stdout, reason = "the campaign's table")]
async fn play_every_second(first: u64) {
    let began = monotonic();
    let mut sum = Sum::default();
    for seed in (first..seeds()).step_by(2) {
        let mut month = Month::begin(seed).await;
        month.live().await;
        month.check().await;
        sum.join(&month.sum);
    }
    println!("seeds {first}, {}, ... in {:?}: {sum:?}", first + 2, began.elapsed());
    assert!(sum.told > 0 && sum.webhooks > 0 && sum.flagged_ends > 0, "the months were empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_even_months_farol_tells_each_turn_once_and_ends_where_the_emulator_does() {
    play_every_second(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_odd_months_farol_tells_each_turn_once_and_ends_where_the_emulator_does() {
    play_every_second(1).await;
}
