//! What the audit log keeps of where a number's messages go: each decision and each override, set and
//! removed, once, by whom, with the other program's address without what may be a secret in it.

use serde_json::{Value, json};
use store::{AuditFilter, SignupId};

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, back_to, finish};

const ELSEWHERE: &str = "https://outro.example/whatsapp/4F3a9c";
/// The same as it is kept: a path may hold a secret too.
const KEPT: &str = "https://outro.example/whatsapp/\u{2026}";

/// Oldest first: what was done, by whom, to what, with what is said of it.
async fn rows(desk: &Desk) -> Vec<(String, Option<String>, Option<String>, Value)> {
    let scope = console::scope("one");
    let filter = AuditFilter::default();
    let rows = desk.app.store.ledger.read(move |read| read.audits(&scope, &filter, 100)).await;
    let is_of_route =
        |action: &str| action.starts_with("route_") || action.starts_with("override_");
    let rows = rows.expect("read").into_iter().rev().filter(|row| is_of_route(&row.action));
    rows.map(|row| {
        (row.action, row.person.map(|person| person.to_string()), row.object, row.detail)
    })
    .collect()
}

fn row(
    action: &str,
    person: Option<&str>,
    detail: Value,
) -> (String, Option<String>, Option<String>, Value) {
    (action.to_owned(), person.map(str::to_owned), Some(NUMBER.to_owned()), detail)
}

/// A number whose messages somebody else's override takes, of an app whose callback is here.
async fn overridden_elsewhere() -> (Desk, SignupId) {
    let desk = Desk::at_address().await;
    let own = json!({"callback_url": desk.own_callback()});
    desk.control(&format!("apps/{}", desk.emulator.app().id), &own).await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    let planted = json!({"override_callback_uri": format!("{ELSEWHERE}?token=secret")});
    desk.control(&format!("numbers/{NUMBER}"), &planted).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    (desk, id)
}

async fn decide(desk: &Desk, id: &SignupId, to: &str, from: &str) {
    let form = [("to", to), ("from", from)];
    let answer = desk.owner.form(&format!("/connect/{id}/route"), &form).await;
    assert_eq!(answer.leads(), (303, Some(back_to(id).as_str())));
    console::carry_on(&desk.app).await;
}

#[tokio::test]
async fn messages_that_a_person_takes_and_gives_back_with_the_login_leave_three_rows() {
    let (desk, id) = overridden_elsewhere().await;
    assert_eq!(rows(&desk).await, [], "looking is no decision");
    decide(&desk, &id, "here", "https://terceiro.example/whatsapp").await;
    assert_eq!(rows(&desk).await, [], "nor is a word about another address");
    decide(&desk, &id, "here", ELSEWHERE).await;
    let taken = row("route_taken", Some("one"), json!({"replaces": KEPT}));
    let set = row("override_set", Some("one"), json!({"replaces": KEPT}));
    assert_eq!(rows(&desk).await, [taken.clone(), set.clone()]);
    // The same word once more, and another look at it, change nothing.
    decide(&desk, &id, "here", ELSEWHERE).await;
    desk.owner.form(&format!("/connect/{id}/retry"), &[]).await;
    console::carry_on(&desk.app).await;
    assert_eq!(rows(&desk).await, [taken.clone(), set.clone()]);

    desk.control("faults", &json!({"fault": "http_500", "edge": NUMBER})).await;
    abandon(&desk, &id).await;
    assert_eq!(rows(&desk).await.len(), 2, "not before Meta shows it");
    desk.control("faults", &json!({"fault": null})).await;
    desk.later(std::time::Duration::from_secs(400)).await;
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], Value::Null);
    let removed = row("override_removed", None, Value::Null);
    assert_eq!(rows(&desk).await, [taken, set, removed]);
    let log = desk.owner.get("/settings/audit").await.text;
    assert!(log.contains("Removeu o desvio de um número"), "{log}");
}

/// Oldest first: what the log says of an abandoned login, and of its account.
async fn abandoned(desk: &Desk) -> Vec<(String, Option<String>, Value)> {
    let (scope, filter) = (console::scope("one"), AuditFilter::default());
    let rows = desk.app.store.ledger.read(move |read| read.audits(&scope, &filter, 100)).await;
    let is_of_end = |row: &store::Audit| {
        row.object.as_deref() == Some(WABA)
            && (row.action.starts_with("abandon") || row.action.starts_with("disconnect"))
    };
    let rows = rows.expect("read").into_iter().rev().filter(is_of_end);
    rows.map(|row| (row.action, row.person.map(|one| one.to_string()), row.detail)).collect()
}

