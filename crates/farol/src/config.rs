//! How an installation is set up: sections of plain settings, each key also a `FAROL_SECTION_KEY`.
//!
//! One list, `key::KEYS`, says which settings there are and what each may be; the sections are
//! what serde fills from them, so that a file can fill the same ones. All faults are told at once,
//! and a setting that is not known is refused: a misspelt one would silently not hold.

mod fault;
mod key;
mod retention;
mod section;
mod smtp;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Map, Value};

pub use fault::{Fault, Faults};
pub use retention::Retention;
pub use section::{Demo, Meta, Refresh, Support, Ui};
pub use smtp::{Security, Smtp};

use key::{KEYS, Key};
use section::SmtpSection;

/// Variables that are not settings: what the log shows is known before any setting is read.
const OTHERS: &[&str] = &["FAROL_LOG"];
/// What every variable of ours begins with.
const PREFIX: &str = "FAROL_";

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
        let mut ours: Vec<(String, OsString)> = variables
            .into_iter()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
            .filter(|(name, _)| name.starts_with(PREFIX) && !OTHERS.contains(&name.as_str()))
            .collect();
        ours.sort();
        for (name, value) in ours {
            match read(&name, value) {
                Ok((key, value)) => document.set(key, value),
                Err(fault) => faults.add(fault),
            }
        }
        document.into_config(faults)
    }
}

/// One variable as a key and its value, checked by itself.
fn read(name: &str, value: OsString) -> Result<(&'static Key, Value), Fault> {
    let Some(key) = KEYS.iter().find(|key| key.variable() == name) else {
        return Err(Fault::unknown(name, &nearest(name)));
    };
    if let Some(instead) = key.elsewhere {
        return Err(Fault::elsewhere(name, instead));
    }
    let text = value.into_string().map_err(|_| Fault::unreadable(name))?;
    let bad = || Fault::bad(name, &text, &key.allowed());
    let value = key.value(&text).ok_or_else(bad)?;
    // Its own section must take it, whatever the others say.
    let mut alone = Document::default();
    alone.set(key, value.clone());
    Config::deserialize(alone.whole()).map_err(|_| bad())?;
    Ok((key, value))
}

/// Variables nearest to one that is not known, by how many letters differ.
fn nearest(name: &str) -> String {
    let offered = KEYS.iter().filter(|key| key.elsewhere.is_none()).map(Key::variable);
    let known = offered.chain(OTHERS.iter().map(|name| (*name).to_owned()));
    known.min_by_key(|known| key::distance(name, known)).unwrap_or_default()
}

/// What was set, by section; `""` for the top level.
#[derive(Default)]
struct Document {
    root: Map<String, Value>,
    set: BTreeSet<String>,
}

impl Document {
    fn set(&mut self, key: &'static Key, value: Value) {
        self.set.insert(key.variable());
        if key.section.is_empty() {
            self.root.insert(key.name.to_owned(), value);
            return;
        }
        let section = self.root.entry(key.section).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(section) = section {
            section.insert(key.name.to_owned(), value);
        }
    }

    fn whole(self) -> Value {
        Value::Object(self.root)
    }

    /// The whole, once each key is right by itself: what must fit together is looked at here.
    fn into_config(self, mut faults: Faults) -> Result<Config, Faults> {
        let set = self.set.clone();
        match Config::deserialize(self.whole()) {
            Ok(mut config) => {
                match smtp::check(&config.smtp_section, set.iter().any(|v| v.contains("_SMTP_"))) {
                    Ok(smtp) => config.smtp = smtp,
                    Err(found) => found.into_iter().for_each(|fault| faults.add(fault)),
                }
                config.retention.check().into_iter().for_each(|fault| faults.add(fault));
                faults.or(config)
            }
            Err(error) => {
                faults.add(Fault::whole(&error.to_string()));
                Err(faults)
            }
        }
    }
}
