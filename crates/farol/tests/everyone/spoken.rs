//! What a screen reader says by itself: the verdict when it changes, and never the clock.

use serde_json::json;

use super::program::eventually;
use super::{COBRANCA, at, entered, pages};

/// Notes from now on each text that a live region says.
const LISTEN: &str = "
    const live = '[role=status], [role=alert], [aria-live]:not([aria-live=off])';
    window.said = [];
    window.texts = new Map([...document.querySelectorAll(live)].map(el => [el, el.textContent]));
    new MutationObserver(changes => {
      for (const { target } of changes) {
        const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(live);
        if (!region || window.texts.get(region) === region.textContent) continue;
        window.texts.set(region, region.textContent);
        window.said.push(region.textContent.trim());
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    window.clocks = [...document.querySelectorAll('main time[data-ago]')].map(time => time.textContent).join();
    return 1";
const SAID: &str = "return window.said";
/// Whether an age on the page was worded anew meanwhile.
const IS_LATER: &str = "return [...document.querySelectorAll('main time[data-ago]')].map(time => time.textContent).join() !== window.clocks";

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_runs_on_every_page_and_no_live_region_says_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    for page in pages() {
        at(&demo, &browser, page).await;
        browser.run(LISTEN).await;
        let has_clock = browser.run("return window.clocks !== ''").await == json!(true);
        if has_clock {
            eventually("an age went on", async || browser.run(IS_LATER).await == json!(true)).await;
        }
        assert_eq!(browser.run(SAID).await, json!([]), "{page}");
        let clocks = "return document.querySelectorAll(':is([role=status], [role=alert], [aria-live]) time').length";
        assert_eq!(browser.run(clocks).await, json!(0), "{page}: no time is in a live region");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_that_changes_is_said_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    at(&demo, &browser, "/overview").await;
    browser.run(LISTEN).await;
    let number = json!({"status": "FLAGGED", "quality": "RED"});
    demo.control(&format!("numbers/{COBRANCA}"), number).await;
    eventually("the verdict is said", async || {
        let said = browser.run(SAID).await.to_string();
        said.contains("Cobrança") && said.contains("Atenção")
    })
    .await;
    let said = browser.run(SAID).await;
    let said = said.as_array().expect("a list");
    assert!(said.len() <= 2, "not each step on the way there: {said:?}");
    let verdict = browser.text("#verdict-text").await;
    assert_eq!(said.last().and_then(|said| said.as_str()), Some(verdict.as_str()));
}
