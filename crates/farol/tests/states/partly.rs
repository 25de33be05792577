//! Partial failure on one page: what Meta still answers is new, with its time, and what it does not
//! stays as it was and is marked, since when and why.

use super::{at, browser::Browser, entered, eventually, program::Demo};
use serde_json::{Value, json};

/// The account, whose own reading fails, and a number of it, which is read by another call.
const FAILS: &str = "102290129340398";
const WORKS: &str = "104857736119203";
const SINCE: &str = "Sem leitura nova desde";

/// Of the account and the number on Status de saúde: when each was heard of, when its own fields were
/// read, and all that is said of it. Of an account's health the newest document counts that names
/// it, which may be a number's.
async fn entities(demo: &Demo, browser: &Browser) -> (Value, Value) {
    at(demo, browser, "/health").await;
    let entity = |id: &str| {
        format!(
            "(() => {{ const one = document.querySelector('.chain__entity[id$=\"-{id}\"]'); \
             return {{read: one?.querySelector('.src time')?.dateTime ?? '', \
             own: one?.querySelector('[data-field=name]')?.dataset.at ?? '', \
             said: one?.innerText ?? '', \
             values: one?.querySelectorAll('[data-value]').length ?? 0}} }})()"
        )
    };
    let both = browser.run(&format!("return [{}, {}]", entity(FAILS), entity(WORKS))).await;
    (both[0].clone(), both[1].clone())
}

fn is_marked(entity: &Value) -> bool {
    entity["said"].as_str().unwrap_or_default().contains(SINCE)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_can_not_be_read_is_marked_and_its_number_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    eventually("both are read", async || {
        let (fails, works) = entities(&demo, &browser).await;
        fails["read"] != "" && works["read"] != ""
    })
    .await;
    demo.control("faults", json!({"fault": "http_500", "share": 1.0, "edge": "node"})).await;
    eventually("the account is marked", async || is_marked(&entities(&demo, &browser).await.0))
        .await;
    let (fails, works) = entities(&demo, &browser).await;
    assert_ne!(fails["own"], "", "the account's own name has its time: {fails}");
    assert!(fails["values"].as_u64() > Some(0), "it keeps what was read: {fails}");
    assert!(!is_marked(&works), "{works}");
    eventually("the number is read again, beside it", async || {
        let now = entities(&demo, &browser).await;
        assert!(is_marked(&now.0) && !is_marked(&now.1), "{now:?}");
        assert_eq!(now.0["own"], fails["own"], "what failed keeps the time of its last reading");
        now.1["read"].as_str() > works["read"].as_str().max(fails["own"].as_str())
    })
    .await;
    // Once Meta answers again, nothing is marked.
    demo.control("faults", json!({"fault": null})).await;
    eventually("it is read again", async || {
        let (now, _) = entities(&demo, &browser).await;
        !is_marked(&now) && now["own"].as_str() > fails["own"].as_str()
    })
    .await;
    browser.assert_quiet().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_can_not_be_read_leaves_the_number_beside_it_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    let page = format!("/profile?number={WORKS}");
    let about = "return document.querySelector('#about')?.value ?? ''";
    eventually("the profile is read", async || {
        at(&demo, &browser, &page).await;
        browser.run(about).await != json!("")
    })
    .await;
    let held = browser.run(about).await;
    let edge = "whatsapp_business_profile";
    demo.control("faults", json!({"fault": "http_500", "share": 1.0, "edge": edge})).await;
    eventually("the profile is marked", async || {
        at(&demo, &browser, &page).await;
        browser.text("#failing").await.contains(SINCE)
    })
    .await;
    assert_eq!(browser.run(about).await, held, "its text stays");
    // When the profile was read, and the number's name.
    let times = "return [document.querySelector('#source time').dateTime, \
        document.querySelector('#name [data-at]').dataset.at]";
    let before = browser.run(times).await;
    // What is read by another call follows Meta on the same page.
    demo.control(&format!("numbers/{WORKS}"), json!({"verified_name": "Casa Ipê Nova"})).await;
    eventually("the name is new", async || {
        at(&demo, &browser, &page).await;
        browser.text("#name").await.contains("Casa Ipê Nova")
    })
    .await;
    assert!(browser.text("#failing").await.contains(SINCE), "and the profile is still marked");
    let now = browser.run(times).await;
    assert_eq!(now[0], before[0], "what failed keeps the time of its last reading");
    assert!(now[1].as_str() > before[1].as_str(), "the name has a new one: {before} {now}");
    browser.assert_quiet().await;
}
