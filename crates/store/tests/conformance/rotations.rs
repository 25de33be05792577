//! Rotating keys beside a running store: at no point is there a secret that does not open.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use store::{Keyring, Rotation, SealError, Secret, Store, StoreError, TenantId, TenantScope};

use crate::{bound, scope};

/// Kills in CI; `CAMPAIGN_KILLS` asks for more.
const KILLS: u64 = 20;
const FOLDER: &str = "STORE_TEST_ROTATION_FOLDER";

/// A store with two bound tenants, a secret of the installation, and its key file.
async fn shop(dir: &Path) -> Store {
    let ring = Keyring::generate_file(&dir.join("key")).unwrap();
    let store = Store::open(&dir.join("data"), ring).unwrap();
    bound(&store, "t1", "700").await.unwrap();
    bound(&store, "t1", "701").await.unwrap();
    bound(&store, "t2", "702").await.unwrap();
    let save = |ledger: &store::LedgerTx<'_>| {
        ledger.save_secret(&TenantScope::installation(), "app secret", &Secret::new("abc"))
    };
    store.ledger.transact(save).await.unwrap();
    store
}

fn rotation(dir: &Path) -> Rotation {
    let ring = Keyring::from_file(&dir.join("key")).unwrap();
    Rotation::open(&dir.join("data"), ring).unwrap()
}

/// Opens all secrets through the running store, whose ring is the one that it was opened with.
async fn opened(store: &Store) -> Result<u64, StoreError> {
    store.ledger.read(|ledger| ledger.verify_secrets()).await
}

#[tokio::test]
async fn a_running_store_goes_on_while_another_key_takes_over() {
    let dir = tempfile::tempdir().unwrap();
    let store = shop(dir.path()).await;
    let before = rotation(dir.path()).status().unwrap();
    assert_eq!((before.tenants, before.wrapped[&before.active]), (3, 3));

    let added = Keyring::add_key_to_file(&dir.path().join("key")).unwrap();
    assert_ne!(added.active(), before.active);
    assert_eq!(rotation(dir.path()).rotate_kek(), Ok(3));
    let after = rotation(dir.path()).status().unwrap();
    assert_eq!((after.wrapped[&before.active], after.wrapped[&after.active]), (0, 3));
    assert_eq!(opened(&store).await, Ok(4), "it looks for the new key in its file");
    assert_eq!(rotation(dir.path()).rotate_kek(), Ok(0));

    // A tenant that comes after it is wrapped by the new key at once.
    bound(&store, "t3", "703").await.unwrap();
    assert_eq!(rotation(dir.path()).status().unwrap().wrapped[&after.active], 4);
    store.close();

    // Nothing needs the old key any more.
    let text = std::fs::read_to_string(dir.path().join("key")).unwrap();
    let newest = text.lines().last().unwrap();
    let store = Store::open(&dir.path().join("data"), Keyring::parse(newest).unwrap()).unwrap();
    assert_eq!(opened(&store).await, Ok(5));
}

#[tokio::test]
async fn a_rotated_data_key_opens_everything_and_the_old_one_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let store = shop(dir.path()).await;
    let t1 = TenantId::new("t1");
    assert_eq!(rotation(dir.path()).rotate_dek(&t1), Ok(2));
    assert_eq!(opened(&store).await, Ok(4));
    let conn = rusqlite::Connection::open(dir.path().join("data/ledger.db")).unwrap();
    let sql = "SELECT group_concat(dek_id || ':' || uses) FROM data_key WHERE tenant_id = 't1'";
    let held: String = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(held, "2:2", "the new one alone, with its uses counted");
    let system = TenantScope::installation().tenant().clone();
    assert_eq!(rotation(dir.path()).tenants().unwrap(), [system.clone(), t1, TenantId::new("t2")]);
    assert_eq!(rotation(dir.path()).rotate_dek(&system), Ok(1));
    let unknown = rotation(dir.path()).rotate_dek(&TenantId::new("nobody"));
    assert!(matches!(unknown, Err(StoreError::NotFound { .. })));
}

