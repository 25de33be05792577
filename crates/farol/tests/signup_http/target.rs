//! Ids that came by way of the browser: hints, which the token proves or the login ends there.

use std::time::Duration;

use domain::role::Role;
use domain::signup::{Obstacle, Stage};
use meta::WabaId;
use serde_json::json;
use store::{Tenant, TenantId};

use crate::console;
use crate::desk::{
    BIG_WABA, Desk, FOREIGN_WABA, NUMBER, UNREGISTERED, WABA, begun, finish, message,
};
use crate::visitor::Visitor;

#[tokio::test]
async fn an_account_that_the_token_does_not_reach_is_not_bound_and_not_touched() {
    for told in [
        finish(FOREIGN_WABA, "115586902247310"),
        finish(FOREIGN_WABA, NUMBER),
        message("FINISH_ONLY_WABA", &json!({"waba_id": FOREIGN_WABA})),
        finish("999999999999999", NUMBER),
        // Of the same business, but never shared.
        finish(BIG_WABA, UNREGISTERED),
    ] {
        let desk = Desk::open().await;
        let id = desk.log_in(WABA, Some(&told)).await;
        let obstacle = desk.stopped(&id).await;
        assert!(matches!(obstacle, Obstacle::AccountNotGranted { .. }), "{told}: {obstacle:?}");
        assert_eq!(desk.bound("one").await, Vec::<String>::new(), "{told}");
        assert_eq!(desk.secrets("one").await, Vec::<String>::new(), "{told}");
        assert_eq!(desk.changes().await, Vec::<String>::new(), "{told}");
        let calls = desk.calls().await;
        assert_eq!(calls, ["GET oauth/access_token", "GET debug_token"], "{told}");
    }
}

#[tokio::test]
async fn a_number_of_another_account_is_never_registered() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, UNREGISTERED))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NumberNotInAccount);
    let subscribing = format!("POST {WABA}/subscribed_apps");
    assert_eq!(desk.changes().await, [subscribing], "and that of its own account alone");
    let calls = desk.calls().await;
    assert!(!calls.iter().any(|call| call.contains(UNREGISTERED)), "{calls:?}");
    let retried = desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    assert_eq!(retried.status, 303);
    console::carry_on(&desk.app).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::NumberNotInAccount);
    assert_eq!(desk.changes().await.len(), 1);
}

#[tokio::test]
async fn a_message_after_the_target_is_proven_changes_nothing() {
    let desk = Desk::open().await;
    let id = desk.log_in(WABA, None).await;
    desk.later(Duration::from_secs(3)).await;
    let before = desk.signup(&id).await;
    assert_eq!(before.stage, Stage::Awaiting, "{before:?}");
    let calls = desk.calls().await.len();
    for told in [
        finish(WABA, UNREGISTERED),
        finish(FOREIGN_WABA, "115586902247310"),
        finish(BIG_WABA, UNREGISTERED),
        message("CANCEL", &json!({"current_step": "A"})),
    ] {
        let late = json!({"signup": id.as_str(), "message": told});
        assert_eq!(begun(&desk.owner.json("/connect/outcome", &late).await), id);
        console::carry_on(&desk.app).await;
        assert_eq!(desk.signup(&id).await, before, "{told}");
    }
    assert_eq!(desk.calls().await.len(), calls);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn a_message_in_time_counts_and_the_first_one_stays() {
    let desk = Desk::open().await;
    let id = desk.begin(&desk.code(BIG_WABA), None).await;
    console::carry_on(&desk.app).await;
    assert!(desk.bound("one").await.is_empty(), "it waits for the message");
    for told in [finish(BIG_WABA, UNREGISTERED), finish(FOREIGN_WABA, NUMBER)] {
        let late = json!({"signup": id.as_str(), "message": told});
        begun(&desk.owner.json("/connect/outcome", &late).await);
    }
    console::carry_on(&desk.app).await;
    let signup = desk.signup(&id).await;
    assert_eq!(signup.stage, Stage::Awaiting, "{signup:?}");
    assert_eq!(signup.number.expect("a number").id.as_str(), UNREGISTERED);
    assert_eq!(desk.count(&format!("POST {UNREGISTERED}/register")).await, 1);
}

/// A tenant whose name and id can be searched for.
async fn rival(desk: &Desk) -> Visitor {
    let id = TenantId::new("rival-tenant-id");
    let created_at = domain::Timestamp::from_millis(0);
    let tenant = Tenant { id, name: "Rival Ltda".to_owned(), created_at };
    let added = desk.app.store.ledger.transact(move |tx| tx.add_tenant(&tenant)).await;
    added.expect("added");
    Visitor::of(&desk.app, "rival-tenant-id", Role::Owner).await
}

#[tokio::test]
async fn an_account_of_another_tenant_is_refused_without_saying_whose_it_is() {
    let desk = Desk::open().await;
    let rival = rival(&desk).await;
    let nonce = desk.nonce_of(&rival).await;
    let theirs = json!({"nonce": nonce, "code": desk.code(WABA), "message": finish(WABA, NUMBER)});
    begun(&rival.json("/connect/code", &theirs).await);
    console::carry_on(&desk.app).await;
    assert_eq!(desk.bound("rival-tenant-id").await, [WABA]);
    let changes = desk.changes().await;

    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.stopped(&id).await, Obstacle::BoundElsewhere);
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    assert_eq!(desk.changes().await, changes, "nothing was changed at Meta");
    for path in ["/connect", "/overview", "/numbers"] {
        let page = desk.owner.get(path).await;
        assert_eq!(page.status, 200);
        for word in ["Rival", "rival-tenant-id", "person-", "Atacado"] {
            assert!(!page.text.contains(word), "{path} holds {word}");
        }
    }
    let owner =
        desk.app.store.ledger.read(|read| read.waba_owner(&WabaId::new(WABA))).await.expect("read");
    assert_eq!(owner, Some(TenantId::new("rival-tenant-id")), "it stays where it was");
}

#[tokio::test]
async fn a_token_without_a_scope_or_an_account_binds_nothing() {
    for (grant, is_expected) in [
        (
            json!({"waba": WABA, "without_scope": "whatsapp_business_messaging"}),
            (|obstacle| matches!(obstacle, Obstacle::ScopesMissing { .. }))
                as fn(&Obstacle) -> bool,
        ),
        (
            json!({"waba": WABA, "without_waba": true}),
            (|obstacle| matches!(obstacle, Obstacle::AccountNotGranted { .. }))
                as fn(&Obstacle) -> bool,
        ),
    ] {
        let desk = Desk::open().await;
        let code = desk.control("codes", &grant).await;
        let code = code["code"].as_str().expect("a code");
        let id = desk.begin(code, Some(&finish(WABA, NUMBER))).await;
        console::carry_on(&desk.app).await;
        let obstacle = desk.stopped(&id).await;
        assert!(is_expected(&obstacle), "{obstacle:?}");
        assert_eq!(desk.bound("one").await, Vec::<String>::new());
        assert_eq!(desk.secrets("one").await, Vec::<String>::new());
        assert_eq!(desk.changes().await, Vec::<String>::new());
    }
}
