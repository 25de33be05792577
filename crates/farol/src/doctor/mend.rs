//! Mending: the call that a person was shown is made, if it still is what mends the defect, and what
//! came of it is read back. The audit log keeps who did it.

use std::time::Duration;

use domain::audit::Action;
use domain::callback::scrubbed;
use domain::doctor::{Check, Finding, Fix, Mend, Snapshot, State, judge};
use meta::graph::{
    Call, Register, RemoveOverride, Request, SetOverride, Shown, SubscribeApp, SubscribeWebhooks,
};
use meta::hex::hex;
use meta::{AppId, GraphError, PhoneNumberId, WabaId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{NewAudit, PersonId, Secret, StoreError, TenantScope};

use super::looks::seen;
use crate::app::App;
use crate::callback::{self, Allowed, Came};
use crate::connect::{SetBeside, door_of, note_set_beside};
use crate::display_name::{self, Cause, Registered, Registration};
use crate::graph::Graph;

/// What a person wants mended.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Which line.
    pub check: Check,
    /// Of what: Meta's id.
    pub id: String,
    /// Of which account; `None` for the installation's app.
    pub waba: Option<String>,
    /// Stamp of the call that was shown.
    pub stamp: String,
    /// Whether the person may change what belongs to the installation.
    pub may_change_app: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// Meta did it, and shows it.
    Mended,
    /// Meta said yes, and does not show it.
    NotShown,
    /// It is good meanwhile, or another call mends it now; nothing was sent.
    Changed,
    /// Its account is being disconnected; nothing was sent.
    BeingUndone,
    /// Only who runs the installation may; nothing was sent.
    NotYours,
    /// Another change of the number is under way, or too many registrations went out; nothing was
    /// sent.
    NotNow,
    /// Meta refused, or gave no answer.
    Refused(GraphError),
}

/// A call as it is shown and as it is made.
struct Mending<'a> {
    mend: &'a Mend,
    verify_token: &'a Secret,
}

impl Call for Mending<'_> {
    type Reply = ();
    const EDGE: &'static str = "mend";

    fn request(&self) -> Request {
        let verify_token = self.verify_token.expose();
        match self.mend {
            Mend::SetCallback { app, url, fields, .. } => {
                let (app, fields) = (&AppId::new(app.as_str()), fields.iter());
                let fields = &fields.map(String::as_str).collect::<Vec<_>>();
                SubscribeWebhooks { app, callback_url: url, verify_token, fields }.request()
            }
            Mend::Subscribe { waba } => SubscribeApp { waba }.request(),
            Mend::Register { number, .. } => Register { phone_number: number, pin: "" }.request(),
            Mend::RemoveOverride { number, .. } => {
                RemoveOverride { phone_number: number }.request()
            }
            Mend::SetOverride { number, url, .. } => {
                SetOverride { phone_number: number, url, verify_token }.request()
            }
        }
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        // All of them answer the same.
        SubscribeApp { waba: &WabaId::new("") }.reply(answer)
    }
}

/// What a person is shown of the call that mends: no secret is in it.
pub fn request(mend: &Mend) -> Shown {
    Mending { mend, verify_token: &Secret::default() }.request().shown()
}

/// What tells one shown call from another, and from the same one over something else.
pub fn stamp(graph: &Graph, shown: &Shown, finding: &Finding) -> String {
    let Shown { method, path, parameters } = shown;
    let over = finding.over.as_deref().map(|url| callback::mark(graph, url));
    hex(Sha256::digest(format!("{method} {path} {parameters:?} {:?} {over:?}", finding.saw)))
}

