//! In process, emulator and all: what came too early waits, and is driven on by the connection.

mod console;

use bytes::Bytes;
use console::{beside_emulator, connect_account, project_all, refresh_all, scope, sign_up};
use domain::signup::{Ending, Fact, Obstacle, Stage};
use domain::{Node, NodeKind, Timestamp};
use emulator::Emulator;
use farol::app::App;
use farol::connect as logins;
use farol::work::{Step, project, refresh};
use meta::signup::Event;
use meta::{PhoneNumberId, WabaId};
use serde_json::json;

const WABA: &str = "108831905544271";
const NUMBER: &str = "109264715830046";

async fn append(app: &App, id: &str) {
    let value = json!({"metadata": {"phone_number_id": NUMBER}, "messages": [
        {"id": id, "from": "5511955550301", "timestamp": "1795338640", "type": "text"}]});
    let changes = json!([{"field": "messages", "value": value}]);
    let body =
        json!({"object": "whatsapp_business_account", "entry": [{"id": WABA, "changes": changes}]});
    let body = Bytes::from(body.to_string());
    app.store.inbox.append(body, Timestamp::from_millis(1)).await.expect("appended");
}

/// A body of that many statuses, as Meta batches them.
async fn append_statuses(app: &App, body: usize, count: usize) {
    let status = |nth: usize| {
        json!({"id": format!("wamid.{body}.{nth}"), "status": "sent", "timestamp": "1795338640",
            "recipient_id": format!("55119{nth:08}")})
    };
    let statuses: Vec<_> = (0..count).map(status).collect();
    let value = json!({"metadata": {"phone_number_id": NUMBER}, "statuses": statuses});
    let changes = json!([{"field": "messages", "value": value}]);
    let body =
        json!({"object": "whatsapp_business_account", "entry": [{"id": WABA, "changes": changes}]});
    let body = Bytes::from(body.to_string());
    app.store.inbox.append(body, Timestamp::from_millis(1)).await.expect("appended");
}

async fn times(app: &App, id: &str) -> u64 {
    let key = format!("message|{NUMBER}|{id}");
    app.store.ledger.read(move |read| read.applied_times(&key)).await.expect("read")
}

#[tokio::test]
async fn what_came_before_the_connection_waits_and_is_applied_once_when_it_is_bound() {
    let (app, emulator) = beside_emulator().await;
    append(&app, "wamid.early").await;
    append(&app, "wamid.early").await;
    project_all(&app).await;
    assert_eq!(times(&app, "wamid.early").await, 0);
    assert_eq!(app.store.ledger.read(|read| read.waiting_count()).await, Ok(1));

    connect_account(&app, &emulator, "one", WABA).await;
    append(&app, "wamid.late").await;
    project_all(&app).await;
    assert_eq!(times(&app, "wamid.early").await, 1);
    assert_eq!(times(&app, "wamid.late").await, 1);
    assert_eq!(app.store.ledger.read(|read| read.waiting_count()).await, Ok(0));
}

#[tokio::test]
async fn a_flood_is_taken_in_by_short_transactions_and_a_long_body_whole() {
    const BODIES: usize = 12;
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    project_all(&app).await;
    for body in 0..BODIES {
        append_statuses(&app, body, 100).await;
    }
    // One that alone has more than a transaction takes.
    append_statuses(&app, BODIES, 700).await;
    let mut steps = Vec::new();
    loop {
        let before = app.store.ledger.read(|read| read.cursor()).await.expect("a cursor");
        if project::step(&app).await.expect("projected") != Step::Done {
            break;
        }
        let after = app.store.ledger.read(|read| read.cursor()).await.expect("a cursor");
        steps.push(after - before);
    }
    assert_eq!(steps, [5, 5, 3], "500 items, and then no further body");
    for body in 0..BODIES {
        let key = format!("status|{NUMBER}|wamid.{body}.99|sent|1795338640");
        let times = app.store.ledger.read(move |read| read.applied_times(&key)).await;
        assert_eq!(times, Ok(1), "of body {body}");
    }
}

#[tokio::test]
async fn a_connection_reads_the_account_its_business_app_numbers_templates_and_profiles() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    refresh_all(&app).await;
    for kind in NodeKind::ALL {
        let read = app
            .store
            .ledger
            .read(move |read| read.replicas(&scope("one"), kind))
            .await
            .expect("read");
        assert_eq!(read.len(), 1, "{kind:?}");
        assert!(read[0].read_at.is_some(), "{kind:?} {:?}", read[0].failure);
        // A profile is no entity of any health, and neither is a username.
        let is_entity = !matches!(kind, NodeKind::Profile | NodeKind::Username);
        let healthy = is_entity.then_some("AVAILABLE");
        assert_eq!(read[0].text("can_send_message"), healthy, "{kind:?}");
    }
}

fn told(waba: &str) -> Option<Event> {
    Some(Event::FinishOnlyWaba { waba_id: WabaId::new(waba), business_id: None })
}

