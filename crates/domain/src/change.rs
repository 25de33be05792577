//! One difference in what Meta reported: append-only, the source of timelines, notices and exports.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::node::Node;
use crate::replica::How;
use crate::time::Timestamp;

/// A field of a node that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Which node.
    pub node: Node,
    /// Which field, in Meta's spelling.
    pub field: String,
    /// What stood before; `null` when nothing did.
    pub before: Value,
    /// What stands now; `null` when the field is gone.
    pub after: Value,
    /// Meta's time where Meta gave one, else when Farol asked or received.
    pub at: Timestamp,
    /// How it was heard.
    pub how: How,
    /// The part of Meta's document that shows it, at most [`Change::EVIDENCE_BYTES`] long.
    pub evidence: Option<String>,
}

impl Change {
    /// Longest excerpt kept as evidence, in bytes.
    pub const EVIDENCE_BYTES: usize = 2_000;
}
