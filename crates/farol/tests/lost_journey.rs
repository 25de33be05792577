//! By hand and back again, in the real program and a real Chromium, by the keyboard alone: an own app is
//! connected by its ids, and an account that was lost comes back by a login of that account only.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod axe;
mod browser;
mod popup;
mod program;

use axe::keeps_the_rules;
use popup::{Popup, Visit};
use program::eventually;
use serde_json::json;

const WABA: &str = "102290129340398";
const ATACADO: &str = "108831905544271";
const NUMBER_OF_ATACADO: &str = "109264715830046";
const LOJA_RECIFE: &str = "107719460358814";
const ENTER: &str = "\u{e007}";

async fn is_lost(visit: &Visit) -> bool {
    visit.browser.run("return !!document.querySelector('[data-lost]')").await == json!(true)
}

/// Presses the button of the account that was lost with the keyboard, and turns to the popup.
async fn press_again(visit: &Visit) -> Popup<'_> {
    Popup::open_by(&visit.browser, async || {
        visit.browser.focus("a[data-again]").await;
        visit.browser.press(ENTER).await;
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_lost_comes_back_by_one_button_and_no_other_takes_its_place() {
    let visit = Visit::to_empty().await;
    visit.press_login().await.finish().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    assert!(!is_lost(&visit).await);
    let taken_away = json!({"account_event": "PARTNER_APP_UNINSTALLED"});
    visit.demo.control(&format!("wabas/{WABA}"), taken_away).await;
    eventually("the open page says that it is lost", async || is_lost(&visit).await).await;
    let account = visit.browser.text("#accounts").await;
    assert!(account.contains("Loja Recife"), "its numbers are still shown: {account}");
    keeps_the_rules(&visit.browser, "an account that was lost").await;

    let popup = press_again(&visit).await;
    popup.next().await;
    popup.next().await;
    popup.choose("waba", ATACADO).await;
    popup.finish().await;
    visit.until_stage("stopped").await;
    let said = visit.browser.text("[data-signup]").await;
    assert!(said.contains("a que precisa ser reconectada"), "{said}");
    assert!(visit.has_next_step().await);
    assert!(is_lost(&visit).await);
    assert_eq!(visit.connections().await, 1, "nothing else was bound");
    keeps_the_rules(&visit.browser, "a login of another account").await;

    let popup = press_again(&visit).await;
    popup.next().await;
    popup.next().await;
    popup.choose("waba", WABA).await;
    popup.next().await;
    popup.choose("number", LOJA_RECIFE).await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    eventually("it is no longer lost", async || !is_lost(&visit).await).await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_app_is_connected_by_hand_at_the_keyboard_and_hears_at_its_own_callback() {
    let visit = Visit::to_empty().await;
    let made = visit.demo.control("apps", json!({"name": "Loja própria"})).await;
    let world = visit.demo.world().await;
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let business = text(&world["businesses"][0]["id"]);
    let (app, secret) = (text(&made["id"]), text(&made["secret"]));
    let token = text(&made["tokens"]["system_user"]);
    let fill = async |business: &str| {
        for (field, text) in [
            ("waba_id", ATACADO),
            ("phone_number_id", NUMBER_OF_ATACADO),
            ("business_id", business),
            ("app_id", &app),
            ("token", &token),
            ("app_secret", &secret),
        ] {
            visit
                .browser
                .run(&format!("document.getElementById('{field}').value = ''; return 1"))
                .await;
            visit.browser.focus(&format!("#{field}")).await;
            visit.browser.type_keys(text).await;
        }
        visit.browser.press(ENTER).await;
    };
    visit.browser.go(&format!("{}/connect/by-hand", visit.demo.console)).await;
    fill("999").await;
    eventually("the page says what is wrong", async || {
        visit.browser.run("return document.getElementById('faults')?.role").await == json!("alert")
    })
    .await;
    let said = visit.browser.text("#faults").await;
    assert!(said.contains("outro portfólio") && said.contains(&business), "{said}");
    keeps_the_rules(&visit.browser, "a form that was not taken").await;
    fill(&business).await;
    eventually("it is begun", async || {
        visit.browser.run("return !!document.getElementById('begun')").await == json!(true)
    })
    .await;
    keeps_the_rules(&visit.browser, "the own callback").await;
    visit.to_connect().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(NUMBER_OF_ATACADO).await;
    visit.until_stage("connected").await;

    visit.browser.focus("a[href$=\"/disconnect\"]").await;
    visit.browser.press(ENTER).await;
    eventually("what it undoes is shown", async || {
        visit.browser.run("return !!document.querySelector('[data-undo]')").await == json!(true)
    })
    .await;
    keeps_the_rules(&visit.browser, "what disconnecting undoes").await;
    visit.browser.focus("main form button").await;
    visit.browser.press(ENTER).await;
    eventually("it is done", async || {
        let said = "document.querySelector('main [role=status]')?.innerText ?? ''";
        let is_over = format!("return ({said}).includes('foi desconectada')");
        visit.browser.run(&is_over).await == json!(true)
    })
    .await;
    keeps_the_rules(&visit.browser, "disconnected").await;
    visit.to_connect().await;
    assert_eq!(visit.connections().await, 0);
    visit.browser.assert_quiet().await;
}
