//! The desk where notices are opened and ended: in the transaction that keeps what they tell of, so
//! that a kill loses none and makes none twice.

use std::sync::Arc;

use domain::notice::{self, Deed, Kind, Known, News, Notice, Place};
use domain::{Change, Node, NodeKind, Replica, Timestamp};
use jiff::tz::TimeZone;
use meta::webhook::Item;
use meta::{GraphError, WabaId};
use serde_json::json;
use store::{LedgerTx, MailShape, NewMail, StoreError, TenantScope};
use tokio::sync::Notify;

use crate::app::Settings;

/// Tells the people of a tenant; cheap to clone into a job of the ledger.
#[derive(Clone, Debug)]
pub struct Desk {
    zone: TimeZone,
    has_mail: bool,
    wake: Arc<Notify>,
}

impl Desk {
    /// The desk of an installation. Without a mail server no mail is queued: what was never to be
    /// sent is not sent years later.
    pub fn new(settings: &Settings) -> Self {
        Self {
            zone: settings.time_zone.clone(),
            has_mail: settings.config.smtp.is_some() && settings.config.base_url.is_some(),
            wake: Arc::default(),
        }
    }

    /// Wakes the worker that sends mail: to be called after the commit.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits until somebody wakes the worker.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Tells what the changes of one document mean; `replica` is as they left it.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn changes(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        (changes, replica): (&[Change], &Replica),
        waba: Option<&WabaId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let place = place(tx, scope, waba)?;
        self.open(tx, scope, &notice::of_changes(changes, replica, &place, now), now)
    }

    /// Tells what a webhook's item means for its account's connection.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn item(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        item: &Item,
        received_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let account = match (&item.news, &item.waba) {
            (meta::webhook::News::AccountUpdate(_), Some(waba)) => {
                tx.replica(scope, &Node::waba(waba.as_str()))?
            }
            _ => return Ok(()),
        };
        self.open(tx, scope, &notice::of_item(item, account.as_ref(), received_at, now), now)
    }

    /// Tells of a reading that failed for good: a token that Meta refuses, a node that is gone.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn unreadable(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        (node, waba): (&Node, Option<&WabaId>),
        error: &GraphError,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let detail = json!({
            "field": "error",
            "before": null,
            "after": error.name(),
            "code": error.code(),
            "subcode": error.subcode(),
            "message": error.message(),
            "how": "read",
        });
        let notice = match (error, waba, node.kind) {
            (GraphError::TokenDead { .. }, Some(waba), _) => {
                Notice::condition(Kind::TokenDying, Node::waba(waba.as_str()), now, detail)
                    .at_level(Notice::STOPS)
            }
            (
                GraphError::NotFound { .. } | GraphError::PermissionMissing { .. },
                _,
                NodeKind::Waba | NodeKind::PhoneNumber,
            ) => Notice::condition(Kind::Disconnected, node.clone(), now, detail),
            _ => return Ok(()),
        };
        let news = News::Open(notice.of_waba(waba.map(WabaId::as_str)));
        self.open(tx, scope, &[news], now)
    }

    /// Tells that a node was read: its token works, and it is there. That the token ends soon is
    /// no less true for it.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn readable(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        replica: &Replica,
        asked_at: Timestamp,
    ) -> Result<(), StoreError> {
        let gone = |kind| News::Resolve { kind, node: replica.node.clone(), at: asked_at };
        let news = match replica.node.kind {
            NodeKind::Waba => {
                let told = tx.open_notice(scope, Kind::TokenDying, &replica.node)?;
                // An account can be read without a permission that its token lost.
                let lacks = lacks(tx, scope, &replica.node)?;
                let was_dead = told.is_some_and(|held| held.level >= Notice::STOPS) && !lacks;
                let works = was_dead.then(|| gone(Kind::TokenDying));
                works.into_iter().chain([gone(Kind::Disconnected)]).collect()
            }
            // A number that is read may still be one that Meta calls disconnected.
            NodeKind::PhoneNumber if domain::number::is_active(replica) => {
                vec![gone(Kind::Disconnected)]
            }
            NodeKind::PhoneNumber
            | NodeKind::Business
            | NodeKind::App
            | NodeKind::MessageTemplate
            | NodeKind::Profile
            | NodeKind::Username => Vec::new(),
        };
        self.open(tx, scope, &news, asked_at)
    }

    /// Tells that an account has another token: that it was lost with the old one holds no more.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn renewed(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        waba: &WabaId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tx.end_losses_of(scope, waba, now)
    }

    /// Does what some news asks for, once for each happening, and queues the mails.
    ///
    /// # Errors
    /// When the ledger fails.
    pub fn open(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        news: &[News],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for news in news {
            match (notice::decide(news, &known(tx, scope, news)?), news) {
                (Deed::Open { instead_of }, News::Open(notice)) => {
                    if let Some(seq) = instead_of {
                        tx.resolve_notice(scope, seq, notice.at)?;
                    }
                    let seq = tx.add_notice(scope, notice, now)?;
                    tracing::info!(kind = notice.kind.as_str(), node = %notice.node, "A notice");
                    self.queue(tx, scope, (seq, notice), now)?;
                }
                (Deed::Resolve(seq), News::Resolve { at, .. }) => {
                    tx.resolve_notice(scope, seq, *at)?;
                }
                (Deed::Ease(seq, level), News::Ease { .. }) => tx.ease_notice(scope, seq, level)?,
                // Nothing to do; a deed is always of its news.
                (Deed::Nothing | Deed::Open { .. } | Deed::Resolve(_) | Deed::Ease(..), _) => {}
            }
        }
        Ok(())
    }

    /// Queues a notice's mail to each person of the tenant who wants it.
    fn queue(
        &self,
        tx: &LedgerTx<'_>,
        scope: &TenantScope,
        (seq, notice): (u64, &Notice),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !self.has_mail {
            return Ok(());
        }
        let zone = |at: Timestamp| offset_ms(&self.zone, at);
        for (person, _) in tx.members(scope)? {
            let rules = tx.notice_rules(scope, &person.id)?;
            let times = tx.notice_times(scope, &person.id)?;
            let Some(due_at) = notice::plan(notice, &rules, &times, now, &zone) else { continue };
            let shape = match times.digest {
                _ if due_at <= now => MailShape::Alone,
                Some(_) => MailShape::Digest,
                None => MailShape::Quiet,
            };
            let gathering = match shape {
                MailShape::Alone => None,
                _ => tx.mail_gathering(scope, &person.id, shape, due_at)?,
            };
            match gathering {
                Some(mut mail) => {
                    mail.notices.push(seq);
                    tx.set_mail_notices(mail.seq, &mail.notices)?;
                }
                None => {
                    let mail = NewMail { person: person.id, shape, notices: vec![seq], due_at };
                    tx.queue_mail(scope, &mail, now)?;
                }
            }
        }
        Ok(())
    }
}

