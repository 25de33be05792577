//! Finds in any text by what a WhatsApp user can be known: a phone number however it is written, a
//! business-scoped id (META 7.3), and ids of messages, which hold phone numbers in base64.
//!
//! Where a person's traces are to be blanked, what is not found stays; so it is looked for wide, and
//! whoever asks says of each find whether it is the one.

use std::ops::Range;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// By what a user is known, in one spelling for all.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identifier {
    /// A phone number: digits with the country's code; a Brazilian mobile's ninth digit left out,
    /// since Meta writes some numbers with it and some without.
    Phone(String),
    /// A business-scoped id.
    User(String),
    /// A person at Facebook, by the id that Meta makes for one app: digits alone.
    Facebook(String),
}

/// What is asked of each find: what shall stand in its place, cut to the length of what stood
/// there; `None` leaves it.
pub type Replace<'a> = dyn Fn(&Identifier) -> Option<String> + 'a;

/// Digits of a phone number with its country's code (E.164 allows 15).
const PHONE_DIGITS: Range<usize> = 8..16;
/// Digits of a person's id at Facebook; those of this century have fifteen and more.
const FACEBOOK_DIGITS: Range<usize> = 10..21;
/// Groups of digits that a number is written in, at most: `+55 (11) 9 8765-4321` has five.
const GROUPS: usize = 6;
/// Characters between two groups of one number, at most: `) - ` is the longest seen.
const GAP: usize = 3;
/// Shortest run of base64 that is looked into: eight digits make eleven characters, an id far more.
const BASE64: usize = 16;
/// Brazil's code: its numbers are written without it, too.
const BRAZIL: &str = "55";

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

impl Identifier {
    /// What a person typed: a phone number, or a business-scoped id. A number of ten or eleven
    /// digits without a `+` is read as a Brazilian one.
    ///
    /// `None` for anything else.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim();
        if user_at(text, 0) == Some(0..text.len()) {
            return Some(Self::User(text.to_owned()));
        }
        let is_spelling = |c: char| c.is_ascii_digit() || " +-().\u{a0}".contains(c);
        if !text.chars().all(is_spelling) {
            return None;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches('0');
        let is_national = !text.starts_with('+') && is_national(digits);
        let whole = if is_national { format!("{BRAZIL}{digits}") } else { digits.to_owned() };
        PHONE_DIGITS.contains(&whole.len()).then(|| Self::Phone(without_ninth(&whole)))
    }

    /// What stands for it, without saying of which kind it is.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(text) | Self::User(text) | Self::Facebook(text) => text,
        }
    }
}

/// What a whole id of Meta's names; a number stands there with its country's code.
pub fn of_id(id: &str) -> Option<Identifier> {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_phone = PHONE_DIGITS.contains(&id.len());
        return is_phone.then(|| Identifier::Phone(without_ninth(id)));
    }
    (user_at(id, 0) == Some(0..id.len())).then(|| Identifier::User(id.to_owned()))
}

/// The text with every find replaced; `None` when nothing was.
pub fn replace(text: &str, with: &Replace<'_>) -> Option<String> {
    let (mut done, mut kept_from) = (String::new(), 0);
    let mut at = 0;
    while at < text.len() {
        match find_at(text, at, with) {
            Some((range, instead)) => {
                done.push_str(&text[kept_from..range.start]);
                done.push_str(cut(&instead, range.len()));
                (kept_from, at) = (range.end, range.end);
            }
            None => at = next_start(text, at),
        }
    }
    (kept_from > 0).then(|| done + &text[kept_from..])
}

/// Whether anything in the text is asked for.
pub fn has_any(text: &str, wanted: &Replace<'_>) -> bool {
    let mut at = 0;
    while at < text.len() {
        if find_at(text, at, wanted).is_some() {
            return true;
        }
        at = next_start(text, at);
    }
    false
}

/// What begins here, if it is asked for, and what shall stand in its place.
fn find_at(text: &str, at: usize, with: &Replace<'_>) -> Option<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let follows_word = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
    if bytes[at].is_ascii_digit() && !(at > 0 && bytes[at - 1].is_ascii_digit()) {
        let found = phones_at(text, at).into_iter().rev();
        let mut asked =
            found.flat_map(|(range, ids)| ids.into_iter().map(move |id| (range.clone(), id)));
        if let Some(hit) = asked.find_map(|(range, id)| Some((range, with(&id)?))) {
            return Some(hit);
        }
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if FACEBOOK_DIGITS.contains(&length)
            && let Some(instead) = with(&Identifier::Facebook(text[at..at + length].to_owned()))
        {
            return Some((at..at + length, instead));
        }
    }
    if follows_word {
        return None;
    }
    if let Some(range) = user_at(text, at)
        && let Some(instead) = with(&Identifier::User(text[range.clone()].to_owned()))
    {
        return Some((range, instead));
    }
    let range = base64_at(bytes, at)?;
    let instead = in_base64(&text[range.clone()], with)?;
    Some((range, instead))
}

