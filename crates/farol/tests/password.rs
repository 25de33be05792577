//! Passwords: only the right one opens, and nobody answers as slowly as somebody.

use farol::password::{hash, is_right};

#[tokio::test]
async fn only_the_right_password_of_a_known_person_is_right() {
    let stored = hash("correct horse".to_owned()).await.expect("hashed");
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert!(is_right("correct horse".to_owned(), Some(stored.clone())).await);
    assert!(!is_right("correct horse ".to_owned(), Some(stored.clone())).await);
    assert!(!is_right(String::new(), Some(stored)).await);
    assert!(!is_right("correct horse".to_owned(), None).await);
    assert!(!is_right("x".to_owned(), Some("not a hash".to_owned())).await);
}

#[tokio::test]
async fn the_same_password_is_never_stored_alike() {
    let (one, other) = (hash("same".to_owned()).await, hash("same".to_owned()).await);
    assert_ne!(one.expect("hashed"), other.expect("hashed"));
}

#[test]
fn the_hash_that_stands_in_for_nobody_costs_a_real_verification() {
    use argon2::password_hash::phc::PasswordHash;
    let parsed = PasswordHash::new(farol::password::NOBODY).expect("a PHC string");
    assert_eq!(parsed.params.get_decimal("m"), Some(19_456));
    assert!(parsed.salt.is_some() && parsed.hash.is_some());
}
