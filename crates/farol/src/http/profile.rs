//! Perfil do WhatsApp: shown by `GET /profile`, written by `POST /profile/{phone_number_id}`.

pub mod name;
pub mod upload;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, RawForm};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::photo::Fault;
use domain::profile::{Part, Texts};
use domain::role::Permission;
use domain::{Node, Replica, number};
use meta::{GraphError, PhoneNumberId};
use serde::Deserialize;
use store::{LedgerRead, PhotoUpload, StoreError, TenantScope};
use ui::view::{MayWrite, Photo, Profile, ProfileForm, ProfileTrouble, Refusal};

use super::gate::MayEditProfile;
use super::page;
use super::seen::{Look, Seen};
use crate::pin;
use crate::profile::{self, Edit, Outcome};

/// Tells the page after a write, once, that it was written: the number, and whether it was read back.
const SAVED: &str = "farol-saved";

/// Which number the page is about.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    number: String,
}

/// `GET /profile`: of the number asked for, else of the first active one.
pub async fn show(
    look: Look,
    jar: CookieJar,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Response> {
    let Query(asked) = asked.unwrap_or_default();
    let asked = Some(asked.number).filter(|number| !number.is_empty());
    let shown = Shown::read(&look, asked).await?;
    let saved = jar.get(SAVED).and_then(|cookie| read_saved(cookie.value(), shown.id()));
    let form = match saved {
        Some(is_read_back) => ProfileForm::Saved { is_read_back },
        None => ProfileForm::Held,
    };
    let html = Html(shown.page(&look, form, None));
    Ok(match saved {
        Some(_) => (jar.remove(saved_cookie(String::new())), html).into_response(),
        None => html.into_response(),
    })
}

/// `GET /profile/{phone_number_id}`: where a form's answer stood, looked at again.
pub async fn again(look: Look, Path(id): Path<String>) -> Result<Redirect, Response> {
    let shown = Shown::read(&look, Some(id)).await?;
    Ok(Redirect::to(&shown.address(&look)))
}

/// `POST /profile/{phone_number_id}`: writes what was changed, or answers with the form as typed.
pub async fn save(
    MayEditProfile(viewer): MayEditProfile,
    look: Look,
    Path(id): Path<String>,
    RawForm(form): RawForm,
) -> Result<Response, Response> {
    let shown = Shown::read(&look, Some(id.clone())).await?;
    let Some(typed) = Typed::read(&form) else {
        return Err(page::problem(viewer.language, StatusCode::BAD_REQUEST, None));
    };
    if shown.may_write(&look) != MayWrite::Yes {
        return Ok((StatusCode::FORBIDDEN, Html(shown.page(&look, ProfileForm::Held, None)))
            .into_response());
    }
    if let Some(part) = typed.take {
        return Ok(Html(shown.with_taken(&look, typed, part)).into_response());
    }
    let edit = Edit {
        number: PhoneNumberId::new(id),
        person: viewer.session.person.clone(),
        seen: typed.seen.clone(),
        wanted: typed.texts.clone(),
    };
    let saved = profile::save(&look.app, &viewer.scope(), edit).await;
    let outcome = saved.map_err(|error| page::failed(viewer.language, &error))?;
    let Some(outcome) = outcome else { return Err(look.not_found()) };
    // What was just read is shown, not what stood before.
    let shown = Shown::read(&look, shown.id().map(str::to_owned)).await?;
    Ok(shown.answer(&look, typed, outcome))
}

/// A form as it came.
#[derive(Clone, Debug, Default)]
struct Typed {
    texts: Texts,
    seen: Texts,
    /// The part for which Meta's text is wanted after all.
    take: Option<Part>,
    /// The parts in which the form stood in conflict.
    conflicts: Vec<Part>,
}

impl Typed {
    /// `None` when it does not hold what the page put into it.
    fn read(form: &[u8]) -> Option<Self> {
        let mut typed = Self::default();
        let mut seen = None;
        let part = |word: &str| Part::ALL.into_iter().find(|part| part.as_str() == word);
        for (key, value) in url::form_urlencoded::parse(form) {
            let value = value.into_owned();
            match key.as_ref() {
                "about" => typed.texts.about = value,
                "description" => typed.texts.description = value,
                "vertical" => typed.texts.vertical = value,
                "email" => typed.texts.email = value,
                "address" => typed.texts.address = value,
                "websites" => typed.texts.websites.push(value),
                "seen" => seen = serde_json::from_str(&value).ok(),
                "take" => typed.take = part(&value),
                "conflicts" => typed.conflicts.extend(part(&value)),
                _ => {}
            }
        }
        typed.seen = seen?;
        Some(typed)
    }
}

/// The page's state: the tenant's, and the number that it is about.
struct Shown {
    seen: Seen,
    /// Its place among the scope's numbers; `None` when there is no number.
    nth: Option<usize>,
    kept: Kept,
}

/// What the ledger has of that number beside its replica.
#[derive(Default)]
struct Kept {
    profile: Option<Replica>,
    /// The photo that somebody sent.
    upload: Option<PhotoUpload>,
    /// Of the display name.
    name: name::Kept,
    username: Option<Replica>,
    /// Of the PIN, and never the PIN.
    pin: domain::pin::Kept,
}

impl Kept {
    fn read(read: &LedgerRead<'_>, scope: &TenantScope, id: &str) -> Result<Self, StoreError> {
        let number = PhoneNumberId::new(id);
        Ok(Self {
            profile: read.replica(scope, &Node::profile(id))?,
            upload: read.photo_upload(scope, &number)?,
            name: name::Kept::read(read, scope, &number)?,
            username: read.replica(scope, &Node::username(id))?,
            pin: pin::kept(read, scope, &number)?,
        })
    }
}

/// What a page says beside what is so.
#[derive(Clone, Copy, Default)]
struct Said<'a> {
    /// What the profile's form holds.
    form: ProfileForm<'a>,
    /// What is wrong with a photo.
    fault: Option<Fault>,
    /// What became of a request about the display name.
    name: name::Answer<'a>,
}

