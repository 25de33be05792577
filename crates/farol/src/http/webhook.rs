//! Meta's door: the signature over the raw body, the durable inbox, and only then 200.
//!
//! Until its signature is checked a body is a stranger's: what strangers can hold of the memory and
//! write into the log is bounded for all of them together.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::BytesMut;
use futures_util::StreamExt;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use meta::signature::{BadSignature, Signature, Verified};
use serde::Deserialize;
use store::{ConnectionId, Secret};
use subtle::ConstantTimeEq;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::app::App;
use crate::clock;

/// Meta's handshake (META 7.1).
#[derive(Deserialize)]
pub struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.verify_token")]
    verify_token: Option<String>,
}

/// How much of a refused body is read, and thrown away, before the connection is closed.
const PATIENCE_BYTES: usize = 32 << 20;
/// Room for bodies that are not stored yet: 64 MiB for all together, given out in pieces.
static ROOM: Semaphore = Semaphore::const_new((64 << 20) / PIECE_BYTES);
const PIECE_BYTES: usize = 64 << 10;
/// How long a body may wait for room.
const ROOM_TIME: Duration = Duration::from_secs(3);
/// How long the store may take; [`super::BODY_TIME`] less a second is the limit of the whole.
const STORE_TIME: Duration = Duration::from_secs(15);

/// Longest challenge echoed. Meta's are ten digits; what is echoed is chosen by who asks.
const CHALLENGE_BYTES: usize = 64;

/// `GET /webhooks/meta`: the bare challenge, if the verify token is ours.
pub async fn handshake(
    State(app): State<App>,
    asked: Result<Query<Handshake>, QueryRejection>,
) -> Response {
    let Ok(Query(asked)) = asked else { return StatusCode::FORBIDDEN.into_response() };
    shake(&app, asked, &app.meta.verify_token)
}

