//! Every page in a real Chromium held against axe-core's rules (WCAG 2.2 AA and best practice), in
//! light and dark, wide and narrow, with everything that can be opened open; none wider than 320 px.
//!
//! One program and one browser serve all pages: a page is loaded once, and only what the media
//! queries see changes under it.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod linked;
mod program;

use std::fmt::Write as _;

use browser::Browser;
use program::{Demo, PAGES, eventually};
use serde_json::{Value, json};

/// axe-core; see `axe/README.md`.
const AXE: &str = include_str!("axe/axe.min.js");
const COBRANCA: &str = "106540352242922";
const WABA: &str = "102290129340398";

/// Pages beside those that an owner opens: of a healthy number, of an account that is connected again, of
/// what is not there, and before a login.
const BESIDE: [&str; 6] = [
    "/numbers/104857736119203",
    "/connect?again=102290129340398",
    "/errors/999999",
    "/missing",
    "/login",
    "/password/forgot",
];

/// Types quiet hours that begin and end at once, and sends them.
const MISTYPE: &str = "document.querySelector('#quiet').checked = true; \
     for (const id of ['from', 'to']) document.getElementById(id).value = '22:00'; \
     document.querySelector('#times form').requestSubmit()";

/// Runs the rules, on the page as it is and then on each thing that can be opened; answers what
/// they found, each with the state that the page was in.
const RUN: &str = r#"
return (async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const options = { runOnly: tags, resultTypes: ['violations'], preload: false, iframes: false };
  const found = [];
  const all = selector => [...document.querySelectorAll(selector)];
  const run = async (state, context) => {
    // What is still fading in has the wrong colours; what never ends can't be finished.
    for (const motion of document.getAnimations()) try { motion.finish(); } catch {}
    const { violations } = await axe.run(context, options);
    for (const { id, help, nodes } of violations) {
      found.push({ state, id, help, nodes: nodes.map(n => [n.target.join(' '), n.failureSummary]) });
    }
  };
  await run('as it is', document);
  // axe does not know of the browser's top layer and takes what is open for overlapped.
  const raise = (el, order) => { for (; el; el = el.parentElement) el.style.zIndex = order; };
  // As a person opens it, by its button, so that it stands where it belongs.
  const seen = el => el.checkVisibility({ visibilityProperty: true });
  const unpop = async (state, within) => {
    for (const pop of all(`${within} [popover]`)) {
      const name = CSS.escape(pop.id);
      const buttons = all(`[popovertarget="${name}"], [data-pop="${name}"]`);
      const button = buttons.find(seen);
      if (buttons.length && !button) continue;
      if (button) button.click();
      else pop.showPopover();
      await new Promise(done => setTimeout(done, 30));
      if (!pop.matches(':popover-open')) throw new Error(`#${pop.id} does not open`);
      raise(pop, 9999);
      await run(`${state}popover #${pop.id}`, pop);
      raise(pop, '');
      pop.hidePopover();
    }
  };
  await unpop('', 'body');
  for (const dialog of all('dialog')) {
    dialog.showModal();
    await run(`dialog #${dialog.id}`, dialog);
    dialog.close();
  }
  const shut = all('details:not([open])'), folded = all('[data-act="expand"][aria-expanded="false"]');
  if (shut.length || folded.length) {
    for (const part of shut) part.open = true;
    for (const button of folded) if (button.checkVisibility()) button.click();
    await run('all unfolded', document);
    for (const part of shut) part.open = false;
    for (const button of folded) if (button.checkVisibility()) button.click();
  }
  const drawer = all('.menu-btn').find(seen);
  if (drawer) {
    drawer.click();
    await run('menu open', document);
    await unpop('menu open, ', '.nav');
    document.querySelector('.nav__close').click();
  }
  return found;
})()
"#;

