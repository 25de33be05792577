//! Settings from the environment: what is taken, what is refused, and in which words.

mod program;

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use domain::readiness::Intervals;
use farol::config::{Config, Retention, Security};
use program::{Demo, farol, run};

fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
    let pair = |(name, value): &(&str, &str)| (OsString::from(name), OsString::from(value));
    Config::from_env(variables.iter().map(pair)).map_err(|faults| faults.to_string())
}

/// What one variable is refused with; one line.
fn refusal(name: &str, value: &str) -> String {
    let words = read(&[(name, value)]).expect_err("it is refused");
    assert_eq!(words.lines().count(), 1, "one fault, one line: {words}");
    words
}

#[test]
fn nothing_set_leaves_everything_as_it_is() {
    let config = read(&[("PATH", "/bin"), ("FAROL_LOG", "info"), ("farol_x", "1")]).expect("taken");
    assert!(config.smtp.is_none() && config.base_url.is_none() && config.listen.is_none());
    assert_eq!(config.retention, Retention::default());
    let every = Duration::from_secs(5);
    let every = Intervals { numbers: every, accounts: every, profiles: every };
    assert_eq!(config.refresh.intervals(every), every);
}

#[test]
fn what_is_set_holds() {
    let config = read(&[
        ("FAROL_BASE_URL", "https://farol.example/"),
        ("FAROL_META_GRAPH_VERSION", "v26.0"),
        ("FAROL_REFRESH_NUMBERS_S", "60"),
        ("FAROL_REFRESH_HEALTH_S", "45"),
        ("FAROL_REFRESH_WABA_S", "600"),
        ("FAROL_REFRESH_QUOTA_SHARE", "0.25"),
        ("FAROL_RETENTION_CHANGES_DAYS", "1000"),
        ("FAROL_SUPPORT_NAME", "Suporte Casa Ipê"),
        ("FAROL_SUPPORT_EMAIL", "suporte@casaipe.example"),
        ("FAROL_SUPPORT_URL", "https://casaipe.example/ajuda"),
        ("FAROL_UI_DEFAULT_LANGUAGE", "es"),
        ("FAROL_UI_TIME_ZONE", "America/Manaus"),
        ("FAROL_DEMO_STORY", "false"),
    ])
    .expect("taken");
    assert_eq!(config.base_url.as_deref(), Some("https://farol.example"), "without a slash");
    assert_eq!(config.meta.graph_version.as_deref(), Some("v26.0"));
    let every = Duration::from_secs(5);
    let every = Intervals { numbers: every, accounts: every, profiles: every };
    let seconds = Duration::from_secs;
    let set = Intervals { numbers: seconds(45), accounts: seconds(600), profiles: every.profiles };
    assert_eq!(config.refresh.intervals(every), set, "numbers and health by the shorter");
    assert_eq!(config.refresh.quota_share, Some(0.25));
    let retention = Retention { changes_days: 1_000, ..Retention::default() };
    assert_eq!(config.retention, retention, "one term, and the others as they were");
    assert_eq!(config.support.name.as_deref(), Some("Suporte Casa Ipê"));
    assert_eq!(config.ui.default_language, Some(ui::Language::Es));
    let zone = config.ui.time_zone.expect("a zone");
    assert_eq!(zone.iana_name(), Some("America/Manaus"));
    assert_eq!(config.demo.story, Some(false));
}

#[test]
fn an_unknown_variable_is_refused_naming_the_nearest() {
    for (misspelt, nearest) in [
        ("FAROL_SMPT_HOST", "FAROL_SMTP_HOST"),
        ("FAROL_SMTP_HOTS", "FAROL_SMTP_HOST"),
        ("FAROL_REFRESH_NUMBER_S", "FAROL_REFRESH_NUMBERS_S"),
        ("FAROL_UI_TIMEZONE", "FAROL_UI_TIME_ZONE"),
        ("FAROL_LOGS", "FAROL_LOG"),
        ("FAROL_BASEURL", "FAROL_BASE_URL"),
    ] {
        let words = refusal(misspelt, "x");
        assert!(words.starts_with(misspelt) && words.ends_with(nearest), "{words}");
    }
}

#[test]
fn what_the_demo_has_from_its_emulator_is_refused_saying_so() {
    for name in ["FAROL_META_APP_ID", "FAROL_META_GRAPH_URL", "FAROL_KEY_FILE"] {
        let words = refusal(name, "x");
        assert!(words.starts_with(name) && words.contains("farol demo"), "{words}");
    }
}

