//! Learns of a key that was added to the key file, and says so in the ledger, so that a rotation never
//! wraps anything with a key that the running program lacks.

use store::StoreError;

use super::Step;
use crate::app::App;

/// Looks once.
///
/// # Errors
/// When the ledger fails; the next look does it.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    app.store.learn_keys().await?;
    Ok(Step::Idle { until: None })
}
