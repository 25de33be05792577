//! Conexão: the button, what its popup brought, and the logins on their way.

pub mod abandon;
mod actor;
pub mod by_hand;
pub mod callback;
pub mod disconnect;
pub mod doctor;
pub mod forms;
pub mod links;
pub mod popup;
pub mod preflight;
pub mod situation;
pub mod ways;

use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use domain::notice::Kind;
use domain::signup::{Ending, Signup, Stage};
use domain::situation::Situation;
use domain::{NodeKind, Timestamp};
use meta::WabaId;
use serde::Deserialize;
use store::{Connection, LedgerRead, NoticeFilter, StoreError, StoredSignup, TenantScope};
use ui::view::{
    self, Account, Attempt, Button, Chosen, Connect, Disconnected, Frame, Refused, Sdk, Unread,
};

use super::gate::Viewer;
use super::page;
use super::seen::see;
use super::unread::Reading;
use crate::app::{App, Dialog};
use crate::http;
use crate::refused_forms::RefusedForm;

/// Unfinished logins that the page shows at most.
const LOGINS: usize = 50;
/// Accounts that the page says are disconnected, at most.
const DISCONNECTED: usize = 200;
/// How long the newest login is shown after it ended.
const RECENT: Duration = Duration::from_secs(24 * 3600);

/// The account that is to be connected again.
#[derive(Default, Deserialize)]
pub struct Asked {
    again: Option<String>,
}

/// What the page says of the last form of a login that was not taken.
pub(in crate::http) fn refused(form: Option<&RefusedForm>) -> Option<Refused<'_>> {
    let (signup, reason) = match form? {
        RefusedForm::Pin(id) => (id, view::RefusedForm::PinFormat),
        RefusedForm::Code(id) => (id, view::RefusedForm::CodeFormat),
        RefusedForm::Number(id, typed) => (id, view::RefusedForm::Number(typed)),
        RefusedForm::Leaving(_) | RefusedForm::Disconnection(_) | RefusedForm::Callback => {
            return None;
        }
    };
    Some(Refused { signup: signup.as_str(), reason })
}

/// `GET /connect`.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    uri: Uri,
    Reading(unread): Reading,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Query(asked) = asked.unwrap_or_default();
    let (app, viewer) = (&app, &viewer);
    let mut seen = match see(app, viewer, None).await {
        Ok(Some(seen)) => seen,
        Ok(None) => return page::problem(viewer.language, StatusCode::NOT_FOUND, None),
        Err(error) => return page::failed(viewer.language, &error),
    };
    let logins = match Logins::read(app, viewer, std::mem::take(&mut seen.connections)).await {
        Ok(logins) => logins,
        Err(error) => return page::failed(viewer.language, &error),
    };
    let again = asked.again.as_deref().filter(|waba| !waba.is_empty());
    let unread = unread.or_else(|| logins.lacks(again).then(|| Unread::Parts(vec!["again"])));
    let frame = Frame { unread, ..seen.frame(app, viewer, &uri) };
    let form = app.refused_forms.of(viewer.hash, app.clock.now());
    let view = Connect {
        scope: &seen.scope,
        accounts: &logins.accounts,
        button: button(app, frame.may_connect),
        situation: logins.chosen.as_ref(),
        signups: &logins.attempts(),
        refused: refused(form.as_ref()),
        again,
        may_check: viewer.session.is_installation_owner,
    };
    let page = Html(ui::connect(&frame, &view)).into_response();
    match &app.settings.dialog {
        Some(dialog) if frame.may_connect => open_to_popup(page, dialog),
        Some(_) | None => page,
    }
}

/// The tenant's accounts and the logins that the page shows.
struct Logins {
    accounts: Vec<Account>,
    /// With the situation that each was begun in.
    shown: Vec<(StoredSignup, Option<Situation>)>,
    chosen: Option<Chosen>,
}

impl Logins {
    /// Whether an account is asked for that is not among the tenant's.
    fn lacks(&self, again: Option<&str>) -> bool {
        again.is_some_and(|waba| self.accounts.iter().all(|held| held.waba.as_str() != waba))
    }

