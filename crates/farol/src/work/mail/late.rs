//! What could not be sent in time and is over or old by now: one summary a person.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Timestamp;
use store::{LedgerTx, Mail, MailShape, NewMail, PersonId, StoreError, TenantId, TenantScope};

use super::scope_of;
use crate::app::App;

/// A mail that goes out this much after its time is late.
const LATE: Duration = Duration::from_secs(15 * 60);
/// Mails looked at in one step.
const LOOKED_AT: usize = 500;

/// Puts late mails whose notices are all over, or older than a day, into a summary.
pub(super) async fn gather_late(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let late = app.store.ledger.read(move |read| {
        let mut due = read.mails_due(now, LOOKED_AT)?;
        due.retain(|mail| is_late(mail, now));
        Ok(!due.is_empty())
    });
    if !late.await? {
        return Ok(());
    }
    app.store.ledger.transact(move |tx| gather(tx, now)).await
}

fn is_late(mail: &Mail, now: Timestamp) -> bool {
    mail.shape != MailShape::Summary && now.since(mail.first_due_at) > LATE
}

fn gather(tx: &LedgerTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let mut summaries: BTreeMap<(TenantId, PersonId), Vec<Mail>> = BTreeMap::new();
    for mail in tx.mails_due(now, LOOKED_AT)? {
        if is_late(&mail, now) && is_past(tx, &mail, now)? {
            summaries.entry((mail.tenant.clone(), mail.person.clone())).or_default().push(mail);
        }
    }
    for ((tenant, person), mails) in summaries {
        summarise(tx, &TenantScope::for_worker(tenant), person, &mails, now)?;
    }
    Ok(())
}

/// Whether nothing that it tells is an alarm any more.
fn is_past(tx: &LedgerTx<'_>, mail: &Mail, now: Timestamp) -> Result<bool, StoreError> {
    let notices = tx.notices_of(&scope_of(mail), &mail.notices)?;
    Ok(notices.iter().all(|kept| kept.resolved_at.is_some() || kept.notice.is_old(now)))
}

fn summarise(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    person: PersonId,
    mails: &[Mail],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut notices: Vec<u64> = mails.iter().flat_map(|mail| mail.notices.clone()).collect();
    for mail in mails {
        tx.merge_mail(mail.seq, now)?;
    }
    let queued = tx.mails_queued(scope, &person)?;
    let waiting = queued.into_iter().find(|mail| mail.shape == MailShape::Summary);
    notices.extend(waiting.iter().flat_map(|mail| mail.notices.clone()));
    notices.sort_unstable();
    notices.dedup();
    match waiting {
        Some(mail) => tx.set_mail_notices(mail.seq, &notices),
        None => {
            let mail = NewMail { person, shape: MailShape::Summary, notices, due_at: now };
            tx.queue_mail(scope, &mail, now).map(drop)
        }
    }
}
