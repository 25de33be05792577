//! Quando avisar: `GET /activity/rules`, its forms, and a test of the mail server.
//!
//! A form that was not taken is answered by the page with what was typed; such a page is not asked
//! again by its script.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::Timestamp;
use domain::audit::Action;
use domain::notice::{Channels, Digest, Kind, Minute, Quiet, Rules, Times};
use domain::role::Permission;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::json;
use store::{NewAudit, StoreError};
use ui::view::{MailTest, NoticeRules, RulesOutcome, TimesFault, TimesForm};

use crate::app::App;
use crate::done_forms::DoneForm;
use crate::http::filled::Filled;
use crate::http::gate::{MaySetNotices, Viewer};
use crate::http::page;
use crate::http::seen::Look;
use crate::mail::{self, Stage, Tested, Verdict};

/// Where the page is.
const HERE: &str = "/activity/rules";
/// Where it says that a form was taken; else a browser goes on to the part that the form names.
const SAVED: &str = "/activity/rules#saved";
/// How long a page waits for the mail server; shorter than a request may take.
const PATIENCE: Duration = Duration::from_secs(25);
/// How the end of a pause is written in a form.
const WRITTEN: &str = "%Y-%m-%dT%H:%M";

/// What became of a form.
#[derive(Default)]
struct Became {
    times: Option<TimesForm>,
    outcome: Option<RulesOutcome>,
    test: Option<MailTest>,
}

/// `GET /activity/rules`.
pub async fn show(look: Look) -> Result<Html<String>, Response> {
    let is_saved = look.done() == Some(DoneForm::NoticesKept);
    let outcome = is_saved.then_some(RulesOutcome::Saved);
    given(&look, Became { outcome, ..Became::default() }).await
}

/// The page, with what became of a form.
async fn given(look: &Look, became: Became) -> Result<Html<String>, Response> {
    let person = look.viewer.session.person.clone();
    let read = look.see_with(move |read, scope, _| {
        Ok((read.notice_rules(scope, &person)?, read.notice_times(scope, &person)?))
    });
    let (seen, (rules, times)) = read.await?;
    let default = Rules { own: BTreeMap::new(), ..rules.clone() };
    let may_set = look.may(Permission::SetNotices);
    let default = may_set.then(|| listed(&default));
    let mut frame = look.frame(&seen);
    frame.path = HERE.to_owned();
    // What answers a form has an address that can't be asked for again.
    let is_answer = became.times.is_some() || became.test.is_some();
    frame.live = !is_answer;
    let view = NoticeRules {
        rules: &listed(&rules),
        has_own: !rules.own.is_empty(),
        default: default.as_deref(),
        times: &became.times.unwrap_or_else(|| form(&times, &look.app.settings.time_zone)),
        muted_until: times.muted_until,
        outcome: became.outcome,
        email: &look.viewer.session.email,
        has_mail_server: look.app.settings.config.smtp.is_some(),
        test: became.test.as_ref(),
    };
    Ok(Html(ui::notice_rules(&frame, &view)))
}

fn listed(rules: &Rules) -> Vec<(Kind, Channels)> {
    Kind::ALL.into_iter().map(|kind| (kind, rules.channels(kind))).collect()
}

/// A form of rules: `mail.KIND` and `app.KIND` for what is chosen, or `reset`.
type Chosen = BTreeMap<String, String>;

/// The channels that a form chooses for a kind. What is always shown has no box that could be off.
fn channels(chosen: &Chosen, kind: Kind) -> Channels {
    let is_on = |channel: &str| chosen.contains_key(&format!("{channel}.{}", kind.as_str()));
    Channels { app: is_on("app") || kind.is_always_shown(), email: is_on("mail") }
}

