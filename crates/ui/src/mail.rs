//! Mails: a notice, several, the digest, a test; as HTML and as text, by the same words.
//!
//! A mail is no page: it is read where no policy of ours holds, so it brings its style along, loads
//! nothing, and says all in the text part too. Meta's words are hostile here as well: no line of
//! theirs can begin a header or pass for a line of ours.

mod link;

use std::time::Duration;

use askama::Template;
use domain::Timestamp;
use domain::readiness::{Intervals, Scope};

use crate::news;
use crate::notice::{self, Said, kind};
use crate::support::{self, SupportLine};
use crate::told::Lens;
use crate::view::{self, MailAbout, Told};
use crate::words::Words;

pub use link::render_link;

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line without control characters.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
}

/// Longest subject, in characters.
const SUBJECT: usize = 160;
/// Style of the HTML part, for clients that read styles; the others show plain text in order.
const STYLE: &str = include_str!("mail/mail.css");

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a>(&'a Sheet);

#[derive(Template)]
#[template(path = "mail.txt", whitespace = "preserve")]
struct Text<'a>(&'a Sheet);

/// What both parts say.
struct Sheet {
    words: Words,
    subject: String,
    style: &'static str,
    hello: String,
    /// What stands above the notices; empty when there is one.
    lead: String,
    parts: Vec<Part>,
    /// A test has a title and a sentence instead.
    test: Option<(String, String)>,
    /// Whom to ask for help, where a notice tells an error or a refusal of Meta's.
    support: Option<SupportLine>,
    why: String,
    rules_url: String,
    all_url: String,
    /// Where the pages are.
    base_url: String,
    is_several: bool,
}

/// A notice.
struct Part {
    tone: &'static str,
    said: Said,
    since: String,
    resolved: Option<String>,
    url: String,
}

impl Sheet {
    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }
}

/// Writes a mail.
pub fn render(mail: &view::Mail<'_>) -> Rendered {
    let words = Words::new(mail.language, mail.time_zone.clone());
    let sheet = match mail.about {
        MailAbout::Notices { scope, notices } => {
            let subject = subject(&words, mail.tenant, scope, notices);
            let lead = if notices.len() > 1 { words.t("mail-waited") } else { String::new() };
            told(mail, words, scope, notices, (subject, lead))
        }
        MailAbout::Digest { scope, notices } => {
            let head = (digest(&words, mail.tenant, notices), words.t("mail-digest"));
            told(mail, words, scope, notices, head)
        }
        MailAbout::Late { scope, notices } => {
            let head = (digest(&words, mail.tenant, notices), words.t("mail-late"));
            told(mail, words, scope, notices, head)
        }
        MailAbout::Test => test(mail, words),
    };
    Rendered {
        html: crate::rendered(&Html(&sheet)),
        text: crate::rendered(&Text(&sheet)),
        subject: sheet.subject,
    }
}

/// A line of one's own words: whatever controls, breaks or turns it has become spaces.
fn line(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{200b}')
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2066}'..='\u{2069}')
    };
    let plain: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn subject(words: &Words, tenant: &str, scope: &Scope, notices: &[Told]) -> String {
    let title = |told: &Told| kind::title(words, &told.notice);
    match notices {
        [one] => {
            let name = crate::named::name_of(scope, &one.notice.node);
            let places = [
                ("name", news::shorten(&line(&name), SUBJECT / 2)),
                ("what", title(one)),
                ("tenant", tenant.to_owned()),
            ];
            words.with("mail-subject", &places, None)
        }
        several => {
            let first = several.first().map(title).unwrap_or_default();
            let places = [("tenant", tenant.to_owned()), ("first", first)];
            words.with("mail-subject-several", &places, Some(several.len() as u64))
        }
    }
}

fn digest(words: &Words, tenant: &str, notices: &[Told]) -> String {
    let places = [("tenant", tenant.to_owned())];
    words.with("mail-subject-digest", &places, Some(notices.len() as u64))
}

fn told(
    mail: &view::Mail<'_>,
    words: Words,
    scope: &Scope,
    notices: &[Told],
    (subject, lead): (String, String),
) -> Sheet {
    // Nothing in a mail grows old on the screen: how often nodes are read says nothing here.
    let never = Duration::MAX / 4;
    let intervals = Intervals { numbers: never, accounts: never, profiles: never };
    let lens = Lens { words: &words, intervals: &intervals, now: mail.now };
    let parts: Vec<Part> = notices.iter().map(|told| part(&lens, mail, scope, told)).collect();
    let why = match parts.as_slice() {
        [one] => {
            let places = [("what", one.said.title.clone()), ("tenant", line(mail.tenant))];
            words.with("mail-why", &places, None)
        }
        _ => words.t1("mail-why-several", "tenant", line(mail.tenant)),
    };
    let is_refusal = parts.iter().any(|part| part.said.is_refusal);
    let support = is_refusal.then(|| support::line(&words)).flatten();
    let is_several = parts.len() > 1;
    Sheet { lead, is_several, parts, support, why, ..sheet(mail, words, &subject) }
}

fn test(mail: &view::Mail<'_>, words: Words) -> Sheet {
    let subject = words.t1("mail-subject-test", "tenant", mail.tenant);
    let test = (words.t("mail-test-title"), words.t("mail-test-text"));
    let why = words.t1("mail-why-test", "tenant", line(mail.tenant));
    Sheet { test: Some(test), why, ..sheet(mail, words, &subject) }
}

/// What every mail has.
fn sheet(mail: &view::Mail<'_>, words: Words, subject: &str) -> Sheet {
    Sheet {
        subject: news::shorten(&line(subject), SUBJECT),
        style: STYLE,
        hello: words.t1("mail-hello", "name", line(mail.person)),
        lead: String::new(),
        parts: Vec::new(),
        test: None,
        support: None,
        why: String::new(),
        rules_url: format!("{}/activity/rules", mail.base_url),
        all_url: format!("{}/activity/notices", mail.base_url),
        base_url: mail.base_url.to_owned(),
        is_several: false,
        words,
    }
}

fn part(lens: &Lens<'_>, mail: &view::Mail<'_>, scope: &Scope, told: &Told) -> Part {
    let said = notice::words(lens, scope, &told.notice);
    let is_moment = kind::is_moment(&told.notice);
    let resolved = told.resolved_at.filter(|_| !is_moment);
    Part {
        tone: kind::look(&told.notice, resolved.is_some()).0,
        since: moment(lens.words, told.notice.at),
        resolved: resolved.map(|at| moment(lens.words, at)),
        url: format!("{}{}", mail.base_url, said.path),
        said: Said {
            name: line(&said.name),
            small: said.small.as_deref().map(line),
            change: said.change.as_deref().map(line),
            metas: said.metas.iter().map(|text| line(text)).collect(),
            ..said
        },
    }
}

/// A moment with its year and zone: a mail is read anywhere, at any time.
fn moment(words: &Words, at: Timestamp) -> String {
    words.moment_of_zone("mail-moment", at)
}
