//! One tenant never reads, writes or takes what is another's.

use domain::delivery::Delivery;
use domain::{Change, How, Node, NodeKind, Replica};
use meta::{MessageId, PhoneNumberId, WabaId};
use serde_json::json;
use store::{LedgerTx, Secret, StoreError, TenantId};

use crate::{at, bound, connection, scope, store};

/// Everything of a tenant's that there is.
fn fill(ledger: &LedgerTx<'_>) -> Result<(), StoreError> {
    let mine = scope("t1");
    let number = Node::phone_number("100");
    ledger.save_replica(&mine, &Replica::unread(number.clone()), Some(&WabaId::new("700")))?;
    let change = Change {
        node: number,
        field: "status".to_owned(),
        before: json!(null),
        after: json!("FLAGGED"),
        at: at(1),
        how: How::Read,
        evidence: None,
    };
    ledger.add_change(&mine, &change, None)?;
    let (number, message) = (PhoneNumberId::new("100"), MessageId::new("wamid.1"));
    ledger.save_delivery(&mine, &number, &message, &Delivery::default())?;
    ledger.saw_traffic(&mine, &number, at(9))?;
    ledger.save_secret(&mine, "smtp", &Secret::new("hush"))
}

#[tokio::test]
async fn no_scoped_question_answers_with_anothers_rows() {
    let store = store();
    bound(&store, "t1", "700").await.unwrap();
    bound(&store, "t2", "701").await.unwrap();
    store.ledger.transact(fill).await.unwrap();
    let asked = store.ledger.read(|ledger| {
        let seen_by = |tenant: &str| -> Result<[bool; 11], StoreError> {
            let scope = scope(tenant);
            let (waba, node) = (WabaId::new("700"), Node::phone_number("100"));
            let (number, message) = (PhoneNumberId::new("100"), MessageId::new("wamid.1"));
            let is_700 = |c: &store::Connection| c.waba == waba;
            Ok([
                ledger.connections(&scope)?.iter().any(is_700),
                ledger.connection_token(&scope, &waba)?.is_some(),
                ledger.replica(&scope, &node)?.is_some(),
                !ledger.replicas(&scope, NodeKind::PhoneNumber)?.is_empty(),
                !ledger.numbers_of(&scope, &waba)?.is_empty(),
                ledger.waba_of(&scope, &node)?.is_some(),
                !ledger.changes(&scope, None, 9)?.is_empty(),
                !ledger.changes_of(&scope, &node, None, 9)?.is_empty(),
                ledger.delivery(&scope, &number, &message)?.is_some(),
                !ledger.numbers_in_use(&scope, at(0))?.is_empty(),
                ledger.secret(&scope, "smtp")?.is_some(),
            ])
        };
        Ok((seen_by("t1")?, seen_by("t2")?))
    });
    assert_eq!(asked.await.unwrap(), ([true; 11], [false; 11]));
}

#[tokio::test]
async fn an_account_of_another_tenant_is_refused_and_stays() {
    let store = store();
    bound(&store, "t1", "700").await.unwrap();
    bound(&store, "t2", "701").await.unwrap();
    let taken = store.ledger.transact(|ledger| ledger.bind(&connection("t2", "700", "EAA-x")));
    let what = "waba:700".to_owned();
    assert_eq!(taken.await, Err(StoreError::BoundElsewhere { what }));
    let kept = store.ledger.read(|ledger| {
        let waba = WabaId::new("700");
        let token = ledger.connection_token(&scope("t1"), &waba)?.map(|t| t.expose().to_owned());
        assert_eq!(ledger.all_connections()?.len(), 2);
        Ok((ledger.waba_owner(&waba)?, token))
    });
    let owner = Some(TenantId::new("t1"));
    assert_eq!(kept.await.unwrap(), (owner, Some("EAA-token-of-t1".to_owned())));
}

#[tokio::test]
async fn a_freed_account_may_be_bound_by_another_tenant() {
    let store = store();
    bound(&store, "t1", "700").await.unwrap();
    bound(&store, "t2", "701").await.unwrap();
    let free = |ledger: &LedgerTx<'_>| {
        ledger.unbind(&scope("t2"), &WabaId::new("700"))?;
        assert!(ledger.waba_owner(&WabaId::new("700"))?.is_some(), "not t2's to free");
        ledger.unbind(&scope("t1"), &WabaId::new("700"))
    };
    store.ledger.transact(free).await.unwrap();
    bound(&store, "t2", "700").await.unwrap();
}

#[tokio::test]
async fn a_number_belongs_to_one_tenant() {
    let store = store();
    store.ledger.transact(fill).await.unwrap();
    let replica = Replica::unread(Node::phone_number("100"));
    let taken = store.ledger.transact(move |ledger| {
        assert_eq!(ledger.tenant_of_number(&PhoneNumberId::new("100"))?, Some(TenantId::new("t1")));
        ledger.remove_replica(&scope("t2"), &replica.node)?;
        ledger.save_replica(&scope("t2"), &replica, None)
    });
    let what = "phone_number:100".to_owned();
    assert_eq!(taken.await, Err(StoreError::BoundElsewhere { what }));
    let business = Replica::unread(Node::new(NodeKind::Business, "900"));
    let shared = store.ledger.transact(move |ledger| {
        ledger.save_replica(&scope("t1"), &business, None)?;
        ledger.save_replica(&scope("t2"), &business, None)
    });
    assert_eq!(shared.await, Ok(()), "a portfolio may be seen by two tenants");
}
