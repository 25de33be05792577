//! Notices: what deserves attention, until when, who took it up, and how far each person has looked.

use domain::notice::{EndedBy, Held, Kind, Notice, Standing, Told};
use domain::{Node, Timestamp};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};
use serde_json::Value;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::TenantScope;

/// A notice as kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptNotice {
    /// Its sequence number: newer is higher.
    pub seq: u64,
    /// The notice; its level may be lower than when it was told.
    pub notice: Notice,
    /// When it was told.
    pub opened_at: Timestamp,
    /// When its cause was reported gone; never for a moment.
    pub resolved_at: Option<Timestamp>,
    /// By what it ended, where Meta reported nothing.
    pub ended_by: Option<EndedBy>,
    /// Who took it up, and when.
    pub acked: Option<Acked>,
}

impl KeptNotice {
    /// Whether its cause still holds, as far as is known.
    pub fn is_open(&self) -> bool {
        self.notice.standing != Standing::Moment && self.resolved_at.is_none()
    }
}

/// Who took a notice up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acked {
    /// Who.
    pub person: PersonId,
    /// The person's name; `None` once the person is gone.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Which notices are asked for.
#[derive(Clone, Debug, Default)]
pub struct NoticeFilter {
    /// Whether they are open; `None` for both.
    pub is_open: Option<bool>,
    /// Of these kinds; `None` for all.
    pub kinds: Option<Vec<Kind>>,
    /// Of this account, or of no account; `None` for every account.
    pub waba: Option<String>,
    /// Before this sequence number.
    pub before_seq: Option<u64>,
}

const COLUMNS: &str = "n.seq, n.kind, n.node_kind, n.node_id, n.waba_id, n.cause, n.level, \
                       n.detail, n.at_ms, n.opened_at_ms, n.resolved_at_ms, n.acked_at_ms, \
                       nullif(p.name, ''), n.acked_by, n.ended_by";

fn kind_of_row(row: &Row<'_>, index: usize) -> rusqlite::Result<Kind> {
    let word: String = row.get(index)?;
    let unknown = || column::damaged(index, Type::Text, format!("{word} is no kind of notice"));
    Kind::parse(&word).ok_or_else(unknown)
}

fn kept_of_row(row: &Row<'_>) -> rusqlite::Result<KeptNotice> {
    let notice = Notice {
        kind: kind_of_row(row, 1)?,
        node: column::node(row, 2, 3)?,
        waba: row.get(4)?,
        cause: row.get(5)?,
        standing: Standing::of_level(row.get(6)?),
        detail: column::json(row, 7)?,
        at: column::time(row, 8)?,
    };
    let acked_at = column::maybe_time(row, 11)?;
    let by: Option<String> = row.get(12)?;
    let person: Option<String> = row.get(13)?;
    Ok(KeptNotice {
        seq: column::count(row, 0)?,
        notice,
        opened_at: column::time(row, 9)?,
        resolved_at: column::maybe_time(row, 10)?,
        ended_by: row.get::<_, Option<String>>(14)?.as_deref().and_then(EndedBy::parse),
        acked: acked_at.zip(person).map(|(at, id)| Acked { person: PersonId::new(id), by, at }),
    })
}

fn words(kinds: &[Kind]) -> Result<String, StoreError> {
    column::to_json(&kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>())
}

/// What a filter asks for, of a tenant at place 1 and with [`places`] from place 2 on.
fn condition(filter: &NoticeFilter) -> String {
    const OPEN: &str = "n.resolved_at_ms IS NULL AND n.level > 0";
    let open = match filter.is_open {
        Some(true) => format!("AND {OPEN}"),
        Some(false) => format!("AND NOT ({OPEN})"),
        None => String::new(),
    };
    let kinds = match &filter.kinds {
        Some(_) => "AND n.kind IN (SELECT value FROM json_each(?3))",
        None => "AND ?3 IS NOT NULL",
    };
    let waba = match &filter.waba {
        Some(_) => "AND (n.waba_id IS NULL OR n.waba_id = ?4)",
        None => "AND ?4 IS NULL",
    };
    format!("n.tenant_id = ?1 AND n.seq < ?2 {kinds} {waba} {open}")
}

