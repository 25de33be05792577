//! Connecting by hand: an app of one's own, checked as a whole before anything is kept, with a callback
//! that takes its signature alone and speaks for its account alone.

use axum::http::Method;
use domain::signup::Stage;
use serde_json::{Value, json};
use store::{ConnectionId, SignupId};

use crate::console::{self, project_all};
use crate::desk::{BIG_WABA, Desk, FOREIGN_WABA, NUMBER, UNREGISTERED, WABA};
use crate::disconnect::disconnect;
use crate::program::sign;
use crate::visitor::{Answer, Visitor};
use crate::webhook::text;

pub const HERE: &str = "/connect/by-hand";

/// Somebody's own app at Meta, and what its owner has at hand.
pub struct Own {
    pub app: String,
    pub secret: String,
    token: String,
    business: String,
}

impl Own {
    pub async fn make(desk: &Desk) -> Self {
        let made = desk.control("apps", &json!({"name": "Loja própria"})).await;
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let path = format!("/v25.0/{WABA}?fields=owner_business_info");
        let owner = desk.ask_emulator(Method::GET, &path, None).await;
        Self {
            app: text(&made["id"]),
            secret: text(&made["secret"]),
            token: text(&made["tokens"]["system_user"]),
            business: text(&owner["owner_business_info"]["id"]),
        }
    }

    pub fn form(&self) -> Vec<(&str, &str)> {
        vec![
            ("waba_id", WABA),
            ("phone_number_id", NUMBER),
            ("business_id", &self.business),
            ("app_id", &self.app),
            ("token", &self.token),
            ("app_secret", &self.secret),
        ]
    }

    /// The form with another text in a field.
    fn form_but<'a>(&'a self, field: &str, text: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut form = self.form();
        form.iter_mut().filter(|(name, _)| *name == field).for_each(|pair| pair.1 = text);
        form
    }
}

async fn newest(desk: &Desk) -> SignupId {
    let scope = console::scope("one");
    let found = desk.app.store.ledger.read(move |read| read.signups(&scope, 1)).await;
    found.expect("read").remove(0).id
}

async fn connection(desk: &Desk) -> ConnectionId {
    let (scope, waba) = (console::scope("one"), meta::WabaId::new(WABA));
    let found = desk.app.store.ledger.read(move |read| read.by_hand_of(&scope, &waba)).await;
    found.expect("read").expect("a connection by hand").id
}

/// Posts a body at a path, signed with a secret.
pub async fn post_at(desk: &Desk, path: &str, webhook: &Value, secret: &str) -> u16 {
    let body = webhook.to_string().into_bytes();
    let signature = sign(secret, &body);
    let headers =
        [("content-type", "application/json"), ("x-hub-signature-256", signature.as_str())];
    Visitor::stranger(&desk.app).ask(Method::POST, path, &headers, body).await.status
}

async fn assert_nothing_kept(desk: &Desk) {
    assert_eq!(desk.logins("one").await, 0);
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    assert_eq!(desk.changes().await.iter().filter(|call| !call.contains("_control")).count(), 0);
}

/// A refusal: what was typed stands again, but for the secrets.
fn assert_refused(answer: &Answer, own: &Own, sentence: &str) {
    assert_eq!(answer.status, 422, "{answer:?}");
    assert!(answer.text.contains(sentence), "{sentence}: {}", answer.text);
    assert!(answer.text.contains(&own.business));
    assert!(!answer.text.contains(&own.token) && !answer.text.contains(&own.secret));
}

