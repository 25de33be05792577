//! `farol emulator` as a program, with clients that know nothing of it: the journeys of curl and Node that
//! the emulator's own tests take in process. A client that this machine lacks is skipped, and said to be.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]
#![allow(clippy::print_stderr, reason = "a skipped journey says so")]

mod program;

use std::path::Path;
use std::process::Command;

use program::alone::Alone;
use program::run;

/// Takes a client's journey with a program of its own.
fn journey(client: &str, script: &str) {
    if !Command::new(client).arg("--version").output().is_ok_and(|it| it.status.success()) {
        eprintln!("{client} is not here: its journey is skipped");
        return;
    }
    let alone = Alone::start(&[]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../emulator/tests/clients");
    let mut command = Command::new(client);
    command.arg(folder.join(script)).env("EMULATOR_URL", &alone.url);
    let output = run(command.env("NO_PROXY", "*").env("no_proxy", "*"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}{wrong}");
    assert!(said.contains("all went as it should"), "{said}");
}

#[test]
fn curl_takes_its_journey_with_the_program() {
    journey("bash", "journey_curl.sh");
}

#[test]
fn node_takes_its_journey_with_the_program() {
    journey("node", "journey_node.mjs");
}
