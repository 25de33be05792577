//! The demo as other commands see it: its folder tells where console and emulator are, and the
//! emulator's world its app.

use std::path::Path;

use ::emulator::{Emulator, Settings};
use serde::{Deserialize, Serialize};
use store::{Secret, StoreError};

use super::{Failure, LISTEN, unreadable};
use crate::config::{GRAPH_VERSION, Installation, Place};

/// The file with the addresses.
const FILE: &str = "demo.json";
const WORLD: &str = "emulator.json";

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

/// What a folder's demo is set up as.
///
/// # Errors
/// When no demo made the folder, or its world can't be read.
pub fn installation(folder: &Path) -> Result<Installation, Failure> {
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
    let settings = Settings {
        state_file: Some(world),
        story: false,
        public_url: addresses.emulator.clone(),
        ..Settings::default()
    };
    let emulator = Emulator::open(settings).map_err(super::super::emulator::unopened)?;
    Ok(of(folder, &emulator, &addresses.emulator, addresses.console))
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
