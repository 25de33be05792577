//! A headless Chromium, driven by the distribution's chromedriver on a port of its own.
#![allow(dead_code, reason = "each test file uses its part")]

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::{WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::program::{eventually, free_port};

/// What Chromium needs as root and without a network (README of the tests).
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser of one test, with an empty profile; both go with it.
pub struct Browser {
    client: Client,
    driver: Child,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser that asks for Portuguese.
    pub async fn open() -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed (scripts/test does)");
        let profile = tempfile::tempdir().expect("a folder");
        let mut arguments: Vec<String> = FLAGS.iter().map(ToString::to_string).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut wanted = Map::new();
        wanted.insert(
            "goog:chromeOptions".to_owned(),
            json!({"args": arguments, "prefs": {"intl.accept_languages": "pt-BR"}}),
        );
        wanted.insert(
            "goog:loggingPrefs".to_owned(),
            json!({"browser": "ALL", "performance": "ALL"}),
        );
        // A proxy of a test's speaks TLS with a certificate of its own.
        wanted.insert("acceptInsecureCerts".to_owned(), json!(true));
        eventually("chromedriver listens", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
        })
        .await;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a session");
        let browser = Self { client, driver, profile };
        browser.look(1440, false).await;
        browser
    }

    /// Sets the width of the window and the colour scheme.
    pub async fn look(&self, width: u64, dark: bool) {
        let metrics =
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700});
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.cdp("Emulation.setEmulatedMedia", features).await;
    }

    /// Has pages made for a medium (`screen`, `print`) and with these preferences.
    pub async fn emulate_media(&self, medium: &str, preferences: &[(&str, &str)]) {
        let features: Vec<Value> =
            preferences.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let media = json!({"media": medium, "features": features});
        self.cdp("Emulation.setEmulatedMedia", media).await;
    }

    /// Has each answer take this much longer; 0 for no longer.
    pub async fn slow_down(&self, latency_ms: u64) {
        self.cdp("Network.enable", json!({})).await;
        let conditions = json!({"offline": false, "latency": latency_ms,
            "downloadThroughput": -1, "uploadThroughput": -1});
        self.cdp("Network.emulateNetworkConditions", conditions).await;
    }

    /// Takes the network away, or gives it back.
    pub async fn cut_off(&self, is_off: bool) {
        self.cdp("Network.enable", json!({})).await;
        let conditions = json!({"offline": is_off, "latency": 0,
            "downloadThroughput": -1, "uploadThroughput": -1});
        self.cdp("Network.emulateNetworkConditions", conditions).await;
    }

    /// Asks for pages in this language from now on.
    pub async fn ask_for(&self, language: &str) {
        self.cdp("Network.enable", json!({})).await;
        let headers = json!({"headers": {"Accept-Language": language}});
        self.cdp("Network.setExtraHTTPHeaders", headers).await;
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.expect("the page opens");
    }

    /// The address shown.
    pub async fn url(&self) -> String {
        self.client.current_url().await.expect("an address").to_string()
    }

    /// The text that a person sees of an element; empty when there is none.
    pub async fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector('{selector}')?.innerText ?? ''");
        self.run(&script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Clicks an element.
    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.expect("it can be clicked");
    }

    /// The window that is looked at.
    pub async fn window(&self) -> WindowHandle {
        self.client.window().await.expect("a window")
    }

    /// Waits for a window beside these and turns to it.
    pub async fn turn_to_other(&self, known: &[&WindowHandle]) -> WindowHandle {
        let mut opened = None;
        eventually("another window opens", async || {
            let all = self.client.windows().await.expect("the windows");
            opened = all.into_iter().find(|handle| !known.contains(&handle));
            opened.is_some()
        })
        .await;
        let opened = opened.expect("just found");
        self.turn_to(opened.clone()).await;
        opened
    }

    /// Turns to a window.
    pub async fn turn_to(&self, window: WindowHandle) {
        self.client.switch_to_window(window).await.expect("the window is there");
    }

    /// Closes the window that is looked at.
    pub async fn close_window(&self) {
        self.client.close_window().await.expect("it closes");
    }

    /// Whether a window is still open.
    pub async fn has_window(&self, window: &WindowHandle) -> bool {
        self.client.windows().await.expect("the windows").contains(window)
    }

    /// Types into a field, over what stands there.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it can be typed into");
    }

    /// Gives a field another text as typing does, wherever the pointer and the focus are.
    pub async fn fill_unseen(&self, selector: &str, text: &str) {
        let script = format!(
            "const field = document.querySelector('{selector}'); field.value = '{text}'; \
             field.dispatchEvent(new Event('input', {{bubbles: true}})); return 1"
        );
        self.run(&script).await;
    }

    /// Chooses a file, as the system's own window does.
    pub async fn choose(&self, selector: &str, file: &std::path::Path) {
        let file = file.display().to_string();
        self.find(selector).await.send_keys(&file).await.expect("it takes a file");
    }

    /// Drags from the middle of an element sideways, by so many pixels.
    pub async fn drag(&self, selector: &str, by: f64) {
        let (x, y) = self.middle(selector).await;
        let step = |kind, x: f64| json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1});
        for event in
            [step("mousePressed", x), step("mouseMoved", x + by / 2.0), step("mouseMoved", x + by)]
        {
            self.cdp("Input.dispatchMouseEvent", event).await;
        }
        self.cdp("Input.dispatchMouseEvent", step("mouseReleased", x + by)).await;
    }

    /// Moves the pointer over an element.
    pub async fn hover(&self, selector: &str) {
        let (x, y) = self.middle(selector).await;
        self.cdp("Input.dispatchMouseEvent", json!({"type": "mouseMoved", "x": x, "y": y})).await;
    }

    /// Touches an element.
    pub async fn tap(&self, selector: &str) {
        let (x, y) = self.middle(selector).await;
        let points = json!([{"x": x, "y": y}]);
        self.cdp("Input.dispatchTouchEvent", json!({"type": "touchStart", "touchPoints": points}))
            .await;
        self.cdp("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []})).await;
    }

    /// Touches an element with a finger for each place of the first step, moves them through the
    /// others, and lets go. Places are pixels to the right of the element's middle.
    pub async fn touch(&self, selector: &str, steps: &[&[f64]]) {
        let (x, y) = self.middle(selector).await;
        let fingers = |places: &[f64]| {
            let finger = |(id, by): (usize, &f64)| json!({"x": x + by, "y": y, "id": id});
            places.iter().enumerate().map(finger).collect::<Vec<_>>()
        };
        for (nth, places) in steps.iter().enumerate() {
            let kind = if nth == 0 { "touchStart" } else { "touchMove" };
            let event = json!({"type": kind, "touchPoints": fingers(places)});
            self.cdp("Input.dispatchTouchEvent", event).await;
        }
        self.cdp("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []})).await;
    }

    /// Gives an element the keyboard's focus.
    pub async fn focus(&self, selector: &str) {
        self.run(&format!("document.querySelector('{selector}').focus(); return 1")).await;
    }

    /// Presses a key, by WebDriver's code.
    pub async fn press(&self, key: &str) {
        use fantoccini::actions::{InputSource, KeyAction, KeyActions};
        let code = key.chars().next().expect("a key");
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: code })
            .then(KeyAction::Up { value: code });
        self.client.perform_actions(keys).await.expect("the key is pressed");
    }

    /// Presses a key while the shift key is held.
    pub async fn press_with_shift(&self, key: &str) {
        use fantoccini::actions::{InputSource, KeyAction, KeyActions};
        let (shift, code) = ('\u{e008}', key.chars().next().expect("a key"));
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: shift })
            .then(KeyAction::Down { value: code })
            .then(KeyAction::Up { value: code })
            .then(KeyAction::Up { value: shift });
        self.client.perform_actions(keys).await.expect("the keys are pressed");
    }

    /// Types where the focus is, key by key.
    pub async fn type_keys(&self, text: &str) {
        for key in text.chars() {
            self.press(&key.to_string()).await;
        }
    }

    /// Runs no script of the pages from now on; what the test itself asks is still answered.
    pub async fn run_no_scripts(&self) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
    }

    /// Fails when the console holds an error: a broken script, a refused load, a CSP report.
    pub async fn assert_quiet(&self) {
        let entries = self.log("browser").await;
        let bad: Vec<&Value> = entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            // A page that says 404 or 403 is logged by Chromium itself as a failed load.
            .filter(|entry| !entry["message"].as_str().unwrap_or_default().contains("status of 4"))
            .collect();
        assert!(bad.is_empty(), "{bad:#?}");
    }

    /// Addresses of other hosts that pages asked for.
    pub async fn requests_elsewhere(&self, own: &str) -> Vec<String> {
        let entries = self.log("performance").await;
        let asked = entries.iter().filter_map(|entry| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &message["message"];
            (message["method"] == "Network.requestWillBeSent")
                .then(|| message["params"]["request"]["url"].as_str().map(str::to_owned))?
        });
        // The browser's own start page, which loads parts of its own, is not a page of ours.
        let schemes = ["data:", "chrome://", "chrome-untrusted://"];
        let is_own = |url: &str| {
            url.starts_with(own) || schemes.iter().any(|scheme| url.starts_with(scheme))
        };
        asked.filter(|url| !is_own(url)).collect()
    }

    async fn find(&self, selector: &str) -> fantoccini::elements::Element {
        self.client
            .wait()
            .at_most(Duration::from_secs(20))
            .for_element(Locator::Css(selector))
            .await
            .expect("the element is there")
    }

    async fn middle(&self, selector: &str) -> (f64, f64) {
        let script = format!(
            "const e = document.querySelector('{selector}'); e.scrollIntoView({{block: 'center'}}); \
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]"
        );
        let place = self.run(&script).await;
        (place[0].as_f64().expect("x"), place[1].as_f64().expect("y"))
    }

    async fn cdp(&self, command: &str, parameters: Value) {
        let body = json!({"cmd": command, "params": parameters});
        self.client.issue_cmd(Raw::post("goog/cdp/execute", body)).await.expect(command);
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.client.issue_cmd(Raw::post("se/log", json!({"type": kind}))).await;
        entries.expect("the log").as_array().cloned().unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _gone = self.driver.kill();
        let _reaped = self.driver.wait();
        // A driver that is killed leaves its browser running, which would go on drawing for ever.
        let folder = self.profile.path().display().to_string();
        let pids: Vec<String> = processes_that_name(&folder).collect();
        let _gone = Command::new("sh").args(["-c", "kill -9 $0 $@"]).args(pids).status();
    }
}

/// The processes whose command line holds this text.
fn processes_that_name(text: &str) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let command = std::fs::read(entry.path().join("cmdline")).ok()?;
        let pid = entry.file_name().into_string().ok()?;
        String::from_utf8_lossy(&command).contains(text).then_some(pid)
    })
}

/// A command of chromedriver's own.
#[derive(Debug)]
struct Raw {
    path: &'static str,
    body: Value,
}

impl Raw {
    fn post(path: &'static str, body: Value) -> Self {
        Self { path, body }
    }
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
