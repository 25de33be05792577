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
    pub fault: Option<Fault>,
    pub calls: VecDeque<Value>,
    /// How often chance was asked, so that a seed gives one course of events.
    chances: u64,
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
            fault: None,
            calls: VecDeque::new(),
            chances: 0,
        }
    }

    /// The fault that strikes this call, if one does.
    pub fn struck(&mut self, call: &Call) -> Option<String> {
        let fault = self.fault.as_ref()?;
        if !fault.is_for(&call.segments) {
            return None;
        }
        let (share, name) = (fault.share, fault.name.clone());
        self.chance(share).then_some(name)
    }

    /// The code that a message is to fail with, if the armed fault strikes it.
    pub fn send_fault(&mut self) -> Option<u32> {
        let fault = self.fault.as_ref()?;
        let (code, share) = (fault.send_code()?, fault.share);
        self.chance(share).then_some(code)
    }

    /// Whether the armed fault keeps a callback from passing its handshake.
    pub fn fails_handshake(&mut self) -> bool {
        let is_armed = |fault: &&Fault| fault.name == fault::HANDSHAKE_FAILED;
        let Some(share) = self.fault.as_ref().filter(is_armed).map(|fault| fault.share) else {
            return false;
        };
        self.chance(share)
    }

    /// Whether the armed fault has a webhook of this field lost.
    pub fn loses_webhook(&mut self, field: &str) -> bool {
        let Some(fault) = self.fault.as_ref().filter(|fault| fault.is_for_webhook(field)) else {
            return false;
        };
        let share = fault.share;
        self.chance(share)
    }

    /// Whether chance strikes, this often.
    pub fn chance(&mut self, share: f64) -> bool {
        self.chances += 1;
        mint::fraction(self.world.seed, self.chances) < share
    }

    pub fn log_call(&mut self, call: Value) {
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