/// `POST /activity/rules`: the person's own choices, where they differ from the tenant's default.
pub async fn save(
    State(app): State<App>,
    viewer: Viewer,
    Filled(chosen): Filled<Chosen>,
) -> Response {
    let (scope, person) = (viewer.scope(), viewer.session.person.clone());
    let kept = app.store.ledger.transact(move |tx| {
        let default = tx.tenant_notice_rules(&scope)?;
        tx.forget_notice_rules(&scope, &person)?;
        if chosen.contains_key("reset") {
            return Ok(());
        }
        let own = Kind::ALL.map(|kind| (kind, channels(&chosen, kind)));
        let differs = |(kind, channels): &(Kind, Channels)| *channels != default.channels(*kind);
        own.into_iter()
            .filter(differs)
            .try_for_each(|(kind, channels)| tx.set_notice_rule(&scope, &person, kind, channels))
    });
    saved(&app, &viewer, kept.await)
}

/// `POST /activity/rules/default`: what holds for whoever chose nothing.
pub async fn save_default(
    State(app): State<App>,
    MaySetNotices(viewer): MaySetNotices,
    Filled(chosen): Filled<Chosen>,
) -> Response {
    let (scope, person, now) = (viewer.scope(), viewer.session.person.clone(), app.clock.now());
    let kept = app.store.ledger.transact(move |tx| {
        let before = tx.tenant_notice_rules(&scope)?;
        let chosen = Kind::ALL.map(|kind| (kind, channels(&chosen, kind)));
        for (kind, channels) in chosen {
            tx.set_tenant_notice_rule(&scope, kind, channels)?;
        }
        let differs = |(kind, channels): &(Kind, Channels)| before.channels(*kind) != *channels;
        let differing = chosen.iter().filter(|one| differs(one)).map(|(kind, _)| kind.as_str());
        let kinds: Vec<&str> = differing.collect();
        if kinds.is_empty() {
            return Ok(());
        }
        let changed = NewAudit::of(&scope, &person, Action::NoticeDefaultChanged);
        tx.add_audit(&changed.with(json!({ "kinds": kinds.join(", ") })), now).map(drop)
    });
    saved(&app, &viewer, kept.await)
}

/// Back to the page, whose bell may show other kinds now.
fn saved(app: &App, viewer: &Viewer, kept: Result<(), StoreError>) -> Response {
    match kept {
        Ok(()) => {
            app.done_forms.keep(viewer.hash, DoneForm::NoticesKept, app.clock.now());
            app.pulse.stir(viewer.session.tenant().clone());
            Redirect::to(SAVED).into_response()
        }
        Err(error) => page::failed(viewer.language, &error),
    }
}

/// The form of the times, as posted.
#[derive(Deserialize)]
pub struct Typed {
    quiet: Option<String>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    digest: Option<String>,
    #[serde(default)]
    digest_at: String,
    #[serde(default)]
    muted_until: String,
}

impl From<Typed> for TimesForm {
    fn from(typed: Typed) -> Self {
        Self {
            quiet: typed.quiet.is_some(),
            from: typed.from,
            to: typed.to,
            digest: typed.digest.is_some(),
            digest_at: typed.digest_at,
            muted_until: typed.muted_until,
        }
    }
}

/// The times as a form shows them.
fn form(times: &Times, zone: &TimeZone) -> TimesForm {
    let minute = |minute: Option<Minute>| minute.map(|minute| minute.to_string());
    let written = |at: Timestamp| {
        let at = jiff::Timestamp::from_millisecond(at.as_millis()).ok()?;
        Some(at.to_zoned(zone.clone()).strftime(WRITTEN).to_string())
    };
    TimesForm {
        quiet: times.quiet.is_some(),
        from: minute(times.quiet.map(|quiet| quiet.from)).unwrap_or_default(),
        to: minute(times.quiet.map(|quiet| quiet.to)).unwrap_or_default(),
        digest: times.digest.is_some(),
        digest_at: minute(times.digest.map(|digest| digest.at)).unwrap_or_default(),
        muted_until: times.muted_until.and_then(written).unwrap_or_default(),
    }
}

