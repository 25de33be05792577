//! Is all well? One pure verdict from what Meta reported, with its reasons, gravest first.
//!
//! Nothing is concluded from a value that is not known here: it is a reason of its own.

mod able;
mod access;
mod reason;
mod scope;

use std::collections::BTreeSet;

use meta::open::{CanSendMessage, EntityType, MessagingLimit, PhoneNumberStatus, QualityRating};

pub use able::{Ability, can_receive, each_can_send};
pub use access::{Access, Deaf, Loss};
pub use reason::{Fix, Grounds, Reason};
pub use scope::{Intervals, Scope};

use able::Judged;

use crate::health;
use crate::node::{Node, NodeKind};
use crate::number;
use crate::replica::Replica;
use crate::time::Timestamp;

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

/// A node's newest good reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What was read.
    pub node: Node,
    /// When it was asked for.
    pub at: Timestamp,
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
    /// Of these, the ones whose state is not known here: each has its [`Reason::Unclear`].
    pub unclear: usize,
    /// Of the active ones, those that can't be heard any more, since Farol lost their account: whether
    /// they can start a conversation is not known.
    pub deaf: usize,
    /// The other active numbers that can start a conversation, or of which nothing says that they
    /// can't.
    pub can_start: usize,
    /// Whether any number can start a conversation, by Meta's words and the product description's
    /// sentences, which say more of a limited business. [`Verdict::Stopped`] always comes with a no.
    pub can_send: Ability,
    /// Whether any number can receive; Meta reports nothing about it, so that it is known only where
    /// a sentence of the description says so. Traffic may know more: [`can_receive`].
    pub can_receive: Ability,
    /// The oldest of the readings that this rests on; `None` when nothing was read. What was never
    /// read stands among the reasons.
    pub oldest: Option<Reading>,
}

impl Readiness {
    /// From when on all that this rests on is known: the moment of the oldest reading.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.oldest.as_ref().map(|reading| reading.at)
    }

    /// What can be done, each once, for the gravest reason first.
    pub fn fixes(&self) -> Vec<Fix> {
        let mut fixes = Vec::new();
        for fix in self.reasons.iter().filter_map(Reason::fix) {
            if !fixes.contains(&fix) {
                fixes.push(fix);
            }
        }
        fixes
    }
}

/// Judges a scope at a moment.
pub fn readiness(scope: &Scope, intervals: &Intervals, now: Timestamp) -> Readiness {
    let newest = scope.newest();
    let read = Judged::read_of(scope, &newest);
    let active: Vec<&Judged<'_>> = read.iter().filter(|n| number::is_active(n.number)).collect();
    let unclear = read.iter().filter(|judged| is_unclear(judged.number)).count();
    let deaf = active.iter().filter(|judged| judged.is_deaf).count();
    let can_start = active.iter().filter(|judged| can_start(judged)).count();
    let mut reasons = Vec::new();
    if !read.is_empty() {
        entity_reasons(scope, &newest, &active, &mut reasons);
        number_reasons(&read, &mut reasons);
        limit_reasons(scope, &mut reasons);
        reasons.extend(scope.wabas.iter().filter_map(|waba| lost(scope, waba)));
        // Of a state that is not known here nobody can say that it is not active.
        if active.is_empty() && unclear == 0 {
            reasons.push(Reason::NoneActive);
        }
        reasons.extend(scope.replicas().filter_map(|replica| old(replica, intervals, now)));
        reasons.sort_by_key(gravity);
    }
    let verdict = match (read.len(), active.len(), can_start + deaf) {
        (0, _, _) => Verdict::NoData,
        (_, 1.., 0) => Verdict::Stopped,
        _ if reasons.is_empty() => Verdict::Ok,
        _ => Verdict::Attention,
    };
    Readiness {
        verdict,
        reasons,
        numbers: read.len(),
        active: active.len(),
        unclear,
        deaf,
        can_start,
        can_send: able::can_send(&read),
        can_receive: able::receiving(&read, &BTreeSet::new()),
        oldest: oldest(scope),
    }
}

/// Whether Farol can't say if the number is active.
fn is_unclear(number: &Replica) -> bool {
    matches!(number::status(number), Some(PhoneNumberStatus::Other(_)))
}

/// The oldest newest reading; of two of one moment the first.
fn oldest(scope: &Scope) -> Option<Reading> {
    let read = scope.replicas().filter_map(|replica| Some((replica.read_at?, replica)));
    let (at, replica) = read.min_by_key(|(at, _)| *at)?;
    Some(Reading { node: replica.node.clone(), at })
}

/// Whether a number can start a conversation, as far as anything says: a word that is not known here
/// stops nothing.
fn can_start(judged: &Judged<'_>) -> bool {
    !judged.is_deaf && able::sends(judged) != Ability::No
}

