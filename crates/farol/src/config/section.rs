//! The sections of the settings, each as serde takes it: an unknown key is refused.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use domain::readiness::Intervals;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use ui::Language;

use super::smtp::Security;

/// `[meta]`: the installation's app, and how Meta is called.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meta {
    /// The app's id.
    #[serde(deserialize_with = "digits")]
    pub app_id: Option<String>,
    /// Where the app's secret is.
    pub app_secret_file: Option<PathBuf>,
    /// The app's configuration of Facebook Login for Business.
    #[serde(deserialize_with = "digits")]
    pub config_id: Option<String>,
    /// Where the token is that Meta repeats in the handshake.
    pub verify_token_file: Option<PathBuf>,
    /// Where Graph is, without a trailing slash.
    #[serde(deserialize_with = "guarded_base")]
    pub graph_url: Option<String>,
    /// Where the JavaScript SDK is.
    #[serde(deserialize_with = "guarded")]
    pub sdk_url: Option<String>,
    /// Whole origins from which the popup's message is taken.
    #[serde(deserialize_with = "origins")]
    pub message_origins: Option<Vec<String>>,
    /// Version of Graph, as in `v25.0`.
    #[serde(deserialize_with = "version")]
    pub graph_version: Option<String>,
}

/// `[refresh]`: seconds between readings, and the share of Meta's quota that they may use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Refresh {
    /// Numbers.
    pub numbers_s: Option<u64>,
    /// Their health; one call reads both, so the shorter of the two holds.
    pub health_s: Option<u64>,
    /// Accounts with their templates, businesses and the app.
    pub waba_s: Option<u64>,
    /// Profiles.
    pub profile_s: Option<u64>,
    /// The share, above 0 and at most 1.
    pub quota_share: Option<f64>,
}

impl Refresh {
    /// The intervals, with these where nothing was set.
    pub fn intervals(&self, otherwise: Intervals) -> Intervals {
        let or = |set: Option<u64>, otherwise| set.map_or(otherwise, Duration::from_secs);
        let numbers = self.numbers_s.into_iter().chain(self.health_s).min();
        Intervals {
            numbers: or(numbers, otherwise.numbers),
            accounts: or(self.waba_s, otherwise.accounts),
            profiles: or(self.profile_s, otherwise.profiles),
        }
    }
}

/// `[smtp]` as written; [`super::smtp::check`] makes a [`super::Smtp`] of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SmtpSection {
    #[serde(deserialize_with = "host")]
    pub host: Option<String>,
    pub port: Option<u16>,
    pub security: Option<Security>,
    pub username: Option<String>,
    pub password_file: Option<PathBuf>,
    #[serde(deserialize_with = "mailbox")]
    pub from: Option<String>,
}

/// `[support]`: whom people ask for help.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Support {
    /// Who that is.
    #[serde(deserialize_with = "name")]
    pub name: Option<String>,
    /// Their address.
    #[serde(deserialize_with = "address")]
    pub email: Option<String>,
    /// Their page; `http` or `https` only.
    #[serde(deserialize_with = "web")]
    pub url: Option<String>,
}

/// `[ui]`: how pages speak to whom said nothing else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ui {
    /// The language where neither the person nor the browser names one of ours.
    #[serde(deserialize_with = "language")]
    pub default_language: Option<Language>,
    /// The zone of times on pages, and of the days of histories.
    #[serde(deserialize_with = "zone")]
    pub time_zone: Option<jiff::tz::TimeZone>,
}

/// `[demo]`: what only the demo has.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Demo {
    /// Address of the emulator.
    pub emulator_listen: Option<SocketAddr>,
    /// Whether the story plays.
    pub story: Option<bool>,
}

/// Reads a text and lets `take` make of it what it is; `None` of it is a bad value.
fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    take: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    take(&text).map(Some).ok_or_else(|| D::Error::custom("not allowed"))
}

fn version<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let (major, minor) = text.strip_prefix('v')?.split_once('.')?;
        let is_number = |part: &str| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        (is_number(major) && is_number(minor)).then(|| text.to_owned())
    })
}

fn host<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let is_address = text.parse::<std::net::IpAddr>().is_ok();
        let is_name = text.len() <= 253
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        (is_address || is_name).then(|| text.to_owned())
    })
}

/// `name <address>` or an address alone, as it can stand at the head of a mail: a comma or the like
/// in the name needs quotes around it.
fn mailbox<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let inner = match text.split_once('<') {
            Some((_, rest)) => rest.strip_suffix('>')?,
            None => text,
        };
        let is_mailbox = || text.parse::<lettre::message::Mailbox>().is_ok();
        let is_plain = is_address(inner) && !text.chars().any(char::is_control);
        (is_plain && is_mailbox()).then(|| text.to_owned())
    })
}

fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| is_address(text).then(|| text.to_owned()))
}

fn is_address(text: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    text.split_once('@').is_some_and(|(local, domain)| {
        is_plain(local)
            && is_plain(domain)
            && !text.contains(['<', '>', ',', ';', '"'])
            && !domain.contains('@')
    })
}

fn name<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let is_name = text.chars().count() <= 100 && !text.chars().any(char::is_control);
        is_name.then(|| text.trim().to_owned())
    })
}

fn web<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let url = url::Url::parse(text).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        is_web.then(|| url.to_string())
    })
}

/// An address without anything behind the host, as it is put before paths.
pub(super) fn base<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let url = url::Url::parse(text).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_open = url.username().is_empty() && url.password().is_none();
        (is_web && is_bare && is_open).then(|| url.as_str().trim_end_matches('/').to_owned())
    })
}

fn digits<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let is_id = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_id.then(|| text.to_owned())
    })
}

/// HTTPS, or plain HTTP that does not leave this machine.
pub(super) fn is_guarded(url: &url::Url) -> bool {
    let is_here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

fn guarded<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    text(from, |text| {
        let url = url::Url::parse(text).ok()?;
        is_guarded(&url).then(|| url.to_string())
    })
}

fn guarded_base<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let taken = base(from)?;
    match taken.as_deref().map(url::Url::parse) {
        Some(Ok(url)) if !is_guarded(&url) => Err(D::Error::custom("not allowed")),
        _ => Ok(taken),
    }
}

fn origins<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let origin = |text: &String| {
        let url = url::Url::parse(text).ok().filter(is_guarded)?;
        let origin = url.origin().ascii_serialization();
        (origin == text.trim_end_matches('/')).then_some(origin)
    };
    let taken: Option<Vec<String>> = texts.iter().map(origin).collect();
    taken.filter(|taken| !taken.is_empty()).map(Some).ok_or_else(|| D::Error::custom("not allowed"))
}

fn language<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Language>, D::Error> {
    text(from, |text| Language::ALL.into_iter().find(|known| known.tag() == text))
}

fn zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<jiff::tz::TimeZone>, D::Error> {
    text(from, |text| jiff::tz::TimeZone::get(text).ok())
}
