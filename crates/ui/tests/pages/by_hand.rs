//! Connecting by hand and disconnecting: each thing that does not hold has its words in every language,
//! and no secret stands on a page that is shown again.

use domain::by_hand::{Fault, Field};
use domain::disconnection::{Disconnection, Part, Plan};
use domain::signup::{Obstacle, Said, Snag};
use meta::{BusinessId, PhoneNumberId};
use ui::Language;
use ui::view::{BegunByHand, ByHand, Disconnect, DisconnectState, OwnCallback};

use crate::golden::check;
use crate::world;

const WABA: &str = "102290129340398";

fn said() -> Option<Said> {
    Some(Said { code: Some(100), subcode: None, message: "Invalid appsecret_proof".to_owned() })
}

/// Everything that can be wrong.
fn faults() -> Vec<Fault> {
    let mut faults: Vec<Fault> = Field::ALL.into_iter().map(Fault::Format).collect();
    faults.extend([
        Fault::AppRefused { said: said() },
        Fault::TokenOfAnotherApp,
        Fault::TokenInvalid,
        Fault::TokenForADay,
        Fault::TokenOfPerson,
        Fault::TokenEndsSoon { at: world::NOW },
        Fault::ScopesMissing { scopes: vec!["whatsapp_business_messaging".to_owned()] },
        Fault::AccountNotGranted,
        Fault::SecretNotProven { said: said() },
        Fault::OwnerUnknown,
        Fault::AnotherBusiness { business: BusinessId::new("9") },
        Fault::NumberNotInAccount,
        Fault::AccountHeldElsewhere,
        Fault::NumberHeldElsewhere,
        Fault::AnotherAccount,
        Fault::Refused { said: said() },
        Fault::Unanswered,
    ]);
    faults
}

fn page(language: Language, view: &ByHand<'_>) -> String {
    let mut frame = world::frame(language, "/connect/by-hand", &world::typical().scope);
    (frame.live, frame.may_connect) = (false, true);
    ui::by_hand(&frame, view)
}

fn callback() -> OwnCallback {
    let url = Some("https://farol.example/webhooks/meta/A1b2C3d4E5f6G7h8".to_owned());
    OwnCallback { waba: WABA.to_owned(), url }
}

fn form(language: Language, faults: &[Fault], again: Option<&str>) -> String {
    let typed = [(Field::Waba, WABA.to_owned()), (Field::App, "4".to_owned())];
    let callbacks = [callback()];
    page(language, &ByHand { again, typed: &typed, faults, begun: None, callbacks: &callbacks })
}

fn begun(language: Language) -> String {
    let callback = callback();
    let begun =
        BegunByHand { signup: "s1", callback: Some(&callback), verify_token: Some("verify-me") };
    let begun = Some(begun);
    page(language, &ByHand { again: None, typed: &[], faults: &[], begun, callbacks: &[] })
}

fn disconnect(language: Language, state: DisconnectState<'_>) -> String {
    let scope = world::typical().scope;
    let mut frame = world::frame(language, "/connect", &scope);
    (frame.live, frame.may_connect) = (false, true);
    ui::disconnect(&frame, &Disconnect { scope: &scope, waba: WABA, state })
}

fn plan() -> Plan {
    let number = PhoneNumberId::new("106540352242922");
    Plan {
        undo: vec![Part::Override { number }, Part::Subscription],
        ends: vec!["a login".to_owned()],
        closes: None,
    }
}

/// What is shown before, or after another plan was agreed to.
fn asked(language: Language, has_changed: bool) -> String {
    let state = DisconnectState::Asked { plan: &plan(), digest: "d1", has_changed };
    disconnect(language, state)
}

