//! What leads to the next higher limit, step by step, under Meta's rules of today and of before.
//!
//! Farol says of each step whether it is done as far as it can see, and which rule asks for it; the
//! rules' own words, sources and dates are data ([`crate::rule`]).

use std::time::Duration;

use meta::open::{MessagingLimit, PhoneNumberStatus, QualityRating};

use super::Usage;
use crate::rule::{FLAGGED_NO_UPGRADE, NUMBER_UPGRADE, PORTFOLIO_FIRST_STEP, PORTFOLIO_UPGRADE};
use crate::time::Timestamp;

/// How long usage is looked back on for the next limit.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Unique people to reach within [`PATH_DAYS`] days, one way out of the first limit.
const PATH_PEOPLE: u64 = 2_000;
const PATH_DAYS: u32 = 30;

/// What is known of a portfolio, as Meta reported it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The portfolio's limit; `None` when never read.
    pub limit: Option<MessagingLimit>,
    /// State and quality of each of its active numbers; `None` for what was never read.
    pub numbers: Vec<(Option<PhoneNumberStatus>, Option<QualityRating>)>,
    /// Quality of each of its templates in use; `None` when templates were never read.
    pub templates: Option<Vec<QualityRating>>,
    /// Whether Meta verified the business; `None` when never read.
    pub is_verified: Option<bool>,
}

/// The next limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// So many recipients.
    Recipients(u64),
    /// None at all.
    Unlimited,
}

/// The way to the next limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coach {
    /// There is no higher one.
    Top,
    /// The limit was not read, or is one that no rule known here leads on from.
    Unknown,
    /// All of these lead there.
    All {
        /// The next limit.
        next: Next,
        /// What it takes.
        tasks: Vec<Task>,
    },
    /// Any one of these leads there.
    AnyOf {
        /// The next limit.
        next: Next,
        /// The ways.
        tasks: Vec<Task>,
    },
}

/// One step, whether it is done, and which rules ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What to do.
    pub step: Step,
    /// Whether it is done, as far as Farol sees.
    pub answer: Answer,
    /// Ids of the rules, as in [`crate::rule::RULES`].
    pub rules: &'static [&'static str],
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reach half of the limit in seven days.
    HalfInAWeek {
        /// Unique people reached, at least.
        reached: u64,
        /// Unique people to reach.
        needed: u64,
    },
    /// Quality high on every number.
    NumbersHigh {
        /// Numbers at medium or low.
        lower: usize,
    },
    /// Quality high on every template.
    TemplatesHigh {
        /// Templates at medium or low.
        lower: usize,
    },
    /// A number that is connected.
    Connected,
    /// No number flagged.
    NotFlagged {
        /// Numbers that are.
        flagged: usize,
    },
    /// The business verified by Meta.
    Verified,
    /// Reach this many unique people within so many days, by templates of high quality.
    Reach {
        /// Unique people.
        people: u64,
        /// Days.
        days: u32,
    },
}

/// Whether a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Done,
    /// It is not.
    NotDone,
    /// Farol can't tell: it was not read, not rated, or not watched for long enough.
    Unknown,
}

/// The way from what is known of a portfolio to its next limit.
pub fn coach(standing: &Standing, usage: &Usage, now: Timestamp) -> Coach {
    let limit = match &standing.limit {
        None => return Coach::Unknown,
        Some(limit) => limit,
    };
    let (have, next) = match limit {
        MessagingLimit::Unlimited => return Coach::Top,
        MessagingLimit::Tier250 => return out_of_the_first(standing),
        MessagingLimit::Tier1K => (1_000, Next::Recipients(10_000)),
        MessagingLimit::Tier2K => (2_000, Next::Recipients(10_000)),
        MessagingLimit::Tier10K => (10_000, Next::Recipients(100_000)),
        MessagingLimit::Tier100K => (100_000, Next::Unlimited),
        MessagingLimit::Tier50
        | MessagingLimit::Untiered
        | MessagingLimit::NotSet
        | MessagingLimit::Other(_) => return Coach::Unknown,
    };
    let tasks = vec![
        half_in_a_week(usage, have, now),
        numbers_high(standing),
        templates_high(standing),
        connected(standing),
        not_flagged(standing),
    ];
    Coach::All { next, tasks }
}

