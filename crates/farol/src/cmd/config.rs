//! `farol config`: the default settings to begin with, what is wrong with a file, and a new key.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use store::Keyring;

use super::{Failure, say};
use crate::config::{Config, DEFAULT};

/// Options of `farol config`; one of them.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Options {
    /// Print every setting with what holds when it is not set
    #[arg(long)]
    default: bool,
    /// Say what is wrong with a file, each with its line; the environment's settings count as well
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    /// Make a new key in a file that is not there yet, for its owner alone
    #[arg(long, value_name = "FILE")]
    new_key: Option<PathBuf>,
}

/// Prints, checks or makes what was asked for.
///
/// # Errors
/// When the file is wrong, its secrets can't be read, or a key can't be made.
pub fn run(options: &Options) -> Result<(), Failure> {
    if let Some(path) = &options.check {
        let (config, installation) = Config::from_file(path, std::env::vars_os())
            .map_err(|faults| Failure::Configuration(faults.to_string()))?;
        installation.place.keys().map_err(|error| {
            let file = installation.place.key_file.display();
            Failure::Configuration(format!("the key in {file}: {error}"))
        })?;
        for file in secrets_of(&config).filter(|file| is_open_to_all(file)) {
            say(&format!(
                "note: {} can be read by everybody here: mode 640 or 600",
                file.display()
            ));
        }
        say(&format!("{}: nothing is wrong with it", path.display()));
    } else if let Some(path) = &options.new_key {
        let made = Keyring::generate_file(path)
            .map_err(|error| Failure::Configuration(error.to_string()))?;
        say(&format!("{}: a new key, {}; keep a copy elsewhere", path.display(), made.active()));
    } else {
        say(DEFAULT.trim_end());
    }
    Ok(())
}

/// The files of secrets beside the key, which may be open to nobody else and is refused if it is.
fn secrets_of(config: &Config) -> impl Iterator<Item = &Path> {
    let meta = &config.meta;
    let files = [&meta.app_secret_file, &meta.verify_token_file, &config.metrics_token_file];
    files.into_iter().filter_map(|file| file.as_deref())
}

/// A note and no fault: what containers mount as a secret has such a mode, in a folder of its own.
fn is_open_to_all(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o004 != 0)
}
