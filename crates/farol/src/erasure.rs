//! Erasure: of a WhatsApp user, of a person of the console, of a tenant or of its keys alone, of whom
//! Meta asks it for.
//!
//! It is kept before it is done, in the ledger and in a journal beside it, as keyed hashes of who it
//! is: a kill loses none, and a restored backup is erased again. The work itself is in batches, each
//! of which may be done twice.

mod bodies;
mod keys;
mod owners;
mod recent;
mod rows;
mod step;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use domain::Timestamp;
use domain::audit::Action;
use meta::identifier::Identifier;
use serde_json::{Value, json};
use store::{
    Erasure, ErasureKey, ErasureKind, LedgerRead, LedgerTx, NewAudit, PersonId, Store, StoreError,
    TenantId, TokenHash,
};

pub use keys::shred;
pub use recent::Erasures;
pub(crate) use step::{Reached, asks_meta, know_recent, late, step};

use crate::app::App;

/// What of a restored folder was erased again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Erasures of the journal.
    pub entries: u64,
    /// Those that this folder did not have done, and has now.
    pub again: u64,
    /// Lines that were not written with this ledger's key or can't be read; nothing was done by them.
    pub foreign: u64,
}

impl Replayed {
    /// Whether there was a journal, and no line of it was this ledger's.
    pub const fn is_anothers(&self) -> bool {
        self.entries == 0 && self.foreign > 0
    }
}

/// Who asks, and for what.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Whose rows it is about; `None` for the whole installation.
    pub tenant: Option<TenantId>,
    /// Who is erased.
    pub who: Who,
    /// Who asked; `None` for Meta and for the command line.
    pub by: Option<PersonId>,
    /// By which the one who asks may look how far it is.
    pub code: String,
}

/// Who is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A WhatsApp user, or a person at Facebook.
    Known(Identifier),
    /// A person of the console.
    Person(PersonId),
    /// The tenant itself.
    Tenant(TenantId),
    /// The tenant's data keys, with everything that they sealed.
    Keys(TenantId),
}

impl Who {
    const fn kind(&self) -> ErasureKind {
        match self {
            Self::Known(Identifier::Facebook(_)) => ErasureKind::FacebookUser,
            Self::Known(Identifier::Phone(_) | Identifier::User(_)) => ErasureKind::User,
            Self::Person(_) => ErasureKind::Person,
            Self::Tenant(_) => ErasureKind::Tenant,
            Self::Keys(_) => ErasureKind::Keys,
        }
    }

    /// The keyed hash by which it is found again.
    fn hash(&self, key: &ErasureKey, tenant: Option<&TenantId>) -> String {
        match self {
            Self::Known(id) => wanted::hash(key, tenant, id),
            Self::Person(person) => person_hash(key, person),
            Self::Tenant(tenant) | Self::Keys(tenant) => tenant_hash(key, tenant),
        }
    }
}

fn person_hash(key: &ErasureKey, person: &PersonId) -> String {
    key.hash(None, "person", person.as_str())
}

fn tenant_hash(key: &ErasureKey, tenant: &TenantId) -> String {
    key.hash(None, "tenant", tenant.as_str())
}

/// Keeps an erasure and has it begun; on the disk, also beside the ledger, when it answers.
///
/// # Errors
/// When ledger or journal fail. After a failure of the journal alone it is done all the same, and
/// the next start writes it there.
pub async fn ask(app: &App, asked: Asked) -> Result<Erasure, StoreError> {
    let now = app.clock.now();
    let (erasure, key) = app.store.ledger.transact(move |tx| keep(tx, &asked, now)).await?;
    app.erasures.begun();
    write_down(&app.store, vec![erasure.clone()], &key).await?;
    tracing::info!(erasure = erasure.id, kind = erasure.kind.as_str(), "An erasure was asked for");
    Ok(erasure)
}

/// Keeps what was asked for; the same code once more is the same erasure.
fn keep(
    tx: &LedgerTx<'_>,
    asked: &Asked,
    now: Timestamp,
) -> Result<(Erasure, ErasureKey), StoreError> {
    let key = tx.make_erasure_key()?;
    let code = TokenHash::of(&asked.code);
    let erasure = Erasure {
        id: code.handle(),
        tenant: asked.tenant.clone(),
        kind: asked.who.kind(),
        hashes: BTreeSet::from([asked.who.hash(&key, asked.tenant.as_ref())]),
        code,
        asked_by: asked.by.clone(),
        asked_at: now,
        place: Value::Null,
        outcome: BTreeMap::new(),
        done_at: None,
    };
    if tx.add_erasure(&erasure)? {
        tx.add_audit(&audit(asked, &erasure), now)?;
        if let Who::Person(person) = &asked.who {
            // The steps may take a while, and nobody comes back in meanwhile or leaves a way in.
            tx.put_out(person, now)?;
        }
    }
    Ok((erasure, key))
}

