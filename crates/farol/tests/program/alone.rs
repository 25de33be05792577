//! `farol emulator`, started and killed as a person would.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;

use super::farol;

/// A running `farol emulator`; killed when dropped.
pub struct Alone {
    child: Child,
    /// Its address.
    pub url: String,
}

impl Alone {
    /// Starts it on a free port.
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = farol();
        command.args(["emulator", "--listen", "127.0.0.1:0", "--json"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("farol starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let ready: Value = serde_json::from_str(&line).expect("one line of JSON when ready");
        Self { child, url: ready["emulator"].as_str().expect("an address").to_owned() }
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
