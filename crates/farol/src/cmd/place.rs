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
    /// A data folder with its key in it, as `farol demo` makes it
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Where {
    /// The data folder and its keys' file. No secret is read.
    ///
    /// # Errors
    /// When the settings are wrong, or the command would leave files that the program can't open.
    pub fn place(&self) -> Result<Place, Failure> {
        let place = self.named()?;
        refuse_other_owner(&place.data)?;
        Ok(place)
    }

    fn named(&self) -> Result<Place, Failure> {
        match (&self.config, &self.data) {
            (Some(file), _) => Config::place(file, std::env::vars_os())
                .map_err(|faults| Failure::Configuration(faults.to_string())),
            (None, Some(data)) => Ok(Place::of_folder(data)),
            (None, None) => Err(Failure::Usage("name --config or --data".to_owned())),
        }
    }
}

/// The data of a command that opens secrets, and what opens them.
#[derive(Debug, clap::Args)]
pub struct Keyed {
    #[command(flatten)]
    place: Where,
    /// The key file, instead of the one that belongs to the data
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

impl Keyed {
    /// The place and its keys.
    ///
    /// # Errors
    /// When the settings are wrong or the keys can't be read.
    pub fn open(&self) -> Result<(Place, Keyring), Failure> {
        let place = self.named()?;
        refuse_other_owner(&place.data)?;
        let keys = keys(&place)?;
        Ok((place, keys))
    }

    /// The place alone, for what writes nothing into the data folder: root, too, may do that.
    ///
    /// # Errors
    /// When the settings are wrong.
    pub fn named(&self) -> Result<Place, Failure> {
        let mut place = self.place.named()?;
        if let Some(file) = &self.key_file {
            place.key_file = file.clone();
        }
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
            let (name, way) = match name_of_user(theirs) {
                Some(name) => (name.clone(), format!("runuser -u {name} -- ...")),
                None => (theirs.to_string(), format!("sudo -u '#{theirs}' ...")),
            };
            let reason = format!(
                "it belongs to the user {name}, who could not open what root makes in it; run \
                 this as that user ({way})"
            );
            Err(StoreError::Unreadable { path: data.to_owned(), reason }.into())
        }
        _ => Ok(()),
    }
}

/// The name that this machine knows a user by.
fn name_of_user(uid: u32) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        (parts.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}
