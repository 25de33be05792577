//! Every task by keyboard alone: the way to it by Tab, the act, and where the focus is afterwards.
//! Cutting a photo is in `photo_journey.rs`.

use serde_json::json;

use super::keys::{DOWN, ENTER, ESCAPE, SPACE, TAB, enter_on, go_to};
use super::program::{Demo, eventually};
use super::{COBRANCA, VENDAS, at, browser::Browser, entered, in_trouble};

async fn is_at(browser: &Browser, path: &str) {
    eventually(path, async || browser.url().await.contains(path)).await;
}

/// Waits until the focus is there.
async fn focus_is_on(browser: &Browser, selector: &str) {
    let is_there = format!("return !!document.activeElement?.matches({})", json!(selector));
    eventually(&format!("the focus is on {selector}"), async || {
        browser.run(&is_there).await == json!(true)
    })
    .await;
}

async fn says(browser: &Browser, selector: &str, words: &str) {
    eventually(words, async || browser.text(selector).await.contains(words)).await;
}

/// What the demo told about its owner.
fn of_owner<'d>(demo: &'d Demo, key: &str) -> &'d str {
    demo.ready[key].as_str().expect("named")
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_logs_out_and_in_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    enter_on(&browser, "[popovertarget=menu-person]").await;
    enter_on(&browser, "form[action=\"/logout\"] button").await;
    is_at(&browser, "/login").await;
    go_to(&browser, "#email").await;
    browser.type_keys(of_owner(&demo, "email")).await;
    browser.press(TAB).await;
    browser.type_keys("not the password").await;
    browser.press(ENTER).await;
    focus_is_on(&browser, "#login-error").await;
    go_to(&browser, "#password").await;
    browser.type_keys(of_owner(&demo, "password")).await;
    browser.press(ENTER).await;
    is_at(&browser, "/overview").await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_opens_by_enter_closes_by_escape_and_gives_the_focus_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    for menu in ["menu-account", "menu-notices", "menu-language", "menu-person"] {
        at(&demo, &browser, "/overview").await;
        let button = format!("[popovertarget={menu}]");
        enter_on(&browser, &button).await;
        browser.press(TAB).await;
        focus_is_on(&browser, &format!("#{menu} :is(a, button)")).await;
        browser.press(ESCAPE).await;
        focus_is_on(&browser, &button).await;
        let expanded = format!(
            "return document.activeElement.getAttribute('aria-expanded') + !!document.querySelector('#{menu}:popover-open')"
        );
        assert_eq!(browser.run(&expanded).await, json!("falsefalse"), "{menu}");
    }
    browser.look(390, false).await;
    at(&demo, &browser, "/overview").await;
    enter_on(&browser, ".menu-btn").await;
    focus_is_on(&browser, ".nav__close").await;
    browser.press_with_shift(TAB).await;
    focus_is_on(&browser, ".nav *").await;
    browser.press(ESCAPE).await;
    focus_is_on(&browser, ".menu-btn").await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_opens_a_company_and_works_in_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    at(&demo, &browser, "/settings/tenants").await;
    go_to(&browser, "#name").await;
    browser.type_keys("Ótica Horizonte").await;
    browser.press(TAB).await;
    browser.type_keys(of_owner(&demo, "email")).await;
    browser.press(ENTER).await;
    focus_is_on(&browser, "#outcome").await;
    let link = browser.run("return document.querySelector('#link').value").await;
    browser.go(link.as_str().expect("a link")).await;
    enter_on(&browser, "main form[action=\"/invitation\"] button").await;
    is_at(&browser, "/overview").await;
    for name in ["Casa Ipê", "Ótica Horizonte"] {
        let current = browser.text("#switcher .switcher b").await;
        if current == name {
            continue;
        }
        enter_on(&browser, "[popovertarget=menu-account]").await;
        enter_on(&browser, "#menu-account button:not([aria-current])").await;
        says(&browser, "#switcher .switcher b", name).await;
    }
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_begins_to_connect() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    enter_on(&browser, "#nav-main a[href=\"/connect\"]").await;
    is_at(&browser, "/connect").await;
    eventually("the SDK is loaded", async || {
        browser.run("return typeof window.FB").await == json!("object")
    })
    .await;
    let page = browser.window().await;
    go_to(&browser, "#coexistence").await;
    browser.press(SPACE).await;
    browser.press(SPACE).await;
    enter_on(&browser, "#login").await;
    let popup = browser.turn_to_other(&[&page]).await;
    assert!(browser.url().await.starts_with(&demo.emulator), "Meta's own window");
    browser.turn_to(popup).await;
    browser.close_window().await;
    browser.turn_to(page).await;
    focus_is_on(&browser, "#login").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_finds_a_number_opens_it_takes_the_list_home_and_checks() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    at(&demo, &browser, "/numbers").await;
    go_to(&browser, "#q").await;
    browser.type_keys("cobran").await;
    says(&browser, "#foot", "1").await;
    focus_is_on(&browser, "#q").await;
    go_to(&browser, "#exports a[href*=\"numbers.csv\"]").await;
    at(&demo, &browser, "/numbers").await;
    enter_on(&browser, "form[action=\"/refresh\"] button").await;
    says(&browser, "#toasts", "Conferência pedida").await;
    focus_is_on(&browser, "form[action=\"/refresh\"] button").await;
    enter_on(&browser, &format!("main a[href^=\"/numbers/{COBRANCA}\"]")).await;
    is_at(&browser, COBRANCA).await;
    at(&demo, &browser, "/health").await;
    enter_on(&browser, "form[action=\"/health/check\"] button").await;
    is_at(&browser, "/health").await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_edits_a_profile_meets_a_conflict_and_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    let page = format!("/profile?number={VENDAS}");
    at(&demo, &browser, &page).await;
    go_to(&browser, "#about").await;
    browser.type_keys("!").await;
    enter_on(&browser, "#save button").await;
    focus_is_on(&browser, "#told").await;
    says(&browser, "#told", "conferi").await;
    at(&demo, &browser, &page).await;
    go_to(&browser, "#about").await;
    browser.type_keys("!").await;
    let other = json!({"profile": {"about": "De outra pessoa."}});
    demo.control(&format!("numbers/{VENDAS}"), other).await;
    eventually("the conflict is told", async || {
        browser.run("return !document.querySelector('#moved').hidden").await == json!(true)
    })
    .await;
    focus_is_on(&browser, "#about").await;
    enter_on(&browser, "#save button").await;
    focus_is_on(&browser, "#told").await;
    enter_on(&browser, "button[name=take][value=about]").await;
    eventually("Meta's text is taken", async || {
        let about = "return document.querySelector('#about').value";
        browser.run(about).await == json!("De outra pessoa.")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_takes_a_notice_up_and_chooses_what_to_be_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    in_trouble(&demo, &browser).await;
    enter_on(&browser, "form[action$=\"/acknowledge\"] button").await;
    is_at(&browser, "#notice-").await;
    // From where the notice is, Tab goes on within it.
    browser.press(TAB).await;
    focus_is_on(&browser, "[id^=notice-] *").await;
    at(&demo, &browser, "/activity/rules").await;
    go_to(&browser, "#own-mail-limit_up").await;
    browser.press(SPACE).await;
    enter_on(&browser, "#rules-own button:not([name])").await;
    focus_is_on(&browser, "#saved").await;
    go_to(&browser, "#quiet").await;
    browser.press(SPACE).await;
    enter_on(&browser, "#times form button").await;
    focus_is_on(&browser, "#saved, #times [aria-invalid]").await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invites_looks_who_did_what_and_changes_the_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    at(&demo, &browser, "/settings/people").await;
    go_to(&browser, "#email").await;
    browser.type_keys("nova@casaipe.example").await;
    enter_on(&browser, "form[action$=\"/invitations\"] button").await;
    focus_is_on(&browser, "#outcome").await;
    browser.press(TAB).await;
    focus_is_on(&browser, "#link").await;
    at(&demo, &browser, "/settings/audit").await;
    go_to(&browser, "#person").await;
    browser.press(DOWN).await;
    enter_on(&browser, "form[action=\"/settings/audit\"] button").await;
    is_at(&browser, "person=").await;
    at(&demo, &browser, "/settings").await;
    go_to(&browser, "#new").await;
    browser.type_keys("short").await;
    browser.press(TAB).await;
    browser.type_keys("short").await;
    browser.press(ENTER).await;
    focus_is_on(&browser, "form [aria-invalid], form :invalid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_asks_for_an_erasure_and_is_asked_once_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path()).await;
    at(&demo, &browser, "/settings/erasure").await;
    go_to(&browser, "#user").await;
    browser.type_keys("+55 11 98765-4321").await;
    browser.press(TAB).await;
    browser.type_keys("+55 11 98765-4322").await;
    browser.press(ENTER).await;
    focus_is_on(&browser, "#user[aria-invalid]").await;
    let typed = browser.run("return document.querySelector('#user').value").await;
    assert_eq!(typed, json!("+55 11 98765-4321"), "what was typed is kept");
    at(&demo, &browser, "/errors").await;
    go_to(&browser, "#q").await;
    browser.type_keys("133005").await;
    browser.press(ENTER).await;
    is_at(&browser, "q=133005").await;
    enter_on(&browser, "main a[href^=\"/errors/133005\"]").await;
    is_at(&browser, "/errors/133005").await;
    browser.assert_quiet().await;
}
