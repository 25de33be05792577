//! Secrets whose whereabouts are known, and the search for them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where a secret could turn up.
pub struct Place {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The secrets, each by its text, with its kind and whether it is a PIN.
#[derive(Default)]
pub struct Canaries(BTreeMap<String, (&'static str, bool)>);

impl Canaries {
    /// A secret that no chance makes: it is searched for in bytes.
    pub fn add(&mut self, kind: &'static str, text: &str) {
        assert!(text.len() >= 20, "a {kind} of {} characters", text.len());
        self.0.insert(text.to_owned(), (kind, false));
    }

    /// Six digits, which chance makes: searched for as a value of its own, in text alone.
    pub fn add_pin(&mut self, pin: &str) {
        assert_eq!(pin.len(), 6);
        self.0.insert(pin.to_owned(), ("PIN", true));
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn kinds(&self) -> BTreeSet<&'static str> {
        self.0.values().map(|(kind, _)| *kind).collect()
    }

    /// Each secret: kind, text, whether it is a PIN.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str, bool)> {
        self.0.iter().map(|(text, (kind, is_pin))| (*kind, text.as_str(), *is_pin))
    }
}

/// Every file below a folder, but for those named.
pub fn seen_in(folder: &Path, but: &[&str]) -> Vec<Place> {
    let mut places = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("readable");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !but.contains(&name.as_str()) {
            places.push(Place { name, bytes: std::fs::read(entry.path()).expect("read") });
        }
    }
    places
}

/// Where which kind of secret is; none of it is repeated.
pub fn finds(canaries: &Canaries, places: &[Place]) -> Vec<String> {
    let mut found = Vec::new();
    for place in places {
        for (kind, text, is_pin) in canaries.all() {
            let is_there = if is_pin {
                // A database holds numbers in binary, which may spell any six digits.
                !place.name.contains(".db") && has_value(&place.bytes, text.as_bytes())
            } else {
                memory_has(&place.bytes, text.as_bytes())
            };
            if is_there {
                found.push(format!("{} holds a {kind}", place.name));
            }
        }
    }
    found.dedup();
    found
}

fn positions<'b>(bytes: &'b [u8], text: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let last = bytes.len().saturating_sub(text.len().saturating_sub(1));
    (0..last).filter(move |at| bytes.get(*at) == text.first() && bytes[*at..].starts_with(text))
}

fn memory_has(bytes: &[u8], text: &[u8]) -> bool {
    positions(bytes, text).next().is_some()
}

/// Whether the digits stand alone: neither a part of a longer number nor the fraction of a second.
fn has_value(bytes: &[u8], digits: &[u8]) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_digit() || *b == b'.');
    positions(bytes, digits).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !is_part(before) && !is_part(bytes.get(at + digits.len()))
    })
}

#[test]
fn a_pin_is_found_as_a_value_and_not_within_a_number() {
    for (text, is_found) in [
        ("{\"pin\":\"840317\"}", true),
        ("pin=840317&", true),
        ("840317", true),
        ("pin: 840317", true),
        ("18:36.840317Z", false),
        ("1840317", false),
        ("8403170", false),
        ("840 317", false),
        ("", false),
    ] {
        assert_eq!(has_value(text.as_bytes(), b"840317"), is_found, "{text}");
    }
}
