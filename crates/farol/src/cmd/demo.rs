//! `farol demo`: a console beside an emulator, with two tenants, connected by the real code.

mod beside;
mod cast;

use std::fs::DirBuilder;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use ::emulator::Emulator;
use anyhow::Context;
use domain::readiness::Intervals;
use serde_json::json;
use store::{Keyring, KeyringError, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use self::beside::installation;
use self::cast::{AURORA, CASA_IPE, Entry};
use super::{Failure, say};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Smtp};
use crate::program::{self, Otherwise, Program};
use crate::{callback, serve};

/// Options of `farol demo`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Address of the console; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Address of the emulator; port 0 picks a free one [default: 127.0.0.1:8081]
    #[arg(long, value_name = "ADDR")]
    emulator_listen: Option<SocketAddr>,
    /// Folder of the data, continued where it stands; a fresh temporary one without
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Start with accounts connected (the default)
    #[arg(long, conflicts_with = "empty")]
    connected: bool,
    /// Start before any connection; refused on a folder that has one
    #[arg(long)]
    empty: bool,
    /// Leave the world still
    #[arg(long)]
    no_story: bool,
    /// Mail server on this machine, spoken to in plain: mail goes to the demo's people
    #[arg(long, value_name = "HOST:PORT")]
    smtp: Option<String>,
    /// Print one line of JSON when ready
    #[arg(long)]
    json: bool,
}

/// Where the console and the emulator listen.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const EMULATOR_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8081);
/// Readings in `demo`.
const EVERY: Duration = Duration::from_secs(5);
/// Whom the demo's mails are from.
const SENDER: &str = "Farol <farol@demo.example>";
/// The zone of the demo's people.
pub(super) const TIME_ZONE: &str = "America/Sao_Paulo";
/// Runs console and emulator until stopped.
///
/// # Errors
/// When an address is in use, the folder can't be used, or the first connection fails.
pub async fn run(mut options: Options) -> Result<(), Failure> {
    let mut config = Config::from_env(std::env::vars_os())
        .map_err(|faults| Failure::Configuration(faults.to_string()))?;
    options.fill(&config);
    if let Some(server) = &options.smtp {
        config.smtp = Some(local_smtp(server)?);
    }
    let (listener, address) = bind(options.listen.unwrap_or(LISTEN), "--listen").await?;
    let (emulator_listener, emulator_address) =
        bind(options.emulator_listen.unwrap_or(EMULATOR_LISTEN), "--emulator-listen").await?;
    let temporary = match options.data {
        Some(_) => None,
        None => Some(
            tempfile::Builder::new()
                .prefix("farol-demo-")
                .tempdir()
                .map_err(anyhow::Error::from)?,
        ),
    };
    let folder = match (&options.data, &temporary) {
        (Some(data), _) => data.clone(),
        (None, Some(temporary)) => temporary.path().to_owned(),
        (None, None) => return Err(Failure::Usage("no data folder".to_owned())),
    };
    let console_url = format!("http://{}", reachable(address));
    let emulator_url = format!("http://{emulator_address}");
    config.base_url.get_or_insert_with(|| console_url.clone());
    let keys = open_folder(&folder)?;
    let (emulator, clock) = open_emulator(&folder, &emulator_url, !options.no_story)?;
    let mut app = open_app(&folder, keys, &emulator, &emulator_url, clock, config)?;
    Arc::get_mut(&mut app.meta).expect("just built, and held by the app alone").reaches =
        Some(console_url.clone());
    beside::note(&folder, &console_url, &emulator_url)?;
    if options.empty {
        refuse_connected(&app).await?;
    }
    let stop = app.stop.clone();
    serve::stop_on_signals(stop.clone()).map_err(anyhow::Error::from)?;

    let running = Program::start(&app, listener);
    running.serve("emulator", emulator_listener, emulator.router(), &app);
    let (world, stopped) = (emulator.clone(), stop.clone());
    running.run(async move { world.run(stopped).await });
    let ready = tokio::select! {
        ready = prepare(&app, &emulator, &console_url, options.empty) => Some(ready),
        () = stop.cancelled() => None,
    };
    emulator.save().await;
    let ended = match ready {
        Some(Ok(entries)) => {
            announce(&options, &console_url, &emulator_url, &folder, &entries);
            stop.cancelled().await;
            Ok(())
        }
        Some(Err(failure)) => Err(failure),
        None => Ok(()),
    };
    stop.cancel();
    drop(app);
    running.finish().await;
    ended
}