async fn abandon(desk: &Desk, id: &SignupId) {
    let page = desk.owner.get(&format!("/connect/{id}/abandon")).await.text;
    let plan = page.split("name=\"plan\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let plan = [("plan", plan.expect("a plan"))];
    desk.owner.form(&format!("/connect/{id}/abandon"), &plan).await;
    console::carry_on(&desk.app).await;
}

/// A login of an app whose callback is elsewhere, so that it made a subscription and an override.
async fn subscribed_and_overridden() -> (Desk, SignupId) {
    let desk = Desk::at_address().await;
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({"callback_url": ELSEWHERE})).await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    (desk, id)
}

#[tokio::test]
async fn a_login_is_abandoned_by_a_person_and_its_end_says_what_was_undone() {
    let (desk, id) = subscribed_and_overridden().await;
    let calls = format!("POST /{NUMBER}; DELETE /{WABA}/subscribed_apps");
    let begun = ("abandon_begun".to_owned(), Some("one".to_owned()), json!({ "call": calls }));
    desk.control("faults", &json!({"fault": "http_500", "edge": "subscribed_apps"})).await;
    abandon(&desk, &id).await;
    assert_eq!(abandoned(&desk).await, std::slice::from_ref(&begun), "it is not done yet");
    desk.control("faults", &json!({"fault": null})).await;
    desk.later(std::time::Duration::from_secs(400)).await;
    let ended = json!({ "outcome": "done", "call": calls });
    let freed = json!({ "outcome": "done" });
    let rows =
        [begun, ("abandoned".to_owned(), None, ended), ("disconnected".to_owned(), None, freed)];
    assert_eq!(abandoned(&desk).await, rows);
    let log = desk.owner.get("/settings/audit").await.text;
    assert!(log.contains("Mandou abandonar um login") && log.contains(&calls), "{log}");
    assert!(log.contains("Login abandonado e limpo na Meta"), "{log}");
}

#[tokio::test]
async fn what_meta_refuses_to_undo_stands_at_the_end_of_the_abandoned_login() {
    let (desk, id) = subscribed_and_overridden().await;
    desk.control("tokens/business/revoke", &json!({})).await;
    abandon(&desk, &id).await;
    let left = format!("POST /{NUMBER}; DELETE /{WABA}/subscribed_apps");
    let partly = json!({ "outcome": "partly", "left": left });
    let rows = abandoned(&desk).await;
    assert_eq!(
        rows[1..],
        [("abandoned".to_owned(), None, partly.clone()), ("disconnected".to_owned(), None, partly),]
    );
}

#[tokio::test]
async fn a_login_with_nothing_to_undo_begins_and_ends_in_the_log_and_frees_nothing() {
    let desk = Desk::open().await;
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(std::time::Duration::from_secs(1));
    crate::webhook::post(&desk, &crate::webhook::text(WABA, NUMBER, "wamid.a")).await;
    let second = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    abandon(&desk, &second).await;
    let rows = [
        ("abandon_begun".to_owned(), Some("one".to_owned()), Value::Null),
        ("abandoned".to_owned(), None, json!({ "outcome": "done" })),
    ];
    assert_eq!(abandoned(&desk).await, rows);
}

#[tokio::test]
async fn messages_that_a_person_leaves_where_they_go_leave_one_row_and_set_nothing() {
    let (desk, id) = overridden_elsewhere().await;
    decide(&desk, &id, "there", "").await;
    let left = row("route_left", Some("one"), json!({"replaces": KEPT}));
    assert_eq!(rows(&desk).await, [left]);
    assert!(!desk.changes().await.contains(&format!("POST {NUMBER}")));
}

#[tokio::test]
async fn an_override_that_nobody_had_to_decide_about_leaves_its_row_and_one_for_its_end() {
    let desk = Desk::at_address().await;
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({"callback_url": ELSEWHERE})).await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(rows(&desk).await, [row("override_set", Some("one"), Value::Null)]);
    // A second login finds it there.
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(rows(&desk).await.len(), 1);
    assert!(desk.signup(&id).await.overrides().count() <= 1);
}
