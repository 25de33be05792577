//! The doctor: each check as a line that says how it stands, why, and what mends it; and the map of
//! where each number's messages go.

mod plain;

use askama::Template;
use domain::Timestamp;
use domain::doctor::{Check, Fix, Mend, State, Stop, Stranger, Way, Why};

use super::preflight::tone;
use crate::frame::{Around, Page};
use crate::view::{self, Did, DoctorLine, MayCall, ShownCall};
use crate::words::Words;

pub use self::plain::{doctor_text, fixing_callback, is_yes};

/// Who runs the installation may open it.
const PREFLIGHT: &str = "/connect/preflight";

#[derive(Template)]
#[template(path = "doctor.html")]
struct Doctor {
    page: Page,
    around: Around,
    sum: String,
    tone: &'static str,
    at: String,
    did: Option<Told>,
    groups: Vec<Group>,
    ways: Vec<Route>,
    strangers: Vec<Foreign>,
}

/// An app of somebody else's on the map.
struct Foreign {
    name: String,
    id: String,
    waba: String,
    url: Option<String>,
}

/// What came of a call.
struct Told {
    tone: &'static str,
    sentence: String,
    answer: Option<String>,
}

struct Group {
    title: String,
    id: Option<String>,
    anchor: String,
    lines: Vec<Line>,
}

struct Line {
    check: &'static str,
    node: String,
    id: String,
    /// The account that it is about; empty for the installation's app.
    waba: String,
    /// What its place on the page is called.
    anchor: String,
    state: &'static str,
    tone: &'static str,
    title: String,
    display: Option<String>,
    word: String,
    sentence: String,
    ends: Option<String>,
    saw: Vec<String>,
    wanted: Vec<String>,
    call: Option<Call>,
    steps: Option<Steps>,
}

struct Call {
    sentence: String,
    text: String,
    stamp: String,
    /// Why the reader may not make it; none where they may.
    forbidden: Option<String>,
}

struct Steps {
    text: String,
    link: Option<&'static str>,
}

struct Route {
    number: String,
    sentence: String,
    tone: &'static str,
    addresses: Vec<Address>,
}

struct Address {
    level: String,
    url: Option<String>,
    is_winner: bool,
}

/// The page.
pub fn doctor(frame: &view::Frame, view: &view::Doctor<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let (sum, tone) = sum(&words, view.lines);
    crate::rendered(&Doctor {
        sum,
        tone,
        at: words.t1("doctor-at", "time", words.clock(view.at)),
        did: view.did.map(|did| told(&words, did)),
        groups: groups(&words, view),
        ways: view.ways.iter().map(|way| route(&words, way)).collect(),
        strangers: view.strangers.iter().map(|app| foreign(&words, app)).collect(),
        around: Around::new(&words, frame),
        page: Page::new(words, "doctor-title"),
    })
}

