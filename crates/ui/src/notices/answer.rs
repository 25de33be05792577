//! What came of handing a mail over: a server's own words, or what stood before them.

use crate::words::Words;

/// A sentence and the words that it quotes.
pub(super) struct Answer {
    pub lead: String,
    pub quoted: String,
}

impl Answer {
    /// The words that are kept of a mail; `None` where there are none.
    pub fn of(words: &Words, kept: &str) -> Option<Self> {
        let lead = if is_reply(kept) { "log-answered" } else { "log-hindered" };
        let quoted = kept.trim().to_owned();
        (!quoted.is_empty()).then(|| Self { lead: words.t(lead), quoted })
    }
}

/// Whether a server said it: a reply begins with three digits (RFC 5321, 4.2).
fn is_reply(kept: &str) -> bool {
    let code = kept.trim_start().split([' ', '-']).next().unwrap_or_default();
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}
