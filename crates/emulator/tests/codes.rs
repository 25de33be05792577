//! Authorization codes: 30 seconds, once, and what their tokens reach (META 1.3).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, ATACADO, AURORA, Answer, BRASIL, CASA_IPE, COBRANCA, Stand};

const MANAGEMENT: &str = "whatsapp_business_management";
const MESSAGING: &str = "whatsapp_business_messaging";

fn query(stand: &Stand, code: &str) -> String {
    let secret = stand.emulator.app().secret;
    format!("client_id={APP}&client_secret={secret}&code={code}")
}

async fn redeem(stand: &Stand, code: &str) -> Answer {
    let path = format!("/v25.0/oauth/access_token?{}", query(stand, code));
    stand.ask(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn token(stand: &Stand, code: &str) -> String {
    let answer = redeem(stand, code).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = answer.json();
    assert_eq!(answer["token_type"], "bearer");
    answer["access_token"].as_str().unwrap().to_owned()
}

async fn scopes(stand: &Stand, token: &str) -> Value {
    let told = told_of(stand, token).await;
    assert_eq!((&told["type"], &told["is_valid"]), (&json!("SYSTEM_USER"), &json!(true)));
    told["granular_scopes"].clone()
}

async fn told_of(stand: &Stand, token: &str) -> Value {
    let path = format!("/debug_token?input_token={token}");
    let answer = stand.graph_as(&stand.app_token(), "GET", &path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].clone()
}

#[tokio::test]
async fn a_token_that_does_not_work_is_told_as_invalid_and_is_no_error() {
    let stand = Stand::new();
    let unknown = told_of(&stand, "EAAnobody").await;
    assert_eq!((&unknown["is_valid"], &unknown["error"]["code"]), (&json!(false), &json!(190)));
    assert!(unknown["error"]["message"].is_string());
    let code = stand.emulator.preauthorised_code(BRASIL).unwrap();
    let token = token(&stand, &code).await;
    assert_eq!(told_of(&stand, &token).await.get("error"), None);

    stand.set("tokens/business/revoke", json!({})).await;
    let revoked = told_of(&stand, &token).await;
    assert_eq!((&revoked["is_valid"], &revoked["app_id"]), (&json!(false), &json!(APP)));
    assert_eq!(
        (&revoked["error"]["code"], &revoked["error"]["subcode"]),
        (&json!(190), &json!(467))
    );
}

#[tokio::test]
async fn a_fault_on_the_exchange_leaves_the_code_unspent() {
    let stand = Stand::new();
    let code = stand.emulator.preauthorised_code(BRASIL).unwrap();
    stand.set("faults", json!({"fault": "http_500", "edge": "oauth/access_token"})).await;
    assert_eq!(redeem(&stand, &code).await.status, 500);
    assert_eq!(told_of(&stand, &stand.token).await["is_valid"], true);
    stand.set("faults", json!({"fault": null})).await;
    token(&stand, &code).await;
}

fn error(answer: &Answer) -> (u16, Value, Value, Value) {
    let error = answer.json()["error"].clone();
    let part = |key: &str| error[key].clone();
    (answer.status.as_u16(), part("code"), part("error_subcode"), part("message"))
}

#[tokio::test]
async fn a_code_becomes_a_token_once() {
    let stand = Stand::new();
    let code = stand.emulator.preauthorised_code(BRASIL).unwrap();
    assert_eq!(stand.emulator.preauthorised_code("42"), None);
    let token = token(&stand, &code).await;
    assert!(token.starts_with("EAA"));
    for (id, status) in [(BRASIL, 200), (COBRANCA, 200), (CASA_IPE, 200), (ATACADO, 403)] {
        let answer = stand.graph_as(&token, "GET", &format!("/v25.0/{id}")).await;
        assert_eq!(answer.status.as_u16(), status, "{id}");
    }
    assert_eq!(
        error(&redeem(&stand, &code).await),
        (400, json!(100), json!(36_009), json!("This authorization code has been used."))
    );
}

#[tokio::test]
async fn a_code_lives_thirty_seconds_of_the_emulators_clock() {
    let stand = Stand::new();
    let code = stand.set("codes", json!({"waba": BRASIL})).await["code"].clone();
    let code = code.as_str().unwrap();
    stand.set("clock", json!({"advance_seconds": 28})).await;
    let fresh = stand.emulator.preauthorised_code(BRASIL).unwrap();
    token(&stand, code).await;
    stand.set("clock", json!({"advance_seconds": 30})).await;
    assert_eq!(
        error(&redeem(&stand, &fresh).await),
        (400, json!(100), json!(36_007), json!("This authorization code has expired."))
    );
    // A spent code stays spent, however old.
    assert_eq!(error(&redeem(&stand, code).await).2, 36_009);
}

#[tokio::test]
async fn a_code_needs_the_apps_own_secret_and_may_come_by_a_form() {
    let stand = Stand::new();
    let code = stand.emulator.preauthorised_code(BRASIL).unwrap();
    for (path, code, message) in [
        (
            format!("client_id={APP}&client_secret=x&code={code}"),
            1,
            "Error validating client secret.",
        ),
        (format!("client_id={APP}&code={code}"), 1, "Error validating client secret."),
        (
            format!("client_id=1&client_secret=x&code={code}"),
            101,
            "Error validating application. Cannot get application info due to a system error.",
        ),
        (query(&stand, "AQnope"), 100, "Invalid verification code format."),
        (query(&stand, ""), 100, "Invalid verification code format."),
    ] {
        let request = Request::get(format!("/oauth/access_token?{path}"));
        let answer = stand.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, code), "{path}");
        assert_eq!(answer.json()["error"]["message"], message);
        assert_eq!(answer.json()["error"]["type"], "OAuthException");
    }
    // None of that spent it.
    let request = Request::post("/oauth/access_token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(query(&stand, &code)));
    assert_eq!(stand.ask(request.unwrap()).await.status, 200);
}

#[tokio::test]
async fn the_app_gets_a_token_of_its_own_for_id_and_secret() {
    let stand = Stand::new();
    let secret = stand.emulator.app().secret;
    let ask = async |secret: &str| {
        let path = format!(
            "/v25.0/oauth/access_token?client_id={APP}&client_secret={secret}\
             &grant_type=client_credentials"
        );
        stand.ask(Request::get(path).body(Body::empty()).unwrap()).await
    };
    let answer = ask(&secret).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["access_token"], format!("{APP}|{secret}"));
    let refused = ask("another").await;
    assert_eq!((refused.status.as_u16(), refused.code()), (400, 1));
}

