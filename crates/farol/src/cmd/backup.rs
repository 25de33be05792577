//! `farol backup`: one encrypted file of a running or stopped installation, which was restored and
//! verified before it has its name.

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::Timestamp;
use serde_json::json;
use store::backup::{self, Manifest, Order};
use store::merge_erasures;

use super::place::Keyed;
use super::{Failure, say};
use crate::clock::Clock;
use crate::config::Place;

/// Options of `farol backup`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    keyed: Keyed,
    /// The file to make; or a folder, in which it is named after the moment
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// Remove backups in the folder of --to that are older, once the new one is good
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    keep_days: Option<u32>,
    /// Folder for plain copies meanwhile, with room for twice the data [default: the data folder]
    #[arg(long, value_name = "DIR")]
    staging: Option<PathBuf>,
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

/// What a backup in a folder is called, around its moment.
const PREFIX: &str = "farol-";
const SUFFIX: &str = ".backup";
/// The moment in a backup's name: in UTC, and in the order of time.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// Makes a backup.
///
/// # Errors
/// When the data or the keys can't be used, the file exists, or the copy does not prove good.
pub fn run(options: &Options) -> Result<(), Failure> {
    let (place, keys) = options.keyed.open()?;
    let at = Clock::real().now();
    let is_folder = options.to.is_dir();
    if !is_folder && (options.keep_days.is_some() || names_folder(&options.to)) {
        let to = options.to.display();
        let needs = "--keep-days and a name that ends in / need one, that this user may write into";
        return Err(Failure::Usage(format!("--to: there is no folder {to}; {needs}")));
    }
    let to = if is_folder { options.to.join(name_of(at)?) } else { options.to.clone() };
    let staging = options.staging.as_deref().unwrap_or(&place.data);
    let order = Order { dir: &place.data, to: &to, staging, at };
    let manifest = backup::back_up(&order, &keys)?;
    if is_folder {
        keep_erasures(&place, &options.to)?;
    }
    if let Err(error) = backup::note_made(&place.data, &keys, &manifest) {
        tracing::warn!(%error, "The backup is good, and was not noted in the audit log");
    }
    let gone = match options.keep_days {
        Some(days) => remove_older(&options.to, at, days)?,
        None => 0,
    };
    tell(options.json, &to, &manifest, gone)
}

fn names_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

fn name_of(at: Timestamp) -> Result<String, Failure> {
    let moment = jiff::Timestamp::from_millisecond(at.as_millis()).map_err(anyhow::Error::from)?;
    Ok(format!("{PREFIX}{}{SUFFIX}", moment.strftime(MOMENT)))
}

/// Keeps the newest journal of erasures beside the backups, so that restoring an older one erases
/// again who was erased since.
fn keep_erasures(place: &Place, folder: &Path) -> Result<(), Failure> {
    merge_erasures(folder, &place.data.join(store::ERASURES_FILE))?;
    Ok(())
}

/// Removes backups of this program's naming that are older; answers how many. The new one is not.
fn remove_older(folder: &Path, now: Timestamp, days: u32) -> Result<u64, Failure> {
    let kept_for = Duration::from_secs(u64::from(days) * 86_400);
    let mut gone = 0;
    for entry in std::fs::read_dir(folder).map_err(anyhow::Error::from)? {
        let path = entry.map_err(anyhow::Error::from)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // A backup that was killed leaves a part of it.
        let whole = name.strip_suffix(".part").unwrap_or(name);
        let Some(made_at) = moment_of(whole) else { continue };
        if now.since(made_at) > kept_for {
            std::fs::remove_file(&path).map_err(anyhow::Error::from)?;
            gone += 1;
        }
    }
    Ok(gone)
}

fn moment_of(name: &str) -> Option<Timestamp> {
    let moment = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let moment = jiff::civil::DateTime::strptime(MOMENT, moment).ok()?;
    let moment = moment.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp::from_millis(moment.timestamp().as_millisecond()))
}

fn tell(is_json: bool, to: &Path, manifest: &Manifest, gone: u64) -> Result<(), Failure> {
    if is_json {
        let line = json!({
            "backup": to,
            "made_at": manifest.made_at,
            "bytes": manifest.bytes(),
            "secrets": manifest.secrets,
            "removed": gone,
        });
        say(&line.to_string());
        return Ok(());
    }
    let (bytes, secrets) = (manifest.bytes(), manifest.secrets);
    say(&format!("{}: {bytes} bytes of data, restored and verified", to.display()));
    say(&format!("{secrets} secrets opened; {}", rows(manifest)));
    if gone > 0 {
        say(&format!("{gone} older backups removed"));
    }
    Ok(())
}

/// How many rows each database of a backup has.
pub fn rows(manifest: &Manifest) -> String {
    let databases = manifest.files.iter().filter(|file| file.schema.is_some());
    let counts = databases.map(|file| {
        let rows: u64 = file.rows.values().sum();
        format!("{rows} rows in {}", file.name.as_str())
    });
    counts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_s_name_tells_its_moment() {
        let at = Timestamp::from_seconds(1_795_338_640);
        let name = name_of(at).expect("a name");
        assert_eq!(name, "farol-20261122T091040Z.backup");
        assert_eq!(moment_of(&name), Some(at));
        for other in ["farol-.backup", "notes.txt", "farol-20261122T091040Z.backup.old"] {
            assert_eq!(moment_of(other), None, "{other}");
        }
    }

    #[test]
    fn only_older_backups_of_ours_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let day = |day: i64| Timestamp::from_seconds(1_795_338_640 + day * 86_400);
        let names = [0, 5, 9].map(|number| name_of(day(number)).expect("a name"));
        for name in names.iter().map(String::as_str).chain(["notes.txt"]) {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        assert_eq!(remove_older(folder.path(), day(10), 5).expect("removed"), 1);
        let is_there = |name: &str| folder.path().join(name).exists();
        let expected = [false, true, true];
        assert_eq!(names.each_ref().map(|name| is_there(name)), expected);
        assert!(is_there("notes.txt"));
    }
}
