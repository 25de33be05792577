//! `farol doctor` beside a running demo: what it prints, in whose language and by whose clock, and the
//! app's callback mended by it.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use store::{AuditFilter, Store};

use crate::program::{Demo, farol, run};

/// An account that the demo connects.
const WABA: &str = "102290129340398";
const ELSEWHERE: &str = "https://outro.example/whatsapp";
const THIRD: &str = "https://terceiro.example/whatsapp";

/// Runs the command on a folder, with what is written to it.
fn doctor(folder: &Path, arguments: &[&str], written: &str) -> Output {
    let mut command = farol();
    let mut child = command
        .args(["doctor", "--data"])
        .arg(folder)
        .args(arguments)
        .env("LC_ALL", "pt_BR.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("farol starts");
    let mut input = child.stdin.take().expect("piped");
    // One that ended before it asked reads nothing.
    let _unread = input.write_all(written.as_bytes());
    drop(input);
    child.wait_with_output().expect("ended")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What is wrong, as `check why`.
fn defects(found: &Output) -> Vec<String> {
    let found: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let all = found["findings"].as_array().expect("a list").iter();
    let defects = all.filter(|one| one["state"] == "defect");
    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    defects.map(|one| format!("{} {}", word(one, "check"), word(one, "why"))).collect()
}

async fn plant_app(demo: &Demo, body: Value) {
    let world = demo.world().await;
    demo.control(&format!("apps/{}", world["app"]["id"].as_str().expect("an id")), body).await;
}

#[tokio::test]
async fn the_command_looks_beside_the_running_program_and_ends_with_1_on_a_defect() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let doctor = || {
        let mut command = farol();
        run(command.args(["doctor", "--json", "--data"]).arg(folder.path()))
    };
    let sound = doctor();
    assert_eq!(sound.status.code(), Some(0), "{sound:?}");
    let found: Value = serde_json::from_slice(&sound.stdout).expect("JSON");
    assert_eq!(found["defects"], 0);
    assert!(found["routes"].as_array().is_some_and(|routes| !routes.is_empty()), "{found}");
    let world = demo.world().await;
    let app = world["app"]["id"].as_str().expect("an id");
    demo.control(&format!("apps/{app}"), json!({ "fields": ["messages"] })).await;
    let sick = doctor();
    assert_eq!(sick.status.code(), Some(1), "{sick:?}");
    let text = String::from_utf8(sick.stdout).expect("UTF-8");
    let found: Value = serde_json::from_str(&text).expect("JSON");
    let all = found["findings"].as_array().expect("a list");
    let defects: Vec<&Value> = all.iter().filter(|one| one["state"] == "defect").collect();
    assert_eq!(defects.len(), 1, "{found}");
    assert_eq!(defects[0]["check"], "fields");
    assert_eq!(defects[0]["fix"]["parameters"]["verify_token"], "***");
    let secret = demo.app_secret().await;
    assert!(!text.contains(&secret), "no secret is printed");
}

#[tokio::test]
async fn the_command_has_the_demos_clock_and_zone_and_the_readers_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let ends = json!({"waba": WABA, "expires_in": 2 * 86_400});
    demo.control("tokens/business", ends).await;
    let soon = doctor(folder.path(), &["--json"], "");
    assert_eq!((soon.status.code(), defects(&soon)), (Some(0), vec![]), "{soon:?}");
    demo.control("clock", json!({"advance_seconds": 36 * 3_600})).await;
    let late = doctor(folder.path(), &["--json"], "");
    let expected = "expiry soon".to_owned();
    assert!(defects(&late).contains(&expected), "a clock that was turned: {late:?}");
    let found: Value = serde_json::from_slice(&late.stdout).expect("JSON");
    let all = found["findings"].as_array().expect("a list");
    let line = all.iter().find(|one| one["check"] == "expiry" && one["state"] == "defect");
    let ends_at = line.expect("a line")["saw"][0].as_str().expect("when").parse().expect("seconds");
    let ends_at = jiff::Timestamp::from_second(ends_at).expect("a time");
    let zone = jiff::tz::TimeZone::get("America/Sao_Paulo").expect("known");
    let hour = ends_at.to_zoned(zone).strftime("%H:%M").to_string();
    for (arguments, words) in [
        (["--lang", "pt"].as_slice(), "O token, ou o acesso a dados por ele, acaba em breve."),
        (&["--lang", "en"], "The token, or the access to data by it, ends soon."),
        (&["--lang", "es"], "El token, o el acceso a datos con él, termina pronto."),
        (&[], "O token, ou o acesso a dados por ele, acaba em breve."),
    ] {
        let text = said(&doctor(folder.path(), arguments, "").stdout);
        let line = text.lines().find(|line| line.contains(words));
        assert!(line.is_some_and(|line| line.contains(&hour)), "{arguments:?} {hour}: {text}");
    }
}

