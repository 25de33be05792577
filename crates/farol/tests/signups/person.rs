//! Who is at the page: does what a login asks for, sometimes wrongly, late, twice or not at all.

use domain::signup::{Ending, Fact, Obstacle, Signup, Snag, Stage, Task};
use farol::connect as logins;
use meta::graph::{CodeMethod, RequestCode, VerifyCode};
use serde_json::json;
use store::{PersonId, Secret};

use super::lane::{Lane, WILD_ROUNDS};
use super::shops::{Kind, Number};
use crate::console::scope;

/// How often a person does what is asked for before they give up.
const PATIENCE: usize = 8;

impl Lane {
    /// Does what is next for the person of a login; whether there was anything.
    pub(super) async fn act(&mut self, nth: usize, round: usize) -> bool {
        if self.attempts[nth].is_refused {
            return false;
        }
        if self.attempts[nth].id.is_none() {
            if self.attempts[nth].begins_in <= round {
                self.begin(nth).await;
            }
            return true;
        }
        let Some(signup) = self.signup(nth).await else { return false };
        if signup.is_finished() {
            return false;
        }
        let habits = self.attempts[nth].habits;
        if habits.dismisses_in.is_some_and(|nth| nth <= round) {
            self.tell(nth, Fact::Ended(Ending::Dismissed)).await;
            return true;
        }
        if habits.abandons_in.is_some_and(|nth| nth <= round) && signup.can_be_left() {
            self.abandon(nth).await;
            return true;
        }
        if let Some(waba) = self.attempts[nth].shared.take() {
            self.tell(nth, Fact::PartnerAdded { waba }).await;
            return true;
        }
        if habits.adds_number && self.attempts[nth].acted < 3 && self.add(nth, &signup).await {
            return true;
        }
        if let Some(event) = self.attempts[nth].told_late.take() {
            self.tell(nth, Fact::Told(event)).await;
            return true;
        }
        if habits.is_restless && round < WILD_ROUNDS && self.dice.percent(25) {
            self.meddle(nth).await;
            return true;
        }
        if habits.is_idle || self.attempts[nth].acted >= PATIENCE {
            return false;
        }
        let is_moved = match &signup.stage {
            Stage::Stopped { snag, .. } => self.answer(nth, &signup, &snag.obstacle).await,
            Stage::Doing { snag: Some(snag), .. } => {
                self.see_to(nth, &signup, &snag.obstacle).await
            }
            Stage::Doing { snag: None, .. }
            | Stage::Leaving { .. }
            | Stage::Awaiting
            | Stage::Connected
            | Stage::Ended { .. } => false,
        };
        self.attempts[nth].acted += usize::from(is_moved);
        is_moved
    }

    /// Asks for what the login could have beside: a number, the app's data; whether there was any.
    async fn add(&mut self, nth: usize, signup: &Signup) -> bool {
        let (what, fact) = if signup.wants_number() {
            ("numbers looked for later", Fact::LookForNumber)
        } else if signup.may_sync(self.app().clock.now()) {
            ("syncs that a person asked for", Fact::SyncWanted)
        } else {
            return false;
        };
        self.attempts[nth].acted += 1;
        self.tally.add(what);
        self.tell(nth, fact).await;
        true
    }

    /// A customer writes to some of the accounts.
    pub(super) async fn hear_from_customers(&mut self) {
        for nth in 0..self.attempts.len() {
            if self.attempts[nth].habits.is_written_to {
                self.hear(nth, false).await;
            }
        }
    }

