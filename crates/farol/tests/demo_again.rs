//! A demo is started again on its folder, whoever of its own people or tenants was erased in it, and
//! whoever was stays away.
#![allow(clippy::disallowed_methods, reason = "a real program is waited for in real time")]

mod program;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use domain::Timestamp;
use domain::role::Role;
use program::{Demo, eventually, farol};
use rusqlite::Connection;
use serde_json::{Value, json};
use store::{
    Keyring, LedgerTx, NewPerson, PersonId, Store, StoreError, Tenant, TenantId, TenantScope,
};

const MARINA: &str = "marina@casaipe.example";
const OTAVIO: &str = "otavio@clinicaaurora.example";
const PASSWORD: &str = "a-password-of-a-person";

/// Files of a folder in which a text stands.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let holds = |path: &Path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    };
    let found = entries.filter(|entry| holds(&entry.path()));
    found.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn count(folder: &Path, sql: &str) -> i64 {
    let ledger = Connection::open(folder.join("ledger.db")).expect("a ledger");
    ledger.query_row(sql, [], |row| row.get(0)).expect("a number")
}

async fn is_erased(folder: &Path) {
    let done = "SELECT count(*) FROM erasure WHERE done_at_ms IS NOT NULL";
    eventually("it is erased", async || count(folder, done) == 1).await;
}

async fn post(demo: &Demo, cookie: &str, path: &str, form: Value) -> program::Answer {
    demo.post_form(path, &form, &[("cookie", cookie)]).await
}

/// Invites a second owner to the second tenant; their session.
async fn second_owner(demo: &Demo, otavio: &str) -> String {
    let form = json!({"email": "bento@x.example", "role": "owner"});
    let page = post(demo, otavio, "/settings/people/invitations", form).await.text;
    let link = page.split("?link=").nth(1).expect("a link");
    let is_token = |c: &char| c.is_ascii_alphanumeric() || ['-', '_'].contains(c);
    let link: String = link.chars().take_while(is_token).collect();
    let form = json!({"link": link, "name": "Bento", "new": PASSWORD, "again": PASSWORD});
    let joined = demo.post_form("/invitation", &form, &[]).await;
    let cookie = joined.headers.iter().find(|(name, _)| name == "set-cookie").expect("a session");
    cookie.1.split(';').next().expect("a cookie").to_owned()
}

#[tokio::test]
async fn a_person_of_the_demo_who_was_erased_is_in_no_file_and_stays_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = Demo::start(folder.path(), &["--no-story"]);
    let otavio = demo.other().await;
    let bento = second_owner(&demo, &otavio).await;
    assert!(!files_with(folder.path(), OTAVIO).is_empty(), "he is there before");
    let page = demo.get("/settings/erasure", Some(&bento)).await.text;
    let (head, _) = page.split_once("\">Otávio Lima").expect("he can be chosen");
    let person = head.rsplit('"').next().expect("an id");
    let form = json!({"person": person, "name": "Otávio Lima"});
    assert_eq!(post(&demo, &bento, "/settings/erasure/person", form).await.status, 303);
    is_erased(folder.path()).await;
    demo.kill();
    assert_eq!(files_with(folder.path(), OTAVIO), Vec::<String>::new());

    let mut demo = Demo::start(folder.path(), &["--no-story"]);
    assert_eq!(demo.ready["other"], Value::Null);
    assert_eq!(demo.get("/overview", Some(&demo.owner().await)).await.status, 200);
    let login = json!({"email": "bento@x.example", "password": PASSWORD});
    assert_eq!(demo.post_form("/login", &login, &[]).await.status, 303, "his company goes on");
    demo.kill();
    assert_eq!(files_with(folder.path(), OTAVIO), Vec::<String>::new());
}

