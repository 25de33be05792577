//! Limits on attempts to log in: per network, in all, and per e-mail address. Guessing is slow. On
//! mails that people can have sent: tests of the mail server, links for new passwords, invitations.
//! On PINs that people can have sent to Meta, on ids and tokens that they can have tried there, and on
//! looks at hand-over links. On photos that one person can have arriving at once.
//!
//! The network comes first, so that one sender can't use up what all together may try.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

/// How many attempts are granted.
#[derive(Debug)]
pub struct Attempts {
    per_network: DefaultKeyedRateLimiter<IpAddr>,
    in_all: DefaultDirectRateLimiter,
    per_address: DefaultKeyedRateLimiter<String>,
    mail_tests: DefaultKeyedRateLimiter<String>,
    resets: DefaultKeyedRateLimiter<String>,
    invitations: DefaultKeyedRateLimiter<String>,
    pins: DefaultKeyedRateLimiter<String>,
    by_hand: DefaultKeyedRateLimiter<String>,
    knocks: DefaultKeyedRateLimiter<IpAddr>,
    told: DefaultKeyedRateLimiter<IpAddr>,
    photos: Mutex<BTreeSet<String>>,
}

/// A person's photo that is arriving; another may once this is dropped.
#[derive(Debug)]
pub struct PhotoTurn<'a> {
    attempts: &'a Attempts,
    person: String,
}

impl Drop for PhotoTurn<'_> {
    fn drop(&mut self) {
        let mut photos = self.attempts.photos.lock().unwrap_or_else(PoisonError::into_inner);
        photos.remove(&self.person);
    }
}

/// Why an attempt may not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAttempt {
    /// There were too many: not before this long.
    Wait(Duration),
    /// The address is longer than any e-mail address, so it is nobody's.
    NoAddress,
}

/// Attempts at once from one network; then one comes back every ten seconds.
const NETWORK_BURST: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
const NETWORK_REFILL: Duration = Duration::from_secs(10);
/// Attempts a second over all addresses: each costs a hash.
const IN_ALL: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
/// Attempts at once on one address, PINs of one number, or connections by hand of one tenant; then one comes back every minute and a
/// half. Meta locks a number's PIN after tries of which it does not say how many (133008).
const BURST: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
const REFILL: Duration = Duration::from_secs(90);
/// Test mails of one person at once; then one comes back a minute.
const TESTS: NonZeroU32 = NonZeroU32::new(5).expect("five is not zero");
/// Links for a new password on one address at once; then one comes back every ten minutes.
const RESETS: NonZeroU32 = NonZeroU32::new(3).expect("three is not zero");
const RESET_REFILL: Duration = Duration::from_secs(600);
/// Invitations of one person at once; then one comes back a minute.
const INVITATIONS: NonZeroU32 = NonZeroU32::new(20).expect("twenty is not zero");
/// Longest e-mail address (RFC 5321, with the erratum 1690).
const ADDRESS_BYTES: usize = 254;

impl Default for Attempts {
    fn default() -> Self {
        let network = Quota::with_period(NETWORK_REFILL).expect("ten seconds are not zero");
        let address = Quota::with_period(REFILL).expect("a minute and a half is not zero");
        Self {
            per_network: RateLimiter::keyed(network.allow_burst(NETWORK_BURST)),
            in_all: RateLimiter::direct(Quota::per_second(IN_ALL)),
            per_address: RateLimiter::keyed(address.allow_burst(BURST)),
            resets: RateLimiter::keyed(
                Quota::with_period(RESET_REFILL)
                    .expect("ten minutes are not zero")
                    .allow_burst(RESETS),
            ),
            invitations: RateLimiter::keyed(
                Quota::per_minute(NonZeroU32::MIN).allow_burst(INVITATIONS),
            ),
            knocks: RateLimiter::keyed(network.allow_burst(NETWORK_BURST)),
            pins: RateLimiter::keyed(address.allow_burst(BURST)),
            by_hand: RateLimiter::keyed(address.allow_burst(BURST)),
            mail_tests: RateLimiter::keyed(Quota::per_minute(NonZeroU32::MIN).allow_burst(TESTS)),
            told: RateLimiter::keyed(Quota::per_minute(NonZeroU32::MIN)),
            photos: Mutex::default(),
        }
    }
}

impl Attempts {
    /// Takes one attempt from a network on an address.
    ///
    /// # Errors
    /// How long until one may be made, or that the address is nobody's.
    pub fn take(&self, from: IpAddr, email: &str) -> Result<(), NoAttempt> {
        self.take_of(&self.per_address, from, email)
    }

