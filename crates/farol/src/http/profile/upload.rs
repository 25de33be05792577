//! Another photo: `POST /profile/{phone_number_id}/photo` with the file and the square, and what a
//! person does about one that did not get through.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Path, Request};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use bytes::Bytes;
use domain::photo::{Fault, Square, picture};
use futures_util::StreamExt as _;
use meta::PhoneNumberId;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use ui::view::{MayWrite, ProfileForm};

use super::super::gate::MayEditProfile;
use super::super::page;
use super::super::seen::Look;
use super::Shown;
use crate::photo;

/// Longest body: a photo of 5 MB, the fields beside it and what divides them.
pub const BODY: usize = 6 << 20;
/// Of a longer body, so many bytes are read and dropped, so that a browser reads the answer.
const DROPPED: usize = 64 << 20;
/// How long a body may take, and its next piece: whoever sends it keeps a place from others.
const ARRIVES: Duration = Duration::from_secs(60);
const NEXT_PIECE: Duration = Duration::from_secs(8);
/// How long a body waits for a place.
const ROOM_FREE: Duration = Duration::from_secs(60);
/// Bodies held at once at most.
static ROOM: Semaphore = Semaphore::const_new(4);

/// `POST /profile/{phone_number_id}/photo`: keeps the photo and has it sent, or says on the page what
/// is wrong with it.
pub async fn send(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, Some(id.clone())).await?;
    if shown.may_write(&look) != MayWrite::Yes {
        let html = Html(shown.page(&look, ProfileForm::Held, None));
        return Ok((StatusCode::FORBIDDEN, html).into_response());
    }
    let Chosen { seen, jpeg } = match arriving(&look, request).await {
        Ok(chosen) => chosen,
        Err(fault) => return Ok(shown.faulty_photo(&look, fault)),
    };
    let who = (viewer.session.person.clone(), seen);
    let sent = photo::send(&look.app, &viewer.scope(), PhoneNumberId::new(id), who, jpeg).await;
    sent.map_err(|error| page::failed(viewer.language, &error))?;
    Ok(Redirect::to(&shown.address(&look)).into_response())
}

/// The photo of a request, while no other of the person's arrives.
async fn arriving(look: &Look, request: Request) -> Result<Chosen, Fault> {
    match look.app.attempts.take_photo(look.viewer.session.person.as_str()) {
        Some(_turn) => Chosen::read(request).await,
        None => {
            // A browser reads the answer once its file is gone; nothing of it is held.
            let _dropped = timeout(ARRIVES, drop_whole(request.into_body())).await;
            Err(Fault::Another)
        }
    }
}

/// `POST /profile/{phone_number_id}/photo/retry`: once more, over what stands at Meta by now.
pub async fn retry(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
) -> Result<Redirect, Response> {
    let shown = Shown::read(&look, Some(id.clone())).await?;
    if shown.may_write(&look) == MayWrite::Yes {
        let (scope, person) = (viewer.scope(), viewer.session.person.clone());
        let tried = photo::again(&look.app, &scope, PhoneNumberId::new(id), person).await;
        tried.map_err(|error| page::failed(viewer.language, &error))?;
    }
    Ok(Redirect::to(&shown.address(&look)))
}

/// `POST /profile/{phone_number_id}/photo/dismiss`: the photo that did not get through is dropped.
pub async fn dismiss(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
) -> Result<Redirect, Response> {
    let shown = Shown::read(&look, Some(id.clone())).await?;
    let dropped = photo::dismiss(&look.app, &viewer.scope(), PhoneNumberId::new(id)).await;
    dropped.map_err(|error| page::failed(viewer.language, &error))?;
    Ok(Redirect::to(&shown.address(&look)))
}

impl Shown {
    /// The page with what is wrong with a file.
    fn faulty_photo(&self, look: &Look, fault: Fault) -> Response {
        let status = match fault {
            Fault::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::Another => StatusCode::TOO_MANY_REQUESTS,
            Fault::Missing
            | Fault::Gif
            | Fault::NotAPicture
            | Fault::Broken
            | Fault::Polyglot
            | Fault::TooManyPixels { .. }
            | Fault::TooHeavy { .. }
            | Fault::Late
            | Fault::TooSmall { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, Html(self.page(look, ProfileForm::Held, Some(fault)))).into_response()
    }
}

/// A photo as it goes to Meta, and the address of the one that the person saw.
struct Chosen {
    seen: Option<String>,
    jpeg: Vec<u8>,
}

impl Chosen {
    /// Reads the form and makes the photo. A body is held only as long as it is needed, and only so
    /// many at once.
    async fn read(request: Request) -> Result<Self, Fault> {
        let Ok(Ok(_room)) = timeout(ROOM_FREE, ROOM.acquire()).await else {
            return Err(Fault::Late);
        };
        let (head, body) = request.into_parts();
        let body = timeout(ARRIVES, whole(body)).await.unwrap_or(Err(Fault::Late))?;
        let request = Request::from_parts(head, Body::from(body));
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Fault::Missing)?;
        let (mut seen, mut file, mut square) = (None, None, [None; 3]);
        while let Some(field) = form.next_field().await.map_err(|_| Fault::Missing)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|_| Fault::Missing)?;
            let text = || std::str::from_utf8(&bytes).ok();
            match name.as_str() {
                "photo" => file = Some(bytes.to_vec()),
                "seen" => seen = text().map(str::to_owned).filter(|seen| !seen.is_empty()),
                "left" => square[0] = text().and_then(|text| text.parse::<u32>().ok()),
                "top" => square[1] = text().and_then(|text| text.parse::<u32>().ok()),
                "side" => square[2] = text().and_then(|text| text.parse::<u32>().ok()),
                _ => {}
            }
        }
        let file = file.filter(|file| !file.is_empty()).ok_or(Fault::Missing)?;
        if file.len() > picture::BYTES {
            return Err(Fault::TooLong);
        }
        let square = match square {
            [Some(left), Some(top), Some(side)] => Some(Square { left, top, side }),
            _ => None,
        };
        Ok(Self { seen, jpeg: photo::prepare(file, square).await? })
    }
}

/// A body of at most [`BODY`] bytes, which goes on arriving.
async fn whole(body: Body) -> Result<Bytes, Fault> {
    let mut stream = body.into_data_stream();
    let (mut held, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = timeout(NEXT_PIECE, stream.next()).await.map_err(|_| Fault::Late)? {
        let chunk = chunk.map_err(|_| Fault::Missing)?;
        length += chunk.len();
        if length <= BODY {
            held.extend_from_slice(&chunk);
        } else if length <= DROPPED {
            held = Vec::new();
        } else {
            break;
        }
    }
    if length > BODY { Err(Fault::TooLong) } else { Ok(Bytes::from(held)) }
}

/// Reads at most [`DROPPED`] bytes of a body that goes on arriving, and keeps none.
async fn drop_whole(body: Body) {
    let mut stream = body.into_data_stream();
    let mut length = 0_usize;
    while let Ok(Some(Ok(chunk))) = timeout(NEXT_PIECE, stream.next()).await {
        length += chunk.len();
        if length > DROPPED {
            return;
        }
    }
}
