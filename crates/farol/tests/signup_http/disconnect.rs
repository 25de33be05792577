//! Disconnecting an account: shown first, agreed to, undone at Meta, read back, then forgotten.

use std::time::Duration;

use domain::NodeKind;
use domain::audit::Action;
use domain::role::Role;
use domain::signup::Stage;
use serde_json::json;
use store::{Audit, AuditFilter};

use crate::console;
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::visitor::{Answer, Visitor};
use crate::webhook::{post, text};

pub const ELSEWHERE: &str = "https://outro.example/whatsapp";
const CHANGED: &str =
    "O que seria desfeito mudou desde que esta página foi aberta, e nada foi feito.";

pub fn path(waba: &str) -> String {
    format!("/connect/accounts/{waba}/disconnect")
}

/// The digest of the plan that the page shows, as its form sends it.
pub async fn shown(desk: &Desk, waba: &str) -> String {
    let page = desk.owner.get(&path(waba)).await.text;
    let plan = page.split("name=\"plan\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    plan.unwrap_or_default().to_owned()
}

/// Says yes to what the page shows, and leaves it there.
pub async fn agree(desk: &Desk) -> Answer {
    let plan = shown(desk, WABA).await;
    desk.owner.form(&path(WABA), &[("plan", &plan)]).await
}

/// Says yes to what the page shows, carries it on, and answers what the page says then.
pub async fn disconnect(desk: &Desk) -> String {
    disconnect_account(desk, WABA).await
}

/// The same of any account.
pub async fn disconnect_account(desk: &Desk, waba: &str) -> String {
    let (path, plan) = (path(waba), shown(desk, waba).await);
    let answer = desk.owner.form(&path, &[("plan", &plan)]).await;
    assert_eq!(answer.leads(), (303, Some(path.as_str())));
    console::carry_on(&desk.app).await;
    page_of(desk, waba).await
}

pub async fn page(desk: &Desk) -> String {
    page_of(desk, WABA).await
}

async fn page_of(desk: &Desk, waba: &str) -> String {
    let answer = desk.owner.get(&path(waba)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.text
}

/// An account that is connected, all the way.
pub async fn connected() -> Desk {
    let desk = Desk::at_address().await;
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    desk
}

/// One for which Farol made the subscription and set an override, as the app's callback is elsewhere.
pub async fn overridden() -> Desk {
    override_at(Desk::at_address().await).await
}

pub async fn override_at(desk: Desk) -> Desk {
    let app = desk.emulator.app().id;
    desk.control(&format!("apps/{app}"), &json!({"callback_url": ELSEWHERE})).await;
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": []})).await;
    log_in(&desk).await;
    desk
}

pub async fn log_in(desk: &Desk) {
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting);
    assert!(desk.is_subscribed(WABA).await);
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], desk.own_callback());
}

/// Whether nothing of it is left, at Meta and here.
pub async fn assert_gone(desk: &Desk) {
    assert!(!desk.is_subscribed(WABA).await, "undone at Meta");
    assert!(desk.route_of(NUMBER).await["phone_number"].is_null(), "and the override");
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    let scope = console::scope("one");
    let held = desk.app.store.ledger.read(move |read| read.replicas(&scope, NodeKind::Waba)).await;
    assert_eq!(held.expect("read"), [], "what was read of it is forgotten");
}

pub async fn audited(desk: &Desk, action: Action) -> Vec<Audit> {
    let (scope, filter) =
        (console::scope("one"), AuditFilter { action: Some(action), ..Default::default() });
    let rows = desk.app.store.ledger.read(move |read| read.audits(&scope, &filter, 99)).await;
    rows.expect("read")
}

