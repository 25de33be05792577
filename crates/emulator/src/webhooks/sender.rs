//! Sends what is due, signed, and tries again on anything but a 200.
//!
//! Due times are on the emulator's clock, so that turning it makes a retry of next week due now.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::log::Attempt;
use super::queue::Delivery;
use crate::graph::auth::signature;
use crate::state::Shared;

const AT_ONCE: usize = 16;

/// Sends until stopped; what was under way then is sent again after a restart.
pub async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let mut under_way = JoinSet::new();
    let mut turns = shared.settings.clock.turns();
    loop {
        let now_ms = shared.settings.clock.now_ms();
        let room = AT_ONCE - under_way.len();
        let (due, next_due_ms) =
            shared.with(|state| (state.queue.take_due(now_ms, room), state.queue.next_due_ms()));
        for delivery in due {
            under_way.spawn(deliver(Arc::clone(&shared), delivery));
        }
        let has_room = under_way.len() < AT_ONCE;
        let wait_ms = u64::try_from(next_due_ms.unwrap_or(0) - now_ms).unwrap_or(0);
        tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
            () = shared.due.notified(), if has_room => {}
            _ = turns.changed(), if has_room => {}
            () = tokio::time::sleep(Duration::from_millis(wait_ms)),
                if has_room && next_due_ms.is_some() => {}
        }
    }
    under_way.shutdown().await;
}

async fn deliver(shared: Arc<Shared>, delivery: Delivery) {
    let began = Instant::now();
    let sent_at = shared.settings.clock.now_s();
    // The secret of now: one that was reset signs what was queued before, too.
    let secret = shared.with(|state| {
        let app = delivery.app.as_deref().and_then(|app| state.world.secret(app));
        let secret = app.unwrap_or(&state.world.app.secret).to_owned();
        if delivery.is_forged { secret.chars().rev().collect::<String>() } else { secret }
    });
    let signed = format!("sha256={}", signature(&secret, delivery.body.as_bytes()));
    let answer = shared
        .http
        .post(&delivery.to)
        .timeout(shared.settings.webhook_timeout)
        .header("content-type", "application/json")
        .header("user-agent", "facebookexternalua")
        .header("x-hub-signature-256", signed)
        .body(delivery.body.clone())
        .send()
        .await;
    let http_status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
    if let Ok(answer) = answer {
        // The rest of the answer is read only so that the connection can be used again.
        let _ = answer.bytes().await;
    }
    let now_ms = shared.settings.clock.now_ms();
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let is_acknowledged = http_status == Some(200);
    shared.change(|state| {
        if let Some(attempt) = state.queue.finish(delivery.nth, is_acknowledged, now_ms) {
            state.log.add(Attempt { delivery, attempt, sent_at, http_status, took_ms });
        }
    });
}
