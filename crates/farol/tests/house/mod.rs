//! An installation as the book makes one, by the book's own lines: `farol serve` behind a proxy that
//! speaks TLS, settings and secrets in files, the emulator as Meta.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod book;
#[path = "../postbox/tls.rs"]
mod tls;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tls::Certificate;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::program::{farol, free_port};

/// The first owner.
pub const OWNER: &str = "maria@casaipe.example";
/// The password that the owner sets.
pub const PASSWORD: &str = "correct-horse-battery";
/// Whom the proxy speaks for.
pub const CLIENT: &str = "203.0.113.7";

/// A program of the test's; killed when dropped.
pub struct Running(Child, pub Value);

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("farol starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        Self(child, serde_json::from_str(&line).expect("one line of JSON when ready"))
    }

    /// Asks it to stop; its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let stopped = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        assert!(stopped.expect("kill runs").success());
        self.0.wait().expect("reaped").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Ends TLS and passes on to a port, as nginx does with the book's lines.
async fn proxy(certificate: &Certificate, to: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = certificate.acceptor();
    let nginx = std::sync::Arc::new(book::Nginx::of_the_book());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, nginx) = (acceptor.clone(), nginx.clone());
            tokio::spawn(async move {
                let Ok(mut outside) = acceptor.accept(stream).await else { return };
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match outside.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                let head = nginx.hand_on(&String::from_utf8_lossy(&head), CLIENT);
                let Ok(mut inside) = TcpStream::connect(("127.0.0.1", to)).await else { return };
                if inside.write_all(head.as_bytes()).await.is_ok() {
                    let _ended = copy_bidirectional(&mut outside, &mut inside).await;
                }
            });
        }
    });
    port
}

/// An installation with its proxy and the emulator as Meta.
pub struct House {
    pub folder: tempfile::TempDir,
    pub emulator: Running,
    /// Where the emulator is.
    pub meta: String,
    pub world: Value,
    /// The proxy's address.
    pub base_url: String,
    /// The program's own address.
    pub inside: String,
    pub http: reqwest::Client,
}

