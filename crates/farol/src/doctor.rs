//! The doctor: what it looks at is read here, and what mends a defect is done here, each by the call
//! that was shown. What it means is said in `domain::doctor`.
//!
//! Looking changes nothing anywhere. It asks because a person waits, so it counts into the quota and
//! is not held back by it.

mod held;
mod looks;
mod mend;
mod shown;

use std::time::Duration;

use domain::by_hand::{holds, is_for_a_day, lacks, reaches};
use domain::doctor::{
    Account, App as Hearing, Hindrance, Number, Reply, Silence, Snapshot, Token, Usage,
};
use domain::payment::{self, Payment};
use domain::preflight::AppSide;
use domain::{Heard, How, Node, Replica, Timestamp};
use futures_util::{StreamExt, stream};
use meta::graph::{Call, DebugToken, GetNode, PhoneNumbers, SubscribedApps, TokenFacts};
use meta::open::NameStatus;
use meta::{GraphError, WabaId};
use serde_json::{Map, Value};
use store::{Secret, StoreError};

pub use self::held::{Held, OwnDoor, held, held_by_all};
pub use self::looks::{AGAIN, KEPT, Looks, seen};
pub use self::mend::{Done, Wish, mend, request, stamp};
pub use self::shown::{accounts, lines};
use crate::app::App;
use crate::callback;
use crate::connect::{self, Door, SCOPES};
use crate::graph::Graph;
use crate::preflight::Asking;

/// How long an answer is waited for: a person waits for the page.
const PATIENCE: Duration = Duration::from_secs(8);
/// Accounts that are asked about at once.
const AT_ONCE: usize = 4;
/// Numbers of an account that are looked at.
const NUMBERS: usize = 500;
/// What is asked of a number.
const OF_NUMBER: &[&str] = &[
    "display_phone_number",
    "status",
    "platform_type",
    "name_status",
    "is_on_biz_app",
    "webhook_configuration",
];
/// What is asked of an account.
const OF_ACCOUNT: &[&str] = &["name", "primary_funding_id", "health_status"];

/// Whom to ask, and as whom.
#[derive(Clone)]
pub struct Asker<'a> {
    /// Meta.
    pub graph: &'a Graph,
    /// What Meta repeats in the handshake.
    pub verify_token: &'a Secret,
    /// Where webhooks should go.
    pub callback_url: Option<String>,
    /// Who knows which address was this Farol's own before.
    pub before: Before<'a>,
    /// The time.
    pub now: Timestamp,
}

/// Who knows which address was this Farol's own before.
#[derive(Clone)]
pub enum Before<'a> {
    /// The running program.
    Running(&'a App),
    /// The data beside it: the address that Meta was given last for the installation's app.
    Noted(Option<String>),
}

impl Before<'_> {
    /// The address that Meta shows, where it was this Farol's own before and nobody answers there.
    async fn of(
        &self,
        side: &AppSide,
        verify_token: &Secret,
    ) -> Result<Option<String>, StoreError> {
        match self {
            Self::Running(app) => callback::before(app, side).await,
            Self::Noted(given) => Ok(callback::left(given.as_deref(), side, verify_token).await),
        }
    }
}

impl<'a> Asker<'a> {
    /// As the running program.
    pub fn of(app: &'a App) -> Self {
        Self {
            graph: &app.graph,
            verify_token: &app.meta.verify_token,
            callback_url: connect::own_callback(app),
            before: Before::Running(app),
            now: app.clock.now(),
        }
    }

    /// Asks Meta about the app and these accounts.
    ///
    /// # Errors
    /// When the ledger fails.
    pub async fn look(&self, held: Vec<Held>) -> Result<Snapshot, StoreError> {
        let side =
            Asking::as_installation(self.graph, self.verify_token, self.callback_url.clone())
                .look();
        let accounts = stream::iter(held).map(|held| self.account(held)).buffered(AT_ONCE);
        let (mut app, accounts) = tokio::join!(side, accounts.collect::<Vec<_>>());
        let accounts = accounts.into_iter().collect::<Result<_, _>>()?;
        app.callback_before = self.before.of(&app, self.verify_token).await?;
        Ok(Snapshot { now: self.now, app, accounts })
    }

