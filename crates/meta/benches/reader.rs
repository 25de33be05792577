//! What reading a webhook costs in instructions (PERFORMANCE row 9), beside a plain parse of it.
//!
//! `cargo bench -p meta --bench reader` runs itself under `valgrind --tool=callgrind`, which counts the
//! same whatever else the machine does: twice for each variant, and the difference is what the
//! bodies of the second run cost beyond the first's.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark runs itself")]

use std::hint::black_box;
use std::process::Command;

use meta::webhook::{self, body::Webhook};
use serde_json::Value;

/// Floor of PERFORMANCE row 9, in instructions per message.
const FLOOR: u64 = 40_000;
/// Goal of the same row.
const GOAL: u64 = 21_000;
/// Bodies of the two runs of a variant.
const RUNS: [u64; 2] = [100, 1_100];
/// Set for a child: which variant, and how many bodies.
const CHILD: &str = "FAROL_READER_CHILD";

fn main() {
    match std::env::var(CHILD) {
        Ok(asked) => {
            let (variant, bodies) = asked.rsplit_once(' ').expect("a variant and a count");
            read_many(variant, bodies.parse().expect("a count"));
        }
        Err(_) => measure(),
    }
}

fn measure() {
    println!("| variant | instructions per message | of the plain parse |");
    println!("|---|---:|---:|");
    let mut plain = None;
    for variant in ["value", "read text", "read statuses", "typed text", "typed statuses"] {
        let Some([few, many]) = counted(variant) else {
            println!("valgrind is not on this machine: nothing was measured");
            return;
        };
        let each = (many - few) / (RUNS[1] - RUNS[0]) / messages(variant);
        let share = each * 100 / *plain.get_or_insert(each);
        println!("| {variant} | {each} | {share} % |");
    }
    println!("\nFloor {FLOOR}, goal {GOAL}.");
}

/// Instructions of the two runs; `None` without valgrind.
fn counted(variant: &str) -> Option<[u64; 2]> {
    let program = std::env::current_exe().expect("this program");
    let count = |bodies: u64| {
        let told = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(&program)
            .env(CHILD, format!("{variant} {bodies}"))
            .output()
            .ok()?;
        assert!(told.status.success(), "{variant}: {}", String::from_utf8_lossy(&told.stderr));
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        let total = said.lines().find_map(|line| line.split("Collected : ").nth(1))?;
        total.trim().parse::<u64>().ok()
    };
    Some([count(RUNS[0])?, count(RUNS[1])?])
}

/// As Meta sends it: without the spaces of a file for eyes.
fn compact(fixture: &[u8]) -> Vec<u8> {
    let value: Value = serde_json::from_slice(fixture).expect("JSON");
    value.to_string().into_bytes()
}

fn messages(variant: &str) -> u64 {
    if variant.ends_with("statuses") { 3 } else { 1 }
}

fn read_many(variant: &str, bodies: u64) {
    let body = match variant {
        "read statuses" | "typed statuses" => {
            compact(include_bytes!("../../../fixtures/webhooks/messages--sent_delivered_read.json"))
        }
        _ => compact(include_bytes!("../../../fixtures/webhooks/messages--text.json")),
    };
    for _ in 0..bodies {
        let body = black_box(&body[..]);
        match variant {
            "value" => drop(black_box(serde_json::from_slice::<Value>(body))),
            "read text" | "read statuses" => drop(black_box(webhook::read(body))),
            _ => drop(black_box(Webhook::read(body))),
        }
    }
}
