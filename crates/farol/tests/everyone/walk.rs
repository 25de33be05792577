//! Tab through every page, forwards and back: nothing is skipped over, hidden, or holds the focus.

use serde_json::{Value, json};

use super::keys::{TAB, focus};
use super::{at, browser::Browser, entered, in_trouble, pages};

/// What a person could use, in the order in which it is read; what has its place beside the page
/// (menus, dialogs, folded parts) is not in it until it is opened.
const USABLE: &str = "
    return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]')]
      .filter(el => !el.disabled && el.tabIndex >= 0 && el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
      // The radio buttons of one name are one stop: the chosen one, else the first.
      .filter((el, nth, all) => el.type !== 'radio' || el.checked
        || !all.some((other, at) => other.name === el.name && other.form === el.form && other !== el
          && (other.checked || at < nth)))
      .length";

/// The stops of one way through the page that is open, and what is wrong with any.
async fn walked(browser: &Browser, is_back: bool) -> (Vec<i64>, Vec<String>) {
    let (mut places, mut wrong): (Vec<i64>, Vec<String>) = (Vec::new(), Vec::new());
    for _ in 0..400 {
        if is_back {
            browser.press_with_shift(TAB).await
        } else {
            browser.press(TAB).await
        }
        let stop = focus(browser).await;
        if stop == Value::Null {
            return (places, wrong);
        }
        let place = stop["place"].as_i64().expect("a place");
        // A browser without a frame of its own goes from the end straight to the beginning.
        if places.len() > 1 && places.first() == Some(&place) {
            return (places, wrong);
        }
        // The parts of a time are stops of one field.
        let is_again = places.last() == Some(&place);
        let is_on = places.last().is_none_or(|last| is_back == (place < *last));
        for (is_so, what) in [
            (stop["isOutlined"] == true, "shows no focus"),
            (stop["isInSight"] == true, "is covered"),
            (stop["isShown"] == true, "is not shown"),
            (is_on || is_again, "is out of order"),
        ] {
            if !is_so {
                wrong.push(format!("{} {what}", stop["name"]));
            }
        }
        if !is_again {
            places.push(place);
        }
    }
    wrong.push("the page does not let go of the focus".to_owned());
    (places, wrong)
}

#[tokio::test(flavor = "multi_thread")]
async fn tab_goes_through_every_page_in_its_order_in_sight_and_out_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    in_trouble(&demo, &browser).await;
    let mut found = Vec::new();
    for page in pages() {
        for width in [1440, 390] {
            browser.look(width, false).await;
            at(&demo, &browser, page).await;
            let (places, wrong) = walked(&browser, false).await;
            found.extend(wrong.into_iter().map(|what| format!("{page} at {width}: {what}")));
            let usable = browser.run(USABLE).await.as_u64().expect("a count");
            if (places.len() as u64) < usable {
                found.push(format!("{page} at {width}: {} stops for {usable}", places.len()));
            }
        }
        browser.look(1440, false).await;
        at(&demo, &browser, page).await;
        let (_, wrong) = walked(&browser, true).await;
        found.extend(wrong.into_iter().map(|what| format!("{page} backwards: {what}")));
    }
    assert_eq!(found, Vec::<String>::new(), "{}", json!(found));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_stop_leads_past_the_menu() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    for page in pages() {
        at(&demo, &browser, page).await;
        browser.press(TAB).await;
        browser.press(super::keys::ENTER).await;
        let is_there = "return document.activeElement?.id === 'main' || location.hash === '#main'";
        assert_eq!(browser.run(is_there).await, json!(true), "{page}");
        browser.press(TAB).await;
        let inside = "return !document.activeElement.closest('.nav, .topbar')";
        assert_eq!(browser.run(inside).await, json!(true), "{page}");
    }
}
