//! A profile's write when Meta answers otherwise than hoped: what the page then says is true.

mod console;
mod visitor;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::How;
use domain::profile::Texts;
use emulator::Emulator;
use farol::app::App;
use farol::profile::{self, Edit, Outcome};
use meta::{GraphError, PhoneNumberId};
use serde_json::json;
use store::{ChangeFilter, ListedChange, PersonId};
use visitor::Visitor;

const WABA: &str = "102290129340398";
const VENDAS: &str = "104857736119203";

/// What becomes of a write on its way.
#[derive(Clone, Copy)]
enum Way {
    /// It is done and answered.
    Through = 0,
    /// It is done, and a gateway's page comes back.
    AnswerLost = 1,
    /// It is not done, and a gateway's page comes back.
    RequestLost = 2,
    /// Meta refuses it in its own words.
    Refused = 3,
    /// Meta says yes and does nothing.
    Ignored = 4,
}

/// Stands between the console and the emulator.
#[derive(Clone)]
struct Middleman {
    emulator: Emulator,
    way: Arc<AtomicU8>,
}

impl Middleman {
    fn let_writes(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
    }
}

async fn pass(State(middleman): State<Middleman>, request: Request<Body>) -> Response {
    use tower::ServiceExt;
    let is_write = request.method() == Method::POST
        && request.uri().path().ends_with("/whatsapp_business_profile");
    let way = if is_write { middleman.way.load(Ordering::SeqCst) } else { Way::Through as u8 };
    let refusal = json!({"error": {"message": "(#100) Invalid parameter", "code": 100,
        "error_data": {"messaging_product": "whatsapp", "details": "about is not to Meta's taste"}}});
    match way {
        1 => {
            let _done = middleman.emulator.router().oneshot(request).await.expect("answered");
            StatusCode::BAD_GATEWAY.into_response()
        }
        2 => StatusCode::BAD_GATEWAY.into_response(),
        3 => (StatusCode::BAD_REQUEST, axum::Json(refusal)).into_response(),
        4 => axum::Json(json!({"success": true})).into_response(),
        _ => middleman.emulator.router().oneshot(request).await.expect("answered"),
    }
}

/// A console of `one` with Casa Ipê's account, whose Graph client goes through a middleman.
async fn through_middleman() -> (App, Middleman) {
    let (app, emulator) = console::beside_emulator().await;
    console::connect_account(&app, &emulator, "one", WABA).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let middleman = Middleman { emulator: emulator.clone(), way: Arc::default() };
    let router = Router::new().fallback(pass).with_state(middleman.clone());
    tokio::spawn(farol::serve::run(listener, router, Default::default()));
    let own = emulator.app();
    let endpoint = farol::graph::Endpoint {
        graph_url: url,
        version: "v25.0".to_owned(),
        app_id: meta::AppId::new(own.id),
        app_secret: Arc::new(store::Secret::new(own.secret)),
    };
    let graph = farol::graph::Graph::new(endpoint, 0.5, app.metrics.clone()).expect("a client");
    let app = App { graph: Arc::new(graph), ..app };
    console::refresh_all(&app).await;
    (app, middleman)
}

async fn held(app: &App) -> Texts {
    let (scope, node) = (console::scope("one"), domain::Node::profile(VENDAS));
    let read = app.store.ledger.read(move |read| read.replica(&scope, &node)).await;
    Texts::of(&read.expect("read").expect("held"))
}

async fn changes(app: &App) -> Vec<ListedChange> {
    let fields = Some(vec![(domain::NodeKind::Profile, "about")]);
    let filter = ChangeFilter { fields, ..ChangeFilter::default() };
    let scope = console::scope("one");
    let read = app.store.ledger.read(move |read| read.changes_where(&scope, &filter, 10)).await;
    read.expect("read")
}

/// Saves another `about` as this person, who saw `seen`.
async fn save(app: &App, person: &str, seen: &Texts, about: &str) -> Outcome {
    let wanted = Texts { about: about.to_owned(), ..seen.clone() };
    let (number, person) = (PhoneNumberId::new(VENDAS), PersonId::new(person));
    let edit = Edit { number, person, seen: seen.clone(), wanted };
    let saved = profile::save(app, &console::scope("one"), edit).await;
    saved.expect("the ledger works").expect("the tenant's number")
}

