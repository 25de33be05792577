//! Who was erased is nowhere: the real program under traffic, its log, a backup of after and a backup of
//! before, both restored, every file byte by byte and every column of every table.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use std::path::{Path, PathBuf};
use std::process::Output;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use program::{Demo, eventually, farol, run, sign, webhook};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

const WABA: &str = "102290129340398";
const COBRANCA: &str = "106540352242922";
/// A customer who is erased, and one who is not.
const ZULEICA: &str = "5511976543210";
const HEITOR: &str = "5511955550301";
/// What she would show by: her number as people and programs write it, her other id, her words.
const CUSTOMER: [&str; 9] = [
    ZULEICA,
    "551176543210",
    "+55 11 97654-3210",
    "(11) 97654-3210",
    "11976543210",
    "7654-3210",
    "BR.90210866553027414417",
    "Zuleica Jurere",
    "o portao azul",
];
/// And a person of the console.
const EMAIL: &str = "rosalva@desligada.example";
const NAME: &str = "Rosalva Pimenta";
const PASSWORD: &str = "a-password-of-a-person";

/// An id of a message with somebody, with the number in base64 as in Meta's.
fn wamid(phone: &str, nth: u8) -> String {
    let mut bytes = vec![0x1c, 0x18, u8::try_from(phone.len()).expect("short")];
    bytes.extend_from_slice(phone.as_bytes());
    bytes.extend_from_slice(&[0x15, 2, 0, 0x12, 0x18, 0x12]);
    bytes.extend_from_slice(format!("{nth:02X}AAAAAAAAAAAAAAAA").as_bytes());
    format!("wamid.{}", STANDARD.encode(bytes))
}

/// Both write and are written to, and one speaks of the other in every spelling.
fn traffic() -> Vec<Value> {
    let contact = |phone: &str, id: &str, name: &str| json!({"profile": {"name": name}, "wa_id": phone, "user_id": id});
    let (zuleica, heitor) =
        (contact(ZULEICA, CUSTOMER[6], CUSTOMER[7]), contact(HEITOR, "BR.1", "Heitor"));
    let text = |phone: &str, id: &str, nth: u8, words: &str| {
        json!({"from": phone, "from_user_id": id, "id": wamid(phone, nth),
        "timestamp": "1795338640", "type": "text", "text": {"body": words}})
    };
    let card = json!({"from": HEITOR, "from_user_id": "BR.1", "id": wamid(HEITOR, 3),
        "timestamp": "1795338641", "type": "contacts", "contacts": [{
            "name": {"formatted_name": CUSTOMER[7]},
            "phones": [{"phone": CUSTOMER[2], "wa_id": ZULEICA}]}]});
    let about = format!("ligue {} ou {} ou +55 11 {}", CUSTOMER[3], CUSTOMER[4], CUSTOMER[5]);
    let status = |status: &str| {
        json!({"contacts": [zuleica], "statuses": [{"id": wamid(ZULEICA, 9), "status": status,
            "timestamp": "1795338642", "recipient_id": ZULEICA, "recipient_user_id": CUSTOMER[6],
            "pricing": {"type": "regular", "category": "utility"}}]})
    };
    let older = json!({"statuses": [{"id": wamid("551176543210", 8), "status": "sent",
        "timestamp": "1795338642", "recipient_id": "551176543210"}]});
    vec![
        json!({"contacts": [zuleica], "messages": [text(ZULEICA, CUSTOMER[6], 1, CUSTOMER[8])]}),
        json!({"contacts": [heitor], "messages": [text(HEITOR, "BR.1", 2, &about), card]}),
        status("sent"),
        status("delivered"),
        status("read"),
        older,
    ]
}

/// A word in a text, or in base64 at any of its three places.
fn holds(bytes: &[u8], word: &str) -> bool {
    let encoded = (0..3).map(|shift| {
        let text = STANDARD.encode([&b"\0\0\0"[..shift], word.as_bytes()].concat());
        // The ends depend on what stands beside it.
        text.get(4..text.len().saturating_sub(4)).unwrap_or_default().to_owned()
    });
    let spelled = std::iter::once(word.to_owned()).chain(encoded).filter(|text| text.len() >= 8);
    spelled.into_iter().any(|text| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
}

/// Where any of these words stands: in which file, or in which column of which table.
fn traces(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a file");
        let in_file = words.iter().filter(|word| holds(&bytes, word));
        found.extend(in_file.map(|word| format!("{word} in the file {name}")));
        if name.ends_with(".db") {
            found.extend(columns(&path, words).into_iter().map(|said| format!("{said} of {name}")));
        }
    }
    found
}

