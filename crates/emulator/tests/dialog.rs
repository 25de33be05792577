//! What Meta's dialog refuses in its own words: at which step, what is reported of it, and that it
//! holds until control ends it (META 1.5).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::json;
use stand::popup::{Popup, address};
use stand::{BRASIL, CASA_IPE, Stand};

const TROUBLES: [(&str, &str); 8] = [
    ("account_too_new", "PERMISSIONS"),
    ("business_limit", "BUSINESS_ACCOUNT_SELECTION"),
    ("waba_limit", "WABA_PHONE_PROFILE_PICKER"),
    ("number_limit", "PHONE_NUMBER_SETUP"),
    ("phone_blocked", "PHONE_NUMBER_SETUP"),
    ("phone_on_whatsapp", "PHONE_NUMBER_SETUP"),
    ("name_refused", "WHATSAPP_BUSINESS_PROFILE_SETUP"),
    ("code_attempts", "PHONE_NUMBER_VERIFICATION"),
];

/// Something new wherever there is a choice.
fn new_at(step: &str) -> &'static [(&'static str, &'static str)] {
    match step {
        "BUSINESS_ACCOUNT_SELECTION" => &[("business", "new"), ("business_name", "Ateliê")],
        "WABA_PHONE_PROFILE_PICKER" => &[("waba", "new"), ("waba_name", "Ateliê")],
        "PHONE_NUMBER_SETUP" => &[("number", "new"), ("display_phone_number", "+55 11 95556-0777")],
        _ => &[],
    }
}

#[tokio::test]
async fn each_refusal_stops_its_step_until_it_ends_and_is_what_a_person_reports() {
    let stand = Stand::new();
    for (trouble, at) in TROUBLES {
        let set = stand.set("signup", json!({"trouble": trouble})).await;
        assert_eq!(set["trouble"], trouble);
        let mut popup = Popup::open(&stand, json!({})).await;
        for _ in 0..8 {
            let new = new_at(popup.step());
            popup.press("next", new).await;
        }
        assert_eq!(popup.step(), at, "{trouble}");
        let alert = format!("role=\"alert\" data-trouble=\"{trouble}\">");
        assert!(popup.html.contains(&alert), "{trouble}");

        stand.set("signup", json!({"trouble": null})).await;
        let new = new_at(popup.step());
        popup.press("next", new).await;
        assert!(!popup.html.contains("role=\"alert\""), "{trouble} is over");

        stand.set("signup", json!({"trouble": trouble})).await;
        let mut popup = Popup::open(&stand, json!({})).await;
        while !popup.html.contains("role=\"alert\"") {
            let new = new_at(popup.step());
            popup.press("next", new).await;
        }
        popup.press("report", &[]).await;
        let data = popup.end().0["data"].clone();
        for key in ["error_id", "session_id", "timestamp"] {
            assert!(data[key].is_string(), "{key}");
        }
        let said = data["error_message"].as_str().unwrap().to_owned();
        assert!(said.len() > 20, "{trouble}: {said}");
    }
}

#[tokio::test]
async fn what_exists_already_is_not_stopped_by_a_limit() {
    let stand = Stand::new();
    for trouble in ["business_limit", "waba_limit", "number_limit", "phone_on_whatsapp"] {
        stand.set("signup", json!({"trouble": trouble})).await;
        let mut popup = Popup::open(&stand, json!({})).await;
        popup.walk().await.press("finish", &[]).await;
        assert_eq!(popup.end().0["event"], "FINISH", "{trouble}");
    }
    let refused = stand.control("signup", json!({"trouble": "bad_luck"})).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["error"]["field"]),
        (400, &json!("trouble"))
    );
}

#[tokio::test]
async fn what_is_greyed_out_is_shown_with_why_and_nobody_can_choose_it() {
    let stand = Stand::new();
    let set = stand.set("signup", json!({"greyed": [CASA_IPE]})).await;
    assert_eq!(set["greyed"], json!([CASA_IPE]));
    let mut popup = Popup::open(&stand, json!({"setup": {"business": {"id": CASA_IPE}}})).await;
    popup.press("next", &[]).await;
    let radio = |html: &str, more: &str| {
        html.contains(&format!("name=\"business\" value=\"{CASA_IPE}\"{more}>"))
    };
    assert!(radio(&popup.html, " disabled"), "{}", popup.html);
    assert!(popup.html.contains("Já vinculado ao login de outro provedor"));
    popup.press("next", &[("business", CASA_IPE)]).await;
    assert_eq!(popup.step(), "BUSINESS_ACCOUNT_SELECTION");
    assert!(popup.html.contains("role=\"alert\""), "whatever the page's script does");

    stand.set("signup", json!({"greyed": [BRASIL]})).await;
    popup.press("next", &[("business", CASA_IPE)]).await;
    assert_eq!(popup.step(), "WABA_PHONE_PROFILE_PICKER");
    popup.press("next", &[("waba", BRASIL)]).await;
    assert_eq!(popup.step(), "WABA_PHONE_PROFILE_PICKER", "an account of it alone, too");
    stand.set("signup", json!({"greyed": []})).await;
    popup.press("next", &[("waba", BRASIL)]).await;
    assert_eq!(popup.step(), "PHONE_NUMBER_SETUP");
    let refused = stand.control("signup", json!({"greyed": "all"})).await;
    assert_eq!(refused.json()["error"]["field"], "greyed");
}

#[tokio::test]
async fn refusals_are_said_in_the_persons_language() {
    let stand = Stand::new();
    stand.set("signup", json!({"trouble": "account_too_new"})).await;
    for (lang, word) in [("pt-BR", "recente"), ("en", "too new"), ("es", "reciente")] {
        let open = Request::get(address(&stand, &[])).header("accept-language", lang);
        let html = stand.ask(open.body(Body::empty()).unwrap()).await.text;
        let session = html.split_once("name=\"session\" value=\"").unwrap().1;
        let session = session.split_once('"').unwrap().0.to_owned();
        let press = Request::post("/dialog/oauth")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept-language", lang)
            .body(Body::from(format!("session={session}&step=permissions&act=next")));
        let shown = stand.ask(press.unwrap()).await.text;
        let alert = shown.split_once("data-trouble=").unwrap().1.split_once("</p>").unwrap().0;
        assert!(alert.contains(word), "{lang}: {alert}");
    }
}

#[tokio::test]
async fn both_posts_can_be_lost_and_then_only_the_webhooks_tell() {
    let stand = Stand::new();
    assert_eq!(stand.set("signup", json!({"order": "neither"})).await["order"], "neither");
    let mut popup = Popup::open(&stand, json!({})).await;
    popup.walk().await.press("finish", &[]).await;
    let posts = popup.posts();
    assert_eq!(posts.len(), 1);
    assert!(posts[0].contains("&withheld=1"), "{}", posts[0]);
}
