//! A person at the situation of a number: by questions and by choosing, from each of the six to
//! connected, with the keyboard alone and without scripts (issue 7, point 1).
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod popup;
mod program;

use browser::Browser;
use popup::{Popup, Visit};
use program::eventually;
use serde_json::{Value, json};

const LOJA_RECIFE: &str = "107719460358814";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";

/// A situation, the answers that lead to it, and whether its popup is that of coexistence.
type Way = (&'static str, &'static [(&'static str, &'static str)], bool);

const WAYS: [Way; 6] = [
    (
        "personal",
        &[
            ("today", "phone"),
            ("app", "messenger"),
            ("keep", "no"),
            ("code", "yes"),
            ("clicker", "yes"),
        ],
        false,
    ),
    (
        "free",
        &[
            ("today", "nowhere"),
            ("before", "no"),
            ("by-hand", "no"),
            ("code", "yes"),
            ("clicker", "yes"),
        ],
        false,
    ),
    (
        "app-keep",
        &[
            ("today", "phone"),
            ("app", "business"),
            ("keep", "yes"),
            ("week", "yes"),
            ("clicker", "yes"),
        ],
        true,
    ),
    (
        "app-leave",
        &[
            ("today", "phone"),
            ("app", "business"),
            ("keep", "no"),
            ("code", "yes"),
            ("clicker", "no"),
        ],
        false,
    ),
    (
        "cloud-other",
        &[
            ("today", "platform"),
            ("provider", "another"),
            ("two-step", "unsure"),
            ("code", "yes"),
            ("clicker", "yes"),
        ],
        false,
    ),
    ("cloud-same", &[("today", "platform"), ("provider", "here"), ("clicker", "yes")], false),
];

async fn path(browser: &Browser) -> String {
    browser.run("return location.pathname").await.as_str().unwrap_or_default().to_owned()
}

async fn is_at(browser: &Browser, wanted: &str) {
    eventually(wanted, async || path(browser).await == wanted).await;
}

/// From Conexão to the guide by questions.
async fn answer(visit: &Visit, situation: &str, answers: &[(&str, &str)]) {
    let browser = &visit.browser;
    browser.go(&format!("{}/connect/situation", visit.demo.console)).await;
    browser.click("a[href=\"/connect/situation?ask=1\"]").await;
    for (question, answer) in answers {
        let field = format!("input[name=\"{question}\"][value=\"{answer}\"]");
        eventually(question, async || {
            browser.run(&format!("return !!document.querySelector('{field}')")).await == json!(true)
        })
        .await;
        browser.click(&format!("label[for=\"answer-{answer}\"]")).await;
        browser.click("main form button").await;
    }
    is_at(browser, &format!("/connect/situation/{situation}")).await;
    assert!(browser.text("main").await.contains("Pelas suas respostas"));
}

/// From Conexão to the guide by choosing.
async fn choose(visit: &Visit, situation: &str) {
    let browser = &visit.browser;
    browser.go(&format!("{}/connect/situation", visit.demo.console)).await;
    browser.click(&format!("label[for=\"situation-{situation}\"]")).await;
    browser.click("main form button").await;
    is_at(browser, &format!("/connect/situation/{situation}")).await;
}

/// The id of the newest number of the first business.
async fn newest_number(visit: &Visit) -> String {
    let world = visit.demo.world().await;
    let wabas = world["businesses"][0]["wabas"].as_array().cloned().unwrap_or_default();
    let numbers = |waba: &Value| waba["phone_numbers"].as_array().cloned().unwrap_or_default();
    let all: Vec<Value> = wabas.iter().take(1).flat_map(numbers).collect();
    all.last().and_then(|number| number["id"].as_str()).expect("a number").to_owned()
}

/// From the guide to connected.
async fn log_in(visit: &Visit, situation: &str, coexists: bool) {
    let browser = &visit.browser;
    browser.click("button[name=then][value=login]").await;
    is_at(browser, "/connect").await;
    let asks = "return document.querySelector('#login').dataset.situation";
    assert_eq!(browser.run(asks).await, json!(situation));
    let popup = Popup::open(browser).await;
    let offers = "return !!document.querySelector('input[name=number][value=app]')";
    popup.next().await;
    popup.next().await;
    popup.next().await;
    assert_eq!(browser.run(offers).await, json!(coexists), "{situation}: the popup's flow");
    let of_app = coexists || situation == "cloud-same";
    if !of_app {
        popup.choose("number", "new").await;
    }
    popup.finish().await;
    // What the app shares comes by webhooks, of which the first one connects.
    if !coexists {
        visit.until_stage("awaiting").await;
        let number = match situation {
            "cloud-same" => LOJA_RECIFE.to_owned(),
            _ => newest_number(visit).await,
        };
        visit.customer_writes(&number).await;
    }
    visit.until_stage("connected").await;
}