fn columns(database: &Path, words: &[&str]) -> Vec<String> {
    let conn = Connection::open(database).expect("a database");
    let mut found = Vec::new();
    let mut tables = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'");
    let tables = tables.as_mut().expect("a schema");
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).expect("read");
    let mut looked_at = 0;
    for table in tables.map(|table| table.expect("a name")) {
        let mut rows = conn.prepare(&format!("SELECT * FROM \"{table}\"")).expect("a table");
        let names: Vec<String> = rows.column_names().map(ToString::to_string).collect();
        let mut rows = rows.query([]).expect("read");
        while let Some(row) = rows.next().expect("a row") {
            for (nth, name) in names.iter().enumerate() {
                looked_at += 1;
                let value = row.get_ref(nth).expect("a value");
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = value else { continue };
                let here = words.iter().filter(|word| holds(bytes, word));
                found.extend(here.map(|word| format!("{word} in {table}.{name}")));
            }
        }
    }
    assert!(looked_at > 10, "{} is nearly empty", database.display());
    found
}

fn on(command: &[&str], data: &Path, key: &Path) -> Output {
    let output = run(farol().args(command).arg("--data").arg(data).arg("--key-file").arg(key));
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{command:?}: {words}");
    output
}

/// A demo's folder and what is made of it.
struct House {
    parent: tempfile::TempDir,
    data: PathBuf,
    log: PathBuf,
    key: PathBuf,
    /// What commands printed.
    said: Vec<u8>,
}

impl House {
    fn open() -> (Self, Demo) {
        let parent = tempfile::tempdir().expect("a folder");
        let (data, log) = (parent.path().join("data"), parent.path().join("log"));
        let demo = Demo::start_logging(&data, &log);
        let key = data.join("demo.key");
        (Self { parent, data, log, key, said: Vec::new() }, demo)
    }

    fn back_up(&mut self, name: &str) -> PathBuf {
        let folder = self.parent.path().join(format!("backups {name}"));
        std::fs::create_dir(&folder).expect("a folder");
        let file = folder.join("farol.backup");
        let output = on(&["backup", "--to", file.to_str().expect("text")], &self.data, &self.key);
        self.said.extend(output.stdout.into_iter().chain(output.stderr));
        file
    }

    /// Restores a backup, with the folder's journal where it is named.
    fn restore(&mut self, from: &Path, name: &str, journal: Option<&Path>) -> PathBuf {
        let into = self.parent.path().join(name);
        let mut command = vec!["restore", "--from", from.to_str().expect("text")];
        if let Some(journal) = journal {
            command.extend(["--erasures", journal.to_str().expect("text")]);
        }
        let output = on(&command, &into, &self.key);
        self.said.extend(output.stdout.into_iter().chain(output.stderr));
        on(&["verify"], &into, &self.key);
        into
    }
}

impl House {
    /// Lines that erase nobody are told of beside those that do.
    fn tells_of_lines_of_others(&mut self, from: &Path, journal: &Path) {
        let spoilt = self.parent.path().join("spoilt");
        let text = std::fs::read_to_string(journal).expect("a journal");
        std::fs::write(&spoilt, format!("{text}garbage\n")).expect("written");
        let said = self.said.len();
        self.restore(from, "spoilt data", Some(&spoilt));
        let told = String::from_utf8_lossy(&self.said[said..]).into_owned();
        assert!(told.contains("2 of 2 erasures done again"), "{told}");
        assert!(told.contains("1 lines of the journal of erasures are not of this"), "{told}");
    }
}

async fn post(demo: &Demo, cookie: &str, path: &str, form: Value) -> program::Answer {
    demo.post_form(path, &form, &[("cookie", cookie)]).await
}