    async fn account(&self, held: Held) -> Result<Account, StoreError> {
        let Held { waba, name, token, deaf, registered, pins, door } = held;
        let token = match token {
            Ok(token) => token,
            Err(silence) => return Ok(unasked(waba, name, deaf, silence)),
        };
        // Whoever looks wants Meta's word of now.
        self.graph.forget_dead_token(&token);
        let of = Of { asker: self, waba: &waba, token: &token };
        let known = Known { registered: &registered, pins: &pins };
        let (facts, apps, document, numbers, own_app) = tokio::join!(
            of.token(),
            of.apps(),
            of.document(),
            of.numbers(known),
            self.own_app(&token, door)
        );
        let name = document.as_ref().ok().and_then(|found| text(found, "name")).or(name);
        let now = self.now;
        let payment = document.map(|found| payment_of(&waba, found, now));
        let usage = self.graph.quota.told_percent(waba.as_str()).map(usage);
        let own_app = own_app?;
        Ok(Account { waba, name, own_app, token: facts, apps, payment, usage, deaf, numbers })
    }

    /// The account's own app, if its token is of one.
    async fn own_app(
        &self,
        token: &Secret,
        own: Option<OwnDoor>,
    ) -> Result<Option<AppSide>, StoreError> {
        let (Some(other), Some(own)) = (token.other_app(), own) else { return Ok(None) };
        let OwnDoor { of, given, verify_token } = own;
        let url = self.callback_url.as_deref();
        let url = url.map(|url| format!("{url}/{}", of.id.as_str()));
        let asking = Asking::as_other(self.graph, other, &verify_token, url.clone());
        let mut side = asking.look().await;
        side.callback_before = match &self.before {
            Before::Running(app) => {
                let door = Door { app: other.id.clone(), url, verify_token, of: Some(of) };
                callback::before_at_door(app, (&door, token), &side).await?
            }
            Before::Noted(_) => callback::left(given.as_deref(), &side, &verify_token).await,
        };
        Ok(Some(side))
    }
}

/// An account whose token can't be used.
fn unasked(
    waba: WabaId,
    name: Option<String>,
    deaf: domain::doctor::Deaf,
    silence: Silence,
) -> Account {
    Account {
        waba,
        name,
        own_app: None,
        token: Err(silence.clone()),
        apps: Err(silence.clone()),
        payment: Err(silence.clone()),
        usage: None,
        deaf,
        numbers: Err(silence),
    }
}

/// An account that is asked about.
struct Of<'a> {
    asker: &'a Asker<'a>,
    waba: &'a WabaId,
    token: &'a Secret,
}

impl Of<'_> {
    async fn ask<C: Call>(&self, call: &C) -> Reply<C::Reply> {
        replied(self.asker.graph.call_for_person(call, self.token, self.waba)).await
    }

    async fn token(&self) -> Reply<Token> {
        let call = DebugToken { input_token: self.token.expose() };
        let facts = replied(self.asker.graph.call_as_app_of(self.token, &call)).await?;
        if !facts.is_valid || !lacks(&facts, self.waba).is_empty() {
            // What the doctor found is kept and told by who watches tokens.
            self.asker.graph.doubted.doubt(self.waba.clone());
        }
        Ok(token_of(facts, self.waba))
    }

    async fn apps(&self) -> Reply<Vec<Hearing>> {
        let apps = self.ask(&SubscribedApps { waba: self.waba }).await?;
        let app = |found: meta::graph::SubscribedApp| Hearing {
            id: found.id.to_string(),
            name: found.name,
            override_url: found.override_callback_uri.filter(|url| !url.is_empty()),
        };
        Ok(apps.into_iter().map(app).collect())
    }

    async fn document(&self) -> Reply<Map<String, Value>> {
        self.ask(&GetNode { id: self.waba.as_str(), fields: OF_ACCOUNT }).await
    }

    async fn numbers(&self, known: Known<'_>) -> Reply<Vec<Number>> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let call = PhoneNumbers { waba: self.waba, fields: OF_NUMBER, after };
            let page = self.ask(&call).await?;
            let number = |found| number_of(found, known);
            all.extend(page.data.iter().filter_map(number));
            match page.next {
                Some(next) if all.len() < NUMBERS => after = Some(next),
                Some(_) | None => return Ok(all),
            }
        }
    }
}

