//! Meta as this test has it: the emulator behind a layer that sees every call, and can keep or
//! lose the answer to one that Meta took.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use emulator::Emulator;
use serde_json::Value;
use tokio::sync::watch;
use tower::ServiceExt;

use super::dice::Dice;

/// Longest body either way.
const BYTES: usize = 8 << 20;

/// A call that Meta took.
#[derive(Clone, Debug)]
pub struct Call {
    /// How.
    pub method: Method,
    /// Where, without the version.
    pub path: String,
    /// Whose token came with it.
    pub token: Option<String>,
    /// Whether Meta did what it was asked.
    pub is_done: bool,
    /// Whether it asked to register a number that was registered already.
    pub is_again: bool,
}

/// What was seen so far.
#[derive(Default)]
pub struct Seen {
    /// Every call that Meta took.
    pub calls: Vec<Call>,
    /// The code of which each token came.
    pub codes: HashMap<String, String>,
    /// Numbers that are registered.
    registered: HashSet<String>,
}

/// What becomes of an answer on its way, after Meta did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoil {
    /// A gateway's page comes in its place.
    Lost,
    /// An error of Meta's comes, as if all were well.
    ErrorAsSuccess,
    /// It ends in the middle of a word.
    Cut,
    /// It is 50 MiB long.
    Huge,
    /// It comes byte by byte and never to an end.
    Drip,
    /// It never comes.
    Hang,
}

impl Spoil {
    /// Those that take no real time.
    pub const QUICK: [Self; 3] = [Self::Lost, Self::ErrorAsSuccess, Self::Cut];
    /// All, those that cost much but once.
    pub const ALL: [Self; 7] = [
        Self::Lost,
        Self::Lost,
        Self::ErrorAsSuccess,
        Self::Cut,
        Self::Huge,
        Self::Drip,
        Self::Hang,
    ];

    /// Whether it strikes once in a storm: the client waits for it in real time.
    const fn is_costly(self) -> bool {
        matches!(self, Self::Huge | Self::Drip | Self::Hang)
    }
}

/// What becomes of answers.
struct Mood {
    dice: Dice,
    /// So many of a hundred answers are spoilt so.
    spoil: (Spoil, usize),
    /// The edge of which the next answer is kept for good.
    kept: Option<&'static str>,
}

/// The emulator and what was seen of it. Clones are the same one.
#[derive(Clone)]
pub struct Facade {
    /// The emulator.
    pub emulator: Emulator,
    router: Router,
    seen: Arc<Mutex<Seen>>,
    mood: Arc<Mutex<Mood>>,
    under_way: watch::Sender<usize>,
    /// Counts the answers that were kept.
    kept: watch::Sender<usize>,
    slow: watch::Sender<Slow>,
    late: watch::Sender<Slow>,
}

/// What Meta is slow with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Slow {
    #[default]
    Nothing,
    /// The next call of this edge.
    Next(&'static str),
    /// A call that came, and waits to be seen to.
    Waits,
}

