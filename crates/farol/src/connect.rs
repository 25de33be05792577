//! Logins with Facebook as the program keeps them: begun by a person, carried on by `work/connect`.
//!
//! A fact is applied in the transaction that keeps what it means: its secrets, the account's
//! binding, the logins that it takes the place of.

pub mod by_hand;
pub mod disconnect;
mod door;
pub mod handover;
mod leave;
mod others;
mod registered;
mod routing;
mod sharing;
mod turns;

use domain::Timestamp;
use domain::signup::{Ending, Fact, Signup, Stage, Task, Undo};
use domain::situation::Situation;
use meta::WabaId;
use meta::signup::Event;
use store::{
    HandoverId, LedgerTx, NonceUse, PersonId, Secret, SignupId, StoreError, StoredSignup,
    TenantScope, TokenHash,
};

pub use self::door::{Door, callback_of, door_of};
pub use self::leave::{Agreement, abandon, dismiss, is_shared};
pub use self::others::numbers_seen_to;
pub(crate) use self::registered::registered;
pub use self::routing::{SetBeside, decide_route, note_set_beside};
pub use self::sharing::hear_partner_added;
pub use self::turns::AccountTurns;
use crate::app::App;
use crate::clock;
use crate::http::WEBHOOKS;
use crate::pin;

pub use domain::by_hand::SCOPES;

/// Webhook fields that Farol asks Meta for.
pub const FIELDS: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "business_status_update",
    "business_username_update",
    "history",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "user_preferences",
];

/// Where Meta is to send the installation's webhooks; `None` while nobody told Farol its address.
pub fn own_callback(app: &App) -> Option<String> {
    let base_url = app.settings.config.base_url.as_deref();
    app.meta.reaches.as_deref().or(base_url).map(callback_at)
}

/// Where Meta is to send the webhooks of an installation at this address.
pub fn callback_at(base_url: &str) -> String {
    format!("{}{WEBHOOKS}", base_url.trim_end_matches('/'))
}

/// Logins of one account that are looked through; people make a handful.
const OTHERS: usize = 200;

/// How the popup ended.
#[derive(Clone, Debug)]
pub enum Came {
    /// With a code; and what its message told, if that came first.
    Code(Secret, Option<Event>),
    /// Without one.
    Nothing(Option<Event>),
    /// With its window gone, and neither a code nor a word.
    Lost,
}

/// Where a login was begun: by which session's or link's nonce.
#[derive(Clone, Debug)]
pub struct Nonce {
    /// The nonce.
    pub nonce: TokenHash,
    /// The session that asked for it, or what the browser holds that has the link.
    pub session: TokenHash,
    /// The situation that the page was opened in, where one was chosen.
    pub situation: Option<Situation>,
    /// The account that is to be connected again, and no other; `None` for whichever it brings.
    pub again: Option<WabaId>,
    /// The hand-over link whose nonce it is; `None` for a session's.
    pub link: Option<HandoverId>,
}

/// Keeps a login that a nonce began; `None` when the nonce is not good for it. The same code with
/// the same nonce is the same login, as an answer may be lost on its way to the page.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn begin(
    app: &App,
    scope: TenantScope,
    person: PersonId,
    nonce: Nonce,
    came: Came,
) -> Result<Option<SignupId>, StoreError> {
    let id = SignupId::new(clock::random_token());
    let code = match &came {
        Came::Code(code, _) => Some(TokenHash::of(code.expose())),
        Came::Nothing(_) | Came::Lost => None,
    };
    let (now, steady) = (app.clock.now(), app.clock.steady());
    let tenant = scope.tenant().clone();
    let begun = app
        .store
        .ledger
        .transact(move |tx| {
            // The link may have ended, or begun another login, since it asked for the nonce.
            if let Some(link) = &nonce.link
                && handover::may_begin(tx, &scope, link, now)?.is_err()
            {
                return tx.login_of_nonce(nonce.nonce, nonce.session, &scope, code);
            }
            match tx.use_nonce(nonce.nonce, nonce.session, &scope, (&id, code), steady)? {
                NonceUse::Refused => Ok(None),
                NonceUse::Repeated(id) => Ok(Some(id)),
                NonceUse::Fresh => {
                    if let Some(situation) = nonce.situation {
                        tx.note_situation(&scope, &id, situation)?;
                    }
                    let is_for_app = nonce.situation.is_some_and(Situation::keeps_app);
                    let signup = began(&came, now).expecting(nonce.again);
                    let signup = if is_for_app { signup.for_app() } else { signup };
                    add(tx, &scope, (&id, &person), &came, &signup)?;
                    if let Some(link) = &nonce.link {
                        tx.note_handover(&scope, link, &id)?;
                    }
                    Ok(Some(id))
                }
            }
        })
        .await?;
    app.signups.notify_one();
    app.pulse.stir(tenant);
    Ok(begun)
}

