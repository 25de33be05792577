//! Where a state may lead: the clock of its rule, what may come of it, and what came of earlier times.
//!
//! Counted by Farol from what Meta reported; the rule is named beside it, and nothing is promised.

use std::time::Duration;

use domain::Change;
use domain::episode::{self, Clock, End, Episode, Kind, Limit, Turn, When};
use meta::open::{MessagingLimit, PhoneNumberStatus};
use serde_json::Value;

use crate::badge::{self, Look};
use crate::explain::{self, RuleGroup};
use crate::told::Lens;
use crate::view;
use crate::words::Words;

/// Earlier times that are listed at most; the page of activity has all changes.
const PAST: usize = 5;

/// Where the number may go from here.
pub(crate) struct Machine {
    pub countdown: Option<Countdown>,
    pub next: Vec<Next>,
    /// Earlier times in such a state, newest first.
    pub past: Vec<Past>,
    /// The limit before the state began, as in "Conectado, limite de 10.000".
    pub before: Option<String>,
}

/// The clock of the state's rule.
pub(crate) struct Countdown {
    /// "Dia 3 de 7"; `None` for a clock of one day, or one that ran out.
    pub day: Option<String>,
    /// A box for each day: `d` gone, `t` under way, else to come.
    pub boxes: Vec<&'static str>,
    /// "Faltam 4 dias e 19 h."
    pub left: String,
    /// What goes on meanwhile, and until when.
    pub meanwhile: String,
    pub rule: RuleGroup,
}

/// Where it may go.
pub(crate) struct Next {
    pub tone: &'static str,
    pub title: String,
    pub how: String,
}

/// An earlier time in such a state.
pub(crate) struct Past {
    pub look: Look,
    pub outcome: String,
    pub tone: &'static str,
    pub when: String,
}

/// Words the machine.
pub(crate) fn machine(lens: &Lens<'_>, view: &view::Number<'_>) -> Machine {
    let changes: Vec<&Change> = view.states.iter().collect();
    let told = episode::Told { number: view.number, changes: &changes, from: view.states_from };
    let episodes = episode::episodes(told);
    let (current, past) = match episodes.split_last() {
        Some((last, past)) if matches!(last.end, End::Lasts { .. }) => (Some(last), past),
        _ => (None, episodes.as_slice()),
    };
    Machine {
        countdown: current.and_then(|episode| countdown(lens, episode)),
        next: current.map(|episode| next(lens, episode)).unwrap_or_default(),
        past: past.iter().rev().take(PAST).map(|episode| self::past(lens, episode)).collect(),
        before: current.and_then(|episode| before(lens.words, episode)),
    }
}

/// "Conectado, limite de 10.000", where both are known.
fn before(words: &Words, episode: &Episode) -> Option<String> {
    let state = badge::look(words, "status", episode.before.as_ref()?).word;
    let limit = limit(words, &episode.limit.as_ref()?.tier);
    Some(words.with("machine-before", &[("state", state), ("limit", limit)], None))
}

fn countdown(lens: &Lens<'_>, episode: &Episode) -> Option<Countdown> {
    let words = lens.words;
    let days = episode.kind.rule().wait.unwrap_or_default().as_secs() / 86_400;
    // Where the beginning was not seen, this is the latest moment that it may be.
    let ends = words.moment(episode.ends().1);
    let at = |key: &str| words.t1(key, "ends", ends.clone());
    let clock = episode.clock(lens.now)?;
    let (gone, under_way) = match clock {
        Clock::Runs { day, .. } => (day - 1, 1),
        Clock::RanOut | Clock::Unheard => (days, 0),
    };
    let mark = |nth: u64| match nth {
        _ if nth < gone => "d",
        _ if nth < gone + under_way => "t",
        _ => "",
    };
    let is_long = days > 1;
    let (day, left, meanwhile) = match clock {
        Clock::Runs { day, left } => {
            let places = [("day", words.count(day)), ("of", words.count(days))];
            let day = is_long.then(|| words.with("machine-day", &places, None));
            let meanwhile = match episode.kind {
                Kind::Flagged => "machine-flagged-until",
                Kind::Restricted => "machine-restricted-until",
            };
            (day, self::left(words, episode, left), at(meanwhile))
        }
        Clock::RanOut => (None, at("machine-ran-out"), words.t("machine-ran-out-still")),
        Clock::Unheard => (None, at("machine-ran-out"), words.t("machine-ran-out-unheard")),
    };
    Some(Countdown {
        day,
        boxes: if is_long { (0..days).map(mark).collect() } else { Vec::new() },
        left,
        meanwhile,
        rule: explain::rule_line(words, episode.kind.rule()),
    })
}