/// The sequence number, the kinds and the account of a filter.
fn places(filter: &NoticeFilter) -> Result<(i64, String, Option<&str>), StoreError> {
    let before = column::integer(filter.before_seq.unwrap_or(u64::MAX));
    let kinds = words(filter.kinds.as_deref().unwrap_or_default())?;
    Ok((before, kinds, filter.waba.as_deref()))
}

impl LedgerRead<'_> {
    /// Whether a cause was told.
    pub fn is_told(&self, scope: &TenantScope, cause: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM notice WHERE tenant_id = ?1 AND cause = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row((scope.as_str(), cause), |row| column::count(row, 0))? > 0)
    }

    /// The notice of a kind that is open of a node.
    pub fn open_notice(
        &self,
        scope: &TenantScope,
        kind: Kind,
        node: &Node,
    ) -> Result<Option<Held>, StoreError> {
        let sql = "SELECT seq, level, at_ms FROM notice WHERE tenant_id = ?1 AND node_kind = ?2 \
                   AND node_id = ?3 AND kind = ?4 AND resolved_at_ms IS NULL AND level > 0 \
                   ORDER BY seq DESC LIMIT 1";
        let key = (scope.as_str(), node.kind.as_str(), &node.id, kind.as_str());
        let mut statement = self.conn().prepare_cached(sql)?;
        let held = statement.query_row(key, |row| {
            Ok(Held { seq: column::count(row, 0)?, level: row.get(1)?, at: column::time(row, 2)? })
        });
        Ok(held.optional()?)
    }

    /// When the last notice of a kind and node was reported gone.
    pub fn notice_ended_at(
        &self,
        scope: &TenantScope,
        kind: Kind,
        node: &Node,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(resolved_at_ms) FROM notice WHERE tenant_id = ?1 \
                   AND node_kind = ?2 AND node_id = ?3 AND kind = ?4";
        let key = (scope.as_str(), node.kind.as_str(), &node.id, kind.as_str());
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row(key, |row| column::maybe_time(row, 0))?)
    }

    /// The last notice of these kinds about a node: what Meta then reported, and when.
    pub fn last_told(
        &self,
        scope: &TenantScope,
        kinds: &[Kind],
        node: &Node,
    ) -> Result<Option<Told>, StoreError> {
        let sql = "SELECT detail, at_ms FROM notice INDEXED BY notice_of_node \
                   WHERE tenant_id = ?1 AND node_kind = ?2 AND node_id = ?3 \
                   AND kind IN (SELECT value FROM json_each(?4)) ORDER BY seq DESC LIMIT 1";
        let key = (scope.as_str(), node.kind.as_str(), &node.id, words(kinds)?);
        let mut statement = self.conn().prepare_cached(sql)?;
        let told = statement.query_row(key, |row| {
            let mut detail: Value = column::json(row, 0)?;
            let after = detail.get_mut("after").map_or(Value::Null, Value::take);
            Ok(Told { after, at: column::time(row, 1)? })
        });
        Ok(told.optional()?)
    }

    /// The tenant's notices that a filter asks for, newest first.
    pub fn notices(
        &self,
        scope: &TenantScope,
        filter: &NoticeFilter,
        limit: usize,
    ) -> Result<Vec<KeptNotice>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notice n LEFT JOIN person p ON p.person_id = n.acked_by \
             WHERE {} ORDER BY n.seq DESC LIMIT ?5",
            condition(filter)
        );
        let (before, kinds, waba) = places(filter)?;
        let places = (scope.as_str(), before, kinds, waba, column::page(limit));
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map(places, kept_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many of the tenant's notices a filter asks for.
    pub fn notice_count(
        &self,
        scope: &TenantScope,
        filter: &NoticeFilter,
    ) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM notice n WHERE {}", condition(filter));
        let (before, kinds, waba) = places(filter)?;
        let places = (scope.as_str(), before, kinds, waba);
        let mut statement = self.conn().prepare_cached(&sql)?;
        Ok(statement.query_row(places, |row| column::count(row, 0))?)
    }

    /// The tenant's notices of these sequence numbers, oldest first; what is no longer kept is
    /// left out.
    pub fn notices_of(
        &self,
        scope: &TenantScope,
        seqs: &[u64],
    ) -> Result<Vec<KeptNotice>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notice n LEFT JOIN person p ON p.person_id = n.acked_by \
             WHERE n.tenant_id = ?1 AND n.seq IN (SELECT value FROM json_each(?2)) ORDER BY n.seq"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map((scope.as_str(), column::to_json(&seqs)?), kept_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How far a person has looked at the tenant's notices; 0 before the first look.
    pub fn notices_seen(&self, scope: &TenantScope, person: &PersonId) -> Result<u64, StoreError> {
        let sql = "SELECT seq FROM notice_seen WHERE tenant_id = ?1 AND person_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let seen = statement
            .query_row((scope.as_str(), person.as_str()), |row| column::count(row, 0))
            .optional()?;
        Ok(seen.unwrap_or(0))
    }

    /// How many of the tenant's notices of these kinds a person has neither looked at nor taken up.
    pub fn notices_unread(
        &self,
        scope: &TenantScope,
        person: &PersonId,
        kinds: &[Kind],
    ) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM notice WHERE tenant_id = ?1 AND seq > ?2 \
                   AND kind IN (SELECT value FROM json_each(?3)) AND acked_by IS NOT ?4";
        let seen = column::integer(self.notices_seen(scope, person)?);
        let mut statement = self.conn().prepare_cached(sql)?;
        let places = (scope.as_str(), seen, words(kinds)?, person.as_str());
        Ok(statement.query_row(places, |row| column::count(row, 0))?)
    }

    /// The latest moment that any notice keeps; `None` without notices.
    pub fn last_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(max(at_ms, coalesce(resolved_at_ms, at_ms))) FROM notice";
        Ok(self.conn().prepare_cached(sql)?.query_row([], |row| column::maybe_time(row, 0))?)
    }
}

