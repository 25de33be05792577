//! A WhatsApp user: every spelling of the number goes from every file, and what counted stays counted.

use std::sync::Arc;

use domain::Timestamp;
use farol::app::App;
use farol::work::erase;
use meta::{BusinessId, PhoneNumberId};
use serde_json::json;

use crate::console::{beside_emulator, connect_account, project_all, scope};
use crate::traces::{
    ANA, ANA_USER, BETO, NUMBER, TRACES, WABA, append, ask, effects, erase_all, found, phone,
    traffic, wamid,
};

#[tokio::test]
async fn a_user_leaves_no_trace_and_nobody_else_is_touched() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    for nth in 0..20 {
        traffic(&app, WABA, ANA, "Ana Ipanema", nth).await;
        traffic(&app, WABA, BETO, "Beto Leblon", nth).await;
    }
    // Beto speaks of her, a preference names her, a part of hers can't be read, one has not been yet.
    let card = json!({"messages": [{"from": BETO, "id": "wamid.card", "timestamp": "1795338640",
        "type": "contacts", "contacts": [{"name": {"formatted_name": "Ana Ipanema"},
        "phones": [{"phone": "+55 11 98765-0417", "wa_id": ANA}]}]},
        {"from": BETO, "id": "wamid.text", "timestamp": "1795338641", "type": "text",
         "text": {"body": "chama no (11) 98765-0417 ou +55 11 8765-0417"}},
        {"from": ANA, "id": wamid(ANA, 90), "timestamp": "not a time", "type": "text"}]});
    append(&app, WABA, card).await;
    append(
        &app,
        "404",
        json!({"messages": [{"from": ANA, "id": wamid(ANA, 91),
        "timestamp": "1795338642", "type": "text"}]}),
    )
    .await;
    project_all(&app).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 40).await;
    assert!(found(&app, &TRACES).len() >= TRACES.len(), "she is there before");
    let before = effects(&app).await;

    let asked = ask(&app, "one", phone("+55 11 98765-0417")).await;
    erase_all(&app).await;
    project_all(&app).await;
    erase_all(&app).await;

    assert_eq!(found(&app, &TRACES), Vec::<String>::new());
    for kept in [BETO, "Beto Leblon", "chama no"] {
        assert!(!found(&app, &[kept]).is_empty(), "{kept} stays");
    }
    let (applied, times) = effects(&app).await;
    assert_eq!(applied, times, "nothing took effect twice");
    // What had not been read yet is read without her: three items and two statuses of one message.
    assert_eq!(applied, before.0 + 5);
    let erasures = app.store.ledger.read(|read| read.erasures(&scope("one"), 10)).await;
    let erasures = erasures.expect("read");
    assert_eq!(erasures.len(), 1);
    let done = &erasures[0];
    assert_eq!((&done.id, done.done_at.is_some()), (&asked.id, true));
    for what in ["body", "delivery", "wrote", "reached", "same_user"] {
        assert!(done.outcome.get(what).is_some_and(|count| *count > 0), "{what} {done:?}");
    }
    app.store.inbox.check_integrity().expect("a sound file");
    app.store.ledger.read(|read| read.check_integrity()).await.expect("a sound file");
}

#[tokio::test]
async fn what_meta_sends_again_is_known_and_goes_again() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    let body = app.store.inbox.after(0, 1_000).expect("read");
    let first = body.iter().find(|body| String::from_utf8_lossy(&body.body).contains("Ana"));
    let first = first.expect("her message").body.clone();
    ask(&app, "one", phone(ANA)).await;
    erase_all(&app).await;
    let before = effects(&app).await;

    app.store.inbox.append(first.into(), app.clock.now()).await.expect("appended");
    project_all(&app).await;
    assert_eq!(effects(&app).await, before, "it took effect before she was erased");
    erase_all(&app).await;
    assert_eq!(found(&app, &TRACES), Vec::<String>::new());
}

#[tokio::test]
async fn what_meta_sends_again_after_a_start_is_known_at_once() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    let again = bodies_of_hers(&app);
    ask(&app, "one", phone(ANA)).await;
    erase_all(&app).await;
    let before = effects(&app).await;

    // Another start: nothing is in memory, and the projection may be first.
    let app = App { erasures: Arc::default(), ..app };
    for body in again {
        app.store.inbox.append(body.into(), app.clock.now()).await.expect("appended");
    }
    project_all(&app).await;
    assert_eq!(effects(&app).await, before, "all of it took effect before she was erased");
    erase_all(&app).await;
    assert_eq!(found(&app, &TRACES), Vec::<String>::new());
}

#[tokio::test]
async fn what_meta_sends_again_at_any_moment_of_an_erasure_takes_effect_once_and_goes() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    let (again, before) = (bodies_of_hers(&app), effects(&app).await);
    ask(&app, "one", phone(ANA)).await;
    loop {
        let stepped = erase::step(&app).await.expect("a step");
        for body in &again {
            let body = body.clone().into();
            app.store.inbox.append(body, app.clock.now()).await.expect("appended");
        }
        project_all(&app).await;
        assert_eq!(effects(&app).await.1, before.1, "{stepped:?}");
        let open = app.store.ledger.read(|read| read.open_erasure()).await.expect("read");
        if open.is_none() {
            break;
        }
    }
    erase_all(&app).await;
    assert_eq!(found(&app, &TRACES), Vec::<String>::new());
}

/// The bodies that hold her number or her other id, as they came.
fn bodies_of_hers(app: &App) -> Vec<Vec<u8>> {
    let all = app.store.inbox.after(0, 1_000).expect("read").into_iter();
    let is_hers = |body: &String| body.contains(ANA) || body.contains(ANA_USER);
    let texts = all.map(|body| String::from_utf8_lossy(&body.body).into_owned());
    let hers: Vec<Vec<u8>> = texts.filter(is_hers).map(String::into_bytes).collect();
    assert!(hers.len() > 3, "she wrote and was written to");
    hers
}

#[tokio::test]
async fn a_user_known_by_another_id_alone_goes_with_all_that_is_linked() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    ask(&app, "one", phone(ANA_USER)).await;
    erase_all(&app).await;
    assert_eq!(found(&app, &TRACES), Vec::<String>::new());
}

#[tokio::test]
async fn another_tenants_traffic_with_the_same_person_stays() {
    let (app, emulator) = beside_emulator().await;
    connect_account(&app, &emulator, "one", WABA).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    let (rows, before) = (rows_of(&app).await, effects(&app).await);
    ask(&app, "two", phone(ANA)).await;
    erase_all(&app).await;
    assert_eq!(rows_of(&app).await, rows);
    assert_eq!(effects(&app).await, before);
    assert!(!found(&app, &[ANA, "Ana Ipanema"]).is_empty());
}

/// What the first tenant's ledger says of her.
async fn rows_of(app: &farol::app::App) -> (bool, Option<String>) {
    let job = |read: &store::LedgerRead<'_>| {
        let (scope, number) = (scope("one"), PhoneNumberId::new(NUMBER));
        let bound = read.connections(&scope)?;
        let business = bound.first().map_or(BusinessId::new(""), |it| it.business.clone());
        let now = Timestamp::from_millis(i64::MAX / 2);
        let _ = now;
        let phone = read.phone_of_user(&scope, &business, ANA_USER)?;
        let message = meta::MessageId::new(wamid(ANA, 101));
        Ok((read.delivery(&scope, &number, &message)?.is_some(), phone))
    };
    app.store.ledger.read(job).await.expect("read")
}