/// How far a zone's clocks stand ahead of UTC; nothing for moments that no calendar has.
fn offset_ms(zone: &TimeZone, at: Timestamp) -> i64 {
    jiff::Timestamp::from_millisecond(at.as_millis())
        .map_or(0, |at| i64::from(zone.to_offset(at).seconds()) * 1_000)
}

/// Where a node of an account belongs.
fn place(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    waba: Option<&WabaId>,
) -> Result<Place, StoreError> {
    let Some(waba) = waba else { return Ok(Place::default()) };
    let connections = tx.connections(scope)?;
    let found = connections.into_iter().find(|found| found.waba == *waba);
    Ok(Place {
        waba: Some(waba.to_string()),
        business: found.map(|found| found.business.to_string()),
    })
}

/// Whether the token of an account is known to lack a permission.
fn lacks(tx: &LedgerTx<'_>, scope: &TenantScope, account: &Node) -> Result<bool, StoreError> {
    let connections = tx.connections(scope)?;
    Ok(connections.iter().any(|found| found.waba.as_str() == account.id && !found.lacks.is_empty()))
}

fn known(tx: &LedgerTx<'_>, scope: &TenantScope, news: &News) -> Result<Known, StoreError> {
    let (kind, node) = (news.kind(), news.node());
    let held = tx.open_notice(scope, kind, node)?;
    let News::Open(notice) = news else { return Ok(Known { held, ..Known::default() }) };
    Ok(Known {
        is_told: tx.is_told(scope, &notice.cause)?,
        held,
        ended: tx.notice_ended_at(scope, kind, node)?,
        last: match news.matter() {
            [] => None,
            kinds => tx.last_told(scope, kinds, node)?,
        },
    })
}
