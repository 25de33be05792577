//! People of the console, and a tenant: only who answers for it may, after typing the name; others
//! lose nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use domain::role::Role;
use farol::erasure::Who;
use store::{PersonId, TenantId};
use tokio::sync::Notify;

use crate::console::{
    Pace, alone, beside_emulator, beside_facade, connect_account, project_all, refresh_all, scope,
};
use crate::traces::{ANA, BETO, TRACES, WABA, ask, erase_all, found, phone, traffic};
use crate::visitor::Visitor;

#[tokio::test]
async fn a_person_goes_with_sessions_and_address_and_an_id_stays() {
    let app = alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let operator = Visitor::of(&app, "one", Role::Operator).await;
    let id = operator.person_id().await;
    let number = id.trim_start_matches("person-").to_owned();
    let (name, email) = (format!("Person {number}"), format!("{id}@one.example"));

    let wrong =
        owner.form("/settings/erasure/person", &[("person", &id), ("name", "Somebody")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(operator.get("/settings").await.status, 200, "nothing happened");

    let right = owner.form("/settings/erasure/person", &[("person", &id), ("name", &name)]).await;
    assert_eq!(right.status, 303, "{right:?}");
    assert_eq!(operator.get("/settings").await.leads(), (303, Some("/login")), "at once");
    erase_all(&app).await;
    assert_eq!(found(&app, &[&email]), Vec::<String>::new());
    let person = PersonId::new(id.clone());
    let (left, by_email) = app
        .store
        .ledger
        .read(move |read| Ok((read.person(&person)?, read.person_by_email(&email)?)))
        .await
        .expect("read");
    assert_eq!(left.map(|person| person.name), Some(String::new()), "an id stays");
    assert_eq!(by_email.map(|person| person.id), None, "the address is free");
    let page = owner.get("/settings/erasure").await;
    assert!(!page.text.contains(&name) && page.text.contains("erasure-"), "{}", page.text);
}

#[tokio::test]
async fn nobody_is_erased_whom_a_tenant_needs_or_another_has() {
    let app = alone().await;
    let owner = Visitor::owner(&app, "one").await;
    let ask = async |id: &str, name: &str| {
        owner.form("/settings/erasure/person", &[("person", id), ("name", name)]).await.status
    };
    assert_eq!(ask("one", "Owner of one").await, 422, "the last owner");
    assert_eq!(ask("two", "Owner of two").await, 404, "another tenant's");
    let both = Visitor::of(&app, "one", Role::Viewer).await;
    both.takes_part("two", Role::Viewer).await;
    let id = both.person_id().await;
    let name = format!("Person {}", id.trim_start_matches("person-"));
    assert_eq!(ask(&id, &name).await, 422, "of two tenants");
    assert_eq!(app.store.ledger.read(|read| Ok(read.all_erasures()?.len())).await, Ok(0));
    assert_eq!(both.get("/settings").await.status, 200);
}

#[tokio::test]
async fn a_user_is_asked_for_twice_and_never_by_the_companys_own_number() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    refresh_all(&app).await;
    let owner = Visitor::owner(&app, "one").await;
    let numbers = app.store.ledger.read(|read| {
        let numbers = read.replicas(&scope("one"), domain::NodeKind::PhoneNumber)?;
        Ok(numbers[0].text("display_phone_number").unwrap_or_default().to_owned())
    });
    let own = numbers.await.expect("read");
    let ask = async |user: &str, again: &str| {
        owner.form("/settings/erasure/user", &[("user", user), ("again", again)]).await
    };
    assert_eq!(ask("Ana", "Ana").await.status, 422);
    let differs = ask("+55 11 98765-0417", "+55 11 98765-0418").await;
    assert_eq!(differs.status, 422);
    assert!(differs.text.contains("+55 11 98765-0417"), "what was typed is kept");
    assert_eq!(ask(&own, &own).await.status, 422, "{own}");
    let asked = ask("+55 11 98765-0417", "5511987650417").await;
    let (status, to) = asked.leads();
    assert_eq!(status, 303, "{asked:?}");
    // In full: four digits of it may be in the address's own random ones.
    let address = to.unwrap_or_default();
    assert!(
        !["987650417", "98765-0417"].iter().any(|number| address.contains(number)),
        "{address}"
    );
    let page = owner.get(to.expect("an address")).await;
    assert!(page.text.contains("/erasure/"), "the address that tells how far it is");
    assert_eq!(phone(ANA), phone("+55 11 98765-0417"));
}

#[tokio::test]
async fn a_tenant_goes_whole_and_is_unsubscribed_and_its_neighbour_stays() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    connect_account(&app, &emulator, "two", "113947260081536").await;
    refresh_all(&app).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    let (owner, neighbour) = (Visitor::owner(&app, "one").await, Visitor::owner(&app, "two").await);
    let theirs = rows(&app, "two").await;

    let wrong = owner.form("/settings/erasure/tenant", &[("name", "two")]).await;
    assert_eq!(wrong.status, 422);
    let right = owner.form("/settings/erasure/tenant", &[("name", "one")]).await;
    let (status, to) = right.leads();
    assert_eq!(status, 303, "{right:?}");
    erase_all(&app).await;
    project_all(&app).await;

    let page = Visitor::stranger(&app).get(to.expect("a code's page")).await;
    assert_eq!(page.status, 200);
    assert_eq!(owner.get("/settings").await.leads(), (303, Some("/login")));
    assert_eq!(found(&app, &TRACES), Vec::<String>::new());
    assert_eq!(found(&app, &["owner@one.example", BETO]), Vec::<String>::new());
    assert_eq!(rows(&app, "one").await, (0, 0, 0, false));
    let erasures = app.store.ledger.read(|read| read.all_erasures()).await.expect("read");
    assert_eq!(erasures[0].outcome.get("unsubscribed"), Some(&1), "{erasures:?}");
    assert!(erasures[0].done_at.is_some());

    assert_eq!(rows(&app, "two").await, theirs);
    assert_eq!(neighbour.get("/overview").await.status, 200);
}

