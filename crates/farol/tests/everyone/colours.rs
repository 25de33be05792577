//! Forced colours: what a colour said is still said by a shape and a word, and every edge stands.

use serde_json::{Value, json};

use super::{at, entered, in_trouble, pages};

/// What lost its meaning or its edge on the page that is open.
const LOST: &str = "
    const lost = [], seen = el => el.checkVisibility({ visibilityProperty: true });
    const name = el => `${el.localName}.${el.getAttribute('class') ?? ''} ${(el.innerText ?? '').trim().slice(0, 30)}`;
    const canvas = getComputedStyle(document.body).backgroundColor;
    for (const el of document.querySelectorAll('main [data-tone]')) {
      if (!seen(el) || el.matches('svg')) continue;
      if (!el.innerText?.trim() && !el.querySelector('svg, title') && !el.getAttribute('aria-label') && !el.closest('[aria-hidden=true], [role=img]')) lost.push(`no word: ${name(el)}`);
    }
    for (const el of document.querySelectorAll('main .shape *, main .lamps [class^=on-], main .semaforo .on')) {
      if (!seen(el)) continue;
      const { fill, stroke } = getComputedStyle(el);
      if ((fill === 'none' || fill === canvas) && (stroke === 'none' || stroke === canvas)) lost.push(`no shape: ${name(el.closest('svg'))}`);
    }
    for (const el of document.querySelectorAll('.btn:not(.btn--ghost), .input, .select, .textarea, main .panel, main .alert, main .can, main .tag, main .state')) {
      if (!seen(el)) continue;
      const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(el);
      if (borderTopStyle === 'none' || parseFloat(borderTopWidth) === 0 || borderTopColor === canvas) lost.push(`no edge: ${name(el)}`);
    }
    const current = document.querySelector('#nav-main [aria-current]');
    if (current && seen(current) && getComputedStyle(current).outlineStyle === 'none') lost.push('the page in the menu is not marked');
    return [...new Set(lost)]";

#[tokio::test(flavor = "multi_thread")]
async fn in_forced_colours_meanings_and_edges_survive_on_every_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    in_trouble(&demo, &browser).await;
    let mut lost = Vec::new();
    for page in pages().chain(["/missing", "/login"]) {
        at(&demo, &browser, page).await;
        browser.emulate_media("screen", &[("forced-colors", "active")]).await;
        let is_forced = "return matchMedia('(forced-colors: active)').matches";
        assert_eq!(browser.run(is_forced).await, json!(true));
        let found = browser.run(LOST).await;
        let found = found.as_array().cloned().unwrap_or_else(|| vec![Value::Null]);
        lost.extend(found.iter().map(|what| format!("{page}: {what}")));
    }
    assert!(lost.is_empty(), "{lost:#?}");
}
