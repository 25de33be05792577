//! What a browser may send that is no code and no message of the popup's.

use axum::http::Method;
use serde_json::json;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, assert_refused, begun, finish, message};
use crate::visitor::{FORM, JSON};

/// Texts that are no message of Embedded Signup.
fn no_messages() -> Vec<String> {
    let id =
        |id: serde_json::Value| message("FINISH", &json!({"waba_id": WABA, "phone_number_id": id}));
    let waba = |id: serde_json::Value| message("FINISH_ONLY_WABA", &json!({"waba_id": id}));
    vec![
        String::new(),
        "cb=f1&origin=https%3A%2F%2Ffarol.example&code=AQ".to_owned(),
        "{".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "\"WA_EMBEDDED_SIGNUP\"".to_owned(),
        json!({"type": "OTHER", "event": "FINISH"}).to_string(),
        json!({"event": "FINISH", "data": {"waba_id": WABA}}).to_string(),
        json!({"type": ["WA_EMBEDDED_SIGNUP"], "event": "FINISH"}).to_string(),
        json!({"type": "WA_EMBEDDED_SIGNUP"}).to_string(),
        message("FINISH", &json!({})),
        id(json!("../109264715830046")),
        id(json!("109264715830046/register")),
        id(json!("109264715830046?fields=id")),
        id(json!("-1")),
        id(json!(1.5)),
        id(json!(["109264715830046"])),
        id(json!("1".repeat(33))),
        id(json!("\u{0661}\u{0662}")),
        waba(json!("../../oauth")),
        waba(json!("108831905544271\n")),
        waba(json!("108831905544271%2F")),
        waba(json!({"id": WABA})),
        message("CANCEL", &json!({"current_step": "x".repeat(5_000)})),
        format!("{}{}", "[".repeat(2_500), "]".repeat(2_500)),
    ]
}

#[tokio::test]
async fn a_text_that_is_no_message_ends_no_login_and_costs_no_nonce() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    for text in no_messages() {
        let outcome = json!({"nonce": nonce, "message": text});
        assert_refused(&desk.owner.json("/connect/outcome", &outcome).await, 400, &text);
    }
    assert_eq!((desk.logins("one").await, desk.calls().await.len()), (0, 0));
    begun(&desk.post_code(&nonce, &desk.code(WABA), Some(&finish(WABA, NUMBER))).await);
}

#[tokio::test]
async fn a_code_is_taken_beside_a_text_that_is_no_message_and_nothing_of_the_text() {
    let desk = Desk::open().await;
    for text in no_messages() {
        // A code lives for seconds: what hints at its account is no reason to let it die.
        let id = desk.begin(&desk.code(WABA), Some(&text)).await;
        let signup = desk.signup(&id).await;
        assert_eq!(signup.told, None, "{text}");
        console::carry_on(&desk.app).await;
    }
    let (calls, count) = (desk.calls().await, no_messages().len());
    assert_eq!(calls, vec!["GET oauth/access_token"; count], "no id of the text was asked for");
}

#[tokio::test]
async fn a_code_beside_a_text_that_is_no_message_connects_what_its_token_reaches() {
    let desk = Desk::open().await;
    let hostile = message("FINISH", &json!({"waba_id": "../oauth", "phone_number_id": NUMBER}));
    let id = desk.log_in(WABA, Some(&hostile)).await;
    desk.later(std::time::Duration::from_secs(3)).await;
    assert_eq!(desk.signup(&id).await.stage, domain::signup::Stage::Awaiting);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn a_late_text_that_is_no_message_leaves_the_login_as_it_is() {
    let desk = Desk::open().await;
    let id = desk.begin(&desk.code(WABA), None).await;
    let before = desk.signup(&id).await;
    for text in no_messages() {
        let late = json!({"signup": id.as_str(), "message": text});
        assert_refused(&desk.owner.json("/connect/outcome", &late).await, 400, &text);
    }
    assert_eq!(desk.signup(&id).await, before);
}

#[tokio::test]
async fn what_can_not_be_a_code_is_refused_and_costs_no_nonce() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let (long, longest) = ("A".repeat(3 * 1024), "A".repeat(2_049));
    for code in [
        "",
        " ",
        "A B",
        "A\nB",
        "A\r\nX-Evil: 1",
        "A\0B",
        "A\u{7f}",
        "\u{1b}[31m",
        "códigos",
        &long,
        &longest,
    ] {
        assert_refused(&desk.post_code(&nonce, code, None).await, 400, code);
    }
    assert_eq!((desk.logins("one").await, desk.calls().await.len()), (0, 0));
    begun(&desk.post_code(&nonce, &"A".repeat(2_048), None).await);
}

#[tokio::test]
async fn a_body_that_is_not_what_the_script_posts_is_refused_in_a_sentence() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let whole = json!({"nonce": nonce, "code": "AQ"}).to_string();
    let huge = json!({"nonce": nonce, "code": "A".repeat(70_000)}).to_string();
    for (kind, body) in [
        (JSON, ""),
        (JSON, "{"),
        (JSON, "[]"),
        (JSON, "{\"nonce\": \"a\"}"),
        (JSON, "{\"code\": 7, \"nonce\": \"a\"}"),
        (JSON, huge.as_str()),
        (FORM, whole.as_str()),
        ("text/plain", whole.as_str()),
    ] {
        for path in ["/connect/code", "/connect/outcome"] {
            // `outcome` takes a nonce alone.
            if path == "/connect/outcome" && kind == JSON && body.contains("nonce\":") {
                continue;
            }
            let headers = [("content-type", kind)];
            let answer =
                desk.owner.ask(Method::POST, path, &headers, body.as_bytes().to_vec()).await;
            assert_refused(&answer, 400, "AAAAAAAAAAAA");
        }
    }
    assert_eq!(desk.logins("one").await, 0);
    begun(&desk.post_code(&nonce, &desk.code(WABA), None).await);
}

#[tokio::test]
async fn an_outcome_names_a_nonce_or_a_login_and_not_both() {
    let desk = Desk::open().await;
    let id = desk.begin(&desk.code(WABA), None).await;
    let nonce = desk.nonce().await;
    let text = finish(WABA, NUMBER);
    let before = desk.signup(&id).await;
    for outcome in [
        json!({}),
        json!({"message": text}),
        json!({"signup": id.as_str()}),
        json!({"nonce": nonce, "signup": id.as_str()}),
        json!({"nonce": nonce, "signup": id.as_str(), "message": text}),
    ] {
        assert_refused(&desk.owner.json("/connect/outcome", &outcome).await, 400, &nonce);
    }
    assert_eq!(desk.signup(&id).await, before);
    console::carry_on(&desk.app).await;
    begun(&desk.post_code(&nonce, &desk.code(WABA), None).await);
}
