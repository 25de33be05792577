//! `GET /events`: names of nodes that changed, as server-sent events; never values, never HTML.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use super::gate::Viewer;
use crate::app::App;

/// The stream of one tenant's beats, until the page or the program goes.
pub async fn stream(
    State(app): State<App>,
    viewer: Viewer,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let tenant = viewer.session.tenant().clone();
    let beats = BroadcastStream::new(app.pulse.listen()).filter_map(move |beat| {
        let event = match beat {
            Ok(beat) if beat.tenant == tenant => Some(nodes(&beat.nodes)),
            Ok(_) => None,
            // The page missed some: an event without names has it re-ask everything.
            Err(BroadcastStreamRecvError::Lagged(_)) => Some(nodes(&[])),
        };
        std::future::ready(event.map(Ok))
    });
    let hello = futures_util::stream::once(std::future::ready(Ok(Event::default()
        .event("hello")
        .data("{}"))));
    let stop = app.stop.clone();
    let stream = hello.chain(beats).take_until(async move { stop.cancelled().await });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

fn nodes(nodes: &[domain::Node]) -> Event {
    let names: Vec<String> = nodes.iter().map(ToString::to_string).collect();
    Event::default().data(serde_json::json!({ "nodes": names }).to_string())
}
