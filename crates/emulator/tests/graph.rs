//! Graph's contract: nodes, fields, errors, tokens, paging, health.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, ATACADO, AURORA, BRASIL, CASA_IPE, COBRANCA, RECIFE, Stand};

#[tokio::test]
async fn only_asked_fields_are_answered_and_always_the_id() {
    let stand = Stand::new();
    assert_eq!(
        stand.read(&format!("/v25.0/{COBRANCA}?fields=verified_name,status,quality_score")).await,
        json!({
            "verified_name": "Cobrança",
            "status": "CONNECTED",
            "quality_score": {"score": "GREEN"},
            "id": COBRANCA,
        })
    );
}

#[tokio::test]
async fn without_fields_each_type_has_its_defaults() {
    let stand = Stand::new();
    for (id, wanted) in [
        (BRASIL, "currency id message_template_namespace name timezone_id"),
        (CASA_IPE, "id name"),
        (APP, "category id link name"),
        (
            COBRANCA,
            "code_verification_status display_phone_number id last_onboarded_time \
             platform_type quality_rating throughput verified_name",
        ),
    ] {
        let node = stand.read(&format!("/{id}")).await;
        let keys: Vec<&str> = node.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.join(" "), wanted);
    }
}

#[tokio::test]
async fn an_unknown_field_is_named_with_its_node_type() {
    let stand = Stand::new();
    for (id, node_type) in [
        (BRASIL, "WhatsAppBusinessAccount"),
        (COBRANCA, "WhatsAppBusinessAccountToNumberCurrentStatus"),
        (CASA_IPE, "Business"),
        (APP, "Application"),
    ] {
        let answer = stand.graph("GET", &format!("/v25.0/{id}?fields=id,colour")).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100));
        let message = answer.json()["error"]["message"].clone();
        assert_eq!(
            message,
            format!("(#100) Tried accessing nonexisting field (colour) on node type ({node_type})")
        );
    }
}

#[tokio::test]
async fn an_unknown_id_is_a_graph_method_exception_with_a_fresh_trace() {
    let stand = Stand::new();
    let first = stand.graph("GET", "/v25.0/42").await;
    assert_eq!((first.status.as_u16(), first.code()), (400, 100));
    let error = first.json()["error"].clone();
    assert_eq!(error["error_subcode"], 33);
    assert_eq!(error["type"], "GraphMethodException");
    let second = stand.graph("GET", "/v25.0/42").await.json();
    assert_ne!(error["fbtrace_id"], second["error"]["fbtrace_id"]);
}

#[tokio::test]
async fn the_portfolio_limit_is_known_from_v24_on() {
    let stand = Stand::new();
    let path = format!("{COBRANCA}?fields=whatsapp_business_manager_messaging_limit");
    for version in ["", "/v24.0", "/v26.0"] {
        let node = stand.read(&format!("{version}/{path}")).await;
        assert_eq!(node["whatsapp_business_manager_messaging_limit"], "TIER_10K");
    }
    let old = stand.graph("GET", &format!("/v23.0/{path}")).await;
    assert_eq!(old.code(), 100);
    assert_eq!(old.headers["facebook-api-version"], "v23.0");
}

#[tokio::test]
async fn a_token_may_come_by_header_query_or_body_and_must_be_known() {
    let stand = Stand::new();
    let bare = |uri: String| Request::get(uri).body(Body::empty()).unwrap();
    let none = stand.ask(bare(format!("/{BRASIL}"))).await;
    assert_eq!((none.status.as_u16(), none.code()), (401, 190));
    let query = format!("/{BRASIL}?access_token={}", stand.token);
    assert_eq!(stand.ask(bare(query)).await.status, 200);
    let bad = stand.graph_as("EAAnope", "GET", &format!("/{BRASIL}")).await;
    assert_eq!((bad.status.as_u16(), bad.code()), (401, 190));
    assert_eq!(
        bad.json()["error"]["message"],
        "Invalid OAuth access token - Cannot parse access token"
    );
    let body = json!({"access_token": stand.token}).to_string();
    let request = Request::post(format!("/{BRASIL}/subscribed_apps"))
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap();
    assert_eq!(stand.ask(request).await.status, 200);
}

