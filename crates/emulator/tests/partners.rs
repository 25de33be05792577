//! An account and the app that it is shared with: what the app hears, what it can still do, and what
//! the account lacks (META 1.3, 2.1, 5, 7.2, 11.13 to 11.17).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::popup::Popup;
use stand::{APP, ATACADO, BRASIL, CASA_IPE, COBRANCA, Callback, RECIFE, Stand};

async fn happen(stand: &Stand, event: &str) {
    stand.set(&format!("wabas/{BRASIL}"), json!({"account_event": event})).await;
}

async fn status(stand: &Stand, token: &str, id: &str) -> (u16, Value) {
    let answer = stand.graph_as(token, "GET", &format!("/v25.0/{id}")).await;
    (answer.status.as_u16(), answer.json()["error"]["code"].clone())
}

#[tokio::test]
async fn an_account_that_is_no_longer_shared_is_out_of_reach_until_it_is_again() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "messages,account_update").await;
    let (own, both) = (
        stand.emulator.waba_token(BRASIL).unwrap(),
        stand.emulator.business_token(CASA_IPE).unwrap(),
    );
    let running = stand.run();
    happen(&stand, "PARTNER_REMOVED").await;
    let told = callback.wait_for(1).await[0].clone();
    let entry = serde_json::from_str::<Value>(&told.body).unwrap()["entry"][0].clone();
    assert_eq!(entry["id"], stand.emulator.world()["signup"]["partner_business_id"]);
    let info = json!({"waba_id": BRASIL, "owner_business_id": CASA_IPE});
    assert_eq!(told.change()["value"], json!({"event": "PARTNER_REMOVED", "waba_info": info}));
    for token in [&own, &both, &stand.token] {
        assert_eq!(status(&stand, token, COBRANCA).await, (403, json!(200)));
    }
    assert_eq!(status(&stand, &both, ATACADO).await.0, 200);
    let debug = format!("/debug_token?input_token={both}");
    let granular = stand.graph_as(&stand.app_token(), "GET", &debug).await.json();
    let scopes = granular["data"]["granular_scopes"].as_array().unwrap().clone();
    let management = scopes.iter().find(|one| one["scope"] == "whatsapp_business_management");
    assert_eq!(management.unwrap()["target_ids"], json!([ATACADO]));
    stand.set("users/5511955550301/messages", json!({"to": COBRANCA, "text": "oi"})).await;

    // A login shares it again, without a subscription.
    assert!(stand.emulator.preauthorised_code(BRASIL).is_some());
    callback.wait_for(3).await;
    assert_eq!(status(&stand, &own, BRASIL).await.0, 200);
    let apps = stand.read(&format!("/{BRASIL}/subscribed_apps")).await;
    assert_eq!(apps["data"], json!([]));
    running.stop().await;
    assert_eq!(callback.arrived().len(), 3, "no message of an account that is not shared");
}

#[tokio::test]
async fn an_app_that_is_uninstalled_loses_the_integrations_tokens_of_the_account() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "account_update").await;
    let token = stand.emulator.waba_token(BRASIL).unwrap();
    let running = stand.run();
    happen(&stand, "PARTNER_APP_UNINSTALLED").await;
    let value = callback.wait_for(1).await[0].change()["value"].clone();
    assert_eq!(value["waba_info"]["partner_app_id"], APP);
    let dead = stand.graph_as(&token, "GET", &format!("/{BRASIL}")).await;
    assert_eq!((dead.code(), &dead.json()["error"]["error_subcode"]), (190, &json!(458)));
    let other = stand.emulator.waba_token(ATACADO).unwrap();
    assert_eq!(status(&stand, &other, ATACADO).await.0, 200);
    assert_eq!(stand.read(&format!("/{BRASIL}/subscribed_apps")).await["data"], json!([]));
    happen(&stand, "PARTNER_ADDED").await;
    let events: Vec<Value> = callback.wait_for(3).await[1..]
        .iter()
        .map(|arrived| arrived.change()["value"]["event"].clone())
        .collect();
    assert!(
        events.contains(&json!("PARTNER_ADDED"))
            && events.contains(&json!("PARTNER_APP_INSTALLED"))
    );
    running.stop().await;
}

