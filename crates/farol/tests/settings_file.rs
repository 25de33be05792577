//! Settings from a file: what is taken, what is refused, in which words and on which line.

mod program;

use std::ffi::OsString;
use std::path::Path;

use farol::config::{Config, DEFAULT, Installation};
use program::{farol, run};

/// A folder with a file of settings and the secrets that it names.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("farol.toml"), text).expect("written");
        for secret in ["app-secret", "verify-token", "smtp-password", "metrics-token"] {
            std::fs::write(folder.path().join(secret), format!("the {secret}\n")).expect("written");
        }
        store::Keyring::generate_file(&folder.path().join("key")).expect("a key");
        Self(folder)
    }

    fn path(&self) -> std::path::PathBuf {
        self.0.path().join("farol.toml")
    }

    fn read(&self, variables: &[(&str, &str)]) -> Result<(Config, Installation), String> {
        let pair = |(name, value): &(&str, &str)| (OsString::from(name), OsString::from(value));
        Config::from_file(&self.path(), variables.iter().map(pair))
            .map_err(|found| found.to_string())
    }

    /// The faults, one a line, without the file's name before each.
    fn faults(&self) -> Vec<String> {
        let words = self.read(&[]).expect_err("it is refused");
        let file = format!("{}:", self.path().display());
        words.lines().map(|line| line.replace(&file, "")).collect()
    }
}

/// What must be set, and nothing else.
const LEAST: &str = r#"base_url = "https://farol.example/"
data = "data"
key_file = "key"
[meta]
app_id = "1234567890"
app_secret_file = "app-secret"
config_id = "987"
verify_token_file = "verify-token"
"#;

