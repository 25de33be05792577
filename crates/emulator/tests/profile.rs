//! The business profile: Meta's limits, what clears, what is refused, and the picture.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::fmt::Write as _;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{Answer, BRASIL, COBRANCA, Stand};

const VENDAS: &str = "104857736119203";
const ALL: &str = "about,address,description,email,profile_picture_url,websites,vertical";

async fn read(stand: &Stand, number: &str) -> Value {
    let path = format!("/v25.0/{number}/whatsapp_business_profile?fields={ALL}");
    stand.read(&path).await["data"][0].clone()
}

async fn post(stand: &Stand, token: &str, content_type: &str, body: String) -> Answer {
    let request = Request::post(format!("/v25.0/{VENDAS}/whatsapp_business_profile"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", content_type);
    stand.ask(request.body(Body::from(body)).unwrap()).await
}

async fn write(stand: &Stand, mut body: Value) -> Answer {
    body["messaging_product"] = json!("whatsapp");
    post(stand, &stand.token, "application/json", body.to_string()).await
}

#[tokio::test]
async fn only_what_is_given_changes_and_nothing_that_is_unset_is_answered() {
    let stand = Stand::new();
    let before = read(&stand, VENDAS).await;
    assert_eq!(before["messaging_product"], "whatsapp");
    let answer = write(&stand, json!({"about": "Aberto até as 22h 🌳"})).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({"success": true})));
    let mut wanted = before;
    wanted["about"] = json!("Aberto até as 22h 🌳");
    assert_eq!(read(&stand, VENDAS).await, wanted);
    let cleared =
        json!({"address": "", "description": "", "email": "", "vertical": "", "websites": []});
    assert_eq!(write(&stand, cleared).await.status, 200);
    let keys = read(&stand, VENDAS).await;
    let keys: Vec<&String> = keys.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["about", "messaging_product", "profile_picture_url"]);
}

#[tokio::test]
async fn a_form_is_read_like_json() {
    let stand = Stand::new();
    let mut body = "messaging_product=whatsapp".to_owned();
    for (key, value) in [
        ("about", "a+b & \"c\" %41 <b>"),
        ("websites", "[\"https://a.example/?q=1\",\"http://b.example\"]"),
        ("email", ""),
    ] {
        let value: String = value.bytes().fold(String::new(), |mut text, byte| {
            write!(text, "%{byte:02X}").unwrap();
            text
        });
        write!(body, "&{key}={value}").unwrap();
    }
    let answer = post(&stand, &stand.token, "application/x-www-form-urlencoded", body).await;
    assert_eq!(answer.json(), json!({"success": true}));
    let profile = read(&stand, VENDAS).await;
    assert_eq!(profile["about"], "a+b & \"c\" %41 <b>");
    assert_eq!(profile["websites"], json!(["https://a.example/?q=1", "http://b.example"]));
    assert!(profile.get("email").is_none());
}

#[tokio::test]
async fn a_value_at_its_limit_is_taken_and_one_beyond_is_refused() {
    let stand = Stand::new();
    let site = |length: usize| format!("https://{}", "x".repeat(length - 8));
    let mail = |length: usize| format!("{}@a.example", "x".repeat(length - 10));
    for (field, at, beyond) in [
        ("about", json!("ê".repeat(139)), json!("ê".repeat(140))),
        ("about", json!("🌳"), json!("")),
        ("address", json!("ê".repeat(256)), json!("ê".repeat(257))),
        ("description", json!("🌳".repeat(512)), json!("🌳".repeat(513))),
        ("email", json!(mail(128)), json!(mail(129))),
        ("websites", json!([site(256)]), json!([site(257)])),
        (
            "websites",
            json!(["http://a.example", "https://b.example"]),
            json!(["https://a.example", "https://b.example", "https://c.example"]),
        ),
        ("vertical", json!("OTC_DRUGS"), json!("UNDEFINED")),
    ] {
        let taken = write(&stand, json!({field: at})).await;
        assert_eq!(taken.status, 200, "{field}: {}", taken.text);
        let before = read(&stand, VENDAS).await;
        assert_eq!(before[field], at);
        let refused = write(&stand, json!({"vertical": "AUTO", field: beyond})).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (400, 100), "{field}");
        assert_eq!(read(&stand, VENDAS).await, before, "{field}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_in_metas_shape_and_changes_nothing() {
    let stand = Stand::new();
    let before = read(&stand, VENDAS).await;
    for (body, named) in [
        (json!({"about": "   "}), "about"),
        (json!({"about": ["x"]}), "about"),
        (json!({"email": "nobody"}), "email"),
        (json!({"email": "a b@c.example"}), "email"),
        (json!({"email": "a@b@c.example"}), "email"),
        (json!({"email": "a@.example"}), "email"),
        (json!({"websites": ["a.example"]}), "websites[0]"),
        (json!({"websites": ["https://a.example", "javascript:alert(1)"]}), "websites[1]"),
        (json!({"websites": ["https://"]}), "websites[0]"),
        (json!({"websites": "https://a.example"}), "websites"),
        (json!({"websites": [5]}), "websites"),
        (json!({"vertical": "MARCENARIA"}), "vertical"),
        (json!({"profile_picture_handle": "4::aW1h"}), "profile_picture_handle"),
    ] {
        let answer = write(&stand, body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{body}");
        let error = answer.json()["error"].clone();
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("(#100) Param {named} ")), "{message}");
        assert_eq!(error["type"], "OAuthException");
        assert_eq!(error["error_data"]["messaging_product"], "whatsapp");
        assert!(error["error_data"]["details"].is_string());
        assert!(error["fbtrace_id"].is_string());
    }
    for body in [json!({"about": "x"}), json!({"about": "x", "messaging_product": "telegram"})] {
        let answer = post(&stand, &stand.token, "application/json", body.to_string()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100));
    }
    let field = format!("/v25.0/{VENDAS}/whatsapp_business_profile?fields=about,colour");
    assert_eq!(stand.graph("GET", &field).await.code(), 100);
    // A null was not given.
    assert_eq!(write(&stand, json!({"about": null})).await.status, 200);
    assert_eq!(read(&stand, VENDAS).await, before);
}

