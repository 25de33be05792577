//! What must hold of where messages go when every login has gone as far as it goes, in worlds whose
//! app has its callback here and in those where another program has it.

use axum::http::Method;
use domain::signup::{Cleaned, Ending, Signup, Skipped, Stage, Step, Undo};
use meta::signup::Event;
use serde_json::Value;
use store::SignupId;

use super::lane::{Lane, TAKEN};
use super::verdict::Held;

impl Lane {
    /// What an abandoned login did is undone at Meta, or said to be left there: each by itself,
    /// whatever became of the account.
    pub(super) async fn abandoned(&mut self, held: &Held, broken: &mut Vec<String>) {
        let own = self.own_callback();
        let token = self.facade.emulator.system_user_token();
        for (tenant, login) in &held.logins {
            let signup = &login.signup;
            if signup.stage != (Stage::Ended { ending: Ending::Abandoned }) {
                continue;
            }
            let Some(target) = &signup.target else {
                broken.push(format!("{} was abandoned and had no account", login.id));
                continue;
            };
            let is_left = |what: Undo| signup.cleaned().iter().any(|c| is_of(c, what, true));
            let is_undone = |what: Undo| signup.cleaned().iter().any(|c| is_of(c, what, false));
            let is_any_left = signup.cleaned().iter().any(|cleaned| cleaned.left.is_some());
            let word = if is_any_left { "abandoned, and left at Meta" } else { "abandoned clean" };
            self.tally.add(word);
            if signup.has_override() && !is_left(Undo::Override) && !is_undone(Undo::Override) {
                broken.push(format!("{tenant} abandoned {}: no word of its override", target.waba));
            }
            let is_bound = held.connections.iter().any(|found| found.waba == target.waba);
            if is_bound && signup.frees_account() == Some(true) && !is_counted_on(held, signup) {
                broken.push(format!("{tenant} abandoned {}: still bound", target.waba));
            }
            let path = format!("/v25.0/{}/subscribed_apps", target.waba);
            let apps = self.facade.ask(Method::GET, &path, &token, Value::Null).await;
            let is_subscribed = apps["data"].as_array().is_some_and(|apps| !apps.is_empty());
            if is_subscribed && is_undone(Undo::Subscription) && !is_bound {
                broken.push(format!("{tenant} abandoned {}: still subscribed", target.waba));
            }
            let Some(number) = signup.number.as_ref().map(|number| number.id.to_string()) else {
                continue;
            };
            let is_another = held.logins.iter().any(|(_, other)| {
                other.id != login.id
                    && other.signup.is_of_same_number(signup)
                    && has_route(&other.signup)
            });
            if is_undone(Undo::Override) && !is_another && self.override_of(&number).await == own {
                broken.push(format!("{tenant} abandoned {number}: still overridden"));
            }
        }
    }

    /// The app's callback is nobody's but who had it, and each login that is done says truly where
    /// its number's messages go.
    pub(super) async fn routed(&mut self, held: &Held, broken: &mut Vec<String>) {
        let app = self.facade.emulator.app();
        let (path, token) =
            (format!("/v25.0/{}/subscriptions", app.id), format!("{}|{}", app.id, app.secret));
        let all = self.facade.ask(Method::GET, &path, &token, Value::Null).await;
        if all["data"][0]["callback_url"] != self.callback.as_str() {
            broken.push(format!("the app's callback was taken from {}: {all}", self.callback));
        }
        let own = self.own_callback();
        let is_here = self.callback == own;
        for (tenant, login) in &held.logins {
            let signup = &login.signup;
            let is_done = matches!(signup.stage, Stage::Awaiting | Stage::Connected);
            let Some(route) = signup.done.iter().find(|done| is_done && done.step == Step::Route)
            else {
                continue;
            };
            let Some(number) = signup.number.as_ref().map(|number| number.id.to_string()) else {
                if !is_here && route.skipped != Some(Skipped::NoNumber) {
                    broken.push(format!("{tenant}: no number, and {:?}", route.skipped));
                }
                continue;
            };
            if let Some((app, token)) = self.own_app_of(&login.id) {
                let of = (*tenant, number.as_str(), route.skipped);
                broken.extend(self.routed_at_door(of, (&app, &token), &own).await);
                continue;
            }
            let at = self.override_of(&number).await;
            let holds = match route.skipped {
                None => at == own,
                Some(Skipped::Here) => is_here && at != TAKEN,
                // Another login of the number may have taken them since.
                Some(Skipped::Elsewhere) => at == TAKEN || at == own,
                Some(_) => false,
            };
            self.tally.add(match route.skipped {
                None => "messages overridden",
                Some(Skipped::Elsewhere) => "messages left elsewhere",
                Some(_) => "messages here by the callback",
            });
            if !holds {
                broken.push(format!("{tenant}: {number} goes to {at:?}, and {:?}", route.skipped));
            }
        }
    }

