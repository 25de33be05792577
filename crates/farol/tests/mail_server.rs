//! A mail server that is set wrongly, refuses or is gone: each says so in a sentence where a person
//! looks, and nothing that was to be told is lost.

mod postbox;
mod program;

use std::path::Path;

use postbox::{Certificate, Manner, Postbox};
use program::{Demo, eventually, farol, run, words};
use serde_json::json;

const NUMBER: &str = "106540352242922";
const SECOND: &str = "104857736119203";
const HOUR: u64 = 60 * 60;
const PASSWORD: &str = "correct-horse-battery";

/// The program with a mail server in its environment; Marina's session.
struct Office {
    demo: Demo,
    cookie: String,
    folder: tempfile::TempDir,
}

impl Office {
    /// With these variables; what is read first has been read.
    async fn open(variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let log = std::fs::File::create(folder.path().join("log.txt")).expect("a file");
        let mut command = farol();
        command.envs(variables.iter().copied()).stderr(log);
        let demo = Demo::start_as(command, folder.path(), &["--no-story"]);
        let office = Self { cookie: demo.owner().await, demo, folder };
        for number in [NUMBER, SECOND] {
            eventually("the first reading", async || {
                office.page(&format!("/numbers/{number}")).await.contains("GREEN")
            })
            .await;
        }
        office
    }

    /// With a server on this machine in plain, and a login or none.
    async fn beside(postbox: &Postbox, more: &[(&str, &str)]) -> Self {
        let port = postbox.port.to_string();
        let server = [
            ("FAROL_SMTP_HOST", "127.0.0.1"),
            ("FAROL_SMTP_PORT", &port),
            ("FAROL_SMTP_SECURITY", "none"),
            ("FAROL_SMTP_FROM", "Farol <farol@demo.example>"),
        ];
        Self::open(&[&server[..], more].concat()).await
    }

    async fn page(&self, path: &str) -> String {
        self.demo.get(path, Some(&self.cookie)).await.text
    }

    /// What a person reads of a page.
    async fn words(&self, path: &str) -> String {
        words(&self.page(path).await)
    }

    async fn quality(&self, number: &str, quality: &str) {
        self.demo.control(&format!("numbers/{number}"), json!({"quality": quality})).await;
    }

    /// Presses the button that tries the mail server; the status, and what the page then says of it.
    async fn try_mail(&self) -> (u16, String) {
        let headers = [("cookie", &*self.cookie), ("origin", &self.demo.console)];
        let answer = self.demo.post_form("/activity/test", &json!({}), &headers).await;
        let (_, part) = answer.text.split_once("id=\"mail-test\"").expect("the part of the test");
        (answer.status, words(part.split("</section>").next().expect("a part")))
    }

    async fn log_says(&self, said: &str) {
        eventually(said, async || self.words("/activity/log").await.contains(said)).await;
    }

    async fn turn(&self, seconds: u64) {
        self.demo.control("clock", json!({"advance_seconds": seconds})).await;
    }

    fn logged(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log.txt")).expect("a log")
    }
}

fn subjects(postbox: &Postbox) -> Vec<String> {
    let mut subjects: Vec<String> =
        postbox.letters().iter().map(|letter| letter.subject()).collect();
    subjects.sort();
    subjects
}

const LOW: &str = "Cobrança: Qualidade baixa · Casa Ipê";
const SECOND_LOW: &str = "Vendas: Qualidade baixa · Casa Ipê";
const RESTRICTED: &str = "Cobrança: Número restrito · Casa Ipê";

