//! Tokens' contract: their kinds, what they may do to which account, and how they end (META 1.3, 10).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, ATACADO, AURORA, Answer, BRASIL, COBRANCA, Stand};

const MANAGEMENT: &str = "whatsapp_business_management";
const MESSAGING: &str = "whatsapp_business_messaging";
const DAY_S: i64 = 86_400;

async fn debugged(stand: &Stand, token: &str) -> Value {
    let path = format!("/debug_token?input_token={token}");
    stand.graph_as(&stand.app_token(), "GET", &path).await.json()["data"].clone()
}

async fn made(stand: &Stand, wish: Value) -> String {
    stand.set("tokens", wish).await["token"].as_str().unwrap().to_owned()
}

/// 200, or the error's status, code and subcode.
fn told(answer: &Answer) -> String {
    match answer.status.as_u16() {
        200 => "200".to_owned(),
        status => {
            let error = answer.json()["error"].clone();
            match &error["error_subcode"] {
                Value::Null => format!("{status} {}", error["code"]),
                subcode => format!("{status} {}/{subcode}", error["code"]),
            }
        }
    }
}

async fn reads(stand: &Stand, token: &str, id: &str) -> String {
    told(&stand.graph_as(token, "GET", &format!("/v25.0/{id}")).await)
}

async fn sends(stand: &Stand, token: &str, number: &str) -> String {
    let text =
        "messaging_product=whatsapp&to=5511955550301&type=text&text=%7B%22body%22:%22oi%22%7D";
    told(&stand.graph_as(token, "POST", &format!("/v25.0/{number}/messages?{text}")).await)
}

#[tokio::test]
async fn a_test_token_of_the_dashboard_is_a_users_and_lives_a_day() {
    let stand = Stand::new();
    let token = made(&stand, json!({"kind": "user", "wabas": [BRASIL]})).await;
    let data = debugged(&stand, &token).await;
    assert_eq!(
        (&data["type"], &data["is_valid"], &data["app_id"]),
        (&json!("USER"), &json!(true), &json!(APP))
    );
    let issued_at = data["issued_at"].as_i64().unwrap();
    assert_eq!(data["expires_at"], issued_at + DAY_S);
    assert_eq!(data["data_access_expires_at"], issued_at + 90 * DAY_S);
    assert_eq!(
        [reads(&stand, &token, BRASIL).await, reads(&stand, &token, ATACADO).await],
        ["200", "403 200"]
    );
    stand.set("clock", json!({"advance_seconds": DAY_S})).await;
    assert_eq!(reads(&stand, &token, BRASIL).await, "401 190/463");
    let data = debugged(&stand, &token).await;
    assert_eq!((&data["is_valid"], &data["error"]["subcode"]), (&json!(false), &json!(463)));
}

