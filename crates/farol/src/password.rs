//! Passwords by argon2id, one hash at a time: a flood of logins can't starve the webhooks.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// One at a time: each takes 19 MiB and tens of milliseconds.
static ONE: Semaphore = Semaphore::const_new(1);

/// Stands in for a person who is not there, so that the answer takes as long.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZmFyb2xmYXJvbGZhcm9s$\
                      3Vd1jB4rN2nQ0Jc1oXyJ7s0m0v5mJw8b8m1m2JY1a5k";

/// The PHC string of a password, with a fresh salt.
///
/// # Errors
/// When hashing fails, which a password of a sane length never makes it do.
pub async fn hash(password: String) -> anyhow::Result<String> {
    let _turn = ONE.acquire().await?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| anyhow::anyhow!("the password can't be hashed: {error}"))
    })
    .await?
}

/// Whether the password is right. `known` is `None` when there is no such person; the answer then
/// is no, after as much work.
pub async fn is_right(password: String, known: Option<String>) -> bool {
    let Ok(_turn) = ONE.acquire().await else { return false };
    tokio::task::spawn_blocking(move || {
        let is_known = known.is_some();
        let stored = known.unwrap_or_else(|| NOBODY.to_owned());
        let verified = PasswordHash::new(&stored).is_ok_and(|hash| {
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        });
        is_known && verified
    })
    .await
    .unwrap_or(false)
}