impl Options {
    /// Takes from the environment what the command line does not say.
    fn fill(&mut self, config: &Config) {
        self.listen = self.listen.or(config.listen);
        self.emulator_listen = self.emulator_listen.or(config.demo.emulator_listen);
        self.data = self.data.take().or_else(|| config.data.clone());
        self.no_story |= config.demo.story == Some(false);
    }
}

/// The mail server of `--smtp`, instead of any in the environment. Nothing protects the way to it,
/// so it must be on this machine.
fn local_smtp(server: &str) -> Result<Smtp, Failure> {
    let refused = || {
        let words = "is not HOST:PORT of this machine, as in 127.0.0.1:1025; set FAROL_SMTP_HOST and \
                     what belongs to it for any other mail server";
        Failure::Usage(format!("--smtp {server} {words}"))
    };
    let (host, port) = server.rsplit_once(':').ok_or_else(refused)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = port.parse().ok().filter(|port| *port > 0).ok_or_else(refused)?;
    Smtp::local(host, port, SENDER).ok_or_else(refused)
}

async fn bind(
    address: SocketAddr,
    flag: &'static str,
) -> Result<(TcpListener, SocketAddr), Failure> {
    serve::bind(address).await.map_err(|error| Failure::unbound(address, flag, error))
}

/// Makes the folder, for the owner's eyes only, and opens its key. One is made only where there is
/// no data yet: a new key beside data would open none of its secrets.
fn open_folder(folder: &Path) -> Result<Keyring, Failure> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| Failure::Data(unreadable(folder, &error)))?;
    let key_file = folder.join("demo.key");
    let bad_key = |error: KeyringError| {
        Failure::Configuration(format!("the key in {}: {error}", key_file.display()))
    };
    if !key_file.exists() {
        if folder.join("ledger.db").exists() {
            let words = "is missing, and without it the data beside it can't be read; restore it";
            return Err(Failure::Configuration(format!("{} {words}", key_file.display())));
        }
        Keyring::generate_file(&key_file).map_err(bad_key)?;
    }
    Keyring::from_file(&key_file).map_err(bad_key)
}

fn open_emulator(folder: &Path, url: &str, story: bool) -> Result<(Emulator, Clock), Failure> {
    let offset = Arc::new(AtomicI64::new(0));
    let (turned, heard) = watch::channel(0);
    let emulator = Emulator::open(::emulator::Settings {
        state_file: Some(folder.join("emulator.json")),
        story,
        clock: ::emulator::Clock::new(offset.clone(), turned),
        public_url: url.to_owned(),
        ..::emulator::Settings::default()
    })
    .map_err(super::emulator::unopened)?;
    Ok((emulator, Clock::turnable(offset, heard)))
}

fn open_app(
    folder: &Path,
    keys: Keyring,
    emulator: &Emulator,
    emulator_url: &str,
    clock: Clock,
    config: Config,
) -> Result<App, Failure> {
    let store = Store::open(folder, keys)?;
    let base_url = config.base_url.clone().unwrap_or_default();
    let mut installation = beside::of(folder, emulator, emulator_url, base_url);
    if let Some(version) = config.meta.graph_version.clone() {
        installation.graph_version = version;
    }
    // The emulator is ours alone, so the whole of its quota may go into readings every 5 seconds.
    let otherwise = Otherwise {
        every: Intervals { numbers: EVERY, accounts: EVERY, profiles: EVERY },
        quota_share: 1.0,
        time_zone: TIME_ZONE,
        sandbox_url: Some(format!("{emulator_url}/_control/")),
    };
    let mut app = program::app(store, installation, config, clock, otherwise)?;
    // Tokens are revoked and renewed in play here, and nobody should wait a minute to see it.
    let graph = Arc::into_inner(app.graph).expect("just built, and held by the app alone");
    app.graph = Arc::new(graph.with_probe_after(EVERY));
    Ok(app)
}

