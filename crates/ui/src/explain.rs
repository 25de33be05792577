//! "O que é isto": what a quality or a state means, what to do, and by which rules of Meta's.
//!
//! One explanation for each value that a page shows, however often it shows it; a button beside the
//! value opens it. The words are the product description's where it has some.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::rule::{self, Day, Rule, RuleSet, rule};
use meta::open::{BlockReason, PhoneNumberStatus, QualityRating};
use serde_json::Value;

use crate::badge::{self, Badge, Look};
use crate::words::Words;

/// What is explained: a value of one of these fields.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    Status(PhoneNumberStatus),
    Quality(QualityRating),
}

impl Subject {
    fn of(field: &str, raw: &str) -> Option<Self> {
        match field {
            "status" => Some(Self::Status(raw.into())),
            "quality_rating" => Some(Self::Quality(raw.into())),
            _ => None,
        }
    }

    /// A value that is not known shares one explanation with all others of its kind.
    fn word(&self) -> String {
        let raw = match self {
            Self::Status(PhoneNumberStatus::Other(_)) | Self::Quality(QualityRating::Other(_)) => {
                "other"
            }
            Self::Status(status) => status.as_str(),
            Self::Quality(rating) => rating.as_str(),
        };
        raw.to_ascii_lowercase().replace('_', "-")
    }

    fn id(&self) -> String {
        match self {
            Self::Status(_) => format!("about-status-{}", self.word()),
            Self::Quality(_) => format!("about-quality-{}", self.word()),
        }
    }
}

/// An explanation as its popover shows it.
pub(crate) struct Explanation {
    /// Of the popover, and what its buttons name.
    pub id: String,
    /// The value; of one that is not known nothing, since several share it.
    pub look: Option<Look>,
    /// Whether the value is a quality.
    pub is_quality: bool,
    /// Sentences before what to do.
    pub sentences: Vec<String>,
    pub steps: Vec<String>,
    /// Sentences after that.
    pub more: Vec<String>,
    /// What people may say when they block, and what that means.
    pub reasons: Vec<(String, String)>,
    /// Whether the words are the product description's.
    pub is_described: bool,
    pub rules: Vec<RuleGroup>,
}

/// Rules that are or were in force together.
pub(crate) struct RuleGroup {
    /// When they are in force.
    pub when: String,
    pub sentences: Vec<String>,
    pub source: String,
    /// When the source was read.
    pub read: String,
}

/// The id of what explains a value; `None` for a field without explanations.
pub(crate) fn id(field: &str, raw: &str) -> Option<String> {
    Subject::of(field, raw).map(|subject| subject.id())
}

/// The explanations of these values, each once, in the order of first sight.
pub(crate) fn of_badges<'a>(
    words: &Words,
    badges: impl IntoIterator<Item = &'a Badge>,
) -> Vec<Explanation> {
    let told = badges.into_iter().filter_map(|badge| badge.told.as_ref());
    of_values(words, told.map(|told| (told.field, told.value.as_str())))
}

/// The same, of fields and their raw values.
pub(crate) fn of_values<'a>(
    words: &Words,
    values: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<Explanation> {
    let mut seen = BTreeSet::new();
    let subjects = values.into_iter().filter_map(|(field, raw)| Subject::of(field, raw));
    subjects
        .filter(|subject| seen.insert(subject.id()))
        .map(|subject| match &subject {
            Subject::Status(status) => of_status(words, &subject, status),
            Subject::Quality(rating) => of_quality(words, &subject, rating),
        })
        .collect()
}

/// What a state means, in a sentence.
pub(crate) fn status(words: &Words, status: &PhoneNumberStatus) -> String {
    let word = Subject::Status(status.clone()).word();
    words.t(&format!("explain-status-{word}"))
}

fn of_status(words: &Words, subject: &Subject, status: &PhoneNumberStatus) -> Explanation {
    use PhoneNumberStatus::{Connected, Flagged, Other, Restricted};
    let (more, steps): (&[&str], Vec<String>) = match status {
        Flagged => (
            &[
                "explain-flagged-no-upgrade",
                "explain-flagged-better",
                "explain-flagged-worse",
                "explain-flagged-example",
                "explain-notice",
                "explain-patterns",
            ],
            advice(words).into(),
        ),
        Restricted => (&["explain-restricted-day", "explain-notice"], Vec::new()),
        _ => (&[], Vec::new()),
    };
    let rules: &[&str] = match status {
        Connected => &[rule::NUMBER_TIERS, rule::PORTFOLIO_TIERS],
        Flagged => &[
            rule::FLAGGED_SEVEN_DAYS,
            rule::FLAGGED_NO_UPGRADE,
            rule::PORTFOLIO_QUALITY_KEEPS_LIMIT,
        ],
        Restricted => &[rule::RESTRICTED_24_HOURS, rule::PORTFOLIO_TIERS],
        _ => &[],
    };
    let look = badge::status(words, status);
    let more = more.iter().map(|key| words.t(key));
    Explanation {
        id: subject.id(),
        look: (!matches!(status, Other(_))).then_some(look),
        is_quality: false,
        sentences: std::iter::once(self::status(words, status)).chain(more).collect(),
        steps,
        more: Vec::new(),
        reasons: Vec::new(),
        is_described: matches!(status, Connected | Flagged | Restricted),
        rules: groups(words, rules),
    }
}

