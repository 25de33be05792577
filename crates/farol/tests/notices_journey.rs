//! A person who is told: the real program, a real Chromium and a mail server, while quality falls,
//! a number is flagged and lowered, another is restricted and freed, and the clock is turned over it.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod browser;
mod postbox;
mod program;

use browser::Browser;
use postbox::{Letter, Postbox};
use program::{Demo, eventually};
use serde_json::{Value, json};

const COBRANCA: &str = "106540352242922";
const ATENDIMENTO: &str = "105230984417756";
const DAY: u64 = 24 * 60 * 60;
const LIST: &str = "/activity/notices";

/// Marina before the screen, and her mail.
struct Desk {
    demo: Demo,
    browser: Browser,
    postbox: Postbox,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// Everything was read once, since what is read first is no change, and nothing is unread.
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let postbox = Postbox::open().await;
        let server = format!("127.0.0.1:{}", postbox.port);
        let demo = Demo::start(folder.path(), &["--no-story", "--smtp", &server]);
        let browser = Browser::open().await;
        browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
        let desk = Self { demo, browser, postbox, _folder: folder };
        eventually("the first readings are shown", async || {
            desk.go("/numbers").await;
            let rows = "return document.querySelectorAll('[data-number] [data-field=\"status\"]')";
            desk.browser.run(&format!("{rows}.length")).await.as_u64() >= Some(4)
        })
        .await;
        assert_eq!(desk.unread().await, 0);
        desk
    }

    async fn go(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.demo.console)).await;
    }

    async fn number(&self, id: &str, change: Value) {
        self.demo.control(&format!("numbers/{id}"), change).await;
    }

    async fn turn(&self, seconds: u64) {
        self.demo.control("clock", json!({"advance_seconds": seconds})).await;
    }

    /// What the bell of the page says is unread.
    async fn unread(&self) -> u64 {
        let said = self.browser.run("return document.querySelector('.bell').dataset.unread").await;
        said.as_str().and_then(|said| said.parse().ok()).expect("a bell with a number")
    }

    /// Waits until the page that is open rings so often, without a reload.
    async fn rings(&self, unread: u64, why: &str) {
        eventually(why, async || self.unread().await == unread).await;
    }

    /// What the open bell shows, newest first.
    async fn bell(&self) -> Vec<String> {
        self.browser.click(".bell").await;
        eventually("the bell opens", async || {
            let script = "return document.querySelector('#menu-notices').matches(':popover-open')";
            self.browser.run(script).await == json!(true)
        })
        .await;
        let lines =
            "return [...document.querySelectorAll('#menu-notices li')].map(l => l.innerText)";
        let lines = self.browser.run(lines).await;
        let lines = lines.as_array().cloned().unwrap_or_default();
        let lines = lines.iter().filter_map(Value::as_str).map(|line| line.replace('\n', " "));
        let lines = lines.collect();
        self.browser.press("\u{e00c}").await;
        lines
    }

    /// Waits for the mail with this subject, and for no other.
    async fn mail(&self, nth: usize, subject: &str) -> Letter {
        eventually(subject, async || self.postbox.letters().len() >= nth).await;
        let letters = self.postbox.letters();
        let subjects: Vec<String> = letters.iter().map(Letter::subject).collect();
        assert_eq!(letters.len(), nth, "{subjects:?}");
        assert_eq!(subjects[nth - 1], subject);
        letters[nth - 1].clone()
    }

    /// The notice of a kind on the page that is open: the one that holds, or one that ended.
    async fn notice(&self, kind: &str, is_open: bool) -> String {
        let place = if is_open { "#notices-open" } else { "#notices-ended" };
        let text = self.browser.text(&format!("{place} [data-notice=\"{kind}\"]")).await;
        text.replace('\n', " ")
    }
}

