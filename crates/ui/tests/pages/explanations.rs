//! "O que é isto": for each quality and state, once on a page, with the rules it rests on.

use std::collections::{BTreeMap, BTreeSet};

use domain::rule::RULES;
use meta::open::{BlockReason, PhoneNumberStatus, QualityRating};
use serde_json::json;
use ui::Language;

use crate::chains;
use crate::changes::Timeline;
use crate::html::tags;
use crate::languages::messages;
use crate::signups;
use crate::standing;
use crate::world;

/// The popover with this id, up to the next one.
pub fn about<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split(&format!(" id=\"{id}\" popover")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("{id} is on the page"));
    rest.split("<div class=\"pop pop--about").next().unwrap_or_default()
}

/// The page of Cobrança in this state and of this quality.
pub fn page_of(status: &str, quality: &str, language: Language) -> String {
    let mut given = standing::full();
    world::set(given.number(), "status", json!(status), 12);
    world::set(given.number(), "quality_rating", json!(quality), 11);
    world::set(given.number(), "quality_score", json!({"score": quality}), 11);
    given.page(language)
}

#[test]
fn every_rule_has_its_words_in_three_languages_and_every_word_its_rule() {
    for language in Language::ALL {
        let messages = messages(language);
        let said: BTreeSet<&str> = messages
            .keys()
            .map(String::as_str)
            .filter(|key| key.starts_with("meta-rule-"))
            .collect();
        let ruled: BTreeSet<&str> = RULES.iter().map(|rule| rule.key.as_str()).collect();
        assert_eq!(said, ruled, "{}", language.tag());
    }
}

#[test]
fn every_state_and_quality_of_metas_has_words_of_its_own() {
    let messages = messages(Language::PtBr);
    let words = |family: &str, known: Vec<&str>| {
        let wanted: BTreeSet<String> = known
            .into_iter()
            .chain(["other"])
            .map(|raw| format!("{family}{}", raw.to_lowercase().replace('_', "-")))
            .collect();
        let said: BTreeSet<String> =
            messages.keys().filter(|key| key.starts_with(family)).cloned().collect();
        assert_eq!(said, wanted);
    };
    let statuses = PhoneNumberStatus::KNOWN.iter().map(PhoneNumberStatus::as_str);
    words("explain-status-", statuses.collect());
    let qualities = QualityRating::KNOWN.iter().map(QualityRating::as_str);
    words("explain-quality-", qualities.collect());
}

#[test]
fn each_value_on_a_page_is_explained_once_and_every_button_opens_something() {
    let pages = [
        ("numbers", world::full().numbers(Language::PtBr)),
        ("overview", world::full().overview(Language::PtBr)),
        ("number", standing::full().page(Language::PtBr)),
        ("numbers in trouble", world::trouble().numbers(Language::PtBr)),
        ("health", chains::full().page(Language::PtBr)),
        ("activity", Timeline::of_state("full").page(Language::PtBr)),
        ("connect", signups::State::Connected.page(Language::PtBr)),
    ];
    for (name, page) in pages {
        let tags = tags(&page);
        let mut popovers: BTreeMap<&str, usize> = BTreeMap::new();
        let shown = tags.iter().filter(|tag| tag.get("popover").is_some());
        for id in shown.filter_map(|tag| tag.get("id")).filter(|id| id.starts_with("about-")) {
            *popovers.entry(id).or_default() += 1;
        }
        assert!(popovers.values().all(|count| *count == 1), "{name}: {popovers:?}");
        let buttons: BTreeSet<&str> = tags
            .iter()
            .filter(|tag| tag.get("class") == Some("what"))
            .map(|tag| {
                assert_eq!(tag.get("data-pop"), tag.get("popovertarget"), "{name}");
                assert!(tag.get("aria-label").is_some_and(|label| label.contains(": ")), "{name}");
                tag.get("data-pop").expect("a button opens something")
            })
            .collect();
        let popovers: BTreeSet<&str> = popovers.into_keys().collect();
        assert_eq!(buttons, popovers, "{name}");
        assert!(!buttons.is_empty(), "{name}");
    }
}

#[test]
fn a_value_that_nobody_knows_is_explained_without_being_interpreted() {
    let page = page_of("IN_LIMBO", "MAUVE", Language::PtBr);
    assert!(about(&page, "about-status-other").contains("um estado que o Farol não conhece"));
    assert!(about(&page, "about-quality-other").contains("um valor que o Farol não conhece"));
    assert!(page.contains("aria-label=\"O que é isto: IN_LIMBO\""));
    assert!(page.contains("data-field=\"status\" data-value=\"IN_LIMBO\""));
    // What was never read is none of Meta's values.
    assert!(!standing::empty().page(Language::PtBr).contains("class=\"what\""));
}

#[test]
fn both_rule_sets_stand_there_with_their_dates_and_none_is_said_to_act() {
    for (language, sets) in Language::ALL.into_iter().zip([
        ["Por número, até 7 out 2025", "Por portfólio, desde 7 out 2025", "o Farol não deduz"],
        ["By number, until 7 Oct 2025", "By portfolio, since 7 Oct 2025", "not inferred by Farol"],
        ["Por número, hasta el 7 oct 2025", "Por portafolio, desde el 7 oct 2025", "no lo deduce"],
    ]) {
        let page = page_of("FLAGGED", "RED", language);
        for id in ["about-status-flagged", "about-quality-red"] {
            let about = about(&page, id);
            for said in sets {
                assert!(about.contains(said), "{id}: {said}: {about}");
            }
            for source in [
                "https://www.facebook.com/business/help/896873687365001",
                "https://developers.facebook.com/docs/whatsapp/messaging-limits",
            ] {
                assert!(about.contains(&format!("href=\"{source}\"")), "{id}: {source}");
            }
        }
    }
}

#[test]
fn each_reason_for_a_block_says_what_it_means_and_what_to_do() {
    let mut given = standing::full();
    let reasons: Vec<&str> =
        BlockReason::KNOWN.iter().map(BlockReason::as_str).chain(["SOMETHING_NEW"]).collect();
    let score = json!({"score": "RED", "reasons": reasons});
    world::set(given.number(), "quality_score", score, 11);
    let page = given.page(Language::PtBr);
    for said in [
        "<b>Não é mais necessário</b><span>A pessoa já não precisa do que recebe.",
        "<b>Não me inscrevi</b><span>A pessoa diz que não autorizou.",
        "<b>Spam</b><span>A pessoa percebe excesso de envios ou conteúdo indesejado.",
        "<b>Mensagens ofensivas</b><span>O conteúdo foi percebido como ofensivo.",
        "<b>Nenhum motivo</b><span>A pessoa bloqueou e não disse por quê.",
        "<b>SOMETHING_NEW</b><span>Motivo que o Farol não conhece",
    ] {
        assert!(page.contains(said), "{said}");
    }
}
