//! What the log of calls shows, and what it never does.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use stand::{BRASIL, Stand};

#[tokio::test]
async fn no_token_stands_in_the_log_of_calls_not_even_in_the_links_of_a_page() {
    let stand = Stand::new();
    let page = stand.read(&format!("/v25.0/{BRASIL}/phone_numbers?limit=1")).await;
    let next = page["paging"]["next"].as_str().unwrap();
    assert!(next.contains(&stand.token), "Meta's links carry it");
    // A nested page is asked for by its link, too.
    let nested = format!("/v25.0/{BRASIL}?fields=phone_numbers.limit(1){{id}}");
    stand.read(&nested.replace('{', "%7B").replace('}', "%7D")).await;
    let path = next.split_once("/v25.0").unwrap().1;
    stand.read(&format!("/v25.0{path}")).await;
    let request = Request::get("/_control/calls").header("host", "127.0.0.1:8081");
    let log = stand.ask(request.body(Body::empty()).unwrap()).await.text;
    assert!(log.contains("access_token=***") && log.contains("phone_numbers"), "{log}");
    assert!(!log.contains(&stand.token), "{log}");
}
