//! The three languages, Portuguese first.

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Português do Brasil.
    #[default]
    PtBr,
    /// English.
    En,
    /// Español.
    Es,
}

impl Language {
    /// All languages, in the order of menus.
    pub const ALL: [Self; 3] = [Self::PtBr, Self::En, Self::Es];

    /// The tag of `lang=` and of the Fluent folder.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Two letters, for the button.
    pub const fn short(self) -> &'static str {
        match self {
            Self::PtBr => "PT",
            Self::En => "EN",
            Self::Es => "ES",
        }
    }

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::PtBr => "Português",
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The language of a tag, whatever its region; `None` for any other.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        match primary.as_str() {
            "pt" => Some(Self::PtBr),
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }

    /// The best of an `Accept-Language` header; Portuguese when it names none of ours.
    pub fn from_accept_language(header: &str) -> Self {
        let wanted = header.split(',').filter_map(|part| {
            let mut pieces = part.split(';');
            let language = Self::parse(pieces.next()?)?;
            let quality =
                pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok());
            Some((language, quality.unwrap_or(1.0)))
        });
        let best =
            wanted.filter(|(_, quality)| *quality > 0.0).fold(None, |best, next| match best {
                Some((_, quality)) if quality >= next.1 => best,
                _ => Some(next),
            });
        best.map(|(language, _)| language).unwrap_or_default()
    }
}
