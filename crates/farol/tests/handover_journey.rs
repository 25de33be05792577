//! A client without an account, from the link to Connected: the owner makes it, the client opens it in
//! another browser, goes through wizard and popup, and the owner watches; real program, real Chromium.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod axe;
mod browser;
mod popup;
mod program;

use axe::keeps_the_rules;
use browser::Browser;
use popup::{Popup, Visit};
use program::{eventually, within};
use serde_json::json;

const LOJA_RECIFE: &str = "107719460358814";

/// Waits, without a reload, until the owner's list says this of the one link.
async fn until_standing(owner: &Browser, wanted: &str) {
    let script = "return document.querySelector('[data-standing]')?.dataset.standing ?? ''";
    let what = format!("the owner's page says {wanted}");
    within(std::time::Duration::from_secs(40), &what, async || {
        owner.run(script).await == json!(wanted)
    })
    .await;
}

async fn stage(client: &Browser) -> String {
    let script = "return document.querySelector('[data-signup]')?.dataset.stage ?? ''";
    client.run(script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_an_account_connects_by_a_link_while_the_owner_watches() {
    let visit = Visit::to_empty().await;
    let (owner, console) = (&visit.browser, visit.demo.console.clone());
    owner.go(&format!("{console}/connect/links")).await;
    keeps_the_rules(owner, "links, none yet").await;
    owner.fill("#label", "Padaria Sol").await;
    owner.click("form.invite button").await;
    eventually("the address is shown", async || {
        owner.run("return !!document.querySelector('#link')").await == json!(true)
    })
    .await;
    keeps_the_rules(owner, "links, one made").await;
    let address = owner.run("return document.querySelector('#link').value").await;
    let address = address.as_str().expect("an address").to_owned();
    assert!(address.starts_with(&format!("{console}/c/")), "{address}");
    owner.go(&format!("{console}/connect/links")).await;
    until_standing(owner, "waiting").await;

    // The client: another browser with a profile of its own.
    let client = Browser::open().await;
    client.go(&address).await;
    assert_eq!(client.url().await, format!("{console}/c"), "the token left the address");
    keeps_the_rules(&client, "a link's welcome").await;
    client.click("form[action=\"/c\"] button").await;
    until_standing(owner, "opened").await;
    client.click("a[href=\"/c/situation\"]").await;
    keeps_the_rules(&client, "a link's wizard").await;
    client.click("#situation-free").await;
    client.click("form[action=\"/c/situation\"] button").await;
    keeps_the_rules(&client, "a link's guide").await;
    client.click("form[action=\"/c/situation/free\"] button").await;
    keeps_the_rules(&client, "a link's button").await;
    let popup = Popup::open(&client).await;
    popup.finish().await;
    until_standing(owner, "under-way").await;
    let awaiting = "the client's page follows by itself";
    within(std::time::Duration::from_secs(40), awaiting, async || {
        stage(&client).await == "awaiting"
    })
    .await;
    keeps_the_rules(&client, "a link's login under way").await;
    visit.customer_writes(LOJA_RECIFE).await;
    until_standing(owner, "connected").await;
    within(std::time::Duration::from_secs(40), "the client is told", async || {
        stage(&client).await == "connected"
    })
    .await;
    eventually("that the link did what it is for", async || {
        client.text("#link-state").await.contains("conectado")
    })
    .await;
    keeps_the_rules(&client, "a link's end").await;
    // Nothing else of the console is there for the client.
    client.go(&format!("{console}/overview")).await;
    assert_eq!(client.url().await, format!("{console}/login"));
    visit.to_connect().await;
    let told = owner.text("[data-signup]").await;
    assert!(told.contains("pelo link “Padaria Sol”"), "{told}");
    client.assert_quiet().await;
    owner.assert_quiet().await;
}