#[tokio::test]
async fn a_secret_that_does_not_open_keeps_the_old_data_key() {
    let dir = tempfile::tempdir().unwrap();
    let store = shop(dir.path()).await;
    let conn = rusqlite::Connection::open(dir.path().join("data/ledger.db")).unwrap();
    let damage = "UPDATE connection SET token_sealed = substr(token_sealed, 1, 40) \
                  WHERE waba_id = '701'";
    conn.execute(damage, []).unwrap();
    let rotated = rotation(dir.path()).rotate_dek(&TenantId::new("t1"));
    assert_eq!(rotated, Err(StoreError::Sealing(SealError::Forged)));
    let sql = "SELECT count(*) FROM data_key WHERE tenant_id = 't1'";
    let keys: i64 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(keys, 2);
    let waba = meta::WabaId::new("700");
    let token = store.ledger.read(move |ledger| ledger.connection_token(&scope("t1"), &waba)).await;
    assert!(token.unwrap().is_some(), "its neighbour still opens");
}

#[tokio::test]
async fn a_shredded_tenant_opens_nothing_and_its_neighbour_everything() {
    let dir = tempfile::tempdir().unwrap();
    let store = shop(dir.path()).await;
    let t1 = TenantId::new("t1");
    let mut told = None;
    let keep = |_: &store::LedgerTx<'_>, gone| {
        told = Some(gone);
        Ok(())
    };
    assert_eq!(rotation(dir.path()).shred(&t1, keep), Ok(2));
    assert_eq!(told, Some(2));
    assert_eq!(opened(&store).await, Ok(2));
    let system = TenantScope::installation().tenant().clone();
    for without in [&system, &t1] {
        let asked = rotation(dir.path()).before_shred(without, |_| Ok(()));
        assert!(matches!(asked, Err(StoreError::NotFound { .. })), "{without:?}");
        assert_eq!(rotation(dir.path()).shred(without, |_, _| Ok(())), Ok(0));
    }
    assert_eq!(opened(&store).await, Ok(2), "the installation keeps its own");
    bound(&store, "t1", "700").await.unwrap();
    assert_eq!(opened(&store).await, Ok(3), "a new login is sealed by a new data key");
}

#[tokio::test]
async fn every_column_of_sealed_text_is_known_to_rotations() {
    let dir = tempfile::tempdir().unwrap();
    let store = shop(dir.path()).await;
    assert_eq!(opened(&store).await, Ok(4));
    let conn = rusqlite::Connection::open(dir.path().join("data/ledger.db")).unwrap();
    let sql = "SELECT group_concat(t.name || '.' || c.name, ' ') FROM sqlite_schema t, \
               pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name LIKE '%sealed%' \
               ORDER BY 1";
    let found: String = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    // Another one belongs into sealed.rs, and then here. A key's check value is not of a tenant.
    assert_eq!(found, "key_check.sealed secret.sealed connection.token_sealed");
}

/// The process that dies: rotates for ever, with another key each time. Without a folder, as in an
/// ordinary run, it does nothing.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test binary has no command line of its own")]
fn child_that_rotates() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let dir = Path::new(&folder);
    println!("ready");
    loop {
        Keyring::add_key_to_file(&dir.join("key")).unwrap();
        let mut rotation = rotation(dir);
        rotation.rotate_kek().unwrap();
        for tenant in rotation.tenants().unwrap() {
            rotation.rotate_dek(&tenant).unwrap();
        }
        println!("rotated");
    }
}

/// A pseudo-random number below `most`, seeded, so that a run can be repeated.
fn draw(seed: &mut u64, most: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % most
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a real process is killed after a random time")]
async fn rotations_killed_at_random_points_leave_every_secret_openable() {
    let kills = std::env::var("CAMPAIGN_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let dir = tempfile::tempdir().unwrap();
    let store = shop(dir.path()).await;
    let mut seed = 20_261_122;
    let mut rounds = 0;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "rotations::child_that_rotates", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.ends_with("ready")));
        std::thread::sleep(std::time::Duration::from_micros(draw(&mut seed, 300_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        rounds += lines.filter(|line| line == "rotated").count();
        // The store ran all the while, and a look without it agrees.
        assert_eq!(opened(&store).await, Ok(4), "kill {kill}");
        assert_eq!(rotation(dir.path()).verify(), Ok(4), "kill {kill}");
    }
    println!("{kills} kills, {rounds} whole rotations between them");
    assert!(rounds > 0, "a rotation that never ends is no test of its points");
    rotation(dir.path()).rotate_kek().unwrap();
    let status = rotation(dir.path()).status().unwrap();
    let others: u64 =
        status.wrapped.iter().filter(|(kid, _)| **kid != status.active).map(|k| k.1).sum();
    assert_eq!(others, 0, "what a kill left is finished by the next one");
}
