//! Whether Farol still has access to an account: what takes it away, and what shows that.

use meta::open::EntityType;

use super::Scope;
use crate::health;
use crate::node::NodeKind;
use crate::replica::{Failure, Replica};

/// What is known of the access to an account beside how its readings go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Meta's id of the account.
    pub waba: String,
    /// Permissions that Meta no longer lists for its token, by Meta's names.
    pub lacks: Vec<String>,
    /// Meta's event that took the account away, such as `PARTNER_REMOVED`, while it holds.
    pub ended: Option<String>,
}

/// The permission that every reading of an account needs (META 1.1).
const MANAGEMENT: &str = "whatsapp_business_management";

/// Why Farol has no access to an account, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Meta refuses its token.
    Token,
    /// Meta no longer lists these permissions for its token.
    Permissions(Vec<String>),
    /// Meta answers with neither the account nor its numbers.
    Access,
    /// Meta's event says so, by its name.
    Ended(String),
}

impl Loss {
    /// Judges by a reading that fails, by the permissions that are gone and by Meta's event: what says
    /// most comes first. A reading that fails for any other reason says nothing of the access.
    pub fn of(failure: Option<&Failure>, lacks: &[String], ended: Option<&str>) -> Option<Self> {
        let unread = failure.and_then(|failure| Self::of_reason(&failure.reason));
        match (unread, ended) {
            (Some(Self::Token), _) => Some(Self::Token),
            (_, _) if !lacks.is_empty() => Some(Self::Permissions(lacks.to_vec())),
            (Some(loss), _) => Some(loss),
            (None, Some(event)) => Some(Self::Ended(event.to_owned())),
            (None, None) => None,
        }
    }

    /// Whether Meta can't be heard on the account any more, so that what it said last need not hold.
    /// Without a permission to send it still answers what it is asked.
    pub fn is_deaf(&self) -> bool {
        match self {
            Self::Token | Self::Access | Self::Ended(_) => true,
            Self::Permissions(lacks) => lacks.iter().any(|lack| lack == MANAGEMENT),
        }
    }

    /// What a reading that failed so (`GraphError::name`) says of the access.
    pub fn of_reason(reason: &str) -> Option<Self> {
        match reason {
            "token_dead" => Some(Self::Token),
            "permission_missing" | "not_found" => Some(Self::Access),
            _ => None,
        }
    }
}

/// What of a scope can't be heard any more: of it nothing is known, whatever was heard last.
#[derive(Debug, Default)]
pub struct Deaf<'a> {
    wabas: Vec<&'a str>,
    is_all: bool,
}

impl<'a> Deaf<'a> {
    /// Looks at each account once.
    pub fn of(scope: &'a Scope) -> Self {
        let lost = |waba: &&Replica| scope.loss(waba).is_some_and(|loss| loss.is_deaf());
        let wabas: Vec<&str> =
            scope.wabas.iter().filter(lost).map(|waba| waba.node.id.as_str()).collect();
        Self { is_all: !wabas.is_empty() && wabas.len() == scope.wabas.len(), wabas }
    }

    /// Whether a number can't be heard: its own readings say so, or its account is lost.
    pub fn has_number(&self, number: &Replica) -> bool {
        let reason = number.failure.as_ref().map(|failure| failure.reason.as_str());
        self.is_all
            || reason.and_then(Loss::of_reason).is_some()
            || (!self.wabas.is_empty()
                && health::named(number)
                    .any(|(kind, id)| kind == EntityType::Waba && self.wabas.contains(&id)))
    }

    /// Whether an entity can't be heard. A business is heard of as long as one of its accounts is; an
    /// app is asked by its own token.
    pub fn has(&self, scope: &Scope, kind: &EntityType, id: &str) -> bool {
        match kind {
            EntityType::Waba => self.wabas.contains(&id),
            EntityType::Business => self.is_all,
            EntityType::PhoneNumber => {
                let number = scope.replica(NodeKind::PhoneNumber, id);
                number.is_some_and(|number| self.has_number(number))
            }
            EntityType::App | EntityType::MessageTemplate | EntityType::Other(_) => false,
        }
    }
}