#[test]
fn a_bad_value_is_told_with_what_is_allowed() {
    for (name, value, allowed) in [
        ("FAROL_REFRESH_NUMBERS_S", "0", "a whole number of seconds from 1 to 86400"),
        ("FAROL_REFRESH_NUMBERS_S", "+5", "a whole number of seconds from 1 to 86400"),
        ("FAROL_REFRESH_NUMBERS_S", "5s", "a whole number of seconds from 1 to 86400"),
        ("FAROL_REFRESH_WABA_S", "99999999999999999999", "from 1 to 86400"),
        ("FAROL_REFRESH_QUOTA_SHARE", "0", "above 0 and at most 1"),
        ("FAROL_REFRESH_QUOTA_SHARE", "1.5", "above 0 and at most 1"),
        ("FAROL_REFRESH_QUOTA_SHARE", "NaN", "above 0 and at most 1"),
        ("FAROL_RETENTION_CHANGES_DAYS", "89", "a whole number of days from 90 to 36500"),
        ("FAROL_RETENTION_DELIVERIES_DAYS", "7", "a whole number of days from 8 to 36500"),
        ("FAROL_META_GRAPH_VERSION", "25", "as in v25.0"),
        ("FAROL_BASE_URL", "https://farol.example/console", "without a path"),
        ("FAROL_BASE_URL", "farol.example", "http:// or https://"),
        ("FAROL_SUPPORT_URL", "javascript:alert(1)", "http:// or https://"),
        ("FAROL_SUPPORT_EMAIL", "nobody", "a mail address"),
        ("FAROL_SMTP_SECURITY", "ssl", "tls, starttls or none"),
        ("FAROL_SMTP_FROM", "Farol <farol@example.com", "a mail address"),
        ("FAROL_SMTP_FROM", "Farol, Casa <farol@example.com>", "a mail address"),
        ("FAROL_SMTP_PORT", "65536", "a whole number from 1 to 65535"),
        ("FAROL_SMTP_HOST", "mail.example:25", "without a port"),
        ("FAROL_UI_DEFAULT_LANGUAGE", "fr", "pt-BR, en or es"),
        ("FAROL_UI_TIME_ZONE", "Sao_Paulo", "IANA"),
        ("FAROL_DEMO_STORY", "no", "true or false"),
        ("FAROL_LISTEN", "localhost", "127.0.0.1:8080"),
    ] {
        let words = refusal(name, value);
        assert!(words.starts_with(&format!("{name} is {value:?}")), "{words}");
        assert!(words.contains(allowed), "{words}");
    }
    let words = refusal("FAROL_UI_TIME_ZONE", "");
    assert!(words.contains("FAROL_UI_TIME_ZONE is empty; set a zone"), "{words}");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_their_names() {
    let words = read(&[
        ("FAROL_UI_TIME_ZONE", "Mars/Olympus"),
        ("FAROL_RETENTION_BODIES_DAYS", "60"),
        ("FAROL_NOTHING_SUCH", "1"),
        ("FAROL_SMTP_PORT", "0"),
    ])
    .expect_err("refused");
    let begins: Vec<&str> = words.lines().filter_map(|line| line.split(' ').next()).collect();
    let expected = [
        "FAROL_NOTHING_SUCH",
        "FAROL_SMTP_PORT",
        "FAROL_UI_TIME_ZONE",
        "FAROL_RETENTION_APPLIED_DAYS",
    ];
    assert_eq!(begins, expected, "{words}");
}

#[test]
fn what_was_applied_is_remembered_longer_than_bodies_are_kept() {
    let words = refusal("FAROL_RETENTION_BODIES_DAYS", "28");
    assert!(words.contains("FAROL_RETENTION_APPLIED_DAYS is 35 days and must be 36"), "{words}");
    assert!(read(&[("FAROL_RETENTION_BODIES_DAYS", "27")]).is_ok());
    let both = [("FAROL_RETENTION_BODIES_DAYS", "28"), ("FAROL_RETENTION_APPLIED_DAYS", "36")];
    assert!(read(&both).is_ok());
}

#[test]
fn a_mail_server_is_complete_or_refused() {
    let words = read(&[("FAROL_SMTP_PORT", "2525")]).expect_err("no host, no sender");
    assert!(words.contains("FAROL_SMTP_HOST is missing") && words.contains("FAROL_SMTP_FROM"));
    let refused = [("FAROL_SMTP_HOST", "mail.example"), ("FAROL_SMTP_FROM", "nobody")];
    let words = read(&refused).expect_err("no address");
    assert!(
        words.starts_with("FAROL_SMTP_FROM is \"nobody\"") && !words.contains("missing"),
        "{words}"
    );

    let server = [("FAROL_SMTP_HOST", "mail.example"), ("FAROL_SMTP_FROM", "Farol <f@e.example>")];
    let smtp = read(&server).expect("taken").smtp.expect("a server");
    assert_eq!((smtp.port, smtp.security), (587, Security::Starttls), "protected by default");
    assert_eq!(smtp.from, "Farol <f@e.example>");
    let with = |more: &[(&'static str, &'static str)]| read(&[&server[..], more].concat());
    let tls = with(&[("FAROL_SMTP_SECURITY", "tls")]).expect("taken").smtp.expect("a server");
    assert_eq!(tls.port, 465);

    let words = with(&[("FAROL_SMTP_SECURITY", "none")]).expect_err("in plain to another machine");
    assert!(words.starts_with("FAROL_SMTP_SECURITY is none"), "{words}");
    for host in ["127.0.0.1", "::1", "localhost"] {
        let plain = [
            ("FAROL_SMTP_HOST", host),
            ("FAROL_SMTP_FROM", "f@e.example"),
            ("FAROL_SMTP_SECURITY", "none"),
        ];
        assert!(read(&plain).is_ok(), "{host} is this machine");
    }
    // A name that only looks like this machine is not.
    let disguised = [
        ("FAROL_SMTP_HOST", "localhost.example"),
        ("FAROL_SMTP_FROM", "f@e.example"),
        ("FAROL_SMTP_SECURITY", "none"),
    ];
    assert!(read(&disguised).is_err());
}

#[test]
fn a_mail_servers_password_comes_from_a_file_and_is_never_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "correct horse\r\n").expect("written");
    let path = file.to_str().expect("UTF-8");
    let server = |more: &[(&str, &str)]| {
        let host = [("FAROL_SMTP_HOST", "mail.example"), ("FAROL_SMTP_FROM", "f@e.example")];
        read(&[&host[..], more].concat())
    };
    let login = [("FAROL_SMTP_USERNAME", "farol"), ("FAROL_SMTP_PASSWORD_FILE", path)];
    let config = server(&login).expect("taken");
    let smtp = config.smtp.clone().expect("a server");
    assert_eq!(smtp.password.expect("a password").expose(), "correct horse");
    assert!(!format!("{config:?}").contains("horse"));

    for (alone, missing) in [(0, "FAROL_SMTP_PASSWORD_FILE"), (1, "FAROL_SMTP_USERNAME")] {
        let words = server(&login[alone..=alone]).expect_err("half a login");
        assert!(words.starts_with(&format!("{missing} is missing")), "{words}");
    }
    let gone = folder.path().join("gone");
    let gone = gone.to_str().expect("UTF-8");
    let words = server(&[("FAROL_SMTP_USERNAME", "farol"), ("FAROL_SMTP_PASSWORD_FILE", gone)]);
    let words = words.expect_err("no such file");
    assert!(words.contains(gone) && words.contains("can't be read"), "{words}");
}

