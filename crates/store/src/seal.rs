//! The envelope: AES-256-GCM, bound to the place that a secret stands in, so that a ciphertext
//! moved to another row, column or tenant does not open.
//!
//! A sealed field is `version 1 | algorithm 1 | data key id 8 | nonce 12 | ciphertext | tag 16`,
//! lengths in bytes, numbers big-endian. Nonces come from the system's randomness.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand;
use zeroize::Zeroizing;

use crate::keyring::{Key, Keyring};

const VERSION: u8 = 1;
const AES_256_GCM_ID: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;
const HEADER: usize = 10;
/// What a key's check value opens to.
const CHECK: &[u8] = b"farol key check";

/// A secret that can't be sealed or unsealed. None of these heals by itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key of that id is not the one that sealed.
    #[error("the key {kid} is not the one that sealed this data")]
    WrongKey {
        /// The key's id.
        kid: String,
    },
    /// A key that sealed is not in the ring.
    #[error("the key {kid} is missing")]
    MissingKey {
        /// The key's id.
        kid: String,
    },
    /// The store was opened without keys.
    #[error("the store was opened without keys")]
    NoKeys,
    /// The data key of a sealed field is gone: the tenant was shredded, or the row is foreign.
    #[error("the data key {dek_id} is gone")]
    NoDataKey {
        /// Its id.
        dek_id: u64,
    },
    /// The field is cut, changed, or stands in another place than it was sealed for.
    #[error("a sealed field is damaged or stands in a wrong place")]
    Forged,
    /// The system gives no randomness, or the cipher refuses.
    #[error("the cipher failed")]
    Cipher,
}

/// Where a sealed field stands; part of what the tag proves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// What the secret is for.
    pub purpose: &'a str,
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The tenant.
    pub tenant: &'a str,
    /// The row's id within the tenant.
    pub row: &'a str,
}

impl Place<'_> {
    fn aad(&self, dek_id: u64) -> Vec<u8> {
        length_prefixed(&[
            self.purpose.as_bytes(),
            self.table.as_bytes(),
            self.column.as_bytes(),
            self.tenant.as_bytes(),
            self.row.as_bytes(),
            &dek_id.to_be_bytes(),
        ])
    }
}

/// Parts joined so that no two lists give the same bytes.
fn length_prefixed(parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::new();
    for part in parts {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        joined.extend_from_slice(&length.to_be_bytes());
        joined.extend_from_slice(part);
    }
    joined
}

fn cipher(key: &Key) -> Result<LessSafeKey, SealError> {
    let key = UnboundKey::new(&AES_256_GCM, key.as_slice()).map_err(|_| SealError::Cipher)?;
    Ok(LessSafeKey::new(key))
}

/// `nonce | ciphertext | tag`.
fn encrypt(key: &Key, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0_u8; NONCE];
    rand::fill(&mut nonce).map_err(|_| SealError::Cipher)?;
    // Room for the tag, so that growing leaves no copy of the plain text behind.
    let mut buffer = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
    buffer.extend_from_slice(plain);
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut *buffer)
        .map_err(|_| SealError::Cipher)?;
    Ok([nonce.as_slice(), &buffer].concat())
}

/// Opens what [`encrypt`] made; `None` when it is not that.
fn decrypt(key: &Key, aad: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
    let mut buffer = Zeroizing::new(rest.to_vec());
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let opened = cipher(key).ok()?.open_in_place(nonce, Aad::from(aad), &mut buffer);
    let length = opened.ok()?.len();
    buffer.truncate(length);
    Some(buffer)
}

/// Seals a field with a tenant's data key.
pub(crate) fn seal_field(
    key: &Key,
    dek_id: u64,
    place: &Place<'_>,
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut field = vec![VERSION, AES_256_GCM_ID];
    field.extend_from_slice(&dek_id.to_be_bytes());
    field.extend_from_slice(&encrypt(key, &place.aad(dek_id), plain)?);
    Ok(field)
}

/// Which data key sealed a field.
pub(crate) fn dek_of_field(field: &[u8]) -> Result<u64, SealError> {
    let (header, _) = field.split_first_chunk::<HEADER>().ok_or(SealError::Forged)?;
    let [VERSION, AES_256_GCM_ID, dek_id @ ..] = header else {
        return Err(SealError::Forged);
    };
    Ok(u64::from_be_bytes(*dek_id))
}

/// Opens a field with the data key that sealed it.
pub(crate) fn unseal_field(
    key: &Key,
    dek_id: u64,
    place: &Place<'_>,
    field: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let sealed = field.get(HEADER..).ok_or(SealError::Forged)?;
    decrypt(key, &place.aad(dek_id), sealed).ok_or(SealError::Forged)
}

fn wrap_aad(kid: &str, tenant: &str, dek_id: u64) -> Vec<u8> {
    length_prefixed(&[b"farol/dek/v1", kid.as_bytes(), tenant.as_bytes(), &dek_id.to_be_bytes()])
}

/// A new data key, and its wrapping under the ring's active key, whose id comes first.
pub(crate) fn new_data_key(
    ring: &Keyring,
    tenant: &str,
    dek_id: u64,
) -> Result<(String, Key, Vec<u8>), SealError> {
    let mut key = Key::default();
    rand::fill(key.as_mut_slice()).map_err(|_| SealError::Cipher)?;
    let (kid, wrapped) = wrap_data_key(ring, tenant, dek_id, &key)?;
    Ok((kid, key, wrapped))
}

/// A data key wrapped under the ring's active key, whose id comes first.
pub(crate) fn wrap_data_key(
    ring: &Keyring,
    tenant: &str,
    dek_id: u64,
    key: &Key,
) -> Result<(String, Vec<u8>), SealError> {
    let (kid, wrapping) = ring.active_key()?;
    let wrapped = encrypt(&wrapping, &wrap_aad(&kid, tenant, dek_id), key.as_slice())?;
    Ok((kid, wrapped))
}

