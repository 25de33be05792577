//! What Configurações is given: by an owner, by a viewer, before a password, after a wrong one.

use std::time::Duration;

use domain::readiness::Intervals;
use domain::role::Role;
use ui::Language;
use ui::view::{
    Installation, Kept, MailServer, PasswordChange, Protection, Rights, SessionLine, Settings,
};

use crate::world;

/// Chrome on Linux, as it calls itself.
pub const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                          Chrome/142.0.0.0 Safari/537.36";
/// Safari on a phone.
pub const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) \
                         AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 \
                         Safari/604.1";

/// For how long things are kept, where nobody set anything.
const KEPT: Kept = Kept {
    bodies: 7,
    quarantined: 90,
    changes: 400,
    evidence: 400,
    applied: 35,
    deliveries: 30,
    traffic: 400,
    notices: 90,
    mails: 90,
};

/// All that the page is given.
pub struct Preferences {
    pub email: String,
    pub role: Role,
    pub has_chosen_language: bool,
    pub has_password: bool,
    pub password: Option<PasswordChange>,
    pub sessions: Vec<SessionLine>,
    pub installation: Option<Installation>,
}

impl Preferences {
    pub fn page(&self, language: Language) -> String {
        let view = Settings {
            email: &self.email,
            rights: Rights { role: self.role, is_installation_owner: self.installation.is_some() },
            has_chosen_language: self.has_chosen_language,
            has_password: self.has_password,
            password: self.password,
            sessions: &self.sessions,
            installation: self.installation.as_ref(),
        };
        ui::settings(&world::frame(language, "/settings", &world::typical().scope), &view)
    }
}

/// Every state with its name.
pub fn all() -> [(&'static str, Preferences); 4] {
    [("empty", empty()), ("typical", typical()), ("full", full()), ("trouble", trouble())]
}

/// A viewer without a password, with one session, in the browser's language.
pub fn empty() -> Preferences {
    Preferences {
        email: "marina@casaipe.example".to_owned(),
        role: Role::Viewer,
        has_chosen_language: false,
        has_password: false,
        password: None,
        sessions: vec![session(0, None)],
        installation: None,
    }
}

/// An operator with two sessions.
pub fn typical() -> Preferences {
    Preferences {
        role: Role::Operator,
        has_chosen_language: true,
        has_password: true,
        sessions: vec![session(0, Some(CHROME)), session(1, Some(PHONE))],
        ..empty()
    }
}

/// The installation's owner, just after the password was changed.
pub fn full() -> Preferences {
    Preferences {
        role: Role::Owner,
        password: Some(PasswordChange::Done),
        sessions: vec![session(0, Some(CHROME))],
        installation: Some(installation()),
        ..typical()
    }
}

/// Too many wrong passwords, sessions of who knows what, and hardly anything configured.
pub fn trouble() -> Preferences {
    let raw = "Mozilla/5.0 <b>(unknown)</b> and much more text than anybody would like to read";
    let agents = [Some(CHROME), Some(raw), None, Some("curl/8.14.1"), Some(PHONE)];
    Preferences {
        role: Role::Admin,
        password: Some(PasswordChange::TooMany { wait_s: 85 }),
        sessions: agents.into_iter().enumerate().map(|(nth, agent)| session(nth, agent)).collect(),
        installation: Some(Installation {
            config_id: None,
            sdk_url: None,
            message_origins: Vec::new(),
            quarantined: 12_043,
            is_demo: false,
            base_url: None,
            mail_server: None,
            ..installation()
        }),
        ..typical()
    }
}

/// The nth session, the first being the one that asks.
pub fn session(nth: usize, agent: Option<&str>) -> SessionLine {
    let hours = nth as i64;
    SessionLine {
        handle: format!("00112233445566{nth:02}"),
        agent: agent.map(str::to_owned),
        opened_at: world::ago(hours * 3_600 + 900),
        seen_at: world::ago(hours * 1_800 + 12),
        expires_at: world::ago(hours * 3_600 + 900 - 12 * 3_600),
        place: nth.is_multiple_of(2).then(|| format!("2001:db8::{nth}")),
        is_current: nth == 0,
    }
}

fn installation() -> Installation {
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    Installation {
        graph_url: "https://graph.facebook.com".to_owned(),
        graph_version: "v25.0".to_owned(),
        app_id: world::APP.to_owned(),
        config_id: Some("1049738264152673".to_owned()),
        sdk_url: Some("https://connect.facebook.net/en_US/sdk.js".to_owned()),
        message_origins: vec![
            "https://www.facebook.com".to_owned(),
            "https://web.facebook.com".to_owned(),
        ],
        webhook_path: "/webhooks/meta",
        intervals: Intervals { numbers: minutes(5), accounts: minutes(15), profiles: minutes(60) },
        quota_percent: 50,
        time_zone: "America/Sao_Paulo".to_owned(),
        quarantined: 0,
        is_demo: true,
        base_url: Some("https://farol.casaipe.example".to_owned()),
        mail_server: Some(MailServer {
            address: "smtp.casaipe.example:587".to_owned(),
            protection: Protection::Starttls,
            username: Some("farol".to_owned()),
            from: "Farol <farol@casaipe.example>".to_owned(),
        }),
        kept: KEPT,
    }
}
