//! Registro de envios: every mail, to whom, and what the server answered.

use askama::Template;
use domain::notice::Notice;
use domain::readiness::Scope;

use super::answer::Answer;
use super::tab::{LOG, Tab, tabs};
use crate::frame::{Around, Page};
use crate::named;
use crate::notice::kind;
use crate::view::{self, MailState, SentMail};
use crate::words::Words;

#[derive(Template)]
#[template(path = "notice_log.html")]
struct Log {
    page: Page,
    around: Around,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    is_first: bool,
    has_mail_server: bool,
    start: String,
    older: Option<String>,
}

/// A mail.
struct Row {
    seq: u64,
    iso: String,
    when: String,
    about: String,
    /// Whose, of one notice.
    name: Option<String>,
    to: String,
    tone: &'static str,
    state: String,
    tries: Option<String>,
    answer: Option<Answer>,
}

/// The page.
pub fn notice_log(frame: &view::Frame, view: &view::NoticeLog<'_>) -> String {
    let words = Words::new(frame.language, frame.time_zone.clone());
    let around = Around::new(&words, frame);
    crate::rendered(&Log {
        tabs: tabs(&words, &around, LOG),
        rows: view.mails.iter().map(|mail| row(&words, view.scope, mail)).collect(),
        is_first: view.is_first,
        has_mail_server: view.has_mail_server,
        start: around.at(LOG),
        older: view.next.map(|cursor| around.at(&format!("{LOG}?cursor={cursor}"))),
        around,
        page: Page::new(words, "log-title"),
    })
}

fn row(words: &Words, scope: &Scope, mail: &SentMail) -> Row {
    let (tone, state) = state(words, mail.state);
    let title = |notice: &Notice| kind::title(words, notice);
    Row {
        seq: mail.seq,
        iso: words.iso(mail.at),
        when: words.moment(mail.at),
        about: match mail.notices.as_slice() {
            [] => words.t("log-test"),
            [one] => title(one),
            several => words.many("log-several", several.len() as u64),
        },
        name: match mail.notices.as_slice() {
            [] => None,
            [one] => Some(named::name_of(scope, &one.node)),
            several => Some(several.iter().map(title).collect::<Vec<_>>().join(", ")),
        },
        to: mail.to.clone(),
        tone,
        state,
        tries: (mail.attempts > 1).then(|| words.many("log-tries", mail.attempts.into())),
        answer: mail.answer.as_deref().and_then(|kept| Answer::of(words, kept)),
    }
}

fn state(words: &Words, state: MailState) -> (&'static str, String) {
    match state {
        MailState::Waiting { due } => ("unk", words.t1("log-waiting", "when", words.moment(due))),
        MailState::Retrying { due } => ("warn", words.t1("log-retry", "when", words.moment(due))),
        MailState::Accepted => ("ok", words.t("log-sent")),
        MailState::Refused => ("bad", words.t("log-refused")),
        MailState::GivenUp => ("bad", words.t("log-given-up")),
        MailState::Dropped => ("unk", words.t("log-dropped")),
        MailState::Merged => ("unk", words.t("log-merged")),
        MailState::TestFailed => ("bad", words.t("log-test-failed")),
        MailState::TestUnanswered => ("unk", words.t("log-test-unanswered")),
    }
}
