//! Coming by a hand-over link, and beginning: `GET /c/{token}` and `POST /c`.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::Timestamp;
use store::{Knock, StoreError, StoredHandover, TokenHash};
use ui::Language;
use ui::view::GuestGone;

use super::{COOKIE, HERE, cookie, failed, gone, knocked, language, over};
use crate::app::App;
use crate::connect::handover;
use crate::http::gate::requested_language;

/// `GET /c/{token}`: the token becomes a cookie, and the address is left. Nothing is used up.
pub async fn arrive(
    State(app): State<App>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Path(token): Path<String>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Response {
    let asked = requested_language(&headers);
    if app.attempts.take_knock(from.ip()).is_err() {
        return gone(asked, GuestGone::TooMany);
    }
    let held = jar.get(COOKIE).map(|cookie| TokenHash::of(cookie.value()));
    match found(&app, TokenHash::of(&token), held).await {
        Ok(None) => gone(asked, GuestGone::Unknown),
        Ok(Some((_, Whose::Own))) => Redirect::to(HERE).into_response(),
        Ok(Some((link, whose))) => match why_not(&link, whose, app.clock.now()) {
            Some(GuestGone::Unknown) => gone(asked, GuestGone::Unknown),
            Some(why) => gone(language(&headers, &link), why),
            None => (jar.add(cookie(token, None)), Redirect::to(HERE)).into_response(),
        },
        Err(error) => failed(asked, &error),
    }
}

/// Who has a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Nobodys,
    /// This browser.
    Own,
    /// Another browser.
    Anothers,
}

/// Why a link does not open here. One that was taken back is as one that never was.
fn why_not(link: &StoredHandover, whose: Whose, now: Timestamp) -> Option<GuestGone> {
    match over(link, now) {
        Some(GuestGone::Revoked) => Some(GuestGone::Unknown),
        Some(why) => Some(why),
        None => (whose == Whose::Anothers).then_some(GuestGone::Elsewhere),
    }
}

/// The link of an address, and who has it.
async fn found(
    app: &App,
    token: TokenHash,
    held: Option<TokenHash>,
) -> Result<Option<(StoredHandover, Whose)>, StoreError> {
    let found = app.store.ledger.read(move |read| {
        let held = held.map(|held| read.knock(held)).transpose()?.flatten();
        Ok(match read.knock(token)? {
            Some(Knock::Address(link)) => Some((link, Whose::Nobodys)),
            Some(Knock::Taken(link)) => {
                let is_own = matches!(&held, Some(Knock::Holder(own)) if own.id == link.id);
                Some((link, if is_own { Whose::Own } else { Whose::Anothers }))
            }
            // What a browser holds is no address.
            Some(Knock::Holder(_)) | None => None,
        })
    });
    found.await
}

/// `POST /c`: this browser has the link from now on.
pub async fn begin(State(app): State<App>, jar: CookieJar, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let asked = requested_language(&parts.headers);
    match knocked(&parts, &app).await {
        Ok(None) => gone(asked, GuestGone::NotHere),
        Ok(Some((Knock::Holder(_), _))) => Redirect::to(HERE).into_response(),
        Ok(Some((Knock::Taken(link), _))) => {
            gone(language(&parts.headers, &link), GuestGone::Elsewhere)
        }
        Ok(Some((Knock::Address(link), token))) => {
            take(&app, jar, (&link, token), language(&parts.headers, &link)).await
        }
        Err(refused) => refused,
    }
}

/// Gives this browser a link that nobody has.
async fn take(
    app: &App,
    jar: CookieJar,
    (link, token): (&StoredHandover, TokenHash),
    language: Language,
) -> Response {
    let now = app.clock.now();
    if let Some(why) = over(link, now) {
        return gone(language, why);
    }
    match handover::open(app, link, token).await {
        Ok(Some(held)) => {
            let held = cookie(held, Some((now, link.handover.expires_at)));
            (jar.add(held), Redirect::to(HERE)).into_response()
        }
        Ok(None) => gone(language, GuestGone::Elsewhere),
        Err(error) => failed(language, &error),
    }
}
