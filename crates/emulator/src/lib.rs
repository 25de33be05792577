//! A stand-in for Meta's WhatsApp Business platform, written from Meta's documentation.
//!
//! It shares no types with the console that it stands in for: Graph's answers are plain JSON and
//! small tables, so that a misspelt field cannot agree with itself. `/` is Graph, `/_control` is
//! where a test or a person changes the world.

mod clock;
mod control;
mod graph;
mod json_path;
mod pictures;
mod scenario;
mod signup;
mod state;
mod state_file;
mod webhooks;
mod world;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

pub use crate::clock::Clock;
use crate::signup::code::Grant;
use crate::signup::outcome;
use crate::state::{Shared, State};
pub use crate::webhooks::OVERRIDABLE;
use crate::webhooks::queue::Queue;
use crate::world::{Callback, OBJECT, Subscription, World, document, judge, seed};

/// How an emulator is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Secrets and tokens follow from it. A state file's own seed wins.
    pub seed: u64,
    /// The app's callback from the start: the app is subscribed to every field, without a
    /// handshake, and a fresh world's WABAs all have it among their `subscribed_apps`.
    pub callback_url: Option<String>,
    /// Where the world survives a restart; without it a restart is a fresh start.
    pub state_file: Option<PathBuf>,
    /// A world in the shape of `GET /_control/world`, instead of the built-in one.
    pub world_file: Option<PathBuf>,
    /// Lets `/_control` be used from elsewhere than loopback.
    pub allow_remote: bool,
    /// Starts the story as soon as the emulator runs.
    pub story: bool,
    /// The emulator's time.
    pub clock: Clock,
    /// How long a callback may take to answer a webhook, on this machine's clock.
    pub webhook_timeout: Duration,
    /// The emulator's own address without a trailing slash, as links in its answers give it.
    pub public_url: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            seed: 1,
            callback_url: None,
            state_file: None,
            world_file: None,
            allow_remote: false,
            story: false,
            clock: Clock::default(),
            webhook_timeout: Duration::from_secs(10),
            public_url: "http://127.0.0.1:8081".to_owned(),
        }
    }
}

/// Why an emulator could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file is there and cannot be read, or is no state file or world.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The state file was written by a newer program.
    #[error("{path} is of version {version}, which is newer than this program")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// The callback is no address of HTTP.
    #[error("{0} is no address that webhooks can go to: http:// or https:// and a host")]
    Callback(String),
    /// The client that sends webhooks could not be made.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(#[from] reqwest::Error),
}

impl OpenError {
    fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> OpenError {
        OpenError::Unreadable { path: path.to_owned(), reason: reason.to_string() }
    }
}

/// The keys of the world's app, as its owner reads them in the dashboard.
#[derive(Clone)]
pub struct AppCredentials {
    /// The app's id.
    pub id: String,
    /// Signs webhooks; with the id it is the app token `id|secret`.
    pub secret: String,
    /// What the app's own callback should ask for in the handshake.
    pub verify_token: String,
    /// The configuration of Facebook Login for Business.
    pub config_id: String,
}

/// A running world. Clones are the same one.
#[derive(Clone)]
pub struct Emulator {
    shared: Arc<Shared>,
}

impl Emulator {
    /// Opens the world of the state file, if there is one, else the seeded world.
    pub fn open(settings: Settings) -> Result<Emulator, OpenError> {
        if let Some(url) = &settings.callback_url
            && webhooks::handshake::callback_url(url).is_err()
        {
            return Err(OpenError::Callback(url.clone()));
        }
        let origin = origin(settings.world_file.as_deref())?;
        let saved = match &settings.state_file {
            Some(path) => state_file::load(path)?,
            None => None,
        };
        let (mut world, queue, chances) = match saved {
            Some(saved) => {
                settings.clock.turn_to(saved.offset_ms);
                (saved.world, saved.queue, saved.chances)
            }
            None => (fresh_world(&settings, &origin)?, Queue::default(), 0),
        };
        judge::adopt(&mut world, settings.clock.now_ms());
        if let Some(url) = &settings.callback_url {
            subscribe_to_all(&mut world, url);
        }
        // A webhook goes where it was sent and nowhere else: no redirects, no proxy.
        let client =
            || reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        // A machine without certificates can still be sent webhooks in the clear.
        let http = client().build().or_else(|_| client().tls_certs_only([]).build())?;
        let mut state = State::new(world, queue);
        state.chances = chances;
        let shared = Shared::new(settings, origin, http, state);
        Ok(Emulator { shared: Arc::new(shared) })
    }

