//! Invitations and links that set a password: each counts once, in time, and for one thing.

use domain::role::Role;
use store::{
    Invitation, InvitationId, Keyring, LedgerTx, LinkReason, NewInvitation, Person, PersonId,
    Store, StoreError, TokenHash,
};

use crate::{at, scope, store, tenant};

fn ring() -> Keyring {
    Keyring::generate().unwrap()
}

fn invitation(id: &str, email: &str, token: &str) -> NewInvitation {
    NewInvitation {
        id: InvitationId::new(id),
        email: email.to_owned(),
        role: Role::Operator,
        token: TokenHash::of(token),
        by: PersonId::new("ana"),
        expires_at: at(100),
    }
}

fn person(id: &str) -> Person {
    Person {
        id: PersonId::new(id),
        email: format!("{id}@example.com"),
        name: id.to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    }
}

/// Two tenants, an owner of the first, and what that owner invited.
async fn filled() -> Store {
    let store = store();
    fill(&store).await;
    store
}

async fn fill(store: &Store) {
    let fill = |ledger: &LedgerTx<'_>| {
        ledger.add_tenant(&tenant("t1"))?;
        ledger.add_tenant(&tenant("t2"))?;
        ledger.add_person(&person("ana"))?;
        ledger.add_membership(&scope("t1"), &PersonId::new("ana"), Role::Owner)?;
        ledger.add_invitation(&scope("t1"), &invitation("i1", " Bia@X.com", "one"), at(10))
    };
    store.ledger.transact(fill).await.unwrap();
}

async fn of_link(store: &Store, token: &'static str, now: i64) -> Option<Invitation> {
    let asked = move |ledger: &store::LedgerRead<'_>| {
        ledger.invitation_of_link(TokenHash::of(token), at(now))
    };
    store.ledger.read(asked).await.unwrap()
}

#[tokio::test]
async fn a_link_stands_for_its_invitation_until_it_ends() {
    let store = filled().await;
    let found = of_link(&store, "one", 99).await.expect("an invitation");
    assert_eq!((found.email.as_str(), found.role), ("bia@x.com", Role::Operator));
    assert_eq!(
        (found.tenant_name.as_str(), found.inviter_name.as_deref()),
        ("Tenant t1", Some("ana"))
    );
    assert_eq!(of_link(&store, "one", 100).await, None);
    assert_eq!(of_link(&store, "two", 99).await, None);
    let listed = store.ledger.read(|ledger| ledger.invitations(&scope("t1"), 9)).await.unwrap();
    assert_eq!(listed, [found], "a link that has ended can be renewed, so it is listed");
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_is_first() {
    let store = filled().await;
    let use_it =
        || store.ledger.transact(|ledger| ledger.use_invitation(TokenHash::of("one"), at(50)));
    let (first, second) = tokio::join!(use_it(), use_it());
    assert_eq!((first.unwrap().is_some(), second.unwrap()), (true, None));
    assert_eq!(of_link(&store, "one", 51).await, None);
}

#[tokio::test]
async fn another_link_or_another_invitation_ends_the_one_before() {
    let store = filled().await;
    let renewed = store.ledger.transact(|ledger| {
        ledger.note_invitation_mailed(&scope("t1"), &InvitationId::new("i1"), at(20))?;
        let (id, token) = (InvitationId::new("i1"), TokenHash::of("two"));
        assert!(!ledger.renew_invitation(&scope("t2"), &id, token, at(300))?, "another's");
        ledger.renew_invitation(&scope("t1"), &id, token, at(300))
    });
    assert_eq!(renewed.await, Ok(true));
    assert_eq!(of_link(&store, "one", 50).await, None);
    let found = of_link(&store, "two", 299).await.expect("an invitation");
    assert_eq!(found.mailed_at, None, "the new link was not mailed yet");

    let again = invitation("i2", "BIA@x.com", "three");
    store.ledger.transact(move |tx| tx.add_invitation(&scope("t1"), &again, at(60))).await.unwrap();
    assert_eq!(of_link(&store, "two", 61).await, None);
    assert!(of_link(&store, "three", 61).await.is_some());
}

#[tokio::test]
async fn what_is_taken_back_counts_no_more_and_only_the_own_tenant_takes_it_back() {
    let store = filled().await;
    let revoke = |tenant: &'static str| {
        let id = InvitationId::new("i1");
        store.ledger.transact(move |tx| tx.revoke_invitation(&scope(tenant), &id, at(20)))
    };
    assert_eq!(revoke("t2").await, Ok(false));
    assert!(of_link(&store, "one", 50).await.is_some());
    assert_eq!((revoke("t1").await, revoke("t1").await), (Ok(true), Ok(false)));
    assert_eq!(of_link(&store, "one", 50).await, None);
}

#[tokio::test]
async fn who_may_invite_no_more_leaves_no_link_behind() {
    let store = filled().await;
    let revoke = |by: &'static str| {
        let by = PersonId::new(by);
        store.ledger.transact(move |tx| tx.take_back_by(&by, Some(&scope("t1")), None, at(20)))
    };
    revoke("bia").await.unwrap();
    assert!(of_link(&store, "one", 50).await.is_some());
    revoke("ana").await.unwrap();
    assert_eq!(of_link(&store, "one", 50).await, None);
}