#[tokio::test]
async fn an_own_app_is_connected_and_its_webhooks_come_to_its_own_callback() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    let answer = desk.owner.form(HERE, &own.form()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.text.contains("id=\"verify-token\""), "with its verify token");
    assert!(!answer.text.contains(&own.token) && !answer.text.contains(&own.secret));
    console::carry_on(&desk.app).await;
    let path = format!("/webhooks/meta/{}", connection(&desk).await.as_str());
    assert!(answer.text.contains(&path), "the callback was shown");
    let id = newest(&desk).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Awaiting, "{:?}", desk.signup(&id).await);
    let apps = desk.ask_emulator(Method::GET, "/_control/apps", None).await;
    let apps = apps["data"].as_array().expect("a list").clone();
    let made = apps.iter().find(|app| app["id"] == own.app.as_str()).expect("the app");
    assert!(made["callback_url"].as_str().is_some_and(|url| url.ends_with(&path)), "{made}");
    // The installation's app was not touched, and its callback takes no signature of this one.
    assert!(!desk.is_subscribed(WABA).await);
    desk.hands.turn(std::time::Duration::from_secs(1));
    let message = text(WABA, NUMBER, "wamid.own");
    assert_eq!(post_at(&desk, "/webhooks/meta", &message, &own.secret).await, 401);
    assert_eq!(post_at(&desk, &path, &message, &desk.emulator.app().secret).await, 401);
    assert_eq!(post_at(&desk, "/webhooks/meta/another", &message, &own.secret).await, 401);
    assert_eq!(post_at(&desk, &path, &message, &own.secret).await, 200);
    project_all(&desk.app).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    // The token is shown once.
    let again = desk.owner.get(HERE).await;
    assert!(again.text.contains(&path) && !again.text.contains("id=\"verify-token\""));
}

#[tokio::test]
async fn whoever_signs_at_an_own_callback_speaks_for_its_account_alone() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    let other = console::connect_account(&desk.app, &desk.emulator, "two", FOREIGN_WABA).await;
    desk.hands.turn(std::time::Duration::from_secs(1));
    let path = format!("/webhooks/meta/{}", connection(&desk).await.as_str());
    for (waba, number) in [
        (FOREIGN_WABA, "115586902247310"),
        // Of an account that nobody has, but with a number that the other tenant has.
        ("1", "115586902247310"),
        (BIG_WABA, UNREGISTERED),
    ] {
        let forged = text(waba, number, &format!("wamid.{waba}"));
        assert_eq!(post_at(&desk, &path, &forged, &own.secret).await, 200);
    }
    project_all(&desk.app).await;
    let counts = desk.app.store.ledger.read(|read| read.counts()).await.expect("counted");
    assert_eq!(counts.quarantined, 3, "{counts:?}");
    let scope = console::scope("two");
    let logins = desk.app.store.ledger.read(move |read| read.signups(&scope, 1)).await;
    assert_eq!(logins.expect("read")[0].signup.stage, other.stage, "no webhook of it was heard");
}

#[tokio::test]
async fn a_test_token_is_recognised_and_nothing_is_kept() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    for body in [
        json!({"kind": "user", "app": own.app, "wabas": [WABA]}),
        json!({"kind": "system_user", "app": own.app, "wabas": [WABA], "expires_in": 3600}),
    ] {
        let made = desk.control("tokens", &body).await;
        let token = made["token"].as_str().expect("a token");
        let answer = desk.owner.form(HERE, &own.form_but("token", token)).await;
        assert_refused(&answer, &own, "24 horas");
        assert!(answer.text.contains("Usuários do sistema"), "and what to do instead");
        assert_nothing_kept(&desk).await;
    }
}

#[tokio::test]
async fn each_thing_that_does_not_hold_is_said_and_nothing_is_kept() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    for (field, text, sentence) in [
        ("waba_id", "abc", "o que foi informado não serve"),
        ("token", "", "o que foi informado não serve"),
        ("app_secret", "0123456789abcdef0123456789abcdef", "não reconhece este app"),
        ("app_id", "999999999999999", "não reconhece este app"),
        ("token", desk.emulator.system_user_token().as_str(), "é de outro app"),
        ("business_id", "999", "é de outro portfólio"),
        ("phone_number_id", UNREGISTERED, "não tem este número"),
    ] {
        let answer = desk.owner.form(HERE, &own.form_but(field, text)).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.text.contains(sentence), "{field} {text}: {}", answer.text);
        assert!(!answer.text.contains(&own.secret), "{field}");
        assert_nothing_kept(&desk).await;
    }
}

