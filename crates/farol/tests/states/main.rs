//! Each state of `ui/estados.html` on the pages where it occurs, one table a state: nothing there yet,
//! nothing found, loading, read in part and long ago, stream lost and found, not allowed, not there,
//! and broken with a reference that is in the log. On the real program, in a real Chromium.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

#[path = "../browser/mod.rs"]
mod browser;
#[path = "../program/mod.rs"]
mod program;

mod partly;
mod refused;

use std::path::Path;

use browser::Browser;
use program::{Demo, PAGES, eventually};
use serde_json::json;

/// A page and words that only this state says on it.
type Rows = &'static [(&'static str, &'static str)];

/// Before any connection: what will be here, and the way to it.
const EMPTY: Rows = &[
    ("/overview", "Nenhum número conectado"),
    ("/numbers", "Conecte um número para ver qualidade, limite e saúde"),
    ("/health", "Nenhuma entidade foi lida ainda"),
    ("/profile", "Conecte um número para ver e editar"),
    ("/activity", "Nenhuma mudança ainda"),
    ("/activity/notices", "Nada em aberto"),
    ("/activity/log", "Nenhum e-mail ainda"),
    ("/settings/erasure", "Nenhum pedido ainda"),
    ("/connect", "Conecte seu primeiro número"),
    ("/connect/links", "Nenhum link ainda"),
];

/// A filter or a search that nothing passes: what was looked for, and the way back to all.
const NOTHING_FOUND: Rows = &[
    ("/numbers?q=curitiba", "curitiba"),
    ("/errors?q=curitiba", "curitiba"),
    ("/activity?subject=template&days=1", "Limpar"),
    ("/settings/audit?action=tenant_erased", "Limpar"),
];

/// Pages whose values stay while Meta can't be read, with since when.
const READ_BEFORE: [&str; 5] =
    ["/overview", "/numbers", "/numbers/106540352242922", "/health", "/profile"];

/// A demo, and a browser that is logged in.
pub async fn entered(folder: &Path, arguments: &[&str]) -> (Demo, Browser) {
    let demo = Demo::start(folder, arguments);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    (demo, browser)
}

/// Opens a page of the console.
pub async fn at(demo: &Demo, browser: &Browser, path: &str) {
    browser.go(&format!("{}{path}", demo.console)).await;
}

/// Goes to another page of the menu, and answers what this one says a while later.
const CLICK_AND_LOOK: &str = "
    document.querySelector('#nav-main a:not([aria-current])').click();
    return new Promise(done => setTimeout(() => done({
        is: document.documentElement.dataset.loading ?? '',
        said: document.querySelector('#loading').textContent,
        skeleton: document.querySelector('.skeleton').checkVisibility(),
        main: document.querySelector('#main').checkVisibility(),
    }), 900))";

/// Whether a page has something to press or follow that leads on.
async fn leads_on(browser: &Browser) -> bool {
    let ways = "return [...document.querySelectorAll('main a[href], main button')].some(el => el.checkVisibility())";
    browser.run(ways).await == json!(true)
}

async fn check_rows(demo: &Demo, browser: &Browser, rows: Rows) {
    for (page, words) in rows {
        at(demo, browser, page).await;
        let text = browser.text("main").await;
        assert!(text.contains(words), "{page} does not say {words}: {text}");
        assert!(leads_on(browser).await, "{page} leads nowhere");
    }
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_anything_is_connected_each_page_says_what_will_be_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story", "--empty"]).await;
    check_rows(&demo, &browser, EMPTY).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_was_found_for_is_said_with_the_way_back_to_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    check_rows(&demo, &browser, NOTHING_FOUND).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_that_takes_longer_than_300_ms_to_come_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    for from in
        ["/overview", "/numbers", "/health", "/profile", "/activity", "/errors", "/settings"]
    {
        at(&demo, &browser, from).await;
        browser.slow_down(3_000).await;
        let waited = browser.run(CLICK_AND_LOOK).await;
        let waiting = json!({"is": "page", "said": "Carregando", "skeleton": true, "main": false});
        assert_eq!(waited, waiting, "{from}");
        browser.slow_down(0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_meta_no_longer_answers_stays_with_its_time_and_since_when() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    eventually("the first readings are shown", async || {
        at(&demo, &browser, "/profile").await;
        browser.run("return document.querySelector('#about')?.value ?? ''").await != json!("")
    })
    .await;
    demo.control("faults", json!({"fault": "http_500", "share": 1.0})).await;
    for page in READ_BEFORE {
        eventually(page, async || {
            at(&demo, &browser, page).await;
            browser.text("main").await.contains("Sem leitura nova desde")
        })
        .await;
        let values = "return document.querySelectorAll('main [data-field][data-value]').length";
        assert!(browser.run(values).await.as_u64() > Some(0), "{page} keeps its values");
    }
    for page in READ_BEFORE {
        eventually("what is old is marked", async || {
            at(&demo, &browser, page).await;
            browser.text("main").await.contains("leitura antiga")
        })
        .await;
    }
    browser.assert_quiet().await;
}

/// Ask Meta themselves when they are opened, so that they do not live.
const STILL: [&str; 4] = [
    "/connect/callback",
    "/connect/doctor",
    "/connect/preflight",
    "/connect/accounts/102290129340398/disconnect",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_lost_is_said_on_every_page_and_that_it_is_back_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    for page in PAGES {
        at(&demo, &browser, page).await;
        if STILL.contains(&page) {
            let claims = "return document.querySelectorAll('.live, .offbar').length";
            assert_eq!(browser.run(claims).await, json!(0), "{page} claims to be live");
            continue;
        }
        eventually("the stream stands", async || {
            browser.run("return performance.getEntriesByType('resource').some(one => one.name.endsWith('/events')) \
                || document.documentElement.dataset.live === 'on'").await == json!(true)
        })
        .await;
        browser.cut_off(true).await;
        eventually(&format!("{page} says so"), async || {
            browser.text(".offbar").await.contains("Sem sinal desde")
                && browser.text(".live").await.contains("Sem sinal")
        })
        .await;
        let again = browser.text(".offbar button").await;
        assert_eq!(again, "Reconectar agora", "{page}");
        browser.cut_off(false).await;
        eventually("and that it is back", async || {
            let is_on = "return document.documentElement.dataset.live";
            browser.run(is_on).await == json!("on")
                && browser.text("#toasts").await.contains("De volta ao vivo")
        })
        .await;
        assert_eq!(browser.text(".offbar").await.trim(), "", "{page}");
    }
}
