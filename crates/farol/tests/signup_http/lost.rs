//! An account that was lost is said within a minute of the first call or webhook that shows it, and its
//! numbers stay on the page. The only clock is the tests': nothing here waits.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use domain::signup::Stage;
use farol::app::App;
use farol::graph::Graph;
use farol::work::{Step, tokens};
use serde_json::{Value, json};
use store::NoticeFilter;

use crate::console::{self, Pace};
use crate::desk::{Desk, NUMBER, WABA, finish};
use crate::disconnect::disconnect;
use crate::visitor::Visitor;
use crate::webhook::{of, post, text};

/// Long before the next readings, as all is read then.
const SOON: Duration = Duration::from_secs(20);
/// What the issue gives, less what is gone at [`SOON`].
pub const WITHIN_A_MINUTE: Duration = Duration::from_secs(30);

/// Meta's words on a token that is dead, and on one without the permission that a call needs.
pub const DEAD: &str = "Error validating access token";
const MISSING: &str = "(#200) Permissions error";

/// An account that is connected and read.
pub async fn connected() -> Desk {
    connect(Desk::at_address().await).await
}

/// The same at a Meta that refuses every change of the number for want of a permission.
async fn refused() -> Desk {
    let refuse = async |request: Request, next: Next| {
        let is_it = request.method() == Method::POST && request.uri().path().ends_with(NUMBER);
        if !is_it {
            return next.run(request).await;
        }
        let error = json!({"error": {"code": 200, "type": "OAuthException", "message": MISSING}});
        (StatusCode::FORBIDDEN, Json(error)).into_response()
    };
    let facade = |router: axum::Router| router.layer(from_fn(refuse));
    let (base, emulator, hands) =
        console::beside_facade(Default::default(), Pace::default(), facade).await;
    let app = console::at_address(base).await;
    let owner = Visitor::owner(&app, "one").await;
    connect(Desk { app, emulator, hands, owner }).await
}

pub async fn connect(desk: Desk) -> Desk {
    let id = desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    desk.hands.turn(Duration::from_secs(1));
    post(&desk, &text(WABA, NUMBER, "wamid.a")).await;
    assert_eq!(desk.signup(&id).await.stage, Stage::Connected);
    console::refresh_all(&desk.app).await;
    desk.hands.turn(SOON);
    console::refresh_all(&desk.app).await;
    assert!(!page(&desk).await.contains("data-lost"));
    desk
}

pub async fn page(desk: &Desk) -> String {
    desk.owner.get("/connect").await.text
}

/// A call that reads nothing: a new PIN for the number. Meta refuses it in these words.
pub async fn call(desk: &Desk, words: &str) {
    let form = [("pin", "314159"), ("again", "314159")];
    let answer = desk.owner.form(&format!("/profile/{NUMBER}/pin"), &form).await;
    assert_eq!(answer.status, 502, "{answer:?}");
    assert!(answer.text.contains("A Meta recusou o PIN"), "{}", answer.text);
    assert!(answer.text.contains(words), "{words}: {}", answer.text);
}

/// What the page says a minute after the call or webhook at the latest.
pub async fn said(desk: &Desk) -> String {
    console::refresh_all(&desk.app).await;
    desk.hands.turn(WITHIN_A_MINUTE);
    console::refresh_all(&desk.app).await;
    page(desk).await
}

fn assert_lost(page: &str, sentence: &str) {
    assert!(page.contains("data-lost"), "{page}");
    assert!(page.contains(sentence), "{sentence}: {page}");
    assert!(page.contains(&format!("data-again=\"{WABA}\"")), "one button");
    let numbers = page.split("accounts__numbers").nth(1).expect("its numbers are still shown");
    assert!(numbers.contains("<li>"));
}

/// `account_update` as Meta sends it.
pub async fn hear(desk: &Desk, value: Value) {
    post(desk, &of(WABA, "account_update", &value)).await;
}

