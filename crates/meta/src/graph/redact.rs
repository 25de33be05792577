//! Takes access tokens and authorization codes out of Meta's words: Meta may repeat the one that
//! it refuses.

/// How Meta's access tokens and authorization codes begin.
const BEGINNINGS: [&str; 2] = ["EAA", "AQ"];
/// Characters after the beginning from which on it is a secret and not a word.
const SECRET_FROM: usize = 16;

/// The words with `***` in place of everything that looks like a token or a code.
pub(super) fn redact(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((start, beginning)) = next_beginning(rest) {
        let (before, from_start) = rest.split_at(start);
        let run = from_start.bytes().take_while(|byte| is_of_secret(*byte)).count();
        let (found, after) = from_start.split_at(run);
        let is_secret = run >= beginning.len() + SECRET_FROM;
        plain.push_str(before);
        plain.push_str(if is_secret { "***" } else { found });
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// Where the first secret may begin, and how.
fn next_beginning(words: &str) -> Option<(usize, &'static str)> {
    let places = BEGINNINGS.iter().filter_map(|it| words.find(it).map(|place| (place, *it)));
    places.min_by_key(|(place, _)| *place)
}

/// Tokens are letters and digits; codes are base64 for addresses.
fn is_of_secret(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
