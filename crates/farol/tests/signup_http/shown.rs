//! A permission that was lost alone is named within a minute of any refusal that shows it, also of the
//! small readings that nobody asked for, whatever code Meta has for it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use farol::work::tokens;
use serde_json::json;

use crate::console::{self, Pace};
use crate::desk::{Desk, NUMBER, WABA};
use crate::lost::{LOST, WITHIN_A_MINUTE, ask_tokens, connect, page, take_messaging_away};
use crate::visitor::Visitor;

/// Until each node was read by itself.
const LATER: Duration = Duration::from_secs(6 * 60 * 60);

/// What Meta refuses to have read, by the end of its path, and the code that it has for that.
type Refusal = Arc<Mutex<Option<(&'static str, i64)>>>;

async fn refuse(State(refusal): State<Refusal>, request: Request, next: Next) -> Response {
    let refused = *refusal.lock().unwrap_or_else(PoisonError::into_inner);
    match refused {
        Some((end, code))
            if request.method() == Method::GET && request.uri().path().ends_with(end) =>
        {
            let error = json!({"code": code, "type": "OAuthException", "message": "Refused"});
            (StatusCode::FORBIDDEN, Json(json!({ "error": error }))).into_response()
        }
        Some(_) | None => next.run(request).await,
    }
}

#[tokio::test]
async fn a_permission_that_was_lost_alone_is_named_within_a_minute_of_a_small_reading_that_shows_it()
 {
    for refused in [
        ("/whatsapp_business_profile", 3),
        ("/username", 10),
        ("/message_templates", 200),
        (NUMBER, 299),
        (WABA, 131_005),
    ] {
        let refusal = Refusal::default();
        let layer = from_fn_with_state(refusal.clone(), refuse);
        let facade = |router: axum::Router| router.layer(layer);
        let (base, emulator, hands) =
            console::beside_facade(Default::default(), Pace::default(), facade).await;
        let app = console::at_address(base).await;
        let owner = Visitor::owner(&app, "one").await;
        let desk = connect(Desk { app, emulator, hands, owner }).await;
        let mut asked = tokens::Asked::default();
        ask_tokens(&desk, &mut asked).await;
        take_messaging_away(&desk).await;
        desk.hands.turn(LATER);
        ask_tokens(&desk, &mut asked).await;
        let looks = desk.count("GET debug_token").await;
        assert!(!page(&desk).await.contains(LOST), "{refused:?}: nobody was told yet");
        *refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
        desk.hands.turn(LATER / 2);
        console::refresh_all(&desk.app).await;
        assert_eq!(desk.count("GET debug_token").await, looks, "it is not time for it");
        desk.hands.turn(WITHIN_A_MINUTE);
        ask_tokens(&desk, &mut asked).await;
        assert_eq!(desk.count("GET debug_token").await, looks + 1, "{refused:?}");
        let told = desk.owner.get("/activity/notices").await.text;
        assert!(told.contains("Permissão que falta: whatsapp_business_messaging"), "{refused:?}");
    }
}
