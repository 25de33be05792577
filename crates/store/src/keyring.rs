//! The keys that wrap data keys: 32 bytes each, named, in a file that only its owner reads.
//!
//! One `kid:base64` a line, `#` for comments; the last key is the active one, the others only
//! unwrap what they wrapped. Keys come from the system's randomness through aws-lc-rs.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::seal::SealError;

/// A key's bytes, wiped when dropped.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// Named keys; the active one wraps what is new. Clones are one ring.
///
/// A ring that was read from a file looks there again for a key that it lacks, so that a running
/// program goes on while keys are rotated.
#[derive(Clone)]
pub struct Keyring {
    held: Arc<RwLock<Held>>,
    source: Option<Arc<Path>>,
}

#[derive(Clone)]
struct Held {
    keys: BTreeMap<String, Key>,
    active: String,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.held();
        write!(f, "Keyring(active {}, *** x {})", held.active, held.keys.len())
    }
}

/// A key file that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// The file can't be read or made.
    #[error("{path} can't be opened: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Others than the owner may read the file.
    #[error("{path} has mode {mode:o}: others may read it, 600 or 400 is needed")]
    Open {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A line is not `kid:base64` of 32 bytes, or repeats a name.
    #[error("line {line}: {reason}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it; never the key.
        reason: &'static str,
    },
    /// A key that anybody could guess, such as zeros or `changeme`.
    #[error("line {line}: the key is a known default")]
    Guessable {
        /// The line, from 1.
        line: usize,
    },
    /// There is no key in the file.
    #[error("there is no key")]
    Empty,
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
}

impl Keyring {
    /// Reads a key file.
    pub fn from_file(path: &Path) -> Result<Self, KeyringError> {
        let (text, _found) = read_private(path)?;
        let ring = Self::parse(&text)?;
        Ok(Self { source: Some(path.into()), ..ring })
    }

    /// Reads the text of a key file.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        Ok(Self::of(Held::parse(text)?))
    }

    fn of(held: Held) -> Self {
        Self { held: Arc::new(RwLock::new(held)), source: None }
    }

    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the file again, if the ring came from one; one that can't be used changes nothing.
    pub(crate) fn refresh(&self) {
        let Some(source) = &self.source else { return };
        match Self::from_file(source) {
            Ok(read) => {
                let read = read.held().clone();
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = read;
            }
            Err(error) => tracing::warn!(%error, "The key file can't be read again: {error}"),
        }
    }

    /// Makes a file with one new key, mode 0600, and reads it back. Never overwrites a file.
    pub fn generate_file(path: &Path) -> Result<Self, KeyringError> {
        let unreadable = |error| KeyringError::unreadable(path, &error);
        let ring = Self::generate()?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(unreadable)?;
        let mut text = Zeroizing::new(String::from(
            "# Farol's key. Without it the secrets in ledger.db are lost; keep a copy elsewhere.\n",
        ));
        text.push_str(&ring.held().lines());
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(unreadable)?;
        // The name, too, has to survive a power cut before anything is sealed with the key.
        sync_folder_of(path).map_err(unreadable)?;
        Self::from_file(path)
    }

    /// Adds a new key to a file, which becomes the active one; the others stay, comments too. A
    /// crash leaves the old file or the new one.
    pub fn add_key_to_file(path: &Path) -> Result<Self, KeyringError> {
        let unreadable = |error| KeyringError::unreadable(path, &error);
        let (mut text, found) = read_private(path)?;
        Self::parse(&text)?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&Self::generate()?.held().lines());
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let unmade = |error| KeyringError::unreadable(Path::new(&beside), &error);
        let mut file = options.open(&beside).map_err(unmade)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.set_permissions(found.permissions()))
            // Root adds keys to the file of another user, too.
            .and_then(|()| fchown(&file, Some(found.uid()), Some(found.gid())))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&beside, path))
            .and_then(|()| sync_folder_of(path))
            .map_err(unreadable)?;
        Self::from_file(path)
    }

    /// A ring with one new key, for tests and for [`Keyring::generate_file`].
    pub fn generate() -> Result<Self, KeyringError> {
        let mut key = Key::default();
        let mut id = [0_u8; 4];
        rand::fill(key.as_mut_slice()).map_err(|_| KeyringError::NoRandomness)?;
        rand::fill(&mut id).map_err(|_| KeyringError::NoRandomness)?;
        let kid = format!("k{:08x}", u32::from_be_bytes(id));
        Ok(Self::of(Held { keys: BTreeMap::from([(kid.clone(), key)]), active: kid }))
    }

    /// The id of the key that wraps what is new.
    pub fn active(&self) -> String {
        self.held().active.clone()
    }

    /// The ids of all keys.
    pub fn kids(&self) -> Vec<String> {
        self.held().keys.keys().cloned().collect()
    }

    /// A key by its id; the file is read again for one that is not there.
    pub(crate) fn key(&self, kid: &str) -> Option<Key> {
        let known = self.held().keys.get(kid).cloned();
        known.or_else(|| {
            self.refresh();
            self.held().keys.get(kid).cloned()
        })
    }

    /// The key that wraps what is new, after its id.
    pub(crate) fn active_key(&self) -> Result<(String, Key), SealError> {
        let held = self.held();
        let missing = || SealError::MissingKey { kid: held.active.clone() };
        let key = held.keys.get(&held.active).cloned().ok_or_else(missing)?;
        Ok((held.active.clone(), key))
    }
}

