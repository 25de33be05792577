//! `farol serve` behind a proxy that speaks TLS, with the emulator as Meta: from nothing to a
//! connected number, over a restart, and what it refuses.

mod program;
#[path = "postbox/tls.rs"]
mod tls;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use program::{eventually, farol, free_port, run, sign, webhook};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tls::Certificate;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

const OWNER: &str = "maria@casaipe.example";
const PASSWORD: &str = "correct-horse-battery";
/// Whom the proxy speaks for.
const CLIENT: &str = "203.0.113.7";

/// A program of the test's; killed when dropped.
struct Running(Child, Value);

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("farol starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        Self(child, serde_json::from_str(&line).expect("one line of JSON when ready"))
    }

    /// Asks it to stop; its exit code.
    fn stop(mut self) -> Option<i32> {
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

/// Ends TLS and passes on to a port, saying for whom as proxies do.
async fn proxy(certificate: &Certificate, to: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = certificate.acceptor();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut outside) = acceptor.accept(stream).await else { return };
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match outside.read_u8().await {
                        Ok(byte) => head.push(byte),
                        Err(_) => return,
                    }
                }
                head.truncate(head.len() - 2);
                let said = format!(
                    "X-Forwarded-For: {CLIENT}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
                );
                head.extend_from_slice(said.as_bytes());
                let Ok(mut inside) = TcpStream::connect(("127.0.0.1", to)).await else { return };
                if inside.write_all(&head).await.is_ok() {
                    let _ended = copy_bidirectional(&mut outside, &mut inside).await;
                }
            });
        }
    });
    port
}

/// An installation with its proxy and the emulator as Meta.
struct House {
    folder: tempfile::TempDir,
    emulator: Running,
    meta: String,
    world: Value,
    base_url: String,
    inside: String,
    http: reqwest::Client,
}

impl House {
    async fn build() -> Self {
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

    /// Writes settings and secrets, as the book says.
    fn furnish(&self, inner: u16) {
        let app = |name: &str| self.world["app"][name].as_str().expect("named").to_owned();
        let file = |name: &str, text: &str| {
            std::fs::write(self.folder.path().join(name), text).expect("written");
        };
        file("app-secret", &app("secret"));
        file("verify-token", &app("verify_token"));
        file("metrics-token", "of the metrics\n");
        let key = self.folder.path().join("key");
        assert!(run(farol().args(["config", "--new-key"]).arg(key)).status.success());
        let (base_url, meta) = (&self.base_url, &self.meta);
        let (id, config_id) = (app("id"), app("config_id"));
        let text = format!(
            "base_url = \"{base_url}\"\nlisten = \"127.0.0.1:{inner}\"\ndata = \"data\"\n\
             key_file = \"key\"\ntrusted_proxies = [\"127.0.0.1\"]\n\
             metrics_token_file = \"metrics-token\"\n\
             [meta]\napp_id = \"{id}\"\napp_secret_file = \"app-secret\"\n\
             config_id = \"{config_id}\"\nverify_token_file = \"verify-token\"\n\
             graph_url = \"{meta}\"\nsdk_url = \"{meta}/sdk.js\"\nmessage_origins = [\"{meta}\"]\n\
             [refresh]\nnumbers_s = 5\n[support]\nname = \"Suporte Ipê\"\n\
             email = \"ajuda@casaipe.example\"\n"
        );
        file("farol.toml", &text);
    }

    fn settings(&self) -> PathBuf {
        self.folder.path().join("farol.toml")
    }

    fn serve(&self) -> Running {
        Running::start(farol().args(["serve", "--json", "--config"]).arg(self.settings()))
    }

    /// What `farol user add` prints.
    fn link(&self) -> String {
        let made =
            run(farol().args(["user", "add", "--owner", OWNER, "--config"]).arg(self.settings()));
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        String::from_utf8(made.stdout).expect("UTF-8").trim().to_owned()
    }

    async fn get(&self, url: &str, cookie: &str) -> (u16, HeaderMap, String) {
        let answer = self.http.get(url).header("cookie", cookie).send().await.expect("answered");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.text().await.expect("a body"))
    }

