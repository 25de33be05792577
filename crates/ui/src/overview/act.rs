//! Quem precisa agir: what is open, by who can do something about it: you, the client, Meta, Farol.
//!
//! Who it is follows from the catalogue of Meta's errors where one was reported, and from what kind
//! of matter it is where none was; it is Farol's conclusion and marked as such.

use std::collections::BTreeSet;

use domain::health::HealthError;
use domain::notice::{self, Kind, Notice};
use domain::readiness::{Reason, Scope};
use domain::{Node, Replica};
use meta::catalogue::{self, Actor, Asked, Entry};
use meta::open::{EntityType, PhoneNumberStatus};
use serde_json::Value;

use crate::catalogue::Meaning;
use crate::frame::{self, Around};
use crate::named;
use crate::news;
use crate::notice::{kind, words as notice_words};
use crate::told::Lens;
use crate::verdict;
use crate::view;

/// Meta's code for a message of a paused template.
const TEMPLATE_PAUSED: Asked = Asked { code: 132_015, subcode: None };
/// Matters that are listed of each.
const LISTED: usize = 5;
/// Who acts, in the order of the page: first whom the reader can move.
const ACTORS: [(Actor, &str, &str); 4] = [
    (Actor::You, "you", "errors-who-you"),
    (Actor::Client, "client", "errors-who-client"),
    (Actor::Meta, "meta", "errors-who-meta"),
    (Actor::Farol, "farol", "errors-who-farol"),
];

/// What one of them can do.
pub(crate) struct Group {
    pub who: &'static str,
    pub title: String,
    pub count: String,
    pub matters: Vec<Matter>,
    /// Matters that are not listed.
    pub more: Option<String>,
}

/// An open matter.
pub(crate) struct Matter {
    pub tone: &'static str,
    pub icon: &'static str,
    pub title: String,
    /// What to do next.
    pub next: String,
    pub href: String,
    pub go: String,
}

