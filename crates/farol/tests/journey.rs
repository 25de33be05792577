//! A person before the screen: the real program, a real Chromium, a number that turns red.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod program;

use std::time::{Duration, Instant};

use browser::Browser;
use program::{Demo, eventually, within};
use serde_json::json;

const COBRANCA: &str = "106540352242922";
const WABA: &str = "102290129340398";

async fn demo() -> (Demo, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    (demo, folder)
}

/// Opens the login link and then the numbers.
async fn at_numbers(demo: &Demo) -> Browser {
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    assert!(browser.url().await.ends_with("/overview"), "the link leads to the overview");
    eventually("the first readings are shown", async || {
        browser.go(&format!("{}/numbers", demo.console)).await;
        browser.text("main").await.contains("Cobrança")
    })
    .await;
    browser
}

/// The raw value that a number's row shows for a field.
async fn shown(browser: &Browser, number: &str, field: &str) -> Option<String> {
    let script = format!(
        "return document.querySelector('[data-number=\"{number}\"] [data-field=\"{field}\"]')?.dataset.value"
    );
    browser.run(&script).await.as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_turns_red_with_its_reasons_on_hover_focus_and_touch() {
    let (demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    assert_eq!(shown(&browser, COBRANCA, "quality_rating").await.as_deref(), Some("GREEN"));
    let red = json!({"quality": "RED", "reasons": ["SPAM", "DID_NOT_SIGN_UP", "A_NEW_REASON"]});
    demo.control(&format!("numbers/{COBRANCA}"), red).await;
    // Two reading intervals of five seconds; the limit is generous for a slow machine.
    eventually("the red number is on the screen without a reload", async || {
        shown(&browser, COBRANCA, "quality_rating").await.as_deref() == Some("RED")
    })
    .await;

    let button = format!("[data-pop=\"why-{COBRANCA}\"]");
    let popover = format!("#why-{COBRANCA}");
    let is_open = async || {
        let script = format!("return document.querySelector('{popover}').matches(':popover-open')");
        browser.run(&script).await == json!(true)
    };
    assert!(!is_open().await);
    browser.hover(&button).await;
    eventually("it opens on hover", is_open).await;
    let reasons = browser.text(&popover).await;
    for word in ["Não me inscrevi", "Spam", "A_NEW_REASON"] {
        assert!(reasons.contains(word), "{reasons}");
    }
    browser.press("\u{e00c}").await;
    eventually("Escape closes it", async || !is_open().await).await;
    browser.hover("h1").await;
    browser.focus(&button).await;
    eventually("it opens on focus", is_open).await;
    browser.run("document.activeElement.blur(); return 1").await;
    eventually("it closes when the focus leaves", async || !is_open().await).await;
    browser.tap(&button).await;
    eventually("it opens on touch", is_open).await;
    // A phone that is turned over resizes the page while the reasons are open.
    browser.look(1_100, false).await;
    eventually("it stays beside its button", async || {
        let script = format!(
            "const p = document.querySelector('{popover}').getBoundingClientRect(), \
             b = document.querySelector('{button}').getBoundingClientRect(); \
             return Math.abs(p.left - b.left) < 300 && p.right <= innerWidth"
        );
        browser.run(&script).await == json!(true)
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flagged_number_is_on_the_screen_before_the_next_reading_is_due() {
    let (demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    let started = Instant::now();
    demo.control(&format!("numbers/{COBRANCA}"), json!({"status": "FLAGGED"})).await;
    eventually("Sinalizado is on the screen", async || {
        shown(&browser, COBRANCA, "status").await.as_deref() == Some("FLAGGED")
    })
    .await;
    println!(
        "from the change at Meta to the changed element: {} ms",
        started.elapsed().as_millis()
    );
    assert!(browser.text(&format!("[data-number=\"{COBRANCA}\"]")).await.contains("Sinalizado"));
    let export = demo.export();
    let hint = export.iter().find(|line| line["kind"] == "FLAGGED").expect("the webhook hinted");
    assert_eq!(hint["state"], "applied");
    let change = demo.changes().into_iter().find(|change| change["after"] == "FLAGGED");
    assert_eq!(change.expect("recorded")["how"], "read", "a read showed it, not the webhook");
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_account_stops_the_verdict_and_shows_metas_own_words() {
    let (demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    browser.go(&format!("{}/overview", demo.console)).await;
    let errors = json!([{"error_code": 141_006, "error_description": "There is an error with <b>payment</b>.",
        "possible_solution": "Add a payment method."}]);
    let blocked = json!({"can_send_message": "BLOCKED", "errors": errors});
    demo.control(&format!("wabas/{WABA}"), blocked).await;
    eventually("the verdict says Parado", async || browser.text("h1").await.starts_with("Parado"))
        .await;
    let card = browser.text(&format!("[id^=entity-][id$=\"{WABA}\"]")).await;
    for words in [
        "Bloqueado",
        "141006",
        "There is an error with <b>payment</b>.",
        "Add a payment method.",
        "não será possível enviar ou receber mensagens",
    ] {
        assert!(card.contains(words), "{card}");
    }
    let page = browser.text("main").await;
    assert!(page.contains("diretamente com a Meta"), "{page}");
    browser.assert_quiet().await;
}

/// Lets every call fail in one way, and then none; the page must say so, and take it back.
/// Each of these takes `patience` at most: as long as calls that hang are waited for.
async fn check_meta_gone(fault: &str, patience: Duration) {
    let (demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    demo.control("faults", json!({"fault": fault, "share": 1.0})).await;
    within(patience, "the page says since when", async || {
        browser.text("main").await.contains("Sem leitura nova desde")
    })
    .await;
    assert_eq!(shown(&browser, COBRANCA, "quality_rating").await.as_deref(), Some("GREEN"));
    within(patience, "the values are marked as old", async || {
        browser.run("return document.querySelectorAll('.src[data-old]').length").await.as_u64()
            > Some(0)
    })
    .await;
    demo.control("faults", json!({"fault": null})).await;
    within(patience, "it heals by itself", async || {
        !browser.text("main").await.contains("Sem leitura nova desde")
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_meta_fails_the_pages_keep_their_values_and_say_since_when() {
    check_meta_gone("http_500", Duration::from_secs(30)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_meta_breaks_off_the_pages_keep_their_values_and_say_since_when() {
    check_meta_gone("reset", Duration::from_secs(30)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_meta_does_not_answer_the_pages_keep_their_values_and_say_since_when() {
    check_meta_gone("timeout", Duration::from_secs(90)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_program_is_gone_the_page_says_that_the_stream_is_lost() {
    let (mut demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    demo.kill();
    eventually("Sem sinal", async || browser.text(".live").await.contains("Sem sinal")).await;
    assert_eq!(shown(&browser, COBRANCA, "quality_rating").await.as_deref(), Some("GREEN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_scrolls_sideways_at_320_and_none_asks_another_host() {
    let (demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    for (width, dark) in [(320, false), (390, true), (1440, false), (1440, true)] {
        browser.look(width, dark).await;
        for path in
            ["/overview", "/numbers", "/numbers?filter=pending&q=recife", "/login", "/missing"]
        {
            browser.go(&format!("{}{path}", demo.console)).await;
            let wide = browser.run("return document.documentElement.scrollWidth").await;
            assert!(wide.as_u64() <= Some(width), "{path} at {width}: {wide}");
        }
    }
    let foreign = browser.requests_elsewhere(&demo.console).await;
    assert_eq!(foreign, Vec::<String>::new());
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conferir_agora_reads_at_once_and_says_so() {
    let (demo, _folder) = demo().await;
    let browser = at_numbers(&demo).await;
    let before = Instant::now();
    demo.control(&format!("numbers/{COBRANCA}"), json!({"quality": "YELLOW"})).await;
    browser.click("form[action=\"/refresh\"] button").await;
    eventually("the new reading is shown", async || {
        shown(&browser, COBRANCA, "quality_rating").await.as_deref() == Some("YELLOW")
    })
    .await;
    assert!(before.elapsed() < Duration::from_secs(30));
    browser.assert_quiet().await;
}
