//! Why a verdict is not "all well", what it rests on, and what can be done. Each has a stable name
//! for the API; the words are the pages'.

use meta::open::{EntityType, PhoneNumberStatus, QualityRating};

use super::{Loss, Scope};
use crate::node::{Node, NodeKind};
use crate::number;
use crate::replica::How;
use crate::time::Timestamp;

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
    /// Meta reports a value that Farol does not know, so that nothing follows from it: a number in
    /// such a state counts neither as active nor as not active.
    Unclear {
        /// Kind of what Meta reports it of.
        kind: EntityType,
        /// Meta's id of it.
        id: String,
        /// Meta's name of the field.
        field: &'static str,
        /// The value, as it came.
        value: String,
    },
    /// Numbers were read and none is active.
    NoneActive,
    /// Farol has no access to an account any more, or not all of it.
    Lost {
        /// Meta's id of the account.
        waba: String,
        /// Why.
        loss: Loss,
    },
    /// The newest reading of a node is older than three intervals, or there is none.
    Old {
        /// The node.
        node: Node,
        /// When it was last read.
        read_at: Option<Timestamp>,
    },
}

/// What a reason rests on: one value, of what, when it was heard and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// Kind of what it was heard of, in Farol's words where it has one, else Meta's.
    pub kind: String,
    /// Meta's id of it.
    pub id: String,
    /// Meta's name of the field; `None` where a reading itself is meant.
    pub field: Option<&'static str>,
    /// The value, as it came; `None` where a reading itself is meant.
    pub value: Option<String>,
    /// When it was heard; `None` when it never was.
    pub at: Option<Timestamp>,
    /// How it was heard.
    pub how: How,
}

impl Reason {
    /// The stable name of this kind of reason in the API.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Blocked { .. } => "blocked",
            Self::Limited { .. } => "limited",
            Self::Status { status, .. } => match status {
                PhoneNumberStatus::Flagged => "number_flagged",
                PhoneNumberStatus::Restricted => "number_restricted",
                _ => "number_status",
            },
            Self::Quality { quality: QualityRating::Red, .. } => "quality_low",
            Self::Quality { .. } => "quality_medium",
            Self::Unclear { .. } => "unknown_value",
            Self::NoneActive => "none_active",
            Self::Lost { loss: Loss::Token, .. } => "token_dead",
            Self::Lost { loss: Loss::Permissions(_), .. } => "permission_lost",
            Self::Lost { loss: Loss::Access | Loss::Ended(_), .. } => "access_lost",
            Self::Old { read_at: Some(_), .. } => "old_reading",
            Self::Old { read_at: None, .. } => "never_read",
        }
    }

    /// What can be done about it; `None` where nothing beyond the other reasons' is known.
    pub fn fix(&self) -> Option<Fix> {
        Some(match self {
            Self::Blocked { .. } | Self::Limited { .. } => Fix::SettleWithMeta,
            Self::Status { number, status: PhoneNumberStatus::Flagged } => {
                Fix::ImproveWithinSevenDays { number: number.clone() }
            }
            Self::Status { number, status: PhoneNumberStatus::Restricted } => {
                Fix::WaitAndReply { number: number.clone() }
            }
            Self::Status { number, .. } => Fix::OpenNumber { number: number.clone() },
            Self::Quality { number, .. } => Fix::ImproveQuality { number: number.clone() },
            Self::Unclear { .. } => Fix::LookAtMeta,
            Self::NoneActive => Fix::Connect,
            Self::Lost { .. } => Fix::Reconnect,
            Self::Old { .. } => Fix::CheckNow,
        })
    }

    /// The value that it rests on; `None` where it follows from several.
    pub fn grounds(&self, scope: &Scope) -> Option<Grounds> {
        let of_number = |id: &str| scope.replica(NodeKind::PhoneNumber, id);
        let number_said = |id: &str, field: &'static str, value: &str| {
            let heard = of_number(id)?.get(field)?;
            Some(Grounds {
                kind: NodeKind::PhoneNumber.as_str().to_owned(),
                id: id.to_owned(),
                field: Some(field),
                value: Some(value.to_owned()),
                at: Some(heard.at),
                how: heard.how,
            })
        };
        match self {
            Self::Blocked { kind, id } | Self::Limited { kind, id } => health_said(scope, kind, id),
            Self::Unclear { kind, id, field: HEALTH, .. } => health_said(scope, kind, id),
            Self::Status { number, status } => number_said(number, "status", status.as_str()),
            Self::Quality { number, quality } => {
                let (_, heard) = number::quality(of_number(number)?)?;
                let field =
                    if heard.value.is_string() { "quality_rating" } else { "quality_score" };
                number_said(number, field, quality.as_str())
            }
            Self::Unclear { kind, id, field, value } => {
                let node = NodeKind::of_entity(kind)?;
                let heard = scope.replica(node, id)?.get(field)?;
                Some(Grounds {
                    kind: node.as_str().to_owned(),
                    id: id.clone(),
                    field: Some(field),
                    value: Some(value.clone()),
                    at: Some(heard.at),
                    how: heard.how,
                })
            }
            Self::NoneActive => None,
            Self::Lost { waba, .. } => Some(Grounds {
                kind: NodeKind::Waba.as_str().to_owned(),
                id: waba.clone(),
                field: None,
                value: None,
                at: Some(scope.replica(NodeKind::Waba, waba)?.failure.as_ref()?.since),
                how: How::Read,
            }),
            Self::Old { node, read_at } => Some(Grounds {
                kind: node.kind.as_str().to_owned(),
                id: node.id.clone(),
                field: None,
                value: None,
                at: *read_at,
                how: How::Read,
            }),
        }
    }
}

