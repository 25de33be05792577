//! A folder restored from before an erasure is erased again by the journal, which names nobody.

use std::path::Path;
use std::sync::Arc;

use farol::erasure::{self, Who};
use meta::{AppId, BusinessId, WabaId};
use store::{ERASURES_FILE, Keyring, NewConnection, PersonId, Secret, Store, TenantId};

use crate::console::{alone_on, project_all};
use crate::traces::{ANA, TRACES, WABA, ask, at, erase_all, files, phone, traffic};

/// Copies the databases as they stand, as a backup at this moment would.
async fn copy(app: &farol::app::App, to: &Path) {
    assert!(app.store.ledger.compact().await.expect("compacted"));
    assert!(app.store.inbox.empty_log().await.expect("emptied"));
    for (name, bytes) in files(app) {
        let name = Path::new(&name).file_name().expect("a name");
        if name.to_string_lossy().ends_with(".db") {
            std::fs::write(to.join(name), bytes).expect("written");
        }
    }
}

fn traces_in(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).expect("the folder") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("a file");
        for word in TRACES {
            if bytes.windows(word.len()).any(|part| part == word.as_bytes()) {
                found.push(format!("{word} in {}", path.display()));
            }
        }
    }
    found
}

#[tokio::test]
async fn a_folder_from_before_an_erasure_is_erased_again() {
    let (folder, backup) = (tempfile::tempdir().expect("one"), tempfile::tempdir().expect("two"));
    let keys = Keyring::generate().expect("randomness");
    let app = alone_on(Store::open(folder.path(), keys.clone()).expect("opened")).await;
    let bound = NewConnection {
        tenant: TenantId::new("one"),
        waba: WabaId::new(WABA),
        business: BusinessId::new("900"),
        app: AppId::new("1"),
        token: Secret::new("EAAtoken"),
        at: at(1),
    };
    app.store.ledger.transact(move |tx| tx.bind(&bound)).await.expect("bound");
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    // The key of the hashes is there from the first start on, before any backup.
    erasure::catch_up(&app.store).await.expect("caught up");
    copy(&app, backup.path()).await;
    ask(&app, "one", phone(ANA)).await;
    erase_all(&app).await;
    assert!(!traces_in(backup.path()).is_empty(), "the backup is older");
    assert_eq!(traces_in(folder.path()), Vec::<String>::new());

    let journal = folder.path().join(ERASURES_FILE);
    let text = std::fs::read_to_string(&journal).expect("a journal");
    let line = text.lines().find(|line| !line.is_empty()).expect("a line");
    let forged = folder.path().join("forged");
    std::fs::write(&forged, line.replacen("whatsapp_user", "tenant", 1)).expect("written");
    let lines = store::merge_erasures(backup.path(), &journal).expect("merged");
    assert!(lines > 0);
    assert_eq!(store::merge_erasures(backup.path(), &journal), Ok(0), "once each");
    assert_eq!(store::merge_erasures(backup.path(), &forged), Ok(1));

    let restored = Arc::new(Store::open(backup.path(), keys).expect("opened"));
    let replayed = erasure::replay(&restored, app.clock.now()).await.expect("replayed");
    assert_eq!((replayed.entries, replayed.again, replayed.foreign), (1, 1, 1));
    let once_more = erasure::replay(&restored, app.clock.now()).await.expect("replayed");
    assert_eq!((once_more.entries, once_more.again), (1, 0));
    drop(restored);
    assert_eq!(traces_in(backup.path()), Vec::<String>::new());
}

#[tokio::test]
async fn a_line_that_can_not_be_read_takes_no_other_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keyring::generate().expect("randomness");
    let app = alone_on(Store::open(folder.path(), keys).expect("opened")).await;
    let journal = folder.path().join(ERASURES_FILE);
    // No text; text that is no line of ours; one longer than any; what a power cut left.
    let mut spoilt = b"\xff\xfe\n{\"a\":1}\n".to_vec();
    spoilt.resize(spoilt.len() + (5 << 20), b'x');
    spoilt.extend_from_slice(b"\n{\"id\":");
    std::fs::write(&journal, spoilt).expect("written");
    let asked = ask(&app, "one", phone(ANA)).await;

    let key = app.store.ledger.transact(|tx| tx.make_erasure_key()).await.expect("a key");
    let (read, foreign) = store::read_erasures(folder.path(), &key).expect("read");
    let ids: Vec<&String> = read.iter().map(|erasure| &erasure.id).collect();
    assert_eq!((ids, foreign), (vec![&asked.id], 4));
    erasure::catch_up(&app.store).await.expect("erasures go on");
    let into = tempfile::tempdir().expect("a folder");
    store::merge_erasures(into.path(), &journal).expect("backups go on");
    let (read, _) = store::read_erasures(into.path(), &key).expect("read");
    assert_eq!(read.len(), 1, "with the journal beside them");
}

#[tokio::test]
async fn the_newest_lines_of_a_journal_of_any_length_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keyring::generate().expect("randomness");
    let app = alone_on(Store::open(folder.path(), keys).expect("opened")).await;
    let journal = folder.path().join(ERASURES_FILE);
    let line = format!("{}\n", "y".repeat(1 << 20));
    std::fs::write(&journal, line.repeat(65)).expect("65 MiB");
    let asked = ask(&app, "one", phone(ANA)).await;
    let key = app.store.ledger.transact(|tx| tx.make_erasure_key()).await.expect("a key");
    let (read, foreign) = store::read_erasures(folder.path(), &key).expect("read");
    let ids: Vec<&String> = read.iter().map(|erasure| &erasure.id).collect();
    assert_eq!((ids, foreign), (vec![&asked.id], 65));
}

#[tokio::test]
async fn nothing_is_erased_that_the_journal_does_not_have() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keyring::generate().expect("randomness");
    let app = alone_on(Store::open(folder.path(), keys).expect("opened")).await;
    let whom = [Who::Person(PersonId::new("one")), Who::Tenant(TenantId::new("two"))];
    for (nth, who) in whom.into_iter().enumerate() {
        let asked = ask(&app, "one", who).await;
        // As when the request ended between its commit and the line.
        std::fs::remove_file(folder.path().join(ERASURES_FILE)).expect("written");
        erase_all(&app).await;
        let key = app.store.ledger.transact(|tx| tx.make_erasure_key()).await.expect("a key");
        let (read, _) = store::read_erasures(folder.path(), &key).expect("read");
        let ids: Vec<&String> = read.iter().map(|erasure| &erasure.id).collect();
        assert_eq!(ids, [&asked.id], "{nth}");
    }
}

#[tokio::test]
async fn an_erasure_goes_on_after_a_kill_at_any_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keyring::generate().expect("randomness");
    let app = alone_on(Store::open(folder.path(), keys.clone()).expect("opened")).await;
    traffic(&app, WABA, ANA, "Ana Ipanema", 1).await;
    project_all(&app).await;
    ask(&app, "one", phone(ANA)).await;
    drop(app);
    // Each round opens the folder anew and does one step.
    for _ in 0..40 {
        let store = Arc::new(Store::open(folder.path(), keys.clone()).expect("opened"));
        let open = store.ledger.read(|read| read.open_erasure()).await.expect("read");
        if open.is_none() {
            drop(store);
            assert_eq!(traces_in(folder.path()), Vec::<String>::new());
            return;
        }
        erasure::one_step(&store, at(10)).await.expect("a step");
    }
    panic!("it does not come to an end");
}
