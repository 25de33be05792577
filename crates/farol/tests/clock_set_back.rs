//! The clock of the machine is set back by an hour while the program is down: it says so, nothing
//! that was told is lost or told again, and what waited goes out without waiting for that hour again.

mod postbox;
mod program;

use std::path::Path;

use postbox::{Manner, Postbox};
use program::{Demo, eventually, farol, words};
use serde_json::{Value, json};

const NUMBER: &str = "106540352242922";
const SECOND: &str = "104857736119203";
const HOUR_MS: i64 = 60 * 60 * 1_000;

fn start(folder: &Path, log: &Path, postbox: &Postbox) -> Demo {
    let server = format!("127.0.0.1:{}", postbox.port);
    let mut command = farol();
    command.stderr(std::fs::File::create(log).expect("a file"));
    Demo::start_as(command, folder, &["--no-story", "--smtp", &server])
}

/// Sets the clock that console and emulator share back by an hour, while both are down.
fn set_back(folder: &Path) {
    let file = folder.join("emulator.json");
    let text = std::fs::read_to_string(&file).expect("the emulator's state");
    let mut state: Value = serde_json::from_str(&text).expect("JSON");
    let offset = state["offset_ms"].as_i64().expect("the clock's offset");
    assert!(offset >= HOUR_MS, "it was turned forward before");
    state["offset_ms"] = json!(offset - HOUR_MS);
    std::fs::write(&file, state.to_string()).expect("written");
}

fn subjects(postbox: &Postbox) -> Vec<String> {
    postbox.letters().iter().map(|letter| letter.subject()).collect()
}

async fn shows(demo: &Demo, cookie: &str, path: &str, said: &str) {
    eventually(said, async || words(&demo.get(path, Some(cookie)).await.text).contains(said)).await;
}

#[tokio::test]
async fn an_hour_back_is_said_on_the_timeline_and_in_the_log_and_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (log, postbox) = (folder.path().join("log.txt"), Postbox::open().await);
    let mut demo = start(folder.path(), &log, &postbox);
    let cookie = demo.owner().await;
    for number in [NUMBER, SECOND] {
        shows(&demo, &cookie, &format!("/numbers/{number}"), "Verde").await;
    }
    demo.control("clock", json!({"advance_seconds": 2 * HOUR_MS / 1_000})).await;
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    eventually("the first mail", async || postbox.letters().len() == 1).await;
    // The next mail is put off, at an hour that will not have come yet.
    postbox.behave(Manner::Closes);
    demo.control(&format!("numbers/{SECOND}"), json!({"quality": "RED"})).await;
    shows(&demo, &cookie, "/activity/log", "Não foi; nova tentativa em").await;

    demo.kill();
    set_back(folder.path());
    postbox.behave(Manner::Takes);
    let demo = start(folder.path(), &log, &postbox);
    let cookie = demo.owner().await;
    let said = "Relógio o relógio desta instalação voltou";
    shows(&demo, &cookie, "/activity", said).await;
    let logged = std::fs::read_to_string(&log).expect("a log");
    assert!(logged.contains("The clock was turned back"), "{logged}");
    eventually("the mail that waited", async || postbox.letters().len() == 2).await;
    let list = words(&demo.get("/activity/notices", Some(&cookie)).await.text);
    for told in ["Qualidade baixa · Cobrança", "Qualidade baixa · Vendas"] {
        assert_eq!(list.matches(told).count(), 1, "{told}: {list}");
    }

    // Readings go on: what ends is seen to end, and what begins is told, once.
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "GREEN"})).await;
    shows(&demo, &cookie, "/activity/notices", "Resolvido sozinho em").await;
    demo.control(&format!("numbers/{SECOND}"), json!({"status": "RESTRICTED"})).await;
    eventually("the next mail", async || postbox.letters().len() > 2).await;
    let told = ["Cobrança: Qualidade baixa", "Vendas: Qualidade baixa", "Vendas: Número restrito"];
    assert_eq!(subjects(&postbox), told.map(|told| format!("{told} · Casa Ipê")));
    let lines = words(&demo.get("/activity", Some(&cookie)).await.text);
    assert_eq!(lines.matches(said).count(), 1, "one account, one line: {lines}");
}
