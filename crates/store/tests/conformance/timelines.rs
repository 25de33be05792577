//! The timeline as pages ask for it, writes of profiles under way, and a person's sessions.

use domain::role::Role;
use domain::{Change, How, Node, NodeKind, Replica};
use meta::{PhoneNumberId, WabaId};
use serde_json::{Value, json};
use store::{
    ChangeFilter, LedgerTx, ListedChange, Person, PersonId, StoreError, TenantId, TokenHash,
};

use crate::{at, scope, store, tenant};

fn change(node: &Node, field: &str, seconds: i64) -> Change {
    Change {
        node: node.clone(),
        field: field.to_owned(),
        before: Value::Null,
        after: json!(seconds),
        at: at(seconds),
        how: How::Read,
        evidence: None,
    }
}

fn ana() -> Person {
    Person {
        id: PersonId::new("ana"),
        email: "ana@example.com".to_owned(),
        name: "Ana".to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: false,
        created_at: at(1),
    }
}

/// Changes of tenant `t1` at seconds 1 to 6 of a number, its profile and an account, and of `t2`.
fn recorded(ledger: &LedgerTx<'_>) -> Result<(), StoreError> {
    ledger.add_person(&ana())?;
    let (number, profile) = (Node::phone_number("7"), Node::profile("7"));
    let waba = Node::waba("700");
    let own = scope("t1");
    ledger.add_change(&own, &change(&number, "status", 1), None)?;
    ledger.add_change(&own, &change(&waba, "status", 2), Some("an item"))?;
    ledger.add_change(&scope("t2"), &change(&number, "status", 3), None)?;
    ledger.add_change(&own, &change(&number, "quality_rating", 4), None)?;
    ledger.add_change_by(&own, &change(&profile, "about", 5), &PersonId::new("ana"))?;
    ledger.add_change_by(&own, &change(&profile, "email", 6), &PersonId::new("erased"))?;
    Ok(())
}

#[tokio::test]
async fn a_filter_narrows_the_tenants_own_changes_newest_first() {
    let store = store();
    store.ledger.transact(recorded).await.unwrap();
    let shown = async |filter: ChangeFilter, limit| {
        let listed =
            store.ledger.read(move |read| read.changes_where(&scope("t1"), &filter, limit)).await;
        let seconds = |listed: &ListedChange| listed.change.at.as_millis() / 1_000;
        listed.unwrap().iter().map(seconds).collect::<Vec<_>>()
    };
    let all = ChangeFilter::default;
    assert_eq!(shown(all(), 10).await, [6, 5, 4, 2, 1]);
    assert_eq!(shown(all(), 2).await, [6, 5]);
    assert_eq!(shown(ChangeFilter { before_seq: Some(5), ..all() }, 10).await, [4, 2, 1]);
    assert_eq!(shown(ChangeFilter { since: Some(at(4)), ..all() }, 10).await, [6, 5, 4]);
    let nodes = |nodes| ChangeFilter { nodes: Some(nodes), ..all() };
    assert_eq!(shown(nodes(vec![Node::phone_number("7")]), 10).await, [4, 1]);
    let both = vec![Node::phone_number("7"), Node::profile("7")];
    assert_eq!(shown(nodes(both), 10).await, [6, 5, 4, 1]);
    assert_eq!(shown(nodes(Vec::new()), 10).await, [0_i64; 0]);
    assert_eq!(shown(nodes(vec![Node::waba("') OR 1=1 --")]), 10).await, [0_i64; 0]);
    let of_numbers = vec![(NodeKind::PhoneNumber, "status"), (NodeKind::Profile, "about")];
    let fields = ChangeFilter { fields: Some(of_numbers.clone()), ..all() };
    assert_eq!(shown(fields, 10).await, [5, 1]);
    let narrow = ChangeFilter {
        nodes: Some(vec![Node::profile("7")]),
        fields: Some(of_numbers),
        since: Some(at(5)),
        before_seq: Some(6),
    };
    assert_eq!(shown(narrow, 10).await, [5]);
}