#[test]
fn the_least_file_is_complete_and_speaks_to_meta() {
    let folder = Folder::with(LEAST);
    let (config, found) = folder.read(&[]).expect("taken");
    assert_eq!(found.base_url, "https://farol.example");
    assert_eq!(found.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(found.place.data, folder.0.path().join("data"), "beside the file");
    assert_eq!(found.place.key_file, folder.0.path().join("key"));
    assert_eq!(found.app_secret.expose(), "the app-secret", "without the end of line");
    assert_eq!(found.graph_url, "https://graph.facebook.com");
    assert_eq!(found.graph_version, "v25.0");
    assert!(found.sdk_url.starts_with("https://connect.facebook.net/"));
    assert!(found.message_origins.contains(&"https://www.facebook.com".to_owned()));
    assert!(config.trusted_proxies.is_empty() && found.metrics_token.is_none());
    assert!(!format!("{found:?}").contains("the app-secret"), "secrets are not printed");
}

#[test]
fn the_default_that_is_printed_is_taken_as_it_is_and_shows_what_holds() {
    let folder = Folder::with(DEFAULT);
    let (plain, _) = folder.read(&[]).expect("taken as it is");
    // Every line that shows a default, without its mark.
    let shown: String = DEFAULT
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if rest.starts_with('[') || is_setting(rest) => rest,
            _ => line,
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let folder = Folder::with(&shown);
    let (set, complete) = folder.read(&[]).expect("taken with every default written out");
    assert_eq!(set.retention, plain.retention);
    let every = farol::config::EVERY;
    assert_eq!(set.refresh.intervals(every), every);
    assert_eq!(set.refresh.quota_share, Some(farol::config::QUOTA_SHARE));
    assert_eq!(complete.graph_version, farol::config::GRAPH_VERSION);
    assert!(set.smtp.is_some() && set.support.email.is_some());
}

fn is_setting(line: &str) -> bool {
    line.split_once(" = ")
        .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

#[test]
fn every_fault_is_told_with_its_line() {
    let folder = Folder::with(
        r#"base_url = "http://farol.example"
data = "data"
key_fil = "key"
trusted_proxies = ["10.0.0.1/8"]

[meta]
app_id = 1234
app_secret_file = "nowhere"
graph_url = "http://graph.example"

[smpt]
host = "x"

[smtp]
port = 70000
security = "ssl"

[demo]
story = true
"#,
    );
    let faults = folder.faults();
    let begins = [
        "1: base_url is plain HTTP",
        "3: key_fil is not a setting of Farol; the nearest one is key_file",
        "4: trusted_proxies is a list with another value; allowed: addresses or networks",
        "6: meta.config_id is missing",
        "6: meta.verify_token_file is missing",
        "7: meta.app_id is a number without quotes; allowed: the id of the Meta app",
        "8: meta.app_secret_file names ",
        "9: meta.graph_url is \"http://graph.example\"; allowed: an address that begins with https://",
        "11: [smpt] is not a setting of Farol; the nearest one is [smtp]",
        "14: smtp.host is missing",
        "14: smtp.from is missing",
        "15: smtp.port is \"70000\"; allowed: a whole number from 1 to 65535",
        "16: smtp.security is \"ssl\"; allowed: tls, starttls or none",
        "19: demo.story is a setting of `farol demo` alone",
    ];
    for begin in begins {
        assert!(faults.iter().any(|fault| fault.starts_with(begin)), "{begin}\n{faults:#?}");
    }
    assert!(faults.iter().any(|fault| fault.contains("key_file is missing")), "{faults:#?}");
    assert_eq!(faults.len(), begins.len() + 1, "{faults:#?}");
}

#[test]
fn a_file_that_is_no_toml_says_where() {
    let folder = Folder::with(&LEAST.replace("data = \"data\"", "data = data"));
    let faults = folder.faults();
    assert!(faults[0].starts_with("2: is not TOML here"), "{faults:#?}");
    let repeated = Folder::with(&format!("{LEAST}app_id = \"1\"\n"));
    assert!(repeated.faults()[0].starts_with("9: is not TOML here"), "{:#?}", repeated.faults());
    let words = Config::from_file(Path::new("/nowhere/farol.toml"), []).expect_err("no file");
    assert!(words.to_string().starts_with("/nowhere/farol.toml: can't be read"), "{words}");
}

#[test]
fn a_variable_wins_over_the_file_and_is_named_as_one() {
    let folder = Folder::with(LEAST);
    let (_, found) = folder.read(&[("FAROL_BASE_URL", "https://other.example")]).expect("taken");
    assert_eq!(found.base_url, "https://other.example");
    let words = folder.read(&[("FAROL_SMTP_HOST", "mail.example")]).expect_err("no sender");
    assert!(words.contains("smtp.from is missing"), "{words}");
    let words = folder.read(&[("FAROL_DEMO_STORY", "true")]).expect_err("of the demo");
    assert!(words.starts_with("FAROL_DEMO_STORY is a setting of `farol demo` alone"), "{words}");
    let words = folder.read(&[("FAROL_META_APPID", "1")]).expect_err("misspelt");
    assert!(words.ends_with("FAROL_META_APP_ID"), "{words}");
    let lists = [("FAROL_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")];
    assert_eq!(folder.read(&lists).expect("taken").0.trusted_proxies.len(), 2);
}

#[test]
fn the_place_of_the_data_is_found_without_any_secret() {
    let folder = Folder::with(&format!("{LEAST}[smtp]\npassword_file = \"gone\"\n"));
    for secret in ["key", "app-secret", "verify-token"] {
        std::fs::remove_file(folder.0.path().join(secret)).expect("removed");
    }
    let place = Config::place(&folder.path(), []).expect("found");
    assert_eq!(place.data, folder.0.path().join("data"));
    assert_eq!(place.base_url.as_deref(), Some("https://farol.example"));
    assert!(place.keys().is_err(), "the key is read only when it is asked for");
    let misspelt = Folder::with("dta = \"x\"\nkey_file = \"key\"\n");
    let words = Config::place(&misspelt.path(), []).expect_err("misspelt").to_string();
    assert!(words.contains("the nearest one is data") && words.contains("data is missing"));
}

#[test]
fn the_command_prints_checks_and_makes_keys() {
    let printed = run(farol().args(["config", "--default"]));
    assert_eq!(String::from_utf8(printed.stdout).expect("UTF-8"), DEFAULT);

    let folder = Folder::with(LEAST);
    let checked = run(farol().args(["config", "--check"]).arg(folder.path()));
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let notes_of = |mode| {
        use std::os::unix::fs::PermissionsExt;
        let secret = folder.0.path().join("app-secret");
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(mode)).expect("set");
        let checked = run(farol().args(["config", "--check"]).arg(folder.path()));
        assert_eq!(checked.status.code(), Some(0), "{checked:?}");
        let words = String::from_utf8(checked.stdout).expect("UTF-8");
        words.lines().any(|line| line.starts_with("note: ") && line.contains("/app-secret can be"))
    };
    assert_eq!([0o600, 0o640, 0o644].map(notes_of), [false, false, true]);
    let misspelt = Folder::with(&LEAST.replace("config_id", "configid"));
    let checked = run(farol().args(["config", "--check"]).arg(misspelt.path()));
    let words = String::from_utf8(checked.stderr).expect("UTF-8");
    assert_eq!(checked.status.code(), Some(3), "{words}");
    assert!(words.contains("farol.toml:7: meta.configid is not a setting"), "{words}");

    let key = folder.0.path().join("another");
    let made = run(farol().args(["config", "--new-key"]).arg(&key));
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(store::Keyring::from_file(&key).is_ok());
    let again = run(farol().args(["config", "--new-key"]).arg(&key));
    assert_eq!(again.status.code(), Some(3), "no key is ever overwritten");
    assert_eq!(run(farol().arg("config")).status.code(), Some(2));
}

#[test]
fn a_secret_that_systemd_gives_is_found_by_its_name() {
    let folder = Folder::with(LEAST);
    let given = tempfile::tempdir().expect("a folder");
    for secret in ["key", "app-secret"] {
        let (from, to) = (folder.0.path().join(secret), given.path().join(secret));
        std::fs::rename(from, &to).expect("moved");
        // As systemd leaves it: readable by a group, which an access list holds to one user.
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o440)).expect("set");
    }
    let check = || {
        let mut command = farol();
        command.args(["config", "--check"]).arg(folder.path());
        command
    };
    let checked = run(check().env("CREDENTIALS_DIRECTORY", given.path()));
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    assert_eq!(run(&mut check()).status.code(), Some(3), "nowhere else");
}
