//! Logins with Facebook and the nonces that begin them.

use domain::role::Role;
use domain::signup::{Fact, Signup, Target};
use meta::{BusinessId, WabaId};
use store::{LedgerTx, NonceUse, Person, PersonId, Secret, SignupId, StoreError, TokenHash};

use crate::{at, scope, store, tenant};

/// Two tenants and a person with a part in the first.
fn people(ledger: &LedgerTx<'_>) -> Result<PersonId, StoreError> {
    let id = PersonId::new("p1");
    for name in ["t1", "t2"] {
        ledger.add_tenant(&tenant(name))?;
    }
    ledger.add_person(&Person {
        id: id.clone(),
        email: "ana@x.com".to_owned(),
        name: "Ana".to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    })?;
    ledger.add_membership(&scope("t1"), &id, Role::Admin)?;
    Ok(id)
}

/// A login that has proven this account.
fn proven(waba: &str, second: i64) -> Signup {
    let mut signup = Signup::with_code(None, at(second));
    signup.apply(Fact::Exchanged(Ok(())), at(second));
    let business = BusinessId::new("900");
    let target = Target { waba: WabaId::new(waba), waba_name: None, business, was_bound: false };
    signup.apply(Fact::Proven(Ok(target)), at(second + 2));
    signup
}

#[tokio::test]
async fn a_login_is_kept_as_it_stands_and_found_by_its_own_tenant_only() {
    let store = store();
    let kept = store.ledger.transact(|ledger| {
        let (person, id) = (people(ledger)?, SignupId::new("s1"));
        let first = Signup::with_code(None, at(10));
        ledger.save_signup(&scope("t1"), &id, &person, &first)?;
        let later = proven("102", 10);
        ledger.save_signup(&scope("t1"), &id, &person, &later)?;
        let found = ledger.signup(&scope("t1"), &id)?.expect("it is kept");
        assert_eq!((found.signup, found.person_name.as_str()), (later, "Ana"));
        assert_eq!(ledger.signup(&scope("t2"), &id)?, None);
        assert_eq!(ledger.signups(&scope("t2"), 10)?, []);
        ledger.signups(&scope("t1"), 10)
    });
    assert_eq!(kept.await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_login_that_was_brought_back_with_the_clock_no_longer_began_ahead_of_it() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let (person, id) = (people(ledger)?, SignupId::new("s1"));
        let mut signup = Signup::with_code(None, at(90_000));
        ledger.save_signup(&scope("t1"), &id, &person, &signup)?;
        signup.rewind(at(10));
        ledger.save_signup(&scope("t1"), &id, &person, &signup)?;
        ledger.last_signup_at()
    };
    assert_eq!(store.ledger.transact(job).await, Ok(Some(at(10))));
}

#[tokio::test]
async fn what_is_due_comes_longest_due_first_and_what_waits_for_someone_never() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let person = people(ledger)?;
        for (id, tenant, signup) in [
            ("late", "t2", Signup::with_code(None, at(30))),
            ("early", "t1", Signup::with_code(None, at(20))),
            ("far", "t1", Signup::with_code(None, at(90))),
            ("ended", "t1", ended(at(5))),
        ] {
            ledger.save_signup(&scope(tenant), &SignupId::new(id), &person, &signup)?;
        }
        Ok((ledger.due_signups(at(40), 10)?, ledger.next_signup_due_at(at(40))?))
    };
    let (due, next) = store.ledger.transact(job).await.unwrap();
    let ids: Vec<&str> = due.iter().map(|(_, id)| id.as_str()).collect();
    assert_eq!(ids, ["early", "late"]);
    assert_eq!(due[1].0.as_str(), "t2");
    assert_eq!(next, Some(at(90)));
}

fn ended(at: domain::Timestamp) -> Signup {
    Signup::without_code(None, domain::signup::Ending::Closed, at)
}

