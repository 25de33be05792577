//! The last form of each session, or hand-over link, that was not taken: what was wrong, and what was
//! typed but for secrets. The page after it says so from here, and never from its address, which
//! anybody can write. A restart forgets it: nothing was changed by such a form.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use store::{SignupId, TokenHash};
use ui::view::TypedNumber;

/// How long a page says it, unless another form comes before.
const SAID_FOR: Duration = Duration::from_secs(15 * 60);
/// Credentials that have one at once; far more than people fill in forms within that time.
const MOST: usize = 10_000;

/// A form that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedForm {
    /// A login's PIN was not six digits.
    Pin(SignupId),
    /// The code of a login's number was not six digits.
    Code(SignupId),
    /// A login's new number can't be one, or Meta did not add it.
    Number(SignupId, TypedNumber),
    /// A login's clean-up is another than the one that was agreed to.
    Leaving(SignupId),
    /// The app's callback is another than the one that may be replaced.
    Callback,
}

/// The last ones, by credential.
#[derive(Debug, Default)]
pub struct RefusedForms {
    last: Mutex<HashMap<TokenHash, (Timestamp, RefusedForm)>>,
}

impl RefusedForms {
    /// Keeps a form in the place of the one before.
    pub fn keep(&self, credential: TokenHash, form: RefusedForm, now: Timestamp) {
        let mut last = self.last();
        last.retain(|_, (at, _)| is_said(*at, now));
        if last.len() < MOST {
            last.insert(credential, (now, form));
        }
    }

    /// The last one.
    pub fn of(&self, credential: TokenHash, now: Timestamp) -> Option<RefusedForm> {
        let last = self.last();
        last.get(&credential).filter(|(at, _)| is_said(*at, now)).map(|(_, form)| form.clone())
    }

    /// Whether the last one is this, which is said once.
    pub fn take(&self, credential: TokenHash, form: &RefusedForm, now: Timestamp) -> bool {
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

    fn last(&self) -> MutexGuard<'_, HashMap<TokenHash, (Timestamp, RefusedForm)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_said(at: Timestamp, now: Timestamp) -> bool {
    at <= now && now.since(at) < SAID_FOR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(minutes * 60_000)
    }

    #[test]
    fn each_credential_has_its_own_last_one_for_a_quarter_of_an_hour() {
        let forms = RefusedForms::default();
        let (one, other) = (TokenHash::of("one"), TokenHash::of("other"));
        let pin = RefusedForm::Pin(SignupId::new("s1"));
        forms.keep(one, pin.clone(), at(0));
        assert_eq!(forms.of(one, at(14)), Some(pin.clone()));
        assert_eq!(forms.of(other, at(1)), None);
        assert_eq!(forms.of(one, at(15)), None);
        forms.keep(one, RefusedForm::Callback, at(2));
        assert!(!forms.take(one, &pin, at(2)), "the last one counts");
        assert!(forms.take(one, &RefusedForm::Callback, at(2)));
        assert!(!forms.take(one, &RefusedForm::Callback, at(2)), "said once");
        forms.keep(one, pin, at(3));
        forms.forget(one);
        assert_eq!(forms.of(one, at(3)), None);
    }
}
