//! The running program, whichever command started it: its parts, its listener, its workers, and how
//! it ends.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use domain::readiness::Intervals;
use store::Store;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use crate::app::{App, Dialog, Settings};
use crate::clock::Clock;
use crate::config::{Config, Installation};
use crate::graph::Endpoint;
use crate::{http, serve, work};

/// How long the end may take: a little more than open requests may.
const FAREWELL: Duration = Duration::from_secs(6);

/// What holds where nothing was set, which `farol demo` and `farol serve` differ in.
#[derive(Debug)]
pub struct Otherwise {
    /// How often nodes are read.
    pub every: Intervals,
    /// The part of Meta's quota that may be used, 0 to 1.
    pub quota_share: f64,
    /// Zone of the times on pages.
    pub time_zone: &'static str,
    /// Address of the emulator's page; only in `demo`.
    pub sandbox_url: Option<String>,
}

/// Puts the program's parts together, of its settings and its data.
///
/// # Errors
/// When the time zone is not known to this machine, or the Graph client can't be made.
pub fn app(
    store: Store,
    installation: Installation,
    mut config: Config,
    clock: Clock,
    otherwise: Otherwise,
) -> anyhow::Result<App> {
    let time_zone = match config.ui.time_zone.clone() {
        Some(zone) => zone,
        None => jiff::tz::TimeZone::get(otherwise.time_zone).context("the time zone")?,
    };
    let endpoint = Endpoint {
        graph_url: installation.graph_url,
        version: installation.graph_version.clone(),
        app_id: meta::AppId::new(installation.app_id),
        app_secret: Arc::new(installation.app_secret),
    };
    ui::set_support(ui::Support {
        name: config.support.name.clone(),
        email: config.support.email.clone(),
        url: config.support.url.clone(),
    });
    let share = config.refresh.quota_share.unwrap_or(otherwise.quota_share);
    config.base_url = Some(installation.base_url);
    config.metrics_token = installation.metrics_token;
    let settings = Settings {
        intervals: config.refresh.intervals(otherwise.every),
        time_zone,
        sandbox_url: otherwise.sandbox_url,
        dialog: Some(Dialog {
            config_id: installation.config_id,
            graph_version: installation.graph_version,
            sdk_url: installation.sdk_url,
            message_origins: installation.message_origins,
        }),
        config,
    };
    let verify_token = installation.verify_token;
    App::build(store, endpoint, verify_token, share, clock, settings).context("the Graph client")
}

/// A program that serves and works, until its `App` is asked to stop.
pub struct Program {
    tracker: TaskTracker,
}

impl Program {
    /// Serves the console and starts the workers.
    pub fn start(app: &App, listener: TcpListener) -> Self {
        let program = Self { tracker: TaskTracker::new() };
        program.serve("console", listener, http::router(app.clone()), app);
        work::start(app, &program.tracker);
        program
    }

    /// Serves something else beside it.
    pub fn serve(
        &self,
        what: &'static str,
        listener: TcpListener,
        router: axum::Router,
        app: &App,
    ) {
        let served = serve::run(listener, router, app.stop.clone());
        self.tracker.spawn(async move {
            if let Err(error) = served.await {
                tracing::error!(%error, "The listener of the {what} broke");
            }
        });
    }

    /// Runs something beside it, to its end or to the program's.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(work);
    }

    /// Waits for what was started; the store closes with its last holder. A call to Meta that hangs
    /// is not waited for: whatever it would have brought is asked again at the next start.
    pub async fn finish(self) {
        self.tracker.close();
        tokio::select! {
            () = self.tracker.wait() => {}
            () = tokio::time::sleep(FAREWELL) => {}
        }
    }
}
