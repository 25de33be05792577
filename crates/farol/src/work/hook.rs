//! Has Meta send the app's webhooks to this installation: at the start, and again until Meta agrees.
//!
//! Meta asks the address for its handshake before it answers, so it must be reached from outside.

use std::time::Duration;

use super::Step;
use crate::app::App;
use crate::connect;

/// The shortest wait after Meta refused, doubled each time.
const FIRST_WAIT: Duration = Duration::from_secs(10);
/// The longest.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// How far it is.
#[derive(Debug, Default)]
pub struct Progress {
    is_agreed: bool,
    refusals: u32,
}

/// Asks Meta, once it is time. The demo sees to it by itself, for its own address.
pub async fn step(app: &App, progress: &mut Progress) -> Step {
    let is_done = progress.is_agreed || app.settings.sandbox_url.is_some();
    let Some(callback_url) = connect::own_callback(app).filter(|_| !is_done) else {
        return Step::Idle { until: None };
    };
    match connect::subscribe(app, &callback_url).await {
        Ok(()) => {
            progress.is_agreed = true;
            app.metrics.hooked.set(1);
            tracing::info!(callback_url, "Meta sends the app's webhooks here");
            Step::Idle { until: None }
        }
        Err(error) => {
            let doubled = FIRST_WAIT.saturating_mul(1 << progress.refusals.min(10));
            let wait = doubled.min(LONGEST_WAIT);
            progress.refusals += 1;
            tracing::warn!(
                %error, callback_url, again_in_s = wait.as_secs(),
                "Meta does not send the app's webhooks here yet: it asks this address, with the \
                 verify token, before it agrees"
            );
            Step::Idle { until: Some(app.clock.now().plus(wait)) }
        }
    }
}
