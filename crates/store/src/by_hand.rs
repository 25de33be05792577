//! Accounts that were connected by hand, each with an app that is not the installation's.
//!
//! Meta keeps one callback for each app, so a tenant's accounts of one app share one address, their
//! door: the id of the first of them is a part of it, and passes on when that one leaves. App secret
//! and verify token are sealed; whoever signs with the secret speaks for these accounts alone.

use domain::Timestamp;
use meta::{AppId, WabaId};
use rusqlite::{OptionalExtension, Row};

use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::secret::{OtherApp, Secret};
use crate::tenant::{TenantId, TenantScope};

/// A connection's own id: random text made by the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(String);

impl ConnectionId {
    /// Wraps an id as the program made it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A connection by hand; its secrets are asked for apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// Its id.
    pub id: ConnectionId,
    /// Whose it is.
    pub tenant: TenantId,
    /// The account.
    pub waba: WabaId,
    /// The app whose webhooks come to its callback.
    pub app: AppId,
}

/// A connection by hand that is to be kept.
#[derive(Clone, Debug)]
pub struct NewByHand {
    /// Its id and the token of its handshake, if the account has none yet.
    pub id: ConnectionId,
    /// What Meta repeats in the handshake, if the account has no such token yet.
    pub verify_token: Secret,
    /// The account.
    pub waba: WabaId,
    /// The app.
    pub app: OtherApp,
    /// When it was made.
    pub at: Timestamp,
}

const COLUMNS: &str = "SELECT connection_id, tenant_id, waba_id, app_id FROM by_hand";

fn by_hand_of_row(row: &Row<'_>) -> rusqlite::Result<ByHand> {
    Ok(ByHand {
        id: ConnectionId(row.get(0)?),
        tenant: TenantId::new(row.get::<_, String>(1)?),
        waba: WabaId::new(row.get::<_, String>(2)?),
        app: AppId::new(row.get::<_, String>(3)?),
    })
}

fn secret_name(id: &ConnectionId) -> String {
    format!("by-hand/{}/app-secret", id.as_str())
}

fn verify_name(id: &ConnectionId) -> String {
    format!("by-hand/{}/verify-token", id.as_str())
}

impl LedgerRead<'_> {
    /// The connection that a callback's address names, whosever it is.
    pub fn by_hand(&self, id: &ConnectionId) -> Result<Option<ByHand>, StoreError> {
        let sql = format!("{COLUMNS} WHERE connection_id = ?1");
        let mut statement = self.conn().prepare_cached(&sql)?;
        Ok(statement.query_row([id.as_str()], by_hand_of_row).optional()?)
    }

    /// The door of one of the tenant's other apps: of its accounts the one that Meta was told of first.
    pub fn door_by_hand(
        &self,
        scope: &TenantScope,
        app: &AppId,
    ) -> Result<Option<ByHand>, StoreError> {
        Ok(self.by_hand_with(scope, app)?.into_iter().next())
    }

    /// The tenant's accounts of one app; the first is the door of all.
    pub fn by_hand_with(
        &self,
        scope: &TenantScope,
        app: &AppId,
    ) -> Result<Vec<ByHand>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE tenant_id = ?1 AND app_id = ?2 ORDER BY made_at_ms, connection_id"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let found = statement.query_map((scope.as_str(), app.as_str()), by_hand_of_row)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The connection by hand of one of the tenant's accounts.
    pub fn by_hand_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<ByHand>, StoreError> {
        let sql = format!("{COLUMNS} WHERE tenant_id = ?1 AND waba_id = ?2");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (scope.as_str(), waba.as_str());
        Ok(statement.query_row(key, by_hand_of_row).optional()?)
    }

    /// One of the tenant's other apps with its secret, whichever of its accounts it is of.
    pub fn other_app(
        &self,
        scope: &TenantScope,
        app: &AppId,
    ) -> Result<Option<OtherApp>, StoreError> {
        let found = self.door_by_hand(scope, app)?;
        found.map_or(Ok(None), |found| self.app_by_hand(&found))
    }

    /// The app of a connection by hand, with its secret.
    pub fn app_by_hand(&self, of: &ByHand) -> Result<Option<OtherApp>, StoreError> {
        let scope = TenantScope::for_worker(of.tenant.clone());
        let secret = self.secret(&scope, &secret_name(&of.id))?;
        Ok(secret.map(|secret| OtherApp { id: of.app.clone(), secret }))
    }

    /// What Meta repeats in the handshake with a connection's callback.
    pub fn verify_token_by_hand(&self, of: &ByHand) -> Result<Option<Secret>, StoreError> {
        self.secret(&TenantScope::for_worker(of.tenant.clone()), &verify_name(&of.id))
    }
}

