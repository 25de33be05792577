//! Meta's callbacks of Facebook Login: a person removed the app, or asks for their data to be deleted.
//!
//! Both come as a `signed_request` in a form. A removal deletes nothing, since a forged or repeated
//! one must not: what is left of the access is read from Meta at once, and shows by itself.

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use domain::Node;
use domain::audit::Action;
use meta::identifier::Identifier;
use meta::signed_request::{self, SignedRequest};
use serde::Deserialize;
use serde_json::json;
use store::{NewAudit, StoreError, TenantScope};

use super::api;
use crate::app::App;
use crate::erasure::{self, Asked, Who};

/// Where Meta says that a person removed the app.
pub const DEAUTHORIZE: &str = "/meta/deauthorize";
/// Where Meta asks for a person's data to be deleted.
pub const DELETION: &str = "/meta/data-deletion";

/// What Meta posts.
#[derive(Deserialize)]
pub struct Posted {
    #[serde(default)]
    signed_request: String,
}

/// What was posted, or that it can't be read: Meta's is always a form.
type Given = Result<Form<Posted>, FormRejection>;

/// `POST /meta/deauthorize`: every account is read at once; 401 for the signature.
pub async fn deauthorize(State(app): State<App>, headers: HeaderMap, given: Given) -> Response {
    let Ok(Form(posted)) = given else { return api::not_a_form(&headers) };
    if let Err(status) = read(&app, &posted) {
        return status.into_response();
    }
    match look_at_all(&app).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => failed(&error),
    }
}

/// `POST /meta/data-deletion`: kept, and then answered with where to see how far it is.
pub async fn delete(State(app): State<App>, headers: HeaderMap, given: Given) -> Response {
    let Ok(Form(posted)) = given else { return api::not_a_form(&headers) };
    let asked = match read(&app, &posted) {
        Ok(asked) => asked,
        Err(status) => return status.into_response(),
    };
    match ask(&app, asked).await {
        Ok(code) => {
            let base = app.settings.config.base_url.clone().unwrap_or_default();
            let url = format!("{base}/erasure/{code}");
            Json(json!({ "url": url, "confirmation_code": code })).into_response()
        }
        Err(error) => failed(&error),
    }
}

fn read(app: &App, posted: &Posted) -> Result<SignedRequest, StatusCode> {
    let secrets = [app.meta.secret.expose().as_bytes()];
    signed_request::read(&secrets, &posted.signed_request).map_err(|bad| {
        app.metrics.forged.inc();
        tracing::warn!(reason = %bad, "A signed request was refused");
        StatusCode::UNAUTHORIZED
    })
}

/// Has every account read now, and its token asked about: a person's leaving takes access from Farol, if at all,
/// where Meta no longer answers.
async fn look_at_all(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let all = app
        .store
        .ledger
        .transact(move |tx| {
            tx.add_audit(&NewAudit::nobodys(Action::Deauthorized), now)?;
            let all = tx.all_connections()?;
            for bound in &all {
                let scope = TenantScope::for_worker(bound.tenant.clone());
                tx.hint(&scope, &Node::waba(bound.waba.as_str()), now)?;
            }
            Ok(all)
        })
        .await?;
    // What reads may be left while what sends is gone: the token itself is asked about, too.
    all.into_iter().for_each(|bound| app.graph.doubted.doubt(bound.waba));
    app.due.notify_one();
    tracing::info!("Meta says that a person removed the app; every account is read now");
    Ok(())
}

async fn ask(app: &App, asked: SignedRequest) -> Result<String, StoreError> {
    let code = erasure::code_for(app, &asked.user_id, asked.issued_at).await?;
    let who = Who::Known(Identifier::Facebook(asked.user_id));
    erasure::ask(app, Asked { tenant: None, who, by: None, code: code.clone() }).await?;
    Ok(code)
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "What Meta asked for could not be kept; Meta asks again");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