fn sum(words: &Words, lines: &[DoctorLine<'_>]) -> (String, &'static str) {
    let of = |state| lines.iter().filter(|line| line.finding.state == state).count() as u64;
    match (of(State::Defect), of(State::Doubtful), of(State::NotChecked)) {
        (0, 0, 0) => (words.t("doctor-sum-good"), "ok"),
        (0, 0, _) => (words.t("doctor-sum-unknown"), "unk"),
        (0, doubts, _) => (words.many("doctor-sum-doubtful", doubts), "warn"),
        (defects, _, _) => (words.many("doctor-sum-defect", defects), "bad"),
    }
}

fn told(words: &Words, did: Did<'_>) -> Told {
    let (tone, key, answer) = match did {
        Did::Mended => ("ok", "doctor-did-mended", None),
        Did::NotShown => ("warn", "doctor-did-not-shown", None),
        Did::Changed => ("warn", "doctor-did-changed", None),
        Did::BeingUndone => ("warn", "doctor-did-being-undone", None),
        Did::NotYours => ("warn", "doctor-did-not-yours", None),
        Did::NotNow => ("warn", "doctor-did-not-now", None),
        Did::Refused(said) => ("bad", "doctor-did-refused", Some(said.to_owned())),
    };
    Told { tone, sentence: words.t(key), answer }
}

fn groups(words: &Words, view: &view::Doctor<'_>) -> Vec<Group> {
    let of = |waba: Option<&str>| {
        let own = view.lines.iter().filter(|line| line.waba == waba);
        own.map(|line| one(words, line, view.runs_it)).collect::<Vec<Line>>()
    };
    let app = Group {
        title: words.t("doctor-group-app"),
        id: None,
        anchor: "app".to_owned(),
        lines: of(None),
    };
    let account = |(id, name): &(String, Option<String>)| Group {
        title: name.clone().unwrap_or_else(|| words.t("doctor-group-account")),
        anchor: format!("waba-{id}"),
        lines: of(Some(id)),
        id: Some(id.clone()),
    };
    std::iter::once(app).chain(view.accounts.iter().map(account)).collect()
}

fn one(words: &Words, line: &DoctorLine<'_>, runs_it: bool) -> Line {
    let finding = line.finding;
    let (check, state) = (finding.check.as_str(), finding.state.as_str());
    let tone = tone(finding.state);
    let ends = finding.saw.first().filter(|_| finding.check == Check::Expiry);
    let ends = ends.and_then(|at| at.parse().ok()).map(Timestamp::from_seconds);
    let (steps, sentence) = match &finding.fix {
        None => (None, None),
        Some(Fix::Call(mend)) => (None, Some(words.t(call_key(mend, finding.why)))),
        Some(Fix::Person(person)) => {
            let text = words.t(&format!("doctor-do-{}", person.as_str()));
            // Nobody else may open it.
            let link = person.link().filter(|link| runs_it || *link != PREFLIGHT);
            (Some(Steps { text, link }), None)
        }
    };
    Line {
        check,
        node: finding.node.to_string(),
        id: finding.node.id.clone(),
        waba: line.waba.unwrap_or_default().to_owned(),
        anchor: match line.waba {
            Some(waba) if waba != finding.node.id => format!("{check}-{waba}-{}", finding.node.id),
            Some(_) | None => format!("{check}-{}", finding.node.id),
        },
        state,
        tone,
        title: words.t(&format!("doctor-{check}")),
        display: line.display.map(str::to_owned),
        word: words.t(&format!("preflight-state-{state}")),
        sentence: reason(words, check, finding.why.as_str()),
        saw: if ends.is_some() { Vec::new() } else { finding.saw.clone() },
        ends: ends.map(|at| words.t1("doctor-ends", "time", words.moment(at))),
        wanted: finding.wanted.clone(),
        call: line.call.as_ref().zip(sentence).map(|(shown, said)| call(words, shown, said)),
        steps,
    }
}

/// Why it stands as it does: words of the check, else those that hold for any.
fn reason(words: &Words, check: &str, why: &str) -> String {
    let own = words.maybe(&format!("doctor-{check}-{why}"));
    own.unwrap_or_else(|| words.t(&format!("doctor-any-{why}")))
}

const fn call_key(mend: &Mend, why: Why) -> &'static str {
    match mend {
        // It is taken from nobody.
        Mend::SetCallback { .. } if matches!(why, Why::Moved) => "doctor-call-move-callback",
        Mend::SetCallback { .. } => "doctor-call-set-callback",
        Mend::Subscribe { .. } => "doctor-call-subscribe",
        Mend::RemoveOverride { .. } => "doctor-call-remove-override",
        Mend::SetOverride { .. } => "doctor-call-set-override",
        Mend::Register { .. } => "doctor-call-register",
    }
}

fn call(words: &Words, shown: &ShownCall, sentence: String) -> Call {
    let mut text = format!("{} {}", shown.method, shown.path);
    for (name, value) in &shown.parameters {
        text.push_str(&format!("\n{name}: {value}"));
    }
    let forbidden = match shown.may {
        MayCall::Yes => None,
        MayCall::NotYours => Some(words.t("doctor-call-not-yours")),
        MayCall::NotAllowed => Some(words.t("doctor-call-not-allowed")),
    };
    Call { sentence, text, stamp: shown.stamp.clone(), forbidden }
}

fn foreign(words: &Words, app: &Stranger) -> Foreign {
    Foreign {
        name: app.name.clone().unwrap_or_else(|| words.t("doctor-map-nameless")),
        id: app.id.clone(),
        waba: app.waba.to_string(),
        url: app.override_url.clone(),
    }
}

const fn stopped_key(stop: Stop) -> &'static str {
    match stop {
        Stop::Subscription => "doctor-map-unsubscribed",
        Stop::Inactive => "doctor-map-inactive",
        Stop::Field => "doctor-map-without-field",
        Stop::Registration => "doctor-map-unregistered",
    }
}

fn route(words: &Words, way: &Way) -> Route {
    let winner = way.winner().map(|(level, _)| level);
    let (key, tone) = match (winner, way.is_here, way.stopped_by.first()) {
        (None, _, _) => ("doctor-map-nowhere", "bad"),
        (Some(_), _, Some(stop)) => (stopped_key(*stop), "bad"),
        (Some(_), true, None) => ("doctor-map-here", "ok"),
        (Some(_), false, None) => ("doctor-map-elsewhere", "bad"),
    };
    let address = |(level, url): &(domain::doctor::Level, Option<String>)| Address {
        level: words.t(&format!("doctor-map-{}", level.as_str())),
        url: url.clone(),
        is_winner: winner == Some(*level),
    };
    Route {
        number: way.display.clone().unwrap_or_else(|| way.number.to_string()),
        sentence: words.t(key),
        tone,
        addresses: way.addresses.iter().map(address).collect(),
    }
}
