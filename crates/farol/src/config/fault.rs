//! What is wrong with a setting, as a sentence that names it and says what is allowed.

use std::fmt;

/// One thing wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

/// Longest part of a bad value that is repeated, in characters.
const SHOWN: usize = 60;

impl Fault {
    pub(super) fn unknown(variable: &str, nearest: &str) -> Self {
        Self(format!("{variable} is not a setting of Farol; the nearest one is {nearest}"))
    }

    pub(super) fn elsewhere(variable: &str, instead: &str) -> Self {
        Self(format!("{variable} is not a setting of `farol demo`: {instead}"))
    }

    pub(super) fn unreadable(variable: &str) -> Self {
        Self(format!("{variable} holds bytes that are not text (UTF-8)"))
    }

    pub(super) fn bad(variable: &str, value: &str, allowed: &str) -> Self {
        if value.is_empty() {
            return Self(format!("{variable} is empty; set {allowed}, or leave it unset"));
        }
        let mut shown: String = value.chars().take(SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self(format!("{variable} is {shown:?}; allowed: {allowed}"))
    }

    /// Settings that are each right and don't fit together.
    pub(super) fn together(variable: &str, words: impl fmt::Display) -> Self {
        Self(format!("{variable} {words}"))
    }

    /// What it is about: every sentence begins with it.
    fn variable(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    pub(super) fn whole(words: &str) -> Self {
        Self(format!("the settings can't be taken: {words}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// All that is wrong, one line each; never empty where it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault; of one setting only the first is told, since a value that was refused would
    /// else also be called missing.
    pub(super) fn add(&mut self, fault: Fault) {
        if !self.0.iter().any(|told| told.variable() == fault.variable()) {
            self.0.push(fault);
        }
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
