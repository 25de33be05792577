//! What contacts see of a number, as texts that a person edits: Meta's limits, what was changed,
//! and what somebody else changed meanwhile. Nothing is sent from here.

use meta::open::Vertical;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::replica::Replica;

/// A part of a profile that can be written, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The line under the name.
    About,
    /// What the business does.
    Description,
    /// Line of business.
    Vertical,
    /// E-mail.
    Email,
    /// Address.
    Address,
    /// Up to two links, in their order.
    Websites,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 6] = [
        Self::About,
        Self::Description,
        Self::Vertical,
        Self::Email,
        Self::Address,
        Self::Websites,
    ];

    /// Meta's name of the field.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Description => "description",
            Self::Vertical => "vertical",
            Self::Email => "email",
            Self::Address => "address",
            Self::Websites => "websites",
        }
    }

    /// Longest text in characters (META 6); of the links each. A vertical is one of a list.
    pub const fn limit(self) -> Option<usize> {
        match self {
            Self::About => Some(139),
            Self::Description => Some(512),
            Self::Email => Some(128),
            Self::Address | Self::Websites => Some(256),
            Self::Vertical => None,
        }
    }
}

/// Most links (META 6).
pub const LINKS: usize = 2;

/// The texts of a profile. An empty one is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// The line under the name, which Meta calls about.
    pub about: String,
    /// What the business does.
    pub description: String,
    /// Line of business in Meta's spelling.
    pub vertical: String,
    /// E-mail.
    pub email: String,
    /// Address.
    pub address: String,
    /// Links.
    pub websites: Vec<String>,
}

/// Why Meta would not take a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It must not be empty.
    Empty,
    /// It has more characters than Meta takes.
    TooLong {
        /// Characters it has.
        length: usize,
        /// Characters that Meta takes.
        limit: usize,
    },
    /// It is no e-mail address.
    NotAnAddress,
    /// A link does not begin with `https://` or `http://`, or holds a space.
    NotALink {
        /// Which link, from 0.
        nth: usize,
    },
    /// There are more links than Meta takes.
    TooManyLinks,
    /// It is not on Meta's list.
    NotAVertical,
}

impl Texts {
    /// The texts as last heard.
    pub fn of(profile: &Replica) -> Self {
        let value = |part: Part| profile.get(part.as_str()).map(|heard| &heard.value);
        Self::read(value)
    }

    /// The texts of Meta's document.
    pub fn of_document(document: &Map<String, Value>) -> Self {
        Self::read(|part| document.get(part.as_str()))
    }

