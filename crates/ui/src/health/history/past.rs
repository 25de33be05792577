//! The changes of those days, by the node that they are of, and which nodes' readings tell of which
//! entity.

use std::collections::HashMap;

use domain::availability::{self, Teller};
use domain::history::{self, Known, Span};
use domain::{Change, Node, NodeKind, Replica, Timestamp};
use meta::open::EntityType;
use serde_json::Value;

use crate::told::Lens;
use crate::view;

/// What the section is made from.
pub(super) struct Past<'a> {
    view: &'a view::Health<'a>,
    by_node: HashMap<&'a Node, Vec<&'a Change>>,
    from: Timestamp,
    now: Timestamp,
}

impl<'a> Past<'a> {
    /// The changes of a page, from the beginning of its days on.
    pub fn of(view: &'a view::Health<'a>, from: Timestamp, now: Timestamp) -> Self {
        let mut by_node: HashMap<&Node, Vec<&Change>> = HashMap::new();
        for change in view.past {
            by_node.entry(&change.node).or_default().push(change);
        }
        Self { view, by_node, from, now }
    }

    fn changes(&self, node: &Node) -> &[&'a Change] {
        self.by_node.get(node).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether anything was said of its sending in those days.
    pub fn has_turned(&self, replica: &Replica) -> bool {
        self.changes(&replica.node).iter().any(|change| change.field == availability::FIELD)
    }

    /// What Meta said of an entity in those days.
    pub fn spans(&self, lens: &Lens<'_>, kind: &EntityType, replica: &'a Replica) -> Vec<Span> {
        let of =
            |teller: &'a Replica| Teller { replica: teller, changes: self.changes(&teller.node) };
        let mut tellers: Vec<Teller<'_>> = self.accounts(kind, replica).map(of).collect();
        if tellers.is_empty() {
            tellers.push(of(replica));
        }
        let window = (self.from, self.now);
        let own = self.changes(&replica.node);
        let mut spans = availability::spans(replica, own, &tellers, lens.intervals, window);
        // Of a time from which not all changes are given nothing is claimed.
        for span in spans.iter_mut().filter(|span| span.from < self.view.past_from) {
            if span.until <= self.view.past_from {
                span.value = None;
            } else {
                span.from = self.view.past_from;
            }
        }
        spans
    }

    /// The same, of a number without the times in which it was not registered yet.
    pub fn once_registered(&self, replica: &Replica, spans: &[Span]) -> Vec<Span> {
        if replica.node.kind != NodeKind::PhoneNumber {
            return spans.to_vec();
        }
        let (own, window) = (self.changes(&replica.node), (self.from, self.now));
        availability::once_registered(spans.to_vec(), replica, own, window)
    }

    /// The accounts whose readings tell of a business or an app; none for what is read itself.
    fn accounts(
        &self,
        kind: &EntityType,
        replica: &'a Replica,
    ) -> impl Iterator<Item = &'a Replica> {
        let (view, id) = (self.view, &replica.node.id);
        let is_of = match kind {
            EntityType::Business => |branch: &view::Branch, id: &str| branch.business == id,
            EntityType::App => |branch: &view::Branch, id: &str| branch.app == id,
            EntityType::Waba
            | EntityType::PhoneNumber
            | EntityType::MessageTemplate
            | EntityType::Other(_) => |_: &view::Branch, _: &str| false,
        };
        let branches = view.branches.iter().filter(move |branch| is_of(branch, id));
        branches.filter_map(|branch| view.scope.replica(NodeKind::Waba, &branch.waba))
    }

    /// The errors that stood at an entity at a moment, as Meta gave them.
    pub fn errors_at(&self, replica: &Replica, at: Timestamp) -> Option<Value> {
        let changes = self.changes(&replica.node);
        let of_errors: Vec<&Change> =
            changes.iter().copied().filter(|change| change.field == "errors").collect();
        let known = Known {
            current: replica.get("errors").map(|heard| &heard.value),
            since: None,
            changes: &of_errors,
            gaps: &[],
        };
        let spans = history::spans(known, self.from, self.now);
        let stood = spans.into_iter().find(|span| span.from <= at && at < span.until)?;
        stood.value
    }
}
