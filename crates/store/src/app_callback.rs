//! What is known of an app's callback: the address that this installation gave Meta last, and the word
//! that another program's may be replaced. Both belong to the installation and not to a tenant.

use domain::Timestamp;
use meta::AppId;
use rusqlite::OptionalExtension;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;

/// The word that an address may be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackConsent {
    /// The address that loses the app's webhooks, without what may be a secret in it.
    pub replaces: String,
    /// Who gave it; `None` when the command line did.
    pub person: Option<PersonId>,
    /// The name of who gave it.
    pub person_name: Option<String>,
    /// When.
    pub given_at: Timestamp,
}

impl LedgerRead<'_> {
    /// The address that this installation gave Meta last for an app; `None` before the first time.
    pub fn callback_of_before(&self, app: &AppId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT url FROM app_callback WHERE app_id = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([app.as_str()], |row| row.get(0)).optional()?)
    }

    /// The word that another program's address of an app may be replaced, while it is not done.
    pub fn callback_consent(&self, app: &AppId) -> Result<Option<CallbackConsent>, StoreError> {
        let sql = "SELECT c.replaces, c.person_id, p.name, c.given_at_ms FROM callback_consent c \
                   LEFT JOIN person p ON p.person_id = c.person_id WHERE c.app_id = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row([app.as_str()], |row| {
            Ok(CallbackConsent {
                replaces: row.get(0)?,
                person: row.get::<_, Option<String>>(1)?.map(PersonId::new),
                person_name: row.get(2)?,
                given_at: column::time(row, 3)?,
            })
        });
        Ok(found.optional()?)
    }
}

impl LedgerTx<'_> {
    /// Notes that Meta sends an app's webhooks to this address of the installation.
    pub fn note_callback(&self, app: &AppId, url: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO app_callback (app_id, url, noted_at_ms) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (app_id) DO UPDATE SET url = excluded.url, \
                   noted_at_ms = excluded.noted_at_ms";
        self.conn().prepare_cached(sql)?.execute((app.as_str(), url, now.as_millis()))?;
        Ok(())
    }

    /// Keeps the word that an address may be replaced, over the one before.
    pub fn keep_callback_consent(
        &self,
        app: &AppId,
        replaces: &str,
        person: Option<&PersonId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO callback_consent (app_id, replaces, person_id, given_at_ms) \
                   VALUES (?1, ?2, ?3, ?4) ON CONFLICT (app_id) DO UPDATE SET \
                   replaces = excluded.replaces, person_id = excluded.person_id, \
                   given_at_ms = excluded.given_at_ms";
        let values = (app.as_str(), replaces, person.map(PersonId::as_str), now.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Drops the word, done or void.
    pub fn drop_callback_consent(&self, app: &AppId) -> Result<(), StoreError> {
        let sql = "DELETE FROM callback_consent WHERE app_id = ?1";
        self.conn().prepare_cached(sql)?.execute([app.as_str()])?;
        Ok(())
    }
}