#[tokio::test]
async fn an_account_without_a_payment_method_says_so_and_bills_nothing() {
    let stand = Stand::new();
    let payment = async || {
        let read = stand.read(&format!("/{BRASIL}?fields=primary_funding_id,health_status")).await;
        let entities = read["health_status"]["entities"].as_array().unwrap().clone();
        let waba = entities.into_iter().find(|entity| entity["entity_type"] == "WABA").unwrap();
        let code = waba.pointer("/errors/0/error_code").cloned();
        (read.get("primary_funding_id").cloned(), waba["can_send_message"].clone(), code)
    };
    let paid = (Some(json!("2384120957716305")), json!("AVAILABLE"), None);
    assert_eq!(payment().await, paid);
    let path = format!("wabas/{BRASIL}");
    stand.set(&path, json!({"primary_funding_id": null})).await;
    assert_eq!(payment().await, (None, json!("BLOCKED"), Some(json!(141_006))));
    let send = json!({"from": COBRANCA, "users": 1, "category": "marketing"});
    let failed = stand.set("sends", send).await["messages"][0].clone();
    assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!(131_042)));
    stand.set(&path, json!({"primary_funding_id": "2384120957716305"})).await;
    assert_eq!(payment().await, paid);
}

#[tokio::test]
async fn an_account_that_the_popup_makes_has_no_payment_method_yet() {
    let stand = Stand::new();
    let mut popup = Popup::open(&stand, json!({})).await;
    popup.press("next", &[]).await.press("next", &[]).await;
    popup.press("next", &[("waba", "new"), ("waba_name", "Filial")]).await;
    popup.walk().await.press("finish", &[]).await;
    let waba = popup.end().0["data"]["waba_id"].as_str().unwrap().to_owned();
    let read = stand.read(&format!("/{waba}?fields=primary_funding_id,health_status")).await;
    assert_eq!(read.get("primary_funding_id"), None);
    assert_eq!(read["health_status"]["can_send_message"], "BLOCKED");
}

#[tokio::test]
async fn a_number_is_taken_off_the_platform_and_has_to_be_registered_again() {
    let stand = Stand::new();
    let number = async || {
        let fields = "status,platform_type,code_verification_status,is_pin_enabled";
        stand.read(&format!("/{COBRANCA}?fields={fields}")).await
    };
    let before = number().await;
    stand.set(&format!("numbers/{COBRANCA}"), json!({"registered": false})).await;
    let off = number().await;
    assert_eq!(
        (&off["status"], &off["platform_type"]),
        (&json!("DISCONNECTED"), &json!("NOT_APPLICABLE"))
    );
    let register = format!("/{COBRANCA}/register?messaging_product=whatsapp&pin=559128");
    assert_eq!(stand.graph("POST", &register).await.status, 200);
    assert_eq!(number().await, before);
    stand.set(&format!("numbers/{RECIFE}"), json!({"registered": true})).await;
    assert_eq!(stand.read(&format!("/{RECIFE}?fields=status")).await["status"], "CONNECTED");
    let path = format!("numbers/{RECIFE}");
    stand.set(&path, json!({"registered": false, "code_verification_status": "EXPIRED"})).await;
    let register = format!("/{RECIFE}/register?messaging_product=whatsapp&pin=123456");
    assert_eq!(stand.graph("POST", &register).await.code(), 133_006);
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_in_the_headers_and_refuses_calls() {
    let stand = Stand::new();
    let read = async || stand.graph("GET", &format!("/v25.0/{BRASIL}")).await;
    stand.set(&format!("wabas/{BRASIL}"), json!({"usage_percent": 83})).await;
    let answer = read().await;
    let usage = |header: &str| {
        serde_json::from_str::<Value>(answer.headers[header].to_str().unwrap()).unwrap()
    };
    assert_eq!(answer.status, 200);
    assert_eq!(usage("x-business-use-case-usage")[BRASIL][0]["call_count"], 83);
    assert_eq!(usage("x-app-usage")["call_count"], 0);
    stand.set(&format!("wabas/{BRASIL}"), json!({"usage_percent": 100})).await;
    let full = read().await;
    assert_eq!((full.status.as_u16(), full.code()), (400, 80_007));
    let told: Value =
        serde_json::from_str(full.headers["x-business-use-case-usage"].to_str().unwrap()).unwrap();
    assert!(told[BRASIL][0]["estimated_time_to_regain_access"].as_i64().unwrap() > 0);
    assert_eq!(stand.graph("GET", &format!("/{ATACADO}")).await.status, 200);
    stand.set(&format!("wabas/{BRASIL}"), json!({"usage_percent": null})).await;
    assert_eq!(read().await.status, 200);

    stand.set(&format!("apps/{APP}"), json!({"usage_percent": 100})).await;
    let full = read().await;
    assert_eq!((full.status.as_u16(), full.code()), (400, 4));
    stand.set(&format!("apps/{APP}"), json!({"usage_percent": 40})).await;
    let answer = read().await;
    let usage: Value =
        serde_json::from_str(answer.headers["x-app-usage"].to_str().unwrap()).unwrap();
    assert_eq!((answer.status.as_u16(), &usage["call_count"]), (200, &json!(40)));
}
