//! What an erasure does to rows and files: people and tenants go, bodies are written over, and
//! nothing of what went stays in free pages or in the write-ahead log.

use domain::Timestamp;
use rusqlite::Connection;
use rusqlite::limits::Limit;

use crate::error::StoreError;
use crate::inbox::Inbox;
use crate::ledger::{Ledger, LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::TenantScope;

/// Tables that keep a tenant's rows when it is erased: ids of ours, and nothing of anybody.
const KEPT: [&str; 3] = ["audit", "erasure", "tenant"];

impl Inbox {
    /// Writes bodies over; they keep their places and times. Those that went meanwhile stay away.
    pub async fn replace(&self, bodies: Vec<(u64, Vec<u8>)>) -> Result<(), StoreError> {
        let job = move |conn: &Connection| {
            let sql = "UPDATE body SET body = ?2 WHERE seq = ?1";
            let mut statement = conn.prepare_cached(sql)?;
            for (seq, body) in &bodies {
                statement.execute((crate::column::integer(*seq), body))?;
            }
            Ok(())
        };
        self.submit(job).await
    }

    /// Takes over what the write-ahead log holds and empties it; `false` while a reader needs it.
    pub async fn empty_log(&self) -> Result<bool, StoreError> {
        self.alone(empty_log).await
    }
}

impl Ledger {
    /// Writes the whole file anew, so that nothing stays in its free space, and empties the
    /// write-ahead log; `false` while a reader needs it. Writers wait meanwhile, readers do not.
    pub async fn compact(&self) -> Result<bool, StoreError> {
        let job = |conn: &Connection| {
            // The copy goes by way of a temporary file, which SQLite attaches; else no file can be.
            conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
            let done = conn
                .pragma_update(None, "temp_store", "FILE")
                .and_then(|()| conn.execute_batch("VACUUM"));
            conn.pragma_update(None, "temp_store", "MEMORY")?;
            conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
            done?;
            empty_log(conn)
        };
        self.alone(job).await
    }
}

fn empty_log(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
    Ok(conn.query_row(sql, [], |row| row.get::<_, bool>(0).map(|is_busy| !is_busy))?)
}

impl LedgerRead<'_> {
    /// How many owners a tenant has beside a person.
    pub fn other_owners(&self, scope: &TenantScope, person: &PersonId) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM membership \
                   WHERE tenant_id = ?1 AND role = 'owner' AND person_id <> ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), person.as_str());
        Ok(statement.query_row(key, |row| crate::column::count(row, 0))?)
    }

    /// How many people own the installation beside a person, and can come in: each has a part
    /// somewhere.
    pub fn other_installation_owners(&self, person: &PersonId) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM person p WHERE p.is_installation_owner \
                   AND p.person_id <> ?1 \
                   AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.person_id)";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([person.as_str()], |row| crate::column::count(row, 0))?)
    }

    /// Everyone who is not erased, by id.
    pub fn people_ids(&self) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT person_id FROM person WHERE email <> '~' || person_id ORDER BY person_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok(PersonId::new(row.get::<_, String>(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Erases a person, who is put out first: mails and choices go, and the name. An id stays where
    /// history names who did what, and the address is free again. Answers how many rows went.
    pub fn erase_person(&self, person: &PersonId, now: Timestamp) -> Result<u64, StoreError> {
        const OWN: [&str; 6] =
            ["notice_seen", "notice_rule", "notice_times", "mail", "situation", "callback_consent"];
        let put_out = self.put_out(person, now)?;
        let mut gone = 0;
        for table in OWN {
            let sql = format!("DELETE FROM {table} WHERE person_id = ?1");
            gone += self.conn().prepare_cached(&sql)?.execute([person.as_str()])?;
        }
        let sql = "UPDATE person SET email = '~' || person_id, name = '', language = NULL \
                   WHERE person_id = ?1";
        gone += self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX).saturating_add(put_out))
    }

    /// Removes every row of a tenant, its data keys first: what was sealed with them opens no more,
    /// wherever a copy of it is. Answers how many rows went.
    pub fn remove_tenant(&self, scope: &TenantScope) -> Result<u64, StoreError> {
        let mut gone = 0;
        let owned = self.tables_of_tenants()?;
        let first = owned.iter().filter(|table| *table == "data_key");
        let others = owned.iter().filter(|table| !["data_key"].contains(&table.as_str()));
        for table in first.chain(others).filter(|table| !KEPT.contains(&table.as_str())) {
            let sql = format!("DELETE FROM {table} WHERE tenant_id = ?1");
            gone += self.conn().prepare(&sql)?.execute([scope.as_str()])?;
        }
        let sql = "DELETE FROM tenant WHERE tenant_id = ?1";
        gone += self.conn().prepare_cached(sql)?.execute([scope.as_str()])?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }

    /// Every table whose rows belong to tenants, also those that come later.
    fn tables_of_tenants(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT t.name FROM sqlite_schema t WHERE t.type = 'table' AND EXISTS \
                   (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'tenant_id') \
                   ORDER BY t.name";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
