//! Meta's rules about limits, pace, quality and states as data: what they hold, where they stand, and
//! when.
//!
//! They explain and count; they never decide. Which set acts on a number is not inferred: a state
//! that Meta reports is itself the evidence (META 4.1, 4.2).

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;
use std::time::Duration;

use meta::open::MessagingLimit;
use serde::Deserialize;

/// Every rule, oldest set first, each set in the order of its file.
pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| FILES.iter().flat_map(of_file).collect());

const FILES: [&str; 4] = [
    include_str!("../rules/quality.toml"),
    include_str!("../rules/per_number.toml"),
    include_str!("../rules/portfolio.toml"),
    include_str!("../rules/throughput.toml"),
];

/// A number's quality counts the last seven days.
pub const QUALITY_SEVEN_DAYS: &str = "quality_seven_days";
/// The tiers of a number, by the older rules.
pub const NUMBER_TIERS: &str = "number_tiers";
/// When a number's tier rises, by the older rules.
pub const NUMBER_UPGRADE: &str = "number_upgrade";
/// What happens to a flagged number after seven days.
pub const FLAGGED_SEVEN_DAYS: &str = "flagged_seven_days";
/// A flagged number gets no higher tier.
pub const FLAGGED_NO_UPGRADE: &str = "flagged_no_upgrade";
/// A restricted number only answers, for a day.
pub const RESTRICTED_24_HOURS: &str = "restricted_24_hours";
/// The tiers of a portfolio.
pub const PORTFOLIO_TIERS: &str = "portfolio_tiers";
/// The first step of a portfolio, from 250 to 2,000.
pub const PORTFOLIO_FIRST_STEP: &str = "portfolio_first_step";
/// When a portfolio's tier rises.
pub const PORTFOLIO_UPGRADE: &str = "portfolio_upgrade";
/// A fall in quality does not lower a portfolio's limit.
pub const PORTFOLIO_QUALITY_KEEPS_LIMIT: &str = "portfolio_quality_keeps_limit";
/// A portfolio began with the highest limit of its numbers.
pub const PORTFOLIO_HIGHEST_LIMIT: &str = "portfolio_highest_limit";
/// How fast a number in coexistence may send.
pub const COEXISTENCE_RATE: &str = "coexistence_rate";

/// One rule of Meta's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, as in addresses, exports and tests.
    pub id: String,
    /// Key of its words.
    pub key: String,
    /// Which rules it belongs to.
    pub set: RuleSet,
    /// What it is about.
    pub scope: RuleScope,
    /// The page of Meta's that says it.
    pub source: String,
    /// The day on which that page was read.
    pub read: Day,
    /// First day in force; `None` when Meta names none.
    pub from: Option<Day>,
    /// The day from which on it is in force no more; `None` while it is.
    pub until: Option<Day>,
    /// How long it waits or looks back.
    pub wait: Option<Duration>,
    /// Share of the limit that has to be used.
    pub share: Option<Share>,
    /// Users that have to be reached.
    pub reached: Option<u64>,
    /// Messages that may be sent in a second.
    pub per_second: Option<u64>,
    /// Tiers, lowest first.
    pub tiers: Vec<MessagingLimit>,
    /// By how many tiers the limit falls in the end.
    pub tiers_lost: Option<usize>,
}

/// Rules that were or are in force together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// How quality is judged; in force before and after.
    Quality,
    /// Limits by number.
    PerNumber,
    /// Limits by portfolio.
    Portfolio,
    /// How fast a number may send.
    Throughput,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleScope {
    /// Each number by itself.
    PhoneNumber,
    /// All numbers of a portfolio together.
    Portfolio,
}

/// A share of the limit, used within some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// In per cent of the limit.
    pub percent: u8,
    /// Within so many days.
    pub days: u8,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// Text that is no `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a day")]
pub struct NotADay(String);

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let refused = || NotADay(text.to_owned());
        let mut parts = text.split('-');
        let mut next = || parts.next().and_then(|part| part.parse::<u16>().ok());
        let (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) = (next(), next(), next())
        else {
            return Err(refused());
        };
        let small = |number: u16| u8::try_from(number).map_err(|_| refused());
        Ok(Self { year, month: small(month)?, day: small(day)? })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The rule of this id, one of the constants of this module.
pub fn rule(id: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.id == id).expect("every id that is named is in the files")
}

/// The tier below `limit` by the rule whose tiers they are ([`NUMBER_TIERS`], [`PORTFOLIO_TIERS`]);
/// `None` at the lowest and for a value that the rule does not name.
pub fn next_lower<'a>(tiers: &'a Rule, limit: &MessagingLimit) -> Option<&'a MessagingLimit> {
    let at = tiers.tiers.iter().position(|tier| tier == limit)?;
    at.checked_sub(1).and_then(|below| tiers.tiers.get(below))
}

/// By what limits are compared; `None` for one that says no number of recipients, and no "unlimited".
pub fn rank(limit: &MessagingLimit) -> Option<u64> {
    match limit {
        MessagingLimit::Unlimited => Some(u64::MAX),
        tier => tier.recipients(),
    }
}

/// A file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    set: RuleSet,
    scope: RuleScope,
    source: String,
    read: String,
    from: Option<String>,
    until: Option<String>,
    rule: Vec<Written>,
}

/// A rule as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    wait_hours: Option<u64>,
    share_percent: Option<u8>,
    share_days: Option<u8>,
    reached: Option<u64>,
    per_second: Option<u64>,
    #[serde(default)]
    tiers: Vec<MessagingLimit>,
    tiers_lost: Option<usize>,
}

fn of_file(text: &&str) -> Vec<Rule> {
    // The files are part of the program, and a test reads them all.
    let file: File = toml::from_str(text).expect("the rules of the program are well formed");
    let day = |text: &str| text.parse::<Day>().expect("the days of the rules are days");
    let rule = |written: Written| Rule {
        key: format!("meta-rule-{}", written.id.replace('_', "-")),
        id: written.id,
        set: file.set,
        scope: file.scope,
        source: file.source.clone(),
        read: day(&file.read),
        from: file.from.as_deref().map(day),
        until: file.until.as_deref().map(day),
        wait: written.wait_hours.map(|hours| Duration::from_secs(hours * 3_600)),
        share: match (written.share_percent, written.share_days) {
            (Some(percent), Some(days)) => Some(Share { percent, days }),
            (Some(_) | None, _) => None,
        },
        reached: written.reached,
        per_second: written.per_second,
        tiers: written.tiers,
        tiers_lost: written.tiers_lost,
    };
    file.rule.into_iter().map(rule).collect()
}
