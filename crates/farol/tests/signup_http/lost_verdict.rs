//! What the verdict, the API and the metrics say of an account that was lost.

use std::time::Duration;

use farol::work::tokens;
use serde_json::{Value, json};

use crate::desk::{Desk, NUMBER, WABA};
use crate::lost::{DEAD, LOST, ask_tokens, call, connected, hear, page, said, take_messaging_away};

async fn judged(desk: &Desk) -> Value {
    let judged = desk.owner.get("/api/v1/readiness").await.text;
    serde_json::from_str(&judged).expect("JSON")
}

/// Whether the API says that something can be sent, and what `/metrics` says of the number.
async fn ready(desk: &Desk) -> (Value, String) {
    let metrics = desk.owner.get("/metrics").await.text;
    let of_number = format!("farol_ready{{number=\"{NUMBER}\"}}");
    let line = metrics.lines().find(|line| line.starts_with(&of_number)).unwrap_or_default();
    (judged(desk).await["can_send"].clone(), line.to_owned())
}

/// Why the verdict is not all well, by the API, and what it says to do.
async fn reasons(desk: &Desk) -> (Vec<Value>, Vec<Value>) {
    let judged = judged(desk).await;
    let ids = |list: &Value| -> Vec<Value> {
        list.as_array().into_iter().flatten().map(|one| one["id"].clone()).collect()
    };
    (ids(&judged["reasons"]), ids(&judged["fixes"]))
}

#[tokio::test]
async fn the_verdict_tells_of_a_lost_account_as_soon_as_the_page_does() {
    let desk = connected().await;
    let before = reasons(&desk).await;
    let line = |ready: u8| format!("farol_ready{{number=\"{NUMBER}\"}} {ready}");
    assert_eq!(ready(&desk).await, (json!(true), line(1)));
    desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
    call(&desk, DEAD).await;
    assert!(said(&desk).await.contains("data-lost"));
    assert_eq!(ready(&desk).await, (json!(null), line(0)), "never what was heard last");
    let overview = desk.owner.get("/overview").await.text;
    assert!(overview.contains("não se sabe se o número ativo pode enviar"), "{overview}");
    let (after, fixes) = reasons(&desk).await;
    assert!(!before.0.contains(&json!("token_dead")), "{before:?}");
    assert!(after.contains(&json!("token_dead")), "{after:?}");
    assert!(fixes.contains(&json!("reconnect")), "{fixes:?}");

    let desk = connected().await;
    let mut asked = tokens::Asked::default();
    ask_tokens(&desk, &mut asked).await;
    take_messaging_away(&desk).await;
    desk.hands.turn(Duration::from_secs(24 * 3_600));
    ask_tokens(&desk, &mut asked).await;
    assert!(page(&desk).await.contains(LOST));
    assert!(reasons(&desk).await.0.contains(&json!("permission_lost")));

    let desk = connected().await;
    hear(&desk, json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": WABA}})).await;
    assert!(page(&desk).await.contains("PARTNER_REMOVED"));
    assert!(reasons(&desk).await.0.contains(&json!("access_lost")));
}
