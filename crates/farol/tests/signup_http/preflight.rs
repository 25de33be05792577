//! Preflight on a console that Meta reaches: green where it is, each planted fault named, and nothing
//! changed by looking.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::preflight::{Check, Finding, State, Why, judge};
use farol::app::App;
use farol::config::{Config, Smtp};
use farol::preflight::look;
use serde_json::json;
use store::PersonId;

use crate::console::with_config;
use crate::desk::Desk;

async fn findings(app: &App) -> BTreeMap<&'static str, Finding> {
    let all = judge(&look(app).await.expect("read"));
    all.into_iter().map(|finding| (finding.check.as_str(), finding)).collect()
}

fn of(found: &BTreeMap<&'static str, Finding>, check: Check) -> (State, Why) {
    let finding = &found[check.as_str()];
    (finding.state, finding.why)
}

async fn subscribed() -> Desk {
    let desk = Desk::at_address().await;
    let callback = desk.own_callback();
    farol::callback::subscribe(&desk.app, &callback, None).await.expect("Meta agrees");
    desk
}

/// The settings of a console that is reached there.
fn at(base_url: &str) -> Config {
    serde_json::from_value(json!({ "base_url": base_url })).expect("settings")
}

#[tokio::test]
async fn a_console_that_meta_sends_to_is_good_and_looking_changes_nothing() {
    let desk = subscribed().await;
    let changes = desk.changes().await;
    let found = findings(&desk.app).await;
    for check in [
        Check::BaseUrl,
        Check::App,
        Check::VerifyToken,
        Check::Callback,
        Check::Fields,
        Check::Sdk,
        Check::GraphVersion,
    ] {
        assert_eq!(of(&found, check), (State::Good, Why::Fine), "{:?}", found[check.as_str()]);
    }
    assert_eq!(desk.changes().await, changes);
}

#[tokio::test]
async fn faults_at_meta_are_named_in_its_words_and_without_secrets() {
    let desk = Desk::at_address().await;
    let found = findings(&desk.app).await;
    // The seeded app sends elsewhere, or nowhere: never here before anybody asked.
    let callback = &found[Check::Callback.as_str()];
    assert_eq!(callback.state, State::Defect, "{callback:?}");
    let secret = store::Secret::new("not-the-secret");
    let endpoint = farol::graph::Endpoint {
        app_secret: Arc::new(secret),
        ..desk.app.graph.endpoint().clone()
    };
    let graph = farol::graph::Graph::new(endpoint, 0.1, desk.app.metrics.clone()).expect("made");
    let app = App { graph: Arc::new(graph), ..desk.app.clone() };
    let found = findings(&app).await;
    assert_eq!(of(&found, Check::App), (State::Defect, Why::Refused));
    let said = format!("{found:?}");
    assert!(said.contains("Error validating client secret"), "{said}");
    assert!(!said.contains("not-the-secret"), "{said}");
}

#[tokio::test]
async fn an_address_that_is_somebody_elses_is_told_from_one_that_nobody_has() {
    let desk = subscribed().await;
    let graph_url = desk.app.graph.endpoint().graph_url.clone();
    let elsewhere = with_config(desk.app.clone(), at(&graph_url));
    let found = findings(&elsewhere).await;
    assert_eq!(found[Check::VerifyToken.as_str()].state, State::Defect, "{found:?}");
    assert_eq!(of(&found, Check::Callback), (State::Defect, Why::Elsewhere));
    let nobody = "http://127.0.0.1:9";
    let nowhere = with_config(desk.app.clone(), at(nobody));
    let found = findings(&nowhere).await;
    assert_eq!(of(&found, Check::VerifyToken), (State::Doubtful, Why::Unanswered));
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_a_defect_and_none_a_doubt() {
    let desk = subscribed().await;
    assert_eq!(of(&findings(&desk.app).await, Check::Smtp), (State::Doubtful, Why::NotSet));
    let smtp = Smtp::local("127.0.0.1", 9, "Farol <farol@example.com>");
    let mut config = at(desk.app.settings.config.base_url.as_deref().expect("an address"));
    config.smtp = smtp;
    let found = findings(&with_config(desk.app.clone(), config)).await;
    assert_eq!(of(&found, Check::Smtp), (State::Defect, Why::Unanswered));
}

#[tokio::test]
async fn when_meta_is_gone_nothing_of_it_is_called_good_or_wrong() {
    let desk = subscribed().await;
    desk.control("faults", &json!({"fault": "http_500", "share": 1.0})).await;
    let found = findings(&desk.app).await;
    for check in [Check::App, Check::Callback, Check::Fields] {
        assert_eq!(of(&found, check), (State::NotChecked, Why::Unanswered), "{check:?}");
    }
}

#[tokio::test]
async fn only_who_answers_for_the_installation_sees_it_and_is_led_to_it() {
    let desk = subscribed().await;
    assert_eq!(desk.owner.get("/connect/preflight").await.status, 403);
    assert!(!desk.owner.get("/connect").await.text.contains("/connect/preflight"));
    let made =
        desk.app.store.ledger.transact(|tx| tx.make_installation_owner(&PersonId::new("one")));
    made.await.expect("made");
    assert!(desk.owner.get("/connect").await.text.contains("href=\"/connect/preflight\""));
    let page = desk.owner.get("/connect/preflight").await;
    assert_eq!(page.status, 200);
    for check in Check::ALL {
        let line = format!("data-check=\"{}\"", check.as_str());
        assert!(page.text.contains(&line), "{check:?}");
    }
    let secret = desk.emulator.app().secret;
    assert!(!page.text.contains(&secret), "no secret is on a page");
}
