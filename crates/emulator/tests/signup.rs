//! Embedded Signup: the SDK, the popup by its forms, its ends, and what the world has afterwards
//! (META 1.2).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::popup::{OPENER, Popup, address, code};
use stand::{APP, AURORA, Answer, BRASIL, CASA_IPE, COBRANCA, Callback, RECIFE, Stand};

async fn token(stand: &Stand, code: &str) -> String {
    let secret = stand.emulator.app().secret;
    let path = format!("/oauth/access_token?client_id={APP}&client_secret={secret}&code={code}");
    let answer = stand.ask(Request::get(path).body(Body::empty()).unwrap()).await;
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_sdk_is_a_script_for_any_page() {
    let stand = Stand::new();
    for path in ["/sdk.js", "/en_US/sdk.js"] {
        let answer = stand.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
        for part in ["fbAsyncInit", "window.open(", "/dialog/oauth?", "authResponse"] {
            assert!(answer.text.contains(part), "{part}");
        }
    }
}

#[tokio::test]
async fn pressing_next_goes_through_every_step_and_finishes_with_a_number() {
    let stand = Stand::new();
    let mut popup = Popup::open(&stand, json!({})).await;
    let mut steps = vec![popup.step().to_owned()];
    while popup.html.contains("data-act=\"next\"") {
        popup.press("next", &[]).await;
        steps.push(popup.step().to_owned());
    }
    assert_eq!(
        steps,
        [
            "PERMISSIONS",
            "BUSINESS_ACCOUNT_SELECTION",
            "WABA_PHONE_PROFILE_PICKER",
            "PHONE_NUMBER_SETUP",
            "WHATSAPP_BUSINESS_PROFILE_SETUP",
            "PHONE_NUMBER_VERIFICATION",
            "PERMISSIONS",
        ]
    );
    popup.press("finish", &[]).await;
    let (message, code) = popup.end();
    assert_eq!(
        message,
        json!({
            "type": "WA_EMBEDDED_SIGNUP",
            "event": "FINISH",
            "data": {"phone_number_id": RECIFE, "waba_id": BRASIL, "business_id": CASA_IPE},
            "version": 3,
        })
    );
    assert!(popup.html.contains(&format!("data-origin=\"{OPENER}\"")));
    let token = token(&stand, &code.unwrap()).await;
    let register = format!("/v25.0/{RECIFE}/register?messaging_product=whatsapp&pin=246810");
    assert_eq!(stand.graph_as(&token, "POST", &register).await.status, 200);
}

#[tokio::test]
async fn what_was_created_is_in_the_world() {
    let stand = Stand::new();
    let mut popup = Popup::open(&stand, json!({})).await;
    popup.press("next", &[]).await;
    popup.press("next", &[("business", "new"), ("business_name", "Ateliê \"Nó\" & Cia")]).await;
    assert!(popup.form()["waba"] == "new");
    popup.press("next", &[("waba_name", "Ateliê Vendas")]).await;
    popup.press("next", &[("display_phone_number", "+55 51 95555-0888")]).await;
    popup.press("next", &[("display_name", "Ateliê")]).await;
    let before = stand.emulator.world()["businesses"].as_array().unwrap().len();
    popup.walk().await.press("finish", &[]).await;
    assert_eq!(before, 2, "nothing is created before the end");
    let (message, code) = popup.end();
    let id = |key: &str| message["data"][key].as_str().unwrap().to_owned();
    let token = token(&stand, &code.unwrap()).await;
    let read = async |path: String| stand.graph_as(&token, "GET", &path).await.json();
    let business = read(format!("/v25.0/{}", id("business_id"))).await;
    assert_eq!(business["name"], "Ateliê \"Nó\" & Cia");
    let fields = "verified_name,display_phone_number,status,code_verification_status,\
                  name_status,platform_type,last_onboarded_time,health_status";
    let number = read(format!("/v25.0/{}?fields={fields}", id("phone_number_id"))).await;
    for (field, value) in [
        ("verified_name", "Ateliê"),
        ("display_phone_number", "+55 51 95555-0888"),
        ("status", "PENDING"),
        ("code_verification_status", "VERIFIED"),
        ("name_status", "PENDING_REVIEW"),
        ("platform_type", "NOT_APPLICABLE"),
    ] {
        assert_eq!(number[field], value);
    }
    assert!(number["last_onboarded_time"].as_str().unwrap().starts_with("20"));
    let numbers = read(format!("/v25.0/{}/phone_numbers", id("waba_id"))).await;
    assert_eq!(numbers["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_wrong_form_stays_on_its_step() {
    let stand = Stand::new();
    let mut popup = Popup::open(&stand, json!({})).await;
    popup.press("next", &[]).await;
    for (step, wrong) in [
        ("BUSINESS_ACCOUNT_SELECTION", vec![("business", "42")]),
        ("BUSINESS_ACCOUNT_SELECTION", vec![("business", "new"), ("business_name", " ")]),
        ("WABA_PHONE_PROFILE_PICKER", vec![("waba", AURORA)]),
        ("PHONE_NUMBER_SETUP", vec![("number", "app")]),
        ("PHONE_NUMBER_SETUP", vec![("number", "new"), ("display_phone_number", "11 95555")]),
        (
            "PHONE_NUMBER_SETUP",
            vec![("number", "new"), ("display_phone_number", "+55 21 95555-0164")],
        ),
        ("WHATSAPP_BUSINESS_PROFILE_SETUP", vec![("display_name", "")]),
        ("PHONE_NUMBER_VERIFICATION", vec![("code", "654321")]),
    ] {
        while popup.step() != step {
            let business: &[(&str, &str)] = match popup.step() {
                "BUSINESS_ACCOUNT_SELECTION" => &[("business", CASA_IPE)],
                "WABA_PHONE_PROFILE_PICKER" => &[("waba", BRASIL)],
                "PHONE_NUMBER_SETUP" => &[("number", RECIFE)],
                "WHATSAPP_BUSINESS_PROFILE_SETUP" => &[("display_name", "Loja Recife")],
                _ => &[],
            };
            popup.press("next", business).await;
        }
        popup.press("next", &wrong).await;
        assert_eq!(popup.step(), step);
        assert!(popup.html.contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn cancel_and_report_end_every_step_and_change_nothing() {
    let stand = Stand::new();
    let before = stand.emulator.world()["businesses"].clone();
    for presses in 0..7 {
        for act in ["cancel", "report"] {
            let mut popup = Popup::open(&stand, json!({})).await;
            for _ in 0..presses {
                popup.press("next", &[]).await;
            }
            let step = popup.step().to_owned();
            popup.press(act, &[]).await;
            let (message, code) = popup.end();
            assert_eq!((&message["event"], code), (&json!("CANCEL"), None));
            if act == "cancel" {
                assert_eq!(message["data"], json!({"current_step": step}));
            } else {
                for key in ["error_message", "error_id", "session_id", "timestamp"] {
                    assert!(message["data"][key].is_string(), "{key}");
                }
            }
        }
    }
    assert_eq!(stand.emulator.world()["businesses"], before);
}

#[tokio::test]
async fn it_finishes_without_a_number_unverified_or_with_one_that_is_registered() {
    let stand = Stand::new();
    let mut popup = Popup::open(&stand, json!({})).await;
    for _ in 0..3 {
        popup.press("next", &[]).await;
    }
    popup.press("finish_without_number", &[]).await;
    let (message, code) = popup.end();
    assert_eq!(message["event"], "FINISH_ONLY_WABA");
    assert_eq!(message["data"], json!({"waba_id": BRASIL, "business_id": CASA_IPE}));
    assert!(code.is_some());

    let mut popup = Popup::open(&stand, json!({})).await;
    for _ in 0..3 {
        popup.press("next", &[]).await;
    }
    popup.press("next", &[("number", "new")]).await.press("next", &[]).await;
    popup.press("later", &[]).await.press("finish", &[]).await;
    let number = popup.end().0["data"]["phone_number_id"].as_str().unwrap().to_owned();
    let read = stand.read(&format!("/{number}?fields=status,code_verification_status")).await;
    assert_eq!(
        (&read["status"], &read["code_verification_status"]),
        (&json!("UNVERIFIED"), &json!("NOT_VERIFIED"))
    );

    let mut popup = Popup::open(&stand, json!({})).await;
    for _ in 0..3 {
        popup.press("next", &[]).await;
    }
    popup.press("next", &[("number", COBRANCA)]).await.press("finish", &[]).await;
    assert_eq!(popup.end().0["data"]["phone_number_id"], COBRANCA);
    assert_eq!(stand.read(&format!("/{COBRANCA}?fields=status")).await["status"], "CONNECTED");
}

#[tokio::test]
async fn coexistence_names_only_the_waba_and_its_number_is_not_registered_by_hand() {
    let stand = Stand::new();
    let extras = json!({"featureType": "whatsapp_business_app_onboarding", "setup": {}});
    let mut popup = Popup::open(&stand, extras).await;
    popup.walk().await.press("finish", &[]).await;
    let (message, code) = popup.end();
    assert_eq!(message["event"], "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
    assert_eq!(message["data"], json!({"waba_id": BRASIL}));
    assert!(code.is_some());
    let fields = "is_on_biz_app,platform_type,status,verified_name";
    let all = stand.read(&format!("/{BRASIL}/phone_numbers?fields={fields}")).await;
    let number = all["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&number["is_on_biz_app"], &number["platform_type"], &number["status"]),
        (&json!(true), &json!("CLOUD_API"), &json!("CONNECTED"))
    );
    let id = number["id"].as_str().unwrap();
    let call = async |edge: &str| stand.graph("POST", &format!("/{id}/{edge}")).await;
    for edge in ["register?messaging_product=whatsapp&pin=123456", "deregister"] {
        assert_eq!(call(edge).await.code(), 100);
    }
    let sync = |what: &str| format!("smb_app_data?messaging_product=whatsapp&sync_type={what}");
    let subcode = |answer: Answer| answer.json()["error"]["error_subcode"].clone();
    let first = call(&sync("smb_app_state_sync")).await.json();
    assert_eq!(first["messaging_product"], "whatsapp");
    assert!(first["request_id"].is_string());
    assert_eq!(subcode(call(&sync("smb_app_state_sync")).await), 2_593_107);
    stand.set("clock", json!({"advance_seconds": 86_400})).await;
    assert_eq!(subcode(call(&sync("history")).await), 2_593_108);
}

#[tokio::test]
async fn the_opener_can_fill_the_forms_in_beforehand() {
    let stand = Stand::new();
    let setup = json!({
        "business": {"id": null, "name": "Ótica Horizonte", "phone": {"code": 55, "number": "4195555-0100"}},
        "phone": {"displayName": "Horizonte"},
    });
    let mut popup = Popup::open(&stand, json!({"setup": setup})).await;
    popup.press("next", &[]).await;
    assert_eq!(popup.form()["business_name"], "Ótica Horizonte");
    popup.press("next", &[("business", "new")]).await;
    assert_eq!(popup.form()["waba_name"], "Ótica Horizonte");
    popup.press("next", &[]).await;
    assert_eq!(popup.form()["display_phone_number"], "+55 4195555-0100");
    popup.press("next", &[]).await;
    assert_eq!(popup.form()["display_name"], "Horizonte");
}

#[tokio::test]
async fn control_sets_in_which_order_the_two_parts_come() {
    let stand = Stand::new();
    for (order, kinds) in [
        ("message_first", "message code"),
        ("callback_first", "code message"),
        ("no_message", "code"),
        ("no_callback", "message withheld"),
    ] {
        assert_eq!(stand.set("signup", json!({"order": order})).await["order"], order);
        let mut popup = Popup::open(&stand, json!({})).await;
        popup.walk().await.press("finish", &[]).await;
        let kind = |post: &String| match post {
            post if post.starts_with('{') => "message",
            post if post.contains("&withheld=1") => "withheld",
            post => code(post).map(|_| "code").unwrap(),
        };
        assert_eq!(popup.posts().iter().map(kind).collect::<Vec<_>>().join(" "), kinds);
    }
    assert_eq!(stand.control("signup", json!({"order": "random"})).await.status, 400);
}

#[tokio::test]
async fn after_the_end_the_partner_hears_of_it_without_subscribed_apps() {
    let (stand, callback) = (Stand::new(), Callback::open().await);
    stand.subscribe(&callback, "account_update").await;
    stand.graph("DELETE", &format!("/{BRASIL}/subscribed_apps")).await;
    let running = stand.run();
    let mut popup = Popup::open(&stand, json!({})).await;
    popup.walk().await.press("finish", &[]).await;
    let mut told: Vec<Value> = callback
        .wait_for(2)
        .await
        .iter()
        .map(|arrived| serde_json::from_str::<Value>(&arrived.body).unwrap()["entry"][0].clone())
        .collect();
    told.sort_by_key(|entry| entry["changes"][0]["value"]["event"].to_string());
    let partner = stand.emulator.world()["signup"]["partner_business_id"].clone();
    let info = json!({"waba_id": BRASIL, "owner_business_id": CASA_IPE});
    assert_eq!(told[0]["id"], partner);
    assert!(told[0]["time"].is_i64());
    let change = |value: Value| json!([{"field": "account_update", "value": value}]);
    assert_eq!(told[0]["changes"], change(json!({"event": "PARTNER_ADDED", "waba_info": info})));
    assert_eq!(told[1]["id"], BRASIL);
    let mut info = info;
    info["partner_app_id"] = json!(APP);
    assert_eq!(
        told[1]["changes"],
        change(json!({"event": "PARTNER_APP_INSTALLED", "waba_info": info}))
    );
    running.stop().await;
}

#[tokio::test]
async fn a_dialog_of_another_app_or_page_is_refused() {
    let stand = Stand::new();
    for (key, value) in [
        ("client_id", "1"),
        ("config_id", "1"),
        ("response_type", "token"),
        ("origin", "https://evil.example"),
        ("extras", "{"),
    ] {
        let path = address(&stand, &[(key, value)]);
        let answer = stand.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 400, "{key}");
        assert!(!answer.text.contains("<form"));
    }
    let foreign = Request::get(address(&stand, &[])).header("host", "evil.example");
    assert_eq!(stand.ask(foreign.body(Body::empty()).unwrap()).await.status, 403);
    let gone = Request::post("/dialog/oauth")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("session=none&act=next"));
    assert_eq!(stand.ask(gone.unwrap()).await.status, 410);
}

#[tokio::test]
async fn the_popup_speaks_three_languages_and_loads_nothing_from_elsewhere() {
    let stand = Stand::new();
    for (wanted, lang, word) in [
        (None, "pt-BR", "Avançar"),
        (Some("en-US,en;q=0.9"), "en", "Next"),
        (Some("es-MX"), "es", "Siguiente"),
    ] {
        let mut request = Request::get(address(&stand, &[]));
        if let Some(wanted) = wanted {
            request = request.header("accept-language", wanted);
        }
        let answer = stand.ask(request.body(Body::empty()).unwrap()).await;
        assert!(answer.text.contains(&format!("<html lang=\"{lang}\">")));
        assert!(answer.text.contains(word));
        assert!(!answer.text.contains("://"));
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"));
        assert!(policy.contains("frame-ancestors 'none'"));
    }
    for path in ["/dialog/popup.js", "/dialog/popup.css"] {
        let answer = stand.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains("://"));
    }
}