/// `GET /webhooks/meta/{connection}`: the same with the verify token of a connection by hand.
pub async fn handshake_at(
    State(app): State<App>,
    connection: Result<Path<String>, PathRejection>,
    asked: Result<Query<Handshake>, QueryRejection>,
) -> Response {
    let (Ok(Path(connection)), Ok(Query(asked))) = (connection, asked) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let connection = ConnectionId::new(connection);
    let token = app.store.ledger.read(move |read| {
        let held = read.by_hand(&connection)?;
        held.map_or(Ok(None), |held| read.verify_token_by_hand(&held))
    });
    match token.await {
        Ok(Some(token)) => shake(&app, asked, &token),
        Ok(None) => StatusCode::FORBIDDEN.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn shake(app: &App, asked: Handshake, verify_token: &Secret) -> Response {
    let token = asked.verify_token.unwrap_or_default();
    let is_ours: bool = token.as_bytes().ct_eq(verify_token.expose().as_bytes()).into();
    let challenge = asked.challenge.unwrap_or_default();
    let is_plain = !challenge.is_empty()
        && challenge.len() <= CHALLENGE_BYTES
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if asked.mode.as_deref() != Some("subscribe") || !is_ours || !is_plain {
        return StatusCode::FORBIDDEN.into_response();
    }
    app.callback.came(&challenge);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge).into_response()
}

/// `POST /webhooks/meta`: 200 after the commit, 401 for the signature, 413 above
/// [`super::WEBHOOK_BYTES`], 503 when it can't be held or stored.
pub async fn receive(State(app): State<App>, headers: HeaderMap, body: Body) -> StatusCode {
    let door = Signer { connection: None, secret: app.meta.secret.clone() };
    take(&app, door, &headers, body).await
}

/// `POST /webhooks/meta/{connection}`: the same, signed with the secret of that connection's app and
/// with no other. A connection that is not there is answered as a wrong signature is.
pub async fn receive_at(
    State(app): State<App>,
    connection: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    // An id that can't be read is no connection's.
    let connection = ConnectionId::new(connection.map_or_else(|_| String::new(), |Path(id)| id));
    let asked = connection.clone();
    let found = app.store.ledger.read(move |read| {
        let held = read.by_hand(&asked)?;
        held.map_or(Ok(None), |held| read.app_by_hand(&held))
    });
    match found.await {
        Ok(Some(other)) => {
            let secret = Arc::new(other.secret);
            take(&app, Signer { connection: Some(connection), secret }, &headers, body).await
        }
        Ok(None) => {
            read_away(body.into_data_stream()).await;
            forged(&app, BadSignature::Mismatch)
        }
        Err(error) => {
            tracing::error!(%error, "The secret of a connection by hand can't be read");
            read_away(body.into_data_stream()).await;
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// Whose signature a body needs.
struct Signer {
    /// The connection by hand; `None` for the installation's app.
    connection: Option<ConnectionId>,
    secret: Arc<Secret>,
}

async fn take(app: &App, signer: Signer, headers: &HeaderMap, body: Body) -> StatusCode {
    let until = clock::monotonic() + super::BODY_TIME - Duration::from_secs(1);
    let signature = match signature_of(headers) {
        Ok(signature) => signature,
        Err(bad) => {
            read_away(body.into_data_stream()).await;
            return forged(app, bad);
        }
    };
    let (body, _room) = match read(body).await {
        Ok(held) => held,
        Err(status) => return status,
    };
    match signature.verify(&[signer.secret.expose().as_bytes()], body) {
        Ok(verified) => store(app, signer.connection, verified, until).await,
        Err(bad) => forged(app, bad),
    }
}

fn signature_of(headers: &HeaderMap) -> Result<Signature, BadSignature> {
    let mut signatures = headers.get_all("x-hub-signature-256").iter();
    // A second header would leave it open which one was checked.
    let signature = signatures.next().filter(|_| signatures.next().is_none());
    Signature::parse(signature.map(http::HeaderValue::as_bytes))
}

fn forged(app: &App, bad: BadSignature) -> StatusCode {
    app.metrics.forged.inc();
    if let Some(left_out) = FORGED.turn() {
        tracing::warn!(reason = %bad, left_out, "A webhook was refused for its signature");
    }
    StatusCode::UNAUTHORIZED
}

/// Reads a body, with the room that it takes until it is dropped.
async fn read(body: Body) -> Result<(Bytes, Room), StatusCode> {
    let mut chunks = body.into_data_stream();
    let (mut whole, mut room) = (BytesMut::new(), Room::default());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        let length = whole.len() + chunk.len();
        let refusal = if length > super::WEBHOOK_BYTES {
            Some(StatusCode::PAYLOAD_TOO_LARGE)
        } else {
            (!room.holds(length).await).then_some(StatusCode::SERVICE_UNAVAILABLE)
        };
        if let Some(status) = refusal {
            drop((whole, room));
            read_away(chunks).await;
            return Err(status);
        }
        whole.extend_from_slice(&chunk);
    }
    Ok((whole.freeze(), room))
}

/// Reads on for a while, since a sender that is cut off while it writes never sees the answer.
async fn read_away(mut chunks: BodyDataStream) {
    let mut length = 0;
    while length <= PATIENCE_BYTES
        && let Some(Ok(chunk)) = chunks.next().await
    {
        length += chunk.len();
    }
}

/// The part of [`ROOM`] that one body takes.
#[derive(Default)]
struct Room {
    pieces: Vec<SemaphorePermit<'static>>,
    bytes: usize,
}

impl Room {
    /// Grows to this many bytes; false when there is no room in time.
    async fn holds(&mut self, bytes: usize) -> bool {
        let missing = bytes.saturating_sub(self.bytes).div_ceil(PIECE_BYTES);
        if missing == 0 {
            return true;
        }
        let count = u32::try_from(missing).expect("a body is far below 2^32 pieces");
        match tokio::time::timeout(ROOM_TIME, ROOM.acquire_many(count)).await {
            Ok(Ok(pieces)) => {
                self.bytes += missing * PIECE_BYTES;
                self.pieces.push(pieces);
                true
            }
            Ok(Err(_)) | Err(_) => false,
        }
    }
}

async fn store(
    app: &App,
    connection: Option<ConnectionId>,
    verified: Verified,
    until: Instant,
) -> StatusCode {
    let time = until.saturating_duration_since(clock::monotonic()).min(STORE_TIME);
    let (inbox, body, now) = (&app.store.inbox, verified.into_bytes(), app.clock.now());
    let append = async {
        match connection {
            Some(connection) => inbox.append_at(connection, body, now).await,
            None => inbox.append(body, now).await,
        }
    };
    let error = match tokio::time::timeout(time, append).await {
        Ok(Ok(_seq)) => {
            app.metrics.accepted.inc();
            app.health.stored();
            return StatusCode::OK;
        }
        Ok(Err(error)) => error.to_string(),
        // It may be stored all the same; the one that Meta sends again is then a repeat.
        Err(_) => format!("no commit within {time:?}"),
    };
    app.metrics.unstored.inc();
    app.health.not_stored(clock::monotonic());
    if let Some(left_out) = UNSTORED.turn() {
        tracing::error!(error, left_out, "A webhook could not be stored; Meta will send it again");
    }
    StatusCode::SERVICE_UNAVAILABLE
}

static FORGED: LazyLock<LogTurns> = LazyLock::new(LogTurns::default);
static UNSTORED: LazyLock<LogTurns> = LazyLock::new(LogTurns::default);

/// Lets one line a second through, so that a stranger can't fill the log.
struct LogTurns {
    limit: DefaultDirectRateLimiter,
    left_out: AtomicU64,
}

impl Default for LogTurns {
    fn default() -> Self {
        let limit = RateLimiter::direct(Quota::per_second(NonZeroU32::MIN));
        Self { limit, left_out: AtomicU64::new(0) }
    }
}

impl LogTurns {
    /// How many lines were left out since the last; `None` when this one is too.
    fn turn(&self) -> Option<u64> {
        if self.limit.check().is_ok() {
            Some(self.left_out.swap(0, Ordering::Relaxed))
        } else {
            self.left_out.fetch_add(1, Ordering::Relaxed);
            None
        }
    }
}
