//! A person at the keyboard: where the focus is, and the way to a thing by Tab alone.

use serde_json::{Value, json};

use crate::browser::Browser;

/// WebDriver's codes of keys.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const SPACE: &str = " ";
pub const ESCAPE: &str = "\u{e00c}";
pub const DOWN: &str = "\u{e015}";

/// More stops than any page has.
const FAR: usize = 400;

/// Where the focus is, and whether a person sees it there; `null` outside of the page.
const FOCUS: &str = "
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    for (const motion of document.getAnimations()) try { motion.finish(); } catch {}
    const box = focused.getBoundingClientRect();
    const around = [focused, focused.labels?.[0], focused.parentElement].filter(Boolean);
    const isOutlined = around.some(el => {
      const { outlineStyle, outlineWidth } = getComputedStyle(el);
      // The parts of a time within its field are drawn by the browser.
      return el.matches('[type=time], [type=datetime-local]') || outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    const within = (at, most) => Math.min(Math.max(at, 0), most - 1);
    const hit = document.elementFromPoint(
      within(box.left + box.width / 2, innerWidth), within(box.top + Math.min(box.height / 2, 20), innerHeight));
    // What it opened itself may lie over it on a narrow page: Escape takes that away.
    const own = document.getElementById(focused.dataset.pop ?? '');
    const isInSight = !!hit && (around.some(el => el.contains(hit)) || hit.contains(focused) || !!own?.contains(hit));
    return {
      name: `${focused.localName}#${focused.id} ${(focused.getAttribute('aria-label') || focused.innerText || '').trim().slice(0, 40)}`,
      place: [...document.querySelectorAll('*')].indexOf(focused),
      isOutlined, isInSight,
      isShown: focused.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 0,
    }";

/// Where the focus is.
pub async fn focus(browser: &Browser) -> Value {
    browser.run(FOCUS).await
}

/// Goes on by Tab until the focus is on this, as somebody does who sees the focus at each stop.
pub async fn go_to(browser: &Browser, selector: &str) {
    let is_there = format!("return !!document.activeElement?.matches({})", json!(selector));
    let mut passed = Vec::new();
    for _ in 0..FAR {
        if browser.run(&is_there).await == json!(true) {
            let stop = focus(browser).await;
            assert_eq!(stop["isOutlined"], true, "{selector} shows its focus: {stop}");
            return;
        }
        browser.press(TAB).await;
        passed.push(focus(browser).await["name"].clone());
    }
    panic!("Tab does not come to {selector}: {:?}", &passed[passed.len() - 40..]);
}

/// Goes there and presses Enter.
pub async fn enter_on(browser: &Browser, selector: &str) {
    go_to(browser, selector).await;
    browser.press(ENTER).await;
}
