//! Messages of every type by Graph: what is taken, what is refused and with which code, and media.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{Answer, BRASIL, COBRANCA, Stand};

const MARINA: &str = "5511955550301";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand the rest";

async fn post(stand: &Stand, path: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    stand.ask(request).await
}

fn message(kind: &str, object: &Value) -> Value {
    json!({"messaging_product": "whatsapp", "to": MARINA, "type": kind, kind: object})
}

/// What a message is refused with, `0` when it is accepted, and the details.
async fn sent(stand: &Stand, kind: &str, object: Value) -> (i64, String) {
    let path = format!("/v25.0/{COBRANCA}/messages");
    let answer = post(stand, &path, &message(kind, &object)).await;
    if answer.status == 200 {
        assert!(answer.json()["messages"][0]["id"].as_str().unwrap().starts_with("wamid."));
        return (0, String::new());
    }
    let error = answer.json()["error"].clone();
    (error["code"].as_i64().unwrap(), error["error_data"]["details"].as_str().unwrap().to_owned())
}

async fn upload(stand: &Stand, mime_type: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n--x\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
         content-type: {mime_type}\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post(format!("/v25.0/{COBRANCA}/media"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "multipart/form-data; boundary=x");
    stand.ask(request.body(Body::from(body)).unwrap()).await
}

fn reply(id: &str, title: &str) -> Value {
    json!({"type": "reply", "reply": {"id": id, "title": title}})
}

fn interactive(kind: &str, action: Value) -> Value {
    json!({"type": kind, "body": {"text": "oi"}, "action": action})
}

#[tokio::test]
async fn every_type_is_taken_when_it_is_whole() {
    let stand = Stand::new();
    stand.set(&format!("users/{MARINA}/messages"), json!({"to": COBRANCA, "text": "oi"})).await;
    let link = json!({"link": "https://casaipe.example/a.png", "caption": "uma cadeira"});
    let rows = json!([{"title": "a", "rows": [{"id": "1", "title": "um", "description": "x"}]}]);
    let card = json!({"header": {"type": "image", "image": {"link": "https://x.example/a.png"}},
        "action": {"name": "cta_url"}});
    let named = |name: &str| json!({"name": name});
    for (kind, object) in [
        ("text", json!({"body": "oi", "preview_url": true})),
        ("image", link.clone()),
        ("video", link.clone()),
        ("document", json!({"link": "https://casaipe.example/a.pdf", "filename": "a.pdf"})),
        ("audio", json!({"link": "http://casaipe.example/a.ogg", "voice": true})),
        ("sticker", json!({"link": "https://casaipe.example/a.webp"})),
        ("location", json!({"latitude": -23.5, "longitude": "-46.6", "name": "Loja"})),
        ("contacts", json!([{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "+55"}]}])),
        ("reaction", json!({"message_id": "wamid.x", "emoji": "👍"})),
        ("reaction", json!({"message_id": "wamid.x", "emoji": ""})),
        ("interactive", interactive("button", json!({"buttons": [reply("1", "Sim")]}))),
        ("interactive", interactive("list", json!({"button": "Ver", "sections": rows}))),
        (
            "interactive",
            interactive(
                "cta_url",
                json!({"name": "cta_url", "parameters": {
            "display_text": "Abrir", "url": "https://casaipe.example/"}}),
            ),
        ),
        (
            "interactive",
            interactive(
                "flow",
                json!({"name": "flow", "parameters": {
            "flow_message_version": "3", "flow_cta": "Abrir", "flow_id": "1"}}),
            ),
        ),
        (
            "interactive",
            interactive("product", json!({"catalog_id": "1", "product_retailer_id": "a"})),
        ),
        ("interactive", interactive("catalog_message", named("catalog_message"))),
        ("interactive", interactive("location_request_message", named("send_location"))),
        ("interactive", interactive("carousel", json!({"cards": [card, card]}))),
    ] {
        assert_eq!(sent(&stand, kind, object.clone()).await, (0, String::new()), "{kind} {object}");
    }
    let chat = stand.emulator.chat(MARINA);
    let lines = chat["data"].as_array().unwrap();
    assert_eq!(lines.len(), 19);
    assert!(lines[1..].iter().all(|line| line["status"] == "read" || line["status"] == "played"));
    assert_eq!(lines[1]["message"]["text"]["body"], "oi");
}