#[tokio::test]
async fn a_token_reaches_only_the_wabas_it_was_granted() {
    let stand = Stand::new();
    let both = stand.emulator.business_token(CASA_IPE).unwrap();
    let one = stand.emulator.waba_token(BRASIL).unwrap();
    for (token, id, status) in [
        (&both, BRASIL, 200),
        (&both, ATACADO, 200),
        (&both, AURORA, 403),
        (&one, BRASIL, 200),
        (&one, COBRANCA, 200),
        (&one, CASA_IPE, 200),
        (&one, ATACADO, 403),
    ] {
        let answer = stand.graph_as(token, "GET", &format!("/v25.0/{id}")).await;
        assert_eq!(answer.status.as_u16(), status, "{id}");
        if status == 403 {
            assert_eq!(answer.code(), 200);
        }
    }
    let app = stand.app_token();
    let refused = stand.graph_as(&app, "GET", &format!("/{BRASIL}")).await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn debug_token_tells_the_granted_wabas_and_what_is_dead() {
    let stand = Stand::new();
    let token = stand.emulator.business_token(CASA_IPE).unwrap();
    let app = stand.app_token();
    let path = format!("/debug_token?input_token={token}");
    let told = stand.graph_as(&app, "GET", &path).await.json()["data"].clone();
    assert_eq!(told["is_valid"], true);
    assert_eq!(told["app_id"], APP);
    let management = told["granular_scopes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|scope| scope["scope"] == "whatsapp_business_management")
        .unwrap();
    assert_eq!(management["target_ids"], json!([BRASIL, ATACADO]));

    let system = format!("/debug_token?input_token={}", stand.token);
    let system = stand.graph_as(&app, "GET", &system).await.json();
    assert!(!system.to_string().contains("target_ids"));

    stand.set("tokens/business/revoke", json!({})).await;
    let dead = stand.graph_as(&app, "GET", &path).await.json()["data"].clone();
    assert_eq!(dead["is_valid"], false);
    assert_eq!(dead["error"]["subcode"], 467);
    let refused = stand.graph_as(&token, "GET", &format!("/{BRASIL}")).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (401, 190));
}

#[tokio::test]
async fn an_appsecret_proof_is_checked_when_it_is_given() {
    let stand = Stand::new();
    let refused = stand.graph("GET", &format!("/{BRASIL}?appsecret_proof=00")).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (400, 100));
    let secret = stand.emulator.app().secret;
    let proof = signature(&secret, &stand.token);
    stand.read(&format!("/{BRASIL}?appsecret_proof={proof}")).await;
    let app = stand.emulator.app().id;
    stand.set(&format!("apps/{app}"), json!({"require_app_secret": true})).await;
    let bare = stand.graph("GET", &format!("/{BRASIL}")).await;
    assert_eq!((bare.status.as_u16(), bare.code()), (400, 100));
    stand.read(&format!("/{BRASIL}?appsecret_proof={proof}")).await;
    let subscriptions = format!("/{app}/subscriptions");
    let own = stand.graph_as(&stand.app_token(), "GET", &subscriptions).await;
    assert_eq!(own.status, 200, "an app proves itself by its token");
}

