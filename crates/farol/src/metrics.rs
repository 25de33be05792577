//! What `/metrics` shows (SURFACE): how much was accepted, applied, set aside, and asked of Meta.

use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Labels of `farol_graph_calls_total`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct GraphCall {
    /// Name of the edge (`meta::graph::Call::EDGE`).
    pub edge: &'static str,
    /// `ok` or the name of the error.
    pub outcome: &'static str,
}

/// Labels of `farol_items_unread_total`: known webhook fields, and `other` for the rest, so that
/// no sender can grow the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct UnreadField {
    /// The webhook field.
    pub field: String,
}

/// Labels of `farol_retained_removed_total`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Removed {
    /// What was removed, as in `bodies`.
    pub what: &'static str,
}

/// Labels of `farol_ready`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfNumber {
    /// Meta's id of the number.
    pub number: String,
}

/// The program's counters.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Bodies committed and answered 200.
    pub accepted: Counter,
    /// Bodies refused for their signature.
    pub forged: Counter,
    /// Bodies that could not be stored (503).
    pub unstored: Counter,
    /// Items that took effect.
    pub applied: Counter,
    /// Items of fields that are kept raw.
    pub unread: Family<UnreadField, Counter>,
    /// Calls to Meta.
    pub graph_calls: Family<GraphCall, Counter>,
    /// Rows that were old enough to go.
    pub removed: Family<Removed, Counter>,
    /// 1 while Meta sends the app's webhooks here, as last seen.
    pub hooked: Gauge<u64, AtomicU64>,
    /// 1 while Meta sends them to another program.
    pub hooked_elsewhere: Gauge<u64, AtomicU64>,
    /// Bodies committed and not yet projected.
    pub pending: Gauge<u64, AtomicU64>,
    /// Parts that could not be read.
    pub quarantined: Gauge<u64, AtomicU64>,
    /// Items that wait for their account to be connected.
    pub waiting: Gauge<u64, AtomicU64>,
    /// Whether each number can start a conversation, as last told.
    ready: Mutex<Vec<(String, bool)>>,
}

impl Metrics {
    /// Everything in the text format of Prometheus.
    ///
    /// # Errors
    /// Never in practice: writing into a string does not fail.
    pub fn encode(&self) -> Result<String, std::fmt::Error> {
        let mut registry = Registry::with_prefix("farol");
        let m = self;
        registry.register("inbox_accepted", "Bodies committed", m.accepted.clone());
        registry.register("inbox_forged", "Bodies with a bad signature", m.forged.clone());
        registry.register("inbox_unstored", "Bodies that could not be stored", m.unstored.clone());
        registry.register("webhooks_subscribed", "Meta sends webhooks here", m.hooked.clone());
        registry.register(
            "webhooks_elsewhere",
            "Meta sends the app's webhooks to another program",
            m.hooked_elsewhere.clone(),
        );
        registry.register("inbox_pending", "Bodies not yet projected", m.pending.clone());
        registry.register("inbox_quarantined", "Parts not readable", m.quarantined.clone());
        registry.register("inbox_waiting", "Items of unbound accounts", m.waiting.clone());
        registry.register("items_applied", "Items that took effect", m.applied.clone());
        registry.register("items_unread", "Items kept raw, by field", m.unread.clone());
        registry.register("graph_calls", "Calls to Meta", m.graph_calls.clone());
        registry.register("retained_removed", "Rows old enough to go", m.removed.clone());
        registry.register(
            "ready",
            "Whether a number can surely start a conversation",
            self.ready(),
        );
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry)?;
        Ok(text)
    }

    /// Takes which numbers can start a conversation, over what was told before.
    pub fn tell_ready(&self, ready: Vec<(String, bool)>) {
        *self.ready.lock().unwrap_or_else(PoisonError::into_inner) = ready;
    }

    /// Made anew each time, so that a number that is gone is not told for ever.
    fn ready(&self) -> Family<OfNumber, Gauge> {
        let family = Family::<OfNumber, Gauge>::default();
        for (number, is_ready) in self.ready.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let number = number.clone();
            family.get_or_create(&OfNumber { number }).set(i64::from(*is_ready));
        }
        family
    }

    /// Counts a call to Meta.
    pub fn called(&self, edge: &'static str, outcome: &'static str) {
        self.graph_calls.get_or_create(&GraphCall { edge, outcome }).inc();
    }
}
