//! Removes what is old enough and needed by nothing: a pass soon after the start, then hourly.
//!
//! A step is one small batch in a transaction of its own, so that no webhook waits for it. Nothing
//! of a pass is remembered: after a kill the next one begins again and finds what is left. Days of
//! quality are written before the changes that they are made of may go; what an item waits in, or
//! was put aside from, stays; and that an item took effect is known longer than its body is kept.

mod body;
mod quality;
mod sweep;

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Timestamp;
use meta::PhoneNumberId;
use store::{AppliedAge, StoreError};

use self::sweep::SWEEPS;
use super::Step;
use crate::app::App;
use crate::metrics::Removed;

/// From one pass to the next.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// From the start to the first pass: a start has enough to do.
const FIRST: Duration = Duration::from_secs(20);
/// Rows of one batch.
const BATCH: usize = 250;
/// Between two batches that removed something, for the writer's other jobs.
const PACE: Duration = Duration::from_millis(20);
/// A day.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Where the worker stands.
#[derive(Debug, Default)]
pub struct Pass {
    /// When it began, or when the next one does; `None` before the first step.
    at: Option<Timestamp>,
    place: Place,
    removed: BTreeMap<&'static str, u64>,
}

/// What comes next in a pass.
#[derive(Debug, Default)]
enum Place {
    /// The pass, when it is due.
    #[default]
    Waiting,
    /// Days of quality of the numbers after this one.
    Quality(Option<PhoneNumberId>),
    /// Rows of the ledger that are old by themselves.
    Sweep(usize),
    /// Bodies after this one.
    Bodies(u64),
    /// That items after this one took effect.
    Applied(Option<AppliedAge>),
}

/// What a batch came to.
struct Batch {
    what: &'static str,
    removed: u64,
    next: Place,
}

/// Does one batch of the pass that is due.
///
/// # Errors
/// When the stores fail; the batch is tried again.
pub async fn step(app: &App, pass: &mut Pass) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let batch = match &pass.place {
        Place::Waiting => return Ok(pass.begin(now)),
        Place::Quality(after) => quality::step(app, after.clone(), now).await?,
        Place::Sweep(nth) => match SWEEPS.get(*nth) {
            Some(sweep) => sweep::step(app, sweep, *nth, now).await?,
            None => Batch { what: body::WHAT, removed: 0, next: Place::Bodies(0) },
        },
        Place::Bodies(after) => body::remove(app, *after, now).await?,
        Place::Applied(after) => body::forget(app, after.clone(), now).await?,
    };
    if batch.removed > 0 {
        app.metrics.removed.get_or_create(&Removed { what: batch.what }).inc_by(batch.removed);
        *pass.removed.entry(batch.what).or_default() += batch.removed;
    }
    pass.place = batch.next;
    if matches!(pass.place, Place::Waiting) {
        pass.end(now);
    }
    let until = Some(now.plus(PACE)).filter(|_| batch.removed > 0);
    Ok(until.map_or(Step::Done, |until| Step::Idle { until: Some(until) }))
}

impl Pass {
    /// Begins when it is time. A clock that was turned back puts nothing off for longer than usual.
    fn begin(&mut self, now: Timestamp) -> Step {
        let due = self.at.unwrap_or(now.plus(FIRST)).min(now.plus(EVERY));
        self.at = Some(due);
        if due > now {
            return Step::Idle { until: Some(due) };
        }
        self.place = Place::Quality(None);
        Step::Done
    }

    fn end(&mut self, now: Timestamp) {
        self.at = Some(now.plus(EVERY));
        let removed = std::mem::take(&mut self.removed);
        if !removed.is_empty() {
            let rows: u64 = removed.values().sum();
            tracing::info!(rows, ?removed, "Retention removed {rows} rows that were old enough");
        }
    }
}

/// The moment that lies this many days ago.
fn days_ago(now: Timestamp, days: u32) -> Timestamp {
    let term = (DAY * days).as_millis();
    let term = i64::try_from(term).unwrap_or(i64::MAX);
    Timestamp::from_millis(now.as_millis().saturating_sub(term))
}