/// Where the next find may begin: behind the run of digits or letters that stands here.
fn next_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_alphanumeric());
    let same = bytes[at..].iter().take_while(|byte| class(**byte) == class(bytes[at])).count();
    let mut next = at + if bytes[at].is_ascii_alphanumeric() { same } else { 1 };
    while !text.is_char_boundary(next) {
        next += 1;
    }
    next
}

/// Numbers that may begin with the digits here: one, two or more groups of digits.
fn phones_at(text: &str, at: usize) -> Vec<(Range<usize>, Vec<Identifier>)> {
    let bytes = text.as_bytes();
    let (mut digits, mut end, mut found) = (String::new(), at, Vec::new());
    for _ in 0..GROUPS {
        let group = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits.push_str(&text[end..end + group]);
        end += group;
        if digits.len() > PHONE_DIGITS.end + 2 {
            break;
        }
        let ids = spelled(&digits);
        if !ids.is_empty() {
            found.push((at..end, ids));
        }
        let gap: usize = text[end..]
            .chars()
            .take(GAP)
            .take_while(|c| " -().\u{a0}\u{2011}".contains(*c))
            .map(char::len_utf8)
            .sum();
        let is_followed = bytes.get(end + gap).is_some_and(u8::is_ascii_digit);
        if gap == 0 || !is_followed {
            break;
        }
        end += gap;
    }
    found
}

/// The numbers that these digits may be: with the country's code, or a Brazilian one without.
fn spelled(digits: &str) -> Vec<Identifier> {
    let bare = digits.trim_start_matches('0');
    let mut ids = Vec::new();
    if PHONE_DIGITS.contains(&bare.len()) {
        ids.push(Identifier::Phone(without_ninth(bare)));
    }
    if is_national(bare) {
        ids.push(Identifier::Phone(without_ninth(&format!("{BRAZIL}{bare}"))));
    }
    ids
}

/// Whether these may be digits of a Brazilian number without the country's code: an area of two
/// digits, none of them 0, and eight digits, or nine that begin with 9.
fn is_national(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let has_area = bytes.len() > 2 && !bytes[..2].contains(&b'0');
    has_area && (bytes.len() == 10 || bytes.len() == 11 && bytes[2] == b'9')
}

/// A Brazilian mobile without its ninth digit; any other number as it is.
fn without_ninth(digits: &str) -> String {
    let bytes = digits.as_bytes();
    let has_ninth = bytes.len() == 13 && digits.starts_with(BRAZIL) && bytes[4] == b'9';
    if has_ninth { format!("{}{}", &digits[..4], &digits[5..]) } else { digits.to_owned() }
}

/// A business-scoped id that begins here: a country's two letters and parts of letters and digits.
fn user_at(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let is_country = bytes.get(at..at + 2)?.iter().all(u8::is_ascii_uppercase);
    if !is_country || bytes.get(at + 2) != Some(&b'.') {
        return None;
    }
    let mut end = at + 2;
    while bytes.get(end) == Some(&b'.') {
        let part = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if part == 0 {
            break;
        }
        end += 1 + part;
    }
    // An id has at least this many characters behind the country; a shorter thing is a word.
    (end >= at + 3 + 6).then_some(at..end)
}

/// A run of base64 that begins here and is long enough to hold a number.
fn base64_at(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/_-".contains(byte);
    let length = bytes[at..].iter().take_while(|byte| is_base64(byte)).count();
    let run = &bytes[at..at + length];
    if length < BASE64 || run.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let padding = bytes[at + length..].iter().take(2).take_while(|byte| **byte == b'=').count();
    Some(at..at + length + padding)
}

/// What shall stand in place of an id that holds a number in base64.
fn in_base64(run: &str, with: &Replace<'_>) -> Option<String> {
    let decoded = STANDARD.decode(run).or_else(|_| URL_SAFE.decode(run)).ok()?;
    let groups = decoded.split(|byte| !byte.is_ascii_digit());
    let numbers = groups.filter(|group| PHONE_DIGITS.contains(&group.len()));
    for number in numbers.filter_map(|group| std::str::from_utf8(group).ok()) {
        if let Some(instead) = with(&Identifier::Phone(without_ninth(number))) {
            // Messages to one person stay apart.
            return Some(instead + &of_run(run));
        }
    }
    None
}

/// Something short of a run by which two runs are told apart.
fn of_run(run: &str) -> String {
    use sha2::{Digest as _, Sha256};
    crate::hex::hex(&Sha256::digest(run.as_bytes())[..10])
}

fn cut(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text)
}
