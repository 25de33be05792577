//! Three languages that say the same: same keys, same places, and none that nobody uses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use ui::Language;

use crate::markup::sources;
use crate::world;

/// The messages of a language: key and the places that it fills.
pub fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.tag());
    let mut messages = BTreeMap::new();
    for file in std::fs::read_dir(folder).expect("a folder for each language") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let resource =
            parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path:?} {errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut places = BTreeSet::new();
            collect(message.value.as_ref().expect("a message has a value"), &mut places);
            assert!(
                messages.insert(message.id.name.clone(), places).is_none(),
                "{}",
                message.id.name
            );
        }
    }
    messages
}

fn collect(pattern: &Pattern<String>, places: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => place(inline, places),
            Expression::Select { selector, variants } => {
                place(selector, places);
                variants.iter().for_each(|variant| collect(&variant.value, places));
            }
        }
    }
}

fn place(inline: &InlineExpression<String>, places: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        places.insert(id.name.clone());
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_places() {
    let first = messages(Language::PtBr);
    assert!(first.len() > 150);
    for language in [Language::En, Language::Es] {
        assert_eq!(messages(language), first, "{}", language.tag());
    }
}

/// Keys that are made from a value: their family, and where the values come from.
const FAMILIES: [&str; 27] = [
    // Held against every value and every rule in `explanations.rs`.
    "explain-status-",
    "explain-quality-",
    "meta-rule-",
    "status-",
    "can-",
    "name-",
    "quality-",
    "month-",
    "failure-",
    "vertical-",
    // Held against every obstacle and ending in `troubles.rs`.
    "obstacle-",
    "ending-",
    "popup-refusal-",
    "weekday-",
    // Held against every entry of the catalogue in `errors.rs`.
    "meta-error-",
    // Held against every value that Meta documents in `activity.rs`.
    "said-",
    // Held against every rule in `identities.rs`.
    "username-rule-",
    // Held against every part of every guide in `situations.rs`.
    "situation-",
    "question-",
    "answer-",
    "caution-",
    "need-",
    "move-",
    "loss-",
    "stays-",
    // Held against every check in `preflights.rs`.
    "doctor-",
    "preflight-",
];

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let sources = sources(&["src", "templates"]);
    let messages = messages(Language::PtBr);
    for key in messages.keys() {
        let is_made = FAMILIES.iter().any(|family| key.starts_with(family));
        assert!(is_made || sources.contains(&format!("\"{key}\"")), "nobody says {key}");
    }
    for call in [".t(\"", ".t1(\"", ".many(\"", ".with(\"", ".open(\""] {
        for piece in sources.split(call).skip(1) {
            let key = piece.split('"').next().unwrap_or_default();
            assert!(messages.contains_key(key), "no words for {key}");
        }
    }
    use meta::open::{CanSendMessage, NameStatus, PhoneNumberStatus, QualityRating, Vertical};
    let known = |family: &str, raw: &str| {
        let key = format!("{family}-{}", raw.to_lowercase().replace('_', "-"));
        assert!(messages.contains_key(&key), "no words for {key}");
    };
    PhoneNumberStatus::KNOWN.iter().for_each(|value| known("status", value.as_str()));
    CanSendMessage::KNOWN.iter().for_each(|value| known("can", value.as_str()));
    NameStatus::KNOWN.iter().for_each(|value| known("name", value.as_str()));
    QualityRating::KNOWN.iter().for_each(|value| known("quality", value.as_str()));
    let written = Vertical::KNOWN.iter().filter(|value| !Vertical::READ_ONLY.contains(value));
    written.for_each(|value| known("vertical", value.as_str()));
    (1..=12).for_each(|month| known("month", &month.to_string()));
    let failures = ["token_dead", "permission_missing", "not_found", "rate_limited", "trouble"];
    failures.iter().for_each(|name| known("failure", name));
    ["refused", "unanswered", "unreadable"].iter().for_each(|name| known("failure", name));
}

#[test]
fn no_words_stand_in_templates() {
    const NAMES: [&str; 4] = ["Farol", "Meta,", "ID", "WABA"];
    let mut text = sources(&["templates"]);
    for (open, close) in
        [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("=\"", "\""), ("<code>", "</code>"), ("<", ">")]
    {
        text = without(&text, open, close);
    }
    for word in text.split_whitespace() {
        // The names of attributes that a macro or a block adds to a tag.
        let is_attribute = word.starts_with("data-");
        let is_name = NAMES.contains(&word) || !word.chars().any(char::is_alphabetic);
        assert!(is_attribute || is_name, "a template says {word:?}");
    }
}

/// The text without what stands between two marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let mut left = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        left.push(' ');
        left.push_str(piece.split_once(close).map_or("", |(_, rest)| rest));
    }
    left
}

#[test]
fn numbers_are_grouped_and_counted_as_the_language_does() {
    let page = |language, tier: &str| {
        let mut world = world::typical();
        let field = "whatsapp_business_manager_messaging_limit";
        world::set(&mut world.scope.businesses[0], field, serde_json::json!(tier), 1);
        world.overview(language)
    };
    for (language, tier, shown) in [
        (Language::PtBr, "TIER_100K", ">100.000</span>"),
        (Language::En, "TIER_100K", ">100,000</span>"),
        (Language::Es, "TIER_100K", ">100.000</span>"),
        (Language::PtBr, "TIER_2K", ">2.000</span>"),
        (Language::En, "TIER_UNLIMITED", ">Unlimited</span>"),
        (Language::PtBr, "TIER_OF_TEARS", ">TIER_OF_TEARS</span>"),
    ] {
        assert!(page(language, tier).contains(shown), "{language:?} {tier}");
    }
    let mut world = world::typical();
    assert!(world.numbers(Language::PtBr).contains("4 de 4 números"));
    world.scope.numbers.truncate(1);
    assert!(world.numbers(Language::PtBr).contains("1 de 1 número<"));
    assert!(world.numbers(Language::En).contains("1 of 1 number<"));
}

#[test]
fn the_reader_gets_the_language_that_they_like_best() {
    for (header, language) in [
        ("", Language::PtBr),
        ("de", Language::PtBr),
        ("en", Language::En),
        ("en;q=0.5, es-AR;q=0.9", Language::Es),
        ("fr, en;q=0.8, pt;q=0.8", Language::En),
        ("en;q=0, pt-PT;q=0.1", Language::PtBr),
        ("*", Language::PtBr),
    ] {
        assert_eq!(Language::from_accept_language(header), language, "{header}");
    }
    for language in Language::ALL {
        assert_eq!(Language::parse(language.tag()), Some(language));
    }
    assert_eq!(Language::parse("klingon"), None);
}