/// The way to a number's page stands in both parts of a mail.
fn check_parts(desk: &Desk, mail: &Letter, words: &[&str]) {
    assert_eq!(mail.to, ["marina@casaipe.example"]);
    let (plain, html) = (mail.plain(), mail.part("text/html"));
    for words in words {
        assert!(plain.contains(words), "{words}: {plain}");
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(plain.contains(&desk.demo.console) && html.contains(&desk.demo.console));
    assert!(html.contains("<html lang=\"pt-BR\">"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn quality_falls_the_bell_rings_a_mail_comes_and_after_seven_days_the_limit_is_one_lower() {
    let desk = Desk::open().await;
    let page = format!("/numbers/{COBRANCA}");
    desk.go(&page).await;
    desk.number(COBRANCA, json!({"messaging_limit_tier": "TIER_100K"})).await;
    desk.rings(1, "the limit of 100,000").await;

    // Quality falls: the bell of the open page rings, and a mail arrives.
    let red = json!({"quality": "RED", "reasons": ["SPAM", "DID_NOT_SIGN_UP"]});
    desk.number(COBRANCA, red).await;
    desk.rings(2, "the bell rings").await;
    let newest = desk.bell().await[0].clone();
    assert!(newest.contains("Qualidade baixa") && newest.contains("Cobrança"), "{newest}");
    let mail = desk.mail(1, "Cobrança: Qualidade baixa · Casa Ipê").await;
    let words = ["Marina", "Cobrança", "Qualidade baixa", "de Verde · alta para Vermelho · baixa"];
    check_parts(&desk, &mail, &words);
    assert!(mail.plain().contains(&format!("{}{page}", desk.demo.console)));
    assert!(mail.plain().contains("Spam") && mail.plain().contains("Não me inscrevi"));

    acknowledge(&desk, "quality_low").await;

    // Flagged, with its clock of seven days.
    desk.go(&page).await;
    desk.number(COBRANCA, json!({"status": "FLAGGED"})).await;
    let mail = desk.mail(2, "Cobrança: Número sinalizado · Casa Ipê").await;
    check_parts(&desk, &mail, &["de Conectado para Sinalizado", "sete dias"]);
    let place = async || desk.browser.text("#place").await.replace('\n', " ");
    eventually("Sinalizado on the page", async || place().await.contains("Sinalizado")).await;
    assert!(place().await.contains("Um número Sinalizado tem 7 dias"), "{}", place().await);

    // The seventh day without better quality: connected again, one tier lower, and its history.
    desk.turn(7 * DAY + 60).await;
    let outcome = "Voltou a Conectado, com o limite do próximo nível: de 100.000 para 10.000.";
    eventually("what came of it", async || place().await.contains(outcome)).await;
    let marks = desk.browser.text("#quality").await + &desk.browser.text("#news").await;
    for mark in ["de Sinalizado para Conectado", "de 100.000 para 10.000", "Vermelho · baixa"] {
        assert!(marks.contains(mark), "{mark}: {marks}");
    }
    assert!(desk.browser.text("#head").await.contains("10.000"));
    desk.go(LIST).await;
    let flagged = desk.notice("flagged", false).await;
    assert!(flagged.contains("Resolvido sozinho em"), "{flagged}");
    let lowered = desk.notice("limit_down", false).await;
    assert!(lowered.contains("passou de 100.000 para 10.000"), "{lowered}");
    assert!(!desk.notice("quality_low", true).await.is_empty(), "quality is low still");

    // Better quality ends the last one by itself, on the open page, and mails nothing.
    desk.number(COBRANCA, json!({"quality": "GREEN"})).await;
    eventually("resolved by itself", async || {
        desk.notice("quality_low", false).await.contains("Resolvido sozinho em")
    })
    .await;
    let ended = desk.notice("quality_low", false).await;
    assert!(ended.contains("Marina Tavares está ciente desde"), "who stays on the page: {ended}");
    assert!(desk.browser.text("#notices-open").await.contains("Nada em aberto"));
    assert_eq!(desk.postbox.letters().len(), 2, "a limit and an end are told in the app alone");
    desk.browser.assert_quiet().await;
}

/// Takes a notice up and looks at everything else, as a person does.
async fn acknowledge(desk: &Desk, kind: &str) {
    desk.go(LIST).await;
    assert!(desk.notice(kind, true).await.contains("Estou ciente"));
    desk.browser.click(&format!("[data-notice=\"{kind}\"] form[action$=acknowledge] button")).await;
    let is_said =
        async || desk.notice(kind, true).await.contains("Marina Tavares está ciente desde");
    eventually("the page says who and when", is_said).await;
    assert!(!desk.notice(kind, true).await.contains("Estou ciente"));
    desk.browser.click("#notices-act form[action$=seen] button").await;
    desk.rings(0, "all is read").await;
    assert!(desk.notice(kind, true).await.contains("Marina"), "a look ends nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_at_its_limit_is_restricted_told_at_once_and_free_after_24_hours() {
    let desk = Desk::open().await;
    let page = format!("/numbers/{ATENDIMENTO}");
    desk.go(&page).await;
    desk.number(ATENDIMENTO, json!({"messaging_limit_tier": "TIER_250"})).await;
    desk.rings(1, "the limit of 250").await;
    let crowd = json!({"from": ATENDIMENTO, "users": 250, "category": "marketing"});
    desk.demo.control("sends", crowd).await;
    let mail = desk.mail(1, "Atendimento: Número restrito · Casa Ipê").await;
    let words = ["de Conectado para Restrito", "Por 24 horas não inicia conversas", "responder"];
    check_parts(&desk, &mail, &words);
    let place = async || desk.browser.text("#place").await.replace('\n', " ");
    eventually("Restrito on the page", async || place().await.contains("Restrito")).await;
    let rule = "Um número Restrito não inicia conversas por 24 h; responder pode.";
    let now = place().await;
    assert!(now.contains(rule) && now.contains("continua permitido"), "{now}");
    assert!(desk.bell().await[0].contains("Número restrito"));
    acknowledge(&desk, "restricted").await;

    desk.turn(DAY + 60).await;
    eventually("resolved by itself", async || {
        desk.notice("restricted", false).await.contains("Resolvido sozinho em")
    })
    .await;
    assert!(desk.notice("restricted", false).await.contains("Marina Tavares está ciente desde"));
    desk.go(&page).await;
    let place = place().await;
    assert!(place.contains("Agora Conectado"), "{place}");
    assert!(place.contains("O que aconteceu das outras vezes Restrito"), "{place}");
    assert_eq!(desk.postbox.letters().len(), 1, "freedom is told in the app alone");
    let log = desk.demo.get("/activity/log", Some(&desk.demo.other().await)).await.text;
    assert!(!log.contains("marina@"), "another company's log is its own");
    desk.browser.assert_quiet().await;
}
