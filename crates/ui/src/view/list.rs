//! What a reader asks of the list of numbers, as its address has it: narrowed, sorted, on a page.
//!
//! An address always gives a list: what it asks for and does not exist becomes the default, and is
//! told apart so that the page can say so.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::readiness::{Readiness, Scope};

use crate::frame::escaped;

/// Numbers on one page of the list.
pub const PAGE: usize = 50;

/// Recipients beyond which the question of sending to them means nothing.
const MOST_RECIPIENTS: u64 = 1_000_000_000;

/// The numbers with what a list of them is narrowed and sorted by.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Everything of the tenant.
    pub scope: &'a Scope,
    /// The verdict, whose reasons say which numbers ask for attention.
    pub readiness: &'a Readiness,
    /// Ids of numbers with a message or status in the last seven days.
    pub in_use: &'a BTreeSet<String>,
    /// Recipients that each number reached in the last 24 hours, by its id; none is not listed.
    pub usage: &'a BTreeMap<String, u64>,
    /// What the reader asks for.
    pub asked: &'a Asked,
}

/// A list as asked for. The default is all numbers by name, on the first page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which numbers are shown.
    pub filter: Filter,
    /// Of these, those of one quality: Meta's word, or [`Asked::NEVER_READ`].
    pub quality: Option<String>,
    /// Of these, those in one state: Meta's word, or [`Asked::NEVER_READ`].
    pub status: Option<String>,
    /// What is searched for in names, numbers and ids.
    pub query: String,
    /// By what they are ordered.
    pub sort: Sort,
    /// Whether that order is turned around.
    pub is_turned: bool,
    /// Which page, from 0; beyond the last one it means the last.
    pub page: usize,
    /// To how many recipients somebody thinks of sending.
    pub send: Option<u64>,
    /// What was asked for and does not exist, as it was written.
    pub misread: Vec<Misread>,
}

/// Something in an address that does not exist, as it was written; the default stands in for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// No such filter.
    Filter(String),
    /// No such order.
    Sort(String),
    /// No such page.
    Page(String),
    /// Not a number of recipients.
    Send(String),
}

impl Asked {
    /// Stands for a value that was never read, where any word may be one of Meta's.
    pub const NEVER_READ: &'static str = "-";

