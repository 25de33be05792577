//! A person at Conexão with an empty console, and the emulator's popup that the person goes through.
#![allow(dead_code, reason = "each test file uses its part")]

use std::time::Duration;

use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::program::{Demo, eventually, within};

/// How long a login may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// A console without connections, and a browser that is logged in and at Conexão.
pub struct Visit {
    pub demo: Demo,
    pub browser: Browser,
    folder: tempfile::TempDir,
}

impl Visit {
    /// Starts a demo before any connection and opens Conexão.
    pub async fn to_empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let demo = Demo::start(folder.path(), &["--no-story", "--empty"]);
        let browser = Browser::open().await;
        browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
        let visit = Self { demo, browser, folder };
        visit.to_connect().await;
        visit
    }

    /// Opens Conexão.
    pub async fn to_connect(&self) {
        self.browser.go(&format!("{}/connect", self.demo.console)).await;
    }

    /// Presses the button, and turns to the popup that opens.
    pub async fn press_login(&self) -> Popup<'_> {
        Popup::open(&self.browser).await
    }

    /// Does something in the page while the popup is open.
    pub async fn at_page(&self, popup: &Popup<'_>, work: impl AsyncFnOnce()) {
        self.browser.turn_to(popup.page.clone()).await;
        work().await;
        self.browser.turn_to(popup.window.clone()).await;
    }

    /// Where the newest login stands; empty when none is shown.
    pub async fn stage(&self) -> String {
        self.of_newest("dataset.stage").await
    }

    /// The newest login's id; empty when none is shown.
    pub async fn newest(&self) -> String {
        self.of_newest("dataset.signup").await
    }

    async fn of_newest(&self, what: &str) -> String {
        let script = format!("return document.querySelector('[data-signup]')?.{what} ?? ''");
        self.browser.run(&script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits, without a reload, until the newest login stands there.
    pub async fn until_stage(&self, wanted: &str) {
        let what = format!("the login is {wanted}");
        within(PATIENCE, &what, async || self.stage().await == wanted).await;
    }

    /// How a step of the newest login is shown.
    pub async fn step_state(&self, step: &str) -> String {
        let script = format!(
            "return document.querySelector('[data-signup] [data-step=\"{step}\"]')?.dataset.s ?? ''"
        );
        self.browser.run(&script).await.as_str().unwrap_or_default().to_owned()
    }

    /// The step at which the newest login stopped.
    pub async fn failed_step(&self) -> String {
        let script = "return document.querySelector('[data-stage=stopped] \
                      :is([data-s=fail], [data-s=wait])')?.dataset.step ?? ''";
        self.browser.run(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Whether the newest login offers a way on: a form, or the button again.
    pub async fn has_next_step(&self) -> bool {
        let script = "return !!document.querySelector('[data-signup]')\
                      ?.querySelector('a[href$=\"#login\"], form:not([action$=\"/dismiss\"])')";
        self.browser.run(script).await == json!(true)
    }

    /// A number as the emulator's world has it.
    pub async fn number(&self, id: &str) -> Value {
        let world = self.demo.world().await;
        let businesses = world["businesses"].as_array().cloned().unwrap_or_default();
        let wabas =
            businesses.iter().flat_map(|of| of["wabas"].as_array().cloned().unwrap_or_default());
        let mut numbers =
            wabas.flat_map(|of| of["phone_numbers"].as_array().cloned().unwrap_or_default());
        numbers.find(|number| number["id"] == id).expect("the world has the number")
    }

    /// How many accounts the page shows as connected.
    pub async fn connections(&self) -> usize {
        let script = "return document.querySelectorAll('[data-waba]').length";
        let count = self.browser.run(script).await.as_u64().unwrap_or_default();
        usize::try_from(count).expect("few")
    }

    /// A customer writes to a number, so that a signed webhook comes.
    pub async fn customer_writes(&self, number: &str) {
        let message = json!({"to": number, "text": "Olá"});
        self.demo.control("users/5511987650001/messages", message).await;
    }

    /// Asks the emulator's Graph with the system user's token.
    pub async fn graph(&self, path: &str) -> Value {
        let url = format!("{}/v25.0/{path}", self.demo.emulator);
        let answer = reqwest::get(url).await.expect("the emulator answers");
        answer.json().await.expect("JSON")
    }

    /// Takes a number off the platform, as its former provider would; its PIN stays.
    pub async fn deregister(&self, number: &str) {
        let world = self.demo.world().await;
        let token = world["tokens"]["system_user"].as_str().expect("a token");
        let url = format!("{}/v25.0/{number}/deregister", self.demo.emulator);
        let answer = reqwest::Client::new().post(url).bearer_auth(token).send().await;
        assert!(answer.expect("the emulator answers").status().is_success());
    }

    /// Ends the program that way, starts it again on its folder and addresses, and logs in: a
    /// restart of the demo sets a new password, which ends sessions.
    pub async fn restart(&mut self, end: impl FnOnce(&mut Demo)) {
        let port = |url: &str| url.rsplit(':').next().and_then(|port| port.parse().ok());
        let console = port(&self.demo.console).expect("a port");
        let emulator = port(&self.demo.emulator).expect("a port");
        end(&mut self.demo);
        self.demo = Demo::start_on(self.folder.path(), console, emulator, &["--no-story"]);
        self.browser.go(self.demo.ready["login_url"].as_str().expect("a link")).await;
    }
}

/// The popup while it is looked at.
pub struct Popup<'b> {
    browser: &'b Browser,
    pub page: WindowHandle,
    pub window: WindowHandle,
}

impl<'b> Popup<'b> {
    /// Presses the button of Conexão, and turns to the popup that opens.
    pub async fn open(browser: &'b Browser) -> Self {
        Self::open_by(browser, async || browser.click("#login").await).await
    }

    /// Does what opens the popup, and turns to it.
    pub async fn open_by(browser: &'b Browser, press: impl AsyncFnOnce()) -> Self {
        eventually("the SDK is loaded", async || {
            browser.run("return typeof window.FB").await == json!("object")
        })
        .await;
        let page = browser.window().await;
        press().await;
        let window = browser.turn_to_other(&[&page]).await;
        Self { browser, page, window }
    }

    /// Another popup of the same page.
    pub fn other(&self, window: WindowHandle) -> Popup<'b> {
        Popup { browser: self.browser, page: self.page.clone(), window }
    }

    /// Goes on to the next step.
    pub async fn next(&self) {
        let step = self.step().await;
        self.browser.click("[data-act=next]").await;
        eventually("the popup goes on", async || self.step().await != step).await;
    }

    /// Chooses one of a step's radio buttons.
    pub async fn choose(&self, name: &str, value: &str) {
        self.browser.click(&format!("input[name={name}][value=\"{value}\"]")).await;
    }

    /// Goes through all steps as they are filled in, finishes, and turns back to the page.
    pub async fn finish(self) {
        while self.step().await != "confirm" {
            self.next().await;
        }
        self.press("finish").await;
    }

    /// Presses a button that ends the popup, and turns back to the page.
    pub async fn press(self, act: &str) {
        self.browser.click(&format!("[data-act={act}]")).await;
        let browser = self.browser;
        let window = self.window;
        eventually("the popup is gone", async || !browser.has_window(&window).await).await;
        browser.turn_to(self.page).await;
    }

    /// Closes the window by its X, and turns back to the page.
    pub async fn close(self) {
        self.browser.close_window().await;
        self.browser.turn_to(self.page).await;
    }

    /// The step that is shown.
    pub async fn step(&self) -> String {
        let script = "return document.querySelector('input[name=step]')?.value ?? ''";
        self.browser.run(script).await.as_str().unwrap_or_default().to_owned()
    }
}
