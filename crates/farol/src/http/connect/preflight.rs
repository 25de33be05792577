//! Preflight: every setting of the installation that a login needs, judged, for whoever can change it.
//!
//! Looking changes nothing anywhere. The page does not follow the stream: each look asks Meta.

use axum::response::{Html, Response};
use domain::preflight::judge;
use store::StoreError;
use ui::view::Preflight;

use super::super::gate::InstallationOwner;
use super::super::page;
use super::super::seen::Look;
use crate::preflight;

/// `GET /connect/preflight`.
pub async fn show(_owner: InstallationOwner, look: Look) -> Result<Html<String>, Response> {
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let failed = |error: StoreError| page::failed(look.viewer.language, &error);
    let snapshot = preflight::look(&look.app).await.map_err(failed)?;
    let mut frame = look.frame(&seen);
    frame.live = false;
    let view = Preflight { findings: &judge(&snapshot), at: snapshot.now };
    Ok(Html(ui::preflight(&frame, &view)))
}
