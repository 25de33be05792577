//! Control and its description say the same, route by route and field by field.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, ATACADO, BRASIL, CASA_IPE, COBRANCA, Stand};

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

async fn description(stand: &Stand) -> Value {
    stand.ask(Request::get("/_control/openapi.json").body(Body::empty()).unwrap()).await.json()
}

/// The paths of the router, from its own text: it cannot be asked for them.
fn routed() -> BTreeSet<String> {
    let source = include_str!("../src/control.rs");
    let paths = source.split(".route(").skip(1).map(|rest| rest.split('"').nth(1).unwrap());
    paths.filter(|path| !path.contains('*')).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_router_and_its_description_have_the_same_routes() {
    let stand = Stand::new();
    let described = description(&stand).await;
    let paths = described["paths"].as_object().unwrap();
    let told: BTreeSet<String> = paths.keys().cloned().collect();
    assert_eq!(told, routed());
    for (path, operations) in paths {
        for method in METHODS {
            let request = Request::builder()
                .method(method.to_ascii_uppercase().as_str())
                .uri(path.replace(['{', '}'], ""))
                .body(Body::empty())
                .unwrap();
            let is_taken = stand.ask(request).await.status != 405;
            assert_eq!(is_taken, operations.get(method).is_some(), "{method} {path}");
        }
        let in_path: Vec<&str> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let parameters = operations["parameters"].as_array().cloned().unwrap_or_default();
        let told: Vec<&str> = parameters.iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(told, in_path, "{path}");
    }
}

/// Where each call that takes a body is tried, and what it cannot do without.
fn tried() -> BTreeMap<&'static str, (String, Value)> {
    let at = |path: &str, body: Value| (path.to_owned(), body);
    BTreeMap::from([
        ("/_control/numbers/{id}", at(&format!("numbers/{COBRANCA}"), json!({}))),
        ("/_control/templates", at("templates", json!({"name": "offer"}))),
        ("/_control/templates/{id}", at("templates/1204857736119218", json!({}))),
        ("/_control/wabas/{id}", at(&format!("wabas/{BRASIL}"), json!({}))),
        ("/_control/businesses/{id}", at(&format!("businesses/{CASA_IPE}"), json!({}))),
        ("/_control/apps", at("apps", json!({"name": "Other"}))),
        ("/_control/apps/{id}", at(&format!("apps/{APP}"), json!({}))),
        ("/_control/users/{wa_id}", at("users/5511955550301", json!({}))),
        (
            "/_control/users/{wa_id}/messages",
            at("users/5511955550301/messages", json!({"to": COBRANCA, "text": "oi"})),
        ),
        ("/_control/users/{wa_id}/calls", at("users/5511955550301/calls", json!({"to": COBRANCA}))),
        (
            "/_control/users/{wa_id}/preferences",
            at("users/5511955550301/preferences", json!({"to": COBRANCA, "marketing": "stop"})),
        ),
        (
            "/_control/signed_requests",
            at(
                "signed_requests",
                json!({"kind": "deauthorize", "callback_url": "http://127.0.0.1:9/"}),
            ),
        ),
        ("/_control/sends", at("sends", json!({"from": COBRANCA, "users": 1}))),
        ("/_control/webhooks", at("webhooks", json!({"field": "messages", "value": {}}))),
        ("/_control/webhooks/{id}/redeliver", at("webhooks/webhook-1/redeliver", json!({}))),
        ("/_control/clock", at("clock", json!({"advance_seconds": 1}))),
        ("/_control/scenarios/{name}", at("scenarios/restricted", json!({}))),
        ("/_control/faults", at("faults", json!({"fault": "http_500"}))),
        ("/_control/tokens", at("tokens", json!({"kind": "user"}))),
        ("/_control/tokens/{kind}", at("tokens/business", json!({}))),
        ("/_control/tokens/{kind}/revoke", at("tokens/business/revoke", json!({}))),
        ("/_control/signup", at("signup", json!({}))),
        ("/_control/codes", at("codes", json!({"waba": ATACADO}))),
        ("/_control/reset", at("reset", json!({}))),
    ])
}