/// Mends one defect of a tenant, and looks again; what was seen after it.
///
/// # Errors
/// When the ledger fails.
pub async fn mend(
    app: &App,
    scope: &TenantScope,
    person: &PersonId,
    wish: &Wish,
) -> Result<(Done, Snapshot), StoreError> {
    let before = seen(app, scope, None, Duration::ZERO).await?;
    let (mend, finding) = match wanted(&before, wish) {
        Some(found) if stamp(&app.graph, &request(&found.0), &found.1) == wish.stamp => found,
        Some(_) | None => return Ok((Done::Changed, before)),
    };
    if mend.waba().is_none() && !wish.may_change_app {
        return Ok((Done::NotYours, before));
    }
    let _turn = match mend.waba() {
        Some(waba) => Some(app.account_turns.share(waba).await),
        None => None,
    };
    if let Some(done) = begin(app, scope, person, (&finding, &mend)).await? {
        return Ok((done, before));
    }
    let sent = match send(app, scope, person, (&finding, &mend)).await? {
        Sent::Made(sent) => sent,
        Sent::Nothing(done) => return Ok((done, before)),
    };
    note(app, scope, person, (&finding, &mend, &sent)).await?;
    app.looks.forget(scope.tenant());
    let after = seen(app, scope, None, Duration::ZERO).await?;
    let done = match sent {
        Err(error) => Done::Refused(error),
        Ok(()) => match wanted_line(&after, wish).map(|finding| finding.state) {
            Some(State::Good) => Done::Mended,
            Some(State::Defect | State::Doubtful | State::NotChecked) | None => Done::NotShown,
        },
    };
    Ok((done, after))
}

fn wanted_line(snapshot: &Snapshot, wish: &Wish) -> Option<Finding> {
    let is_it = |found: &Finding| {
        let waba = found.waba.as_ref().map(WabaId::as_str);
        found.check == wish.check && found.node.id == wish.id && waba == wish.waba.as_deref()
    };
    judge(snapshot).into_iter().find(is_it)
}

fn wanted(snapshot: &Snapshot, wish: &Wish) -> Option<(Mend, Finding)> {
    let finding = wanted_line(snapshot, wish)?;
    match &finding.fix {
        Some(Fix::Call(mend)) => Some((mend.clone(), finding)),
        Some(Fix::Person(_)) | None => None,
    }
}

/// What became of a call.
enum Sent {
    /// It was made.
    Made(Result<(), GraphError>),
    /// It was not.
    Nothing(Done),
}

async fn send(
    app: &App,
    scope: &TenantScope,
    person: &PersonId,
    (finding, mend): (&Finding, &Mend),
) -> Result<Sent, StoreError> {
    let over = finding.over.as_deref();
    let Some(waba) = mend.waba() else {
        let allow = async |mark: &str| callback::allow(app, Some(person.clone()), mark).await;
        return set_callback(app, over, allow, callback::see_to(app)).await;
    };
    let (own, account) = (scope.clone(), waba.clone());
    let token = app.store.ledger.read(move |read| read.connection_token(&own, &account)).await?;
    let Some(token) = token else { return Ok(Sent::Nothing(Done::Changed)) };
    let door = door_of(app, scope, waba, &token).await?;
    let call = Mending { mend, verify_token: &door.verify_token };
    Ok(match mend {
        Mend::Register { number, .. } => register_again(app, scope, person, number).await?,
        Mend::SetCallback { .. } => {
            let at = (&door, &token);
            let allow =
                async |mark: &str| callback::allow_at_door(app, at, (scope, person), mark).await;
            set_callback(app, over, allow, callback::see_to_door(app, &door, &token)).await?
        }
        Mend::Subscribe { .. } | Mend::RemoveOverride { .. } | Mend::SetOverride { .. } => {
            Sent::Made(app.graph.call_for_person(&call, &token, waba).await)
        }
    })
}

/// By the rule of every callback: another program's is taken on the word of the person who was shown it,
/// which is kept before.
async fn set_callback(
    app: &App,
    over: Option<&str>,
    allow: impl AsyncFnOnce(&str) -> Result<Allowed, StoreError>,
    see_to: impl Future<Output = Result<Option<Came>, StoreError>>,
) -> Result<Sent, StoreError> {
    if let Some(url) = over {
        match allow(&callback::mark(&app.graph, url)).await? {
            // What was this Farol's own before needs no word; what changed is seen below.
            Allowed::Kept | Allowed::Changed => {}
            Allowed::Refused(error) => return Ok(Sent::Made(Err(error))),
        }
    }
    Ok(match see_to.await? {
        Some(Came::Here | Came::NotShown) => Sent::Made(Ok(())),
        Some(Came::Refused(error)) => Sent::Made(Err(error)),
        Some(Came::Elsewhere { .. }) | None => Sent::Nothing(Done::Changed),
    })
}

