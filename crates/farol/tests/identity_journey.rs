//! A username and a PIN before a person in Chromium: Meta's rules said while they type, a proposal
//! taken, the name asked for and given up; a PIN changed, and what Business Suite did shown unasked.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod program;

use std::path::Path;

use browser::Browser;
use domain::username::{faults, tidied};
use program::{Demo, eventually};
use serde_json::json;

const VENDAS: &str = "104857736119203";
const PIN: &str = "730184";

/// A still demo and a browser that is logged in.
async fn at_home(folder: &Path) -> (Demo, Browser) {
    let demo = Demo::start(folder, &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    (demo, browser)
}

/// Which rules the page calls broken for a name.
async fn broken(browser: &Browser, name: &str) -> Vec<String> {
    let type_it = format!(
        "const field = document.querySelector('#username'); field.value = {}; \
         field.dispatchEvent(new Event('input')); \
         return [...document.querySelectorAll('[data-rule]:has(.rules__broken:not([hidden]))')] \
             .map(rule => rule.dataset.rule)",
        json!(name)
    );
    let rules = browser.run(&type_it).await;
    let rules = rules.as_array().expect("a list").iter();
    rules.map(|rule| rule.as_str().expect("a word").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_username_is_judged_while_it_is_typed_asked_for_and_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = at_home(folder.path()).await;
    let profile = format!("{}/profile?number={VENDAS}", demo.console);
    eventually("the username is read", async || {
        browser.go(&profile).await;
        browser.text("#username-held").await.contains("Nenhum")
    })
    .await;
    browser.click("[aria-labelledby=\"username-title\"] a.btn").await;
    eventually("its page opens", async || browser.url().await.ends_with("/username")).await;
    // What the page says while a person types is what the server would say.
    for name in [
        "ab",
        "casa.ipe",
        "casa-ipe",
        "1234",
        ".casa",
        "casa.",
        "ca..sa",
        "www.casa",
        "casa.com.br",
        "@Casa.Ipe",
        "ipê.casa",
        "a23456789012345678901234567890123456",
        "ção",
        "._.",
    ] {
        let said: Vec<&str> = faults(&tidied(name)).iter().map(|fault| fault.as_str()).collect();
        assert_eq!(broken(&browser, name).await, said, "{name}");
    }
    assert!(!browser.text("#rules-said").await.is_empty());
    browser.click("[data-fills]").await;
    let field = "return document.querySelector('#username').value";
    let taken = browser.run(field).await;
    assert!(taken.as_str().is_some_and(|name| faults(name).is_empty()), "{taken}");
    assert_eq!(browser.run("return document.activeElement.id").await, json!("username"));
    browser.fill("#username", "Casa.Ipe").await;
    browser.click("form[action$='/username'] .btn--primary").await;
    eventually("Meta approved it", async || browser.url().await.ends_with("done=approved")).await;
    assert!(browser.text("#outcome").await.contains("aprovou"));
    assert!(browser.text("#username-held").await.contains("@casa.ipe"));
    // Given up from elsewhere, the page shows it without being asked.
    demo.control(&format!("numbers/{VENDAS}"), json!({"username": ""})).await;
    eventually("it is gone", async || browser.text("#username-held").await.contains("Nenhum"))
        .await;
    demo.control(&format!("numbers/{VENDAS}"), json!({"username": "casa.ipe"})).await;
    eventually("it is back", async || browser.text("#username-held").await.contains("@casa.ipe"))
        .await;
    browser.go(&format!("{}/profile/{VENDAS}/username", demo.console)).await;
    browser.click("#agreed").await;
    browser.click("form[action$='/delete'] .btn--danger").await;
    eventually("it was given up", async || browser.url().await.ends_with("done=given-back")).await;
    assert!(browser.text("#username-held").await.contains("Nenhum"));
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_changed_and_what_business_suite_does_is_shown_without_asking() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log.txt");
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("made");
    let demo = Demo::start_logging_with(&data, &log, &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    let page = format!("{}/profile/{VENDAS}/pin", demo.console);
    eventually("the number is read", async || {
        browser.go(&page).await;
        browser.run("return !!document.querySelector('#pin')").await == json!(true)
    })
    .await;
    browser.fill("#pin", PIN).await;
    browser.fill("#pin-repeated", "518823").await;
    browser.click("form[action$='/pin'] .btn--primary").await;
    eventually("the two differ", async || {
        browser.run("return !!document.querySelector('#outcome')").await == json!(true)
    })
    .await;
    assert!(browser.text("#outcome").await.contains("não são iguais"));
    assert_eq!(browser.run("return document.querySelector('#pin').value").await, json!(""));
    browser.fill("#pin", PIN).await;
    browser.fill("#pin-repeated", PIN).await;
    browser.click("form[action$='/pin'] .btn--primary").await;
    eventually("Meta took it", async || browser.url().await.ends_with("done=changed")).await;
    assert!(browser.text("#pin-held").await.contains("É o do número"));
    demo.control(&format!("numbers/{VENDAS}"), json!({"pin": "246802"})).await;
    eventually("the page says so", async || {
        browser.text("#pin-held").await.contains("Pode não ser mais o do número")
    })
    .await;
    browser.assert_quiet().await;
    found_nowhere(&data, &log, &browser, &demo).await;
}

/// The PIN is in no file of the folder, no line of the log, and on no page.
async fn found_nowhere(data: &Path, log: &Path, browser: &Browser, demo: &Demo) {
    let is_in = |bytes: &[u8]| bytes.windows(PIN.len()).any(|part| part == PIN.as_bytes());
    let mut folders = vec![data.to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            // The emulator's own file is Meta's side of the story.
            let is_metas = path.to_string_lossy().contains("emulator");
            if path.is_dir() {
                folders.push(path);
            } else if !is_metas {
                files += 1;
                assert!(!is_in(&std::fs::read(&path).expect("read")), "{}", path.display());
            }
        }
    }
    assert!(files > 2, "the folder has files");
    assert!(!is_in(&std::fs::read(log).expect("read")), "the log");
    for page in ["/settings/audit", "/activity", &format!("/profile?number={VENDAS}")] {
        browser.go(&format!("{}{page}", demo.console)).await;
        let html = browser.run("return document.documentElement.outerHTML").await;
        assert!(!is_in(html.as_str().expect("a page").as_bytes()), "{page}");
    }
}