/// The field of a `health_status` entity that says whether it can send.
pub(super) const HEALTH: &str = "can_send_message";

fn health_said(scope: &Scope, kind: &EntityType, id: &str) -> Option<Grounds> {
    let entity = scope.entity(kind, id)?;
    Some(Grounds {
        kind: NodeKind::of_entity(kind)
            .map_or_else(|| kind.to_string(), |kind| kind.as_str().to_owned()),
        id: id.to_owned(),
        field: Some(HEALTH),
        value: entity.can_send.map(|can| can.to_string()),
        at: Some(entity.at),
        how: entity.how,
    })
}

/// What can be done about a reason.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fix {
    /// Take the error up with Meta, who alone can lift it.
    SettleWithMeta,
    /// Bring the quality back within seven days of the flag, or Meta may lower the limit.
    ImproveWithinSevenDays {
        /// The number's id.
        number: String,
    },
    /// Reply only, until the 24 hours are over.
    WaitAndReply {
        /// The number's id.
        number: String,
    },
    /// See what Meta reports of the number.
    OpenNumber {
        /// The number's id.
        number: String,
    },
    /// See why people block, and change templates and audience.
    ImproveQuality {
        /// The number's id.
        number: String,
    },
    /// Look at Meta's own pages what the value means.
    LookAtMeta,
    /// Connect a number.
    Connect,
    /// Connect the same account again.
    Reconnect,
    /// Ask Meta for a fresh reading.
    CheckNow,
}

impl Fix {
    /// The stable name of this kind of step in the API.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::SettleWithMeta => "settle_with_meta",
            Self::ImproveWithinSevenDays { .. } => "improve_within_seven_days",
            Self::WaitAndReply { .. } => "wait_and_reply",
            Self::OpenNumber { .. } => "open_number",
            Self::ImproveQuality { .. } => "improve_quality",
            Self::LookAtMeta => "look_at_meta",
            Self::Connect => "connect",
            Self::Reconnect => "reconnect",
            Self::CheckNow => "check_now",
        }
    }

    /// The number that it is about.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::ImproveWithinSevenDays { number }
            | Self::WaitAndReply { number }
            | Self::OpenNumber { number }
            | Self::ImproveQuality { number } => Some(number),
            Self::SettleWithMeta
            | Self::LookAtMeta
            | Self::Connect
            | Self::Reconnect
            | Self::CheckNow => None,
        }
    }
}
