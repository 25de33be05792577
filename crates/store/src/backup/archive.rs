//! The encrypted stream of a backup: chunks in a proven order with a proven end, so that a file
//! that was changed, cut, extended or put together anew does not open.
//!
//! `magic 16 | key id, length first | salt 32 | check 43 | SHA-256 of all that`, then the chunks:
//! AES-256-GCM under a key derived (HKDF-SHA256) from the key file's and this salt, the nonce being
//! the chunk's number and whether it is the last.

use std::io::{self, Read, Write};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::{hkdf, rand};
use zeroize::Zeroizing;

use super::BackupError;
use crate::keyring::{Key, Keyring};
use crate::seal::{self, SealError};

const MAGIC: &[u8; 16] = b"farol backup v1\n";
const SALT: usize = 32;
const CHECK: usize = 12 + 15 + 16;
const DIGEST: usize = 32;
/// Plain bytes of a chunk; the last one may have fewer.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
/// What a chunk's number and end leave of a nonce's 12 bytes.
const COUNTER: usize = 11;

fn derive(key: &Key, salt: &[u8], header: &[u8]) -> Result<LessSafeKey, SealError> {
    let drawn = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(key.as_slice());
    let mut derived = Key::default();
    drawn
        .expand(&[b"farol/backup/v1", header], hkdf::HKDF_SHA256)
        .and_then(|expanded| expanded.fill(derived.as_mut_slice()))
        .map_err(|_| SealError::Cipher)?;
    let key = UnboundKey::new(&AES_256_GCM, derived.as_slice()).map_err(|_| SealError::Cipher)?;
    Ok(LessSafeKey::new(key))
}

fn nonce(number: u64, is_last: bool) -> Nonce {
    let mut bytes = [0; COUNTER + 1];
    bytes[COUNTER - 8..COUNTER].copy_from_slice(&number.to_be_bytes());
    bytes[COUNTER] = u8::from(is_last);
    Nonce::assume_unique_for_key(bytes)
}

/// Writes an archive; nothing of it opens unless [`Sealer::finish`] was called.
pub(super) struct Sealer<W> {
    out: W,
    cipher: LessSafeKey,
    number: u64,
    chunk: Zeroizing<Vec<u8>>,
}

impl<W: Write> Sealer<W> {
    /// Writes the header, for the ring's active key.
    pub(super) fn start(mut out: W, ring: &Keyring) -> Result<Self, BackupError> {
        let (kid, check) = seal::new_check(ring)?;
        let missing = || SealError::MissingKey { kid: kid.clone() };
        let key = ring.key(&kid).ok_or_else(missing)?;
        let mut salt = [0_u8; SALT];
        rand::fill(&mut salt).map_err(|_| SealError::Cipher)?;
        let mut header = MAGIC.to_vec();
        header.push(u8::try_from(kid.len()).unwrap_or(u8::MAX));
        header.extend_from_slice(kid.as_bytes());
        header.extend_from_slice(&salt);
        header.extend_from_slice(&check);
        header.extend_from_slice(digest(&SHA256, &header).as_ref());
        out.write_all(&header)?;
        let cipher = derive(&key, &salt, &header)?;
        let chunk = Zeroizing::new(Vec::with_capacity(CHUNK + TAG));
        Ok(Self { out, cipher, number: 0, chunk })
    }

    fn put(&mut self, is_last: bool) -> io::Result<()> {
        let nonce = nonce(self.number, is_last);
        self.cipher
            .seal_in_place_append_tag(nonce, Aad::empty(), &mut *self.chunk)
            .map_err(|_| io::Error::other("the cipher failed"))?;
        self.out.write_all(&self.chunk)?;
        self.chunk.clear();
        self.number += 1;
        Ok(())
    }

