//! "Conferir agora" by hand: who may ask, of what, and what becomes due.

mod console;
mod visitor;

use domain::role::Role;
use domain::{Node, Replica};
use farol::app::App;
use visitor::Visitor;

/// A number and its account of a tenant.
async fn hold(app: &App, tenant: &'static str, waba: &'static str, number: &'static str) {
    let (scope, now) = (console::scope(tenant), app.clock.now());
    let held = app.store.ledger.transact(move |tx| {
        for node in [Node::waba(waba), Node::phone_number(number)] {
            tx.save_replica(
                &scope,
                &Replica::unread(node.clone()),
                Some(&meta::WabaId::new(waba)),
            )?;
            tx.schedule(&scope, &node, now.plus(std::time::Duration::from_secs(900)))?;
        }
        Ok(())
    });
    held.await.expect("saved");
}

/// The nodes that are due now.
async fn due(app: &App) -> Vec<String> {
    let now = app.clock.now();
    let due = app.store.ledger.read(move |read| read.due(now, 100)).await.expect("read");
    due.iter().map(|due| due.node.to_string()).collect()
}

#[tokio::test]
async fn one_node_or_all_become_due_and_the_page_says_of_what() {
    let app = console::alone().await;
    hold(&app, "one", "111", "1110001").await;
    assert!(due(&app).await.is_empty());
    let person = Visitor::of(&app, "one", Role::Operator).await;
    let form = [("node", "phone_number:1110001"), ("waba", "")];
    let answer = person.form("/health/check", &form).await;
    let (status, to) = answer.leads();
    let to = to.expect("a place").to_owned();
    assert_eq!(status, 303);
    assert!(to.starts_with("/health?checked=") && to.ends_with("#checked"), "{to}");
    assert!(to.contains("node=phone_number%3A1110001"), "{to}");
    assert_eq!(due(&app).await, ["phone_number:1110001"]);
    let page = person.get(to.trim_end_matches("#checked")).await;
    let told = page.text.split("id=\"checked\"").nth(1).expect("the outcome has its place");
    let waits = "><div class=\"alert\" data-tone=\"unk\">";
    assert!(told.starts_with(waits), "it is waited for: {}", told.get(..200).unwrap_or(told));
    person.form("/health/check", &[("node", ""), ("waba", "")]).await;
    assert_eq!(due(&app).await.len(), 2);
}

#[tokio::test]
async fn the_page_says_of_the_quota_only_what_was_put_off_for_it() {
    const WABA: &str = "102290129340398";
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let person = Visitor::of(&app, "one", Role::Owner).await;
    let asked = async || {
        let answer = person.form("/health/check", &[("node", &format!("waba:{WABA}"))]).await;
        answer.leads().1.expect("a place").trim_end_matches("#checked").to_owned()
    };
    let told = async |page: &str| {
        let page = person.get(page).await.text;
        let told = page.split("id=\"checked\"").nth(1).expect("the outcome has its place");
        told.split("id=\"whole\"").next().expect("it ends").to_owned()
    };
    let page = asked().await;
    assert!(told(&page).await.contains("What is missing is being read"), "{}", told(&page).await);
    // The quota is used up: what is due is put off.
    while app.graph.quota.take(WABA).is_ok() {}
    console::refresh_all(&app).await;
    assert!(told(&page).await.contains("quota allows"), "{}", told(&page).await);
    // Meta does not answer: that is told, now and when it is asked for once more.
    let dead = farol::graph::Endpoint {
        graph_url: "http://127.0.0.1:9".to_owned(),
        ..app.graph.endpoint().clone()
    };
    let graph = farol::graph::Graph::new(dead, 1.0, app.metrics.clone()).expect("a client");
    let app = App { graph: graph.into(), ..app };
    let page = asked().await;
    console::refresh_all(&app).await;
    assert!(told(&page).await.contains("Meta did not answer"), "{}", told(&page).await);
    let page = asked().await;
    let failing = told(&page).await;
    assert!(failing.contains("The reading before failed: Meta did not answer"), "{failing}");
    assert!(!failing.contains("quota"), "{failing}");
}

#[tokio::test]
async fn what_is_not_the_tenants_is_not_there_and_who_may_not_ask_is_refused() {
    let app = console::alone().await;
    hold(&app, "one", "111", "1110001").await;
    hold(&app, "two", "222", "2220002").await;
    let person = Visitor::of(&app, "one", Role::Owner).await;
    let ask = async |node: &str| person.form("/health/check", &[("node", node)]).await;
    let absent = ask("phone_number:9990009").await;
    let others = ask("phone_number:2220002").await;
    assert_eq!((absent.status, others.status), (404, 404));
    assert_eq!(absent.text, others.text, "another tenant's is as if it were not there");
    assert_eq!(ask("garbage").await.status, 404);
    assert!(due(&app).await.is_empty(), "nothing became due");
    let viewer = Visitor::of(&app, "one", Role::Viewer).await;
    assert_eq!(viewer.form("/health/check", &[]).await.status, 403);
    let page = viewer.get("/health").await.text;
    assert!(!page.contains("/health/check"), "who may not ask is not offered it");
    // A place to lead to can't be forged: what is given is a part of the query and no more.
    let form = [("node", "waba:111"), ("waba", "x&checked=1#//elsewhere.example")];
    let to = person.form("/health/check", &form).await;
    let to = to.leads().1.expect("a place").to_owned();
    assert!(to.starts_with("/health?waba=x%26checked%3D1%23%2F%2Felsewhere.example&"), "{to}");
}