/// What the program says and leaves behind when these settings are wrong.
fn refused(variables: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let output = run(farol()
        .args(["demo", "--listen", "127.0.0.1:0", "--emulator-listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .envs(variables.iter().copied()));
    let words = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(3), "{variables:?}: {words}");
    assert!(!data.exists() && output.stdout.is_empty(), "{variables:?}");
    words
}

#[test]
fn wrong_settings_end_the_start_with_3_and_a_sentence_that_names_the_variable() {
    let missing = Path::new("/nowhere/password").to_str().expect("UTF-8");
    let host = ("FAROL_SMTP_HOST", "mail.example");
    let from = ("FAROL_SMTP_FROM", "Farol <farol@casaipe.example>");
    for (set, begins, says) in [
        (vec![("FAROL_SMTP_HOTS", "mail.example")], "FAROL_SMTP_HOTS", "FAROL_SMTP_HOST"),
        (vec![from], "FAROL_SMTP_HOST is missing", "mail can't be sent without"),
        (vec![host], "FAROL_SMTP_FROM is missing", "mail can't be sent without"),
        (vec![host, ("FAROL_SMTP_FROM", "nobody")], "FAROL_SMTP_FROM is", "a mail address"),
        (vec![host, from, ("FAROL_SMTP_PORT", "smtp")], "FAROL_SMTP_PORT is", "from 1 to 65535"),
        (
            vec![host, from, ("FAROL_SMTP_SECURITY", "ssl")],
            "FAROL_SMTP_SECURITY is",
            "tls, starttls or none",
        ),
        (
            vec![host, from, ("FAROL_SMTP_SECURITY", "none")],
            "FAROL_SMTP_SECURITY is none",
            "for anyone on the way to read",
        ),
        (
            vec![host, from, ("FAROL_SMTP_USERNAME", "farol")],
            "FAROL_SMTP_PASSWORD_FILE is missing",
            "FAROL_SMTP_USERNAME needs it",
        ),
        (
            vec![
                host,
                from,
                ("FAROL_SMTP_USERNAME", "farol"),
                ("FAROL_SMTP_PASSWORD_FILE", missing),
            ],
            "FAROL_SMTP_PASSWORD_FILE names /nowhere/password",
            "can't be read",
        ),
    ] {
        let words = refused(&set);
        let is_it = |line: &str| line.contains(begins) && line.contains(says);
        assert!(words.lines().any(is_it), "{set:?}: {words}");
    }
}

#[tokio::test]
async fn a_login_that_is_refused_is_said_by_the_test_and_the_log_and_no_mail_is_lost() {
    let postbox = Postbox::open().await;
    postbox.behave(Manner::Answers("AUTH", "535 5.7.8 Username and Password not accepted"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, PASSWORD).expect("written");
    let login = [
        ("FAROL_SMTP_USERNAME", "farol"),
        ("FAROL_SMTP_PASSWORD_FILE", file.to_str().expect("UTF-8")),
    ];
    let office = Office::beside(&postbox, &login).await;
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 502);
    assert!(said.contains("O servidor recusou o e-mail de teste."), "{said}");
    assert!(said.contains("535 5.7.8 Username and Password not accepted"), "{said}");

    office.quality(NUMBER, "RED").await;
    office.log_says("Não foi; nova tentativa em").await;
    let list = office.words("/activity/notices").await;
    assert!(list.contains("Qualidade baixa · Cobrança"), "it is in the app meanwhile: {list}");

    // Whoever runs the server mends the login; nothing need be done here.
    postbox.behave(Manner::Takes);
    office.turn(HOUR / 2).await;
    office.log_says("Aceito pelo servidor").await;
    assert_eq!(subjects(&postbox), [LOW]);
    assert_eq!(postbox.letters()[0].login.as_deref(), Some("farol:correct-horse-battery"));
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 200);
    assert!(said.contains("O servidor aceitou o e-mail de teste."), "{said}");
    assert!(said.contains("250 2.0.0 Ok: queued as 4711"), "{said}");
    assert!(!office.logged().contains(PASSWORD));
}

#[tokio::test]
async fn a_refused_recipient_is_said_in_the_log_keeps_the_notice_and_holds_up_nobody() {
    let postbox = Postbox::open().await;
    postbox.behave(Manner::Answers("RCPT TO:<marina@", "550 5.1.1 No such user here"));
    let office = Office::beside(&postbox, &[]).await;
    office.quality(NUMBER, "RED").await;
    office.log_says("Recusado pelo servidor").await;
    let log = office.words("/activity/log").await;
    for said in ["Qualidade baixa", "marina@casaipe.example", "550 5.1.1 No such user here"] {
        assert!(log.contains(said), "{said}: {log}");
    }
    let list = office.words("/activity/notices").await;
    assert!(list.contains("Qualidade baixa · Cobrança"), "the app still tells it: {list}");
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 502);
    assert!(said.contains("550 5.1.1 No such user here"), "{said}");

    // Another company's mail goes out by the same server.
    let theirs = json!({"quality": "RED"});
    office.demo.control("numbers/115586902247310", theirs).await;
    eventually("their mail", async || !postbox.letters().is_empty()).await;
    assert_eq!(postbox.letters()[0].to, ["otavio@clinicaaurora.example"]);
    // A refusal is the end of that mail alone: the next one is tried, and taken.
    postbox.behave(Manner::Takes);
    office.demo.control(&format!("numbers/{NUMBER}"), json!({"status": "RESTRICTED"})).await;
    eventually("the next mail", async || postbox.letters().len() == 2).await;
    assert!(subjects(&postbox).contains(&RESTRICTED.to_owned()));
}

