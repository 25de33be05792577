//! A connection by hand: what its token, its account and its list of numbers must show before
//! anything of it is kept.
//!
//! Everything that can be told from one answer of Meta's is told at once, so that nobody mends one
//! field after the other only to find the next one wrong.

use std::time::Duration;

use meta::graph::TokenFacts;
use meta::{AppId, BusinessId, PhoneNumberId, WabaId};
use serde_json::{Map, Value};

use crate::signup::Said;
use crate::time::Timestamp;

/// What a token must hold for an account.
pub const SCOPES: [&str; 2] = ["whatsapp_business_management", "whatsapp_business_messaging"];
/// How long a test token of Meta's developer page lives; one that ends as soon is no better.
pub const TEST_TOKEN: Duration = Duration::from_secs(24 * 3600);
/// Meta may round the ends of a life.
const ROUNDED: Duration = Duration::from_secs(60);
/// Most digits of an id; Meta's have up to 20.
const ID_DIGITS: usize = 24;
/// Most bytes of a token and of a secret; Meta's are some hundreds, and 32.
const TOKEN_BYTES: usize = 2048;
const SECRET_BYTES: usize = 256;

/// The ids of a connection by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids {
    /// The account.
    pub waba: WabaId,
    /// The number.
    pub phone_number: PhoneNumberId,
    /// The portfolio that owns the account.
    pub business: BusinessId,
    /// The app that the token is of.
    pub app: AppId,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The account's id.
    Waba,
    /// The number's id.
    PhoneNumber,
    /// The portfolio's id.
    Business,
    /// The app's id.
    App,
    /// The system user's token.
    Token,
    /// The app's secret.
    Secret,
}

impl Field {
    /// All of them, in the form's order.
    pub const ALL: [Self; 6] =
        [Self::Waba, Self::PhoneNumber, Self::Business, Self::App, Self::Token, Self::Secret];

    /// Its name in the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waba => "waba_id",
            Self::PhoneNumber => "phone_number_id",
            Self::Business => "business_id",
            Self::App => "app_id",
            Self::Token => "token",
            Self::Secret => "app_secret",
        }
    }

    /// Whether a text can stand in it at all.
    pub fn takes(self, text: &str) -> bool {
        let is_plain = |most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        };
        match self {
            Self::Waba | Self::PhoneNumber | Self::Business | Self::App => {
                is_plain(ID_DIGITS) && text.bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Token => is_plain(TOKEN_BYTES),
            Self::Secret => is_plain(SECRET_BYTES),
        }
    }
}

/// Why a connection by hand is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What was typed can't be one.
    Format(Field),
    /// Meta knows no such app, or its secret is another.
    AppRefused {
        /// Meta's words.
        said: Option<Said>,
    },
    /// The token is of another app than the one named.
    TokenOfAnotherApp,
    /// The token does not work any more.
    TokenInvalid,
    /// The token is a test token of Meta's developer page: a person's, made for a day.
    TokenForADay,
    /// The token is a person's.
    TokenOfPerson,
    /// The token ends within a day.
    TokenEndsSoon {
        /// When.
        at: Timestamp,
    },
    /// The token lacks permissions.
    ScopesMissing {
        /// Their names.
        scopes: Vec<String>,
    },
    /// The token does not reach the account.
    AccountNotGranted,
    /// Meta does not take the proof that is made of the token with the secret.
    SecretNotProven {
        /// Meta's words.
        said: Option<Said>,
    },
    /// Meta does not say which portfolio owns the account.
    OwnerUnknown,
    /// The account is of another portfolio.
    AnotherBusiness {
        /// Which.
        business: BusinessId,
    },
    /// The account does not list the number.
    NumberNotInAccount,
    /// Another tenant of this installation has the account.
    AccountHeldElsewhere,
    /// Another tenant of this installation has the number.
    NumberHeldElsewhere,
    /// The account is not the one that is to be connected again.
    AnotherAccount,
    /// Meta refused a check for another reason.
    Refused {
        /// Meta's words.
        said: Option<Said>,
    },
    /// Meta gave no answer: nothing is known, nothing is kept.
    Unanswered,
    /// The tenant tried too many in a row; Meta was not asked.
    TooOften,
}

