//! Accounts that were lost: what took them away, their numbers still there, one way back each; and the
//! account that the button is about to connect again.

use domain::readiness::Scope;
use domain::signup::{Ending, Fact, Obstacle, Signup, Snag};
use domain::{Failure, Replica};
use meta::signup::Event;
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use ui::Language;
use ui::view::{Account, Attempt, Button, Connect, Disconnected};

use crate::golden::check;
use crate::{signups, world};

const MESSAGING: &str = "whatsapp_business_messaging";

/// Why an account is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Token,
    Access,
    Permission,
    Removed,
    Uninstalled,
    Offboarded,
    Deleted,
}

const ALL: [Why; 7] = [
    Why::Token,
    Why::Access,
    Why::Permission,
    Why::Removed,
    Why::Uninstalled,
    Why::Offboarded,
    Why::Deleted,
];

fn failure(reason: &str) -> Failure {
    Failure {
        since: world::ago(50),
        last: world::ago(20),
        reason: reason.to_owned(),
        message: Some("Error validating access token".to_owned()),
        code: Some(190),
        subcode: Some(458),
    }
}

fn scope_of(why: Why) -> Scope {
    let mut scope = world::typical().scope;
    let account = scope.wabas.first_mut().expect("an account");
    match why {
        Why::Token => account.failure = Some(failure("token_dead")),
        Why::Access => account.failure = Some(failure("permission_missing")),
        Why::Offboarded => {
            let number: &mut Replica = scope.numbers.first_mut().expect("a number");
            world::set(number, "is_on_biz_app", json!(true), 5);
            world::set(number, "status", json!("DISCONNECTED"), 5);
        }
        Why::Permission | Why::Removed | Why::Uninstalled | Why::Deleted => {}
    }
    scope
}

fn event(why: Why) -> Option<&'static str> {
    match why {
        Why::Token | Why::Access | Why::Permission | Why::Offboarded => None,
        Why::Removed => Some("PARTNER_REMOVED"),
        Why::Uninstalled => Some("PARTNER_APP_UNINSTALLED"),
        Why::Deleted => Some("ACCOUNT_DELETED"),
    }
}

struct Page {
    language: Language,
    scope: Scope,
    event: Option<&'static str>,
    info: Option<Value>,
    lacks: Vec<String>,
    is_by_hand: bool,
    is_again: bool,
    signup: Option<Signup>,
}

impl Page {
    fn of(language: Language, why: Why) -> Self {
        let (scope, event) = (scope_of(why), event(why));
        let lacks = if why == Why::Permission { vec![MESSAGING.to_owned()] } else { Vec::new() };
        Self {
            language,
            scope,
            event,
            info: None,
            lacks,
            is_by_hand: false,
            is_again: false,
            signup: None,
        }
    }

    fn shown(&self) -> String {
        let waba = WabaId::new(world::WABA);
        let told = self.event.map(|event| Disconnected {
            waba: waba.clone(),
            event: event.to_owned(),
            at: world::ago(45),
            info: self.info.clone(),
        });
        let numbers = self.scope.numbers.iter().map(|n| PhoneNumberId::new(n.node.id.clone()));
        let account = Account {
            waba,
            business: BusinessId::new(world::BUSINESS),
            numbers: numbers.collect(),
            connected_at: world::ago(26 * 3600),
            is_by_hand: self.is_by_hand,
            lacks: self.lacks.clone(),
            is_leaving: false,
            disconnected: told,
        };
        let origins = signups::origins();
        let attempt = self.signup.as_ref().map(|signup| Attempt {
            link: None,
            id: "s1",
            person: "Marina Tavares",
            signup,
            situation: None,
        });
        let mut frame = world::frame(self.language, "/connect", &self.scope);
        frame.may_connect = true;
        let view = Connect {
            scope: &self.scope,
            accounts: &[account],
            button: Button::Ready(signups::sdk(&origins)),
            situation: None,
            signups: attempt.as_slice(),
            refused: None,
            again: self.is_again.then_some(world::WABA),
            may_check: false,
        };
        ui::connect(&frame, &view)
    }
}

/// The pages, for what holds of all pages.
pub fn pages(language: Language) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for why in ALL {
        let page = Page::of(language, why);
        pages.push((format!("lost {why:?}"), page.shown()));
    }
    let again = Page { is_again: true, ..Page::of(language, Why::Offboarded) };
    pages.push(("connected again".to_owned(), again.shown()));
    let by_hand =
        Page { is_by_hand: true, signup: Some(stopped()), ..Page::of(language, Why::Token) };
    pages.push(("lost by hand".to_owned(), by_hand.shown()));
    pages
}

