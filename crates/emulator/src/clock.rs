//! The emulator's time: the system's, plus an offset that can be turned forward.
//!
//! This is the only file of the crate that asks the system for the time. In `demo` the console
//! shares the offset, so that both see the same day pass.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// A clock that can be turned forward. Clones share the same offset.
#[derive(Clone, Debug)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
    turned: watch::Sender<i64>,
}

impl Clock {
    /// A clock over an offset that others may share; `turned` carries the offset, in milliseconds,
    /// each time that it changes.
    pub fn new(offset_ms: Arc<AtomicI64>, turned: watch::Sender<i64>) -> Clock {
        Clock { offset_ms, turned }
    }

    /// Unix time in milliseconds.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks for the time")]
    pub fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let system_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        system_ms.saturating_add(self.offset_ms())
    }

    /// Turns the clock by so many seconds and wakes whatever waits for it.
    pub fn advance(&self, seconds: i64) {
        let turn_ms = seconds.saturating_mul(1000);
        self.turn_to(self.offset_ms().saturating_add(turn_ms));
    }

    /// Back to the system's time.
    pub fn reset(&self) {
        self.turn_to(0);
    }

    pub(crate) fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::SeqCst)
    }

    pub(crate) fn turn_to(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::SeqCst);
        self.turned.send_replace(offset_ms);
    }

    pub(crate) fn turns(&self) -> watch::Receiver<i64> {
        self.turned.subscribe()
    }
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::new(Arc::new(AtomicI64::new(0)), watch::Sender::new(0))
    }
}
