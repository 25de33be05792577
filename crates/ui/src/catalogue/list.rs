//! All of Meta's errors, by what they belong to, and those that a reader searches for.

use askama::Template;
use meta::catalogue::{self, Area, Asked, ENTRIES, Entry};

use super::{Meaning, PATH, area_keys};
use crate::folded::folded;
use crate::frame::{Around, Page};
use crate::view;
use crate::words::Words;

#[derive(Template)]
#[template(path = "errors.html")]
struct Errors {
    page: Page,
    around: Around,
    query: String,
    /// What was found, in words.
    count: String,
    nothing: String,
    groups: Vec<Group>,
    all: &'static str,
}

/// Errors of one area.
struct Group {
    id: String,
    title: String,
    about: String,
    errors: Vec<Meaning>,
}

/// The page; an empty query finds all.
pub fn errors(frame: &view::Frame, query: &str) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let asked = Sought::of(query);
    let groups: Vec<Group> =
        Area::ALL.into_iter().filter_map(|area| group(&words, area, &asked)).collect();
    let count = groups.iter().map(|group| group.errors.len() as u64).sum();
    crate::rendered(&Errors {
        count: words.many("errors-count", count),
        nothing: words.t1("nothing-search", "query", query.trim()),
        query: query.trim().to_owned(),
        groups,
        all: PATH,
        around: Around::new(&words, frame),
        page: Page::new(words, "errors-title"),
    })
}

fn group(words: &Words, area: Area, asked: &Sought) -> Option<Group> {
    let of_area = ENTRIES.iter().filter(|entry| entry.area == area);
    let errors: Vec<Meaning> =
        of_area.map(|entry| (entry, Meaning::of(words, entry))).filter_map(asked.fits()).collect();
    let (title, about) = area_keys(area);
    (!errors.is_empty()).then(|| Group {
        id: title.trim_start_matches("errors-area-").to_owned(),
        title: words.t(title),
        about: words.t(about),
        errors,
    })
}

/// What a reader searches for.
struct Sought {
    /// Each must be found, wherever it is.
    terms: Vec<String>,
    /// What the whole query is as a code, or as a subcode.
    codes: Vec<&'static Entry>,
}

impl Sought {
    fn of(query: &str) -> Self {
        let codes = query.parse::<Asked>().map(catalogue::meant).unwrap_or_default();
        Self { terms: folded(query).split_whitespace().map(str::to_owned).collect(), codes }
    }

    fn fits(&self) -> impl Fn((&'static Entry, Meaning)) -> Option<Meaning> {
        move |(entry, known)| {
            let steps = known.steps.join(" ");
            let said = [&known.label, &entry.id(), &known.what, &known.means, &steps]
                .map(|one| folded(one));
            let has = |term: &String| said.iter().any(|text| text.contains(term.as_str()));
            (self.codes.contains(&entry) || self.terms.iter().all(has)).then_some(known)
        }
    }
}
