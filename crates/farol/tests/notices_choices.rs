//! When a person wants mail, chosen on the page and kept by the running program: quiet hours and what
//! is urgent in them, the digest, a pause, and no alarm of what is old news.

mod postbox;
mod program;

use postbox::{Letter, Postbox};
use program::{Demo, eventually, sign, words};
use serde_json::{Value, json};

const COBRANCA: &str = "106540352242922";
const VENDAS: &str = "104857736119203";
const RECEPCAO: &str = "115586902247310";
const HOUR: i64 = 60 * 60;
/// Clocks of São Paulo, the demo's zone, stand this far behind UTC all year.
const BEHIND: i64 = 3 * HOUR;
const SECOND_LOW: &str = "Vendas: Qualidade baixa · Casa Ipê";
const RESTRICTED: &str = "Cobrança: Número restrito · Casa Ipê";

/// A demo with a mail server, and Marina's and Otávio's sessions.
struct Office {
    demo: Demo,
    postbox: Postbox,
    marina: String,
    otavio: String,
    _folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let (folder, postbox) = (tempfile::tempdir().expect("a folder"), Postbox::open().await);
        let server = format!("127.0.0.1:{}", postbox.port);
        let demo = Demo::start(folder.path(), &["--no-story", "--smtp", &server]);
        let (marina, otavio) = (demo.owner().await, demo.other().await);
        let office = Self { demo, postbox, marina, otavio, _folder: folder };
        for (number, who) in
            [(COBRANCA, &office.marina), (VENDAS, &office.marina), (RECEPCAO, &office.otavio)]
        {
            office.shows(who, &format!("/numbers/{number}"), "Verde · alta").await;
        }
        office
    }

    async fn shows(&self, who: &str, path: &str, said: &str) {
        eventually(said, async || words(&self.demo.get(path, Some(who)).await.text).contains(said))
            .await;
    }

    async fn number(&self, number: &str, change: Value) {
        self.demo.control(&format!("numbers/{number}"), change).await;
    }

    /// Turns a number red and waits until the app tells it.
    async fn low(&self, number: &str, name: &str) {
        self.number(number, json!({"quality": "RED"})).await;
        self.shows(&self.marina, "/activity/notices", &format!("Qualidade baixa · {name}")).await;
    }

    async fn turn(&self, seconds: i64) {
        self.demo.control("clock", json!({"advance_seconds": seconds})).await;
    }

    /// The time of the wall so many hours from now, as a form takes it.
    async fn wall(&self, hours: i64) -> String {
        let now = self.demo.control("clock", json!({"advance_seconds": 0})).await;
        let minutes = (now["now"].as_i64().expect("a time") - BEHIND + hours * HOUR) / 60;
        format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
    }

    /// Posts Marina's choice of times.
    async fn choose(&self, form: Value) {
        let headers = [("cookie", &*self.marina), ("origin", &self.demo.console)];
        let answer = self.demo.post_form("/activity/times", &form, &headers).await;
        let location = answer.location.unwrap_or_default();
        assert!(location.starts_with("/activity/rules#saved"), "{location} {}", answer.text);
    }

    /// Waits until so many mails came; their subjects, in order.
    async fn mails(&self, count: usize) -> Vec<String> {
        eventually("the mails", async || self.postbox.letters().len() >= count).await;
        self.postbox.letters().iter().map(Letter::subject).collect()
    }
}

#[tokio::test]
async fn quiet_hours_keep_mails_until_their_end_and_let_a_block_through() {
    let office = Office::open().await;
    let (from, to) = (office.wall(-1).await, office.wall(5).await);
    office.choose(json!({"quiet": "1", "from": from, "to": to})).await;
    office.low(COBRANCA, "Cobrança").await;
    office.low(VENDAS, "Vendas").await;
    office.shows(&office.marina, "/activity/log", "Na fila para").await;
    office.number(COBRANCA, json!({"status": "RESTRICTED"})).await;
    assert_eq!(office.mails(1).await, [RESTRICTED], "what can't wait does not");
    office.turn(6 * HOUR).await;
    let mails = office.mails(2).await;
    assert_eq!(mails.len(), 2, "{mails:?}");
    let told = office.postbox.letters()[1].plain();
    assert!(told.contains("Enquanto os e-mails esperavam, houve isto:"), "{told}");
    for number in ["Cobrança · +55", "Vendas · +55"] {
        assert_eq!(told.matches(number).count(), 1, "{told}");
    }
}

