//! `farol emulator` as a program, with clients that know nothing of it: the journeys of curl and Node that
//! the emulator's own tests take in process. A client that this machine lacks is skipped, and said to be.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]
#![allow(clippy::print_stderr, reason = "a skipped journey says so")]

mod program;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use program::{farol, run};
use serde_json::Value;

/// A running `farol emulator`; killed when dropped.
struct Program(Child);

impl Program {
    /// Starts it on a free port; answers its address, too.
    fn start() -> (Self, String) {
        let mut command = farol();
        command.args(["emulator", "--listen", "127.0.0.1:0", "--json"]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("farol starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let ready: Value = serde_json::from_str(&line).expect("one line of JSON when ready");
        let url = ready["emulator"].as_str().expect("an address").to_owned();
        (Self(child), url)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Takes a client's journey with a program of its own.
fn journey(client: &str, script: &str) {
    if !Command::new(client).arg("--version").output().is_ok_and(|it| it.status.success()) {
        eprintln!("{client} is not here: its journey is skipped");
        return;
    }
    let (_program, url) = Program::start();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../emulator/tests/clients");
    let mut command = Command::new(client);
    command.arg(folder.join(script)).env("EMULATOR_URL", &url);
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