/// The server goes down, two numbers turn red, and so many hours pass in four turns.
async fn gone_for(postbox: &mut Postbox, seconds: u64) -> Office {
    let office = Office::beside(postbox, &[]).await;
    postbox.stop().await;
    office.quality(NUMBER, "RED").await;
    office.quality(SECOND, "RED").await;
    for number in ["Cobrança", "Vendas"] {
        eventually("it is in the app meanwhile", async || {
            let list = office.words("/activity/notices").await;
            list.contains(&format!("Qualidade baixa · {number}"))
        })
        .await;
    }
    office.log_says("Não foi; nova tentativa em").await;
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 502);
    assert!(said.contains("O servidor de e-mail não respondeu."), "{said}");
    assert!(said.contains("O que impediu: Connection refused"), "{said}");
    assert!(!said.contains("O servidor respondeu"), "nobody answered: {said}");
    assert!(said.contains("Avisos esperam na fila e saem quando ele responder."), "{said}");
    for _ in 0..4 {
        office.turn(seconds / 4).await;
    }
    office.log_says("nova tentativa em").await;
    assert!(postbox.letters().is_empty());
    office
}

#[tokio::test]
async fn most_of_a_day_without_a_mail_server_brings_each_mail_late_and_once() {
    let mut postbox = Postbox::open().await;
    let office = gone_for(&mut postbox, 20 * HOUR).await;
    postbox.start().await;
    office.turn(HOUR).await;
    eventually("both", async || postbox.letters().len() >= 2).await;
    assert_eq!(subjects(&postbox), [LOW, SECOND_LOW]);
    // What comes next comes after all that was still to come.
    office.demo.control(&format!("numbers/{NUMBER}"), json!({"status": "RESTRICTED"})).await;
    eventually("the next one", async || postbox.letters().len() > 2).await;
    assert_eq!(subjects(&postbox), [RESTRICTED, LOW, SECOND_LOW]);
    assert!(!office.words("/activity/log").await.contains("Não foi;"));
}

#[tokio::test]
async fn after_more_than_a_day_without_a_mail_server_what_is_old_comes_in_one_summary() {
    let mut postbox = Postbox::open().await;
    let office = gone_for(&mut postbox, 24 * HOUR - 1_200).await;
    office.demo.control(&format!("numbers/{NUMBER}"), json!({"status": "RESTRICTED"})).await;
    eventually("the block is in the app", async || {
        office.words("/activity/notices").await.contains("Número restrito")
    })
    .await;
    postbox.start().await;
    // A day of low quality ends in this hour: that number is flagged, which is news of now.
    office.turn(HOUR).await;
    eventually("all three", async || postbox.letters().len() >= 3).await;
    let summary = "Resumo de Casa Ipê: 2 avisos";
    assert_eq!(subjects(&postbox), [RESTRICTED, summary, "Vendas: Número sinalizado · Casa Ipê"]);
    let letters = postbox.letters();
    let told = letters.iter().find(|letter| letter.subject() == summary).expect("it came");
    let told = told.plain();
    assert!(told.contains("O servidor de e-mail não esteve disponível."), "{told}");
    for number in ["Cobrança · +55", "Vendas · +55"] {
        assert_eq!(told.matches(number).count(), 1, "{number}: {told}");
    }
    let log = office.words("/activity/log").await;
    assert_eq!(log.matches("Foi num resumo").count(), 2, "{log}");
    assert!(!log.contains("Não foi;"), "{log}");
}

