//! What Meta last reported of each node, one row a node; the fields stand as one JSON document.

use domain::{Node, NodeKind, Replica, Timestamp};
use meta::{PhoneNumberId, WabaId};
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

fn replica_of_row(row: &Row<'_>) -> rusqlite::Result<Replica> {
    Ok(Replica {
        node: column::node(row, 0, 1)?,
        fields: column::json(row, 2)?,
        first_read_at: column::maybe_time(row, 5)?,
        read_at: column::maybe_time(row, 3)?,
        failure: column::maybe_json(row, 4)?,
    })
}

impl LedgerRead<'_> {
    /// What is held of a node.
    pub fn replica(&self, scope: &TenantScope, node: &Node) -> Result<Option<Replica>, StoreError> {
        let sql = "SELECT kind, node_id, fields, read_at_ms, failure, first_read_at_ms FROM replica \
                   WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), node.kind.as_str(), &node.id);
        Ok(statement.query_row(key, replica_of_row).optional()?)
    }

    /// All the tenant's nodes of one kind, by id.
    pub fn replicas(
        &self,
        scope: &TenantScope,
        kind: NodeKind,
    ) -> Result<Vec<Replica>, StoreError> {
        let sql = "SELECT kind, node_id, fields, read_at_ms, failure, first_read_at_ms FROM replica \
                   WHERE tenant_id = ?1 AND kind = ?2 ORDER BY node_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((scope.as_str(), kind.as_str()), replica_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The nodes of one kind held under an account, by id.
    pub fn replicas_of(
        &self,
        scope: &TenantScope,
        kind: NodeKind,
        waba: &WabaId,
    ) -> Result<Vec<Replica>, StoreError> {
        let sql = "SELECT kind, node_id, fields, read_at_ms, failure, first_read_at_ms \
                   FROM replica WHERE tenant_id = ?1 AND waba_id = ?2 AND kind = ?3 \
                   ORDER BY node_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str(), kind.as_str());
        let rows = statement.query_map(key, replica_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everything held under an account, by kind and id.
    pub fn nodes_of(&self, scope: &TenantScope, waba: &WabaId) -> Result<Vec<Node>, StoreError> {
        let sql = "SELECT kind, node_id FROM replica \
                   WHERE tenant_id = ?1 AND waba_id = ?2 ORDER BY kind, node_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        let rows = statement.query_map(key, |row| column::node(row, 0, 1))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The phone numbers held under an account, by id.
    pub fn numbers_of(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
    ) -> Result<Vec<PhoneNumberId>, StoreError> {
        let sql = "SELECT node_id FROM replica \
                   WHERE tenant_id = ?1 AND waba_id = ?2 AND kind = 'phone_number' \
                   ORDER BY node_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), waba.as_str());
        let rows = statement.query_map(key, |row| row.get::<_, String>(0))?;
        let rows = rows.map(|id| id.map(PhoneNumberId::new));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The account that a node was heard under.
    pub fn waba_of(&self, scope: &TenantScope, node: &Node) -> Result<Option<WabaId>, StoreError> {
        let sql = "SELECT waba_id FROM replica \
                   WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), node.kind.as_str(), &node.id);
        let found = statement.query_row(key, |row| row.get::<_, Option<String>>(0)).optional()?;
        Ok(found.flatten().map(WabaId::new))
    }

    /// The tenant that a phone number is held for: how an item without an account finds its tenant.
    pub fn tenant_of_number(&self, number: &PhoneNumberId) -> Result<Option<TenantId>, StoreError> {
        let sql = "SELECT tenant_id FROM replica WHERE node_id = ?1 AND kind = 'phone_number'";
        let mut statement = self.conn().prepare_cached(sql)?;
        let owner = statement.query_row([number.as_str()], |row| row.get::<_, String>(0));
        Ok(owner.optional()?.map(TenantId::new))
    }

    /// The account that one of the tenant's numbers was read of.
    pub fn waba_of_number(
        &self,
        scope: &TenantScope,
        number: &PhoneNumberId,
    ) -> Result<Option<WabaId>, StoreError> {
        let sql = "SELECT waba_id FROM replica \
                   WHERE tenant_id = ?1 AND kind = 'phone_number' AND node_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), number.as_str());
        let waba = statement.query_row(key, |row| row.get::<_, Option<String>>(0)).optional()?;
        Ok(waba.flatten().map(WabaId::new))
    }

    /// The latest moment at which any node was asked for, in vain or not.
    pub fn last_asked_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(at_ms) FROM (SELECT max(read_at_ms) AS at_ms FROM replica \
                   UNION ALL SELECT max(json_extract(failure, '$.last')) FROM replica \
                   WHERE failure IS NOT NULL)";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
    }

    /// Nodes of all tenants of which something is held from later than `now`, by tenant and node:
    /// after the clock was turned back. Reads every replica.
    pub fn replicas_ahead_of(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<(TenantId, Replica)>, StoreError> {
        let sql = "SELECT kind, node_id, fields, read_at_ms, failure, first_read_at_ms, tenant_id \
                   FROM replica \
                   WHERE read_at_ms > ?1 OR json_extract(failure, '$.last') > ?1 \
                   OR EXISTS (SELECT 1 FROM json_each(fields) AS field \
                   WHERE json_extract(field.value, '$.at') > ?1) \
                   ORDER BY tenant_id, kind, node_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), |row| {
            Ok((TenantId::new(row.get::<_, String>(6)?), replica_of_row(row)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Keeps what is held of a node, over what was. Without an account the one held stays.
    ///
    /// Errors: `BoundElsewhere` for a phone number that another tenant holds.
    pub fn save_replica(
        &self,
        scope: &TenantScope,
        replica: &Replica,
        waba: Option<&WabaId>,
    ) -> Result<(), StoreError> {
        self.refuse_foreign_number(scope, &replica.node)?;
        let sql = "INSERT INTO replica \
                   (tenant_id, kind, node_id, waba_id, fields, read_at_ms, failure, \
                   first_read_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
                   ON CONFLICT (tenant_id, kind, node_id) DO UPDATE SET \
                   waba_id = coalesce(excluded.waba_id, replica.waba_id), \
                   fields = excluded.fields, read_at_ms = excluded.read_at_ms, \
                   failure = excluded.failure, first_read_at_ms = excluded.first_read_at_ms";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            replica.node.kind.as_str(),
            &replica.node.id,
            waba.map(WabaId::as_str),
            column::to_json(&replica.fields)?,
            replica.read_at.map(Timestamp::as_millis),
            replica.failure.as_ref().map(column::to_json).transpose()?,
            replica.first_read_at.map(Timestamp::as_millis),
        ))?;
        Ok(())
    }

    fn refuse_foreign_number(&self, scope: &TenantScope, node: &Node) -> Result<(), StoreError> {
        if node.kind != NodeKind::PhoneNumber {
            return Ok(());
        }
        match self.tenant_of_number(&PhoneNumberId::new(&node.id))? {
            Some(owner) if owner != *scope.tenant() => {
                Err(StoreError::BoundElsewhere { what: node.to_string() })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Forgets a node and when it is due; its changes stay.
    pub fn remove_replica(&self, scope: &TenantScope, node: &Node) -> Result<(), StoreError> {
        let key = (scope.as_str(), node.kind.as_str(), &node.id);
        let sql = "DELETE FROM replica WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3";
        self.conn().prepare_cached(sql)?.execute(key)?;
        self.unschedule(scope, node)
    }
}