/// How much of the clock is left; two lengths where nobody saw the state begin.
fn left(words: &Words, episode: &Episode, (least, most): (Duration, Duration)) -> String {
    let most_words = length(words, most);
    match (episode.began.after, least) {
        _ if least == most => words.t1("machine-left", "left", most_words),
        (None, _) | (_, Duration::ZERO) => words.t1("machine-left-most", "left", most_words),
        (Some(_), least) => {
            let places = [("least", length(words, least)), ("most", most_words)];
            words.with("machine-left-between", &places, None)
        }
    }
}

/// "4 dias e 19 h"; below a day "19 h", below two hours minutes.
fn length(words: &Words, length: Duration) -> String {
    let hours = length.as_secs() / 3_600;
    match (hours / 24, hours % 24) {
        (0, 0..2) => words.span(Duration::from_secs(length.as_secs() / 60 * 60)),
        (0, hours) => words.many("span-h", hours),
        (days, 0) => words.many("days", days),
        (days, hours) => {
            let places =
                [("days", words.many("days", days)), ("hours", words.many("span-h", hours))];
            words.with("machine-days-hours", &places, None)
        }
    }
}

fn next(lens: &Lens<'_>, episode: &Episode) -> Vec<Next> {
    let words = lens.words;
    // A limit that changed meanwhile is what it would stay at; that one the page shows already.
    let held = episode.limit.as_ref();
    let with = |known: &str, unknown: &str, tier: Option<&MessagingLimit>| match tier {
        Some(tier) => words.t1(known, "limit", limit(words, tier)),
        None => words.t(unknown),
    };
    match episode.kind {
        Kind::Flagged => {
            let kept = held.map(|limit| &limit.tier);
            vec![
                Next {
                    tone: "ok",
                    title: words.t("machine-better"),
                    how: with("machine-better-limit", "machine-better-how", kept),
                },
                Next { tone: "bad", title: words.t("machine-worse"), how: worse(words, held) },
            ]
        }
        Kind::Restricted => vec![Next {
            tone: "ok",
            title: words.t("machine-free"),
            how: with("machine-free-limit", "machine-free-how", held.map(|limit| &limit.tier)),
        }],
    }
}

/// Where a limit may fall: the tiers of numbers and of portfolios differ, and which rules are in
/// force is never inferred.
fn worse(words: &Words, held: Option<&Limit>) -> String {
    match held.map(|held| (held.next_lower_of_number(), held.next_lower())) {
        Some((Some(number), Some(portfolio))) if number != portfolio => {
            let places = [("number", limit(words, number)), ("portfolio", limit(words, portfolio))];
            words.with("machine-worse-either", &places, None)
        }
        Some((Some(tier), _) | (None, Some(tier))) => {
            words.t1("machine-worse-limit", "limit", limit(words, tier))
        }
        Some((None, None)) | None => words.t("machine-worse-how"),
    }
}

fn past(lens: &Lens<'_>, episode: &Episode) -> Past {
    let words = lens.words;
    let state = match episode.kind {
        Kind::Flagged => PhoneNumberStatus::Flagged,
        Kind::Restricted => PhoneNumberStatus::Restricted,
    };
    let (tone, outcome, at) = match &episode.end {
        End::Lasts { .. } => ("unk", String::new(), episode.began),
        End::Connected { at, limit, turn } => {
            let (tone, outcome) = connected(words, episode.limit.as_ref(), limit.as_ref(), *turn);
            (tone, outcome, *at)
        }
        End::Other { at, status: Value::Null } => ("unk", words.t("past-unsaid"), *at),
        End::Other { at, status } => {
            let look = badge::look(words, "status", status);
            (look.tone, words.t1("past-other", "state", look.word), *at)
        }
    };
    let places = [("from", moment(words, episode.began)), ("until", moment(words, at))];
    Past {
        look: badge::status(words, &state),
        outcome,
        tone,
        when: words.with("past-when", &places, None),
    }
}

fn connected(
    words: &Words,
    before: Option<&Limit>,
    after: Option<&Limit>,
    turn: Turn,
) -> (&'static str, String) {
    let (tone, key) = match turn {
        Turn::Kept => ("ok", "past-kept"),
        Turn::NextLower => ("bad", "past-next-lower"),
        Turn::Lower => ("bad", "past-lower"),
        Turn::Higher => ("ok", "past-higher"),
        Turn::Unknown => ("unk", "past-unknown"),
    };
    let unknown = || words.t("past-limit-unknown");
    let word = |held: Option<&Limit>| held.map_or_else(unknown, |held| limit(words, &held.tier));
    (tone, words.with(key, &[("before", word(before)), ("after", word(after))], None))
}

fn limit(words: &Words, tier: &MessagingLimit) -> String {
    badge::look(words, "messaging_limit_tier", &Value::from(tier.as_str())).word
}

/// A moment, or the two between which it lies.
fn moment(words: &Words, when: When) -> String {
    let by = words.moment(when.by);
    match when.after {
        _ if when.is_exact() => by,
        Some(after) => {
            words.with("when-between", &[("after", words.moment(after)), ("by", by)], None)
        }
        None => words.t1("when-before", "by", by),
    }
}
