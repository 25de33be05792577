//! Status de saúde: what Meta looks at before it takes a message, and what follows.

mod chain;
mod effect;
mod translation;

use askama::Template;
use meta::open::{CanSendMessage, EntityType};

use self::chain::{Line, Link};
use self::effect::{Effect, Effects};
use crate::badge;
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
    whole: Whole,
    /// Whether Meta reports an error of anything.
    has_errors: bool,
    chain: Vec<Link>,
    rows: Vec<Row>,
}

/// All entities taken together.
struct Whole {
    tone: &'static str,
    title: String,
    /// How many of them are blocked, limited or not read.
    counts: Vec<String>,
    /// The oldest of what it rests on.
    source: Option<Source>,
}

/// A row of what each state causes.
struct Row {
    title: String,
    is_now: bool,
    /// Whether Farol concluded it.
    is_derived: bool,
    state: badge::Look,
    cells: [Cell; 3],
}

/// What becomes of one thing.
struct Cell {
    title: String,
    tone: &'static str,
    icon: &'static str,
    word: String,
    /// Whether Farol concluded it, where the row is not its conclusion as a whole.
    is_derived: bool,
}

/// The page.
pub fn health(frame: &view::Frame, view: &view::Health<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let lens = Lens { words: &words, intervals: view.intervals, now: frame.now };
    let chain = chain::chain(&lens, view.scope, view.branches);
    let lines = lines(&chain);
    crate::rendered(&Health {
        may_refresh: view.may_refresh,
        is_empty: chain.is_empty(),
        whole: whole(&lens, view, &lines),
        has_errors: lines.iter().any(|line| line.has_said()),
        rows: rows(&lens, &lines),
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

fn whole(lens: &Lens<'_>, view: &view::Health<'_>, lines: &[&Line]) -> Whole {
    let words = lens.words;
    // A number that is still being registered can't send, and nobody expects it to.
    let counted: Vec<&&Line> =
        lines.iter().filter(|line| !chain::is_pending(view.scope, line)).collect();
    let count = |is: fn(&Line) -> bool| counted.iter().filter(|line| is(line)).count() as u64;
    let blocked = count(|line| line.can == Some(CanSendMessage::Blocked));
    let limited = count(|line| line.can == Some(CanSendMessage::Limited));
    let unread = count(|line| line.can.is_none());
    let strange = count(|line| matches!(line.can, Some(CanSendMessage::Other(_))));
    let known = counted.len() as u64 - unread;
    let (tone, key) = match () {
        () if known == 0 => ("unk", "whole-unread"),
        () if blocked > 0 => ("bad", "whole-blocked"),
        () if limited > 0 => ("warn", "whole-limited"),
        () if strange > 0 || unread > 0 => ("unk", "whole-unsure"),
        () => ("ok", "whole-available"),
    };
    let counts = [
        ("count-blocked", blocked),
        ("count-limited", limited),
        ("count-strange", strange),
        ("count-unread", unread),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    let mut counts: Vec<String> = told.map(|(key, count)| words.many(key, count)).collect();
    let pending = (lines.len() - counted.len()) as u64;
    if pending > 0 {
        counts.push(words.many("count-pending", pending));
    }
    let read = view.scope.wabas.iter().chain(&view.scope.numbers).chain(&view.scope.templates);
    let oldest = read.filter(|replica| replica.read_at.is_some()).min_by_key(|one| one.read_at);
    let source = oldest.and_then(|replica| lens.reading(replica));
    Whole { tone, title: words.t(key), counts, source }
}

/// The rows of the table, with what holds now on top.
fn rows(lens: &Lens<'_>, lines: &[&Line]) -> Vec<Row> {
    use CanSendMessage::{Blocked, Limited};
    use EntityType::{App, Business, MessageTemplate, PhoneNumber, Waba};
    let row = |title: &str, kind: &EntityType, can: CanSendMessage| {
        let is_derived = !matches!(kind, Waba | Business);
        Row {
            title: lens.words.t(title),
            is_now: false,
            is_derived,
            state: badge::can_send(lens.words, &can),
            cells: cells(lens, effect::effects(kind, Some(&can)), is_derived),
        }
    };
    let mut rows = Vec::new();
    rows.extend(now(lens, lines));
    rows.extend([
        row("kind-waba", &Waba, Blocked),
        row("kind-business", &Business, Limited),
        row("kind-business", &Business, Blocked),
        row("kind-app", &App, Blocked),
        row("kind-number", &PhoneNumber, Blocked),
        row("kind-template", &MessageTemplate, Blocked),
    ]);
    rows
}

/// What holds now: what stands over all numbers, then the active numbers, then the templates.
fn now(lens: &Lens<'_>, lines: &[&Line]) -> Option<Row> {
    if lines.is_empty() {
        return None;
    }
    let of = |line: &&&Line| effect::effects(&line.kind, line.can.as_ref());
    let together = |effects: Vec<Effects>| effects.into_iter().reduce(Effects::and);
    let is_above = |line: &&&Line| {
        matches!(line.kind, EntityType::Business | EntityType::Waba | EntityType::App)
    };
    let above = together(lines.iter().filter(is_above).map(|line| of(&line)).collect());
    let numbers: Vec<Effects> =
        lines.iter().filter(|line| line.is_active).map(|line| of(&line)).collect();
    let stopped = numbers.iter().filter(|number| number.start == Effect::NotThisNumber).count();
    // One blocked number stops no other.
    let numbers = match stopped {
        0 => together(numbers),
        all if all == numbers.len() => Some(Effects {
            start: Effect::Stopped,
            reply: Effect::Stopped,
            receive: Effect::Unknown,
        }),
        _ => Some(Effects { start: Effect::Limited, reply: Effect::Limited, ..Effects::FREE }),
    };
    let is_template = |line: &&&Line| line.kind == EntityType::MessageTemplate;
    let templates = together(lines.iter().filter(is_template).map(|line| of(&line)).collect());
    let all = [above, numbers, templates];
    let effects = together(all.into_iter().flatten().collect()).unwrap_or(Effects::UNKNOWN);
    let worst = worst(lines);
    Some(Row {
        title: lens.words.t("conseq-now"),
        is_now: true,
        is_derived: true,
        state: match &worst {
            Some(can) => badge::can_send(lens.words, can),
            None => badge::Badge::unread(lens.words).look,
        },
        cells: cells(lens, effects, true),
    })
}

/// The worst of the states that count: a number that is not active stops nobody.
fn worst(lines: &[&Line]) -> Option<CanSendMessage> {
    let counted = lines
        .iter()
        .filter(|line| line.kind != EntityType::PhoneNumber || line.is_active)
        .filter_map(|line| line.can.as_ref());
    let gravity = |can: &&CanSendMessage| match can {
        CanSendMessage::Blocked => 3,
        CanSendMessage::Limited => 2,
        CanSendMessage::Other(_) => 1,
        CanSendMessage::Available => 0,
    };
    counted.max_by_key(gravity).cloned()
}

fn cells(lens: &Lens<'_>, effects: Effects, is_row_derived: bool) -> [Cell; 3] {
    let cell = |title: &str, effect: Effect, is_derived| {
        let (key, tone, icon) = effect.look();
        let (title, word) = (lens.words.t(title), lens.words.t(key));
        Cell { title, tone, icon, word, is_derived }
    };
    [
        cell("conseq-start", effects.start, false),
        // The description speaks of sending and receiving; of replies nothing is said apart.
        cell("conseq-reply", effects.reply, !is_row_derived && effects.reply != effects.start),
        cell("conseq-receive", effects.receive, false),
    ]
}
