//! Who brings a login on its way: a person whose role may connect, or somebody without an account who
//! holds a hand-over link. Tenant, and which logins may be touched, come from that credential alone.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::handover::NoLogin;
use store::{HandoverId, PersonId, SignupId, StoreError, TenantScope, TokenHash};
use ui::Language;

use super::forms::plain;
use crate::app::App;
use crate::connect::handover;
use crate::http::gate::MayConnect;
use crate::http::guest::{self, Guest};
use crate::http::page;
use crate::refused_forms::RefusedForm;

/// Who asks.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The language of the answer.
    pub language: Language,
    scope: TenantScope,
    credential: TokenHash,
    person: PersonId,
    link: Option<HandoverId>,
}

impl Actor {
    /// The only tenant whose logins are touched.
    pub fn scope(&self) -> TenantScope {
        self.scope.clone()
    }

    /// What a nonce is bound to: the session, or what the link's browser holds.
    pub fn credential(&self) -> TokenHash {
        self.credential
    }

    /// Who answers for a login that is begun: the person, or who made the link.
    pub fn person(&self) -> PersonId {
        self.person.clone()
    }

    /// The link; `None` for a session.
    pub fn link(&self) -> Option<&HandoverId> {
        self.link.as_ref()
    }

    /// What a page that was made for this credential calls itself.
    pub fn shown(&self) -> &str {
        self.link.as_ref().map_or(self.scope.tenant().as_str(), HandoverId::as_str)
    }

    /// Back to where the page shows a login.
    pub fn at_login(&self, id: &SignupId) -> String {
        format!("{}#signup-{}", self.base(), plain(id))
    }

    /// Back to the page, which says what was wrong beside the field.
    pub fn not_taken(&self, app: &App, id: &SignupId, form: RefusedForm) -> Response {
        app.refused_forms.keep(self.credential, form, app.clock.now());
        Redirect::to(&self.at_login(id)).into_response()
    }

    /// Why no login may be begun now; a session may always.
    ///
    /// # Errors
    /// When the ledger fails.
    pub async fn no_login(&self, app: &App) -> Result<Option<NoLogin>, StoreError> {
        let Some(id) = self.link.clone() else { return Ok(None) };
        let (scope, now) = (self.scope(), app.clock.now());
        let may = app.store.ledger.read(move |read| handover::may_begin(read, &scope, &id, now));
        Ok(may.await?.err())
    }

    /// Whether a login may be touched: any of the tenant's by a session, its own by a link.
    ///
    /// # Errors
    /// When the ledger fails.
    pub async fn may_touch(&self, app: &App, signup: &SignupId) -> Result<bool, StoreError> {
        let Some(link) = self.link.clone() else { return Ok(true) };
        let (scope, signup) = (self.scope(), signup.clone());
        app.store.ledger.read(move |read| read.handover_began(&scope, &link, &signup)).await
    }

    fn base(&self) -> &'static str {
        if self.link.is_some() { guest::HERE } else { "/connect" }
    }

    /// By its address: below a link's page only a link counts, and everywhere else only a session.
    async fn of(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        if parts.uri.path().starts_with(guest::BELOW) {
            let Guest { link, holder, language } = Guest::from_request_parts(parts, app).await?;
            return Ok(Self {
                language,
                scope: TenantScope::for_worker(link.tenant),
                credential: holder,
                person: link.made_by,
                link: Some(link.id),
            });
        }
        let MayConnect(viewer) = MayConnect::from_request_parts(parts, app).await?;
        Ok(Self {
            language: viewer.language,
            scope: viewer.scope(),
            credential: viewer.hash,
            person: viewer.session.person,
            link: None,
        })
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = Response;

    /// A login in the address that a link did not begin is not there for it.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let actor = Self::of(parts, app).await?;
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(IntoResponse::into_response)?;
        let named = params.iter().find(|(name, _)| *name == "signup");
        let Some(signup) = named.map(|(_, id)| SignupId::new(id)) else { return Ok(actor) };
        match actor.may_touch(app, &signup).await {
            Ok(true) => Ok(actor),
            Ok(false) => Err(page::problem(actor.language, StatusCode::NOT_FOUND, None)),
            Err(error) => Err(page::failed(actor.language, &error)),
        }
    }
}
