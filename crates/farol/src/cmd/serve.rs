//! `farol serve`: the console of an installation, until it is asked to stop.

use std::path::PathBuf;

use serde_json::json;
use store::Store;

use super::{Failure, place, say};
use crate::clock::Clock;
use crate::config::{Config, EVERY, Installation, QUOTA_SHARE};
use crate::program::{self, Otherwise, Program};
use crate::{http, serve};

/// Options of `farol serve`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The settings; `farol config --default` prints some to begin with
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print one line of JSON when ready
    #[arg(long)]
    json: bool,
}

/// The zone of times where none is set.
const TIME_ZONE: &str = "UTC";

/// Runs the console until stopped.
///
/// # Errors
/// When the settings or the key are wrong, the address is in use or the data can't be opened.
pub async fn run(options: Options) -> Result<(), Failure> {
    let (config, installation) = Config::from_file(&options.config, std::env::vars_os())
        .map_err(|faults| Failure::Configuration(faults.to_string()))?;
    let keys = place::keys(&installation.place)?;
    let listen = installation.listen;
    let (listener, address) = serve::bind(listen)
        .await
        .map_err(|error| Failure::unbound(listen, "`listen` in the settings", error))?;
    let store = Store::open(&installation.place.data, keys)?;
    warn_of_what_is_odd(&config, &installation);
    let base_url = installation.base_url.clone();
    let otherwise = Otherwise {
        every: EVERY,
        quota_share: QUOTA_SHARE,
        time_zone: TIME_ZONE,
        sandbox_url: None,
    };
    let app = program::app(store, installation, config, Clock::real(), otherwise)?;
    serve::stop_on_signals(app.stop.clone()).map_err(anyhow::Error::from)?;
    let running = Program::start(&app, listener);
    tracing::info!(%address, base_url, "Farol serves");
    if options.json {
        let webhooks = format!("{base_url}{}", http::WEBHOOKS);
        let line = json!({ "console": base_url, "listen": address, "webhooks": webhooks });
        say(&line.to_string());
    }
    app.stop.cancelled().await;
    tracing::info!("Farol was asked to stop");
    drop(app);
    running.finish().await;
    Ok(())
}

/// Says what is allowed and seldom meant.
fn warn_of_what_is_odd(config: &Config, installation: &Installation) {
    let is_behind_proxy = installation.base_url.starts_with("https://");
    if is_behind_proxy && config.trusted_proxies.is_empty() {
        tracing::warn!(
            "trusted_proxies is not set: everybody who comes through the proxy counts as the proxy"
        );
    }
    if installation.graph_url.starts_with("http://") {
        tracing::warn!(graph_url = installation.graph_url, "An emulator stands in for Meta");
    }
}
