//! Connecting by hand: ids, a system user's token and the secret of its app, all checked with Meta
//! before anything of it is kept. From there on it is a login like any other.

use domain::Timestamp;
use domain::by_hand::{Fault, Ids, of_account, of_token};
use domain::signup::{LISTED, Said, Signup};
use meta::GraphError;
use meta::graph::{DebugToken, GetNode};
use meta::signup::Event;
use store::{
    ConnectionId, LedgerTx, NewByHand, OtherApp, PersonId, Secret, SignupId, StoreError,
    TenantScope,
};
use subtle::ConstantTimeEq;

use super::token_name;
use crate::app::App;
use crate::clock;
use crate::work::refresh::{self, NotListed};

/// What the form brought, each of a shape that it can have.
#[derive(Clone, Debug)]
pub struct Given {
    /// The ids.
    pub ids: Ids,
    /// The system user's token.
    pub token: Secret,
    /// The secret of its app.
    pub secret: Secret,
}

/// What became of a form.
#[derive(Debug)]
pub enum Taken {
    /// It is kept, and goes on as this login.
    Begun(SignupId),
    /// Nothing of it is kept.
    Refused(Vec<Fault>),
}

impl Given {
    /// The token, as its calls are to be proven.
    fn proven_token(&self, app: &App) -> Secret {
        if self.ids.app == *app.graph.app_id() {
            return self.token.clone();
        }
        let other = OtherApp { id: self.ids.app.clone(), secret: self.secret.clone() };
        self.token.clone().of_app(other)
    }

    /// Whether the installation's app is named with another secret than the installation has.
    fn contradicts(&self, app: &App) -> bool {
        let held = app.meta.secret.expose().as_bytes();
        let is_right: bool = self.secret.expose().as_bytes().ct_eq(held).into();
        self.ids.app == *app.graph.app_id() && !is_right
    }
}

/// Checks what was given and, if all of it holds, keeps it and begins.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn begin(
    app: &App,
    scope: TenantScope,
    person: PersonId,
    given: Given,
) -> Result<Taken, StoreError> {
    let faults = check(app, &scope, &given).await?;
    if !faults.is_empty() {
        return Ok(Taken::Refused(faults));
    }
    let (now, tenant) = (app.clock.now(), scope.tenant().clone());
    let is_own_app = given.ids.app == *app.graph.app_id();
    let connection = ConnectionId::new(clock::random_id());
    let verify_token = Secret::new(clock::random_token());
    let id = SignupId::new(clock::random_token());
    let begun = id.clone();
    app.store
        .ledger
        .transact(move |tx| {
            if !is_own_app {
                let new = NewByHand {
                    id: connection,
                    verify_token,
                    waba: given.ids.waba.clone(),
                    app: OtherApp { id: given.ids.app.clone(), secret: given.secret.clone() },
                    at: now,
                };
                tx.save_by_hand(&scope, &new)?;
            }
            keep(tx, &scope, (&id, &person), &given, now)
        })
        .await?;
    app.signups.notify_one();
    app.pulse.stir(tenant);
    Ok(Taken::Begun(begun))
}

fn keep(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    (id, person): (&SignupId, &PersonId),
    given: &Given,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ids = &given.ids;
    let told = Event::Finish {
        phone_number_id: ids.phone_number.clone(),
        waba_id: ids.waba.clone(),
        business_id: Some(ids.business.clone()),
    };
    tx.save_secret(scope, &token_name(id), &given.token)?;
    tx.save_signup(scope, id, person, &Signup::by_hand(told, now))
}

/// What is wrong with what was given; nothing when all of it holds.
async fn check(app: &App, scope: &TenantScope, given: &Given) -> Result<Vec<Fault>, StoreError> {
    if given.contradicts(app) {
        return Ok(vec![Fault::AppRefused { said: None }]);
    }
    let token = given.proven_token(app);
    let call = DebugToken { input_token: token.expose() };
    let facts = match app.graph.call_as_app_of(&token, &call).await {
        Ok(facts) => facts,
        Err(error) => return Ok(vec![of_app(&error)]),
    };
    let faults = of_token(&given.ids, &facts, app.clock.now());
    if !faults.is_empty() {
        return Ok(faults);
    }
    let waba = &given.ids.waba;
    let call = GetNode { id: waba.as_str(), fields: &["name", "owner_business_info"] };
    let mut faults = match app.graph.call_for_person(&call, &token, waba).await {
        Ok(account) => of_account(&given.ids, &account),
        Err(error) => return Ok(vec![of_account_call(&error)]),
    };
    faults.extend(check_number(app, &given.ids, &token).await);
    faults.extend(held_elsewhere(app, scope, &given.ids).await?);
    Ok(faults)
}

async fn check_number(app: &App, ids: &Ids, token: &Secret) -> Option<Fault> {
    match refresh::list(app, &ids.waba, token, LISTED).await {
        Ok(listed) => {
            let is_there = listed.iter().any(|(node, _)| node.id == ids.phone_number.as_str());
            (!is_there).then_some(Fault::NumberNotInAccount)
        }
        Err(NotListed::Wait(_)) => Some(Fault::Unanswered),
        Err(NotListed::Graph(error)) => Some(of_account_call(&error)),
    }
}

/// One account belongs to one tenant of an installation.
async fn held_elsewhere(
    app: &App,
    scope: &TenantScope,
    ids: &Ids,
) -> Result<Option<Fault>, StoreError> {
    let (scope, ids) = (scope.clone(), ids.clone());
    let held = app.store.ledger.read(move |read| {
        if read.waba_owner(&ids.waba)?.is_some_and(|owner| owner != *scope.tenant()) {
            return Ok(Some(Fault::AccountHeldElsewhere));
        }
        let owner = read.tenant_of_number(&ids.phone_number)?;
        let is_elsewhere = owner.is_some_and(|owner| owner != *scope.tenant());
        Ok(is_elsewhere.then_some(Fault::NumberHeldElsewhere))
    });
    held.await
}

fn said(error: &GraphError) -> Option<Said> {
    error.message().map(|message| Said {
        code: error.code(),
        subcode: error.subcode(),
        message: message.to_owned(),
    })
}

/// Why Meta did not tell the app about the token.
fn of_app(error: &GraphError) -> Fault {
    match error {
        // "The App_id in the input_token did not match the Viewing App".
        GraphError::Refused { code: 100, .. } => Fault::TokenOfAnotherApp,
        GraphError::TokenDead { .. }
        | GraphError::PermissionMissing { .. }
        | GraphError::NotFound { .. }
        | GraphError::Refused { .. } => Fault::AppRefused { said: said(error) },
        GraphError::RateLimited { .. }
        | GraphError::Trouble { .. }
        | GraphError::Unreadable { .. }
        | GraphError::Unanswered { .. } => Fault::Unanswered,
    }
}

/// Why Meta did not show the account.
fn of_account_call(error: &GraphError) -> Fault {
    match error {
        GraphError::TokenDead { .. } => Fault::TokenInvalid,
        GraphError::PermissionMissing { .. } | GraphError::NotFound { .. } => {
            Fault::AccountNotGranted
        }
        // "Invalid appsecret_proof provided in the API argument".
        GraphError::Refused { code: 100, .. } => Fault::SecretNotProven { said: said(error) },
        GraphError::Refused { .. } => Fault::Refused { said: said(error) },
        GraphError::RateLimited { .. }
        | GraphError::Trouble { .. }
        | GraphError::Unreadable { .. }
        | GraphError::Unanswered { .. } => Fault::Unanswered,
    }
}
