//! Status de saúde: what Meta looks at before it takes a message, and what follows.

mod cause;
mod chain;
mod checked;
pub(crate) mod effect;
mod history;
mod translation;

use askama::Template;
use domain::readiness::Scope;
use meta::open::{CanSendMessage, EntityType};

use self::cause::{Now, Row};
use self::chain::{Line, Link};
use self::checked::Checked;
use self::history::History;
use crate::badge::{self, Look};
use crate::explain::{self, Explanation};
use crate::frame::{Around, Page};
use crate::told::{Lens, Source};
use crate::view;
use crate::words::Words;

#[derive(Template)]
#[template(path = "health.html")]
struct Health {
    page: Page,
    around: Around,
    may_refresh: bool,
    /// Whether no account was connected yet.
    is_empty: bool,
    checked: Option<Checked>,
    whole: Whole,
    /// Whether Meta reports an error of anything.
    has_errors: bool,
    chain: Vec<Link>,
    rows: Vec<Row>,
    history: Option<History>,
    explanations: Vec<Explanation>,
}

/// All entities taken together.
struct Whole {
    tone: &'static str,
    title: String,
    /// What of them is blocked, limited, not read or old, and which numbers can be used.
    counts: Vec<String>,
    /// The oldest of what it rests on.
    source: Option<Source>,
    look: Look,
}

/// The page.
pub fn health(frame: &view::Frame, view: &view::Health<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let chain = chain::chain(&lens, view.scope, view.branches);
    let (lines, now) = (lines(&chain), Now::of(view));
    let has_briefs = chain.iter().any(|link| match link {
        Link::Line(_) => false,
        Link::Folded(folded) => !folded.briefs.is_empty(),
    });
    let whole = whole(&lens, view, (&lines, has_briefs), &now);
    let mut rows = cause::rows(&words);
    rows.insert(0, now.row(&words, whole.look.clone()));
    let states = lines.iter().filter_map(|line| line.state_of_number());
    crate::rendered(&Health {
        explanations: explain::of_badges(&words, states),
        may_refresh: view.may_refresh,
        is_empty: chain.is_empty(),
        whole,
        checked: checked::checked(&lens, view),
        history: history::history(&lens, view),
        has_errors: lines.iter().any(|line| line.has_said()),
        rows,
        chain,
        around: Around::new(&words, frame),
        page: Page::new(words, "nav-health"),
    })
}

fn lines(chain: &[Link]) -> Vec<&Line> {
    let mut lines = Vec::new();
    for link in chain {
        match link {
            Link::Line(line) => lines.push(&**line),
            Link::Folded(folded) => lines.extend(&folded.lines),
        }
    }
    lines
}

/// What is said of all of them: the worst state, what is how, and which numbers can be used.
fn whole(
    lens: &Lens<'_>,
    view: &view::Health<'_>,
    (lines, has_briefs): (&[&Line], bool),
    now: &Now,
) -> Whole {
    let words = lens.words;
    let counted = counted(view.scope, lines);
    // What is told in brief is available.
    let folded = has_briefs.then_some(CanSendMessage::Available);
    let worst = worst(&counted).or(folded);
    let is = |is: fn(&Line) -> bool, lines: &[&Line]| -> Vec<EntityType> {
        lines.iter().filter(|line| is(line)).map(|line| line.kind.clone()).collect()
    };
    let sorts = [
        ("whole-of-blocked", is(|line| line.can == Some(CanSendMessage::Blocked), &counted)),
        ("whole-of-limited", is(|line| line.can == Some(CanSendMessage::Limited), &counted)),
        (
            "whole-of-strange",
            is(|line| matches!(line.can, Some(CanSendMessage::Other(_))), &counted),
        ),
        ("whole-of-unread", is(|line| line.can.is_none(), lines)),
        ("whole-of-old", is(Line::is_old, lines)),
        ("whole-of-failing", is(|line| line.card.failing.is_some(), lines)),
    ];
    let is_sure = sorts.iter().skip(2).all(|(_, kinds)| kinds.is_empty());
    let told = sorts.iter().filter(|(_, kinds)| !kinds.is_empty());
    let mut counts: Vec<String> =
        told.map(|(key, kinds)| words.t1(key, "list", listed(words, kinds))).collect();
    if let (able, of @ 1..) = now.able() {
        let able = words.count(able as u64);
        counts.push(words.with("whole-able", &[("able", able)], Some(of as u64)));
    }
    let pending = (lines.len() - counted.len()) as u64;
    if pending > 0 {
        counts.push(words.many("count-pending", pending));
    }
    let (tone, key) = match &worst {
        None => ("unk", "whole-unread"),
        Some(CanSendMessage::Blocked) => ("bad", "whole-blocked"),
        Some(CanSendMessage::Limited) => ("warn", "whole-limited"),
        Some(CanSendMessage::Other(_)) => ("unk", "whole-unsure"),
        Some(CanSendMessage::Available) if is_sure => ("ok", "whole-available"),
        Some(CanSendMessage::Available) => ("warn", "whole-available"),
    };
    let read = view.scope.wabas.iter().chain(&view.scope.numbers).chain(&view.scope.templates);
    let oldest = read.filter(|replica| replica.read_at.is_some()).min_by_key(|one| one.read_at);
    let source = oldest.and_then(|replica| lens.reading(replica));
    let look = match worst {
        Some(can) => badge::can_send(words, &can),
        None => badge::Badge::unread(words).look,
    };
    Whole { tone, title: words.t(key), counts, source, look }
}

/// Without numbers that are still being registered: they can't send, and nobody expects them to.
fn counted<'l>(scope: &Scope, lines: &[&'l Line]) -> Vec<&'l Line> {
    lines.iter().copied().filter(|line| !chain::is_pending(scope, line)).collect()
}

/// The worst of the states; one that is not known here is worse than none. A blocked template only
/// limits: whatever waits for Meta's review is one, and all else is sent.
fn worst(lines: &[&Line]) -> Option<CanSendMessage> {
    let gravity = |can: &&CanSendMessage| match can {
        CanSendMessage::Blocked => 3,
        CanSendMessage::Limited => 2,
        CanSendMessage::Other(_) => 1,
        CanSendMessage::Available => 0,
    };
    let counted = lines.iter().filter_map(|line| match (&line.kind, &line.can) {
        (EntityType::MessageTemplate, Some(CanSendMessage::Blocked)) => {
            Some(&CanSendMessage::Limited)
        }
        (_, can) => can.as_ref(),
    });
    counted.max_by_key(gravity).cloned()
}

/// How many of what, widest first: "1 WABA, 2 modelos".
fn listed(words: &Words, kinds: &[EntityType]) -> String {
    use EntityType::{App, Business, MessageTemplate, PhoneNumber, Waba};
    let count = |is: &dyn Fn(&EntityType) -> bool, key: &str| {
        let count = kinds.iter().filter(|kind| is(kind)).count() as u64;
        (count > 0).then(|| words.many(key, count))
    };
    [
        count(&|kind| *kind == Business, "some-businesses"),
        count(&|kind| *kind == Waba, "some-wabas"),
        count(&|kind| *kind == App, "some-apps"),
        count(&|kind| *kind == PhoneNumber, "some-numbers"),
        count(&|kind| *kind == MessageTemplate, "some-templates"),
        count(&|kind| matches!(kind, EntityType::Other(_)), "some-entities"),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}
