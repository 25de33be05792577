//! The app's callback: Meta keeps one address for each app, so who sets it takes it from whoever has it.
//!
//! Farol takes it by itself where nobody has it, or where it is Farol's own of before; from another
//! program it is taken only on the word of who runs the installation, and only while that program's is
//! the address that this person saw.

use std::time::Duration;

/// How long a person's word on another program's address holds: what is not done in a day is asked anew.
pub const CONSENT_HOLDS: Duration = Duration::from_secs(24 * 3600);

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
        /// As [`shown`].
        url: String,
    },
}

impl Standing {
    /// Whether it may be taken, or mended: `consent` is the address, as [`shown`], that a person agreed
    /// to replace.
    pub fn may_be_taken(&self, consent: Option<&str>) -> bool {
        match self {
            Self::Nobody | Self::OursBefore { .. } => true,
            Self::Own { is_active, missing } => !is_active || !missing.is_empty(),
            Self::Foreign { url } => consent == Some(url),
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

/// Says whose the callback is. `ours_before` is the address that this installation gave Meta last.
pub fn judge(
    subscribed: Option<&Subscribed>,
    own: &str,
    ours_before: Option<&str>,
    wanted: &[&str],
) -> Standing {
    let set = subscribed.and_then(|found| Some((found, found.callback_url.as_deref()?)));
    let Some((found, url)) = set.filter(|(_, url)| !url.is_empty()) else {
        return Standing::Nobody;
    };
    if is_at(own, url) {
        let is_missing = |field: &&&str| !found.fields.iter().any(|there| there == *field);
        let missing = wanted.iter().filter(is_missing).map(ToString::to_string).collect();
        return Standing::Own { is_active: found.is_active, missing };
    }
    let url = shown(url);
    match ours_before {
        Some(before) if is_at(before, &url) => Standing::OursBefore { url },
        Some(_) | None => Standing::Foreign { url },
    }
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

/// Whether an address is `own`, or one below it, as a connection's own is.
pub fn is_at(own: &str, url: &str) -> bool {
    let ((own_host, own_path), (host, path)) = (parts(own), parts(url));
    let is_below = path.strip_prefix(own_path).is_some_and(|rest| rest.starts_with('/'));
    own_host == host && (own_path == path || is_below)
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
