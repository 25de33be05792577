//! What can't be shown: not allowed, not there, broken.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::json;

use super::program::{Demo, eventually, farol};
use super::{Browser, Rows, at, entered};

/// Not there, or not this person's: the same page, with a way on.
const NOT_THERE: Rows = &[
    ("/missing", "Este endereço não existe"),
    ("/numbers/1", "Este endereço não existe"),
    ("/numbers/115586902247310", "Este endereço não existe"),
    ("/errors/not-a-code", "Este endereço não existe"),
    ("/errors/999999", "999999"),
    ("/invitation?link=none", "não vale mais"),
    ("/password/reset?link=none", "não vale mais"),
];

/// Pages of whose rows a table is taken away, and the table.
const BROKEN: [(&str, &str); 9] = [
    ("/overview", "replica"),
    ("/numbers", "replica"),
    ("/numbers/106540352242922", "replica"),
    ("/health", "replica"),
    ("/profile", "replica"),
    ("/activity", "change"),
    ("/activity/notices", "notice"),
    ("/settings/people", "invitation"),
    ("/settings/audit", "audit"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_in_words_with_a_way_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, browser) = entered(folder.path(), &["--no-story"]).await;
    super::check_rows(&demo, &browser, NOT_THERE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_is_told_as_what_they_are_and_whom_to_ask() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    let browser = Browser::open().await;
    browser.go(demo.ready["other"]["login_url"].as_str().expect("a link")).await;
    at(&demo, &browser, "/settings/tenants").await;
    assert_eq!(browser.text("h1").await, "Você não pode fazer isto");
    let text = browser.text("main").await;
    assert!(text.contains("Clínica Aurora") && text.contains("Proprietário"), "{text}");
    let way = "return !!document.querySelector('main a[href=\"/overview\"]')";
    assert_eq!(browser.run(way).await, json!(true));
}

/// A program whose log can be read while it runs.
fn logged(folder: &std::path::Path) -> (Demo, std::thread::JoinHandle<String>) {
    let (mut log, into) = std::io::pipe().expect("a pipe");
    let mut command = farol();
    command.stderr(Stdio::from(into));
    // Read all along, since a full pipe would hold the program up.
    let read = std::thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).expect("the log");
        text
    });
    (Demo::start_as(command, folder, &["--no-story"]), read)
}

/// Gives a table another name, as a damage would take it away, or its own again.
fn rename(folder: &std::path::Path, from: &str, to: &str) {
    let ledger = rusqlite::Connection::open(folder.join("ledger.db")).expect("the ledger opens");
    ledger.busy_timeout(std::time::Duration::from_secs(20)).expect("set");
    ledger
        .execute_batch(&format!(
            "PRAGMA legacy_alter_table = ON; ALTER TABLE \"{from}\" RENAME TO \"{to}\""
        ))
        .expect("renamed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_broken_says_a_reference_that_is_in_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let (demo, log) = logged(folder.path());
    let browser = Browser::open().await;
    browser.go(demo.ready["login_url"].as_str().expect("a link")).await;
    let mut references = Vec::new();
    for (page, table) in BROKEN {
        at(&demo, &browser, page).await;
        assert!(!browser.text("h1").await.is_empty(), "{page} is whole before");
        rename(folder.path(), table, "gone");
        eventually("it is broken", async || {
            at(&demo, &browser, page).await;
            browser.text("h1").await == "Esta página não pôde ser feita"
        })
        .await;
        let text = browser.text("main").await;
        assert!(text.contains("continuam chegando"), "{page} says what still works: {text}");
        let reference = browser.text("main code").await;
        assert_eq!(reference.len(), 8, "{page}: {text}");
        assert!(
            !text.contains("replica") && !text.contains("SQL"),
            "the cause is for the log alone"
        );
        references.push((page, reference));
        rename(folder.path(), "gone", table);
        eventually("it is whole again", async || {
            at(&demo, &browser, page).await;
            browser.text("h1").await != "Esta página não pôde ser feita"
        })
        .await;
    }
    drop(demo);
    let text = log.join().expect("read to its end");
    for (page, reference) in references {
        let line = text.lines().find(|line| line.contains(&reference));
        let line = line.unwrap_or_else(|| panic!("{page}: {reference} is not in the log"));
        assert!(line.contains("ERROR") && line.contains("no such table"), "{line}");
    }
}