#[tokio::test]
async fn a_tenant_of_the_demo_that_was_erased_stays_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = Demo::start(folder.path(), &["--no-story"]);
    let otavio = demo.other().await;
    let form = json!({"name": "Clínica Aurora"});
    assert_eq!(post(&demo, &otavio, "/settings/erasure/tenant", form).await.status, 303);
    is_erased(folder.path()).await;
    demo.kill();
    assert_eq!(files_with(folder.path(), OTAVIO), Vec::<String>::new());

    let demo = Demo::start(folder.path(), &["--no-story"]);
    assert_eq!(demo.ready["other"], Value::Null);
    assert_eq!(demo.ready["email"], MARINA);
    assert_eq!(demo.get("/overview", Some(&demo.owner().await)).await.status, 200);
    assert_eq!(count(folder.path(), "SELECT count(*) FROM tenant WHERE tenant_id <> ''"), 1);
}

/// What earlier programs made: people whose id was their address.
fn older(tx: &LedgerTx<'_>) -> Result<(), StoreError> {
    let at = Timestamp::from_millis(0);
    for (tenant, email) in [("casa-ipe", MARINA), ("clinica-aurora", OTAVIO)] {
        let id = TenantId::new(tenant);
        tx.add_tenant(&Tenant { id: id.clone(), name: tenant.to_owned(), created_at: at })?;
        tx.add_person(&NewPerson {
            id: PersonId::new(email),
            email: email.to_owned(),
            name: "Somebody".to_owned(),
            password_hash: None,
            language: None,
            is_installation_owner: false,
            created_at: at,
        })?;
        tx.add_membership(&TenantScope::for_worker(id), &PersonId::new(email), Role::Owner)?;
    }
    Ok(())
}

/// An older demo's folder, with something done in it.
async fn older_folder(then: fn(&LedgerTx<'_>) -> Result<(), StoreError>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("demo.key");
    Keyring::generate_file(&key).expect("a key");
    let keys = Keyring::from_file(&key).expect("a key");
    let store = Store::open(folder.path(), keys).expect("a store");
    let made = store.ledger.transact(move |tx| older(tx).and_then(|()| then(tx)));
    made.await.expect("made");
    drop(store);
    folder
}

#[tokio::test]
async fn the_people_of_an_older_folder_are_found_and_who_was_erased_is_not() {
    let folder = older_folder(|_| Ok(())).await;
    let demo = Demo::start(folder.path(), &["--no-story"]);
    for cookie in [demo.owner().await, demo.other().await] {
        assert_eq!(demo.get("/overview", Some(&cookie)).await.status, 200);
    }
    assert_eq!(count(folder.path(), "SELECT count(*) FROM person"), 2, "and nobody is made twice");
    drop(demo);

    let folder = older_folder(|tx| {
        tx.erase_person(&PersonId::new(MARINA), Timestamp::from_millis(1)).map(drop)
    })
    .await;
    let demo = Demo::start(folder.path(), &["--no-story"]);
    assert_eq!(demo.ready["login_url"], Value::Null);
    assert_eq!(demo.get("/overview", Some(&demo.other().await)).await.status, 200);
}

#[tokio::test]
async fn a_folder_whose_people_are_all_erased_starts_and_says_so() {
    let folder = older_folder(|tx| {
        [MARINA, OTAVIO].into_iter().try_for_each(|person| {
            tx.erase_person(&PersonId::new(person), Timestamp::from_millis(1)).map(drop)
        })
    })
    .await;
    let mut child = farol()
        .args(["demo", "--no-story", "--listen", "127.0.0.1:0"])
        .args(["--emulator-listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("farol starts");
    let out = BufReader::new(child.stdout.take().expect("piped"));
    let said: Vec<String> =
        out.lines().map_while(Result::ok).take_while(|line| !line.contains("Ctrl-C")).collect();
    child.kill().expect("killed");
    child.wait().expect("reaped");
    let said = said.join(" ");
    assert!(said.contains("people were erased or removed") && said.contains("Console"), "{said}");
    assert!(!said.contains("/login"), "{said}");
}
