//! The log of attempts, newest last, as `GET /_control/webhooks` shows it.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::queue::Delivery;

const KEPT: usize = 1_000;

/// One attempt to deliver one webhook.
#[derive(Debug)]
pub struct Attempt {
    pub delivery: Delivery,
    /// Counted from 1; 0 of one that was lost on its way.
    pub attempt: u32,
    /// Unix seconds, on the emulator's clock.
    pub sent_at: i64,
    /// `None` when nothing answered.
    pub http_status: Option<u16>,
    /// From the first byte sent to the last read.
    pub took_ms: u64,
}

impl Attempt {
    /// A webhook that a fault lost: it was never sent.
    pub fn lost(delivery: Delivery) -> Attempt {
        let sent_at = delivery.queued_ms.div_euclid(1000);
        Attempt { delivery, attempt: 0, sent_at, http_status: None, took_ms: 0 }
    }
}

/// The latest attempts. The log is not kept over a restart.
#[derive(Debug, Default)]
pub struct Log {
    attempts: VecDeque<Attempt>,
}

impl Log {
    pub fn add(&mut self, attempt: Attempt) {
        if self.attempts.len() == KEPT {
            self.attempts.pop_front();
        }
        self.attempts.push_back(attempt);
    }

    /// The latest so many. The body is shown as text, byte for byte as it was signed.
    pub fn document(&self, most: usize) -> Value {
        let one = |attempt: &Attempt| {
            json!({
                "id": name(attempt.delivery.nth),
                "to": attempt.delivery.to,
                "field": attempt.delivery.field,
                "attempt": attempt.attempt,
                "sent_at": attempt.sent_at,
                "http_status": attempt.http_status,
                "took_ms": attempt.took_ms,
                "lost": attempt.attempt == 0,
                "body": attempt.delivery.body,
            })
        };
        let latest = self.attempts.iter().skip(self.attempts.len().saturating_sub(most));
        json!({"data": latest.map(one).collect::<Vec<_>>()})
    }

    /// The delivery that has this id, as it was when it was last tried.
    pub fn find(&self, id: &str) -> Option<Delivery> {
        let attempt = self.attempts.iter().rev().find(|one| name(one.delivery.nth) == id)?;
        Some(Delivery { attempts: attempt.attempt, ..attempt.delivery.clone() })
    }
}

/// A delivery's id as the control API shows it; all its attempts share it.
pub fn name(nth: u64) -> String {
    format!("webhook-{nth}")
}
