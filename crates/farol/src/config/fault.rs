//! What is wrong with a setting, as a sentence that names it and says what is allowed.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File and line, where it stands in a file.
    place: Option<(PathBuf, Option<usize>)>,
    /// The setting, as it was written: `FAROL_SMTP_HOST` or `smtp.host`.
    subject: String,
    words: String,
}

/// Longest part of a bad value that is repeated, in characters.
const SHOWN: usize = 60;

impl Fault {
    fn of(subject: &str, words: String) -> Self {
        Self { place: None, subject: subject.to_owned(), words }
    }

    pub(super) fn unknown(subject: &str, nearest: &str) -> Self {
        Self::of(subject, format!("is not a setting of Farol; the nearest one is {nearest}"))
    }

    pub(super) fn of_serve(subject: &str) -> Self {
        let words = "is not a setting of `farol demo`: the emulator beside it, or the demo itself, \
                     gives it";
        Self::of(subject, words.to_owned())
    }

    pub(super) fn of_demo(subject: &str) -> Self {
        Self::of(subject, "is a setting of `farol demo` alone".to_owned())
    }

    pub(super) fn unreadable(subject: &str) -> Self {
        Self::of(subject, "holds bytes that are not text (UTF-8)".to_owned())
    }

    pub(super) fn bad(subject: &str, value: &str, allowed: &str) -> Self {
        if value.is_empty() {
            return Self::of(subject, format!("is empty; set {allowed}, or leave it unset"));
        }
        let mut shown: String = value.chars().take(SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self::of(subject, format!("is {shown:?}; allowed: {allowed}"))
    }

    /// A value of another kind than the setting's, as it stands in a file.
    pub(super) fn misfit(subject: &str, found: &str, allowed: &str) -> Self {
        Self::of(subject, format!("is {found}; allowed: {allowed}"))
    }

    pub(super) fn missing(subject: &str, allowed: &str) -> Self {
        Self::of(subject, format!("is missing; set {allowed}"))
    }

    /// Settings that are each right and don't fit together.
    pub(super) fn together(subject: &str, words: impl fmt::Display) -> Self {
        Self::of(subject, words.to_string())
    }

    pub(super) fn whole(words: &str) -> Self {
        Self::of("the settings", format!("can't be taken: {words}"))
    }

    /// A file that is no TOML, or can't be read.
    pub(super) fn of_file(words: impl fmt::Display) -> Self {
        Self::of("", words.to_string())
    }

    /// Says where in a file it is.
    pub(super) fn at(mut self, file: &Path, line: Option<usize>) -> Self {
        self.place = Some((file.to_owned(), line));
        self
    }

    /// The same, with other names for settings.
    pub(super) fn renamed(mut self, rename: impl Fn(&str) -> String) -> Self {
        self.subject = rename(&self.subject);
        self.words = rename(&self.words);
        self
    }

    /// The setting that it is about.
    pub(super) fn subject(&self) -> &str {
        &self.subject
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some((file, Some(line))) => write!(f, "{}:{line}: ", file.display())?,
            Some((file, None)) => write!(f, "{}: ", file.display())?,
            None => {}
        }
        if !self.subject.is_empty() {
            write!(f, "{} ", self.subject)?;
        }
        f.write_str(&self.words)
    }
}

/// All that is wrong, one line each; never empty where it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault; of one setting only the first is told, since a value that was refused would
    /// else also be called missing.
    pub(super) fn add(&mut self, fault: Fault) {
        let is_same = |told: &Fault| !told.subject.is_empty() && told.subject == fault.subject;
        if !self.0.iter().any(is_same) {
            self.0.push(fault);
        }
    }

    /// Puts those of a file in the order of its lines, before those that have none.
    pub(super) fn sort_by_line(&mut self) {
        let line = |fault: &Fault| fault.place.as_ref().and_then(|(_, line)| *line);
        self.0.sort_by_key(|fault| line(fault).unwrap_or(usize::MAX));
    }

    /// The value, unless something is wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Fault::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Faults {}
