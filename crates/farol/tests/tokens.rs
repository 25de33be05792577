//! What Meta says of tokens' ends is told, and holds until Meta says otherwise or there is another
//! token: that one which ends soon still reads says nothing against it.

mod console;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use console::{Hands, Pace, scope};
use domain::notice::Kind;
use emulator::Emulator;
use farol::app::App;
use farol::work::{Step, tokens};
use serde_json::Value;
use store::NoticeFilter;

const WABA: &str = "102290129340398";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A console with one connected account, beside a Meta whose tokens end when the test says.
struct Desk {
    app: App,
    emulator: Emulator,
    hands: Hands,
    /// Unix seconds; 0 never.
    ends_at: Arc<AtomicI64>,
    asked: tokens::Asked,
}

impl Desk {
    async fn open() -> Self {
        let ends_at = Arc::new(AtomicI64::new(0));
        let shown = ends_at.clone();
        let ending = move |request: Request, next: Next| {
            let ends_at = shown.load(Ordering::SeqCst);
            async move { answer(request, next, ends_at).await }
        };
        let facade = |router: axum::Router| router.layer(from_fn(ending));
        let (app, emulator, hands) =
            console::beside_facade(Default::default(), Pace::default(), facade).await;
        console::connect_account(&app, &emulator, "one", WABA).await;
        Self { app, emulator, hands, ends_at, asked: tokens::Asked::default() }
    }

    /// Has Meta say that tokens end after this long.
    fn end_after(&self, left: Duration) {
        let end = self.app.clock.now().plus(left).as_millis() / 1_000;
        self.ends_at.store(end, Ordering::SeqCst);
    }

    /// Asks of all tokens that are due to be asked of.
    async fn ask(&mut self) {
        while tokens::step(&self.app, &mut self.asked).await.expect("asked") == Step::Done {}
    }

    /// Reads everything that is due after a day.
    async fn read(&self) {
        self.hands.turn(DAY);
        console::refresh_all(&self.app).await;
    }

    /// How gravely each open notice on the token holds.
    async fn open_notices(&self) -> Vec<u8> {
        let filter = NoticeFilter {
            is_open: Some(true),
            kinds: Some(vec![Kind::TokenDying]),
            ..NoticeFilter::default()
        };
        let read = self.app.store.ledger.read(move |read| read.notices(&scope("one"), &filter, 9));
        let open = read.await.expect("read").into_iter();
        open.map(|kept| kept.notice.standing.level()).collect()
    }
}

/// The emulator's answer, but for when a token ends.
async fn answer(request: Request, next: Next, ends_at: i64) -> Response {
    let is_asked_of_token = request.uri().path().ends_with("/debug_token");
    let answer = next.run(request).await;
    if !is_asked_of_token {
        return answer;
    }
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    let mut document: Value = serde_json::from_slice(&bytes).expect("JSON");
    document["data"]["expires_at"] = ends_at.into();
    Body::from(document.to_string()).into_response()
}

#[tokio::test]
async fn a_token_that_ends_soon_is_told_of_until_meta_says_otherwise() {
    let mut desk = Desk::open().await;
    desk.end_after(DAY * 9);
    desk.ask().await;
    assert_eq!(desk.open_notices().await, [1]);
    desk.read().await;
    assert_eq!(desk.open_notices().await, [1], "it still reads, and still ends");
    desk.ends_at.store(0, Ordering::SeqCst);
    desk.ask().await;
    assert!(desk.open_notices().await.is_empty());
}

#[tokio::test]
async fn another_token_ends_what_was_told_of_the_old_one() {
    let mut desk = Desk::open().await;
    desk.end_after(DAY * 9);
    desk.ask().await;
    assert_eq!(desk.open_notices().await, [1]);
    console::connect_account(&desk.app, &desk.emulator, "one", WABA).await;
    assert!(desk.open_notices().await.is_empty());
}

#[tokio::test]
async fn a_token_that_is_better_and_still_ends_soon_is_told_of_as_that_and_no_more() {
    let mut desk = Desk::open().await;
    desk.end_after(Duration::ZERO);
    desk.ask().await;
    assert_eq!(desk.open_notices().await, [2]);
    desk.end_after(DAY * 9);
    desk.hands.turn(DAY / 2);
    desk.ask().await;
    assert_eq!(desk.open_notices().await, [1]);
}

#[tokio::test]
async fn a_token_that_was_called_dead_and_reads_again_is_told_of_no_more() {
    let mut desk = Desk::open().await;
    desk.end_after(Duration::ZERO);
    desk.ask().await;
    assert_eq!(desk.open_notices().await, [2]);
    desk.read().await;
    assert!(desk.open_notices().await.is_empty());
}
