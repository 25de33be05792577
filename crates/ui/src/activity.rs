//! Atividade: every change, newest first, by day, narrowed and paged by address alone.

mod entry;
mod filter;

use askama::Template;
use jiff::civil::Date;

use crate::explain::{self, Explanation};
use crate::frame::{Around, Page};
use crate::news::{self, Form};
use crate::notices::{Tab, tabs};
use crate::told::{Lens, Told};
use crate::view::{self, Narrowed};
use crate::words::Words;

use entry::Entry;
use filter::{Chip, Choice};

#[derive(Template)]
#[template(path = "activity.html")]
struct Activity {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    chips: Vec<Chip>,
    /// The chosen subject, which the form keeps.
    subject: Option<&'static str>,
    numbers: Vec<Choice>,
    periods: Vec<Choice>,
    days: Vec<Day>,
    explanations: Vec<Explanation>,
    is_first: bool,
    nothing: Nothing,
    /// The page without filters.
    clear: String,
    /// The first page with these filters.
    start: String,
    older: Option<String>,
}

/// The changes of one day.
struct Day {
    date: Date,
    title: String,
    entries: Vec<Entry>,
}

/// Why a page without changes has none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nothing {
    /// No account is connected.
    Unconnected,
    /// Nothing was recorded yet.
    Yet,
    /// The filters leave nothing.
    Here,
    /// The page lies behind the last one.
    Older,
}

/// The page.
pub fn activity(frame: &view::Frame, view: &view::Activity<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    let narrowed = &view.narrowed;
    let days = days(&lens, &around, view);
    let shown = days.iter().flat_map(|day| &day.entries).filter_map(|one| one.explained.as_ref());
    let address = |narrowed, cursor| filter::address(&around, narrowed, cursor);
    crate::rendered(&Activity {
        tabs: tabs(&words, &around, "/activity"),
        chips: filter::chips(&words, &around, narrowed),
        subject: narrowed.subject.map(|subject| subject.as_str()),
        numbers: filter::numbers(&words, view.scope, narrowed.number),
        periods: filter::periods(&words, narrowed.days),
        explanations: explain::of_badges(&words, shown),
        days,
        is_first: view.is_first,
        nothing: match () {
            () if !view.is_first => Nothing::Older,
            () if *narrowed != Narrowed::default() => Nothing::Here,
            () if frame.wabas.is_empty() => Nothing::Unconnected,
            () => Nothing::Yet,
        },
        clear: address(&Narrowed::default(), None),
        start: address(narrowed, None),
        older: view.next.map(|cursor| address(narrowed, Some(cursor))),
        around,
        page: Page::new(words, "nav-activity"),
    })
}

/// The entries by the day on which they happened. What Farol learned late stands where it belongs,
/// or one day would have two headings.
fn days(lens: &Lens<'_>, around: &Around, view: &view::Activity<'_>) -> Vec<Day> {
    let mut entries: Vec<&view::Entry> = news::told_once(view.entries).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.change.at, entry.seq)));
    let mut days: Vec<Day> = Vec::new();
    for one in entries {
        let (date, at) = (lens.words.date(one.change.at), one.change.at);
        let told = entry::entry(lens, around, view.scope, one);
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.entries.push(told),
            None => {
                let title = lens.words.full_day(at, lens.now);
                days.push(Day { date, title, entries: vec![told] });
            }
        }
    }
    days
}
