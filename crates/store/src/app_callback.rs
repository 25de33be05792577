//! What is known of an app's callback: the address that this installation gave Meta last, and the word
//! that another program's may be replaced. The address belongs to the app, of which Meta keeps one; the
//! word to the callback that it is about, the installation's or the door of a tenant's app.

use domain::Timestamp;
use meta::AppId;
use rusqlite::OptionalExtension;

use crate::by_hand::ByHand;
use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::tenant::TenantId;

/// A callback of this Farol: of an app, and the door's where it is not the installation's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackOf {
    /// The app.
    pub app: AppId,
    /// The door; `None` for the installation's callback.
    pub door: Option<ByHand>,
}

impl CallbackOf {
    /// The part of the key that tells the door; empty for the installation's.
    fn door_key(&self) -> &str {
        self.door.as_ref().map_or("", |door| door.id.as_str())
    }
}

/// The word that an address may be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackConsent {
    /// The address that loses the app's webhooks, without what may be a secret in it.
    pub replaces: String,
    /// Keyed hash of the whole address.
    pub mark: String,
    /// Who gave it; `None` when the command line did.
    pub person: Option<PersonId>,
    /// The name of who gave it.
    pub person_name: Option<String>,
    /// When.
    pub given_at: Timestamp,
    /// When Meta said yes to what it was given for, and did not show it yet.
    pub done_at: Option<Timestamp>,
}

/// A word that is to be kept.
#[derive(Clone, Debug)]
pub struct NewCallbackConsent {
    /// The address that loses the app's webhooks, without what may be a secret in it.
    pub replaces: String,
    /// Keyed hash of the whole address.
    pub mark: String,
    /// Who gives it; `None` when the command line does.
    pub person: Option<PersonId>,
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

    /// The word that another program's address may be replaced, while it is not done.
    pub fn callback_consent(&self, of: &CallbackOf) -> Result<Option<CallbackConsent>, StoreError> {
        let sql = "SELECT c.replaces, c.mark, c.person_id, p.name, c.given_at_ms, c.done_at_ms \
                   FROM callback_consent c LEFT JOIN person p ON p.person_id = c.person_id \
                   WHERE c.app_id = ?1 AND c.door = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let found = statement.query_row([of.app.as_str(), of.door_key()], |row| {
            Ok(CallbackConsent {
                replaces: row.get(0)?,
                mark: row.get(1)?,
                person: row.get::<_, Option<String>>(2)?.map(PersonId::new),
                person_name: row.get(3)?,
                given_at: column::time(row, 4)?,
                done_at: column::maybe_time(row, 5)?,
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
        of: &CallbackOf,
        new: &NewCallbackConsent,
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO callback_consent \
                   (app_id, door, tenant_id, replaces, mark, person_id, given_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.conn().prepare_cached(sql)?.execute((
            of.app.as_str(),
            of.door_key(),
            of.door.as_ref().map(|door| TenantId::as_str(&door.tenant)),
            &new.replaces,
            &new.mark,
            new.person.as_ref().map(PersonId::as_str),
            new.given_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Notes that Meta said yes to what the word was given for, and did not show it yet.
    pub fn note_callback_done(&self, of: &CallbackOf, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE callback_consent SET done_at_ms = ?3 WHERE app_id = ?1 AND door = ?2";
        let values = (of.app.as_str(), of.door_key(), now.as_millis());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Drops the word, done or void.
    pub fn drop_callback_consent(&self, of: &CallbackOf) -> Result<(), StoreError> {
        let sql = "DELETE FROM callback_consent WHERE app_id = ?1 AND door = ?2";
        self.conn().prepare_cached(sql)?.execute([of.app.as_str(), of.door_key()])?;
        Ok(())
    }

    /// Forgets every address that Meta was given and every word about another's: a copy of the data
    /// does not know whether they are its own.
    pub(crate) fn forget_callbacks(&self) -> Result<(), StoreError> {
        self.conn().execute("DELETE FROM app_callback", [])?;
        self.conn().execute("DELETE FROM callback_consent", [])?;
        Ok(())
    }
}
