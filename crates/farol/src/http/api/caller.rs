//! Who asks the API: the session behind the cookie, else a problem; and what is asked, else a
//! problem.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use domain::role::Permission;
use meta::WabaId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{LedgerRead, StoreError, TenantScope};
use ui::Language;
use ui::api::ApiProblem;
use utoipa::IntoParams;

use super::super::gate::{Viewer, requested_language};
use super::super::seen::{self, Seen};
use super::problem::Problem;
use crate::app::App;

/// A person who may look.
pub(super) struct Caller {
    pub app: App,
    pub viewer: Viewer,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let chosen = requested_language(&parts.headers);
        let found = Viewer::of_request(&parts.headers, app).await;
        let found = found.map_err(|error| Problem::failed(chosen, &error))?;
        let viewer = found.ok_or_else(|| Problem::of(chosen, ApiProblem::Unauthenticated))?;
        if !viewer.session.role.may(Permission::View) {
            return Err(Problem::of(viewer.language, ApiProblem::Forbidden));
        }
        Ok(Self { app: app.clone(), viewer })
    }
}

impl Caller {
    /// The language of the sentences.
    pub fn language(&self) -> Language {
        self.viewer.language
    }

    /// A problem of this caller.
    pub fn problem(&self, problem: ApiProblem) -> Problem {
        Problem::of(self.language(), problem)
    }

    /// What the pages show, of all accounts or of one, with more from the same snapshot.
    pub async fn see_with<T: Send + 'static>(
        &self,
        waba: Option<String>,
        more: impl FnOnce(&LedgerRead<'_>, &TenantScope, &mut Seen) -> Result<T, StoreError>
        + Send
        + 'static,
    ) -> Result<(Seen, T), Problem> {
        let seen = seen::see_with(&self.app, &self.viewer, waba.map(WabaId::new), more).await;
        let seen = seen.map_err(|error| Problem::failed(self.language(), &error))?;
        seen.ok_or_else(|| self.problem(ApiProblem::NotFound))
    }
}

/// The parameters of a query; one that is not known or can't be read is a problem.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned + Checked> FromRequestParts<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let asked = Query::<T>::try_from_uri(&parts.uri).ok().filter(|Query(asked)| asked.holds());
        let problem =
            || Problem::of(requested_language(&parts.headers), ApiProblem::InvalidParameter);
        asked.map(|Query(asked)| Self(asked)).ok_or_else(problem)
    }
}

/// What was read is within the bounds that the description names.
pub(super) trait Checked {
    /// Whether it is.
    fn holds(&self) -> bool;
}

/// Which accounts are asked about.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct About {
    /// One account alone, by Meta's id; all of the tenant without it.
    #[param(min_length = 1, max_length = 64, required = false, nullable = false)]
    pub waba: Option<String>,
}

impl Checked for About {
    fn holds(&self) -> bool {
        self.waba.as_ref().is_none_or(|waba| (1..=64).contains(&waba.chars().count()))
    }
}

/// An id in the address; what can't be one is not there.
pub(super) struct Id(pub String);

impl FromRequestParts<App> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let found = Path::<String>::from_request_parts(parts, app).await;
        let problem = |_| Problem::of(requested_language(&parts.headers), ApiProblem::NotFound);
        found.map(|Path(id)| Self(id)).map_err(problem)
    }
}
