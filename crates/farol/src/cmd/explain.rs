//! `farol explain`: what one of Meta's codes means, who acts and what to do.

use clap::ValueEnum;
use meta::catalogue::Asked;
use ui::Language;

use super::Failure;

/// Options of `farol explain`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The code, with its subcode as 100/2388001
    #[arg(value_name = "CODE")]
    code: String,
    /// The language of the answer
    #[arg(long, value_enum, default_value_t = Lang::Pt)]
    lang: Lang,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A language, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// Português do Brasil
    Pt,
    /// English
    En,
    /// Español
    Es,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Pt => Self::PtBr,
            Lang::En => Self::En,
            Lang::Es => Self::Es,
        }
    }
}

/// Prints what the catalogue has of a code.
///
/// # Errors
/// `Usage` for what is no code; `Failed` for a code that the catalogue does not have.
pub fn explain(options: &Options) -> Result<(), Failure> {
    let asked: Asked = options
        .code
        .parse()
        .map_err(|error| Failure::Usage(format!("{}: {error}", options.code)))?;
    let language = options.lang.into();
    let Some(explained) = ui::explained(language, asked) else {
        return Err(anyhow::anyhow!(ui::unknown_code(language, asked)).into());
    };
    let line = if options.json { explained.json.to_string() } else { explained.text };
    super::write_lines([Ok(line)]).map(drop)
}
