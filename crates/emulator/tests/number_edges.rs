//! Edges of a number beside its messages: settings and the people whom it blocked.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{ATACADO, Answer, BRASIL, COBRANCA, Stand};

const MARINA: &str = "5511955550301";
const BRUNO: &str = "5511955550377";

async fn call(stand: &Stand, method: &str, path: &str, body: Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(format!("/v25.0/{path}"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    stand.ask(request.unwrap()).await
}

#[tokio::test]
async fn settings_are_kept_and_what_they_cannot_be_is_refused() {
    let stand = Stand::new();
    let path = format!("{COBRANCA}/settings");
    let fresh = stand.read(&format!("/{path}")).await;
    assert_eq!(fresh["storage_configuration"], json!({"status": "DEFAULT"}));
    assert_eq!(fresh["calling"]["status"], "DISABLED");
    let set = json!({"calling": {"status": "ENABLED", "call_hours": {"status": "DISABLED"}}});
    assert_eq!(call(&stand, "POST", &path, set).await.json(), json!({"success": true}));
    let check = json!({"user_identity_change": {"enable_identity_key_check": true}});
    assert_eq!(call(&stand, "POST", &path, check).await.status, 200);
    let read = stand.read(&format!("/{path}")).await;
    assert_eq!(read["calling"]["status"], "ENABLED");
    assert_eq!(read["calling"]["call_icon_visibility"], "DEFAULT");
    assert_eq!(read["user_identity_change"]["enable_identity_key_check"], true);
    for wrong in [
        json!({}),
        json!({"colour": {}}),
        json!({"calling": 1}),
        json!({"calling": {"status": "PERHAPS"}}),
        json!({"storage_configuration": {"status": "MOON"}}),
        json!({"user_identity_change": {"enable_identity_key_check": "yes"}}),
    ] {
        assert_eq!(call(&stand, "POST", &path, wrong.clone()).await.code(), 100, "{wrong}");
    }
    assert_eq!(stand.read(&format!("/{path}")).await, read, "a refusal changes nothing");

    let seen = json!({"search_visibility": "NON_VISIBLE"});
    assert_eq!(call(&stand, "POST", COBRANCA, seen.clone()).await.status, 200);
    let read = stand.read(&format!("/{COBRANCA}?fields=search_visibility")).await;
    assert_eq!(read["search_visibility"], "NON_VISIBLE");
    let wrong = json!({"search_visibility": "SOMETIMES"});
    assert_eq!(call(&stand, "POST", COBRANCA, wrong).await.code(), 100);
}

async fn writes(stand: &Stand, who: &str) -> Value {
    stand.set(&format!("users/{who}/messages"), json!({"to": COBRANCA, "text": "Oi"})).await
}

#[tokio::test]
async fn who_is_blocked_is_not_heard_and_not_written_to_until_they_are_unblocked() {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    let stand = Stand::with(Settings { callback_url, ..Settings::default() });
    let path = format!("{COBRANCA}/block_users");
    let block = |who: &[&str]| {
        let users: Vec<Value> = who.iter().map(|who| json!({"user": format!("+{who}")})).collect();
        json!({"messaging_product": "whatsapp", "block_users": users})
    };
    // Who did not write lately cannot be blocked.
    assert_eq!(call(&stand, "POST", &path, block(&[BRUNO])).await.code(), 139_100);
    writes(&stand, MARINA).await;
    let partly = call(&stand, "POST", &path, block(&[MARINA, BRUNO])).await.json();
    let told = &partly["block_users"];
    assert_eq!(told["added_users"], json!([{"input": format!("+{MARINA}"), "wa_id": MARINA}]));
    assert_eq!(told["failed_users"][0]["wa_id"], BRUNO);
    assert_eq!(partly["errors"]["code"], 139_100);
    let listed = stand.read(&format!("/{path}")).await;
    assert_eq!(listed["data"], json!([{"messaging_product": "whatsapp", "wa_id": MARINA}]));
    assert!(listed["paging"]["cursors"]["after"].is_string());

    let waiting = stand.emulator.pending_webhooks();
    writes(&stand, MARINA).await;
    assert_eq!(stand.emulator.pending_webhooks(), waiting, "nobody hears it");
    let message = json!({"messaging_product": "whatsapp", "to": MARINA, "text": {"body": "Oi"}});
    let sent = call(&stand, "POST", &format!("{COBRANCA}/messages"), message.clone()).await;
    assert_eq!(sent.status, 200);
    assert_eq!(
        stand.emulator.chat(MARINA)["data"].as_array().unwrap().last().unwrap()["status"],
        "failed"
    );

    let removed = call(&stand, "DELETE", &path, block(&[MARINA])).await.json();
    assert_eq!(removed["block_users"]["removed_users"][0]["wa_id"], MARINA);
    assert_eq!(stand.read(&format!("/{path}")).await, json!({"data": []}));
    call(&stand, "POST", &format!("{COBRANCA}/messages"), message).await;
    assert_eq!(
        stand.emulator.chat(MARINA)["data"].as_array().unwrap().last().unwrap()["status"],
        "read"
    );
    for wrong in [json!({}), json!({"messaging_product": "whatsapp", "block_users": []})] {
        assert_eq!(call(&stand, "POST", &path, wrong).await.code(), 100);
    }
}

#[tokio::test]
async fn an_accounts_numbers_are_filtered_by_their_mode_and_sorted_by_their_onboarding() {
    let stand = Stand::new();
    let of = |mode: &str| {
        let filter = json!([{"field": "account_mode", "operator": "EQUAL", "value": mode}]);
        let filter = filter.to_string().replace('"', "%22").replace(['{', '}'], "|");
        let filter = filter.replacen('|', "%7B", 1).replacen('|', "%7D", 1);
        format!("/v25.0/{BRASIL}/phone_numbers?fields=last_onboarded_time&filtering={filter}")
    };
    assert_eq!(stand.read(&of("SANDBOX")).await["data"], json!([]));
    let live = stand.read(&of("LIVE")).await["data"].as_array().unwrap().len();
    assert!(live >= 3);
    for (order, is_ascending) in [("ascending", true), ("descending", false)] {
        let path = format!("{}&sort=['last_onboarded_time_{order}']", of("LIVE"));
        let read = stand.read(&path.replace('\'', "%27")).await;
        let times: Vec<&str> = read["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["last_onboarded_time"].as_str().unwrap_or_default())
            .collect();
        assert_eq!(times.len(), live);
        assert!(times.is_sorted_by(|a, b| if is_ascending { a <= b } else { a >= b }), "{times:?}");
    }
    let page = stand.read(&format!("{}&limit=1", of("LIVE"))).await;
    assert!(page["paging"]["next"].as_str().unwrap().contains("filtering="));
    for wrong in ["filtering=zzz", "sort=foo"] {
        let path = format!("/v25.0/{ATACADO}/phone_numbers?{wrong}");
        assert_eq!(stand.graph("GET", &path).await.code(), 100, "{wrong}");
    }
    assert_eq!(stand.graph("GET", &of("MOON")).await.code(), 100);
}

#[tokio::test]
async fn what_a_chat_begins_with_is_set_and_read_as_a_field() {
    let stand = Stand::new();
    let path = format!("{COBRANCA}/conversational_automation");
    let commands = json!([{"command_name": "boleto", "command_description": "Segunda via"}]);
    let set = json!({"prompts": ["Quanto devo?"], "commands": commands});
    assert_eq!(call(&stand, "POST", &path, set).await.json(), json!({"success": true}));
    let on = json!({"enable_welcome_message": true});
    assert_eq!(call(&stand, "POST", &path, on).await.status, 200);
    let read = stand.read(&format!("/{COBRANCA}?fields=conversational_automation")).await;
    let wanted = json!({"id": COBRANCA, "enable_welcome_message": true,
        "prompts": ["Quanto devo?"], "commands": commands});
    assert_eq!(read["conversational_automation"], wanted);
    for wrong in [
        json!({"prompts": ["a", "b", "c", "d", "e"]}),
        json!({"prompts": "a"}),
        json!({"commands": [{"command_name": "a"}]}),
        json!({"enable_welcome_message": "perhaps"}),
    ] {
        assert_eq!(call(&stand, "POST", &path, wrong.clone()).await.code(), 100, "{wrong}");
    }
}
