//! Connections by hand: one an account, its secrets sealed, its address kept, closed with the account.

use bytes::Bytes;
use meta::{AppId, WabaId};
use store::{ConnectionId, LedgerTx, NewByHand, OtherApp, Secret};

use crate::{at, bound, connection, scope, store};

fn made(id: &str, waba: &str, app: &str, secret: &str) -> NewByHand {
    NewByHand {
        id: ConnectionId::new(id),
        verify_token: Secret::new(format!("verify-{id}")),
        waba: WabaId::new(waba),
        app: OtherApp { id: AppId::new(app), secret: Secret::new(secret) },
        at: at(5),
    }
}

/// The secret of the app that an account's token is of; `None` for the installation's.
fn secret_of_token(ledger: &LedgerTx<'_>, tenant: &str, waba: &str) -> Option<String> {
    let token = ledger.connection_token(&scope(tenant), &WabaId::new(waba)).unwrap().unwrap();
    token.other_app().map(|app| app.secret.expose().to_owned())
}

#[tokio::test]
async fn an_account_made_again_keeps_its_address_and_takes_the_newer_app() {
    let job = |ledger: &LedgerTx<'_>| {
        let (own, waba) = (scope("t1"), WabaId::new("700"));
        assert_eq!(ledger.by_hand_of(&own, &waba)?, None);
        ledger.save_by_hand(&own, &made("first", "700", "801", "secret-a"))?;
        ledger.save_by_hand(&own, &made("second", "700", "802", "secret-b"))?;
        let held = ledger.by_hand_of(&own, &waba)?.expect("held");
        assert_eq!((held.id.as_str(), held.app.as_str()), ("first", "802"));
        assert_eq!(ledger.by_hand(&ConnectionId::new("second"))?, None);
        assert_eq!(ledger.verify_token_by_hand(&held)?.expect("kept").expose(), "verify-first");
        assert_eq!(ledger.app_by_hand(&held)?.expect("kept").secret.expose(), "secret-b");
        assert_eq!(ledger.by_hand(&held.id)?, Some(held));
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn accounts_of_one_app_share_a_door_that_outlives_each_of_them() {
    let job = |ledger: &LedgerTx<'_>| {
        let (own, app) = (scope("t1"), AppId::new("801"));
        let door = |ledger: &LedgerTx<'_>| ledger.door_by_hand(&own, &app);
        ledger.save_by_hand(&own, &made("first", "702", "801", "secret-a"))?;
        ledger.save_by_hand(&own, &made("second", "701", "801", "secret-b"))?;
        ledger.save_by_hand(&own, &made("third", "700", "801", "secret-c"))?;
        ledger.save_by_hand(&scope("t2"), &made("other", "703", "801", "secret-d"))?;
        for (waba, next) in [("702", "701"), ("701", "700")] {
            let held = door(ledger)?.expect("a door");
            assert_eq!((held.id.as_str(), held.waba.as_str()), ("first", waba));
            assert_eq!(ledger.app_by_hand(&held)?.expect("kept").secret.expose(), "secret-c");
            assert_eq!(ledger.verify_token_by_hand(&held)?.expect("kept").expose(), "verify-first");
            let all = ledger.by_hand_of(&own, &WabaId::new(next))?.expect("held");
            assert_eq!(ledger.app_by_hand(&all)?.expect("kept").secret.expose(), "secret-c");
            ledger.remove_by_hand(&own, &WabaId::new(waba))?;
            assert_eq!(ledger.by_hand_of(&own, &WabaId::new(waba))?, None);
        }
        assert_eq!(door(ledger)?.expect("a door").waba.as_str(), "700");
        assert_eq!(ledger.secret_names(&own)?.len(), 2, "one account, its secret and its token");
        ledger.remove_by_hand(&own, &WabaId::new("700"))?;
        assert_eq!(door(ledger)?, None);
        assert_eq!(ledger.secret_names(&own)?, Vec::<String>::new());
        assert_eq!(ledger.door_by_hand(&scope("t2"), &app)?.expect("its own").id.as_str(), "other");
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn an_account_that_takes_another_app_leaves_the_door_to_those_that_stay() {
    let job = |ledger: &LedgerTx<'_>| {
        let own = scope("t1");
        let door = |app: &str| ledger.door_by_hand(&own, &AppId::new(app));
        ledger.save_by_hand(&own, &made("first", "700", "801", "secret-a"))?;
        ledger.save_by_hand(&own, &made("second", "701", "801", "secret-a"))?;
        ledger.save_by_hand(&own, &made("third", "700", "802", "secret-b"))?;
        assert_eq!(door("801")?.expect("a door").id.as_str(), "first");
        assert_eq!(door("801")?.expect("a door").waba.as_str(), "701");
        assert_eq!(door("802")?.expect("a door").id.as_str(), "third");
        // Alone with its app, but the new one has a door that Meta was told of.
        ledger.save_by_hand(&own, &made("fourth", "701", "802", "secret-c"))?;
        assert_eq!((door("801")?, door("802")?.expect("a door").id.as_str()), (None, "third"));
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn a_token_is_of_the_other_app_for_as_long_as_its_binding_says_so() {
    let store = store();
    bound(&store, "t1", "700").await.unwrap();
    bound(&store, "t1", "701").await.unwrap();
    let job = |ledger: &LedgerTx<'_>| {
        ledger.save_by_hand(&scope("t1"), &made("first", "700", "801", "secret-a"))?;
        assert_eq!(secret_of_token(ledger, "t1", "700"), None, "it is bound by the installation's");
        let mut own = connection("t1", "700", "EAA-own");
        own.app = AppId::new("801");
        ledger.bind(&own)?;
        assert_eq!(secret_of_token(ledger, "t1", "700").as_deref(), Some("secret-a"));
        assert_eq!(secret_of_token(ledger, "t1", "701"), None);
        ledger.bind(&connection("t1", "700", "EAA-of-a-login"))?;
        assert_eq!(secret_of_token(ledger, "t1", "700"), None, "a login took its place");
        Ok(())
    };
    store.ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn what_is_forgotten_leaves_no_secret_and_nothing_of_another_tenant_goes_along() {
    let job = |ledger: &LedgerTx<'_>| {
        let (one, two) = (scope("t1"), scope("t2"));
        ledger.save_by_hand(&one, &made("first", "700", "801", "secret-a"))?;
        ledger.save_by_hand(&two, &made("other", "701", "801", "secret-b"))?;
        assert_eq!(ledger.by_hand_of(&one, &WabaId::new("701"))?, None);
        let app = AppId::new("801");
        assert_eq!(ledger.other_app(&two, &app)?.expect("its own").secret.expose(), "secret-b");
        ledger.remove_by_hand(&one, &WabaId::new("701"))?;
        ledger.remove_by_hand(&one, &WabaId::new("700"))?;
        assert_eq!(ledger.secret_names(&one)?, Vec::<String>::new());
        assert!(ledger.other_app(&one, &app)?.is_none());
        assert_eq!(ledger.by_hand(&ConnectionId::new("first"))?, None, "its callback is closed");
        assert_eq!(ledger.secret_names(&two)?.len(), 2);
        assert!(ledger.by_hand(&ConnectionId::new("other"))?.is_some());
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn a_body_is_kept_with_the_callback_that_it_came_by() {
    let store = store();
    let own = ConnectionId::new("first");
    let (seq, body) =
        (store.inbox.append(Bytes::from_static(b"a"), at(1)), Bytes::from_static(b"b"));
    let (first, second) =
        (seq.await.unwrap(), store.inbox.append_at(own.clone(), body, at(2)).await.unwrap());
    let expected = [None, Some(own)];
    let of = |bodies: Vec<store::StoredBody>| bodies.into_iter().map(|b| b.connection);
    assert!(of(store.inbox.after(0, 10).unwrap()).eq(expected.clone()));
    assert!(of(store.inbox.get(&[first, second]).unwrap()).eq(expected));
}
