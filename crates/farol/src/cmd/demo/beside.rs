//! The demo as other commands see it: its folder tells where console and emulator are, and the
//! emulator's world its app.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use ::emulator::{Emulator, Settings};
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Secret, StoreError};
use tokio::sync::watch;

use super::{Failure, LISTEN, unreadable};
use crate::clock::Clock;
use crate::config::{GRAPH_VERSION, Installation, Place};

/// The file with the addresses.
const FILE: &str = "demo.json";
const WORLD: &str = "emulator.json";
/// How long its emulator's answer is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Deserialize, Serialize)]
struct Addresses {
    console: String,
    emulator: String,
}

/// Notes where they are now. No secret is in it.
pub(super) fn note(folder: &Path, console: &str, emulator: &str) -> Result<(), Failure> {
    let addresses = Addresses { console: console.to_owned(), emulator: emulator.to_owned() };
    let path = folder.join(FILE);
    let text = serde_json::to_string(&addresses).map_err(anyhow::Error::from)?;
    std::fs::write(&path, text).map_err(|error| Failure::Data(unreadable(&path, &error)))
}

/// What a folder's demo is set up as, and its clock, which may have been turned: as its emulator tells,
/// else as its world was saved last.
///
/// # Errors
/// When no demo made the folder, or its world can't be read.
pub async fn installation(folder: &Path) -> Result<(Installation, Clock), Failure> {
    let path = folder.join(FILE);
    let text =
        std::fs::read_to_string(&path).map_err(|error| Failure::Data(unreadable(&path, &error)))?;
    let addresses: Addresses =
        serde_json::from_str(&text).map_err(|error| Failure::Data(unreadable(&path, &error)))?;
    let world = folder.join(WORLD);
    if !world.exists() {
        let reason = "there is none".to_owned();
        return Err(Failure::Data(StoreError::Unreadable { path: world, reason }));
    }
    // Opened to read of it alone: nothing of it runs, and nothing is saved.
    let offset = Arc::new(AtomicI64::new(0));
    let (turned, heard) = watch::channel(0);
    let settings = Settings {
        state_file: Some(world),
        story: false,
        clock: ::emulator::Clock::new(offset.clone(), turned),
        public_url: addresses.emulator.clone(),
        ..Settings::default()
    };
    let emulator = Emulator::open(settings).map_err(super::super::emulator::unopened)?;
    let clock = Clock::turnable(offset.clone(), heard);
    if let Some(now) = asked(&addresses.emulator).await {
        let turned_ms = now.as_millis() - clock.steady().as_millis();
        // Whole seconds are told.
        offset.store(turned_ms / 1_000 * 1_000, Ordering::SeqCst);
    }
    let installation = of(folder, &emulator, &addresses.emulator, addresses.console);
    Ok((installation, clock))
}

/// The time of a demo that runs; `None` where none answers.
async fn asked(emulator_url: &str) -> Option<Timestamp> {
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).timeout(PATIENCE).build();
    let answer = http.ok()?.get(format!("{emulator_url}/_control/clock")).send().await.ok()?;
    let told: serde_json::Value = serde_json::from_str(&answer.text().await.ok()?).ok()?;
    told["now"].as_i64().map(Timestamp::from_seconds)
}

/// The demo's settings.
pub(super) fn of(
    folder: &Path,
    emulator: &Emulator,
    emulator_url: &str,
    base_url: String,
) -> Installation {
    let own = emulator.app();
    Installation {
        base_url,
        listen: LISTEN,
        place: Place::of_folder(folder),
        metrics_token: None,
        app_id: own.id,
        app_secret: Secret::new(own.secret),
        config_id: own.config_id,
        verify_token: Secret::new(own.verify_token),
        graph_url: emulator_url.to_owned(),
        graph_version: GRAPH_VERSION.to_owned(),
        sdk_url: format!("{emulator_url}/sdk.js"),
        message_origins: vec![emulator_url.to_owned()],
    }
}
