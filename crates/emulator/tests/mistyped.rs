//! What has another type than Meta's field: refused by the key that leads there, wherever it comes from.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::{Emulator, Settings};
use http::Request;
use serde_json::{Value, json};
use stand::{CASA_IPE, COBRANCA, Stand};

/// Puts a state in which one value is another one; answers the refusal.
async fn refusal(stand: &Stand, state: &Value, way: &str, value: &Value) -> Value {
    let mut bent = state.clone();
    *bent.pointer_mut(&format!("/{}", way.replace('.', "/"))).unwrap() = value.clone();
    let request = Request::put("/_control/state").body(Body::from(bent.to_string())).unwrap();
    let answer = stand.ask(request).await;
    assert_eq!(answer.status, 400, "{way}: {value}");
    answer.json()["error"].clone()
}

#[tokio::test]
async fn a_state_with_another_type_is_refused_by_the_whole_way_and_changes_nothing() {
    let stand = Stand::new();
    let profile = json!({"about": "Loja", "websites": ["https://example.com"]});
    stand.set(&format!("numbers/{COBRANCA}"), json!({"profile": profile})).await;
    let state = stand.read("/_control/state").await;
    let node = format!("world.nodes.{COBRANCA}");
    for (way, wanted) in [
        ("fields.display_phone_number", "a string"),
        ("fields.status", "a string"),
        ("fields.throughput", "an object"),
        ("fields.throughput.level", "a string"),
        ("fields.quality_score.score", "a string"),
        ("fields.is_pin_enabled", "true or false"),
        ("fields.conversational_automation", "an object"),
        ("fields.conversational_automation.prompts", "a list"),
        ("profile.about", "a string"),
        ("profile.websites.0", "a string"),
    ] {
        let way = format!("{node}.{way}");
        for value in [json!(5), json!(null), json!([[1]])] {
            if wanted == "a list" && value.is_array() {
                continue;
            }
            let error = refusal(&stand, &state, &way, &value).await;
            assert_eq!(error["field"], *way);
            assert_eq!(error["message"], format!("{way} must be {wanted}"));
        }
    }
    let templates = state["world"]["nodes"].as_object().unwrap();
    let (id, _) =
        templates.iter().find(|(_, node)| node["fields"]["components"][0].is_object()).unwrap();
    let way = format!("world.nodes.{id}.fields.components.0.type");
    assert_eq!(refusal(&stand, &state, &way, &json!(5)).await["field"], *way);
    let way = format!("world.nodes.{CASA_IPE}.fields.verification_status");
    assert_eq!(refusal(&stand, &state, &way, &json!({})).await["field"], *way);
    assert_eq!(stand.read("/_control/state").await, state);
}

#[tokio::test]
async fn control_keeps_no_error_and_no_profile_of_another_type() {
    let stand = Stand::new();
    let path = format!("numbers/{COBRANCA}");
    for (given, field) in [
        (json!({"errors": [{"error_code": 1}, {"error_code": "x"}]}), "errors[1].error_code"),
        (json!({"errors": [{"error_description": 5}]}), "errors[0].error_description"),
        (json!({"profile": {"about": 5}}), "profile.about"),
        (json!({"profile": {"websites": "https://example.com"}}), "profile.websites"),
        (json!({"profile": {"websites": [5]}}), "profile.websites.0"),
    ] {
        let answer = stand.control(&path, given).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["error"]["field"], field);
    }
    stand.set(&path, json!({"profile": {"about": null, "websites": []}})).await;
    let profile = format!("/{COBRANCA}/whatsapp_business_profile?fields=about,websites");
    let read = stand.read(&profile).await;
    assert_eq!(read["data"][0], json!({"messaging_product": "whatsapp"}));
}

#[test]
fn a_world_with_another_type_is_refused_by_its_node() {
    let number = json!({"id": "1", "throughput": {"level": 5}});
    let world = json!({"businesses": [{"wabas": [{"phone_numbers": [number]}]}]});
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.json");
    std::fs::write(&file, world.to_string()).unwrap();
    let opened = Emulator::open(Settings { world_file: Some(file), ..Settings::default() });
    let reason = opened.err().unwrap().to_string();
    assert!(reason.contains("node 1: fields.throughput.level must be a string"), "{reason}");
}
