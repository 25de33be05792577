//! How an installation is set up: sections of plain settings, each key also a `FAROL_SECTION_KEY`.
//!
//! One list, `key::KEYS`, says which settings there are and what each may be; the sections are
//! what serde fills from them, so that a file can fill the same ones. All faults are told at once,
//! and a setting that is not known is refused: a misspelt one would silently not hold.

mod document;
mod fault;
mod file;
mod installation;
mod key;
mod network;
mod retention;
mod section;
mod smtp;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use fault::{Fault, Faults};
pub use installation::{EVERY, GRAPH_VERSION, Installation, Place, QUOTA_SHARE};
pub use network::Network;
pub use retention::Retention;
pub use section::{Demo, Meta, Refresh, Support, Ui};
pub use smtp::{Security, Smtp};

use document::{Document, Reader};
use section::SmtpSection;

/// The settings as they are when nothing is set, each with what it is for: `farol config --default`.
pub const DEFAULT: &str = include_str!("config/default.toml");

/// The settings, checked. What is `None` was not set; what then holds depends on the command.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address under which people open the console, without a trailing slash.
    #[serde(deserialize_with = "section::base")]
    pub base_url: Option<String>,
    /// Address to listen on.
    pub listen: Option<SocketAddr>,
    /// The data folder.
    pub data: Option<PathBuf>,
    /// Where the keys are that open the data.
    pub key_file: Option<PathBuf>,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; nobody's when empty.
    pub trusted_proxies: Vec<Network>,
    /// Where the token is that `/metrics` asks for.
    pub metrics_token_file: Option<PathBuf>,
    /// What `/metrics` then asks for of everybody.
    #[serde(skip)]
    pub metrics_token: Option<store::Secret>,
    /// How Meta is called.
    pub meta: Meta,
    /// How often and how much is read.
    pub refresh: Refresh,
    /// The mail server; `None` without one.
    #[serde(skip)]
    pub smtp: Option<Smtp>,
    /// How long things are kept.
    pub retention: Retention,
    /// Whom people ask for help.
    pub support: Support,
    /// How pages speak by default.
    pub ui: Ui,
    /// What only `farol demo` has.
    pub demo: Demo,
    #[serde(rename = "smtp")]
    smtp_section: SmtpSection,
}

impl Config {
    /// The settings of `farol demo` from the environment; variables of others are left alone.
    ///
    /// # Errors
    /// Every unknown variable and every bad value, in the order of their names.
    pub fn from_env(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, Faults> {
        let (mut document, mut faults) = (Document::default(), Faults::default());
        document.take_variables(variables, Reader::Demo, &mut faults);
        let config = document.config(&mut faults);
        faults.or(config)
    }

    /// The settings of `farol serve` from a file, with the environment's over them. Relative paths
    /// count from the file; a secret's file is looked for by name where systemd gives secrets first.
    ///
    /// # Errors
    /// Everything that is wrong or missing, each with its line, also secrets that can't be read.
    pub fn from_file(
        path: &Path,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(Self, Installation), Faults> {
        let mut faults = Faults::default();
        let mut document = file::read(path, &mut faults);
        document.take_variables(variables, Reader::Serve, &mut faults);
        let config = document.config(&mut faults);
        installation::check(&document, &config, faults).map(|complete| (config, complete))
    }

    /// Where an installation keeps its data, for commands that need nothing else: no secret is
    /// read, and what only `farol serve` needs may be missing.
    ///
    /// # Errors
    /// Everything that is wrong with a setting by itself, and what is missing of the place.
    pub fn place(
        path: &Path,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Place, Faults> {
        let mut faults = Faults::default();
        let mut document = file::read(path, &mut faults);
        document.take_variables(variables, Reader::Serve, &mut faults);
        let document = document.without_mail();
        let config = document.config(&mut faults);
        installation::place(&document, &config, faults)
    }
}