/// What is open, before it is worded.
enum Open<'a> {
    Reason(&'a Reason),
    Notice(&'a Notice),
}

/// The open matters of a page.
pub(crate) fn groups(lens: &Lens<'_>, around: &Around, view: &view::Overview<'_>) -> Vec<Group> {
    let reasons = &view.readiness.reasons;
    let is_covered = |notice: &&Notice| reasons.iter().any(|reason| says(reason, notice));
    let fallen = view.fallen.iter().map(|told| &told.notice);
    // Of one that fell more than once the last fall says it.
    let mut seen = BTreeSet::new();
    let fallen =
        fallen.filter(|notice| notice::is_still_lower(notice, view.scope)).filter(|notice| {
            let field = notice.detail.get("field").and_then(Value::as_str);
            seen.insert((&notice.node, field))
        });
    let notices = view.open.iter().map(|told| &told.notice);
    let notices = notices.filter(|notice| !is_covered(notice)).chain(fallen);
    let open = reasons.iter().map(Open::Reason).chain(notices.map(Open::Notice));
    let open: Vec<(Actor, Open<'_>)> = open.map(|open| (open.actor(view.scope), open)).collect();
    let group = |(actor, who, key): (Actor, &'static str, &str)| {
        let own: Vec<&Open<'_>> =
            open.iter().filter(|(acts, _)| *acts == actor).map(|(_, open)| open).collect();
        let left = own.len().saturating_sub(LISTED) as u64;
        (!own.is_empty()).then(|| Group {
            who,
            title: lens.words.t(key),
            count: lens.words.count(own.len() as u64),
            matters: own.iter().take(LISTED).map(|open| open.matter(lens, around, view)).collect(),
            more: (left > 0).then(|| lens.words.many("act-more", left)),
        })
    };
    ACTORS.into_iter().filter_map(group).collect()
}

/// Whether a reason of the verdict says what a notice says.
fn says(reason: &Reason, notice: &Notice) -> bool {
    let id = notice.node.id.as_str();
    match (notice.kind, reason) {
        (Kind::QualityLow | Kind::QualityMedium, Reason::Quality { number, .. })
        | (Kind::Flagged | Kind::Restricted | Kind::Disconnected, Reason::Status { number, .. }) => {
            number == id
        }
        (Kind::HealthWorse, Reason::Blocked { id: of, .. } | Reason::Limited { id: of, .. })
        | (Kind::UnknownValue, Reason::Unclear { id: of, .. }) => of == id,
        // Of a token that only ends soon nothing is lost yet.
        (Kind::TokenDying | Kind::Disconnected, Reason::Lost { waba, .. }) => waba == id,
        _ => false,
    }
}

impl Open<'_> {
    fn actor(&self, scope: &Scope) -> Actor {
        match self {
            Self::Reason(reason) => of_reason(scope, reason),
            Self::Notice(notice) => of_notice(notice),
        }
    }

    fn matter(&self, lens: &Lens<'_>, around: &Around, view: &view::Overview<'_>) -> Matter {
        match self {
            Self::Reason(reason) => reason_matter(lens, around, view.scope, reason),
            Self::Notice(notice) => notice_matter(lens, around, naming(view, notice), notice),
        }
    }
}

fn of_reason(scope: &Scope, reason: &Reason) -> Actor {
    use PhoneNumberStatus::{Banned, RateLimited, Restricted, Unknown};
    match reason {
        Reason::Blocked { kind, id } | Reason::Limited { kind, id } => {
            entry_of(scope, kind, id).map_or(Actor::Meta, |entry| entry.actor)
        }
        // A token and a permission come from the client's login.
        Reason::Lost { .. } => Actor::Client,
        // Time lifts it, and Meta.
        Reason::Status { status: Restricted | RateLimited | Unknown, .. } => Actor::Meta,
        Reason::Status { status: Banned, .. } => Actor::Client,
        Reason::Status { .. } | Reason::Quality { .. } => Actor::You,
        Reason::Unclear { .. } | Reason::NoneActive => Actor::You,
        Reason::Old { node, .. } => of_unread(scope.replica(node.kind, &node.id)),
    }
}

/// Who can have a node read again: a token and a permission come from the client's login; all else
/// Farol tries again, and some of it fails while Meta has trouble.
fn of_unread(replica: Option<&Replica>) -> Actor {
    let failure = replica.and_then(|replica| replica.failure.as_ref());
    match failure.map(|failure| failure.reason.as_str()) {
        Some("token_dead" | "permission_missing") => Actor::Client,
        Some("trouble") => Actor::Meta,
        Some(_) | None => Actor::Farol,
    }
}

fn of_notice(notice: &Notice) -> Actor {
    match notice.kind {
        Kind::TokenDying | Kind::Disconnected => Actor::Client,
        Kind::HealthWorse => {
            let errors = notice.detail.get("errors").and_then(Value::as_array);
            let code = |error: &Value| Some(news::printed(error.get("error_code")?));
            let codes: Vec<String> = errors.into_iter().flatten().filter_map(code).collect();
            found(codes.iter().map(String::as_str)).map_or(Actor::Meta, |entry| entry.actor)
        }
        Kind::Restricted => Actor::Meta,
        Kind::QualityLow
        | Kind::QualityMedium
        | Kind::Flagged
        | Kind::LimitDown
        | Kind::LimitUp
        | Kind::Used80
        | Kind::Used95
        | Kind::NameDecided
        | Kind::WebhookDeaf
        | Kind::UnknownValue => Actor::You,
        // Whoever sends it is answered with this code.
        Kind::TemplatePaused => {
            catalogue::find(TEMPLATE_PAUSED).map_or(Actor::Client, |entry| entry.actor)
        }
    }
}

/// What the catalogue has of an entity's errors; of several the first that it knows.
fn entry_of(scope: &Scope, kind: &EntityType, id: &str) -> Option<&'static Entry> {
    let errors = scope.entity(kind, id).map(|entity| entity.errors).unwrap_or_default();
    found(errors.iter().map(|error: &HealthError| error.code.as_str()))
}

fn found<'c>(mut codes: impl Iterator<Item = &'c str>) -> Option<&'static Entry> {
    codes.find_map(|code| catalogue::find(code.parse().ok()?))
}