/// The times of a form. What is not switched on is not looked at.
fn times(form: &TimesForm, zone: &TimeZone, now: Timestamp) -> Result<Times, TimesFault> {
    let minute = |text: &str, fault| Minute::parse(text.trim()).ok_or(fault);
    let quiet = match form.quiet {
        false => None,
        true => {
            let from = minute(&form.from, TimesFault::From)?;
            let to = minute(&form.to, TimesFault::To)?;
            if from == to {
                return Err(TimesFault::Same);
            }
            Some(Quiet { from, to })
        }
    };
    let digest = match form.digest {
        false => None,
        true => Some(Digest { at: minute(&form.digest_at, TimesFault::DigestAt)? }),
    };
    Ok(Times { quiet, digest, muted_until: muted_until(form.muted_until.trim(), zone, now)? })
}

/// The end of a pause; `None` for no pause.
fn muted_until(
    text: &str,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<Timestamp>, TimesFault> {
    if text.is_empty() {
        return Ok(None);
    }
    let wall: DateTime = text.parse().map_err(|_| TimesFault::MutedUntil)?;
    let until = wall.to_zoned(zone.clone()).map_err(|_| TimesFault::MutedUntil)?;
    let until = Timestamp::from_millis(until.timestamp().as_millisecond());
    if until > now { Ok(Some(until)) } else { Err(TimesFault::Past) }
}

/// `POST /activity/times`.
pub async fn save_times(look: Look, Filled(typed): Filled<Typed>) -> Result<Response, Response> {
    let (app, form) = (&look.app, TimesForm::from(typed));
    let times = match times(&form, &app.settings.time_zone, app.clock.now()) {
        Ok(times) => times,
        Err(fault) => {
            let outcome = Some(RulesOutcome::Wrong(fault));
            let became = Became { times: Some(form), outcome, test: None };
            let page = given(&look, became).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let (scope, person) = (look.viewer.scope(), look.viewer.session.person.clone());
    let kept = app.store.ledger.transact(move |tx| tx.set_notice_times(&scope, &person, &times));
    Ok(saved(app, &look.viewer, kept.await))
}

/// `POST /activity/test`: a mail to the person, and what the server answered.
pub async fn try_mail(look: Look) -> Result<Response, Response> {
    let (status, test) = match tried(&look).await {
        Ok(Some(test)) => (status(&test), test),
        // The button is off then, and the page says where to set the server.
        Ok(None) => return Ok(Redirect::to(HERE).into_response()),
        Err(error) => return Err(page::failed(look.viewer.language, &error)),
    };
    let became = Became { test: Some(test), ..Became::default() };
    Ok((status, given(&look, became).await?).into_response())
}

const fn status(test: &MailTest) -> StatusCode {
    match test {
        MailTest::Accepted { .. } => StatusCode::OK,
        MailTest::Refused { .. } | MailTest::Unreached { .. } | MailTest::Unprotected { .. } => {
            StatusCode::BAD_GATEWAY
        }
        MailTest::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// What became of a test; `None` without a mail server.
async fn tried(look: &Look) -> Result<Option<MailTest>, StoreError> {
    let (app, session) = (&look.app, &look.viewer.session);
    let id = session.person.clone();
    let Some(person) = app.store.ledger.read(move |read| read.person(&id)).await? else {
        return Ok(None);
    };
    if app.settings.config.smtp.is_some()
        && let Err(wait) = app.attempts.take_mail_test(person.id.as_str())
    {
        return Ok(Some(MailTest::TooMany { wait_s: wait.as_secs().max(1) }));
    }
    let (scope, language) = (look.viewer.scope(), look.viewer.language);
    let tested = mail::test(app, &scope, &person, language, PATIENCE).await?;
    Ok(match tested {
        Tested::NoServer => None,
        Tested::Taken(answer) => Some(MailTest::Accepted { answer }),
        Tested::Failed(trouble) => Some(match trouble.verdict {
            Verdict::NoServer if trouble.stage == Stage::Tls => {
                MailTest::Unprotected { answer: trouble.said }
            }
            Verdict::NoServer | Verdict::Later | Verdict::Unknown if trouble.code.is_none() => {
                MailTest::Unreached { answer: trouble.said }
            }
            Verdict::NoServer | Verdict::Later | Verdict::Unknown | Verdict::Refused => {
                MailTest::Refused { answer: trouble.said }
            }
        }),
    })
}