fn of_quality(words: &Words, subject: &Subject, rating: &QualityRating) -> Explanation {
    use QualityRating::{Other, Red, Yellow};
    let own = format!("explain-quality-{}", subject.word());
    let is_disliked = matches!(rating, Yellow | Red);
    let mut sentences = vec![words.t(&own), words.t("explain-quality"), words.t("explain-high")];
    if *rating == Red {
        sentences.extend([words.t("explain-low"), words.t("explain-notice")]);
    }
    if is_disliked {
        sentences.extend([words.t("explain-insights"), words.t("explain-patterns")]);
    }
    let look = badge::look(words, "quality_rating", &Value::from(rating.as_str()));
    Explanation {
        id: subject.id(),
        look: (!matches!(rating, Other(_))).then_some(look),
        is_quality: true,
        sentences,
        steps: if is_disliked { advice(words).into() } else { Vec::new() },
        more: if is_disliked { vec![words.t("explain-improve")] } else { Vec::new() },
        reasons: BlockReason::KNOWN.iter().map(|one| reason(words, one)).collect(),
        is_described: !matches!(rating, Other(_)),
        rules: groups(
            words,
            &[
                rule::QUALITY_SEVEN_DAYS,
                rule::NUMBER_UPGRADE,
                rule::FLAGGED_SEVEN_DAYS,
                rule::PORTFOLIO_UPGRADE,
                rule::PORTFOLIO_QUALITY_KEEPS_LIMIT,
            ],
        ),
    }
}

/// What the description advises where people dislike what they get.
pub(crate) fn advice(words: &Words) -> [String; 3] {
    ["advice-templates", "advice-audience", "advice-practices"].map(|key| words.t(key))
}

/// A reason for a block and what it means; one that is not known is shown raw.
pub(crate) fn reason(words: &Words, reason: &BlockReason) -> (String, String) {
    let (word, means) = match reason {
        BlockReason::NoLongerNeeded => ("reason-no-longer-needed", "reason-no-longer-needed-means"),
        BlockReason::DidNotSignUp => ("reason-did-not-sign-up", "reason-did-not-sign-up-means"),
        BlockReason::Spam => ("reason-spam", "reason-spam-means"),
        BlockReason::OffensiveMessages => ("reason-offensive", "reason-offensive-means"),
        BlockReason::NoReason => ("reason-none", "reason-none-means"),
        BlockReason::Other(raw) => return (raw.clone(), words.t("reason-unknown-means")),
    };
    (words.t(word), words.t(means))
}

/// Rules by the set that they belong to, in the order given.
fn groups(words: &Words, ids: &[&str]) -> Vec<RuleGroup> {
    let mut groups: Vec<(RuleSet, RuleGroup)> = Vec::new();
    for rule in ids.iter().map(|id| rule(id)) {
        let said = said(words, rule);
        match groups.iter_mut().find(|(set, _)| *set == rule.set) {
            Some((_, group)) => group.sentences.push(said),
            None => groups.push((rule.set, group(words, rule, said))),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// One rule by itself, with when it is in force and where it stands.
pub(crate) fn rule_line(words: &Words, rule: &Rule) -> RuleGroup {
    group(words, rule, said(words, rule))
}

fn group(words: &Words, rule: &Rule, said: String) -> RuleGroup {
    let at = |key: &str, at: Day| words.t1(key, "day", day(words, at));
    let when = match (rule.from, rule.until) {
        (Some(from), _) => at("rules-since", from),
        (None, Some(until)) => at("rules-until", until),
        (None, None) => words.t("rules-always"),
    };
    RuleGroup {
        when,
        sentences: vec![said],
        source: rule.source.clone(),
        read: at("rules-source", rule.read),
    }
}

/// A rule in words, with the numbers that it holds.
fn said(words: &Words, rule: &Rule) -> String {
    let count = |count: u64| words.count(count);
    let wait = rule.wait.unwrap_or(Duration::ZERO).as_secs();
    let mut places = vec![
        ("days", count(wait / 86_400)),
        ("hours", count(wait / 3_600)),
        ("reached", count(rule.reached.unwrap_or_default())),
        ("rate", count(rule.per_second.unwrap_or_default())),
        ("tiers", tiers(words, rule)),
    ];
    if let Some(share) = rule.share {
        places.push(("percent", count(share.percent.into())));
        places.push(("share", count(share.days.into())));
    }
    words.with(&rule.key, &places, None)
}

fn tiers(words: &Words, rule: &Rule) -> String {
    let field = "messaging_limit_tier";
    let word = |tier: &meta::open::MessagingLimit| {
        badge::look(words, field, &Value::from(tier.as_str())).word
    };
    rule.tiers.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn day(words: &Words, day: Day) -> String {
    let month = words.t(&format!("month-{}", day.month));
    let places = [("day", day.day.to_string()), ("month", month), ("year", day.year.to_string())];
    words.with("rules-day", &places, None)
}
