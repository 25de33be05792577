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
async fn an_account_that_has_numbers_is_not_said_to_have_none() {
    let desk = Desk::at_address().await;
    let only_waba = message("FINISH_ONLY_WABA", &json!({"waba_id": WABA}));
    let id = desk.log_in(WABA, Some(&only_waba)).await;
    let page = desk.owner.get("/connect").await.text;
    let card = page.split(&format!("id=\"signup-{id}\"")).nth(1).expect("its card");
    let first = card.split("first-event").nth(1).expect("how the first event comes");
    assert!(!page.contains("Esta WABA ainda não tem número. O primeiro"), "{first}");
    assert!(page.contains("Mande uma mensagem a um número desta WABA ("), "{first}");
    assert!(page.contains(&format!("action=\"/connect/{id}/number\"")), "another may be added");
    // So it is: that event proves the account.
    desk.hands.turn(std::time::Duration::from_secs(1));
    webhook::post(&desk, &webhook::text(WABA, NUMBER, "wamid.any")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
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

/// What the page has in a field of the form, and whether an error stands beside it.
async fn field(desk: &Desk, id: &SignupId, field: &str) -> (String, bool) {
    let page = desk.owner.get("/connect").await.text;
    let of_it = page.split(&format!("id=\"{field}-{id}\"")).nth(1).expect("the field");
    let tag = of_it.split('>').next().expect("a tag");
    let value = tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let error = format!("{field}-{id}-error");
    let is_wrong = tag.contains("aria-invalid=\"true\"")
        && tag.contains(&format!("aria-describedby=\"{error}\""));
    assert_eq!(is_wrong, page.contains(&format!("<span class=\"err\" id=\"{error}\">")));
    (value.unwrap_or_default().to_owned(), is_wrong)
}

#[tokio::test]
async fn what_can_be_no_number_is_said_beside_its_field_and_stays_typed_and_is_not_sent() {
    let (desk, id) = without_number().await;
    assert_eq!(field(&desk, &id, "cc").await, ("55".to_owned(), false), "before anything is typed");
    let before = desk.calls().await.len();
    for (typed, wrong) in [
        (["", "11955550377", "Loja"], ["cc"].as_slice()),
        (["5555", "11955550377", "Loja"], &["cc"]),
        (["55", "123", "Loja"], &["phone"]),
        (["55", "11 95555-ABCD", "Loja"], &["phone"]),
        (["55", "11955550377", "  "], &["name"]),
        (["55", "11955550377", "ab"], &["name"]),
        (["x", "1", ""], &["cc", "phone", "name"]),
    ] {
        let names = ["cc", "phone_number", "verified_name"];
        let form: Vec<(&str, &str)> = names.into_iter().zip(typed).collect();
        let answer = desk.owner.form(&format!("/connect/{id}/number"), &form).await;
        assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())), "{typed:?}");
        for (name, text) in ["cc", "phone", "name"].into_iter().zip(typed) {
            let shown = (text.to_owned(), wrong.contains(&name));
            assert_eq!(field(&desk, &id, name).await, shown, "{typed:?}: {name}");
        }
    }
    assert_eq!(desk.calls().await.len(), before);
    let hostile = [("cc", "55"), ("phone_number", "1"), ("verified_name", "\"><script>")];
    desk.owner.form(&format!("/connect/{id}/number"), &hostile).await;
    assert!(!desk.owner.get("/connect").await.text.contains("\"><script>"));
}

#[tokio::test]
async fn a_number_that_meta_refuses_stays_typed_and_comes_along_once_it_may() {
    let (desk, id) = without_number().await;
    // Clínica Aurora's, which is another provider's.
    let held = "115586902247310";
    let form = [
        ("cc", "55"),
        ("phone_number", "31 95555-0176"),
        ("verified_name", "Loja"),
        ("migrates", "1"),
    ];
    let send = async || desk.owner.form(&format!("/connect/{id}/number"), &form).await;
    desk.control(&format!("numbers/{held}"), &json!({"migration_error": "2388103"})).await;
    send().await;
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("100/2388103") && page.contains("still owes a payment"), "{page}");
    assert_eq!(field(&desk, &id, "phone").await, ("31 95555-0176".to_owned(), false));
    assert!(page.contains(&format!(
        "id=\"migrates-{id}\" name=\"migrates\" type=\"checkbox\" value=\"1\" checked"
    )));
    let free = json!({"migration_error": null, "security": "PIN_REQUEST_SUCCESS"});
    desk.control(&format!("numbers/{held}"), &free).await;
    send().await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: false });
    assert_eq!(
        desk.signup(&id).await.number.expect("a number").display_phone_number,
        "+55 31955550176"
    );
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
