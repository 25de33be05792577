//! How much may be asked of Meta per account: a share of its hourly quota, less when Meta says so.
//!
//! Meta counts 5,000 management calls an hour for an account with a registered number and 200 for
//! one without (META 10). The quota wins over the reading intervals: what is not granted waits.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota as Rate, RateLimiter};
use http::HeaderMap;
use serde_json::Value;

/// Calls an hour that Meta grants for an account with a registered number.
const PER_HOUR: f64 = 5_000.0;
/// From this part of Meta's own count on, nothing more is asked until it may have fallen.
const NEARLY_USED_PERCENT: f64 = 90.0;

/// Keeps the calls per account within a share of Meta's quota.
#[derive(Debug)]
pub struct Quota {
    rate: DefaultKeyedRateLimiter<String>,
    /// Accounts that Meta's headers call nearly used up, and until when to leave them alone.
    paused: Mutex<HashMap<String, Instant>>,
}

impl Quota {
    /// A quota that uses `share` (0 to 1) of Meta's.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above 0")]
    pub fn new(share: f64) -> Self {
        let hourly = (PER_HOUR * share.clamp(0.001, 1.0)).round().max(1.0) as u32;
        let hourly = NonZeroU32::new(hourly).unwrap_or(NonZeroU32::MIN);
        // The burst is a tenth of the hour: a page of numbers can be read at once after a start.
        let burst = NonZeroU32::new(hourly.get().div_ceil(10)).unwrap_or(NonZeroU32::MIN);
        let rate = Rate::per_hour(hourly).allow_burst(burst);
        Self { rate: RateLimiter::keyed(rate), paused: Mutex::default() }
    }

    /// Takes one call; answers how long to wait when there is none to take.
    ///
    /// # Errors
    /// How long until one may be taken.
    pub fn take(&self, account: &str) -> Result<(), Duration> {
        #[allow(clippy::disallowed_methods, reason = "a pause is measured, not told")]
        let now = Instant::now();
        let mut paused = self.paused.lock().unwrap_or_else(PoisonError::into_inner);
        match paused.get(account) {
            Some(until) if *until > now => return Err(*until - now),
            Some(_) => drop(paused.remove(account)),
            None => {}
        }
        drop(paused);
        self.rate
            .check_key(&account.to_owned())
            .map_err(|not_yet| not_yet.wait_time_from(DefaultClock::default().now()))
    }

    /// Reads Meta's own count from the headers of an answer.
    pub fn heard(&self, account: &str, headers: &HeaderMap) {
        let Some(pause) = pause_of(account, headers) else { return };
        #[allow(clippy::disallowed_methods, reason = "a pause is measured, not told")]
        let until = Instant::now() + pause;
        tracing::warn!(account, pause_s = pause.as_secs(), "Meta's quota is nearly used up");
        self.paused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(account.to_owned(), until);
    }
}

/// How long to leave the account alone; `None` while Meta's count is far from its limit.
fn pause_of(account: &str, headers: &HeaderMap) -> Option<Duration> {
    let usage = headers.get("x-business-use-case-usage")?.to_str().ok()?;
    let usage: Value = serde_json::from_str(usage).ok()?;
    let uses = usage.get(account)?.as_array()?;
    uses.iter()
        .filter_map(|used| {
            let figure = |key: &str| used.get(key).and_then(Value::as_f64);
            let highest = ["call_count", "total_time", "total_cputime"]
                .into_iter()
                .filter_map(figure)
                .fold(0.0, f64::max);
            let minutes = figure("estimated_time_to_regain_access").unwrap_or_default();
            (highest >= NEARLY_USED_PERCENT)
                .then(|| Duration::from_secs_f64((minutes * 60.0).clamp(60.0, 3_600.0)))
        })
        .max()
}