/// Entities that are limited, blocked or in a state that is not known here, each once, by the
/// newest word on it.
///
/// A number that is not active says nothing new by being blocked, so it is left out.
fn entity_reasons(
    scope: &Scope,
    newest: &health::Newest<'_>,
    active: &[&Judged<'_>],
    reasons: &mut Vec<Reason>,
) {
    let mut seen = BTreeSet::new();
    let of_wabas: Vec<_> = scope.wabas.iter().flat_map(|waba| newest.named(waba)).collect();
    for named in of_wabas.iter().chain(active.iter().flat_map(|judged| &judged.named)) {
        if !seen.insert((&named.kind, named.id)) {
            continue;
        }
        let (kind, id) = (named.kind.clone(), named.id.to_owned());
        match &named.can_send {
            Some(CanSendMessage::Blocked) => reasons.push(Reason::Blocked { kind, id }),
            Some(CanSendMessage::Limited) => reasons.push(Reason::Limited { kind, id }),
            Some(CanSendMessage::Other(value)) => {
                let value = value.clone();
                reasons.push(Reason::Unclear { kind, id, field: reason::HEALTH, value });
            }
            Some(CanSendMessage::Available) | None => {}
        }
    }
}

fn number_reasons(read: &[Judged<'_>], reasons: &mut Vec<Reason>) {
    use PhoneNumberStatus::{
        Banned, Disconnected, Flagged, Other, RateLimited, Restricted, Unknown,
    };
    for &Judged { number: replica, .. } in read {
        let id = &replica.node.id;
        let unclear = |field, value| Reason::Unclear {
            kind: EntityType::PhoneNumber,
            id: id.clone(),
            field,
            value,
        };
        match number::status(replica) {
            Some(
                status @ (Flagged | Restricted | RateLimited | Banned | Disconnected | Unknown),
            ) => reasons.push(Reason::Status { number: id.clone(), status }),
            Some(Other(value)) => reasons.push(unclear("status", value)),
            // The others wait for somebody on Conexão, are over, or are well.
            Some(_) | None => {}
        }
        match number::quality(replica) {
            Some((quality @ (QualityRating::Red | QualityRating::Yellow), _)) => {
                reasons.push(Reason::Quality { number: id.clone(), quality });
            }
            Some((QualityRating::Other(value), heard)) => {
                let is_rating = heard.value.is_string();
                let field = if is_rating { "quality_rating" } else { "quality_score" };
                reasons.push(unclear(field, value));
            }
            Some((QualityRating::Green | QualityRating::Unknown, _)) | None => {}
        }
    }
}

/// Limits whose value is not known here: each value once, of the widest node that tells it, since a
/// portfolio's limit stands on all its numbers too.
fn limit_reasons(scope: &Scope, reasons: &mut Vec<Reason>) {
    const FIELD: &str = "whatsapp_business_manager_messaging_limit";
    let mut seen = BTreeSet::new();
    for replica in scope.replicas() {
        let limit = replica.get(FIELD).and_then(|heard| MessagingLimit::from_json(&heard.value));
        let Some(MessagingLimit::Other(value)) = limit else { continue };
        if seen.insert(value.clone()) {
            let (kind, id) = (entity_type(replica.node.kind), replica.node.id.clone());
            reasons.push(Reason::Unclear { kind, id, field: FIELD, value });
        }
    }
}

/// An account that Farol lost, wholly or in part: what is shown of it gets old.
fn lost(scope: &Scope, waba: &Replica) -> Option<Reason> {
    Some(Reason::Lost { waba: waba.node.id.clone(), loss: scope.loss(waba)? })
}

const fn entity_type(kind: NodeKind) -> EntityType {
    match kind {
        NodeKind::Business => EntityType::Business,
        NodeKind::Waba => EntityType::Waba,
        NodeKind::App => EntityType::App,
        NodeKind::PhoneNumber | NodeKind::Profile | NodeKind::Username => EntityType::PhoneNumber,
        NodeKind::MessageTemplate => EntityType::MessageTemplate,
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
        // By the product's description nothing is sent then, by any of its numbers.
        Reason::Limited { kind: EntityType::Business, .. } => 1,
        Reason::Status {
            status: PhoneNumberStatus::Banned | PhoneNumberStatus::Restricted,
            ..
        } => 2,
        Reason::NoneActive => 3,
        // All below may have changed since.
        Reason::Lost { .. } => 4,
        Reason::Status { .. } => 5,
        Reason::Unclear { field: "status" | reason::HEALTH, .. } => 6,
        Reason::Quality { quality: QualityRating::Red, .. } => 7,
        Reason::Limited { .. } => 8,
        Reason::Quality { .. } => 9,
        Reason::Unclear { .. } => 10,
        Reason::Old { .. } => 11,
    }
}
