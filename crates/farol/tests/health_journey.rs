//! Status de saúde and Visão geral before a person, in each state of the product's description and in
//! its words: a real Chromium on the real program.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod program;

use browser::Browser;
use program::{Demo, eventually};
use serde_json::{Value, json};

const COBRANCA: &str = "106540352242922";
const WABA: &str = "102290129340398";
const BUSINESS: &str = "506914307656634";
const APP: &str = "634974688087057";

/// A still demo and a browser that is logged in and sees the first readings of everything.
async fn demo() -> (Demo, Browser, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    eventually("the first readings are shown", async || {
        at(&demo, &browser, "/health").await;
        entity(&browser, BUSINESS).await.contains("Disponível")
            && entity(&browser, APP).await.contains("Disponível")
            && entity(&browser, COBRANCA).await.contains("Disponível")
    })
    .await;
    (demo, browser, folder)
}

async fn at(demo: &Demo, browser: &Browser, path: &str) {
    browser.go(&format!("{}{path}", demo.console)).await;
}

/// An entity's element, as a person sees it.
async fn entity(browser: &Browser, id: &str) -> String {
    browser.text(&format!("main [id^=entity-][id$=\"{id}\"]")).await
}

/// Sets a state at Meta and follows it: the words stand beside the entity on Saúde without a reload,
/// and on Visão geral, whose verdict begins so.
async fn check(
    demo: &Demo,
    browser: &Browser,
    (path, id): (&str, &str),
    said: Value,
    told: [&str; 3],
) {
    let [state, words, verdict] = told;
    at(demo, browser, "/health").await;
    demo.control(&format!("{path}/{id}"), said.clone()).await;
    eventually(&format!("{path} {said} is on the screen"), async || {
        let shown = entity(browser, id).await;
        shown.contains(state) && shown.contains(words)
    })
    .await;
    let all = browser.text("main").await;
    let settle = "Qualquer erro listado nesta página deve ser tratado diretamente com a Meta, pois ela é a responsável pelos dados e qualificações apresentados.";
    assert!(all.contains(settle), "{all}");
    at(demo, browser, "/overview").await;
    eventually(&format!("the verdict says {verdict}"), async || {
        browser.text("h1").await.starts_with(verdict)
    })
    .await;
    let card = entity(browser, id).await;
    assert!(card.contains(state) && card.contains(words), "{card}");
    demo.control(&format!("{path}/{id}"), json!({"can_send_message": "AVAILABLE", "errors": []}))
        .await;
    eventually("it is over", async || browser.text("h1").await.starts_with("Tudo certo")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_of_the_description_stands_in_its_words_on_both_pages() {
    let (demo, browser, _folder) = demo().await;
    let errors = |code: u32, words: &str| json!([{"error_code": code, "error_description": words}]);
    let blocked =
        |code, words: &str| json!({"can_send_message": "BLOCKED", "errors": errors(code, words)});
    check(
        &demo,
        &browser,
        ("wabas", WABA),
        blocked(141_006, "There is an error with the payment method."),
        [
            "Bloqueado",
            "Se o WABA estiver bloqueado, não será possível enviar ou receber mensagens.",
            "Parado",
        ],
    )
    .await;
    check(
        &demo,
        &browser,
        ("businesses", BUSINESS),
        json!({"can_send_message": "LIMITED", "errors": errors(141_010, "Not verified.")}),
        [
            "Limitado",
            "Se o Business estiver limitado, não será possível enviar mensagens, mas será possível receber mensagens, só que haverá limitação de quantidade.",
            "Parado",
        ],
    )
    .await;
    check(
        &demo,
        &browser,
        ("businesses", BUSINESS),
        blocked(131_031, "The business account has been locked."),
        [
            "Bloqueado",
            "Se o Business estiver bloqueado, não recebe e nem envia mensagens.",
            "Parado",
        ],
    )
    .await;
    // Of the app the description says that its state and its error are shown, and no more.
    check(
        &demo,
        &browser,
        ("apps", APP),
        blocked(190, "The app is not allowed to send."),
        ["Bloqueado", "The app is not allowed to send.", "Parado"],
    )
    .await;
    at(&demo, &browser, "/health").await;
    let past = browser.text("#history").await;
    for words in [
        "WABA Casa Ipê Brasil: Bloqueado por",
        "There is an error with the payment method.",
        "Business Manager Casa Ipê Comércio: Limitado por",
        "Business Manager Casa Ipê Comércio: Bloqueado por",
        "App Integração Casa Ipê: Bloqueado por",
    ] {
        assert!(past.contains(words), "{words}: {past}");
    }
    let days = "return [...document.querySelectorAll('.hist__row')].every(row => \
                row.querySelectorAll('.ticks i').length === 30)";
    assert_eq!(browser.run(days).await, json!(true), "a tick a day");
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_checks_now_is_told_what_came_of_it_for_all_and_for_one() {
    let (demo, browser, _folder) = demo().await;
    let outcome = async || browser.text("#checked").await;
    browser.click("#check .btn--primary").await;
    eventually("everything was read", async || {
        let told = outcome().await;
        told.contains("Conferido às")
            && told.contains("peças lidas.")
            && told.contains("Nada mudou.")
    })
    .await;
    let one = format!("button[form=check][value=\"phone_number:{COBRANCA}\"]");
    browser.click(&one).await;
    eventually("the address says which", async || {
        browser.url().await.contains("node=phone_number%3A")
    })
    .await;
    eventually("one was read", async || outcome().await.contains("1 peça lida.")).await;
    demo.control("faults", json!({"fault": "http_500", "share": 1.0})).await;
    browser.click(&one).await;
    eventually("that it failed is told", async || {
        let told = outcome().await;
        told.contains("a leitura falhou") && told.contains("Sem leitura nova desde")
    })
    .await;
    demo.control("faults", json!({"fault": null})).await;
    eventually("and that it was read after all", async || outcome().await.contains("1 peça lida."))
        .await;
    let quality = json!({"can_send_message": "BLOCKED", "errors": []});
    demo.control(&format!("wabas/{WABA}"), quality).await;
    browser.click(&format!("button[form=check][value=\"waba:{WABA}\"]")).await;
    eventually("the change is listed", async || {
        let told = outcome().await;
        told.contains("1 mudança") || entity(&browser, WABA).await.contains("Bloqueado")
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_a_state_that_nobody_knows_is_raised_and_not_dropped() {
    let (demo, browser, _folder) = demo().await;
    demo.control(&format!("numbers/{COBRANCA}"), json!({"status": "IN_LIMBO"})).await;
    at(&demo, &browser, "/overview").await;
    eventually("the verdict names it", async || {
        let shown = browser.text("#verdict").await;
        shown.starts_with("Atenção") && shown.contains("IN_LIMBO") && shown.contains("Cobrança")
    })
    .await;
    let act = browser.text("#act").await;
    assert!(act.contains("Você") && act.contains("IN_LIMBO"), "{act}");
    browser.assert_quiet().await;
}
