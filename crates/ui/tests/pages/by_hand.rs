//! Connecting by hand and disconnecting: each thing that does not hold has its words in every language,
//! and no secret stands on a page that is shown again.

use domain::by_hand::{Fault, Field};
use domain::signup::{Obstacle, Said, Snag, Undo};
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
    let mut frame = world::frame(language, "/connect", &world::typical().scope);
    (frame.live, frame.may_connect) = (false, true);
    let overrides = [PhoneNumberId::new("106540352242922")];
    let view = Disconnect { waba: WABA, overrides: &overrides, subscription: true, state };
    ui::disconnect(&frame, &view)
}

/// The pages with everything on them, for what holds of all pages.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let left = [(Undo::Subscription, Snag { obstacle: Obstacle::TokenDead, said: said() })];
    let said = said();
    vec![
        ("by hand".to_owned(), form(language, &[], Some(WABA))),
        ("by hand refused".to_owned(), form(language, &faults(), None)),
        ("by hand begun".to_owned(), begun(language)),
        ("disconnect".to_owned(), disconnect(language, DisconnectState::Asked)),
        ("disconnect busy".to_owned(), disconnect(language, DisconnectState::Busy)),
        (
            "disconnect not yet".to_owned(),
            disconnect(language, DisconnectState::NotYet(said.as_ref())),
        ),
        ("disconnected".to_owned(), disconnect(language, DisconnectState::Done(&left))),
    ]
}

#[test]
fn the_form_stands_as_drawn() {
    check("by-hand-pt-BR", &form(Language::PtBr, &[Fault::TokenOfPerson], None));
    check("by-hand-begun-pt-BR", &begun(Language::PtBr));
    check("disconnect-pt-BR", &disconnect(Language::PtBr, DisconnectState::Asked));
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
