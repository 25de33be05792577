//! Hand-over links: made by who may connect, held by one browser, used up by the login that they were
//! made for. What a link did stands in the audit log as the link's doing.

use domain::Timestamp;
use domain::audit::Action;
use domain::handover::{Handover, NoLogin};
use domain::situation::Situation;
use store::{
    HandoverId, LedgerRead, LedgerTx, NewAudit, NewHandover, PersonId, StoreError, StoredHandover,
    StoredSignup, TenantScope, TokenHash,
};
use ui::Language;

use crate::app::App;
use crate::clock;

/// Logins of a link that are looked at.
pub const LOGINS: usize = domain::handover::LOGINS + 1;

/// What a link is made of.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whom it is for.
    pub label: String,
    /// The language that its pages begin in.
    pub language: Language,
    /// How many days it counts: one of [`domain::handover::DAYS`].
    pub days: u32,
}

/// Makes a link and answers its token, which is in the address and kept nowhere, and when it ends;
/// `None` for a number of days that is not offered.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn make(
    app: &App,
    scope: TenantScope,
    person: PersonId,
    wanted: Wanted,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    let Some(life) = Handover::life(wanted.days) else { return Ok(None) };
    let (id, token, now) =
        (HandoverId::new(clock::random_id()), clock::random_token(), app.clock.now());
    let new = NewHandover {
        id,
        label: wanted.label,
        language: wanted.language.tag().to_owned(),
        token: TokenHash::of(&token),
        by: person.clone(),
        expires_at: now.plus(life),
    };
    let (tenant, until) = (scope.tenant().clone(), new.expires_at);
    let kept = app.store.ledger.transact(move |tx| {
        tx.add_handover(&scope, &new, now)?;
        let made = NewAudit::of(&scope, &person, Action::HandoverMade);
        tx.add_audit(&made.on(new.id.as_str()), now)
    });
    kept.await?;
    app.pulse.stir(tenant);
    Ok(Some((token, until)))
}

/// Takes a link back as a person asks; whether the tenant had such a one that counted. A login that is
/// on its way goes on as the tenant's own.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn revoke(
    app: &App,
    scope: TenantScope,
    person: PersonId,
    id: HandoverId,
) -> Result<bool, StoreError> {
    let (now, tenant) = (app.clock.now(), scope.tenant().clone());
    let revoked = app.store.ledger.transact(move |tx| {
        let is_revoked = tx.revoke_handover(&scope, &id, now)?;
        if is_revoked {
            let audit = NewAudit::of(&scope, &person, Action::HandoverRevoked);
            tx.add_audit(&audit.on(id.as_str()), now)?;
        }
        Ok(is_revoked)
    });
    let revoked = revoked.await?;
    app.pulse.stir(tenant);
    Ok(revoked)
}

/// Gives a link to the browser that begins, and answers what that browser is to hold; `None` when
/// another has it, or it counts no more.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn open(
    app: &App,
    link: &StoredHandover,
    token: TokenHash,
) -> Result<Option<String>, StoreError> {
    let (held, now) = (clock::random_token(), app.clock.now());
    let (holder, id) = (TokenHash::of(&held), link.id.clone());
    let scope = TenantScope::for_worker(link.tenant.clone());
    let opened = app.store.ledger.transact(move |tx| {
        let is_opened = tx.open_handover(token, holder, now)?;
        if is_opened {
            let audit = NewAudit::by_link(&scope, &id, Action::HandoverOpened);
            tx.add_audit(&audit.on(id.as_str()), now)?;
        }
        Ok(is_opened)
    });
    let is_opened = opened.await?;
    app.pulse.stir(link.tenant.clone());
    Ok(is_opened.then_some(held))
}

/// Keeps the situation that was chosen by a link, for its own logins.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn choose(
    app: &App,
    scope: TenantScope,
    id: HandoverId,
    situation: Situation,
) -> Result<(), StoreError> {
    let tenant = scope.tenant().clone();
    let keep = move |tx: &LedgerTx<'_>| tx.keep_handover_situation(&scope, &id, situation);
    app.store.ledger.transact(keep).await?;
    app.pulse.stir(tenant);
    Ok(())
}

/// Whether a link may begin a login now.
///
/// # Errors
/// When the ledger fails.
pub fn may_begin(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    id: &HandoverId,
    now: Timestamp,
) -> Result<Result<(), NoLogin>, StoreError> {
    let Some(link) = read.handover(scope, id)? else { return Ok(Err(NoLogin::Over)) };
    let begun = read.signups_of_handover(scope, id, LOGINS)?;
    Ok(link.handover.may_begin(begun.iter().map(|login| &login.signup), now))
}

/// Uses up the link of a login that is connected.
pub(super) fn used_by(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    login: &StoredSignup,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(link) = &login.link else { return Ok(()) };
    if tx.use_handover(scope, &link.id, now)? {
        let used = NewAudit::by_link(scope, &link.id, Action::HandoverUsed);
        tx.add_audit(&used.on(link.id.as_str()), now)?;
    }
    Ok(())
}
