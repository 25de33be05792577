//! Somebody with nothing but the book: `farol serve` behind a proxy that speaks TLS, a link printed on
//! the server, and in a real Chromium the way to a connected number.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod house;
mod popup;
mod program;

use browser::Browser;
use house::{House, OWNER, PASSWORD, book};
use popup::Popup;
use program::{eventually, farol};
use serde_json::json;

/// The number of the world that is not registered, so that every step has something to do.
const RECIFE: &str = "107719460358814";

/// Sets a password by the link, and logs in with it.
async fn enter(house: &House, browser: &Browser) {
    browser.go(&house.link()).await;
    browser.fill("[name=new]", PASSWORD).await;
    browser.fill("[name=again]", PASSWORD).await;
    browser.click("main form button").await;
    eventually("the password is set", async || browser.url().await.contains("/login")).await;
    browser.fill("[name=email]", OWNER).await;
    browser.fill("[name=password]", PASSWORD).await;
    browser.click("main form button").await;
    eventually("the password opens", async || browser.url().await.ends_with("/overview")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_book_a_newcomer_comes_from_nothing_to_a_connected_number() {
    let house = House::build().await;
    let _served = house.serve();
    eventually("Meta agrees to send webhooks", async || {
        house.metrics().await.contains("farol_webhooks_subscribed 1")
    })
    .await;
    let browser = Browser::open().await;
    enter(&house, &browser).await;
    let empty = browser.text("main").await;
    assert!(empty.contains("Nenhum número conectado"), "{empty}");

    browser.go(&format!("{}/connect", house.base_url)).await;
    Popup::open(&browser).await.finish().await;
    let stage = async || {
        browser.run("return document.querySelector('[data-signup]')?.dataset.stage ?? ''").await
    };
    eventually("only the first event is missing", async || stage().await == json!("awaiting"))
        .await;
    let steps = browser.text("main").await;
    assert!(steps.contains("Falta o primeiro evento assinado"), "{steps}");
    house.customer_writes(RECIFE).await;
    eventually("it is connected, without a reload", async || stage().await == json!("connected"))
        .await;

    browser.go(&format!("{}/numbers/{RECIFE}", house.base_url)).await;
    let page = browser.text("main").await;
    assert!(page.contains("Loja Recife") && page.contains("Conectado"), "{page}");
    browser.assert_quiet().await;
    let strangers = browser.requests_elsewhere(&house.base_url).await;
    assert!(strangers.iter().all(|url| url.starts_with(&house.meta)), "{strangers:?}");
}

#[test]
fn the_books_lines_for_a_proxy_fit_what_farol_does() {
    let default = farol().args(["config", "--default"]).output().expect("it runs");
    let default = String::from_utf8(default.stdout).expect("UTF-8");
    let listen = default.lines().find_map(|line| line.strip_prefix("#listen = ")).expect("a line");
    let listen = listen.trim_matches('"');
    assert_eq!(book::directives("proxy_pass"), [format!("http://{listen}")]);
    assert_eq!(book::caddy(), ["farol.example", "{", "reverse_proxy", listen, "}"]);
    // A photo's form is the longest body, and the stream is neither held back nor cut off.
    let size = book::directives("client_max_body_size").concat();
    let size: usize = size.strip_suffix('m').and_then(|size| size.parse().ok()).expect("megabytes");
    assert!(size << 20 >= farol::http::PHOTO_BODY, "{size} MiB");
    assert_eq!(book::directives("proxy_buffering"), ["off"]);
    assert_eq!(book::directives("proxy_http_version"), ["1.1"]);
}