#[tokio::test]
async fn what_an_erased_person_invited_is_taken_back_in_every_tenant() {
    let store = filled().await;
    let erase = |tx: &LedgerTx<'_>| {
        tx.add_invitation(&scope("t2"), &invitation("i2", "carla@x.com", "two"), at(10))?;
        tx.erase_person(&PersonId::new("ana"), at(20))
    };
    store.ledger.transact(erase).await.unwrap();
    for link in ["one", "two"] {
        assert_eq!(of_link(&store, link, 50).await, None, "{link}");
    }
}

#[tokio::test]
async fn the_installation_counts_each_tenants_people_and_who_is_to_own_it() {
    let store = filled().await;
    let owner = NewInvitation { role: Role::Owner, ..invitation("i2", "carla@x.com", "two") };
    store.ledger.transact(move |tx| tx.add_invitation(&scope("t2"), &owner, at(10))).await.unwrap();
    let sizes = store.ledger.read(|ledger| ledger.tenant_sizes()).await.unwrap();
    let of = |n: usize| (sizes[n].people, sizes[n].owners, sizes[n].invited_owners.clone());
    assert_eq!(of(0), (1, 1, Vec::new()), "an operator's invitation is no owner's");
    assert_eq!(of(1), (0, 0, vec![("carla@x.com".to_owned(), at(100))]));
}

#[tokio::test]
async fn old_invitations_go_with_the_addresses_in_them() {
    let store = filled().await;
    let forget =
        |before| store.ledger.transact(move |ledger| ledger.forget_invitations(at(before), 9));
    assert_eq!((forget(100).await, forget(101).await), (Ok(0), Ok(1)));
}

#[tokio::test]
async fn a_link_sets_a_password_once_and_the_newest_alone() {
    let store = filled().await;
    let ana = || PersonId::new("ana");
    let asked = store.ledger.transact(move |tx| -> Result<_, StoreError> {
        tx.add_password_link(TokenHash::of("old"), &ana(), LinkReason::First, at(100))?;
        tx.add_password_link(TokenHash::of("new"), &ana(), LinkReason::Forgotten, at(100))?;
        assert_eq!(tx.password_link(TokenHash::of("old"), at(50))?, None);
        let found = tx.password_link(TokenHash::of("new"), at(50))?.expect("a link");
        assert_eq!((found.0.id, found.1), (ana(), LinkReason::Forgotten));
        assert_eq!(tx.password_link(TokenHash::of("new"), at(100))?, None, "it has ended");
        assert_eq!(tx.use_password_link(TokenHash::of("new"), at(100))?, None, "it has ended");
        assert_eq!(tx.use_password_link(TokenHash::of("new"), at(50))?, Some(ana()));
        tx.use_password_link(TokenHash::of("new"), at(50))
    });
    assert_eq!(asked.await, Ok(None), "it was used");
}

#[tokio::test]
async fn a_password_set_in_any_way_ends_the_links_that_would_set_another() {
    let store = filled().await;
    let asked = store.ledger.transact(|tx| {
        let ana = PersonId::new("ana");
        tx.add_password_link(TokenHash::of("link"), &ana, LinkReason::Forgotten, at(100))?;
        tx.set_password(&ana, "$argon2id$...")?;
        tx.password_link(TokenHash::of("link"), at(50))
    });
    assert_eq!(asked.await, Ok(None));
}

/// The addresses that the file keeps in invitations.
fn addresses(dir: &std::path::Path) -> Vec<String> {
    let conn = rusqlite::Connection::open(dir.join("ledger.db")).unwrap();
    let mut statement = conn.prepare("SELECT email FROM invitation ORDER BY email").unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// What ends an invitation.
type End = fn(&LedgerTx<'_>) -> Result<(), StoreError>;

#[tokio::test]
async fn an_invitation_that_is_used_taken_back_or_replaced_keeps_no_address() {
    let ends: [(&str, End, &[&str]); 4] = [
        (
            "taken back",
            |tx| tx.revoke_invitation(&scope("t1"), &InvitationId::new("i1"), at(20)).map(drop),
            &[""],
        ),
        (
            "by one who may invite no more",
            |tx| {
                let ana = PersonId::new("ana");
                tx.take_back_by(&ana, Some(&scope("t1")), Some(Role::Operator), at(20)).map(drop)
            },
            &[""],
        ),
        ("used", |tx| tx.use_invitation(TokenHash::of("one"), at(20)).map(drop), &[""]),
        (
            "replaced",
            |tx| tx.add_invitation(&scope("t1"), &invitation("i2", "bia@x.com", "two"), at(20)),
            &["", "bia@x.com"],
        ),
    ];
    for (what, end, left) in ends {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), ring()).unwrap();
        fill(&store).await;
        assert_eq!(addresses(dir.path()), ["bia@x.com"], "{what}");
        store.ledger.transact(end).await.unwrap();
        assert_eq!(addresses(dir.path()), left, "{what}");
    }
}

#[tokio::test]
async fn an_erased_person_is_found_in_what_others_invited_them_to() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), ring()).unwrap();
    fill(&store).await;
    let erase = |tx: &LedgerTx<'_>| {
        tx.add_invitation(&scope("t2"), &invitation("i2", "BIA@x.com", "two"), at(20))?;
        tx.add_person(&Person { email: "bia@x.com".to_owned(), ..person("bia") })?;
        tx.erase_person(&PersonId::new("bia"), at(21))
    };
    store.ledger.transact(erase).await.unwrap();
    assert_eq!(addresses(dir.path()), [] as [&str; 0]);
}
