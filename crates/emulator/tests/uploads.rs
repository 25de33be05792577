//! Resumable uploads: sessions with their signature, offsets, handles, and a photo that a profile shows.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stand;

use axum::body::Body;
use emulator::Settings;
use http::Request;
use serde_json::{Value, json};
use stand::{APP, Answer, Stand};

const VENDAS: &str = "104857736119203";

/// A PNG's header, which is all that Meta's checks look at, filled up to a length.
fn png(width: u32, height: u32, length: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.resize(length, 7);
    bytes
}

async fn open(stand: &Stand, length: usize, kind: &str) -> Answer {
    let query = format!("file_name=foto.png&file_length={length}&file_type={kind}");
    stand.graph("POST", &format!("/v25.0/{APP}/uploads?{query}")).await
}

async fn opened(stand: &Stand, length: usize) -> String {
    let answer = open(stand, length, "image/png").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn send(stand: &Stand, id: &str, offset: &str, bytes: &[u8]) -> Answer {
    let request = Request::post(format!("/v25.0/{id}"))
        .header("authorization", format!("OAuth {}", stand.token))
        .header("file_offset", offset);
    stand.ask(request.body(Body::from(bytes.to_vec())).unwrap()).await
}

async fn uploaded(stand: &Stand, bytes: &[u8]) -> String {
    let id = opened(stand, bytes.len()).await;
    send(stand, &id, "0", bytes).await.json()["h"].as_str().unwrap().to_owned()
}

async fn set(stand: &Stand, handle: &str) -> Answer {
    let body = json!({"messaging_product": "whatsapp", "profile_picture_handle": handle});
    let request = Request::post(format!("/v25.0/{VENDAS}/whatsapp_business_profile"))
        .header("authorization", format!("Bearer {}", stand.token))
        .header("content-type", "application/json");
    stand.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn shown(stand: &Stand) -> String {
    let path = format!("/v25.0/{VENDAS}/whatsapp_business_profile?fields=profile_picture_url");
    let profile = stand.read(&path).await;
    profile["data"][0]["profile_picture_url"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_upload_goes_on_where_it_stopped_and_its_handle_becomes_the_photo() {
    let stand = Stand::new();
    let photo = png(640, 640, 5_000);
    let before = shown(&stand).await;
    let id = opened(&stand, photo.len()).await;
    assert!(id.starts_with("upload:MTphdHRhY2htZW50O") && id.contains("?sig=AR"), "{id}");
    let answer = send(&stand, &id, "0", &photo[..1_024]).await;
    assert_eq!(answer.json(), json!({"id": id, "file_offset": 1_024}));
    let asked = stand.read(&format!("/v25.0/{id}")).await;
    assert_eq!(asked, json!({"id": id, "file_offset": 1_024}));
    let again = send(&stand, &id, "0", &photo).await;
    assert_eq!((again.status.as_u16(), again.code()), (400, 100), "it is not at the beginning");
    let handle = send(&stand, &id, "1024", &photo[1_024..]).await.json()["h"].clone();
    assert!(handle.as_str().unwrap().starts_with("4::aW1hZ2UvcG5n"), "{handle}");
    // An answer that was lost is had again by sending nothing.
    assert_eq!(send(&stand, &id, "5000", &[]).await.json()["h"], handle);
    assert_eq!(set(&stand, handle.as_str().unwrap()).await.json(), json!({"success": true}));
    let after = shown(&stand).await;
    assert_ne!(after, before);
    let path = after.strip_prefix("http://127.0.0.1:8081").unwrap();
    let picture = stand.emulator.router();
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(picture, request).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    assert_eq!(bytes.as_ref(), photo);
    assert_eq!(set(&stand, handle.as_str().unwrap()).await.status, 200);
    let path = |url: &str| url.split('?').next().unwrap().to_owned();
    assert_eq!(path(&shown(&stand).await), path(&after), "the same handle is the same photo");
}

#[tokio::test]
async fn what_is_no_upload_is_refused() {
    let stand = Stand::new();
    for (length, kind) in [(0, "image/png"), (99_999_999, "image/png"), (10, "image/gif")] {
        let answer = open(&stand, length, kind).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{length} {kind}");
    }
    let id = opened(&stand, 10).await;
    let forged = format!("{}?sig=ARwrong", id.split('?').next().unwrap());
    for id in [forged.as_str(), "upload:MTpub3RoaW5n?sig=AR", "upload:"] {
        let answer = stand.graph("GET", &format!("/v25.0/{id}")).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{id}");
        assert_eq!(send(&stand, id, "0", b"0123456789").await.code(), 100, "{id}");
    }
    assert_eq!(send(&stand, &id, "0", b"0123456789a").await.code(), 100, "longer than said");
    assert_eq!(send(&stand, &id, "x", b"0123456789").await.code(), 100, "no offset");
    let nobody = Request::get(format!("/v25.0/{id}")).body(Body::empty()).unwrap();
    assert_eq!(stand.ask(nobody).await.code(), 190);
}

#[tokio::test]
async fn a_photo_is_a_whole_square_picture_of_this_app() {
    let stand = Stand::new();
    let before = shown(&stand).await;
    let half = opened(&stand, 5_000).await;
    send(&stand, &half, "0", &png(640, 640, 2_000)).await;
    let mut handles = vec!["4::aW1h".to_owned()];
    for bytes in
        [png(640, 480, 900), png(191, 191, 900), b"GIF89a".to_vec(), png(640, 640, 6 << 20)]
    {
        handles.push(uploaded(&stand, &bytes).await);
    }
    for handle in handles {
        let answer = set(&stand, &handle).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (400, 100), "{handle}");
    }
    assert_eq!(shown(&stand).await, before);
}

#[tokio::test]
async fn a_fault_strikes_in_the_middle_of_an_upload() {
    let stand = Stand::new();
    let photo = png(640, 640, 5_000);
    let id = opened(&stand, photo.len()).await;
    stand.set("faults", json!({"fault": "upload_cut"})).await;
    assert_eq!(send(&stand, &id, "0", &photo).await.status, 500);
    stand.set("faults", json!({"fault": null})).await;
    let at = |answer: Value| answer["file_offset"].as_u64().unwrap();
    assert_eq!(at(stand.read(&format!("/v25.0/{id}")).await), 2_500);
    stand.set("faults", json!({"fault": "answer_lost", "edge": "upload"})).await;
    assert_eq!(send(&stand, &id, "2500", &photo[2_500..]).await.status, 500);
    stand.set("faults", json!({"fault": null})).await;
    assert_eq!(at(stand.read(&format!("/v25.0/{id}")).await), 5_000);
}

#[tokio::test]
async fn a_photo_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let settings =
        Settings { state_file: Some(folder.path().join("world.json")), ..Settings::default() };
    let stand = Stand::with(settings.clone());
    let handle = uploaded(&stand, &png(640, 640, 5_000)).await;
    set(&stand, &handle).await;
    stand.emulator.save().await;
    let after = shown(&stand).await;
    let stand = Stand::with(settings);
    assert_eq!(shown(&stand).await, after);
    let path = after.strip_prefix("http://127.0.0.1:8081").unwrap();
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(stand.emulator.router(), request).await.unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    assert_eq!(bytes.len(), 5_000);
}