/// Somebody is invited, joins, comes in once and once not.
async fn join(demo: &Demo, owner: &str) {
    let form = json!({"email": EMAIL, "role": "operator"});
    let page = post(demo, owner, "/settings/people/invitations", form).await.text;
    let link = page.split("?link=").nth(1).expect("a link");
    let is_token = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
    let link: String = link.chars().take_while(is_token).collect();
    let form = json!({"link": link, "name": NAME, "new": PASSWORD, "again": PASSWORD});
    assert_eq!(demo.post_form("/invitation", &form, &[]).await.status, 303);
    for (password, status) in [("wrong", 401), (PASSWORD, 303)] {
        let form = json!({"email": EMAIL, "password": password});
        assert_eq!(demo.post_form("/login", &form, &[]).await.status, status);
    }
}

#[tokio::test]
async fn who_was_erased_is_in_no_file_no_column_no_log_and_no_restored_backup() {
    let (mut house, demo) = House::open();
    let (secret, owner) = (demo.app_secret().await, demo.owner().await);
    for mut value in traffic() {
        value["messaging_product"] = json!("whatsapp");
        value["metadata"] =
            json!({"display_phone_number": "5521955550164", "phone_number_id": COBRANCA});
        let body = webhook(WABA, "messages", value);
        assert_eq!(demo.post_webhook(body.clone(), Some(sign(&secret, &body))).await, 200);
    }
    eventually("all of it is applied", async || {
        let items = demo.export();
        let ours = items.iter().filter(|item| item.to_string().contains("wamid."));
        let is_applied = |item: &&Value| item["state"] == "applied";
        ours.filter(is_applied).count() >= 7
    })
    .await;
    join(&demo, &owner).await;
    let everything: Vec<&str> = CUSTOMER.into_iter().chain([EMAIL, NAME]).collect();
    let before = house.back_up("before");
    let kept = house.restore(&before, "kept", None);
    for word in &everything {
        assert!(!traces(&kept, &[word]).is_empty(), "{word} is there before");
    }

    let form = json!({"user": "+55 (11) 97654-3210", "again": ZULEICA});
    assert_eq!(post(&demo, &owner, "/settings/erasure/user", form).await.status, 303);
    let page = demo.get("/settings/erasure", Some(&owner)).await.text;
    let (head, _) = page.split_once(&format!("\">{NAME}")).expect("she can be chosen");
    let person = head.rsplit('"').next().expect("an id");
    let form = json!({"person": person, "name": NAME});
    assert_eq!(post(&demo, &owner, "/settings/erasure/person", form).await.status, 303);
    eventually("both are done", async || {
        let page = demo.get("/settings/erasure", Some(&owner)).await.text;
        page.matches("Concluído em").count() == 2
    })
    .await;

    // Without the journal that knows of it, who was erased is there again, and the program says so.
    let said = house.said.len();
    let forgot = house.restore(&before, "forgot", None);
    let said = String::from_utf8_lossy(&house.said[said..]).into_owned();
    assert!(said.contains("No --erasures was given: whoever was erased since"), "{said}");
    assert!(said.contains("is in this data again") && said.contains("erasures.jsonl"), "{said}");
    for word in &everything {
        assert!(!traces(&forgot, &[word]).is_empty(), "{word} is there again, as it said");
    }

    let after = house.back_up("after");
    let journal = house.data.join("erasures.jsonl");
    house.tells_of_lines_of_others(&before, &journal);
    let said = house.said.len();
    let old = house.restore(&before, "old", Some(&journal));
    let told = String::from_utf8_lossy(&house.said[said..]).into_owned();
    assert!(
        told.contains("2 of 2 erasures done again") && !told.contains("No --erasures"),
        "{told}"
    );
    let new = house.restore(&after, "new", None);
    // What is still on its way to the files is there once the program has ended.
    drop(demo);
    for folder in [&house.data, &old, &new] {
        assert_eq!(traces(folder, &everything), Vec::<String>::new(), "{}", folder.display());
        let stays = traces(folder, &[HEITOR]);
        assert!(!stays.is_empty(), "{HEITOR} stays in {}", folder.display());
    }
    let log = std::fs::read(&house.log).expect("a log");
    assert!(log.len() > 1_000, "the program logged");
    for (place, text) in [("the log", &log), ("what commands printed", &house.said)] {
        let found: Vec<_> = everything.iter().filter(|word| holds(text, word)).collect();
        assert!(found.is_empty(), "{found:?} in {place}");
    }
}