async fn replied<T>(call: impl Future<Output = Result<T, GraphError>>) -> Reply<T> {
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(answer) => answer.map_err(|error| silence(&error)),
        Err(_) => Err(Silence { hindrance: Hindrance::NoAnswer, said: "time-out".to_owned() }),
    }
}

fn silence(error: &GraphError) -> Silence {
    let hindrance = match error {
        GraphError::TokenDead { .. } => Hindrance::TokenDead,
        GraphError::PermissionMissing { .. } => Hindrance::NotPermitted,
        GraphError::RateLimited { .. } => Hindrance::TooMany,
        GraphError::NotFound { .. } | GraphError::Refused { .. } => Hindrance::Refused,
        GraphError::Trouble { .. }
        | GraphError::Unanswered { .. }
        | GraphError::Unreadable { .. } => Hindrance::NoAnswer,
    };
    Silence { hindrance, said: error.quoted() }
}

fn token_of(facts: TokenFacts, waba: &WabaId) -> Token {
    let (there, missing): (Vec<&str>, Vec<&str>) =
        SCOPES.into_iter().partition(|scope| holds(&facts, scope));
    let not_granted = there.into_iter().filter(|scope| !reaches(&facts, scope, waba));
    let ends = [facts.expires_at, facts.data_access_expires_at];
    let ends_at = ends.into_iter().filter(|at| *at > 0).min().map(Timestamp::from_seconds);
    Token {
        not_granted: not_granted.map(str::to_owned).collect(),
        missing: missing.into_iter().map(str::to_owned).collect(),
        app_id: facts.app_id.clone(),
        is_for_a_day: is_for_a_day(&facts),
        is_valid: facts.is_valid,
        ends_at,
    }
}

/// As the replica's rule has it, of what was just read.
fn payment_of(waba: &WabaId, document: Map<String, Value>, at: Timestamp) -> Payment {
    let mut replica = Replica::unread(Node::waba(waba.as_str()));
    for field in OF_ACCOUNT {
        let value = document.get(*field).cloned().unwrap_or(Value::Null);
        replica.fields.insert((*field).to_owned(), Heard { value, at, how: How::Read });
    }
    payment::of(&replica)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above 0")]
fn usage(percent: f64) -> Usage {
    Usage { percent: percent.clamp(0.0, 1_000.0).round() as u32 }
}

/// What the ledger has of numbers.
#[derive(Clone, Copy)]
struct Known<'a> {
    registered: &'a [String],
    pins: &'a [String],
}

fn number_of(found: &Map<String, Value>, known: Known<'_>) -> Option<Number> {
    let id = text(found, "id")?;
    let status = text(found, "status");
    let platform = text(found, "platform_type");
    let configuration = found.get("webhook_configuration");
    let own = configuration.and_then(|all| all.get("phone_number")).and_then(Value::as_str);
    Some(Number {
        display: text(found, "display_phone_number"),
        override_url: own.filter(|url| !url.is_empty()).map(str::to_owned),
        was_registered: known.registered.contains(&id),
        is_pin_known: known.pins.contains(&id),
        is_in_app: found.get("is_on_biz_app").is_some_and(|value| *value == true),
        status,
        platform,
        name_status: text(found, "name_status").as_deref().map(NameStatus::from),
        id: meta::PhoneNumberId::new(id),
    })
}

fn text(document: &Map<String, Value>, field: &str) -> Option<String> {
    document.get(field)?.as_str().map(str::to_owned)
}