/// Noted before, counted, and only with the PIN that is kept, as every registration.
async fn register_again(
    app: &App,
    scope: &TenantScope,
    person: &PersonId,
    number: &PhoneNumberId,
) -> Result<Sent, StoreError> {
    let (number, person) = (number.clone(), person.clone());
    let registration = Registration { number, person, pin: None, cause: Cause::Lost };
    let Some(outcome) = display_name::register(app, scope, registration).await? else {
        return Ok(Sent::Nothing(Done::Changed));
    };
    Ok(match outcome {
        Registered::Done => Sent::Made(Ok(())),
        Registered::NotWanted | Registered::KeptInApp | Registered::PinNeeded => {
            Sent::Nothing(Done::Changed)
        }
        Registered::TooOften { .. } | Registered::Busy => Sent::Nothing(Done::NotNow),
        Registered::NotRead(error)
        | Registered::PinMismatch(error)
        | Registered::OtherPinKept(error)
        | Registered::Refused(error)
        | Registered::InDoubt(error) => Sent::Made(Err(error)),
    })
}

/// Keeps what is about to be done, and whose it is to undo; what to answer where it may not be done.
async fn begin(
    app: &App,
    scope: &TenantScope,
    person: &PersonId,
    (finding, mend): (&Finding, &Mend),
) -> Result<Option<Done>, StoreError> {
    let shown = request(mend);
    let mut detail = json!({
        "check": finding.check.as_str(),
        "call": format!("{} {}", shown.method, shown.path),
    });
    if let Some(url) = &finding.over {
        detail["replaces"] = json!(scrubbed(url));
    }
    let row = NewAudit::of(scope, person, Action::Mended).on(&finding.node.id).with(detail);
    let set = match mend {
        Mend::Subscribe { waba } if finding.check == Check::Subscription => {
            Some((waba.clone(), SetBeside::Subscription))
        }
        Mend::SetOverride { number, waba, .. } => {
            Some((waba.clone(), SetBeside::Override(number.clone())))
        }
        Mend::Subscribe { .. }
        | Mend::SetCallback { .. }
        | Mend::RemoveOverride { .. }
        | Mend::Register { .. } => None,
    };
    let (scope, now, account) = (scope.clone(), app.clock.now(), mend.waba().cloned());
    let kept = app.store.ledger.transact(move |tx| {
        // What is being undone must not be set up again beside it.
        if let Some(waba) = &account
            && tx.is_disconnecting(&scope, waba)?
        {
            return Ok(Some(Done::BeingUndone));
        }
        if let Some((waba, set)) = &set
            && !note_set_beside(tx, &scope, waba, set)?
        {
            return Ok(Some(Done::Changed));
        }
        tx.add_audit(&row, now)?;
        Ok(None)
    });
    kept.await
}

/// Ids and Meta's code only.
async fn note(
    app: &App,
    scope: &TenantScope,
    person: &PersonId,
    (finding, mend, sent): (&Finding, &Mend, &Result<(), GraphError>),
) -> Result<(), StoreError> {
    let shown = request(mend);
    let row = NewAudit::of(scope, person, Action::Mended).on(&finding.node.id).with(json!({
        "check": finding.check.as_str(),
        "call": format!("{} {}", shown.method, shown.path),
        "outcome": outcome(sent),
    }));
    let now = app.clock.now();
    app.store.ledger.transact(move |tx| tx.add_audit(&row, now)).await.map(drop)
}

/// In the word of `domain::audit::Detail::Outcome`.
const fn outcome(sent: &Result<(), GraphError>) -> &'static str {
    match sent {
        Ok(()) => "done",
        Err(
            GraphError::Trouble { .. }
            | GraphError::Unanswered { .. }
            | GraphError::Unreadable { .. },
        ) => "unanswered",
        Err(
            GraphError::TokenDead { .. }
            | GraphError::PermissionMissing { .. }
            | GraphError::NotFound { .. }
            | GraphError::RateLimited { .. }
            | GraphError::Refused { .. },
        ) => "refused",
    }
}
