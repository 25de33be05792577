//! Whether anything can be sent or received, as far as that is known.
//!
//! The product description says more than Meta's words: a blocked account or business neither sends
//! nor receives, a limited business receives and does not send. Where neither says anything the
//! answer is that it is not known, never a guess.

use std::collections::BTreeSet;

use meta::open::{CanSendMessage, EntityType, PhoneNumberStatus};

use super::{Deaf, Intervals, Scope};
use crate::health;
use crate::number;
use crate::replica::Replica;
use crate::time::Timestamp;

/// Whether something can be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ability {
    /// It can.
    Yes,
    /// It can't.
    No,
    /// Nothing that was heard says so or otherwise.
    #[default]
    Unknown,
}

impl Ability {
    /// As the API has it: `None` is `null`, not known.
    pub const fn as_bool(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }

    /// Of several: one that can is enough, and one of which nothing is known leaves it open.
    fn of_any(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::No, |held, next| match (held, next) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::No, Self::No) => Self::No,
        })
    }
}

/// Whether any number of the scope can receive, where messages to the numbers in `received` came in
/// not long ago: that proves it for a number of which nothing else is said.
pub fn can_receive(scope: &Scope, received: &BTreeSet<String>) -> Ability {
    let newest = scope.newest();
    receiving(&Judged::read_of(scope, &newest), received)
}

/// Whether each number that was read can start a conversation at a moment, by its id. Of one whose
/// reading is old by then, or that can't be heard any more, it is not known, whatever the last one said.
pub fn each_can_send<'s>(
    scope: &'s Scope,
    intervals: &Intervals,
    now: Timestamp,
) -> Vec<(&'s str, Ability)> {
    let (newest, deaf) = (scope.newest(), Deaf::of(scope));
    let able = |number: &'s Replica| {
        let is_old = intervals.is_old(number.node.kind, number.read_at?, now);
        let judged = || Judged::of(number, &newest, &deaf);
        let able = if is_old { Ability::Unknown } else { sends(&judged()) };
        Some((number.node.id.as_str(), able))
    };
    scope.numbers.iter().filter_map(able).collect()
}

/// A number with the newest word on everything that its health names, found once for all that is
/// asked of it.
pub(super) struct Judged<'a> {
    pub number: &'a Replica,
    pub named: Vec<health::Named<'a>>,
    /// Active by what was heard last, and not heard any more.
    pub is_deaf: bool,
}

impl<'a> Judged<'a> {
    fn of(number: &'a Replica, newest: &health::Newest<'_>, deaf: &Deaf<'_>) -> Self {
        let is_deaf = number::is_active(number) && deaf.has_number(number);
        Self { number, named: newest.named(number), is_deaf }
    }

    /// The scope's numbers that were read.
    pub fn read_of(scope: &'a Scope, newest: &health::Newest<'_>) -> Vec<Self> {
        let deaf = Deaf::of(scope);
        let read = scope.numbers.iter().filter(|number| number.read_at.is_some());
        read.map(|number| Self::of(number, newest, &deaf)).collect()
    }
}

/// Whether any of these can start a conversation.
pub(super) fn can_send(read: &[Judged<'_>]) -> Ability {
    of_read(read, sends)
}

/// Whether any of these can receive.
pub(super) fn receiving(read: &[Judged<'_>], received: &BTreeSet<String>) -> Ability {
    of_read(read, |judged| receives(judged, received.contains(&judged.number.node.id)))
}

fn of_read(read: &[Judged<'_>], able: impl Fn(&Judged<'_>) -> Ability) -> Ability {
    if read.is_empty() {
        return Ability::Unknown;
    }
    Ability::of_any(read.iter().map(able))
}

pub(super) fn sends(judged: &Judged<'_>) -> Ability {
    use PhoneNumberStatus::{Connected, Flagged, Other, Unknown};
    if judged.is_deaf {
        return Ability::Unknown;
    }
    match number::status(judged.number) {
        Some(Connected | Flagged) => {}
        Some(Unknown | Other(_)) | None => return Ability::Unknown,
        Some(_) => return Ability::No,
    }
    if judged.named.is_empty() {
        return match health::overall(judged.number) {
            Some(CanSendMessage::Blocked) => Ability::No,
            Some(CanSendMessage::Other(_)) => Ability::Unknown,
            // "Conectado: você pode enviar mensagens dentro do seu limite" holds by itself.
            Some(CanSendMessage::Available | CanSendMessage::Limited) | None => Ability::Yes,
        };
    }
    let mut able = Ability::Yes;
    for named in &judged.named {
        match (&named.can_send, &named.kind) {
            (Some(CanSendMessage::Blocked), _)
            | (Some(CanSendMessage::Limited), EntityType::Business) => return Ability::No,
            (Some(CanSendMessage::Other(_)), _) => able = Ability::Unknown,
            (Some(CanSendMessage::Available | CanSendMessage::Limited) | None, _) => {}
        }
    }
    able
}

fn receives(judged: &Judged<'_>, has_received: bool) -> Ability {
    use PhoneNumberStatus::{Connected, Flagged, Other, Restricted, Unknown};
    let proven = if has_received { Ability::Yes } else { Ability::Unknown };
    if judged.is_deaf {
        return proven;
    }
    match number::status(judged.number) {
        Some(Connected | Flagged | Restricted | Unknown | Other(_)) | None => {}
        Some(_) => return Ability::No,
    }
    let mut able = proven;
    for named in &judged.named {
        match (&named.can_send, &named.kind) {
            // Of a blocked app no webhook tells, so that nothing arrives here either.
            (
                Some(CanSendMessage::Blocked),
                EntityType::Waba | EntityType::Business | EntityType::App,
            ) => return Ability::No,
            (Some(CanSendMessage::Limited), EntityType::Business) => able = Ability::Yes,
            _ => {}
        }
    }
    able
}
