//! The parts of a simulated month: dice, Meta's side and Farol's side.

pub mod farol;
pub mod meta;

/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;
/// Milliseconds of a day.
pub const DAY: i64 = 24 * HOUR;
/// Milliseconds of the month.
pub const MONTH: i64 = 30 * DAY;

/// Milliseconds of so many minutes.
pub const fn minutes(minutes: i64) -> i64 {
    minutes * 60_000
}

/// Chance that replays: splitmix64.
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to and without `bound`.
    pub fn below(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound).expect("a bound is positive");
        i64::try_from(self.next() % bound).expect("below a small bound")
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: i64) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let bound = i64::try_from(of.len()).expect("a short list");
        of[usize::try_from(self.below(bound)).expect("an index")]
    }
}
