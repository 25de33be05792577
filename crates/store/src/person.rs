//! People and their part in each tenant. A person belongs to the installation, not to a tenant.

use std::fmt;

use domain::Timestamp;
use domain::role::Role;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::tenant::{TenantId, TenantScope};

/// A person's own id: random text made by the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(String);

impl PersonId {
    /// Wraps an id as the program made it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The id as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The address, in lower case.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// The Argon2id hash; `None` until a password is set.
    pub password_hash: Option<String>,
    /// The language chosen; `None` follows the browser.
    pub language: Option<String>,
    /// Whether the person sees what belongs to no tenant.
    pub is_installation_owner: bool,
    /// When the person was added.
    pub created_at: Timestamp,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.id)
    }
}

/// A person to add; the fields are those of [`Person`].
pub type NewPerson = Person;

/// A person's part in a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which tenant.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// The part.
    pub role: Role,
}

pub(crate) fn person_of_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: PersonId(row.get(0)?),
        email: row.get(1)?,
        name: row.get(2)?,
        password_hash: row.get(3)?,
        language: row.get(4)?,
        is_installation_owner: row.get(5)?,
        created_at: column::time(row, 6)?,
    })
}

/// The role of a row; one that this program does not know gives no rights, so it is an error.
pub(crate) fn role_of_row(row: &Row<'_>, index: usize) -> rusqlite::Result<Role> {
    let word: String = row.get(index)?;
    let unknown = || column::damaged(index, Type::Text, format!("{word} is not a role"));
    Role::parse(&word).ok_or_else(unknown)
}

/// Addresses are kept and compared in lower case.
pub(crate) fn address(email: &str) -> String {
    email.trim().to_lowercase()
}

impl LedgerRead<'_> {
    /// The person with that address, whatever its case.
    pub fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        let sql = "SELECT person_id, email, name, password_hash, language, \
                   is_installation_owner, created_at_ms FROM person WHERE email = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([address(email)], person_of_row).optional()?)
    }

    /// The person with that id.
    pub fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        let sql = "SELECT person_id, email, name, password_hash, language, \
                   is_installation_owner, created_at_ms FROM person WHERE person_id = ?1";
        let mut statement = self.conn().prepare_cached(sql)?;
        Ok(statement.query_row([id.as_str()], person_of_row).optional()?)
    }

    /// The tenants that a person has a part in, by name.
    pub fn memberships(&self, person: &PersonId) -> Result<Vec<Membership>, StoreError> {
        let sql = "SELECT m.tenant_id, t.name, m.role FROM membership m \
                   JOIN tenant t ON t.tenant_id = m.tenant_id \
                   WHERE m.person_id = ?1 ORDER BY t.name, m.tenant_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement.query_map([person.as_str()], |row| {
            Ok(Membership {
                tenant: TenantId::new(row.get::<_, String>(0)?),
                tenant_name: row.get(1)?,
                role: role_of_row(row, 2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A person's part in the tenant; `None` without one.
    pub fn role_of(
        &self,
        scope: &TenantScope,
        person: &PersonId,
    ) -> Result<Option<Role>, StoreError> {
        let sql = "SELECT role FROM membership WHERE tenant_id = ?1 AND person_id = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), person.as_str());
        Ok(statement.query_row(key, |row| role_of_row(row, 0)).optional()?)
    }

    /// How many owners the tenant has.
    pub fn owner_count(&self, scope: &TenantScope) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM membership WHERE tenant_id = ?1 AND role = ?2";
        let mut statement = self.conn().prepare_cached(sql)?;
        let key = (scope.as_str(), Role::Owner.as_str());
        Ok(statement.query_row(key, |row| column::count(row, 0))?)
    }

    /// The tenant's people and their parts, by name.
    pub fn members(&self, scope: &TenantScope) -> Result<Vec<(Person, Role)>, StoreError> {
        let sql = "SELECT p.person_id, p.email, p.name, p.password_hash, p.language, \
                   p.is_installation_owner, p.created_at_ms, m.role FROM membership m \
                   JOIN person p ON p.person_id = m.person_id \
                   WHERE m.tenant_id = ?1 ORDER BY p.name, p.person_id";
        let mut statement = self.conn().prepare_cached(sql)?;
        let rows = statement
            .query_map([scope.as_str()], |row| Ok((person_of_row(row)?, role_of_row(row, 7)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// Adds a person. Errors: `Constraint` when the address or the id is taken.
    pub fn add_person(&self, person: &NewPerson) -> Result<(), StoreError> {
        let sql = "INSERT INTO person (person_id, email, name, password_hash, language, \
                   is_installation_owner, created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.conn().prepare_cached(sql)?.execute((
            person.id.as_str(),
            address(&person.email),
            &person.name,
            &person.password_hash,
            &person.language,
            person.is_installation_owner,
            person.created_at.as_millis(),
        ))?;
        Ok(())
    }

    /// Sets a password's hash, and ends the person's sessions and the links that would open another.
    ///
    /// Errors: `NotFound`.
    pub fn set_password(&self, person: &PersonId, hash: &str) -> Result<(), StoreError> {
        let sql = "UPDATE person SET password_hash = ?2 WHERE person_id = ?1";
        let found = self.conn().prepare_cached(sql)?.execute((person.as_str(), hash))?;
        refuse_absent(found, person)?;
        let sql = "DELETE FROM login_link WHERE person_id = ?1 AND used_at_ms IS NULL";
        self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        self.drop_password_links(person)?;
        self.close_sessions_of(person)
    }

    /// Lets a person see what belongs to no tenant. Errors: `NotFound`.
    pub fn make_installation_owner(&self, person: &PersonId) -> Result<(), StoreError> {
        let sql = "UPDATE person SET is_installation_owner = 1 WHERE person_id = ?1";
        let found = self.conn().prepare_cached(sql)?.execute([person.as_str()])?;
        refuse_absent(found, person)
    }

    /// Sets the language that a person chose. Errors: `NotFound`.
    pub fn set_language(&self, person: &PersonId, language: &str) -> Result<(), StoreError> {
        let sql = "UPDATE person SET language = ?2 WHERE person_id = ?1";
        let found = self.conn().prepare_cached(sql)?.execute((person.as_str(), language))?;
        refuse_absent(found, person)
    }

    /// Gives a person a part in the tenant, over the one held. It counts from the next request.
    pub fn add_membership(
        &self,
        scope: &TenantScope,
        person: &PersonId,
        role: Role,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO membership (tenant_id, person_id, role) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (tenant_id, person_id) DO UPDATE SET role = excluded.role";
        let values = (scope.as_str(), person.as_str(), role.as_str());
        self.conn().prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Takes a person's part in the tenant away; the person's sessions there end.
    pub fn remove_membership(
        &self,
        scope: &TenantScope,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM membership WHERE tenant_id = ?1 AND person_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), person.as_str()))?;
        let sql = "DELETE FROM session WHERE tenant_id = ?1 AND person_id = ?2";
        self.conn().prepare_cached(sql)?.execute((scope.as_str(), person.as_str()))?;
        Ok(())
    }
}

fn refuse_absent(found: usize, person: &PersonId) -> Result<(), StoreError> {
    if found == 0 {
        return Err(StoreError::NotFound { what: format!("person {person}") });
    }
    Ok(())
}
