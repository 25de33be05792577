//! `scripts/campaign fuzz`: any bytes for `fuzzed::webhook`.
#![no_main]

#[allow(dead_code, reason = "one target of three")]
#[path = "../../crates/meta/tests/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::webhook(data));
