//! Starts that can't work say why and with which exit code; a full disk heals by itself.

mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use program::{Demo, eventually, farol, free_port, messages_body, run, sign};
use serde_json::json;

/// Runs a demo that must not come up; its exit code and what it said.
fn refused(data: &Path, listen: &str) -> (i32, String) {
    let Output { status, stderr, stdout } = run(farol()
        .args([
            "demo",
            "--no-story",
            "--json",
            "--emulator-listen",
            "127.0.0.1:0",
            "--listen",
            listen,
        ])
        .arg("--data")
        .arg(data));
    assert!(stdout.is_empty(), "stdout is for results");
    (status.code().expect("it exits"), String::from_utf8_lossy(&stderr).into_owned())
}

fn check(data: &Path, listen: &str, code: i32, words: &[&str]) {
    let (found, said) = refused(data, listen);
    assert_eq!(found, code, "{said}");
    for word in words {
        assert!(said.contains(word), "{said:?} does not say {word:?}");
    }
}

#[test]
fn an_address_in_use_is_5_and_names_the_address_and_the_flag() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    check(folder.path(), &address, 5, &[&address, "--listen", "in use"]);
}

#[test]
fn a_data_folder_that_is_a_file_is_4_and_names_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data");
    fs::write(&file, "not a folder").expect("written");
    check(&file, "127.0.0.1:0", 4, &["data"]);
    assert_eq!(fs::read_to_string(&file).expect("still there"), "not a folder");
}

#[test]
fn a_data_folder_in_use_is_4() {
    let folder = tempfile::tempdir().expect("a folder");
    let _first = Demo::start(folder.path(), &["--no-story"]);
    check(folder.path(), "127.0.0.1:0", 4, &["in use"]);
}

#[test]
fn a_database_newer_than_the_program_is_4_and_is_left_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Demo::start(folder.path(), &["--no-story"]));
    let ledger = folder.path().join("ledger.db");
    bump_user_version(&ledger);
    let before = fs::read(&ledger).expect("readable");
    check(folder.path(), "127.0.0.1:0", 4, &["ledger.db", "schema"]);
    assert_eq!(fs::read(&ledger).expect("readable"), before);
}

/// Writes the schema number of a program of tomorrow into the header (SQLite's file format, 1.3.14).
fn bump_user_version(ledger: &Path) {
    // The first start was killed: its WAL holds the pages, so it is folded in by an export first.
    let _ = fs::remove_file(ledger.with_extension("db-shm"));
    let wal = ledger.with_extension("db-wal");
    if fs::metadata(&wal).is_ok_and(|wal| wal.len() > 0) {
        Demo::start_and_stop(ledger.parent().expect("a folder"));
    }
    let mut bytes = fs::read(ledger).expect("readable");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(ledger, bytes).expect("written");
}

#[test]
fn a_lost_key_is_3_and_nothing_is_made_in_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Demo::start(folder.path(), &["--no-story"]));
    let key = folder.path().join("demo.key");
    fs::write(&key, "").expect("written");
    let (code, said) = refused(folder.path(), "127.0.0.1:0");
    assert_eq!(code, 3, "{said}");
}

#[test]
fn an_unknown_flag_is_2() {
    assert_eq!(run(farol().args(["demo", "--nonsense"])).status.code(), Some(2));
}

#[test]
fn an_export_of_a_folder_without_data_is_4_and_makes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("none");
    let output = run(farol().args(["inbox", "export", "--data"]).arg(&missing));
    assert_eq!(output.status.code(), Some(4));
    assert!(!missing.exists());
}

#[tokio::test]
async fn a_restart_continues_the_same_world_and_sets_a_new_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Demo::start(folder.path(), &["--no-story"]);
    let world = first.world().await;
    let password = first.ready["password"].clone();
    drop(first);
    let second = Demo::start(folder.path(), &["--no-story"]);
    let again = second.world().await;
    assert_eq!(world["app"]["secret"], again["app"]["secret"]);
    assert_eq!(world["tokens"], again["tokens"]);
    assert_ne!(second.ready["password"], password);
    let old = json!({"email": second.ready["email"], "password": password});
    assert_eq!(second.post_form("/login", &old, &[]).await.status, 401);
    use std::os::unix::fs::PermissionsExt;
    for file in ["inbox.db", "ledger.db", "emulator.json", "demo.key"] {
        let mode = fs::metadata(folder.path().join(file)).expect(file).permissions().mode();
        if file == "demo.key" {
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    }
}

/// A tiny file system that really fills up; `None` where mounting is not allowed.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "farol-test"])
            .arg(folder.path())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_is_503_loses_nothing_and_recovers_without_a_restart() {
    let Some(disk) = SmallDisk::mount() else {
        println!("skipped: mounting a small file system is not allowed here");
        return;
    };
    let demo = Demo::start_on(disk.0.path(), free_port(), free_port(), &["--no-story"]);
    let secret = demo.app_secret().await;
    let mut acknowledged = Vec::new();
    let mut refused = 0;
    for n in 0..200 {
        let id = format!("wamid.full{n}");
        let text = "x".repeat(100_000);
        let message =
            json!({"id": id, "timestamp": "1795338640", "type": "text", "text": {"body": text}});
        let body = messages_body("106540352242922", &[message]);
        match demo.post_webhook(body.clone(), Some(sign(&secret, &body))).await {
            200 => acknowledged.push(id),
            503 => refused += 1,
            other => panic!("{other}"),
        }
        if refused >= 3 {
            break;
        }
    }
    assert!(refused >= 3, "the disk never filled up");
    assert_eq!(demo.get("/readyz", None).await.status, 503);
    assert_eq!(demo.get("/healthz", None).await.status, 200);
    let remount = ["-o", "remount,size=64m"];
    let grown =
        Command::new("mount").args(remount).arg(disk.0.path()).status().expect("mount runs");
    assert!(grown.success());
    let message = json!({"id": "wamid.after", "timestamp": "1795338640", "type": "text"});
    let body = messages_body("106540352242922", &[message]);
    eventually("webhooks are taken again", async || {
        demo.post_webhook(body.clone(), Some(sign(&secret, &body))).await == 200
    })
    .await;
    acknowledged.push("wamid.after".to_owned());
    eventually("everything acknowledged is applied once", async || {
        let export = demo.export();
        acknowledged.iter().all(|id| {
            export
                .iter()
                .any(|line| line["id"] == *id && line["state"] == "applied" && line["applied"] == 1)
        })
    })
    .await;
    assert_eq!(demo.get("/readyz", None).await.status, 200);
}
