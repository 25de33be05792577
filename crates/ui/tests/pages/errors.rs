//! The catalogue of Meta's errors: its words, its pages, the boxes that take from it, the book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::readiness::Scope;
use meta::catalogue::{Asked, ENTRIES};
use serde_json::json;
use ui::Language;

use crate::chains;
use crate::languages::messages;
use crate::notices;
use crate::profiles;
use crate::signups::State;
use crate::standing;
use crate::world;

fn asked(code: &str) -> Asked {
    code.parse().expect("a code")
}

fn frame(language: Language, path: &str) -> ui::view::Frame {
    world::frame(language, path, &Scope::default())
}

/// The page of a code.
pub fn one(language: Language, code: &str) -> String {
    ui::error(&frame(language, &format!("/errors/{code}")), asked(code)).0
}

/// The list, of what is searched for.
pub fn list(language: Language, query: &str) -> String {
    ui::errors(&frame(language, "/errors"), query)
}

/// The codes on a page of the list, in its order.
fn listed(page: &str) -> Vec<String> {
    let codes = page.split("<li data-code=\"").skip(1);
    codes.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn every_error_has_its_words_in_three_languages_and_no_words_are_left_over() {
    let parts = ["what", "means", "steps"];
    let keys: BTreeSet<String> = ENTRIES
        .iter()
        .flat_map(|entry| parts.map(|part| format!("meta-error-{}-{part}", entry.id())))
        .collect();
    for language in Language::ALL {
        let held = messages(language).into_keys();
        let held: BTreeSet<String> = held.filter(|key| key.starts_with("meta-error-")).collect();
        assert_eq!(held, keys, "{}", language.tag());
    }
}

#[test]
fn the_languages_say_the_same_in_sentences() {
    let of = |language, entry: &meta::catalogue::Entry| {
        let code = asked(&entry.id());
        ui::explained(language, code).expect("an entry of the catalogue").json
    };
    for entry in ENTRIES {
        let said = Language::ALL.map(|language| of(language, entry));
        let [first, others @ ..] = &said;
        for other in others {
            for same in ["who", "retry", "wait_s", "http", "url", "code", "subcode"] {
                assert_eq!(other[same], first[same], "{}", entry.id());
            }
            assert_ne!(other["means"], first["means"], "{} is not translated", entry.id());
            let steps = |said: &serde_json::Value| said["steps"].as_array().map(Vec::len);
            assert_eq!(steps(other), steps(first), "{}", entry.id());
        }
        for one in &said {
            let steps = one["steps"].as_array().into_iter().flatten();
            for sentence in steps.chain([&one["what"], &one["means"]]) {
                let text = sentence.as_str().expect("a text");
                assert!(text.ends_with('.') && text.len() > 12, "{}: {text:?}", entry.id());
                assert!(!text.contains("meta-error"), "{}: {text:?}", entry.id());
            }
        }
    }
}

#[test]
fn two_errors_are_never_called_the_same_unless_meta_tells_them_apart_by_number_alone() {
    let mut called: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in ENTRIES {
        let said = ui::explained(Language::PtBr, asked(&entry.id())).expect("an entry").json;
        called.entry(said["means"].to_string()).or_default().push(entry.id());
    }
    let same: Vec<Vec<String>> = called.into_values().filter(|ids| ids.len() > 1).collect();
    let known = [
        vec!["80007", "80008"],
        vec!["2", "131016"],
        vec!["138024", "138025"],
        vec!["100-2388091", "100-2388093"],
        vec!["100-2593079", "100-2593085"],
    ];
    for ids in &same {
        let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        assert!(known.iter().any(|one| ids == one.iter().copied().collect()), "{ids:?}");
    }
}

#[test]
fn the_pages_as_they_are_read() {
    for language in Language::ALL {
        let tag = language.tag();
        crate::golden::check(&format!("error-133005-{tag}"), &one(language, "133005"));
    }
    let check = |name: &str, page: String| crate::golden::check(&format!("error-{name}"), &page);
    check("subcode-pt-BR", one(Language::PtBr, "100-424242"));
    check("range-pt-BR", one(Language::PtBr, "131207"));
    check("unknown-pt-BR", one(Language::PtBr, "777777"));
    check("list-payment-en", list(Language::En, "payment"));
    check("list-nothing-es", list(Language::Es, "<b>girasol</b>"));
}

#[test]
fn the_list_has_every_error_once_and_finds_by_code_subcode_and_word() {
    let labels: BTreeSet<String> = ENTRIES.iter().map(meta::catalogue::Entry::label).collect();
    let all = listed(&list(Language::PtBr, ""));
    assert_eq!(all.len(), ENTRIES.len());
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), labels);
    let found = |query| listed(&list(Language::PtBr, query));
    assert_eq!(found("133005"), ["133005", "133016"]);
    assert_eq!(found("2388001"), ["100", "100/2388001"], "the one whose steps name it too");
    assert_eq!(found("100/2388001"), ["100", "100/2388001"]);
    assert_eq!(found("131207"), ["131201–131215"]);
    assert!(found("PAGAMENTO").contains(&"131042".to_owned()));
    assert!(found("forma pagamento").contains(&"141006".to_owned()));
    assert!(found("verificacao codigo").contains(&"136024".to_owned()), "accents do not matter");
    assert!(found("girassol").is_empty());
}

