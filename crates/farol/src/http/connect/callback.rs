//! The app's callback: `GET` shows whose it is and what taking it would be, `POST` keeps the word of who
//! runs the installation that it may be taken from the address that the page showed.

use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::callback::fields;
use serde::Deserialize;
use store::StoreError;
use ui::view::{Callback, CallbackWait};

use super::super::filled::Filled;
use super::super::gate::InstallationOwner;
use super::super::page;
use super::super::seen::Look;
use crate::callback::{self, Allowed};
use crate::connect::{FIELDS, own_callback};
use crate::refused_forms::RefusedForm;

/// Where the page is.
const HERE: &str = "/connect/callback";

/// `GET /connect/callback`.
pub async fn show(_owner: InstallationOwner, look: Look) -> Result<Html<String>, Response> {
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let app = &look.app;
    let (_, consent) = callback::kept(app).await.map_err(|error| failed(&look, &error))?;
    let looked = callback::looked(app).await.map_err(|error| failed(&look, &error))?;
    let (said, looked) = match looked {
        Ok(looked) => (String::new(), Some(looked)),
        Err(error) => (error.quoted(), None),
    };
    let mark = looked.as_ref().map(|looked| looked.mark(&app.graph)).unwrap_or_default();
    // A word about another address than the one that Meta shows does nothing.
    let consent = consent.filter(|consent| consent.mark == mark);
    let (own, refused) = (own_callback(app), app.callback.refused());
    let mut frame = look.frame(&seen);
    frame.live = false;
    let view = Callback {
        app_id: app.graph.app_id().as_str(),
        own: own.as_deref(),
        fields: &fields(looked.as_ref().and_then(|looked| looked.found.as_ref()), FIELDS),
        standing: looked.as_ref().map(|looked| &looked.standing).ok_or(&said),
        at: app.clock.now(),
        mark: &mark,
        waits: consent.as_ref().map(|consent| CallbackWait {
            person: consent.person_name.as_deref(),
            since: consent.given_at,
            said: refused.as_deref(),
        }),
        has_changed: app.refused_forms.take(
            look.viewer.hash,
            &RefusedForm::Callback,
            app.clock.now(),
        ),
    };
    Ok(Html(ui::callback(&frame, &view)))
}

/// What tells the address that loses the app's webhooks, which the page showed, from any other.
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
    match allowed.map_err(|error| failed(&look, &error))? {
        Allowed::Kept => {
            callback::see_to(app).await.map_err(|error| failed(&look, &error))?;
        }
        Allowed::Changed => {
            let (credential, now) = (look.viewer.hash, app.clock.now());
            app.refused_forms.keep(credential, RefusedForm::Callback, now);
        }
        // The page asks again, and says what Meta says.
        Allowed::Refused(_) => {}
    }
    Ok(Redirect::to(HERE).into_response())
}

fn failed(look: &Look, error: &StoreError) -> Response {
    page::failed(look.viewer.language, error)
}
