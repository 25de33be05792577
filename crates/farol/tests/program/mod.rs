//! The real program, started and killed as a person would, and what tests ask of it.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

pub mod alone;

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// Every page of the console that an owner opens.
pub const PAGES: [&str; 27] = [
    "/overview",
    "/numbers",
    "/numbers/106540352242922",
    "/health",
    "/profile",
    "/profile/104857736119203/username",
    "/profile/104857736119203/pin",
    "/activity",
    "/activity/notices",
    "/activity/rules",
    "/activity/log",
    "/errors",
    "/errors/133005",
    "/settings",
    "/settings/people",
    "/settings/audit",
    "/settings/tenants",
    "/settings/erasure",
    "/connect",
    "/connect/situation",
    "/connect/situation/app-keep",
    "/connect/doctor",
    "/connect/preflight",
    "/connect/callback",
    "/connect/by-hand",
    "/connect/links",
    "/connect/accounts/102290129340398/disconnect",
];

/// A running `farol demo`; killed when dropped.
pub struct Demo {
    child: Child,
    /// Address of the console.
    pub console: String,
    /// Address of the emulator.
    pub emulator: String,
    /// The line that `--json` printed.
    pub ready: Value,
    http: reqwest::Client,
}

impl Demo {
    /// Starts a demo on free ports.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_on(folder, 0, 0, arguments)
    }

    /// Starts a demo on given ports.
    pub fn start_on(folder: &Path, console: u16, emulator: u16, arguments: &[&str]) -> Self {
        Self::start_at(farol(), folder, console, emulator, arguments)
    }

    /// Starts a demo on free ports by a command that was prepared, as with an environment.
    pub fn start_as(command: Command, folder: &Path, arguments: &[&str]) -> Self {
        Self::start_at(command, folder, 0, 0, arguments)
    }

    fn start_at(
        mut command: Command,
        folder: &Path,
        console: u16,
        emulator: u16,
        arguments: &[&str],
    ) -> Self {
        let mut child = command
            .arg("demo")
            .arg("--data")
            .arg(folder)
            .args(["--listen", &format!("127.0.0.1:{console}")])
            .args(["--emulator-listen", &format!("127.0.0.1:{emulator}"), "--json"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("farol starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let ready: Value = serde_json::from_str(&line).expect("one line of JSON when ready");
        let text = |key: &str| ready[key].as_str().expect("named").to_owned();
        Self {
            child,
            console: text("console"),
            emulator: text("emulator"),
            ready,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
        }
    }

    /// Starts a demo that logs everything into a file.
    pub fn start_logging(folder: &Path, log: &Path) -> Self {
        Self::start_logging_with(folder, log, &["--no-story"])
    }

    /// The same with arguments of its own.
    pub fn start_logging_with(folder: &Path, log: &Path, arguments: &[&str]) -> Self {
        let log = std::fs::File::create(log).expect("a file");
        let mut command = farol();
        command.env("FAROL_LOG", "debug").stderr(log);
        Self::start_as(command, folder, arguments)
    }

    /// Starts a demo that logs all that there is to log into a file.
    pub fn start_tracing(folder: &Path, log: &Path) -> Self {
        let log = std::fs::File::create(log).expect("a file");
        let mut command = farol();
        command.env("FAROL_LOG", "trace").env("RUST_LOG", "trace").stderr(log);
        Self::start_as(command, folder, &["--no-story"])
    }

    /// Starts a demo that hears "no" when a file grows beyond its limit, instead of being killed.
    pub fn start_with_file_limit(folder: &Path) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_farol")]);
        Self::start_as(command, folder, &["--no-story"])
    }

    /// Sets how large a file of the running program may grow, as `prlimit` writes it.
    pub fn limit_files(&self, size: &str) {
        let limited = Command::new("prlimit")
            .args([format!("--pid={}", self.pid()), format!("--fsize={size}:unlimited")])
            .status();
        assert!(limited.expect("prlimit runs (util-linux)").success());
    }

    /// Starts a demo and stops it in order, so that its files are closed.
    pub fn start_and_stop(folder: &Path) {
        let mut demo = Self::start(folder, &["--no-story"]);
        let stopped = Command::new("kill").args(["-TERM", &demo.pid().to_string()]).status();
        assert!(stopped.expect("kill runs").success());
        assert_eq!(demo.child.wait().expect("reaped").code(), Some(0), "SIGTERM ends with 0");
    }

    /// SIGKILL, and wait until it is gone.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("reaped");
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The emulator's world.
    pub async fn world(&self) -> Value {
        let url = format!("{}/_control/world", self.emulator);
        let answer = self.http.get(url).send().await.expect("the emulator answers");
        answer.json().await.expect("JSON")
    }

    /// What webhooks are signed with.
    pub async fn app_secret(&self) -> String {
        self.world().await["app"]["secret"].as_str().expect("a secret").to_owned()
    }

    /// Changes the emulator's world.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/_control/{path}", self.emulator);
        let answer = self.http.post(url).json(&body).send().await.expect("the emulator answers");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Posts a body to the webhook address, with this signature header if any.
    pub async fn post_webhook(&self, body: Vec<u8>, signature: Option<String>) -> u16 {
        let mut request = self.http.post(format!("{}/webhooks/meta", self.console)).body(body);
        if let Some(signature) = signature {
            request = request.header("x-hub-signature-256", signature);
        }
        request.send().await.expect("the console answers").status().as_u16()
    }

    /// Opens a login link; the session's cookie.
    pub async fn log_in(&self, link: &str) -> String {
        let answer = self.http.get(link).send().await.expect("the console answers");
        assert_eq!(answer.status(), 303, "the link opens a session");
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        cookie.split(';').next().expect("a cookie").to_owned()
    }

    /// The owner's session.
    pub async fn owner(&self) -> String {
        self.log_in(self.ready["login_url"].as_str().expect("a link")).await
    }

    /// The other tenant's owner's session.
    pub async fn other(&self) -> String {
        self.log_in(self.ready["other"]["login_url"].as_str().expect("a link")).await
    }

    /// An answer of the console, with a session or without.
    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Answer {
        let mut request = self.http.get(format!("{}{path}", self.console));
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        Answer::of(request.send().await.expect("the console answers")).await
    }

    /// Posts a form to the console with these headers.
    pub async fn post_form(&self, path: &str, form: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.post(format!("{}{path}", self.console)).form(form);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send().await.expect("the console answers")).await
    }

    /// What `farol inbox export` prints, beside the running program.
    pub fn export(&self) -> Vec<Value> {
        Self::export_of(Path::new(self.ready["data"].as_str().expect("a folder")))
    }

    /// What `farol inbox export` prints of a folder.
    pub fn export_of(folder: &Path) -> Vec<Value> {
        lines(farol().args(["inbox", "export", "--data"]).arg(folder))
    }

    /// What `farol changes export` prints.
    pub fn changes(&self) -> Vec<Value> {
        let folder = self.ready["data"].as_str().expect("a folder");
        lines(farol().args(["changes", "export", "--data", folder]))
    }

    /// How often Graph was called, over all edges and outcomes.
    pub async fn graph_calls(&self) -> u64 {
        let text = self.get("/metrics", None).await.text;
        let lines = text.lines().filter(|line| line.starts_with("farol_graph_calls_total"));
        lines.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
    }

    /// The value of a counter or gauge without labels.
    pub async fn metric(&self, name: &str) -> u64 {
        let text = self.get("/metrics", None).await.text;
        let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
        let value = line.and_then(|line| line.rsplit(' ').next()).expect("the metric is there");
        value.parse().expect("a number")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// What the console answered.
#[derive(Debug, PartialEq)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Where it sends the reader.
    pub location: Option<String>,
    /// Headers, but for the date.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub text: String,
}

impl Answer {
    async fn of(answer: reqwest::Response) -> Self {
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap_or("").to_owned();
        Self {
            status: answer.status().as_u16(),
            location: answer.headers().get("location").map(text),
            headers: answer
                .headers()
                .iter()
                .filter(|(name, _)| *name != "date")
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            text: answer.text().await.expect("a body"),
        }
    }
}

/// The program under test, which takes none of its settings from whoever runs the tests.
pub fn farol() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_farol"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("FAROL_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Output {
    command.output().expect("farol runs")
}

fn lines(command: &mut Command) -> Vec<Value> {
    let output = run(command);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// Signs a body as Meta does.
pub fn sign(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256={hex}")
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Asks until it is so, for at most 30 seconds.
pub async fn eventually(what: &str, is_so: impl AsyncFnMut() -> bool) {
    within(Duration::from_secs(30), what, is_so).await;
}

/// Asks until it is so, for at most that long.
pub async fn within(limit: Duration, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let until = Instant::now() + limit;
    while !is_so().await {
        assert!(Instant::now() < until, "not within {} seconds: {what}", limit.as_secs());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A webhook with one `messages` value for a number of the first account.
pub fn messages_body(phone_number: &str, messages: &[Value]) -> Vec<u8> {
    let value = json!({"metadata": {"phone_number_id": phone_number}, "messages": messages});
    webhook("102290129340398", "messages", value)
}

/// A webhook with one change.
pub fn webhook(waba: &str, field: &str, value: Value) -> Vec<u8> {
    let change = json!({"field": field, "value": value});
    json!({"object": "whatsapp_business_account",
        "entry": [{"id": waba, "time": 1_795_338_640, "changes": [change]}]})
    .to_string()
    .into_bytes()
}

/// A page's text, in one line.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#39;", "'")
}

/// Everything a child wrote to stderr.
pub fn stderr_of(child: &mut Child) -> String {
    let mut text = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut text).expect("UTF-8");
    text
}