#[tokio::test]
async fn a_write_needs_a_token_that_reaches_the_number() {
    let stand = Stand::new();
    let foreign = stand.emulator.waba_token(stand::ATACADO).unwrap();
    let body = json!({"messaging_product": "whatsapp", "about": "x"}).to_string();
    for (token, status, code) in [(foreign.as_str(), 403, 200), ("EAAnope", 401, 190)] {
        let answer = post(&stand, token, "application/json", body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code));
    }
    let own = stand.emulator.waba_token(BRASIL).unwrap();
    assert_eq!(post(&stand, &own, "application/json", body).await.status, 200);
}

#[tokio::test]
async fn the_profile_of_a_number_in_the_app_is_read_only() {
    let file = std::env::temp_dir().join(format!("emulator-coex-{}.json", std::process::id()));
    let world = json!({"businesses": [{"wabas": [{"phone_numbers": [
        {"id": VENDAS, "is_on_biz_app": true, "profile": {"about": "No app"}},
    ]}]}]});
    std::fs::write(&file, world.to_string()).unwrap();
    let stand = Stand::with(Settings { world_file: Some(file.clone()), ..Settings::default() });
    std::fs::remove_file(&file).unwrap();
    let answer = write(&stand, json!({"about": "x"})).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, 100));
    let details = answer.json()["error"]["error_data"]["details"].clone();
    assert!(details.as_str().unwrap().contains("WhatsApp Business app"));
    assert_eq!(read(&stand, VENDAS).await["about"], "No app");
}

#[tokio::test]
async fn hostile_text_passes_through_unharmed_and_is_kept_before_the_answer() {
    let file = std::env::temp_dir().join(format!("emulator-profile-{}.json", std::process::id()));
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    let stand = Stand::with(settings());
    let hostile = "</script><img src=x onerror=alert(1)>\u{202e}\u{0}'\"\\{{1}}%00\n🌳";
    let body = json!({"about": hostile, "description": hostile, "address": hostile});
    assert_eq!(write(&stand, body).await.status, 200);
    // Nothing ran that writes the file later: the write itself did.
    let again = Stand::with(settings());
    let profile = read(&again, VENDAS).await;
    for field in ["about", "description", "address"] {
        assert_eq!(profile[field], hostile);
    }
    again.set("reset", json!({})).await;
    assert_eq!(read(&again, VENDAS).await, read(&Stand::new(), VENDAS).await);
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test]
async fn a_picture_is_served_from_the_emulators_own_address_without_a_token() {
    let public_url = "http://127.0.0.1:40123".to_owned();
    let stand = Stand::with(Settings { public_url, ..Settings::default() });
    let profile = read(&stand, VENDAS).await;
    let url = profile["profile_picture_url"].as_str().unwrap();
    let path = url.strip_prefix("http://127.0.0.1:40123").unwrap();
    assert!(path.starts_with(&format!("/pictures/{VENDAS}.png?")));
    let answer = stand.emulator.router();
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(answer, request).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "image/png");
    let bytes = axum::body::to_bytes(answer.into_body(), 12 << 10).await.unwrap();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(bytes[16..24], [0, 0, 2, 128, 0, 0, 2, 128]);
    for file in [format!("{COBRANCA}.png"), "none.png".to_owned(), "..%2Fx".to_owned()] {
        let request = Request::get(format!("/pictures/{file}")).body(Body::empty()).unwrap();
        assert_eq!(stand.ask(request).await.status, 404);
    }
    assert!(read(&stand, COBRANCA).await.get("profile_picture_url").is_none());
    // Control may say anything of it, and it is answered as it is.
    for other in ["https://pps.example/x.jpg", "javascript:alert(1)", "//evil.example/x"] {
        let profile = json!({"profile": {"profile_picture_url": other}});
        stand.set(&format!("numbers/{VENDAS}"), profile).await;
        assert_eq!(read(&stand, VENDAS).await["profile_picture_url"], other);
    }
    let request = Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(stand.ask(request).await.status, 404);
    stand.set(&format!("numbers/{VENDAS}"), json!({"profile": {"about": ""}})).await;
    assert!(read(&stand, VENDAS).await.get("about").is_none());
}