impl Shown {
    async fn read(look: &Look, asked: Option<String>) -> Result<Self, Response> {
        let wanted = asked.clone();
        let (seen, (nth, kept)) = look
            .see_with(move |read, scope, seen| {
                let nth = chosen(&seen.scope.numbers, wanted.as_deref());
                let node = nth.and_then(|nth| seen.scope.numbers.get(nth));
                let Some(id) = node.map(|number| number.node.id.as_str()) else {
                    return Ok((nth, Kept::default()));
                };
                Ok((nth, Kept::read(read, scope, id)?))
            })
            .await?;
        match (asked, nth) {
            (Some(_), None) => Err(look.not_found()),
            _ => Ok(Self { seen, nth, kept }),
        }
    }

    fn number(&self) -> Option<&Replica> {
        self.seen.scope.numbers.get(self.nth?)
    }

    fn id(&self) -> Option<&str> {
        self.number().map(|number| number.node.id.as_str())
    }

    fn may_write(&self, look: &Look) -> MayWrite {
        if !look.may(Permission::EditProfile) {
            return MayWrite::NotThisRole;
        }
        if self.number().is_some_and(number::is_in_app) {
            return MayWrite::KeptInApp;
        }
        match &self.kept.profile {
            Some(profile) if profile.read_at.is_some() => MayWrite::Yes,
            Some(_) | None => MayWrite::NeverRead,
        }
    }

    fn page(&self, look: &Look, form: ProfileForm<'_>, fault: Option<Fault>) -> String {
        self.saying(look, Said { form, fault, ..Said::default() })
    }

    /// The page with what became of a form.
    fn saying(&self, look: &Look, said: Said<'_>) -> String {
        let mut frame = look.frame(&self.seen);
        // The address of a form's answer is one to look at again.
        frame.path = self.address(look);
        let (standing, upload) = (self.standing(frame.now), self.kept.upload.as_ref());
        let view = Profile {
            scope: &self.seen.scope,
            number: self.number(),
            profile: self.kept.profile.as_ref(),
            intervals: &look.app.settings.intervals,
            may_write: self.may_write(look),
            form: said.form,
            photo: Photo { upload: upload.map(|kept| &kept.upload), fault: said.fault },
            name: self.name(look, &standing, said.name),
            username: self.kept.username.as_ref(),
            pin: self.kept.pin,
        };
        ui::profile(&frame, &view)
    }

