//! `farol explain`: what one of Meta's codes means, who acts and what to do.

use clap::ValueEnum;
use meta::catalogue::Asked;
use ui::Language;

use super::Failure;

/// Options of `farol explain`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The code, with its subcode as 100/2388001 or as a second word
    // What begins with a minus is refused as no code, in the reader's language.
    #[arg(value_name = "CODE", required = true, allow_negative_numbers = true)]
    code: Vec<String>,
    /// The language of the answer [default: the environment's, else pt]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A language, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
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
    let language = language(options.lang);
    let asked = asked(&options.code)
        .ok_or_else(|| Failure::Usage(ui::no_code(language, &options.code.join(" "))))?;
    let print = |said: ui::Explained| {
        let line = if options.json { said.json.to_string() } else { said.text };
        super::write_lines([Ok(line)]).map(drop)
    };
    if let Some(explained) = ui::explained(language, asked) {
        return print(explained);
    }
    let unknown = ui::unknown_code(language, asked);
    let failure = Failure::Failed(anyhow::Error::msg(unknown.text.clone()));
    if options.json {
        print(unknown)?;
    }
    Err(failure)
}

/// A code, and its subcode where there are two words.
fn asked(typed: &[String]) -> Option<Asked> {
    let words: Vec<&str> = typed.iter().flat_map(|word| word.split_whitespace()).collect();
    match words[..] {
        [code] => code.parse().ok(),
        [code, subcode] => format!("{code}/{subcode}").parse().ok(),
        _ => None,
    }
}

/// The language that was asked for, else the terminal's.
pub(super) fn language(asked: Option<Lang>) -> Language {
    asked.map_or_else(of_environment, Language::from)
}

/// The language that the terminal is set to; the first that says anything counts (POSIX, 8.2).
fn of_environment() -> Language {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(std::env::var_os);
    let first = said.map(|value| value.to_string_lossy().into_owned()).find(|it| !it.is_empty());
    first.and_then(|locale| Language::parse(&locale)).unwrap_or_default()
}