    async fn read(
        app: &App,
        viewer: &Viewer,
        connections: Vec<Connection>,
    ) -> Result<Self, StoreError> {
        let (scope, now) = (viewer.scope(), app.clock.now());
        let own_app = app.graph.app_id().clone();
        let logins = app.store.ledger.read(move |read| {
            let told = disconnected(read, &scope)?;
            let account = |found: Connection| {
                Ok(Account {
                    is_by_hand: found.app != own_app,
                    numbers: read.numbers_of(&scope, &found.waba)?,
                    is_leaving: read.is_disconnecting(&scope, &found.waba)?,
                    lacks: found.lacks,
                    disconnected: told.iter().find(|of| of.waba == found.waba).cloned(),
                    waba: found.waba,
                    business: found.business,
                    connected_at: found.connected_at,
                })
            };
            let accounts = connections.into_iter().map(account);
            let accounts = accounts.collect::<Result<Vec<Account>, StoreError>>()?;
            let mut logins = read.signups(&scope, 1)?;
            let newest = logins.first().map(|stored| stored.id.clone());
            let unfinished = read.unfinished_signups(&scope, LOGINS)?;
            logins.extend(unfinished.into_iter().filter(|s| Some(&s.id) != newest.as_ref()));
            let begun = |stored: StoredSignup| {
                let situation = read.situation_of(&scope, &stored.id)?;
                Ok((stored, situation))
            };
            let mut shown = shown(logins, now);
            for numberless in accounts.iter().filter(|account| account.numbers.is_empty()) {
                let of_it = read.signups_of(&scope, &numberless.waba, LOGINS)?;
                let offers = of_it.into_iter().find(|stored| stored.signup.wants_number());
                shown.extend(offers.filter(|one| shown.iter().all(|other| other.id != one.id)));
            }
            let shown = shown.into_iter().map(begun);
            Ok(Self {
                shown: shown.collect::<Result<_, StoreError>>()?,
                chosen: read.kept_situation(&scope)?.map(situation::chosen),
                accounts,
            })
        });
        logins.await
    }

    fn attempts(&self) -> Vec<Attempt<'_>> {
        let attempts = self.shown.iter().map(|(stored, situation)| Attempt {
            id: stored.id.as_str(),
            person: &stored.person_name,
            link: stored.link.as_ref().map(|link| link.label.as_deref()),
            signup: &stored.signup,
            situation: *situation,
        });
        attempts.collect()
    }
}

/// The tenant's accounts that Meta said, by a webhook, are no longer connected.
pub(in crate::http) fn disconnected(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
) -> Result<Vec<Disconnected>, StoreError> {
    let (is_open, kinds) = (Some(true), Some(vec![Kind::Disconnected]));
    let filter = NoticeFilter { is_open, kinds, ..NoticeFilter::default() };
    let notices = read.notices(scope, &filter, DISCONNECTED)?;
    let told = notices.into_iter().map(|kept| kept.notice).filter_map(|notice| {
        let is_told = notice.node.kind == NodeKind::Waba && notice.detail["how"] == "webhook";
        let event = notice.detail["after"].as_str().filter(|_| is_told)?.to_owned();
        let info = notice.detail.get("disconnection_info").filter(|info| info.is_object()).cloned();
        Some(Disconnected { waba: WabaId::new(notice.node.id), event, at: notice.at, info })
    });
    Ok(told.collect())
}

/// Those on their way, those that stopped with an account bound, and the newest of the others for a
/// while, unless someone put it aside. An account without a number has its login shown beside them,
/// however old: its number is added there.
fn shown(newest_first: Vec<StoredSignup>, now: Timestamp) -> Vec<StoredSignup> {
    let is_aside = |signup: &Signup| {
        matches!(signup.stage, Stage::Ended { ending: Ending::Dismissed | Ending::Superseded })
    };
    let mut is_newest = true;
    let mut shown = newest_first;
    shown.retain(|stored| {
        let signup = &stored.signup;
        let is_recent = is_newest && now.since(signup.step_since) < RECENT;
        let is_half_done = !signup.is_finished() && signup.target.is_some();
        is_newest = false;
        !is_aside(signup) && (signup.is_open() || is_half_done || is_recent)
    });
    shown
}

pub(in crate::http) fn button(app: &App, may_connect: bool) -> Button<'_> {
    match &app.settings.dialog {
        _ if !may_connect => Button::Forbidden,
        None => Button::NotConfigured,
        Some(dialog) => Button::Ready(Sdk {
            app_id: app.graph.app_id().as_str(),
            config_id: &dialog.config_id,
            graph_version: &dialog.graph_version,
            url: &dialog.sdk_url,
            message_origins: &dialog.message_origins,
        }),
    }
}

/// Only this page, and a hand-over link's, loads Meta's SDK and
/// keeps a hold on the popup that it opens.
pub(in crate::http) fn open_to_popup(mut page: Response, dialog: &Dialog) -> Response {
    let sdk = http::origin_of(&dialog.sdk_url);
    let popups = dialog.message_origins.join(" ");
    let policy = format!(
        "default-src 'none'; script-src 'self' {sdk}; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self' {popups}; frame-src {popups}; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let headers = page.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(
            "cross-origin-opener-policy",
            HeaderValue::from_static("same-origin-allow-popups"),
        );
    }
    page
}
