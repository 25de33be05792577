//! The places for photos that arrive are few: one person takes one, and is told so of a second.

mod console;
mod pictures;
mod visitor;

use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use farol::app::App;
use farol::http::COOKIE;
use futures_util::stream::{self, StreamExt as _};
use pictures::{multipart, png, two_colours};
use tower::ServiceExt as _;
use visitor::{Answer, Visitor};

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";

/// Begins to send a photo that never ends; ends when it is aborted.
async fn begin(app: &App, visitor: &Visitor) -> tokio::task::JoinHandle<()> {
    let (arrived, waits) = tokio::sync::oneshot::channel::<()>();
    let first = stream::once(async move {
        let _heard = arrived.send(());
        Ok::<_, std::io::Error>(Bytes::from_static(b"--x\r\n"))
    });
    let mut request = Request::post(format!("/profile/{VENDAS}/photo"))
        .header(header::HOST, "127.0.0.1")
        .header(header::COOKIE, format!("{COOKIE}={}", visitor.token()))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from_stream(first.chain(stream::pending())))
        .expect("a request");
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    let router = farol::http::router(app.clone());
    let sending = tokio::spawn(async move {
        let _never = router.oneshot(request).await;
    });
    waits.await.expect("its first bytes are read");
    sending
}

async fn send(visitor: &Visitor, body: &[u8]) -> Answer {
    let (kind, body) = multipart(&[("photo", body)]);
    let headers = [("content-type", kind.as_str())];
    visitor.ask(Method::POST, &format!("/profile/{VENDAS}/photo"), &headers, body).await
}

#[tokio::test]
async fn a_second_photo_of_a_person_is_told_to_wait_and_keeps_nobody_elses_place() {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    console::refresh_all(&app).await;
    let slow = Visitor::owner(&app, "one").await;
    let sending = begin(&app, &slow).await;

    // From another session of theirs too, and however often: four would take every place.
    let elsewhere = slow.at_another_browser("one").await;
    let file = png(&two_colours(640, 640));
    for visitor in [&slow, &elsewhere, &slow, &elsewhere, &slow] {
        let refused = send(visitor, &file).await;
        assert_eq!(refused.status, 429);
        let sentence = "Outra foto sua ainda está chegando";
        assert!(refused.text.contains(sentence), "{}", refused.text);
    }
    // Somebody else's photo has a place, though this one is none.
    let other = Visitor::of(&app, "one", domain::role::Role::Operator).await;
    assert_eq!(send(&other, b"no picture").await.status, 422);

    // Once the first is over, the next one's turn has come.
    sending.abort();
    let _ended = sending.await;
    assert_eq!(send(&slow, b"no picture").await.status, 422);
}
