//! The whole way: Meta's world changes, and a mail arrives, once, though the program be killed.

mod postbox;
mod program;

use std::collections::BTreeSet;
use std::path::Path;

use postbox::{Manner, Postbox};
use program::{Demo, eventually};
use serde_json::json;

const NUMBER: &str = "106540352242922";

fn start(folder: &Path, port: u16) -> Demo {
    Demo::start(folder, &["--no-story", "--smtp", &format!("127.0.0.1:{port}")])
}

/// A folder whose demo has read the number once: what is read first is no change.
async fn read_once(folder: &Path, port: u16) -> Demo {
    let demo = start(folder, port);
    let cookie = demo.owner().await;
    eventually("the first reading", async || {
        demo.get(&format!("/numbers/{NUMBER}"), Some(&cookie)).await.text.contains("GREEN")
    })
    .await;
    demo
}

fn subjects(postbox: &Postbox) -> Vec<String> {
    postbox.letters().iter().filter_map(|letter| letter.header("Subject")).collect()
}

#[tokio::test]
async fn a_quality_that_falls_reaches_its_tenants_owner_by_mail_once() {
    let (folder, postbox) = (tempfile::tempdir().expect("a folder"), Postbox::open().await);
    let demo = read_once(folder.path(), postbox.port).await;
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    eventually("a mail", async || !postbox.letters().is_empty()).await;
    // The next happening comes after whatever the first one still had to say.
    demo.control(&format!("numbers/{NUMBER}"), json!({"status": "RESTRICTED"})).await;
    eventually("another mail", async || postbox.letters().len() > 1).await;
    assert_eq!(subjects(&postbox).len(), 2, "{:?}", subjects(&postbox));
    let to: BTreeSet<String> = postbox.letters().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to.into_iter().collect::<Vec<_>>(), ["marina@casaipe.example"]);
}

#[tokio::test]
async fn a_kill_between_queue_and_sending_loses_no_mail() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut postbox = Postbox::open().await;
    let mut demo = read_once(folder.path(), postbox.port).await;
    postbox.behave(Manner::Closes);
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    eventually("a try", async || postbox.connections() > 0).await;
    demo.kill();
    postbox.stop().await;
    postbox.behave(Manner::Takes);
    postbox.start().await;
    let demo = start(folder.path(), postbox.port);
    demo.control("clock", json!({"advance_seconds": 120})).await;
    eventually("the mail", async || !postbox.letters().is_empty()).await;
    assert_eq!(postbox.letters().len(), 1);
}

#[tokio::test]
async fn a_kill_between_sending_and_noting_repeats_that_mail_under_the_same_id() {
    let (folder, postbox) = (tempfile::tempdir().expect("a folder"), Postbox::open().await);
    let mut demo = read_once(folder.path(), postbox.port).await;
    postbox.behave(Manner::Hangs);
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    eventually("the mail", async || postbox.letters().len() == 1).await;
    demo.kill();
    postbox.behave(Manner::Takes);
    let demo = start(folder.path(), postbox.port);
    eventually("the mail again", async || postbox.letters().len() == 2).await;
    demo.control(&format!("numbers/{NUMBER}"), json!({"status": "RESTRICTED"})).await;
    eventually("another mail", async || postbox.letters().len() > 2).await;
    let ids: Vec<_> = postbox.letters().iter().map(|letter| letter.header("Message-ID")).collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1], ids[2]);
}

#[tokio::test]
async fn no_log_line_has_an_address_or_what_the_mail_server_said() {
    let (folder, postbox) = (tempfile::tempdir().expect("a folder"), Postbox::open().await);
    let log = folder.path().join("log.txt");
    let refusal = Manner::Answers("RCPT", "550 5.1.1 <marina@casaipe.example> hidden-words");
    postbox.behave(refusal);
    let server = format!("127.0.0.1:{}", postbox.port);
    let demo = Demo::start_logging_with(folder.path(), &log, &["--no-story", "--smtp", &server]);
    let cookie = demo.owner().await;
    eventually("the first reading", async || {
        demo.get(&format!("/numbers/{NUMBER}"), Some(&cookie)).await.text.contains("GREEN")
    })
    .await;
    demo.control(&format!("numbers/{NUMBER}"), json!({"quality": "RED"})).await;
    let logged = || std::fs::read_to_string(&log).expect("a log");
    eventually("a refusal in the log", async || logged().contains("A mail was not taken")).await;
    for secret in ["marina@", "hidden-words", "demo.example"] {
        assert!(!logged().contains(secret), "{secret} is in the log");
    }
}

#[test]
fn a_mail_server_elsewhere_is_not_spoken_to_in_plain() {
    for wrong in ["mail.example.com:25", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:smtp"] {
        let ended = program::run(program::farol().args(["demo", "--smtp", wrong]));
        assert_eq!(ended.status.code(), Some(2), "{wrong}");
        let words = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(words.contains("--smtp"), "{words}");
    }
}
