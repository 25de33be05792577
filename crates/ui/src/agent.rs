//! What a browser calls itself, in the words that people have for it: "Chrome · Linux".
//!
//! The string is whatever the other side sent: what is not recognised is shown raw, and cut.

/// Longest raw text shown, in characters.
const SHOWN: usize = 60;

/// Browsers by the piece that gives them away. Those that wear another's name stand before it.
const BROWSERS: [(&str, &str); 16] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("curl/", "curl"),
];

/// Systems likewise; phones call themselves after the system of a desk too.
const SYSTEMS: [(&str, &str, bool); 8] = [
    ("iPhone", "iPhone", true),
    ("iPad", "iPad", true),
    ("Android", "Android", true),
    ("Windows", "Windows", false),
    ("CrOS", "ChromeOS", false),
    ("Macintosh", "macOS", false),
    ("Linux", "Linux", false),
    ("X11", "Unix", false),
];

/// A browser and its system.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Agent {
    /// Both, or what is known of them, or the raw text.
    pub name: String,
    /// Whether it is held in a hand.
    pub is_mobile: bool,
}

/// Reads what a browser calls itself.
pub(crate) fn agent(raw: &str) -> Agent {
    let browser = BROWSERS.iter().find(|(piece, _)| raw.contains(piece));
    let system = SYSTEMS.iter().find(|(piece, ..)| raw.contains(piece));
    let name = match (browser, system) {
        (Some((_, browser)), Some((_, system, _))) => format!("{browser} · {system}"),
        (Some((_, browser)), None) => (*browser).to_owned(),
        // A system alone says too little of who that is.
        (None, _) => cut(raw),
    };
    Agent { name, is_mobile: system.is_some_and(|(.., is_mobile)| *is_mobile) }
}

fn cut(raw: &str) -> String {
    match raw.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &raw[..end]),
        None => raw.to_owned(),
    }
}
