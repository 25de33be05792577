//! Who tries to come in and may not is logged by where they are, and never by the address they typed.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use program::{farol, free_port, run};
use serde_json::json;

const TYPED: &str = "alguem@errado.example";
const HOME: &str = "https://farol.example";

/// An installation behind a proxy that is believed; killed when dropped.
struct Served {
    child: Child,
    inside: String,
}

impl Served {
    fn start(folder: &Path, log: &Path) -> Self {
        let file = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect(name);
        file("app-secret", "0123456789abcdef0123456789abcdef");
        file("verify-token", "a verify token");
        let made = run(farol().args(["config", "--new-key"]).arg(folder.join("key")));
        assert!(made.status.success());
        let port = free_port();
        // Nothing listens where Meta would be: nobody is connected, so nothing is asked.
        let text = format!(
            "base_url = \"{HOME}\"\nlisten = \"127.0.0.1:{port}\"\ndata = \"data\"\n\
             key_file = \"key\"\ntrusted_proxies = [\"127.0.0.1\"]\n\
             [meta]\napp_id = \"1\"\napp_secret_file = \"app-secret\"\nconfig_id = \"2\"\n\
             verify_token_file = \"verify-token\"\ngraph_url = \"http://127.0.0.1:1\"\n"
        );
        file("farol.toml", &text);
        let mut command = farol();
        command.args(["serve", "--json", "--config"]).arg(folder.join("farol.toml"));
        command.env("FAROL_LOG", "debug").stderr(File::create(log).expect("a log"));
        let mut child = command.stdout(Stdio::piped()).spawn().expect("farol starts");
        let stdout = child.stdout.take().expect("piped");
        let mut ready = String::new();
        BufReader::new(stdout).read_line(&mut ready).expect("a line when it is ready");
        Self { child, inside: format!("http://127.0.0.1:{port}") }
    }

    /// Tries an address that nobody has, through a proxy that names this client.
    async fn try_to_log_in(&self, client: &str) -> u16 {
        let form = json!({"email": TYPED, "password": "a secret of somebody"});
        let request = reqwest::Client::new().post(format!("{}/login", self.inside)).form(&form);
        let request = request.header("x-forwarded-for", client).header("origin", HOME);
        let answer = request.header("x-forwarded-proto", "https").send().await.expect("answered");
        answer.status().as_u16()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[tokio::test]
async fn a_failed_login_is_logged_with_the_clients_address_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("stderr");
    let served = Served::start(folder.path(), &log);
    assert_eq!(served.try_to_log_in("203.0.113.7").await, 401);
    assert_eq!(served.try_to_log_in("198.51.100.1, 2001:db8::7").await, 401);
    let link = format!("{}/login?link=nothing-that-was-ever-made", served.inside);
    assert_eq!(reqwest::get(link).await.expect("answered").status(), 403);
    // Whoever goes on is put off, and fills no log by it.
    let mut refused = 0;
    for _ in 0..40 {
        refused += usize::from(served.try_to_log_in("203.0.113.9").await == 429);
    }
    assert!(refused >= 10, "{refused}");
    drop(served);
    let log = std::fs::read_to_string(&log).expect("a log");
    let told = |words: &str| log.lines().filter(|line| line.contains(words)).count();
    assert_eq!(told("A login from 203.0.113.7 failed"), 1, "{log}");
    assert_eq!(told("A login from 2001:db8::7 failed"), 1, "the nearest that no proxy names");
    assert_eq!(told("198.51.100.1"), 0, "what a client writes itself is not believed");
    assert_eq!(told("the link is used or over"), 1);
    assert_eq!(told("Logins from 203.0.113.9 are put off"), 1, "a line, not {refused}");
    for word in [TYPED, "alguem", "a secret of somebody", "nothing-that-was-ever-made"] {
        assert!(!log.contains(word), "{word} is logged");
    }
}
