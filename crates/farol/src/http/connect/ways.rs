//! What a person decides on the way of a login: where the number's messages go, and which number an
//! account without one gets.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::signup::{Fact, Number, Obstacle, Snag, Task};
use meta::graph::{AddNumber, PhoneNumbers};
use meta::{GraphError, PhoneNumberId, WabaId};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::{Secret, SignupId, StoreError, TenantScope};
use ui::view::{NumberField, TypedNumber};

use super::actor::Actor;
use super::forms::{at_login, done, tell};
use crate::app::App;
use crate::connect;
use crate::http::filled::Filled;
use crate::http::gate::MayConnect;
use crate::http::page;
use crate::refused_forms::RefusedForm;

/// Longest display name that is sent on.
const LONGEST_NAME: usize = 128;
/// Shortest one that Meta takes.
const SHORTEST_NAME: usize = 3;
/// Digits of a country code, and of the rest of a number (E.164).
const CC: std::ops::RangeInclusive<usize> = 1..=3;
const PHONE: std::ops::RangeInclusive<usize> = 5..=14;
/// Pages of numbers looked through for one that is there already; Meta allows far fewer numbers.
const PAGES: usize = 50;
/// Meta's subcode for a number that is in an account already.
const ADDED_BEFORE: i64 = 2_388_012;

/// Where a number's messages go.
#[derive(Deserialize)]
pub struct To {
    #[serde(default)]
    to: String,
    #[serde(default)]
    from: String,
}

/// `POST /connect/{signup}/route`: `to` is `here`, or `there` for where they go now; `from` is where
/// that is, as the page showed it.
pub async fn route(
    State(app): State<App>,
    MayConnect(viewer): MayConnect,
    Path(id): Path<String>,
    Filled(To { to, from }): Filled<To>,
) -> Response {
    let fact = match to.as_str() {
        "here" => Fact::RouteTaken { from },
        "there" => Fact::RouteLeft,
        _ => return page::problem(viewer.language, axum::http::StatusCode::BAD_REQUEST, None),
    };
    let (id, person) = (SignupId::new(id), viewer.session.person.clone());
    let to = at_login(&id);
    let told = connect::decide_route(&app, viewer.scope(), id, person, fact).await;
    done(viewer.language, &to, told)
}

/// `POST /connect/{signup}/look`: the account of a login without a number has one now.
pub async fn look(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Response {
    tell(&app, &actor, SignupId::new(id), Fact::LookForNumber).await
}

/// `POST /connect/{signup}/sync`: the app's data is asked for, wherever Meta sends it.
pub async fn sync(State(app): State<App>, actor: Actor, Path(id): Path<String>) -> Response {
    tell(&app, &actor, SignupId::new(id), Fact::SyncWanted).await
}

/// The form with a number.
#[derive(Deserialize)]
pub struct NewNumber {
    #[serde(default)]
    cc: String,
    #[serde(default)]
    phone_number: String,
    #[serde(default)]
    verified_name: String,
    /// There where the box was ticked.
    migrates: Option<String>,
}

/// `POST /connect/{signup}/number`: Meta adds it to the account. What was typed stays on the page until
/// it is taken.
pub async fn number(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<String>,
    Filled(typed): Filled<NewNumber>,
) -> Response {
    let id = SignupId::new(id);
    let wanted = match Wanted::of(&typed) {
        Ok(wanted) => wanted,
        Err(wrong) => return actor.not_taken(&app, &id, typed.refused(&id, wrong)),
    };
    match without_number(&app, actor.scope(), &id).await {
        Ok(Some((waba, token))) => {
            let came = add(&app, &wanted, &waba, &token).await;
            let refused = came.is_err().then(|| typed.refused(&id, Vec::new()));
            let told = tell(&app, &actor, id, Fact::NumberAdded(came)).await;
            if let Some(refused) = refused {
                app.refused_forms.keep(actor.credential(), refused, app.clock.now());
            }
            told
        }
        // Another tab was first.
        Ok(None) => Redirect::to("/connect").into_response(),
        Err(error) => page::failed(actor.language, &error),
    }
}

impl NewNumber {
    /// As the page shows it again, no longer than any that could be one.
    fn refused(&self, id: &SignupId, wrong: Vec<NumberField>) -> RefusedForm {
        let short = |text: &str| text.chars().take(LONGEST_NAME).collect::<String>();
        let typed = TypedNumber {
            cc: short(&self.cc),
            phone_number: short(&self.phone_number),
            verified_name: short(&self.verified_name),
            migrates: self.migrates.is_some(),
            wrong,
        };
        RefusedForm::Number(id.clone(), typed)
    }
}

/// A number that can be one.
struct Wanted {
    cc: String,
    phone_number: String,
    verified_name: String,
    migrates: bool,
}

impl Wanted {
    /// What was typed, or the fields that can't be what they are to be.
    fn of(typed: &NewNumber) -> Result<Self, Vec<NumberField>> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let is_other = |c: char| !c.is_ascii_digit() && !" +-().".contains(c);
        let wanted = Self {
            cc: digits(&typed.cc),
            phone_number: digits(&typed.phone_number),
            verified_name: typed.verified_name.trim().to_owned(),
            migrates: typed.migrates.is_some(),
        };
        let is_cc = CC.contains(&wanted.cc.len()) && !typed.cc.contains(is_other);
        let is_phone =
            PHONE.contains(&wanted.phone_number.len()) && !typed.phone_number.contains(is_other);
        let is_name = (SHORTEST_NAME..=LONGEST_NAME)
            .contains(&wanted.verified_name.chars().count())
            && !wanted.verified_name.contains(char::is_control);
        let fields = [
            (is_cc, NumberField::CountryCode),
            (is_phone, NumberField::PhoneNumber),
            (is_name, NumberField::Name),
        ];
        let wrong = fields.into_iter().filter(|(is_right, _)| !is_right);
        let wrong: Vec<NumberField> = wrong.map(|(_, field)| field).collect();
        if wrong.is_empty() { Ok(wanted) } else { Err(wrong) }
    }

    fn number(&self, id: PhoneNumberId) -> Number {
        let display_phone_number = format!("+{} {}", self.cc, self.phone_number);
        Number { id, display_phone_number, verified_name: Some(self.verified_name.clone()) }
    }
}

