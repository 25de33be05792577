//! What became of the last form of each session, or hand-over link. The page after a form says it from
//! here, and never from its address, which anybody can write. A restart forgets it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use store::TokenHash;

/// Credentials that have one at once; far more than people fill in forms within that time.
const MOST: usize = 10_000;

/// What became of the last forms, by credential.
#[derive(Debug)]
pub struct LastForms<T> {
    /// How long a page says it, unless another form comes before.
    said_for: Duration,
    last: Mutex<HashMap<TokenHash, (Timestamp, T)>>,
}

impl<T: Clone + PartialEq> LastForms<T> {
    /// None yet; each is said for so long.
    pub fn said_for(said_for: Duration) -> Self {
        Self { said_for, last: Mutex::default() }
    }

    /// Keeps a form in the place of the one before.
    pub fn keep(&self, credential: TokenHash, form: T, now: Timestamp) {
        let mut last = self.last();
        last.retain(|_, (at, _)| self.is_said(*at, now));
        if last.len() < MOST {
            last.insert(credential, (now, form));
        }
    }

    /// The last one.
    pub fn of(&self, credential: TokenHash, now: Timestamp) -> Option<T> {
        let last = self.last();
        last.get(&credential).filter(|(at, _)| self.is_said(*at, now)).map(|(_, form)| form.clone())
    }

    /// Whether the last one is this, which is said once.
    pub fn take(&self, credential: TokenHash, form: &T, now: Timestamp) -> bool {
        let is_it = self.of(credential, now).as_ref() == Some(form);
        if is_it {
            self.forget(credential);
        }
        is_it
    }

    /// Another form came.
    pub fn forget(&self, credential: TokenHash) {
        self.last().remove(&credential);
    }

    fn is_said(&self, at: Timestamp, now: Timestamp) -> bool {
        at <= now && now.since(at) < self.said_for
    }

    fn last(&self) -> MutexGuard<'_, HashMap<TokenHash, (Timestamp, T)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(minutes * 60_000)
    }

    #[test]
    fn each_credential_has_its_own_last_one_for_a_quarter_of_an_hour() {
        let forms = LastForms::said_for(Duration::from_secs(15 * 60));
        let (one, other) = (TokenHash::of("one"), TokenHash::of("other"));
        forms.keep(one, "pin", at(0));
        assert_eq!(forms.of(one, at(14)), Some("pin"));
        assert_eq!(forms.of(other, at(1)), None);
        assert_eq!(forms.of(one, at(15)), None);
        forms.keep(one, "callback", at(2));
        assert!(!forms.take(one, &"pin", at(2)), "the last one counts");
        assert!(forms.take(one, &"callback", at(2)));
        assert!(!forms.take(one, &"callback", at(2)), "said once");
        forms.keep(one, "pin", at(3));
        forms.forget(one);
        assert_eq!(forms.of(one, at(3)), None);
    }
}
