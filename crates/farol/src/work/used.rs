//! Keeps how much of each limit was used, from moment to moment: users stop counting as they are
//! reached again, so that yesterday's curve can't be worked out today.

use std::collections::HashMap;
use std::time::Duration;

use domain::Timestamp;
use meta::BusinessId;
use store::{StoreError, TenantId, TenantScope};

use super::Step;
use crate::app::App;

/// Between two looks: a day of them fits on one page of the store, and a curve has room for no more.
const EVERY: Duration = Duration::from_secs(120);
/// How long a count that stays the same needs no other sample.
const SAME: Duration = Duration::from_secs(3_600);
/// How long samples are kept: the day that is drawn, and as much again.
const KEPT: Duration = Duration::from_secs(48 * 3_600);

/// The last sample of each portfolio, since this process runs.
#[derive(Debug, Default)]
pub struct LastSamples(HashMap<(TenantId, BusinessId), (Timestamp, u64)>);

impl LastSamples {
    /// Whether a count says something new.
    fn is_new(&self, key: &(TenantId, BusinessId), at: Timestamp, used: u64) -> bool {
        self.0
            .get(key)
            .is_none_or(|(last, held)| *held != used || at < *last || at.since(*last) >= SAME)
    }
}

/// Looks once at all meters and keeps what changed.
///
/// # Errors
/// When the ledger can't be written; nothing is noted then, so that the next step tries again.
pub async fn step(app: &App, last: &mut LastSamples) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let usages = app.meters.usages(now).into_iter();
    let news: Vec<((TenantId, BusinessId), u64)> = usages
        .map(|(tenant, business, usage)| ((tenant, business), usage.used))
        .filter(|(key, used)| last.is_new(key, now, *used))
        .collect();
    if !news.is_empty() {
        let samples = news.clone();
        let kept = i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX);
        let from = Timestamp::from_millis(now.as_millis().saturating_sub(kept));
        app.store
            .ledger
            .transact(move |tx| {
                for ((tenant, business), used) in &samples {
                    let scope = TenantScope::for_worker(tenant.clone());
                    tx.save_used_sample(&scope, business, now, *used)?;
                }
                tx.forget_used_samples(from, now)
            })
            .await?;
        last.0.extend(news.into_iter().map(|(key, used)| (key, (now, used))));
    }
    Ok(Step::Idle { until: Some(now.plus(EVERY)) })
}
