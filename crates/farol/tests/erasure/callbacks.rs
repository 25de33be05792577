//! Meta's callbacks: only what Meta signed is heard, a removal deletes nothing, and a deletion is
//! answered with where to see how far it is.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{KeyInit, Mac};
use serde_json::json;

use crate::console::{alone, beside_emulator, connect_account, refresh_all, scope};
use crate::traces::{WABA, append, erase_all, found};
use crate::visitor::{Answer, FORM, Visitor};

const FACEBOOK_USER: &str = "10228877665544332";

fn signed(secret: &str, user: &str) -> String {
    let payload = json!({"algorithm": "HMAC-SHA256", "issued_at": 1_795_338_640, "user_id": user});
    let payload = URL_SAFE_NO_PAD.encode(payload.to_string());
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(payload.as_bytes());
    format!("{}.{payload}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

async fn post(app: &farol::app::App, path: &str, request: &str) -> Answer {
    let body = format!("signed_request={request}").into_bytes();
    Visitor::stranger(app).ask(Method::POST, path, &[("content-type", FORM)], body).await
}

#[tokio::test]
async fn what_meta_did_not_sign_is_refused() {
    let app = alone().await;
    let foreign = signed("another secret", FACEBOOK_USER);
    for path in ["/meta/deauthorize", "/meta/data-deletion"] {
        for request in ["", "x", "x.y", foreign.as_str()] {
            let answer = post(&app, path, request).await;
            assert_eq!((answer.status, answer.text.as_str()), (401, ""), "{path} {request}");
        }
    }
    assert_eq!(app.store.ledger.read(|read| Ok(read.all_erasures()?.len())).await, Ok(0));
}

#[tokio::test]
async fn a_deletion_is_answered_with_a_code_that_tells_how_far_it_is() {
    let app = alone().await;
    append(&app, WABA, json!({"note": format!("asked by {FACEBOOK_USER}")})).await;
    let request = signed("secret", FACEBOOK_USER);
    let answer = post(&app, "/meta/data-deletion", &request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let told = answer.json();
    let code = told["confirmation_code"].as_str().expect("a code").to_owned();
    assert!(code.len() == 32 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{code}");
    let path = format!("/erasure/{code}");
    assert!(told["url"].as_str().is_some_and(|url| url.ends_with(&path)), "{told}");

    let stranger = Visitor::stranger(&app);
    let page = stranger.get(&path).await;
    assert_eq!(page.status, 200);
    let page_done = {
        erase_all(&app).await;
        stranger.get(&path).await
    };
    assert_ne!(page.text, page_done.text, "it says when it is done");
    for page in [&page, &page_done] {
        assert!(!page.text.contains(FACEBOOK_USER), "and not whose it is");
    }
    assert_eq!(found(&app, &[FACEBOOK_USER]), Vec::<String>::new());
    assert_eq!(stranger.get("/erasure/0123456789abcdef0123456789abcdef").await.status, 404);

    let again = post(&app, "/meta/data-deletion", &request).await.json();
    assert_eq!(again["confirmation_code"], code.as_str(), "a repeat is the same request");
    assert_eq!(app.store.ledger.read(|read| Ok(read.all_erasures()?.len())).await, Ok(1));
}

#[tokio::test]
async fn a_removal_deletes_nothing_and_has_every_account_read_at_once() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    refresh_all(&app).await;
    let before = app.store.ledger.read(|read| read.counts()).await.expect("counted");
    let now = app.clock.now();
    assert_eq!(app.store.ledger.read(move |read| Ok(read.due(now, 10)?.len())).await, Ok(0));

    let request = signed(&emulator.app().secret, FACEBOOK_USER);
    assert_eq!(post(&app, "/meta/deauthorize", &request).await.status, 200);
    let now = app.clock.now();
    let due = app.store.ledger.read(move |read| read.due(now, 10)).await.expect("read");
    assert!(!due.is_empty(), "its account is read now");
    let doubted = app.graph.doubted.all();
    assert!(doubted.contains(&meta::WabaId::new(WABA)), "and its token is asked about");
    let after = app.store.ledger.read(|read| read.counts()).await.expect("counted");
    assert_eq!(after, before, "nothing went");
    let token = app
        .store
        .ledger
        .read(|read| read.connection_token(&scope("one"), &meta::WabaId::new(WABA)));
    assert!(token.await.expect("read").is_some());
}
