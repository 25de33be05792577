//! A file of settings, read with the line of each.

use std::path::Path;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::document::{Document, Reader, fits, secret_path};
use super::fault::{Fault, Faults};
use super::key::{self, KEYS, Key, Kind};

/// Longest file that is read: a whole one has a tenth of this.
const BYTES: u64 = 1 << 20;

/// Reads a file into a document; what is wrong by itself is a fault with its line.
pub(super) fn read(path: &Path, faults: &mut Faults) -> Document {
    let mut document = Document::of_file(path);
    let text = match read_text(path) {
        Ok(text) => text,
        Err(words) => {
            faults.add(Fault::of_file(words).at(path, None));
            return document;
        }
    };
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        let line = error.span().map(|span| line_of(&text, span.start));
        faults.add(Fault::of_file(format!("is not TOML here: {}", error.message())).at(path, line));
    }
    let mut file = File { path, text: &text, document: &mut document, faults };
    for (name, value) in table.get_ref() {
        file.take("", name, value);
    }
    faults.sort_by_line();
    document
}

fn read_text(path: &Path) -> Result<String, String> {
    let found = std::fs::metadata(path).map_err(|error| format!("can't be read: {error}"))?;
    if found.len() > BYTES {
        return Err("is larger than any file of settings".to_owned());
    }
    std::fs::read_to_string(path).map_err(|error| format!("can't be read: {error}"))
}

struct File<'a> {
    path: &'a Path,
    text: &'a str,
    document: &'a mut Document,
    faults: &'a mut Faults,
}

impl File<'_> {
    fn take(&mut self, section: &str, name: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) {
        let (written, line) = (name.get_ref().as_ref(), line_of(self.text, name.span().start));
        if let (true, DeValue::Table(inner)) = (section.is_empty(), value.get_ref()) {
            return self.take_section(written, line, inner);
        }
        match self.value(section, written, value.get_ref()) {
            Ok((key, value)) => self.document.take_line(key, value, line),
            Err(fault) => self.faults.add(fault.at(self.path, Some(line))),
        }
    }

    fn take_section(&mut self, written: &str, line: usize, inner: &DeTable<'_>) {
        let sections = || KEYS.iter().map(|key| key.section).filter(|name| !name.is_empty());
        let Some(section) = sections().find(|known| *known == written) else {
            let nearest = sections().min_by_key(|known| key::distance(written, known));
            let nearest = format!("[{}]", nearest.unwrap_or_default());
            let fault = Fault::unknown(&format!("[{written}]"), &nearest);
            return self.faults.add(fault.at(self.path, Some(line)));
        };
        self.document.sections.entry(section).or_insert(line);
        for (name, value) in inner {
            self.take(section, name, value);
        }
    }

    /// One setting as a key and its value, checked by itself.
    fn value(
        &self,
        section: &str,
        name: &str,
        value: &DeValue<'_>,
    ) -> Result<(&'static Key, Value), Fault> {
        let dotted = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
        let Some(key) = KEYS.iter().find(|key| key.dotted() == dotted) else {
            return Err(Fault::unknown(&dotted, &nearest(&dotted)));
        };
        if !Reader::Serve.takes(key) {
            return Err(Reader::Serve.refusal(&dotted));
        }
        let text = match (value, key.kind) {
            (DeValue::String(text), kind) if !is_counted(kind) => text.to_string(),
            (DeValue::Integer(number), Kind::Whole { .. } | Kind::Share) => number.to_string(),
            (DeValue::Float(number), Kind::Share) => number.to_string(),
            (DeValue::Boolean(is_on), Kind::Switch) => is_on.to_string(),
            (DeValue::Array(_), Kind::List(_)) => String::new(),
            _ => return Err(Fault::misfit(&dotted, kind_of(value), &key.allowed())),
        };
        let taken = match value {
            DeValue::Array(items) => texts(items).map(Value::from),
            _ => key.value(&text),
        };
        let taken = taken.filter(|value| fits(key, value));
        let taken = taken.ok_or_else(|| match value {
            DeValue::Array(_) => {
                Fault::misfit(&dotted, "a list with another value", &key.allowed())
            }
            _ => Fault::bad(&dotted, &text, &key.allowed()),
        })?;
        Ok((key, self.resolved(key, &text, taken)))
    }

    /// A path beside the file, since a service is started anywhere.
    fn resolved(&self, key: &Key, text: &str, value: Value) -> Value {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        match key.kind {
            Kind::Folder => folder.join(text).to_string_lossy().into(),
            Kind::SecretFile(_) => secret_path(text, folder),
            Kind::Text(_) | Kind::List(_) | Kind::Whole { .. } | Kind::Share | Kind::Switch => {
                value
            }
        }
    }
}

/// What a value is, in words.
const fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text in quotes",
        DeValue::Integer(_) => "a number without quotes",
        DeValue::Float(_) => "a broken number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// What a file writes without quotes.
const fn is_counted(kind: Kind) -> bool {
    matches!(kind, Kind::Whole { .. } | Kind::Share | Kind::Switch | Kind::List(_))
}

fn texts(items: &[Spanned<DeValue<'_>>]) -> Option<Vec<String>> {
    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

/// The setting nearest to one that is not known: in its own section where that is near.
fn nearest(dotted: &str) -> String {
    let known = KEYS.iter().filter(|key| Reader::Serve.takes(key)).map(Key::dotted);
    known.min_by_key(|known| key::distance(dotted, known)).unwrap_or_default()
}

/// The line that a byte stands on, from 1.
fn line_of(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
