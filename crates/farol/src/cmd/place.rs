//! Which data a command works on: an installation's by its settings, or a folder by its name.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use store::{Keyring, StoreError};

use super::Failure;
use crate::config::{Config, Place};

/// The data of a command: `--config FILE` or `--data DIR`.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Where {
    /// The settings of an installation
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A folder of `farol demo`, with its key in it
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Where {
    /// The data folder and its keys' file. No secret is read.
    ///
    /// # Errors
    /// When the settings are wrong, or the command would leave files that the program can't open.
    pub fn place(&self) -> Result<Place, Failure> {
        let place = match (&self.config, &self.data) {
            (Some(file), _) => Config::place(file, std::env::vars_os())
                .map_err(|faults| Failure::Configuration(faults.to_string()))?,
            (None, Some(data)) => Place::of_folder(data),
            (None, None) => return Err(Failure::Usage("name --config or --data".to_owned())),
        };
        refuse_other_owner(&place.data)?;
        Ok(place)
    }
}

/// The keys of a place.
///
/// # Errors
/// When they can't be read.
pub fn keys(place: &Place) -> Result<Keyring, Failure> {
    place.keys().map_err(|error| {
        Failure::Configuration(format!("the key in {}: {error}", place.key_file.display()))
    })
}

/// Root may write into anyone's folder, and what it makes there nobody else opens.
fn refuse_other_owner(data: &Path) -> Result<(), Failure> {
    let owner = |path: &Path| std::fs::metadata(path).map(|found| found.uid()).ok();
    match (owner(data), owner(Path::new("/proc/self"))) {
        (Some(theirs), Some(0)) if theirs != 0 => {
            let reason = format!(
                "it belongs to the user {theirs}, who could not open what root makes in it; run \
                 this as that user (sudo -u '#{theirs}' ...)"
            );
            Err(StoreError::Unreadable { path: data.to_owned(), reason }.into())
        }
        _ => Ok(()),
    }
}