#[tokio::test]
async fn webhooks_are_read_while_meta_is_asked_to_let_a_tenant_go() {
    let (asked, answered) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let holds = (asked.clone(), answered.clone());
    let hold = move |request: Request, next: Next| {
        let (asked, answered) = holds.clone();
        async move {
            if request.method() == Method::DELETE {
                asked.notify_one();
                answered.notified().await;
            }
            next.run(request).await
        }
    };
    let facade = |router: axum::Router| router.layer(from_fn(hold));
    let settings = emulator::Settings::default();
    let (app, emulator, _) = beside_facade(settings, Pace::default(), facade).await;
    for waba in [WABA, "102290129340398"] {
        connect_account(&app, &emulator, "one", waba).await;
    }
    connect_account(&app, &emulator, "two", "113947260081536").await;
    ask(&app, "one", Who::Tenant(TenantId::new("one"))).await;
    let erasing = tokio::spawn({
        let app = app.clone();
        async move { erase_all(&app).await }
    });
    for nth in [1, 2] {
        asked.notified().await;
        traffic(&app, "113947260081536", BETO, "Beto Leblon", nth).await;
        let read = tokio::time::timeout(Duration::from_secs(30), project_all(&app)).await;
        assert!(read.is_ok(), "the webhooks of all tenants wait for an answer of Meta's");
        answered.notify_one();
    }
    erasing.await.expect("erased");
    let erasures = app.store.ledger.read(|read| read.all_erasures()).await.expect("read");
    assert_eq!(erasures[0].outcome.get("unsubscribed"), Some(&2), "{erasures:?}");
}

/// What a tenant has: accounts, nodes, people, and whether it is there.
async fn rows(app: &farol::app::App, tenant: &'static str) -> (usize, usize, usize, bool) {
    let job = move |read: &store::LedgerRead<'_>| {
        let scope = scope(tenant);
        let numbers = read.replicas(&scope, domain::NodeKind::PhoneNumber)?.len();
        let is_there = read.tenant(&scope)?.is_some();
        Ok((read.connections(&scope)?.len(), numbers, read.members(&scope)?.len(), is_there))
    };
    app.store.ledger.read(job).await.expect("read")
}