fn reason_matter(lens: &Lens<'_>, around: &Around, scope: &Scope, reason: &Reason) -> Matter {
    let words = lens.words;
    let advice = || reason.fix().map(|fix| words.t(verdict::fix_key(&fix))).unwrap_or_default();
    let known = match reason {
        Reason::Blocked { kind, id } | Reason::Limited { kind, id } => entry_of(scope, kind, id),
        Reason::Status { .. }
        | Reason::Quality { .. }
        | Reason::Unclear { .. }
        | Reason::NoneActive
        | Reason::Lost { .. }
        | Reason::Old { .. } => None,
    };
    let next = known.and_then(|entry| Meaning::of(words, entry).steps.into_iter().next());
    let (tone, icon) = look(reason);
    let (href, go) = place(around, reason);
    Matter {
        tone,
        icon,
        title: verdict::reason(lens, scope, reason),
        next: next.unwrap_or_else(advice),
        href,
        go: words.t(go),
    }
}

const fn look(reason: &Reason) -> (&'static str, &'static str) {
    use meta::open::QualityRating::Red;
    match reason {
        Reason::Blocked { .. } => ("bad", "ban"),
        Reason::Limited { .. } => ("warn", "circle-alert"),
        Reason::Status { status: PhoneNumberStatus::Flagged, .. } => ("warn", "flag"),
        Reason::Status { .. } => ("bad", "octagon-minus"),
        Reason::Quality { quality: Red, .. } => ("bad", "trending-down"),
        Reason::Quality { .. } => ("warn", "trending-down"),
        Reason::Unclear { .. } => ("unk", "circle-help"),
        Reason::NoneActive | Reason::Lost { .. } => ("bad", "unlink-2"),
        Reason::Old { .. } => ("unk", "clock-alert"),
    }
}

/// Where a matter is looked at, and the key of the link's words.
fn place(around: &Around, reason: &Reason) -> (String, &'static str) {
    if let Some(number) = verdict::number_of(reason) {
        return (around.at(&format!("/numbers/{}", frame::escaped(number))), "notice-go-number");
    }
    match reason {
        Reason::NoneActive | Reason::Lost { .. } => ("/connect".to_owned(), "notice-go-connect"),
        Reason::Blocked { kind, id }
        | Reason::Limited { kind, id }
        | Reason::Unclear { kind, id, .. } => {
            let (health, id) = (around.at("/health"), frame::escaped(id));
            (format!("{health}#entity-{}-{id}", frame::escaped(kind.as_str())), "notice-go-health")
        }
        Reason::Status { .. } | Reason::Quality { .. } | Reason::Old { .. } => {
            (around.at("/health"), "notice-go-health")
        }
    }
}

fn notice_matter(lens: &Lens<'_>, around: &Around, scope: &Scope, notice: &Notice) -> Matter {
    let (tone, icon) = kind::look(notice, false);
    let said = notice_words(lens, scope, notice);
    Matter {
        tone,
        icon,
        title: format!("{}: {}", said.title, said.name),
        next: said.advice,
        href: around.at(&said.path),
        go: said.go,
    }
}

/// Where the node of a notice is found.
fn naming<'a>(view: &view::Overview<'a>, notice: &Notice) -> &'a Scope {
    let (kind, id) = (notice.node.kind, notice.node.id.as_str());
    if view.scope.replica(kind, id).is_some() { view.scope } else { view.names }
}

/// An open notice in one line.
pub(crate) struct Alert {
    pub seq: u64,
    pub tone: &'static str,
    pub icon: &'static str,
    pub title: String,
    pub name: String,
    pub iso: String,
    pub ago: String,
}

/// The open notices that the page has room for.
pub(crate) fn alerts(lens: &Lens<'_>, view: &view::Overview<'_>) -> Vec<Alert> {
    let alert = |told: &view::Told| {
        let (tone, icon) = kind::look(&told.notice, false);
        let node: &Node = &told.notice.node;
        Alert {
            seq: told.seq,
            tone,
            icon,
            title: kind::title(lens.words, &told.notice),
            name: named::name_of(naming(view, &told.notice), node),
            iso: lens.words.iso(told.notice.at),
            ago: lens.words.ago(told.notice.at, lens.now),
        }
    };
    view.open.iter().take(LISTED).map(alert).collect()
}
