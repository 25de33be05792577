//! What businesses and people wrote to each other, so that a test can read what a customer would see.
//!
//! Only what came by Graph or from a person is kept, the last thousand messages; a large sending of
//! control's is not.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const KEPT: usize = 1_000;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Chat {
    lines: VecDeque<Line>,
}

/// One message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    pub wamid: String,
    /// The business's number.
    pub number: String,
    /// The person.
    pub wa_id: String,
    /// Whether the person wrote it.
    pub is_incoming: bool,
    pub at_s: i64,
    /// `type`, the object of that name, and `context` if it is an answer: as Graph or the webhook
    /// has them.
    pub message: Value,
    /// `held`, `read`, `played` or `failed`; what a person wrote is `received`, and then `read`.
    pub status: String,
}

impl Chat {
    pub fn add(&mut self, line: Line) {
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    pub fn find(&self, wamid: &str) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.wamid == wamid)
    }

    /// Whether a person may have written this message: those that were so many messages ago are
    /// forgotten.
    pub fn may_have(&self, wamid: &str) -> bool {
        self.lines.len() == KEPT || self.find(wamid).is_some_and(|line| line.is_incoming)
    }

    /// What became of a message that was held.
    pub fn settle(&mut self, wamid: &str, status: &str) {
        if let Some(line) = self.lines.iter_mut().rev().find(|line| line.wamid == wamid) {
            status.clone_into(&mut line.status);
        }
    }

    /// The business has read what the person wrote.
    pub fn read(&mut self, wamid: &str) {
        let found = self.lines.iter_mut().rev().find(|line| line.wamid == wamid);
        if let Some(line) = found.filter(|line| line.is_incoming) {
            "read".clone_into(&mut line.status);
        }
    }

    /// A person's messages with all numbers, oldest first.
    pub fn document(&self, wa_id: &str) -> Value {
        let lines = self.lines.iter().filter(|line| line.wa_id == wa_id);
        json!({"data": lines.map(|line| json!({
            "id": line.wamid,
            "phone_number_id": line.number,
            "direction": if line.is_incoming { "incoming" } else { "outgoing" },
            "timestamp": line.at_s,
            "status": line.status,
            "message": line.message,
        })).collect::<Vec<_>>()})
    }
}
