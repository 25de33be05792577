//! Backups of the real program under load: each restores to a folder on which the program goes on,
//! with everything that was acknowledged before it began; and what is refused touches nothing.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use std::collections::HashSet;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use program::{Demo, eventually, farol, run, sign};
use serde_json::json;

/// Drills in CI; `CAMPAIGN_DRILLS` asks for more.
const DRILLS: u64 = 3;
/// Clients that post at once.
const CLIENTS: u64 = 8;

/// What was answered 200, and whether the load is over.
#[derive(Default)]
struct Load {
    acknowledged: Mutex<HashSet<String>>,
    is_over: AtomicBool,
}

/// A customer's message to Cobrança.
fn message(id: &str) -> Vec<u8> {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5521955550164", "phone_number_id": "106540352242922"},
        "messages": [{"from": "5511955550301", "id": id, "timestamp": "1795338640", "type": "text",
            "text": {"body": "oi"}}],
    });
    let changes = json!([{"field": "messages", "value": value}]);
    json!({"object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": changes}]})
    .to_string()
    .into_bytes()
}

async fn post_until_over(url: String, secret: String, client: u64, load: Arc<Load>) {
    let http = reqwest::Client::new();
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    for number in 0_u64.. {
        pace.tick().await;
        if load.is_over.load(Ordering::SeqCst) {
            return;
        }
        let id = format!("wamid.{client}.{number}");
        let body = message(&id);
        let request =
            http.post(&url).header("x-hub-signature-256", sign(&secret, &body)).body(body);
        if request.send().await.is_ok_and(|answer| answer.status() == 200) {
            load.acknowledged.lock().expect("not poisoned").insert(id);
        }
    }
}

/// A command on a folder, with the key of the demo's folder.
fn on(command: &[&str], data: &Path, key: &Path) -> Output {
    run(farol().args(command).arg("--data").arg(data).arg("--key-file").arg(key))
}

#[track_caller]
fn ended(output: &Output, code: i32) {
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_before_a_backup_is_there_after_its_restore() {
    let drills = std::env::var("CAMPAIGN_DRILLS").ok().and_then(|n| n.parse().ok());
    let drills = drills.unwrap_or(DRILLS);
    let parent = tempfile::tempdir().expect("a folder");
    let data = parent.path().join("data");
    let demo = Demo::start(&data, &["--no-story"]);
    let (key, secret) = (data.join("demo.key"), demo.app_secret().await);
    let load = Arc::new(Load::default());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let url = format!("{}/webhooks/meta", demo.console);
            tokio::spawn(post_until_over(url, secret.clone(), client, load.clone()))
        })
        .collect();
    let count = || load.acknowledged.lock().expect("not poisoned").len();
    for drill in 0..drills {
        let least = count() + 50;
        eventually("there is load", async || count() >= least).await;
        let before = load.acknowledged.lock().expect("not poisoned").clone();
        let archive = parent.path().join(format!("{drill}.backup"));
        let to = archive.to_str().expect("text");
        ended(&on(&["backup", "--to", to], &data, &key), 0);
        let restored = parent.path().join(format!("restored {drill}"));
        ended(&on(&["restore", "--from", to], &restored, &key), 0);
        ended(&on(&["verify"], &restored, &key), 0);
        check_going_on(&restored, &key, &before).await;
    }
    load.is_over.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.expect("a client ends");
    }
    println!("{drills} drills, {} acknowledged", count());
    ended(&on(&["verify"], &data, &key), 0);
}

/// The program starts on a restored folder, has applied everything once, and says what is missing.
async fn check_going_on(restored: &Path, key: &Path, before: &HashSet<String>) {
    std::fs::copy(key, restored.join("demo.key")).expect("a key");
    let demo = Demo::start(restored, &["--no-story"]);
    eventually("everything acknowledged before is applied once", async || {
        let export = demo.export();
        let once = |line: &&serde_json::Value| line["state"] == "applied" && line["applied"] == 1;
        let once = export.iter().filter(once).filter_map(|line| line["id"].as_str());
        let once: HashSet<&str> = once.collect();
        before.iter().all(|id| once.contains(id.as_str()))
    })
    .await;
    let cookie = demo.owner().await;
    let page = demo.get("/overview", Some(&cookie)).await;
    assert!(page.text.contains("Restaurado de um backup") || page.text.contains("Restored from"));
}