#[tokio::test]
async fn an_answer_that_is_lost_is_settled_by_reading_back() {
    let (app, middleman) = through_middleman().await;
    let seen = held(&app).await;
    middleman.let_writes(Way::AnswerLost);
    let outcome = save(&app, "one", &seen, "Chegou lá.").await;
    assert_eq!(outcome, Outcome::Saved { is_read_back: true });
    let changes = changes(&app).await;
    assert_eq!(
        (changes[0].change.how, changes[0].by.as_deref()),
        (How::Operator, Some("Owner of one"))
    );
}

#[tokio::test]
async fn a_request_that_is_lost_is_in_doubt_and_never_called_saved() {
    let (app, middleman) = through_middleman().await;
    let seen = held(&app).await;
    middleman.let_writes(Way::RequestLost);
    let outcome = save(&app, "one", &seen, "Não chegou.").await;
    assert!(matches!(outcome, Outcome::InDoubt(GraphError::Trouble { .. })), "{outcome:?}");
    assert_eq!(held(&app).await, seen);
    assert!(changes(&app).await.is_empty());
    // It is looked at again soon, without anybody asking.
    let due = app.store.ledger.read(|read| read.next_due_at()).await.expect("read");
    assert!(due.is_some_and(|due| due <= app.clock.now().plus(std::time::Duration::from_secs(6))));
}

#[tokio::test]
async fn metas_refusal_is_told_with_its_details_and_credits_nobody_later() {
    let (app, middleman) = through_middleman().await;
    let seen = held(&app).await;
    middleman.let_writes(Way::Refused);
    let owner = Visitor::owner(&app, "one").await;
    let typed = serde_json::to_string(&seen).expect("JSON");
    let form = [
        ("seen", typed.as_str()),
        ("about", "Recusado."),
        ("description", &seen.description),
        ("vertical", &seen.vertical),
        ("email", &seen.email),
        ("address", &seen.address),
        ("websites", &seen.websites[0]),
    ];
    let answer = owner.form(&format!("/profile/{VENDAS}"), &form).await;
    assert_eq!(answer.status, 502);
    for words in ["about is not to Meta&#39;s taste", "<code>100</code>", "Recusado."] {
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    // Somebody else writes the very same later: it is not this person's doing.
    middleman.let_writes(Way::Through);
    let number = PhoneNumberId::new(VENDAS);
    let noted =
        app.store.ledger.read(move |read| read.profile_writes(&console::scope("one"), &number));
    assert!(noted.await.expect("read").is_empty(), "the note is gone with the refusal");
}

#[tokio::test]
async fn a_yes_of_metas_that_nothing_shows_is_not_called_saved() {
    let (app, middleman) = through_middleman().await;
    let seen = held(&app).await;
    middleman.let_writes(Way::Ignored);
    let outcome = save(&app, "one", &seen, "Ignorado.").await;
    let Outcome::KeptOtherwise { now, parts } = outcome else { panic!("{outcome:?}") };
    assert_eq!((now, parts), (seen, vec![domain::profile::Part::About]));
}

#[tokio::test]
async fn of_two_people_who_write_at_once_the_second_sees_the_first_ones_text() {
    let (app, _middleman) = through_middleman().await;
    let seen = held(&app).await;
    let (one, two) =
        tokio::join!(save(&app, "one", &seen, "Um."), save(&app, "two", &seen, "Dois."));
    let outcomes = [one, two];
    let saved = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Saved { .. })).count();
    let conflicts =
        outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Conflict { .. })).count();
    assert_eq!((saved, conflicts), (1, 1), "{outcomes:?}");
    assert_eq!(changes(&app).await.len(), 1);
}

#[tokio::test]
async fn an_untouched_form_asks_nothing_of_meta() {
    let (app, middleman) = through_middleman().await;
    let seen = held(&app).await;
    middleman.let_writes(Way::RequestLost);
    assert_eq!(save(&app, "one", &seen, &seen.about).await, Outcome::Unchanged);
}