async fn check(nth: usize, by_questions: bool) {
    let (situation, answers, coexists) = WAYS[nth];
    let visit = Visit::to_empty().await;
    if by_questions {
        answer(&visit, situation, answers).await;
    } else {
        choose(&visit, situation).await;
    }
    log_in(&visit, situation, coexists).await;
    let begun = visit.browser.text("[data-stage=connected] .panel__head").await;
    assert!(begun.contains("situação:"), "the login says in which it was begun: {begun}");
    visit.to_connect().await;
    let spent = "return document.querySelector('#login').dataset.situation ?? ''";
    assert_eq!(visit.browser.run(spent).await, json!(""), "the next number may be in another");
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_whatsapp_to_connected() {
    check(0, true).await;
    check(0, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_free_number_to_connected() {
    check(1, true).await;
    check(1, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_kept_to_connected() {
    check(2, true).await;
    check(2, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_left_to_connected() {
    check(3, true).await;
    check(3, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_another_provider_to_connected() {
    check(4, true).await;
    check(4, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_stays_in_its_account_to_connected() {
    check(5, true).await;
    check(5, false).await;
}

/// Gives the focus to what is there, and presses a key.
async fn press_on(browser: &Browser, selector: &str, key: &str) {
    browser.focus(selector).await;
    browser.press(key).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_and_with_the_keyboard_alone_a_situation_is_found_and_kept() {
    let visit = Visit::to_empty().await;
    let browser = &visit.browser;
    browser.run_no_scripts().await;
    let (situation, answers, _) = WAYS[2];
    browser.go(&format!("{}/connect/situation?ask=1", visit.demo.console)).await;
    for (question, answer) in answers {
        let field = format!("input[name=\"{question}\"][value=\"{answer}\"]");
        let there = format!("return !!document.querySelector('{field}')");
        eventually(question, async || browser.run(&there).await == json!(true)).await;
        press_on(browser, &field.replace('"', "\\\""), SPACE).await;
        press_on(browser, "main form button", ENTER).await;
    }
    is_at(browser, &format!("/connect/situation/{situation}")).await;
    press_on(browser, "button[name=then][value=stay]", ENTER).await;
    eventually("it is kept with who and when", async || {
        browser.text("#saved").await.contains("Guardada por")
    })
    .await;
    visit.to_connect().await;
    assert!(browser.text("#situation").await.contains("Manter o app e a integração"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_is_copied_as_a_link_and_printed_with_all_that_is_folded() {
    let visit = Visit::to_empty().await;
    let browser = &visit.browser;
    browser.go(&format!("{}/connect/situation/personal", visit.demo.console)).await;
    let link = browser.run("return document.querySelector('#guide-link').value").await;
    assert_eq!(link, json!(format!("{}/connect/situation/personal", visit.demo.console)));
    browser.run("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }; return 1").await;
    browser.click("[data-act=copy]").await;
    eventually("the link is copied, and the page says so", async || {
        browser.run("return window.copied ?? ''").await == link
            && browser.text("#toasts").await.contains("Endereço copiado")
    })
    .await;
    browser.emulate_media("print", &[]).await;
    let seen = "return [...document.querySelectorAll(arguments[0] ?? 'main *')].length";
    assert!(browser.run(seen).await.as_u64() > Some(0));
    let hidden = "return ['#go', '.wiz', '[data-act=copy]'].filter(s => \
                  document.querySelector(s)?.checkVisibility()).join()";
    assert_eq!(browser.run(hidden).await, json!(""), "what can only be pressed is not printed");
    let unfolded = "return [...document.querySelectorAll('.checklist details .todo')]\
                    .every(list => list.checkVisibility({contentVisibilityAuto: true}) \
                    && list.getBoundingClientRect().height > 0)";
    assert_eq!(browser.run(unfolded).await, json!(true), "folded steps are printed");
}
