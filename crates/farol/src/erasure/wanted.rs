//! Who is looked for: keyed hashes, against which everything found is held.

use meta::identifier::{self, Identifier};
use store::{Erasure, ErasureKey, TenantId};

/// Hexadecimal digits of what stands in place of an id; with the mark before them no longer than
/// the shortest id of a message's part that names a person.
const DIGITS: usize = 15;

/// Who one erasure is about.
#[derive(Clone)]
pub struct Wanted {
    key: ErasureKey,
    erasure: Erasure,
}

impl Wanted {
    pub(super) const fn new(key: ErasureKey, erasure: Erasure) -> Self {
        Self { key, erasure }
    }

    /// Whose rows it is about; `None` for the whole installation.
    pub(super) const fn tenant(&self) -> Option<&TenantId> {
        self.erasure.tenant.as_ref()
    }

    /// What shall stand in place of an id; `None` when it is not the one.
    ///
    /// The same id has the same one everywhere, so that what took effect stays known; without the
    /// ledger's key nobody can tell whose it was.
    pub(super) fn instead(&self, id: &Identifier) -> Option<String> {
        let hash = hash(&self.key, self.tenant(), id);
        self.erasure.hashes.contains(&hash).then(|| {
            let drawn = self.key.hash(self.tenant(), "instead", id.as_str());
            format!("~{}", drawn.get(..DIGITS).unwrap_or(&drawn))
        })
    }

    /// A text without the one; `None` when they are not in it.
    pub(super) fn blank(&self, text: &str) -> Option<String> {
        identifier::replace(text, &|id| self.instead(id))
    }

    /// Adds by what else the one is known.
    pub(super) fn learn(&mut self, id: &Identifier) {
        let hash = hash(&self.key, self.tenant(), id);
        self.erasure.hashes.insert(hash);
    }

    pub(super) fn into_erasure(self) -> Erasure {
        self.erasure
    }
}

/// The keyed hash of an id.
pub(super) fn hash(key: &ErasureKey, tenant: Option<&TenantId>, id: &Identifier) -> String {
    let kind = match id {
        Identifier::Phone(_) => "phone",
        Identifier::User(_) => "user",
        Identifier::Facebook(_) => "facebook",
    };
    key.hash(tenant, kind, id.as_str())
}