impl House {
    /// Makes it and starts the emulator; nothing is served yet.
    pub async fn build() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let certificate = Certificate::of(&["localhost"]);
        let trusted = certificate.trusted_by(folder.path());
        let inner = free_port();
        let base_url = format!("https://localhost:{}", proxy(&certificate, inner).await);
        let mut command = farol();
        command.args(["emulator", "--listen", "127.0.0.1:0", "--json"]);
        let emulator = Running::start(command.env("SSL_CERT_FILE", &trusted));
        let meta = emulator.1["emulator"].as_str().expect("an address").to_owned();
        let pem = std::fs::read(&trusted).expect("a certificate");
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .add_root_certificate(reqwest::Certificate::from_pem(&pem).expect("a certificate"))
            .build()
            .expect("a client");
        let world = http.get(format!("{meta}/_control/world")).send().await.expect("answered");
        let world: Value = world.json().await.expect("JSON");
        let inside = format!("http://127.0.0.1:{inner}");
        let house = Self { folder, emulator, meta, world, base_url, inside, http };
        house.furnish(inner);
        house
    }

    /// Writes settings and secrets by the book's lines; what differs from them is the machine's.
    fn furnish(&self, inner: u16) {
        let app = |name: &str| self.world["app"][name].as_str().expect("named").to_owned();
        let token = self.folder.path().join("metrics-token");
        std::fs::write(token, "of the metrics\n").expect("written");
        let meta = &self.meta;
        let quoted = |text: &str| format!("\"{text}\"");
        let secret = app("secret");
        let steps = book::Steps { root: self.folder.path(), app_secret: &secret };
        steps.take(|text| {
            let values = [
                ("", "base_url", quoted(&self.base_url)),
                ("", "trusted_proxies", trusted()),
                ("meta", "app_id", quoted(&app("id"))),
                ("meta", "config_id", quoted(&app("config_id"))),
                // Of this machine, and of the emulator as Meta.
                ("", "listen", quoted(&format!("127.0.0.1:{inner}"))),
                ("", "metrics_token_file", quoted("metrics-token")),
                ("meta", "graph_url", quoted(meta)),
                ("meta", "sdk_url", quoted(&format!("{meta}/sdk.js"))),
                ("meta", "message_origins", format!("[\"{meta}\"]")),
                ("refresh", "numbers_s", "5".to_owned()),
                ("support", "name", quoted("Suporte Ipê")),
                ("support", "email", quoted("ajuda@casaipe.example")),
            ];
            let set = |text: String, (section, key, value): &(&str, &str, String)| {
                book::set(&text, section, key, value)
            };
            values.iter().fold(text.to_owned(), set)
        });
    }

    /// The settings' file.
    pub fn settings(&self) -> PathBuf {
        self.folder.path().join("farol.toml")
    }

    /// Starts the program.
    pub fn serve(&self) -> Running {
        Running::start(farol().args(["serve", "--json", "--config"]).arg(self.settings()))
    }

    /// What the book's line for the first owner prints.
    pub fn link(&self) -> String {
        let steps = book::Steps { root: self.folder.path(), app_secret: "" };
        steps.first_owner(OWNER)
    }

    /// An answer of any address.
    pub async fn get(&self, url: &str, cookie: &str) -> (u16, HeaderMap, String) {
        let answer = self.http.get(url).header("cookie", cookie).send().await.expect("answered");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.text().await.expect("a body"))
    }

    /// A page through the proxy.
    pub async fn page(&self, path: &str, cookie: &str) -> String {
        self.get(&format!("{}{path}", self.base_url), cookie).await.2
    }

    /// Posts a form through the proxy.
    pub async fn post(&self, path: &str, form: &Value) -> reqwest::Response {
        let request = self.http.post(format!("{}{path}", self.base_url)).form(form);
        request.header("origin", &self.base_url).send().await.expect("answered")
    }

    /// Logs in; the session's cookie, as the browser is told to keep it.
    pub async fn log_in(&self) -> String {
        let answer = self.post("/login", &json!({"email": OWNER, "password": PASSWORD})).await;
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()["location"], "/overview");
        answer.headers()["set-cookie"].to_str().expect("text").to_owned()
    }

    /// Goes through Meta's popup; its message and its code.
    pub async fn popup(&self) -> (String, String) {
        let app = &self.world["app"];
        let asked = [
            ("client_id", app["id"].as_str().expect("an id")),
            ("config_id", app["config_id"].as_str().expect("an id")),
            ("response_type", "code"),
            ("state", "f1"),
            ("origin", &self.base_url),
            ("extras", "{}"),
        ];
        let url = format!("{}/v25.0/dialog/oauth", self.meta);
        let opened = self.http.get(url).query(&asked).send().await.expect("answered");
        let mut html = opened.text().await.expect("a page");
        loop {
            let act = if html.contains("data-act=\"next\"") { "next" } else { "finish" };
            let mut form = inputs(&html);
            form.push(("act".to_owned(), act.to_owned()));
            let request = self.http.post(format!("{}/dialog/oauth", self.meta)).form(&form);
            let request = request.header("origin", &self.meta);
            html = request.send().await.expect("answered").text().await.expect("a page");
            if act == "finish" {
                break;
            }
        }
        let posts = html.split_once("data-posts=\"").expect("the end").1;
        let posts = posts.split_once('"').expect("whole").0;
        let posts = posts.replace("&quot;", "\"").replace("&amp;", "&");
        let posts: Vec<String> = serde_json::from_str(&posts).expect("two posts");
        let pairs = url::form_urlencoded::parse(posts[1].as_bytes());
        let code = pairs.into_iter().find(|(name, _)| name == "code").expect("a code").1;
        (posts[0].clone(), code.into_owned())
    }

    /// A customer writes to a number, so that a signed webhook comes.
    pub async fn customer_writes(&self, number: &str) {
        let writes = json!({"to": number, "text": "Olá"});
        let url = format!("{}/_control/users/5511987650001/messages", self.meta);
        let wrote = self.http.post(url).json(&writes).send().await.expect("answered");
        assert!(wrote.status().is_success());
    }

    /// What `/metrics` shows.
    pub async fn metrics(&self) -> String {
        let request = self.http.get(format!("{}/metrics", self.inside));
        let answer = request.bearer_auth("of the metrics").send().await.expect("answered");
        answer.text().await.expect("a body")
    }
}

/// What the book has `trusted_proxies` say.
fn trusted() -> String {
    book::quoted("trusted_proxies = ")
}

/// The form of a popup's page as it stands.
fn inputs(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let value = tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0;
        Some(value.replace("&#39;", "'").replace("&amp;", "&"))
    };
    let tags = html.split("<input").skip(1).filter_map(|rest| Some(rest.split_once('>')?.0));
    tags.filter(|tag| !tag.contains("type=\"radio\"") || tag.ends_with(" checked"))
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
        .collect()
}
