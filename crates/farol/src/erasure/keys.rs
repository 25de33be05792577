//! A tenant's data keys destroyed by the command line, beside a running program: kept in the ledger and
//! in the journal before it is done, so that a kill forgets it as little as an older backup does.

use domain::Timestamp;
use store::{Rotation, StoreError, TenantId};

use super::{Asked, Who, keep};
use crate::clock;

/// Destroys a tenant's data keys with everything that they sealed; answers how many secrets went.
///
/// # Errors
/// `NotFound` for a tenant without keys of its own. When ledger or journal fail: what was kept by
/// then, the next start does.
pub fn shred(
    rotation: &mut Rotation,
    tenant: &TenantId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let asked = Asked {
        tenant: Some(tenant.clone()),
        who: Who::Keys(tenant.clone()),
        by: None,
        code: clock::random_token(),
    };
    let (mut erasure, key) = rotation.before_shred(tenant, |tx| keep(tx, &asked, now))?;
    store::append_erasure(rotation.dir(), &erasure, &key)?;
    rotation.shred(tenant, |tx, gone| {
        erasure.outcome.insert("secret".to_owned(), gone);
        erasure.done_at = Some(now);
        tx.save_erasure(&erasure)
    })
}
