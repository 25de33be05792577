//! The journal of erasures beside the databases: a restored backup may be older than an erasure, and
//! is erased again by it. Append-only, one JSON line each; it names nobody.
//!
//! Each line carries a keyed hash of itself, so that no line of a stranger's erases anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read, Write};
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
/// Longest line that is read, in bytes: some sixty thousand names of one person. A longer one is none
/// of ours; the journal itself is read to its end, however long.
const LONGEST: usize = 4 << 20;

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
    let (mut erasures, mut foreign) = (BTreeMap::<String, (u64, Erasure)>::new(), 0);
    let mut nth = 0;
    each_line(&dir.join(ERASURES_FILE), |text| {
        let erasure = text.and_then(parse).map(|line| line.erasure(key)).transpose()?.flatten();
        match erasure {
            Some(erasure) => {
                nth += 1;
                erasures.insert(erasure.id.clone(), (nth, erasure));
            }
            None => foreign += 1,
        }
        Ok(())
    })?;
    let mut erasures: Vec<(u64, Erasure)> = erasures.into_values().collect();
    erasures.sort_by_key(|(nth, _)| *nth);
    Ok((erasures.into_iter().map(|(_, erasure)| erasure).collect(), foreign))
}

/// Whether a file is a journal of erasures, of whichever ledger: empty, or with one line of its form
/// at least. It blocks.
///
/// # Errors
/// `Unreadable`.
pub fn is_erasures(path: &Path) -> Result<bool, StoreError> {
    let (mut ours, mut others) = (0_u64, 0_u64);
    each_line(path, |text| {
        match text.and_then(parse) {
            Some(_) => ours += 1,
            None => others += 1,
        }
        Ok(())
    })?;
    Ok(ours > 0 || others == 0)
}

/// Appends to a folder's journal the lines of another that it does not have: a restored folder gets
/// the erasures that were asked for since its backup. What is no text is left out. Answers how many.
/// It blocks.
///
/// # Errors
/// `Unreadable`.
pub fn merge_erasures(into_dir: &Path, from: &Path) -> Result<u64, StoreError> {
    let mut held = BTreeSet::new();
    each_line(&into_dir.join(ERASURES_FILE), |text| {
        held.extend(text.map(str::to_owned));
        Ok(())
    })?;
    let mut added = 0;
    each_line(from, |text| {
        if let Some(line) = text.filter(|line| !held.contains(*line)) {
            append(into_dir, line)?;
            added += 1;
        }
        Ok(())
    })?;
    Ok(added)
}

fn parse(text: &str) -> Option<Line> {
    serde_json::from_str(text).ok()
}

/// Goes through the lines of a journal that hold anything; `None` stands for one that is no text or
/// too long. One that can't be read must not take the others along.
fn each_line(
    path: &Path,
    mut line: impl FnMut(Option<&str>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let unreadable = |error: std::io::Error| StoreError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    let longest = u64::try_from(LONGEST).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        (&mut file).take(longest).read_until(b'\n', &mut bytes).map_err(unreadable)?;
        if bytes.is_empty() {
            return Ok(());
        }
        let is_cut = bytes.len() == LONGEST && !bytes.ends_with(b"\n");
        if is_cut {
            file.skip_until(b'\n').map_err(unreadable)?;
        }
        let text = std::str::from_utf8(&bytes).ok().filter(|_| !is_cut);
        if text.is_none_or(|text| !text.trim().is_empty()) {
            line(text.map(str::trim_end))?;
        }
    }
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
