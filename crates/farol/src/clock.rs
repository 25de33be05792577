//! The only file that asks the time or makes chance. Everything else takes them as arguments.
//!
//! Two clocks: [`Clock::now`] is the world's time, which the demo can turn forward together with
//! its emulator; [`Clock::steady`] can't be turned, so that turning the first logs nobody out.
#![allow(clippy::disallowed_methods, reason = "this is the one place for them")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use domain::Timestamp;
use tokio::sync::watch;

/// The program's clocks.
#[derive(Clone, Debug)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
    turned: watch::Receiver<i64>,
}

impl Clock {
    /// The real clock, which nothing can turn.
    pub fn real() -> Self {
        Self::turnable(Arc::new(AtomicI64::new(0)), watch::channel(0).1)
    }

    /// A clock that stands `offset_ms` ahead of the real one; `turned` tells when that changed.
    pub fn turnable(offset_ms: Arc<AtomicI64>, turned: watch::Receiver<i64>) -> Self {
        Self { offset_ms, turned }
    }

    /// The world's time.
    pub fn now(&self) -> Timestamp {
        let real = self.steady().as_millis();
        Timestamp::from_millis(real.saturating_add(self.offset_ms.load(Ordering::SeqCst)))
    }

    /// The time that can't be turned: sessions, links and limits on attempts.
    pub fn steady(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// Waits; returns early when the world's clock was turned.
    pub async fn sleep(&self, wait: Duration) {
        let mut turned = self.turned.clone();
        turned.mark_unchanged();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // A closed channel never turns again: then only the wait ends the sleep.
            Ok(()) = turned.changed() => {}
        }
    }
}

/// A moment that only measures: how long ago, never when.
pub fn monotonic() -> Instant {
    Instant::now()
}

/// 32 random bytes in URL-safe base64: ids of sessions and links.
pub fn random_token() -> String {
    use base64::Engine;
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// An id for a row of ours: 16 letters and digits. It opens nothing.
pub fn random_id() -> String {
    random_token().chars().filter(char::is_ascii_alphanumeric).take(16).collect()
}

/// A password that a person can copy: 20 letters and digits.
pub fn random_password() -> String {
    random_token().chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}

/// Six random digits: a number's PIN.
pub fn random_pin() -> String {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    format!("{:06}", u64::from_le_bytes(bytes) % 1_000_000)
}
