//! Nonces: one session, one tenant, one login, ten minutes.

use std::time::Duration;

use axum::http::Method;
use domain::role::Role;
use domain::signup::Stage;
use serde_json::json;
use store::TokenHash;

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, assert_refused, begun, finish};
use crate::visitor::{JSON, Visitor};

const EXCHANGE: &str = "GET oauth/access_token";

#[tokio::test]
async fn a_fresh_nonce_begins_one_login_that_the_worker_carries_on() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let answer = desk.post_code(&nonce, &desk.code(WABA), Some(&finish(WABA, NUMBER))).await;
    let id = begun(&answer);
    assert_eq!(desk.count(EXCHANGE).await, 0, "the answer does not wait for Meta");
    console::carry_on(&desk.app).await;
    assert_eq!(desk.count(EXCHANGE).await, 1);
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn the_same_code_with_the_same_nonce_is_the_same_login_and_is_traded_once() {
    let desk = Desk::open().await;
    let (nonce, code) = (desk.nonce().await, desk.code(WABA));
    let message = finish(WABA, NUMBER);
    let first = begun(&desk.post_code(&nonce, &code, Some(&message)).await);
    let again = begun(&desk.post_code(&nonce, &code, Some(&message)).await);
    console::carry_on(&desk.app).await;
    let after = begun(&desk.post_code(&nonce, &code, None).await);
    console::carry_on(&desk.app).await;
    assert_eq!((&again, &after), (&first, &first));
    assert_eq!(desk.count(EXCHANGE).await, 1);
    assert_eq!(desk.logins("one").await, 1);
    assert_eq!(desk.signup(&first).await.stage, Stage::Awaiting);
}

#[tokio::test]
async fn of_posts_that_race_with_one_nonce_one_begins_the_login() {
    let desk = Desk::open().await;
    let (nonce, code) = (desk.nonce().await, desk.code(WABA));
    let other = desk.code(WABA);
    let (one, two, three, four) = tokio::join!(
        desk.post_code(&nonce, &code, None),
        desk.post_code(&nonce, &other, None),
        desk.post_code(&nonce, &code, None),
        desk.post_code(&nonce, &other, None),
    );
    let mut statuses = [one.status, two.status, three.status, four.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 202, 409, 409]);
    assert_eq!(desk.logins("one").await, 1);
}

#[tokio::test]
async fn a_used_nonce_takes_no_other_code() {
    let desk = Desk::open().await;
    let (nonce, code, other) = (desk.nonce().await, desk.code(WABA), desk.code(WABA));
    let id = begun(&desk.post_code(&nonce, &code, Some(&finish(WABA, NUMBER))).await);
    assert_refused(&desk.post_code(&nonce, &other, None).await, 409, &other);
    let outcome = json!({"nonce": nonce});
    assert_refused(&desk.owner.json("/connect/outcome", &outcome).await, 409, &nonce);
    console::carry_on(&desk.app).await;
    assert_eq!((desk.logins("one").await, desk.count(EXCHANGE).await), (1, 1));
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "the first goes on");
}

/// Posts a code with a nonce that is not this visitor's to use.
async fn assert_not_theirs(desk: &Desk, visitor: &Visitor, tenant: &str, nonce: &str) {
    let code = desk.code(WABA);
    let body = json!({"nonce": nonce, "code": code});
    assert_refused(&visitor.json("/connect/code", &body).await, 409, &code);
    let body = json!({"nonce": nonce});
    assert_refused(&visitor.json("/connect/outcome", &body).await, 409, nonce);
    assert_eq!(desk.logins(tenant).await, 0);
    assert_eq!(desk.secrets(tenant).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_nonce_counts_for_the_session_that_asked_for_it_alone() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let same_person = desk.owner.at_another_browser("one").await;
    assert_not_theirs(&desk, &same_person, "one", &nonce).await;
    let colleague = Visitor::of(&desk.app, "one", Role::Admin).await;
    assert_not_theirs(&desk, &colleague, "one", &nonce).await;
    begun(&desk.post_code(&nonce, &desk.code(WABA), None).await);
}

#[tokio::test]
async fn a_nonce_counts_for_the_tenant_that_it_was_asked_for_in_alone() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    let other = Visitor::owner(&desk.app, "two").await;
    assert_not_theirs(&desk, &other, "two", &nonce).await;
    // The same session, moved: what the popup brings belongs to where it was opened.
    desk.owner.takes_part("two", Role::Owner).await;
    let moved = desk.owner.form("/tenant", &[("tenant", "two"), ("back", "/connect")]).await;
    assert_eq!(moved.status, 303);
    assert_not_theirs(&desk, &desk.owner, "two", &nonce).await;
    desk.owner.form("/tenant", &[("tenant", "one"), ("back", "/connect")]).await;
    begun(&desk.post_code(&nonce, &desk.code(WABA), None).await);
}