#[tokio::test]
async fn any_call_that_meta_refuses_for_its_token_tells_that_the_account_is_lost() {
    let desk = connected().await;
    desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
    console::refresh_all(&desk.app).await;
    assert!(!page(&desk).await.contains("data-lost"), "nobody was told yet");
    call(&desk, DEAD).await;
    assert_lost(&said(&desk).await, "A Meta não aceita mais o token desta WABA.");
}

#[tokio::test]
async fn any_call_that_meta_refuses_for_a_permission_tells_that_the_account_is_lost() {
    let desk = connected().await;
    desk.control("tokens/business", &json!({"scopes": [], "granular_scopes": {}})).await;
    call(&desk, MISSING).await;
    let title = "O Farol não tem mais acesso a esta WABA: uma permissão ou o compartilhamento foi retirado.";
    assert_lost(&said(&desk).await, title);
}

#[tokio::test]
async fn a_call_that_is_refused_alone_has_the_account_read_once_in_a_while() {
    let desk = refused().await;
    let read = format!("GET {WABA}");
    let before = desk.count(&read).await;
    for _ in 0..5 {
        call(&desk, MISSING).await;
        console::refresh_all(&desk.app).await;
    }
    assert!(desk.count(&read).await <= before + 1);
    assert!(!said(&desk).await.contains("data-lost"), "what was refused was that call alone");
}

/// Takes away what sends, and leaves what reads.
pub async fn take_messaging_away(desk: &Desk) {
    let scopes = json!({
        "scopes": ["whatsapp_business_management"],
        "granular_scopes": {"whatsapp_business_management": [WABA]},
    });
    desk.control("tokens/business", &scopes).await;
}

pub async fn ask_tokens(desk: &Desk, asked: &mut tokens::Asked) {
    while tokens::step(&desk.app, asked).await.expect("asked") == Step::Done {}
    console::refresh_all(&desk.app).await;
}

pub const LOST: &str =
    "Permissão perdida: a Meta não lista mais whatsapp_business_messaging para o token desta WABA.";

#[tokio::test]
async fn a_permission_that_was_lost_alone_is_named_within_a_minute_of_the_call_that_shows_it() {
    let desk = refused().await;
    let mut asked = tokens::Asked::default();
    ask_tokens(&desk, &mut asked).await;
    take_messaging_away(&desk).await;
    desk.hands.turn(SOON);
    ask_tokens(&desk, &mut asked).await;
    assert!(!page(&desk).await.contains("data-lost"), "nobody was told yet");
    let before = desk.count("GET debug_token").await;
    for _ in 0..5 {
        call(&desk, MISSING).await;
        ask_tokens(&desk, &mut asked).await;
    }
    desk.hands.turn(WITHIN_A_MINUTE);
    ask_tokens(&desk, &mut asked).await;
    assert_lost(&page(&desk).await, LOST);
    assert!(desk.count("GET debug_token").await <= before + 2, "and not for each refusal");
    let notices = desk.owner.get("/activity/notices").await.text;
    assert!(notices.contains("Permissão perdida"), "{notices}");
    assert!(notices.contains("Permissão que falta: whatsapp_business_messaging"), "{notices}");
    // The account is read all the while, which says nothing against it.
    desk.hands.turn(Duration::from_secs(3_600));
    console::refresh_all(&desk.app).await;
    assert_eq!(open_notices(&desk).await, ["token_dying"]);
    // With another token all is well again.
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert!(!said(&desk).await.contains("data-lost"));
    assert_eq!(open_notices(&desk).await, Vec::<&str>::new());
    let ended = desk.owner.get("/activity/notices").await.text;
    assert!(ended.contains("a WABA foi reconectada"), "{ended}");
}

