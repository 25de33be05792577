//! What stands around every page: head, menu, topbar. Templates take them as `page` and `around`.

use crate::asset;
use crate::language::Language;
use crate::view::Frame;
use crate::words::Words;

/// The head of a page and its words.
pub(crate) struct Page {
    pub words: Words,
    pub title: String,
    pub css: String,
    pub js: String,
    pub theme_js: String,
    pub favicon: String,
    pub icons: String,
    pub languages: [Language; 3],
}

/// The menu and the topbar, for pages after the login.
pub(crate) struct Around {
    pub frame: Frame,
    pub initials: String,
    pub tenant_initials: String,
    pub now_ms: i64,
    pub links: Vec<Link>,
}

/// A line of the menu.
pub(crate) struct Link {
    pub href: &'static str,
    pub icon: &'static str,
    pub text: String,
    pub is_current: bool,
}

impl Around {
    /// The menu and the topbar of a page.
    pub fn new(words: &Words, frame: &Frame) -> Self {
        let here = frame.path.split('?').next().unwrap_or_default();
        let links = MENU.iter().map(|(href, icon, key)| Link {
            href,
            icon,
            text: words.t(key),
            is_current: *href == here,
        });
        Self {
            links: links.collect(),
            initials: initials(&frame.person),
            tenant_initials: initials(&frame.tenant),
            now_ms: frame.now.as_millis(),
            frame: frame.clone(),
        }
    }
}

/// The menu: address, icon, key of its text. Only what exists.
const MENU: &[(&str, &str, &str)] =
    &[("/overview", "layout-dashboard", "nav-overview"), ("/numbers", "smartphone", "nav-numbers")];

impl Page {
    /// A page in these words.
    pub fn new(words: Words, title_key: &str) -> Self {
        Self {
            title: words.t(title_key),
            css: asset::url("farol.css"),
            js: asset::url("farol.js"),
            theme_js: asset::url("theme.js"),
            favicon: asset::url("favicon.svg"),
            icons: asset::url("icons.svg"),
            languages: Language::ALL,
            words,
        }
    }

    /// A sentence; short, since templates are full of it.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// A sentence with its number left open as `{n}`, for the script that lets times run on.
    pub fn open(&self, key: &str, n: u64) -> String {
        self.words.with(key, &[], Some(n)).replace(&n.to_string(), "{n}")
    }
}

/// First letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}