    fn address(&self, look: &Look) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.id().map(|id| ("number", id)));
        query.extend_pairs(look.waba().map(|waba| ("waba", waba)));
        match query.finish() {
            query if query.is_empty() => "/profile".to_owned(),
            query => format!("/profile?{query}"),
        }
    }

    /// The form with Meta's text in one part.
    fn with_taken(&self, look: &Look, mut typed: Typed, part: Part) -> String {
        typed.texts.take(&[part], &typed.seen);
        typed.conflicts.retain(|conflict| *conflict != part);
        let trouble = ProfileTrouble::Conflict(&typed.conflicts);
        let (texts, seen) = (&typed.texts, &typed.seen);
        self.page(look, ProfileForm::Typed { texts, seen, trouble }, None)
    }

    fn answer(&self, look: &Look, typed: Typed, outcome: Outcome) -> Response {
        let Typed { texts, seen, .. } = typed;
        let typed = texts.tidied();
        let form = |status: StatusCode, seen: &Texts, trouble: ProfileTrouble<'_>| {
            let form = ProfileForm::Typed { texts: &typed, seen, trouble };
            (status, Html(self.page(look, form, None))).into_response()
        };
        // What Meta has by now is what is seen from here on, so what was not typed comes from it
        // too: else it would count as typed, and be written over somebody else's.
        let from_now = |now: &Texts, trouble: ProfileTrouble<'_>| {
            let texts = typed.over(&seen, now);
            let form = ProfileForm::Typed { texts: &texts, seen: now, trouble };
            (StatusCode::CONFLICT, Html(self.page(look, form, None))).into_response()
        };
        match outcome {
            Outcome::Unchanged => Redirect::to(&self.address(look)).into_response(),
            Outcome::Saved { is_read_back } => {
                let value = format!("{}.{}", self.id().unwrap_or_default(), u8::from(is_read_back));
                let jar = CookieJar::from_headers(&HeaderMap::new()).add(saved_cookie(value));
                (jar, Redirect::to(&self.address(look))).into_response()
            }
            Outcome::Faults(faults) => {
                let trouble = ProfileTrouble::Faults(&faults);
                form(StatusCode::UNPROCESSABLE_ENTITY, &seen, trouble)
            }
            Outcome::Conflict { now, parts } => from_now(&now, ProfileTrouble::Conflict(&parts)),
            Outcome::Busy => form(StatusCode::CONFLICT, &seen, ProfileTrouble::Busy),
            Outcome::NotRead(error) => {
                let (reason, message) = (error.name(), error.message());
                let trouble = ProfileTrouble::NotRead { reason, message };
                form(StatusCode::BAD_GATEWAY, &seen, trouble)
            }
            Outcome::Refused(error) => {
                let code = code_of(&error);
                let trouble = ProfileTrouble::Refused {
                    code: code.as_deref(),
                    reason: error.name(),
                    message: error.message(),
                };
                form(StatusCode::BAD_GATEWAY, &seen, trouble)
            }
            Outcome::InDoubt(error) => {
                let trouble = ProfileTrouble::InDoubt { reason: error.name() };
                form(StatusCode::BAD_GATEWAY, &seen, trouble)
            }
            Outcome::KeptOtherwise { now, parts } => {
                from_now(&now, ProfileTrouble::KeptOtherwise(&parts))
            }
        }
    }
}

/// Meta's code and subcode, as in `100/2388001`; `None` when Meta gave none.
pub(super) fn code_of(error: &GraphError) -> Option<String> {
    error.code().map(|code| match error.subcode() {
        Some(subcode) => format!("{code}/{subcode}"),
        None => code.to_string(),
    })
}

/// What Meta, or the way to it, said no with.
pub(super) fn refusal<'a>(error: &'a GraphError, code: Option<&'a str>) -> Refusal<'a> {
    Refusal { code, reason: error.name(), message: error.message() }
}

/// The number asked for, else the first active one, else the first.
fn chosen(numbers: &[Replica], asked: Option<&str>) -> Option<usize> {
    match asked {
        Some(id) => numbers.iter().position(|number| number.node.id == id),
        None => numbers.iter().position(number::is_active).or((!numbers.is_empty()).then_some(0)),
    }
}

/// Whether this number was just written, and read back.
fn read_saved(value: &str, id: Option<&str>) -> Option<bool> {
    let (number, is_read_back) = value.split_once('.')?;
    (Some(number) == id).then_some(is_read_back == "1")
}

fn saved_cookie(value: String) -> Cookie<'static> {
    Cookie::build((SAVED, value))
        .path("/profile")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(std::time::Duration::from_secs(60).try_into().unwrap_or_default())
        .build()
}
