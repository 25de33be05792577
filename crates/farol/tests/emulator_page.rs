//! The emulator's page in a real Chromium: axe-core in light and dark, wide and narrow, in each language,
//! and everything on it by the keyboard alone.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod axe;
mod browser;
mod program;

use browser::Browser;
use program::alone::Alone;
use program::eventually;
use serde_json::Value;

const COBRANCA: &str = "106540352242922";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const DOWN: &str = "\u{e015}";

/// The page when it has heard of the world.
async fn opened(browser: &Browser, alone: &Alone) {
    browser.go(&format!("{}/_control/", alone.url)).await;
    eventually("the world is shown", async || {
        let numbers = "return document.querySelectorAll('#world input').length";
        browser.run(numbers).await.as_u64().is_some_and(|numbers| numbers > 3)
    })
    .await;
}

/// Goes by the tabulator from where the focus is to an element, which is seen to have it.
async fn reach(browser: &Browser, selector: &str) {
    let is_there = format!(
        "const e = document.activeElement; if (!e.matches('{selector}')) return false; \
         const style = getComputedStyle(e); \
         return style.outlineStyle !== 'none' || style.boxShadow !== 'none'"
    );
    for _ in 0..120 {
        if browser.run(&is_there).await == true {
            return;
        }
        browser.press(TAB).await;
    }
    panic!("the tabulator never reaches {selector}, or nothing shows that it does");
}

/// The world as control tells it.
async fn number(alone: &Alone) -> Value {
    let world = reqwest::get(format!("{}/_control/world", alone.url)).await.expect("it answers");
    let world: Value = world.json().await.expect("JSON");
    let wabas = world["businesses"].as_array().expect("businesses").iter();
    let wabas = wabas.flat_map(|one| one["wabas"].as_array().expect("accounts"));
    let mut numbers = wabas.flat_map(|one| one["phone_numbers"].as_array().expect("numbers"));
    numbers.find(|number| number["id"] == COBRANCA).expect("the number").clone()
}

#[tokio::test]
async fn the_page_keeps_the_rules_in_each_language_light_and_dark_wide_and_narrow() {
    let alone = Alone::start(&["--callback-url", "http://127.0.0.1:9/"]);
    let http = reqwest::Client::new();
    let post = async |path: &str, body: &'static str| {
        let url = format!("{}/_control/{path}", alone.url);
        let answer = http.post(url).body(body).send().await.expect("it answers");
        assert_eq!(answer.status(), 200, "{path}");
    };
    // Something in each part: what is armed, what was sent and what was lost.
    let text = r#"{"to": "106540352242922", "text": "Vocês abrem hoje?"}"#;
    post("faults", r#"{"fault": "webhooks_lost", "calls": 1}"#).await;
    post("users/5511955550301/messages", text).await;
    post("users/5511955550301/messages", text).await;
    post("faults", r#"{"fault": "http_500", "edge": "register", "share": 0.5}"#).await;
    let browser = Browser::open().await;
    for (language, lost) in [("pt-BR", "perdido"), ("en", "lost"), ("es", "perdido")] {
        browser.ask_for(language).await;
        opened(&browser, &alone).await;
        let said = browser.run("return document.documentElement.lang").await;
        assert_eq!(said, language);
        eventually("the log is shown", async || browser.text("#hooks").await.contains(lost)).await;
        let unfold = "for (const part of document.querySelectorAll('details')) part.open = true";
        browser.run(unfold).await;
        axe::keeps_the_rules(&browser, &format!("the emulator's page in {language}")).await;
    }
    browser.assert_quiet().await;
    assert_eq!(browser.requests_elsewhere(&alone.url).await, [""; 0]);
}

#[tokio::test]
async fn everything_on_the_page_is_done_by_the_keyboard_alone() {
    let alone = Alone::start(&["--callback-url", "http://127.0.0.1:9/"]);
    let browser = Browser::open().await;
    browser.ask_for("en").await;
    opened(&browser, &alone).await;
    browser.press(TAB).await;
    reach(&browser, ".skip").await;
    browser.press(ENTER).await;
    reach(&browser, "#world input").await;
    browser.press(SPACE).await;
    let chosen = browser.run("return document.querySelector('#world input:checked').value").await;
    let choose =
        format!("return document.querySelector('#world input[value=\"{COBRANCA}\"]').checked");
    for _ in 0..10 {
        if browser.run(&choose).await == true {
            break;
        }
        browser.press(DOWN).await;
    }
    assert_eq!(browser.run(&choose).await, true, "began at {chosen}");
    reach(&browser, "#qualities button:nth-child(3)").await;
    browser.press(ENTER).await;
    eventually("its quality is low", async || number(&alone).await["quality"] == "RED").await;
    reach(&browser, "#arm select").await;
    browser.press(DOWN).await;
    reach(&browser, "#arm button.primary").await;
    browser.press(ENTER).await;
    eventually("a fault is armed", async || !browser.text("#armed").await.is_empty()).await;
    reach(&browser, "#disarm").await;
    browser.press(ENTER).await;
    eventually("none is armed", async || browser.text("#armed").await.is_empty()).await;
    reach(&browser, "#write [name=text]").await;
    browser.type_keys("!").await;
    browser.press(ENTER).await;
    eventually("a webhook is logged", async || !browser.text("#hooks").await.is_empty()).await;
    reach(&browser, "#scenarios button").await;
    browser.press(ENTER).await;
    eventually("a scenario is played", async || !browser.text("#done").await.is_empty()).await;
    reach(&browser, "#hooks summary").await;
    browser.press(ENTER).await;
    eventually("what was sent is shown", async || {
        let body = browser.text("#hooks details[open] pre").await;
        body.contains("whatsapp_business_account")
    })
    .await;
    browser.assert_quiet().await;
}
