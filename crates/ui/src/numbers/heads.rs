//! The heads of the table; those by which it can be sorted are links.

use super::PATH;
use crate::frame::Around;
use crate::view::{Asked, Order, Sort};
use crate::words::Words;

/// The head of a column.
pub(super) struct Head {
    pub text: String,
    /// Whether the column holds counts.
    pub is_count: bool,
    pub sorting: Option<Sorting>,
}

/// How a column sorts the table.
pub(super) struct Sorting {
    /// Sorts by the column, or turns the order around.
    pub href: String,
    /// How the table is sorted by it now, as `aria-sort` has it.
    pub now: Option<&'static str>,
}

impl Sorting {
    /// Whether the table is sorted by it from the least.
    pub fn is_ascending(&self) -> bool {
        self.now == Some("ascending")
    }
}

/// The heads, in the order of the columns.
pub(super) fn heads(words: &Words, around: &Around, asked: &Asked) -> Vec<Head> {
    let columns: [(&str, Option<Sort>, bool); 10] = [
        ("field-phone", Some(Sort::Name), false),
        ("field-status", Some(Sort::Status), false),
        ("field-quality", Some(Sort::Quality), false),
        ("field-name-status", None, false),
        ("field-limit", Some(Sort::Limit), false),
        ("field-throughput", None, false),
        ("field-pin", None, false),
        ("field-official", None, false),
        ("field-usage", Some(Sort::Usage), true),
        ("field-heard", Some(Sort::Heard), false),
    ];
    columns
        .into_iter()
        .map(|(key, sort, is_count)| Head {
            text: words.t(key),
            is_count,
            sorting: sort.map(|sort| sorting(around, asked, sort)),
        })
        .collect()
}

fn sorting(around: &Around, asked: &Asked, sort: Sort) -> Sorting {
    let is_now = asked.sort == sort;
    let is_turned = is_now && !asked.is_turned;
    let next = Asked { sort, is_turned, page: 0, ..asked.clone() };
    Sorting {
        href: around.at(&next.at(PATH)),
        now: is_now.then(|| match asked.order() {
            Order::Ascending => "ascending",
            Order::Descending => "descending",
        }),
    }
}
