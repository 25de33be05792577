//! The errors that Meta documents, as data: which, where, who acts, and whether to repeat.
//!
//! Words are not here but in the pages' languages, under each entry's id. A code that is not listed
//! has no entry: it is shown as Meta sent it.

mod entries;

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

pub use entries::ENTRIES;

/// A subcode from here on names one thing, whatever code carries it.
const SPEAKS_FOR_ITSELF: i64 = 1_000_000;

/// One error of Meta's, or a range of which Meta says no more than what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code, or the first of a range.
    pub first: i64,
    /// The last of a range; the same as the first when it is one code.
    pub last: i64,
    /// The subcode that tells it from others of its code.
    pub subcode: Option<i64>,
    /// What it belongs to.
    pub area: Area,
    /// Who can change it.
    pub actor: Actor,
    /// Whether the same call is to be repeated.
    pub retry: Retry,
    /// HTTP's status, where Meta documents one.
    pub http: Option<u16>,
    /// The page of Meta's where it is read about, or settled.
    pub page: Page,
    /// Where it was read.
    pub section: &'static str,
    /// How well it is known.
    pub basis: Basis,
}

/// What an error belongs to, in the order of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Token, permission, object, webhook address.
    Access,
    /// Registration, verification, connecting.
    Registration,
    /// Entities of `health_status`.
    Health,
    /// The account: policy, payment, name.
    Account,
    /// Pace and limits.
    Pace,
    /// A message.
    Message,
    /// Templates and Flows.
    Template,
    /// The WhatsApp Business app beside the API.
    Coexistence,
    /// Usernames.
    Username,
    /// Meta's own trouble.
    Trouble,
    /// Parts of the platform that Farol does not use.
    Other,
}

/// Who can change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Who runs the integration.
    You,
    /// The business that owns account and number.
    Client,
    /// Meta.
    Meta,
    /// Farol, by itself.
    Farol,
}

/// Whether the same call is to be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// No: it will fail again, or must not be repeated.
    Never,
    /// When what stands in the way is put right.
    OnceFixed,
    /// Later, at growing intervals.
    Later,
    /// Not before so many seconds.
    After(NonZeroU32),
}

/// How well an error is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Meta documents it.
    Documented,
    /// Others saw it; Meta's pages that were read say nothing of it.
    Reported,
    /// General knowledge of Graph that was not checked against Meta's pages.
    Assumed,
}

/// A page of Meta's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// The list of the Cloud API's errors.
    Errors,
    /// The Graph API.
    Graph,
    /// WhatsApp Manager.
    Manager,
    /// The business portfolio.
    Business,
    /// Messaging limits.
    Limits,
}

impl Page {
    /// Its address.
    pub const fn url(self) -> &'static str {
        match self {
            Self::Errors => {
                "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
            }
            Self::Graph => "https://developers.facebook.com/docs/graph-api",
            Self::Manager => "https://business.facebook.com/wa/manage/",
            Self::Business => "https://business.facebook.com/",
            Self::Limits => "https://developers.facebook.com/docs/whatsapp/messaging-limits",
        }
    }
}

impl Area {
    /// All areas, in the order of the catalogue.
    pub const ALL: [Self; 11] = [
        Self::Access,
        Self::Registration,
        Self::Health,
        Self::Account,
        Self::Pace,
        Self::Message,
        Self::Template,
        Self::Coexistence,
        Self::Username,
        Self::Trouble,
        Self::Other,
    ];
}

impl Entry {
    /// Its name in addresses, words and files: `133005`, `100-2388001`, `200-299`.
    pub fn id(&self) -> String {
        match self.subcode {
            Some(subcode) => format!("{}-{subcode}", self.first),
            None if self.last > self.first => format!("{}-{}", self.first, self.last),
            None => self.first.to_string(),
        }
    }

    /// As people write it: `133005`, `100/2388001`, `200–299`.
    pub fn label(&self) -> String {
        match self.subcode {
            Some(subcode) => format!("{}/{subcode}", self.first),
            None if self.last > self.first => format!("{}–{}", self.first, self.last),
            None => self.first.to_string(),
        }
    }

    fn holds(&self, code: i64) -> bool {
        (self.first..=self.last).contains(&code)
    }
}

/// A code of Meta's as it is asked for: `133005`, `100/2388001`, `100-2388001`, `2388001`, `463`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The code, or a subcode by itself.
    pub code: i64,
    /// The subcode.
    pub subcode: Option<i64>,
}

/// What is no code of Meta's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is a number, or a number and a subcode as 100/2388001")]
pub struct NotACode;

impl FromStr for Asked {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let text = text.trim().trim_start_matches('#');
        let number = |part: &str| match part.as_bytes() {
            [] => Err(NotACode),
            // A sign is no part of a code, though numbers are read with one.
            digits if digits.iter().all(u8::is_ascii_digit) => part.parse().map_err(|_| NotACode),
            _ => Err(NotACode),
        };
        match text.split_once(['/', '-']) {
            Some((code, subcode)) => {
                Ok(Self { code: number(code)?, subcode: Some(number(subcode)?) })
            }
            None => Ok(Self { code: number(text)?, subcode: None }),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subcode {
            Some(subcode) => write!(out, "{}/{subcode}", self.code),
            None => write!(out, "{}", self.code),
        }
    }
}

/// What is known of an error: by the pair, else by a subcode that speaks for itself, else by the code
/// alone, whose words hold for its other subcodes too. `None` for a code that is not listed.
pub fn find(asked: Asked) -> Option<&'static Entry> {
    let by_subcode = |subcode: i64| {
        let is_clear = subcode >= SPEAKS_FOR_ITSELF;
        ENTRIES.iter().find(|entry| is_clear && entry.subcode == Some(subcode))
    };
    let by_code = || {
        let alone = || ENTRIES.iter().filter(|entry| entry.subcode.is_none());
        let exact = alone().find(|entry| entry.first == entry.last && entry.holds(asked.code));
        exact.or_else(|| alone().find(|entry| entry.holds(asked.code)))
    };
    match asked.subcode {
        Some(subcode) => {
            let pair = |entry: &&Entry| {
                entry.first == asked.code
                    && (entry.subcode == Some(subcode)
                        || entry.subcode.is_none()
                            && entry.last > entry.first
                            && entry.last == subcode)
            };
            ENTRIES.iter().find(pair).or_else(|| by_subcode(subcode)).or_else(by_code)
        }
        None => by_code().or_else(|| by_subcode(asked.code)),
    }
}

/// All that a reader may mean: what [`find`] answers, and of a number by itself every entry that has
/// it as its subcode. In a log line a subcode often stands alone, whatever Meta calls it.
pub fn meant(asked: Asked) -> Vec<&'static Entry> {
    let first = find(asked);
    let is_bare = asked.subcode.is_none();
    let by_subcode = ENTRIES
        .iter()
        .filter(|entry| is_bare && entry.subcode == Some(asked.code) && Some(*entry) != first);
    first.into_iter().chain(by_subcode).collect()
}
