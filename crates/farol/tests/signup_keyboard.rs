//! The wizard and each state of a login by keyboard alone: no pointer touches the console. The popup
//! is Meta's, and gone through as everywhere.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod axe;
mod browser;
#[path = "everyone/keys.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod keys;
mod popup;
mod program;

use axe::keeps_the_rules;
use browser::Browser;
use keys::{SPACE, enter_on, go_to};
use popup::{Popup, Visit};
use program::eventually;
use serde_json::json;

const LOJA_RECIFE: &str = "107719460358814";
const COBRANCA: &str = "106540352242922";
/// What the emulator's world has as its PIN.
const PIN_OF_COBRANCA: &str = "559128";
const ELSEWHERE: &str = "https://outro.example/whatsapp";
/// What asks for another try at once.
const RETRY: &str = "form[action$=\"/retry\"] button";

async fn is_at(browser: &Browser, path: &str) {
    eventually(path, async || browser.url().await.contains(path)).await;
}

/// Opens the popup by Enter on the page's button.
async fn press_login(visit: &Visit) -> Popup<'_> {
    Popup::open_by(&visit.browser, async || enter_on(&visit.browser, "#login").await).await
}

async fn until_said(visit: &Visit, words: &str) {
    eventually(words, async || visit.browser.text("[data-signup]").await.contains(words)).await;
}

/// Goes to a field and types.
async fn write(browser: &Browser, field: &str, text: &str) {
    go_to(browser, field).await;
    browser.type_keys(text).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wizard_leads_to_connected_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    let browser = &visit.browser;
    browser.go(&format!("{}/connect/situation", visit.demo.console)).await;
    enter_on(browser, "a[href=\"/connect/situation?ask=1\"]").await;
    for (question, answer) in [
        ("today", "nowhere"),
        ("before", "no"),
        ("by-hand", "no"),
        ("code", "yes"),
        ("clicker", "yes"),
    ] {
        let any = format!("input[name=\"{question}\"]");
        eventually(question, async || {
            browser.run(&format!("return !!document.querySelector('{any}')")).await == json!(true)
        })
        .await;
        // A group is one stop: its first answer, and the arrows from there.
        go_to(browser, &any).await;
        browser.press(SPACE).await;
        let is_on = format!("return document.activeElement?.value === '{answer}'");
        for _ in 0..4 {
            if browser.run(&is_on).await == json!(true) {
                break;
            }
            browser.press(keys::DOWN).await;
        }
        assert_eq!(browser.run(&is_on).await, json!(true), "{question}: {answer}");
        enter_on(browser, "main form button").await;
    }
    is_at(browser, "/connect/situation/free").await;
    enter_on(browser, "button[name=then][value=login]").await;
    eventually("Conexão", async || browser.run("return location.pathname").await == "/connect")
        .await;
    let popup = press_login(&visit).await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_given_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    visit.deregister(COBRANCA).await;
    let popup = press_login(&visit).await;
    for _ in 0..3 {
        popup.next().await;
    }
    popup.choose("number", COBRANCA).await;
    popup.finish().await;
    visit.until_stage("stopped").await;
    keeps_the_rules(&visit.browser, "a PIN that is needed").await;
    let field = "form[action$=\"/pin\"] input[name=pin]";
    write(&visit.browser, field, "000000").await;
    visit.browser.press(keys::ENTER).await;
    until_said(&visit, "PIN Mismatch").await;
    keeps_the_rules(&visit.browser, "a PIN that Meta refused").await;
    write(&visit.browser, field, PIN_OF_COBRANCA).await;
    visit.browser.press(keys::ENTER).await;
    visit.until_stage("awaiting").await;
    visit.customer_writes(COBRANCA).await;
    visit.until_stage("connected").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_is_left_taken_and_abandoned_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    let planted = json!({ "override_callback_uri": ELSEWHERE });
    visit.demo.control(&format!("numbers/{LOJA_RECIFE}"), planted).await;
    let popup = press_login(&visit).await;
    popup.finish().await;
    visit.until_stage("stopped").await;
    enter_on(&visit.browser, "form[action$=\"/route\"] button[value=there]").await;
    visit.until_stage("unheard").await;
    keeps_the_rules(&visit.browser, "messages that stay elsewhere").await;
    enter_on(&visit.browser, RETRY).await;
    visit.until_stage("stopped").await;
    enter_on(&visit.browser, "form[action$=\"/route\"] button[value=here]").await;
    visit.until_stage("awaiting").await;
    enter_on(&visit.browser, "[data-signup] a[href$=\"/abandon\"]").await;
    is_at(&visit.browser, "/abandon").await;
    enter_on(&visit.browser, "form[action$=\"/abandon\"] button").await;
    visit.until_stage("ended").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_added_and_proven_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    let popup = press_login(&visit).await;
    for _ in 0..3 {
        popup.next().await;
    }
    popup.press("finish_without_number").await;
    until_said(&visit, "Adicionar um número a esta WABA").await;
    write(&visit.browser, "form[action$=\"/number\"] [name=phone_number]", "11 95556-0377").await;
    write(&visit.browser, "form[action$=\"/number\"] [name=verified_name]", "Casa Ipê Loja").await;
    visit.browser.press(keys::ENTER).await;
    until_said(&visit, "Falta provar que o número é seu.").await;
    enter_on(&visit.browser, "button[value=SMS]").await;
    until_said(&visit, "A Meta aceitou o pedido de enviar um código").await;
    keeps_the_rules(&visit.browser, "a code that is awaited").await;
    write(&visit.browser, "[name=code]", "123456").await;
    visit.browser.press(keys::ENTER).await;
    visit.until_stage("awaiting").await;
    visit.browser.assert_quiet().await;
}

