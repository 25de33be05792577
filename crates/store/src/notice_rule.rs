//! What people want to be told, and when: rules by kind, of the tenant and of each person.

use std::collections::BTreeMap;

use domain::notice::{Channels, Kind, Rules, Times};
use rusqlite::OptionalExtension;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::TenantScope;

/// In place of a person: the tenant's own rule.
const OF_TENANT: &str = "";

impl LedgerRead<'_> {
    /// The rules that count for a person of the tenant.
    pub fn notice_rules(
        &self,
        scope: &TenantScope,
        person: &PersonId,
    ) -> Result<Rules, StoreError> {
        Ok(Rules {
            tenant: self.rules_of(scope, OF_TENANT)?,
            own: self.rules_of(scope, person.as_str())?,
        })
    }

    /// The tenant's own rules: what counts for whoever chose nothing.
    pub fn tenant_notice_rules(&self, scope: &TenantScope) -> Result<Rules, StoreError> {
        Ok(Rules { tenant: self.rules_of(scope, OF_TENANT)?, own: BTreeMap::new() })
    }

    fn rules_of(
        &self,
        scope: &TenantScope,
        whose: &str,
    ) -> Result<BTreeMap<Kind, Channels>, StoreError> {
        let sql = "SELECT kind, channels FROM notice_rule WHERE tenant_id = ?1 AND person_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((scope.as_str(), whose), |row| {
            Ok((row.get::<_, String>(0)?, column::json(row, 1)?))
        })?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        // A kind of a later version counts for nothing here.
        let known = rows.into_iter().filter_map(|(word, rule)| Some((Kind::parse(&word)?, rule)));
        Ok(known.collect())
    }

    /// When a person wants mail of the tenant; at once and always, unless chosen otherwise.
    pub fn notice_times(
        &self,
        scope: &TenantScope,
        person: &PersonId,
    ) -> Result<Times, StoreError> {
        let sql = "SELECT times FROM notice_times WHERE tenant_id = ?1 AND person_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let times = statement
            .query_row((scope.as_str(), person.as_str()), |row| column::json(row, 0))
            .optional()?;
        Ok(times.unwrap_or_default())
    }
}

impl LedgerTx<'_> {
    /// Sets by which channels a person is told of a kind.
    pub fn set_notice_rule(
        &self,
        scope: &TenantScope,
        person: &PersonId,
        kind: Kind,
        channels: Channels,
    ) -> Result<(), StoreError> {
        self.set_rule_of(scope, person.as_str(), kind, channels)
    }

    /// Sets by which channels whoever chose nothing is told of a kind.
    pub fn set_tenant_notice_rule(
        &self,
        scope: &TenantScope,
        kind: Kind,
        channels: Channels,
    ) -> Result<(), StoreError> {
        self.set_rule_of(scope, OF_TENANT, kind, channels)
    }

    fn set_rule_of(
        &self,
        scope: &TenantScope,
        whose: &str,
        kind: Kind,
        channels: Channels,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO notice_rule (tenant_id, person_id, kind, channels) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tenant_id, person_id, kind) \
                   DO UPDATE SET channels = excluded.channels";
        let values = (scope.as_str(), whose, kind.as_str(), column::to_json(&channels)?);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Forgets what a person chose: the tenant's rules count again.
    pub fn forget_notice_rules(
        &self,
        scope: &TenantScope,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM notice_rule WHERE tenant_id = ?1 AND person_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), person.as_str()))?;
        Ok(())
    }

    /// Sets when a person wants mail of the tenant.
    pub fn set_notice_times(
        &self,
        scope: &TenantScope,
        person: &PersonId,
        times: &Times,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO notice_times (tenant_id, person_id, times) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (tenant_id, person_id) DO UPDATE SET times = excluded.times";
        let values = (scope.as_str(), person.as_str(), column::to_json(times)?);
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
