//! The console where it is not at its best: slow, on paper, magnified, without motion; in a real
//! Chromium.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod linked;
mod program;

use browser::Browser;
use program::{Demo, PAGES, eventually};
use serde_json::json;

/// What is read from Meta, and so says when, also in a world that stands still.
const READ: [&str; 5] =
    ["/overview", "/numbers", "/numbers/106540352242922", "/health", "/profile"];

async fn entered(folder: &std::path::Path) -> (Demo, Browser) {
    let demo = Demo::start(folder, &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    (demo, browser)
}

/// Clicks, and answers what the page says a while later, before what was clicked can have come.
const CLICK_AND_LOOK: &str = "
    document.querySelector(SELECTOR).click();
    return new Promise(done => setTimeout(() => done({
        is: document.documentElement.dataset.loading ?? '',
        said: document.querySelector('#loading').textContent,
        skeleton: document.querySelector('.skeleton').checkVisibility(),
        main: document.querySelector('#main').checkVisibility(),
    }), AFTER))";

async fn click_and_look(browser: &Browser, selector: &str, after_ms: u64) -> serde_json::Value {
    let script = CLICK_AND_LOOK
        .replace("SELECTOR", &json!(selector).to_string())
        .replace("AFTER", &after_ms.to_string());
    browser.run(&script).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_longer_than_a_third_of_a_second_says_so_and_nothing_sooner() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    browser.go(&format!("{}/overview", demo.console)).await;
    browser.slow_down(3_000).await;
    let soon = click_and_look(&browser, "a[href^=\"/health\"]", 100).await;
    let quiet = json!({"is": "", "said": "", "skeleton": false, "main": true});
    assert_eq!(soon, quiet, "below 300 ms it would only flicker");
    browser.slow_down(0).await;
    browser.go(&format!("{}/overview", demo.console)).await;
    browser.slow_down(3_000).await;
    let later = click_and_look(&browser, "a[href^=\"/health\"]", 900).await;
    let waiting = json!({"is": "page", "said": "Carregando", "skeleton": true, "main": false});
    assert_eq!(later, waiting);
    browser.slow_down(0).await;
    browser.go(&format!("{}/health", demo.console)).await;
    let arrived = browser.run("return document.documentElement.dataset.loading ?? ''").await;
    assert_eq!(arrived, "", "a page that came does not wait");
    browser.run("history.back(); return 1").await;
    eventually("the page that was come back to does not wait either", async || {
        let seen = "return location.pathname === '/overview' && document.readyState === 'complete' \
                    && document.querySelector('#main').checkVisibility()";
        browser.run(seen).await == json!(true)
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_a_page_says_everything_and_offers_nothing_to_press() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    linked::open(&browser, &demo.console).await;
    // The paper of a printer is narrower than a screen that has the menu at its side.
    browser.look(794, false).await;
    for page in PAGES.into_iter().chain(linked::PAGES) {
        browser.go(&format!("{}{page}", demo.console)).await;
        browser.emulate_media("print", &[]).await;
        let seen = browser
            .run(
                "const seen = s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility({visibilityProperty: true})).length;
                 const main = document.querySelector('#main');
                 return { nav: seen('.nav, .tools, .menu-btn, .skeleton, .btn, button.linkish, button.vh, #bell, .offbar'), title: seen('h1, h2'), times: seen('#main time'),
                          dark: getComputedStyle(document.documentElement).colorScheme,
                          folded: [...main.querySelectorAll('details')].filter(d => d.checkVisibility() && [...d.children].slice(1).some(c => !c.checkVisibility())).length }",
            )
            .await;
        assert_eq!(seen["nav"], 0, "{page}: {seen}");
        assert!(seen["title"].as_u64() > Some(0), "{page}: {seen}");
        assert_eq!(seen["dark"], "light", "{page}");
        assert_eq!(seen["folded"], 0, "{page}: what is folded is lost on paper");
        if READ.contains(&page) {
            assert!(seen["times"].as_u64() > Some(0), "{page} says when it was true: {seen}");
        }
        browser.emulate_media("screen", &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twice_the_size_needs_no_scrolling_sideways_and_stillness_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    linked::open(&browser, &demo.console).await;
    // A window of 1280 at 200 % has 640 pixels of the page's own.
    browser.look(640, false).await;
    browser.emulate_media("screen", &[("prefers-reduced-motion", "reduce")]).await;
    for page in PAGES.into_iter().chain(linked::PAGES) {
        browser.go(&format!("{}{page}", demo.console)).await;
        let wide = browser.run("return document.documentElement.scrollWidth").await;
        assert!(wide.as_u64() <= Some(640), "{page} is {wide} wide");
        let moving = browser
            .run(
                "document.documentElement.dataset.loading = 'part';
                 const all = document.getAnimations({subtree: true});
                 return all.filter(a => a.effect.getComputedTiming().activeDuration > 10).length",
            )
            .await;
        assert_eq!(moving, 0, "{page} moves although stillness was asked for");
    }
}

/// Which parts of the page that is open hold a name and show it beside the window; that it is wider
/// than the window is said too.
const CUT_OFF: &str = "
    for (const part of document.querySelectorAll('#main details')) part.open = true;
    const wide = document.documentElement.scrollWidth;
    const found = new Set(wide > innerWidth ? [`${wide} wide`] : []);
    const walk = document.createTreeWalker(document.querySelector('#main'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const part = walk.currentNode.parentElement;
        const is_name = walk.currentNode.data.includes('NomeNome');
        if (!is_name || !part.checkVisibility() || part.closest('.vh, option')) continue;
        const range = document.createRange();
        range.selectNodeContents(walk.currentNode);
        const is_cut = [...range.getClientRects()].some(line => line.right > innerWidth + 1);
        if (is_cut) found.add(`${part.tagName}.${part.className}`);
    }
    return [...found]";

/// Meta names a number as long as it likes, and nothing breaks a name without a space.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_s_name_of_any_length_is_shown_in_full_and_widens_no_page() {
    const VENDAS: &str = "104857736119203";
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    linked::open(&browser, &demo.console).await;
    let name = "Nome".repeat(150);
    let number = format!("numbers/{VENDAS}");
    // With a state that the verdict, a notice and the changes name it for.
    demo.control(&number, json!({"verified_name": name, "status": "FLAGGED"})).await;
    for page in ["/overview", "/health", "/activity/notices"] {
        eventually("the name is read", async || {
            browser.go(&format!("{}{page}", demo.console)).await;
            browser.text("main").await.contains(&name)
        })
        .await;
    }
    let own = [
        format!("/numbers/{VENDAS}"),
        format!("/profile?number={VENDAS}"),
        format!("/activity?number={VENDAS}"),
    ];
    let mut found = Vec::new();
    for width in [320, 390, 1440] {
        browser.look(width, false).await;
        for page in PAGES.into_iter().chain(linked::PAGES).chain(own.iter().map(String::as_str)) {
            browser.go(&format!("{}{page}", demo.console)).await;
            let cut = browser.run(CUT_OFF).await;
            if cut != json!([]) {
                found.push(format!("{page} at {width}: {cut}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
