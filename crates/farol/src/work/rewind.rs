//! After the clock was turned back (a reset of the demo's world, a machine's clock set right):
//! what is kept from the time ahead would never be due again and would outrank every reading.

use std::time::Duration;

use domain::{Timestamp, apply};
use store::{LedgerTx, StoreError, TenantScope};

use super::mail;
use crate::app::App;

/// Clocks that differ by less than this were not turned.
const SLACK: Duration = Duration::from_secs(5);
/// No reading is put off for longer than this, not even for a quota that is used up.
const LONGEST_WAIT: Duration = Duration::from_secs(2 * 60 * 60);
/// No mail is put off for longer than this: a digest may wait for a whole day, and then for the end
/// of quiet hours.
const LONGEST_MAIL_WAIT: Duration = Duration::from_secs(49 * 60 * 60);
/// Nodes brought back at once; all of them are, in one transaction.
const PAGE: usize = 500;

/// Brings all that lies ahead of the clock back to it; does nothing when the clock was not turned,
/// and asks that of indexes only, as it is asked before every step.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn rewind(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let furthest = (app.settings.intervals.longest() * 2).max(LONGEST_WAIT);
    let is_ahead = app.store.ledger.read(move |read| {
        Ok(read.last_due_at()? > Some(now.plus(furthest))
            || read.last_asked_at()? > Some(now.plus(SLACK))
            || !read.photo_uploads_ahead_of(now.plus(SLACK), 1)?.is_empty()
            || !read.disconnections_ahead_of(now.plus(SLACK), 1)?.is_empty()
            || read.last_signup_at()? > Some(now.plus(SLACK))
            || read.last_notice_at()? > Some(now.plus(SLACK))
            || read.last_mail_at()? > Some(now.plus(LONGEST_MAIL_WAIT)))
    });
    if !is_ahead.await? {
        return Ok(());
    }
    tracing::warn!("The clock was turned back; what was kept from the time ahead counts from now");
    app.store.ledger.transact(move |tx| bring_back(tx, now)).await?;
    app.due.notify_one();
    app.signups.notify_one();
    app.notices.wake();
    Ok(())
}

fn bring_back(tx: &LedgerTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.rewind_schedule(now)?;
    tx.rewind_traffic(now)?;
    tx.rewind_webhooks_heard(now)?;
    tx.rewind_untold(now)?;
    tx.rewind_profile_writes(now)?;
    tx.rewind_notices(now)?;
    tx.rewind_mails(now, now.plus(LONGEST_MAIL_WAIT), now.plus(mail::LONGEST_WAIT))?;
    tx.rewind_connections(now)?;
    bring_back_logins(tx, now)?;
    bring_back_photos(tx, now)?;
    bring_back_disconnections(tx, now)?;
    loop {
        let page = tx.replicas_ahead_of(now, PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        for (tenant, mut replica) in page {
            let scope = TenantScope::for_worker(tenant);
            if let Some(change) = apply::turned_back(&replica, now) {
                tx.add_change(&scope, &change, None)?;
            }
            replica.rewind(now);
            tx.save_replica(&scope, &replica, None)?;
        }
    }
}

fn bring_back_photos(tx: &LedgerTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    loop {
        let page = tx.photo_uploads_ahead_of(now, PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        for (tenant, number) in page {
            let scope = TenantScope::for_worker(tenant);
            let Some(mut kept) = tx.photo_upload(&scope, &number)? else { continue };
            let asked_at = kept.upload.asked_at;
            kept.upload.rewind(now);
            tx.save_photo_upload(&scope, &number, asked_at, &kept)?;
        }
    }
}

fn bring_back_disconnections(tx: &LedgerTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    loop {
        let page = tx.disconnections_ahead_of(now, PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        for (tenant, waba) in page {
            let scope = TenantScope::for_worker(tenant);
            let Some(mut kept) = tx.disconnection(&scope, &waba)? else { continue };
            kept.disconnection.rewind(now);
            tx.save_disconnection(&scope, &waba, &kept)?;
        }
    }
}

/// Any time that a login keeps may lie ahead, so each is looked at.
fn bring_back_logins(tx: &LedgerTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let mut last = None;
    loop {
        let page = tx.signups_after(last.as_ref(), PAGE)?;
        for (tenant, id) in &page {
            let scope = TenantScope::for_worker(tenant.clone());
            let Some(mut stored) = tx.signup(&scope, id)? else { continue };
            let before = stored.signup.clone();
            stored.signup.rewind(now);
            if stored.signup != before {
                tx.save_signup(&scope, id, &stored.person, &stored.signup)?;
            }
        }
        match page.into_iter().next_back() {
            None => return Ok(()),
            page_end => last = page_end,
        }
    }
}