/// One that Meta was asked about, part by part, with what it said.
fn course(heard: &[Option<Obstacle>]) -> Disconnection {
    let mut course = Disconnection::begin(plan(), world::ago(60));
    for obstacle in heard {
        let Some(part) = course.todo().first().cloned() else { break };
        let snag = |obstacle: &Obstacle| Snag { obstacle: obstacle.clone(), said: said() };
        course.hear(&part, obstacle.as_ref().map_or(Ok(()), |of| Err(snag(of))), world::ago(30));
    }
    if course.todo().is_empty() {
        course.end(world::ago(20));
    }
    course
}

fn going(language: Language, heard: &[Option<Obstacle>]) -> String {
    disconnect(language, DisconnectState::Going(&course(heard)))
}

/// The pages with everything on them, for what holds of all pages.
pub fn pages(language: Language) -> Vec<(String, String)> {
    vec![
        ("by hand".to_owned(), form(language, &[], Some(WABA))),
        ("by hand refused".to_owned(), form(language, &faults(), None)),
        ("by hand begun".to_owned(), begun(language)),
        ("disconnect".to_owned(), asked(language, false)),
        ("disconnect changed".to_owned(), asked(language, true)),
        ("disconnect busy".to_owned(), disconnect(language, DisconnectState::Busy)),
        ("disconnecting".to_owned(), going(language, &[None])),
        ("disconnect not yet".to_owned(), going(language, &[None, Some(Obstacle::Trouble)])),
        ("disconnected".to_owned(), going(language, &[None, None])),
        ("disconnected partly".to_owned(), going(language, &[None, Some(Obstacle::TokenDead)])),
    ]
}

#[test]
fn the_form_stands_as_drawn() {
    check("by-hand-pt-BR", &form(Language::PtBr, &[Fault::TokenForADay], None));
    check("by-hand-begun-pt-BR", &begun(Language::PtBr));
    check("disconnect-pt-BR", &asked(Language::PtBr, false));
    let partly = going(Language::PtBr, &[None, Some(Obstacle::TokenDead)]);
    check("disconnected-pt-BR", &partly);
}

#[test]
fn what_stays_is_said_before_and_after_the_pin_of_two_steps_among_it() {
    let words = ["PIN da confirmação em duas etapas", "two-step PIN", "PIN de la verificación"];
    for (language, words) in [Language::PtBr, Language::En, Language::Es].into_iter().zip(words) {
        for page in [asked(language, false), going(language, &[None, None])] {
            let said = page.split("data-keeps-pin>").nth(1).expect("the PIN");
            assert!(said.split("</li>").next().is_some_and(|said| said.contains(words)), "{said}");
        }
    }
}

#[test]
fn how_far_it_is_stands_part_by_part() {
    let states = |page: &str| -> Vec<String> {
        let rows = page.split("data-part data-s=\"").skip(1);
        rows.map(|row| row.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    for language in Language::ALL {
        assert_eq!(states(&going(language, &[])), ["doing", "todo", "todo"]);
        assert_eq!(states(&going(language, &[None])), ["done", "doing", "todo"]);
        let waits = going(language, &[None, Some(Obstacle::Trouble)]);
        assert_eq!(states(&waits), ["done", "wait", "todo"]);
        assert!(waits.contains("Invalid appsecret_proof"), "Meta's own words");
        let partly = going(language, &[Some(Obstacle::Refused), None]);
        assert_eq!(states(&partly), ["fail", "done", "done"]);
        assert_eq!(partly.matches("data-left").count(), 1);
    }
}

#[test]
fn each_fault_is_said_with_what_to_do_about_it() {
    for language in Language::ALL {
        for fault in faults() {
            let page = form(language, std::slice::from_ref(&fault), None);
            let said = page.split("id=\"faults\"").nth(1).expect("the faults");
            let said = said.split("</section>").next().expect("the end of them");
            assert!(!said.contains("hand-"), "{fault:?}: {said}");
            let is_marked = page.contains("aria-invalid=\"true\"");
            assert_eq!(is_marked, fault.field().is_some(), "{fault:?}");
        }
    }
}
