//! Registro de envios: `GET /activity/log`, every mail and what the server answered.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{Html, Response};
use store::{LedgerRead, Mail, MailShape, MailState as Kept, StoreError, TenantScope};
use ui::view::{MailState, NoticeLog, SentMail};

use super::Asked;
use crate::http::seen::{Look, Seen};

/// Mails on a page.
const PAGE: usize = 50;

/// The page.
pub async fn show(
    look: Look,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let before_seq = asked.unwrap_or_default().cursor.parse().ok();
    let listed =
        look.see_with(move |read, scope, seen| list(read, scope, seen, before_seq)).await?;
    let (seen, (mails, has_more)) = listed;
    let view = NoticeLog {
        scope: &seen.scope,
        mails: &mails,
        next: mails.last().map(|mail| mail.seq).filter(|_| has_more),
        is_first: before_seq.is_none(),
        has_mail_server: look.app.settings.config.smtp.is_some(),
    };
    Ok(Html(ui::notice_log(&look.frame(&seen), &view)))
}

/// A page of mails, and whether there are more.
fn list(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    seen: &mut Seen,
    before_seq: Option<u64>,
) -> Result<(Vec<SentMail>, bool), StoreError> {
    let mut mails = read.mails(scope, before_seq, PAGE + 1)?;
    let has_more = mails.len() > PAGE;
    mails.truncate(PAGE);
    let mut sent = Vec::with_capacity(mails.len());
    for mail in mails {
        let told = read.notices_of(scope, &mail.notices)?;
        super::name(read, scope, &mut seen.scope, told.iter().map(|kept| &kept.notice.node))?;
        let to = read.person(&mail.person)?.map_or_else(String::new, |person| person.email);
        let notices = told.into_iter().map(|kept| kept.notice).collect();
        sent.push(SentMail { notices, to, ..shown(mail) });
    }
    Ok((sent, has_more))
}

/// A mail without what it tells and to whom.
fn shown(mail: Mail) -> SentMail {
    let due = mail.due_at.unwrap_or(mail.first_due_at);
    // A try leaves an answer; a test has one only once it ended, which a kill may prevent.
    let (is_test, has_answer) = (mail.shape == MailShape::Test, mail.answer.is_some());
    SentMail {
        seq: mail.seq,
        at: mail.ended_at.unwrap_or(mail.queued_at),
        notices: Vec::new(),
        to: String::new(),
        state: match mail.state {
            Kept::Queued if mail.attempts == 0 => MailState::Waiting { due },
            Kept::Queued => MailState::Retrying { due },
            Kept::Sent => MailState::Accepted,
            Kept::Refused => MailState::Refused,
            Kept::GivenUp if is_test && has_answer => MailState::TestFailed,
            Kept::GivenUp if is_test => MailState::TestUnanswered,
            Kept::GivenUp if has_answer => MailState::GivenUp,
            Kept::GivenUp => MailState::Dropped,
            Kept::Merged => MailState::Merged,
        },
        attempts: mail.attempts,
        answer: mail.answer,
    }
}
