//! The app's callback: Meta keeps one address for each app, so who sets it takes it from whoever has it.
//!
//! Farol takes it by itself where nobody has it, or where it is Farol's own of before; from another
//! program it is taken only on the word of who runs the installation, and only while that program's is
//! the address that this person saw.

use std::time::Duration;

/// How long a person's word on another program's address holds: what is not done in a day is asked anew.
pub const CONSENT_HOLDS: Duration = Duration::from_secs(24 * 3600);
/// How long Meta may show the address of before after it took another.
pub const SHOWS_LATE: Duration = Duration::from_secs(60);

/// Where Meta sends the app's webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribed {
    /// The address, where Meta names one.
    pub callback_url: Option<String>,
    /// Whether Meta sends at all.
    pub is_active: bool,
    /// The fields.
    pub fields: Vec<String>,
}

/// Whose the app's callback is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody's.
    Nobody,
    /// This Farol's.
    Own {
        /// Whether Meta sends.
        is_active: bool,
        /// Fields that are wanted and not subscribed.
        missing: Vec<String>,
    },
    /// This Farol's own of before: its address moved.
    OursBefore {
        /// As [`shown`].
        url: String,
    },
    /// Another program's.
    Foreign {
        /// As [`shown`]; empty where Meta sends and does not name the address.
        url: String,
    },
}

impl Standing {
    /// Whether it may be taken, or mended. `is_agreed`: a person agreed that this very address is
    /// replaced.
    pub const fn may_be_taken(&self, is_agreed: bool) -> bool {
        match self {
            Self::Nobody | Self::OursBefore { .. } => true,
            Self::Own { is_active, missing } => !*is_active || !missing.is_empty(),
            Self::Foreign { .. } => is_agreed,
        }
    }

    /// The address that loses it, where one does.
    pub fn loses(&self) -> Option<&str> {
        match self {
            Self::OursBefore { url } | Self::Foreign { url } => Some(url),
            Self::Nobody | Self::Own { .. } => None,
        }
    }
}

/// Says whose the callback is. `ours_before` is an address that this installation gave Meta, and that
/// nobody else answers at.
pub fn judge(
    subscribed: Option<&Subscribed>,
    own: &str,
    ours_before: Option<&str>,
    wanted: &[&str],
) -> Standing {
    let Some(found) = subscribed else { return Standing::Nobody };
    let url = found.callback_url.as_deref().unwrap_or_default();
    if url.is_empty() && !found.is_active {
        return Standing::Nobody;
    }
    if !url.is_empty() && is_same(own, url) {
        let is_missing = |field: &&&str| !found.fields.iter().any(|there| there == *field);
        let missing = wanted.iter().filter(is_missing).map(ToString::to_string).collect();
        return Standing::Own { is_active: found.is_active, missing };
    }
    let is_before = !url.is_empty() && ours_before.is_some_and(|before| is_same(before, url));
    let url = shown(url);
    if is_before { Standing::OursBefore { url } } else { Standing::Foreign { url } }
}

/// The fields to ask for: those that are wanted, and those that are subscribed, which somebody wanted.
pub fn fields(subscribed: Option<&Subscribed>, wanted: &[&str]) -> Vec<String> {
    let there = subscribed.map(|found| found.fields.as_slice()).unwrap_or_default();
    let mut all: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    all.extend(there.iter().filter(|field| !wanted.contains(&field.as_str())).cloned());
    all.sort_unstable();
    all.dedup();
    all
}

/// The rest of the path of an address that is below `own`, as a door's own is; `None` for any other.
pub fn below<'a>(own: &str, url: &'a str) -> Option<&'a str> {
    let ((own_host, own_path), (host, path)) = (parts(own), parts(url));
    let rest = path.strip_prefix(own_path)?.strip_prefix('/')?;
    (own_host == host).then_some(rest)
}

/// Whether an address is `own` itself.
pub fn is_same(own: &str, url: &str) -> bool {
    parts(own) == parts(url)
}

/// An address without what may be a secret in it: its person, its question and its mark.
pub fn shown(url: &str) -> String {
    let (scheme, authority, path) = split(url);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}{host}{path}").chars().take(SHOWN).collect()
}

/// An address for logs, which are read by more people than the page is: words of its path stay, and what
/// may be a key in it does not.
pub fn scrubbed(url: &str) -> String {
    let url = shown(url);
    let (scheme, host, path) = split(&url);
    let is_word = |part: &str| {
        part.len() <= WORD && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let path: Vec<&str> =
        path.split('/').map(|part| if is_word(part) { part } else { "\u{2026}" }).collect();
    format!("{scheme}{host}{}", path.join("/"))
}

/// Longest part of a path that is taken for a word.
const WORD: usize = 16;

/// Characters of another program's address that are shown; Meta takes some 200.
const SHOWN: usize = 500;

/// Scheme with its colon, authority, and path without a question.
fn split(url: &str) -> (&str, &str, &str) {
    let url = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let scheme = url.find("://").map_or(0, |at| at + 3);
    let path = url[scheme..].find('/').map_or(url.len(), |at| scheme + at);
    (&url[..scheme], &url[scheme..path], &url[path..])
}

/// Where it is, as hosts compare, and the path, which differs by case.
fn parts(url: &str) -> (String, &str) {
    let (scheme, authority, path) = split(url);
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let usual = if scheme == "https://" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(usual).unwrap_or(&authority);
    (format!("{scheme}{authority}"), path.trim_end_matches('/'))
}
