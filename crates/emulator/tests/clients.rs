//! Clients that know nothing of the emulator: `pywa`, Node and curl, each with a journey of its own
//! in `clients/`, and the guide's examples as they stand. A client that this machine lacks is skipped,
//! and said to be.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
#![allow(clippy::print_stderr, reason = "a skipped journey says so")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use emulator::{Emulator, Settings};
use tokio_util::sync::CancellationToken;

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// Runs a script against an emulator on a socket of its own, whose address the script is made for;
/// answers what it printed.
async fn journey(program: &Path, script: impl FnOnce(&str) -> PathBuf) -> String {
    let listener =
        tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let emulator =
        Emulator::open(Settings { public_url: url.clone(), ..Settings::default() }).unwrap();
    let stop = CancellationToken::new();
    let service = emulator.router().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { emulator.run(stop).await }
    });
    let mut command = Command::new(program);
    command.arg(script(&url)).env("EMULATOR_URL", url).env("NO_PROXY", "*").env("no_proxy", "*");
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    stop.cancel();
    running.await.unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{}\n{}\n{}",
        output.status,
        said(&output.stdout),
        said(&output.stderr)
    );
    said(&output.stdout)
}

const WELL: &str = "all went as it should";

/// The guide's examples in one language, in their order.
fn examples(language: &str) -> Vec<&'static str> {
    let guide = include_str!("../../../docs/emulator.md");
    let begin = format!("```{language}\n");
    let blocks = guide.split(begin.as_str()).skip(1);
    blocks.map(|rest| rest.split_once("```").unwrap().0).collect()
}

/// Runs each of the guide's examples against an emulator of its own; answers what each printed.
async fn guided(language: &str, program: &Path, file: &str) -> Vec<String> {
    let mut said = Vec::new();
    for example in examples(language) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        let printed = journey(program, move |url| {
            std::fs::write(&path, example.replace("http://127.0.0.1:8081", url)).unwrap();
            path
        });
        said.push(printed.await);
    }
    said
}

fn works(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// A Python with the pinned `pywa`, made once; `None` where it cannot be had.
fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pywa-4.5.0");
    let (python, whole) = (folder.join("bin/python"), folder.join("whole"));
    if whole.exists() {
        return Some(python);
    }
    let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).output();
    if !made.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let installed = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(clients().join("requirements.txt"))
        .output();
    if !installed.is_ok_and(|output| output.status.success()) {
        return None;
    }
    std::fs::write(whole, "").unwrap();
    Some(python)
}

#[tokio::test(flavor = "multi_thread")]
async fn pywa_finds_everything_that_it_asks_meta_for() {
    let Some(python) = tokio::task::spawn_blocking(python).await.unwrap() else {
        eprintln!("python3 with venv and pip is not here: the journey of pywa is skipped");
        return;
    };
    let said = journey(&python, |_| clients().join("journey_pywa.py")).await;
    assert!(said.contains(WELL), "{said}");
    let said = &guided("python", &python, "example.py").await[0];
    assert!(said.contains("Cobrança") && said.contains("132001"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn node_finds_everything_that_it_asks_meta_for() {
    if !works("node") {
        eprintln!("node is not here: its journey is skipped");
        return;
    }
    let node = Path::new("node");
    let said = journey(node, |_| clients().join("journey_node.mjs")).await;
    assert!(said.contains(WELL), "{said}");
    let said = &guided("js", node, "example.mjs").await[0];
    assert!(said.starts_with("200") && said.contains("wamid."), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_finds_everything_that_it_asks_meta_for() {
    if !works("curl") || !works("bash") {
        eprintln!("curl or bash is not here: their journey is skipped");
        return;
    }
    let bash = Path::new("bash");
    let said = journey(bash, |_| clients().join("journey_curl.sh")).await;
    assert!(said.contains(WELL), "{said}");
    let said = guided("sh", bash, "example.sh").await;
    let [first, customer, faults, scenarios, state] = &said[..] else { panic!("{said:?}") };
    assert!(first.contains("CONNECTED") && first.contains("wamid."), "{first}");
    assert!(first.contains("\"direction\":\"outgoing\""), "{first}");
    assert!(customer.contains("\"message_id\"") && customer.contains("\"chat_open\":true"));
    assert!(faults.contains("\"code\":80007") && faults.contains("CONNECTED"), "{faults}");
    assert!(faults.ends_with("[]}"), "nothing is armed any more: {faults}");
    assert!(scenarios.contains("\"title\"") && !scenarios.contains("\"error\""), "{scenarios}");
    assert!(state.contains("\"message_id\"") && state.ends_with("{\"data\":[]}"), "{state}");
}
