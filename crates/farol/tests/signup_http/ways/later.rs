//! A login that came without a number, and gets it later.

use domain::signup::{Obstacle, Stage};
use serde_json::json;
use store::SignupId;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, back_to, message};
use crate::webhook;

const TYPED: [(&str, &str); 3] =
    [("cc", "+55"), ("phone_number", "(11) 95555-0377"), ("verified_name", "Casa Ipê Loja")];

async fn without_number() -> (Desk, SignupId) {
    let desk = Desk::open().await;
    let only_waba = message("FINISH_ONLY_WABA", &json!({"waba_id": WABA}));
    let id = desk.log_in(WABA, Some(&only_waba)).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    (desk, id)
}

#[tokio::test]
async fn a_number_is_added_proven_and_registered_without_a_new_login() {
    let (desk, id) = without_number().await;
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains(&format!("action=\"/connect/{id}/number\"")));
    let added = desk.owner.form(&format!("/connect/{id}/number"), &TYPED).await;
    assert_eq!(added.leads(), (303, Some(back_to(&id).as_str())));
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: false });
    desk.owner.form(&format!("/connect/{id}/request-code"), &[("method", "SMS")]).await;
    desk.owner.form(&format!("/connect/{id}/verify-code"), &[("code", "123456")]).await;
    console::carry_on(&desk.app).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Awaiting);
    let number = signup.number.expect("a number").id;
    desk.hands.turn(std::time::Duration::from_secs(1));
    webhook::post(&desk, &webhook::text(WABA, number.as_str(), "wamid.later")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    let calls = desk.changes().await;
    assert_eq!(calls.iter().filter(|call| call.ends_with("/access_token")).count(), 0);
    assert_eq!(calls.iter().filter(|call| call.ends_with("/register")).count(), 1);
}

#[tokio::test]
async fn a_number_whose_answer_was_lost_is_taken_when_it_is_given_again() {
    let (desk, id) = without_number().await;
    desk.control("faults", &json!({"fault": "answer_lost", "edge": "phone_numbers"})).await;
    desk.owner.form(&format!("/connect/{id}/number"), &TYPED).await;
    let signup = desk.signup(&id).await;
    assert!(signup.wants_number() && signup.number_refused().is_some(), "{signup:?}");
    desk.control("faults", &json!({"fault": null})).await;
    desk.owner.form(&format!("/connect/{id}/number"), &TYPED).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: false });
}

#[tokio::test]
async fn a_number_that_meta_does_not_add_is_said_in_its_words() {
    let (desk, id) = without_number().await;
    // A number of another account.
    let taken = [("cc", "55"), ("phone_number", "11 95555-0142"), ("verified_name", "Outra")];
    let world = desk.emulator.world().to_string();
    assert!(world.contains("95555-0142"), "the world has it");
    desk.owner.form(&format!("/connect/{id}/number"), &taken).await;
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("A Meta não adicionou o número.") && page.contains("2388012"), "{page}");
    assert!(desk.signup(&id).await.wants_number(), "another may be given");
}

#[tokio::test]
async fn what_can_be_no_number_is_said_beside_the_form_and_not_sent() {
    let (desk, id) = without_number().await;
    let before = desk.calls().await.len();
    for (cc, phone, name) in [
        ("", "11955550377", "Loja"),
        ("5555", "11955550377", "Loja"),
        ("55", "123", "Loja"),
        ("55", "11 95555-ABCD", "Loja"),
        ("55", "11955550377", "  "),
    ] {
        let form = [("cc", cc), ("phone_number", phone), ("verified_name", name)];
        let answer = desk.owner.form(&format!("/connect/{id}/number"), &form).await;
        let (status, to) = answer.leads();
        assert!(status == 303 && to.is_some_and(|to| to.contains("refused=number")), "{answer:?}");
        let page = desk.owner.get(to.unwrap_or_default().split('#').next().unwrap_or_default());
        assert!(page.await.text.contains("Confira: código do país"));
    }
    assert_eq!(desk.calls().await.len(), before);
}

#[tokio::test]
async fn a_number_that_was_added_in_metas_own_pages_is_found_when_a_person_says_so() {
    let (desk, id) = without_number().await;
    let new = json!({"cc": "55", "phone_number": "11955550299", "verified_name": "Nova"});
    let added = desk.elsewhere(&format!("{WABA}/phone_numbers"), &new).await;
    desk.owner.form(&format!("/connect/{id}/look"), &[]).await;
    console::carry_on(&desk.app).await;
    let number = desk.signup(&id).await.number.expect("a number");
    // The newest of the account; one that Meta does not date is no newer.
    assert!(added["id"] == number.id.as_str() || desk.signup(&id).await.stage == Stage::Awaiting);
}

#[tokio::test]
async fn a_connected_account_without_a_number_offers_one_as_long_as_it_has_none() {
    let desk = Desk::open().await;
    let only_waba = message("FINISH_ONLY_WABA", &json!({"waba_id": WABA}));
    let id = desk.log_in(WABA, Some(&only_waba)).await;
    desk.hands.turn(std::time::Duration::from_secs(1));
    webhook::post(&desk, &webhook::of(WABA, "account_update", &json!({"event": "X"}))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    desk.later(std::time::Duration::from_secs(72 * 3600)).await;
    let has_form = async || {
        let page = desk.owner.get("/connect").await.text;
        page.contains(&format!("action=\"/connect/{id}/number\""))
    };
    assert!(!has_form().await, "the account has a number, if not by this login");
    let (scope, number) = (console::scope("one"), domain::Node::phone_number(NUMBER));
    let gone = desk.app.store.ledger.transact(move |tx| tx.remove_replica(&scope, &number));
    gone.await.expect("removed");
    assert!(has_form().await);
}
