//! Meta's nodes that Farol replicates, and how one is named across the program.

use std::fmt;
use std::str::FromStr;

use meta::open::EntityType;

/// The kinds of node that are replicated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// A business portfolio.
    Business,
    /// A WhatsApp Business Account.
    Waba,
    /// A Meta app.
    App,
    /// A phone number.
    PhoneNumber,
    /// A message template.
    MessageTemplate,
    /// What contacts see of a phone number; its id is the number's.
    Profile,
    /// The username of a phone number, which Meta reads by an edge of its own; its id is the
    /// number's.
    Username,
}

impl NodeKind {
    /// All kinds, widest first.
    pub const ALL: [Self; 7] = [
        Self::Business,
        Self::Waba,
        Self::App,
        Self::PhoneNumber,
        Self::MessageTemplate,
        Self::Profile,
        Self::Username,
    ];

    /// The kind of node that an entity of Meta's health is; `None` for one that is not replicated.
    pub const fn of_entity(kind: &EntityType) -> Option<Self> {
        Some(match kind {
            EntityType::PhoneNumber => Self::PhoneNumber,
            EntityType::Waba => Self::Waba,
            EntityType::Business => Self::Business,
            EntityType::App => Self::App,
            EntityType::MessageTemplate => Self::MessageTemplate,
            EntityType::Other(_) => return None,
        })
    }

    /// The kind of entity that such a node is in Meta's health; a profile and a username are their
    /// number's.
    pub const fn entity(self) -> &'static EntityType {
        match self {
            Self::Business => &EntityType::Business,
            Self::Waba => &EntityType::Waba,
            Self::App => &EntityType::App,
            Self::PhoneNumber | Self::Profile | Self::Username => &EntityType::PhoneNumber,
            Self::MessageTemplate => &EntityType::MessageTemplate,
        }
    }

    /// The word used in stores, streams and exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Waba => "waba",
            Self::App => "app",
            Self::PhoneNumber => "phone_number",
            Self::MessageTemplate => "message_template",
            Self::Profile => "whatsapp_business_profile",
            Self::Username => "username",
        }
    }
}

/// One node: its kind and Meta's id. Printed and parsed as `kind:id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    /// Kind of the node.
    pub kind: NodeKind,
    /// Meta's id.
    pub id: String,
}

impl Node {
    /// Names a node.
    pub fn new(kind: NodeKind, id: impl Into<String>) -> Self {
        Self { kind, id: id.into() }
    }

    /// Names a phone number.
    pub fn phone_number(id: &str) -> Self {
        Self::new(NodeKind::PhoneNumber, id)
    }

    /// Names the profile of a phone number.
    pub fn profile(number: &str) -> Self {
        Self::new(NodeKind::Profile, number)
    }

    /// Names the username of a phone number.
    pub fn username(number: &str) -> Self {
        Self::new(NodeKind::Username, number)
    }

    /// Names the list of an account's templates, which is read as one: Meta gives no two nodes one
    /// id, so a template with the account's id is no other.
    pub fn templates_of(waba: &str) -> Self {
        Self::new(NodeKind::MessageTemplate, waba)
    }

    /// Names a WhatsApp Business Account.
    pub fn waba(id: &str) -> Self {
        Self::new(NodeKind::Waba, id)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.id)
    }
}

/// A node's name that is not `kind:id` with a kind known here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a node")]
pub struct NotANode(String);

impl FromStr for Node {
    type Err = NotANode;

    fn from_str(text: &str) -> Result<Self, NotANode> {
        let refused = || NotANode(text.to_owned());
        let (kind, id) = text.split_once(':').ok_or_else(refused)?;
        let kind = NodeKind::ALL.into_iter().find(|k| k.as_str() == kind).ok_or_else(refused)?;
        Ok(Self::new(kind, id))
    }
}

impl serde::Serialize for Node {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Node {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
