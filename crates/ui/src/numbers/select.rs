//! Which numbers a list shows, in which order, and how many each other choice would show.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::{Replica, number};
use meta::open::{MessagingLimit, PhoneNumberStatus, QualityRating};

use crate::folded::folded;
use crate::limit;
use crate::named;
use crate::verdict;
use crate::view::{self, Asked, Filter, Order, PAGE, Sort};

/// A list as it was asked for, found in what is there.
pub(crate) struct Selected<'a> {
    /// All that was found, in order.
    pub found: Vec<&'a Replica>,
    /// Which page of these, from 0: the last one, where a later one was asked for.
    pub page: usize,
    /// How many each filter would show.
    pub filters: [(Filter, usize); 5],
    /// How many each quality would show, gravest first; also the chosen one, if nothing has it.
    pub qualities: Vec<(String, usize)>,
    /// How many each state would show, gravest first; also the chosen one, if nothing has it.
    pub statuses: Vec<(String, usize)>,
}

impl<'a> Selected<'a> {
    /// The numbers of the page.
    pub fn rows(&self) -> &[&'a Replica] {
        let from = self.page * PAGE;
        &self.found[from.min(self.found.len())..self.found.len().min(from + PAGE)]
    }

    /// How many pages there are; one also of nothing.
    pub fn pages(&self) -> usize {
        self.found.len().div_ceil(PAGE).max(1)
    }
}

/// What is looked at of one number, worked out once.
struct Facts<'a> {
    replica: &'a Replica,
    is_found: bool,
    filters: [bool; 5],
    quality: String,
    status: String,
}

impl Facts<'_> {
    /// Whether everything fits but, where named, one thing that is counted over all its values.
    fn fits(&self, asked: &Asked, but: But) -> bool {
        let is = |chosen: &Option<String>, held: &str| {
            chosen.as_ref().is_none_or(|chosen| chosen == held)
        };
        self.is_found
            && (but == But::Filter || self.filters[place(asked.filter)])
            && (but == But::Quality || is(&asked.quality, &self.quality))
            && (but == But::Status || is(&asked.status, &self.status))
    }
}

/// What is left out of account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum But {
    Nothing,
    Filter,
    Quality,
    Status,
}

/// Finds a list in what is there.
pub(crate) fn select<'a>(view: &view::Listed<'a>) -> Selected<'a> {
    let facts = facts(view);
    let asked = view.asked;
    let held = facts.iter().filter(|fact| fact.fits(asked, But::Quality));
    let mut qualities = counts(
        facts.iter().map(|fact| fact.quality.as_str()).chain(asked.quality.as_deref()),
        held.map(|fact| fact.quality.as_str()),
    );
    qualities.sort_by_key(|(word, _)| Reverse(quality_gravity(word)));
    let held = facts.iter().filter(|fact| fact.fits(asked, But::Status));
    let mut statuses = counts(
        facts.iter().map(|fact| fact.status.as_str()).chain(asked.status.as_deref()),
        held.map(|fact| fact.status.as_str()),
    );
    statuses.sort_by_key(|(word, _)| Reverse(status_gravity(word)));
    let filters = Filter::ALL.map(|filter| {
        let is_in =
            |fact: &&Facts<'_>| fact.filters[place(filter)] && fact.fits(asked, But::Filter);
        (filter, facts.iter().filter(is_in).count())
    });
    let found = facts.iter().filter(|fact| fact.fits(asked, But::Nothing));
    let found = in_order(view, found.map(|fact| fact.replica).collect());
    let last = found.len().div_ceil(PAGE).saturating_sub(1);
    Selected { found, page: asked.page.min(last), filters, qualities, statuses }
}

/// How often each of all these words is held.
fn counts<'f>(
    all: impl Iterator<Item = &'f str>,
    held: impl Iterator<Item = &'f str>,
) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = all.map(|word| (word, 0)).collect();
    for word in held {
        *counts.entry(word).or_default() += 1;
    }
    counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect()
}

fn facts<'a>(view: &view::Listed<'a>) -> Vec<Facts<'a>> {
    use PhoneNumberStatus::{Pending, Unverified};
    let troubled: BTreeSet<&str> =
        view.readiness.reasons.iter().filter_map(verdict::number_of).collect();
    let query = Query::of(&view.asked.query);
    let fact = |replica: &'a Replica| {
        let id = replica.node.id.as_str();
        let status = number::status(replica);
        let in_filter = |filter| match filter {
            Filter::All => true,
            Filter::Attention => replica.failure.is_some() || troubled.contains(id),
            Filter::Active => number::is_active(replica),
            Filter::Pending => matches!(status, Some(Pending | Unverified)),
            Filter::InUse => view.in_use.contains(id),
        };
        Facts {
            replica,
            is_found: query.is_in(replica),
            filters: Filter::ALL.map(in_filter),
            quality: quality_word(replica),
            status: status.as_ref().map_or(Asked::NEVER_READ, PhoneNumberStatus::as_str).to_owned(),
        }
    };
    view.scope.numbers.iter().map(fact).collect()
}

