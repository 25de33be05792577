//! The console for everyone, in a real Chromium on the real program: by keyboard alone, without
//! scripts, in forced colours, and by ear.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

#[path = "../browser/mod.rs"]
mod browser;
#[path = "../linked/mod.rs"]
mod linked;
#[path = "../program/mod.rs"]
mod program;

mod colours;
mod keys;
mod scriptless;
mod spoken;
mod tasks;
mod walk;

use std::path::Path;

use browser::Browser;
use program::{Demo, PAGES, eventually};
use serde_json::json;

/// The console's pages, and those of a hand-over link.
pub fn pages() -> impl Iterator<Item = &'static str> {
    PAGES.into_iter().chain(linked::PAGES)
}

/// A number that does well.
pub const VENDAS: &str = "104857736119203";
/// Another one.
pub const COBRANCA: &str = "106540352242922";

/// A demo whose world stands still, read once, and a browser that is logged in and holds a link.
pub async fn entered(folder: &Path) -> (Demo, Browser) {
    let demo = Demo::start(folder, &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    eventually("the first readings are shown", async || {
        at(&demo, &browser, "/profile").await;
        browser.run("return document.querySelector('#about')?.value ?? ''").await != json!("")
    })
    .await;
    linked::open(&browser, &demo.console).await;
    at(&demo, &browser, "/overview").await;
    (demo, browser)
}

/// Comes back once a page was drawn.
const PAINTED: &str = "return new Promise(done => \
    requestAnimationFrame(() => requestAnimationFrame(() => done(1))))";

/// Opens a page of the console.
pub async fn at(demo: &Demo, browser: &Browser, path: &str) {
    at_once(demo, browser, path).await;
    // Chromium drops keys that come before a page's first picture.
    browser.run(PAINTED).await;
}

/// The same where no script runs, which is what tells that a page was drawn.
pub async fn at_once(demo: &Demo, browser: &Browser, path: &str) {
    browser.go(&format!("{}{path}", demo.console)).await;
}

/// A demo in which a number is red and flagged, and an account blocked.
pub async fn in_trouble(demo: &Demo, browser: &Browser) {
    let number = json!({"status": "FLAGGED", "quality": "RED", "reasons": ["SPAM"]});
    demo.control(&format!("numbers/{COBRANCA}"), number).await;
    eventually("the trouble is on the screen", async || {
        at(demo, browser, "/activity/notices").await;
        browser.text("main").await.contains("Cobrança")
    })
    .await;
}