impl LedgerTx<'_> {
    /// Keeps a connection by hand with its secrets. An account that has one keeps its address and its
    /// verify token, as Meta was told of them, and takes the app and the secret, unless the address is
    /// other accounts' too or the new app has one. The secret becomes that of every account of the app.
    pub fn save_by_hand(&self, scope: &TenantScope, new: &NewByHand) -> Result<(), StoreError> {
        let mut held = self.by_hand_of(scope, &new.waba)?;
        if let Some(other) = held.as_ref().filter(|held| held.app != new.app.id)
            && (self.by_hand_with(scope, &other.app)?.len() > 1
                || self.door_by_hand(scope, &new.app.id)?.is_some())
        {
            self.remove_by_hand(scope, &new.waba)?;
            held = None;
        }
        let id = held.as_ref().map_or(&new.id, |held| &held.id);
        // Never before the door of its app, also when the clock was set back.
        let sql = "INSERT INTO by_hand (connection_id, tenant_id, waba_id, app_id, made_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, max(?5, (SELECT coalesce(max(made_at_ms), 0) + 1 \
                   FROM by_hand WHERE tenant_id = ?2 AND app_id = ?4))) \
                   ON CONFLICT (tenant_id, waba_id) DO UPDATE SET app_id = excluded.app_id";
        self.conn().prepare_cached(sql)?.execute((
            id.as_str(),
            scope.as_str(),
            new.waba.as_str(),
            new.app.id.as_str(),
            new.at.as_millis(),
        ))?;
        if held.is_none() {
            self.save_secret(scope, &verify_name(id), &new.verify_token)?;
        }
        for one in self.by_hand_with(scope, &new.app.id)? {
            self.save_secret(scope, &secret_name(&one.id), &new.app.secret)?;
        }
        Ok(())
    }

    /// Forgets an account's connection by hand with its secrets. Its callback is closed, or passes on
    /// to the next account of the app, whose door it is.
    pub fn remove_by_hand(&self, scope: &TenantScope, waba: &WabaId) -> Result<(), StoreError> {
        let Some(held) = self.by_hand_of(scope, waba)? else { return Ok(()) };
        let all = self.by_hand_with(scope, &held.app)?;
        let heir = all.get(1).filter(|_| all.first() == Some(&held));
        let leaves = heir.map_or(&held.id, |heir| &heir.id);
        self.remove_secret(scope, &secret_name(leaves))?;
        self.remove_secret(scope, &verify_name(leaves))?;
        let sql = "DELETE FROM by_hand WHERE tenant_id = ?1 AND waba_id = ?2";
        match heir {
            None => {
                self.conn().prepare_cached(sql)?.execute((scope.as_str(), waba.as_str()))?;
            }
            Some(heir) => {
                self.conn().prepare_cached(sql)?.execute((scope.as_str(), heir.waba.as_str()))?;
                let sql = "UPDATE by_hand SET waba_id = ?3 WHERE tenant_id = ?1 AND waba_id = ?2";
                let values = (scope.as_str(), waba.as_str(), heir.waba.as_str());
                self.conn().prepare_cached(sql)?.execute(values)?;
            }
        }
        Ok(())
    }
}
