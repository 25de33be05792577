//! `farol config`: the default settings to begin with, what is wrong with a file, and a new key.

use std::path::PathBuf;

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
        let (_, installation) = Config::from_file(path, std::env::vars_os())
            .map_err(|faults| Failure::Configuration(faults.to_string()))?;
        installation.place.keys().map_err(|error| {
            let file = installation.place.key_file.display();
            Failure::Configuration(format!("the key in {file}: {error}"))
        })?;
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
