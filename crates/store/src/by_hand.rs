//! Accounts that were connected by hand, each with an app and a callback of its own.
//!
//! The id is a part of the address that Meta calls. App secret and verify token are sealed; whoever
//! signs with the secret speaks for this account alone.

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
        let sql = format!("{COLUMNS} WHERE tenant_id = ?1 AND app_id = ?2 ORDER BY waba_id");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let key = (scope.as_str(), app.as_str());
        let found = statement.query_row(key, by_hand_of_row).optional()?;
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
    /// verify token, as Meta was told of them, and takes the app and the secret.
    pub fn save_by_hand(&self, scope: &TenantScope, new: &NewByHand) -> Result<(), StoreError> {
        let held = self.by_hand_of(scope, &new.waba)?;
        let id = held.as_ref().map_or(&new.id, |held| &held.id);
        let sql = "INSERT INTO by_hand (connection_id, tenant_id, waba_id, app_id, made_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (tenant_id, waba_id) DO UPDATE SET \
                   app_id = excluded.app_id";
        self.conn().prepare_cached(sql)?.execute((
            id.as_str(),
            scope.as_str(),
            new.waba.as_str(),
            new.app.id.as_str(),
            new.at.as_millis(),
        ))?;
        self.save_secret(scope, &secret_name(id), &new.app.secret)?;
        if held.is_none() {
            self.save_secret(scope, &verify_name(id), &new.verify_token)?;
        }
        Ok(())
    }

    /// Forgets an account's connection by hand with its secrets; its callback is closed.
    pub fn remove_by_hand(&self, scope: &TenantScope, waba: &WabaId) -> Result<(), StoreError> {
        let Some(held) = self.by_hand_of(scope, waba)? else { return Ok(()) };
        self.remove_secret(scope, &secret_name(&held.id))?;
        self.remove_secret(scope, &verify_name(&held.id))?;
        let sql = "DELETE FROM by_hand WHERE tenant_id = ?1 AND waba_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), waba.as_str()))?;
        Ok(())
    }
}