/// Where the catalogue's page of a code is linked to.
fn links_to(page: &str, id: &str) -> bool {
    page.contains(&format!("href=\"/errors/{id}\""))
}

#[test]
fn every_box_of_an_error_takes_its_words_from_the_catalogue() {
    let world = world::trouble();
    let who = "<span data-who=\"client\">Quem age: o cliente, dono da conta.</span>";
    let overview = world.overview(Language::PtBr);
    assert!(links_to(&overview, "141006") && overview.contains(who));
    assert!(overview.contains("Há um erro na forma de pagamento da WABA."));
    let health = chains::of_state("trouble").page(Language::PtBr);
    assert!(links_to(&health, "141006"), "health");
    // A reading that failed, with the code that Meta gave.
    assert!(links_to(&world.numbers(Language::PtBr), "4"), "numbers");
    let (_, number) = standing::all().into_iter().next().expect("a number's page");
    let number = number.page(Language::PtBr);
    assert!(!number.contains("meta-error-"), "number");
    assert!(links_to(&State::Pin.page(Language::PtBr), "133005"), "connect");
    assert!(links_to(&State::Name.page(Language::PtBr), "100-2388001"), "connect");
    let refused = profiles::State::ALL.into_iter().map(|state| state.page(Language::PtBr));
    assert!(refused.into_iter().any(|page| links_to(&page, "100-2388001")), "profile");
    let states = notices::Given::STATES;
    let pages = states.map(|state| notices::Given::of_state(state).page(Language::PtBr));
    assert!(pages.iter().any(|page| links_to(page, "190-460")), "notices");
    assert!(pages.iter().any(|page| links_to(page, "141006")), "notices");
}

#[test]
fn a_code_that_is_not_known_is_shown_as_meta_sent_it() {
    let mut world = world::trouble();
    for replica in world.scope.wabas.iter_mut().chain(&mut world.scope.numbers) {
        let Some(heard) = replica.fields.get_mut("health_status") else { continue };
        let text = heard.value.to_string().replace("141006", "777777");
        heard.value = serde_json::from_str(&text).unwrap_or(json!(null));
    }
    let page = world.overview(Language::PtBr);
    assert!(page.contains("<code>777777</code>"));
    assert!(!page.contains("/errors/777777"), "there is no page to lead to");
    assert!(page.contains("There is an error with the payment method."));
}

#[test]
fn the_book_has_a_page_of_every_error_and_none_is_stale() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src/errors");
    let pages = ui::errors_book();
    for page in &pages {
        let held = std::fs::read_to_string(folder.join(&page.file)).unwrap_or_default();
        assert_eq!(held, page.text, "run `cargo run -p ui --example errors_book`: {}", page.file);
    }
    let files = std::fs::read_dir(&folder).expect("the book's folder");
    let held: BTreeSet<String> = files
        .map(|file| file.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(held, pages.iter().map(|page| page.file.clone()).collect());
    // Once the book has a table of contents, every page is in it.
    let summary = std::fs::read_to_string(folder.join("../SUMMARY.md"));
    for page in summary.iter().flat_map(|text| pages.iter().map(move |page| (text, page))) {
        assert!(page.0.contains(&format!("(errors/{})", page.1.file)), "{}", page.1.file);
    }
}