/// The account's other calls answer; these do not, until it is said.
async fn hinder(visit: &Visit, edge: Option<&str>) {
    let fault =
        edge.map_or(json!({"fault": null}), |edge| json!({"fault": "http_500", "edge": edge}));
    visit.demo.control("faults", fault).await;
}

/// Waits until a login on its way says at this step what hinders it.
async fn until_hindered(visit: &Visit, step: &str) {
    let said = format!(
        "return !!document.querySelector('[data-stage=doing] [data-step=\"{step}\"] .errbox')"
    );
    eventually(step, async || visit.browser.run(&said).await == json!(true)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_meta_hinders_is_tried_again_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    hinder(&visit, Some("subscribed_apps")).await;
    press_login(&visit).await.finish().await;
    until_hindered(&visit, "subscribe").await;
    keeps_the_rules(&visit.browser, "a login that Meta hinders").await;
    go_to(&visit.browser, RETRY).await;
    hinder(&visit, None).await;
    visit.browser.press(keys::ENTER).await;
    visit.until_stage("awaiting").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_meta_has_not_processed_is_asked_about_again_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    let number = format!("numbers/{LOJA_RECIFE}");
    visit.demo.control(&number, json!({"registration_error": "2388001"})).await;
    press_login(&visit).await.finish().await;
    until_said(&visit, "2388001").await;
    until_hindered(&visit, "register").await;
    keeps_the_rules(&visit.browser, "a name that is not processed").await;
    go_to(&visit.browser, RETRY).await;
    visit.demo.control(&number, json!({"registration_error": null})).await;
    visit.browser.press(keys::ENTER).await;
    visit.until_stage("awaiting").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_stays_in_the_app_is_chosen_and_synced_by_keyboard_alone() {
    let visit = Visit::to_empty().await;
    hinder(&visit, Some("smb_app_data")).await;
    go_to(&visit.browser, "#coexistence").await;
    visit.browser.press(SPACE).await;
    press_login(&visit).await.finish().await;
    until_hindered(&visit, "sync").await;
    keeps_the_rules(&visit.browser, "the app's data, not taken yet").await;
    go_to(&visit.browser, RETRY).await;
    hinder(&visit, None).await;
    visit.browser.press(keys::ENTER).await;
    visit.until_stage("connected").await;
    keeps_the_rules(&visit.browser, "the app's data, asked for").await;
    visit.browser.assert_quiet().await;
}