#[tokio::test]
async fn a_nonce_ends_after_ten_minutes_of_the_clock_that_nothing_turns() {
    let desk = Desk::open().await;
    let ten = Duration::from_secs(600);
    let forget = async |at| {
        let forgotten = desk.app.store.ledger.transact(move |tx| tx.forget_nonces(at)).await;
        forgotten.expect("forgotten");
    };
    let before = desk.app.clock.steady();
    let (lives, ends) = (desk.nonce().await, desk.nonce().await);
    let after = desk.app.clock.steady();
    forget(domain::Timestamp::from_millis(before.plus(ten).as_millis() - 1)).await;
    desk.hands.turn(Duration::from_secs(3600));
    begun(&desk.post_code(&lives, &desk.code(WABA), None).await);
    forget(after.plus(ten)).await;
    assert_refused(&desk.post_code(&ends, &desk.code(WABA), None).await, 409, &ends);
}

#[tokio::test]
async fn an_ended_nonce_begins_nothing_though_it_is_still_kept() {
    let desk = Desk::open().await;
    let (now, session) = (desk.app.clock.steady(), desk.owner.session());
    let add = async |nonce: &str, expires| {
        let (hash, scope) = (TokenHash::of(nonce), console::scope("one"));
        let added =
            desk.app.store.ledger.transact(move |tx| tx.add_nonce(hash, session, &scope, expires));
        added.await.expect("added");
    };
    add("ended", now).await;
    add("lives", now.plus(Duration::from_secs(60))).await;
    assert_refused(&desk.post_code("ended", &desk.code(WABA), None).await, 409, "ended");
    begun(&desk.post_code("lives", &desk.code(WABA), None).await);
    assert_eq!(desk.logins("one").await, 1);
}

#[tokio::test]
async fn a_nonce_that_was_never_given_begins_nothing() {
    let desk = Desk::open().await;
    let (long, real) = ("n".repeat(20_000), desk.nonce().await);
    let (shorter, longer) = (&real[..real.len() - 1], format!("{real}="));
    for made_up in ["", "0", "made-up", "' OR 1=1 --", &long, shorter, &longer] {
        let answer = desk.post_code(made_up, &desk.code(WABA), None).await;
        assert_refused(&answer, 409, made_up);
        let answer = desk.owner.json("/connect/outcome", &json!({"nonce": made_up})).await;
        assert_refused(&answer, 409, made_up);
    }
    for no_text in [json!(null), json!(7), json!(["a"]), json!({"$ne": 1})] {
        let body = json!({"nonce": no_text, "code": desk.code(WABA)});
        assert_refused(&desk.owner.json("/connect/code", &body).await, 400, "AQEAA");
    }
    assert_eq!((desk.logins("one").await, desk.calls().await.len()), (0, 0));
}

#[tokio::test]
async fn the_logout_ends_the_nonce() {
    let desk = Desk::open().await;
    let nonce = desk.nonce().await;
    desk.owner.form("/logout", &[]).await;
    let answer = desk.post_code(&nonce, &desk.code(WABA), None).await;
    assert_eq!(answer.leads(), (303, Some("/login")));
    assert_eq!(desk.logins("one").await, 0);
}

#[tokio::test]
async fn each_nonce_is_another_of_256_bits() {
    let desk = Desk::open().await;
    let mut nonces = Vec::new();
    for _ in 0..50 {
        nonces.push(desk.nonce().await);
    }
    assert!(nonces.iter().all(|nonce| nonce.len() == 43), "32 bytes in base64");
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 50);
}

#[tokio::test]
async fn another_site_begins_and_changes_nothing() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    let before = desk.signup(&id).await;
    let nonce = desk.nonce().await;
    let commits = desk.app.store.ledger.commits();
    let code = json!({"nonce": nonce, "code": desk.code(WABA)}).to_string();
    let posts = [
        ("/connect/nonce".to_owned(), "{}"),
        ("/connect/code".to_owned(), code.as_str()),
        ("/connect/outcome".to_owned(), code.as_str()),
        (format!("/connect/{id}/pin"), "pin=123456"),
        (format!("/connect/{id}/request-code"), "method=SMS"),
        (format!("/connect/{id}/verify-code"), "code=123456"),
        (format!("/connect/{id}/retry"), ""),
        (format!("/connect/{id}/dismiss"), ""),
    ];
    for foreign in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1.evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for (path, body) in &posts {
            let kind = if body.starts_with('{') { JSON } else { crate::visitor::FORM };
            let headers = [("content-type", kind), foreign];
            let body = body.as_bytes().to_vec();
            let answer = desk.owner.ask(Method::POST, path, &headers, body).await;
            assert_eq!(answer.status, 403, "{path} with {foreign:?}");
        }
    }
    assert_eq!(desk.app.store.ledger.commits(), commits, "nothing was written");
    assert_eq!(desk.signup(&id).await, before);
    let own = [("content-type", JSON), ("sec-fetch-site", "same-origin")];
    let answer =
        desk.owner.ask(Method::POST, "/connect/code", &own, code.clone().into_bytes()).await;
    begun(&answer);
}
