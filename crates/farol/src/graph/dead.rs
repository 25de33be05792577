//! Tokens that Meta called dead: nothing is sent with one, but for a probe now and then.
//!
//! Meta has been seen to call a good token dead for a while, so that no verdict is for ever. While
//! a probe is out the other calls with its token wait for what it brings.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use meta::GraphError;
use sha2::{Digest as _, Sha256};
use store::Secret;
use tokio::sync::OwnedMutexGuard;

use crate::clock::monotonic;

/// What a token is known by here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Digest([u8; 32]);

impl Digest {
    pub(super) fn of(token: &Secret) -> Self {
        Self(Sha256::digest(token.expose().as_bytes()).into())
    }
}

/// Whether a token may be used now.
pub(super) enum Way {
    /// It may.
    Free,
    /// Once, to see whether it is still dead; the others wait until this is dropped.
    Probe { _turn: OwnedMutexGuard<()> },
    /// It may not; this is what Meta last answered.
    Closed(GraphError),
}

#[derive(Debug)]
struct Dead {
    /// What Meta said of it.
    error: GraphError,
    tried_at: Instant,
    probe_at: Instant,
    /// Held while a probe is out.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// The tokens that Meta called dead.
#[derive(Debug)]
pub(super) struct DeadTokens {
    probe_after: Duration,
    known: Mutex<HashMap<Digest, Dead>>,
}

impl DeadTokens {
    pub(super) fn new(probe_after: Duration) -> Self {
        Self { probe_after, known: Mutex::default() }
    }

    /// Asks whether a call with the token may go; waits while a probe of it is out.
    pub(super) async fn way(&self, token: Digest) -> Way {
        let turn = self.known().get(&token).map(|dead| dead.turn.clone());
        let Some(turn) = turn else { return Way::Free };
        let turn = turn.lock_owned().await;
        let now = monotonic();
        match self.known().get_mut(&token) {
            None => Way::Free,
            Some(dead) if dead.probe_at <= now => {
                (dead.tried_at, dead.probe_at) = (now, now + self.probe_after);
                Way::Probe { _turn: turn }
            }
            Some(dead) => Way::Closed(dead.error.clone()),
        }
    }

    /// Learns from what Meta answered to a call with the token.
    pub(super) fn heard(&self, token: Digest, error: Option<&GraphError>) {
        match error {
            Some(error @ GraphError::TokenDead { .. }) => {
                let now = monotonic();
                let probe_at = now + self.probe_after;
                let mut known = self.known();
                let dead = known.entry(token).or_insert_with(|| Dead {
                    error: error.clone(),
                    tried_at: now,
                    probe_at,
                    turn: Arc::default(),
                });
                (dead.tried_at, dead.probe_at) = (now, probe_at);
                dead.error = error.clone();
            }
            // Meta looked past the token, so it lives.
            None
            | Some(
                GraphError::PermissionMissing { .. }
                | GraphError::NotFound { .. }
                | GraphError::Refused { .. },
            ) => drop(self.known().remove(&token)),
            Some(
                GraphError::RateLimited { .. }
                | GraphError::Trouble { .. }
                | GraphError::Unanswered { .. }
                | GraphError::Unreadable { .. },
            ) => {}
        }
    }

    /// Lets the next call with this token be its probe.
    pub(super) fn forget(&self, token: Digest) {
        if let Some(dead) = self.known().get_mut(&token) {
            dead.probe_at = dead.tried_at;
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Digest, Dead>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