#[tokio::test]
async fn a_token_reaches_what_its_business_shared_newest_first() {
    let stand = Stand::new();
    for (waba, target_ids) in
        [(ATACADO, json!([ATACADO])), (AURORA, json!([AURORA])), (BRASIL, json!([BRASIL, ATACADO]))]
    {
        let code = stand.emulator.preauthorised_code(waba).unwrap();
        let token = token(&stand, &code).await;
        assert_eq!(
            scopes(&stand, &token).await,
            json!([
                {"scope": MANAGEMENT, "target_ids": target_ids},
                {"scope": MESSAGING, "target_ids": target_ids},
            ])
        );
    }
}

#[tokio::test]
async fn a_token_can_lack_a_scope_or_its_waba() {
    let stand = Stand::new();
    for (wish, granted) in [
        (
            json!({"waba": BRASIL, "without_scope": MESSAGING}),
            json!([{"scope": MANAGEMENT, "target_ids": [BRASIL]}]),
        ),
        (
            json!({"waba": AURORA, "without_waba": true}),
            json!([
                {"scope": MANAGEMENT, "target_ids": []},
                {"scope": MESSAGING, "target_ids": []},
            ]),
        ),
    ] {
        let code = stand.set("codes", wish).await["code"].clone();
        let token = token(&stand, code.as_str().unwrap()).await;
        assert_eq!(scopes(&stand, &token).await, granted);
    }
    for (wish, status, field) in [
        (json!({"waba": "42"}), 404, "waba"),
        (json!({}), 400, "waba"),
        (json!({"waba": BRASIL, "without_scope": "email"}), 400, "without_scope"),
        (json!({"waba": BRASIL, "without_waba": "yes"}), 400, "without_waba"),
        (json!({"waba": BRASIL, "with": 1}), 400, "with"),
    ] {
        let answer = stand.control("codes", wish).await;
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(answer.json()["error"]["field"], field);
    }
}

#[tokio::test]
async fn codes_and_tokens_outlive_a_restart() {
    let file = std::env::temp_dir().join(format!("emulator-codes-{}.json", std::process::id()));
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    let stand = Stand::with(settings());
    let running = stand.run();
    let (spent, kept) = (
        stand.emulator.preauthorised_code(BRASIL).unwrap(),
        stand.emulator.preauthorised_code(BRASIL).unwrap(),
    );
    let first = token(&stand, &spent).await;
    stand.set("signup", json!({"order": "no_message"})).await;
    running.stop().await;

    let again = Stand::with(settings());
    assert_eq!(error(&redeem(&again, &spent).await).2, 36_009);
    token(&again, &kept).await;
    let read = again.graph_as(&first, "GET", &format!("/{BRASIL}")).await;
    assert_eq!(read.status, 200);
    assert_eq!(again.emulator.world()["signup"]["order"], "no_message");
    std::fs::remove_file(&file).unwrap();
}