    /// Graph, the SDK with its popup, and control. Served with `ConnectInfo<SocketAddr>`, control knows who is remote;
    /// without it every caller counts as loopback.
    pub fn router(&self) -> Router {
        control::router(&self.shared)
            .merge(signup::router(&self.shared))
            .merge(pictures::router())
            .route(graph::media::PATH, axum::routing::get(graph::media::download))
            .fallback(graph::handle)
            .with_state(Arc::clone(&self.shared))
    }

    /// Writes the state file now, if there is one: from here on a kill keeps the world's secrets.
    pub async fn save(&self) {
        if let Some(path) = self.shared.settings.state_file.clone() {
            state_file::save(Arc::clone(&self.shared), path).await;
        }
    }

    /// Sends webhooks, plays scenarios, judges what becomes due and keeps the state file until stopped. When it returns,
    /// nothing of it runs any more and the file is written.
    pub async fn run(&self, stop: CancellationToken) {
        if self.shared.settings.story {
            self.start_story();
        }
        self.shared.dirty.notify_one();
        tokio::join!(
            webhooks::sender::run(Arc::clone(&self.shared), stop.clone()),
            scenario::run(Arc::clone(&self.shared), stop.clone()),
            judge::run(Arc::clone(&self.shared), stop.clone()),
            state_file::keep(Arc::clone(&self.shared), stop),
        );
        self.shared.closing.cancel();
        if let Some(path) = self.shared.settings.state_file.clone() {
            state_file::save(Arc::clone(&self.shared), path).await;
        }
    }

    /// The keys of the world's app.
    pub fn app(&self) -> AppCredentials {
        self.shared.with(|state| {
            let app = &state.world.app;
            AppCredentials {
                id: app.id.clone(),
                secret: app.secret.clone(),
                verify_token: app.verify_token.clone(),
                config_id: app.config_id.clone(),
            }
        })
    }

    /// A token that reaches every WABA.
    pub fn system_user_token(&self) -> String {
        self.shared.with(|state| seed::system_user_token(&state.world))
    }

    /// A token that was granted all WABAs of one business; `None` for an unknown business.
    pub fn business_token(&self, business_id: &str) -> Option<String> {
        self.shared.with(|state| seed::business_token(&state.world, business_id))
    }

    /// A token that was granted one WABA; `None` for an unknown WABA.
    pub fn waba_token(&self, waba_id: &str) -> Option<String> {
        self.shared.with(|state| seed::waba_token(&state.world, waba_id))
    }

    /// A code as if the popup had just finished for this WABA: 30 seconds, once. The partner's
    /// webhooks are sent too. `None` for an unknown WABA.
    pub fn preauthorised_code(&self, waba_id: &str) -> Option<String> {
        let now_ms = self.shared.settings.clock.now_ms();
        let grant = Grant { waba: waba_id.to_owned(), ..Grant::default() };
        self.shared.change(|state| outcome::share(state, grant, now_ms))
    }

    /// A customer writes a text to a number, as by `POST /_control/users/{wa_id}/messages`.
    ///
    /// # Errors
    /// What is wrong: a `wa_id` that is not 5 to 20 digits, or a number that is not there.
    pub fn customer_writes(&self, wa_id: &str, to: &str, text: &str) -> Result<(), String> {
        self.customer_sends(wa_id, &serde_json::json!({"to": to, "text": text})).map(|_| ())
    }