#[tokio::test]
async fn what_the_demos_meta_knows_of_a_person_is_metas_and_a_reset_takes_it_out() {
    let (house, demo) = House::open();
    let owner = demo.owner().await;
    let letter = json!({"to": COBRANCA, "text": CUSTOMER[8]});
    demo.control(&format!("users/{ZULEICA}/messages"), letter).await;
    eventually("she wrote", async || {
        let items = demo.export();
        items.iter().any(|item| item["kind"] == "message" && item["state"] == "applied")
    })
    .await;
    let form = json!({"user": ZULEICA, "again": ZULEICA});
    assert_eq!(post(&demo, &owner, "/settings/erasure/user", form).await.status, 303);
    eventually("it is done", async || {
        demo.get("/settings/erasure", Some(&owner)).await.text.contains("Concluído em")
    })
    .await;
    // As the book says: of Farol's files none has her, the emulator's has.
    let of_meta = |found: &String| found.ends_with("in the file emulator.json");
    let words = [ZULEICA, "551176543210", CUSTOMER[8]];
    eventually("the emulator keeps its world", async || {
        traces(&house.data, &words).iter().any(of_meta)
    })
    .await;
    let book = "../../docs/book/src/personal-data.md";
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join(book);
    let book = std::fs::read_to_string(book).expect("the chapter");
    assert!(
        book.contains("`emulator.json`") && book.contains("`POST /_control/reset`"),
        "it says so"
    );
    demo.control("reset", json!({})).await;
    eventually("a reset takes her out", async || !traces(&house.data, &words).iter().any(of_meta))
        .await;
    drop(demo);
    assert_eq!(traces(&house.data, &words), Vec::<String>::new());
}

/// One number of a folder's ledger.
fn count(folder: &Path, sql: &str, tenant: &str) -> i64 {
    let conn = Connection::open(folder.join("ledger.db")).expect("a ledger");
    conn.query_row(sql, [tenant], |row| row.get(0)).expect("a number")
}

#[tokio::test]
async fn keys_that_were_destroyed_are_destroyed_again_in_what_is_restored() {
    let (mut house, mut demo) = House::open();
    let ledger = Connection::open(house.data.join("ledger.db")).expect("a ledger");
    let mut tenant = String::new();
    eventually("an account is connected", async || {
        let sql = "SELECT tenant_id FROM connection LIMIT 1";
        let found = ledger.query_row(sql, [], |row| row.get(0));
        found.map(|found| tenant = found).is_ok()
    })
    .await;
    drop(ledger);
    let before = house.back_up("before");
    on(&["keys", "shred", "--tenant", &tenant, "--confirm", &tenant], &house.data, &house.key);
    on(&["verify"], &house.data, &house.key);
    let page = demo.get("/settings/audit", Some(&demo.owner().await)).await.text;
    assert!(page.contains("keys_shredded") || page.contains("Chaves de uma empresa"), "{page}");
    demo.kill();

    let journal = house.data.join("erasures.jsonl");
    let kept = house.restore(&before, "kept", None);
    let old = house.restore(&before, "old", Some(&journal));
    let again = house.back_up("again");
    let new = house.restore(&again, "new", None);
    let keys = "SELECT count(*) FROM data_key WHERE tenant_id = ?1";
    let tokens = "SELECT count(*) FROM connection WHERE tenant_id = ?1";
    assert!(count(&kept, keys, &tenant) > 0 && count(&kept, tokens, &tenant) > 0);
    for folder in [&house.data, &old, &new] {
        let left = (count(folder, keys, &tenant), count(folder, tokens, &tenant));
        assert_eq!(left, (0, 0), "{}", folder.display());
        let done = "SELECT count(*) FROM erasure WHERE kind = 'keys' AND tenant_id = ?1 \
                    AND done_at_ms IS NOT NULL";
        assert_eq!(count(folder, done, &tenant), 1, "{}", folder.display());
    }
    let noted = "SELECT count(*) FROM audit WHERE action = 'keys_shredded' AND object = ?1";
    assert_eq!(count(&house.data, noted, &tenant), 1);
}