impl Fault {
    /// The field that it is about; `None` when it is about none.
    pub const fn field(&self) -> Option<Field> {
        match self {
            Self::Format(field) => Some(*field),
            Self::AppRefused { .. } | Self::SecretNotProven { .. } => Some(Field::Secret),
            Self::TokenOfAnotherApp
            | Self::TokenInvalid
            | Self::TokenForADay
            | Self::TokenOfPerson
            | Self::TokenEndsSoon { .. }
            | Self::ScopesMissing { .. } => Some(Field::Token),
            Self::AccountNotGranted | Self::AccountHeldElsewhere | Self::AnotherAccount => {
                Some(Field::Waba)
            }
            Self::AnotherBusiness { .. } => Some(Field::Business),
            Self::NumberNotInAccount | Self::NumberHeldElsewhere => Some(Field::PhoneNumber),
            Self::OwnerUnknown | Self::Refused { .. } | Self::Unanswered | Self::TooOften => None,
        }
    }
}

/// Whether it is a person's, whatever it was made for.
fn is_of_a_person(facts: &TokenFacts) -> bool {
    facts.kind.as_deref() == Some("USER")
}

/// Whether a token is one of those that Meta's developer page makes for trying out: a person's, whose
/// whole life is a day. One that merely has little left is not; where Meta does not tell when it was
/// made, nobody knows.
pub fn is_for_a_day(facts: &TokenFacts) -> bool {
    let life_s = facts.expires_at - facts.issued_at;
    let is_told = facts.issued_at > 0 && facts.expires_at > 0;
    is_of_a_person(facts)
        && is_told
        && Duration::from_secs(life_s.unsigned_abs()) <= TEST_TOKEN + ROUNDED
}

/// What `debug_token` shows to be wrong.
pub fn of_token(ids: &Ids, facts: &TokenFacts, now: Timestamp) -> Vec<Fault> {
    if facts.app_id.as_deref().is_some_and(|app| app != ids.app.as_str()) {
        return vec![Fault::TokenOfAnotherApp];
    }
    if !facts.is_valid || facts.app_id.is_none() {
        return vec![Fault::TokenInvalid];
    }
    let mut faults = Vec::new();
    let ends_at = (facts.expires_at > 0).then(|| Timestamp::from_seconds(facts.expires_at));
    if is_for_a_day(facts) {
        faults.push(Fault::TokenForADay);
    } else if is_of_a_person(facts) {
        faults.push(Fault::TokenOfPerson);
    } else if let Some(at) = ends_at.filter(|at| *at <= now.plus(TEST_TOKEN)) {
        faults.push(Fault::TokenEndsSoon { at });
    }
    let missing = SCOPES.into_iter().filter(|scope| !holds(facts, scope));
    let scopes: Vec<String> = missing.map(str::to_owned).collect();
    if !scopes.is_empty() {
        faults.push(Fault::ScopesMissing { scopes });
    } else if !SCOPES.into_iter().all(|scope| reaches(facts, scope, &ids.waba)) {
        faults.push(Fault::AccountNotGranted);
    }
    faults
}

/// Whether a token holds a scope, for whatever account.
pub fn holds(facts: &TokenFacts, scope: &str) -> bool {
    facts.scopes.iter().any(|held| held == scope)
        || facts.granular_scopes.iter().any(|held| held.scope == scope)
}

/// Whether a scope that a token holds reaches an account: one that is not granular reaches all that its
/// user does.
pub fn reaches(facts: &TokenFacts, scope: &str, waba: &WabaId) -> bool {
    let is_granular = facts.granular_scopes.iter().any(|held| held.scope == scope);
    !is_granular || facts.covers(scope, waba.as_str())
}

/// The scopes that a token lacks for an account, by Meta's names.
pub fn lacks(facts: &TokenFacts, waba: &WabaId) -> Vec<String> {
    let is_held = |scope: &&str| holds(facts, scope) && reaches(facts, scope, waba);
    SCOPES.into_iter().filter(|scope| !is_held(scope)).map(str::to_owned).collect()
}