#[tokio::test]
async fn what_was_refused_just_before_the_program_stopped_is_looked_into_after_its_start() {
    for (is_dead, title) in [(true, "A Meta não aceita mais o token desta WABA."), (false, LOST)] {
        let mut desk = if is_dead { connected().await } else { refused().await };
        ask_tokens(&desk, &mut tokens::Asked::default()).await;
        let words = if is_dead {
            desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
            DEAD
        } else {
            take_messaging_away(&desk).await;
            MISSING
        };
        call(&desk, words).await;
        // It dies before it looks, and everything in memory with it.
        let endpoint = desk.app.graph.endpoint().clone();
        let graph = Graph::new(endpoint, 0.1, Default::default()).expect("a client");
        desk.app = App { graph: Arc::new(graph), ..desk.app.clone() };
        desk.hands.turn(SOON);
        ask_tokens(&desk, &mut tokens::Asked::default()).await;
        assert_lost(&page(&desk).await, title);
    }
}

#[tokio::test]
async fn a_permission_that_was_lost_is_named_after_the_message_that_was_not_sent_for_it() {
    let desk = connected().await;
    let mut asked = tokens::Asked::default();
    ask_tokens(&desk, &mut asked).await;
    take_messaging_away(&desk).await;
    desk.hands.turn(WITHIN_A_MINUTE);
    let value = json!({"metadata": {"phone_number_id": NUMBER}, "statuses": [{
        "id": "wamid.refused", "status": "failed", "timestamp": "1795338640",
        "recipient_id": "5511955550301", "errors": [{"code": 131_005, "title": "Access denied"}],
    }]});
    post(&desk, &of(WABA, "messages", &value)).await;
    ask_tokens(&desk, &mut asked).await;
    assert_lost(&page(&desk).await, LOST);
}

#[tokio::test]
async fn a_permission_that_the_doctor_or_a_person_finds_missing_is_named_on_the_page() {
    for path in ["/connect/doctor", "/health/check"] {
        let desk = connected().await;
        let mut asked = tokens::Asked::default();
        ask_tokens(&desk, &mut asked).await;
        take_messaging_away(&desk).await;
        desk.hands.turn(WITHIN_A_MINUTE);
        match path {
            "/connect/doctor" => assert_eq!(desk.owner.get(path).await.status, 200),
            _ => assert_eq!(desk.owner.form(path, &[]).await.status, 303),
        }
        ask_tokens(&desk, &mut asked).await;
        assert_lost(&page(&desk).await, LOST);
    }
}

#[tokio::test]
async fn a_partner_that_was_removed_while_the_program_was_down_is_read_at_its_start() {
    let desk = connected().await;
    desk.control(&format!("wabas/{WABA}"), &json!({"account_event": "PARTNER_REMOVED"})).await;
    ask_tokens(&desk, &mut tokens::Asked::default()).await;
    assert!(page(&desk).await.contains("data-lost"));
}

/// The kinds of the tenant's open notices.
async fn open_notices(desk: &Desk) -> Vec<&'static str> {
    let filter = NoticeFilter { is_open: Some(true), ..NoticeFilter::default() };
    let scope = console::scope("one");
    let read = desk.app.store.ledger.read(move |read| read.notices(&scope, &filter, 99)).await;
    read.expect("read").into_iter().map(|kept| kept.notice.kind.as_str()).collect()
}

#[tokio::test]
async fn what_was_told_of_a_lost_account_ends_with_its_disconnection_and_says_so() {
    let desk = connected().await;
    desk.control(&format!("wabas/{WABA}"), &json!({"account_event": "PARTNER_REMOVED"})).await;
    let told = json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": WABA}});
    hear(&desk, told).await;
    said(&desk).await;
    let open = open_notices(&desk).await;
    assert!(open.contains(&"disconnected"), "{open:?}");
    disconnect(&desk).await;
    assert_eq!(open_notices(&desk).await, Vec::<&str>::new());
    let ended = desk.owner.get("/activity/notices").await.text;
    assert!(ended.contains("a WABA foi desconectada no Farol"), "{ended}");
    assert!(!ended.contains("Resolvido sozinho"), "{ended}");
}

