//! The PIN that a person gives: six digits or a word beside the field, never shown again.

use std::time::Duration;

use domain::signup::{Obstacle, Stage};
use serde_json::json;
use store::SignupId;

use crate::console;
use crate::desk::{BIG_WABA, Desk, NUMBER, PIN, UNREGISTERED, WABA, back_to, finish};
use crate::visitor::Visitor;

/// A PIN of digits that stand nowhere in the world.
pub const WRONG: &str = "918273";

/// A login that needs the PIN of a number that was registered elsewhere before.
pub async fn needs_pin() -> (Desk, SignupId) {
    let desk = Desk::open().await;
    desk.elsewhere(&format!("{NUMBER}/deregister"), &json!({})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinNeeded);
    (desk, id)
}

pub async fn registrations(desk: &Desk, number: &str) -> usize {
    desk.count(&format!("POST {number}/register")).await
}

#[tokio::test]
async fn what_is_no_pin_is_said_beside_the_field_and_not_sent() {
    let (desk, id) = needs_pin().await;
    let before = desk.signup(&id).await;
    assert!(!desk.owner.get("/connect").await.text.contains("aria-invalid"));
    for wrong in [
        "12345",
        "abcdef",
        "1234567",
        "",
        "12345a",
        "１２３４５６",
        "٠١٢٣٤٥",
        "123456\0",
        "+12345",
        "1234 56 7",
        "0x1234",
    ] {
        let answer = desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", wrong)]).await;
        assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())), "{wrong:?}");
        let page = desk.owner.get("/connect").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(&format!("id=\"pin-{id}-error\"")), "the page says so");
        assert!(!page.text.contains(&format!("id=\"code-{id}-error\"")));
    }
    let answer = desk.owner.form(&format!("/connect/{id}/pin"), &[("other", "1")]).await;
    assert_eq!(answer.status, 303);
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await, before);
    assert_eq!(registrations(&desk, NUMBER).await, 0);
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_refusal_is_said_to_who_filled_the_form_in_and_never_since_an_address_says_so() {
    let (desk, id) = needs_pin().await;
    for odd in [
        format!("/connect?signup={id}&refused=pin"),
        "/connect?signup=%3Cscript%3Ealert(1)%3C/script%3E&refused=pin".to_owned(),
        format!("/connect?signup={id}&refused=%22%3E%3Cscript%3Ealert(1)"),
        // Of the other form, which this login does not have.
        format!("/connect?signup={id}&refused=code"),
        format!("/connect?signup={id}x&refused=pin"),
        format!("/connect?refused=pin&signup={id}&signup={id}"),
        "/connect?refused=pin".to_owned(),
        "/connect?%ff=%ff".to_owned(),
    ] {
        let page = desk.owner.get(&odd).await;
        assert_eq!(page.status, 200, "{odd}");
        assert!(!page.text.contains("aria-invalid"), "{odd}");
        assert!(!page.text.contains("<script>alert") && !page.text.contains("\"><script"), "{odd}");
    }
    // An id with characters of an address can't change where the answer leads.
    let odd = "/connect/a%0d%0aX-Evil:%201%26refused=code/pin";
    let answer = desk.owner.form(odd, &[("pin", "1")]).await;
    assert_eq!(answer.leads(), (303, Some("/connect#signup-aX-Evil1refusedcode")));
    assert_eq!(answer.header("x-evil"), None);
    // Said to the session of the form alone, for a while, and until the next form.
    let is_said = async |visitor: &Visitor| {
        visitor.get("/connect").await.text.contains(&format!("id=\"pin-{id}-error\""))
    };
    let wrong = [("pin", "123")];
    let path = format!("/connect/{id}/pin");
    desk.owner.form(&path, &wrong).await;
    assert!(is_said(&desk.owner).await && is_said(&desk.owner).await);
    assert!(!is_said(&Visitor::owner(&desk.app, "one").await).await, "another session");
    desk.hands.turn(Duration::from_secs(15 * 60));
    assert!(!is_said(&desk.owner).await);
    desk.owner.form(&path, &wrong).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    assert!(!is_said(&desk.owner).await);
}

#[tokio::test]
async fn a_wrong_pin_is_forgotten_and_the_right_one_goes_on() {
    let (desk, id) = needs_pin().await;
    let path = format!("/connect/{id}/pin");
    let answer = desk.owner.form(&path, &[("pin", WRONG)]).await;
    assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())));
    let sealed = [format!("pin/{NUMBER}"), format!("pin/{NUMBER}/asked")];
    assert_eq!(desk.secrets("one").await, sealed, "until it is tried");
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::PinMismatch);
    assert_eq!(desk.secrets("one").await, Vec::<String>::new(), "what Meta refused is not kept");
    assert_eq!(registrations(&desk, NUMBER).await, 1);
    // People write PINs in groups.
    let answer = desk.owner.form(&path, &[("pin", " 402-791 ")]).await;
    assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())));
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(registrations(&desk, NUMBER).await, 2);
    assert_eq!(desk.secrets("one").await, [format!("pin/{NUMBER}")], "the right one is kept");
}

