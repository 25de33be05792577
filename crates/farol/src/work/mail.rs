//! Sends the mails that are due, and notes what became of each.
//!
//! A mail server that can't be used is everybody's: one try says it for all, and the next comes after
//! a wait that grows. What is over or old by the time it answers again goes out as one summary a
//! person, and not as a storm of old alarms.

mod late;
mod words;

use std::time::Duration;

use domain::Timestamp;
use store::{Mail, MailState, StoreError, TenantScope, Tried};

use self::late::gather_late;
use self::words::{Addressed, address};
use super::Step;
use crate::app::App;
use crate::config::Smtp;
use crate::mail::{self, Connection, Patience, Trouble, Verdict};

/// Mails handed over by one connection.
const BATCH: usize = 50;
/// First wait after a failed try; it doubles with each.
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// Longest wait between tries.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// A mail that the server put off for this long is given up (RFC 5321, 4.5.4.1).
const TRIED_FOR: Duration = Duration::from_secs(5 * 24 * 60 * 60);
/// A mail that may have been taken is handed over no more once it was tried so often: RFC 5321, 3.8,
/// has it sent again when its answer is lost, and whoever gets it has it twice at most.
const HAND_OVERS: u32 = 2;

/// Sends what is due.
///
/// Each outcome is noted after its mail was taken, and before the next is handed over. A kill in
/// between repeats that one mail, with the same Message-ID.
///
/// # Errors
/// When the ledger fails. Refusals of the mail server are kept as such and are no error here.
pub async fn step(app: &App) -> Result<Step, StoreError> {
    step_within(app, Patience::OF_RFC).await
}

/// The same with another patience with the server.
///
/// # Errors
/// As [`step`].
pub async fn step_within(app: &App, patience: Patience) -> Result<Step, StoreError> {
    let Some(smtp) = app.settings.config.smtp.as_ref() else {
        return Ok(Step::Idle { until: None });
    };
    let now = app.clock.now();
    let next = app.store.ledger.read(|read| read.next_mail_at()).await?;
    if next.is_none_or(|next| next > now) {
        return Ok(Step::Idle { until: next });
    }
    gather_late(app, now).await?;
    let due = app.store.ledger.read(move |read| read.mails_due(now, BATCH)).await?;
    let mut connection = None;
    for mail in due {
        let Some(addressed) = address(app, &mail, now).await? else {
            end(app, mail.seq, MailState::GivenUp).await?;
            continue;
        };
        let way = (smtp, patience, &mut connection);
        let sent = hand_over(app, way, &mail, addressed, now).await;
        if !note(app, &mail, sent).await? {
            // The connection is of no more use, and it may have taken minutes: what is due is looked
            // at anew, and this mail comes after the others.
            return Ok(Step::Done);
        }
    }
    if let Some(connection) = connection {
        connection.close().await;
    }
    Ok(Step::Done)
}

/// Hands one mail over; a connection is opened when there is none, and not used after a refusal.
async fn hand_over(
    app: &App,
    (smtp, patience, connection): (&Smtp, Patience, &mut Option<Connection>),
    mail: &Mail,
    addressed: Addressed,
    now: Timestamp,
) -> Result<String, Trouble> {
    let letter = addressed.letter(app, smtp, &message_id(mail), now)?;
    let mut open = match connection.take() {
        Some(open) => open,
        None => Connection::open(smtp, &mail::own_name(app), patience).await?,
    };
    let answer = open.send(&letter).await?;
    *connection = Some(open);
    Ok(answer)
}

/// The same for the same mail, whenever it is sent; another one once it tells more.
fn message_id(mail: &Mail) -> String {
    format!("notice.{}.{}.{}", mail.seq, mail.notices.len(), mail.queued_at.as_millis())
}

/// Notes what became of a mail; answers whether it was taken.
async fn note(app: &App, mail: &Mail, sent: Result<String, Trouble>) -> Result<bool, StoreError> {
    let (seq, attempts, first_due_at) = (mail.seq, mail.attempts, mail.first_due_at);
    let now = app.clock.now();
    let again = now.plus(wait(attempts));
    let verdict = sent.as_ref().err().map(|trouble| trouble.verdict);
    if let Err(trouble) = &sent {
        let (stage, code) = (trouble.stage.as_str(), trouble.code);
        tracing::warn!(mail = seq, stage, code, "A mail was not taken");
    }
    let (state, due_at) = match verdict {
        None => (MailState::Sent, None),
        Some(Verdict::Refused) => (MailState::Refused, None),
        Some(Verdict::Later) if now.since(first_due_at) > TRIED_FOR => (MailState::GivenUp, None),
        Some(Verdict::Unknown) if attempts + 1 >= HAND_OVERS => (MailState::GivenUp, None),
        Some(Verdict::Later | Verdict::Unknown | Verdict::NoServer) => {
            (MailState::Queued, Some(again))
        }
    };
    let answer = Some(sent.unwrap_or_else(|trouble| trouble.said));
    app.store
        .ledger
        .transact(move |tx| {
            tx.note_mail_tried(seq, &Tried { state, due_at, answer }, now)?;
            if verdict == Some(Verdict::NoServer) {
                tx.put_off_mails(again)?;
            }
            Ok(())
        })
        .await?;
    Ok(verdict.is_none())
}

/// Waits longer the more often it failed.
fn wait(attempts: u32) -> Duration {
    FIRST_WAIT.saturating_mul(2_u32.saturating_pow(attempts.min(10))).min(LONGEST_WAIT)
}

/// Ends a mail that is not to be sent: its person has no part in the tenant any more or wants no
/// mail, or nothing is kept of what it tells.
async fn end(app: &App, seq: u64, state: MailState) -> Result<(), StoreError> {
    let now = app.clock.now();
    let tried = Tried { state, due_at: None, answer: None };
    app.store.ledger.transact(move |tx| tx.note_mail_tried(seq, &tried, now)).await
}

/// The scope of a mail's tenant.
fn scope_of(mail: &Mail) -> TenantScope {
    TenantScope::for_worker(mail.tenant.clone())
}
