//! Whom people ask for help: whoever runs this installation, the same on every page.

use std::sync::OnceLock;

use crate::frame::Page;
use crate::words::Words;

/// Whom people ask for help. An address that was checked where the settings were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Who that is.
    pub name: Option<String>,
    /// Their mail address.
    pub email: Option<String>,
    /// Their page; `http` or `https`.
    pub url: Option<String>,
}

static SUPPORT: OnceLock<Support> = OnceLock::new();

/// Names whom pages send people to. Once in a process: a later call changes nothing.
pub fn set_support(support: Support) {
    let _first_counts = SUPPORT.set(support);
}

/// The line of a page, or of a mail.
pub(crate) struct SupportLine {
    /// The question, and who answers it.
    pub ask: String,
    pub email: Option<&'static str>,
    pub url: Option<&'static str>,
}

/// Whom to ask for help, in these words; `None` where the installation names nobody.
pub(crate) fn line(words: &Words) -> Option<SupportLine> {
    let support = SUPPORT.get()?;
    let ask = match &support.name {
        Some(name) => words.t1("support-ask-name", "name", name),
        None if support.email.is_none() && support.url.is_none() => return None,
        None => words.t("support-ask"),
    };
    Some(SupportLine { ask, email: support.email.as_deref(), url: support.url.as_deref() })
}

impl Page {
    /// Whom to ask for help; `None` where the installation names nobody.
    pub fn support(&self) -> Option<SupportLine> {
        line(&self.words)
    }
}