#[tokio::test]
async fn a_change_says_whose_doing_it_was() {
    let store = store();
    store.ledger.transact(recorded).await.unwrap();
    let listed = store
        .ledger
        .read(|read| read.changes_where(&scope("t1"), &ChangeFilter::default(), 3))
        .await
        .unwrap();
    let by: Vec<Option<&str>> = listed.iter().map(|listed| listed.by.as_deref()).collect();
    assert_eq!(by, [None, Some("Ana"), None], "a person who is gone has no name");
}

#[tokio::test]
async fn an_accounts_template_changes_are_found_however_many_others_have() {
    let store = store();
    let listed = store.ledger.transact(|ledger| {
        let own = scope("t1");
        let held = |tenant: &str, id: &str, waba: &str| {
            let node = Node::new(NodeKind::MessageTemplate, id);
            let replica = Replica::unread(node.clone());
            ledger.save_replica(&scope(tenant), &replica, Some(&WabaId::new(waba)))?;
            Ok::<_, StoreError>(node)
        };
        let (first, second) = (held("t1", "1", "700")?, held("t1", "2", "700")?);
        let (other, foreign) = (held("t1", "3", "701")?, held("t2", "1", "700")?);
        ledger.add_change(&own, &change(&first, "status", 1), None)?;
        ledger.add_change(&own, &change(&second, "status", 2), None)?;
        ledger.add_change(&own, &change(&first, "quality_score", 3), None)?;
        ledger.add_change(&own, &change(&first, "category", 4), None)?;
        ledger.add_change(&scope("t2"), &change(&foreign, "status", 5), None)?;
        for seconds in 6..20 {
            ledger.add_change(&own, &change(&other, "status", seconds), None)?;
        }
        let of = |since, limit| {
            let fields = ["status", "quality_score"];
            ledger.template_changes(&own, &WabaId::new("700"), &fields, at(since), limit)
        };
        Ok([of(0, 10)?, of(2, 10)?, of(0, 1)?])
    });
    let seconds = |changes: Vec<Change>| -> Vec<i64> {
        changes.iter().map(|change| change.at.as_millis() / 1_000).collect()
    };
    let listed = listed.await.unwrap().map(seconds);
    assert_eq!(listed, [vec![3, 2, 1], vec![3, 2], vec![3]]);
}

#[tokio::test]
async fn a_write_under_way_is_kept_until_it_is_forgotten_one_a_field() {
    let store = store();
    let number = PhoneNumberId::new("7");
    let held = store
        .ledger
        .transact(move |ledger| {
            let fields = |value: Value| value.as_object().expect("an object").clone();
            let (ana, bia) = (PersonId::new("ana"), PersonId::new("bia"));
            let first = fields(json!({"about": "a", "websites": ["https://x.example"]}));
            ledger.note_profile_write(&scope("t1"), &number, &first, &ana, at(1))?;
            let second = fields(json!({"about": "b"}));
            ledger.note_profile_write(&scope("t1"), &number, &second, &bia, at(2))?;
            ledger.note_profile_write(&scope("t2"), &number, &second, &ana, at(3))?;
            let held = ledger.profile_writes(&scope("t1"), &number)?;
            ledger.forget_profile_write(&scope("t1"), &number, "about")?;
            assert_eq!(ledger.profile_writes(&scope("t1"), &number)?.len(), 1);
            assert_eq!(ledger.profile_writes(&scope("t2"), &number)?.len(), 1);
            Ok(held)
        })
        .await
        .unwrap();
    let told: Vec<_> = held.iter().map(|w| (w.field.as_str(), w.person.as_str())).collect();
    assert_eq!(told, [("about", "bia"), ("websites", "ana")]);
    assert_eq!(held[0].value, json!("b"));
    assert_eq!(held[0].asked_at, at(2));
}