#[tokio::test]
async fn what_was_told_of_a_lost_account_ends_when_it_is_connected_again_and_says_so() {
    let desk = connected().await;
    desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
    call(&desk, DEAD).await;
    assert_lost(&said(&desk).await, "A Meta não aceita mais o token desta WABA.");
    let open = open_notices(&desk).await;
    assert!(open.contains(&"token_dying"), "{open:?}");
    desk.log_in(WABA, Some(&finish(WABA, NUMBER))).await;
    assert_eq!(open_notices(&desk).await, Vec::<&str>::new(), "before anything was read");
    let ended = desk.owner.get("/activity/notices").await.text;
    assert!(ended.contains("a WABA foi reconectada"), "{ended}");
}

#[tokio::test]
async fn a_partner_that_was_removed_is_said_with_what_meta_told() {
    let desk = connected().await;
    desk.control(&format!("wabas/{WABA}"), &json!({"account_event": "PARTNER_REMOVED"})).await;
    let told = json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": WABA}});
    hear(&desk, told).await;
    let before = page(&desk).await;
    assert_lost(&before, "não tem mais acesso");
    assert!(before.contains("PARTNER_REMOVED"), "before anything was read");
    assert_lost(&said(&desk).await, "não tem mais acesso");
}

#[tokio::test]
async fn what_the_phone_ended_is_said_so_before_and_after_readings_fail() {
    let desk = connected().await;
    desk.control(&format!("wabas/{WABA}"), &json!({"account_event": "PARTNER_REMOVED"})).await;
    let why = json!({"reason": "PRIMARY_INACTIVITY", "initiated_by": "USER"});
    let info = json!({"waba_id": WABA});
    hear(&desk, json!({"event": "PARTNER_REMOVED", "waba_info": info, "disconnection_info": why}))
        .await;
    for page in [page(&desk).await, said(&desk).await] {
        assert_lost(&page, "O aplicativo WhatsApp Business desligou esta WABA");
        assert!(page.contains("o celular ficou sem uso por cerca de 14 dias"), "{page}");
        let flow = "data-feature-type=\"whatsapp_business_app_onboarding\"";
        assert!(page.contains(flow), "it registers nothing: {page}");
    }
}

#[tokio::test]
async fn an_account_that_its_app_left_is_said_until_its_number_is_back() {
    let desk = connected().await;
    desk.control(&format!("numbers/{NUMBER}"), &json!({"is_on_biz_app": true})).await;
    let happen = async |event: &str| {
        desk.control(&format!("wabas/{WABA}"), &json!({"account_event": event})).await;
        hear(&desk, json!({"event": event})).await;
    };
    happen("ACCOUNT_OFFBOARDED").await;
    let before = page(&desk).await;
    assert_lost(&before, "desligou esta WABA");
    assert!(before.contains("ACCOUNT_OFFBOARDED"));
    let after = said(&desk).await;
    assert_lost(&after, "desligou esta WABA");
    let flow = "data-feature-type=\"whatsapp_business_app_onboarding\"";
    assert!(after.contains(flow), "in the flow that takes the app's number: {after}");
    happen("ACCOUNT_RECONNECTED").await;
    assert!(!said(&desk).await.contains("data-lost"));
}

#[tokio::test]
async fn a_reading_that_failed_for_another_reason_does_not_hide_that_the_account_is_lost() {
    let desk = connected().await;
    desk.control("faults", &json!({"fault": "http_500"})).await;
    // Until the next try of a reading is far away.
    for _ in 0..3 {
        desk.hands.turn(Duration::from_secs(3_600));
        console::refresh_all(&desk.app).await;
    }
    desk.control("faults", &json!({"fault": null})).await;
    desk.control("tokens/business/revoke", &json!({"subcode": 463})).await;
    call(&desk, DEAD).await;
    assert_lost(&said(&desk).await, "A Meta não aceita mais o token desta WABA.");
}
