//! Asks Meta's analytics once a day what each account sent, to say how much of it Farol saw.
//!
//! The limit meter counts what webhooks told; an account whose webhooks go elsewhere too, or that
//! another app sends for, shows here.

use std::time::Duration;

use domain::Timestamp;
use domain::traffic::Kind;
use futures_util::StreamExt;
use meta::graph::{DataPoint, GetAnalytics};
use meta::{GraphError, WabaId};
use store::{AnalyticsAsk, AnalyticsDay, StoreError, TenantId, TenantScope};

use super::Step;
use crate::app::App;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long after the end of a day (UTC) it is asked for: Meta counts some minutes behind.
const SETTLED: Duration = Duration::from_secs(15 * 60);
/// Days asked for again each time: states of messages come for days, and an outage leaves none out.
const DAYS: u32 = 7;
/// When it is tried again after Meta's own trouble, or without a token.
const LATER: Duration = Duration::from_secs(60 * 60);
/// Accounts taken up in one step.
const BATCH: usize = 32;
/// Accounts asked at once.
const AT_ONCE: usize = 4;

/// Asks for the days that are due.
///
/// # Errors
/// When the ledger fails. Meta's failures are kept as such and are no error here.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let furthest = now.plus(DAY + SETTLED);
    let (due, next) = app
        .store
        .ledger
        .read(move |read| {
            Ok((read.analytics_due(now, furthest, BATCH)?, read.next_analytics_due_at()?))
        })
        .await?;
    if due.is_empty() {
        return Ok(Step::Idle { until: next });
    }
    let asked = futures_util::stream::iter(due).map(|(tenant, waba)| ask(app, tenant, waba));
    let mut outcomes = asked.buffer_unordered(AT_ONCE);
    while let Some(outcome) = outcomes.next().await {
        outcome?;
    }
    Ok(Step::Done)
}

/// Asks for one account's days. Whatever comes of it, the account is due again only later.
async fn ask(app: &App, tenant: TenantId, waba: WabaId) -> Result<(), StoreError> {
    let (scope, now) = (TenantScope::for_worker(tenant), app.clock.now());
    let of = (scope.clone(), waba.clone());
    let token = app.store.ledger.read(move |read| read.connection_token(&of.0, &of.1)).await;
    let token = match token {
        Err(error) if error.is_transient() => return Err(error),
        // A token that can't be unsealed is told of where nodes are read.
        Err(_) | Ok(None) => return put_off(app, scope, waba, LATER).await,
        Ok(Some(token)) => token,
    };
    if let Err(wait) = app.graph.quota.take(waba.as_str()) {
        return put_off(app, scope, waba, wait).await;
    }
    let today = day_of(now);
    let start = Timestamp::from_millis(today.as_millis() - millis(DAY * DAYS));
    let (start_s, end_s) = (start.as_millis() / 1_000, today.as_millis() / 1_000);
    let call = GetAnalytics { waba: &waba, start: start_s, end: end_s };
    let answer = app.graph.call(&call, &token, Some(waba.as_str())).await;
    match keep(app, scope.clone(), waba.clone(), answer, now).await {
        // What can't be kept would be asked for ever.
        Err(error) if !error.is_transient() => {
            tracing::error!(account = %waba, %error, "Analytics of account {waba} can't be kept");
            put_off(app, scope, waba, LATER).await
        }
        kept => kept,
    }
}

async fn keep(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    answer: Result<Vec<DataPoint>, GraphError>,
    asked_at: Timestamp,
) -> Result<(), StoreError> {
    let tomorrow = day_of(asked_at).plus(DAY + SETTLED);
    let (points, refusal, due_at) = match answer {
        Ok(points) => (points, None, tomorrow),
        Err(error) => {
            tracing::warn!(account = %waba, %error, "Analytics of account {waba} can't be read");
            let words = error.message().unwrap_or_else(|| error.name()).to_owned();
            let later = asked_at.plus(LATER);
            (Vec::new(), Some(words), if error.is_transient() { later } else { tomorrow })
        }
    };
    app.store
        .ledger
        .transact(move |tx| {
            for point in complete(&points, asked_at) {
                let (start, end) =
                    (Timestamp::from_seconds(point.start), Timestamp::from_seconds(point.end));
                let seen = tx.traffic_of_account(&scope, &waba, start, end)?;
                let (seen_sent, seen_delivered) = seen_of(&seen);
                let (sent, delivered) = (point.sent, point.delivered);
                let day =
                    AnalyticsDay { start, sent, delivered, seen_sent, seen_delivered, asked_at };
                tx.save_analytics_day(&scope, &waba, &day)?;
            }
            let ask = AnalyticsAsk { asked_at: Some(asked_at), refusal, due_at };
            tx.save_analytics_ask(&scope, &waba, &ask)
        })
        .await
}

async fn put_off(
    app: &App,
    scope: TenantScope,
    waba: WabaId,
    wait: Duration,
) -> Result<(), StoreError> {
    let due_at = app.clock.now().plus(wait);
    let ask = AnalyticsAsk { asked_at: None, refusal: None, due_at };
    app.store.ledger.transact(move |tx| tx.save_analytics_ask(&scope, &waba, &ask)).await
}

/// The spans that are over: of the others Meta will say more.
fn complete(points: &[DataPoint], now: Timestamp) -> impl Iterator<Item = &DataPoint> {
    points.iter().filter(move |point| Timestamp::from_seconds(point.end) <= now)
}

/// Messages sent and delivered among what was counted.
fn seen_of(counted: &[(Kind, u64)]) -> (u64, u64) {
    let sum = |is_it: fn(&Kind) -> bool| {
        counted.iter().filter(|(kind, _)| is_it(kind)).map(|(_, count)| count).sum()
    };
    (sum(Kind::is_sent), sum(|kind| *kind == Kind::Delivered))
}

/// The start of a day (UTC).
fn day_of(at: Timestamp) -> Timestamp {
    Timestamp::from_millis(at.as_millis() - at.as_millis().rem_euclid(millis(DAY)))
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
