//! Erasures: that somebody was erased, in keyed hashes that nobody can turn back, and how far it came.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::{hmac, rand};
use domain::Timestamp;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::column;
use crate::error::StoreError;
use crate::ledger::{LedgerRead, LedgerTx};
use crate::person::PersonId;
use crate::seal::SealError;
use crate::secret::Secret;
use crate::session::TokenHash;
use crate::tenant::{TenantId, TenantScope};

/// The named secret of the installation that the hashes are made with.
const KEY: &str = "erasure/key";

/// What is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErasureKind {
    /// A WhatsApp user, from one tenant's traffic.
    User,
    /// A person who signs in.
    Person,
    /// A tenant with everything of it.
    Tenant,
    /// A person who signed in with Facebook, as Meta names them to the app.
    FacebookUser,
    /// A tenant's data keys, with everything that they sealed.
    Keys,
}

impl ErasureKind {
    const ALL: [Self; 5] = [Self::User, Self::Person, Self::Tenant, Self::FacebookUser, Self::Keys];

    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "whatsapp_user",
            Self::Person => "person",
            Self::Tenant => "tenant",
            Self::FacebookUser => "facebook_user",
            Self::Keys => "keys",
        }
    }

    /// The kind of a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// An erasure as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Its id: a short name that says nothing.
    pub id: String,
    /// Whose rows it is about; `None` for the whole installation.
    pub tenant: Option<TenantId>,
    /// What is erased.
    pub kind: ErasureKind,
    /// Keyed hashes of everything that it is known by.
    pub hashes: BTreeSet<String>,
    /// Hash of the code by which anybody who has it may ask how far it is.
    pub code: TokenHash,
    /// Who asked; `None` for Meta.
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_at: Timestamp,
    /// How far it came: a document of the caller's; `null` at the start.
    pub place: Value,
    /// What went, by kind of row.
    pub outcome: BTreeMap<String, u64>,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// The key of the hashes. It never leaves the process.
#[derive(Clone)]
pub struct ErasureKey(hmac::Key);

impl ErasureKey {
    fn of(secret: &Secret) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes()))
    }

    /// The keyed hash of one thing that somebody is known by, in hexadecimal; the same text hashes
    /// otherwise for another tenant and for another kind of thing.
    pub fn hash(&self, tenant: Option<&TenantId>, kind: &str, text: &str) -> String {
        let tenant = tenant.map_or("", TenantId::as_str);
        self.mac(&[tenant.as_bytes(), kind.as_bytes(), text.as_bytes()])
    }

    /// A keyed hash over parts, each told apart from the next.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        meta::hex::hex(context.sign())
    }
}

fn erasure_of_row(row: &Row<'_>) -> rusqlite::Result<Erasure> {
    let word: String = row.get(2)?;
    let unknown = || column::damaged(2, Type::Text, format!("{word} is no kind of erasure"));
    Ok(Erasure {
        id: row.get(0)?,
        tenant: row.get::<_, Option<String>>(1)?.map(TenantId::new),
        kind: ErasureKind::parse(&word).ok_or_else(unknown)?,
        hashes: column::json(row, 3)?,
        code: TokenHash::stored(row.get(4)?),
        asked_by: row.get::<_, Option<String>>(5)?.map(PersonId::new),
        asked_at: column::time(row, 6)?,
        place: column::json(row, 7)?,
        outcome: column::json(row, 8)?,
        done_at: column::maybe_time(row, 9)?,
    })
}

const COLUMNS: &str = "erasure_id, tenant_id, kind, hashes, code_hash, asked_by, asked_at_ms, \
                       place, outcome, done_at_ms";

impl LedgerRead<'_> {
    /// The key of the hashes; `None` before it was first needed.
    pub fn erasure_key(&self) -> Result<Option<ErasureKey>, StoreError> {
        let secret = self.secret(&TenantScope::installation(), KEY)?;
        Ok(secret.as_ref().map(ErasureKey::of))
    }

    /// The oldest erasure that is not done.
    pub fn open_erasure(&self) -> Result<Option<Erasure>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM erasure WHERE done_at_ms IS NULL \
             ORDER BY asked_at_ms, erasure_id LIMIT 1"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        Ok(statement.query_row([], erasure_of_row).optional()?)
    }

    /// The erasure of a code.
    pub fn erasure_of_code(&self, code: TokenHash) -> Result<Option<Erasure>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM erasure WHERE code_hash = ?1");
        let mut statement = self.conn().prepare_cached(&sql)?;
        Ok(statement.query_row([code.bytes()], erasure_of_row).optional()?)
    }

    /// The tenant's erasures, newest first.
    pub fn erasures(&self, scope: &TenantScope, limit: usize) -> Result<Vec<Erasure>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM erasure WHERE tenant_id = ?1 \
             ORDER BY asked_at_ms DESC, erasure_id LIMIT ?2"
        );
        let mut statement = self.conn().prepare_cached(&sql)?;
        let page = (scope.as_str(), column::page(limit));
        let rows = statement.query_map(page, erasure_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every erasure, oldest first: people ask for few.
    pub fn all_erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM erasure ORDER BY asked_at_ms, erasure_id");
        let mut statement = self.conn().prepare_cached(&sql)?;
        let rows = statement.query_map([], erasure_of_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl LedgerTx<'_> {
    /// The key of the hashes, made when it is not there.
    pub fn make_erasure_key(&self) -> Result<ErasureKey, StoreError> {
        if let Some(key) = self.erasure_key()? {
            return Ok(key);
        }
        let mut random = Zeroizing::new([0_u8; 32]);
        rand::fill(random.as_mut_slice()).map_err(|_| SealError::Cipher)?;
        let secret = Secret::new(meta::hex::hex(random.as_slice()));
        self.save_secret(&TenantScope::installation(), KEY, &secret)?;
        Ok(ErasureKey::of(&secret))
    }

    /// Keeps an erasure; one of that id stays as it is. Answers whether it is new.
    pub fn add_erasure(&self, erasure: &Erasure) -> Result<bool, StoreError> {
        let sql = "INSERT INTO erasure (erasure_id, tenant_id, kind, hashes, code_hash, \
                   asked_by, asked_at_ms, place, outcome, done_at_ms) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING";
        let added = self.conn().prepare_cached(sql)?.execute((
            &erasure.id,
            erasure.tenant.as_ref().map(TenantId::as_str),
            erasure.kind.as_str(),
            column::to_json(&erasure.hashes)?,
            erasure.code.bytes(),
            erasure.asked_by.as_ref().map(PersonId::as_str),
            erasure.asked_at.as_millis(),
            column::to_json(&erasure.place)?,
            column::to_json(&erasure.outcome)?,
            erasure.done_at.map(Timestamp::as_millis),
        ))?;
        Ok(added > 0)
    }

    /// Keeps how far an erasure came, and by what else its person turned out to be known.
    pub fn save_erasure(&self, erasure: &Erasure) -> Result<(), StoreError> {
        let sql = "UPDATE erasure SET hashes = ?2, place = ?3, outcome = ?4, done_at_ms = ?5 \
                   WHERE erasure_id = ?1";
        self.conn().prepare_cached(sql)?.execute((
            &erasure.id,
            column::to_json(&erasure.hashes)?,
            column::to_json(&erasure.place)?,
            column::to_json(&erasure.outcome)?,
            erasure.done_at.map(Timestamp::as_millis),
        ))?;
        Ok(())
    }
}
