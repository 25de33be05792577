//! The app's callback: `GET` shows whose it is and what taking it would be, `POST` keeps the word of who
//! runs the installation that it may be taken from the address that the page showed.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::callback::{fields, judge};
use serde::Deserialize;
use store::StoreError;
use ui::view::{Callback, CallbackWait};

use super::super::filled::Filled;
use super::super::gate::InstallationOwner;
use super::super::page;
use super::super::seen::Look;
use crate::callback::{self, Allowed};
use crate::connect::{FIELDS, own_callback};

/// Where the page is.
const HERE: &str = "/connect/callback";
/// The same, once a word was not taken.
const CHANGED: &str = "/connect/callback?changed=1";

/// Whether a word was not taken just before.
#[derive(Default, Deserialize)]
pub struct Before {
    changed: Option<String>,
}

/// `GET /connect/callback`.
pub async fn show(
    _owner: InstallationOwner,
    look: Look,
    before: Result<Query<Before>, QueryRejection>,
) -> Result<Html<String>, Response> {
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let app = &look.app;
    let (ours_before, consent) =
        callback::kept(app).await.map_err(|error| failed(&look, &error))?;
    let (own, found) = (own_callback(app), callback::look(&app.graph).await);
    let of_own = own.as_deref().unwrap_or_default();
    let standing = match &found {
        Ok(found) => Ok(judge(found.as_ref(), of_own, ours_before.as_deref(), FIELDS)),
        Err(error) => Err(error.to_string()),
    };
    let refused = app.callback.refused();
    let mut frame = look.frame(&seen);
    frame.live = false;
    let view = Callback {
        app_id: app.graph.app_id().as_str(),
        own: own.as_deref(),
        fields: &fields(found.as_ref().ok().and_then(Option::as_ref), FIELDS),
        standing: standing.as_ref().map_err(String::as_str),
        waits: consent.as_ref().map(|consent| CallbackWait {
            person: consent.person_name.as_deref(),
            since: consent.given_at,
            said: refused.as_deref(),
        }),
        has_changed: before.is_ok_and(|Query(before)| before.changed.is_some()),
    };
    Ok(Html(ui::callback(&frame, &view)))
}

/// The address that loses the app's webhooks, as the page showed it.
#[derive(Deserialize)]
pub struct Word {
    #[serde(default)]
    replaces: String,
}

/// `POST /connect/callback`: kept first, then done; what is cut off in between the worker does.
pub async fn allow(
    _owner: InstallationOwner,
    look: Look,
    Filled(word): Filled<Word>,
) -> Result<Response, Response> {
    let (app, person) = (&look.app, look.viewer.session.person.clone());
    let allowed = callback::allow(app, Some(person), &word.replaces).await;
    let to = match allowed.map_err(|error| failed(&look, &error))? {
        Allowed::Kept => {
            callback::see_to(app).await.map_err(|error| failed(&look, &error))?;
            HERE
        }
        Allowed::Changed => CHANGED,
        // The page asks again, and says what Meta says.
        Allowed::Refused(_) => HERE,
    };
    Ok(Redirect::to(to).into_response())
}

fn failed(look: &Look, error: &StoreError) -> Response {
    page::failed(look.viewer.language, error)
}
