//! Passwords forgotten: who asked for a link, until the worker has mailed it. In memory alone, so
//! that nothing of the link is kept but its hash, and a start forgets who asked: they ask again.
//!
//! A request hands its address over and is answered before anybody looks whether it has a person, so
//! that the answer tells nothing, and neither does how long it takes.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use tokio::sync::Notify;
use ui::Language;

/// Asks that wait at most; more are dropped, and logged.
const MOST: usize = 200;

/// Somebody asked for a link.
#[derive(Clone)]
pub struct Ask {
    /// The address that was typed.
    pub email: String,
    /// The language of the page that asked.
    pub language: Language,
    /// When it is to be mailed.
    pub due_at: Timestamp,
    /// How often mailing it failed.
    pub tries: u32,
}

/// Who asked and was not served yet.
#[derive(Default)]
pub struct Asks {
    waiting: Mutex<VecDeque<Ask>>,
    /// Wakes who mails them.
    pub woken: Notify,
}

impl Asks {
    /// Puts an ask at the end.
    pub fn push(&self, ask: Ask) {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST {
            tracing::warn!("Too many links for new passwords were asked for at once");
            return;
        }
        waiting.push_back(ask);
        drop(waiting);
        self.woken.notify_one();
    }

    /// Takes one that is due.
    pub fn take_due(&self, now: Timestamp) -> Option<Ask> {
        let mut waiting = self.waiting();
        let nth = waiting.iter().position(|ask| ask.due_at <= now)?;
        waiting.remove(nth)
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.waiting().iter().map(|ask| ask.due_at).min()
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Ask>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
