//! A short seeded run of what `scripts/campaign fuzz` does for minutes: our fixtures, changed at random.

mod fuzzed;

use std::fs;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Inputs of each target.
const INPUTS: u64 = 4_000;
const SEED: u64 = 20_261_123;

/// SplitMix64: the same inputs every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).expect("below a usize")
    }
}

/// What JSON is made of, and what has broken readers of it before.
const PIECES: [&str; 20] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-1",
    "1e999",
    "0.1",
    "\\ud83d",
    "\\u0000",
    "18446744073709551616",
    "\"field\":\"messages\"",
    "\"entry\":[",
    "\u{feff}",
    "é",
    "\"errors\":[{}]",
];

/// Changes an input in one to six places.
fn changed(chance: &mut Chance, all: &[Vec<u8>]) -> Vec<u8> {
    let mut input = all[chance.below(all.len())].clone();
    for _ in 0..=chance.below(5) {
        let at = chance.below(input.len());
        let to = (at + chance.below(40)).min(input.len());
        let piece = PIECES[chance.below(PIECES.len())].as_bytes();
        match chance.below(6) {
            0 if !input.is_empty() => input[at] ^= 1 << chance.below(8),
            1 => drop(input.splice(at..to, [])),
            2 => drop(input.splice(at..at, piece.iter().copied())),
            3 => drop(input.splice(at..to, piece.iter().copied())),
            4 => {
                // A piece of another input in the place of one of this.
                let other = &all[chance.below(all.len())];
                let from = chance.below(other.len());
                let until = (from + chance.below(200)).min(other.len());
                drop(input.splice(at..to, other[from..until].iter().copied()));
            }
            _ => {
                let again: Vec<u8> = input[at..to].to_vec();
                drop(input.splice(at..at, again));
            }
        }
    }
    input
}

/// Checks what holds of any bytes with the inputs as they are, then changed.
fn check(inputs: &[Vec<u8>], target: fn(&[u8])) {
    inputs.iter().for_each(|input| target(input));
    let mut chance = Chance(SEED);
    for _ in 0..INPUTS {
        target(&changed(&mut chance, inputs));
    }
}

fn fixtures() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/webhooks");
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let spaced = paths.iter().map(|path| fs::read(path).expect("readable"));
    // As Meta sends it: a change of a space is none.
    let compact = |body: Vec<u8>| {
        let value: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        value.to_string().into_bytes()
    };
    spaced.map(compact).collect()
}

#[test]
fn the_webhook_reader_holds_to_its_word() {
    check(&fixtures(), fuzzed::webhook);
}

#[test]
fn the_reader_of_graphs_errors_holds_to_its_word() {
    let answers = [
        r#"{"error":{"message":"(#130429) Rate limit hit","type":"OAuthException","code":130429,"error_data":{"messaging_product":"whatsapp","details":"Too many"},"fbtrace_id":"Az8"}}"#,
        r#"{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"error_subcode":463,"is_transient":false,"error_user_title":"t","error_user_msg":"m"}}"#,
        r#"{"error":{"message":"try later","code":2,"is_transient":true}}"#,
        r#"{"id":"1"}"#,
        "<html>502</html>",
    ];
    let statuses = [200_u16, 400, 401, 403, 500, 503];
    let mut inputs = Vec::new();
    for answer in answers {
        for status in statuses {
            inputs.push([&(status - 100).to_be_bytes(), answer.as_bytes()].concat());
        }
    }
    check(&inputs, fuzzed::graph_error);
}

#[test]
fn the_signatures_header_holds_to_its_word() {
    let signed = |body: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(fuzzed::SECRET).expect("any length");
        mac.update(body);
        let digits = mac.finalize().into_bytes();
        let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
        [b"sha256=", digits.as_bytes(), b"\n", body].concat()
    };
    let inputs = [signed(b""), signed(b"{}"), signed(b"a\nb"), b"sha256=\n{}".to_vec(), Vec::new()];
    check(&inputs, fuzzed::signature);
}
