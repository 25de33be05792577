//! Is all well? One pure verdict from what Meta reported, with its reasons, gravest first.

use std::time::Duration;

use meta::open::{CanSendMessage, EntityType, PhoneNumberStatus, QualityRating};

use crate::health;
use crate::node::{Node, NodeKind};
use crate::number;
use crate::replica::Replica;
use crate::time::Timestamp;

/// What is looked at together: accounts, their business and app, and their numbers.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Business portfolios.
    pub businesses: Vec<Replica>,
    /// WhatsApp Business Accounts.
    pub wabas: Vec<Replica>,
    /// Apps.
    pub apps: Vec<Replica>,
    /// Phone numbers of those accounts.
    pub numbers: Vec<Replica>,
    /// Message templates of those accounts, where the page is about them. The verdict leaves them
    /// out: Meta refuses a template without touching anything else.
    pub templates: Vec<Replica>,
}

impl Scope {
    /// Every replica of the scope that the verdict looks at.
    pub fn replicas(&self) -> impl Iterator<Item = &Replica> {
        self.businesses.iter().chain(&self.wabas).chain(&self.apps).chain(&self.numbers)
    }

    /// One replica of the scope, a template too. What the store lists is in the order of ids and
    /// found at once; a list made by hand need not be, and is looked through.
    pub fn replica(&self, kind: NodeKind, id: &str) -> Option<&Replica> {
        let list = match kind {
            NodeKind::Business => &self.businesses,
            NodeKind::Waba => &self.wabas,
            NodeKind::App => &self.apps,
            NodeKind::PhoneNumber => &self.numbers,
            NodeKind::MessageTemplate => &self.templates,
            NodeKind::Profile => return None,
        };
        match list.binary_search_by(|replica| replica.node.id.as_str().cmp(id)) {
            Ok(nth) => list.get(nth),
            Err(_) => list.iter().find(|replica| replica.node.id == id),
        }
    }

    /// The newest word on every entity that the health of these numbers, accounts and templates
    /// names.
    pub fn newest(&self) -> health::Newest {
        health::Newest::of(self.wabas.iter().chain(&self.numbers).chain(&self.templates))
    }

    fn named_by_any(&self, kind: &EntityType, id: &str) -> Option<health::Entity> {
        health::newest(self.wabas.iter().chain(&self.numbers), kind, id)
    }

    /// The newest word on an entity that the health of these numbers and accounts names.
    pub fn entity(&self, kind: &EntityType, id: &str) -> Option<health::Entity> {
        match kind {
            // What a template's health says of the others is what theirs says too.
            EntityType::MessageTemplate => {
                health::newest(self.replica(NodeKind::MessageTemplate, id), kind, id)
            }
            // A number is named by its own health, if by any.
            EntityType::PhoneNumber => {
                let own = self.replica(NodeKind::PhoneNumber, id);
                health::newest(own, kind, id).or_else(|| self.named_by_any(kind, id))
            }
            _ => self.named_by_any(kind, id),
        }
    }
}

/// How often each kind of node is read; a reading is old past three of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    /// Numbers and their health.
    pub numbers: Duration,
    /// Accounts with their templates, businesses and apps.
    pub accounts: Duration,
    /// Profiles.
    pub profiles: Duration,
}

impl Intervals {
    /// The interval of a kind of node.
    pub const fn of(&self, kind: NodeKind) -> Duration {
        match kind {
            NodeKind::PhoneNumber => self.numbers,
            NodeKind::Business | NodeKind::Waba | NodeKind::App | NodeKind::MessageTemplate => {
                self.accounts
            }
            NodeKind::Profile => self.profiles,
        }
    }

    /// Whether something heard at `at` is old by now.
    pub fn is_old(&self, kind: NodeKind, at: Timestamp, now: Timestamp) -> bool {
        now.since(at) > self.of(kind) * 3
    }
}

/// The verdict, worst last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No number was read yet.
    #[default]
    NoData,
    /// All is well.
    Ok,
    /// Something needs a look.
    Attention,
    /// There are active numbers and none can start a conversation.
    Stopped,
}

impl Verdict {
    /// The word of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoData => "no_data",
            Self::Ok => "ok",
            Self::Attention => "attention",
            Self::Stopped => "stopped",
        }
    }
}

/// Why the verdict is not "all well".
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Meta reports an entity as blocked.
    Blocked {
        /// Kind of the entity.
        kind: EntityType,
        /// Meta's id of it.
        id: String,
    },
    /// Meta reports an entity as limited.
    Limited {
        /// Kind of the entity.
        kind: EntityType,
        /// Meta's id of it.
        id: String,
    },
    /// A number's state needs a look.
    Status {
        /// The number's id.
        number: String,
        /// Its state.
        status: PhoneNumberStatus,
    },
    /// A number's quality is medium or low.
    Quality {
        /// The number's id.
        number: String,
        /// Its quality.
        quality: QualityRating,
    },
    /// Numbers were read and none is active.
    NoneActive,
    /// The newest reading of a node is older than three intervals, or there is none.
    Old {
        /// The node.
        node: Node,
        /// When it was last read.
        read_at: Option<Timestamp>,
    },
}