#[tokio::test]
async fn a_token_that_does_not_prove_the_account_connects_nothing() {
    let (app, emulator) = beside_emulator().await;
    let foreign = emulator.preauthorised_code("113947260081536").expect("a code");
    let stopped = sign_up(&app, "one", foreign, told(WABA)).await;
    let obstacle = Obstacle::AccountNotGranted { waba: WabaId::new(WABA) };
    assert_eq!(stopped.snag().map(|snag| &snag.obstacle), Some(&obstacle));
    let stopped = sign_up(&app, "one", "AQnonsense".to_owned(), told(WABA)).await;
    assert_eq!(stopped.snag().map(|snag| &snag.obstacle), Some(&Obstacle::CodeRefused));
    assert_eq!(app.store.ledger.read(|read| Ok(read.all_connections()?.len())).await, Ok(0));
    let secrets = app.store.ledger.read(|read| read.secret_names(&scope("one"))).await;
    assert_eq!(secrets, Ok(Vec::new()), "neither code nor token is kept");
}

#[tokio::test]
async fn an_account_of_another_tenant_is_refused() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    let code = emulator.preauthorised_code(WABA).expect("a code");
    let stopped = sign_up(&app, "two", code, told(WABA)).await;
    let Stage::Stopped { snag, .. } = &stopped.stage else { panic!("{stopped:?}") };
    assert_eq!(snag.obstacle, Obstacle::BoundElsewhere);
    let theirs = app.store.ledger.read(|read| read.replicas(&scope("two"), NodeKind::Waba)).await;
    assert_eq!(theirs, Ok(Vec::new()));
    let secrets = app.store.ledger.read(|read| read.secret_names(&scope("two"))).await;
    assert_eq!(secrets, Ok(Vec::new()), "nothing of it is kept");
}

#[tokio::test]
async fn a_number_that_another_tenant_holds_is_not_touched_and_stops_no_other() {
    let (app, emulator) = beside_emulator().await;
    let held = domain::Replica::unread(Node::phone_number(NUMBER));
    let theirs = app
        .store
        .ledger
        .transact(move |tx| tx.save_replica(&scope("two"), &held, Some(&WabaId::new("1"))));
    theirs.await.expect("kept");
    let finish = Event::Finish {
        phone_number_id: PhoneNumberId::new(NUMBER),
        waba_id: WabaId::new(WABA),
        business_id: None,
    };
    let code = emulator.preauthorised_code(WABA).expect("a code");
    let stopped = sign_up(&app, "one", code, Some(finish)).await;
    let Stage::Stopped { snag, .. } = &stopped.stage else { panic!("{stopped:?}") };
    assert_eq!(snag.obstacle, Obstacle::NumberHeldElsewhere);
    // Its account is read all the same, without the number.
    connect_account(&app, &emulator, "one", WABA).await;
    refresh_all(&app).await;
    let own = app.store.ledger.read(|read| read.replicas(&scope("one"), NodeKind::PhoneNumber));
    assert_eq!(own.await, Ok(Vec::new()));
}

#[tokio::test]
async fn an_account_that_is_set_free_leaves_nothing_behind_and_another_tenant_can_bind_it() {
    let (app, emulator) = beside_emulator().await;
    control(&emulator, "faults", json!({"fault": "expired_token", "edge": "subscribed_apps"}))
        .await;
    let code = emulator.preauthorised_code(WABA).expect("a code");
    let stopped = sign_up(&app, "one", code, told(WABA)).await;
    assert_eq!(stopped.snag().map(|snag| &snag.obstacle), Some(&Obstacle::TokenDead));
    refresh_all(&app).await;
    let newest = app.store.ledger.read(|read| read.signups(&scope("one"), 1)).await;
    let id = newest.expect("read").remove(0).id;
    let aside = Fact::Ended(Ending::Dismissed);
    assert_eq!(logins::tell(&app, scope("one"), id, aside).await, Ok(true));
    for kind in NodeKind::ALL {
        let left = app.store.ledger.read(move |read| read.replicas(&scope("one"), kind)).await;
        assert_eq!(left, Ok(Vec::new()), "{kind:?}");
    }
    control(&emulator, "faults", json!({"fault": null})).await;
    connect_account(&app, &emulator, "two", WABA).await;
}

#[tokio::test]
async fn a_failed_reading_keeps_the_values_and_says_since_when() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    refresh_all(&app).await;
    let before = number(&app).await;
    control(&emulator, "faults", json!({"fault": "html", "share": 1.0})).await;
    refresh::ask(&app, scope("one")).await.expect("asked");
    refresh::step(&app).await.expect("stepped");
    let after = number(&app).await;
    assert_eq!(after.fields, before.fields, "the values stay");
    assert_eq!(after.read_at, before.read_at, "and their time");
    let failure = after.failure.expect("it failed");
    assert_eq!(failure.reason, "trouble");
    control(&emulator, "faults", json!({"fault": null})).await;
    refresh::ask(&app, scope("one")).await.expect("asked");
    refresh_all(&app).await;
    assert_eq!(number(&app).await.failure, None, "a good reading ends it");
}

async fn number(app: &App) -> domain::Replica {
    let node = Node::phone_number(NUMBER);
    let held = app.store.ledger.read(move |read| read.replica(&scope("one"), &node)).await;
    held.expect("read").expect("held")
}

/// Changes the emulator's world as a person would, without a socket.
async fn control(emulator: &Emulator, path: &str, body: serde_json::Value) {
    use tower::ServiceExt;
    let request = axum::http::Request::post(format!("/_control/{path}"))
        .header("host", "127.0.0.1")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(body.to_string()))
        .expect("a request");
    let answer = emulator.router().oneshot(request).await.expect("answered");
    assert!(answer.status().is_success(), "{}", answer.status());
}
