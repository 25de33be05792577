//! What the emulator holds in memory, behind one lock, and how its parts wake each other.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::Settings;
use crate::graph::call::Call;
use crate::graph::fault::{self, Fault};
use crate::graph::pace::Pace;
use crate::graph::usage::Usage;
use crate::webhooks::log::Log;
use crate::webhooks::queue::Queue;
use crate::world::{World, mint};

/// How many Graph calls the control page can show.
const CALLS_KEPT: usize = 200;

/// The world, and what goes on in it.
pub struct State {
    pub world: World,
    pub queue: Queue,
    pub log: Log,
    pub usage: Usage,
    pub pace: Pace,
    /// The armed faults: the first that is meant strikes.
    pub faults: Vec<Fault>,
    pub calls: VecDeque<Value>,
    calls_seen: u64,
    /// How often chance was asked, so that a seed gives one course of events.
    pub chances: u64,
}

/// One emulator, as its parts share it. No one holds the lock over an await.
pub struct Shared {
    pub settings: Settings,
    /// The document that a reset makes the world from.
    pub origin: Value,
    pub http: reqwest::Client,
    state: Mutex<State>,
    /// Something must be written to the state file.
    pub dirty: Notify,
    /// Held while the state file is written: two writers would mix.
    pub saving: tokio::sync::Mutex<()>,
    /// The queue has something new.
    pub due: Notify,
    /// A clock of the world may have begun.
    pub clocks: Notify,
    /// The scenario that plays, if any; sent again to start it anew.
    pub playing: watch::Sender<Option<String>>,
    /// Cancelled when `run` was stopped: what hangs on purpose lets go.
    pub closing: CancellationToken,
}

impl State {
    pub fn new(world: World, queue: Queue) -> State {
        State {
            world,
            queue,
            log: Log::default(),
            usage: Usage::default(),
            pace: Pace::default(),
            faults: Vec::new(),
            calls: VecDeque::new(),
            calls_seen: 0,
            chances: 0,
        }
    }

    /// The fault that strikes this call, if one does.
    pub fn struck(&mut self, call: &Call) -> Option<Fault> {
        self.strike(|fault| fault.is_for(&call.segments))
    }

    /// The code that a message is to fail with, if an armed fault strikes it.
    pub fn send_fault(&mut self) -> Option<u32> {
        self.strike(|fault| fault.send_code().is_some())?.send_code()
    }

    /// Whether an armed fault leaves the `delivered` of a message out.
    pub fn skips_delivered(&mut self) -> bool {
        self.strike(|fault| fault.name == fault::DELIVERED_SKIPPED).is_some()
    }

    /// Whether an armed fault keeps a callback from passing its handshake.
    pub fn fails_handshake(&mut self) -> bool {
        self.strike(|fault| fault.name == fault::HANDSHAKE_FAILED).is_some()
    }

    /// The first armed fault that is meant and, by chance and by count, strikes.
    pub fn strike(&mut self, is_meant: impl Fn(&Fault) -> bool) -> Option<Fault> {
        for nth in 0..self.faults.len() {
            let (share, is_meant) = (self.faults[nth].share, is_meant(&self.faults[nth]));
            if is_meant && self.chance(share) {
                let fault = self.faults[nth].clone();
                self.faults[nth].calls = fault.calls.map(|left| left.saturating_sub(1));
                self.faults.retain(|fault| fault.calls != Some(0));
                return Some(fault);
            }
        }
        None
    }

    /// Whether chance strikes, this often.
    pub fn chance(&mut self, share: f64) -> bool {
        self.fraction() < share
    }

    /// A number from 0 to 1, the next one that the seed gives.
    pub fn fraction(&mut self) -> f64 {
        self.chances += 1;
        mint::fraction(self.world.seed, self.chances)
    }

    /// Logs a call by a number of its own, so that two that look alike are told apart.
    pub fn log_call(&mut self, mut call: Value) {
        self.calls_seen += 1;
        call["nth"] = self.calls_seen.into();
        if self.calls.len() == CALLS_KEPT {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }
}

impl Shared {
    pub fn new(settings: Settings, origin: Value, http: reqwest::Client, state: State) -> Shared {
        Shared {
            settings,
            origin,
            http,
            state: Mutex::new(state),
            dirty: Notify::new(),
            saving: tokio::sync::Mutex::new(()),
            due: Notify::new(),
            clocks: Notify::new(),
            playing: watch::Sender::new(None),
            closing: CancellationToken::new(),
        }
    }

    /// Reads, or changes what no restart needs.
    pub fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.lock())
    }

    /// Changes the world or the queue: it is written down, and what became due is sent.
    pub fn change<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let result = work(&mut self.lock());
        self.dirty.notify_one();
        self.due.notify_one();
        self.clocks.notify_one();
        result
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
