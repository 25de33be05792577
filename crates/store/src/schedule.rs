//! Which node is to be read next, and since when a webhook asks for it.

use domain::{Node, NodeKind, Timestamp};
use meta::WabaId;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

/// A node that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose node.
    pub tenant: TenantId,
    /// Which node.
    pub node: Node,
    /// The account whose token reads it; `None` when none was heard yet.
    pub waba: Option<WabaId>,
    /// Since when it is due.
    pub due_at: Timestamp,
    /// Whether a webhook asked for it.
    pub hinted: bool,
}

fn due_of_row(row: &Row<'_>) -> rusqlite::Result<Due> {
    let node = column::node(row, 1, 2)?;
    let heard = row.get::<_, Option<String>>(3)?;
    let waba = match node.kind {
        NodeKind::Waba => Some(node.id.clone()),
        NodeKind::Business
        | NodeKind::App
        | NodeKind::PhoneNumber
        | NodeKind::MessageTemplate
        | NodeKind::Profile
        | NodeKind::Username => heard,
    };
    Ok(Due {
        tenant: TenantId::new(row.get::<_, String>(0)?),
        node,
        waba: waba.map(WabaId::new),
        due_at: column::time(row, 4)?,
        hinted: row.get(5)?,
    })
}

impl LedgerRead<'_> {
    /// Nodes that are due: those a webhook asked for first, then the longest due, the numbers of an
    /// account together so that one list reads them. Templates, which come by lists of their own, are
    /// not among them.
    pub fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Due>, StoreError> {
        let sql = "SELECT s.tenant_id, s.kind, s.node_id, r.waba_id, s.due_at_ms, \
                   s.hinted_at_ms IS NOT NULL \
                   FROM schedule s LEFT JOIN replica r ON r.tenant_id = s.tenant_id \
                   AND r.kind = s.kind AND r.node_id = s.node_id \
                   WHERE s.due_at_ms <= ?1 AND s.kind <> 'message_template' \
                   ORDER BY s.hinted_at_ms IS NULL, s.due_at_ms, s.tenant_id, s.kind, \
                   r.waba_id, s.node_id \
                   LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), due_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The furthest moment at which a node is due; `None` when nothing is scheduled.
    pub fn last_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(due_at_ms) FROM schedule";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
    }

    /// When the next node other than a template is due; `None` when nothing is scheduled.
    pub fn next_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at_ms) FROM schedule WHERE kind <> 'message_template'";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
    }
}

impl LedgerRead<'_> {
    /// Templates and lists of templates that are due, the longest due first; a list goes by the id
    /// of its account (`Node::templates_of`).
    pub fn due_templates(&self, now: Timestamp, limit: usize) -> Result<Vec<Due>, StoreError> {
        let sql = "SELECT s.tenant_id, s.kind, s.node_id, coalesce(r.waba_id, s.node_id), \
                   s.due_at_ms, s.hinted_at_ms IS NOT NULL \
                   FROM schedule s LEFT JOIN replica r ON r.tenant_id = s.tenant_id \
                   AND r.kind = s.kind AND r.node_id = s.node_id \
                   WHERE s.due_at_ms <= ?1 AND s.kind = 'message_template' \
                   ORDER BY s.due_at_ms, s.tenant_id, s.node_id LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map((now.as_millis(), column::page(limit)), due_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the next template or list of templates is due; `None` when none is scheduled.
    pub fn next_template_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due_at_ms) FROM schedule WHERE kind = 'message_template'";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([], |row| column::maybe_time(row, 0))?)
    }
}

impl LedgerRead<'_> {
    /// When a node is read next; `None` when that is not set.
    pub fn due_at(
        &self,
        scope: &TenantScope,
        node: &Node,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT due_at_ms FROM schedule \
                   WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), node.kind.as_str(), &node.id);
        Ok(statement.query_row(key, |row| column::time(row, 0)).optional()?)
    }
}

impl LedgerTx<'_> {
    /// Sets when a node is read first, unless that is set already; whether it was not.
    pub fn schedule_new(
        &self,
        scope: &TenantScope,
        node: &Node,
        due_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO schedule (tenant_id, kind, node_id, due_at_ms, hinted_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, NULL) ON CONFLICT (tenant_id, kind, node_id) DO NOTHING";
        let key = (scope.as_str(), node.kind.as_str(), &node.id, due_at.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(key)? == 1)
    }

    /// Never reads a node again after a reading that was asked at `asked_at`, until it is hinted; a
    /// hint that came since then stays due.
    pub fn settle(
        &self,
        scope: &TenantScope,
        node: &Node,
        asked_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM schedule WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3 \
                   AND coalesce(hinted_at_ms <= ?4, 1)";
        let key = (scope.as_str(), node.kind.as_str(), &node.id, asked_at.as_millis());
        self.conn().prepare_cached(sql)?.execute(key)?;
        Ok(())
    }

    /// Sets when a node is read next, and forgets any hint.
    pub fn schedule(
        &self,
        scope: &TenantScope,
        node: &Node,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO schedule (tenant_id, kind, node_id, due_at_ms, hinted_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, NULL) \
                   ON CONFLICT (tenant_id, kind, node_id) DO UPDATE SET \
                   due_at_ms = excluded.due_at_ms, hinted_at_ms = NULL";
        let (kind, due_at) = (node.kind.as_str(), due_at.as_millis());
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), kind, &node.id, due_at))?;
        Ok(())
    }

    /// Sets when a node is read next after a reading that was asked at `asked_at`. A hint that came
    /// since then stays due, as the reading may be older than what it hints at.
    pub fn reschedule(
        &self,
        scope: &TenantScope,
        node: &Node,
        asked_at: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE schedule SET due_at_ms = ?5, hinted_at_ms = NULL \
                   WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3 \
                   AND coalesce(hinted_at_ms <= ?4, 1)";
        self.conn().prepare_cached(sql)?.execute((
            scope.as_str(),
            node.kind.as_str(),
            &node.id,
            asked_at.as_millis(),
            due_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Makes a node due now, because a webhook spoke of it.
    pub fn hint(&self, scope: &TenantScope, node: &Node, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO schedule (tenant_id, kind, node_id, due_at_ms, hinted_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?4) \
                   ON CONFLICT (tenant_id, kind, node_id) DO UPDATE SET \
                   due_at_ms = min(schedule.due_at_ms, excluded.due_at_ms), \
                   hinted_at_ms = max(coalesce(schedule.hinted_at_ms, excluded.hinted_at_ms), \
                   excluded.hinted_at_ms)";
        let (kind, now) = (node.kind.as_str(), now.as_millis());
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), kind, &node.id, now))?;
        Ok(())
    }

    /// Brings all that lies ahead of `now` back to it: the clock was turned back.
    pub fn rewind_schedule(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE schedule SET due_at_ms = min(due_at_ms, ?1), \
                   hinted_at_ms = min(hinted_at_ms, ?1) \
                   WHERE due_at_ms > ?1 OR hinted_at_ms > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }

    /// Never reads a node again, until it is scheduled or hinted.
    pub fn unschedule(&self, scope: &TenantScope, node: &Node) -> Result<(), StoreError> {
        let sql = "DELETE FROM schedule WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3";
        let key = (scope.as_str(), node.kind.as_str(), &node.id);
        self.conn().prepare_cached(sql)?.execute(key)?;
        Ok(())
    }
}