#[tokio::test]
async fn no_pin_is_on_any_page_or_in_any_answer() {
    let (desk, id) = needs_pin().await;
    let mut seen = Vec::new();
    for pin in [WRONG, "12345x", PIN] {
        let answer = desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", pin)]).await;
        seen.push(format!("{answer:?}"));
        for path in ["/connect", "/overview", "/numbers"] {
            seen.push(desk.owner.get(path).await.text);
        }
        console::carry_on(&desk.app).await;
        seen.push(desk.owner.get("/connect").await.text);
    }
    seen.push(desk.owner.get("/metrics").await.text);
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Awaiting);
    seen.push(serde_json::to_string(&signup).expect("what is kept of it"));
    for text in &seen {
        for pin in [WRONG, PIN, "12345x"] {
            assert!(!text.contains(pin), "{pin} in {text}");
        }
    }
}

#[tokio::test]
async fn a_number_without_a_pin_is_given_one_that_nobody_sees() {
    let desk = Desk::open().await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    let name = format!("pin/{UNREGISTERED}");
    assert_eq!(desk.secrets("one").await, std::slice::from_ref(&name));
    let scope = console::scope("one");
    let pin = desk.app.store.ledger.read(move |read| read.secret(&scope, &name)).await;
    let pin = pin.expect("read").expect("kept");
    let is_pin = pin.expose().len() == 6 && pin.expose().bytes().all(|b| b.is_ascii_digit());
    assert!(is_pin, "six digits");
    for path in ["/connect", "/overview", "/numbers"] {
        assert!(!desk.owner.get(path).await.text.contains(pin.expose()), "{path}");
    }
    // It is the one that Meta has now: the same login again finds the number registered with it.
    desk.elsewhere(&format!("{UNREGISTERED}/deregister"), &json!({})).await;
    let again = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.signup(&again).await.stage, Stage::Awaiting);
    assert_eq!(registrations(&desk, UNREGISTERED).await, 2);
}

#[tokio::test]
async fn a_pin_that_nobody_asked_for_is_not_kept() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let before = desk.signup(&id).await;
    assert_eq!(before.stage, Stage::Awaiting);
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", WRONG)]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await, before);
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_pin_is_not_taken_for_a_login_that_stopped_for_another_reason() {
    let desk = Desk::open().await;
    let refused = json!({"registration_error": "133010"});
    desk.control(&format!("numbers/{UNREGISTERED}"), &refused).await;
    let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::Refused);
    let held = async || {
        let (scope, name) = (console::scope("one"), format!("pin/{UNREGISTERED}"));
        let pin = desk.app.store.ledger.read(move |read| read.secret(&scope, &name)).await;
        pin.expect("read").expect("made for the first try").expose().to_owned()
    };
    let before = held().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", WRONG)]).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::Refused);
    assert!(held().await == before, "the PIN that Meta may have by now was overwritten");
}

/// Takes the number off the platform elsewhere, and logs in to it anew.
pub async fn log_in_again(desk: &Desk) -> SignupId {
    desk.elsewhere(&format!("{NUMBER}/deregister"), &json!({})).await;
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await
}

#[tokio::test]
async fn a_pin_that_business_suite_changed_is_asked_for_at_the_next_registration() {
    let (desk, id) = needs_pin().await;
    desk.owner.form(&format!("/connect/{id}/pin"), &[("pin", PIN)]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    // What is kept is used as long as nobody says otherwise.
    let known = log_in_again(&desk).await;
    assert_eq!(desk.signup(&known).await.stage, Stage::Awaiting);
    assert_eq!(registrations(&desk, NUMBER).await, 2);
    let (scope, node) = (console::scope("one"), domain::Node::phone_number(NUMBER));
    let told = desk.app.store.ledger.transact(move |tx| {
        let mut number = tx.replica(&scope, &node)?.expect("it was read");
        let (value, at) = (json!({"event": "PIN_CHANGED"}), number.read_at.expect("read"));
        let at = at.plus(std::time::Duration::from_secs(60));
        let heard = domain::Heard { value, at, how: domain::How::Webhook };
        number.fields.insert(domain::pin::CHANGED.to_owned(), heard);
        tx.save_replica(&scope, &number, Some(&meta::WabaId::new(WABA)))
    });
    told.await.expect("told");
    let asked = log_in_again(&desk).await;
    assert_eq!(desk.stopped(&asked).await, Obstacle::PinNeeded);
    assert_eq!(registrations(&desk, NUMBER).await, 2, "none goes out with the old one");
}
