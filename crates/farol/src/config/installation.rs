//! What `farol serve` can't do without, complete; and what commands on its data need of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::readiness::Intervals;
use store::{Keyring, KeyringError, Secret};

use super::Config;
use super::document::{Document, credentials};
use super::fault::{Fault, Faults};
use super::key::{KEYS, Key};
use super::section::is_guarded;

/// Where the console listens unless said otherwise: behind a proxy on this machine.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Meta's Graph (META 1).
const GRAPH_URL: &str = "https://graph.facebook.com";
/// The version of Graph that this program was made for.
pub const GRAPH_VERSION: &str = "v25.0";
/// Meta's JavaScript SDK.
const SDK_URL: &str = "https://connect.facebook.net/en_US/sdk.js";
/// Where Meta's popup comes from.
const MESSAGE_ORIGINS: [&str; 2] = ["https://www.facebook.com", "https://web.facebook.com"];
/// How often things are read unless said otherwise (ui/NOTES, Freshness).
pub const EVERY: Intervals = Intervals {
    numbers: Duration::from_secs(300),
    accounts: Duration::from_secs(900),
    profiles: Duration::from_secs(3_600),
};
/// The share of Meta's quota that readings may use: other programs call Meta for the same accounts.
pub const QUOTA_SHARE: f64 = 0.1;

/// Where an installation keeps its data, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// The file of its keys.
    pub key_file: PathBuf,
    /// Address under which people open the console, without a trailing slash; `None` where no
    /// settings say it.
    pub base_url: Option<String>,
}

impl Place {
    /// A folder that `farol demo` made: its key lies in it.
    pub fn of_folder(data: &Path) -> Self {
        Self { data: data.to_owned(), key_file: data.join("demo.key"), base_url: None }
    }

    /// Reads the keys. What systemd gave is taken as it is: who may read it is systemd's to say.
    ///
    /// # Errors
    /// When the file can't be read, is open to others, or holds no key.
    pub fn keys(&self) -> Result<Keyring, KeyringError> {
        let is_given = credentials().is_some_and(|given| self.key_file.starts_with(given));
        if !is_given {
            return Keyring::from_file(&self.key_file);
        }
        match std::fs::read_to_string(&self.key_file) {
            Ok(text) => Keyring::parse(Secret::new(text).expose()),
            Err(error) => {
                let path = self.key_file.clone();
                Err(KeyringError::Unreadable { path, reason: error.to_string() })
            }
        }
    }
}

/// The settings of `farol serve`, complete.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Address under which people open the console, without a trailing slash: HTTPS, or this
    /// machine.
    pub base_url: String,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Data and keys.
    pub place: Place,
    /// What `/metrics` asks of who is not on this machine; `None` where nothing was set.
    pub metrics_token: Option<Secret>,
    /// The app.
    pub app_id: String,
    /// Its secret.
    pub app_secret: Secret,
    /// Its configuration of Facebook Login for Business.
    pub config_id: String,
    /// What Meta repeats in the handshake.
    pub verify_token: Secret,
    /// Where Graph is.
    pub graph_url: String,
    /// Its version.
    pub graph_version: String,
    /// Where the SDK is.
    pub sdk_url: String,
    /// From where the popup's message is taken.
    pub message_origins: Vec<String>,
}

/// The place that a document names.
pub(super) fn place(document: &Document, config: &Config, faults: Faults) -> Result<Place, Faults> {
    let mut needs = Needs { document, faults };
    let place = needs.place(config);
    needs.faults.sort_by_line();
    needs.faults.or(place)
}

/// Everything that `farol serve` needs, with what Meta has where nothing was set.
pub(super) fn check(
    document: &Document,
    config: &Config,
    faults: Faults,
) -> Result<Installation, Faults> {
    let mut needs = Needs { document, faults };
    let meta = &config.meta;
    let metrics = config.metrics_token_file.as_ref();
    let complete = Installation {
        base_url: needs.base_url(config),
        listen: config.listen.unwrap_or(LISTEN),
        place: needs.place(config),
        metrics_token: metrics.map(|file| needs.secret(Some(file), "FAROL_METRICS_TOKEN_FILE")),
        app_id: needs.take(meta.app_id.clone(), "FAROL_META_APP_ID"),
        app_secret: needs.secret(meta.app_secret_file.as_ref(), "FAROL_META_APP_SECRET_FILE"),
        config_id: needs.take(meta.config_id.clone(), "FAROL_META_CONFIG_ID"),
        verify_token: needs.secret(meta.verify_token_file.as_ref(), "FAROL_META_VERIFY_TOKEN_FILE"),
        graph_url: meta.graph_url.clone().unwrap_or_else(|| GRAPH_URL.to_owned()),
        graph_version: meta.graph_version.clone().unwrap_or_else(|| GRAPH_VERSION.to_owned()),
        sdk_url: meta.sdk_url.clone().unwrap_or_else(|| SDK_URL.to_owned()),
        message_origins: meta
            .message_origins
            .clone()
            .unwrap_or_else(|| MESSAGE_ORIGINS.map(str::to_owned).to_vec()),
    };
    needs.faults.sort_by_line();
    needs.faults.or(complete)
}

/// Takes what must be there, and notes what is missing: what is then empty is never given on.
struct Needs<'a> {
    document: &'a Document,
    faults: Faults,
}

impl Needs<'_> {
    fn take<T: Default>(&mut self, value: Option<T>, variable: &str) -> T {
        if value.is_none() {
            let key = KEYS.iter().find(|key| key.variable() == variable);
            let allowed = key.map(Key::allowed).unwrap_or_default();
            self.add(Fault::missing(variable, &allowed));
        }
        value.unwrap_or_default()
    }

    fn place(&mut self, config: &Config) -> Place {
        Place {
            data: self.take(config.data.clone(), "FAROL_DATA"),
            key_file: self.take(config.key_file.clone(), "FAROL_KEY_FILE"),
            base_url: config.base_url.clone(),
        }
    }

    fn base_url(&mut self, config: &Config) -> String {
        const NAME: &str = "FAROL_BASE_URL";
        let base_url = self.take(config.base_url.clone(), NAME);
        if url::Url::parse(&base_url).is_ok_and(|url| !is_guarded(&url)) {
            let words = "is plain HTTP, over which browsers keep no session: it must begin with \
                         https://, unless it is this machine";
            self.add(Fault::together(NAME, words));
        }
        base_url
    }

    /// The secret of a file; an end of line behind it is not part of it.
    fn secret(&mut self, file: Option<&PathBuf>, variable: &str) -> Secret {
        let nothing = || Secret::new(String::new());
        let file = self.take(file.cloned(), variable);
        if file.as_os_str().is_empty() {
            return nothing();
        }
        let named = |words: String| {
            Fault::together(variable, format!("names {}, which {words}", file.display()))
        };
        match std::fs::read_to_string(&file).map(Secret::new) {
            Ok(text) => {
                let trimmed = text.expose().trim_end_matches(['\r', '\n']);
                if trimmed.is_empty() {
                    self.add(named("is empty".to_owned()));
                }
                Secret::new(trimmed)
            }
            Err(error) => {
                self.add(named(format!("can't be read: {error}")));
                nothing()
            }
        }
    }

    fn add(&mut self, fault: Fault) {
        let fault = self.document.placed(fault);
        self.faults.add(fault);
    }
}
