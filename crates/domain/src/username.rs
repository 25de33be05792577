//! Usernames: what Meta takes as one (META 3), so that a person hears it before Meta refuses.

/// Fewest and most characters.
pub const LENGTH: std::ops::RangeInclusive<usize> = 3..=35;

/// Ends that read as an address. Meta gives examples and no list; what is missing here it refuses
/// itself.
const DOMAINS: [&str; 15] = [
    ".com", ".net", ".org", ".br", ".io", ".co", ".app", ".dev", ".edu", ".gov", ".mil", ".int",
    ".in", ".us", ".html",
];

/// A rule that a name breaks, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Fewer characters than [`LENGTH`] begins with.
    TooShort,
    /// More characters than [`LENGTH`] ends with.
    TooLong,
    /// Something else than `a-z`, `0-9`, `.` and `_`.
    Characters,
    /// No letter among them.
    NoLetter,
    /// A period first or last.
    PeriodAtEdge,
    /// Two periods in a row.
    TwoPeriods,
    /// `www` first.
    Www,
    /// A domain's ending.
    Domain,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::TooShort,
        Self::TooLong,
        Self::Characters,
        Self::NoLetter,
        Self::PeriodAtEdge,
        Self::TwoPeriods,
        Self::Www,
        Self::Domain,
    ];

    /// The word of markup and of the sentence that says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::Characters => "characters",
            Self::NoLetter => "no-letter",
            Self::PeriodAtEdge => "period-at-edge",
            Self::TwoPeriods => "two-periods",
            Self::Www => "www",
            Self::Domain => "domain",
        }
    }

    /// The rule as a regular expression, for a page that says it while a person types: what matches
    /// breaks it. A test holds it to [`faults`].
    pub fn pattern(self) -> String {
        let (least, most) = (LENGTH.start() - 1, LENGTH.end() + 1);
        match self {
            Self::TooShort => format!("^.{{0,{least}}}$"),
            Self::TooLong => format!("^.{{{most},}}$"),
            Self::Characters => "[^a-z0-9._]".to_owned(),
            Self::NoLetter => "^[^\\p{L}]+$".to_owned(),
            Self::PeriodAtEdge => "^\\.|\\.$".to_owned(),
            Self::TwoPeriods => "\\.\\.".to_owned(),
            Self::Www => "^www".to_owned(),
            Self::Domain => format!("({})$", DOMAINS.join("|").replace('.', "\\.")),
        }
    }
}

/// The name as Meta keeps it: case does not count, and the `@` that people write before it is none of
/// it.
pub fn tidied(typed: &str) -> String {
    let typed = typed.trim();
    typed.strip_prefix('@').unwrap_or(typed).to_ascii_lowercase()
}

/// Every rule that a tidied name breaks; none when Meta may take it.
pub fn faults(name: &str) -> Vec<Fault> {
    Fault::ALL.into_iter().filter(|fault| breaks(name, *fault)).collect()
}

fn breaks(name: &str, rule: Fault) -> bool {
    let is_known = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '_')
    };
    match rule {
        Fault::TooShort => name.chars().count() < *LENGTH.start(),
        Fault::TooLong => name.chars().count() > *LENGTH.end(),
        Fault::Characters => !name.chars().all(is_known),
        Fault::NoLetter => !name.is_empty() && !name.chars().any(char::is_alphabetic),
        Fault::PeriodAtEdge => name.starts_with('.') || name.ends_with('.'),
        Fault::TwoPeriods => name.contains(".."),
        Fault::Www => name.starts_with("www"),
        Fault::Domain => DOMAINS.iter().any(|domain| name.ends_with(domain)),
    }
}