#[tokio::test]
async fn a_digest_is_one_mail_a_day_and_a_block_does_not_wait_for_it() {
    let office = Office::open().await;
    let digest_at = office.wall(2).await;
    office.choose(json!({"digest": "1", "digest_at": digest_at})).await;
    office.low(COBRANCA, "Cobrança").await;
    office.low(VENDAS, "Vendas").await;
    office.number(COBRANCA, json!({"status": "RESTRICTED"})).await;
    assert_eq!(office.mails(1).await, [RESTRICTED]);
    office.turn(3 * HOUR).await;
    assert_eq!(office.mails(2).await, [RESTRICTED, "Resumo de Casa Ipê: 2 avisos"]);
    let told = office.postbox.letters()[1].plain();
    assert!(told.contains("desde o último resumo:"), "{told}");
}

#[tokio::test]
async fn a_pause_sends_nothing_even_of_a_block_and_its_end_brings_no_old_mail() {
    let office = Office::open().await;
    let until = office.demo.control("clock", json!({"advance_seconds": 0})).await;
    let until = until["now"].as_i64().expect("a time") - BEHIND + 2 * HOUR;
    let until =
        jiff::Timestamp::from_second(until).expect("a moment").to_zoned(jiff::tz::TimeZone::UTC);
    let until = until.strftime("%Y-%m-%dT%H:%M").to_string();
    office.choose(json!({"muted_until": until})).await;
    office.low(COBRANCA, "Cobrança").await;
    office.number(COBRANCA, json!({"status": "RESTRICTED"})).await;
    office.shows(&office.marina, "/activity/notices", "Número restrito · Cobrança").await;
    office.turn(3 * HOUR).await;
    office.low(VENDAS, "Vendas").await;
    assert_eq!(office.mails(1).await, [SECOND_LOW], "the app told the others");
}

#[tokio::test]
async fn a_mail_that_waited_when_a_pause_began_is_said_not_to_have_gone() {
    let office = Office::open().await;
    let (from, to) = (office.wall(-1).await, office.wall(5).await);
    office.choose(json!({"quiet": "1", "from": from, "to": to})).await;
    office.low(COBRANCA, "Cobrança").await;
    office.shows(&office.marina, "/activity/log", "Na fila para").await;
    office.choose(json!({"muted_until": "2999-01-01T00:00"})).await;
    office.turn(6 * HOUR).await;
    let said = "Não foi enviado: os e-mails estavam em pausa";
    office.shows(&office.marina, "/activity/log", said).await;
    assert!(office.postbox.letters().is_empty());
}

/// Meta's decision on Cobrança's name, told so many hours ago and delivered now.
async fn decided(office: &Office, name: &str, hours_ago: i64) {
    let now = office.demo.control("clock", json!({"advance_seconds": 0})).await;
    let sent_at = now["now"].as_i64().expect("a time") - hours_ago * HOUR;
    let value = json!({"display_phone_number": "+55 21 95555-0164", "decision": "APPROVED",
        "requested_verified_name": name, "rejection_reason": null});
    let change = json!({"field": "phone_number_name_update", "value": value});
    let entry = json!({"id": "102290129340398", "time": sent_at, "changes": [change]});
    let body = json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string();
    let signature = sign(&office.demo.app_secret().await, body.as_bytes());
    assert_eq!(office.demo.post_webhook(body.into_bytes(), Some(signature)).await, 200);
}

#[tokio::test]
async fn what_meta_delivers_a_day_late_is_on_the_timeline_and_alarms_nobody() {
    let office = Office::open().await;
    decided(&office, "Nome de anteontem", 30).await;
    office.shows(&office.marina, "/activity", "Nome de anteontem").await;
    let list = words(&office.demo.get("/activity/notices", Some(&office.marina)).await.text);
    assert!(list.contains("Nenhum aviso encerrado ainda."), "{list}");
    decided(&office, "Nome de agora", 1).await;
    office.shows(&office.marina, "/activity/notices", "Nome de exibição aprovado").await;
    let list = words(&office.demo.get("/activity/notices", Some(&office.marina)).await.text);
    assert!(!list.contains("anteontem"), "{list}");
}