/// A call on its way, until Meta has done with it.
struct UnderWay(watch::Sender<usize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

impl Facade {
    /// Looks at every call of this emulator; these numbers are registered already.
    pub fn of(emulator: Emulator, registered: HashSet<String>, dice: Dice) -> Self {
        let router = emulator.router();
        let seen = Arc::new(Mutex::new(Seen { registered, ..Seen::default() }));
        let mood = Arc::new(Mutex::new(Mood { dice, spoil: (Spoil::Lost, 0), kept: None }));
        let (under_way, kept) = (watch::Sender::new(0), watch::Sender::new(0));
        let (slow, late) = (watch::Sender::default(), watch::Sender::default());
        Self { emulator, router, seen, mood, under_way, kept, slow, late }
    }

    /// What the program calls.
    pub fn router(&self) -> Router {
        self.router.clone().layer(middleware::from_fn_with_state(self.clone(), see))
    }

    /// What was seen so far.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("not poisoned")
    }

    /// From now on so many of a hundred answers are spoilt.
    pub fn spoil(&self, spoil: Spoil, percent: usize) {
        self.mood().spoil = (spoil, percent);
    }

    /// Keeps the next answer to a call of this edge, and returns when Meta did what it asked.
    pub async fn keep_answer(&self, edge: &'static str) {
        let mut kept = self.kept.subscribe();
        self.mood().kept = Some(edge);
        kept.changed().await.expect("the sender is in self");
    }

    /// Keeps no answer any more.
    pub fn keep_none(&self) {
        self.mood().kept = None;
    }

    /// Meta is slow with the next call of this edge; returns when that came.
    pub async fn slow_down(&self, edge: &'static str) {
        await_next(&self.slow, edge).await;
    }

    /// Meta sees to the call that it was slow with.
    pub fn speed_up(&self) {
        self.slow.send_replace(Slow::Nothing);
    }

    /// The answer to the next call of this edge is late; returns when Meta gave it.
    pub async fn hold_up(&self, edge: &'static str) {
        await_next(&self.late, edge).await;
    }

    /// The answer that was late comes.
    pub fn let_come(&self) {
        self.late.send_replace(Slow::Nothing);
    }

    /// Waits until Meta has done with everything it was asked.
    pub async fn idle(&self) {
        let mut under_way = self.under_way.subscribe();
        under_way.wait_for(|count| *count == 0).await.expect("the sender is in self");
    }

    /// Asks the emulator past the layer, as a person or a check does.
    pub async fn ask(&self, method: Method, path: &str, token: &str, body: Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.body(body).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("answered");
        let body = to_bytes(answer.into_body(), BYTES).await.expect("a body");
        serde_json::from_slice(&body).unwrap_or_default()
    }

    /// Changes the emulator's world.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let answer = self.ask(Method::POST, &format!("/_control/{path}"), "", body).await;
        assert!(answer.get("error").is_none(), "{path}: {answer}");
        answer
    }

    fn mood(&self) -> MutexGuard<'_, Mood> {
        self.mood.lock().expect("not poisoned")
    }

    /// Whether the answer to this call is kept; only one is.
    fn keeps(&self, path: &str) -> bool {
        let mut mood = self.mood();
        let is_it = mood.kept.is_some_and(|edge| is_of(path, edge));
        if is_it {
            mood.kept = None;
        }
        is_it
    }

    /// How this answer is spoilt, if it is.
    fn spoils(&self) -> Option<Spoil> {
        let mut mood = self.mood();
        let (spoil, percent) = mood.spoil;
        let is_struck = mood.dice.percent(percent);
        if is_struck && spoil.is_costly() {
            mood.spoil.1 = 0;
        }
        is_struck.then_some(spoil)
    }

    /// Whether a call asks to register a number that is registered.
    fn is_again(&self, path: &str) -> bool {
        path.strip_suffix("/register").is_some_and(|id| self.seen().registered.contains(id))
    }

    fn note(&self, call: Call, code: Option<String>, answer: &Value) {
        let mut seen = self.seen();
        if let (Some(id), true) = (call.path.strip_suffix("/register"), call.is_done) {
            seen.registered.insert(id.to_owned());
        }
        if let (Some(token), Some(code)) = (answer["access_token"].as_str(), code) {
            seen.codes.insert(token.to_owned(), code);
        }
        seen.calls.push(call);
    }
}

/// Makes the next call of an edge wait; returns when it came.
async fn await_next(slow: &watch::Sender<Slow>, edge: &'static str) {
    let mut came = slow.subscribe();
    slow.send_replace(Slow::Next(edge));
    came.wait_for(|slow| *slow == Slow::Waits).await.expect("the caller has the sender");
}

