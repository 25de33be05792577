//! Changes: append-only rows, the source of timelines, notices and exports.

use domain::{Change, How, Node};
use rusqlite::Row;
use rusqlite::types::Type;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantScope;

fn change_of_row(row: &Row<'_>) -> rusqlite::Result<(u64, Change)> {
    let how: String = row.get(7)?;
    let how: How = serde_json::from_value(how.into())
        .map_err(|error| column::damaged(7, Type::Text, error))?;
    let change = Change {
        node: column::node(row, 1, 2)?,
        field: row.get(3)?,
        before: column::json(row, 4)?,
        after: column::json(row, 5)?,
        at: column::time(row, 6)?,
        how,
        evidence: row.get(8)?,
    };
    Ok((column::count(row, 0)?, change))
}

impl LedgerRead<'_> {
    /// The tenant's changes before a sequence number, newest first; from the newest without one.
    pub fn changes(
        &self,
        scope: &TenantScope,
        before_seq: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, Change)>, StoreError> {
        let sql = "SELECT seq, kind, node_id, field, before, after, at_ms, how, evidence \
                   FROM change WHERE tenant_id = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let before = column::integer(before_seq.unwrap_or(u64::MAX));
        let page = (scope.as_str(), before, column::page(limit));
        let rows = statement.query_map(page, change_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One node's changes before a sequence number, newest first; from the newest without one.
    pub fn changes_of(
        &self,
        scope: &TenantScope,
        node: &Node,
        before_seq: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, Change)>, StoreError> {
        let sql = "SELECT seq, kind, node_id, field, before, after, at_ms, how, evidence \
                   FROM change WHERE tenant_id = ?1 AND kind = ?2 AND node_id = ?3 AND seq < ?4 \
                   ORDER BY seq DESC LIMIT ?5";
        let mut statement = self.conn().prepare_cached(sql)?;
        let before = column::integer(before_seq.unwrap_or(u64::MAX));
        let page = (scope.as_str(), node.kind.as_str(), &node.id, before, column::page(limit));
        let rows = statement.query_map(page, change_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everybody's changes after a sequence number, oldest first, for the export.
    pub fn all_changes(
        &self,
        after_seq: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Change)>, StoreError> {
        let sql = "SELECT seq, kind, node_id, field, before, after, at_ms, how, evidence \
                   FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (column::integer(after_seq), column::page(limit));
        let rows = statement.query_map(page, change_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Adds a change, with the key of the item that brought it if one did; answers its sequence
    /// number. Rows are never edited.
    pub fn add_change(
        &self,
        scope: &TenantScope,
        change: &Change,
        item_key: Option<&str>,
    ) -> Result<u64, StoreError> {
        let sql = "INSERT INTO change (tenant_id, kind, node_id, field, before, after, at_ms, \
                   how, evidence, item_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
                   RETURNING seq";
        let values = (
            scope.as_str(),
            change.node.kind.as_str(),
            &change.node.id,
            &change.field,
            column::to_json(&change.before)?,
            column::to_json(&change.after)?,
            change.at.as_millis(),
            change.how.as_str(),
            &change.evidence,
            item_key,
        );
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| column::count(row, 0))?)
    }
}
