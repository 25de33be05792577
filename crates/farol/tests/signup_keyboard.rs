//! The wizard and each state of a login by keyboard alone: no pointer touches the console. The popup
//! is Meta's, and gone through as everywhere.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
#[path = "everyone/keys.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod keys;
mod popup;
mod program;

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
    let field = "form[action$=\"/pin\"] input[name=pin]";
    write(&visit.browser, field, "000000").await;
    visit.browser.press(keys::ENTER).await;
    until_said(&visit, "PIN Mismatch").await;
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
    enter_on(&visit.browser, "form[action$=\"/retry\"] button").await;
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
    write(&visit.browser, "[name=code]", "123456").await;
    visit.browser.press(keys::ENTER).await;
    visit.until_stage("awaiting").await;
    visit.browser.assert_quiet().await;
}
