//! Carries erasures out, one step at a time between the projection's; and takes repeats of what was
//! erased out again as they come.

use std::time::Duration;

use store::StoreError;

use super::Step;
use crate::app::App;
use crate::erasure::{self, Reached};

/// Wait while a reader needs what is to be cleared.
const AGAIN: Duration = Duration::from_secs(1);

/// Does the next step of the oldest erasure.
///
/// # Errors
/// When the stores, the journal or the keys fail; the step is then done again.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    let Some(erasure) = app.store.ledger.read(|read| read.open_erasure()).await? else {
        return take_out_repeats(app).await;
    };
    // Webhooks are not held up by an answer of Meta's, and what asks Meta writes nothing they read.
    let _turn = match erasure::asks_meta(&erasure) {
        true => None,
        false => Some(app.erasures.turn().await),
    };
    match erasure::step(&app.store, Some(&app.graph), erasure, now).await? {
        Reached::Further => Ok(Step::Done),
        Reached::Named => {
            // Still in turn: what comes from here on is held against these names.
            app.erasures.forget();
            Ok(Step::Done)
        }
        Reached::Waits => Ok(Step::Idle { until: Some(now.plus(AGAIN)) }),
        Reached::End => {
            // Nobody who went is counted in memory.
            app.meters.outdate();
            app.bound.notify_one();
            Ok(Step::Done)
        }
    }
}

async fn take_out_repeats(app: &App) -> Result<Step, StoreError> {
    let _turn = app.erasures.turn().await;
    erasure::know_recent(app).await?;
    let (late, wanted) = app.erasures.take_late();
    if late.is_empty() {
        return Ok(Step::Idle { until: None });
    }
    erasure::late(&app.store, late, wanted).await?;
    Ok(Step::Done)
}
