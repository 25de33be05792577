//! What the tally costs: a message heard, a question asked, a user remembered.
//!
//! `cargo bench -p domain --bench tally` prints a table (PERFORMANCE row 5). Memory is what this
//! program asked its allocator for, at its peak and at the end.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    unsafe_code,
    reason = "a benchmark measures, counts memory and prints"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::tally::Tally;

const START: i64 = 1_795_338_640;
const DAY: u64 = 24 * 60 * 60;

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands every call on to the system's allocator and only counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(held, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    println!(
        "| recipients | portfolios | events | ns per event | MB held | MB peak | bytes per recipient \
         | ns per query in the same second | ns per query a second later |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (recipients, portfolios) in
        [(10_000, 1), (1_000_000, 1), (1_000_000, 100), (1_000_000, 10_000), (10_000_000, 1)]
    {
        run(recipients, portfolios);
    }
}

/// Twice as many messages as recipients, spread over a day, each to anybody.
fn run(recipients: u64, portfolios: u64) {
    let events = recipients * 2;
    HELD.store(0, Ordering::Relaxed);
    PEAK.store(0, Ordering::Relaxed);
    let at = |event: u64| START + i64::try_from(event * DAY / events).expect("within a day");
    let mut tallies: Vec<Tally> =
        (0..portfolios).map(|_| Tally::new(Timestamp::from_seconds(START))).collect();
    // Each recipient once, so that all are held, and then by chance.
    let mut chance = 7_u64;
    let began = Instant::now();
    for event in 0..events {
        let recipient = if event % 2 == 0 { event / 2 } else { next(&mut chance) % recipients };
        let tally = &mut tallies[usize::try_from(recipient % portfolios).expect("small")];
        let now = Timestamp::from_seconds(at(event));
        black_box(tally.used(now));
        tally.hear(spread(recipient), now);
    }
    let per_event = began.elapsed().as_nanos() as f64 / events as f64;
    let held: usize = tallies.iter().map(Tally::len).sum();
    assert_eq!(held as u64, recipients);
    let bytes = HELD.load(Ordering::Relaxed);
    let peak = PEAK.load(Ordering::Relaxed);
    let end = Timestamp::from_seconds(at(events - 1));
    let (same, later) = (queries(&mut tallies, end, 0), queries(&mut tallies, end, 1));
    println!(
        "| {recipients} | {portfolios} | {events} | {per_event:.0} | {:.1} | {:.1} | {:.1} | \
         {same:.0} | {later:.0} |",
        bytes as f64 / 1e6,
        peak as f64 / 1e6,
        bytes as f64 / recipients as f64,
    );
}

/// Nanoseconds of a question, with this many seconds between one and the next to the same tally.
fn queries(tallies: &mut [Tally], from: Timestamp, apart: u64) -> f64 {
    let count = tallies.len() as u64;
    let asked = 10_000.max(count * 10);
    for tally in &mut *tallies {
        black_box(tally.used(from));
    }
    let began = Instant::now();
    for question in 0..asked {
        let now = from.plus(Duration::from_secs(question / count * apart + apart));
        let tally = &mut tallies[usize::try_from(question % count).expect("small")];
        black_box(tally.used(now));
    }
    began.elapsed().as_nanos() as f64 / asked as f64
}

/// A recipient's hash.
fn spread(recipient: u64) -> u64 {
    let mut chance = recipient;
    next(&mut chance)
}

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
