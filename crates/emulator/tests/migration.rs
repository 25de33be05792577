//! A number that another account has, such as that of the provider before: taken along by the popup or
//! by Graph, and not while its PIN is on (META 1.3, 1.5).

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use serde_json::{Value, json};
use stand::popup::Popup;
use stand::{ATACADO, BRASIL, COBRANCA, Stand};

/// Clínica Aurora's only number, of another portfolio.
const RECEPCAO: &str = "115586902247310";
const PHONE: &str = "+55 31 95555-0176";

async fn popup_at_number(stand: &Stand) -> Popup<'_> {
    let mut popup = Popup::open(stand, json!({})).await;
    for _ in 0..3 {
        popup.press("next", &[]).await;
    }
    popup
}

async fn pin_off(stand: &Stand, number: &str) {
    let path = format!("numbers/{number}");
    stand.set(&path, json!({"security": "PIN_REQUEST_SUCCESS"})).await;
}

async fn number(stand: &Stand, id: &str) -> [Value; 4] {
    let fields = ["status", "platform_type", "quality_rating", "display_phone_number"];
    let read = stand.read(&format!("/v25.0/{id}?fields={}", fields.join(","))).await;
    fields.map(|field| read[field].clone())
}

#[tokio::test]
async fn a_number_moves_with_its_quality_once_its_pin_is_off_there() {
    let stand = Stand::new();
    stand.set(&format!("numbers/{RECEPCAO}"), json!({"quality": "YELLOW"})).await;
    let choice = [("number", "new"), ("display_phone_number", PHONE)];
    let mut popup = popup_at_number(&stand).await;
    popup.press("next", &choice).await;
    assert_eq!(popup.step(), "PHONE_NUMBER_SETUP");
    assert!(popup.html.contains("role=\"alert\""));

    pin_off(&stand, RECEPCAO).await;
    popup.press("next", &choice).await.walk().await.press("finish", &[]).await;
    let data = popup.end().0["data"].clone();
    let moved = data["phone_number_id"].as_str().unwrap();
    assert_eq!(data["waba_id"], BRASIL);
    let there = [json!("MIGRATED"), json!("NOT_APPLICABLE"), json!("YELLOW"), json!(PHONE)];
    assert_eq!(number(&stand, RECEPCAO).await, there);
    let here = [json!("PENDING"), json!("NOT_APPLICABLE"), json!("YELLOW"), json!(PHONE)];
    assert_eq!(number(&stand, moved).await, here);
    let register = format!("/{moved}/register?messaging_product=whatsapp&pin=246810");
    assert_eq!(stand.graph("POST", &register).await.status, 200);
    assert_eq!(number(&stand, moved).await[0], "CONNECTED");
}

#[tokio::test]
async fn a_number_of_the_same_account_or_of_the_app_does_not_move() {
    let stand = Stand::new();
    pin_off(&stand, COBRANCA).await;
    pin_off(&stand, RECEPCAO).await;
    stand.set(&format!("numbers/{RECEPCAO}"), json!({"is_on_biz_app": true})).await;
    for phone in ["+55 21 95555-0164", PHONE] {
        let mut popup = popup_at_number(&stand).await;
        popup.press("next", &[("number", "new"), ("display_phone_number", phone)]).await;
        assert!(popup.html.contains("role=\"alert\""), "{phone}");
    }
}

#[tokio::test]
async fn graph_moves_a_number_only_when_it_is_asked_to() {
    let stand = Stand::new();
    let add = async |more: &str| {
        let query = format!("cc=55&phone_number=31955550176&verified_name=Recepcao{more}");
        stand.graph("POST", &format!("/v25.0/{ATACADO}/phone_numbers?{query}")).await.json()
    };
    let subcode = |answer: &Value| answer["error"]["error_subcode"].clone();
    assert_eq!(subcode(&add("").await), 2_388_012);
    assert_eq!(subcode(&add("&migrate_phone_number=true").await), 2_388_001);
    pin_off(&stand, RECEPCAO).await;
    assert_eq!(subcode(&add("").await), 2_388_012);
    let told = format!("numbers/{RECEPCAO}");
    stand.set(&told, json!({"migration_error": "2388103"})).await;
    assert_eq!(subcode(&add("&migrate_phone_number=true").await), 2_388_103);
    stand.set(&told, json!({"migration_error": null})).await;
    let id = add("&migrate_phone_number=true").await["id"].as_str().unwrap().to_owned();
    assert_eq!(number(&stand, &id).await[0], "UNVERIFIED");
    assert_eq!(number(&stand, RECEPCAO).await[0], "MIGRATED");
    assert_eq!(subcode(&add("&migrate_phone_number=true").await), 2_388_012, "it is here already");
}
