//! Rules that hold for every page: the policy's, the routes', and those of people who do not see.

mod routes;

use std::collections::BTreeSet;

use ui::Language;
use ui::view::{Login, LoginError, Problem};

use crate::by_hand;
use crate::callbacks;
use crate::chains;
use crate::changes::Timeline;
use crate::doctors;
use crate::erasures;
use crate::errors;
use crate::html::{Tag, tags};
use crate::identities;
use crate::lost;
use crate::notices;
use crate::people;
use crate::preferences;
use crate::preflights;
use crate::profiles;
use crate::signups::State;
use crate::situations;
use crate::standing;
use crate::world;

/// Every page in every state, with its name.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let worlds =
        [("empty", world::empty()), ("typical", world::typical()), ("trouble", world::trouble())];
    for language in Language::ALL {
        for (state, world) in &worlds {
            let name = |page| format!("{page} {state} {}", language.tag());
            pages.push((name("overview"), world.overview(language)));
            pages.push((name("numbers"), world.numbers(language)));
        }
        for state in State::ALL {
            let name = format!("connect {} {}", state.name(), language.tag());
            pages.push((name, state.page(language)));
        }
        for (state, given) in preferences::all() {
            pages.push((format!("settings {state} {}", language.tag()), given.page(language)));
        }
        for (state, given) in standing::all() {
            pages.push((format!("number {state} {}", language.tag()), given.page(language)));
        }
        for state in chains::STATES {
            let page = chains::of_state(state).page(language);
            pages.push((format!("health {state} {}", language.tag()), page));
        }
        for state in Timeline::STATES {
            let page = Timeline::of_state(state).page(language);
            pages.push((format!("activity {state} {}", language.tag()), page));
        }
        for state in notices::Given::STATES {
            let tag = language.tag();
            let given = notices::Given::of_state(state).page(language);
            pages.push((format!("notices {state} {tag}"), given));
            let rules = notices::Rules::of_state(state).page(language);
            pages.push((format!("notice rules {state} {tag}"), rules));
            pages.push((format!("notice log {state} {tag}"), notices::log(state, language)));
        }
        for state in profiles::State::ALL {
            let name = format!("profile {} {}", state.name(), language.tag());
            pages.push((name, state.page(language)));
        }
        for code in ["133005", "100-424242", "131207", "777777"] {
            pages.push((format!("error {code} {}", language.tag()), errors::one(language, code)));
        }
        for query in ["", "pin", "<b>"] {
            let page = errors::list(language, query);
            pages.push((format!("errors {query:?} {}", language.tag()), page));
        }
        for (name, page) in erasures::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in identities::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in by_hand::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in lost::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in doctors::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in callbacks::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in preflights::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in situations::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        for (name, page) in people::pages(language) {
            pages.push((format!("{name} {}", language.tag()), page));
        }
        let error = Some(LoginError::Wrong);
        let login = Login {
            language,
            email: "a@b.example",
            error,
            host: "farol.example",
            may_reset: true,
            is_password_set: false,
        };
        pages.push((format!("login {}", language.tag()), ui::login(&login)));
        let problem = Problem { language, status: 404, reference: Some("k3x9a0b2") };
        pages.push((format!("problem {}", language.tag()), ui::problem(&problem)));
    }
    pages
}

/// Runs a rule on the tags of every page.
fn check(rule: impl Fn(&str, &[Tag])) {
    for (name, page) in pages() {
        rule(&name, &tags(&page));
    }
}

#[test]
fn the_policy_finds_nothing_inline() {
    check(|page, tags| {
        for tag in tags {
            for (name, value) in &tag.attributes {
                assert!(name != "style" && !name.starts_with("on"), "{page}: {tag:?}");
                assert!(!value.starts_with("javascript:") && !value.starts_with("data:"), "{page}");
            }
            assert!(tag.name != "style", "{page}");
            assert!(tag.name != "script" || tag.get("src").is_some(), "{page}: {tag:?}");
        }
    });
    for (name, page) in pages() {
        assert_eq!(page.matches("<script").count(), page.matches("></script>").count(), "{name}");
    }
}

#[test]
fn every_asset_is_there() {
    let sprite = asset("icons.svg");
    check(|page, tags| {
        let of = |tag: &Tag| tag.get("src").or(tag.get("href")).map(str::to_owned);
        for address in tags.iter().filter_map(of) {
            let Some(path) = address.strip_prefix("/assets/") else { continue };
            let (path, symbol) = path.split_once('#').unwrap_or((path, ""));
            assert!(ui::asset::get(path).is_some(), "{page}: {address}");
            let is_drawn = sprite.contains(&format!("id=\"{symbol}\""));
            assert!(symbol.is_empty() || is_drawn, "{page}: no {symbol}");
        }
    });
}

#[test]
fn the_sprite_holds_only_what_is_drawn() {
    let sources = sources(&["src", "templates"]);
    for symbol in tags(&asset("icons.svg")).iter().filter(|tag| tag.name == "symbol") {
        let name = symbol.get("id").and_then(|id| id.strip_prefix("i-")).expect("an icon's id");
        let is_used =
            sources.contains(&format!("\"{name}\"")) || sources.contains(&format!("#i-{name}\""));
        assert!(is_used, "{name}");
    }
}

