//! Clients that know nothing of the emulator: `pywa`, Node and curl, each with a journey of its own
//! in `clients/`. A client that this machine lacks is skipped, and said to be.

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

/// Runs a journey against an emulator on a socket of its own.
async fn journey(mut command: Command) {
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
    command.env("EMULATOR_URL", url).env("NO_PROXY", "*").env("no_proxy", "*");
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
    assert!(said(&output.stdout).contains("all went as it should"), "{}", said(&output.stdout));
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
    let mut command = Command::new(python);
    command.arg(clients().join("journey_pywa.py"));
    journey(command).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_finds_everything_that_it_asks_meta_for() {
    if !works("node") {
        eprintln!("node is not here: its journey is skipped");
        return;
    }
    let mut command = Command::new("node");
    command.arg(clients().join("journey_node.mjs"));
    journey(command).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_finds_everything_that_it_asks_meta_for() {
    if !works("curl") || !works("bash") {
        eprintln!("curl or bash is not here: their journey is skipped");
        return;
    }
    let mut command = Command::new("bash");
    command.arg(clients().join("journey_curl.sh"));
    journey(command).await;
}