impl LedgerTx<'_> {
    /// Adds a notice; answers its sequence number. Errors: `Constraint` when its cause was told.
    pub fn add_notice(
        &self,
        scope: &TenantScope,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = "INSERT INTO notice (tenant_id, kind, node_kind, node_id, waba_id, cause, level, \
                   detail, at_ms, opened_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
                   RETURNING seq";
        let values = (
            scope.as_str(),
            notice.kind.as_str(),
            notice.node.kind.as_str(),
            &notice.node.id,
            &notice.waba,
            &notice.cause,
            notice.standing.level(),
            column::to_json(&notice.detail)?,
            notice.at.as_millis(),
            now.as_millis(),
        );
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row(values, |row| column::count(row, 0))?)
    }

    /// Ends an open notice: its cause was reported gone at that moment.
    pub fn resolve_notice(
        &self,
        scope: &TenantScope,
        seq: u64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET resolved_at_ms = ?3 \
                   WHERE tenant_id = ?1 AND seq = ?2 AND resolved_at_ms IS NULL AND level > 0";
        let values = (scope.as_str(), column::integer(seq), at.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Sets how gravely an open notice holds.
    pub fn ease_notice(&self, scope: &TenantScope, seq: u64, level: u8) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET level = ?3 \
                   WHERE tenant_id = ?1 AND seq = ?2 AND resolved_at_ms IS NULL AND level > 0";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), column::integer(seq), level))?;
        Ok(())
    }

    /// Notes who takes a notice up; whether nobody had.
    pub fn acknowledge_notice(
        &self,
        scope: &TenantScope,
        seq: u64,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE notice SET acked_by = ?3, acked_at_ms = ?4 \
                   WHERE tenant_id = ?1 AND seq = ?2 AND acked_at_ms IS NULL";
        let values = (scope.as_str(), column::integer(seq), person.as_str(), now.as_millis());
        Ok(self.conn().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// Notes that a person has looked at the tenant's notices up to this one; never back.
    pub fn see_notices(
        &self,
        scope: &TenantScope,
        person: &PersonId,
        seq: u64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO notice_seen (tenant_id, person_id, seq) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (tenant_id, person_id) DO UPDATE SET seq = max(seq, excluded.seq)";
        let values = (scope.as_str(), person.as_str(), column::integer(seq));
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Brings every notice ahead of `now` back to it: the clock was turned back, and what is heard
    /// from now on must count as later.
    pub fn rewind_notices(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET at_ms = min(at_ms, ?1), \
                   resolved_at_ms = min(resolved_at_ms, ?1) \
                   WHERE max(at_ms, coalesce(resolved_at_ms, at_ms)) > ?1";
        self.conn().prepare_cached(sql)?.execute([now.as_millis()])?;
        Ok(())
    }
}
