//! People, sessions, links.

use domain::role::Role;
use store::{LedgerTx, Person, PersonId, StoreError, TenantId, TenantScope, TokenHash};

use crate::{at, scope, store, tenant};

fn person(id: &str, email: &str) -> Person {
    Person {
        id: PersonId::new(id),
        email: email.to_owned(),
        name: "Ana".to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    }
}

/// A person who is admin of tenant `t1`, signed in with the token `token` until second 100.
fn signed_in(ledger: &LedgerTx<'_>) -> Result<(PersonId, TokenHash), StoreError> {
    let (id, hash) = (PersonId::new("p1"), TokenHash::of("token"));
    ledger.add_tenant(&tenant("t1"))?;
    ledger.add_person(&person("p1", "Ana@Example.com"))?;
    ledger.add_membership(&scope("t1"), &id, Role::Admin)?;
    ledger.open_session(hash, &id, &TenantId::new("t1"), at(10), at(100))?;
    Ok((id, hash))
}

#[tokio::test]
async fn an_address_is_found_in_any_case_and_taken_once() {
    let store = store();
    store.ledger.transact(|ledger| ledger.add_person(&person("p1", "Ana@X.com"))).await.unwrap();
    let found = store.ledger.read(|ledger| ledger.person_by_email("aNA@x.com ")).await.unwrap();
    assert_eq!(found.as_ref().map(|person| person.email.as_str()), Some("ana@x.com"));
    let by_id = store.ledger.read(|ledger| ledger.person(&PersonId::new("p1"))).await.unwrap();
    assert_eq!(by_id, found);
    let again = |ledger: &LedgerTx<'_>| ledger.add_person(&person("p2", "ana@x.COM"));
    let refused = store.ledger.transact(again).await;
    assert!(matches!(refused, Err(StoreError::Constraint { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_session_counts_until_it_ends_or_the_part_is_taken_away() {
    let store = store();
    let asked = store.ledger.transact(|ledger| {
        let (person, hash) = signed_in(ledger)?;
        let session = ledger.session(hash, at(99))?.expect("a session");
        assert_eq!(TenantScope::of(&session), scope("t1"));
        assert_eq!((session.role, session.person.clone()), (Role::Admin, person.clone()));
        assert!(ledger.session(TokenHash::of("other"), at(99))?.is_none());
        assert!(ledger.session(hash, at(100))?.is_none(), "it has ended");
        ledger.touch(hash, at(50))?;
        ledger.add_membership(&scope("t1"), &person, Role::Viewer)?;
        ledger.set_language(&person, "es")?;
        let session = ledger.session(hash, at(60))?.expect("a session");
        assert_eq!((session.role, session.seen_at), (Role::Viewer, at(50)));
        assert_eq!(session.language.as_deref(), Some("es"));
        ledger.remove_membership(&scope("t1"), &person)?;
        ledger.session(hash, at(60))
    });
    assert_eq!(asked.await, Ok(None));
}

#[tokio::test]
async fn a_new_password_and_a_logout_end_sessions() {
    let store = store();
    let asked = store.ledger.transact(|ledger| {
        let (person, hash) = signed_in(ledger)?;
        ledger.set_password(&person, "$argon2id$...")?;
        assert_eq!(ledger.session(hash, at(20))?, None);
        ledger.open_session(hash, &person, &TenantId::new("t1"), at(10), at(100))?;
        ledger.close_session(hash)?;
        assert_eq!(ledger.session(hash, at(20))?, None);
        ledger.open_session(hash, &person, &TenantId::new("t1"), at(10), at(100))?;
        ledger.forget_sessions(at(100))?;
        assert_eq!(ledger.members(&scope("t1"))?.len(), 1);
        let nobody = ledger.set_password(&PersonId::new("p9"), "x");
        assert!(matches!(nobody, Err(StoreError::NotFound { .. })), "{nobody:?}");
        ledger.memberships(&person)
    });
    let memberships = asked.await.unwrap();
    assert_eq!(memberships.len(), 1);
    assert_eq!((memberships[0].role, &*memberships[0].tenant_name), (Role::Admin, "Tenant t1"));
}

#[tokio::test]
async fn a_link_signs_in_once_and_in_time() {
    let store = store();
    let add = |ledger: &LedgerTx<'_>| {
        let (person, _) = signed_in(ledger)?;
        ledger.add_login_link(TokenHash::of("late"), &person, at(50))?;
        ledger.add_login_link(TokenHash::of("link"), &person, at(50))
    };
    store.ledger.transact(add).await.unwrap();
    let use_link = |token: &'static str, now: i64| {
        store.ledger.transact(move |ledger| ledger.use_login_link(TokenHash::of(token), at(now)))
    };
    assert_eq!(use_link("late", 50).await, Ok(None));
    let (first, second) = tokio::join!(use_link("link", 49), use_link("link", 49));
    assert_eq!((first, second), (Ok(Some(PersonId::new("p1"))), Ok(None)));
}