#[test]
fn a_program_with_bad_settings_ends_with_3_before_it_touches_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let output = run(farol()
        .args(["demo", "--listen", "127.0.0.1:0", "--emulator-listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .env("FAROL_SMPT_HOST", "mail.example")
        .env("FAROL_REFRESH_WABA_S", "never"));
    let words = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(3), "{words}");
    assert!(words.contains("FAROL_SMTP_HOST") && words.contains("FAROL_REFRESH_WABA_S"), "{words}");
    assert!(!data.exists() && output.stdout.is_empty());
}

/// A running program with these variables.
fn start_with(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Demo {
    let mut command = farol();
    command.envs(variables.iter().copied());
    Demo::start_as(command, folder, arguments)
}

#[tokio::test]
async fn the_command_line_wins_over_the_environment_and_that_over_the_default() {
    let folder = tempfile::tempdir().expect("a folder");
    // The harness gives --data, --listen and --emulator-listen: none of these is looked at.
    let set = [
        ("FAROL_DATA", "/nowhere/at/all"),
        ("FAROL_LISTEN", "192.0.2.1:1"),
        ("FAROL_BASE_URL", "https://farol.example"),
        ("FAROL_REFRESH_NUMBERS_S", "77"),
        ("FAROL_DEMO_STORY", "false"),
    ];
    let demo = start_with(folder.path(), &set, &[]);
    assert_eq!(demo.ready["data"], folder.path().to_str().expect("UTF-8"));
    assert!(demo.console.starts_with("http://127.0.0.1:"), "{}", demo.console);
    let link = demo.ready["login_url"].as_str().expect("a link");
    assert!(link.starts_with("https://farol.example/login?link="), "{link}");
    let here = link.replace("https://farol.example", &demo.console);
    let page = demo.get("/settings", Some(&demo.log_in(&here).await)).await.text;
    assert!(page.contains("77"), "the interval that was set is shown");
}
