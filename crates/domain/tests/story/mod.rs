//! Stories of one number in a small notation: what Meta answers when, and what then holds.
//!
//! A line is a moment (`d2 09:00`, counted from day 0), a verb and its words. `read status=FLAGGED
//! quality=RED limit=TIER_10K own=TIER_1K reasons=SPAM,NO_REASON` is a reading: what is not named stays
//! as it was, `?` is left out by Meta. Between the lines the number is read and nothing changes, until
//! `silence`. `expect SUBJECT WORDS` reads once more and compares; a moment before the last one is a
//! clock that was set back. Times inside of words are written `d2/09:00`; `expect notices` names those
//! opened since it was last asked.

use std::time::Duration;

use domain::episode::{self, Clock, End, Episode, Turn, When};
use domain::notice::{self, Channels, News, Place};
use domain::{Change, Node, Replica, Timestamp, apply, fact, field, health, number};
use meta::open::{CanSendMessage, PhoneNumberStatus, QualityRating};
use serde_json::{Map, Value, json};

const DAY: i64 = 86_400;
/// Day 0: what is told as news is not older than the story.
const START: i64 = 1_700_000_000 / DAY * DAY;
/// Past this, nothing is known of the time between two readings.
const LONGEST: Duration = Duration::from_secs(900);

/// Plays a story; panics with the line that does not hold.
pub fn play(story: &str) {
    let mut told = Story::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        told.line(line);
    }
}

struct Story {
    document: Map<String, Value>,
    number: Replica,
    changes: Vec<Change>,
    notices: Vec<String>,
    now: Timestamp,
    is_silent: bool,
}

impl Story {
    fn new() -> Self {
        Self {
            document: Map::new(),
            number: Replica::unread(Node::phone_number("1")),
            changes: Vec::new(),
            notices: Vec::new(),
            now: Timestamp::from_seconds(START),
            is_silent: false,
        }
    }

    fn line(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap_or_else(|| panic!("more words: {line}"));
        let (day, time, verb) = (word(), word(), word());
        let at = moment(&format!("{day}/{time}"));
        if at < self.now {
            self.number.rewind(at);
        }
        self.now = at;
        let rest: Vec<&str> = words.collect();
        match verb {
            "read" => {
                let is_after_silence = std::mem::take(&mut self.is_silent);
                rest.iter().for_each(|word| self.answer(word));
                self.read(is_after_silence);
            }
            "silence" => self.is_silent = true,
            "expect" => {
                if !self.is_silent {
                    self.read(false);
                }
                let (subject, expected) = rest.split_first().expect("a subject");
                assert_eq!(self.said(subject), expected.join(" "), "{line}");
            }
            other => panic!("no verb {other}: {line}"),
        }
    }

    /// What Meta answers from now on.
    fn answer(&mut self, word: &str) {
        let (key, value) = word.split_once('=').expect("a field and its value");
        let mut set = |field: &str, value: Value| drop(self.document.insert(field.into(), value));
        match (key, value) {
            ("limit", "?") => {
                drop(self.document.remove("whatsapp_business_manager_messaging_limit"))
            }
            ("status", "?") => drop(self.document.remove("status")),
            ("status", value) => set("status", json!(value)),
            ("limit", value) => set("whatsapp_business_manager_messaging_limit", json!(value)),
            ("own", value) => set("messaging_limit_tier", json!(value)),
            ("quality", value) => {
                set("quality_rating", json!(value));
                set("quality_score", json!({"score": value}));
            }
            ("reasons", value) => {
                let reasons: Vec<&str> = value.split(',').collect();
                self.document["quality_score"]["reasons"] = json!(reasons);
            }
            ("rated", value) => {
                self.document["quality_score"]["date"] = json!(moment(value).as_millis() / 1_000);
            }
            (other, _) => panic!("no field {other}"),
        }
    }

    /// A reading, as the refreshing worker joins one.
    fn read(&mut self, is_after_silence: bool) {
        let asked = field::asked_of(self.number.node.kind);
        let said = fact::of_read(&self.number.node, &asked, &self.document, self.now);
        let rated = apply::rated_at(&self.number, &said);
        let heard = said.into_iter().filter_map(|news| apply::hear(&mut self.number, news));
        let heard: Vec<Change> = heard.map(|change| apply::at_rating(change, rated)).collect();
        let told = notice::of_changes(&heard, &self.number, &Place::default(), self.now);
        self.notices.extend(told.iter().filter_map(opened));
        self.changes.extend(heard);
        let gap = apply::gap(&self.number, self.now, LONGEST);
        self.changes.extend(gap.filter(|_| is_after_silence));
        apply::was_read(&mut self.number, self.now);
    }