/// Keeps a login whose code was given to the program itself, without popup and nonce.
///
/// # Errors
/// When the ledger fails; nothing is then kept.
pub async fn begin_preauthorised(
    app: &App,
    scope: TenantScope,
    person: PersonId,
    code: Secret,
    told: Option<Event>,
) -> Result<SignupId, StoreError> {
    let id = SignupId::new(clock::random_token());
    let now = app.clock.now();
    let came = Came::Code(code, told);
    let begun = id.clone();
    let add = move |tx: &LedgerTx<'_>| add(tx, &scope, (&id, &person), &came, &began(&came, now));
    app.store.ledger.transact(add).await?;
    app.signups.notify_one();
    Ok(begun)
}

fn began(came: &Came, now: Timestamp) -> Signup {
    match came {
        Came::Code(_, told) => Signup::with_code(told.clone(), now),
        Came::Nothing(told) => Signup::without_code(told.clone(), ending(told.as_ref()), now),
        Came::Lost => Signup::without_code(None, Ending::Lost, now),
    }
}

fn add(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    (id, person): (&SignupId, &PersonId),
    came: &Came,
    signup: &Signup,
) -> Result<(), StoreError> {
    match came {
        Came::Code(code, _) => tx.save_secret(scope, &code_name(id), code)?,
        Came::Nothing(_) | Came::Lost => {}
    }
    tx.save_signup(scope, id, person, signup)
}

/// Why a popup that brought no code led nowhere.
fn ending(told: Option<&Event>) -> Ending {
    match told {
        Some(Event::Cancel { current_step }) => {
            Ending::Cancelled { current_step: current_step.clone() }
        }
        Some(Event::ReportedError { error_message, error_id, session_id, .. }) => {
            Ending::Reported {
                error_message: error_message.clone(),
                error_id: error_id.clone(),
                session_id: session_id.clone(),
            }
        }
        Some(
            Event::Finish { .. }
            | Event::FinishOnlyWaba { .. }
            | Event::FinishWhatsappBusinessAppOnboarding { .. },
        ) => Ending::NoCode,
        Some(Event::Other { event }) => Ending::Untold { event: event.clone() },
        None => Ending::Closed,
    }
}

/// Tells a login a fact, if the tenant has it; whether it has.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn tell(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    fact: Fact,
) -> Result<bool, StoreError> {
    change(app, scope, id, move |tx, scope, stored, now| {
        apply(tx, scope, stored, fact, now)?;
        Ok(())
    })
    .await
}

/// Changes a login in one transaction and has whoever waits for it look again; whether the tenant
/// has such a login.
async fn change(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    doing: impl FnOnce(&LedgerTx<'_>, &TenantScope, StoredSignup, Timestamp) -> Result<(), StoreError>
    + Send
    + 'static,
) -> Result<bool, StoreError> {
    Ok(change_to(app, scope, id, doing).await?.is_some())
}

/// The same, with what the change came to; `None` when the tenant has no such login.
async fn change_to<T: Send + 'static>(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    doing: impl FnOnce(&LedgerTx<'_>, &TenantScope, StoredSignup, Timestamp) -> Result<T, StoreError>
    + Send
    + 'static,
) -> Result<Option<T>, StoreError> {
    let now = app.clock.now();
    let tenant = scope.tenant().clone();
    let changed = app
        .store
        .ledger
        .transact(move |tx| {
            let Some(stored) = tx.signup(&scope, &id)? else { return Ok(None) };
            doing(tx, &scope, stored, now).map(Some)
        })
        .await?;
    app.signups.notify_one();
    app.pulse.stir(tenant);
    Ok(changed)
}

