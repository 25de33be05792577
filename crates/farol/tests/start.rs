//! Starts that can't work say why and with which exit code; a full disk heals by itself.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

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
fn a_spoilt_key_is_3() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Demo::start(folder.path(), &["--no-story"]));
    fs::write(folder.path().join("demo.key"), "").expect("written");
    check(folder.path(), "127.0.0.1:0", 3, &["demo.key"]);
}

#[test]
fn a_lost_key_is_3_and_nothing_is_made_in_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Demo::start(folder.path(), &["--no-story"]));
    fs::remove_file(folder.path().join("demo.key")).expect("there was one");
    let before = contents(folder.path());
    check(folder.path(), "127.0.0.1:0", 3, &["demo.key", "missing"]);
    assert_eq!(contents(folder.path()), before, "nothing is written");
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

#[tokio::test]
async fn sigterm_while_the_demo_is_prepared_ends_it_with_0_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let console = free_port();
    let mut child = farol()
        .args(["demo", "--json", "--emulator-listen", "127.0.0.1:0", "--listen"])
        .arg(format!("127.0.0.1:{console}"))
        .arg("--data")
        .arg(folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("farol starts");
    eventually("it serves", async || {
        reqwest::get(format!("http://127.0.0.1:{console}/healthz")).await.is_ok()
    })
    .await;
    let since = Instant::now();
    let stopped = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(stopped.expect("kill runs").success());
    assert_eq!(child.wait().expect("reaped").code(), Some(0));
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
}

#[test]
fn a_world_that_is_missing_or_nonsense_is_4_and_names_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let nonsense = folder.path().join("nonsense.json");
    fs::write(&nonsense, "{\"world\": 7}").expect("written");
    for world in [folder.path().join("none.json"), nonsense] {
        let output =
            run(farol().args(["emulator", "--listen", "127.0.0.1:0", "--world"]).arg(&world));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(4), "{said}");
        assert!(said.contains(&world.display().to_string()), "{said}");
    }
}

#[tokio::test]
async fn an_export_into_a_pipe_that_closed_ends_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(folder.path(), &["--no-story"]);
    demo.control("numbers/106540352242922", json!({"quality": "RED"})).await;
    eventually("a change is recorded", async || !demo.changes().is_empty()).await;
    for what in ["changes", "inbox"] {
        let pipe = "set -o pipefail; \"$0\" \"$1\" export --data \"$2\" | true";
        let arguments = ["-c", pipe, env!("CARGO_BIN_EXE_farol"), what];
        let output = run(Command::new("bash").args(arguments).arg(folder.path()));
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
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
}

#[test]
fn what_a_demo_writes_is_for_its_owners_eyes_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("data");
    let _demo = Demo::start(&folder, &["--no-story"]);
    let mode = |path: &Path| {
        let found = fs::metadata(path).unwrap_or_else(|_| panic!("{}", path.display()));
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(&folder), 0o700);
    for file in ["inbox.db", "ledger.db", "emulator.json", "demo.key"] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
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
        println!("mounting is not allowed here: only the limit on files is tested");
        return;
    };
    let demo = Demo::start_on(disk.0.path(), free_port(), free_port(), &["--no-story"]);
    let grow = || {
        let remount = ["-o", "remount,size=64m"];
        let grown = Command::new("mount").args(remount).arg(disk.0.path()).status();
        assert!(grown.expect("mount runs").success());
    };
    // What is left would hold a body that is small enough.
    let take_the_rest = || {
        let rest = fs::write(disk.0.path().join("filler"), vec![0; 8 << 20]);
        assert!(rest.is_err(), "the disk is small");
    };
    check_no_room(&demo, take_the_rest, grow).await;
}

#[tokio::test]
async fn files_that_may_not_grow_are_503_lose_nothing_and_recover_without_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Demo::start_with_file_limit(folder.path());
    demo.limit_files("4194304");
    check_no_room(&demo, || demo.limit_files("1"), || demo.limit_files("unlimited")).await;
}

/// Posts until there is no room, makes room, and asks whether anything that was said was untrue.
async fn check_no_room(demo: &Demo, take_the_rest: impl FnOnce(), make_room: impl FnOnce()) {
    let secret = demo.app_secret().await;
    let (mut acknowledged, mut refused) = (Vec::new(), 0);
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
    assert!(refused >= 3, "there was always room");
    take_the_rest();
    eventually("it says that it can't keep anything", async || {
        demo.get("/readyz", None).await.status == 503
    })
    .await;
    assert_eq!(demo.get("/healthz", None).await.status, 200);
    make_room();
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

#[test]
fn an_owner_without_an_address_that_mail_can_go_to_is_refused_and_nothing_is_made() {
    for owner in ["maria", "maria@casaipe", "maria@casaipe.", "a b@casaipe.example"] {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let Output { status, stderr, .. } =
            run(farol().args(["user", "add", "--owner", owner, "--data"]).arg(&data));
        assert_eq!(status.code(), Some(2), "{owner}");
        let said = String::from_utf8_lossy(&stderr);
        assert!(said.contains("is not a mail address"), "{said}");
        assert!(!data.exists(), "{owner}");
    }
}
