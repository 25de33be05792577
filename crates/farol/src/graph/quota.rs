//! How much may be asked of Meta per account: a share of its hourly quota, less when Meta says so of
//! the account or of the app that asks. An account that was connected by hand is asked for by an app
//! of its own, whose count holds nobody else back.
//!
//! Meta counts 5,000 management calls an hour for an account with a registered number and 200 for
//! one without (META 10). The quota wins over the reading intervals: what is not granted waits.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota as Rate, RateLimiter};
use http::HeaderMap;
use meta::AppId;
use serde_json::Value;

use crate::clock::monotonic;

/// Calls an hour that Meta grants for an account with a registered number.
const PER_HOUR: f64 = 5_000.0;
/// From this part of Meta's own count on, nothing more is asked until it may have fallen.
const NEARLY_USED_PERCENT: f64 = 90.0;
/// How long an app asks nothing when its own count is nearly used up.
const APP_PAUSE: Duration = Duration::from_secs(60);
/// How long what Meta told of a count is shown: its counts are of the last hour.
const TOLD_HOLDS: Duration = Duration::from_secs(3_600);

/// Whom a pause or a count is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// An account, whichever app asks.
    Account(String),
    /// An app, whatever the account.
    App(AppId),
}

/// Keeps the calls per account within a share of Meta's quota.
#[derive(Debug)]
pub struct Quota {
    percent: u64,
    /// Calls an hour.
    hourly: u32,
    rate: DefaultKeyedRateLimiter<String>,
    /// The half of it that what can wait may use.
    spare: DefaultKeyedRateLimiter<String>,
    /// Calls that people made when nothing was left, per account: paid for before anything is taken.
    owed: Mutex<HashMap<String, u32>>,
    /// The installation's app.
    own: AppId,
    /// Which other app asked for an account last.
    others: Mutex<HashMap<String, AppId>>,
    /// Until when to ask nothing.
    paused: Mutex<HashMap<Of, Instant>>,
    /// Meta's own highest count in percent, and when it was told last.
    told: Mutex<HashMap<Of, (f64, Instant)>>,
}

impl Quota {
    /// A quota that uses `share` (0 to 1) of Meta's, for an installation of this app.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above 0")]
    pub fn new(share: f64, own: AppId) -> Self {
        let share = share.clamp(0.001, 1.0);
        let percent = (share * 100.0).round() as u64;
        let hourly = (PER_HOUR * share).round().max(1.0) as u32;
        let (rate, spare) = (hourly_rate(hourly), hourly_rate(hourly / 2));
        let (owed, others) = (Mutex::default(), Mutex::default());
        let (paused, told) = (Mutex::default(), Mutex::default());
        Self { percent, hourly, rate, spare, owed, own, others, paused, told }
    }

    /// The part of Meta's quota that may be used, in whole percent.
    pub fn percent(&self) -> u64 {
        self.percent
    }

    /// Takes one call; answers how long to wait when there is none to take.
    ///
    /// # Errors
    /// How long until one may be taken.
    pub fn take(&self, account: &str) -> Result<(), Duration> {
        if let Some(left) = self.pause_left(account) {
            return Err(left);
        }
        self.pay(account)?;
        take_of(&self.rate, account)
    }

    /// Takes one call for what can wait: at most half of the share, so that there is one left for
    /// health, however many such calls are due.
    ///
    /// # Errors
    /// How long until one may be taken.
    pub fn take_spare(&self, account: &str) -> Result<(), Duration> {
        if let Some(left) = self.pause_left(account) {
            return Err(left);
        }
        self.pay(account)?;
        take_of(&self.spare, account)?;
        take_of(&self.rate, account)
    }

    /// Counts one call that a person waits for: it goes out whatever is left, and the background takes
    /// the less. Meta says of which calls it counts, and of some of these nothing (META 10).
    pub fn count(&self, account: &str) {
        if take_of(&self.rate, account).is_err() {
            let mut owed = held(&self.owed);
            let owed = owed.entry(account.to_owned()).or_default();
            // Meta's own count forgets after an hour.
            *owed = (*owed + 1).min(self.hourly);
        }
    }

    /// Pays for what people took beyond the share.
    fn pay(&self, account: &str) -> Result<(), Duration> {
        let mut all = held(&self.owed);
        let Some(owed) = all.get_mut(account) else { return Ok(()) };
        while *owed > 0 {
            let each = Duration::from_secs(3_600) / self.hourly.max(1);
            take_of(&self.rate, account).map_err(|wait| wait + each * *owed)?;
            *owed -= 1;
        }
        all.remove(account);
        Ok(())
    }