fn audit(asked: &Asked, erasure: &Erasure) -> NewAudit {
    let action = match erasure.kind {
        ErasureKind::User => Action::UserErased,
        ErasureKind::Person => Action::PersonErased,
        ErasureKind::Tenant => Action::TenantErased,
        ErasureKind::FacebookUser => Action::DeletionRequested,
        ErasureKind::Keys => Action::KeysShredded,
    };
    let object = match &asked.who {
        Who::Known(_) => erasure.id.clone(),
        Who::Person(person) => person.as_str().to_owned(),
        Who::Tenant(tenant) | Who::Keys(tenant) => tenant.as_str().to_owned(),
    };
    NewAudit {
        tenant: asked.tenant.clone(),
        person: asked.by.clone(),
        detail: json!({ "erasure": erasure.id }),
        ..NewAudit::nobodys(action).on(object)
    }
}

/// Writes erasures into the folder's journal.
async fn write_down(
    store: &Store,
    erasures: Vec<Erasure>,
    key: &ErasureKey,
) -> Result<(), StoreError> {
    let (dir, key) = (store.dir().to_owned(), key.clone());
    off_the_threads(move || {
        erasures.iter().try_for_each(|erasure| store::append_erasure(&dir, erasure, &key))
    })
    .await
}

/// Brings ledger and journal together: what the journal has and the ledger has not is to be done
/// (the folder was restored from an older backup), and the other way round it is written down.
///
/// # Errors
/// When ledger or journal fail.
pub async fn catch_up(store: &Store) -> Result<Replayed, StoreError> {
    let key = store.ledger.transact(|tx| tx.make_erasure_key()).await?;
    let (dir, of_journal) = (PathBuf::from(store.dir()), key.clone());
    let (written, foreign) =
        off_the_threads(move || store::read_erasures(&dir, &of_journal)).await?;
    let entries = u64::try_from(written.len()).unwrap_or(u64::MAX);
    let held = store.ledger.read(|read| read.all_erasures()).await?;
    let ids: BTreeSet<&str> = written.iter().map(|erasure| erasure.id.as_str()).collect();
    let unwritten: Vec<Erasure> =
        held.into_iter().filter(|erasure| !ids.contains(erasure.id.as_str())).collect();
    write_down(store, unwritten, &key).await?;
    let again = store
        .ledger
        .transact(move |tx| {
            let mut again = 0;
            for mut erasure in written {
                // Meta is not asked once more: what was undone there is undone.
                erasure.place = step::replayed();
                again += u64::from(tx.add_erasure(&erasure)?);
            }
            Ok(again)
        })
        .await?;
    if again > 0 {
        tracing::warn!(again, "This folder is older than {again} erasures, which are done again");
    }
    if foreign > 0 {
        tracing::error!(foreign, "Lines of the erasures' journal are not this ledger's");
    }
    Ok(Replayed { entries, again, foreign })
}

/// Does again, in a folder that was restored, every erasure of its journal that it does not have:
/// until the last one, and without asking Meta anything. Doing it twice does no harm.
///
/// # Errors
/// When the stores or the journal fail; a repeat goes on from there.
pub async fn replay(store: &Arc<Store>, now: Timestamp) -> Result<Replayed, StoreError> {
    let replayed = catch_up(store).await?;
    while let Some(erasure) = store.ledger.read(|read| read.open_erasure()).await? {
        step::step(store, None, erasure, now).await?;
    }
    Ok(replayed)
}

/// Does one step of the oldest erasure that is not done, without asking Meta anything.
///
/// # Errors
/// When the stores or the journal fail.
pub async fn one_step(store: &Arc<Store>, now: Timestamp) -> Result<(), StoreError> {
    if let Some(erasure) = store.ledger.read(|read| read.open_erasure()).await? {
        step::step(store, None, erasure, now).await?;
    }
    Ok(())
}

/// Whether somebody was erased, or is to be.
///
/// # Errors
/// When the ledger fails.
pub fn is_asked_for(read: &LedgerRead<'_>, who: &Who) -> Result<bool, StoreError> {
    let Some(key) = read.erasure_key()? else { return Ok(false) };
    let hash = who.hash(&key, None);
    let is_it = |erasure: &Erasure| erasure.kind == who.kind() && erasure.hashes.contains(&hash);
    Ok(read.all_erasures()?.iter().any(is_it))
}

/// The erasure that a code of Meta's or ours names.
///
/// # Errors
/// When the ledger fails.
pub async fn of_code(app: &App, code: &str) -> Result<Option<Erasure>, StoreError> {
    let hash = TokenHash::of(code);
    app.store.ledger.read(move |read| read.erasure_of_code(hash)).await
}

/// The code of what Meta asks for: the same request has the same one, however often it comes.
///
/// # Errors
/// When the ledger fails.
pub async fn code_for(app: &App, user_id: &str, issued_at: i64) -> Result<String, StoreError> {
    let key = app.store.ledger.transact(|tx| tx.make_erasure_key()).await?;
    Ok(key.hash(None, "code", &format!("{issued_at} {user_id}")).chars().take(32).collect())
}

async fn off_the_threads<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(job).await.unwrap_or(Err(StoreError::Panicked))
}
