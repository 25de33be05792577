//! Números e limites: every number with what Meta reports of it, filtered and searched by address.

use askama::Template;
use domain::{Replica, number};
use meta::open::PhoneNumberStatus;

use crate::frame::{self, Around, Page};
use crate::limit::{self, Limit};
use crate::number_row::{self, Row};
use crate::told::{Lens, Source};
use crate::verdict;
use crate::view::{self, Filter};
use crate::words::Words;

#[derive(Template)]
#[template(path = "numbers.html")]
struct Numbers {
    page: Page,
    around: Around,
    lead: String,
    limits: Vec<Limit>,
    chips: Vec<Chip>,
    filter: &'static str,
    query: String,
    rows: Vec<Row>,
    /// "3 de 4 números".
    shown: String,
    /// Said when nothing fits the search.
    nothing: String,
    is_empty: bool,
    source: Option<Source>,
}

/// A filter as a link.
struct Chip {
    href: String,
    text: String,
    count: String,
    is_current: bool,
    has_shape: bool,
}

/// The page.
pub fn numbers(frame: &view::Frame, view: &view::Numbers<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let found: Vec<&Replica> =
        view.scope.numbers.iter().filter(|number| is_found(number, view.query)).collect();
    let rows: Vec<Row> = found
        .iter()
        .filter(|number| is_in(view, number, view.filter))
        .map(|number| {
            let is_in_use = view.in_use.contains(&number.node.id);
            number_row::row(&lens, view.scope, number, is_in_use)
        })
        .collect();
    let around = Around::new(&words, frame);
    let all = view.scope.numbers.len() as u64;
    let newest = view.scope.numbers.iter().max_by_key(|number| number.read_at);
    let shown = words.count(rows.len() as u64);
    crate::rendered(&Numbers {
        lead: words.many("numbers-lead", all),
        limits: limit::portfolios(&lens, view.scope),
        chips: Filter::ALL
            .into_iter()
            .map(|filter| chip(&words, view, &found, filter, &around))
            .collect(),
        filter: view.filter.as_str(),
        query: view.query.to_owned(),
        shown: words.with("numbers-shown", &[("shown", shown)], Some(all)),
        nothing: match view.query.trim() {
            "" => words.t("nothing-filter"),
            query => words.t1("nothing-search", "query", query),
        },
        is_empty: view.scope.numbers.is_empty(),
        rows,
        source: newest.and_then(|number| lens.reading(number)),
        around,
        page: Page::new(words, "nav-numbers"),
    })
}

fn chip(
    words: &Words,
    view: &view::Numbers<'_>,
    found: &[&Replica],
    filter: Filter,
    around: &Around,
) -> Chip {
    let key = match filter {
        Filter::All => "filter-all",
        Filter::Attention => "filter-attention",
        Filter::Active => "filter-active",
        Filter::Pending => "filter-pending",
    };
    let count = found.iter().filter(|number| is_in(view, number, filter)).count();
    Chip {
        href: around.at(&address(filter, view.query)),
        text: words.t(key),
        count: words.count(count as u64),
        is_current: filter == view.filter,
        has_shape: filter == Filter::Attention && count > 0,
    }
}

fn is_in(view: &view::Numbers<'_>, number: &Replica, filter: Filter) -> bool {
    use PhoneNumberStatus::{Pending, Unverified};
    match filter {
        Filter::All => true,
        Filter::Attention => {
            let id = Some(number.node.id.as_str());
            number.failure.is_some()
                || view.readiness.reasons.iter().any(|reason| verdict::number_of(reason) == id)
        }
        Filter::Active => number::is_active(number),
        Filter::Pending => matches!(number::status(number), Some(Pending | Unverified)),
    }
}

/// Whether name, number or id hold what is searched; of a number its digits count.
fn is_found(number: &Replica, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let phone = number.text("display_phone_number").unwrap_or_default();
    let wanted = digits(&query);
    let is_numeric = !wanted.is_empty() && query.chars().all(|c| !c.is_alphabetic());
    query.is_empty()
        || crate::named::name(number).to_lowercase().contains(&query)
        || number.node.id.contains(&query)
        || (is_numeric && digits(phone).contains(&wanted))
}

/// The address of a filter, with the search kept.
fn address(filter: Filter, query: &str) -> String {
    let query = query.trim();
    let mut address = String::from("/numbers");
    let mut sign = '?';
    if filter != Filter::All {
        address.push_str(&format!("{sign}filter={}", filter.as_str()));
        sign = '&';
    }
    if !query.is_empty() {
        address.push_str(&format!("{sign}q={}", frame::escaped(query)));
    }
    address
}
