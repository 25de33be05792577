//! `farol keys`: which keys protect the secrets, and another in their place, while the program runs.

use clap::Subcommand;
use domain::audit::Action;
use serde_json::json;
use store::{Keyring, NewAudit, Rotation, Store, StoreError, TenantId};

use super::place::Keyed;
use super::{Failure, say};
use crate::clock::Clock;
use crate::config::Place;
use crate::erasure;

/// Subcommands of `farol keys`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Which keys wrap how many data keys
    Status(Data),
    /// Add a new key to the key file; it becomes the active one
    AddKek(Data),
    /// Wrap every data key under the active key, after which older keys are needed by backups alone
    RotateKek(Data),
    /// Seal every secret anew with new data keys
    RotateDek(RotateDek),
    /// Open every secret once
    Verify(Data),
    /// Destroy a tenant's data keys with everything that they sealed, also in what is restored later
    Shred(Shred),
}

/// The data of a command.
#[derive(Debug, clap::Args)]
pub struct Data {
    #[command(flatten)]
    keyed: Keyed,
}

/// Options of `farol keys rotate-dek`.
#[derive(Debug, clap::Args)]
pub struct RotateDek {
    #[command(flatten)]
    keyed: Keyed,
    /// Only of this tenant; "system" is the installation's own
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,
}

/// Options of `farol keys shred`.
#[derive(Debug, clap::Args)]
pub struct Shred {
    #[command(flatten)]
    keyed: Keyed,
    /// Whose
    #[arg(long, value_name = "ID")]
    tenant: String,
    /// The same id once more, since nothing undoes this
    #[arg(long, value_name = "ID")]
    confirm: String,
}

/// Runs a subcommand.
///
/// # Errors
/// When the data or the keys can't be used; what was done until then stands and is gone on with.
pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Status(data) => status(&data.keyed),
        Command::AddKek(data) => add_kek(&data.keyed),
        Command::RotateKek(data) => rotate_kek(&data.keyed),
        Command::RotateDek(options) => rotate_dek(options),
        Command::Verify(data) => verify(&data.keyed),
        Command::Shred(options) => shred(options),
    }
}

fn status(keyed: &Keyed) -> Result<(), Failure> {
    let (place, keys) = keyed.open()?;
    let status = Rotation::open(&place.data, keys)?.status()?;
    for (kid, wraps) in &status.wrapped {
        let mut words = Vec::new();
        if *kid == status.active {
            words.push("active");
        }
        if status.missing.contains(kid) {
            words.push("missing in the key file");
        }
        let words =
            if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
        say(&format!("{kid}: wraps {wraps} data keys{words}"));
    }
    say(&format!("{} tenants with data keys, the installation among them", status.tenants));
    say(&format!(
        "the most used data key has sealed {} times, of {}",
        status.most_uses,
        1_u64 << 30
    ));
    Ok(())
}

fn add_kek(keyed: &Keyed) -> Result<(), Failure> {
    // The key file may be root's alone, while the data is not.
    let place = keyed.named()?;
    let file = place.key_file.display();
    let added = Keyring::add_key_to_file(&place.key_file)
        .map_err(|error| Failure::Configuration(format!("the key in {file}: {error}")))?;
    let active = added.active();
    say(&format!("{file}: a new active key, {active}; keep a copy elsewhere"));
    if place.data.join("ledger.db").exists() {
        match keyed.open() {
            Ok((place, keys)) => {
                let done = NewAudit::nobodys(Action::KeyAdded).on(&active);
                note(&mut Rotation::open(&place.data, keys)?, done)?;
            }
            // Only the data's own user writes the audit log, and notes the key with `rotate-kek`.
            Err(error) => {
                tracing::debug!(%error, "The new key was not noted");
                super::note("the audit log will tell of it with `farol keys rotate-kek`");
            }
        }
    }
    Ok(())
}

fn rotate_kek(keyed: &Keyed) -> Result<(), Failure> {
    let (place, keys) = keyed.open()?;
    let active = keys.active();
    let mut rotation = Rotation::open(&place.data, keys)?;
    refuse_unknown(&rotation, &place)?;
    let rewrapped = rotation.rotate_kek()?;
    let done = NewAudit::nobodys(Action::KeyRotated).on(&active);
    note(&mut rotation, done.with(json!({ "data_keys": rewrapped })))?;
    say(&format!("{rewrapped} data keys wrapped anew under {active}"));
    say("Older keys stay in the key file for as long as backups that need them are kept.");
    Ok(())
}

/// Refuses to use a key that a running program does not have: its secrets would not open there.
fn refuse_unknown(rotation: &Rotation, place: &Place) -> Result<(), Failure> {
    let status = rotation.status()?;
    if status.is_active_proven || !Store::is_in_use(&place.data)? {
        return Ok(());
    }
    Err(Failure::Configuration(format!(
        "the running program has not read the key {} yet: it looks at its key file every minute, and \
         at its start; nothing was changed",
        status.active
    )))
}

fn rotate_dek(options: &RotateDek) -> Result<(), Failure> {
    let (place, keys) = options.keyed.open()?;
    let mut rotation = Rotation::open(&place.data, keys)?;
    refuse_unknown(&rotation, &place)?;
    let tenants = match &options.tenant {
        Some(tenant) => vec![TenantId::new(tenant)],
        None => rotation.tenants()?,
    };
    let mut resealed = 0;
    for tenant in &tenants {
        resealed += rotation.rotate_dek(tenant)?;
        let done = NewAudit::nobodys(Action::DataKeyRotated).on(tenant.as_str());
        note(&mut rotation, done)?;
    }
    let tenants = tenants.len();
    say(&format!(
        "{resealed} secrets of {tenants} tenants sealed anew; the old data keys are erased"
    ));
    Ok(())
}

fn verify(keyed: &Keyed) -> Result<(), Failure> {
    let (place, keys) = keyed.open()?;
    let opened = Rotation::open(&place.data, keys)?.verify()?;
    say(&format!("{opened} secrets opened"));
    Ok(())
}

fn shred(options: &Shred) -> Result<(), Failure> {
    if options.tenant != options.confirm {
        let words = "--confirm must be the same id as --tenant: nothing undoes this";
        return Err(Failure::Usage(words.to_owned()));
    }
    let (place, keys) = options.keyed.open()?;
    let mut rotation = Rotation::open(&place.data, keys)?;
    let now = Clock::real().now();
    let gone = erasure::shred(&mut rotation, &TenantId::new(&options.tenant), now)?;
    say(&format!("{}: data keys and {gone} secrets destroyed", options.tenant));
    Ok(())
}

fn note(rotation: &mut Rotation, done: NewAudit) -> Result<(), StoreError> {
    rotation.note(&done, Clock::real().now())
}