#[tokio::test]
async fn everything_held_under_an_account_is_found_by_it_and_by_kind() {
    let store = store();
    let waba = WabaId::new("700");
    store
        .ledger
        .transact(move |ledger| {
            let save = |node: Node, waba: &str| {
                let mut replica = Replica::unread(node);
                replica.first_read_at = Some(at(3));
                ledger.save_replica(&scope("t1"), &replica, Some(&WabaId::new(waba)))
            };
            save(Node::waba("700"), "700")?;
            save(Node::phone_number("7"), "700")?;
            save(Node::profile("7"), "700")?;
            save(Node::new(NodeKind::MessageTemplate, "9"), "700")?;
            save(Node::new(NodeKind::MessageTemplate, "8"), "701")?;
            let names: Vec<String> =
                ledger.nodes_of(&scope("t1"), &waba)?.iter().map(Node::to_string).collect();
            let kinds = "message_template:9 phone_number:7 waba:700 whatsapp_business_profile:7";
            assert_eq!(names.join(" "), kinds);
            let templates = ledger.replicas_of(&scope("t1"), NodeKind::MessageTemplate, &waba)?;
            assert_eq!((templates.len(), templates[0].first_read_at), (1, Some(at(3))));
            assert!(ledger.nodes_of(&scope("t2"), &waba)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_person_lists_and_ends_their_own_sessions() {
    let store = store();
    store
        .ledger
        .transact(|ledger| {
            let id = PersonId::new("ana");
            ledger.add_tenant(&tenant("t1"))?;
            ledger.add_person(&ana())?;
            ledger.add_person(&Person {
                id: PersonId::new("bia"),
                email: "bia@example.com".to_owned(),
                ..ana()
            })?;
            ledger.add_membership(&scope("t1"), &id, Role::Viewer)?;
            let open = |token: &str, person: &str, seconds: i64| {
                let (person, tenant) = (PersonId::new(person), TenantId::new("t1"));
                ledger.open_session(TokenHash::of(token), &person, &tenant, at(seconds), at(100))
            };
            open("one", "ana", 10)?;
            open("two", "ana", 20)?;
            open("three", "ana", 30)?;
            open("hers", "bia", 40)?;
            ledger.note_agent(TokenHash::of("two"), "Firefox")?;
            ledger.touch(TokenHash::of("one"), at(50))?;
            let listed = ledger.sessions_of(&id, at(60))?;
            let hashes: Vec<TokenHash> = listed.iter().map(|session| session.hash).collect();
            assert_eq!(hashes, ["one", "three", "two"].map(TokenHash::of));
            assert_eq!(listed[2].agent.as_deref(), Some("Firefox"));
            assert!(ledger.sessions_of(&id, at(100))?.is_empty(), "they have ended");
            let handles: std::collections::BTreeSet<String> =
                listed.iter().map(|session| session.hash.handle()).collect();
            assert_eq!(handles.len(), 3);
            ledger.close_other_sessions(&id, TokenHash::of("three"))?;
            let left = ledger.sessions_of(&id, at(60))?;
            assert_eq!(left.len(), 1);
            assert_eq!(ledger.sessions_of(&PersonId::new("bia"), at(60))?.len(), 1);
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn who_follows_the_changes_sees_each_of_the_tenants_once_and_in_order() {
    let store = store();
    store.ledger.transact(recorded).await.unwrap();
    let after = async |seq, limit| {
        let listed = store.ledger.read(move |read| read.changes_after(&scope("t1"), seq, limit));
        listed.await.unwrap().into_iter().map(|(seq, _)| seq).collect::<Vec<_>>()
    };
    assert_eq!(after(0, 2).await, [1, 2]);
    assert_eq!(after(2, 2).await, [4, 5], "the other tenant's is passed over");
    assert_eq!(after(5, 2).await, [6]);
    assert!(after(6, 2).await.is_empty() && after(u64::MAX, 2).await.is_empty());
}
