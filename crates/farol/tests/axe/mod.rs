//! axe-core over a page of a journey; see `README.md`.

use serde_json::json;

use crate::browser::Browser;

/// The rules.
pub const AXE: &str = include_str!("axe.min.js");
/// Runs the rules once what fades in, which has the wrong colours until then, has done so.
const RUN: &str = r"
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
for (const motion of document.getAnimations()) try { motion.finish(); } catch {}
return axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false})
  .then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))
";

/// What axe-core finds on the page that is open, in each look, and whether it fits 320 pixels.
pub async fn keeps_the_rules(browser: &Browser, what: &str) {
    browser.run(AXE).await;
    for (width, dark) in [(1440, false), (1440, true), (390, false), (390, true)] {
        browser.look(width, dark).await;
        let found = browser.run(RUN).await;
        assert_eq!(found, json!([]), "{what}, {width} wide, dark: {dark}");
    }
    browser.look(320, false).await;
    let wide = browser.run("return document.documentElement.scrollWidth").await;
    assert!(wide.as_u64().is_some_and(|wide| wide <= 320), "{what} is {wide} wide at 320");
    browser.look(1440, false).await;
}
