//! `farol emulator`: Meta's stand-in alone, for anybody's client.

use std::net::SocketAddr;
use std::path::PathBuf;

use ::emulator::{Emulator, OpenError, Settings};
use serde_json::json;
use store::StoreError;
use tokio_util::sync::CancellationToken;

use super::{Failure, say};
use crate::serve;

/// Options of `farol emulator`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// A world to start from, as `GET /_control/world` prints it
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Seed of ids, secrets and chance
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where the app's webhooks go
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// Let other machines use /_control
    #[arg(long)]
    allow_remote: bool,
    /// Print one line of JSON when ready
    #[arg(long)]
    json: bool,
}

/// Serves the emulator until stopped.
///
/// # Errors
/// When the address is in use or the world can't be read.
pub async fn run(options: Options) -> Result<(), Failure> {
    let (listener, address) = serve::bind(options.listen)
        .await
        .map_err(|error| Failure::unbound(options.listen, "--listen", error))?;
    let url = format!("http://{address}");
    let emulator = Emulator::open(Settings {
        seed: options.seed,
        callback_url: options.callback_url,
        world_file: options.world,
        allow_remote: options.allow_remote,
        public_url: url.clone(),
        ..Settings::default()
    })
    .map_err(unopened)?;
    let stop = CancellationToken::new();
    serve::stop_on_signals(stop.clone()).map_err(anyhow::Error::from)?;
    let sdk = format!("{url}/sdk.js");
    if options.json {
        say(&json!({ "emulator": url, "graph_url": url, "sdk_url": sdk }).to_string());
    } else {
        say(&format!("The emulator of Meta is at {url}\nIts page: {url}/_control/"));
    }
    let router = emulator.router();
    let (served, ()) =
        tokio::join!(serve::run(listener, router, stop.clone()), emulator.run(stop.clone()));
    served.map_err(|error| anyhow::Error::from(error).into())
}

/// A world or state file that can't be used is data that can't be used.
pub(super) fn unopened(error: OpenError) -> Failure {
    match error {
        OpenError::Unreadable { path, reason } => {
            Failure::Data(StoreError::Unreadable { path, reason })
        }
        OpenError::Newer { path, version } => {
            let reason = format!("its version {version} is newer than this program");
            Failure::Data(StoreError::Unreadable { path, reason })
        }
        OpenError::Callback(_) => Failure::Usage(format!("--callback-url: {error}")),
        OpenError::Http(_) => Failure::Failed(error.into()),
    }
}
