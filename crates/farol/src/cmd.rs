//! The command line (SURFACE): one file a command, and the exit code of each way to end.

mod backup;
mod changes;
mod config;
mod demo;
mod doctor;
mod emulator;
mod explain;
mod exported;
mod inbox;
mod keys;
pub mod place;
mod restore;
mod serve;
mod user;
mod verify;

use std::io::{BufWriter, IsTerminal, Write};
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use store::backup::BackupError;
use store::{SealError, StoreError};

/// A self-hosted console for WhatsApp Business integrations.
#[derive(Debug, Parser)]
#[command(
    name = "farol",
    version,
    about = "A self-hosted console for WhatsApp Business integrations"
)]
struct Cli {
    /// How the log on stderr is written; FAROL_LOG says what of, as in warn,farol=debug
    #[arg(long, global = true, env = "FAROL_LOG_FORMAT", value_enum, default_value_t)]
    log_format: LogFormat,
    #[command(subcommand)]
    command: Command,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A line of JSON.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A console beside an emulator of Meta, with a small world and a story that plays
    Demo(demo::Options),
    /// The console of an installation
    Serve(serve::Options),
    /// The emulator of Meta alone
    Emulator(emulator::Options),
    /// The settings of an installation
    Config(config::Options),
    /// The people of an installation
    #[command(subcommand)]
    User(UserCommand),
    /// One encrypted file of all data, made while the program runs, restored and verified
    Backup(backup::Options),
    /// Put a backup into an empty folder
    Restore(restore::Options),
    /// Whether data or a backup is whole, opens with its keys and agrees with itself
    Verify(verify::Options),
    /// The keys that protect secrets and backups
    #[command(subcommand)]
    Keys(keys::Command),
    /// The stored webhooks
    #[command(subcommand)]
    Inbox(InboxCommand),
    /// What Meta reported differently
    #[command(subcommand)]
    Changes(ChangesCommand),
    /// Whether what was connected still works, with what mends it
    Doctor(doctor::Options),
    /// What one of Meta's error codes means, who acts and what to do
    Explain(explain::Options),
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Make somebody the installation's owner, and print a one-time link that sets a password
    Add(user::Options),
}

#[derive(Debug, Subcommand)]
enum InboxCommand {
    /// Print each stored webhook item as a JSON line
    Export(inbox::Options),
}

#[derive(Debug, Subcommand)]
enum ChangesCommand {
    /// Print each recorded change as a JSON line
    Export(changes::Options),
}

/// Why a command ended without doing what was asked; each has its exit code.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Exit code 1.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
    /// Exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Exit code 3.
    #[error("{0}")]
    Configuration(String),
    /// Exit code 4, or 3 where the key is at fault.
    #[error(transparent)]
    Data(#[from] StoreError),
    /// Exit code 4: an archive that is not good, or a folder that is not empty.
    #[error(transparent)]
    Archive(BackupError),
    /// Exit code 5.
    #[error("the address {0} is in use; choose another with {1}")]
    InUse(SocketAddr, &'static str),
}

impl Failure {
    const fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            // A field that was changed is data; everything else that does not open is the key.
            Self::Data(StoreError::Sealing(SealError::Forged | SealError::NoDataKey { .. })) => 4,
            Self::Configuration(_) | Self::Data(StoreError::Sealing(_)) => 3,
            Self::Data(_) | Self::Archive(_) => 4,
            Self::InUse(..) => 5,
        }
    }

    /// A listener that could not be bound.
    fn unbound(address: SocketAddr, flag: &'static str, error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            return Self::InUse(address, flag);
        }
        Self::Usage(format!("the address {address} of {flag} can't be listened on: {error}"))
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => Self::Data(error),
            BackupError::Exists { .. } => Self::Usage(error.to_string()),
            BackupError::Damaged { .. }
            | BackupError::NewerForm { .. }
            | BackupError::Unproven { .. }
            | BackupError::NotEmpty { .. }
            | BackupError::Foreign { .. }
            | BackupError::File { .. }
            | BackupError::Io { .. } => Self::Archive(error),
        }
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    log(cli.log_format);
    let ended = match cli.command {
        Command::Demo(options) => block_on(demo::run(options)),
        Command::Serve(options) => block_on(serve::run(options)),
        Command::User(UserCommand::Add(options)) => block_on(user::add(options)),
        Command::Emulator(options) => block_on(emulator::run(options)),
        Command::Config(options) => config::run(&options),
        Command::Backup(options) => backup::run(&options),
        Command::Restore(options) => restore::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Keys(command) => keys::run(&command),
        Command::Inbox(InboxCommand::Export(options)) => block_on(inbox::export(options)),
        Command::Changes(ChangesCommand::Export(options)) => block_on(changes::export(options)),
        Command::Doctor(options) => block_on(doctor::run(options)),
        Command::Explain(options) => explain::explain(&options),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say_error(&failure);
            ExitCode::from(failure.code())
        }
    }
}

fn log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("FAROL_LOG")
        .unwrap_or_else(|_| "warn,farol=info".into());
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(filter);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
}

fn block_on(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)?
        .block_on(work)
}

#[allow(clippy::print_stderr, reason = "the last word of a command that failed")]
fn say_error(failure: &Failure) {
    let mut message = failure.to_string();
    if let Failure::Failed(error) = failure {
        message = format!("{error:#}");
    }
    eprintln!("farol: {message}");
}

/// Says beside a command's result what it means.
#[allow(clippy::print_stderr, reason = "stdout is for results")]
fn note(line: &str) {
    eprintln!("farol: {line}");
}

/// Prints one line of a command's result.
#[allow(clippy::print_stdout, reason = "stdout is for results")]
fn say(line: &str) {
    println!("{line}");
}

/// Writes lines to stdout. A reader that closed early, as `head` does, is no error: the answer is
/// then `Break`, and nothing more is to be written.
fn write_lines(
    lines: impl IntoIterator<Item = Result<String, Failure>>,
) -> Result<ControlFlow<()>, Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in lines {
        let line = line?;
        if let Err(error) = writeln!(out, "{line}") {
            return closed_early(error);
        }
    }
    out.flush().map_or_else(closed_early, |()| Ok(ControlFlow::Continue(())))
}

fn closed_early(error: std::io::Error) -> Result<ControlFlow<()>, Failure> {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Ok(ControlFlow::Break(()));
    }
    Err(anyhow::Error::from(error).into())
}

/// The data folder of a command that only reads.
#[derive(Debug, clap::Args)]
struct DataFolder {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}
