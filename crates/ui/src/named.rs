//! How things are called on a page: by Meta's name for them, else by number, else by id.

use domain::readiness::Scope;
use domain::{Node, NodeKind, Replica};
use meta::open::EntityType;

use crate::words::Words;

/// A replica's name.
pub(crate) fn name(replica: &Replica) -> String {
    let field = match replica.node.kind {
        NodeKind::PhoneNumber => "verified_name",
        NodeKind::Business | NodeKind::Waba | NodeKind::App | NodeKind::MessageTemplate => "name",
        // These are called by their number; see `name_of`.
        NodeKind::Profile | NodeKind::Username => "verified_name",
    };
    let is_said = |name: &&str| !name.trim().is_empty();
    let named = replica.text(field).filter(is_said);
    let numbered = || replica.text("display_phone_number").filter(is_said);
    named.or_else(numbered).unwrap_or(&replica.node.id).to_owned()
}

/// The name of a node of the scope.
pub(crate) fn name_of(scope: &Scope, node: &Node) -> String {
    let kind = match node.kind {
        NodeKind::Profile | NodeKind::Username => NodeKind::PhoneNumber,
        kind => kind,
    };
    scope.replica(kind, &node.id).map_or_else(|| node.id.clone(), name)
}

/// The node of an entity that health names; `None` for a kind that is not replicated.
pub(crate) fn node_of(kind: &EntityType, id: &str) -> Option<Node> {
    Some(Node::new(NodeKind::of_entity(kind)?, id))
}

/// What an entity is, with its name: "a WABA Casa Ipê Brasil".
pub(crate) fn entity(words: &Words, scope: &Scope, kind: &EntityType, id: &str) -> String {
    let name = node_of(kind, id).map_or_else(|| id.to_owned(), |node| name_of(scope, &node));
    let key = match kind {
        EntityType::PhoneNumber => "the-number",
        EntityType::Waba => "the-waba",
        EntityType::Business => "the-business",
        EntityType::App => "the-app",
        EntityType::MessageTemplate | EntityType::Other(_) => "the-entity",
    };
    words.t1(key, "name", name)
}