/// The verdict with what it rests on; the default is that of nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readiness {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, gravest first; empty when all is well or nothing was read.
    pub reasons: Vec<Reason>,
    /// Numbers that were read.
    pub numbers: usize,
    /// Of these, the active ones.
    pub active: usize,
    /// Of these, the ones that can start a conversation.
    pub can_start: usize,
}

/// Judges a scope at a moment.
pub fn readiness(scope: &Scope, intervals: &Intervals, now: Timestamp) -> Readiness {
    let read: Vec<&Replica> = scope.numbers.iter().filter(|n| n.read_at.is_some()).collect();
    let active: Vec<&Replica> = read.iter().copied().filter(|n| number::is_active(n)).collect();
    let newest = scope.newest();
    let can_start = active.iter().filter(|n| can_start(&newest, n)).count();
    let mut reasons = Vec::new();
    if !read.is_empty() {
        entity_reasons(scope, &newest, &active, &mut reasons);
        number_reasons(&read, &mut reasons);
        if active.is_empty() {
            reasons.push(Reason::NoneActive);
        }
        reasons.extend(scope.replicas().filter_map(|replica| old(replica, intervals, now)));
        reasons.sort_by_key(gravity);
    }
    let verdict = match (read.len(), active.len(), can_start) {
        (0, _, _) => Verdict::NoData,
        (_, 1.., 0) => Verdict::Stopped,
        _ if reasons.is_empty() => Verdict::Ok,
        _ => Verdict::Attention,
    };
    Readiness { verdict, reasons, numbers: read.len(), active: active.len(), can_start }
}

/// Whether a number can start a conversation, by the newest word on everything above it.
fn can_start(newest: &health::Newest, replica: &Replica) -> bool {
    use PhoneNumberStatus::{Connected, Flagged};
    if !matches!(number::status(replica), Some(Connected | Flagged)) {
        return false;
    }
    let mut named = health::named(replica).peekable();
    if named.peek().is_none() {
        return number::can_start_conversation(replica);
    }
    named.all(|(kind, id)| newest.can_send(&kind, id) != Some(&CanSendMessage::Blocked))
}

/// Entities that are limited or blocked, each once, by the newest word on it.
///
/// A number that is not active says nothing new by being blocked, so it is left out.
fn entity_reasons(
    scope: &Scope,
    newest: &health::Newest,
    active: &[&Replica],
    reasons: &mut Vec<Reason>,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (kind, id) in scope.wabas.iter().chain(active.iter().copied()).flat_map(health::named) {
        if !seen.insert((kind.clone(), id)) {
            continue;
        }
        let can_send = newest.can_send(&kind, id);
        let id = id.to_owned();
        match can_send {
            Some(CanSendMessage::Blocked) => reasons.push(Reason::Blocked { kind, id }),
            Some(CanSendMessage::Limited) => reasons.push(Reason::Limited { kind, id }),
            Some(CanSendMessage::Available | CanSendMessage::Other(_)) | None => {}
        }
    }
}

fn number_reasons(read: &[&Replica], reasons: &mut Vec<Reason>) {
    use PhoneNumberStatus::{Banned, Disconnected, Flagged, RateLimited, Restricted};
    for replica in read {
        let id = &replica.node.id;
        if let Some(status @ (Flagged | Restricted | RateLimited | Banned | Disconnected)) =
            number::status(replica)
        {
            reasons.push(Reason::Status { number: id.clone(), status });
        }
        if let Some((quality @ (QualityRating::Red | QualityRating::Yellow), _)) =
            number::quality(replica)
        {
            reasons.push(Reason::Quality { number: id.clone(), quality });
        }
    }
}

fn old(replica: &Replica, intervals: &Intervals, now: Timestamp) -> Option<Reason> {
    let is_old = match replica.read_at {
        None => true,
        Some(at) => intervals.is_old(replica.node.kind, at, now),
    };
    is_old.then(|| Reason::Old { node: replica.node.clone(), read_at: replica.read_at })
}

/// Order of the reasons: what stops most stands first.
fn gravity(reason: &Reason) -> u8 {
    match reason {
        Reason::Blocked { .. } => 0,
        Reason::Status {
            status: PhoneNumberStatus::Banned | PhoneNumberStatus::Restricted,
            ..
        } => 1,
        Reason::NoneActive => 2,
        Reason::Status { .. } => 3,
        Reason::Quality { quality: QualityRating::Red, .. } => 4,
        Reason::Limited { .. } => 5,
        Reason::Quality { .. } => 6,
        Reason::Old { .. } => 7,
    }
}
