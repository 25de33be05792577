//! Where an account's messages go: overrides at two levels, their handshake and their reading, and
//! other apps on the same account (META 1.3, 2.3, 2.5, 3, 7.1).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, ATACADO, Answer, BRASIL, COBRANCA, Callback, Stand, VERIFY_TOKEN};

const VENDAS: &str = "104857736119203";
const CUSTOMER: &str = "users/5511955550301/messages";

async fn post(stand: &Stand, path: &str, body: Value) -> Answer {
    post_as(stand, &stand.token, path, body).await
}

async fn post_as(stand: &Stand, token: &str, path: &str, body: Value) -> Answer {
    let request = Request::post(format!("/v25.0/{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    stand.ask(request.unwrap()).await
}

fn wanted(callback: &Callback) -> Value {
    json!({"override_callback_uri": callback.url, "verify_token": VERIFY_TOKEN})
}

async fn write(stand: &Stand, to: &str) {
    stand.set(CUSTOMER, json!({"to": to, "text": "oi"})).await;
}

async fn apps(stand: &Stand) -> Vec<Value> {
    let listed = stand.read(&format!("/v25.0/{BRASIL}/subscribed_apps")).await;
    listed["data"].as_array().unwrap().clone()
}

async fn configuration(stand: &Stand, number: &str) -> Value {
    stand.read(&format!("/v25.0/{number}?fields=webhook_configuration")).await
        ["webhook_configuration"]
        .clone()
}

#[tokio::test]
async fn a_numbers_override_goes_before_the_accounts_and_that_before_the_apps() {
    let stand = Stand::new();
    let [app, waba, number] =
        [Callback::open().await, Callback::open().await, Callback::open().await];
    stand.subscribe(&app, "messages,account_review_update").await;
    let running = stand.run();
    write(&stand, COBRANCA).await;
    app.wait_for(1).await;

    let set = post(&stand, &format!("{BRASIL}/subscribed_apps"), wanted(&waba)).await;
    assert_eq!(set.json(), json!({"success": true}));
    write(&stand, COBRANCA).await;
    waba.wait_for(1).await;

    let set = json!({"webhook_configuration": wanted(&number)});
    assert_eq!(post(&stand, COBRANCA, set).await.json(), json!({"success": true}));
    write(&stand, COBRANCA).await;
    number.wait_for(1).await;
    write(&stand, VENDAS).await;
    waba.wait_for(2).await;

    // Whatever is no message goes to the app's callback.
    stand.set(&format!("wabas/{BRASIL}"), json!({"account_review_status": "PENDING"})).await;
    app.wait_for(2).await;
    assert_eq!(app.arrived()[1].change()["field"], "account_review_update");

    assert_eq!(
        configuration(&stand, COBRANCA).await,
        json!({
            "phone_number": number.url,
            "whatsapp_business_account": waba.url,
            "application": app.url,
        })
    );
    assert_eq!(apps(&stand).await[0]["override_callback_uri"], waba.url);

    // A post without a body takes the account's away, an empty address the number's.
    post(&stand, &format!("{BRASIL}/subscribed_apps"), json!({})).await;
    let none = json!({"webhook_configuration": {"override_callback_uri": ""}});
    post(&stand, COBRANCA, none).await;
    assert_eq!(configuration(&stand, COBRANCA).await, json!({"application": app.url}));
    assert_eq!(apps(&stand).await[0].get("override_callback_uri"), None);
    write(&stand, COBRANCA).await;
    app.wait_for(3).await;
    running.stop().await;
    assert_eq!([app, waba, number].map(|callback| callback.arrived().len()), [3, 2, 1]);
}

#[tokio::test]
async fn an_override_is_kept_only_after_its_handshake() {
    let stand = Stand::new();
    let [app, other] = [Callback::open().await, Callback::open().await];
    stand.subscribe(&app, "messages").await;
    let at_waba = format!("{BRASIL}/subscribed_apps");
    let before = (apps(&stand).await, configuration(&stand, COBRANCA).await);
    let number = |callback: Value| json!({"webhook_configuration": callback});
    let mut wrong = wanted(&other);
    wrong["verify_token"] = json!("another");
    for _ in 0..2 {
        let refused = post(&stand, &at_waba, wrong.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (400, 2200), "{}", refused.text);
        let said = refused.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(said.starts_with("(#2200) Callback verification failed"), "{said}");
        assert_eq!(post(&stand, COBRANCA, number(wrong.clone())).await.code(), 2200);
        // The right token and the wrong challenge.
        other.lie();
        wrong = wanted(&other);
    }
    stand.set("faults", json!({"fault": "handshake_failed"})).await;
    assert_eq!(post(&stand, &at_waba, wanted(&app)).await.code(), 2200);
    stand.set("faults", json!({"fault": null})).await;
    for bad in
        ["ftp://example.com/", "not an address", &format!("https://a.example/{}", "x".repeat(200))]
    {
        let asked = json!({"override_callback_uri": bad, "verify_token": VERIFY_TOKEN});
        assert_eq!(post(&stand, &at_waba, asked).await.code(), 100, "{bad}");
    }
    let without = json!({"override_callback_uri": app.url});
    assert_eq!(post(&stand, &at_waba, without).await.code(), 100);
    assert_eq!((apps(&stand).await, configuration(&stand, COBRANCA).await), before);
    assert_eq!(post(&stand, &at_waba, wanted(&app)).await.json(), json!({"success": true}));
}

#[tokio::test]
async fn an_override_needs_the_subscription_first() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let number = json!({"webhook_configuration": wanted(&callback)});
    for (path, body) in
        [(format!("{BRASIL}/subscribed_apps"), wanted(&callback)), (COBRANCA.to_owned(), number)]
    {
        let refused = post(&stand, &path, body.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (400, 100));
        let said = refused.json()["error"]["message"].clone();
        assert!(said.as_str().unwrap().contains("your app must be subscribed"), "{said}");
        stand.subscribe(&callback, "messages").await;
        assert_eq!(post(&stand, &path, body).await.json(), json!({"success": true}));
        stand.graph("DELETE", &format!("/{BRASIL}/subscribed_apps")).await;
    }
}

#[tokio::test]
async fn what_a_number_of_the_app_shares_follows_its_override_and_what_is_of_the_account_does_not()
{
    let stand = Stand::new();
    let [app, number] = [Callback::open().await, Callback::open().await];
    let fields = "history,smb_app_state_sync,smb_message_echoes,phone_number_name_update";
    stand.subscribe(&app, fields).await;
    let running = stand.run();
    post(&stand, COBRANCA, json!({"webhook_configuration": wanted(&number)})).await;
    let path = format!("numbers/{COBRANCA}");
    stand.set(&path, json!({"is_on_biz_app": true, "sync": "history"})).await;
    stand.set(&path, json!({"echo": {"to": "5511955550301", "text": "oi"}})).await;
    stand.set(&path, json!({"name_status": "DECLINED"})).await;
    number.wait_for(7).await;
    app.wait_for(1).await;
    running.stop().await;
    assert_eq!(app.arrived()[0].change()["field"], "phone_number_name_update");
    assert_eq!((app.arrived().len(), number.arrived().len()), (1, 7));
}

#[tokio::test]
async fn taking_the_app_off_an_account_takes_its_override_along() {
    let stand = Stand::new();
    let [app, other] = [Callback::open().await, Callback::open().await];
    stand.subscribe(&app, "messages").await;
    let path = format!("{BRASIL}/subscribed_apps");
    post(&stand, &path, wanted(&other)).await;
    let gone = stand.graph("DELETE", &format!("/v25.0/{path}")).await;
    assert_eq!(gone.json(), json!({"success": true}));
    assert_eq!(apps(&stand).await, [json!(null); 0]);
    write(&stand, COBRANCA).await;
    assert_eq!(stand.emulator.pending_webhooks(), 0);
    post(&stand, &path, json!({})).await;
    assert_eq!(apps(&stand).await[0].get("override_callback_uri"), None);
}

#[tokio::test]
async fn a_foreign_app_hears_of_the_account_too_by_its_own_secret_and_its_own_override() {
    let stand = Stand::new();
    let [own, foreign, away] =
        [Callback::open().await, Callback::open().await, Callback::open().await];
    stand.subscribe(&own, "messages").await;
    let made = stand
        .set(
            "apps",
            json!({"name": "Outro CRM", "callback_url": foreign.url, "fields": ["messages"],
                   "wabas": [BRASIL]}),
        )
        .await;
    let (id, secret) = (made["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    let token = made["tokens"]["system_user"].as_str().unwrap();
    let running = stand.run();
    write(&stand, COBRANCA).await;
    let (to_own, to_foreign) = (own.wait_for(1).await, foreign.wait_for(1).await);
    assert_eq!(to_own[0].body, to_foreign[0].body);
    for (arrived, secret) in [(&to_own[0], &*stand.emulator.app().secret), (&to_foreign[0], secret)]
    {
        assert_eq!(arrived.signature, signature(secret, &arrived.body));
    }

    let ids: Vec<Value> = apps(&stand)
        .await
        .iter()
        .map(|app| app["whatsapp_business_api_data"]["id"].clone())
        .collect();
    assert_eq!(ids, [APP, id], "each app sees the other");

    // Its override is its own: the world's app hears as before, and reads nothing of it.
    let set = json!({"webhook_configuration": wanted(&away)});
    assert_eq!(post_as(&stand, token, COBRANCA, set).await.json(), json!({"success": true}));
    write(&stand, COBRANCA).await;
    away.wait_for(1).await;
    own.wait_for(2).await;
    assert_eq!(configuration(&stand, COBRANCA).await, json!({"application": own.url}));

    // What it takes off is its own subscription.
    let path = format!("/v25.0/{BRASIL}/subscribed_apps");
    assert_eq!(stand.graph_as(token, "DELETE", &path).await.status, 200);
    assert_eq!(apps(&stand).await.len(), 1);
    running.stop().await;
    assert_eq!(foreign.arrived().len(), 1);
}

fn signature(secret: &str, body: &str) -> String {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let bytes = mac.finalize().into_bytes();
    format!("sha256={}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[tokio::test]
async fn an_apps_token_is_for_its_own_subscriptions_and_its_own_tokens() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    let made = stand.set("apps", json!({"name": "Outro CRM"})).await;
    let (id, secret) = (made["id"].as_str().unwrap(), made["secret"].as_str().unwrap());
    let foreign = format!("{id}|{secret}");
    let subscriptions = |app: &str| format!("/v25.0/{app}/subscriptions");
    for (token, app, status) in [
        (&foreign, id, 200),
        (&foreign, APP, 400),
        (&stand.app_token(), APP, 200),
        (&stand.app_token(), id, 400),
    ] {
        let answer = stand.graph_as(token, "GET", &subscriptions(app)).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    }
    let wanted = json!({"object": "whatsapp_business_account", "callback_url": callback.url,
                        "verify_token": VERIFY_TOKEN, "fields": "messages"});
    post_as(&stand, &foreign, &format!("{id}/subscriptions"), wanted).await;
    assert_eq!(
        stand.graph_as(&foreign, "GET", &subscriptions(id)).await.json(),
        json!({"data": [{
            "object": "whatsapp_business_account",
            "callback_url": callback.url,
            "active": true,
            "fields": [{"name": "messages", "version": "v25.0"}],
        }]})
    );
    let own = stand.graph_as(&stand.app_token(), "GET", &subscriptions(APP)).await;
    assert_eq!(own.json(), json!({"data": []}));

    let token = made["tokens"]["system_user"].as_str().unwrap();
    let debug = format!("/debug_token?input_token={token}");
    let told = stand.graph_as(&foreign, "GET", &debug).await.json();
    assert_eq!(
        (&told["data"]["app_id"], &told["data"]["application"]),
        (&json!(id), &json!("Outro CRM"))
    );
    let refused = stand.graph_as(&stand.app_token(), "GET", &debug).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (400, 100), "{}", refused.text);
    // Its proof is by its own secret.
    let proof = signature(secret, token).replace("sha256=", "");
    let path = format!("/v25.0/{BRASIL}?appsecret_proof={proof}");
    assert_eq!(stand.graph_as(token, "GET", &path).await.status, 200);
    assert_eq!(stand.graph("GET", &path).await.code(), 100);
}

#[tokio::test]
async fn control_plants_what_is_wrong_with_an_apps_webhooks_and_each_is_readable() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages,account_update").await;
    let elsewhere = "https://outro.example/webhook";
    let subscription = async || {
        let path = format!("/v25.0/{APP}/subscriptions");
        stand.graph_as(&stand.app_token(), "GET", &path).await.json()["data"][0].clone()
    };
    let app = format!("apps/{APP}");
    stand.set(&app, json!({"callback_url": elsewhere})).await;
    let read = subscription().await;
    assert_eq!(
        (&read["callback_url"], read["fields"].as_array().unwrap().len()),
        (&json!(elsewhere), 2)
    );
    stand.set(&app, json!({"callback_url": callback.url, "fields": ["account_update"]})).await;
    assert_eq!(
        subscription().await["fields"],
        json!([{"name": "account_update", "version": "v25.0"}])
    );
    stand.set(&app, json!({"active": false})).await;
    assert_eq!(subscription().await["active"], false);
    stand.set(&format!("wabas/{BRASIL}"), json!({"account_event": "PARTNER_ADDED"})).await;
    assert_eq!(stand.emulator.pending_webhooks(), 0, "one that is not active hears nothing");
    stand.set(&app, json!({"callback_url": null})).await;
    assert_eq!(subscription().await, json!(null));

    let waba = format!("wabas/{BRASIL}");
    stand.set(&waba, json!({"override_callback_uri": elsewhere})).await;
    stand.set(&format!("numbers/{COBRANCA}"), json!({"override_callback_uri": elsewhere})).await;
    assert_eq!(apps(&stand).await[0]["override_callback_uri"], elsewhere);
    let planted = json!({"phone_number": elsewhere, "whatsapp_business_account": elsewhere});
    assert_eq!(configuration(&stand, COBRANCA).await, planted);
    for path in [waba.clone(), format!("numbers/{COBRANCA}")] {
        stand.set(&path, json!({"override_callback_uri": null})).await;
    }
    assert_eq!(configuration(&stand, COBRANCA).await, json!(null));

    let foreign = stand.set("apps", json!({"name": "Outro CRM"})).await["id"].clone();
    stand.set(&waba, json!({"subscribed_apps": [foreign]})).await;
    let ids: Vec<Value> = apps(&stand)
        .await
        .iter()
        .map(|app| app["whatsapp_business_api_data"]["id"].clone())
        .collect();
    assert_eq!(ids, [foreign], "the own one is missing");
    stand.set(&waba, json!({"subscribed_apps": []})).await;
    assert_eq!(apps(&stand).await, [json!(null); 0]);
}

#[tokio::test]
async fn a_secret_that_was_reset_signs_what_is_sent_from_then_on() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages").await;
    let old = stand.app_token();
    let running = stand.run();
    stand.set(&format!("apps/{APP}"), json!({"secret": "0123456789abcdef0123456789abcdef"})).await;
    write(&stand, COBRANCA).await;
    let arrived = callback.wait_for(1).await.remove(0);
    assert_eq!(arrived.signature, signature("0123456789abcdef0123456789abcdef", &arrived.body));
    let path = format!("/v25.0/{APP}/subscriptions");
    assert_eq!(stand.graph_as(&old, "GET", &path).await.code(), 190);
    assert_eq!(stand.graph_as(&stand.app_token(), "GET", &path).await.status, 200);
    running.stop().await;
}

#[tokio::test]
async fn what_has_no_place_in_the_world_is_refused_by_its_field_and_changes_nothing() {
    let stand = Stand::new();
    let (app, waba, number) =
        (format!("apps/{APP}"), format!("wabas/{BRASIL}"), format!("numbers/{COBRANCA}"));
    for (path, body, field) in [
        (&waba, json!({"subscribed_apps": ["1"]}), "subscribed_apps"),
        (&waba, json!({"subscribed_apps": "1"}), "subscribed_apps"),
        (&waba, json!({"override_callback_uri": "mailto:x@y.example"}), "override_callback_uri"),
        (&waba, json!({"override_callback_uri": null, "app": "1"}), "app"),
        (&waba, json!({"app": APP}), "app"),
        (&waba, json!({"account_event": "PARTNER_LEFT"}), "account_event"),
        (&waba, json!({"usage_percent": 101}), "usage_percent"),
        (&waba, json!({"primary_funding_id": 7}), "primary_funding_id"),
        (&waba, json!({"overide_callback_uri": null}), "overide_callback_uri"),
        (&app, json!({"fields": ["messages"]}), "callback_url"),
        (&app, json!({"callback_url": "http://a.example/", "fields": ["mesages"]}), "fields"),
        (&app, json!({"callback_url": 1}), "callback_url"),
        (&app, json!({"active": "no"}), "active"),
        (&number, json!({"echo": {"to": "5511955550301", "text": "oi"}}), "echo"),
        (&number, json!({"disconnection": {"why": "x"}}), "disconnection.why"),
        (&number, json!({"registered": 1}), "registered"),
    ] {
        let refused = stand.control(path, body.clone()).await;
        assert_eq!(refused.status, 400, "{body}");
        let error = refused.json()["error"].clone();
        assert_eq!(error["field"], field, "{body}");
        assert!(error["message"].as_str().unwrap().len() > 10, "{body}");
    }
    for (body, field) in [
        (json!({}), "name"),
        (json!({"name": "X", "wabas": ["1"]}), "wabas"),
        (json!({"name": "X", "fields": ["messages"]}), "callback_url"),
        (json!({"name": "X", "callback_url": "http://a.example/", "fields": ["nope"]}), "fields"),
        (json!({"name": "X", "nmae": "Y"}), "nmae"),
    ] {
        let refused = stand.control("apps", body.clone()).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["error"]["field"]),
            (400, &json!(field))
        );
    }
    let request = Request::get("/_control/apps").body(Body::empty()).unwrap();
    let all = stand.ask(request).await.json()["data"].clone();
    assert_eq!(all.as_array().unwrap().len(), 1, "{all}");
    assert_eq!(all[0]["callback_url"], json!(null));
    stand.read(&format!("/{ATACADO}")).await;
}
