//! Meta's rules of sending that work by themselves, without a fault: which states a message reaches,
//! what marketing a person gets, what is held, and what a restricted account may do.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{Answer, BRASIL, CASA_IPE, COBRANCA, Stand};

const MARINA: &str = "5511955550301";
const BRUNO: &str = "5511955550377";

fn stand() -> Stand {
    let callback_url = Some("http://127.0.0.1:9/".to_owned());
    Stand::with(Settings { callback_url, ..Settings::default() })
}

async fn post(stand: &Stand, to: &str, kind: &str, object: Value) -> Answer {
    let message = json!({"messaging_product": "whatsapp", "to": format!("+{to}"), "type": kind,
        kind: object});
    let request = Request::post(format!("/v25.0/{COBRANCA}/messages"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json");
    stand.ask(request.body(axum::body::Body::from(message.to_string())).unwrap()).await
}

async fn writes(stand: &Stand, who: &str) {
    stand.set(&format!("users/{who}/messages"), json!({"to": COBRANCA, "text": "Oi"})).await;
}

/// The statuses of a message that wait to be sent, in their order.
fn told(stand: &Stand, wamid: &str) -> Vec<Value> {
    let state: Value = serde_json::from_slice(&stand.emulator.export().unwrap()).unwrap();
    let bodies = state["queue"].as_array().unwrap().iter();
    let bodies = bodies.map(|one| serde_json::from_str(one["body"].as_str().unwrap()).unwrap());
    let values = bodies.map(|body: Value| body["entry"][0]["changes"][0]["value"].clone());
    let statuses =
        values.flat_map(|value| value["statuses"].as_array().cloned().unwrap_or_default());
    statuses.filter(|status| status["id"] == wamid).collect()
}

fn states(stand: &Stand, answer: &Answer) -> Vec<String> {
    let wamid = answer.json()["messages"][0]["id"].as_str().unwrap().to_owned();
    let states = told(stand, &wamid).into_iter();
    states.map(|status| status["status"].as_str().unwrap().to_owned()).collect()
}

/// A marketing template of unknown quality, in use.
async fn template(stand: &Stand) -> (String, Value) {
    let made = json!({"waba": BRASIL, "name": "oferta", "language": "pt_BR", "status": "APPROVED",
        "category": "MARKETING", "components": [{"type": "BODY", "text": "Novidades"}]});
    let made = stand.set("templates", made).await;
    let id = made["id"].as_str().unwrap().to_owned();
    (id, json!({"name": "oferta", "language": {"code": "pt_BR"}}))
}

fn code(stand: &Stand, answer: &Answer) -> Option<i64> {
    let wamid = answer.json()["messages"][0]["id"].as_str().unwrap().to_owned();
    told(stand, &wamid)[0]["errors"][0]["code"].as_i64()
}

#[tokio::test]
async fn who_has_the_chat_open_reads_without_a_delivery_which_is_priced_then() {
    let stand = stand();
    writes(&stand, MARINA).await;
    let usual = post(&stand, MARINA, "text", json!({"body": "Oi"})).await;
    assert_eq!(states(&stand, &usual), ["sent", "delivered", "read"]);
    let set = stand.set(&format!("users/{MARINA}"), json!({"chat_open": true})).await;
    assert_eq!(set["chat_open"], true);
    let open = post(&stand, MARINA, "text", json!({"body": "Oi"})).await;
    assert_eq!(states(&stand, &open), ["sent", "read"]);
    let wamid = open.json()["messages"][0]["id"].as_str().unwrap().to_owned();
    assert!(told(&stand, &wamid).iter().all(|status| status["pricing"].is_object()));
}

#[tokio::test]
async fn some_messages_are_read_without_a_delivery_one_person_always_and_others_by_a_share() {
    let stand = stand();
    let beatriz = "5531955550305";
    writes(&stand, beatriz).await;
    let open = post(&stand, beatriz, "text", json!({"body": "Oi"})).await;
    assert_eq!(states(&stand, &open), ["sent", "read"], "the seeded world has one such person");
    writes(&stand, MARINA).await;
    stand.set("faults", json!({"fault": "delivered_skipped", "share": 0.5})).await;
    let mut lengths = Vec::new();
    for _ in 0..30 {
        let sent = post(&stand, MARINA, "text", json!({"body": "Oi"})).await;
        let states = states(&stand, &sent);
        assert!(states == ["sent", "read"] || states == ["sent", "delivered", "read"]);
        lengths.push(states.len());
    }
    let skipped = lengths.iter().filter(|length| **length == 2).count();
    assert!((5..=25).contains(&skipped), "{skipped}");
}

#[tokio::test]
async fn a_voice_message_is_played_and_another_recording_is_not() {
    let stand = stand();
    writes(&stand, MARINA).await;
    let link = "https://example.com/a.ogg";
    let voice = post(&stand, MARINA, "audio", json!({"link": link, "voice": true})).await;
    assert_eq!(states(&stand, &voice), ["sent", "delivered", "read", "played"]);
    assert_eq!(stand.emulator.chat(MARINA)["data"][1]["status"], "played");
    let other = post(&stand, MARINA, "audio", json!({"link": link})).await;
    assert_eq!(states(&stand, &other), ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn a_person_gets_two_marketing_messages_a_day_until_an_answer_and_none_in_the_united_states()
{
    let stand = stand();
    let (_, oferta) = template(&stand).await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        let answer = post(&stand, BRUNO, "template", oferta.clone()).await;
        codes.push(code(&stand, &answer));
        stand.set("clock", json!({"advance_seconds": 60})).await;
    }
    assert_eq!(codes, [None, None, Some(131_049)]);
    writes(&stand, BRUNO).await;
    stand.set("clock", json!({"advance_seconds": 24 * 3_600})).await;
    let answer = post(&stand, BRUNO, "template", oferta.clone()).await;
    assert_eq!(code(&stand, &answer), None);
    let answer = post(&stand, "16505551234", "template", oferta.clone()).await;
    assert_eq!(code(&stand, &answer), Some(131_049));
}

#[tokio::test]
async fn a_paced_portfolio_holds_what_goes_beyond_the_first_until_the_quality_is_known() {
    for (quality, wanted) in [(None, "read"), (Some("GREEN"), "read"), (Some("RED"), "failed")] {
        let stand = stand();
        let (id, oferta) = template(&stand).await;
        stand.set(&format!("businesses/{CASA_IPE}"), json!({"paced": true})).await;
        let mut last = None;
        for nth in 0..11 {
            let to = format!("55119555504{nth:02}");
            last = Some((post(&stand, &to, "template", oferta.clone()).await, to));
        }
        let (answer, to) = last.unwrap();
        let said = &answer.json()["messages"][0]["message_status"];
        assert_eq!(said, "held_for_quality_assessment");
        assert_eq!(states(&stand, &answer), [""; 0]);
        assert_eq!(stand.emulator.chat(&to)["data"][0]["status"], "held");
        match quality {
            Some(quality) => {
                stand.set(&format!("templates/{id}"), json!({"quality": quality})).await;
            }
            None => {
                stand.set("clock", json!({"advance_seconds": 29 * 60})).await;
                assert_eq!(states(&stand, &answer), [""; 0]);
                stand.set("clock", json!({"advance_seconds": 60})).await;
            }
        }
        assert_eq!(states(&stand, &answer).last().unwrap(), wanted, "{quality:?}");
        if wanted == "failed" {
            assert_eq!(code(&stand, &answer), Some(132_015));
        } else {
            let next = post(&stand, BRUNO, "template", oferta.clone()).await;
            assert_eq!(next.json()["messages"][0]["message_status"], "accepted");
        }
    }
}

#[tokio::test]
async fn a_restriction_keeps_from_sending_and_ends_by_the_clock() {
    let stand = stand();
    let (_, oferta) = template(&stand).await;
    writes(&stand, MARINA).await;
    let restricted = |kind: &str, expires_in: i64| json!({"restrictions": [{"restriction_type": kind, "expires_in": expires_in}]});
    let waba = format!("wabas/{BRASIL}");
    stand.set(&waba, restricted("RESTRICTED_BIZ_INITIATED_MESSAGING", 3_600)).await;
    assert_eq!(post(&stand, BRUNO, "template", oferta.clone()).await.code(), 368);
    assert_eq!(post(&stand, MARINA, "text", json!({"body": "Oi"})).await.status, 200);
    stand.set(&waba, restricted("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", 3_600)).await;
    assert_eq!(post(&stand, MARINA, "text", json!({"body": "Oi"})).await.code(), 368);
    let standing = |stand: &Stand| {
        let world = stand.emulator.world();
        let wabas = world["businesses"][0]["wabas"].as_array().unwrap().clone();
        wabas.iter().find(|waba| waba["id"] == BRASIL).unwrap()["can_send_message"].clone()
    };
    assert_eq!(standing(&stand), "LIMITED");
    stand.set("clock", json!({"advance_seconds": 3_599})).await;
    assert_eq!(standing(&stand), "LIMITED");
    stand.set("clock", json!({"advance_seconds": 1})).await;
    assert_eq!(standing(&stand), "AVAILABLE");
    assert_eq!(post(&stand, MARINA, "text", json!({"body": "Oi"})).await.status, 200);

    stand.set(&waba, restricted("RESTRICTED_ADD_PHONE_NUMBER_ACTION", 60)).await;
    let path = format!("/{BRASIL}/phone_numbers?cc=55&phone_number=11955550999&verified_name=Ipe");
    assert_eq!(stand.graph("POST", &path).await.code(), 368);
    stand.set("clock", json!({"advance_seconds": 60})).await;
    assert_eq!(stand.graph("POST", &path).await.status, 200);
}
