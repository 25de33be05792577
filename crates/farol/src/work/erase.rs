//! Carries erasures out, one step at a time between the projection's; and takes repeats of what was
//! erased out again as they come.

use std::time::Duration;

use domain::Timestamp;
use store::StoreError;

use super::Step;
use crate::app::App;
use crate::erasure::{self, Reached};

/// How long repeats are looked for: Meta tries for a week.
const REPEATS: i64 = 8 * 24 * 60 * 60 * 1_000;
/// Wait while a reader needs what is to be cleared.
const AGAIN: Duration = Duration::from_secs(1);

/// Does the next step of the oldest erasure.
///
/// # Errors
/// When the stores, the journal or the keys fail; the step is then done again.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    let now = app.clock.now();
    if !app.erasures.is_known() {
        let since = Timestamp::from_millis(now.as_millis().saturating_sub(REPEATS));
        app.erasures.know(erasure::since(&app.store, since).await?);
    }
    let Some(erasure) = app.store.ledger.read(|read| read.open_erasure()).await? else {
        return take_out_repeats(app).await;
    };
    let reached = {
        let _turn = app.erasures.turn().await;
        erasure::step(&app.store, Some(&app.graph), erasure, now).await?
    };
    match reached {
        Reached::Further => Ok(Step::Done),
        Reached::Waits => Ok(Step::Idle { until: Some(now.plus(AGAIN)) }),
        Reached::End => {
            // By now all names are known; and nobody who went is counted in memory.
            app.erasures.forget();
            app.meters.outdate();
            app.bound.notify_one();
            Ok(Step::Done)
        }
    }
}

async fn take_out_repeats(app: &App) -> Result<Step, StoreError> {
    let (late, wanted) = app.erasures.take_late();
    if late.is_empty() {
        return Ok(Step::Idle { until: None });
    }
    let _turn = app.erasures.turn().await;
    erasure::late(&app.store, late, wanted).await?;
    Ok(Step::Done)
}
