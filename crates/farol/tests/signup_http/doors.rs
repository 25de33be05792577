//! One app has one callback at Meta: a tenant's accounts of an own app share the door behind it, and no
//! tenant takes it from another.

use axum::http::Method;
use domain::signup::{Signup, Stage};
use serde_json::json;
use store::ByHand;

use crate::by_hand::{HERE, Own, post_at};
use crate::console::{self, project_all};
use crate::desk::{Desk, FOREIGN_WABA, NUMBER, WABA};
use crate::disconnect::disconnect;
use crate::visitor::Visitor;
use crate::webhook::text;

/// Another account of the same business, with a number that is registered.
const SECOND_WABA: &str = "102290129340398";
const SECOND_NUMBER: &str = "104857736119203";
/// The number of [`FOREIGN_WABA`], of another tenant.
const FOREIGN_NUMBER: &str = "115586902247310";

/// Connects an account by hand, and goes on until nothing is left to do now.
async fn connect(desk: &Desk, owner: &Visitor, own: &Own, (waba, number): (&str, &str)) {
    let account = format!("/v25.0/{waba}?fields=owner_business_info");
    let account = desk.ask_emulator(Method::GET, &account, None).await;
    let business = account["owner_business_info"]["id"].as_str().expect("an id");
    let body = json!({"kind": "system_user", "app": own.app, "wabas": [waba]});
    let made = desk.control("tokens", &body).await;
    let form = [
        ("waba_id", waba),
        ("phone_number_id", number),
        ("business_id", business),
        ("app_id", &own.app),
        ("token", made["token"].as_str().expect("a token")),
        ("app_secret", &own.secret),
    ];
    let answer = owner.form(HERE, &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    console::carry_on(&desk.app).await;
}

/// The tenant's newest login.
async fn login(desk: &Desk, tenant: &str) -> Signup {
    let scope = console::scope(tenant);
    let found = desk.app.store.ledger.read(move |read| read.signups(&scope, 1)).await;
    found.expect("read").remove(0).signup
}

async fn stage(desk: &Desk, tenant: &str) -> Stage {
    login(desk, tenant).await.stage
}

/// The path of a tenant's door.
async fn door(desk: &Desk, tenant: &str, own: &Own) -> String {
    let (scope, app) = (console::scope(tenant), meta::AppId::new(own.app.as_str()));
    let found = desk.app.store.ledger.read(move |read| read.door_by_hand(&scope, &app)).await;
    let ByHand { id, .. } = found.expect("read").expect("a door");
    format!("/webhooks/meta/{}", id.as_str())
}

/// Where Meta sends the own app's webhooks.
async fn callback(desk: &Desk, own: &Own) -> String {
    let apps = desk.ask_emulator(Method::GET, "/_control/apps", None).await;
    let apps = apps["data"].as_array().expect("a list").clone();
    let made = apps.iter().find(|app| app["id"] == own.app.as_str()).expect("the app");
    made["callback_url"].as_str().expect("an address").to_owned()
}

async fn quarantined(desk: &Desk) -> u64 {
    desk.app.store.ledger.read(|read| read.counts()).await.expect("counted").quarantined
}

/// How often Meta was asked to change the own app's callback.
async fn taken(desk: &Desk, own: &Own) -> usize {
    desk.count(&format!("POST {}/subscriptions", own.app)).await
}

#[tokio::test]
async fn accounts_of_one_tenant_and_app_share_a_door_that_speaks_for_both() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    connect(&desk, &desk.owner, &own, (WABA, NUMBER)).await;
    assert_eq!(stage(&desk, "one").await, Stage::Awaiting);
    let path = door(&desk, "one", &own).await;
    connect(&desk, &desk.owner, &own, (SECOND_WABA, SECOND_NUMBER)).await;
    assert!(callback(&desk, &own).await.ends_with(&path));
    assert_eq!(taken(&desk, &own).await, 1, "nobody took it from anybody");
    desk.hands.turn(std::time::Duration::from_secs(1));
    for (waba, number) in [(WABA, NUMBER), (SECOND_WABA, SECOND_NUMBER)] {
        let message = text(waba, number, &format!("wamid.{number}"));
        assert_eq!(post_at(&desk, &path, &message, &own.secret).await, 200);
    }
    project_all(&desk.app).await;
    assert_eq!(quarantined(&desk).await, 0);
    // The first one leaves: the door stays where Meta calls.
    let left = disconnect(&desk).await;
    assert!(left.contains("A WABA foi desconectada."), "{left}");
    assert_eq!(door(&desk, "one", &own).await, path);
    let message = text(SECOND_WABA, SECOND_NUMBER, "wamid.later");
    assert_eq!(post_at(&desk, &path, &message, &own.secret).await, 200);
    assert_eq!(post_at(&desk, &path, &text(WABA, NUMBER, "wamid.gone"), &own.secret).await, 200);
    project_all(&desk.app).await;
    assert_eq!(quarantined(&desk).await, 1, "of the account that left nothing is believed");
}

#[tokio::test]
async fn a_door_of_another_tenant_is_never_taken_and_the_number_alone_comes_to_the_own() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    connect(&desk, &desk.owner, &own, (WABA, NUMBER)).await;
    let first = door(&desk, "one", &own).await;
    let other = Visitor::owner(&desk.app, "two").await;
    connect(&desk, &other, &own, (FOREIGN_WABA, FOREIGN_NUMBER)).await;
    let second = door(&desk, "two", &own).await;
    assert_ne!(first, second);
    assert!(callback(&desk, &own).await.ends_with(&first), "it stays with whom it was");
    assert!(login(&desk, "two").await.has_override());
    assert_eq!(taken(&desk, &own).await, 1);
    desk.hands.turn(std::time::Duration::from_secs(1));
    let of_two = text(FOREIGN_WABA, FOREIGN_NUMBER, "wamid.two");
    assert_eq!(post_at(&desk, &second, &of_two, &own.secret).await, 200);
    project_all(&desk.app).await;
    assert_eq!((stage(&desk, "two").await, quarantined(&desk).await), (Stage::Connected, 0));
    // Nor does the first one's door speak for the second tenant.
    let forged = text(FOREIGN_WABA, FOREIGN_NUMBER, "wamid.forged");
    assert_eq!(post_at(&desk, &first, &forged, &own.secret).await, 200);
    project_all(&desk.app).await;
    assert_eq!(quarantined(&desk).await, 1);
    // Once the first tenant has left, its door is nobody's, and the callback may be the second's.
    let left = disconnect(&desk).await;
    assert!(left.contains("A WABA foi desconectada."), "{left}");
    connect(&desk, &other, &own, (FOREIGN_WABA, FOREIGN_NUMBER)).await;
    assert!(callback(&desk, &own).await.ends_with(&second));
}