fn out_of_the_first(standing: &Standing) -> Coach {
    let rules = &[PORTFOLIO_FIRST_STEP];
    let verified = answer(standing.is_verified);
    // Farol keeps eight days of users, so that of thirty it can say nothing.
    let reach = Step::Reach { people: PATH_PEOPLE, days: PATH_DAYS };
    Coach::AnyOf {
        next: Next::Recipients(2_000),
        tasks: vec![
            Task { step: Step::Verified, answer: verified, rules },
            Task { step: reach, answer: Answer::Unknown, rules },
        ],
    }
}

fn half_in_a_week(usage: &Usage, limit: u64, now: Timestamp) -> Task {
    let needed = limit.div_ceil(2);
    let was_watched = usage.since.is_some_and(|since| now.since(since) >= WEEK);
    let answer = match (usage.week >= needed, was_watched) {
        (true, _) => Answer::Done,
        (false, true) => Answer::NotDone,
        (false, false) => Answer::Unknown,
    };
    let step = Step::HalfInAWeek { reached: usage.week, needed };
    Task { step, answer, rules: &[PORTFOLIO_UPGRADE, NUMBER_UPGRADE] }
}

fn numbers_high(standing: &Standing) -> Task {
    let ratings: Vec<_> = standing.numbers.iter().map(|(_, quality)| quality.as_ref()).collect();
    let (lower, answer) = all_high(&ratings);
    let rules = &[PORTFOLIO_UPGRADE, NUMBER_UPGRADE];
    Task { step: Step::NumbersHigh { lower }, answer, rules }
}

fn templates_high(standing: &Standing) -> Task {
    let (lower, answer) = match &standing.templates {
        None => (0, Answer::Unknown),
        Some(ratings) => {
            // A template that nobody was sent has no quality yet and holds nothing back.
            let rated = |rating: &&QualityRating| **rating != QualityRating::Unknown;
            let rated: Vec<_> = ratings.iter().filter(rated).map(Some).collect();
            all_high(&rated)
        }
    };
    Task { step: Step::TemplatesHigh { lower }, answer, rules: &[PORTFOLIO_UPGRADE] }
}

/// How many are rated lower, and whether all are high.
fn all_high(ratings: &[Option<&QualityRating>]) -> (usize, Answer) {
    let is_lower = |rating: &&Option<&QualityRating>| {
        matches!(rating, Some(QualityRating::Yellow | QualityRating::Red))
    };
    let lower = ratings.iter().filter(is_lower).count();
    let is_high = |rating: &Option<&QualityRating>| matches!(rating, Some(QualityRating::Green));
    let answer = match lower {
        0 if !ratings.is_empty() && ratings.iter().all(is_high) => Answer::Done,
        0 => Answer::Unknown,
        _ => Answer::NotDone,
    };
    (lower, answer)
}

fn connected(standing: &Standing) -> Task {
    use PhoneNumberStatus::{Connected, Flagged, Restricted};
    let is_one = |(status, _): &(Option<PhoneNumberStatus>, _)| {
        matches!(status, Some(Connected | Flagged | Restricted))
    };
    let was_read =
        !standing.numbers.is_empty() && standing.numbers.iter().all(|(status, _)| status.is_some());
    let has_one = standing.numbers.iter().any(is_one);
    let answer = answer((has_one || was_read).then_some(has_one));
    Task { step: Step::Connected, answer, rules: &[NUMBER_UPGRADE] }
}

fn not_flagged(standing: &Standing) -> Task {
    let is_flagged = |(status, _): &&(Option<PhoneNumberStatus>, _)| {
        matches!(status, Some(PhoneNumberStatus::Flagged))
    };
    let flagged = standing.numbers.iter().filter(is_flagged).count();
    let was_read =
        !standing.numbers.is_empty() && standing.numbers.iter().all(|(status, _)| status.is_some());
    let answer = answer((flagged > 0 || was_read).then_some(flagged == 0));
    Task { step: Step::NotFlagged { flagged }, answer, rules: &[FLAGGED_NO_UPGRADE] }
}

const fn answer(is_done: Option<bool>) -> Answer {
    match is_done {
        Some(true) => Answer::Done,
        Some(false) => Answer::NotDone,
        None => Answer::Unknown,
    }
}
