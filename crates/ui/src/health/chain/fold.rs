//! Entities of one sort behind one line: of templates all that are well or unread, of numbers those
//! that are well where there are many.
//!
//! What is well is told in brief: the same words for all, found once, since there may be thousands.

use domain::readiness::Scope;
use domain::{NodeKind, Replica, number};
use meta::open::{CanSendMessage, EntityType, PhoneNumberStatus};

use super::{Line, Rail, small};
use crate::badge::{self, Look};
use crate::entity::{self, Known};
use crate::named;
use crate::told::{Lens, Source, Told};

/// From more than so many on, an account's numbers that are well are folded.
pub(crate) const FEW: usize = 12;

/// An account's entities of one sort, folded away.
pub(crate) struct Folded {
    /// The same at every reading, so that what a person unfolded stays so.
    pub id: String,
    pub depth: u8,
    pub rails: Vec<Rail>,
    pub title: String,
    /// The oldest reading among what is told in brief.
    pub source: Option<Source>,
    pub raw_kind: String,
    pub kind: String,
    pub can: Look,
    pub briefs: Vec<Brief>,
    pub lines: Vec<Line>,
}

/// An entity that is well: available, without errors and remarks, and freshly read.
pub(crate) struct Brief {
    pub id: String,
    pub name: String,
    pub name_told: Option<Told>,
    pub small: Vec<(String, Option<Told>)>,
    pub can_told: Told,
    pub errors_told: Told,
    at: domain::Timestamp,
}

impl Folded {
    /// What is folded under a title.
    pub fn of(
        lens: &Lens<'_>,
        (sort, key, kind): (&str, &str, &EntityType),
        (waba, depth): (&str, u8),
        (briefs, lines): (Vec<Brief>, Vec<Line>),
    ) -> Self {
        let node = NodeKind::of_entity(kind).unwrap_or(NodeKind::Waba);
        let oldest = briefs.iter().map(|brief| brief.at).min();
        Self {
            id: format!("{sort}-{waba}"),
            depth,
            rails: Vec::new(),
            title: lens.words.many(key, (briefs.len() + lines.len()) as u64),
            source: oldest.map(|at| lens.source(node, at, domain::How::Read)),
            raw_kind: kind.to_string(),
            kind: entity::kind_word(lens.words, kind),
            can: badge::can_send(lens.words, &CanSendMessage::Available),
            briefs,
            lines,
        }
    }
}

/// An entity in brief; `None` for one of which there is more to say.
pub(crate) fn brief(
    lens: &Lens<'_>,
    scope: &Scope,
    known: &Known<'_>,
    kind: &EntityType,
    id: &str,
) -> Option<Brief> {
    let replica = scope.replica(NodeKind::of_entity(kind)?, id)?;
    let health = known.entity(kind, id)?;
    let is_available = |can: &Option<CanSendMessage>| *can == Some(CanSendMessage::Available);
    let has_sip = health.can_receive_call_sip.is_some();
    let is_well = is_available(&health.can_send)
        && health.errors.is_empty()
        && health.additional_info.is_empty()
        && (!has_sip || is_available(&health.can_receive_call_sip))
        && replica.failure.is_none()
        && !lens.intervals.is_old(replica.node.kind, health.at, lens.now)
        && is_usual(replica);
    let inside = |field, value: &str| Told::inside(field, value.to_owned(), health.at, health.how);
    is_well.then(|| Brief {
        id: id.to_owned(),
        name: named::name(replica),
        name_told: replica.get("name").map(|heard| Told::of("name", heard)),
        small: small(lens.words, replica),
        can_told: inside("can_send_message", CanSendMessage::Available.as_str()),
        errors_told: inside("errors", ""),
        at: health.at,
    })
}

/// Whether a number's own state is the usual one; a template's says nothing that its health does not.
fn is_usual(replica: &Replica) -> bool {
    replica.node.kind != NodeKind::PhoneNumber
        || number::status(replica) == Some(PhoneNumberStatus::Connected)
}