    /// A customer sends a message of any type: `message` is the body of
    /// `POST /_control/users/{wa_id}/messages`. Answers what that call answers.
    ///
    /// # Errors
    /// What is wrong, in a sentence that names the field.
    pub fn customer_sends(&self, wa_id: &str, message: &Value) -> Result<Value, String> {
        let (now_ms, origin) =
            (self.shared.settings.clock.now_ms(), &self.shared.settings.public_url);
        let given = control::customer::keys(message).map_err(|refusal| refusal.message)?;
        self.shared
            .change(|state| control::customer::sends(state, wa_id, &given, origin, now_ms))
            .map_err(|refusal| refusal.message)
    }

    /// What a person and the world's numbers wrote to each other last, oldest first, as
    /// `GET /_control/users/{wa_id}/messages` shows it.
    pub fn chat(&self, wa_id: &str) -> Value {
        self.shared.with(|state| state.world.chat.document(wa_id))
    }

    /// The document of `GET /_control/world`.
    pub fn world(&self) -> Value {
        self.shared.with(|state| document::of_world(&state.world, &self.shared.settings))
    }

    /// The state as text, as `GET /_control/state` gives it: world, unsent webhooks, clock, chances.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn export(&self) -> Result<Vec<u8>, serde_json::Error> {
        state_file::export(&self.shared)
    }

    /// Goes on from an exported state, whatever emulator it came from; what is armed or logged here
    /// is gone.
    ///
    /// # Errors
    /// Why the text is no state, in words.
    pub fn import(&self, state: &[u8]) -> Result<(), String> {
        let saved = state_file::read(state).map_err(|unread| unread.to_string())?;
        state_file::import(&self.shared, saved);
        Ok(())
    }

    /// How many webhooks wait for their 200, those under way included.
    pub fn pending_webhooks(&self) -> usize {
        self.shared.with(|state| state.queue.len())
    }

    /// Plays a scenario to its end at once, turning the clock over its pauses, and answers the
    /// webhooks that came of it, each as its whole body, in their order. `None` for an unknown one.
    /// While `run` sends them, those that left already are not among them.
    pub fn play_at_once(&self, scenario: &str) -> Option<Vec<Value>> {
        let scenario = scenario::find(scenario)?;
        Some(scenario::play_at_once(&self.shared, scenario))
    }

    /// Plays the story from its beginning; it needs `run`.
    pub fn start_story(&self) {
        scenario::play(&self.shared, scenario::STORY);
    }
}

/// The document that fresh starts and resets make the world from.
fn origin(world_file: Option<&Path>) -> Result<Value, OpenError> {
    let Some(path) = world_file else {
        return Ok(serde_json::from_str(seed::CASA_IPE).expect("the built-in world is JSON"));
    };
    let text = fs::read_to_string(path).map_err(|error| OpenError::unreadable(path, &error))?;
    serde_json::from_str(&text).map_err(|error| OpenError::unreadable(path, &error))
}

fn fresh_world(settings: &Settings, origin: &Value) -> Result<World, OpenError> {
    let mut world =
        seed::world(origin, settings.seed, settings.clock.now_s()).map_err(|reason| {
            let path = settings.world_file.clone().unwrap_or_default();
            OpenError::Unreadable { path, reason }
        })?;
    if settings.callback_url.is_some() {
        let wabas: Vec<String> = world.wabas().map(|waba| waba.id.clone()).collect();
        world.own.subscribed_wabas = wabas.into_iter().map(|waba| (waba, None)).collect();
    }
    Ok(world)
}

fn subscribe_to_all(world: &mut World, url: &str) {
    let version = graph::call::DEFAULT_VERSION.to_string();
    let subscription = Subscription {
        callback: Callback { url: url.to_owned(), verify_token: world.app.verify_token.clone() },
        fields: graph::subscriptions::FIELDS
            .iter()
            .map(|field| ((*field).to_owned(), version.clone()))
            .collect(),
        active: true,
    };
    world.own.subscriptions.insert(OBJECT.to_owned(), subscription);
}
