//! Changes: append-only rows, the source of timelines, notices and exports.

use domain::{Change, How, Node, NodeKind, Timestamp};
use meta::WabaId;
use rusqlite::Row;
use rusqlite::types::Type;
use serde_json::json;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::TenantScope;

/// Narrows changes of some nodes to some fields.
const OF_FIELDS: &str = "AND (c.kind, c.field) IN (SELECT json_extract(value, '$[0]'), \
                         json_extract(value, '$[1]') FROM json_each(?5))";

/// Which changes are asked for; what is `None` narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct ChangeFilter {
    /// Changes of these nodes.
    pub nodes: Option<Vec<Node>>,
    /// Changes of these fields.
    pub fields: Option<Vec<(NodeKind, &'static str)>>,
    /// Changes from this moment on.
    pub since: Option<Timestamp>,
    /// Changes before this sequence number.
    pub before_seq: Option<u64>,
}

/// A change with its place in the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedChange {
    /// Its sequence number.
    pub seq: u64,
    /// The change.
    pub change: Change,
    /// Name of the person whose doing it was, where it was one's.
    pub by: Option<String>,
}

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

    /// The tenant's changes after a sequence number, oldest first: what who follows it has not seen.
    pub fn changes_after(
        &self,
        scope: &TenantScope,
        after_seq: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Change)>, StoreError> {
        let sql = "SELECT seq, kind, node_id, field, before, after, at_ms, how, evidence \
                   FROM change WHERE tenant_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
        let mut statement = self.conn().prepare_cached(sql)?;
        let page = (scope.as_str(), column::integer(after_seq), column::page(limit));
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

    /// The tenant's changes that a filter asks for, newest first.
    pub fn changes_where(
        &self,
        scope: &TenantScope,
        filter: &ChangeFilter,
        limit: usize,
    ) -> Result<Vec<ListedChange>, StoreError> {
        // The list comes first, so that each of its items is looked up in an index; a plain `IN`
        // would have the whole of the tenant's history walked through.
        let listed = |column: &str, place: u8| {
            format!(
                "json_each(?{place}) AS asked CROSS JOIN change c \
                 ON c.kind = json_extract(asked.value, '$[0]') \
                 AND c.{column} = json_extract(asked.value, '$[1]')"
            )
        };
        let (from, and) = match (&filter.nodes, &filter.fields) {
            (Some(_), Some(_)) => (listed("node_id", 4), OF_FIELDS),
            (Some(_), None) => (listed("node_id", 4), ""),
            (None, Some(_)) => (listed("field", 5), ""),
            (None, None) => ("change c".to_owned(), ""),
        };
        let sql = format!(
            "SELECT c.seq, c.kind, c.node_id, c.field, c.before, c.after, c.at_ms, c.how, \
             c.evidence, nullif(p.name, '') FROM {from} \
             LEFT JOIN person p ON p.person_id = c.person_id \
             WHERE c.tenant_id = ?1 AND c.seq < ?2 AND c.at_ms >= ?3 {and} \
             ORDER BY c.seq DESC LIMIT ?6"
        );
        let nodes = filter.nodes.iter().flatten().map(|node| json!([node.kind.as_str(), node.id]));
        let fields =
            filter.fields.iter().flatten().map(|(kind, field)| json!([kind.as_str(), field]));
        let list = |items: Vec<serde_json::Value>| serde_json::Value::from(items).to_string();
        let places = (
            scope.as_str(),
            column::integer(filter.before_seq.unwrap_or(u64::MAX)),
            filter.since.map_or(i64::MIN, Timestamp::as_millis),
            list(nodes.collect()),
            list(fields.collect()),
            column::page(limit),
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map(places, |row| {
            let (seq, change) = change_of_row(row)?;
            Ok(ListedChange { seq, change, by: row.get(9)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Changes of these fields of an account's templates from a moment on, newest first.
    pub fn template_changes(
        &self,
        scope: &TenantScope,
        waba: &WabaId,
        fields: &[&str],
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<Change>, StoreError> {
        // The account's templates come first, so that what other accounts went through is not
        // walked through.
        let sql = "SELECT c.seq, c.kind, c.node_id, c.field, c.before, c.after, c.at_ms, c.how, \
                   c.evidence FROM replica r CROSS JOIN change c ON c.tenant_id = r.tenant_id \
                   AND c.kind = r.kind AND c.node_id = r.node_id \
                   WHERE r.tenant_id = ?1 AND r.waba_id = ?2 AND r.kind = ?3 AND c.at_ms >= ?4 \
                   AND c.field IN (SELECT value FROM json_each(?5)) ORDER BY c.seq DESC LIMIT ?6";
        let places = (
            scope.as_str(),
            waba.as_str(),
            NodeKind::MessageTemplate.as_str(),
            since.as_millis(),
            column::to_json(&fields)?,
            column::page(limit),
        );
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map(places, change_of_row)?;
        Ok(rows.map(|row| row.map(|(_, change)| change)).collect::<Result<_, _>>()?)
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
        self.insert_change(scope, change, item_key, None)
    }

    /// Adds a change that was a person's doing; answers its sequence number.
    pub fn add_change_by(
        &self,
        scope: &TenantScope,
        change: &Change,
        person: &PersonId,
    ) -> Result<u64, StoreError> {
        self.insert_change(scope, change, None, Some(person))
    }

    fn insert_change(
        &self,
        scope: &TenantScope,
        change: &Change,
        item_key: Option<&str>,
        person: Option<&PersonId>,
    ) -> Result<u64, StoreError> {
        let sql = "INSERT INTO change (tenant_id, kind, node_id, field, before, after, at_ms, \
                   how, evidence, item_key, person_id) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING seq";
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
            person.map(PersonId::as_str),
        );
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| column::count(row, 0))?)
    }
}
