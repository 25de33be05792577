//! Takes access tokens out of Meta's words: Meta may repeat the one that it refuses.

/// How each of Meta's access tokens begins.
const BEGINNING: &str = "EAA";
/// Letters and digits after the beginning from which on it is a token and not a word.
const TOKEN_FROM: usize = 16;

/// The words with `***` in place of everything that looks like an access token.
pub(super) fn redact(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find(BEGINNING) {
        let (before, from_start) = rest.split_at(start);
        let run = from_start.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (found, after) = from_start.split_at(run);
        let is_token = run >= BEGINNING.len() + TOKEN_FROM;
        plain.push_str(before);
        plain.push_str(if is_token { "***" } else { found });
        rest = after;
    }
    plain.push_str(rest);
    plain
}
