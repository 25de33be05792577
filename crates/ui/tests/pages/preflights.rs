//! The installation's preflight: each line says how it stands, why and where, in every language.

use std::collections::BTreeSet;

use domain::preflight::{Check, Finding, State, Why};
use ui::Language;
use ui::view::Preflight;

use crate::golden::check;
use crate::html::tags;
use crate::languages::messages;
use crate::world;

/// Every reason that some check gives, as `domain`'s tests plant them.
const REASONS: [(Check, State, Why); 36] = [
    (Check::BaseUrl, State::Defect, Why::NotSet),
    (Check::BaseUrl, State::Defect, Why::Plain),
    (Check::BaseUrl, State::Defect, Why::Local),
    (Check::BaseUrl, State::Defect, Why::Private),
    (Check::App, State::Defect, Why::Refused),
    (Check::App, State::NotChecked, Why::Unanswered),
    (Check::Config, State::Defect, Why::NotSet),
    (Check::Config, State::NotChecked, Why::Unreadable),
    (Check::Domains, State::NotChecked, Why::Unreadable),
    (Check::VerifyToken, State::Doubtful, Why::Short),
    (Check::VerifyToken, State::NotChecked, Why::Waits),
    (Check::VerifyToken, State::Defect, Why::Wrong),
    (Check::VerifyToken, State::Defect, Why::Refused),
    (Check::VerifyToken, State::Doubtful, Why::Unanswered),
    (Check::Callback, State::Defect, Why::NotSet),
    (Check::Callback, State::Defect, Why::Elsewhere),
    (Check::Callback, State::Defect, Why::Inactive),
    (Check::Callback, State::Doubtful, Why::Moved),
    (Check::Callback, State::NotChecked, Why::Unanswered),
    (Check::Callback, State::NotChecked, Why::Refused),
    (Check::Fields, State::NotChecked, Why::Refused),
    (Check::Fields, State::Defect, Why::Missing),
    (Check::Sdk, State::Defect, Why::NotSet),
    (Check::Sdk, State::Defect, Why::Missing),
    (Check::Sdk, State::Doubtful, Why::Mixed),
    (Check::GraphVersion, State::Defect, Why::TooOld),
    (Check::GraphVersion, State::Doubtful, Why::Aging),
    (Check::GraphVersion, State::Defect, Why::Ended),
    (Check::GraphVersion, State::NotChecked, Why::Newer),
    (Check::KeyFile, State::Doubtful, Why::Inside),
    (Check::KeyFile, State::NotChecked, Why::Demo),
    (Check::Smtp, State::Doubtful, Why::NotSet),
    (Check::Smtp, State::Defect, Why::Refused),
    (Check::Smtp, State::Defect, Why::Unanswered),
    (Check::Proxies, State::Doubtful, Why::NotSet),
    (Check::Proxies, State::Doubtful, Why::Plain),
];

fn page(language: Language, findings: &[Finding]) -> String {
    let mut frame = world::frame(language, "/connect/preflight", &world::typical().scope);
    frame.live = false;
    ui::preflight(&frame, &Preflight { findings, at: world::NOW })
}

fn good(check: Check) -> Finding {
    Finding { check, state: State::Good, why: Why::Fine, saw: vec!["634974688087057".to_owned()] }
}

/// One of each state.
fn mixed() -> Vec<Finding> {
    let mut findings: Vec<Finding> = Check::ALL.into_iter().map(good).collect();
    for (check, state, why) in [
        (Check::Callback, State::Defect, Why::Elsewhere),
        (Check::Smtp, State::Doubtful, Why::NotSet),
        (Check::Domains, State::NotChecked, Why::Unreadable),
    ] {
        let place = findings.iter().position(|found| found.check == check).expect("each is there");
        findings[place] =
            Finding { check, state, why, saw: vec!["https://<b>.example".to_owned()] };
    }
    findings
}

/// The page in its states, with its name.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let sound: Vec<Finding> = Check::ALL.into_iter().map(good).collect();
    vec![
        ("preflight mixed".to_owned(), page(language, &mixed())),
        ("preflight sound".to_owned(), page(language, &sound)),
    ]
}

