//! The list of settings: its section, its name, and what it may be.

use serde_json::Value;

/// What a setting may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A text; its section says which ones. The words say what it is.
    Text(&'static str),
    /// A folder that is worked in.
    Folder,
    /// A file that holds one secret. The words say which one.
    SecretFile(&'static str),
    /// Several texts; its section says which ones. In a variable they are parted by commas.
    List(&'static str),
    /// A whole number of a unit, from the least to the most.
    Whole { unit: &'static str, least: u64, most: u64 },
    /// A share, above 0 and at most 1.
    Share,
    /// `true` or `false`.
    Switch,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Its section; empty for the top level.
    pub section: &'static str,
    /// Its name in the section.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Which commands take it.
    pub of: Of,
}

/// Which commands take a setting: those of an installation (`farol serve` and what works on its
/// data), or `farol demo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Both.
    Both,
    /// An installation alone: the demo has the same from the emulator beside it.
    Serve,
    /// The demo alone.
    Demo,
}

const fn text(section: &'static str, name: &'static str, what: &'static str) -> Key {
    Key { section, name, kind: Kind::Text(what), of: Of::Both }
}

const fn whole(
    section: &'static str,
    name: &'static str,
    unit: &'static str,
    least: u64,
    most: u64,
) -> Key {
    Key { section, name, kind: Kind::Whole { unit, least, most }, of: Of::Both }
}

const fn seconds(name: &'static str) -> Key {
    whole("refresh", name, "seconds", 1, 86_400)
}

const fn days(name: &'static str, least: u64) -> Key {
    whole("retention", name, "days", least, 36_500)
}

const fn served(section: &'static str, name: &'static str, kind: Kind) -> Key {
    Key { section, name, kind, of: Of::Serve }
}

const fn shown(name: &'static str, kind: Kind) -> Key {
    Key { section: "demo", name, kind, of: Of::Demo }
}

const WEB: &str = "an address that begins with https://, or http:// where it is this machine";
const ADDRESS: &str = "an address and port, as in 127.0.0.1:8080";

/// Every setting (SURFACE, Configuration), in the order of a file.
pub(super) const KEYS: &[Key] = &[
    text("", "base_url", "an address that begins with http:// or https://, without a path"),
    text("", "listen", ADDRESS),
    Key { section: "", name: "data", kind: Kind::Folder, of: Of::Both },
    served("", "key_file", Kind::SecretFile("the key, as `farol config --new-key FILE` makes it")),
    served(
        "",
        "trusted_proxies",
        Kind::List("addresses or networks, as in 127.0.0.1 or 10.0.0.0/8"),
    ),
    served("", "metrics_token_file", Kind::SecretFile("the token that /metrics asks for")),
    served("meta", "app_id", Kind::Text("the id of the Meta app: digits")),
    served("meta", "app_secret_file", Kind::SecretFile("the secret of the Meta app")),
    served("meta", "config_id", Kind::Text("the id of its Facebook Login configuration: digits")),
    served("meta", "verify_token_file", Kind::SecretFile("a text of your own that Meta repeats")),
    served("meta", "graph_url", Kind::Text(WEB)),
    text("meta", "graph_version", "a version of Meta's Graph API, as in v25.0"),
    served("meta", "sdk_url", Kind::Text(WEB)),
    served("meta", "message_origins", Kind::List("origins, as in https://www.facebook.com")),
    seconds("numbers_s"),
    seconds("health_s"),
    seconds("waba_s"),
    seconds("profile_s"),
    Key { section: "refresh", name: "quota_share", kind: Kind::Share, of: Of::Both },
    text("smtp", "host", "a mail server's name or address, without a port"),
    whole("smtp", "port", "", 1, 65_535),
    text("smtp", "security", "tls, starttls or none"),
    text("smtp", "username", "a user name of the mail server"),
    Key {
        section: "smtp",
        name: "password_file",
        kind: Kind::SecretFile("the password"),
        of: Of::Both,
    },
    text("smtp", "from", "a mail address, as in Farol <farol@example.com>"),
    days("bodies_days", 1),
    days("quarantined_days", 30),
    days("changes_days", 90),
    days("evidence_days", 30),
    days("applied_days", 14),
    days("deliveries_days", 8),
    days("traffic_days", 31),
    days("notices_days", 30),
    days("mails_days", 7),
    text("support", "name", "a name of at most 100 characters"),
    text("support", "email", "a mail address, as in support@example.com"),
    text("support", "url", "an address that begins with http:// or https://"),
    text("ui", "default_language", "pt-BR, en or es"),
    text("ui", "time_zone", "a zone of the IANA time zone database, as in America/Sao_Paulo"),
    shown("emulator_listen", Kind::Text(ADDRESS)),
    shown("story", Kind::Switch),
];

impl Key {
    /// Its environment variable.
    pub fn variable(&self) -> String {
        let place = [self.section, self.name].map(str::to_ascii_uppercase);
        let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
        format!("FAROL_{}", place.join("_"))
    }

    /// Its place in a file, as in `smtp.host`.
    pub fn dotted(&self) -> String {
        let place = [self.section, self.name];
        place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    }

    /// What it may be, in words.
    pub fn allowed(&self) -> String {
        match self.kind {
            Kind::Text(what) | Kind::List(what) => what.to_owned(),
            Kind::Folder => "a folder".to_owned(),
            Kind::SecretFile(what) => format!("a file that holds {what}"),
            Kind::Whole { unit, least, most } => {
                let unit = if unit.is_empty() { String::new() } else { format!(" of {unit}") };
                format!("a whole number{unit} from {least} to {most}")
            }
            Kind::Share => "a share above 0 and at most 1, as in 0.1".to_owned(),
            Kind::Switch => "true or false".to_owned(),
        }
    }

    /// A variable's text as a value; `None` where it is not of this kind or out of its range.
    pub fn value(&self, text: &str) -> Option<Value> {
        match self.kind {
            Kind::Text(_) | Kind::Folder | Kind::SecretFile(_) => {
                (!text.trim().is_empty()).then(|| text.into())
            }
            Kind::List(_) => {
                let parts: Vec<&str> = text.split(',').map(str::trim).collect();
                (!parts.contains(&"")).then(|| parts.into())
            }
            Kind::Whole { least, most, .. } => {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
                let number = text.parse::<u64>().ok().filter(|_| is_plain)?;
                (least..=most).contains(&number).then(|| number.into())
            }
            Kind::Share => {
                let share = text.parse::<f64>().ok()?;
                (share > 0.0 && share <= 1.0).then(|| share.into())
            }
            Kind::Switch => text.parse::<bool>().ok().map(Value::from),
        }
    }
}

/// How many letters must be put in, taken out or changed to make one name the other.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = above + 1;
        for (left, opposite) in other.iter().enumerate() {
            let change = corner + usize::from(letter != *opposite);
            corner = row[left + 1];
            row[left + 1] = change.min(corner + 1).min(row[left] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::config::Config;

    /// A value that a setting takes.
    fn example(key: &Key) -> Value {
        match (key.kind, key.name) {
            (Kind::Whole { least, .. }, _) => least.into(),
            (Kind::Share, _) => json!(0.5),
            (Kind::Switch, _) => json!(false),
            (Kind::Folder | Kind::SecretFile(_), _) => json!("/srv/farol"),
            (Kind::List(_), "trusted_proxies") => json!(["127.0.0.1", "10.0.0.0/8"]),
            (Kind::List(_), _) => json!(["https://www.facebook.com"]),
            (Kind::Text(_), "app_id" | "config_id") => json!("1234567890"),
            (Kind::Text(_), "base_url" | "url" | "graph_url" | "sdk_url") => {
                json!("https://farol.example")
            }
            (Kind::Text(_), "listen" | "emulator_listen") => json!("127.0.0.1:0"),
            (Kind::Text(_), "graph_version") => json!("v25.0"),
            (Kind::Text(_), "security") => json!("tls"),
            (Kind::Text(_), "from" | "email") => json!("farol@example.com"),
            (Kind::Text(_), "default_language") => json!("es"),
            (Kind::Text(_), "time_zone") => json!("UTC"),
            (Kind::Text(_), _) => json!("text"),
        }
    }

    #[test]
    fn every_setting_of_the_list_is_one_of_its_section() {
        for key in KEYS {
            let value = json!({ key.name: example(key) });
            let document =
                if key.section.is_empty() { value } else { json!({ key.section: value }) };
            let read = Config::deserialize(document);
            assert!(read.is_ok(), "{}: {}", key.variable(), read.expect_err("it failed"));
        }
    }

    #[test]
    fn a_setting_that_the_list_lacks_is_refused_by_its_section_too() {
        for section in ["meta", "refresh", "smtp", "retention", "support", "ui", "demo"] {
            let document = json!({ section: { "nothing_such": 1 } });
            assert!(Config::deserialize(document).is_err(), "{section}");
        }
        assert!(Config::deserialize(json!({ "nothing_such": 1 })).is_err());
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("FAROL_SMTP_HOST", "FAROL_SMTP_HOST"), 0);
        assert_eq!(distance("FAROL_SMTP_HOTS", "FAROL_SMTP_HOST"), 2);
        assert_eq!(distance("FAROL_SMPT_PORT", "FAROL_SMTP_PORT"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
