//! What stands around every page: head, menu, topbar. Templates take them as `page` and `around`.

use crate::asset;
use crate::bell::Bell;
use crate::catalogue::Meaning;
use crate::language::Language;
use crate::view::{Frame, Unread};
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
    pub groups: Vec<Group>,
    pub switcher: Switcher,
    pub bell: Bell,
}

/// Lines of the menu under one heading.
pub(crate) struct Group {
    pub title: String,
    pub links: Vec<Link>,
}

/// A line of the menu.
pub(crate) struct Link {
    pub href: String,
    pub icon: &'static str,
    pub text: String,
    /// Whether the page is this one.
    pub is_current: bool,
    /// Whether the page belongs under this one.
    pub is_above: bool,
    pub badge: Option<Badge>,
}

/// How much asks for a look behind a line.
pub(crate) struct Badge {
    pub tone: &'static str,
    pub count: usize,
    /// What is counted, for who does not see the shape.
    pub text: String,
}

/// Which tenant and account the pages are about, and the others that they could be about.
pub(crate) struct Switcher {
    /// The account, or how many there are.
    pub line: Option<String>,
    pub tenants: Vec<Tenant>,
    pub wabas: Vec<Link>,
    pub may_connect: bool,
}

/// A tenant of the person.
pub(crate) struct Tenant {
    pub id: String,
    pub name: String,
    pub initials: String,
    pub is_current: bool,
}

impl Switcher {
    /// Whether there is anything to choose.
    pub fn is_menu(&self) -> bool {
        !self.tenants.is_empty() || !self.wabas.is_empty() || self.may_connect
    }
}

impl Around {
    /// What a restore of late may have left out, in words.
    pub fn gap(&self, words: &Words) -> Option<String> {
        let gap = self.frame.gap?;
        let moments = [("from", words.moment(gap.from)), ("until", words.moment(gap.until))];
        Some(words.with("restored-about", &moments, None))
    }

    /// The names in the page's address whose words it can't read; empty when that is all of it.
    pub fn unread(&self) -> Option<&[&'static str]> {
        self.frame.unread.as_ref().map(Unread::names)
    }

    /// The tenant that the page was made for, so that an open page notices when its session moved.
    pub fn tenant_id(&self) -> &str {
        let tenant = self.frame.tenants.iter().find(|tenant| tenant.is_current);
        tenant.map_or("", |tenant| &tenant.id)
    }

    /// The menu and the topbar of a page.
    pub fn new(words: &Words, frame: &Frame) -> Self {
        Self {
            groups: groups(words, frame),
            switcher: Switcher {
                line: account_line(words, frame),
                tenants: tenants(frame),
                wabas: wabas(words, frame),
                may_connect: frame.may_connect,
            },
            bell: Bell::new(words, &frame.bell, frame.now),
            initials: initials(&frame.person),
            tenant_initials: initials(&frame.tenant),
            now_ms: frame.now.as_millis(),
            frame: frame.clone(),
        }
    }

    /// Below which address the forms of a login are.
    pub fn base(&self) -> &'static str {
        if self.frame.is_guest { "/c" } else { CONNECT }
    }

    /// A page's address that keeps the chosen account; `path` may have a query of its own.
    pub fn at(&self, path: &str) -> String {
        at(&self.frame, path)
    }

    /// The chosen account.
    pub fn waba(&self) -> Option<&str> {
        chosen(&self.frame).map(|waba| waba.id.as_str())
    }
}

/// The pages of the menu: address, icon, key of the text. Only what exists.
const OPERATION: &[(&str, &str, &str)] = &[
    ("/overview", "layout-dashboard", "nav-overview"),
    (NUMBERS, "smartphone", "nav-numbers"),
    (HEALTH, "heart-pulse", "nav-health"),
    ("/profile", "id-card", "nav-profile"),
];
const WATCH: &[(&str, &str, &str)] =
    &[("/activity", "bell", "nav-activity"), ("/errors", "circle-help", "nav-errors")];
const NUMBERS: &str = "/numbers";
const HEALTH: &str = "/health";
const CONNECT: &str = "/connect";