    fn said(&mut self, subject: &str) -> String {
        let join = |words: Vec<String>| words.join("; ");
        match subject {
            "quality" => self.quality(),
            "status" => number::status(&self.number).map_or("?".into(), |one| one.to_string()),
            "limit" => number::messaging_limit(&self.number)
                .map_or("?".into(), |(limit, _)| limit.to_string()),
            "may" => self.may().to_owned(),
            "active" => if number::is_active(&self.number) { "yes" } else { "no" }.to_owned(),
            "episodes" => join(self.episodes().iter().map(episode).collect()),
            "clock" => {
                let clock = self.episodes().last().and_then(|last| last.clock(self.now));
                clock.map_or("none".into(), clock_words)
            }
            "rule" => {
                let rule = self.episodes().last().map(|last| last.kind.rule());
                rule.map_or("none".into(), |rule| format!("{} {}", rule.id, rule.source))
            }
            "below" => {
                let limit = self.episodes().last().and_then(|last| last.limit.clone());
                let below = limit.as_ref().and_then(|limit| limit.next_lower());
                below.map_or("?".into(), ToString::to_string)
            }
            "fell" => self.fell(),
            "notices" => {
                let mut kinds = std::mem::take(&mut self.notices);
                kinds.sort();
                kinds.join(" ")
            }
            other => panic!("nothing is known of {other}"),
        }
    }

    fn quality(&self) -> String {
        let rating = number::quality(&self.number).map(|(rating, _)| rating);
        let word = match &rating {
            Some(QualityRating::Green) => "high",
            Some(QualityRating::Yellow) => "medium",
            Some(QualityRating::Red) => "low",
            Some(QualityRating::Unknown) => "undefined",
            Some(QualityRating::Other(raw)) => raw,
            None => "?",
        };
        let reasons = number::quality_reasons(&self.number);
        if reasons.is_empty() { word.to_owned() } else { format!("{word}: {}", reasons.join(", ")) }
    }

    fn may(&self) -> &'static str {
        use PhoneNumberStatus::{Connected, Flagged, Restricted};
        let is_blocked = health::overall(&self.number) == Some(CanSendMessage::Blocked);
        match number::status(&self.number) {
            Some(Connected | Flagged) if !is_blocked => "start and answer",
            Some(Restricted) => "answer",
            _ => "nothing known",
        }
    }

    /// When the quality last changed.
    fn fell(&self) -> String {
        let last = self.changes.iter().rev().find(|change| change.field == "quality_rating");
        last.map_or("never".into(), |change| at(change.at))
    }

    fn episodes(&self) -> Vec<Episode> {
        let changes: Vec<&Change> = self.changes.iter().collect();
        let from = Timestamp::from_seconds(START - 30 * DAY);
        episode::episodes(episode::Told { number: &self.number, changes: &changes, from })
    }
}

/// The kind of a notice, with `+mail` where it is told by e-mail before anyone chose.
fn opened(news: &News) -> Option<String> {
    let News::Open(notice) = news else { return None };
    let Channels { app, email } = Channels::by_default(notice.kind);
    assert!(app, "every notice is shown in Farol");
    Some(format!("{}{}", notice.kind.as_str(), if email { "+mail" } else { "" }))
}

/// `d2/09:00`.
fn moment(text: &str) -> Timestamp {
    let parse = |text: &str| text.parse::<i64>().unwrap_or_else(|_| panic!("no moment: {text}"));
    let (day, time) = text.split_once('/').expect("a day and a time");
    let (hour, minute) = time.split_once(':').expect("a time");
    let day = parse(day.strip_prefix('d').expect("a day"));
    Timestamp::from_seconds(START + day * DAY + parse(hour) * 3_600 + parse(minute) * 60)
}

fn at(at: Timestamp) -> String {
    let seconds = at.as_millis() / 1_000 - START;
    let rest = seconds.rem_euclid(DAY);
    format!("d{}/{:02}:{:02}", seconds.div_euclid(DAY), rest / 3_600, rest % 3_600 / 60)
}

/// A moment, or the two between which it lies.
fn when(when: When) -> String {
    match when.after {
        _ if when.is_exact() => at(when.by),
        Some(after) => format!("{}~{}", at(after), at(when.by)),
        None => format!("?~{}", at(when.by)),
    }
}

fn episode(episode: &Episode) -> String {
    let tier = |limit: &Option<episode::Limit>| {
        limit.as_ref().map_or("?".to_owned(), |limit| limit.tier.to_string())
    };
    let kind = match episode.kind {
        episode::Kind::Flagged => "flagged",
        episode::Kind::Restricted => "restricted",
    };
    let end = match &episode.end {
        End::Lasts { .. } => "lasts".to_owned(),
        End::Other { at, status } => format!("{status} at {}", when(*at)),
        End::Connected { at, limit, turn } => {
            let turn = match turn {
                Turn::Kept => "kept",
                Turn::NextLower => "one tier lower",
                Turn::Lower => "lower",
                Turn::Higher => "higher",
                Turn::Unknown => "can't tell",
            };
            format!("connected at {} with {}, {turn}", when(*at), tier(limit))
        }
    };
    format!("{kind} since {} with {}, {end}", when(episode.began), tier(&episode.limit))
}

fn clock_words(clock: Clock) -> String {
    let length = |length: Duration| {
        let hours = length.as_secs() / 3_600;
        format!("{}d{}h", hours / 24, hours % 24)
    };
    match clock {
        Clock::RanOut => "ran out".to_owned(),
        Clock::Unheard => "ran out unheard".to_owned(),
        Clock::Runs { day, left: (least, most) } if least == most => {
            format!("day {day}, {} left", length(most))
        }
        Clock::Runs { day, left: (least, most) } => {
            format!("day {day}, {} to {} left", length(least), length(most))
        }
    }
}
