//! Business usernames (META 3), and what a number's page tells of its PIN and its mark.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::{CASA_IPE, COBRANCA, Callback, RECIFE, Stand};

const VENDAS: &str = "104857736119203";
const RECEPCAO: &str = "115586902247310";

/// The status that was answered, or the error's code.
async fn ask(stand: &Stand, number: &str, name: &str, more: &str) -> String {
    let path = format!("/v25.0/{number}/username?username={name}{more}");
    let answer = stand.graph("POST", &path).await;
    let body = answer.json();
    let error = &body["error"]["code"];
    if error.is_null() { body["status"].as_str().unwrap().to_owned() } else { error.to_string() }
}

async fn read(stand: &Stand, number: &str) -> Value {
    stand.read(&format!("/v25.0/{number}/username")).await
}

#[tokio::test]
async fn a_name_is_asked_for_read_moved_and_given_back() {
    let stand = Stand::new();
    assert_eq!(read(&stand, VENDAS).await, json!({}));
    assert_eq!(ask(&stand, VENDAS, "Casa.Ipe", "").await, "approved");
    let held = json!({"username": "casa.ipe", "status": "approved"});
    assert_eq!(read(&stand, VENDAS).await, held, "case does not count");
    assert_eq!(ask(&stand, COBRANCA, "casa.ipe", "").await, "147005");
    assert_eq!(ask(&stand, COBRANCA, "casa.ipe", "&transfer_action=none").await, "147005");
    assert_eq!(
        ask(&stand, RECEPCAO, "casa.ipe", "&transfer_action=force_transfer").await,
        "147001"
    );
    assert_eq!(ask(&stand, COBRANCA, "casa.ipe", "&transfer_action=steal").await, "100");
    assert_eq!(
        ask(&stand, COBRANCA, "casa.ipe", "&transfer_action=force_transfer").await,
        "approved"
    );
    assert_eq!(read(&stand, VENDAS).await, json!({}));
    assert_eq!(read(&stand, COBRANCA).await, held);
    let given_back = stand.graph("DELETE", &format!("/v25.0/{COBRANCA}/username")).await;
    assert_eq!(given_back.json(), json!({"success": true}));
    assert_eq!(read(&stand, COBRANCA).await, json!({}));
}

#[tokio::test]
async fn a_name_of_another_form_is_refused_with_what_is_wrong() {
    let stand = Stand::new();
    let long = "a".repeat(36);
    for (name, why) in [
        ("ab", "3 to 35"),
        (long.as_str(), "3 to 35"),
        ("casa-ipe", "only letters"),
        ("casa%20ipe", "only letters"),
        ("ip%C3%AA.casa", "only letters"),
        ("123._4", "a letter"),
        (".casa", "period"),
        ("casa.", "period"),
        ("ca..sa", "period"),
        ("wwwcasa", "www"),
        ("casa.com", "domain"),
    ] {
        let path = format!("/v25.0/{VENDAS}/username?username={name}");
        let error = stand.graph("POST", &path).await.json()["error"].clone();
        assert_eq!(error["code"], 100, "{name}");
        let details = error["error_data"]["details"].as_str().unwrap();
        assert!(details.contains(why), "{name}: {details}");
    }
    for name in ["abc", "a.1_b", &"a".repeat(35)] {
        assert_eq!(ask(&stand, VENDAS, name, "").await, "approved", "{name}");
    }
}

#[tokio::test]
async fn who_may_have_a_name() {
    let stand = Stand::new();
    assert_eq!(ask(&stand, RECIFE, "casa.recife", "").await, "133010", "it is not registered");
    assert_eq!(ask(&stand, VENDAS, "casa.whatsapp", "").await, "147001");
    let limit = |tier| json!({"whatsapp_business_manager_messaging_limit": tier});
    stand.set(&format!("businesses/{CASA_IPE}"), limit("TIER_250")).await;
    assert_eq!(ask(&stand, VENDAS, "casa.ipe", "").await, "147002");
    stand.set(&format!("businesses/{CASA_IPE}"), limit("TIER_2K")).await;
    stand.set(&format!("numbers/{VENDAS}"), json!({"username_error": "147003"})).await;
    assert_eq!(ask(&stand, VENDAS, "casa.ipe", "").await, "147003");
    stand.set(&format!("numbers/{VENDAS}"), json!({"username_error": null})).await;
    assert_eq!(ask(&stand, VENDAS, "casa.ipe", "").await, "approved");
}