/// The types of JSON that a property takes; none where it takes any.
fn types(property: &Value) -> Vec<String> {
    if let Some(words) = property["enum"].as_array() {
        return words.iter().map(name).map(|word| format!("enum {word}")).collect();
    }
    match &property["type"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(several) => {
            several.iter().map(|one| one.as_str().unwrap().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[tokio::test]
async fn each_field_with_a_wrong_type_is_refused_by_a_sentence_that_names_it() {
    let stand = Stand::new();
    let described = description(&stand).await;
    let tried = tried();
    let wrong = [
        json!(true),
        json!(7),
        json!(7.5),
        json!("never a word of Meta's"),
        json!([7]),
        json!({"unknown key": 1}),
    ];
    let (mut refused, before) = (0, stand.emulator.world());
    for (path, operations) in described["paths"].as_object().unwrap() {
        let body = &operations["post"]["requestBody"]["content"]["application/json"]["schema"];
        let Some(schema) = body.get("anyOf").map_or(Some(body), |all| all.get(0)) else { continue };
        if schema.is_null() {
            continue;
        }
        let (at, valid) = tried.get(path.as_str()).unwrap_or_else(|| panic!("{path} is not tried"));
        let unknown = stand.control(at, json!({"unknown key": 1})).await;
        assert!(unknown.status == 400 || unknown.status == 404, "{path}: {}", unknown.text);
        for (key, property) in schema["properties"].as_object().unwrap() {
            let types = types(property);
            for value in &wrong {
                let is_number = types.iter().any(|one| one == "number");
                let fits = types.is_empty()
                    || types.iter().any(|one| one == name(value))
                    || (is_number && value.is_number());
                if fits {
                    continue;
                }
                let mut body = valid.clone();
                body[key] = value.clone();
                let answer = stand.control(at, body).await;
                assert_eq!(answer.status, 400, "{path} {key} {value}: {}", answer.text);
                let error = answer.json()["error"].clone();
                let (field, message) = (error["field"].as_str(), error["message"].as_str());
                let starts = field.is_some_and(|field| field.starts_with(key.as_str()));
                assert!(starts, "{path} {key} {value}: {error}");
                assert!(message.is_some_and(|said| said.contains(key.as_str())), "{key}: {error}");
                refused += 1;
            }
        }
    }
    assert!(refused > 300, "{refused}");
    assert_eq!(stand.emulator.world()["businesses"], before["businesses"]);
}

#[tokio::test]
async fn a_path_that_is_no_text_and_a_parameter_that_is_none_are_refused_in_words_too() {
    let stand = Stand::new();
    let post = |path: &str| Request::post(path).body(Body::empty()).unwrap();
    let answer = stand.ask(post("/_control/numbers/%ff")).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["error"]["field"]), (400, &json!("path")));
    for (path, field) in [
        ("/_control/webhooks?limit=many", "limit"),
        ("/_control/webhooks?after=3", "after"),
        ("/_control/calls?limit=-1", "limit"),
    ] {
        let answer = stand.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]["field"]),
            (400, &json!(field))
        );
    }
    let nested = json!({"faults": [{"fault": "html"}, {"fault": "html", "calls": 0}]});
    let answer = stand.control("faults", nested).await;
    assert_eq!(answer.json()["error"]["field"], "faults[1].calls");
}

#[tokio::test]
async fn the_guide_names_every_fault_that_control_takes() {
    let stand = Stand::new();
    let refused = stand.control("faults", json!({"fault": "none of them"})).await.json();
    let words = refused["error"]["message"].as_str().unwrap().to_owned();
    let (_, names) = words.split_once("one of ").unwrap();
    let guide = include_str!("../../../docs/emulator.md");
    for name in names.split(", ") {
        assert!(guide.contains(&format!("`{name}`")), "{name}");
    }
}

/// The table of Meta's rules names tests that are there, in the file that it says.
#[test]
fn the_table_of_rules_names_tests_that_are_there() {
    let table = include_str!("../../../docs/emulator-rules.md");
    let crate_dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    let cells = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    for proof in cells.flat_map(|line| line.rsplit('|').nth(1).unwrap_or("").split(';')) {
        let proof = proof.trim().replace("`): ", "`: ");
        let Some((file, tests)) = proof.split_once("`: ") else { continue };
        let file = file.trim_start_matches(['(', '`']);
        let path = if file.ends_with(".rs") {
            crate_dir.join("src").join(file)
        } else {
            crate_dir.join("tests").join(format!("{file}.rs"))
        };
        let source = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{file}: {why}"));
        for test in tests.split(',').map(str::trim).filter(|test| *test != "all") {
            assert!(source.contains(&format!("fn {test}(")), "{test} is not in {file}");
            named += 1;
        }
    }
    assert!(named > 80, "{named}");
    for rule in 1..=18 {
        assert!(table.contains(&format!("| {rule} ")), "rule {rule}");
    }
}
