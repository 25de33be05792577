//! The situation of a number: finding it by questions or by choosing, its guide, and keeping it for
//! the next login.
//!
//! All but keeping it is in addresses: it works without scripts, can be sent on, and changes nothing.
//! The guide leads to Conexão with the situation kept, where Meta's SDK is: one page alone loads
//! another host's script, and the login's steps are followed there anyway.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::situation::{Answer, Next, Question, Situation, Walk, walk};
use serde::Deserialize;
use store::{KeptSituation, LedgerRead, StoreError, TenantScope};
use ui::view::{Chosen, Guide, Wizard};

use super::super::filled::Filled;
use super::super::gate::MayConnect;
use super::super::page;
use super::super::seen::{Look, Seen};
use crate::app::App;

/// Where the wizard is.
const HERE: &str = "/connect/situation";
/// The login of Conexão.
const LOGIN: &str = "/connect#login-title";

/// What an address was asked with, in its order.
pub(in crate::http) struct Asked(pub Vec<(String, String)>);

impl Asked {
    /// Of an address that can't be read, nothing.
    pub fn of(uri: &Uri) -> Self {
        Self(Query::try_from_uri(uri).map(|Query(said)| said).unwrap_or_default())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The answers; what is none is left alone, and of two to one question the later counts.
    pub fn answers(&self) -> BTreeMap<Question, Answer> {
        let answer = |(key, value): &(String, String)| {
            let question = Question::parse(key)?;
            Some((question, question.parse_answer(value)?))
        };
        self.0.iter().filter_map(answer).collect()
    }
}

/// What an address of the wizard leads to.
pub(in crate::http) enum Lead {
    /// Another address.
    Elsewhere(String),
    /// The choice.
    Choosing,
    /// A question, with how many are asked before it.
    Asking(Question, usize),
}

/// Where an address of the wizard that is `here` leads.
pub(in crate::http) fn lead(here: &str, asked: &Asked, walk: &Walk) -> Lead {
    if let Some(situation) = asked.get("situation").and_then(Situation::parse) {
        return Lead::Elsewhere(format!("{here}/{}", situation.as_str()));
    }
    let at = asked.get("at").and_then(Question::parse);
    let place = at.and_then(|question| walk.path.iter().position(|(past, _)| *past == question));
    if let (Some(question), Some(place)) = (at, place) {
        return Lead::Asking(question, place);
    }
    let has_begun = ["ask", "asked"].into_iter().any(|name| asked.get(name).is_some());
    match &walk.next {
        Next::Found(found) => {
            let (situation, answers) = (found.situation.as_str(), query(&walk.path));
            Lead::Elsewhere(format!("{here}/{situation}?{answers}"))
        }
        Next::Ask(question) if has_begun || !walk.path.is_empty() => {
            Lead::Asking(*question, walk.path.len())
        }
        Next::Ask(_) => Lead::Choosing,
    }
}

/// `GET /connect/situation`.
pub async fn show(look: Look, uri: Uri) -> Result<Response, Response> {
    let asked = Asked::of(&uri);
    let answers = asked.answers();
    let walk = walk(|question| answers.get(&question).copied());
    let (question, place) = match lead(HERE, &asked, &walk) {
        Lead::Elsewhere(to) => return Ok(Redirect::to(&to).into_response()),
        Lead::Choosing => return choosing(&look, asked.get("choose").is_some()).await,
        Lead::Asking(question, place) => (question, place),
    };
    let (seen, ()) = look.see_with(|_, _, _| Ok(())).await?;
    let page = |view: &Wizard<'_>| ui::situation(&look.frame(&seen), view);
    Ok(Html(asking(&asked, &walk, (question, place), page)).into_response())
}

/// What `page` makes of a question.
pub(in crate::http) fn asking(
    asked: &Asked,
    walk: &Walk,
    (question, place): (Question, usize),
    page: impl FnOnce(&Wizard<'_>) -> String,
) -> String {
    let answers = asked.answers();
    let given: Vec<(Question, Answer)> = answers.iter().map(|(q, a)| (*q, *a)).collect();
    page(&Wizard::Asking {
        question,
        answered: answers.get(&question).copied(),
        before: &walk.path[..place],
        given: &given,
        is_missing: asked.get("asked") == Some(question.as_str()),
    })
}

async fn choosing(look: &Look, is_missing: bool) -> Result<Response, Response> {
    let (seen, kept) = look.see_with(kept).await?;
    let chosen = kept.map(|kept| kept.situation);
    let view = Wizard::Choosing { chosen, is_missing };
    Ok(Html(ui::situation(&look.frame(&seen), &view)).into_response())
}

fn kept(
    read: &LedgerRead<'_>,
    scope: &TenantScope,
    _seen: &mut Seen,
) -> Result<Option<KeptSituation>, StoreError> {
    read.kept_situation(scope)
}

/// `GET /connect/situation/{situation}`.
pub async fn guide(
    look: Look,
    Path(situation): Path<String>,
    uri: Uri,
) -> Result<Html<String>, Response> {
    let situation = Situation::parse(&situation).ok_or_else(|| look.not_found())?;
    let answers = Asked::of(&uri).answers();
    let walk = walk(|question| answers.get(&question).copied());
    let (seen, kept) = look.see_with(kept).await?;
    let chosen = kept.map(chosen);
    let base_url = look.app.settings.config.base_url.as_deref().unwrap_or_default();
    let view = Guide {
        situation,
        walk: leads_to(&walk, situation).then_some(&walk),
        chosen: chosen.as_ref(),
        link: &format!("{base_url}{}", address(situation)),
    };
    Ok(Html(ui::guide(&look.frame(&seen), &view)))
}

/// Whether these answers are those of that guide, and not of one that was left for it.
pub(in crate::http) fn leads_to(walk: &Walk, situation: Situation) -> bool {
    matches!(&walk.next, Next::Found(found) if found.situation == situation)
}

/// What a page says of the situation that is kept.
pub fn chosen(kept: KeptSituation) -> Chosen {
    Chosen { situation: kept.situation, person: kept.person_name, at: kept.chosen_at }
}

/// Where a person goes once the situation is kept.
#[derive(Deserialize)]
pub struct Then {
    #[serde(default)]
    then: String,
}

/// `POST /connect/situation/{situation}`: kept for the tenant's next login.
pub async fn keep(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(situation): Path<String>,
    Filled(form): Filled<Then>,
) -> Response {
    let Some(situation) = Situation::parse(&situation) else {
        return page::problem(viewer.language, http::StatusCode::NOT_FOUND, None);
    };
    let (scope, person) = (viewer.scope(), viewer.session.person.clone());
    let now = app.clock.now();
    let kept =
        app.store.ledger.transact(move |tx| tx.keep_situation(&scope, situation, &person, now));
    match kept.await {
        Ok(()) if form.then == "login" => Redirect::to(LOGIN).into_response(),
        Ok(()) => Redirect::to(&address(situation)).into_response(),
        Err(error) => page::failed(viewer.language, &error),
    }
}

fn address(situation: Situation) -> String {
    format!("{HERE}/{}", situation.as_str())
}

fn query(path: &[(Question, Answer)]) -> String {
    let pair = |(question, answer): &(Question, Answer)| {
        format!("{}={}", question.as_str(), answer.as_str())
    };
    path.iter().map(pair).collect::<Vec<_>>().join("&")
}