    fn read<'v>(value: impl Fn(Part) -> Option<&'v Value>) -> Self {
        let text = |part| value(part).and_then(Value::as_str).unwrap_or_default().to_owned();
        let links = value(Part::Websites).and_then(Value::as_array).into_iter().flatten();
        Self {
            about: text(Part::About),
            description: text(Part::Description),
            vertical: text(Part::Vertical),
            email: text(Part::Email),
            address: text(Part::Address),
            websites: links.filter_map(|link| link.as_str().map(str::to_owned)).collect(),
        }
    }

    /// As typed, made as Meta keeps it: no space around, one kind of line end, no empty link.
    #[must_use]
    pub fn tidied(self) -> Self {
        let links = self.websites.iter().map(|link| tidy(link));
        Self {
            about: tidy(&self.about),
            description: tidy(&self.description),
            vertical: tidy(&self.vertical),
            email: tidy(&self.email),
            address: tidy(&self.address),
            websites: links.filter(|link| !link.is_empty()).collect(),
        }
    }

    /// A part as Meta takes it.
    pub fn value(&self, part: Part) -> Value {
        match part {
            Part::About => self.about.as_str().into(),
            Part::Description => self.description.as_str().into(),
            Part::Vertical => self.vertical.as_str().into(),
            Part::Email => self.email.as_str().into(),
            Part::Address => self.address.as_str().into(),
            Part::Websites => self.websites.as_slice().into(),
        }
    }

    /// The parts in which two profiles differ.
    pub fn differing(&self, other: &Self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|part| self.value(*part) != other.value(*part)).collect()
    }

    /// These parts as fields of Meta's document.
    pub fn fields(&self, parts: &[Part]) -> Map<String, Value> {
        parts.iter().map(|part| (part.as_str().to_owned(), self.value(*part))).collect()
    }

    /// Takes these parts over from another profile.
    pub fn take(&mut self, parts: &[Part], from: &Self) {
        for part in parts {
            match part {
                Part::About => self.about.clone_from(&from.about),
                Part::Description => self.description.clone_from(&from.description),
                Part::Vertical => self.vertical.clone_from(&from.vertical),
                Part::Email => self.email.clone_from(&from.email),
                Part::Address => self.address.clone_from(&from.address),
                Part::Websites => self.websites.clone_from(&from.websites),
            }
        }
    }

    /// What was changed from `seen`, over what stands `now`.
    #[must_use]
    pub fn over(&self, seen: &Self, now: &Self) -> Self {
        let mut texts = now.clone();
        texts.take(&self.differing(&seen.clone().tidied()), self);
        texts
    }

    /// What Meta would not take of these parts, in the order of the page.
    pub fn faults(&self, parts: &[Part]) -> Vec<(Part, Fault)> {
        let faulty = |part: Part| self.fault(part).map(|fault| (part, fault));
        Part::ALL.into_iter().filter(|part| parts.contains(part)).filter_map(faulty).collect()
    }

    fn fault(&self, part: Part) -> Option<Fault> {
        match part {
            Part::About if self.about.is_empty() => Some(Fault::Empty),
            Part::About => too_long(part, &self.about),
            Part::Description => too_long(part, &self.description),
            Part::Address => too_long(part, &self.address),
            Part::Email if self.email.is_empty() => None,
            Part::Email => too_long(part, &self.email)
                .or_else(|| (!is_address(&self.email)).then_some(Fault::NotAnAddress)),
            Part::Vertical if self.vertical.is_empty() => None,
            Part::Vertical => {
                let vertical = Vertical::from(self.vertical.as_str());
                let is_taken =
                    Vertical::KNOWN.contains(&vertical) && !Vertical::READ_ONLY.contains(&vertical);
                (!is_taken).then_some(Fault::NotAVertical)
            }
            Part::Websites if self.websites.len() > LINKS => Some(Fault::TooManyLinks),
            Part::Websites => self.websites.iter().enumerate().find_map(|(nth, link)| {
                let is_link = is_link(link);
                too_long(part, link).or((!is_link).then_some(Fault::NotALink { nth }))
            }),
        }
    }
}

/// The parts that a person changed from what they saw while Meta's changed too, to something else.
pub fn conflicts(seen: &Texts, wanted: &Texts, now: &Texts) -> Vec<Part> {
    let differs = |one: &Texts, other: &Texts, part| one.value(part) != other.value(part);
    let is_in_conflict = |part: &Part| {
        differs(wanted, seen, *part) && differs(now, seen, *part) && differs(now, wanted, *part)
    };
    Part::ALL.into_iter().filter(is_in_conflict).collect()
}

/// Whether a value that was read is the one that was written: Meta leaves out what is not set, and a
/// space at an end or another line end is none that a person typed.
pub fn shows(read: &Value, written: &Value) -> bool {
    plain(read) == plain(written)
}

/// The texts of a value, tidied; none when it is not set.
fn plain(value: &Value) -> Vec<String> {
    let texts: Vec<String> = match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![tidy(text)],
        Value::Array(items) => items.iter().flat_map(plain).collect(),
        other => vec![other.to_string()],
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

/// Without what no reader sees and what turns the reader's own words around; joiners stay, since
/// emoji are made with them.
fn tidy(text: &str) -> String {
    let is_kept = |letter: &char| {
        let turns = ('\u{202a}'..='\u{202e}').contains(letter)
            || ('\u{2066}'..='\u{2069}').contains(letter);
        *letter == '\n' || !(letter.is_control() || turns)
    };
    let text: String = text.replace("\r\n", "\n").chars().filter(is_kept).collect();
    let is_around = |letter: char| {
        letter.is_whitespace()
            || ('\u{200b}'..='\u{200f}').contains(&letter)
            || matches!(letter, '\u{2060}' | '\u{feff}')
    };
    text.trim_matches(is_around).to_owned()
}

fn too_long(part: Part, text: &str) -> Option<Fault> {
    let (limit, length) = (part.limit()?, text.chars().count());
    (length > limit).then_some(Fault::TooLong { length, limit })
}

/// Enough to catch a slip; Meta has the last word.
fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_host = host.contains('.') && !host.contains("..") && !host.contains('@');
    !name.is_empty()
        && is_host
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains(char::is_whitespace)
}

fn is_link(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let is_host = |rest: &str| rest.starts_with(|letter| !"/?#.:@".contains(letter));
    rest.is_some_and(is_host) && !text.contains(char::is_whitespace)
}
