//! A mail as it came, and what a person reads of it once a mail program has taken it apart.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom it goes to, as the envelope says.
    pub to: Vec<String>,
    /// Headers and body.
    pub text: String,
    /// As whom the sender logged in; `None` when it did not.
    pub login: Option<String>,
    /// Whether the way was protected when it came.
    pub is_protected: bool,
}

impl Letter {
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        header(self.text.split("\r\n\r\n").next()?, name)
    }

    /// The subject as it is read.
    pub fn subject(&self) -> String {
        words(&self.header("Subject").expect("a subject"))
    }

    /// The part of this kind, as in `text/plain`, decoded.
    pub fn part(&self, kind: &str) -> String {
        let whole = self.header("Content-Type").expect("a type");
        let boundary = whole.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next());
        let between = format!("\r\n--{}", boundary.expect("a boundary"));
        let mut parts = self.text.split(&between).filter_map(|part| part.split_once("\r\n\r\n"));
        let is_it =
            |head: &str| header(head, "Content-Type").is_some_and(|found| found.starts_with(kind));
        let (head, body) = parts.find(|(head, _)| is_it(head)).expect("a part of this kind");
        let bytes = match header(head, "Content-Transfer-Encoding").as_deref() {
            Some("quoted-printable") => unquoted(body),
            Some("base64") => STANDARD.decode(body.replace("\r\n", "")).expect("base64"),
            _ => body.as_bytes().to_vec(),
        };
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// The plain text, its lines joined: they are broken wherever a line is full.
    pub fn plain(&self) -> String {
        self.part("text/plain").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    let (head, prefix) = (head.replace("\r\n ", " "), format!("{name}: "));
    head.lines().find_map(|line| Some(line.strip_prefix(&prefix)?.trim().to_owned()))
}

/// Encoded words (RFC 2047) as they are read.
fn words(header: &str) -> String {
    let header = header.replace("?= =?", "?==?");
    let (mut read, mut rest) = (String::new(), header.as_str());
    while let Some((plain, after)) = rest.split_once("=?") {
        let mut fields = after.splitn(3, '?').skip(1);
        let (encoding, after) = (fields.next().expect("an encoding"), fields.next());
        let (text, after) = after.and_then(|after| after.split_once("?=")).expect("a text");
        let bytes = match encoding {
            "b" | "B" => STANDARD.decode(text).expect("base64"),
            _ => unquoted(&text.replace('_', " ")),
        };
        read.push_str(plain);
        read.push_str(&String::from_utf8(bytes).expect("UTF-8"));
        rest = after;
    }
    read + rest
}

/// Quoted-printable bytes.
fn unquoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let mut pieces = text.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}
