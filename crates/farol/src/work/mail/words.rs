//! Whom a mail goes to and what it tells, as the ledger has it when it is sent.

use std::collections::BTreeSet;

use domain::readiness::Scope;
use domain::{Node, NodeKind, Timestamp};
use store::{KeptNotice, LedgerRead, Mail, MailShape, Person, StoreError, TenantScope};
use ui::Language;
use ui::view::{self, MailAbout};

use super::scope_of;
use crate::app::App;
use crate::config::Smtp;
use crate::mail::{Letter, Trouble};

/// A mail with all that it is written from.
pub(super) struct Addressed {
    person: Person,
    tenant: String,
    shape: MailShape,
    notices: Vec<view::Told>,
    names: Scope,
}

/// What a mail is written from; `None` when it is not to be sent any more.
pub(super) async fn address(
    app: &App,
    mail: &Mail,
    now: Timestamp,
) -> Result<Option<Addressed>, StoreError> {
    let mail = mail.clone();
    app.store
        .ledger
        .read(move |read| {
            let scope = scope_of(&mail);
            let Some(person) = read.person(&mail.person)? else { return Ok(None) };
            let memberships = read.memberships(&person.id)?;
            let part = memberships.into_iter().find(|part| part.tenant == mail.tenant);
            let Some(part) = part else { return Ok(None) };
            let times = read.notice_times(&scope, &person.id)?;
            let is_muted = times.muted_until.is_some_and(|until| now < until);
            let kept = read.notices_of(&scope, &mail.notices)?;
            if is_muted || kept.is_empty() {
                return Ok(None);
            }
            Ok(Some(Addressed {
                person,
                tenant: part.tenant_name,
                shape: mail.shape,
                names: names(read, &scope, &kept)?,
                notices: kept.into_iter().map(told).collect(),
            }))
        })
        .await
}

/// The replicas that the notices' nodes are named by.
fn names(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    kept: &[KeptNotice],
) -> Result<Scope, StoreError> {
    let mut names = Scope::default();
    let nodes: BTreeSet<&Node> = kept.iter().map(|kept| &kept.notice.node).collect();
    for node in nodes {
        let Some(replica) = read.replica(scope, node)? else { continue };
        match node.kind {
            NodeKind::Business => names.businesses.push(replica),
            NodeKind::Waba => names.wabas.push(replica),
            NodeKind::App => names.apps.push(replica),
            NodeKind::PhoneNumber => names.numbers.push(replica),
            NodeKind::MessageTemplate => names.templates.push(replica),
            NodeKind::Profile | NodeKind::Username => {}
        }
    }
    Ok(names)
}

fn told(kept: KeptNotice) -> view::Told {
    view::Told {
        seq: kept.seq,
        notice: kept.notice,
        resolved_at: kept.resolved_at,
        ended_by: kept.ended_by,
        acked: kept.acked.map(|acked| view::Acked { by: acked.by, at: acked.at }),
        is_unread: false,
    }
}

impl Addressed {
    /// Writes it, in the person's language.
    pub(super) fn letter(
        &self,
        app: &App,
        smtp: &Smtp,
        id: &str,
        now: Timestamp,
    ) -> Result<Letter, Trouble> {
        let (scope, notices) = (&self.names, self.notices.as_slice());
        let about = match self.shape {
            MailShape::Alone | MailShape::Quiet => MailAbout::Notices { scope, notices },
            MailShape::Digest => MailAbout::Digest { scope, notices },
            MailShape::Summary => MailAbout::Late { scope, notices },
            MailShape::Test => MailAbout::Test,
        };
        let chosen = self.person.language.as_deref().and_then(Language::parse);
        let rendered = ui::mail::render(&view::Mail {
            language: chosen.unwrap_or_default(),
            time_zone: app.settings.time_zone.clone(),
            now,
            person: &self.person.name,
            tenant: &self.tenant,
            base_url: app.settings.config.base_url.as_deref().unwrap_or_default(),
            about,
        });
        Letter::write(smtp, (&self.person.name, &self.person.email), rendered, id, now)
    }
}
