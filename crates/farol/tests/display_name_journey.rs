//! A display name before a person: asked for on the page, decided by Meta, told without a reload,
//! registered, and shown as the number's name everywhere.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod program;

use browser::Browser;
use program::{Demo, eventually};
use serde_json::{Value, json};

const ATENDIMENTO: &str = "105230984417756";
const NEW: &str = "Casa Ipê Atendimento";
const STAGE: &str = "return document.querySelector('#display-name-stage')?.dataset.stage";

async fn stands(browser: &Browser, what: &str, stage: &str) {
    eventually(what, async || browser.run(STAGE).await == json!(stage)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_asked_for_decided_told_without_a_reload_and_registered() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    eventually("the number is read", async || {
        browser.go(&format!("{}/profile?number={ATENDIMENTO}", demo.console)).await;
        browser.run("return !!document.querySelector('#new-name')").await == json!(true)
    })
    .await;
    stands(&browser, "it is approved", "approved").await;
    browser.fill("#new-name", NEW).await;
    browser.click("#ask-name .btn").await;
    stands(&browser, "Meta reviews it", "in-review").await;
    let focus = browser.run("return document.activeElement.id").await;
    assert_eq!(focus, json!("display-name-title"), "the reader is where the answer is");

    browser.run("window.isTheSame = true").await;
    browser.fill_unseen("#about", "Ainda não salvo").await;
    let number = format!("numbers/{ATENDIMENTO}");
    demo.control(&number, json!({"name_status": "APPROVED"})).await;
    stands(&browser, "the webhook tells", "register").await;
    let same =
        browser.run("return [window.isTheSame, document.querySelector('#about').value]").await;
    assert_eq!(same, json!([true, "Ainda não salvo"]), "no reload, and nothing typed is lost");
    let told = browser.text("#display-name").await;
    assert!(told.contains("Decisão sobre o nome") && told.contains("Aprovado"), "{told}");
    browser.run("document.querySelector('#discard').click()").await;

    browser.assert_quiet().await;
    // The wrong PIN first: it is told, and never shown again. A browser notes the refusal's status.
    browser.fill("#register-pin", "111111").await;
    browser.click("#register-again .btn").await;
    eventually("the refusal is told", async || {
        browser.text("#display-name-said").await.contains("O PIN não é o deste número")
    })
    .await;
    let typed = browser.run("return document.querySelector('#register-pin').value").await;
    assert_eq!(typed, Value::String(String::new()));
    browser.fill("#register-pin", "840317").await;
    browser.click("#register-again .btn").await;
    stands(&browser, "it is registered", "registered").await;

    browser.go(&format!("{}/numbers", demo.console)).await;
    assert!(browser.text("main").await.contains(NEW), "the name that people see from here on");
    browser.go(&format!("{}/settings/audit", demo.console)).await;
    let log = browser.text("main").await;
    for row in ["Pediu um nome de exibição", "Registrou de novo um número"] {
        assert!(log.contains(row), "{row}: {log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_name_says_why_and_a_number_of_the_app_says_what_the_app_keeps() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    let number = format!("numbers/{ATENDIMENTO}");
    demo.control(&number, json!({"new_display_name": NEW})).await;
    eventually("the request made elsewhere is read", async || {
        browser.go(&format!("{}/profile?number={ATENDIMENTO}", demo.console)).await;
        browser.run(STAGE).await == json!("in-review")
    })
    .await;
    let why = json!({"name_status": "DECLINED", "rejection_reason": "NAME_NOT_CONSISTENT"});
    demo.control(&number, why).await;
    stands(&browser, "the webhook tells", "declined").await;
    let said = browser.text("#display-name-stage").await;
    assert!(said.contains("Diferente da marca") && said.contains("Peça outro nome"), "{said}");
    demo.control(&number, json!({"is_on_biz_app": true})).await;
    eventually("the app's hold on it is read", async || {
        browser.go(&format!("{}/profile?number={ATENDIMENTO}", demo.console)).await;
        browser.text("#coexistence").await.contains("altere no app")
    })
    .await;
    assert_eq!(browser.run("return !!document.querySelector('#ask-name')").await, json!(false));
}
