//! The state file: the world and the unsent webhooks, so that a restart goes on where it stopped.
//!
//! It holds secrets and tokens, hence mode 0600, and is replaced as a whole by a rename: a crash
//! leaves the old file or the new one, never half of one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::OpenError;
use crate::control::LATEST_S;
use crate::state::{Shared, State};
use crate::webhooks::queue::Queue;
use crate::world::{World, judge, typed};

/// 2: message templates. 3: who was reached, and the clocks of numbers and portfolios. What an older
/// file lacks is read as empty, and the standing of its numbers begins when it is opened. 4: payment
/// methods; before it no account lacked one. 5: media, messages, prices and reviews.
const VERSION: u32 = 5;
/// The first one that tells which accounts have a payment method.
const PAYMENT_TOLD: u32 = 4;
const QUIET: Duration = Duration::from_millis(200);

/// What a file holds.
#[derive(Deserialize)]
pub struct Saved {
    pub offset_ms: i64,
    pub world: World,
    pub queue: Queue,
    #[serde(default)]
    pub chances: u64,
}

#[derive(Deserialize)]
struct Header {
    version: u32,
}

#[derive(Serialize)]
struct Saving<'s> {
    version: u32,
    offset_ms: i64,
    world: &'s World,
    queue: &'s Queue,
    chances: u64,
}

/// Reads a state file; `None` when there is none yet.
pub fn load(path: &Path) -> Result<Option<Saved>, OpenError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(OpenError::unreadable(path, &error)),
    };
    match read(text.as_bytes()) {
        Ok(saved) => Ok(Some(saved)),
        Err(Unread::Newer(version)) => Err(OpenError::Newer { path: path.to_owned(), version }),
        Err(unread) => Err(OpenError::unreadable(path, &unread)),
    }
}

/// No clock is turned by more than up to 2100.
const LATEST_MS: i64 = LATEST_S * 1000;

/// Why a document is no state.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("{0}")]
    NoState(#[from] serde_json::Error),
    #[error("version {0} is newer than this program")]
    Newer(u32),
    #[error("{0} must be {1}")]
    Mistyped(String, &'static str),
    #[error("offset_ms turns the clock to before 1970 or past 2100")]
    Untimely,
}

/// Reads a document of [`export`], or of an older program.
pub fn read(text: &[u8]) -> Result<Saved, Unread> {
    let document: &RawValue = serde_json::from_slice(text)?;
    let header: Header = serde_json::from_str(document.get())?;
    if header.version > VERSION {
        return Err(Unread::Newer(header.version));
    }
    let mut saved: Saved = serde_json::from_str(document.get())?;
    if !(-LATEST_MS..LATEST_MS).contains(&saved.offset_ms) {
        return Err(Unread::Untimely);
    }
    if let Some(fault) = typed::of_world(&saved.world) {
        return Err(Unread::Mistyped(format!("world.{}", fault.path), fault.wanted));
    }
    if header.version < PAYMENT_TOLD {
        saved.world.fund_all();
    }
    Ok(saved)
}

/// The state as it is now: what a state file holds.
pub fn export(shared: &Shared) -> Result<Vec<u8>, serde_json::Error> {
    let offset_ms = shared.settings.clock.offset_ms();
    shared.with(|state: &mut State| {
        serde_json::to_vec(&Saving {
            version: VERSION,
            offset_ms,
            world: &state.world,
            queue: &state.queue,
            chances: state.chances,
        })
    })
}

/// Goes on from a state as a restart would: nothing is armed, counted or logged, and no scenario
/// plays.
pub fn import(shared: &Shared, saved: Saved) {
    shared.playing.send_replace(None);
    shared.settings.clock.turn_to(saved.offset_ms);
    let now_ms = shared.settings.clock.now_ms();
    shared.change(|state| {
        *state = State::new(saved.world, saved.queue);
        state.chances = saved.chances;
        judge::adopt(&mut state.world, now_ms);
    });
}

/// Writes the state whenever it changed, and a last time at the end; returns when stopped.
pub async fn keep(shared: Arc<Shared>, stop: CancellationToken) {
    let Some(path) = shared.settings.state_file.clone() else {
        return stop.cancelled().await;
    };
    let mut pause = QUIET;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = shared.dirty.notified() => {}
        }
        // A burst of changes is one writing, and a large world is not written without pause.
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        let began = Instant::now();
        save(Arc::clone(&shared), path.clone()).await;
        pause = QUIET.max(began.elapsed() * 10);
    }
}

/// Writes the state before an answer leaves, if it is kept at all: what Meta once answered, such as
/// a token, it does not forget.
pub async fn save_kept(shared: &Arc<Shared>) {
    if let Some(path) = shared.settings.state_file.clone() {
        save(Arc::clone(shared), path).await;
    }
}

/// Writes the state now; a failure is logged, since the emulator works on without its file.
pub async fn save(shared: Arc<Shared>, path: PathBuf) {
    let turn = Arc::clone(&shared);
    let _turn = turn.saving.lock().await;
    let shown = path.display().to_string();
    let written = tokio::task::spawn_blocking(move || replace(&path, &export(&shared)?)).await;
    match written {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, path = shown, "The state file was not written"),
        Err(error) => tracing::error!(%error, path = shown, "The state file was not written"),
    }
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let mut file = private_file(&new)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&new, path)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