/// A connection by hand whose token Meta does not take any more.
fn stopped() -> Signup {
    let told = Event::Finish {
        phone_number_id: PhoneNumberId::new("106540352242922"),
        waba_id: WabaId::new(world::WABA),
        business_id: None,
    };
    let mut signup = Signup::by_hand(told, world::ago(60));
    signup.apply(Fact::Proven(Err(Snag::of(Obstacle::TokenInvalid))), world::ago(50));
    signup
}

#[test]
fn lost_accounts_stand_as_drawn() {
    check("lost-token-pt-BR", &Page::of(Language::PtBr, Why::Token).shown());
    check("lost-offboarded-pt-BR", &Page::of(Language::PtBr, Why::Offboarded).shown());
    let again = Page { is_again: true, ..Page::of(Language::PtBr, Why::Removed) };
    check("again-pt-BR", &again.shown());
}

#[test]
fn each_loss_has_its_words_the_numbers_stay_and_one_button_leads_back() {
    for language in Language::ALL {
        for why in ALL {
            let page = Page::of(language, why).shown();
            let lost: Vec<&str> = page.split("data-lost>").skip(1).collect();
            assert_eq!(lost.len(), 1, "{why:?}");
            assert!(lost[0].contains("accounts__numbers"), "{why:?}");
            assert_eq!(page.matches("data-again=").count(), 1, "{why:?}: one button");
            assert!(page.contains(&format!("/connect?again={}#login", world::WABA)), "{why:?}");
            let told = event(why).is_none_or(|event| lost[0].contains(event));
            assert!(told, "{why:?}: Meta's own word");
            let title = lost[0].split("</b>").next().unwrap_or_default();
            assert_eq!(title.contains(MESSAGING), why == Why::Permission, "{why:?}: by its name");
            let is_coexistence = page.contains("whatsapp_business_app_onboarding");
            assert_eq!(is_coexistence, why == Why::Offboarded, "{why:?}");
        }
    }
}

#[test]
fn what_was_connected_by_hand_is_connected_again_by_hand() {
    let stopped =
        Page { is_by_hand: true, signup: Some(stopped()), ..Page::of(Language::PtBr, Why::Token) };
    let page = stopped.shown();
    let way = format!("href=\"/connect/by-hand?waba={}\"", world::WABA);
    assert_eq!(page.matches(&way).count(), 2, "of the account and of the attempt: {page}");
    assert!(!page.contains("<p><a href=\"#login\">"), "no login with Facebook mends it");
    let next = page.split("errbox__next").nth(1).expect("the next step");
    let next = next.split("</p>").next().unwrap_or_default();
    assert!(next.contains("Conectar manualmente") && !next.contains("Facebook"), "{next}");
}

#[test]
fn a_login_for_an_account_that_is_connected_again_keeps_to_it_when_it_is_begun_once_more() {
    let expected = WabaId::new(world::WABA);
    let signup = Signup::without_code(None, Ending::Closed, world::ago(60));
    let signup = Some(signup.expecting(Some(expected)));
    let page = Page { signup, ..Page::of(Language::PtBr, Why::Token) }.shown();
    let way = format!("<p><a href=\"/connect?again={}#login\">", world::WABA);
    assert!(page.contains(&way), "{page}");
}

#[test]
fn what_the_phone_ended_says_why_and_is_connected_again_in_the_flow_of_the_app() {
    let told = |why, info: Value| {
        let scope = scope_of(why);
        let page = Page::of(Language::PtBr, Why::Removed);
        Page { scope, info: Some(info), ..page }.shown()
    };
    // Meta answers no reading of a partner that was removed; a failed one hides nothing of it.
    for why in [Why::Removed, Why::Access] {
        let page = told(why, json!({"reason": "PRIMARY_INACTIVITY", "initiated_by": "USER"}));
        let lost = page.split("data-lost>").nth(1).expect("lost");
        assert!(lost.contains("O aplicativo WhatsApp Business desligou"), "{why:?}: {lost}");
        assert!(!lost.contains("o compartilhamento foi retirado"), "{why:?}: {lost}");
        assert!(lost.contains("o celular ficou sem uso por cerca de 14 dias"), "{why:?}: {lost}");
        assert!(lost.contains("Por obra de: cliente"), "{why:?}: {lost}");
        assert!(lost.contains("data-feature-type=\"whatsapp_business_app_onboarding\""), "{why:?}");
    }
    let page = told(Why::Removed, json!({"reason": "OF_TOMORROW", "initiated_by": "OWL"}));
    assert!(page.contains("Motivo dado pela Meta: OF_TOMORROW. Por obra de: OWL."), "{page}");
    let page = told(Why::Removed, json!({}));
    assert!(page.contains("O aplicativo WhatsApp Business desligou"), "{page}");
}