    /// Does what a stopped login asks for.
    async fn answer(&mut self, nth: usize, signup: &Signup, obstacle: &Obstacle) -> bool {
        let errs = self.attempts[nth].habits.errs && self.attempts[nth].acted < 2;
        match obstacle {
            Obstacle::PinNeeded | Obstacle::PinMismatch => {
                let right = self.number(nth, signup).and_then(|number| number.pin);
                let Some(right) = right else { return false };
                let pin = if errs { self.dice.pin() } else { right };
                self.give_pin(nth, pin).await;
            }
            Obstacle::NotVerified { is_code_sent: false } | Obstacle::CodeNotSent => {
                self.prove(nth, signup, None).await;
            }
            Obstacle::NotVerified { is_code_sent: true } | Obstacle::CodeWrong => {
                let code = if errs { "000000" } else { "123456" };
                self.prove(nth, signup, Some(code)).await;
            }
            Obstacle::OwnerUnknown
            | Obstacle::PermissionMissing
            | Obstacle::NotReached
            | Obstacle::AppRefused
            | Obstacle::Refused
            | Obstacle::Unkept => {
                self.mend(nth, signup).await;
                self.tell(nth, Fact::TryAgain).await;
            }
            Obstacle::RoutedElsewhere { url: from, .. } => {
                let fact = match self.dice.percent(70) {
                    true => Fact::RouteTaken { from: from.clone() },
                    false => Fact::RouteLeft,
                };
                self.tell(nth, fact).await;
            }
            Obstacle::CodeExpired
            | Obstacle::CodeUsed
            | Obstacle::CodeRefused
            | Obstacle::TokenInvalid
            | Obstacle::TokenDead
            | Obstacle::NoAccount
            | Obstacle::AccountNotGranted { .. }
            | Obstacle::BeingUndone
            | Obstacle::Maintenance
            | Obstacle::ScopesMissing { .. }
            | Obstacle::BoundElsewhere
            | Obstacle::WindowOver
            | Obstacle::NumberNotAdded
            | Obstacle::NotShown
            | Obstacle::AppNotShown
            | Obstacle::NumberNotInAccount
            | Obstacle::AnotherAccount { .. }
            | Obstacle::NumberHeldElsewhere
            | Obstacle::PinLocked
            | Obstacle::NameNotProcessed
            | Obstacle::RecentlyDeleted
            | Obstacle::TooManyRegistrations
            | Obstacle::Trouble
            | Obstacle::Unanswered => return false,
        }
        true
    }

    /// Meta mends what a login waits for, and it is woken in one way or another.
    async fn see_to(&mut self, nth: usize, signup: &Signup, obstacle: &Obstacle) -> bool {
        if matches!(obstacle, Obstacle::NameNotProcessed | Obstacle::RecentlyDeleted) {
            self.mend(nth, signup).await;
            if *obstacle == Obstacle::NameNotProcessed {
                self.tally.add("names that Meta decided");
            }
            match self.dice.percent(50) {
                true => self.hear(nth, *obstacle == Obstacle::NameNotProcessed).await,
                false => self.tell(nth, Fact::TryAgain).await,
            }
            return true;
        }
        if *obstacle == Obstacle::AppNotShown {
            self.show_in_app(nth).await;
            self.tell(nth, Fact::TryAgain).await;
            return true;
        }
        if obstacle.is_brief() && self.dice.percent(20) {
            self.mend(nth, signup).await;
            self.tell(nth, Fact::TryAgain).await;
            return true;
        }
        false
    }

    /// Does what the page does not ask for now: an old tab, a second press.
    async fn meddle(&mut self, nth: usize) {
        self.tally.add("presses that nobody asked for");
        match self.dice.below(3) {
            0 => self.tell(nth, Fact::TryAgain).await,
            // Of another number of the account.
            1 => self.hear_of(nth, false, false).await,
            _ => {
                let pin = self.dice.pin();
                self.give_pin(nth, pin).await;
            }
        }
    }

    async fn tell(&mut self, nth: usize, fact: Fact) {
        let attempt = self.attempts[nth].clone();
        let Some(id) = attempt.id else { return };
        let app = self.app();
        let told =
            async move { logins::tell(&app, scope(attempt.tenant), id, fact).await.expect("kept") };
        // Whoever sees an error does it again when they look anew.
        let _ = self.risk(told).await;
    }

    async fn hear(&mut self, nth: usize, is_about_name: bool) {
        self.hear_of(nth, !is_about_name, is_about_name).await;
    }

    async fn hear_of(&mut self, nth: usize, names_number: bool, is_about_name: bool) {
        let received_at = self.app().clock.now();
        self.tell(nth, Fact::Webhook { received_at, names_number, is_about_name }).await;
    }