#[test]
fn a_page_is_found_by_its_landmarks_and_headings() {
    check(|page, tags| {
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        assert_eq!((count("main"), count("h1"), count("title")), (1, 1, 1), "{page}");
        let mut level = 1;
        for tag in tags.iter().skip_while(|tag| tag.name != "h1") {
            if let Some(next) = tag.name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok()) {
                assert!(next <= level + 1, "{page}: h{next} under h{level}");
                level = next;
            }
        }
        for tag in tags.iter().filter(|tag| ["nav", "aside", "section"].contains(&&*tag.name)) {
            let is_named = tag.get("aria-label").or(tag.get("aria-labelledby")).is_some();
            assert!(is_named || tag.get("aria-hidden") == Some("true"), "{page}: {tag:?}");
        }
    });
}

#[test]
fn the_menu_marks_the_page_or_the_one_that_it_is_under_and_no_other() {
    check(|page, tags| {
        let of_menu = |tag: &&Tag| tag.get("class") == Some("nav__link");
        let marked: Vec<_> = tags.iter().filter(of_menu).filter_map(marked).collect();
        let expected = match page.split(' ').next().unwrap_or_default() {
            "notices" | "notice" => vec![("/activity", "true")],
            "activity" => vec![("/activity", "page")],
            "number" => vec![("/numbers", "true")],
            "numbers" => vec![("/numbers", "page")],
            _ => marked.clone(),
        };
        assert_eq!(marked, expected, "{page}");
        assert!(marked.len() <= 1, "{page}: {marked:?}");
    });
}

fn marked(tag: &Tag) -> Option<(&str, &str)> {
    Some((tag.get("href")?, tag.get("aria-current")?))
}

#[test]
fn ids_are_unique_and_whatever_refers_to_one_finds_it() {
    check(|page, tags| {
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{page}: {id} twice");
        }
        let references =
            ["for", "aria-controls", "aria-labelledby", "aria-describedby", "popovertarget"];
        for tag in tags {
            let named = references.iter().filter_map(|name| tag.get(name));
            for id in named.flat_map(|ids| ids.split(' ')) {
                assert!(ids.contains(id), "{page}: nothing is called {id}");
            }
            let is_asked = tag.name == "input" && tag.get("type") != Some("hidden");
            let is_labelled = tags.iter().any(|label| label.get("for") == tag.get("id"));
            assert!(!is_asked || is_labelled, "{page}: {tag:?}");
        }
    });
}

#[test]
fn every_part_that_lives_can_be_found_again() {
    check(|page, tags| {
        for tag in tags.iter().filter(|tag| tag.name != "html" && tag.get("data-live").is_some()) {
            assert!(tag.get("id").is_some(), "{page}: {tag:?}");
        }
    });
}

#[test]
fn a_number_and_an_entity_carry_the_marks_that_others_read() {
    let world = world::trouble();
    let numbers = tags(&world.numbers(Language::PtBr));
    assert_eq!(numbers.iter().filter(|tag| tag.get("data-number").is_some()).count(), 4);
    let marks = |tags: &[Tag], field: &str| -> Vec<String> {
        let told = tags.iter().filter(|tag| tag.get("data-field") == Some(field));
        told.map(|tag| {
            assert_eq!(tag.get("data-how"), Some("read"));
            assert!(tag.get("data-at").is_some_and(|at| at.parse::<i64>().is_ok()));
            tag.get("data-value").unwrap_or_default().to_owned()
        })
        .collect()
    };
    assert_eq!(marks(&numbers, "status"), ["CONNECTED", "FLAGGED", "IN_LIMBO", "CONNECTED"]);
    assert_eq!(marks(&numbers, "quality_rating"), ["YELLOW", "RED", "PURPLE", "GREEN"]);
    assert_eq!(marks(&numbers, "messaging_limit_tier"), ["TIER_7M"]);
    assert_eq!(marks(&numbers, "whatsapp_business_manager_messaging_limit").len(), 4);
    let overview = tags(&world.overview(Language::PtBr));
    assert_eq!(marks(&overview, "can_send_message"), ["AVAILABLE", "BLOCKED", "AVAILABLE"]);
    let verdict = overview.iter().find_map(|tag| tag.get("data-verdict"));
    assert_eq!(verdict, Some("stopped"));
}

fn asset(name: &str) -> String {
    let url = ui::asset::url(name);
    let asset = url.strip_prefix("/assets/").and_then(ui::asset::get).expect(name);
    String::from_utf8(asset.bytes.into_owned()).expect("a text")
}

/// The text of every file of these folders of the crate.
pub fn sources(folders: &[&str]) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    folders.iter().map(|folder| text_below(&root.join(folder))).collect()
}

fn text_below(folder: &std::path::Path) -> String {
    let files = std::fs::read_dir(folder).expect("a folder of the crate");
    let text = |path: std::path::PathBuf| {
        if path.is_dir() {
            text_below(&path)
        } else {
            std::fs::read_to_string(path).expect("a text")
        }
    };
    files.map(|file| text(file.expect("a file").path())).collect()
}