impl Held {
    fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut keys = BTreeMap::new();
        let mut active = None;
        for (line, text) in (1..).zip(text.lines().map(str::trim)) {
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (kid, key) = parse_line(line, text)?;
            active = Some(kid.clone());
            if keys.insert(kid, key).is_some() {
                return Err(KeyringError::Malformed { line, reason: "the key id repeats" });
            }
        }
        Ok(Self { keys, active: active.ok_or(KeyringError::Empty)? })
    }

    /// The keys as lines of a file, the active one last.
    fn lines(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        let is_active = |kid: &&String| **kid == self.active;
        let others = self.keys.keys().filter(|kid| !is_active(kid));
        for kid in others.chain(self.keys.keys().filter(is_active)) {
            let key = Zeroizing::new(STANDARD.encode(self.keys[kid].as_slice()));
            text.push_str(&Zeroizing::new(format!("{kid}:{}\n", *key)));
        }
        text
    }
}

impl KeyringError {
    fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), reason: error.to_string() }
    }
}

/// The text of a file that only its owner may read, and what the system knows of the file.
fn read_private(path: &Path) -> Result<(Zeroizing<String>, Metadata), KeyringError> {
    let unreadable = |error| KeyringError::unreadable(path, &error);
    let mut file = OpenOptions::new().read(true).open(path).map_err(unreadable)?;
    let found = file.metadata().map_err(unreadable)?;
    let mode = found.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyringError::Open { path: path.to_owned(), mode });
    }
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(unreadable)?;
    Ok((text, found))
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    File::open(dir.unwrap_or_else(|| Path::new("."))).and_then(|dir| dir.sync_all())
}

fn parse_line(line: usize, text: &str) -> Result<(String, Key), KeyringError> {
    let malformed = |reason| KeyringError::Malformed { line, reason };
    let (kid, encoded) = text.split_once(':').ok_or_else(|| malformed("no colon"))?;
    let is_kid_byte = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if kid.is_empty() || kid.len() > 32 || !kid.bytes().all(is_kid_byte) {
        return Err(malformed("a key id is 1 to 32 letters, digits, - and _"));
    }
    if has_default_word(encoded.as_bytes()) {
        return Err(KeyringError::Guessable { line });
    }
    let raw = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| malformed("not base64"))?);
    let mut key = Key::default();
    if raw.len() != key.len() {
        return Err(malformed("a key has 32 bytes"));
    }
    key.copy_from_slice(&raw);
    if is_guessable(key.as_slice()) {
        return Err(KeyringError::Guessable { line });
    }
    Ok((kid.to_owned(), key))
}

/// A key that nobody drew at random: few different bytes, or a word in it.
fn is_guessable(key: &[u8]) -> bool {
    let distinct = key.iter().collect::<std::collections::BTreeSet<_>>().len();
    distinct < 8 || has_default_word(key)
}

/// Whether a word stands in it that examples use instead of a key.
fn has_default_word(text: &[u8]) -> bool {
    const WORDS: [&str; 4] = ["changeme", "change-me", "password", "secret"];
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    WORDS.into_iter().any(|word| lower.windows(word.len()).any(|part| part == word.as_bytes()))
}
