//! Values of Meta's enums as people see them: tone, shape and word together (DESIGN, Linguagem).
//!
//! A value that is not known here keeps its raw spelling as its word, in the tone of not knowing.

use domain::{Heard, Replica, number};
use meta::open::{
    CanSendMessage, MessagingLimit, NameStatus, PhoneNumberStatus, QualityRating, ThroughputLevel,
};
use serde_json::Value;

use crate::explain;
use crate::told::Told;
use crate::words::Words;

/// How a value looks.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    /// `ok`, `warn`, `bad` or `unk`.
    pub tone: &'static str,
    /// Name of the shape; of a quality the lamp that burns, of a plain value nothing.
    pub icon: &'static str,
    pub word: String,
    /// Said smaller behind the word, as in "Verde · alta".
    pub small: Option<String>,
}

impl Look {
    fn new((tone, icon): (&'static str, &'static str), word: String) -> Self {
        Self { tone, icon, word, small: None }
    }
}

/// A look with the marks of what it shows. Without marks it was never read.
#[derive(Clone, Debug)]
pub(crate) struct Badge {
    pub told: Option<Told>,
    pub look: Look,
}

impl Badge {
    /// Nothing was read.
    pub fn unread(words: &Words) -> Self {
        let look = Look::new(("unk", "circle-dashed"), words.t("never-read"));
        Self { told: None, look }
    }

    /// It can't be heard any more: what was heard last need not hold (`ui/estados.html`).
    pub fn deaf(words: &Words) -> Self {
        let look = Look::new(("unk", "circle-dashed"), words.t("flow-unknown"));
        Self { told: None, look }
    }

    /// The id of what explains the value, where something does.
    pub fn explained(&self) -> Option<String> {
        self.told.as_ref().and_then(|told| explain::id(told.field, &told.value))
    }

    /// A heard field with the look of its value.
    pub fn of(words: &Words, replica: &Replica, field: &'static str) -> Self {
        match replica.get(field) {
            Some(heard) => Self::heard(words, field, heard),
            None => Self::unread(words),
        }
    }

    fn heard(words: &Words, field: &'static str, heard: &Heard) -> Self {
        Self { told: Some(Told::of(field, heard)), look: look(words, field, &heard.value) }
    }
}

/// The look of any field's value, by Meta's name of the field.
pub(crate) fn look(words: &Words, field: &str, value: &Value) -> Look {
    let raw = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match field {
        "status" => status(words, &PhoneNumberStatus::from(raw().as_str())),
        "quality_rating" => quality(words, &QualityRating::from(raw().as_str())),
        "quality_score" => {
            let score = value.get("score").and_then(Value::as_str);
            score.map_or_else(|| plain(raw()), |score| quality(words, &QualityRating::from(score)))
        }
        "can_send_message" => can_send(words, &CanSendMessage::from(raw().as_str())),
        "name_status" | "new_name_status" => name_status(words, &NameStatus::from(raw().as_str())),
        "throughput" => {
            let level = value.get("level").and_then(Value::as_str);
            level.map_or_else(|| plain(raw()), |level| throughput(words, level))
        }
        "whatsapp_business_manager_messaging_limit" | "messaging_limit_tier" => {
            MessagingLimit::from_json(value)
                .map_or_else(|| plain(raw()), |tier| plain(limit(words, &tier)))
        }
        "is_pin_enabled" => yes_no(words, value, PIN),
        "is_official_business_account" => yes_no(words, value, OFFICIAL),
        "is_on_biz_app" => yes_no(words, value, IN_APP),
        _ => plain(raw()),
    }
}

/// Quality, from where the newest word on it stands.
pub(crate) fn quality_of(words: &Words, replica: &Replica) -> Badge {
    let Some((rating, heard)) = number::quality(replica) else {
        let unread = Badge::unread(words);
        return Badge { look: Look { icon: "none", ..unread.look }, ..unread };
    };
    let told = Told::inside("quality_rating", rating.to_string(), heard.at, heard.how);
    Badge { told: Some(told), look: quality(words, &rating) }
}

/// A quality that is spoken of by itself, of no number.
pub(crate) fn quality_alone(words: &Words, raw: &str) -> Badge {
    let nowhen = domain::Timestamp::from_millis(0);
    let told = Told::inside("quality_rating", raw.to_owned(), nowhen, domain::How::Computed);
    Badge { told: Some(told), look: quality(words, &QualityRating::from(raw)) }
}

/// Throughput, whose value stands inside its field.
pub(crate) fn throughput_of(words: &Words, replica: &Replica) -> Badge {
    let level = |heard: &Heard| Some(heard.value.get("level")?.as_str()?.to_owned());
    let Some((heard, level)) = replica.get("throughput").and_then(|h| Some((h, level(h)?))) else {
        return Badge::unread(words);
    };
    let mut look = throughput(words, &level);
    if number::is_in_app(replica) {
        // What the level allows does not hold there: see `throughput.rs`.
        look.small = None;
    }
    Badge { told: Some(Told::inside("throughput", level, heard.at, heard.how)), look }
}

