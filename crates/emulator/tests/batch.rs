//! Many calls in one, versions, and Graph's edges that have none.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, Answer, BRASIL, COBRANCA, Stand};

async fn batch(stand: &Stand, path: &str, parts: &Value, more: &str) -> Answer {
    let parts = parts.to_string().replace('%', "%25").replace('&', "%26").replace('+', "%2B");
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/x-www-form-urlencoded");
    stand.ask(request.body(Body::from(format!("batch={parts}{more}"))).unwrap()).await
}

fn body(part: &Value) -> Value {
    serde_json::from_str(part["body"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn the_parts_of_a_batch_are_answered_in_their_order_and_fail_alone() {
    let stand = Stand::new();
    let parts = json!([
        {"method": "GET", "relative_url": format!("v25.0/{COBRANCA}?fields=id,verified_name")},
        {"method": "GET", "relative_url": "1"},
        {"method": "POST", "relative_url": format!("{COBRANCA}/whatsapp_business_profile"),
            "body": "messaging_product=whatsapp&about=Pelo+lote"},
        {"relative_url": BRASIL},
        {"method": "GET", "relative_url": format!("{BRASIL}?access_token=EAAno")},
    ]);
    let answer = batch(&stand, "/v25.0/", &parts, "").await;
    let parts = answer.json();
    let codes: Vec<&Value> = parts.as_array().unwrap().iter().map(|part| &part["code"]).collect();
    assert_eq!(codes, [200, 400, 200, 400, 401]);
    assert_eq!(body(&parts[0]), json!({"id": COBRANCA, "verified_name": "Cobrança"}));
    assert_eq!(body(&parts[1])["error"]["error_subcode"], 33);
    assert_eq!(body(&parts[4])["error"]["code"], 190);
    let named = |part: &Value| {
        let headers = part["headers"].as_array().unwrap().clone();
        headers.iter().find(|header| header["name"] == "facebook-api-version").unwrap().clone()
    };
    assert_eq!(named(&parts[2])["value"], "v25.0", "the batch's version is the part's");
    let profile = format!("/{COBRANCA}/whatsapp_business_profile?fields=about");
    assert_eq!(stand.read(&profile).await["data"][0]["about"], "Pelo lote");

    let bare = json!([{"method": "GET", "relative_url": BRASIL}]);
    let answer = batch(&stand, "/", &bare, "&include_headers=false").await.json();
    assert!(answer[0].get("headers").is_none());
}

#[tokio::test]
async fn a_batch_that_is_too_long_or_no_list_is_refused_whole() {
    let stand = Stand::new();
    let one = json!({"method": "GET", "relative_url": BRASIL});
    let many = json!(vec![one.clone(); 51]);
    assert_eq!(batch(&stand, "/", &many, "").await.code(), 50);
    assert_eq!(batch(&stand, "/", &one, "").await.code(), 100);
    let nested = json!([{"method": "POST", "relative_url": "", "body": "batch=[]"}]);
    let nested = batch(&stand, "/", &nested, "").await.json();
    assert_eq!(nested[0]["code"], 400);
    let request = Request::post("/").header("content-type", "application/json");
    let request = request.body(Body::from(json!({"batch": [one]}).to_string())).unwrap();
    assert_eq!(stand.ask(request).await.status, 401);
}

#[tokio::test]
async fn each_part_counts_for_the_limit_of_its_account() {
    let stand = Stand::new();
    stand.set(&format!("wabas/{BRASIL}"), json!({"usage_percent": 100})).await;
    let parts = json!([{"method": "GET", "relative_url": BRASIL}]);
    let answer = batch(&stand, "/", &parts, "").await;
    assert_eq!(
        (answer.status.as_u16(), &body(&answer.json()[0])["error"]["code"]),
        (200, &json!(80_007))
    );
}

#[tokio::test]
async fn every_version_of_metas_is_taken_and_echoed_and_no_other() {
    let stand = Stand::new();
    for version in ["v13.0", "v19.0", "v24.0", "v26.0"] {
        let answer = stand.graph("GET", &format!("/{version}/{COBRANCA}?fields=id")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["facebook-api-version"], version);
    }
    let unknown = stand.graph("GET", &format!("/v99.0/{COBRANCA}")).await;
    assert_eq!((unknown.status.as_u16(), unknown.code()), (400, 2500));
}

#[tokio::test]
async fn tokens_are_asked_for_and_told_of_without_a_version_too() {
    let stand = Stand::new();
    let app = stand.emulator.app();
    let path =
        format!("client_id={APP}&client_secret={}&grant_type=client_credentials", app.secret);
    for prefix in ["", "/v25.0"] {
        let answer =
            stand.graph_as("", "GET", &format!("{prefix}/oauth/access_token?{path}")).await;
        assert_eq!(answer.json()["access_token"], stand.app_token());
        let path = format!("{prefix}/debug_token?input_token={}", stand.token);
        let told = stand.graph_as(&stand.app_token(), "GET", &path).await;
        assert_eq!(told.json()["data"]["is_valid"], true);
    }
}

#[tokio::test]
async fn parts_of_a_batch_take_what_earlier_ones_answered_and_wait_for_them() {
    let stand = Stand::new();
    let parts = json!([
        {"method": "GET", "name": "numbers",
            "relative_url": format!("{BRASIL}/phone_numbers?fields=id")},
        {"method": "GET", "relative_url": "{result=numbers:$.data[0].id}?fields=id"},
        {"method": "POST", "relative_url": format!("{COBRANCA}/whatsapp_business_profile"),
            "body": "messaging_product=whatsapp&address={result=numbers:$.data.*.id}"},
        {"method": "GET", "relative_url": "{result=nobody:$.id}"},
        {"method": "GET", "name": "broken", "relative_url": "1"},
        {"method": "GET", "depends_on": "broken", "relative_url": BRASIL},
        {"method": "GET", "name": "kept", "relative_url": BRASIL,
            "omit_response_on_success": false},
        {"method": "POST", "depends_on": "kept",
            "relative_url": format!("{COBRANCA}/whatsapp_business_profile"),
            "body": "messaging_product=whatsapp&about={result=kept:$.name}"},
        {"method": "GET", "name": "alone", "relative_url": BRASIL},
    ]);
    let answers = batch(&stand, "/v25.0/", &parts, "").await.json();
    assert_eq!(answers[0], Value::Null, "what others use is left out");
    let numbers = stand.read(&format!("/{BRASIL}/phone_numbers?fields=id")).await;
    assert_eq!(body(&answers[1])["id"], numbers["data"][0]["id"]);
    let ids = numbers["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap());
    let path = format!("/{COBRANCA}/whatsapp_business_profile?fields=about,address");
    let profile = stand.read(&path).await["data"][0].clone();
    assert_eq!(profile["address"], ids.collect::<Vec<_>>().join(","));
    assert_eq!(body(&answers[3])["error"]["code"], 100);
    assert_eq!(answers[4]["code"], 400, "what failed is answered");
    assert_eq!(answers[5], Value::Null, "and what depends on it is not carried out");
    assert_eq!((&answers[6]["code"], &answers[7]["code"]), (&json!(200), &json!(200)));
    assert_eq!(profile["about"], body(&answers[6])["name"]);
    assert_eq!(answers[8]["code"], 200, "a name that nobody uses hides nothing");
}

#[tokio::test]
async fn several_nodes_are_read_by_their_ids_alone_or_as_an_earlier_part_found_them() {
    let stand = Stand::new();
    let both = stand.read(&format!("/v25.0/?ids={COBRANCA},{BRASIL}&fields=id")).await;
    assert_eq!(both, json!({COBRANCA: {"id": COBRANCA}, BRASIL: {"id": BRASIL}}));
    let parts = json!([
        {"method": "GET", "name": "numbers",
            "relative_url": format!("{BRASIL}/phone_numbers?fields=id")},
        {"method": "GET", "relative_url": "?ids={result=numbers:$.data.*.id}"},
    ]);
    let answers = batch(&stand, "/v25.0/", &parts, "").await.json();
    let found = body(&answers[1]);
    let numbers = stand.read(&format!("/{BRASIL}/phone_numbers")).await;
    for number in numbers["data"].as_array().unwrap() {
        assert_eq!(found[number["id"].as_str().unwrap()], *number);
    }
    assert_eq!(found.as_object().unwrap().len(), numbers["data"].as_array().unwrap().len());
    let refused = stand.graph("GET", &format!("/?ids={COBRANCA},424242424242")).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (400, 100));
    assert!(refused.text.contains("424242424242"));
    let fields = stand.graph("GET", &format!("/?ids={COBRANCA}&fields=colour")).await;
    assert!(fields.text.contains("colour"), "{}", fields.text);
    let foreign = stand.graph_as(&stand.app_token(), "GET", &format!("/?ids={COBRANCA}")).await;
    assert_eq!(foreign.code(), 200);
    assert_eq!(stand.graph("GET", "/?ids=,").await.code(), 100);
}
