//! Disconnections: one of an account at a time, due until it is done, of its tenant alone; and what ends
//! or is noted with an account.

use domain::Node;
use domain::disconnection::{Disconnection, Part, Plan};
use domain::notice::{EndedBy, Kind, Notice};
use meta::WabaId;
use serde_json::json;
use store::{LedgerTx, NoticeFilter, PersonId, StoreError, StoredDisconnection};

use crate::{at, connection, person_ana, scope, store, tenant};

fn waba() -> WabaId {
    WabaId::new("700")
}

fn begun(seconds: i64) -> StoredDisconnection {
    let plan = Plan { undo: vec![Part::Subscription], ends: Vec::new(), closes: None };
    let disconnection = Disconnection::begin(plan, at(seconds));
    StoredDisconnection { person: PersonId::new("ana"), disconnection }
}

/// Two tenants and Ana; the first tenant has the account.
async fn in_one(doing: impl FnOnce(&LedgerTx<'_>) -> Result<(), StoreError> + Send + 'static) {
    let job = move |tx: &LedgerTx<'_>| {
        tx.add_tenant(&tenant("t1"))?;
        tx.add_tenant(&tenant("t2"))?;
        tx.add_person(&person_ana())?;
        tx.bind(&connection("t1", "700", "token"))?;
        doing(tx)
    };
    store().ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn one_is_due_until_it_is_done_and_then_kept_for_a_while() {
    in_one(|tx| {
        let (t1, t2, mut kept) = (scope("t1"), scope("t2"), begun(20));
        tx.save_disconnection(&t1, &waba(), &kept)?;
        assert_eq!(tx.disconnection(&t1, &waba())?, Some(kept.clone()));
        assert!(tx.is_disconnecting(&t1, &waba())?);
        assert_eq!(tx.disconnection(&t2, &waba())?, None, "another tenant's");
        assert!(!tx.is_disconnecting(&t2, &waba())?);
        assert_eq!(tx.due_disconnections(at(19), 9)?, []);
        assert_eq!(tx.next_disconnection_due_at(at(19))?, Some(at(20)));
        assert_eq!(tx.due_disconnections(at(20), 9)?, [(t1.tenant().clone(), waba())]);
        assert_eq!(tx.forget_disconnections(at(99), 9)?, 0, "it is not done");
        kept.disconnection.end(at(30));
        tx.save_disconnection(&t1, &waba(), &kept)?;
        assert!(!tx.is_disconnecting(&t1, &waba())?);
        assert_eq!(tx.due_disconnections(at(99), 9)?, []);
        assert_eq!(tx.forget_disconnections(at(20), 9)?, 0);
        assert_eq!(tx.disconnections_ahead_of(at(19), 9)?.len(), 1);
        assert_eq!(tx.forget_disconnections(at(21), 9)?, 1);
        assert_eq!(tx.disconnection(&t1, &waba())?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_token_lacks_is_noted_once_and_forgotten_with_it() {
    in_one(|tx| {
        let (t1, lacks) = (scope("t1"), vec!["whatsapp_business_messaging".to_owned()]);
        assert!(!tx.note_lacks(&t1, &waba(), &[])?, "it lacked nothing before");
        assert!(!tx.note_lacks(&scope("t2"), &waba(), &lacks)?, "another tenant's");
        assert!(tx.note_lacks(&t1, &waba(), &lacks)?);
        assert!(!tx.note_lacks(&t1, &waba(), &lacks)?, "that is no news");
        assert_eq!(tx.connections(&t1)?[0].lacks, lacks);
        tx.bind(&connection("t1", "700", "another"))?;
        assert!(tx.connections(&t1)?[0].lacks.is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_binding_ahead_of_a_clock_that_was_turned_back_counts_from_now() {
    in_one(|tx| {
        tx.rewind_connections(at(50))?;
        assert_eq!(tx.connections(&scope("t1"))?[0].connected_at, at(10));
        tx.rewind_connections(at(5))?;
        assert_eq!(tx.connections(&scope("t1"))?[0].connected_at, at(5));
        Ok(())
    })
    .await;
}

fn told(kind: Kind, node: Node, field: &str) -> Notice {
    let (of, detail) = (Some("700"), json!({ "field": field }));
    Notice::condition(kind, node, at(20), detail).of_waba(of)
}

/// By what each notice ended, oldest first; `None` for one that is open or ended by itself.
fn ended(tx: &LedgerTx<'_>, tenant: &str) -> Vec<(bool, Option<EndedBy>)> {
    let kept = tx.notices(&scope(tenant), &NoticeFilter::default(), 9).unwrap();
    kept.iter().rev().map(|kept| (kept.is_open(), kept.ended_by)).collect()
}

#[tokio::test]
async fn what_is_open_of_an_account_ends_with_it_and_what_told_of_its_loss_with_a_new_token() {
    in_one(|tx| {
        let (t1, number) = (scope("t1"), Node::phone_number("7"));
        tx.add_notice(&t1, &told(Kind::TokenDying, Node::waba("700"), "error"), at(21))?;
        tx.add_notice(&t1, &told(Kind::Disconnected, number.clone(), "error"), at(21))?;
        tx.add_notice(&t1, &told(Kind::Disconnected, Node::phone_number("8"), "status"), at(21))?;
        tx.add_notice(&t1, &told(Kind::QualityLow, number, "quality_rating"), at(21))?;
        let other = told(Kind::TokenDying, Node::waba("700"), "error");
        tx.add_notice(&scope("t2"), &other, at(21))?;
        tx.end_losses_of(&t1, &waba(), at(30))?;
        let again = (false, Some(EndedBy::Reconnected));
        assert_eq!(ended(tx, "t1"), [again, again, (true, None), (true, None)]);
        tx.end_notices_of(&t1, &waba(), EndedBy::Disconnected, at(40))?;
        let gone = (false, Some(EndedBy::Disconnected));
        assert_eq!(ended(tx, "t1"), [again, again, gone, gone]);
        assert_eq!(ended(tx, "t2"), [(true, None)], "of another tenant");
        Ok(())
    })
    .await;
}
