//! Avisos: what is open, what has ended, who knows of it, and what to do.

use askama::Template;
use domain::notice::EndedBy;
use domain::readiness::Scope;

use super::tab::{NOTICES, Tab, tabs};
use crate::frame::{Around, Page};
use crate::notice::{self, Said, kind};
use crate::told::{Lens, Source};
use crate::view::{self, Acked, Told};
use crate::words::Words;

#[derive(Template)]
#[template(path = "notices.html")]
struct Notices {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    open: Vec<Item>,
    /// How many are open, listed or not.
    open_count: String,
    /// Said where more are open than are listed.
    cut: Option<String>,
    ended: Vec<Item>,
    /// The newest notice that is shown, here or in the bell.
    newest: u64,
    is_first: bool,
    may_acknowledge: bool,
    start: String,
    older: Option<String>,
}

/// A notice.
struct Item {
    seq: u64,
    kind: &'static str,
    node: String,
    at: i64,
    tone: &'static str,
    icon: &'static str,
    said: Said,
    href: String,
    is_unread: bool,
    is_open: bool,
    /// Since when, or when.
    since: String,
    source: Source,
    resolved: Option<String>,
    acked: Option<String>,
}

/// The page.
pub fn notices(frame: &view::Frame, view: &view::Notices<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let around = Around::new(&words, frame);
    let items = |told: &[Told]| -> Vec<Item> {
        told.iter().map(|told| item(&lens, &around, view.scope, told)).collect()
    };
    crate::rendered(&Notices {
        tabs: tabs(&words, &around, NOTICES),
        open: items(view.open),
        open_count: words.count(view.open_count),
        cut: cut(&words, view),
        ended: items(view.ended),
        newest: newest(view, &around),
        is_first: view.is_first,
        may_acknowledge: view.may_acknowledge,
        start: around.at(NOTICES),
        older: view.next.map(|cursor| around.at(&format!("{NOTICES}?cursor={cursor}"))),
        around,
        page: Page::new(words, "tab-notices"),
    })
}

/// What says that more are open than are listed.
fn cut(words: &Words, view: &view::Notices<'_>) -> Option<String> {
    let listed = view.open.len() as u64;
    (view.open_count > listed).then(|| words.t1("notices-open-cut", "listed", words.count(listed)))
}

fn newest(view: &view::Notices<'_>, around: &Around) -> u64 {
    let shown = view.open.iter().chain(view.ended).map(|told| told.seq).max();
    shown.unwrap_or_default().max(around.bell.newest)
}

fn item(lens: &Lens<'_>, around: &Around, scope: &Scope, told: &Told) -> Item {
    let notice = &told.notice;
    let is_moment = kind::is_moment(notice);
    let is_over = told.resolved_at.is_some() && !is_moment;
    let (tone, icon) = kind::look(notice, is_over);
    let said = notice::words(lens, scope, notice);
    let since = if is_moment { "notice-at" } else { "notice-since" };
    Item {
        seq: told.seq,
        kind: notice.kind.as_str(),
        node: notice.node.to_string(),
        at: notice.at.as_millis(),
        tone,
        icon,
        href: around.at(&said.path),
        said,
        is_unread: told.is_unread,
        is_open: told.resolved_at.is_none() && !is_moment,
        since: lens.words.t1(since, "when", lens.words.moment(notice.at)),
        source: lens.source(notice.node.kind, notice.at, domain::How::Read),
        resolved: if is_over { resolved(lens, told) } else { None },
        acked: told.acked.as_ref().map(|acked| acknowledged(lens, acked)),
    }
}

fn resolved(lens: &Lens<'_>, told: &Told) -> Option<String> {
    let at = told.resolved_at?;
    let span = lens.words.lasted(at.since(told.notice.at));
    let places = [("when", lens.words.moment(at)), ("span", span)];
    let key = match told.ended_by {
        None => "notice-resolved",
        Some(EndedBy::Disconnected) => "notice-ended-disconnected",
        Some(EndedBy::Reconnected) => "notice-ended-reconnected",
    };
    Some(lens.words.with(key, &places, None))
}

fn acknowledged(lens: &Lens<'_>, acked: &Acked) -> String {
    let name = acked.by.clone().unwrap_or_else(|| lens.words.t("somebody"));
    let places = [("name", name), ("when", lens.words.moment(acked.at))];
    lens.words.with("notice-acknowledged", &places, None)
}