    /// Takes one link for a new password from a network on an address.
    ///
    /// # Errors
    /// How long until one may be asked for, or that the address is nobody's.
    pub fn take_reset(&self, from: IpAddr, email: &str) -> Result<(), NoAttempt> {
        self.take_of(&self.resets, from, email)
    }

    fn take_of(
        &self,
        per_address: &DefaultKeyedRateLimiter<String>,
        from: IpAddr,
        email: &str,
    ) -> Result<(), NoAttempt> {
        let key = email.trim().to_lowercase();
        if key.len() > ADDRESS_BYTES {
            return Err(NoAttempt::NoAddress);
        }
        let now = DefaultClock::default().now();
        // A proxy on this machine speaks for everybody, and is no network to be kept down.
        if !from.to_canonical().is_loopback() {
            self.per_network
                .check_key(&network(from))
                .map_err(|not_yet| NoAttempt::Wait(not_yet.wait_time_from(now)))?;
        }
        self.in_all.check().map_err(|not_yet| NoAttempt::Wait(not_yet.wait_time_from(now)))?;
        self.per_network.retain_recent();
        per_address.retain_recent();
        per_address.check_key(&key).map_err(|not_yet| NoAttempt::Wait(not_yet.wait_time_from(now)))
    }

    /// Takes a person's turn to have a photo arrive, whatever sessions they have; `None` while
    /// another of theirs does. The places for photos are few, and whoever sends slowly keeps one.
    pub fn take_photo(&self, person: &str) -> Option<PhotoTurn<'_>> {
        let mut photos = self.photos.lock().unwrap_or_else(PoisonError::into_inner);
        let person = person.to_owned();
        photos.insert(person.clone()).then(|| PhotoTurn { attempts: self, person })
    }

    /// Takes one invitation of a person.
    ///
    /// # Errors
    /// How long until one may be sent.
    pub fn take_invitation(&self, person: &str) -> Result<(), Duration> {
        let now = DefaultClock::default().now();
        self.invitations.retain_recent();
        self.invitations
            .check_key(&person.to_owned())
            .map_err(|not_yet| not_yet.wait_time_from(now))
    }

    /// Takes one PIN of a number that is sent to Meta, whoever sends it.
    ///
    /// # Errors
    /// How long until one may be sent.
    pub fn take_pin(&self, number: &str) -> Result<(), Duration> {
        let now = DefaultClock::default().now();
        self.pins.retain_recent();
        self.pins.check_key(&number.to_owned()).map_err(|not_yet| not_yet.wait_time_from(now))
    }

    /// Takes one connection by hand of a tenant, which asks Meta about whatever ids were typed.
    ///
    /// # Errors
    /// How long until one may be tried.
    pub fn take_by_hand(&self, tenant: &str) -> Result<(), Duration> {
        let now = DefaultClock::default().now();
        self.by_hand.retain_recent();
        self.by_hand.check_key(&tenant.to_owned()).map_err(|not_yet| not_yet.wait_time_from(now))
    }

    /// Takes one look at a hand-over link from a network, whether there is such a one or not.
    ///
    /// # Errors
    /// How long until one may be had.
    pub fn take_knock(&self, from: IpAddr) -> Result<(), Duration> {
        // A proxy on this machine speaks for everybody, as above.
        if from.to_canonical().is_loopback() {
            return Ok(());
        }
        let now = DefaultClock::default().now();
        self.knocks.retain_recent();
        self.knocks.check_key(&network(from)).map_err(|not_yet| not_yet.wait_time_from(now))
    }

    /// Whether the log says now that a network tries too often: a line a minute, so that whoever
    /// knocks can't fill it.
    pub fn may_tell(&self, from: IpAddr) -> bool {
        self.told.retain_recent();
        self.told.check_key(&network(from)).is_ok()
    }

    /// Takes one test mail of a person.
    ///
    /// # Errors
    /// How long until one may be sent.
    pub fn take_mail_test(&self, person: &str) -> Result<(), Duration> {
        let now = DefaultClock::default().now();
        self.mail_tests.retain_recent();
        self.mail_tests.check_key(&person.to_owned()).map_err(|not_yet| not_yet.wait_time_from(now))
    }
}

/// An address as one subscriber has it: all of IPv4, the first half of IPv6.
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(whole) => whole.into(),
        IpAddr::V6(long) => Ipv6Addr::from_bits(long.to_bits() >> 64 << 64).into(),
    }
}
