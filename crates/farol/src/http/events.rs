//! `GET /events`: names of nodes that changed, as server-sent events; never values, never HTML.
//!
//! A stream may outlive its session, so it asks again before every beat and now and then.

use std::convert::Infallible;
use std::future::ready;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};
use store::{TenantId, TokenHash};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use super::gate::Viewer;
use crate::app::App;
use crate::pulse::{Beat, BeatKind};

/// How long a session that ended may keep a silent stream.
const ASK_EVERY: Duration = Duration::from_secs(15);

/// The stream of one tenant's beats, until the page, the session or the program goes.
pub async fn stream(
    State(app): State<App>,
    viewer: Viewer,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stop = app.stop.clone();
    let tenant = viewer.session.tenant().clone();
    let own = tenant.clone();
    let beats = BroadcastStream::new(app.pulse.listen()).filter_map(move |beat| {
        let event = match beat {
            Ok(beat) if beat.tenant == tenant => Some(event(&beat)),
            Ok(_) => None,
            // The page missed some: an event without names has it re-ask everything.
            Err(BroadcastStreamRecvError::Lagged(_)) => Some(nodes(&[])),
        };
        ready(event.map(Some))
    });
    let reminders = stream::unfold(app.clone(), async |app| {
        app.clock.sleep(ASK_EVERY).await;
        Some((None, app))
    });
    // A reminder is no event; it only has the session asked after.
    let events = stream::select(beats, reminders)
        .then(move |event| {
            let (app, own) = (app.clone(), own.clone());
            async move { is_open(&app, viewer.hash, &own).await.then_some(event) }
        })
        .take_while(|event| ready(event.is_some()))
        .filter_map(|event| ready(event.flatten()));
    let hello = stream::once(ready(Event::default().event("hello").data("{}")));
    let stream = hello.chain(events).map(Ok).take_until(async move { stop.cancelled().await });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// Whether the session is still there, not past its end, and at work in the same tenant. When in
/// doubt the page asks anew.
async fn is_open(app: &App, hash: TokenHash, tenant: &TenantId) -> bool {
    let now = app.clock.steady();
    let found = app.store.ledger.read(move |read| read.session(hash, now)).await;
    found.is_ok_and(|session| session.is_some_and(|session| session.tenant() == tenant))
}

/// News is a plain message; what was only heard again has a name of its own, `again`.
fn event(beat: &Beat) -> Event {
    match beat.kind {
        BeatKind::News => nodes(&beat.nodes),
        BeatKind::Again => nodes(&beat.nodes).event("again"),
    }
}

fn nodes(nodes: &[domain::Node]) -> Event {
    let names: Vec<String> = nodes.iter().map(ToString::to_string).collect();
    Event::default().data(serde_json::json!({ "nodes": names }).to_string())
}
