//! `farol restore`: a backup into an empty folder; refused before anything is touched, or whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::Timestamp;
use store::backup::{self, Manifest};
use store::{Keyring, Restored, Store, StoreError, is_erasures, merge_erasures};

use super::place::Keyed;
use super::{Failure, backup::rows, block_on, say};
use crate::clock::Clock;
use crate::erasure::{self, Replayed};

/// Options of `farol restore`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    keyed: Keyed,
    /// The backup
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// A newer journal of erasures, as in the folder that is replaced; one beside the backup is
    /// taken by itself
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
}

/// Restores a backup.
///
/// # Errors
/// When the backup is damaged or newer, the keys are not its own, or the folder is in use or not
/// empty: nothing was touched then.
pub fn run(options: &Options) -> Result<(), Failure> {
    let (place, keys) = options.keyed.open()?;
    let journals = journals(options)?;
    let restoring = backup::unpack(&options.from, &keys, &place.data)?;
    let restored = Restored { made_at: restoring.manifest().made_at, at: Clock::real().now() };
    for journal in journals {
        merge_erasures(restoring.files(), &journal)?;
    }
    let replayed = settle(restoring.files(), keys, restored)?;
    if let Some(named) = options.erasures.as_deref().filter(|_| replayed.is_anothers()) {
        let words =
            "no line of it was written with this backup's keys: it is the journal of other data";
        return Err(Failure::Usage(format!("--erasures {}: {words}", named.display())));
    }
    let manifest = restoring.put_in_place()?;
    tell(&place.data, &manifest, restored, replayed)?;
    if options.erasures.is_none() {
        warn_of_erasures(restored)?;
    }
    Ok(())
}

/// Journals that may know of erasures after the backup.
fn journals(options: &Options) -> Result<Vec<PathBuf>, Failure> {
    let beside = options.from.with_file_name(store::ERASURES_FILE);
    let mut journals: Vec<PathBuf> = beside.exists().then_some(beside).into_iter().collect();
    if let Some(named) = &options.erasures {
        if !named.exists() {
            return Err(Failure::Usage(format!("--erasures {}: no such file", named.display())));
        }
        if !is_erasures(named)? {
            let words = "is no journal of erasures: nothing in it can be read as one";
            return Err(Failure::Usage(format!("--erasures {} {words}", named.display())));
        }
        journals.push(named.clone());
    }
    Ok(journals)
}

/// Makes the data ready while it still waits beside its place: who was erased is erased again, and
/// everything is due to be read.
fn settle(files: &Path, keys: Keyring, restored: Restored) -> Result<Replayed, Failure> {
    let store = Arc::new(Store::open(files, keys)?);
    let settled = block_on_of(async {
        let replayed = erasure::replay(&store, restored.at).await?;
        store.ledger.transact(move |ledger| ledger.settle_restored(restored)).await?;
        Ok(replayed)
    });
    // The last holder closes the files, which are moved next.
    drop(store);
    settled
}

fn block_on_of<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
    let mut settled = None;
    block_on(async {
        settled = Some(work.await?);
        Ok(())
    })?;
    settled.ok_or_else(|| Failure::Failed(anyhow::anyhow!("the work ended without an answer")))
}

fn tell(
    data: &Path,
    manifest: &Manifest,
    restored: Restored,
    replayed: Replayed,
) -> Result<(), Failure> {
    say(&format!("{}: restored; {}", data.display(), rows(manifest)));
    let Replayed { entries, again, foreign } = replayed;
    if entries > 0 {
        say(&format!("{again} of {entries} erasures done again"));
    }
    if foreign > 0 {
        say(&format!(
            "{foreign} lines of the journal of erasures are not of this ledger or can't be read: whom \
             those lines erased may be in this data again"
        ));
    }
    let (from, to) = (moment(restored.made_at)?, moment(restored.at)?);
    say(&format!(
        "Messages and statuses between {from} and {to} may be missing; everything else is read anew \
         at the start. Sessions and links are over: people sign in again."
    ));
    Ok(())
}

/// What nobody can know who was not given the journal of the folder that is replaced.
fn warn_of_erasures(restored: Restored) -> Result<(), Failure> {
    say(&format!(
        "No --erasures was given: whoever was erased since the journal beside the backup was written \
         (at the latest backup, or {}) is in this data again. Name the old folder's {}, or erase them \
         once more.",
        moment(restored.made_at)?,
        store::ERASURES_FILE
    ));
    Ok(())
}

fn moment(at: Timestamp) -> Result<String, Failure> {
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).map_err(anyhow::Error::from)?;
    Ok(at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}