    /// Reads the pairs of a query; of a name that is given twice the first counts.
    pub fn of(pairs: &[(String, String)]) -> Self {
        let word = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
            found.filter(|value| !value.is_empty()).map(str::to_owned)
        };
        let mut asked = Self {
            quality: word("quality"),
            status: word("status"),
            query: word("q").unwrap_or_default(),
            ..Self::default()
        };
        if let Some(filter) = word("filter") {
            asked.filter = asked.read(&filter, Misread::Filter);
        }
        if let Some(sort) = word("sort") {
            asked.sort = asked.read(&sort, Misread::Sort);
        }
        match word("order").as_deref() {
            None => {}
            Some("asc") => asked.is_turned = asked.sort.order() == Order::Descending,
            Some("desc") => asked.is_turned = asked.sort.order() == Order::Ascending,
            Some(other) => asked.misread.push(Misread::Sort(other.to_owned())),
        }
        if let Some(page) = word("page") {
            let number = page.parse::<usize>().ok().and_then(|page| page.checked_sub(1));
            asked.page = number.unwrap_or_else(|| {
                asked.misread.push(Misread::Page(page));
                0
            });
        }
        if let Some(send) = word("send") {
            asked.send = recipients(&send);
            if asked.send.is_none() {
                asked.misread.push(Misread::Send(send));
            }
        }
        asked
    }

    fn read<T: FromStr + Default>(&mut self, word: &str, or: fn(String) -> Misread) -> T {
        word.parse().unwrap_or_else(|_| {
            self.misread.push(or(word.to_owned()));
            T::default()
        })
    }

    /// The order in which the list stands.
    pub fn order(&self) -> Order {
        match (self.sort.order(), self.is_turned) {
            (order, false) => order,
            (Order::Ascending, true) => Order::Descending,
            (Order::Descending, true) => Order::Ascending,
        }
    }

    /// The pairs of the query that asks for this list, without what is the default.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let order = self.is_turned.then(|| self.order().as_str().to_owned());
        let has_filter = self.filter != Filter::default();
        let has_sort = self.sort != Sort::default() || self.is_turned;
        let parts = [
            ("filter", has_filter.then(|| self.filter.as_str().to_owned())),
            ("q", Some(self.query.trim().to_owned()).filter(|query| !query.is_empty())),
            ("quality", self.quality.clone()),
            ("status", self.status.clone()),
            ("sort", has_sort.then(|| self.sort.as_str().to_owned())),
            ("order", order),
            ("page", (self.page > 0).then(|| (self.page + 1).to_string())),
            ("send", self.send.map(|send| send.to_string())),
        ];
        parts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The address of this list at a path.
    pub fn at(&self, path: &str) -> String {
        let pair = |(name, value): (&str, String)| format!("{name}={}", escaped(&value));
        let query: Vec<String> = self.pairs().into_iter().map(pair).collect();
        match query.as_slice() {
            [] => path.to_owned(),
            parts => format!("{path}?{}", parts.join("&")),
        }
    }

    /// What stands in the field for recipients: the number, or what was written instead of one.
    pub fn sent(&self) -> String {
        let written = self.misread.iter().find_map(|misread| match misread {
            Misread::Send(written) => Some(written.clone()),
            Misread::Filter(_) | Misread::Sort(_) | Misread::Page(_) => None,
        });
        let number = self.send.map(|send| send.to_string());
        number.or(written).unwrap_or_default()
    }

    /// Whether the list is not all numbers.
    pub fn is_narrowed(&self) -> bool {
        self.filter != Filter::All
            || self.quality.is_some()
            || self.status.is_some()
            || !self.query.trim().is_empty()
    }
}

/// A number of recipients as people write it: with or without groups. What could be a fraction is
/// none: "1,5" is not fifteen people.
fn recipients(text: &str) -> Option<u64> {
    let mut groups = text.trim().split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next().filter(|group| !group.is_empty())?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|count| is_number && (1..=MOST_RECIPIENTS).contains(count))
}

/// Which numbers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those whose state, quality or health needs a look.
    Attention,
    /// CONNECTED, FLAGGED or RESTRICTED.
    Active,
    /// PENDING or UNVERIFIED.
    Pending,
    /// With a message or status in the last seven days.
    InUse,
}

impl Filter {
    /// All filters, in the order of the chips.
    pub const ALL: [Self; 5] =
        [Self::All, Self::Attention, Self::Active, Self::Pending, Self::InUse];

    /// The word of the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Attention => "attention",
            Self::Active => "active",
            Self::Pending => "pending",
            Self::InUse => "in_use",
        }
    }
}

impl FromStr for Filter {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == word).ok_or(())
    }
}

/// By what the numbers are ordered; what is equal stands by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Name, whatever its case and accents.
    #[default]
    Name,
    /// How grave the state is.
    Status,
    /// How grave the quality is.
    Quality,
    /// How many recipients the limit allows.
    Limit,
    /// Recipients in the last 24 hours.
    Usage,
    /// When anything was last heard of it.
    Heard,
}

impl Sort {
    /// All of them, in the order of the table's columns.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Status, Self::Quality, Self::Limit, Self::Usage, Self::Heard];

    /// The word of the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Quality => "quality",
            Self::Limit => "limit",
            Self::Usage => "usage",
            Self::Heard => "heard",
        }
    }

    /// The order that people want first: names from A, what is heard of longest ago, and of
    /// everything else the most.
    pub const fn order(self) -> Order {
        match self {
            Self::Name | Self::Heard => Order::Ascending,
            Self::Status | Self::Quality | Self::Limit | Self::Usage => Order::Descending,
        }
    }
}

impl FromStr for Sort {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word).ok_or(())
    }
}

/// From the least, or from the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// From the least.
    Ascending,
    /// From the most.
    Descending,
}

impl Order {
    /// The word of the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }
}