/// Goes on with the PIN that a person gave; whether the tenant has such a login. Until Meta answers,
/// what was kept before is kept beside it.
///
/// # Errors
/// When the ledger fails; nothing is then changed.
pub async fn give_pin(
    app: &App,
    scope: TenantScope,
    id: SignupId,
    pin: Secret,
) -> Result<bool, StoreError> {
    change(app, scope, id, move |tx, scope, stored, now| {
        if let (Some(number), true) = (&stored.signup.number, stored.signup.wants_pin()) {
            pin::try_first(tx, scope, &number.id, (&pin, &stored.person), now)?;
            apply(tx, scope, stored, Fact::PinGiven, now)?;
        }
        Ok(())
    })
    .await
}

/// Applies a fact to a login and keeps what that means. The rows of logins that it takes the place
/// of end in the same transaction.
///
/// # Errors
/// When the ledger fails.
pub fn apply(
    tx: &LedgerTx<'_>,
    scope: &TenantScope,
    stored: StoredSignup,
    fact: Fact,
    now: Timestamp,
) -> Result<Signup, StoreError> {
    let (id, person, mut signup) =
        (stored.id.clone(), stored.person.clone(), stored.signup.clone());
    let before = &stored.signup;
    // A look that comes late, for a login that went elsewhere, takes nobody's place.
    let has_found = matches!(fact, Fact::Found(Ok(_))) && before.task() == Some(Task::Find);
    let routed = if let Fact::Routed(Ok(routed)) = &fact { Some(*routed) } else { None };
    let is_undone = matches!(fact, Fact::Undone(Ok(())));
    signup.apply(fact, now);
    if before.task() == Some(Task::Route) {
        routing::audit_override(tx, scope, &stored, routed, now)?;
    }
    if is_undone && before.task() == Some(Task::Undo(Undo::Override)) {
        routing::audit_removed(tx, scope, before, now)?;
    }
    if has_found {
        others::meet(tx, scope, &id, &mut signup, now)?;
    }
    if before.stage != signup.stage {
        let was_bound = leave::bound_account(tx, scope, &signup)?.is_some();
        leave::release(tx, scope, (&id, &signup), now)?;
        if matches!(signup.stage, Stage::Ended { ending: Ending::Abandoned }) {
            leave::audit_abandoned(tx, scope, &signup, (was_bound, now))?;
        }
    }
    if before.wants_code() && !signup.wants_code() {
        tx.remove_secret(scope, &code_name(&id))?;
    }
    if before.wants_token() && !signup.wants_token() {
        tx.remove_secret(scope, &token_name(&id))?;
        tx.remove_secret(scope, &by_hand::own_app_name(&id))?;
    }
    let shown = signup.shown_registered(before).filter(|_| has_found);
    if let (Some(sent_at), Some(number)) = (shown, &signup.number) {
        pin::shown(tx, scope, (&number.id, sent_at), &person)?;
    }
    // All of its own is done: the next number may be in another situation.
    if before.stage != signup.stage && matches!(signup.stage, Stage::Awaiting | Stage::Connected) {
        tx.spend_situation(scope, &id, signup.started_at)?;
    }
    if before.stage != signup.stage && signup.stage == Stage::Connected {
        handover::used_by(tx, scope, &stored, now)?;
    }
    if signup != *before {
        tx.save_signup(scope, &id, &person, &signup)?;
    }
    Ok(signup)
}

/// Name of the sealed code of a login.
pub(crate) fn code_name(id: &SignupId) -> String {
    format!("signup/{id}/code")
}

/// Name of the sealed token of a login, until an account is bound with it.
pub(crate) fn token_name(id: &SignupId) -> String {
    format!("signup/{id}/token")
}

/// Name of the sealed PIN of a number.
pub(crate) fn pin_name(phone_number: &str) -> String {
    format!("pin/{phone_number}")
}
