//! Números e limites: every number with what Meta reports of it, narrowed, sorted and paged by
//! address.

mod chips;
mod heads;
mod pager;
pub(crate) mod select;

use askama::Template;
use domain::Replica;

use self::chips::{Chip, Facet};
use self::heads::Head;
use self::pager::Pager;
use crate::entity::Known;
use crate::explain::{self, Explanation};
use crate::frame::{Around, Page};
use crate::meter::{self, Gauge, Whole};
use crate::number_row::{self, Row};
use crate::told::{Lens, Source};
use crate::view::{self, Asked, Misread, WHOLE_METERS};
use crate::words::Words;

#[derive(Template)]
#[template(path = "numbers.html")]
struct Numbers {
    page: Page,
    around: Around,
    lead: String,
    /// The portfolios' meters, or, where there are many, a line of each.
    meters: Vec<Whole>,
    gauges: Vec<Gauge>,
    /// What the question of sending keeps of the address, and what was asked.
    kept_by_send: Vec<(&'static str, String)>,
    sent: String,
    explanations: Vec<Explanation>,
    /// What was asked for and does not exist, in sentences.
    misread: Vec<String>,
    chips: Vec<Chip>,
    facets: Vec<Facet>,
    query: String,
    /// What the search keeps of the address.
    kept: Vec<(&'static str, String)>,
    heads: Vec<Head>,
    rows: Vec<Line>,
    pager: Pager,
    /// Where the whole list is taken home from.
    exports: [(&'static str, String); 2],
    /// Said when nothing fits.
    nothing: String,
    all: String,
    is_empty: bool,
    source: Option<Source>,
}

/// A number with what only the list shows.
struct Line {
    row: Row,
    usage: String,
    /// When anything was last heard of it.
    heard: Option<Source>,
}

/// The path of the list.
pub(crate) const PATH: &str = "/numbers";

/// The page.
pub fn numbers(frame: &view::Frame, view: &view::Numbers<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let (listed, asked) = (&view.listed, view.listed.asked);
    let selected = select::select(listed);
    let around = Around::new(&words, frame);
    let numbers = &listed.scope.numbers;
    let newest = numbers.iter().max_by_key(|number| number.read_at);
    let known = Known::of(listed.scope);
    let rows: Vec<Line> =
        selected.rows().iter().map(|number| line(&lens, &known, listed, number)).collect();
    let whole = Asked { page: 0, send: None, ..asked.clone() };
    crate::rendered(&Numbers {
        lead: words.many("numbers-lead", numbers.len() as u64),
        meters: match view.meters.len() {
            1..=WHOLE_METERS => meter::wholes(&lens, &around, listed, view.meters),
            _ => Vec::new(),
        },
        gauges: match view.meters.len() {
            1..=WHOLE_METERS => Vec::new(),
            _ => meter::gauges(&lens, &around, listed.scope, view.meters),
        },
        kept_by_send: kept(asked, "send"),
        sent: asked.sent(),
        misread: asked.misread.iter().map(|misread| sentence(&words, misread)).collect(),
        chips: chips::filters(&words, &around, asked, &selected),
        facets: chips::facets(&words, &around, asked, &selected),
        query: asked.query.clone(),
        kept: kept(asked, "q"),
        heads: heads::heads(&words, &around, asked),
        explanations: explained(&words, &rows),
        rows,
        pager: pager::pager(&words, &around, asked, &selected, numbers.len()),
        exports: [("CSV", "/numbers.csv"), ("JSON", "/numbers.json")]
            .map(|(name, path)| (name, around.at(&whole.at(path)))),
        nothing: match asked.query.trim() {
            "" => words.t("nothing-filter"),
            query => words.t1("nothing-search", "query", query),
        },
        all: around.at(PATH),
        is_empty: numbers.is_empty(),
        source: newest.and_then(|number| lens.reading(number)),
        around,
        page: Page::new(words, "nav-numbers"),
    })
}

fn explained(words: &Words, rows: &[Line]) -> Vec<Explanation> {
    explain::of_badges(words, rows.iter().flat_map(|line| [&line.row.status, &line.row.quality]))
}

fn line(lens: &Lens<'_>, known: &Known<'_>, listed: &view::Listed<'_>, number: &Replica) -> Line {
    let id = &number.node.id;
    let newest = number.fields.values().max_by_key(|heard| heard.at);
    Line {
        row: number_row::row_of(lens, known, number, listed.in_use.contains(id)),
        usage: lens.words.count(listed.usage.get(id).copied().unwrap_or_default()),
        heard: newest.map(|heard| lens.source(number.node.kind, heard.at, heard.how)),
    }
}

/// What a form keeps: all but what it asks for anew, and the page.
fn kept(asked: &Asked, anew: &str) -> Vec<(&'static str, String)> {
    let mut pairs = Asked { page: 0, ..asked.clone() }.pairs();
    pairs.retain(|(name, _)| *name != anew);
    pairs
}

fn sentence(words: &Words, misread: &Misread) -> String {
    let (key, written) = match misread {
        Misread::Filter(written) => ("misread-filter", written),
        Misread::Sort(written) => ("misread-sort", written),
        Misread::Page(written) => ("misread-page", written),
        Misread::Send(written) => ("misread-send", written),
    };
    words.t1(key, "written", written)
}