#[tokio::test]
async fn system_users_tokens_do_not_end_and_name_no_targets_unless_they_are_told_to() {
    let stand = Stand::new();
    let data = debugged(&stand, &stand.token).await;
    assert_eq!(data["type"], "SYSTEM_USER");
    assert_eq!((&data["expires_at"], &data["data_access_expires_at"]), (&json!(0), &json!(0)));
    assert!(
        data["granular_scopes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|scope| scope.get("target_ids").is_none())
    );
    let token =
        made(&stand, json!({"kind": "system_user", "wabas": [AURORA], "expires_in": 5_184_000}))
            .await;
    let data = debugged(&stand, &token).await;
    assert_eq!(data["expires_at"], data["issued_at"].as_i64().unwrap() + 5_184_000);
    assert_eq!(data["granular_scopes"][0], json!({"scope": MANAGEMENT, "target_ids": [AURORA]}));
}

#[tokio::test]
async fn each_death_has_its_subcode_and_a_token_can_be_healed() {
    let stand = Stand::new();
    let token = stand.emulator.waba_token(BRASIL).unwrap();
    let other = stand.emulator.waba_token(AURORA).unwrap();
    for subcode in [458, 460, 463, 464, 467] {
        let changed =
            stand.set("tokens/business", json!({"token": token, "subcode": subcode})).await;
        assert_eq!(changed, json!({"kind": "business", "changed": 1}));
        assert_eq!(reads(&stand, &token, BRASIL).await, format!("401 190/{subcode}"));
        assert_eq!(debugged(&stand, &token).await["error"]["subcode"], subcode);
    }
    assert_eq!(reads(&stand, &other, AURORA).await, "200");
    stand.set("tokens/business", json!({"token": token, "subcode": null})).await;
    assert_eq!(reads(&stand, &token, BRASIL).await, "200");
    stand.set("tokens/business", json!({"waba": BRASIL, "expires_in": -1})).await;
    assert_eq!(reads(&stand, &token, BRASIL).await, "401 190/463");
    stand.set("tokens/business", json!({"waba": BRASIL, "expires_in": 0})).await;
    assert_eq!(reads(&stand, &token, BRASIL).await, "200");
    let revoked =
        stand.set("tokens/business/revoke", json!({"waba": AURORA, "subcode": 460})).await;
    assert_eq!(revoked["revoked"], 2, "the account's and the business's");
    assert_eq!(
        [reads(&stand, &token, BRASIL).await, reads(&stand, &other, AURORA).await],
        ["200", "401 190/460"]
    );
}

#[tokio::test]
async fn a_scope_that_is_missing_for_an_account_is_missing_there_alone() {
    let stand = Stand::new();
    let token = made(&stand, json!({"kind": "business", "wabas": [BRASIL, ATACADO]})).await;
    assert_eq!(
        [reads(&stand, &token, COBRANCA).await, sends(&stand, &token, COBRANCA).await],
        ["200", "200"]
    );
    let only = |granular: Value| json!({"token": token, "granular_scopes": granular});
    stand.set("tokens/business", only(json!({MESSAGING: [ATACADO]}))).await;
    assert_eq!(
        [reads(&stand, &token, COBRANCA).await, sends(&stand, &token, COBRANCA).await],
        ["200", "403 10"]
    );
    let granular = debugged(&stand, &token).await["granular_scopes"].clone();
    assert_eq!(
        granular,
        json!([
            {"scope": MANAGEMENT, "target_ids": [BRASIL, ATACADO]},
            {"scope": MESSAGING, "target_ids": [ATACADO]},
        ])
    );
    stand.set("tokens/business", only(json!({MANAGEMENT: [BRASIL], MESSAGING: null}))).await;
    assert_eq!(
        [reads(&stand, &token, BRASIL).await, reads(&stand, &token, ATACADO).await],
        ["200", "403 200"]
    );
    assert_eq!(sends(&stand, &token, COBRANCA).await, "200");
    stand.set("tokens/business", json!({"token": token, "scopes": [MESSAGING]})).await;
    assert_eq!(reads(&stand, &token, BRASIL).await, "403 200");
    assert_eq!(debugged(&stand, &token).await["scopes"], json!([MESSAGING]));
}

#[tokio::test]
async fn the_configuration_says_how_long_the_tokens_of_its_logins_live() {
    let stand = Stand::new();
    let sixty_days = 60 * DAY_S;
    let exchange = async |wish: Value| {
        let code = stand.set("codes", wish).await["code"].clone();
        let (secret, code) = (stand.emulator.app().secret, code.as_str().unwrap().to_owned());
        let path =
            format!("/oauth/access_token?client_id={APP}&client_secret={secret}&code={code}");
        stand.ask(Request::get(path).body(Body::empty()).unwrap()).await.json()
    };
    assert_eq!(exchange(json!({"waba": BRASIL})).await.get("expires_in"), None);
    let set = stand.set("signup", json!({"token_expires_in": sixty_days})).await;
    assert_eq!(
        (&set["token_expires_in"], &set["order"]),
        (&json!(sixty_days), &json!("message_first"))
    );
    let answer = exchange(json!({"waba": BRASIL})).await;
    assert_eq!(answer["expires_in"], sixty_days);
    let token = answer["access_token"].as_str().unwrap();
    let data = debugged(&stand, token).await;
    assert_eq!(data["expires_at"], data["issued_at"].as_i64().unwrap() + sixty_days);
    assert_eq!(exchange(json!({"waba": BRASIL, "expires_in": 60})).await["expires_in"], 60);
    assert_eq!(exchange(json!({"waba": BRASIL, "expires_in": 0})).await.get("expires_in"), None);
    stand.set("clock", json!({"advance_seconds": sixty_days})).await;
    assert_eq!(reads(&stand, token, BRASIL).await, "401 190/463");
    assert_eq!(stand.control("signup", json!({"token_expires_in": -1})).await.status, 400);
}

#[tokio::test]
async fn control_refuses_what_is_no_token_by_its_field_and_changes_none() {
    let stand = Stand::new();
    for (path, body, status, field) in [
        ("tokens", json!({}), 400, "kind"),
        ("tokens", json!({"kind": "page"}), 400, "kind"),
        ("tokens", json!({"kind": "user", "app": "1"}), 404, "app"),
        ("tokens", json!({"kind": "user", "wabas": ["1"]}), 400, "wabas"),
        ("tokens", json!({"kind": "user", "expires_in": "soon"}), 400, "expires_in"),
        ("tokens", json!({"kind": "user", "scope": []}), 400, "scope"),
        ("tokens/page", json!({}), 404, "id"),
        ("tokens/business", json!({"scopes": ["email"]}), 400, "scopes"),
        ("tokens/business", json!({"granular_scopes": {"email": []}}), 400, "granular_scopes"),
        ("tokens/business", json!({"granular_scopes": []}), 400, "granular_scopes"),
        ("tokens/business", json!({"subcode": "dead"}), 400, "subcode"),
        ("tokens/business", json!({"subcode": 460, "scopes": "all"}), 400, "scopes"),
        ("tokens/business", json!({"waba": 1}), 400, "waba"),
        ("tokens/business/revoke", json!({"scopes": []}), 400, "scopes"),
    ] {
        let refused = stand.control(path, body.clone()).await;
        assert_eq!(refused.status.as_u16(), status, "{path} {body}");
        assert_eq!(refused.json()["error"]["field"], field, "{path} {body}");
    }
    let request = Request::get("/_control/tokens").body(Body::empty()).unwrap();
    let all = stand.ask(request).await.json()["data"].clone();
    assert_eq!(all.as_array().unwrap().len(), 6);
    assert!(all.as_array().unwrap().iter().all(|token| token["is_valid"] == true), "{all}");
}
