//! Everything the program works with, built in one place, by the program and by its tests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::readiness::Intervals;
use store::{Secret, Store};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::attempts::Attempts;
use crate::callback::Watch;
use crate::clock::Clock;
use crate::config::Config;
use crate::connect::AccountTurns;
use crate::desk::Turns;
use crate::doctor::Looks;
use crate::done_forms::{self, DoneForm};
use crate::erasure::Erasures;
use crate::graph::{Endpoint, Graph};
use crate::last_forms::LastForms;
use crate::meters::Meters;
use crate::metrics::Metrics;
use crate::notify::Desk;
use crate::photo::Photos;
use crate::pulse::Pulse;
use crate::refused_forms::{self, RefusedForm};
use crate::reset::Asks;
use crate::work::templates::TemplateLists;

/// The program's parts; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What survives a restart.
    pub store: Arc<Store>,
    /// The client of Meta's Graph.
    pub graph: Arc<Graph>,
    /// The clocks.
    pub clock: Clock,
    /// Wakes open pages.
    pub pulse: Pulse,
    /// Wakes the refresh worker when something became due.
    pub due: Arc<Notify>,
    /// The lists of message templates: wakes who reads them, and knows when each was read last.
    pub template_lists: Arc<TemplateLists>,
    /// How much of each portfolio's limit is used.
    pub meters: Arc<Meters>,
    /// Opens notices, and wakes who mails them.
    pub notices: Desk,
    /// Wakes the projection when an account was connected.
    pub bound: Arc<Notify>,
    /// Wakes who looks at the app's callback.
    pub callback: Arc<Watch>,
    /// Wakes the worker that carries logins on.
    pub signups: Arc<Notify>,
    /// Wakes the worker that carries disconnections on.
    pub disconnections: Arc<Notify>,
    /// Whose turn it is to change what Meta has of an account.
    pub account_turns: Arc<AccountTurns>,
    /// Whose turn it is to write a profile.
    pub profile_turns: Arc<Turns>,
    /// What the doctor saw lately.
    pub looks: Arc<Looks>,
    /// Wakes who sends photos, and who waits for one.
    pub photos: Arc<Photos>,
    /// Who is being erased, and who was lately.
    pub erasures: Arc<Erasures>,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Whether the inbox can be written.
    pub health: Arc<Health>,
    /// The installation's Meta app.
    pub meta: Arc<MetaApp>,
    /// How the program was set up.
    pub settings: Arc<Settings>,
    /// Who asked for a link that sets a new password.
    pub resets: Arc<Asks>,
    /// Limits on attempts to log in.
    pub attempts: Arc<Attempts>,
    /// The forms that were not taken, for the pages that say so.
    pub refused_forms: Arc<LastForms<RefusedForm>>,
    /// The forms that were taken, for the pages that say so.
    pub done_forms: Arc<LastForms<DoneForm>>,
    /// Cancelled when the program is asked to stop.
    pub stop: CancellationToken,
}

impl App {
    /// Puts the parts together. `share` is the part of Meta's quota that may be used, 0 to 1.
    ///
    /// # Errors
    /// When the Graph client can't be made.
    pub fn build(
        store: Store,
        endpoint: Endpoint,
        verify_token: Secret,
        share: f64,
        clock: Clock,
        settings: Settings,
    ) -> reqwest::Result<Self> {
        let metrics = Arc::<Metrics>::default();
        let secret = endpoint.app_secret.clone();
        Ok(Self {
            store: Arc::new(store),
            graph: Arc::new(Graph::new(endpoint, share, metrics.clone())?),
            clock,
            pulse: Pulse::default(),
            due: Arc::default(),
            template_lists: Arc::default(),
            meters: Arc::default(),
            notices: Desk::new(&settings),
            bound: Arc::default(),
            callback: Arc::default(),
            signups: Arc::default(),
            disconnections: Arc::default(),
            account_turns: Arc::default(),
            profile_turns: Arc::default(),
            looks: Arc::default(),
            erasures: Arc::default(),
            photos: Arc::default(),
            metrics,
            health: Arc::default(),
            meta: Arc::new(MetaApp { secret, verify_token, reaches: None }),
            settings: Arc::new(settings),
            resets: Arc::default(),
            attempts: Arc::default(),
            refused_forms: Arc::new(LastForms::said_for(refused_forms::SAID_FOR)),
            done_forms: Arc::new(LastForms::said_for(done_forms::SAID_FOR)),
            stop: CancellationToken::new(),
        })
    }
}

/// What Meta signs with and asks for.
#[derive(Debug)]
pub struct MetaApp {
    /// Signs webhooks.
    pub secret: Arc<Secret>,
    /// Answers the handshake.
    pub verify_token: Secret,
    /// Where Meta reaches this program, where that is not its `base_url`: in `demo`, whose Meta is
    /// beside it whatever address people open.
    pub reaches: Option<String>,
}

/// How the program was set up.
#[derive(Debug)]
pub struct Settings {
    /// How often nodes are read.
    pub intervals: Intervals,
    /// Zone of the times on pages.
    pub time_zone: jiff::tz::TimeZone,
    /// Address of the emulator's page; only in `demo`.
    pub sandbox_url: Option<String>,
    /// How a page logs in with Facebook; `None` until that is configured.
    pub dialog: Option<Dialog>,
    /// What was set, where a part of the program asks for it by itself.
    pub config: Config,
}

/// How a page logs in with Facebook: the whole difference between Meta and the emulator.
#[derive(Clone, Debug)]
pub struct Dialog {
    /// The app's configuration of Facebook Login for Business, which chooses Embedded Signup v4.
    pub config_id: String,
    /// Version that the SDK calls, as in `v25.0`.
    pub graph_version: String,
    /// Address of the JavaScript SDK.
    pub sdk_url: String,
    /// Whole origins from which the popup's message is taken.
    pub message_origins: Vec<String>,
}

/// Whether the inbox can be written: what the last attempt showed.
#[derive(Debug, Default)]
pub struct Health {
    /// While it can't: from when on the disk may be probed. `None` while it can.
    probe_from: Mutex<Option<Instant>>,
}

/// How long the last failed attempt is the last word: a probe is of another file than the inbox.
const QUIET: Duration = Duration::from_secs(10);
/// Least time between two probes.
const PROBES_APART: Duration = Duration::from_secs(1);

impl Health {
    /// A body was committed.
    pub fn stored(&self) {
        *self.probe_from() = None;
    }

    /// A body could not be committed.
    pub fn not_stored(&self, now: Instant) {
        *self.probe_from() = Some(now + QUIET);
    }

    /// Takes the turn to probe the disk; there is one a second, whoever asks, and none while the
    /// inbox can be written or an attempt failed just before.
    pub fn may_probe(&self, now: Instant) -> bool {
        let mut probe_from = self.probe_from();
        let is_due = probe_from.is_some_and(|from| from <= now);
        if is_due {
            *probe_from = Some(now + PROBES_APART);
        }
        is_due
    }

    /// Whether the last attempt succeeded, or there was none.
    pub fn can_store(&self) -> bool {
        self.probe_from().is_none()
    }

    fn probe_from(&self) -> MutexGuard<'_, Option<Instant>> {
        self.probe_from.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
