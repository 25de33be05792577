//! Inviting: a link that is made, mailed where there is a mail server, and shown once where not.

use std::time::Duration;

use domain::Timestamp;
use domain::audit::Action;
use domain::role::Role;
use serde_json::json;
use store::{
    Invitation, InvitationId, LedgerTx, NewAudit, NewInvitation, StoreError, TenantScope, TokenHash,
};
use ui::Language;
use ui::view::{LinkAbout, LinkMail, LinkTold};

use super::gate::Viewer;
use crate::app::App;
use crate::clock;
use crate::mail::link;

/// How long an invitation's link counts.
const LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long whoever invites waits for the mail server.
const PATIENCE: Duration = Duration::from_secs(15);

/// A link that was made, and what it is for.
pub(super) struct Made {
    token: String,
    invitation: Invitation,
}

/// What an invitation is made of before its transaction: chance and time are not asked in one.
pub(super) struct Draft {
    id: InvitationId,
    token: String,
    now: Timestamp,
}

impl Draft {
    /// Draws an id and a link.
    pub fn new(app: &App) -> Self {
        Self {
            id: InvitationId::new(clock::random_id()),
            token: clock::random_token(),
            now: app.clock.now(),
        }
    }

    /// Keeps an invitation of a person to a tenant, in the place of an earlier one.
    pub fn invite(
        self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        by: &Viewer,
        (email, role): (String, Role),
    ) -> Result<Option<Made>, StoreError> {
        let new = NewInvitation {
            id: self.id.clone(),
            email,
            role,
            token: TokenHash::of(&self.token),
            by: by.session.person.clone(),
            expires_at: self.now.plus(LIFE),
        };
        tx.add_invitation(scope, &new, self.now)?;
        let audit = NewAudit::of(scope, &by.session.person, Action::Invited);
        let detail = json!({"role": role.as_str()});
        tx.add_audit(&audit.on(self.id.as_str()).with(detail), self.now)?;
        let invitation = tx.invitation(scope, &self.id)?;
        Ok(invitation.map(|invitation| Made { token: self.token, invitation }))
    }

    /// Puts another link in the place of an invitation's; `None` when there is no such open one.
    pub fn renew(
        self,
        tx: &LedgerTx<'_>,
        by: &Viewer,
        id: &InvitationId,
    ) -> Result<Option<Made>, StoreError> {
        let scope = by.scope();
        let token = TokenHash::of(&self.token);
        if !tx.renew_invitation(&scope, id, token, self.now.plus(LIFE))? {
            return Ok(None);
        }
        let audit = NewAudit::of(&scope, &by.session.person, Action::InvitationRenewed);
        tx.add_audit(&audit.on(id.as_str()), self.now)?;
        let invitation = tx.invitation(&scope, id)?;
        Ok(invitation.map(|invitation| Made { token: self.token, invitation }))
    }
}

/// Mails the link; it is shown instead where there is no mail server, or it does not take it.
pub(super) async fn deliver(
    app: &App,
    language: Language,
    made: Made,
) -> Result<LinkTold, StoreError> {
    let Made { token, invitation } = made;
    let url = format!("{}/invitation?link={token}", link::base_url(app));
    let email = invitation.email.clone();
    if !link::is_possible(app) {
        return Ok(LinkTold::Shown { email, url, has_failed: false });
    }
    let letter = LinkMail {
        language,
        time_zone: app.settings.time_zone.clone(),
        person: "",
        url: &url,
        until: invitation.expires_at,
        about: LinkAbout::Invitation {
            tenant: &invitation.tenant_name,
            inviter: invitation.inviter_name.as_deref().unwrap_or_default(),
            role: invitation.role,
        },
    };
    if link::send(app, &email, &letter, PATIENCE).await.is_err() {
        return Ok(LinkTold::Shown { email, url, has_failed: true });
    }
    let (scope, id) = (TenantScope::for_worker(invitation.tenant), invitation.id);
    let now = app.clock.now();
    let noted = app.store.ledger.transact(move |tx| tx.note_invitation_mailed(&scope, &id, now));
    noted.await?;
    Ok(LinkTold::Mailed { email })
}