/// Unwraps a tenant's data key.
pub(crate) fn unwrap_data_key(
    ring: &Keyring,
    kid: &str,
    tenant: &str,
    dek_id: u64,
    wrapped: &[u8],
) -> Result<Key, SealError> {
    let missing = || SealError::MissingKey { kid: kid.to_owned() };
    let wrapping = ring.key(kid).ok_or_else(missing)?;
    let plain = decrypt(&wrapping, &wrap_aad(kid, tenant, dek_id), wrapped);
    let plain = plain.ok_or(SealError::Forged)?;
    let mut key = Key::default();
    if plain.len() != key.len() {
        return Err(SealError::Forged);
    }
    key.copy_from_slice(&plain);
    Ok(key)
}

fn check_aad(kid: &str) -> Vec<u8> {
    length_prefixed(&[b"farol/check/v1", kid.as_bytes()])
}

/// A value by which the ring's active key is known again, after the key's id.
pub(crate) fn new_check(ring: &Keyring) -> Result<(String, Vec<u8>), SealError> {
    let (kid, key) = ring.active_key()?;
    let check = encrypt(&key, &check_aad(&kid), CHECK)?;
    Ok((kid, check))
}

/// Whether the ring's key of that id is the one that made the check value.
pub(crate) fn prove_key(ring: &Keyring, kid: &str, check: &[u8]) -> Result<(), SealError> {
    let missing = || SealError::MissingKey { kid: kid.to_owned() };
    let key = ring.key(kid).ok_or_else(missing)?;
    match decrypt(&key, &check_aad(kid), check) {
        Some(plain) if plain.as_slice() == CHECK => Ok(()),
        Some(_) | None => Err(SealError::WrongKey { kid: kid.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> =
        Place { purpose: "token", table: "t", column: "c", tenant: "a", row: "1" };

    fn ring() -> Keyring {
        Keyring::generate().expect("randomness")
    }

    fn key() -> Key {
        new_data_key(&ring(), "a", 1).expect("a data key").1
    }

    #[test]
    fn a_field_opens_where_it_was_sealed() {
        let key = key();
        let field = seal_field(&key, 7, &PLACE, b"EAAtoken").expect("sealed");
        assert_eq!(dek_of_field(&field), Ok(7));
        let plain = unseal_field(&key, 7, &PLACE, &field).expect("unsealed");
        assert_eq!(plain.as_slice(), b"EAAtoken");
    }

    #[test]
    fn a_field_does_not_open_anywhere_else() {
        let key = key();
        let field = seal_field(&key, 7, &PLACE, b"EAAtoken").expect("sealed");
        let elsewhere = [
            (7, Place { purpose: "other", ..PLACE }),
            (7, Place { table: "other", ..PLACE }),
            (7, Place { column: "other", ..PLACE }),
            (7, Place { tenant: "b", ..PLACE }),
            (7, Place { row: "2", ..PLACE }),
            (8, PLACE),
            // The same bytes side by side, cut elsewhere.
            (7, Place { table: "tc", column: "", ..PLACE }),
        ];
        for (dek_id, place) in elsewhere {
            let opened = unseal_field(&key, dek_id, &place, &field);
            assert_eq!(opened.map(|_| ()), Err(SealError::Forged), "{place:?}");
        }
    }

    #[test]
    fn a_field_that_is_cut_or_changed_does_not_open() {
        let key = key();
        let field = seal_field(&key, 7, &PLACE, b"EAAtoken").expect("sealed");
        for length in 0..field.len() {
            assert!(unseal_field(&key, 7, &PLACE, &field[..length]).is_err(), "cut at {length}");
        }
        for at in HEADER..field.len() {
            let mut changed = field.clone();
            changed[at] ^= 1;
            assert!(unseal_field(&key, 7, &PLACE, &changed).is_err(), "changed at {at}");
        }
        assert_eq!(dek_of_field(&[2; 40]), Err(SealError::Forged), "an unknown version");
    }

    #[test]
    fn a_nonce_never_repeats() {
        let key = key();
        let nonces = (0..10_000).map(|_| {
            let field = seal_field(&key, 1, &PLACE, b"").expect("sealed");
            field[HEADER..HEADER + NONCE].to_vec()
        });
        assert_eq!(nonces.collect::<std::collections::HashSet<_>>().len(), 10_000);
    }

    #[test]
    fn a_data_key_unwraps_for_its_tenant_and_id_alone() {
        let (ring, other) = (ring(), ring());
        let (kid, key, wrapped) = new_data_key(&ring, "a", 1).expect("a data key");
        let unwrap = |ring: &Keyring, kid: &str, tenant: &str, id| {
            unwrap_data_key(ring, kid, tenant, id, &wrapped).map(|key| key.to_vec())
        };
        assert_eq!(unwrap(&ring, &kid, "a", 1), Ok(key.to_vec()));
        assert_eq!(unwrap(&ring, &kid, "b", 1), Err(SealError::Forged));
        assert_eq!(unwrap(&ring, &kid, "a", 2), Err(SealError::Forged));
        let missing = SealError::MissingKey { kid: kid.clone() };
        assert_eq!(unwrap(&other, &kid, "a", 1), Err(missing));
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in ".*", row in ".*", tenant in ".*") {
            let key = key();
            let place = Place { tenant: &tenant, row: &row, ..PLACE };
            let field = seal_field(&key, 1, &place, text.as_bytes()).expect("sealed");
            let plain = unseal_field(&key, 1, &place, &field).expect("unsealed");
            proptest::prop_assert_eq!(plain.as_slice(), text.as_bytes());
        }
    }
}