#[tokio::test]
async fn an_account_of_another_tenant_is_refused() {
    let desk = Desk::at_address().await;
    console::connect_account(&desk.app, &desk.emulator, "two", WABA).await;
    let own = Own::make(&desk).await;
    let answer = desk.owner.form(HERE, &own.form()).await;
    assert_refused(&answer, &own, "conectada a outra conta desta instalação");
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
}

#[tokio::test]
async fn another_app_counts_for_an_account_only_once_it_is_proven() {
    let desk = Desk::at_address().await;
    let (first, second) = (Own::make(&desk).await, Own::make(&desk).await);
    assert_eq!(desk.owner.form(HERE, &first.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    let path = format!("/webhooks/meta/{}", connection(&desk).await.as_str());
    let mut form = second.form();
    form.push(("again", WABA));
    let shown = desk.owner.form(HERE, &form).await;
    assert!(shown.text.contains(&path), "Meta was told of that address: {}", shown.text);
    // The login has not proven anything yet: what is connected goes on.
    let heard =
        async |id: &str, secret: &str| post_at(&desk, &path, &text(WABA, NUMBER, id), secret).await;
    assert_eq!(heard("wamid.first.before", &first.secret).await, 200);
    assert_eq!(heard("wamid.second.before", &second.secret).await, 401);
    console::carry_on(&desk.app).await;
    assert_eq!(heard("wamid.first.after", &first.secret).await, 401);
    assert_eq!(heard("wamid.second.after", &second.secret).await, 200);
}

#[tokio::test]
async fn nothing_is_left_of_an_own_app_whose_login_did_not_prove_it() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    assert_eq!(desk.secrets("one").await.len(), 2, "the token and the app, with the login");
    desk.control("tokens/system_user/revoke", &json!({"app": own.app})).await;
    console::carry_on(&desk.app).await;
    let signup = desk.signup(&newest(&desk).await).await;
    assert!(!signup.is_open(), "{signup:?}");
    assert_eq!(desk.secrets("one").await, Vec::<String>::new());
    let (scope, waba) = (console::scope("one"), meta::WabaId::new(WABA));
    let found = desk.app.store.ledger.read(move |read| read.by_hand_of(&scope, &waba)).await;
    assert_eq!(found.expect("read"), None);
}

#[tokio::test]
async fn what_is_typed_uses_nothing_up_of_whose_account_it_is_and_is_limited() {
    let desk = Desk::at_address().await;
    console::connect_account(&desk.app, &desk.emulator, "two", WABA).await;
    let own = Own::make(&desk).await;
    while desk.app.graph.quota.take(WABA).is_ok() {}
    let wait = || desk.app.graph.quota.take(WABA).expect_err("nothing is left");
    let before = wait();
    let made = desk.calls().await.len();
    for _ in 0..10 {
        assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 422);
    }
    let asked = desk.calls().await.len();
    assert!(asked > made, "Meta was asked");
    assert!(wait() <= before, "and nothing of it is held against the other tenant");
    let refused = desk.owner.form(HERE, &own.form()).await;
    assert_eq!(refused.status, 429);
    assert!(refused.text.contains("Tentativas demais"), "{}", refused.text);
    assert_eq!(desk.calls().await.len(), asked, "Meta is not asked any more");
}

#[tokio::test]
async fn an_account_whose_phone_left_is_not_offered_another_token_but_told_what_it_takes() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    console::refresh_all(&desk.app).await;
    desk.hands.turn(std::time::Duration::from_secs(1));
    let path = format!("/webhooks/meta/{}", connection(&desk).await.as_str());
    let left = json!({"event": "ACCOUNT_OFFBOARDED"});
    let webhook = crate::webhook::of(WABA, "account_update", &left);
    assert_eq!(post_at(&desk, &path, &webhook, &own.secret).await, 200);
    project_all(&desk.app).await;
    let page = desk.owner.get("/connect").await.text;
    assert!(page.contains("data-lost") && page.contains("conecte o celular de novo"), "{page}");
    assert!(!page.contains(&format!("{HERE}?waba={WABA}")), "a token brings no phone back");
    assert!(page.contains(&format!("data-again=\"{WABA}\"")));
}