    /// Writes the end.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.put(true)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits until there is more: it may be the last.
        if self.chunk.len() == CHUNK && !bytes.is_empty() {
            self.put(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads an archive.
pub(super) struct Opener<R> {
    source: R,
    cipher: LessSafeKey,
    number: u64,
    /// The opened chunk, and how much of it was taken.
    chunk: Zeroizing<Vec<u8>>,
    taken: usize,
    /// What follows, still sealed; empty at the end.
    next: Vec<u8>,
}

impl<R: Read> Opener<R> {
    /// Reads the header and proves that the ring has the key.
    ///
    /// Errors: `Damaged`, or `Sealing` for a missing or wrong key, naming it.
    pub(super) fn start(mut source: R, ring: &Keyring) -> Result<Self, BackupError> {
        let mut header = take(&mut source, MAGIC.len() + 1)?;
        if header.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(BackupError::damaged("it does not begin as a backup of Farol does"));
        }
        let kid_length = header.get(MAGIC.len()).copied().map_or(0, usize::from);
        let rest = take(&mut source, kid_length + SALT + CHECK + DIGEST)?;
        header.extend_from_slice(&rest);
        let (fields, sum) = header.split_at(header.len().saturating_sub(DIGEST));
        if digest(&SHA256, fields).as_ref() != sum {
            return Err(BackupError::damaged("its first bytes were changed or cut"));
        }
        let (kid, rest) = rest.split_at(kid_length);
        let (salt, rest) = rest.split_at(SALT);
        let kid = std::str::from_utf8(kid)
            .map_err(|_| BackupError::damaged("the name of its key is no text"))?;
        seal::prove_key(ring, kid, &rest[..CHECK])?;
        let missing = || SealError::MissingKey { kid: kid.to_owned() };
        let cipher = derive(&ring.key(kid).ok_or_else(missing)?, salt, &header)?;
        let next = take(&mut source, CHUNK + TAG)?;
        let chunk = Zeroizing::default();
        Ok(Self { source, cipher, number: 0, chunk, taken: 0, next })
    }

    /// Opens the next chunk; whether there was one.
    fn advance(&mut self) -> Result<bool, BackupError> {
        if self.next.is_empty() {
            return Ok(false);
        }
        let following = take(&mut self.source, CHUNK + TAG)?;
        *self.chunk = std::mem::replace(&mut self.next, following);
        let nonce = nonce(self.number, self.next.is_empty());
        let opened = self.cipher.open_in_place(nonce, Aad::empty(), &mut self.chunk);
        let Ok(length) = opened.map(|plain| plain.len()) else {
            let at = self.number.saturating_mul((CHUNK + TAG) as u64);
            let reason = format!("it was changed, cut or extended, first after {at} bytes of data");
            return Err(BackupError::damaged(reason));
        };
        self.chunk.truncate(length);
        self.taken = 0;
        self.number += 1;
        Ok(true)
    }

    /// Hands over the next `length` bytes, in pieces.
    pub(super) fn hand_over(
        &mut self,
        mut length: u64,
        mut to: impl FnMut(&[u8]) -> Result<(), BackupError>,
    ) -> Result<(), BackupError> {
        while length > 0 {
            if self.taken == self.chunk.len() && !self.advance()? {
                return Err(BackupError::damaged("it ends before all that it names"));
            }
            let left = &self.chunk[self.taken..];
            let part = usize::try_from(length).unwrap_or(usize::MAX).min(left.len());
            to(&left[..part])?;
            self.taken += part;
            length -= part as u64;
        }
        Ok(())
    }

    /// Makes sure that nothing follows.
    pub(super) fn finish(mut self) -> Result<(), BackupError> {
        let is_over = self.taken == self.chunk.len();
        // The end of an empty archive is a chunk of nothing.
        if !is_over || (self.advance()? && !self.chunk.is_empty()) {
            return Err(BackupError::damaged("it goes on after all that it names"));
        }
        Ok(())
    }
}

/// Up to `length` bytes; fewer at the end of the source.
fn take(source: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    source.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StoreError;

    fn ring() -> Keyring {
        Keyring::generate().expect("randomness")
    }

    fn sealed(ring: &Keyring, plain: &[u8]) -> Vec<u8> {
        let mut sealer = Sealer::start(Vec::new(), ring).expect("a header");
        sealer.write_all(plain).expect("a vector takes all");
        sealer.finish().expect("a vector takes all")
    }

    fn opened(ring: &Keyring, archive: &[u8], length: usize) -> Result<Vec<u8>, BackupError> {
        let mut opener = Opener::start(archive, ring)?;
        let mut plain = Vec::new();
        opener.hand_over(length as u64, |bytes| {
            plain.extend_from_slice(bytes);
            Ok(())
        })?;
        opener.finish().map(|()| plain)
    }

    #[test]
    fn every_length_around_a_chunk_comes_back() {
        let ring = ring();
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
            let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            assert_eq!(opened(&ring, &sealed(&ring, &plain), length), Ok(plain), "{length}");
        }
    }

    #[test]
    fn a_cut_an_extended_and_a_changed_archive_do_not_open() {
        let ring = ring();
        let plain = vec![7; 2 * CHUNK + 100];
        let archive = sealed(&ring, &plain);
        let header = archive.len() - (plain.len() + 3 * TAG);
        let is_damaged = |archive: &[u8]| {
            matches!(opened(&ring, archive, plain.len()), Err(BackupError::Damaged { .. }))
        };
        let chunk = CHUNK + TAG;
        for length in [0, 5, header - 1, header, header + 1, header + chunk, header + 2 * chunk] {
            assert!(is_damaged(&archive[..length]), "cut at {length}");
        }
        assert!(is_damaged(&archive[..archive.len() - 1]), "without its last byte");
        assert!(is_damaged(&[archive.as_slice(), b"x"].concat()), "extended");
        for at in (0..header).chain((header..archive.len()).step_by(997)) {
            let mut changed = archive.clone();
            changed[at] ^= 1;
            assert!(is_damaged(&changed), "changed at {at}");
        }
        let mut swapped = archive[..header].to_vec();
        swapped.extend_from_slice(&archive[header + chunk..header + 2 * chunk]);
        swapped.extend_from_slice(&archive[header..header + chunk]);
        swapped.extend_from_slice(&archive[header + 2 * chunk..]);
        assert!(is_damaged(&swapped), "two chunks in each other's place");
    }

    #[test]
    fn less_or_more_than_is_named_is_damage() {
        let ring = ring();
        let archive = sealed(&ring, b"twelve bytes");
        assert!(opened(&ring, &archive, 12).is_ok());
        for length in [11, 13] {
            let read = opened(&ring, &archive, length);
            assert!(matches!(read, Err(BackupError::Damaged { .. })), "{length}");
        }
    }

    #[test]
    fn a_missing_and_a_wrong_key_are_named() {
        let ring = ring();
        let archive = sealed(&ring, b"data");
        let kid = ring.active();
        let refused = |other: &Keyring| opened(other, &archive, 4).expect_err("a refusal");
        let missing = StoreError::Sealing(SealError::MissingKey { kid: kid.clone() });
        assert_eq!(refused(&self::ring()), BackupError::Store(missing));
        let text = format!("{kid}:q83vEjRWeJAh/9z6t5iH1uXkwqOygZCfbl1MOysaCQg=");
        let wrong = StoreError::Sealing(SealError::WrongKey { kid });
        let same_name = Keyring::parse(&text).expect("a ring");
        assert_eq!(refused(&same_name), BackupError::Store(wrong));
    }

    #[test]
    fn an_archive_shows_nothing_of_what_it_holds() {
        let ring = ring();
        let archive = sealed(&ring, &b"5511955550301 and a token".repeat(50));
        assert!(!archive.windows(13).any(|part| part == b"5511955550301"));
    }
}
