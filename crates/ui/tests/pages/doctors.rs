//! The doctor's page: each line says how it stands, why, and what mends it, in every language.

use std::collections::BTreeSet;

use domain::Node;
use domain::doctor::{Check, Finding, Fix, Level, Mend, Person, State, Stranger, Way, Why};
use meta::{PhoneNumberId, WabaId};
use ui::Language;
use ui::view::{Did, Doctor, DoctorLine, MayCall, ShownCall};

use crate::golden::check;
use crate::languages::messages;
use crate::world;

const WABA: &str = "102290129340398";
const NUMBER: &str = "106540352242922";
const OWN: &str = "https://farol.example/webhooks/meta";

fn finding(check: Check, node: Node, state: State, why: Why) -> Finding {
    Finding {
        check,
        node,
        waba: None,
        state,
        why,
        saw: Vec::new(),
        over: None,
        wanted: Vec::new(),
        fix: None,
    }
}

fn elsewhere() -> Finding {
    let (number, waba) = (PhoneNumberId::new(NUMBER), WabaId::new(WABA));
    Finding {
        saw: vec!["https://<b>outro.example/hook".to_owned()],
        wanted: vec![OWN.to_owned()],
        fix: Some(Fix::Call(Mend::RemoveOverride { number, waba })),
        ..finding(Check::Route, Node::phone_number(NUMBER), State::Defect, Why::Elsewhere)
    }
}

fn mixed() -> Vec<Finding> {
    let app = || "app:670843887433847".parse::<Node>().expect("a node");
    vec![
        finding(Check::Secret, app(), State::Good, Why::Fine),
        finding(Check::Fields, app(), State::NotChecked, Why::Waits),
        Finding {
            saw: vec!["1790000000".to_owned()],
            fix: Some(Fix::Person(Person::LogIn)),
            ..finding(Check::Expiry, Node::waba(WABA), State::Doubtful, Why::Soon)
        },
        Finding {
            fix: Some(Fix::Person(Person::Pay)),
            ..finding(Check::Payment, Node::waba(WABA), State::Defect, Why::Failing)
        },
        elsewhere(),
    ]
}

fn shown(may: MayCall) -> ShownCall {
    ShownCall {
        method: "POST".to_owned(),
        path: format!("/v25.0/{NUMBER}"),
        parameters: vec![("webhook_configuration.override_callback_uri".to_owned(), String::new())],
        stamp: "ab".repeat(32),
        may,
    }
}

fn page(language: Language, findings: &[Finding], may: MayCall, did: Option<Did<'_>>) -> String {
    shown_by(language, findings, (may, did), ui::doctor)
}

/// The page, or its text, of these findings.
fn shown_by(
    language: Language,
    findings: &[Finding],
    (may, did): (MayCall, Option<Did<'_>>),
    show: impl FnOnce(&ui::view::Frame, &Doctor<'_>) -> String,
) -> String {
    let mut frame = world::frame(language, "/connect/doctor", &world::typical().scope);
    frame.live = false;
    let lines: Vec<DoctorLine<'_>> = findings.iter().map(|finding| one(finding, may)).collect();
    let way = Way {
        waba: WabaId::new(WABA),
        number: PhoneNumberId::new(NUMBER),
        display: Some("+55 11 95555-0142".to_owned()),
        addresses: [
            (Level::Number, Some("https://outro.example/hook".to_owned())),
            (Level::Account, None),
            (Level::App, Some(OWN.to_owned())),
        ],
        is_here: false,
        stopped_by: Vec::new(),
    };
    let accounts = [(WABA.to_owned(), Some("Casa Ipê Brasil".to_owned()))];
    let stranger = Stranger {
        waba: WabaId::new(WABA),
        id: "77".to_owned(),
        name: Some("<i>Outro painel</i>".to_owned()),
        override_url: None,
    };
    let view = Doctor {
        lines: &lines,
        accounts: &accounts,
        ways: &[way],
        strangers: &[stranger],
        at: world::NOW,
        runs_it: may == MayCall::Yes,
        did,
    };
    show(&frame, &view)
}

fn one(finding: &Finding, may: MayCall) -> DoctorLine<'_> {
    let is_number = finding.check == Check::Route;
    DoctorLine {
        finding,
        waba: (finding.node.kind != domain::NodeKind::App).then_some(WABA),
        display: is_number.then_some("+55 11 95555-0142"),
        call: is_number.then(|| shown(may)),
    }
}

/// The page in its states, with its name.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let refused = Some(Did::Refused("(#2200) Callback verification failed"));
    vec![
        ("doctor mixed".to_owned(), page(language, &mixed(), MayCall::Yes, None)),
        ("doctor refused".to_owned(), page(language, &mixed(), MayCall::NotYours, refused)),
    ]
}

#[test]
fn the_page_is_the_golden_one_in_each_language() {
    for language in Language::ALL {
        let page = page(language, &mixed(), MayCall::Yes, None);
        check(&format!("doctor-{}", language.tag()), &page);
    }
}

#[test]
fn a_call_is_shown_whole_before_its_button_and_the_button_only_to_who_may() {
    let allowed = page(Language::PtBr, &mixed(), MayCall::Yes, None);
    let call = format!("POST /v25.0/{NUMBER}\nwebhook_configuration.override_callback_uri: ");
    let (before, after) = allowed.split_once(&call).expect("the call");
    assert!(!before.contains("action=\"/connect/doctor\""));
    assert!(after.contains("action=\"/connect/doctor\""));
    assert!(!allowed.contains("<b>outro"), "what was seen is never markup");
    for may in [MayCall::NotYours, MayCall::NotAllowed] {
        let page = page(Language::PtBr, &mixed(), may, None);
        assert!(page.contains(&call) && !page.contains("action=\"/connect/doctor\""));
    }
}

#[test]
fn the_text_says_what_the_page_says_in_each_language() {
    for language in Language::ALL {
        let of = (MayCall::Yes, None);
        let text = shown_by(language, &mixed(), of, |_, view| {
            ui::doctor_text(language, jiff::tz::TimeZone::UTC, view)
        });
        for part in ["https://<b>outro.example/hook", OWN, "Casa Ipê Brasil", "Outro painel"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.contains(&format!("POST /v25.0/{NUMBER}")), "{text}");
        check(&format!("doctor-text-{}", language.tag()), &text);
    }
}

#[test]
fn only_who_runs_the_installation_is_led_to_its_preflight() {
    let app = "app:670843887433847".parse::<Node>().expect("a node");
    let refused = Finding {
        fix: Some(Fix::Person(Person::Secret)),
        ..finding(Check::Secret, app, State::Defect, Why::Refused)
    };
    let leads = |may| page(Language::PtBr, std::slice::from_ref(&refused), may, None);
    assert!(leads(MayCall::Yes).contains("href=\"/connect/preflight\""));
    assert!(!leads(MayCall::NotYours).contains("href=\"/connect/preflight\""));
}

#[test]
fn every_check_and_step_has_its_words() {
    let keys: BTreeSet<String> = messages(Language::PtBr).into_keys().collect();
    for check in Check::ALL {
        assert!(keys.contains(&format!("doctor-{}", check.as_str())), "{check:?}");
    }
    for person in Person::ALL {
        assert!(keys.contains(&format!("doctor-do-{}", person.as_str())), "{person:?}");
    }
}