#[tokio::test]
async fn what_will_be_undone_is_shown_first_and_nothing_is_done() {
    let desk = overridden().await;
    let before = desk.changes().await;
    assert!(desk.owner.get("/connect").await.text.contains(&path(WABA)));
    let shown = page(&desk).await;
    for said in [
        format!("DELETE /{WABA}/subscribed_apps"),
        format!("POST /{NUMBER} "),
        "O token da WABA.".to_owned(),
        "O PIN da confirmação em duas etapas fica em cada número, na Meta.".to_owned(),
        "Um login desta WABA que está em andamento termina.".to_owned(),
    ] {
        assert!(shown.contains(&said), "{said}: {shown}");
    }
    assert_eq!(desk.changes().await, before);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn it_is_undone_read_back_forgotten_and_audited_at_both_ends() {
    let desk = overridden().await;
    assert_eq!(agree(&desk).await.leads(), (303, Some(path(WABA).as_str())));
    let begun = audited(&desk, Action::DisconnectBegun).await;
    let calls = format!("POST /{NUMBER}; DELETE /{WABA}/subscribed_apps");
    assert_eq!(begun.len(), 1);
    assert_eq!(
        (begun[0].object.as_deref(), &begun[0].detail),
        (Some(WABA), &json!({"call": calls}))
    );
    assert_eq!(audited(&desk, Action::Disconnected).await, [], "it is not done yet");
    assert!(page(&desk).await.contains("A WABA está sendo desconectada."));
    assert!(desk.owner.get("/connect").await.text.contains("Sendo desconectada…"));
    console::carry_on(&desk.app).await;
    assert_gone(&desk).await;
    let ended = audited(&desk, Action::Disconnected).await;
    assert_eq!(ended.len(), 1);
    assert_eq!(
        (ended[0].object.as_deref(), &ended[0].detail),
        (Some(WABA), &json!({"outcome": "done"}))
    );
    let done = page(&desk).await;
    assert!(done.contains("A WABA foi desconectada.") && !done.contains("data-left"), "{done}");
    assert_eq!(done.matches("Desfeito e conferido na Meta em").count(), 2, "{done}");
    let log = desk.owner.get("/settings/audit").await.text;
    assert!(log.contains("Mandou desconectar uma conta") && log.contains(&calls), "{log}");
    assert_eq!(agree(&desk).await.status, 404, "it is gone");
    // The same account can be connected again, and what became of it once is history.
    log_in(&desk).await;
    assert!(page(&desk).await.contains("data-undo"));
}

#[tokio::test]
async fn another_plan_than_the_one_that_was_shown_is_shown_again_and_nothing_is_done() {
    let desk = connected().await;
    let claimed = format!("{}?changed=1", path(WABA));
    let page = desk.owner.get(&claimed).await.text;
    assert!(!page.contains(CHANGED), "not since an address says so: {page}");
    let before = desk.changes().await;
    assert_eq!(desk.owner.form(&path(WABA), &[]).await.leads(), (303, Some(path(WABA).as_str())));
    let plan = shown(&desk, WABA).await;
    // Somebody begins another login of the account meanwhile, which would end with it.
    let code = desk.code(WABA);
    desk.begin(&code, Some(&finish(WABA, NUMBER))).await;
    for _ in 0..2 {
        let (due, _) = farol::work::connect::due(&desk.app, 0).await.expect("looked for");
        for login in due {
            farol::work::connect::step(&desk.app, login).await.expect("carried on");
        }
    }
    let answer = desk.owner.form(&path(WABA), &[("plan", &plan)]).await;
    assert_eq!(answer.leads(), (303, Some(path(WABA).as_str())));
    let again = desk.owner.get(&path(WABA)).await;
    assert_eq!(again.status, 200);
    assert!(again.text.contains(CHANGED) && again.text.contains("data-ends"), "{}", again.text);
    assert!(!desk.owner.get(&path(WABA)).await.text.contains(CHANGED), "said once");
    assert_eq!(desk.changes().await, before, "nothing was done");
    assert_eq!(audited(&desk, Action::DisconnectBegun).await, []);
    assert_eq!(desk.bound("one").await, [WABA]);
}

#[tokio::test]
async fn while_meta_gives_no_answer_it_is_tried_again_and_nothing_is_forgotten() {
    let desk = overridden().await;
    desk.control("faults", &json!({"fault": "http_500", "share": 1, "edge": "subscribed_apps"}))
        .await;
    let waits = disconnect(&desk).await;
    let said = "A Meta não respondeu como devia. O Farol tenta de novo sozinho; até lá a WABA continua conectada.";
    assert!(waits.contains(said) && waits.contains("data-s=\"wait\""), "{waits}");
    for _ in 0..30 {
        desk.later(Duration::from_secs(300)).await;
    }
    assert_eq!(desk.bound("one").await, [WABA], "for hours");
    desk.control("faults", &json!({"fault": null, "share": 1})).await;
    desk.later(Duration::from_secs(300)).await;
    assert_gone(&desk).await;
}

#[tokio::test]
async fn what_meta_does_not_let_be_undone_is_said_and_the_account_is_free() {
    let desk = overridden().await;
    desk.control("tokens/business/revoke", &json!({})).await;
    let done = disconnect(&desk).await;
    assert!(done.contains("A WABA foi desconectada, mas algo ficou na Meta."), "{done}");
    assert_eq!(done.matches("data-left").count(), 2, "{done}");
    assert!(done.contains("Ficou na Meta. A Meta não aceita mais o token"), "{done}");
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    let ended = audited(&desk, Action::Disconnected).await;
    let left = format!("POST /{NUMBER}; DELETE /{WABA}/subscribed_apps");
    assert_eq!(ended[0].detail, json!({"outcome": "partly", "left": left}));
}

#[tokio::test]
async fn nobody_else_disconnects_it() {
    let desk = connected().await;
    let stranger = Visitor::owner(&desk.app, "two").await;
    assert_eq!(stranger.get(&path(WABA)).await.status, 404);
    let plan = shown(&desk, WABA).await;
    assert_eq!(stranger.form(&path(WABA), &[("plan", &plan)]).await.status, 404);
    let operator = Visitor::of(&desk.app, "one", Role::Operator).await;
    assert_eq!(operator.form(&path(WABA), &[("plan", &plan)]).await.status, 403);
    assert_eq!(desk.bound("one").await, [WABA]);
    disconnect(&desk).await;
    assert_eq!(stranger.get(&path(WABA)).await.status, 404, "nor what became of it");
}

#[tokio::test]
async fn what_an_earlier_connection_set_up_is_not_taken_for_this_ones() {
    let desk = overridden().await;
    disconnect(&desk).await;
    assert_gone(&desk).await;
    // Somebody else sets the same up before it is connected again: that is theirs.
    desk.hands.turn(Duration::from_secs(60));
    let app = desk.emulator.app();
    desk.control(&format!("wabas/{WABA}"), &json!({"subscribed_apps": [app.id]})).await;
    let here = json!({"webhook_configuration": {
        "override_callback_uri": desk.own_callback(), "verify_token": app.verify_token,
    }});
    desk.elsewhere(NUMBER, &here).await;
    log_in(&desk).await;
    let shown = page(&desk).await;
    assert!(!shown.contains("data-undo"), "{shown}");
    disconnect(&desk).await;
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    assert!(desk.is_subscribed(WABA).await, "it is not this connection's");
    assert_eq!(desk.route_of(NUMBER).await["phone_number"], desk.own_callback());
}
