//! The mail server: its address, how the way to it is protected, and as whom to speak to it.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::Deserialize;
use store::Secret;

use super::fault::Fault;
use super::section::SmtpSection;

/// How the way to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting in plain; refused by us when the server has none.
    Starttls,
    /// None at all: only to this machine.
    None,
}

impl Security {
    /// The word of the setting.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }

    /// The port that mail servers answer on.
    const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }
}

/// A mail server, complete.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is protected; `None` only to this machine.
    pub security: Security,
    /// As whom to speak to it; `None` without a login.
    pub username: Option<String>,
    /// Where the password was read from.
    pub password_file: Option<PathBuf>,
    /// The password; there is one exactly when there is a user name.
    pub password: Option<Secret>,
    /// Whom mails are from, as in `Farol <farol@example.com>`.
    pub from: String,
}

impl Smtp {
    /// A mail server on this machine, without protection and login; `None` for another host.
    pub fn local(host: &str, port: u16, from: &str) -> Option<Self> {
        is_loopback(host).then(|| Self {
            host: host.to_owned(),
            port,
            security: Security::None,
            username: None,
            password_file: None,
            password: None,
            from: from.to_owned(),
        })
    }
}

/// Makes a mail server of the section; `None` where nothing of it `is_set`.
pub(super) fn check(section: &SmtpSection, is_set: bool) -> Result<Option<Smtp>, Vec<Fault>> {
    if !is_set {
        return Ok(None);
    }
    let mut faults = Vec::new();
    let needed = |name: &str, value: &Option<String>, faults: &mut Vec<Fault>| {
        if value.is_none() {
            let variable = format!("FAROL_SMTP_{name}");
            faults.push(Fault::together(&variable, "is missing, and mail can't be sent without"));
        }
        value.clone().unwrap_or_default()
    };
    let host = needed("HOST", &section.host, &mut faults);
    let from = needed("FROM", &section.from, &mut faults);
    let security = section.security.unwrap_or(Security::Starttls);
    if security == Security::None && section.host.is_some() && !is_loopback(&host) {
        let words = format!(
            "is none, which would send mail to {host} for anyone on the way to read; only a server \
             on this machine (127.0.0.1, ::1, localhost) may do without: use tls or starttls"
        );
        faults.push(Fault::together("FAROL_SMTP_SECURITY", words));
    }
    let password = password(section).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Some(Smtp {
        host,
        port: section.port.unwrap_or(security.port()),
        security,
        username: section.username.clone(),
        password_file: section.password_file.clone(),
        password,
        from,
    }))
}

/// The password of the section's file; an end of line behind it is not part of it.
fn password(section: &SmtpSection) -> Result<Option<Secret>, Fault> {
    const FILE: &str = "FAROL_SMTP_PASSWORD_FILE";
    let path = match (&section.username, &section.password_file) {
        (None, None) => return Ok(None),
        (Some(_), Some(path)) => path,
        (Some(_), None) => {
            return Err(Fault::together(FILE, "is missing; FAROL_SMTP_USERNAME needs it"));
        }
        (None, Some(_)) => {
            let words = "is missing; FAROL_SMTP_PASSWORD_FILE has the password of nobody";
            return Err(Fault::together("FAROL_SMTP_USERNAME", words));
        }
    };
    let text = std::fs::read_to_string(path).map_err(|error| {
        Fault::together(FILE, format!("names {}, which can't be read: {error}", path.display()))
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(Fault::together(FILE, format!("names {}, which is empty", path.display())));
    }
    Ok(Some(Secret::new(text)))
}

/// Whether a host is this machine by its name alone: no name is looked up.
fn is_loopback(host: &str) -> bool {
    let is_address = |address: IpAddr| address.to_canonical().is_loopback();
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_address)
}