    /// What was given by hand of an app of the client's own, where the login is of one: id and token.
    fn own_app_of(&self, login: &SignupId) -> Option<(String, String)> {
        let attempt = self.attempts.iter().find(|attempt| attempt.id.as_ref() == Some(login))?;
        let (id, _) = attempt.own_app.clone()?;
        Some((id, attempt.token.clone()?))
    }

    /// The same of a login of a client's own app, whose callback is a door of its own: no other app's
    /// override moves its webhooks.
    async fn routed_at_door(
        &mut self,
        (tenant, number, skipped): (&str, &str, Option<Skipped>),
        (app, token): (&str, &str),
        own: &str,
    ) -> Option<String> {
        let apps = self.facade.ask(Method::GET, "/_control/apps", "", Value::Null).await;
        let apps = apps["data"].as_array().cloned().unwrap_or_default();
        let callback = apps.iter().find(|one| one["id"] == app).map(|one| &one["callback_url"]);
        let is_door = |url: &str| url.starts_with(&format!("{own}/"));
        let is_here = callback.and_then(Value::as_str).is_some_and(is_door);
        let at = self.override_seen_by(number, token).await;
        let holds = match skipped {
            None => is_door(&at),
            Some(Skipped::Here) => is_here && (at.is_empty() || is_door(&at)),
            Some(_) => false,
        };
        self.tally.add(match skipped {
            None => "messages of an own app overridden",
            Some(_) => "messages here by a door of an own app",
        });
        (!holds).then(|| {
            format!("{tenant}: {number} of {app} goes to {at:?} and {callback:?}, and {skipped:?}")
        })
    }

    /// No login whose popup left its number in the app asked to register one.
    pub(super) fn registered_in_app(&self, broken: &mut Vec<String>) {
        let seen = self.facade.seen();
        for attempt in &self.attempts {
            let told = attempt.told.as_ref();
            if !matches!(told, Some(Event::FinishWhatsappBusinessAppOnboarding { .. })) {
                continue;
            }
            let is_own = |token: &String| {
                let code = seen.codes.get(token);
                code.is_some() && code == attempt.code.as_ref()
            };
            let mut calls = seen.calls.iter().filter(|call| call.path.ends_with("/register"));
            if let Some(call) = calls.find(|call| call.token.as_ref().is_some_and(is_own)) {
                // Only where a login of the account that is no such one took its token over.
                let is_alone = self.attempts.iter().filter(|a| a.shop == attempt.shop).count() == 1;
                if is_alone {
                    broken.push(format!("registered in the app: {}", call.path));
                }
            }
        }
    }

    fn own_callback(&self) -> String {
        farol::connect::own_callback(&self.app()).unwrap_or_default()
    }

    /// The number's override, empty where it has none.
    async fn override_of(&self, number: &str) -> String {
        let token = self.facade.emulator.system_user_token();
        self.override_seen_by(number, &token).await
    }

    /// The same, of the app of a token.
    async fn override_seen_by(&self, number: &str, token: &str) -> String {
        let path = format!("/v25.0/{number}?fields=webhook_configuration");
        let route = self.facade.ask(Method::GET, &path, token, Value::Null).await;
        route["webhook_configuration"]["phone_number"].as_str().unwrap_or_default().to_owned()
    }
}

fn is_of(cleaned: &Cleaned, what: Undo, is_left: bool) -> bool {
    cleaned.what == what && cleaned.left.is_some() == is_left
}

/// Whether a login says that its number's messages come here by an override.
fn has_route(signup: &Signup) -> bool {
    signup.done.iter().any(|done| done.step == Step::Route && done.skipped.is_none())
        && !matches!(signup.stage, Stage::Ended { ending: Ending::Abandoned })
}

/// Whether another login of the account still goes on or is done.
fn is_counted_on(held: &Held, signup: &Signup) -> bool {
    let waba = |signup: &Signup| signup.target.as_ref().map(|target| target.waba.clone());
    held.logins.iter().any(|(_, other)| {
        waba(&other.signup) == waba(signup)
            && other.signup != *signup
            && !matches!(other.signup.stage, Stage::Ended { ending: Ending::Abandoned })
    })
}
