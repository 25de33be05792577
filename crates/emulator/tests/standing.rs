//! How accounts stand: what `health_status` makes of each entity's state, and the steps of Meta's
//! enforcement from a violation to the reinstatement (META 11, rules 13 and 14).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{BRASIL, CASA_IPE, COBRANCA, RECIFE, Stand};

const MARINA: &str = "5511955550301";

/// What one entity of a number's health says, and the sum of all.
async fn health(stand: &Stand, number: &str, entity: &str) -> (Value, String) {
    let read = stand.read(&format!("/v25.0/{number}?fields=health_status")).await;
    let health = &read["health_status"];
    let entities = health["entities"].as_array().unwrap();
    let found = entities.iter().find(|one| one["entity_type"] == entity).unwrap();
    (found.clone(), health["can_send_message"].as_str().unwrap().to_owned())
}

fn code(entity: &Value) -> i64 {
    entity["errors"][0]["error_code"].as_i64().unwrap()
}

#[tokio::test]
async fn health_follows_from_the_state_of_each_entity_and_is_well_once_that_is() {
    let stand = Stand::new();
    let business = format!("businesses/{CASA_IPE}");
    for status in ["not_verified", "pending", "rejected"] {
        stand.set(&business, json!({"verification_status": status})).await;
        let (entity, sum) = health(&stand, COBRANCA, "BUSINESS").await;
        assert_eq!(
            (entity["can_send_message"].as_str().unwrap(), sum.as_str()),
            ("LIMITED", "LIMITED")
        );
        assert_eq!(code(&entity), 141_010, "{status}");
    }
    stand.set(&business, json!({"verification_status": "verified"})).await;
    let (entity, sum) = health(&stand, COBRANCA, "BUSINESS").await;
    assert_eq!((entity.get("errors"), sum.as_str()), (None, "AVAILABLE"));

    let number = format!("numbers/{COBRANCA}");
    stand.set(&number, json!({"name_status": "PENDING_REVIEW"})).await;
    let (entity, sum) = health(&stand, COBRANCA, "PHONE_NUMBER").await;
    assert_eq!(sum, "LIMITED");
    assert!(entity["additional_info"][0].as_str().unwrap().contains("display name"));
    stand.set(&number, json!({"name_status": "APPROVED"})).await;

    let waba = format!("wabas/{BRASIL}");
    stand.set(&waba, json!({"primary_funding_id": null})).await;
    let (entity, sum) = health(&stand, COBRANCA, "WABA").await;
    assert_eq!((code(&entity), sum.as_str()), (141_006, "BLOCKED"));
    stand.set(&waba, json!({"primary_funding_id": "2384120957716305"})).await;
    assert_eq!(health(&stand, COBRANCA, "WABA").await.1, "AVAILABLE");

    let (entity, sum) = health(&stand, RECIFE, "PHONE_NUMBER").await;
    assert_eq!((code(&entity), sum.as_str()), (141_000, "BLOCKED"));
}

async fn sends(stand: &Stand) -> u16 {
    let message = json!({"messaging_product": "whatsapp", "to": MARINA, "text": {"body": "Oi"}});
    let request = Request::post(format!("/v25.0/{COBRANCA}/messages"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(message.to_string()));
    let answer = stand.ask(request.unwrap()).await;
    assert!(answer.status == 200 || answer.code() == 131_031, "{}", answer.text);
    answer.status.as_u16()
}

/// The values of `account_update` that wait to be sent, in their order.
fn told(stand: &Stand) -> Vec<Value> {
    let state: Value = serde_json::from_slice(&stand.emulator.export().unwrap()).unwrap();
    let bodies = state["queue"].as_array().unwrap().iter();
    let bodies = bodies.filter(|one| one["field"] == "account_update");
    bodies
        .map(|one| serde_json::from_str::<Value>(one["body"].as_str().unwrap()).unwrap())
        .map(|body| body["entry"][0]["changes"][0]["value"].clone())
        .collect()
}

#[tokio::test]
async fn a_violation_leads_by_restriction_and_disabling_to_the_reinstatement() {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    stand.emulator.customer_writes(MARINA, COBRANCA, "Oi").unwrap();
    let waba = format!("wabas/{BRASIL}");
    let now_s = stand.emulator.world()["now"].as_i64().unwrap();
    let violation = json!({"violation_type": "SCAM", "remediation": "Appeal"});
    stand.set(&waba, json!({"violation": violation})).await;
    let restriction = json!({"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING",
        "expires_in": 86_400});
    stand.set(&waba, json!({"restrictions": [restriction]})).await;
    stand.set(&waba, json!({"ban_state": "SCHEDULE_FOR_DISABLE"})).await;
    assert_eq!(sends(&stand).await, 200, "it is only scheduled");
    stand.set(&waba, json!({"ban_state": "DISABLE"})).await;
    assert_eq!(sends(&stand).await, 403);
    let (entity, sum) = health(&stand, COBRANCA, "WABA").await;
    assert_eq!((code(&entity), sum.as_str()), (131_031, "BLOCKED"));
    assert_eq!(stand.read(&format!("/{BRASIL}?fields=status")).await["status"], "DISABLED");
    // The restriction's end brings nobody back who was disabled meanwhile.
    stand.set("clock", json!({"advance_seconds": 86_400})).await;
    assert_eq!(health(&stand, COBRANCA, "WABA").await.1, "BLOCKED");
    stand.set(&waba, json!({"ban_state": "REINSTATE"})).await;
    assert_eq!(health(&stand, COBRANCA, "WABA").await.1, "AVAILABLE");
    assert_eq!(stand.read(&format!("/{BRASIL}?fields=status")).await["status"], "ACTIVE");
    assert_eq!(sends(&stand).await, 200);

    let told = told(&stand);
    assert_eq!(told[0], json!({"event": "ACCOUNT_VIOLATION", "violation_info": violation}));
    assert_eq!(told[1]["event"], "ACCOUNT_RESTRICTION");
    let info = &told[1]["restriction_info"][0];
    assert_eq!(info["restriction_type"], "RESTRICTED_BIZ_INITIATED_MESSAGING");
    let expiration = info["expiration"].as_i64().unwrap();
    assert!((now_s + 86_400..now_s + 86_460).contains(&expiration), "{expiration}");
    let states: Vec<&str> = told[2..]
        .iter()
        .map(|one| {
            assert_eq!(one["event"], "DISABLED_UPDATE");
            assert!(one["ban_info"]["waba_ban_date"].as_str().unwrap().contains(", 20"));
            one["ban_info"]["waba_ban_state"].as_str().unwrap()
        })
        .collect();
    assert_eq!(states, ["SCHEDULE_FOR_DISABLE", "DISABLE", "REINSTATE"]);
}
