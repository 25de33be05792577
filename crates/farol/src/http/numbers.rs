//! The list of numbers: `GET /numbers`, narrowed, sorted and paged by its address, and the same list
//! to take home: `/numbers.csv`, `/numbers.json`.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{Query, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::Timestamp;
use domain::audit::Action;
use futures_util::{StreamExt, stream};
use jiff::tz::TimeZone;
use serde_json::json;
use store::NewAudit;
use ui::view::{Asked, Listed, Misread, Numbers};
use ui::{Format, Taken};

use super::seen::Look;
use super::{limits, page};

/// The page.
pub async fn show(look: Look, RawQuery(query): RawQuery) -> Result<Html<String>, Response> {
    let app = look.app.clone();
    let read = look.see_with(move |read, scope, seen| limits::whole(&app, read, scope, seen));
    let ((seen, limits), asked) = (read.await?, asked(query.as_deref()));
    let view = Numbers {
        listed: Listed {
            scope: &seen.scope,
            readiness: &seen.readiness,
            in_use: &seen.in_use,
            usage: &limits.usage,
            asked: &asked,
        },
        meters: &limits.meters,
        intervals: &look.app.settings.intervals,
    };
    Ok(Html(ui::numbers(&look.frame(&seen), &view)))
}

/// `GET /numbers.csv`.
pub async fn csv(look: Look, RawQuery(query): RawQuery) -> Result<Response, Response> {
    taken(look, query.as_deref(), Format::Csv).await
}

/// `GET /numbers.json`.
pub async fn json(look: Look, RawQuery(query): RawQuery) -> Result<Response, Response> {
    taken(look, query.as_deref(), Format::Json).await
}

/// The whole list, all pages of it, written out while it is sent.
async fn taken(look: Look, query: Option<&str>, format: Format) -> Result<Response, Response> {
    let asked = asked(query);
    // A file can't say that it is another list than the one asked for.
    if asked.misread.iter().any(|it| matches!(it, Misread::Filter(_) | Misread::Sort(_))) {
        return Err(page::problem(look.viewer.language, StatusCode::BAD_REQUEST, None));
    }
    let now = look.app.clock.now();
    let read = look.see_with(move |read, scope, _| limits::usage(read, scope, now));
    let (seen, usage) = read.await?;
    note(&look, format, now).await?;
    let taken =
        Taken { scope: seen.scope, readiness: seen.readiness, in_use: seen.in_use, usage, now };
    let export = ui::export(format, taken, &asked);
    let body = Body::from_stream(stream::iter(export).map(Ok::<_, Infallible>));
    let day = day(now, &look.app.settings.time_zone);
    let name = format!("attachment; filename=\"farol-numbers-{day}.{}\"", format.extension());
    let headers =
        [(header::CONTENT_TYPE, format.media_type()), (header::CONTENT_DISPOSITION, &name)];
    Ok((headers, body).into_response())
}

/// Keeps who took the list home, before it leaves.
async fn note(look: &Look, format: Format, now: Timestamp) -> Result<(), Response> {
    let exported =
        NewAudit::of(&look.viewer.scope(), &look.viewer.session.person, Action::Exported);
    let exported = exported.on("numbers").with(json!({ "format": format.extension() }));
    let kept = look.app.store.ledger.transact(move |tx| tx.add_audit(&exported, now)).await;
    kept.map(drop).map_err(|error| page::failed(look.viewer.language, &error))
}

/// The day of a moment, as files are named by it: `2026-11-22`.
fn day(at: Timestamp, zone: &TimeZone) -> jiff::civil::Date {
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX);
    at.to_zoned(zone.clone()).date()
}

/// What an address asks for; one that can't be read asks for everything.
fn asked(query: Option<&str>) -> Asked {
    let uri = format!("/?{}", query.unwrap_or_default()).parse().unwrap_or_default();
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&uri);
    Asked::of(&pairs.map(|Query(pairs)| pairs).unwrap_or_default())
}