    /// Abandons a login, once it was seen what that undoes.
    async fn abandon(&mut self, nth: usize) {
        let attempt = self.attempts[nth].clone();
        let Some(id) = attempt.id else { return };
        let (app, person) = (self.app(), PersonId::new(attempt.tenant));
        self.tally.add("abandoned by a person");
        let Some(agreed) = self.plan(nth).await else { return };
        let left = async move {
            let agreed = (person, agreed);
            logins::abandon(&app, scope(attempt.tenant), id, agreed).await.expect("kept")
        };
        let _ = self.risk(left).await;
    }

    /// The word of what abandoning a login does, as its page shows it.
    async fn plan(&self, nth: usize) -> Option<String> {
        let attempt = self.attempts[nth].clone();
        let (scope, id) = (scope(attempt.tenant), attempt.id?);
        let app = self.app();
        let plan = app.store.ledger.read(move |read| {
            let Some(stored) = read.signup(&scope, &id)? else { return Ok(None) };
            let is_shared = logins::is_shared(read, &scope, (&id, &stored.signup))?;
            Ok(Some(stored.signup.plan_of_leaving(is_shared).word()))
        });
        plan.await.expect("read")
    }

    async fn give_pin(&mut self, nth: usize, pin: String) {
        let attempt = self.attempts[nth].clone();
        let Some(id) = attempt.id else { return };
        let app = self.app();
        let given = async move {
            let pin = Secret::new(pin);
            logins::give_pin(&app, scope(attempt.tenant), id, pin).await.expect("kept")
        };
        let _ = self.risk(given).await;
    }

    /// Asks Meta to send the number's code, or gives it.
    async fn prove(&mut self, nth: usize, signup: &Signup, code: Option<&'static str>) {
        let attempt = self.attempts[nth].clone();
        let (Some(id), Some(number), Some(target)) =
            (attempt.id, signup.number.clone(), signup.target.clone())
        else {
            return;
        };
        let app = self.app();
        let proven = async move {
            let (scope, waba) = (scope(attempt.tenant), target.waba.clone());
            let token = app.store.ledger.read(move |read| read.connection_token(&scope, &waba));
            let token = token.await.expect("read").expect("a connection");
            let (phone_number, of) = (&number.id, Some(target.waba.as_str()));
            let snag = |error| Snag::of_graph(Task::Register, &error);
            let fact = match code {
                None => {
                    let (method, language) = (CodeMethod::Sms, "pt_BR");
                    let call = RequestCode { phone_number, method, language };
                    Fact::CodeRequested(app.graph.call(&call, &token, of).await.map_err(snag))
                }
                Some(code) => {
                    let call = VerifyCode { phone_number, code };
                    Fact::CodeVerified(app.graph.call(&call, &token, of).await.map_err(snag))
                }
            };
            let scope = crate::console::scope(attempt.tenant);
            logins::tell(&app, scope, id, fact).await.expect("kept")
        };
        let _ = self.risk(proven).await;
    }

    /// What `register` was told to fail with is over.
    async fn mend(&self, nth: usize, signup: &Signup) {
        if let Some(number) = self.number(nth, signup) {
            let path = format!("numbers/{}", number.id);
            self.facade.control(&path, json!({"registration_error": null})).await;
        }
    }

    /// Meta shows what the shop has in the app.
    async fn show_in_app(&mut self, nth: usize) {
        self.tally.add("numbers that Meta showed in the app late");
        let numbers = self.shops[self.attempts[nth].shop].numbers.clone();
        for number in numbers.iter().filter(|number| number.kind == Kind::AppLate) {
            let shown = json!({"is_on_biz_app": true, "registered": true});
            self.facade.control(&format!("numbers/{}", number.id), shown).await;
        }
    }

    /// The shop's number that a login is about.
    fn number(&self, nth: usize, signup: &Signup) -> Option<Number> {
        let id = signup.number.as_ref()?.id.as_str();
        let numbers = &self.shops[self.attempts[nth].shop].numbers;
        numbers.iter().find(|number| number.id == id).cloned()
    }
}
