//! The tasks of a login: each asks Meta and answers with a fact, or with what is to be sealed.

use domain::signup::{
    Fact, LISTED, Listed, Look, Obstacle, Said, Signup, Snag, Synced, Target, Task,
};
use domain::{Failure, Node};
use meta::graph::{DebugToken, ExchangeCode, GetNode, SyncApp, SyncType, TokenFacts};
use meta::{AppId, BusinessId, PhoneNumberId, WabaId};
use store::{Secret, StoreError, StoredSignup, TenantScope};
use tokio::sync::OwnedMutexGuard;

use super::undo::undo;
use super::{register, route};
use crate::app::App;
use crate::connect::{self, SCOPES, code_name, token_name};
use crate::pin;
use crate::work::refresh::{self, NotListed};

/// Meta's codes for an app whose data was asked for before, or too late (META 1.4).
const ASKED_BEFORE: i64 = 2_593_107;
const TOO_LATE: i64 = 2_593_108;

/// What came of a task.
pub(super) enum Came {
    /// Nothing but this.
    Fact(Fact),
    /// The code was traded for this token.
    Token(Secret),
    /// The token reaches the account, which is to be bound with it.
    Proof {
        /// What was proven.
        target: Target,
        /// The app that the token is of.
        app: AppId,
        /// The token.
        token: Secret,
    },
    /// The call that registers went out.
    Registered {
        /// For this number.
        number: PhoneNumberId,
        /// With this PIN.
        pin: Secret,
        /// What Meta said.
        came: Result<(), Snag>,
        /// The number's turn: nobody else sends it a PIN until this answer is kept.
        turn: OwnedMutexGuard<()>,
    },
}

/// Does a task; `None` when there was nothing to do after all.
pub(super) async fn perform(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
    task: Task,
) -> Result<Option<Came>, StoreError> {
    let signup = &stored.signup;
    let came = match task {
        Task::Exchange => exchange(app, scope, stored).await?,
        Task::Prove => prove(app, scope, stored).await?,
        Task::Subscribe => return route::subscribe(app, scope, stored).await,
        Task::Find => Came::Fact(Fact::Found(find(app, scope, stored).await?)),
        Task::Register => return register::register(app, scope, stored).await,
        Task::Route => return route::route(app, scope, stored).await,
        Task::SyncAppState => Came::Fact(sync(app, scope, signup, SyncType::AppState).await?),
        Task::SyncHistory => Came::Fact(sync(app, scope, signup, SyncType::History).await?),
        Task::Undo(what) => Came::Fact(Fact::Undone(undo(app, scope, signup, what).await?)),
        Task::Read => Came::Fact(Fact::WasRead(read(app, scope, signup).await?)),
    };
    Ok(Some(came))
}

