//! The tabs of Atividade e avisos: links, each a page of its own.

use crate::frame::Around;
use crate::words::Words;

/// A tab.
pub(crate) struct Tab {
    pub href: String,
    pub text: String,
    pub is_current: bool,
}

/// Every tab: path and key of its words.
const TABS: [(&str, &str); 4] = [
    ("/activity", "tab-timeline"),
    (NOTICES, "tab-notices"),
    ("/activity/rules", "tab-rules"),
    (LOG, "tab-log"),
];

/// Where Avisos is.
pub(super) const NOTICES: &str = "/activity/notices";
/// Where Registro de envios is.
pub(super) const LOG: &str = "/activity/log";

/// The tabs, of which the one at `current` is this page.
pub(crate) fn tabs(words: &Words, around: &Around, current: &str) -> Vec<Tab> {
    let tab = |(path, key): (&str, &str)| Tab {
        href: around.at(path),
        text: words.t(key),
        is_current: path == current,
    };
    TABS.into_iter().map(tab).collect()
}
