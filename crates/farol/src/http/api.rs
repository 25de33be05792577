//! The API under `/api/v1`: the facts of the pages as JSON, each value with when and how it was
//! heard, and problems as RFC 9457 has them.
//!
//! Routes and their description are made of the same functions, so that neither can leave the other
//! behind. Who asks is known by the session alone; without one the answer is a problem, never a
//! redirect.

mod caller;
mod changes;
mod health;
mod limit;
mod numbers;
mod problem;
mod readiness;
mod told;

use std::sync::LazyLock;

use axum::Json;
use axum::Router;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{Components, OpenApi as Description};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use problem::{broken, not_a_form, not_found};

use super::gate::COOKIE;
use crate::app::App;

/// What every address of the API begins with.
pub(super) const PREFIX: &str = "/api/";

/// What stands above the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Farol",
        version = "1",
        description = "What Meta reports about WhatsApp Business numbers and accounts, as Farol \
                       replicates it. Each value carries when it was heard and how: `read` (asked \
                       of Meta's Graph), `webhook`, `operator` (a person did it in Farol) or \
                       `computed` (Farol worked it out). `null` means that it was never heard. \
                       A value that Farol does not know is given as Meta sent it, so no list of \
                       values is complete. Sentences are in the language of the session's person.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "whoever runs this installation"),
    ),
    servers((url = "/")),
    tags(
        (name = "readiness", description = "Is all well?"),
        (name = "facts", description = "What the pages show"),
    ),
    components(schemas(problem::ProblemDocument)),
    modifiers(&Session)
)]
struct Overall;

/// The session's cookie, as the description names credentials.
struct Session;

impl Modify for Session {
    fn modify(&self, description: &mut Description) {
        let cookie = ApiKeyValue::with_description(
            COOKIE,
            "The cookie that the form at /login sets. It holds for 12 hours, and shows one tenant: \
             the one that its person chose.",
        );
        let components = description.components.get_or_insert_with(Components::new);
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The operations, with their description.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Overall::openapi())
        .routes(routes!(readiness::of_tenant))
        .routes(routes!(readiness::of_number))
        .routes(routes!(numbers::list))
        .routes(routes!(health::list))
        .routes(routes!(changes::list))
        .routes(routes!(openapi))
}

/// The routes.
pub(super) fn router() -> Router<App> {
    let (router, _) = described().split_for_parts();
    router
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(axum::middleware::from_fn(super::broken::operation))
}

static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| described().into_openapi());

/// This description.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "description",
    tag = "facts",
    responses((status = 200, description = "This description (OpenAPI 3.1)", body = serde_json::Value)),
    security(())
)]
async fn openapi() -> Json<&'static Description> {
    Json(&DESCRIPTION)
}
