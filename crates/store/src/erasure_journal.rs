//! The journal of erasures beside the databases: a restored backup may be older than an erasure, and
//! is erased again by it. Append-only, one JSON line each; it names nobody.
//!
//! Each line carries a keyed hash of itself, so that no line of a stranger's erases anything.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::column;
use crate::erasure::{Erasure, ErasureKey, ErasureKind};
use crate::error::StoreError;
use crate::person::PersonId;
use crate::session::TokenHash;
use crate::tenant::TenantId;

/// The journal's name in a data folder. A backup takes it along; a restored folder gets the newest
/// that there is.
pub const ERASURES_FILE: &str = "erasures.jsonl";
/// Longest journal that is read, in bytes: a hundred thousand erasures.
const LONGEST: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    tenant: Option<String>,
    kind: String,
    hashes: BTreeSet<String>,
    code: String,
    asked_by: Option<String>,
    asked_at_ms: i64,
    mac: String,
}

impl Line {
    fn of(erasure: &Erasure, key: &ErasureKey) -> Result<Self, StoreError> {
        let mut line = Self {
            id: erasure.id.clone(),
            tenant: erasure.tenant.as_ref().map(|tenant| tenant.as_str().to_owned()),
            kind: erasure.kind.as_str().to_owned(),
            hashes: erasure.hashes.clone(),
            code: meta::hex::hex(erasure.code.bytes()),
            asked_by: erasure.asked_by.as_ref().map(|person| person.as_str().to_owned()),
            asked_at_ms: erasure.asked_at.as_millis(),
            mac: String::new(),
        };
        line.mac = line.proof(key)?;
        Ok(line)
    }

    fn proof(&self, key: &ErasureKey) -> Result<String, StoreError> {
        let said = column::to_json(&(
            (&self.id, &self.tenant, &self.kind, &self.hashes),
            (&self.code, &self.asked_by, self.asked_at_ms),
        ))?;
        Ok(key.mac(&[b"farol/erasure/v1", said.as_bytes()]))
    }

    /// The erasure, not begun; `None` for a line that was not written with this key.
    fn erasure(self, key: &ErasureKey) -> Result<Option<Erasure>, StoreError> {
        let (kind, code) = (ErasureKind::parse(&self.kind), TokenHash::parse(&self.code));
        let (Some(kind), Some(code)) = (kind, code) else { return Ok(None) };
        if self.proof(key)? != self.mac {
            return Ok(None);
        }
        Ok(Some(Erasure {
            id: self.id,
            tenant: self.tenant.map(TenantId::new),
            kind,
            hashes: self.hashes,
            code,
            asked_by: self.asked_by.map(PersonId::new),
            asked_at: Timestamp::from_millis(self.asked_at_ms),
            place: Value::Null,
            outcome: std::collections::BTreeMap::new(),
            done_at: None,
        }))
    }
}

/// Appends an erasure to a folder's journal; on the disk when it answers. It blocks.
///
/// # Errors
/// `Unreadable` when the file can't be written.
pub fn append_erasure(dir: &Path, erasure: &Erasure, key: &ErasureKey) -> Result<(), StoreError> {
    let line = column::to_json(&Line::of(erasure, key)?)?;
    append(dir, &line)
}

/// The erasures of a folder's journal, oldest line first, and how many lines were not of this
/// ledger's key or can't be read. Of two lines of one erasure the later one holds.
///
/// # Errors
/// `Unreadable`; a folder without a journal has an empty one.
pub fn read_erasures(dir: &Path, key: &ErasureKey) -> Result<(Vec<Erasure>, u64), StoreError> {
    let (mut erasures, mut foreign) = (Vec::<Erasure>::new(), 0);
    for line in lines(&dir.join(ERASURES_FILE))? {
        let erasure = match serde_json::from_str::<Line>(&line) {
            Ok(line) => line.erasure(key)?,
            Err(_) => None,
        };
        match erasure {
            Some(erasure) => {
                erasures.retain(|earlier| earlier.id != erasure.id);
                erasures.push(erasure);
            }
            None => foreign += 1,
        }
    }
    Ok((erasures, foreign))
}

/// Appends to a folder's journal the lines of another that it does not have: a restored folder gets
/// the erasures that were asked for since its backup. Answers how many. It blocks.
///
/// # Errors
/// `Unreadable`.
pub fn merge_erasures(into_dir: &Path, from: &Path) -> Result<u64, StoreError> {
    let held: BTreeSet<String> = lines(&into_dir.join(ERASURES_FILE))?.into_iter().collect();
    let mut added = 0;
    for line in lines(from)?.into_iter().filter(|line| !held.contains(line)) {
        append(into_dir, &line)?;
        added += 1;
    }
    Ok(added)
}

fn lines(path: &Path) -> Result<Vec<String>, StoreError> {
    let unreadable = |error: std::io::Error| StoreError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).map_err(unreadable)?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn append(dir: &Path, line: &str) -> Result<(), StoreError> {
    let path = dir.join(ERASURES_FILE);
    let unreadable = |error: std::io::Error| StoreError::Unreadable {
        path: path.clone(),
        reason: error.to_string(),
    };
    let mut file =
        OpenOptions::new().create(true).append(true).mode(0o600).open(&path).map_err(unreadable)?;
    // A line that a power cut left without its end must not swallow this one.
    file.write_all(format!("\n{line}\n").as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::File::open(dir)?.sync_all())
        .map_err(unreadable)
}