#[tokio::test]
async fn connecting_again_takes_no_other_account() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    let mut form = own.form();
    form.push(("again", BIG_WABA));
    assert_refused(&desk.owner.form(HERE, &form).await, &own, "Esta não é a WABA");
    assert_nothing_kept(&desk).await;
}

#[tokio::test]
async fn a_lost_token_is_said_with_the_number_still_there_and_a_new_one_brings_it_back() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    console::refresh_all(&desk.app).await;
    assert!(!desk.owner.get("/connect").await.text.contains("data-lost"));
    desk.control("tokens/system_user/revoke", &json!({"app": own.app})).await;
    desk.hands.turn(std::time::Duration::from_secs(301));
    console::refresh_all(&desk.app).await;
    let page = desk.owner.get("/connect").await;
    assert!(page.text.contains("data-lost"), "{}", page.text);
    assert!(page.text.contains(&format!("{HERE}?waba={WABA}")), "with the way back");
    assert!(page.text.contains("accounts__numbers"), "and its number");
    let form = desk.owner.get(&format!("{HERE}?waba={WABA}")).await;
    assert!(form.text.contains(&own.business) && form.text.contains(&own.app));
    let body = json!({"kind": "system_user", "app": own.app, "wabas": [WABA]});
    let made = desk.control("tokens", &body).await;
    let path = connection(&desk).await;
    let mut form = own.form_but("token", made["token"].as_str().expect("a token"));
    form.push(("again", WABA));
    assert_eq!(desk.owner.form(HERE, &form).await.status, 200);
    console::carry_on(&desk.app).await;
    console::refresh_all(&desk.app).await;
    let page = desk.owner.get("/connect").await;
    assert!(!page.text.contains("data-lost"), "{}", page.text);
    assert_eq!(connection(&desk).await, path, "Meta was told of that address");
}

#[tokio::test]
async fn where_the_own_app_is_called_elsewhere_the_number_alone_comes_here_until_it_is_disconnected()
 {
    const ELSEWHERE: &str = "https://outro.example/hook";
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    desk.control(&format!("apps/{}", own.app), &json!({"callback_url": ELSEWHERE})).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    let signup = desk.signup(&newest(&desk).await).await;
    assert_eq!(signup.stage, Stage::Awaiting, "{signup:?}");
    assert!(signup.has_override());
    let path = format!("/connect/accounts/{WABA}/disconnect");
    let shown = desk.owner.get(&path).await.text;
    assert!(
        shown.contains("override_callback_uri") && shown.contains("subscribed_apps"),
        "{shown}"
    );
    assert!(!shown.contains("data-closes"), "Meta was never given its door: {shown}");
    let done = disconnect(&desk).await;
    assert!(done.contains("A WABA foi desconectada.") && !done.contains("data-left"), "{done}");
    let apps = desk.ask_emulator(Method::GET, "/_control/apps", None).await;
    let apps = apps["data"].as_array().expect("a list").clone();
    let made = apps.iter().find(|app| app["id"] == own.app.as_str()).expect("the app");
    assert_eq!(made["callback_url"], ELSEWHERE, "it was never touched: {made}");
    assert_eq!(made["wabas"], json!([]), "the subscription is undone: {made}");
    assert_eq!(desk.bound("one").await, Vec::<String>::new());
    assert_eq!(desk.secrets("one").await, Vec::<String>::new(), "and all is forgotten");
}

#[tokio::test]
async fn what_meta_goes_on_calling_of_an_own_app_is_said_before_and_after_it_is_disconnected() {
    let desk = Desk::at_address().await;
    let own = Own::make(&desk).await;
    assert_eq!(desk.owner.form(HERE, &own.form()).await.status, 200);
    console::carry_on(&desk.app).await;
    let stays = format!("O webhook do app {} na Meta", own.app);
    let path = format!("/connect/accounts/{WABA}/disconnect");
    let shown = desk.owner.get(&path).await.text;
    assert!(shown.contains(&stays), "{shown}");
    let done = disconnect(&desk).await;
    assert!(done.contains("A WABA foi desconectada.") && done.contains(&stays), "{done}");
}