    async fn page(&self, path: &str, cookie: &str) -> String {
        self.get(&format!("{}{path}", self.base_url), cookie).await.2
    }

    async fn post(&self, path: &str, form: &Value) -> reqwest::Response {
        let request = self.http.post(format!("{}{path}", self.base_url)).form(form);
        request.header("origin", &self.base_url).send().await.expect("answered")
    }

    /// Logs in; the session's cookie, as the browser is told to keep it.
    async fn log_in(&self) -> String {
        let answer = self.post("/login", &json!({"email": OWNER, "password": PASSWORD})).await;
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()["location"], "/overview");
        answer.headers()["set-cookie"].to_str().expect("text").to_owned()
    }

    /// Goes through Meta's popup; its message and its code.
    async fn popup(&self) -> (String, String) {
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

    async fn metrics(&self) -> String {
        let request = self.http.get(format!("{}/metrics", self.inside));
        let answer = request.bearer_auth("of the metrics").send().await.expect("answered");
        answer.text().await.expect("a body")
    }
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

#[tokio::test]
async fn from_nothing_to_a_connected_number_behind_a_proxy_and_over_a_restart() {
    let house = House::build().await;
    let served = house.serve();
    assert_eq!(served.1["console"], house.base_url);
    eventually("Meta agrees to send webhooks", async || {
        house.metrics().await.contains("farol_webhooks_subscribed 1")
    })
    .await;

    // The link sets a password, once.
    let link = house.link();
    let token = link.strip_prefix(&format!("{}/password/reset?link=", house.base_url));
    let token = token.expect("at the console's address").to_owned();
    assert_eq!(house.get(&link, "").await.0, 200);
    let set = json!({"link": token, "new": PASSWORD, "again": PASSWORD});
    assert_eq!(house.post("/password/reset", &set).await.status(), 303);
    assert_eq!(house.get(&link, "").await.0, 410, "it works once");
    let cookie = house.log_in().await;
    for part in ["__Host-farol=", "Secure", "HttpOnly", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().expect("a cookie").to_owned();

    // The account is connected by the code of Meta's popup, and the first webhook comes.
    let (message, code) = house.popup().await;
    let ask = async |path: &str, body: Value| {
        let request = house.http.post(format!("{}{path}", house.base_url)).json(&body);
        let request = request.header("origin", &house.base_url).header("cookie", &cookie);
        let answer = request.send().await.expect("answered");
        answer.json::<Value>().await.expect("JSON")
    };
    let nonce = ask("/connect/nonce", json!({})).await["nonce"].clone();
    let begun =
        ask("/connect/code", json!({"nonce": nonce, "code": code, "message": message})).await;
    assert!(begun["signup"].is_string(), "{begun}");
    let told: Value = serde_json::from_str(&message).expect("JSON");
    let number = told["data"]["phone_number_id"].as_str().expect("a number").to_owned();
    eventually("the login waits for its first webhook", async || {
        let page = house.page("/connect", &cookie).await;
        page.contains("data-stage=\"awaiting\"") || page.contains("data-stage=\"connected\"")
    })
    .await;
    let writes = json!({"to": number, "text": "Olá"});
    let url = format!("{}/_control/users/5511987650001/messages", house.meta);
    let wrote = house.http.post(url).json(&writes).send().await.expect("answered");
    assert!(wrote.status().is_success());
    eventually("the number is connected", async || {
        house.page("/connect", &cookie).await.contains("data-stage=\"connected\"")
    })
    .await;
    let listed = format!("/numbers/{number}");
    assert!(house.page(&listed, &cookie).await.contains(&number));

    // Everything is there after a restart, the session too.
    assert_eq!(served.stop(), Some(0), "SIGTERM ends it in order");
    let _served = house.serve();
    assert!(house.page(&listed, &cookie).await.contains(&number));
    let log = house.page("/settings", &cookie).await;
    assert!(log.contains(CLIENT), "the session's place is the client's, not the proxy's");
    drop(house.emulator);
}

#[tokio::test]
async fn what_comes_from_outside_is_believed_of_nobody_but_the_proxy() {
    let house = House::build().await;
    let _served = house.serve();
    let login = format!("{}/login", house.base_url);
    let (status, headers, text) = house.get(&login, "").await;
    assert_eq!(status, 200);
    assert!(headers["strict-transport-security"].to_str().expect("text").starts_with("max-age="));
    let host = house.base_url.trim_start_matches("https://");
    assert!(text.contains(host), "the page says where it is");
    for path in ["/login", "/missing"] {
        let page = house.page(path, "").await;
        assert!(page.contains("Suporte Ipê") && page.contains("mailto:ajuda@casaipe.example"));
    }

    // Another Host is not taken up anywhere.
    for path in ["/login", "/overview", "/missing", "/password/forgot"] {
        let request =
            house.http.get(format!("{}{path}", house.inside)).header("host", "evil.example");
        let answer = request.send().await.expect("answered");
        let location = answer.headers().get("location").cloned();
        assert!(location.is_none_or(|to| to.as_bytes().starts_with(b"/")), "{path}");
        assert!(!answer.text().await.expect("a body").contains("evil.example"), "{path}");
    }

    // A page in the clear is asked for again by HTTPS, at the console's own address.
    let plain = house.http.get(format!("{}/login?x=1", house.inside));
    let plain = plain.header("x-forwarded-proto", "http").header("host", "evil.example");
    let answer = plain.send().await.expect("answered");
    assert_eq!(answer.status(), 308);
    assert_eq!(answer.headers()["location"], format!("{}/login?x=1", house.base_url));

    // The counters are for whoever has the token, and for nobody else, this machine included.
    let metrics = format!("{}/metrics", house.base_url);
    assert_eq!(house.get(&metrics, "").await.0, 403);
    assert_eq!(house.get(&format!("{}/metrics", house.inside), "").await.0, 403);
    assert!(house.metrics().await.contains("farol_inbox_accepted_total"));

    // A webhook is Meta's by its signature, whoever passes it on.
    let body = webhook("102290129340398", "account_update", json!({"event": "X"}));
    let secret = house.world["app"]["secret"].as_str().expect("a secret");
    for (signature, status) in [(sign(secret, &body), 200), (sign("another", &body), 401)] {
        let request = house.http.post(format!("{}/webhooks/meta", house.base_url));
        let request = request.header("x-hub-signature-256", signature).body(body.clone());
        assert_eq!(request.send().await.expect("answered").status(), status);
    }
}

#[tokio::test]
async fn each_way_to_fail_at_the_start_has_its_exit_code() {
    let house = House::build().await;
    let serve = |path: &Path| {
        let output = run(farol().args(["serve", "--config"]).arg(path));
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    assert_eq!(run(farol().arg("serve")).status.code(), Some(2));
    let (code, words) = serve(Path::new("/nowhere/farol.toml"));
    assert_eq!(code, Some(3), "{words}");
    let running = house.serve();
    let (code, words) = serve(&house.settings());
    assert_eq!(code, Some(5), "{words}");
    let other = format!("127.0.0.1:{}", free_port());
    let mut beside = farol();
    beside.args(["serve", "--config"]).arg(house.settings()).env("FAROL_LISTEN", &other);
    assert_eq!(run(&mut beside).status.code(), Some(4), "the data is in use");
    assert_eq!(running.stop(), Some(0));
    std::fs::remove_file(house.folder.path().join("key")).expect("removed");
    assert_eq!(serve(&house.settings()).0, Some(3), "no key");
}
