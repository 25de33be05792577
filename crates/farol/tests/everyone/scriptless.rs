//! Without scripts every task is done, save Meta's popup and what stays live by itself.

use serde_json::json;

use super::program::{Demo, eventually};
use super::{COBRANCA, VENDAS, at_once, browser::Browser, entered, in_trouble, linked, pages};

/// A browser that runs no scripts, logged in by e-mail and password.
async fn without_scripts(demo: &Demo) -> Browser {
    let browser = Browser::open().await;
    browser.run_no_scripts().await;
    at_once(demo, &browser, "/login").await;
    browser.fill("#email", demo.ready["email"].as_str().expect("named")).await;
    browser.fill("#password", demo.ready["password"].as_str().expect("named")).await;
    browser.click("form[action=\"/login\"] button").await;
    is_at(&browser, "/overview").await;
    let ran = "return typeof document.querySelector('#toasts')";
    assert_eq!(browser.run(ran).await, json!("object"));
    assert_eq!(browser.run("return document.querySelector('#toasts')").await, json!(null));
    linked::open(&browser, &demo.console).await;
    browser
}

async fn is_at(browser: &Browser, path: &str) {
    eventually(path, async || browser.url().await.contains(path)).await;
}

async fn says(browser: &Browser, words: &str) {
    eventually(words, async || browser.text("main").await.contains(words)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_every_page_is_whole_and_offers_nothing_that_would_not_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, _) = entered(folder.path()).await;
    let browser = without_scripts(&demo).await;
    for page in pages() {
        at_once(&demo, &browser, page).await;
        let title = browser.text("h1").await;
        assert!(!title.is_empty(), "{page}");
        let dead = "return [...document.querySelectorAll('button[type=button]:not([popovertarget])')]
            .filter(el => el.checkVisibility({ visibilityProperty: true })).map(el => el.outerHTML.slice(0, 120))";
        assert_eq!(
            browser.run(dead).await,
            json!([]),
            "{page}: a button that only a script serves"
        );
        let live = "return [...document.querySelectorAll('.live, .offbar > *')].filter(el => el.checkVisibility()).map(el => el.innerText).join('')";
        assert_eq!(browser.run(live).await, json!(""), "{page} does not call itself live");
    }
    for width in [1440, 320] {
        browser.look(width, false).await;
        for page in pages() {
            at_once(&demo, &browser, page).await;
            let wide = browser.run("return document.documentElement.scrollWidth").await;
            assert!(wide.as_u64() <= Some(width), "{page} at {width}: {wide}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_menus_searches_and_checks_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, _) = entered(folder.path()).await;
    let browser = without_scripts(&demo).await;
    at_once(&demo, &browser, "/numbers").await;
    browser.fill("#q", "cobran\u{e007}").await;
    is_at(&browser, "q=cobran").await;
    assert!(!browser.text("main").await.contains("Vendas"), "the search is answered");
    browser.click(&format!("main a[href^=\"/numbers/{COBRANCA}\"]")).await;
    is_at(&browser, COBRANCA).await;
    at_once(&demo, &browser, "/health").await;
    browser.click("form[action=\"/health/check\"] button").await;
    is_at(&browser, "/health").await;
    at_once(&demo, &browser, "/errors").await;
    browser.fill("#q", "133005\u{e007}").await;
    is_at(&browser, "q=133005").await;
    browser.click("main a[href^=\"/errors/133005\"]").await;
    is_at(&browser, "/errors/133005").await;
    browser.click("[popovertarget=menu-person]").await;
    browser.click("#menu-person button[lang=en]").await;
    eventually("the page is in English", async || {
        browser.run("return document.documentElement.lang").await == json!("en")
    })
    .await;
    at_once(&demo, &browser, "/connect").await;
    assert!(browser.text("main").await.contains("JavaScript"), "and that the popup needs it");
    browser.click("[popovertarget=menu-person]").await;
    browser.click("form[action=\"/logout\"] button").await;
    is_at(&browser, "/login").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_profile_and_its_photo_are_saved_and_a_conflict_is_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, _) = entered(folder.path()).await;
    let browser = without_scripts(&demo).await;
    let page = format!("/profile?number={VENDAS}");
    at_once(&demo, &browser, &page).await;
    browser.fill("#about", "Sem script.").await;
    let other = json!({"profile": {"about": "De outra pessoa."}});
    demo.control(&format!("numbers/{VENDAS}"), other).await;
    browser.click("#save button").await;
    says(&browser, "De outra pessoa.").await;
    browser.click("#save button").await;
    says(&browser, "conferi").await;
    let about = browser.run("return document.querySelector('#about').value").await;
    assert_eq!(about, json!("Sem script."));
    let file = folder.path().join("foto.png");
    let photo = image::RgbImage::from_pixel(640, 640, image::Rgb([200, 20, 20]));
    photo.save(&file).expect("written");
    at_once(&demo, &browser, &page).await;
    browser.choose("#photo-file", &file).await;
    browser.click("button[form=photo-form]").await;
    eventually("the photo is saved", async || {
        at_once(&demo, &browser, &page).await;
        browser.text("#photo-said").await.contains("Foto salva")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_notices_people_and_erasures_are_governed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, seeing) = entered(folder.path()).await;
    in_trouble(&demo, &seeing).await;
    let browser = without_scripts(&demo).await;
    at_once(&demo, &browser, "/activity/notices").await;
    browser.click("form[action$=\"/acknowledge\"] button").await;
    is_at(&browser, "#notice-").await;
    at_once(&demo, &browser, "/activity/rules").await;
    browser.click("#own-mail-limit_up").await;
    browser.click("#rules-own button:not([name])").await;
    eventually("it is saved", async || !browser.text("#saved").await.is_empty()).await;
    at_once(&demo, &browser, "/settings/people").await;
    browser.fill("#email", "nova@casaipe.example\u{e007}").await;
    eventually("the link is shown", async || {
        let link = browser.run("return document.querySelector('#link')?.value ?? ''").await;
        link.as_str().is_some_and(|link| link.contains("/invitation?link="))
    })
    .await;
    at_once(&demo, &browser, "/settings/audit").await;
    browser.click("form[action=\"/settings/audit\"] button").await;
    is_at(&browser, "/settings/audit?").await;
    at_once(&demo, &browser, "/settings/erasure").await;
    browser.fill("#user", "+55 11 98765-4321").await;
    browser.fill("#user-again", "+55 11 98765-4322\u{e007}").await;
    eventually("it is refused", async || {
        browser.run("return !!document.querySelector('#user[aria-invalid]')").await == json!(true)
    })
    .await;
}
