//! A number whose owner is not proven: Meta sends a code, a person gives it.

use domain::signup::{Obstacle, Stage};
use serde_json::json;
use store::SignupId;

use crate::console;
use crate::desk::{BIG_WABA, Desk, NUMBER, UNREGISTERED, WABA, back_to, finish};

/// A login that stopped at an unverified number, and the number.
async fn unverified() -> (Desk, SignupId, String) {
    let desk = Desk::open().await;
    let new = json!({"cc": "55", "phone_number": "11955550299", "verified_name": "Nova"});
    let added = desk.elsewhere(&format!("{WABA}/phone_numbers"), &new).await;
    let number = added["id"].as_str().expect("an id").to_owned();
    let id = desk.log_in(WABA, Some(&finish(WABA, &number))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: false });
    (desk, id, number)
}

/// Meta's sentence that a login keeps.
async fn said(desk: &Desk, id: &SignupId) -> Option<String> {
    let signup = desk.signup(id).await;
    signup.snag().expect("stopped").said.clone().map(|said| said.message)
}

#[tokio::test]
async fn the_right_code_goes_on_and_the_number_is_registered() {
    let (desk, id, number) = unverified().await;
    let path = format!("/connect/{id}/request-code");
    let asked = desk.owner.form(&path, &[("method", "SMS")]).await;
    assert_eq!(asked.leads(), (303, Some(back_to(&id).as_str())));
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: true });
    let path = format!("/connect/{id}/verify-code");
    let given = desk.owner.form(&path, &[("code", "123-456")]).await;
    assert_eq!(given.leads(), (303, Some(back_to(&id).as_str())));
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    let calls = desk.changes().await;
    let own: Vec<&str> =
        calls.iter().filter_map(|call| call.strip_prefix(&format!("POST {number}/"))).collect();
    assert_eq!(own, ["request_code", "verify_code", "register"]);
}

#[tokio::test]
async fn a_wrong_code_shows_metas_words_and_another_may_be_given() {
    let (desk, id, _) = unverified().await;
    desk.owner.form(&format!("/connect/{id}/request-code"), &[("method", "VOICE")]).await;
    let path = format!("/connect/{id}/verify-code");
    assert_eq!(
        desk.owner.form(&path, &[("code", "000000")]).await.leads(),
        (303, Some(back_to(&id).as_str()))
    );
    let words = said(&desk, &id).await.expect("Meta's words");
    assert!(words.contains("Verify code error"), "{words}");
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("Verify code error"), "the page shows Meta's words");
    assert_eq!(desk.stopped(&id).await, Obstacle::CodeWrong);
    desk.owner.form(&path, &[("code", "123456")]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn a_code_that_was_not_asked_for_shows_metas_words() {
    let (desk, id, _) = unverified().await;
    desk.owner.form(&format!("/connect/{id}/verify-code"), &[("code", "123456")]).await;
    let words = said(&desk, &id).await.expect("Meta's words");
    assert!(words.contains("Request code error"), "{words}");
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: false });
}

#[tokio::test]
async fn what_is_no_code_is_said_beside_the_field_and_not_sent() {
    let (desk, id, number) = unverified().await;
    let before = desk.signup(&id).await;
    assert!(!desk.owner.get("/connect").await.text.contains("aria-invalid"));
    for wrong in ["", "12345", "1234567", "abcdef", "12345６"] {
        let path = format!("/connect/{id}/verify-code");
        let answer = desk.owner.form(&path, &[("code", wrong)]).await;
        assert_eq!(answer.leads(), (303, Some(back_to(&id).as_str())), "{wrong:?}");
        let page = desk.owner.get("/connect").await.text;
        assert!(page.contains(&format!("id=\"code-{id}-error\"")), "the page says so");
    }
    assert_eq!(desk.signup(&id).await, before);
    assert_eq!(desk.count(&format!("POST {number}/verify_code")).await, 0);
}

#[tokio::test]
async fn a_login_that_waits_for_no_code_has_no_such_forms() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let calls = desk.calls().await.len();
    for form in ["request-code", "verify-code"] {
        let path = format!("/connect/{id}/{form}");
        let answer = desk.owner.form(&path, &[("code", "123456"), ("method", "SMS")]).await;
        assert_eq!(answer.status, 404, "{form}");
    }
    assert_eq!(desk.calls().await.len(), calls);
}

#[tokio::test]
async fn trouble_at_meta_while_a_code_is_asked_for_is_said_and_it_can_be_asked_again() {
    let (desk, id, _) = unverified().await;
    desk.control("faults", &json!({"fault": "http_500", "edge": "request_code"})).await;
    let path = format!("/connect/{id}/request-code");
    assert_eq!(desk.owner.form(&path, &[("method", "SMS")]).await.status, 303);
    assert_eq!(desk.stopped(&id).await, Obstacle::CodeNotSent);
    assert!(said(&desk, &id).await.is_some());
    desk.control("faults", &json!({"fault": null})).await;
    desk.owner.form(&path, &[("method", "SMS")]).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NotVerified { is_code_sent: true });
    assert_eq!(said(&desk, &id).await, None);
}

#[tokio::test]
async fn a_number_that_may_be_sent_no_code_is_explained_and_looked_at_again() {
    let (desk, id, number) = unverified().await;
    // Somebody proved it in Meta's own pages meanwhile.
    let proven = json!({"code_verification_status": "VERIFIED"});
    desk.control(&format!("numbers/{number}"), &proven).await;
    desk.owner.form(&format!("/connect/{id}/request-code"), &[("method", "SMS")]).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::CodeNotSent);
    let page = desk.owner.get("/connect").await.text;
    for words in ["2388091", "não pode receber o código", "espere cerca de 12 horas"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn metas_refusals_of_a_number_are_explained_and_go_on_once_they_are_repaired() {
    for (code, words, step) in [
        ("2388093", "não pode receber o código", "espere cerca de 12 horas"),
        ("2388103", "não pode ser migrado", "provedor anterior"),
    ] {
        let desk = Desk::open().await;
        let number = format!("numbers/{UNREGISTERED}");
        desk.control(&number, &json!({ "registration_error": code })).await;
        let id = desk.log_in(BIG_WABA, Some(&finish(BIG_WABA, UNREGISTERED))).await;
        assert_eq!(desk.stopped(&id).await, Obstacle::Refused, "{code}");
        let page = desk.owner.get("/connect").await.text;
        for shown in [code, words, step] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        desk.control(&number, &json!({"registration_error": null})).await;
        desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
        console::carry_on(&desk.app).await;
        assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "{code}");
    }
}