/// What the account shows to be wrong: `name,owner_business_info`.
pub fn of_account(ids: &Ids, account: &Map<String, Value>) -> Vec<Fault> {
    let owner = account.get("owner_business_info").and_then(|owner| owner.get("id"));
    match owner.and_then(Value::as_str) {
        None => vec![Fault::OwnerUnknown],
        Some(owner) if owner == ids.business.as_str() => Vec::new(),
        Some(owner) => vec![Fault::AnotherBusiness { business: BusinessId::new(owner) }],
    }
}

#[cfg(test)]
mod tests {
    use meta::graph::Granular;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn ids() -> Ids {
        Ids {
            waba: WabaId::new("1"),
            phone_number: PhoneNumberId::new("2"),
            business: BusinessId::new("3"),
            app: AppId::new("4"),
        }
    }

    fn facts() -> TokenFacts {
        let granular = |scope: &str| Granular {
            scope: scope.to_owned(),
            target_ids: Some(vec!["1".to_owned()]),
        };
        TokenFacts {
            app_id: Some("4".to_owned()),
            kind: Some("SYSTEM_USER".to_owned()),
            is_valid: true,
            issued_at: 0,
            expires_at: 0,
            data_access_expires_at: 0,
            scopes: SCOPES.map(str::to_owned).to_vec(),
            granular_scopes: SCOPES.map(granular).to_vec(),
        }
    }

    fn check(change: impl FnOnce(&mut TokenFacts), expected: &[Fault]) {
        let mut facts = facts();
        change(&mut facts);
        assert_eq!(of_token(&ids(), &facts, NOW), expected);
    }

    #[test]
    fn a_system_users_token_that_reaches_the_account_is_taken() {
        check(|_| {}, &[]);
        check(|facts| facts.granular_scopes.iter_mut().for_each(|g| g.target_ids = None), &[]);
    }

    #[test]
    fn a_test_token_is_known_by_its_kind_and_its_life_and_any_other_by_its_end() {
        let now_s = NOW.as_millis() / 1000;
        let made = |issued_at: i64, lives_s: i64| {
            move |facts: &mut TokenFacts| {
                facts.kind = Some("USER".to_owned());
                (facts.issued_at, facts.expires_at) = (issued_at, issued_at + lives_s);
            }
        };
        check(made(now_s - 3_600, 86_400), &[Fault::TokenForADay]);
        // Sixty days, of which a day is left: a person's, and no test token.
        check(made(now_s - 59 * 86_400, 60 * 86_400), &[Fault::TokenOfPerson]);
        check(|facts| facts.kind = Some("USER".to_owned()), &[Fault::TokenOfPerson]);
        let at = NOW.plus(TEST_TOKEN);
        let ends =
            |at: Timestamp| move |facts: &mut TokenFacts| facts.expires_at = at.as_millis() / 1000;
        check(ends(at), &[Fault::TokenEndsSoon { at }]);
        check(ends(at.plus(Duration::from_secs(1))), &[]);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let scopes = vec![SCOPES[1].to_owned()];
        let lacking = |facts: &mut TokenFacts| {
            facts.kind = Some("USER".to_owned());
            facts.scopes.retain(|scope| scope != SCOPES[1]);
            facts.granular_scopes.retain(|held| held.scope != SCOPES[1]);
        };
        check(lacking, &[Fault::TokenOfPerson, Fault::ScopesMissing { scopes }]);
    }

    #[test]
    fn a_token_for_another_account_or_app_is_not_taken() {
        let other = |facts: &mut TokenFacts| {
            facts.granular_scopes[0].target_ids = Some(vec!["9".to_owned()]);
        };
        check(other, &[Fault::AccountNotGranted]);
        check(|facts| facts.app_id = Some("9".to_owned()), &[Fault::TokenOfAnotherApp]);
        check(|facts| facts.is_valid = false, &[Fault::TokenInvalid]);
    }

    #[test]
    fn the_account_must_be_of_the_portfolio_that_was_named() {
        let account = |owner: &str| {
            let account = serde_json::json!({ "owner_business_info": { "id": owner } });
            account.as_object().expect("an object").clone()
        };
        assert_eq!(of_account(&ids(), &account("3")), []);
        let business = BusinessId::new("9");
        assert_eq!(of_account(&ids(), &account("9")), [Fault::AnotherBusiness { business }]);
        assert_eq!(of_account(&ids(), &Map::new()), [Fault::OwnerUnknown]);
    }
}
