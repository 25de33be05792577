//! What leaves by the command line is in the audit log, as what leaves by a page is.

mod program;

use std::path::Path;

use domain::audit::Action;
use program::{farol, run};
use serde_json::json;
use store::{Audit, AuditFilter, Keyring, Store};

/// The rows of exports that nobody signed in for, oldest first.
fn noted(folder: &Path) -> Vec<Audit> {
    let stored = Store::open_read_only(folder).expect("readable");
    let filter = AuditFilter { action: Some(Action::Exported), ..AuditFilter::default() };
    let rows = stored.ledger.read_blocking(|read| read.audits_of_installation(&filter, 99));
    let mut rows = rows.expect("read");
    rows.reverse();
    rows
}

fn export(folder: &Path, words: &[&str]) {
    let output = run(farol().args(words).arg("--data").arg(folder));
    assert!(output.status.success(), "{words:?}: {output:?}");
}

#[tokio::test]
async fn each_export_of_the_command_line_is_noted_beside_a_running_program_and_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let store = Store::open(path, Keyring::generate().expect("randomness")).expect("a folder");
    export(path, &["changes", "export"]);
    export(path, &["inbox", "export"]);
    drop(store);
    export(path, &["inbox", "export", "--raw"]);
    let rows = noted(path);
    let said: Vec<_> = rows.iter().map(|row| (row.object.as_deref(), row.detail.clone())).collect();
    let format = |format: &str| json!({ "format": format });
    assert_eq!(
        said,
        [
            (Some("changes"), format("jsonl")),
            (Some("inbox"), format("jsonl")),
            (Some("inbox"), format("raw")),
        ]
    );
    assert!(rows.iter().all(|row| row.person.is_none() && row.tenant.is_none()), "{rows:?}");
    let stored = Store::open_read_only(path).expect("readable");
    let chain = stored.ledger.read_blocking(|read| read.verify_audit()).expect("holds");
    assert_eq!(chain.rows, 3, "the chain goes on over them");
}

#[test]
fn what_can_not_be_read_is_noted_by_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(farol().args(["changes", "export", "--data"]).arg(folder.path()));
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is made");
}
