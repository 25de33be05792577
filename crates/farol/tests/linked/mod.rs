//! A hand-over link that the browser opened which made it, so that its pages can be looked at like the
//! console's.

use serde_json::json;

use crate::browser::Browser;
use crate::program::eventually;

/// The pages of somebody who came by a link.
pub const PAGES: [&str; 4] = ["/c", "/c/situation", "/c/situation?ask=1", "/c/situation/app-keep"];

/// Makes a link and opens it in the same browser, which has the link from then on.
pub async fn open(browser: &Browser, console: &str) {
    browser.go(&format!("{console}/connect/links")).await;
    browser.fill("#label", "Padaria Sol").await;
    browser.click("form.invite button").await;
    eventually("the address is shown", async || {
        browser.run("return !!document.querySelector('#link')").await == json!(true)
    })
    .await;
    let address = browser.run("return document.querySelector('#link').value").await;
    browser.go(address.as_str().expect("an address")).await;
    browser.click("form[action=\"/c\"] button").await;
    eventually("the link is this browser's", async || {
        browser.run("return !!document.querySelector('a[href=\"/c/situation\"]')").await
            == json!(true)
    })
    .await;
}
