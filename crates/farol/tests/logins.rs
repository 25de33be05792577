//! A person logs in with Facebook: the real program, a real Chromium, the emulator's popup. Each
//! way ends connected, or in a named state with its next step (issue 3).
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod popup;
mod program;

use std::time::Duration;

use popup::Visit;
use program::{Demo, eventually, within};
use serde_json::{Value, json};

const WABA: &str = "102290129340398";
const ATACADO: &str = "108831905544271";
const AURORA: &str = "113947260081536";
const LOJA_RECIFE: &str = "107719460358814";
const COBRANCA: &str = "106540352242922";
const PIN_OF_COBRANCA: &str = "559128";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_number_is_connected_in_one_go_and_a_second_after_it() {
    let visit = Visit::to_empty().await;
    assert!(visit.browser.text("main").await.contains("Conecte seu primeiro número"));
    let popup = visit.press_login().await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    let waiting = visit.browser.text("[data-stage=\"awaiting\"]").await;
    assert!(waiting.contains("Aguardando o primeiro evento"), "{waiting}");
    let link = "return document.querySelector('[data-stage=\"awaiting\"] a[href^=\"https://wa.me/\"]')?.href ?? ''";
    let number = visit.number(LOJA_RECIFE).await;
    let phone = number["display_phone_number"].as_str().expect("a number");
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(visit.browser.run(link).await, json!(format!("https://wa.me/{digits}")));
    // Everything else works meanwhile.
    visit.browser.go(&format!("{}/numbers", visit.demo.console)).await;
    eventually("the numbers are read", async || {
        visit.browser.text("main").await.contains("Loja Recife")
    })
    .await;
    visit.to_connect().await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
    let number = visit.number(LOJA_RECIFE).await;
    assert_eq!(number["status"], "CONNECTED");
    assert!(number["pin"].as_str().is_some_and(|pin| pin.len() == 6), "Farol made a PIN");

    let popup = visit.press_login().await;
    popup.next().await;
    popup.next().await;
    popup.next().await;
    popup.choose("number", "new").await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    let world = visit.demo.world().await;
    let numbers = world["businesses"][0]["wabas"][0]["phone_numbers"].as_array().expect("numbers");
    let second = numbers.last().expect("it is the newest");
    assert_eq!(second["status"], "CONNECTED");
    visit.customer_writes(second["id"].as_str().expect("an id")).await;
    visit.until_stage("connected").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callback_and_message_are_joined_in_either_order_and_when_one_is_lost() {
    let visit = Visit::to_empty().await;
    for order in ["callback_first", "message_first", "no_message"] {
        visit.demo.control("signup", json!({ "order": order })).await;
        let popup = visit.press_login().await;
        popup.finish().await;
        visit.until_stage("awaiting").await;
        // The popup offers another number each time: whichever it was, a customer writes to it.
        let world = visit.demo.world().await;
        let numbers = world["businesses"][0]["wabas"][0]["phone_numbers"].as_array().cloned();
        for number in numbers.expect("numbers") {
            visit.customer_writes(number["id"].as_str().expect("an id")).await;
        }
        visit.until_stage("connected").await;
    }
    visit.demo.control("signup", json!({"order": "no_callback"})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    within(Duration::from_secs(30), "the page says that the code never came", async || {
        visit.stage().await == "ended"
    })
    .await;
    assert!(visit.has_next_step().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_gone_without_callback_and_message_is_told_and_begun_anew() {
    let visit = Visit::to_empty().await;
    visit.demo.control("signup", json!({"order": "neither"})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    within(Duration::from_secs(30), "the page says that nothing came", async || {
        visit.stage().await == "ended"
    })
    .await;
    let shown = visit.browser.text("[data-signup]").await;
    assert!(shown.contains("Não se sabe se o login foi concluído."), "{shown}");
    assert!(!visit.browser.text(".says").await.contains("Continue na janela da Meta"));
    assert!(visit.has_next_step().await);
    visit.demo.control("signup", json!({"order": "callback_first"})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    visit.until_stage("awaiting").await;
    visit.browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_popup_that_is_left_or_closed_at_any_step_is_named_with_its_next_step() {
    let visit = Visit::to_empty().await;
    let mut last = String::new();
    for steps in 0..7 {
        for leave in ["cancel", "close", "report"] {
            let popup = visit.press_login().await;
            for _ in 0..steps {
                popup.next().await;
            }
            match leave {
                "close" => popup.close().await,
                act => popup.press(act).await,
            }
            eventually("the page names how it ended", async || {
                let shown = visit.newest().await;
                shown != last && visit.stage().await == "ended"
            })
            .await;
            last = visit.newest().await;
            assert!(visit.has_next_step().await, "{leave} after {steps} steps");
            let said = visit.browser.text("[data-stage=\"ended\"]").await;
            if leave == "report" {
                assert!(said.contains("violates WhatsApp guidelines"), "Meta's words: {said}");
            }
        }
    }
    assert_eq!(visit.connections().await, 0);
    visit.browser.assert_quiet().await;
}

/// Has the next login bring this code, as Meta's SDK would.
async fn bring(visit: &Visit, code: &str) {
    let script = format!(
        "window.FB.login = callback => setTimeout(() => \
         callback({{authResponse: {{code: '{code}'}}, status: 'connected'}}), 0); return 1"
    );
    eventually("the SDK is loaded", async || {
        visit.browser.run("return typeof window.FB").await == json!("object")
    })
    .await;
    visit.browser.run(&script).await;
    visit.browser.click("#login").await;
}

async fn code(visit: &Visit, wishes: Value) -> String {
    let answer = visit.demo.control("codes", wishes).await;
    answer["code"].as_str().expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_are_no_good_stop_at_their_step_and_say_what_to_do() {
    let visit = Visit::to_empty().await;
    let expired = code(&visit, json!({"waba": WABA})).await;
    visit.demo.control("clock", json!({"advance_seconds": 31})).await;
    let used = code(&visit, json!({"waba": WABA})).await;
    let exchange = format!(
        "oauth/access_token?client_id=634974688087057&client_secret={}&code={used}",
        visit.demo.app_secret().await
    );
    visit.graph(&exchange).await;
    let unscoped =
        code(&visit, json!({"waba": WABA, "without_scope": "whatsapp_business_messaging"})).await;
    let without_waba = code(&visit, json!({"waba": WABA, "without_waba": true})).await;
    let cases = [
        (expired, "exchange", "30 segundos"),
        (used, "exchange", "já tinha sido usado"),
        (unscoped, "scopes", "whatsapp_business_messaging"),
        (without_waba, "scopes", "controle total"),
    ];
    for (code, step, words) in cases {
        bring(&visit, &code).await;
        eventually("it stops at its step", async || visit.failed_step().await == step).await;
        let said = visit.browser.text("[data-stage=\"stopped\"]").await;
        assert!(said.contains(words), "{step}: {said}");
        assert!(visit.has_next_step().await, "{said}");
        visit.browser.click("[data-stage=\"stopped\"] form[action$=\"/dismiss\"] button").await;
        eventually("it is put aside", async || visit.stage().await.is_empty()).await;
    }
    assert_eq!(visit.connections().await, 0);
    // The same person goes on with a good one.
    let good = code(&visit, json!({"waba": WABA})).await;
    bring(&visit, &good).await;
    visit.until_stage("awaiting").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_quoted_and_the_right_one_connects() {
    let visit = Visit::to_empty().await;
    visit.deregister(COBRANCA).await;
    let popup = visit.press_login().await;
    popup.next().await;
    popup.next().await;
    popup.next().await;
    popup.choose("number", COBRANCA).await;
    popup.finish().await;
    visit.until_stage("stopped").await;
    let field = "form[action$=\"/pin\"] input[name=pin]";
    visit.browser.fill(field, "000000").await;
    visit.browser.click("form[action$=\"/pin\"] button").await;
    eventually("Meta's words are quoted", async || {
        visit.browser.text("[data-stage=\"stopped\"]").await.contains("PIN Mismatch")
    })
    .await;
    visit.browser.fill(field, PIN_OF_COBRANCA).await;
    visit.browser.click("form[action$=\"/pin\"] button").await;
    visit.until_stage("awaiting").await;
    assert_eq!(visit.number(COBRANCA).await["status"], "CONNECTED");
    visit.customer_writes(COBRANCA).await;
    visit.until_stage("connected").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_not_processed_waits_for_meta_and_goes_on_when_it_is_approved() {
    let visit = Visit::to_empty().await;
    let number = format!("numbers/{LOJA_RECIFE}");
    visit.demo.control(&number, json!({"registration_error": "2388001"})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    eventually("it waits for Meta", async || {
        let said = visit.browser.text("[data-signup]").await;
        said.contains("2388001") && said.contains("nome")
    })
    .await;
    assert_eq!(visit.stage().await, "doing");
    visit.demo.control(&number, json!({"registration_error": null})).await;
    visit.demo.control(&number, json!({"name_status": "APPROVED"})).await;
    // The webhook about the name wakes it; only one that names the number itself proves it.
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_windows_each_brings_its_own_number() {
    let visit = Visit::to_empty().await;
    let first = visit.press_login().await;
    // Back to the page and, a while later, once more: as someone whose window got lost behind.
    visit.browser.turn_to(first.page.clone()).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    visit.browser.click("#login").await;
    let second = visit.browser.turn_to_other(&[&first.page, &first.window]).await;
    let second = first.other(second);
    visit.browser.turn_to(first.window.clone()).await;
    first.next().await;
    first.next().await;
    first.choose("waba", ATACADO).await;
    first.next().await;
    first.choose("number", "new").await;
    first.finish().await;
    eventually("the first window's login is shown", async || {
        visit.browser.text("[data-signup]").await.contains("Atacado")
    })
    .await;
    visit.until_stage("awaiting").await;
    visit.browser.turn_to(second.window.clone()).await;
    second.finish().await;
    eventually("the second window's login is shown, for its own number", async || {
        visit.browser.text("[data-signup]").await.contains("Loja Recife")
    })
    .await;
    visit.until_stage("awaiting").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_other_origins_are_ignored() {
    let visit = Visit::to_empty().await;
    visit.demo.control("signup", json!({"order": "no_message"})).await;
    let message = json!({"type": "WA_EMBEDDED_SIGNUP", "event": "FINISH", "version": 3, "data": {
        "phone_number_id": COBRANCA, "waba_id": AURORA, "business_id": "1"}});
    let popup = visit.press_login().await;
    visit
        .at_page(&popup, async || {
            for origin in ["https://evilfacebook.com", "https://facebook.com.evil", "null", ""] {
                let script = format!(
                    "window.dispatchEvent(new MessageEvent('message', \
                 {{origin: '{origin}', data: JSON.stringify({message})}})); return 1"
                );
                visit.browser.run(&script).await;
            }
        })
        .await;
    popup.finish().await;
    // Taken for true, the message would have stopped it at an account that was not granted.
    visit.until_stage("awaiting").await;
    assert_eq!(visit.number(COBRANCA).await["status"], "CONNECTED", "not touched");
    assert_eq!(visit.number(LOJA_RECIFE).await["status"], "CONNECTED", "the chosen one");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switcher_shows_one_account_or_all() {
    let visit = Visit::to_empty().await;
    for waba in [WABA, ATACADO] {
        let code = code(&visit, json!({ "waba": waba })).await;
        let last = visit.newest().await;
        bring(&visit, &code).await;
        eventually("it is a login of its own", async || visit.newest().await != last).await;
        visit.until_stage("awaiting").await;
    }
    let browser = &visit.browser;
    let numbers = format!("{}/numbers", visit.demo.console);
    let shows = async |text: &str| browser.text("main").await.contains(text);
    browser.go(&numbers).await;
    eventually("both accounts' numbers", async || shows("Atacado").await && shows("Vendas").await)
        .await;
    browser.click(".switcher[popovertarget]").await;
    browser.click(&format!("a[href*=\"waba={ATACADO}\"]")).await;
    eventually("only one account's", async || shows("Atacado").await && !shows("Vendas").await)
        .await;
    browser.click(".nav__link[href*=\"/overview\"]").await;
    let kept = format!("/overview?waba={ATACADO}");
    eventually("the menu keeps it", async || browser.url().await.ends_with(&kept)).await;
    browser.go(&format!("{numbers}?waba={AURORA}")).await;
    assert!(browser.text("body").await.contains("não existe"), "another tenant's is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_loses_nothing_and_the_next_start_goes_on() {
    let mut visit = Visit::to_empty().await;
    // Meta does not answer while the number would be registered: the login stands in the middle.
    visit.demo.control("faults", json!({"fault": "http_500", "edge": "register"})).await;
    let popup = visit.press_login().await;
    popup.finish().await;
    eventually("it is at its registration", async || visit.step_state("subscribe").await == "done")
        .await;
    visit.restart(Demo::kill).await;
    visit.to_connect().await;
    assert_eq!(visit.step_state("subscribe").await, "done");
    visit.until_stage("awaiting").await;
    visit.customer_writes(LOJA_RECIFE).await;
    visit.until_stage("connected").await;
}