#[tokio::test]
async fn unfinished_logins_are_found_by_their_account() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let person = people(ledger)?;
        let mut over = proven("102", 10);
        over.apply(Fact::Ended(domain::signup::Ending::Superseded), at(20));
        for (id, signup) in [("a", proven("102", 10)), ("b", proven("103", 10)), ("c", over)] {
            ledger.save_signup(&scope("t1"), &SignupId::new(id), &person, &signup)?;
        }
        ledger.unfinished_signups_of(&scope("t1"), &WabaId::new("102"))
    };
    let found = store.ledger.transact(job).await.unwrap();
    let ids: Vec<&str> = found.iter().map(|found| found.id.as_str()).collect();
    assert_eq!(ids, ["a"]);
}

#[tokio::test]
async fn a_nonce_counts_once_for_its_session_its_tenant_and_its_code() {
    let store = store();
    let hash = TokenHash::of;
    let (nonce, session) = (hash("nonce"), hash("session"));
    let begun = |id: &str| NonceUse::Repeated(SignupId::new(id));
    let job = move |ledger: &LedgerTx<'_>| {
        people(ledger)?;
        ledger.add_nonce(nonce, session, &scope("t1"), at(100))?;
        let (first, other) = (SignupId::new("s1"), SignupId::new("s2"));
        let code = Some(hash("code"));
        let used = |nonce, session, tenant, id: &SignupId, code, second| {
            ledger.use_nonce(nonce, session, &scope(tenant), (id, code), at(second))
        };
        assert_eq!(used(hash("made up"), session, "t1", &first, code, 10)?, NonceUse::Refused);
        assert_eq!(used(nonce, hash("foreign"), "t1", &first, code, 10)?, NonceUse::Refused);
        assert_eq!(used(nonce, session, "t2", &first, code, 10)?, NonceUse::Refused);
        assert_eq!(used(nonce, session, "t1", &first, code, 100)?, NonceUse::Refused);
        assert_eq!(used(nonce, session, "t1", &first, code, 99)?, NonceUse::Fresh);
        assert_eq!(used(nonce, session, "t1", &other, code, 99)?, begun("s1"));
        assert_eq!(used(nonce, session, "t1", &other, Some(hash("x")), 99)?, NonceUse::Refused);
        assert_eq!(used(nonce, session, "t1", &other, None, 99)?, NonceUse::Refused);
        ledger.forget_nonces(at(100))?;
        used(nonce, session, "t1", &first, code, 99)
    };
    assert_eq!(store.ledger.transact(job).await, Ok(NonceUse::Refused), "it is forgotten");
}

#[tokio::test]
async fn a_session_moves_only_where_its_person_has_a_part() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        let (person, hash) = (people(ledger)?, TokenHash::of("token"));
        let (own, other) = (tenant("t1").id, tenant("t2").id);
        ledger.open_session(hash, &person, &own, at(10), at(100))?;
        assert!(!ledger.move_session(hash, &other)?);
        assert_eq!(ledger.session(hash, at(20))?.expect("a session").tenant(), &own);
        ledger.add_membership(&scope("t2"), &person, Role::Viewer)?;
        assert!(ledger.move_session(hash, &other)?);
        let session = ledger.session(hash, at(20))?.expect("a session");
        assert_eq!((session.tenant(), session.role), (&other, Role::Viewer));
        Ok(())
    };
    store.ledger.transact(job).await.unwrap();
}

#[tokio::test]
async fn a_secret_that_is_removed_is_gone_and_others_stay() {
    let store = store();
    let job = |ledger: &LedgerTx<'_>| {
        people(ledger)?;
        for name in ["pin/1", "signup/1/code"] {
            ledger.save_secret(&scope("t1"), name, &Secret::new("123456"))?;
        }
        ledger.remove_secret(&scope("t1"), "signup/1/code")?;
        ledger.remove_secret(&scope("t1"), "never there")?;
        assert!(!ledger.has_secret(&scope("t2"), "pin/1")?);
        assert!(ledger.has_secret(&scope("t1"), "pin/1")?);
        ledger.secret_names(&scope("t1"))
    };
    assert_eq!(store.ledger.transact(job).await, Ok(vec!["pin/1".to_owned()]));
}
