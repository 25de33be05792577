//! Rows in which a WhatsApp user may stand, kind by kind: gone through whole when one is erased, as
//! only hashes of who it is are at hand.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, params_from_iter};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::TenantId;

/// A kind of row in which a user may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// What became of messages to the user.
    Delivery,
    /// When the user wrote.
    Wrote,
    /// That the user counts towards a limit.
    Reached,
    /// By which ids the user is known.
    SameUser,
    /// Which of the user's items took effect.
    Applied,
    /// The user's items that wait for their account.
    Waiting,
    /// The user's items that were put aside.
    Quarantined,
    /// Changes whose words name the user.
    Change,
    /// Notices whose words name the user.
    Notice,
}

/// What becomes of a row that names the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is about the user alone and goes.
    Goes,
    /// It stays, without the user.
    Stays,
}

/// A row, as who erases looks at it.
#[derive(Clone, Debug)]
pub struct TraceRow {
    key: Vec<Value>,
    /// Whose it is; `None` where the row does not say.
    pub tenant: Option<TenantId>,
    /// The texts in which a user may stand.
    pub texts: Vec<Option<String>>,
}

struct Table {
    name: &'static str,
    key: &'static [&'static str],
    has_tenant: bool,
    texts: &'static [&'static str],
}

impl Trace {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Delivery,
        Self::Wrote,
        Self::Reached,
        Self::SameUser,
        Self::Applied,
        Self::Waiting,
        Self::Quarantined,
        Self::Change,
        Self::Notice,
    ];

    /// What becomes of its rows.
    pub const fn fate(self) -> Fate {
        match self {
            Self::Delivery | Self::Wrote | Self::Reached | Self::SameUser => Fate::Goes,
            Self::Applied | Self::Waiting | Self::Quarantined | Self::Change | Self::Notice => {
                Fate::Stays
            }
        }
    }

    /// The word for outcomes.
    pub const fn as_str(self) -> &'static str {
        self.table().name
    }

    const fn table(self) -> Table {
        let (name, key, has_tenant, texts): (_, &'static [&'static str], _, _) = match self {
            Self::Delivery => (
                "delivery",
                &["tenant_id", "phone_number_id", "message_id"],
                true,
                &["message_id", "user_key", "user_id"] as &[_],
            ),
            Self::Wrote => (
                "wrote",
                &["tenant_id", "phone_number_id", "user_key", "at_ms"],
                true,
                &["user_key"] as &[_],
            ),
            Self::Reached => {
                ("reached", &["tenant_id", "business_id", "user_key"], true, &["user_key"] as &[_])
            }
            Self::SameUser => (
                "same_user",
                &["tenant_id", "business_id", "user_id"],
                true,
                &["user_id", "wa_id"] as &[_],
            ),
            Self::Applied => ("applied", &["key"], false, &["key"] as &[_]),
            Self::Waiting => ("waiting", &["key"], false, &["key"] as &[_]),
            Self::Quarantined => ("quarantined", &["key"], false, &["key", "reason"] as &[_]),
            Self::Change => {
                ("change", &["seq"], true, &["before", "after", "evidence", "item_key"] as &[_])
            }
            Self::Notice => ("notice", &["seq"], true, &["cause", "detail"] as &[_]),
        };
        Table { name, key, has_tenant, texts }
    }
}

impl Table {
    fn is_key(&self, parameter: usize) -> String {
        let places: Vec<String> =
            (parameter..).take(self.key.len()).map(|n| format!("?{n}")).collect();
        format!("({}) = ({})", self.key.join(", "), places.join(", "))
    }

    fn row(&self, row: &Row<'_>) -> rusqlite::Result<TraceRow> {
        let key = (0..self.key.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        let tenant = self.has_tenant.then(|| row.get::<_, String>(self.key.len())).transpose()?;
        let first = self.key.len() + 1;
        let text = |at: usize| match row.get_ref(at)? {
            ValueRef::Null => Ok(None),
            other => Ok(Some(other.as_str()?.to_owned())),
        };
        let texts =
            (first..first + self.texts.len()).map(text).collect::<Result<_, rusqlite::Error>>()?;
        Ok(TraceRow { key, tenant: tenant.map(TenantId::new), texts })
    }
}

impl LedgerRead<'_> {
    /// Rows of a kind after one of them, in the order of their keys; from the first without one.
    pub fn traces(
        &self,
        trace: Trace,
        after: Option<&TraceRow>,
        limit: usize,
    ) -> Result<Vec<TraceRow>, StoreError> {
        let table = trace.table();
        let key = table.key.join(", ");
        let tenant = if table.has_tenant { "tenant_id" } else { "NULL" };
        let texts = table.texts.join(", ");
        let places: Vec<String> = (2..).take(table.key.len()).map(|n| format!("?{n}")).collect();
        let narrowed = match after {
            Some(_) => format!("WHERE ({key}) > ({})", places.join(", ")),
            None => String::new(),
        };
        let sql = format!(
            "SELECT {key}, {tenant}, {texts} FROM {} {narrowed} ORDER BY {key} LIMIT ?1",
            table.name
        );
        let after = after.into_iter().flat_map(|row| row.key.iter().cloned());
        let values = std::iter::once(Value::Integer(column::page(limit))).chain(after);
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| table.row(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Removes a row.
    pub fn remove_trace(&self, trace: Trace, row: &TraceRow) -> Result<(), StoreError> {
        let table = trace.table();
        let sql = format!("DELETE FROM {} WHERE {}", table.name, table.is_key(1));
        self.conn().prepare_cached(&sql)?.execute(params_from_iter(&row.key))?;
        Ok(())
    }

    /// Writes a row's texts; the row goes when another has its key by then.
    pub fn rewrite_trace(
        &self,
        trace: Trace,
        row: &TraceRow,
        texts: &[Option<String>],
    ) -> Result<(), StoreError> {
        let table = trace.table();
        let set: Vec<String> =
            (1..).zip(table.texts).map(|(nth, name)| format!("{name} = ?{nth}")).collect();
        let sql = format!(
            "UPDATE OR IGNORE {} SET {} WHERE {}",
            table.name,
            set.join(", "),
            table.is_key(table.texts.len() + 1)
        );
        let as_value = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let values = texts.iter().map(as_value).chain(row.key.iter().cloned());
        let written = self.conn().prepare_cached(&sql)?.execute(params_from_iter(values))?;
        if written == 0 { self.remove_trace(trace, row) } else { Ok(()) }
    }

    /// Gives an item another key where what became of it is known by the old one, since its body
    /// changed; `None` forgets the item.
    pub fn rename_item(&self, old: &str, new: Option<&str>) -> Result<(), StoreError> {
        for table in ["applied", "waiting", "quarantined"] {
            let sql = format!("UPDATE OR IGNORE {table} SET key = ?2 WHERE key = ?1");
            if let Some(new) = new {
                self.conn().prepare_cached(&sql)?.execute((old, new))?;
            }
            let sql = format!("DELETE FROM {table} WHERE key = ?1");
            self.conn().prepare_cached(&sql)?.execute([old])?;
        }
        Ok(())
    }
}
