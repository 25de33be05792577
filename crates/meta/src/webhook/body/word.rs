//! Words and numbers of a body, printed back as Meta spelt them: many come as a number on one of its
//! pages and as a text on another (META 7.1).

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::part::{How, Part, Scalar};
use super::take::Leaf;
use crate::id::{MessageId, PhoneNumberId};
use crate::open::*;

/// A whole number that Meta prints as a number or as a text: a time in seconds, a code, a count.
#[derive(Clone, PartialEq, Eq)]
pub enum Whole {
    /// A number.
    Number(i64),
    /// A text, of digits as a rule.
    Text(String),
}

/// `true` or `false`, which samples of Meta's also print as a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flag {
    /// As documented.
    Bool(bool),
    /// A text.
    Text(String),
}

/// An id that Meta prints as a text or as a number, which may be above 2^53: to the last digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    text: String,
    is_number: bool,
}

/// A messaging limit in any of Meta's spellings: `"TIER_2K"`, `2000`, `"2000"`, `"UNLIMITED"`, `-1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Which it is.
    pub limit: MessagingLimit,
    as_it_came: Value,
}

/// Words of a person, which no log may hold: `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Words(pub String);

/// One of Meta's words, or a list of them, as one page prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOrMore<T> {
    /// In the order of the body.
    pub all: Vec<T>,
    is_list: bool,
}

impl Whole {
    /// The number; `None` for a text that is none.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

impl Flag {
    /// Whether it is so; `None` for a text that does not say.
    pub fn is_set(&self) -> Option<bool> {
        match self {
            Self::Bool(told) => Some(*told),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

impl Id {
    /// The id, digits or text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A text that is no number may be anything.
impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Some(number) => number.fmt(f),
            None => f.write_str("***"),
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Scalar for Whole {
    fn of_text(text: &str) -> Option<Self> {
        Some(Self::Text(text.to_owned()))
    }

    fn of_number(number: Number) -> Option<Self> {
        number.as_i64().map(Self::Number)
    }
}

impl Scalar for Flag {
    fn of_text(text: &str) -> Option<Self> {
        Some(Self::Text(text.to_owned()))
    }

    fn of_bool(told: bool) -> Option<Self> {
        Some(Self::Bool(told))
    }
}

impl Scalar for Limit {
    fn of_text(text: &str) -> Option<Self> {
        Self::of(text.into())
    }

    fn of_number(number: Number) -> Option<Self> {
        Self::of(number.into())
    }
}

impl Limit {
    fn of(as_it_came: Value) -> Option<Self> {
        let limit = MessagingLimit::from_json(&as_it_came)?;
        Some(Self { limit, as_it_came })
    }
}

impl Scalar for Words {
    fn of_text(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

impl Scalar for Number {
    fn of_number(number: Number) -> Option<Self> {
        Some(number)
    }
}

impl Serialize for Whole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(told) => serializer.serialize_bool(*told),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_it_came.serialize(serializer)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_number {
            let digits = RawValue::from_string(self.text.clone());
            return digits.map_err(serde::ser::Error::custom)?.serialize(serializer);
        }
        serializer.serialize_str(&self.text)
    }
}

impl Part for Id {
    fn take<'de, D: Deserializer<'de>>(_: How, deserializer: D) -> Result<Self, D::Error> {
        // Only the text has all digits.
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        if raw.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self { text: raw.to_owned(), is_number: true });
        }
        let text = serde_json::from_str(raw).map_err(D::Error::custom)?;
        Ok(Self { text, is_number: false })
    }
}

impl<T: Serialize> Serialize for OneOrMore<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.all.as_slice() {
            [one] if !self.is_list => one.serialize(serializer),
            all => all.serialize(serializer),
        }
    }
}

impl<T: Serialize + for<'a> From<&'a str>> Part for OneOrMore<T> {
    fn take<'de, D: Deserializer<'de>>(_: How, deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let one = value.as_str().map(|text| vec![T::from(text)]);
        let list = || value.as_array()?.iter().map(|text| Some(T::from(text.as_str()?))).collect();
        let is_list = one.is_none();
        let all = one.or_else(list).ok_or_else(|| D::Error::custom("no words"))?;
        Ok(Self { all, is_list })
    }
}

/// Anything that Meta documents no shape of.
impl Part for Value {
    fn take<'de, D: Deserializer<'de>>(_: How, deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer)
    }
}

/// Parts that are one word or number.
macro_rules! leaves {
    ($($type:ty),+ $(,)?) => {
        $(impl Part for $type {
            fn take<'de, D: Deserializer<'de>>(_: How, deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Leaf::new())
            }
        })+
    };
}

/// Parts that are a text.
macro_rules! texts {
    ($($type:ty),+ $(,)?) => {
        leaves!($($type),+);
        $(impl Scalar for $type {
            fn of_text(text: &str) -> Option<Self> {
                Some(text.into())
            }
        })+
    };
}

leaves!(Whole, Flag, Limit, Words, Number);
texts!(String, MessageId, PhoneNumberId);
texts!(
    AccountEvent,
    BanState,
    RestrictionType,
    ViolationType,
    DisconnectionReason,
    DisconnectedBy,
    CertificationStatus,
    AlertEntity,
    AlertSeverity,
    AlertStatus,
    AlertType,
    ReviewDecision,
    UsernameDecision,
    TemplateReason,
    SolutionEvent,
    SolutionStatus,
    PaymentProvider,
    PaymentConfigurationStatus,
    FlowEvent,
    MessageType,
    InteractiveType,
    SystemType,
    UnsupportedType,
    ReferralSource,
    RecipientType,
    PricingType,
    PricingCategory,
    PricingModel,
    HistoryStatus,
    SyncType,
    SyncAction,
    PreferenceCategory,
    AutomaticEventName,
    CallEvent,
    CallDirection,
    CallOutcome,
    StatusType,
    GroupEvent,
    QualityUpdateEvent,
    NameDecision,
    NameRejection,
    SecurityEvent,
    TemplateCategory,
    TemplateEvent,
    PauseTitle,
    QualityRating,
    PreferenceValue,
);