#[test]
fn the_page_is_the_golden_one_in_each_language() {
    for language in Language::ALL {
        check(&format!("preflight-{}", language.tag()), &page(language, &mixed()));
    }
}

#[test]
fn every_line_says_how_it_stands_and_where_it_is_set_unless_it_is_good() {
    let page = page(Language::PtBr, &mixed());
    let states: Vec<_> = tags(&page)
        .iter()
        .filter_map(|tag| {
            Some((tag.get("data-check")?.to_owned(), tag.get("data-state")?.to_owned()))
        })
        .filter(|(_, state)| state != "good")
        .collect();
    let wanted = [("domains", "not-checked"), ("callback", "defect"), ("smtp", "doubtful")];
    assert_eq!(states, wanted.map(|(check, state)| (check.to_owned(), state.to_owned())));
    assert_eq!(page.matches("<b class=\"med\">Onde:</b>").count(), 3);
    assert!(page.contains("1 ajuste impede algo de funcionar."));
    assert!(page.contains("<code class=\"wrap\">smtp.host</code>"));
    assert!(!page.contains("<b>.example"), "what was seen is never markup");
}

#[test]
fn what_could_not_be_looked_at_is_never_summed_up_as_good() {
    let sum = |why: Why| {
        let mut findings: Vec<Finding> = Check::ALL.into_iter().map(good).collect();
        findings[1] = Finding { state: State::NotChecked, why, ..good(Check::App) };
        let page = page(Language::PtBr, &findings);
        let tags = tags(&page);
        let sum = tags.iter().find(|tag| tag.get("id") == Some("preflight-sum")).expect("a sum");
        (sum.get("data-tone").expect("a tone").to_owned(), page)
    };
    for why in [Why::Unanswered, Why::Refused, Why::Newer] {
        let (tone, page) = sum(why);
        assert_eq!(tone, "unk", "{why:?}");
        assert!(page.contains("Não deu para conferir 1 ajuste."), "{why:?}");
    }
    for why in [Why::Unreadable, Why::Demo] {
        assert_eq!(sum(why).0, "ok", "{why:?}: Meta never lets it be read, or nobody sets it");
    }
}

#[test]
fn only_another_programs_callback_leads_to_where_it_is_decided() {
    let page = page(Language::PtBr, &mixed());
    assert_eq!(page.matches("href=\"/connect/callback\"").count(), 1);
}

#[test]
fn every_check_and_reason_has_its_words_and_none_are_left_over() {
    let keys = messages(Language::PtBr);
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut said = |check: Check, why: Why| {
        let own = format!("preflight-{}-{}", check.as_str(), why.as_str());
        let any = format!("preflight-any-{}", why.as_str());
        let key = if keys.contains_key(&own) { own } else { any };
        assert!(keys.contains_key(&key), "no words for {check:?} {why:?}");
        wanted.insert(key);
    };
    for check in Check::ALL {
        said(check, Why::Fine);
    }
    for (check, _, why) in REASONS {
        said(check, why);
    }
    for check in [Check::TimeZone, Check::Support] {
        said(check, Why::NotSet);
    }
    said(Check::Fields, Why::Unanswered);
    for check in Check::ALL {
        wanted.insert(format!("preflight-{}", check.as_str()));
        wanted.insert(format!("preflight-{}-where", check.as_str()));
    }
    for state in [State::Good, State::Defect, State::Doubtful, State::NotChecked] {
        wanted.insert(format!("preflight-state-{}", state.as_str()));
    }
    // What the page itself says.
    let of_page = ["title", "lead", "entry", "again", "at", "computed", "checks", "where"];
    let of_sum = ["sum-good", "sum-doubtful", "sum-defect", "sum-unknown", "callback-decide"];
    wanted.extend(of_page.iter().chain(&of_sum).map(|part| format!("preflight-{part}")));
    let found: BTreeSet<String> =
        keys.into_keys().filter(|key| key.starts_with("preflight-")).collect();
    assert_eq!(found, wanted);
}
