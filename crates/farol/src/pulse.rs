//! "Something about number 7 changed": wakes the pages that show it. It carries names, never values.

use std::sync::Arc;

use domain::Node;
use store::TenantId;
use tokio::sync::broadcast;

/// Nodes of one tenant that something was heard of.
#[derive(Clone, Debug)]
pub struct Beat {
    /// Whose nodes.
    pub tenant: TenantId,
    /// Which; none when what changed is no node.
    pub nodes: Arc<[Node]>,
    /// How soon a page should look.
    pub kind: BeatKind,
}

/// How soon a page should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeatKind {
    /// A value is another now: at once.
    News,
    /// The same was heard again, or traffic went by: when convenient, for the times shown.
    Again,
}

/// The channel between workers and the streams of open pages.
#[derive(Clone, Debug)]
pub struct Pulse(broadcast::Sender<Beat>);

impl Default for Pulse {
    fn default() -> Self {
        // A page that lags behind re-asks everything, so a short memory is enough.
        Self(broadcast::channel(256).0)
    }
}

impl Pulse {
    /// Tells every open page of the tenant. Nobody listening is fine.
    pub fn beat(&self, tenant: TenantId, kind: BeatKind, nodes: impl IntoIterator<Item = Node>) {
        let nodes: Arc<[Node]> = nodes.into_iter().collect();
        if !nodes.is_empty() {
            let _nobody_listens = self.0.send(Beat { tenant, nodes, kind });
        }
    }

    /// Has every open page of the tenant ask again: something that is no node changed.
    pub fn stir(&self, tenant: TenantId) {
        let beat = Beat { tenant, nodes: Arc::new([]), kind: BeatKind::News };
        let _nobody_listens = self.0.send(beat);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Beat> {
        self.0.subscribe()
    }
}