/// The program beside a server whose way is protected; `trusted` is what its machine trusts.
async fn protected(postbox: &Postbox, security: &str, host: &str, trusted: &Path) -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, PASSWORD).expect("written");
    Office::open(&[
        ("SSL_CERT_FILE", trusted.to_str().expect("UTF-8")),
        ("FAROL_SMTP_HOST", host),
        ("FAROL_SMTP_PORT", &postbox.port.to_string()),
        ("FAROL_SMTP_SECURITY", security),
        ("FAROL_SMTP_FROM", "Farol <farol@demo.example>"),
        ("FAROL_SMTP_USERNAME", "farol"),
        ("FAROL_SMTP_PASSWORD_FILE", file.to_str().expect("UTF-8")),
    ])
    .await
}

async fn open_by(security: &str, certificate: &Certificate) -> Postbox {
    match security {
        "tls" => Postbox::open_tls(certificate).await,
        _ => Postbox::open_starttls(certificate).await,
    }
}

/// A mail and its login go over a way that is protected in this manner, and nothing else does.
async fn check_protected(security: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = Certificate::of(&["127.0.0.1"]);
    let postbox = open_by(security, &certificate).await;
    let trusted = certificate.trusted_by(folder.path());
    let office = protected(&postbox, security, "127.0.0.1", &trusted).await;
    office.quality(NUMBER, "RED").await;
    office.log_says("Aceito pelo servidor").await;
    let letter = &postbox.letters()[0];
    assert_eq!((letter.subject().as_str(), letter.is_protected), (LOW, true));
    assert_eq!(letter.login.as_deref(), Some("farol:correct-horse-battery"));
    assert_eq!(postbox.spoilt(), Vec::<String>::new());
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 200, "{said}");
}

#[tokio::test]
async fn mail_goes_by_tls_from_the_first_byte() {
    check_protected("tls").await;
}

#[tokio::test]
async fn mail_goes_by_starttls_and_nothing_before_it() {
    check_protected("starttls").await;
}

/// A server whose certificate is not taken gets no login and no mail, and the test says why.
async fn check_untrusted(security: &str, named: &str, is_trusted: bool, says: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = Certificate::of(&[named]);
    let other = Certificate::of(&["another.example"]);
    let postbox = open_by(security, &certificate).await;
    let trusted = if is_trusted { &certificate } else { &other }.trusted_by(folder.path());
    let office = protected(&postbox, security, "127.0.0.1", &trusted).await;
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 502, "{security} {named}: {said}");
    assert!(said.contains("A conexão com o servidor de e-mail não pôde ser protegida."), "{said}");
    assert!(said.contains("Nada foi enviado."), "{said}");
    assert!(said.contains(says), "{security} {named}: {said}");
    office.quality(NUMBER, "RED").await;
    office.log_says("Não foi; nova tentativa em").await;
    assert!(postbox.letters().is_empty() && postbox.spoilt().is_empty());
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_gets_no_mail_and_is_named_by_the_test() {
    for security in ["tls", "starttls"] {
        check_untrusted(security, "127.0.0.1", false, "O que impediu: invalid peer certificate")
            .await;
    }
}

#[tokio::test]
async fn a_certificate_of_another_name_gets_no_mail_and_is_named_by_the_test() {
    check_untrusted("tls", "mail.elsewhere.example", true, "mail.elsewhere.example").await;
}

#[tokio::test]
async fn a_server_that_offers_no_starttls_gets_nothing_in_plain() {
    let folder = tempfile::tempdir().expect("a folder");
    let postbox = Postbox::open().await;
    let trusted = Certificate::of(&["127.0.0.1"]).trusted_by(folder.path());
    let office = protected(&postbox, "starttls", "127.0.0.1", &trusted).await;
    let (status, said) = office.try_mail().await;
    assert_eq!(status, 502);
    assert!(said.contains("A conexão com o servidor de e-mail não pôde ser protegida."), "{said}");
    assert!(said.to_uppercase().contains("STARTTLS"), "{said}");
    assert!(postbox.letters().is_empty());
}