#[tokio::test]
async fn suggestions_are_free_names() {
    let stand = Stand::new();
    let path = format!("/v25.0/{VENDAS}/username_suggestions");
    let suggested = |answer: Value| answer["data"][0]["username_suggestions"].clone();
    let first = suggested(stand.read(&path).await);
    let name = first[0].as_str().unwrap().to_owned();
    assert_eq!(first.as_array().unwrap().len(), 3, "{first}");
    assert_eq!(ask(&stand, VENDAS, &name, "").await, "approved");
    assert!(!suggested(stand.read(&path).await).as_array().unwrap().contains(&json!(name)));
}

#[tokio::test]
async fn names_pins_and_marks_are_told_as_meta_tells_them() {
    let stand = Stand::new();
    let callback = Callback::open().await;
    stand.subscribe(&callback, "business_username_update,security,account_alerts").await;
    let run = stand.run();
    ask(&stand, VENDAS, "casa.ipe", "").await;
    ask(&stand, COBRANCA, "casa.ipe", "&transfer_action=force_transfer").await;
    stand.set(&format!("numbers/{VENDAS}"), json!({"pin": "246802"})).await;
    let alert = json!({"alert_type": "OBA_APPROVED", "alert_severity": "INFORMATIONAL"});
    let mark = json!({"is_official_business_account": true, "alert": alert});
    stand.set(&format!("numbers/{VENDAS}"), mark).await;
    let told: Vec<Value> = callback.wait_for(5).await.iter().map(stand::Arrived::change).collect();
    let of = |field: &str| {
        let values = told.iter().filter(|change| change["field"] == field);
        values.map(|change| change["value"].clone()).collect::<Vec<_>>()
    };
    let names = of("business_username_update");
    assert_eq!(names.len(), 3, "{told:?}");
    assert!(names.iter().any(|name| name["status"] == "deleted"), "{names:?}");
    assert_eq!(names.iter().filter(|name| name["username"] == "casa.ipe").count(), 2);
    assert_eq!(of("security")[0]["event"], "PIN_CHANGED");
    assert_eq!(of("account_alerts")[0]["alert_info"]["alert_type"], "OBA_APPROVED");
    let node = stand.read(&format!("/v25.0/{VENDAS}?fields=is_official_business_account")).await;
    assert_eq!(node["is_official_business_account"], true);
    drop(run);
}

#[tokio::test]
async fn a_name_may_be_reserved_and_business_suite_tells_of_a_pin() {
    let stand = Stand::new();
    let callback = Callback::open().await;
    stand.subscribe(&callback, "business_username_update,security").await;
    let run = stand.run();
    let number = format!("numbers/{VENDAS}");
    stand.set(&number, json!({"username_status": "reserved"})).await;
    assert_eq!(ask(&stand, VENDAS, "casa.ipe", "").await, "reserved");
    assert_eq!(read(&stand, VENDAS).await, json!({"username": "casa.ipe", "status": "reserved"}));
    stand.set(&number, json!({"security": "PIN_RESET_REQUEST"})).await;
    let pin = format!("/v25.0/{VENDAS}?fields=is_pin_enabled");
    assert_eq!(stand.read(&pin).await["is_pin_enabled"], true, "a request takes nothing off");
    stand.set(&number, json!({"security": "PIN_REQUEST_SUCCESS"})).await;
    assert_eq!(stand.read(&pin).await["is_pin_enabled"], false);
    let told: Vec<Value> = callback.wait_for(3).await.iter().map(stand::Arrived::change).collect();
    let of = |event: &str| told.iter().find(|change| change["value"]["event"] == event).unwrap();
    assert!(of("PIN_RESET_REQUEST")["value"]["requester"].is_string(), "{told:?}");
    assert_eq!(of("PIN_REQUEST_SUCCESS")["value"].get("requester"), None);
    assert!(told.iter().any(|change| change["value"]["status"] == "reserved"), "{told:?}");
    drop(run);
}