/// Where Meta sends the app's webhooks.
async fn callback(demo: &Demo) -> Value {
    let world = demo.world().await;
    let text = |key: &str| world["app"][key].as_str().expect("text").to_owned();
    let (app, secret) = (text("id"), demo.app_secret().await);
    let url = format!("{}/v25.0/{app}/subscriptions", demo.emulator);
    let asked = reqwest::Client::new().get(url).bearer_auth(format!("{app}|{secret}")).send();
    let answer: Value = asked.await.expect("answered").json().await.expect("JSON");
    answer["data"][0]["callback_url"].clone()
}

fn audited(folder: &Path) -> Vec<(String, bool, Value)> {
    let stored = Store::open_read_only(folder).expect("opened");
    let filter = AuditFilter::default();
    let rows = stored.ledger.read_blocking(move |read| read.audits_of_installation(&filter, 100));
    let rows = rows.expect("read").into_iter().rev();
    let rows = rows.filter(|row| row.action.starts_with("callback_"));
    rows.map(|row| (row.action, row.person.is_some(), row.detail)).collect()
}

#[tokio::test]
async fn the_command_shows_the_call_and_makes_it_on_consent_over_the_address_that_was_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let here = callback(&demo).await;
    let fix = |more: &[&str], written: &str| {
        doctor(folder.path(), &[&["--fix", "callback"], more].concat(), written)
    };
    let good = fix(&[], "");
    assert_eq!(good.status.code(), Some(0), "{good:?}");
    assert!(said(&good.stdout).contains("já é este Farol"), "{good:?}");

    plant_app(&demo, json!({"callback_url": format!("{ELSEWHERE}?token=hidden-one")})).await;
    let elsewhere = callback(&demo).await;
    for (more, written, words) in [
        (vec![], "sim\n", format!("--replacing {ELSEWHERE}")),
        (vec!["--replacing", THIRD, "--yes"], "", format!("{ELSEWHERE}, e não {THIRD}")),
        (vec!["--replacing", ELSEWHERE], "", "Sem um sim, nada foi enviado.".to_owned()),
        (vec!["--replacing", ELSEWHERE], "nao\n", "Sem um sim, nada foi enviado.".to_owned()),
    ] {
        let refused = fix(&more, written);
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        assert!(said(&refused.stderr).contains(&words), "{words}: {refused:?}");
        assert!(!format!("{refused:?}").contains("hidden-one"), "{refused:?}");
        assert_eq!(callback(&demo).await, elsewhere, "nothing was sent");
    }
    assert_eq!(audited(folder.path()), []);

    demo.control("faults", json!({"fault": "handshake_failed"})).await;
    let refused = fix(&["--replacing", ELSEWHERE, "--yes"], "");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(said(&refused.stderr).contains("2200"), "Meta's words: {refused:?}");
    assert_eq!(callback(&demo).await, elsewhere);
    demo.control("faults", json!({"fault": null})).await;

    let done = fix(&["--replacing", ELSEWHERE], "sim\n");
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let text = said(&done.stdout);
    let world = demo.world().await;
    let app = world["app"]["id"].as_str().expect("an id");
    for shown in [
        &format!("POST /v25.0/{app}/subscriptions"),
        &format!("callback_url: {}", here.as_str().expect("an address")),
        "verify_token: ***",
        &format!("{ELSEWHERE} deixa de receber"),
        "Feito, e a Meta já mostra assim.",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert_eq!(callback(&demo).await, here, "read back");
    let replaced = |action: &str| (action.to_owned(), false, json!({"replaces": ELSEWHERE}));
    let (allowed, taken) = (replaced("callback_allowed"), replaced("callback_taken"));
    // The first word came to nothing, as Meta refused.
    assert_eq!(audited(folder.path()), [allowed.clone(), allowed, taken]);
    assert_eq!(defects(&doctor(folder.path(), &["--json"], "")), Vec::<String>::new());
}
