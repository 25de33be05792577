//! What was set, key by key, and where: from a file, from the environment, or from both.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::fault::{Fault, Faults};
use super::key::{self, KEYS, Key, Kind, Of};
use super::{Config, smtp};

/// Variables that are not settings: what the log shows is known before any setting is read.
pub(super) const OTHERS: &[&str] = &["FAROL_LOG", "FAROL_LOG_FORMAT"];
/// What every variable of ours begins with.
const PREFIX: &str = "FAROL_";

/// Who reads the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// `farol demo`.
    Demo,
    /// An installation's commands.
    Serve,
}

impl Reader {
    /// Whether a setting is one of this reader's.
    pub fn takes(self, key: &Key) -> bool {
        match key.of {
            Of::Both => true,
            Of::Serve => self == Self::Serve,
            Of::Demo => self == Self::Demo,
        }
    }

    /// A setting of the other reader.
    pub fn refusal(self, subject: &str) -> Fault {
        match self {
            Self::Demo => Fault::of_serve(subject),
            Self::Serve => Fault::of_demo(subject),
        }
    }
}

/// Where a setting was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Line(usize),
    Variable,
}

/// What was set, by section; `""` for the top level.
#[derive(Default)]
pub(super) struct Document {
    root: Map<String, Value>,
    /// By variable.
    written: BTreeMap<String, Written>,
    /// The first line of each section that stands in the file.
    pub sections: BTreeMap<&'static str, usize>,
    file: Option<PathBuf>,
}

impl Document {
    /// Nothing yet of a file.
    pub fn of_file(path: &Path) -> Self {
        Self { file: Some(path.to_owned()), ..Self::default() }
    }

    /// Takes the variables that are ours, over what was set before; others are left alone.
    pub fn take_variables(
        &mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        reader: Reader,
        faults: &mut Faults,
    ) {
        let mut ours: Vec<(String, OsString)> = variables
            .into_iter()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
            .filter(|(name, _)| name.starts_with(PREFIX) && !OTHERS.contains(&name.as_str()))
            .collect();
        ours.sort();
        for (name, value) in ours {
            match of_variable(&name, value, reader) {
                Ok((key, value)) => self.set(key, value, Written::Variable),
                Err(fault) => faults.add(fault),
            }
        }
    }

    /// Takes a value of the file's, which was checked by itself.
    pub fn take_line(&mut self, key: &'static Key, value: Value, line: usize) {
        self.set(key, value, Written::Line(line));
    }

    fn set(&mut self, key: &'static Key, value: Value, written: Written) {
        self.written.insert(key.variable(), written);
        if key.section.is_empty() {
            self.root.insert(key.name.to_owned(), value);
            return;
        }
        let section = self.root.entry(key.section).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(section) = section {
            section.insert(key.name.to_owned(), value);
        }
    }

    /// Whether a section stands in the file, or a variable set anything of it.
    fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
            || KEYS
                .iter()
                .any(|key| key.section == section && self.written.contains_key(&key.variable()))
    }

    /// The same without the mail server, whose password is a secret.
    pub fn without_mail(mut self) -> Self {
        self.root.remove("smtp");
        self.sections.remove("smtp");
        self.written.retain(|variable, _| !variable.starts_with("FAROL_SMTP_"));
        self
    }

    /// The whole, once each key is right by itself: what must fit together is looked at here.
    pub fn config(&self, faults: &mut Faults) -> Config {
        let mut config = match Config::deserialize(Value::Object(self.root.clone())) {
            Ok(config) => config,
            Err(error) => {
                faults.add(Fault::whole(&error.to_string()));
                return Config::default();
            }
        };
        match smtp::check(&config.smtp_section, self.has("smtp")) {
            Ok(smtp) => config.smtp = smtp,
            Err(found) => found.into_iter().for_each(|fault| faults.add(self.placed(fault))),
        }
        let terms = config.retention.check();
        terms.into_iter().for_each(|fault| faults.add(self.placed(fault)));
        config
    }

    /// A fault that names settings as variables, told as they were written.
    pub fn placed(&self, fault: Fault) -> Fault {
        let Some(file) = &self.file else { return fault };
        let key = KEYS.iter().find(|key| key.variable() == fault.subject());
        let line = match self.written.get(fault.subject()) {
            Some(Written::Line(line)) => Some(*line),
            Some(Written::Variable) => return fault,
            None => key.and_then(|key| self.sections.get(key.section).copied()),
        };
        fault.renamed(|words| self.as_written(words)).at(file, line)
    }

    /// Names settings as a file does, but those that a variable set.
    fn as_written(&self, words: &str) -> String {
        let by_file =
            KEYS.iter().filter(|k| self.written.get(&k.variable()) != Some(&Written::Variable));
        let mut names: Vec<(String, String)> =
            by_file.map(|key| (key.variable(), key.dotted())).collect();
        names.sort_by_key(|(variable, _)| std::cmp::Reverse(variable.len()));
        names.iter().fold(words.to_owned(), |words, (variable, name)| words.replace(variable, name))
    }
}

/// One variable as a key and its value, checked by itself.
fn of_variable(
    name: &str,
    value: OsString,
    reader: Reader,
) -> Result<(&'static Key, Value), Fault> {
    let Some(key) = KEYS.iter().find(|key| key.variable() == name) else {
        return Err(Fault::unknown(name, &nearest_variable(name, reader)));
    };
    if !reader.takes(key) {
        return Err(reader.refusal(name));
    }
    let text = value.into_string().map_err(|_| Fault::unreadable(name))?;
    let bad = || Fault::bad(name, &text, &key.allowed());
    let value = key.value(&text).filter(|value| fits(key, value)).ok_or_else(bad)?;
    let value = match (key.kind, reader) {
        (Kind::SecretFile(_), Reader::Serve) => secret_path(&text, Path::new("")),
        _ => value,
    };
    Ok((key, value))
}

/// Whether its own section takes a value, whatever the others say.
pub(super) fn fits(key: &'static Key, value: &Value) -> bool {
    let mut alone = Document::default();
    alone.set(key, value.clone(), Written::Variable);
    Config::deserialize(Value::Object(alone.root)).is_ok()
}

/// Where a secret is: by its name in the folder that systemd gives a service, else beside `folder`.
pub(super) fn secret_path(text: &str, folder: &Path) -> Value {
    let given = credentials().map(|given| given.join(text)).filter(|given| given.is_file());
    let path = given.filter(|_| Path::new(text).is_relative()).unwrap_or_else(|| folder.join(text));
    path.to_string_lossy().into()
}

/// The folder in which systemd gives a service its secrets (`LoadCredential=`).
pub(super) fn credentials() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The variable nearest to one that is not known, by how many letters differ.
fn nearest_variable(name: &str, reader: Reader) -> String {
    let offered = KEYS.iter().filter(|key| reader.takes(key)).map(Key::variable);
    let known = offered.chain(OTHERS.iter().map(|name| (*name).to_owned()));
    known.min_by_key(|known| key::distance(name, known)).unwrap_or_default()
}