fn signature(secret: &str, message: &str) -> String {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn pages_follow_next_to_the_end_and_back() {
    let stand = Stand::new();
    let mut path = format!(
        "/v25.0/{BRASIL}/phone_numbers?limit=2&fields=id,health_status{{can_send_message}}"
    );
    let mut ids = Vec::new();
    let mut pages = 0;
    loop {
        let page = stand.read(&path).await;
        pages += 1;
        ids.extend(page["data"].as_array().unwrap().iter().map(|n| n["id"].clone()));
        assert!(page["data"][0]["health_status"].get("entities").is_none());
        assert!(page["paging"]["cursors"]["after"].is_string());
        match page["paging"]["next"].as_str() {
            Some(next) => {
                path = next.strip_prefix("http://127.0.0.1:8081").unwrap().to_owned();
            }
            None => {
                let before = page["paging"]["previous"].as_str().unwrap();
                let before = before.strip_prefix("http://127.0.0.1:8081").unwrap();
                assert_eq!(stand.read(before).await["data"][0]["id"], ids[0]);
                break;
            }
        }
    }
    assert_eq!((pages, ids.len()), (2, 4));
    let bad = format!("/v25.0/{BRASIL}/phone_numbers?after=bm9wZQ==");
    assert_eq!(stand.graph("GET", &bad).await.code(), 100);
}

#[tokio::test]
async fn a_page_has_25_numbers_unless_asked_and_never_more_than_100() {
    let folder = std::env::temp_dir().join(format!("emulator-world-{}.json", std::process::id()));
    let numbers = vec![json!({}); 130];
    let world = json!({"businesses": [{"wabas": [{"id": "77", "phone_numbers": numbers}]}]});
    std::fs::write(&folder, world.to_string()).unwrap();
    let stand = Stand::with(Settings { world_file: Some(folder.clone()), ..Settings::default() });
    std::fs::remove_file(&folder).unwrap();
    for (asked, got) in [("", 25), ("?limit=30", 30), ("?limit=500", 100)] {
        let page = stand.read(&format!("/77/phone_numbers{asked}")).await;
        assert_eq!(page["data"].as_array().unwrap().len(), got);
        assert!(page["paging"]["next"].is_string());
    }
    let zero = stand.graph("GET", "/77/phone_numbers?limit=0").await;
    assert_eq!(zero.code(), 100);
}

#[tokio::test]
async fn an_edge_can_be_nested_in_fields() {
    let stand = Stand::new();
    let waba = stand
        .read(&format!("/v25.0/{BRASIL}?fields=name,phone_numbers.limit(1){{id,status}}"))
        .await;
    assert_eq!(waba["phone_numbers"]["data"].as_array().unwrap().len(), 1);
    assert_eq!(waba["phone_numbers"]["data"][0]["status"], "CONNECTED");
    let business = stand.read(&format!("/v25.0/{CASA_IPE}/owned_whatsapp_business_accounts")).await;
    assert_eq!(business["data"].as_array().unwrap().len(), 2);
}

async fn health(stand: &Stand, id: &str) -> Value {
    stand.read(&format!("/v25.0/{id}?fields=health_status")).await["health_status"].clone()
}

#[tokio::test]
async fn health_is_the_worst_of_its_entities() {
    let stand = Stand::new();
    let well = health(&stand, COBRANCA).await;
    assert_eq!(well["can_send_message"], "AVAILABLE");
    let kinds: Vec<&str> = well["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| entity["entity_type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["PHONE_NUMBER", "WABA", "BUSINESS", "APP"]);

    let pending = health(&stand, RECIFE).await;
    assert_eq!(pending["can_send_message"], "BLOCKED");
    assert_eq!(pending["entities"][0]["errors"][0]["error_code"], 141_000);

    let limited = json!({"can_send_message": "LIMITED", "additional_info": ["x"]});
    stand.set(&format!("businesses/{CASA_IPE}"), limited).await;
    assert_eq!(health(&stand, BRASIL).await["can_send_message"], "LIMITED");

    let errors = json!({"errors": [{"error_code": 141_006, "error_description": "payment"}]});
    stand.set(&format!("wabas/{BRASIL}"), errors).await;
    let blocked = health(&stand, COBRANCA).await;
    assert_eq!(blocked["can_send_message"], "BLOCKED");
    assert_eq!(blocked["entities"][1]["errors"][0]["error_code"], 141_006);

    let well = json!({"can_send_message": "AVAILABLE"});
    stand.set(&format!("wabas/{BRASIL}"), well).await;
    let waba = health(&stand, BRASIL).await;
    assert!(waba["entities"][0].get("errors").is_none());
}

#[tokio::test]
async fn calls_are_counted_for_each_waba_and_refused_beyond_the_limit() {
    let folder = std::env::temp_dir().join(format!("emulator-idle-{}.json", std::process::id()));
    let world = json!({"businesses": [{"wabas": [{"id": "88", "phone_numbers": []}]}]});
    std::fs::write(&folder, world.to_string()).unwrap();
    let stand = Stand::with(Settings { world_file: Some(folder.clone()), ..Settings::default() });
    std::fs::remove_file(&folder).unwrap();
    for _ in 0..100 {
        stand.read("/88").await;
    }
    let half = stand.graph("GET", "/88").await;
    let usage: Value =
        serde_json::from_str(half.headers["x-business-use-case-usage"].to_str().unwrap()).unwrap();
    assert_eq!(usage["88"][0]["call_count"], 50);
    assert!(half.headers.contains_key("x-app-usage"));
    for _ in 0..99 {
        stand.read("/88").await;
    }
    let over = stand.graph("GET", "/88").await;
    assert_eq!((over.status.as_u16(), over.code()), (400, 80_007));
    stand.set("clock", json!({"advance_seconds": 3600})).await;
    stand.read("/88").await;
}

#[tokio::test]
async fn only_the_calls_that_meta_lists_count_for_the_hour() {
    let stand = Stand::new();
    let used = |answer: &stand::Answer| -> i64 {
        let header = answer.headers["x-business-use-case-usage"].to_str().unwrap();
        let usage: Value = serde_json::from_str(header).unwrap();
        usage[BRASIL][0]["call_count"].as_i64().unwrap()
    };
    let template = "1204857736119218";
    let profile = format!("/{COBRANCA}/whatsapp_business_profile");
    // One percent of an active WABA's hour is fifty calls.
    for (path, percent) in [
        (format!("{profile}?fields=about"), 0),
        (format!("/{template}"), 0),
        (format!("/{BRASIL}"), 1),
        (format!("/{BRASIL}/phone_numbers?fields=id"), 2),
        (format!("/{BRASIL}/message_templates?fields=id"), 3),
        (format!("/{BRASIL}/subscribed_apps"), 4),
        (format!("/{COBRANCA}"), 5),
        (profile, 5),
    ] {
        let mut last = 0;
        for _ in 0..50 {
            last = used(&stand.graph("GET", &path).await);
        }
        assert_eq!(last, percent, "{path}");
    }
    let renamed = stand.graph("POST", &format!("/{COBRANCA}?new_display_name=Nova")).await;
    assert_eq!((renamed.status.as_u16(), used(&renamed)), (200, 5));
}

#[tokio::test]
async fn an_armed_fault_strikes_graph_and_never_control() {
    let stand = Stand::new();
    let fault = json!({"fault": "http_500", "edge": "phone_numbers"});
    stand.set("faults", fault).await;
    let path = format!("/v25.0/{BRASIL}/phone_numbers");
    assert_eq!(stand.graph("GET", &path).await.status, 500);
    stand.read(&format!("/v25.0/{BRASIL}")).await;
    for (name, status) in [("rate_limit", 400), ("malformed", 200), ("html", 502)] {
        stand.set("faults", json!({"fault": name})).await;
        let answer = stand.graph("GET", &path).await;
        assert_eq!(answer.status, status);
        if name != "rate_limit" {
            assert!(serde_json::from_str::<Value>(&answer.text).is_err());
        }
    }
    stand.set("faults", json!({"fault": null})).await;
    stand.read(&path).await;
    let unknown = stand.control("faults", json!({"fault": "gremlins"})).await;
    assert_eq!(unknown.status, 400);
}
