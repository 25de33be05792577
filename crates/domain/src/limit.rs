//! How much of a portfolio's limit is used, when it comes back, and where it leads.
//!
//! A limit is the number of unique users whom a portfolio may reach outside service windows in a
//! moving 24 hours (META 4.1). Everything here is Farol's own arithmetic on traffic that it saw, so
//! it is a lower bound: traffic that no webhook told of is missing.

mod coach;
mod forecast;

pub use coach::{Answer, Coach, Next, Standing, Step, Task, coach};
pub use forecast::{Forecast, Point, forecast};

use std::time::Duration;

use crate::time::Timestamp;

/// One hour.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Whom a portfolio reached, as Farol saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Unique users in the moving 24 hours.
    pub used: u64,
    /// Unique users in the last seven days.
    pub week: u64,
    /// Those of `used` by the hour in which they were last reached; first the last 60 minutes.
    pub by_hour: [u64; 24],
    /// Since when Farol has watched this portfolio's traffic; `None` when that is not known.
    pub since: Option<Timestamp>,
    /// The moment that this is about.
    pub as_of: Timestamp,
}

impl Usage {
    /// Nobody reached yet.
    pub const fn none(since: Option<Timestamp>, as_of: Timestamp) -> Self {
        Self { used: 0, week: 0, by_hour: [0; 24], since, as_of }
    }

    /// How many users stop counting in each of the next 24 hours, if nobody is written to again;
    /// first the next 60 minutes.
    pub fn returns(&self) -> [u64; 24] {
        let mut returns = self.by_hour;
        returns.reverse();
        returns
    }

    /// What is left of a limit; nothing is, when more was reached than it allows.
    pub const fn left(&self, limit: u64) -> u64 {
        limit.saturating_sub(self.used)
    }

    /// Whole percent of a limit, rounded down; over 100 when more was reached than it allows.
    pub const fn percent(&self, limit: u64) -> u64 {
        match self.used.saturating_mul(100).checked_div(limit) {
            Some(percent) => percent,
            None => 100,
        }
    }

    /// How many will still count `hours` from now, if nobody is written to again.
    fn remaining(&self, hours: usize) -> u64 {
        self.used.saturating_sub(self.returns().iter().take(hours).sum())
    }
}

/// Whether so many more people can be reached now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatIf {
    /// There is no limit.
    Unlimited,
    /// They fit; so many more would.
    Fits {
        /// What is left afterwards.
        left: u64,
    },
    /// Not all of them, yet.
    Later {
        /// How many fit now.
        fits_now: u64,
        /// When all fit at the latest, to the hour, if nobody else is written to.
        at: Timestamp,
    },
    /// More than the limit allows in any 24 hours.
    Never {
        /// The most that ever fit.
        most: u64,
    },
}

/// Whether `recipients` people who were not reached in the last 24 hours can be reached at `now`.
/// A `limit` of `None` is none at all.
pub fn what_if(usage: &Usage, limit: Option<u64>, recipients: u64, now: Timestamp) -> WhatIf {
    let Some(limit) = limit else { return WhatIf::Unlimited };
    if recipients > limit {
        return WhatIf::Never { most: limit };
    }
    let left = usage.left(limit);
    if recipients <= left {
        return WhatIf::Fits { left: left - recipients };
    }
    let fits = |hours: &usize| usage.remaining(*hours) <= limit - recipients;
    // After 24 hours nobody counts any more, so that there always is such an hour.
    let hours = (1..=24).find(fits).unwrap_or(24);
    WhatIf::Later { fits_now: left, at: after(now, hours) }
}

/// A share of a limit at which people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Four fifths.
    Used80,
    /// Nineteen twentieths.
    Used95,
}

impl Mark {
    /// Both, the lower one first.
    pub const ALL: [Self; 2] = [Self::Used80, Self::Used95];

    /// How far below a mark it counts as left.
    const SLACK_PERCENT: u64 = 5;

    /// Whole percent.
    pub const fn percent(self) -> u64 {
        match self {
            Self::Used80 => 80,
            Self::Used95 => 95,
        }
    }

    /// Whether so many reached users are at or over this share of the limit.
    pub const fn is_reached(self, used: u64, limit: u64) -> bool {
        used > 0 && used.saturating_mul(100) >= limit.saturating_mul(self.percent())
    }

    /// Whether so many are so far below it that it may be reached again: five percent of the limit,
    /// or a portfolio that sends at its pace would be told every minute.
    pub const fn is_left(self, used: u64, limit: u64) -> bool {
        used == 0
            || used.saturating_mul(100) < limit.saturating_mul(self.percent() - Self::SLACK_PERCENT)
    }
}

/// After `hours` whole hours.
fn after(now: Timestamp, hours: usize) -> Timestamp {
    now.plus(HOUR * u32::try_from(hours).unwrap_or(u32::MAX))
}
