//! Connecting by hand: ids, a system user's token and the secret of its app, all checked with Meta
//! before anything of it is kept. From there on it is a login like any other.

use domain::Timestamp;
use domain::by_hand::{Fault, Ids, of_account, of_token};
use domain::signup::{Said, Signup};
use meta::graph::{DebugToken, GetNode, PhoneNumbers};
use meta::signup::Event;
use meta::{AppId, GraphError, WabaId};
use store::{
    ConnectionId, LedgerRead, LedgerTx, NewByHand, OtherApp, PersonId, Secret, SignupId,
    StoreError, TenantScope,
};
use subtle::ConstantTimeEq;

use super::token_name;
use crate::app::App;
use crate::clock;

/// Pages of numbers looked through for the one that was named; Meta allows far fewer numbers.
const PAGES: usize = 50;

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
    /// It is kept, and goes on as this login; of an own app also the callback's connection and what
    /// Meta repeats in the handshake with it.
    Begun(SignupId, Option<(ConnectionId, Secret)>),
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
    if app.attempts.take_by_hand(scope.tenant().as_str()).is_err() {
        return Ok(Taken::Refused(vec![Fault::TooOften]));
    }
    let faults = check(app, &scope, &given).await?;
    if !faults.is_empty() {
        return Ok(Taken::Refused(faults));
    }
    let (now, tenant) = (app.clock.now(), scope.tenant().clone());
    let is_own_app = given.ids.app == *app.graph.app_id();
    let fresh = (ConnectionId::new(clock::random_id()), Secret::new(clock::random_token()));
    let id = SignupId::new(clock::random_token());
    let begun = id.clone();
    let callback = app
        .store
        .ledger
        .transact(move |tx| {
            keep(tx, &scope, (&id, &person), &given, now)?;
            if is_own_app {
                return Ok(None);
            }
            let shown = callback_for(tx, &scope, &given.ids, fresh.clone())?;
            let (connection, verify_token) = fresh;
            let app = OtherApp { id: given.ids.app, secret: given.secret };
            let own = OwnApp { connection, verify_token, app };
            tx.save_secret(&scope, &own_app_name(&id), &own.sealed())?;
            Ok(Some(shown))
        })
        .await?;
    app.signups.notify_one();
    app.pulse.stir(tenant);
    Ok(Taken::Begun(begun, callback))
}

/// The callback that an account will have once it is bound with an own app: the door of that app, or
/// the address that the account has for itself, as Meta was told of them; else a `fresh` one.
fn callback_for(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    ids: &Ids,
    fresh: (ConnectionId, Secret),
) -> Result<(ConnectionId, Secret), StoreError> {
    let door = match (read.door_by_hand(scope, &ids.app)?, read.by_hand_of(scope, &ids.waba)?) {
        (Some(door), _) => door,
        (None, Some(held)) if read.by_hand_with(scope, &held.app)?.len() == 1 => held,
        (None, _) => return Ok(fresh),
    };
    let verify_token = read.verify_token_by_hand(&door)?;
    Ok((door.id, verify_token.unwrap_or(fresh.1)))
}

/// Name of what a login by hand brings besides its token: its own app.
pub(super) fn own_app_name(id: &SignupId) -> String {
    format!("signup/{id}/own-app")
}

/// The own app of a login by hand. It is kept with the login until that binds the account: what is
/// connected goes on with the app that it has until then.
struct OwnApp {
    connection: ConnectionId,
    verify_token: Secret,
    app: OtherApp,
}

impl OwnApp {
    fn sealed(&self) -> Secret {
        let (connection, verify_token) = (self.connection.as_str(), self.verify_token.expose());
        let (app, secret) = (&self.app.id, self.app.secret.expose());
        Secret::new(format!("{connection} {verify_token} {app} {secret}"))
    }

    fn of_login(
        read: &LedgerRead<'_>,
        scope: &TenantScope,
        id: &SignupId,
    ) -> Result<Option<Self>, StoreError> {
        let sealed = read.secret(scope, &own_app_name(id))?;
        Ok(sealed.and_then(|sealed| {
            let mut parts = sealed.expose().split(' ');
            let connection = ConnectionId::new(parts.next()?);
            let verify_token = Secret::new(parts.next()?);
            let id = AppId::new(parts.next()?);
            let secret = Secret::new(parts.next()?);
            Some(Self { connection, verify_token, app: OtherApp { id, secret } })
        }))
    }
}

/// The own app of a login by hand that has not bound its account yet.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn app_of_login(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    id: &SignupId,
) -> Result<Option<OtherApp>, StoreError> {
    Ok(OwnApp::of_login(read, scope, id)?.map(|own| own.app))
}

/// Takes the own app of a login that bound the account for the account's.
///
/// # Errors
/// When the ledger fails.
pub(crate) fn take_own_app(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    (id, waba): (&SignupId, &WabaId),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(own) = OwnApp::of_login(tx, scope, id)? else { return Ok(()) };
    let OwnApp { connection: id, verify_token, app } = own;
    tx.save_by_hand(scope, &NewByHand { id, verify_token, waba: waba.clone(), app, at: now })
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
    // Whose the account is nobody knows yet: nothing that Meta says here is held against it.
    let mut faults = match app.graph.call(&call, &token, None).await {
        Ok(account) => of_account(&given.ids, &account),
        Err(error) => return Ok(vec![of_account_call(&error)]),
    };
    faults.extend(check_number(app, &given.ids, &token).await);
    faults.extend(held_elsewhere(app, scope, &given.ids).await?);
    Ok(faults)
}

async fn check_number(app: &App, ids: &Ids, token: &Secret) -> Option<Fault> {
    let mut call = PhoneNumbers { waba: &ids.waba, fields: &["id"], after: None };
    for _ in 0..PAGES {
        let page = match app.graph.call(&call, token, None).await {
            Ok(page) => page,
            Err(error) => return Some(of_account_call(&error)),
        };
        let id = |number: &serde_json::Map<_, serde_json::Value>| {
            number.get("id").and_then(|id| id.as_str()).map(str::to_owned)
        };
        if page.data.iter().any(|number| id(number).as_deref() == Some(ids.phone_number.as_str())) {
            return None;
        }
        let Some(next) = page.next else { break };
        call.after = Some(next);
    }
    Some(Fault::NumberNotInAccount)
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
