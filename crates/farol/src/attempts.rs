//! Limits on attempts to log in, per e-mail address and in all: guessing is slow, for anyone.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

/// How many attempts are granted.
#[derive(Debug)]
pub struct Attempts {
    per_address: DefaultKeyedRateLimiter<String>,
    in_all: DefaultDirectRateLimiter,
}

/// Attempts at once on one address; then one comes back every minute and a half.
const BURST: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
const REFILL: Duration = Duration::from_secs(90);
/// Attempts a second over all addresses: each costs a hash.
const IN_ALL: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");

impl Default for Attempts {
    fn default() -> Self {
        let refill = Quota::with_period(REFILL).expect("a minute and a half is not zero");
        Self {
            per_address: RateLimiter::keyed(refill.allow_burst(BURST)),
            in_all: RateLimiter::direct(Quota::per_second(IN_ALL)),
        }
    }
}

impl Attempts {
    /// Takes one attempt on an address.
    ///
    /// # Errors
    /// How long until one may be made.
    pub fn take(&self, email: &str) -> Result<(), Duration> {
        let now = DefaultClock::default().now();
        self.in_all.check().map_err(|not_yet| not_yet.wait_time_from(now))?;
        self.per_address.retain_recent();
        let key = email.trim().to_lowercase();
        self.per_address.check_key(&key).map_err(|not_yet| not_yet.wait_time_from(now))
    }
}