fn groups(words: &Words, frame: &Frame) -> Vec<Group> {
    let here = here(frame);
    let line = |(path, icon, key): &(&'static str, &'static str, &str)| Link {
        href: at(frame, path),
        icon,
        text: words.t(key),
        is_current: *path == here,
        is_above: here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')),
        badge: badge(words, frame, path),
    };
    let connect = Link { href: CONNECT.to_owned(), ..line(&(CONNECT, "plug", "nav-connect")) };
    let sandbox = frame.sandbox_url.as_ref().map(|url| Link {
        href: url.clone(),
        // It is no page of the console, and none is below it.
        is_above: false,
        ..line(&("", "flask-conical", "nav-sandbox"))
    });
    vec![
        Group { title: words.t("nav-operation"), links: OPERATION.iter().map(line).collect() },
        Group { title: words.t("nav-watch"), links: WATCH.iter().map(line).collect() },
        Group {
            title: words.t("nav-prepare"),
            links: [Some(connect), sandbox].into_iter().flatten().collect(),
        },
    ]
}

fn badge(words: &Words, frame: &Frame, path: &str) -> Option<Badge> {
    let troubles = frame.troubles;
    let (tone, count, key) = match path {
        NUMBERS => ("bad", troubles.red, "nav-red"),
        HEALTH if troubles.blocked > 0 => {
            ("bad", troubles.blocked + troubles.limited, "nav-troubled")
        }
        HEALTH => ("warn", troubles.limited, "nav-troubled"),
        _ => return None,
    };
    (count > 0).then(|| Badge { tone, count, text: words.many(key, count as u64) })
}

/// The tenants to choose from; none when there is only one.
fn tenants(frame: &Frame) -> Vec<Tenant> {
    let tenant = |choice: &crate::view::TenantChoice| Tenant {
        id: choice.id.clone(),
        name: choice.name.clone(),
        initials: initials(&choice.name),
        is_current: choice.is_current,
    };
    match frame.tenants.as_slice() {
        [] | [_] => Vec::new(),
        several => several.iter().map(tenant).collect(),
    }
}

/// The accounts to choose from, all of them first; none when there is only one.
fn wabas(words: &Words, frame: &Frame) -> Vec<Link> {
    if frame.wabas.len() < 2 {
        return Vec::new();
    }
    let here = here(frame);
    let is_by_account = OPERATION.iter().chain(WATCH).any(|(path, ..)| *path == here);
    let page = if is_by_account { here } else { "/overview" };
    let all = Link {
        href: page.to_owned(),
        icon: "layout-dashboard",
        text: words.t("all-accounts"),
        is_current: is_by_account && chosen(frame).is_none(),
        is_above: false,
        badge: None,
    };
    let one = frame.wabas.iter().map(|waba| Link {
        href: with_waba(page, &waba.id),
        icon: "messages-square",
        text: waba.name.clone(),
        is_current: waba.is_current,
        is_above: false,
        badge: None,
    });
    std::iter::once(all).chain(one).collect()
}

/// Under the tenant's name: the account, or how many there are.
fn account_line(words: &Words, frame: &Frame) -> Option<String> {
    match (chosen(frame), frame.wabas.as_slice()) {
        (Some(waba), _) => Some(words.t1("account-line", "name", &waba.name)),
        (None, []) => None,
        (None, [only]) => Some(words.t1("account-line", "name", &only.name)),
        (None, several) => Some(words.many("account-lines", several.len() as u64)),
    }
}

fn chosen(frame: &Frame) -> Option<&crate::view::WabaChoice> {
    frame.wabas.iter().find(|waba| waba.is_current)
}

/// The page's address without its query.
fn here(frame: &Frame) -> &str {
    frame.path.split('?').next().unwrap_or_default()
}

fn at(frame: &Frame, path: &str) -> String {
    chosen(frame).map_or_else(|| path.to_owned(), |waba| with_waba(path, &waba.id))
}

/// A page's address about one account.
pub(crate) fn with_waba(path: &str, waba: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}waba={}", escaped(waba))
}

/// Text as a query's value; every byte but the unreserved ones is escaped (RFC 3986).
pub(crate) fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

impl Page {
    /// A page in these words.
    pub fn new(words: Words, title_key: &str) -> Self {
        let title = words.t(title_key);
        Self::titled(words, title)
    }

    /// A page called by a name, which is not ours to word.
    pub fn titled(words: Words, title: String) -> Self {
        Self {
            title,
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

    /// What the catalogue knows of one of Meta's codes; `None` for one that it does not have.
    pub fn meaning(&self, code: &str) -> Option<Meaning> {
        Meaning::find(&self.words, code)
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