/// Adds a number. One that Meta has in this account already is taken: the answer before was lost.
async fn add(app: &App, wanted: &Wanted, waba: &WabaId, token: &Secret) -> Result<Number, Snag> {
    let call = AddNumber {
        waba,
        cc: &wanted.cc,
        phone_number: &wanted.phone_number,
        verified_name: &wanted.verified_name,
        migrates: wanted.migrates,
    };
    let error = match app.graph.call_for_person(&call, token, waba).await {
        Ok(id) => return Ok(wanted.number(id)),
        Err(error) => error,
    };
    let is_there = error.subcode().or(error.code()) == Some(ADDED_BEFORE);
    let found = if is_there { find(app, wanted, waba, token).await } else { Ok(None) };
    if let Ok(Some(id)) = found {
        return Ok(wanted.number(id));
    }
    let said = Snag::of_graph(Task::Find, &error).said;
    Err(Snag { obstacle: Obstacle::NumberNotAdded, said })
}

async fn find(
    app: &App,
    wanted: &Wanted,
    waba: &WabaId,
    token: &Secret,
) -> Result<Option<PhoneNumberId>, GraphError> {
    let mut call = PhoneNumbers { waba, fields: &["display_phone_number"], after: None };
    let digits = format!("{}{}", wanted.cc, wanted.phone_number);
    let id_of_it = |number: &Map<String, Value>| {
        let shown = number.get("display_phone_number")?.as_str()?;
        let is_it = domain::fact::digits(shown) == digits;
        is_it.then(|| number.get("id")?.as_str().map(PhoneNumberId::new)).flatten()
    };
    for _ in 0..PAGES {
        let page = app.graph.call_for_person(&call, token, waba).await?;
        if let Some(id) = page.data.iter().find_map(id_of_it) {
            return Ok(Some(id));
        }
        let Some(next) = page.next else { break };
        call.after = Some(next);
    }
    Ok(None)
}

/// Account and token of a login that may be given a number.
async fn without_number(
    app: &App,
    scope: TenantScope,
    id: &SignupId,
) -> Result<Option<(WabaId, Secret)>, StoreError> {
    let id = id.clone();
    let found = app.store.ledger.read(move |read| {
        let stored = read.signup(&scope, &id)?.filter(|stored| stored.signup.wants_number());
        let Some(target) = stored.and_then(|stored| stored.signup.target) else {
            return Ok(None);
        };
        let token = read.connection_token(&scope, &target.waba)?;
        Ok(token.map(|token| (target.waba, token)))
    });
    found.await
}