/// A demo whose world stands still in trouble, and a browser that is logged in.
async fn in_trouble(folder: &std::path::Path) -> (Demo, Browser) {
    // Mails of which none gets through are in the log with what stood in their way.
    let demo = Demo::start(folder, &["--no-story", "--smtp", "127.0.0.1:9"]);
    let reasons = json!(["SPAM", "DID_NOT_SIGN_UP", "A_NEW_REASON"]);
    let number = json!({"status": "FLAGGED", "quality": "RED", "reasons": reasons});
    demo.control(&format!("numbers/{COBRANCA}"), number).await;
    let errors = json!([{"error_code": 141_006,
        "error_description": "There is an error with the payment method.",
        "possible_solution": "Add a valid payment method to your account."}]);
    let account = json!({"can_send_message": "BLOCKED", "errors": errors});
    demo.control(&format!("wabas/{WABA}"), account).await;
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    eventually("the trouble is on the screen", async || {
        browser.go(&format!("{}/numbers", demo.console)).await;
        let values = format!(
            "return [...document.querySelectorAll('[data-number=\"{COBRANCA}\"] [data-value]')]\
             .map(e => e.dataset.value)"
        );
        let shown = browser.run(&values).await.to_string();
        browser.go(&format!("{}/overview", demo.console)).await;
        let is_blocked = browser.text("main").await.contains("141006");
        is_blocked && shown.contains("\"RED\"") && shown.contains("\"FLAGGED\"")
    })
    .await;
    (demo, browser)
}

/// What was found, for who mends it.
fn written(page: &str, look: &str, found: &Value) -> String {
    let mut text = String::new();
    for violation in found.as_array().expect("a list") {
        let word = |key: &str| violation[key].as_str().unwrap_or_default();
        let (state, id, help) = (word("state"), word("id"), word("help"));
        writeln!(text, "{page}, {look}, {state}: {id}: {help}").expect("a string takes it");
        for node in violation["nodes"].as_array().expect("a list") {
            let part =
                |nth: usize| node[nth].as_str().unwrap_or_default().replace('\n', "\n      ");
            writeln!(text, "    {}\n      {}", part(0), part(1)).expect("a string takes it");
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_keeps_the_rules_of_accessibility_and_fits_320_pixels() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = in_trouble(folder.path()).await;
    let mut found = String::new();
    linked::open(&browser, &demo.console).await;
    for page in PAGES.into_iter().chain(linked::PAGES).chain(BESIDE) {
        browser.look(1440, false).await;
        browser.go(&format!("{}{page}", demo.console)).await;
        let landed = browser.run("return location.pathname + ' ' + document.title").await;
        let path = page.split('?').next().unwrap_or(page);
        if landed.as_str().is_none_or(|at| !at.starts_with(&format!("{path} "))) {
            writeln!(found, "{page} leads to {landed}").expect("a string takes it");
            continue;
        }
        found += &looked_at(&browser, page).await;
    }
    for query in ["?asked=today", "/free?today=nowhere&before=yes&by-hand=yes&code=no&clicker=no"] {
        browser.look(1440, false).await;
        browser.go(&format!("{}/connect/situation{query}", demo.console)).await;
        found += &looked_at(&browser, query).await;
    }
    browser.look(1440, false).await;
    browser.go(&format!("{}/activity/rules", demo.console)).await;
    browser.run(MISTYPE).await;
    eventually("the form is answered", async || {
        let wrong = "return document.querySelectorAll('[aria-invalid]').length";
        browser.run(wrong).await == json!(2)
    })
    .await;
    found += &looked_at(&browser, "a form that was not taken").await;
    browser.go(&format!("{}/overview", demo.console)).await;
    browser.cut_off(true).await;
    eventually("the stream is lost", async || browser.text(".offbar").await.contains("Sem sinal"))
        .await;
    found += &looked_at(&browser, "the stream is lost").await;
    browser.cut_off(false).await;
    browser.go(demo.ready["other"]["login_url"].as_str().expect("a link")).await;
    browser.go(&format!("{}/settings/tenants", demo.console)).await;
    assert_eq!(browser.text("h1").await, "Você não pode fazer isto");
    found += &looked_at(&browser, "what is not allowed").await;
    assert!(found.is_empty(), "\n{found}");
}

/// What the rules find on the page that is open, in each look; and whether it fits 320 pixels.
async fn looked_at(browser: &Browser, page: &str) -> String {
    let mut found = String::new();
    browser.run(AXE).await;
    for (width, dark) in [(1440, false), (1440, true), (390, true), (390, false)] {
        browser.look(width, dark).await;
        let look = format!("{width} {}", if dark { "dark" } else { "light" });
        found += &written(page, &look, &browser.run(RUN).await);
    }
    browser.look(320, false).await;
    let wide = browser.run(
        "for (const part of document.querySelectorAll('details')) part.open = true; \
         return document.documentElement.scrollWidth",
    );
    let wide = wide.await;
    if wide.as_u64().is_none_or(|wide| wide > 320) {
        writeln!(found, "{page} is {wide} wide at 320").expect("a string takes it");
    }
    found
}
