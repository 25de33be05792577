//! Which tenant an account is bound to, and the sealed token that reads it.

use domain::Timestamp;
use meta::{AppId, BusinessId, WabaId};
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::seal::Place;
use crate::sealed;
use crate::secret::Secret;
use crate::tenant::{TenantId, TenantScope};

/// A bound account; its token is asked for apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Whose it is.
    pub tenant: TenantId,
    /// The account.
    pub waba: WabaId,
    /// The portfolio that owns it.
    pub business: BusinessId,
    /// The app that the token is of.
    pub app: AppId,
    /// When it was first connected.
    pub connected_at: Timestamp,
    /// Permissions that Meta, when it was asked last, no longer listed for the token, by their names.
    pub lacks: Vec<String>,
}

/// An account to bind.
#[derive(Clone, Debug)]
pub struct NewConnection {
    /// Whose it becomes.
    pub tenant: TenantId,
    /// The account.
    pub waba: WabaId,
    /// The portfolio that owns it.
    pub business: BusinessId,
    /// The app that the token is of.
    pub app: AppId,
    /// The business token.
    pub token: Secret,
    /// When it is connected.
    pub at: Timestamp,
}

fn token_place<'a>(tenant: &'a str, waba: &'a str) -> Place<'a> {
    sealed::BUSINESS_TOKEN.place(tenant, waba)
}

fn connection_of_row(row: &Row<'_>) -> rusqlite::Result<Connection> {
    Ok(Connection {
        tenant: TenantId::new(row.get::<_, String>(0)?),
        waba: WabaId::new(row.get::<_, String>(1)?),
        business: BusinessId::new(row.get::<_, String>(2)?),
        app: AppId::new(row.get::<_, String>(3)?),
        connected_at: column::time(row, 4)?,
        lacks: match row.get_ref(5)? {
            ValueRef::Null => Vec::new(),
            _ => column::json(row, 5)?,
        },
    })
}

impl LedgerRead<'_> {
    /// The tenant that an account is bound to: how a webhook's item finds its tenant.
    pub fn waba_owner(&self, waba: &WabaId) -> Result<Option<TenantId>, StoreError> {
        let sql = "SELECT tenant_id FROM connection WHERE waba_id = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let owner = statement.query_row([waba.as_str()], |row| row.get::<_, String>(0));
        Ok(owner.optional()?.map(TenantId::new))
    }

    /// The portfolio that owns one of the tenant's accounts, under whose limit its traffic falls.
    pub fn business_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<BusinessId>, StoreError> {
        let sql = "SELECT business_id FROM connection WHERE tenant_id = ?1 AND waba_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        let found = statement.query_row(key, |row| row.get::<_, String>(0)).optional()?;
        Ok(found.map(BusinessId::new))
    }

    /// The tenant's bound accounts, oldest first.
    pub fn connections(&self, scope: &TenantScope) -> Result<Vec<Connection>, StoreError> {
        let sql = "SELECT tenant_id, waba_id, business_id, app_id, connected_at_ms, lacks \
                   FROM connection WHERE tenant_id = ?1 ORDER BY connected_at_ms, waba_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([scope.as_str()], connection_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every bound account, for workers, by tenant and account.
    pub fn all_connections(&self) -> Result<Vec<Connection>, StoreError> {
        let sql = "SELECT tenant_id, waba_id, business_id, app_id, connected_at_ms, lacks \
                   FROM connection ORDER BY tenant_id, waba_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], connection_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The token that reads an account, unsealed, with its app where that is not the installation's;
    /// `None` when the tenant has no such account.
    pub fn connection_token(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Option<Secret>, StoreError> {
        let sql = "SELECT token_sealed, app_id FROM connection \
                   WHERE tenant_id = ?1 AND waba_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        let columns = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?));
        let Some((field, app)) = statement.query_row(key, columns).optional()? else {
            return Ok(None);
        };
        let token = self.unseal(&token_place(scope.as_str(), waba.as_str()), &field)?;
        // A later login with Facebook leaves the token with the installation's app.
        let by_hand = self.by_hand_of(scope, waba)?.filter(|held| held.app.as_str() == app);
        let other = by_hand.map_or(Ok(None), |held| self.app_by_hand(&held))?;
        Ok(Some(match other {
            Some(other) => token.of_app(other),
            None => token,
        }))
    }
}

impl LedgerTx<'_> {
    /// Binds an account to a tenant, or gives its binding a new token.
    ///
    /// Errors: `BoundElsewhere` when another tenant has it; nothing is changed then.
    pub fn bind(&self, new: &NewConnection) -> Result<(), StoreError> {
        if self.waba_owner(&new.waba)?.is_some_and(|owner| owner != new.tenant) {
            return Err(StoreError::BoundElsewhere { what: format!("waba:{}", new.waba) });
        }
        let place = token_place(new.tenant.as_str(), new.waba.as_str());
        let sealed = self.seal(&place, &new.token)?;
        let sql = "INSERT INTO connection \
                   (tenant_id, waba_id, business_id, app_id, token_sealed, connected_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                   ON CONFLICT (tenant_id, waba_id) DO UPDATE SET \
                   business_id = excluded.business_id, app_id = excluded.app_id, \
                   token_sealed = excluded.token_sealed, lacks = NULL";
        self.conn().prepare_cached(sql)?.execute((
            new.tenant.as_str(),
            new.waba.as_str(),
            new.business.as_str(),
            new.app.as_str(),
            sealed,
            new.at.as_millis(),
        ))?;
        Ok(())
    }

    /// Keeps which permissions Meta no longer lists for an account's token; whether that is news.
    pub fn note_lacks(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        lacks: &[String],
    ) -> Result<bool, StoreError> {
        let lacks = if lacks.is_empty() { None } else { Some(column::to_json(&lacks)?) };
        let sql = "UPDATE connection SET lacks = ?3 \
                   WHERE tenant_id = ?1 AND waba_id = ?2 AND lacks IS NOT ?3";
        let values = (scope.as_str(), waba.as_str(), lacks);
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Frees an account and forgets its token; what was heard of it stays.
    pub fn unbind(&self, scope: &TenantScope, waba: &WabaId) -> Result<(), StoreError> {
        let sql = "DELETE FROM connection WHERE tenant_id = ?1 AND waba_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), waba.as_str()))?;
        Ok(())
    }

    /// Brings every binding ahead of `now` back to it: the clock was turned back, and the logins since
    /// then count from now too.
    pub fn rewind_connections(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE connection SET connected_at_ms = ?1 WHERE connected_at_ms > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }
}
