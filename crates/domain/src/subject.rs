//! What a change is about, so that a reader can ask for one subject alone.

use crate::field::FIELDS;
use crate::node::NodeKind;

/// A subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// State of a number or an account.
    Status,
    /// Quality of a number.
    Quality,
    /// Messaging limit and throughput.
    Limit,
    /// Health of business, account, app and number.
    Health,
    /// Everything of message templates.
    Templates,
    /// Display name.
    Name,
    /// What contacts see.
    Profile,
    /// Everything else that is known.
    Registration,
}

impl Subject {
    /// All subjects, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Status,
        Self::Quality,
        Self::Limit,
        Self::Health,
        Self::Templates,
        Self::Name,
        Self::Profile,
        Self::Registration,
    ];

    /// The word of the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Quality => "quality",
            Self::Limit => "limit",
            Self::Health => "health",
            Self::Templates => "templates",
            Self::Name => "name",
            Self::Profile => "profile",
            Self::Registration => "registration",
        }
    }

    /// The subject of a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.as_str() == word)
    }

    /// What a field of a kind of node is about.
    pub fn of(kind: NodeKind, field: &str) -> Self {
        match (kind, field) {
            (NodeKind::MessageTemplate, _) => Self::Templates,
            (NodeKind::Profile | NodeKind::Username, _) => Self::Profile,
            (
                _,
                "status"
                | "account_review_status"
                | "ban_info"
                | "restriction_info"
                | "violation_info"
                | "account_alerts",
            ) => Self::Status,
            (_, "quality_rating" | "quality_score") => Self::Quality,
            (
                _,
                "whatsapp_business_manager_messaging_limit" | "messaging_limit_tier" | "throughput",
            ) => Self::Limit,
            (_, "can_send_message" | "errors" | "additional_info") => Self::Health,
            (
                _,
                "verified_name"
                | "name_status"
                | "new_display_name"
                | "new_name_status"
                | "phone_number_name_update",
            ) => Self::Name,
            _ => Self::Registration,
        }
    }

    /// The known fields about this subject.
    pub fn fields(self) -> impl Iterator<Item = (NodeKind, &'static str)> {
        let known = FIELDS.iter().map(|field| (field.kind, field.name));
        known.filter(move |(kind, field)| Self::of(*kind, field) == self)
    }
}