fn unreadable(folder: &Path, error: &impl std::fmt::Display) -> store::StoreError {
    store::StoreError::Unreadable { path: folder.to_owned(), reason: error.to_string() }
}

/// The address to open: a listener on every address is reached by loopback, where a browser keeps
/// the session's cookie without HTTPS.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        return (Ipv4Addr::LOCALHOST, address.port()).into();
    }
    if !address.ip().is_loopback() {
        tracing::warn!("Browsers keep the session only on loopback or by HTTPS: not on {address}");
    }
    address
}

/// People, webhooks and connections, through the same code as in production.
async fn prepare(
    app: &App,
    emulator: &Emulator,
    console_url: &str,
    is_empty: bool,
) -> Result<[Option<Entry>; 2], Failure> {
    let opened_at = app.settings.config.base_url.as_deref().unwrap_or(console_url);
    let ours = cast::enter(app, &CASA_IPE, opened_at).await?;
    let other = cast::enter(app, &AURORA, opened_at).await?;
    // The demo's Meta is its own: nobody else can have its app's callback.
    callback::subscribe(app, &format!("{console_url}/webhooks/meta"), None)
        .await
        .context("the emulator did not take the webhook address")?;
    let cast = [(&CASA_IPE, &ours), (&AURORA, &other)];
    for (business, (cast, entry)) in cast.into_iter().enumerate() {
        if let Some(by) = entry.as_ref().filter(|_| !is_empty) {
            let connected = cast.connect(app, emulator, business, by);
            connected.await.context("an account of the demo")?;
        }
    }
    Ok([ours, other])
}

/// `--empty` shows what comes before any connection, so there must be none.
async fn refuse_connected(app: &App) -> Result<(), Failure> {
    let connections = app.store.ledger.read(|read| read.all_connections()).await?;
    if connections.is_empty() {
        return Ok(());
    }
    let words = "--empty: the folder of --data has a connection; leave --empty out to go on with \
                 it, or name another folder";
    Err(Failure::Usage(words.to_owned()))
}

fn announce(
    options: &Options,
    console: &str,
    emulator: &str,
    folder: &Path,
    entries: &[Option<Entry>; 2],
) {
    if options.json {
        return say(&announced(console, emulator, folder, entries).to_string());
    }
    let way_in = match entries.iter().flatten().next() {
        Some(Entry { login_url, email, password, .. }) => format!(
            "Open       {login_url}\n  (works once, for 15 minutes; then {email} with {password})"
        ),
        None => "The demo's own people were erased or removed in this folder. Whoever else was \
                 invited signs in\n  with their own password; another folder starts a new demo."
            .to_owned(),
    };
    let folder = folder.display();
    say(&format!(
        "Farol is up, beside an emulator of Meta.\n\n  {way_in}\n\n  \
         Console    {console}\n  Emulator   {emulator}/_control/\n  Data       {folder}\n\n\
         Ctrl-C stops both."
    ));
}

/// The line of `--json`; who can't come in has no login in it.
fn announced(
    console: &str,
    emulator: &str,
    folder: &Path,
    [ours, other]: &[Option<Entry>; 2],
) -> serde_json::Value {
    let entry = |entry: &Entry| json!({ "login_url": entry.login_url, "email": entry.email, "password": entry.password });
    let ours = ours.as_ref().map(entry).unwrap_or_default();
    json!({
        "console": console,
        "emulator": emulator,
        "login_url": ours["login_url"],
        "email": ours["email"],
        "password": ours["password"],
        "data": folder,
        "other": other.as_ref().map(entry),
    })
}