/// Where a filter stands in [`Filter::ALL`].
const fn place(filter: Filter) -> usize {
    match filter {
        Filter::All => 0,
        Filter::Attention => 1,
        Filter::Active => 2,
        Filter::Pending => 3,
        Filter::InUse => 4,
    }
}

/// What is searched, read once.
struct Query {
    text: String,
    /// Its digits, where nothing in it is a letter.
    digits: Option<String>,
}

impl Query {
    fn of(query: &str) -> Self {
        let text = folded(query.trim());
        let digits = digits(&text);
        let is_numeric = !digits.is_empty() && !text.chars().any(char::is_alphabetic);
        Self { text, digits: is_numeric.then_some(digits) }
    }

    /// Whether name, number or id hold it; of a number its digits count.
    fn is_in(&self, number: &Replica) -> bool {
        let phone = || number.text("display_phone_number").unwrap_or_default();
        self.text.is_empty()
            || folded(&named::name(number)).contains(&self.text)
            || number.node.id.contains(&self.text)
            || self.digits.as_ref().is_some_and(|wanted| digits(phone()).contains(wanted))
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn in_order<'a>(view: &view::Listed<'a>, mut numbers: Vec<&'a Replica>) -> Vec<&'a Replica> {
    let name = |number: &Replica| (folded(&named::name(number)), number.node.id.clone());
    let asked = view.asked;
    let measure = |number: &Replica| measure(view, asked.sort, number);
    match (asked.sort, asked.order()) {
        (Sort::Name, Order::Ascending) => numbers.sort_by_cached_key(|number| name(number)),
        (Sort::Name, Order::Descending) => {
            numbers.sort_by_cached_key(|number| Reverse(name(number)));
        }
        (_, Order::Ascending) => {
            numbers.sort_by_cached_key(|number| (measure(number), name(number)));
        }
        (_, Order::Descending) => {
            numbers.sort_by_cached_key(|number| (Reverse(measure(number)), name(number)));
        }
    }
    numbers
}

/// By what numbers are ordered, least first; what was never read counts as least.
fn measure(view: &view::Listed<'_>, sort: Sort, number: &Replica) -> i128 {
    match sort {
        Sort::Name => 0,
        Sort::Status => number.text("status").map_or(0, status_gravity).into(),
        Sort::Quality => quality_gravity(&quality_word(number)).into(),
        Sort::Limit => limit::of_number(number).map_or(-1, |tier| match tier {
            MessagingLimit::Unlimited => i128::MAX,
            tier => tier.recipients().map_or(0, i128::from),
        }),
        Sort::Usage => view.usage.get(&number.node.id).copied().unwrap_or_default().into(),
        Sort::Heard => heard_at(number).map_or(i128::MIN, |at| at.as_millis().into()),
    }
}

/// When anything was last heard of a number.
pub(crate) fn heard_at(number: &Replica) -> Option<domain::Timestamp> {
    number.fields.values().map(|heard| heard.at).chain(number.read_at).max()
}

fn quality_word(number: &Replica) -> String {
    number::quality(number)
        .map_or_else(|| Asked::NEVER_READ.to_owned(), |(rating, _)| rating.to_string())
}

/// How much a quality asks for a look: low, medium, not known, high.
fn quality_gravity(raw: &str) -> u8 {
    match QualityRating::from(raw) {
        QualityRating::Red => 5,
        QualityRating::Yellow => 4,
        QualityRating::Other(raw) if raw != Asked::NEVER_READ => 3,
        QualityRating::Unknown => 2,
        QualityRating::Green => 1,
        QualityRating::Other(_) => 0,
    }
}

/// How much a state asks for a look: what stops the number, what threatens it, what is not known,
/// what waits, what is over, what is well.
fn status_gravity(raw: &str) -> u8 {
    match PhoneNumberStatus::from(raw) {
        PhoneNumberStatus::Banned => 12,
        PhoneNumberStatus::Restricted => 11,
        PhoneNumberStatus::Disconnected => 10,
        PhoneNumberStatus::RateLimited => 9,
        PhoneNumberStatus::Flagged => 8,
        PhoneNumberStatus::Other(raw) if raw != Asked::NEVER_READ => 7,
        PhoneNumberStatus::Unknown => 6,
        PhoneNumberStatus::Unverified => 5,
        PhoneNumberStatus::Pending => 4,
        PhoneNumberStatus::Migrated => 3,
        PhoneNumberStatus::Deleted => 2,
        PhoneNumberStatus::Connected => 1,
        PhoneNumberStatus::Other(_) => 0,
    }
}