/// A code gives its token once, so it is traded only while the ledger can be written.
async fn exchange(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Came, StoreError> {
    let (id, probed, own) = (&stored.id, stored.id.clone(), scope.clone());
    let probe = app.store.ledger.transact(move |tx| match tx.signup(&own, &probed)? {
        Some(found) => tx.save_signup(&own, &probed, &found.person, &found.signup),
        None => Ok(()),
    });
    probe.await?;
    let Some(code) = secret(app, scope, code_name(id)).await? else {
        return Ok(Came::Fact(Fact::Exchanged(Err(Snag::of(Obstacle::CodeExpired)))));
    };
    let call = ExchangeCode {
        client_id: app.graph.app_id(),
        client_secret: app.meta.secret.expose(),
        code: code.expose(),
    };
    Ok(match app.graph.call_without_token(&call).await {
        Ok(exchanged) => Came::Token(Secret::new(exchanged.access_token)),
        Err(error) => Came::Fact(Fact::Exchanged(Err(Snag::of_graph(Task::Exchange, &error)))),
    })
}

async fn prove(app: &App, scope: &TenantScope, stored: &StoredSignup) -> Result<Came, StoreError> {
    let refused = |snag| Ok(Came::Fact(Fact::Proven(Err(snag))));
    let Some(token) = login_token(app, scope, stored).await? else {
        return refused(Snag::of(Obstacle::TokenInvalid));
    };
    let call = DebugToken { input_token: token.expose() };
    let facts = match app.graph.call_as_app_of(&token, &call).await {
        Ok(facts) => facts,
        Err(error) => return refused(Snag::of_app_call(Task::Prove, &error)),
    };
    let waba = match reached(&facts, app.graph.app_of(&token), &stored.signup) {
        Ok(waba) => waba,
        Err(obstacle) => return refused(Snag::of(obstacle)),
    };
    let call = GetNode { id: waba.as_str(), fields: &["name", "owner_business_info"] };
    let account = match app.graph.call_for_person(&call, &token, &waba).await {
        Ok(account) => account,
        Err(error) => return refused(Snag::of_graph(Task::Prove, &error)),
    };
    let text = |value: Option<&serde_json::Value>| value?.as_str().map(str::to_owned);
    let owner = account.get("owner_business_info").and_then(|owner| text(owner.get("id")));
    let Some(owner) = owner else { return refused(Snag::of(Obstacle::OwnerUnknown)) };
    let waba_name = text(account.get("name"));
    let business = BusinessId::new(owner);
    let target = Target { waba, waba_name, business, was_bound: false };
    Ok(Came::Proof { target, app: app.graph.app_of(&token).clone(), token })
}

/// The token of a login that is not bound yet; one that was given by hand may be of an app of its own.
async fn login_token(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Option<Secret>, StoreError> {
    let (scope, id) = (scope.clone(), stored.id.clone());
    let read = app.store.ledger.read(move |read| {
        let Some(token) = read.secret(&scope, &token_name(&id))? else { return Ok(None) };
        Ok(Some(match connect::by_hand::app_of_login(read, &scope, &id)? {
            Some(other) => token.of_app(other),
            None => token,
        }))
    });
    read.await
}

/// The account that a token proves. In this order: the one that the popup named; the one that is to
/// be connected again, which alone is taken where there is one; the one that a webhook said was
/// shared, if the token reaches it; the newest that it reaches, which Meta lists first (META 1.3).
fn reached(facts: &TokenFacts, own: &AppId, signup: &Signup) -> Result<WabaId, Obstacle> {
    if !facts.is_valid || facts.app_id.as_deref() != Some(own.as_str()) {
        return Err(Obstacle::TokenInvalid);
    }
    let granted = |scope: &str| facts.granular_scopes.iter().find(|found| found.scope == scope);
    // A token that was made by hand may hold its scopes for all that its user reaches.
    let is_for_all = |scope: &str| {
        signup.is_by_hand()
            && granted(scope).is_none()
            && facts.scopes.iter().any(|held| held == scope)
    };
    let missing = SCOPES.into_iter().filter(|scope| granted(scope).is_none() && !is_for_all(scope));
    let scopes: Vec<String> = missing.map(str::to_owned).collect();
    if !scopes.is_empty() {
        return Err(Obstacle::ScopesMissing { scopes });
    }
    let [management, _] = SCOPES;
    let newest = || {
        let ids = granted(management).and_then(|scope| scope.target_ids.as_ref());
        ids.and_then(|ids| ids.first()).map(|id| WabaId::new(id.clone()))
    };
    let reaches = |waba: &WabaId| {
        SCOPES.iter().all(|scope| is_for_all(scope) || facts.covers(scope, waba.as_str()))
    };
    let shared = || signup.partner_added().iter().rev().find(|waba| reaches(waba)).cloned();
    let named = signup.hinted_waba().cloned();
    let expected = signup.expected();
    let again = || expected.filter(|waba| reaches(waba)).cloned();
    let waba = named.or_else(again).or_else(shared).or_else(newest).ok_or(Obstacle::NoAccount)?;
    if let Some(expected) = expected.filter(|expected| **expected != waba) {
        return Err(Obstacle::AnotherAccount { found: waba, expected: expected.clone() });
    }
    if reaches(&waba) { Ok(waba) } else { Err(Obstacle::AccountNotGranted { waba }) }
}

/// Asks for a part of what the WhatsApp Business app holds. Asked twice, Meta says so, and nothing
/// is sent twice.
async fn sync(
    app: &App,
    scope: &TenantScope,
    signup: &Signup,
    sync_type: SyncType,
) -> Result<Fact, StoreError> {
    let (waba, token) = match account(app, scope, signup).await? {
        Ok(account) => account,
        Err(snag) => return Ok(Fact::Synced(Err(snag))),
    };
    let Some(number) = &signup.number else { return Ok(Fact::Synced(Ok(Synced::TooLate))) };
    let call = SyncApp { phone_number: &number.id, sync_type };
    let came = match app.graph.call_for_person(&call, &token, &waba).await {
        Ok(_) => Ok(Synced::Asked),
        Err(error) => match error.subcode().or(error.code()) {
            Some(ASKED_BEFORE) => Ok(Synced::Already),
            Some(TOO_LATE) => Ok(Synced::TooLate),
            Some(_) | None => Err(Snag::of_graph(Task::SyncAppState, &error)),
        },
    };
    Ok(Fact::Synced(came))
}

async fn find(
    app: &App,
    scope: &TenantScope,
    stored: &StoredSignup,
) -> Result<Result<Look, Snag>, StoreError> {
    let (waba, token) = match account(app, scope, &stored.signup).await? {
        Ok(account) => account,
        Err(snag) => return Ok(Err(snag)),
    };
    let asked_at = app.clock.now();
    let listed = match refresh::list(app, &waba, &token, LISTED).await {
        Ok(listed) => listed,
        Err(NotListed::Wait(_)) => return Ok(Err(Snag::of(Obstacle::Trouble))),
        Err(NotListed::Graph(error)) => return Ok(Err(Snag::of_graph(Task::Find, &error))),
    };
    let (scope, own) = (scope.clone(), stored.id.clone());
    let numbers = app.store.ledger.read(move |read| {
        let mut numbers = Vec::new();
        let seen_to = connect::numbers_seen_to(read, &scope, &waba, &own)?;
        for (node, document) in &listed {
            let Some(listed) = Listed::of_document(document) else { continue };
            let is_pin_known = pin::is_known(read, &scope, &listed.id)?;
            let is_held_elsewhere = refresh::is_held_elsewhere(read, &scope, node)?;
            let is_seen_to = seen_to.contains(&listed.id);
            numbers.push(Listed { is_pin_known, is_held_elsewhere, is_seen_to, ..listed });
        }
        Ok(numbers)
    });
    Ok(Ok(Look { asked_at, numbers: numbers.await? }))
}

/// Reads the account and the number; what they tell of portfolio and app comes along, and both are
/// read by themselves soon.
async fn read(
    app: &App,
    scope: &TenantScope,
    signup: &Signup,
) -> Result<Result<(), Snag>, StoreError> {
    let Some(target) = &signup.target else { return Ok(Err(Snag::of(Obstacle::TokenInvalid))) };
    let number = signup.number.as_ref().map(|number| Node::phone_number(number.id.as_str()));
    for node in [Some(Node::waba(target.waba.as_str())), number].into_iter().flatten() {
        let waba = Some(target.waba.clone());
        if let Some(failure) = refresh::read_now(app, scope, node, waba).await? {
            return Ok(Err(snag_of(&failure)));
        }
    }
    Ok(Ok(()))
}

/// What a failed reading means here; it was kept by its name, with Meta's words and no code.
fn snag_of(failure: &Failure) -> Snag {
    let obstacle = match failure.reason.as_str() {
        "token_dead" => Obstacle::TokenDead,
        "permission_missing" | "not_found" => Obstacle::PermissionMissing,
        "refused" => Obstacle::Refused,
        "unanswered" | "unreadable" => Obstacle::Unanswered,
        _ => Obstacle::Trouble,
    };
    let words = |message: String| Said { code: None, subcode: None, message };
    Snag { obstacle, said: failure.message.clone().map(words) }
}

/// The bound account and its token.
pub(super) async fn account(
    app: &App,
    scope: &TenantScope,
    signup: &Signup,
) -> Result<Result<(WabaId, Secret), Snag>, StoreError> {
    let Some(waba) = signup.target.as_ref().map(|target| target.waba.clone()) else {
        return Ok(Err(Snag::of(Obstacle::TokenInvalid)));
    };
    let (scope, asked) = (scope.clone(), waba.clone());
    let token = app.store.ledger.read(move |read| read.connection_token(&scope, &asked)).await?;
    Ok(token.map(|token| (waba, token)).ok_or(Snag::of(Obstacle::TokenDead)))
}

async fn secret(
    app: &App,
    scope: &TenantScope,
    name: String,
) -> Result<Option<Secret>, StoreError> {
    let scope = scope.clone();
    app.store.ledger.read(move |read| read.secret(&scope, &name)).await
}