#[tokio::test]
async fn what_a_restore_refuses_it_does_not_touch_and_tells_by_its_exit_code() {
    let parent = tempfile::tempdir().expect("a folder");
    let data = parent.path().join("data");
    let mut demo = Demo::start(&data, &["--no-story"]);
    let key = data.join("demo.key");
    let archive = parent.path().join("one.backup");
    let from = archive.to_str().expect("text");
    ended(&on(&["backup", "--to", from], &data, &key), 0);
    ended(&on(&["backup", "--to", from], &data, &key), 2);
    ended(&on(&["restore", "--from", from], &data, &key), 4);
    ended(&on(&["verify", "--backup", from], &data, &key), 0);

    let into = parent.path().join("new");
    let other = parent.path().join("other.key");
    ended(&run(farol().args(["config", "--new-key"]).arg(&other)), 0);
    ended(&on(&["restore", "--from", from], &into, &other), 3);
    ended(&on(&["verify"], &data, &other), 3);
    let whole = std::fs::read(&archive).expect("an archive");
    let bad = parent.path().join("bad.backup");
    let bad_name = bad.to_str().expect("text");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..100], flipped.as_slice()] {
        std::fs::write(&bad, damaged).expect("written");
        ended(&on(&["restore", "--from", bad_name], &into, &key), 4);
    }
    ended(&on(&["restore", "--from", "/nowhere/at.all"], &into, &key), 4);
    assert!(!into.exists());

    // A killed program's keys are changed like a running one's.
    demo.kill();
    ended(&on(&["keys", "add-kek"], &data, &key), 0);
    ended(&on(&["keys", "rotate-kek"], &data, &key), 0);
    ended(&on(&["keys", "rotate-dek"], &data, &key), 0);
    ended(&on(&["keys", "verify"], &data, &key), 0);
    ended(&on(&["keys", "shred", "--tenant", "t", "--confirm", "other"], &data, &key), 2);
    ended(&on(&["verify"], &data, &key), 0);
    // The older key is still in the file, for older backups.
    ended(&on(&["restore", "--from", from], &into, &key), 0);
    std::fs::write(into.join("inbox.db"), b"not a database at all").expect("written");
    ended(&on(&["verify"], &into, &key), 4);
}

#[tokio::test]
async fn what_is_not_this_datas_journal_of_erasures_is_refused_before_anything_is_touched() {
    let parent = tempfile::tempdir().expect("a folder");
    let (data, archive) = (parent.path().join("data"), parent.path().join("one.backup"));
    Demo::start_and_stop(&data);
    let (key, to) = (data.join("demo.key"), archive.to_str().expect("text"));
    ended(&on(&["backup", "--to", to], &data, &key), 0);
    let of_other = serde_json::json!({"id": "i", "tenant": null, "kind": "person",
        "hashes": ["h"], "code": "00".repeat(32), "asked_by": null, "asked_at_ms": 1, "mac": "m"});
    let (file, into) = (parent.path().join("named.jsonl"), parent.path().join("restored"));
    let named = file.to_str().expect("text");
    let command = ["restore", "--from", to, "--erasures", named];
    for (text, words) in [
        ("garbage", "is no journal of erasures"),
        (&*of_other.to_string(), "it is the journal of other data"),
    ] {
        std::fs::write(&file, format!("{text}\n")).expect("written");
        let output = on(&command, &into, &key);
        ended(&output, 2);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(words) && said.contains(named), "{said}");
        assert!(output.stdout.is_empty() && !into.exists(), "nothing was restored");
    }
    std::fs::write(&file, "").expect("written");
    ended(&on(&command, &into, &key), 0);
}