/// Waits if this call is the one that is to.
async fn take_time(slow: &watch::Sender<Slow>, path: &str) {
    let mut goes_on = slow.subscribe();
    let is_it = slow.send_if_modified(|slow| {
        let is_it = matches!(*slow, Slow::Next(edge) if is_of(path, edge));
        *slow = if is_it { Slow::Waits } else { *slow };
        is_it
    });
    if is_it {
        goes_on.wait_for(|slow| *slow == Slow::Nothing).await.expect("the caller has the sender");
    }
}

/// Whether a path is of an edge; that of a plain node is called `node`.
fn is_of(path: &str, edge: &str) -> bool {
    match edge {
        "node" => !path.contains('/') && path != "debug_token",
        edge => path.ends_with(edge),
    }
}

/// Hands a call on. Meta does what it was asked whoever still listens.
async fn see(State(facade): State<Facade>, request: Request, next: Next) -> Response<Body> {
    facade.under_way.send_modify(|count| *count += 1);
    let under_way = UnderWay(facade.under_way.clone());
    let (head, body) = request.into_parts();
    // Whoever asks died in the middle of the question.
    let Ok(body) = to_bytes(body, BYTES).await else { return lost() };
    let path = path_of(head.uri.path());
    let (noting, asked) = (facade.clone(), path.clone());
    let taken = tokio::spawn(async move {
        take_time(&noting.slow, &asked).await;
        let is_again = noting.is_again(&asked);
        let (method, token) = (head.method.clone(), bearer(&head.headers));
        let code = code_of(head.uri.query().unwrap_or_default());
        let answer = next.run(Request::from_parts(head, Body::from(body))).await;
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, BYTES).await.unwrap_or_default();
        let said: Value = serde_json::from_slice(&body).unwrap_or_default();
        let is_done = said["success"] == Value::Bool(true) || said.get("request_id").is_some();
        noting.note(Call { method, path: asked, token, is_done, is_again }, code, &said);
        drop(under_way);
        Response::from_parts(head, Body::from(body))
    });
    let answer = taken.await.expect("the emulator does not panic");
    take_time(&facade.late, &path).await;
    if facade.keeps(&path) {
        facade.kept.send_modify(|count| *count += 1);
        // Until the caller hangs up.
        std::future::pending::<()>().await;
    }
    match facade.spoils() {
        Some(spoil) => spoilt(spoil, answer).await,
        None => answer,
    }
}

async fn spoilt(spoil: Spoil, answer: Response<Body>) -> Response<Body> {
    let text = |text: &'static str| Response::new(Body::from(text));
    match spoil {
        Spoil::Lost => lost(),
        Spoil::ErrorAsSuccess => text(
            "{\"error\":{\"message\":\"(#1) An unknown error occurred\",\"type\":\"OAuthException\",\
             \"code\":1,\"is_transient\":true,\"fbtrace_id\":\"A1\"}}",
        ),
        Spoil::Cut => {
            let (head, body) = answer.into_parts();
            let body = to_bytes(body, BYTES).await.unwrap_or_default();
            let cut = body.slice(..body.len() * 2 / 3);
            let mut answer = Response::from_parts(head, Body::from(cut));
            answer.headers_mut().remove(header::CONTENT_LENGTH);
            answer
        }
        Spoil::Huge => Response::new(Body::from(vec![b' '; 50 << 20])),
        Spoil::Drip => {
            let drops = futures_util::stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Some((Ok::<_, std::convert::Infallible>(Bytes::from_static(b"{")), ()))
            });
            Response::new(Body::from_stream(drops))
        }
        // Until the caller hangs up.
        Spoil::Hang => std::future::pending().await,
    }
}

fn lost() -> Response<Body> {
    let mut answer = Response::new(Body::from(Bytes::from_static(b"<h1>Sorry</h1>")));
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer
}

fn path_of(path: &str) -> String {
    let path = path.trim_matches('/');
    path.split_once('/').map_or(path, |(_, rest)| rest).to_owned()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

fn code_of(query: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == "code").map(|(_, value)| value.into_owned())
}