/// Messages that are refused: the type, its object, the code, and what the details name.
fn wrong_ones() -> Vec<(&'static str, Value, i64, &'static str)> {
    let long = "x".repeat(1_025);
    vec![
        ("text", json!({}), 131_008, "text.body"),
        ("text", json!({"body": "a", "preview_url": "yes"}), 131_009, "preview_url"),
        ("image", json!({}), 131_008, "image.id or image.link"),
        ("image", json!({"id": "1", "link": "https://x.example/"}), 131_009, "either id or link"),
        ("image", json!({"id": "1"}), 100, "Param image['id']"),
        ("image", json!({"link": "file:///etc/passwd"}), 131_009, "image.link"),
        ("video", json!({"link": "https://x.example/", "caption": long}), 131_009, "video.caption"),
        ("location", json!({"latitude": 1}), 131_008, "location.longitude"),
        ("location", json!({"latitude": 91, "longitude": 0}), 131_009, "location.latitude"),
        ("contacts", json!([]), 131_008, "contacts"),
        ("contacts", json!([{"name": {}}]), 131_008, "formatted_name"),
        ("reaction", json!({"emoji": "👍"}), 131_008, "reaction.message_id"),
        ("reaction", json!({"message_id": "wamid.x", "emoji": "ok"}), 131_009, "emoji"),
        ("interactive", json!({}), 131_008, "interactive.type"),
        ("interactive", interactive("poll", json!({})), 131_009, "poll"),
        ("interactive", interactive("button", json!({})), 131_008, "action.buttons"),
        (
            "interactive",
            interactive("button", json!({"buttons": [reply("1", &long)]})),
            131_009,
            "buttons[0].reply.title",
        ),
        (
            "interactive",
            interactive("button", json!({"buttons": [reply("1", "a"), reply("1", "b")]})),
            131_009,
            "twice",
        ),
        (
            "interactive",
            interactive("list", json!({"button": "a", "sections": []})),
            131_008,
            "action.sections",
        ),
        (
            "interactive",
            interactive("cta_url", json!({"name": "cta_url"})),
            131_008,
            "display_text",
        ),
        (
            "interactive",
            interactive(
                "flow",
                json!({"name": "flow", "parameters": {
            "flow_message_version": "3", "flow_cta": "a"}}),
            ),
            131_009,
            "flow_id or flow_name",
        ),
        ("dance", json!({}), 131_051, "not currently supported"),
    ]
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_named() {
    let stand = Stand::new();
    for (kind, object, code, named) in wrong_ones() {
        let (told, details) = sent(&stand, kind, object.clone()).await;
        assert_eq!(told, code, "{kind} {object}: {details}");
        assert!(details.contains(named), "{kind} {object}: {details}");
    }
    for (key, value, code) in [
        ("context", json!({}), 131_008),
        ("context", json!("wamid.x"), 131_009),
        ("context", json!({"message_id": 5}), 131_009),
        ("recipient_type", json!("group"), 131_009),
        ("to", json!("not a phone"), 131_009),
    ] {
        let mut body = message("text", &json!({"body": "oi"}));
        body[key] = value;
        let answer = post(&stand, &format!("/v25.0/{COBRANCA}/messages"), &body).await;
        assert_eq!(answer.code(), code, "{key}");
    }
    assert_eq!(stand.emulator.chat(MARINA), json!({"data": []}), "a refusal sends nothing");
}

#[tokio::test]
async fn a_sign_of_reading_marks_what_the_customer_wrote() {
    let stand = Stand::new();
    let written = json!({"to": COBRANCA, "text": "oi"});
    let written = stand.set(&format!("users/{MARINA}/messages"), written).await;
    let path = format!("/v25.0/{COBRANCA}/messages");
    let mut sign = json!({"messaging_product": "whatsapp", "status": "read",
        "message_id": written["message_id"], "typing_indicator": {"type": "text"}});
    assert_eq!(post(&stand, &path, &sign).await.json(), json!({"success": true}));
    assert_eq!(stand.emulator.chat(MARINA)["data"][0]["status"], "read");
    sign["typing_indicator"] = json!({"type": "dance"});
    assert_eq!(post(&stand, &path, &sign).await.code(), 131_009);
    sign.as_object_mut().unwrap().remove("message_id");
    assert_eq!(post(&stand, &path, &sign).await.code(), 131_008);
}

#[tokio::test]
async fn a_file_is_uploaded_shown_fetched_for_five_minutes_sent_and_deleted() {
    let stand = Stand::new();
    let id = upload(&stand, "image/png", PNG).await.json()["id"].as_str().unwrap().to_owned();
    let shown = stand.read(&format!("/v25.0/{id}")).await;
    assert_eq!(
        (&shown["mime_type"], &shown["file_size"]),
        (&json!("image/png"), &json!(PNG.len()))
    );
    assert_eq!(shown["sha256"].as_str().unwrap().len(), 64);
    let url = shown["url"].as_str().unwrap();
    let path = url.strip_prefix("http://127.0.0.1:8081").unwrap();
    let bare = Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(stand.ask(bare).await.status, 401);
    let request = Request::get(path).header("authorization", format!("Bearer {}", stand.token));
    let response =
        tower::ServiceExt::oneshot(stand.emulator.router(), request.body(Body::empty()).unwrap())
            .await
            .unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    assert_eq!(&bytes[..], PNG);

    stand.set(&format!("users/{MARINA}/messages"), json!({"to": COBRANCA, "text": "oi"})).await;
    assert_eq!(sent(&stand, "image", json!({"id": id})).await.0, 0);
    assert_eq!(sent(&stand, "audio", json!({"id": id})).await.0, 0);
    let chat = stand.emulator.chat(MARINA);
    let fates: Vec<&Value> = [1, 2].iter().map(|nth| &chat["data"][nth]["status"]).collect();
    assert_eq!(fates, ["read", "failed"], "an image is no audio, which is told by webhook");

    stand.set("clock", json!({"advance_seconds": 301})).await;
    assert_eq!(stand.graph("GET", path).await.status, 404);
    assert_eq!(stand.graph("GET", &format!("/{id}?phone_number_id={BRASIL}")).await.code(), 100);
    let foreign = stand.emulator.waba_token(stand::AURORA).unwrap();
    assert_eq!(stand.graph_as(&foreign, "GET", &format!("/{id}")).await.status, 400);
    let deleted = stand.graph("DELETE", &format!("/v25.0/{id}?phone_number_id={COBRANCA}")).await;
    assert_eq!(deleted.json(), json!({"success": true}));
    assert_eq!(
        stand.graph("GET", &format!("/v25.0/{id}")).await.json()["error"]["error_subcode"],
        33
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_sent_is_refused_at_its_upload_and_an_old_one_is_gone() {
    let stand = Stand::new();
    for (mime_type, bytes, code) in [
        ("application/x-executable", 10, 100),
        ("image/png", 0, 100),
        ("image/png", (5 << 20) + 1, 131_053),
        ("image/webp", (100 << 10) + 1, 131_053),
        ("video/mp4", (5 << 20) + 1, 0),
    ] {
        let answer = upload(&stand, mime_type, &vec![b'x'; bytes]).await;
        let told = if answer.status == 200 { 0 } else { answer.code() };
        assert_eq!(told, code, "{mime_type} {bytes}");
    }
    let id = upload(&stand, "application/pdf", b"%PDF").await.json()["id"].clone();
    let path = format!("/{}", id.as_str().unwrap());
    stand.set("clock", json!({"advance_seconds": 30 * 86_400 - 1})).await;
    assert_eq!(stand.graph("GET", &path).await.status, 200);
    stand.set("clock", json!({"advance_seconds": 1})).await;
    assert_eq!(stand.graph("GET", &path).await.code(), 100);
}

#[tokio::test]
async fn files_and_messages_survive_the_state_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let settings = || Settings { state_file: Some(file.clone()), ..Settings::default() };
    let id = {
        let stand = Stand::with(settings());
        stand.set(&format!("users/{MARINA}/messages"), json!({"to": COBRANCA, "text": "oi"})).await;
        let id = upload(&stand, "image/png", PNG).await.json()["id"].as_str().unwrap().to_owned();
        stand.emulator.save().await;
        id
    };
    let stand = Stand::with(settings());
    assert_eq!(stand.read(&format!("/{id}")).await["file_size"], PNG.len());
    assert_eq!(stand.emulator.chat(MARINA)["data"][0]["message"]["text"]["body"], "oi");
}
