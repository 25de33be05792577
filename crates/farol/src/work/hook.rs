//! Sees to where Meta sends the app's webhooks: at the start, each hour, and when somebody asks; sooner
//! while Meta refuses. Another program's callback is only looked at, unless a person's word is kept.
//!
//! Meta asks the address for its handshake before it answers, so it must be reached from outside.

use std::time::Duration;

use domain::callback::scrubbed;
use store::StoreError;

use super::Step;
use crate::app::App;
use crate::callback::{self, Came};

/// The shortest wait after Meta refused, doubled each time.
const FIRST_WAIT: Duration = Duration::from_secs(10);
/// The longest.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// How long what was seen is believed.
const LOOKED_AT: Duration = Duration::from_secs(3600);

/// How far it is.
#[derive(Debug, Default)]
pub struct Progress {
    refusals: u32,
    said: Said,
}

/// What the log said last: each is said once in a row.
#[derive(Debug, Default, PartialEq, Eq)]
enum Said {
    #[default]
    Nothing,
    Here,
    Elsewhere(String),
}

/// Looks once.
///
/// # Errors
/// When the ledger fails.
pub async fn step(app: &App, progress: &mut Progress) -> Result<Step, StoreError> {
    let Some(came) = callback::see_to(app).await? else { return Ok(Step::Idle { until: None }) };
    let wait = match came {
        Came::Here => {
            progress.say(Said::Here);
            LOOKED_AT
        }
        Came::Elsewhere { url } => {
            progress.say(Said::Elsewhere(url));
            LOOKED_AT
        }
        Came::NotShown => progress.refused("Meta said yes and does not show it"),
        Came::Refused(error) => progress.refused(&error.to_string()),
    };
    Ok(Step::Idle { until: Some(app.clock.now().plus(wait)) })
}

impl Progress {
    fn say(&mut self, said: Said) {
        self.refusals = 0;
        if self.said == said {
            return;
        }
        match &said {
            Said::Nothing => {}
            Said::Here => tracing::info!("Meta sends the app's webhooks here"),
            Said::Elsewhere(url) => tracing::warn!(
                url = scrubbed(url),
                "Meta sends the app's webhooks to another program, which keeps them: who runs the \
                 installation may take them at /connect/callback, or give Farol an app of its own"
            ),
        }
        self.said = said;
    }

    fn refused(&mut self, error: &str) -> Duration {
        let doubled = FIRST_WAIT.saturating_mul(1 << self.refusals.min(10));
        let wait = doubled.min(LONGEST_WAIT);
        self.refusals += 1;
        tracing::warn!(
            error,
            again_in_s = wait.as_secs(),
            "Meta does not send the app's webhooks here yet: it asks this address, with the verify \
             token, before it agrees"
        );
        wait
    }
}