/// Whether an entity can send.
pub(crate) fn can_send(words: &Words, can: &CanSendMessage) -> Look {
    let shape = match can {
        CanSendMessage::Available => ("ok", "circle-check"),
        CanSendMessage::Limited => ("warn", "circle-alert"),
        CanSendMessage::Blocked => ("bad", "ban"),
        CanSendMessage::Other(raw) => return Look::new(("unk", "circle-dashed"), raw.clone()),
    };
    Look::new(shape, words.t(&key("can", can.as_str())))
}

/// The word of a known state; the raw value of one that is not known.
pub(crate) fn status(words: &Words, status: &PhoneNumberStatus) -> Look {
    let shape = match status {
        PhoneNumberStatus::Connected => ("ok", "link-2"),
        PhoneNumberStatus::Flagged => ("warn", "flag"),
        PhoneNumberStatus::RateLimited => ("warn", "gauge"),
        PhoneNumberStatus::Restricted => ("bad", "octagon-minus"),
        PhoneNumberStatus::Banned => ("bad", "shield-x"),
        PhoneNumberStatus::Pending => ("unk", "hourglass"),
        PhoneNumberStatus::Unverified => ("unk", "circle-help"),
        PhoneNumberStatus::Disconnected => ("unk", "unlink-2"),
        PhoneNumberStatus::Migrated => ("unk", "arrow-right-left"),
        PhoneNumberStatus::Deleted => ("unk", "trash-2"),
        PhoneNumberStatus::Unknown => ("unk", "circle-dashed"),
        PhoneNumberStatus::Other(raw) => {
            return Look::new(("unk", "circle-dashed"), raw.clone());
        }
    };
    Look::new(shape, words.t(&key("status", status.as_str())))
}

fn quality(words: &Words, rating: &QualityRating) -> Look {
    let (tone, lamp) = match rating {
        QualityRating::Green => ("ok", "green"),
        QualityRating::Yellow => ("warn", "yellow"),
        QualityRating::Red => ("bad", "red"),
        QualityRating::Unknown => {
            return Look::new(("unk", "none"), words.t("quality-unknown"));
        }
        QualityRating::Other(raw) => return Look::new(("unk", "none"), raw.clone()),
    };
    let key = key("quality", rating.as_str());
    let small = Some(words.t(&format!("{key}-level")));
    Look { tone, icon: lamp, word: words.t(&key), small }
}

fn name_status(words: &Words, review: &NameStatus) -> Look {
    let shape = match review {
        NameStatus::Approved | NameStatus::AvailableWithoutReview => ("ok", "check"),
        NameStatus::PendingReview => ("unk", "hourglass"),
        NameStatus::Declined => ("bad", "x"),
        NameStatus::Expired => ("warn", "clock-alert"),
        NameStatus::None | NameStatus::NonExists => ("unk", "minus"),
        NameStatus::Other(raw) => return Look::new(("unk", "circle-dashed"), raw.clone()),
    };
    Look::new(shape, words.t(&key("name", review.as_str())))
}

fn throughput(words: &Words, level: &str) -> Look {
    let (word, most) = match ThroughputLevel::from(level) {
        ThroughputLevel::Standard => ("throughput-standard", Some("throughput-standard-most")),
        ThroughputLevel::High => ("throughput-high", Some("throughput-high-most")),
        ThroughputLevel::NotApplicable => ("throughput-not-applicable", None),
        ThroughputLevel::Other(raw) => return plain(raw),
    };
    Look { small: most.map(|key| words.t(key)), ..plain(words.t(word)) }
}

fn limit(words: &Words, tier: &MessagingLimit) -> String {
    match tier {
        MessagingLimit::Unlimited => words.t("limit-unlimited"),
        MessagingLimit::Untiered => words.t("limit-untiered"),
        MessagingLimit::NotSet => words.t("limit-not-set"),
        MessagingLimit::Other(raw) => raw.clone(),
        tier => tier.recipients().map_or_else(|| tier.to_string(), |count| words.count(count)),
    }
}

/// Tone, icon and key of a yes, and of a no.
type YesNo = [(&'static str, &'static str, &'static str); 2];
const PIN: YesNo = [("ok", "lock", "pin-on"), ("warn", "lock-open", "pin-off")];
const OFFICIAL: YesNo = [("unk", "badge-check", "official-yes"), ("unk", "minus", "official-no")];
const IN_APP: YesNo = [("unk", "smartphone", "in-app-yes"), ("unk", "minus", "in-app-no")];

fn yes_no(words: &Words, value: &Value, [yes, no]: YesNo) -> Look {
    match value.as_bool() {
        Some(true) => Look::new((yes.0, yes.1), words.t(yes.2)),
        Some(false) => Look::new((no.0, no.1), words.t(no.2)),
        None => Look::new(("unk", "circle-dashed"), value.to_string()),
    }
}

fn plain(word: String) -> Look {
    Look::new(("unk", ""), word)
}

/// A Fluent key of a known value: `status` and `RATE_LIMITED` give `status-rate-limited`.
fn key(family: &str, value: &str) -> String {
    format!("{family}-{}", value.to_ascii_lowercase().replace('_', "-"))
}