    /// Grants nothing to an account, or to any account of an app, for this long from now on.
    pub fn pause(&self, of: Of, pause: Duration) {
        let until = monotonic() + pause;
        tracing::warn!(?of, pause_s = pause.as_secs(), "Meta wants a pause");
        // A longer pause that is under way is not cut short.
        let mut paused = held(&self.paused);
        let other = paused.entry(of).or_insert(until);
        *other = until.max(*other);
    }

    /// Reads Meta's own counts from the headers of an answer: the account's, and those of the app
    /// that asked.
    pub fn heard(&self, app: &AppId, account: Option<&str>, headers: &HeaderMap) {
        let usage = headers.get("x-app-usage").and_then(|usage| usage.to_str().ok());
        let usage: Option<Value> = usage.and_then(|usage| serde_json::from_str(usage).ok());
        if let Some(percent) = usage.map(|used| highest(&used)) {
            self.tell(Of::App(app.clone()), percent);
            if percent >= NEARLY_USED_PERCENT {
                self.pause(Of::App(app.clone()), APP_PAUSE);
            }
        }
        let Some(account) = account else { return };
        self.is_asked_by(account, app);
        if let Some(pause) = pause_of(account, headers) {
            self.pause(Of::Account(account.to_owned()), pause);
        }
        // Meta does not tell it with every answer.
        if let Some(percent) = percent_of(account, headers) {
            self.tell(Of::Account(account.to_owned()), percent);
        }
    }

    /// Meta's own highest count in percent, of an account or of the app that asks for it, as told
    /// within the last hour.
    pub fn told_percent(&self, account: &str) -> Option<f64> {
        let now = monotonic();
        let mut told = held(&self.told);
        told.retain(|_, (_, at)| now.saturating_duration_since(*at) < TOLD_HOLDS);
        let found = self.both(account).map(|of| told.get(&of).map(|(percent, _)| *percent));
        found.into_iter().flatten().reduce(f64::max)
    }

    fn tell(&self, of: Of, percent: f64) {
        held(&self.told).insert(of, (percent, monotonic()));
    }

    /// Notes which app asks for an account.
    fn is_asked_by(&self, account: &str, app: &AppId) {
        let mut others = held(&self.others);
        if *app == self.own {
            others.remove(account);
        } else {
            others.insert(account.to_owned(), app.clone());
        }
    }

    /// An account, and the app that asks for it.
    fn both(&self, account: &str) -> [Of; 2] {
        let app = held(&self.others).get(account).unwrap_or(&self.own).clone();
        [Of::Account(account.to_owned()), Of::App(app)]
    }

    /// How long the account is still paused; `None` when it is not.
    pub fn pause_left(&self, account: &str) -> Option<Duration> {
        let now = monotonic();
        let mut paused = held(&self.paused);
        paused.retain(|_, until| *until > now);
        let until = self.both(account).into_iter().filter_map(|of| paused.get(&of)).max()?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// So many calls an hour per account. The burst is a tenth of them: a page of numbers can be read at
/// once after a start.
fn hourly_rate(calls: u32) -> DefaultKeyedRateLimiter<String> {
    let hourly = NonZeroU32::new(calls).unwrap_or(NonZeroU32::MIN);
    let burst = NonZeroU32::new(hourly.get().div_ceil(10)).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Rate::per_hour(hourly).allow_burst(burst))
}

fn take_of(rate: &DefaultKeyedRateLimiter<String>, account: &str) -> Result<(), Duration> {
    rate.check_key(&account.to_owned())
        .map_err(|not_yet| not_yet.wait_time_from(DefaultClock::default().now()))
}

/// The highest of Meta's counts of an account.
fn percent_of(account: &str, headers: &HeaderMap) -> Option<f64> {
    let usage = headers.get("x-business-use-case-usage")?.to_str().ok()?;
    let usage: Value = serde_json::from_str(usage).ok()?;
    usage.get(account)?.as_array()?.iter().map(highest).reduce(f64::max)
}

/// How long to leave the account alone; `None` while Meta's count is far from its limit.
fn pause_of(account: &str, headers: &HeaderMap) -> Option<Duration> {
    let usage = headers.get("x-business-use-case-usage")?.to_str().ok()?;
    let usage: Value = serde_json::from_str(usage).ok()?;
    let uses = usage.get(account)?.as_array()?;
    uses.iter()
        .filter_map(|used| {
            let minutes = used.get("estimated_time_to_regain_access").and_then(Value::as_f64);
            let seconds = minutes.unwrap_or_default() * 60.0;
            (highest(used) >= NEARLY_USED_PERCENT)
                .then(|| Duration::from_secs_f64(seconds.clamp(60.0, 3_600.0)))
        })
        .max()
}

/// The highest of Meta's three counts, in percent of what it grants.
fn highest(used: &Value) -> f64 {
    ["call_count", "total_time", "total_cputime"]
        .into_iter()
        .filter_map(|key| used.get(key)?.as_f64())
        .fold(0.0, f64::max)
}
