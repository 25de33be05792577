//! Carries a share of the logins through a world of its own: some at once, in lives that end at any
//! moment, under faults of Meta that come and go.

mod fate;
mod ways;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use axum::http::Method;
use domain::signup::{Done, Signup, Stage, Step};
use domain::situation::Situation;
use farol::app::App;
use farol::connect::{self as logins, Came, Nonce};
use farol::work::connect::{self, Due};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::{Value, json};
use store::{PersonId, Secret, SignupId, TokenHash};
use tempfile::NamedTempFile;

use super::attempt::{Attempt, Brought, Way, attempts};
use super::dice::Dice;
use super::facade::Facade;
use super::life::{Death, Life, until};
use super::shops::{Kind, Shop, shops, world};
use super::tally::Tally;
use crate::console::{Hands, at_address, beside_emulator_with, scope, signup};

/// Logins under way at once.
const AT_ONCE: usize = 8;
/// Most rounds of a batch: far more than any needs.
const ROUNDS: usize = 400;
/// Rounds after which Meta is well and nobody meddles.
pub const WILD_ROUNDS: usize = 40;
/// Longest wait that the clock is turned over.
const PATIENCE: Duration = Duration::from_secs(400);
/// Where another program has Meta send the app's webhooks.
pub const ELSEWHERE: &str = "https://another.example/webhooks";

/// Where another program has Meta send the messages of some numbers.
pub const TAKEN: &str = "https://third.example/webhooks";

/// A share of the logins.
pub struct Lane {
    /// What all of its choices follow from.
    pub seed: u64,
    /// Meta.
    pub facade: Facade,
    /// Who logs in.
    pub shops: Vec<Shop>,
    /// The logins.
    pub attempts: Vec<Attempt>,
    /// What happened.
    pub tally: Tally,
    /// Sabotage: after a death nobody remembers that Meta was asked to register.
    pub forgets_doubt: bool,
    /// Where the app's callback is, and stays.
    pub callback: String,
    /// How often the emulator's own log has each number registered, or synced, with success.
    pub registers: BTreeMap<String, usize>,
    /// Whether there is time for answers that never come to an end.
    pub is_long: bool,
    pub(super) dice: Dice,
    /// The end of the emulator's own log.
    log: Vec<Value>,
    /// Whether its 200 may be of a fault that did nothing.
    log_lies: bool,
    base: App,
    life: Option<Life>,
    hands: Hands,
    /// Rounds until Meta is well again.
    storm: Option<usize>,
    _world: NamedTempFile,
}

impl Lane {
    /// So many logins of a seed, before the first.
    pub async fn open(seed: u64, count: usize) -> Self {
        let shops = shops(seed, count);
        let file = NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), world(&shops).to_string()).expect("written");
        let world_file = Some(file.path().to_owned());
        let settings = emulator::Settings { seed, world_file, ..emulator::Settings::default() };
        let (base, emulator, hands) = beside_emulator_with(settings).await;
        let base = at_address(base).await;
        let numbers = shops.iter().flat_map(|shop| &shop.numbers);
        let is_registered = |kind| matches!(kind, Kind::Registered | Kind::InApp);
        let registered: HashSet<String> =
            numbers.filter(|number| is_registered(number.kind)).map(|n| n.id.clone()).collect();
        let facade = Facade::of(emulator, registered, Dice::of(seed, 2));
        let life = Life::begin(&base, &facade).await;
        // In every second world another program has the app's callback.
        let callback = match seed % 2 {
            0 => farol::connect::own_callback(&base).expect("an address"),
            _ => ELSEWHERE.to_owned(),
        };
        let app = facade.emulator.app().id;
        facade.control(&format!("apps/{app}"), json!({ "callback_url": callback.clone() })).await;
        for number in shops.iter().flat_map(|shop| &shop.numbers).filter(|n| n.is_taken) {
            let planted = json!({ "override_callback_uri": TAKEN });
            facade.control(&format!("numbers/{}", number.id), planted).await;
        }
        Self {
            attempts: attempts(seed, &shops),
            tally: Tally::default(),
            forgets_doubt: false,
            is_long: false,
            dice: Dice::of(seed, 1),
            life: Some(life),
            storm: None,
            registers: BTreeMap::new(),
            callback,
            log: Vec::new(),
            log_lies: false,
            _world: file,
            seed,
            facade,
            shops,
            base,
            hands,
        }
    }

    /// Carries every login as far as it goes.
    pub async fn run(&mut self) {
        for first in (0..self.attempts.len()).step_by(AT_ONCE) {
            let last = self.attempts.len().min(first + AT_ONCE);
            self.carry(first..last).await;
        }
        self.hear_from_customers().await;
        let calls = self.facade.seen().calls.len();
        self.tally.add_many("calls that Meta took", calls);
    }

    /// The program as it lives.
    pub fn app(&self) -> App {
        self.life.as_ref().expect("it lives between two steps").app.clone()
    }

    /// A login as kept.
    pub async fn signup(&self, nth: usize) -> Option<Signup> {
        let attempt = &self.attempts[nth];
        let id = attempt.id.as_ref()?;
        Some(signup(&self.base, attempt.tenant, id).await)
    }

    /// Tenant, account and number of a login that registered its number.
    pub async fn registered(&self) -> Option<(&'static str, String, String)> {
        for nth in 0..self.attempts.len() {
            // What is then undone at Meta is undone as the installation's app.
            let shop = self.attempts[nth].shop;
            if self.attempts.iter().any(|of| of.shop == shop && of.own_app.is_some()) {
                continue;
            }
            let Some(signup) = self.signup(nth).await else { continue };
            let is_it = |done: &Done| done.step == Step::Register && done.skipped.is_none();
            if let (true, Some(target), Some(number)) =
                (signup.done.iter().any(is_it), signup.target, signup.number)
            {
                let tenant = self.attempts[nth].tenant;
                return Some((tenant, target.waba.to_string(), number.id.to_string()));
            }
        }
        None
    }

    /// Tenant and id of a login that ended.
    pub async fn ended(&self) -> Option<(&'static str, SignupId)> {
        for nth in 0..self.attempts.len() {
            let signup = self.signup(nth).await;
            if signup.is_some_and(|signup| matches!(signup.stage, Stage::Ended { .. })) {
                let attempt = &self.attempts[nth];
                return Some((attempt.tenant, attempt.id.clone()?));
            }
        }
        None
    }

    async fn carry(&mut self, batch: std::ops::Range<usize>) {
        self.let_codes_age(batch.clone()).await;
        for round in 0..ROUNDS {
            self.change_weather(round).await;
            if round < WILD_ROUNDS && self.dice.percent(10) {
                self.hands.turn(Duration::from_secs(1 + self.dice.below(8) as u64));
            }
            let (due, next) = connect::due(&self.app(), 0).await.expect("looked for");
            let mut is_moved = false;
            for nth in batch.clone() {
                if due.is_empty() || self.dice.percent(50) {
                    is_moved |= self.act(nth, round).await;
                }
            }
            if !due.is_empty() {
                self.step(due).await;
                self.read_log().await;
                continue;
            }
            let wait = next.map(|next| next.since(self.base.clock.now()));
            match wait.filter(|wait| *wait <= PATIENCE) {
                _ if is_moved => {}
                Some(wait) => self.hands.turn(wait + Duration::from_millis(1)),
                None => break,
            }
        }
        self.calm().await;
    }

    /// Hands out the codes that are to be too old, and lets them become so.
    async fn let_codes_age(&mut self, batch: std::ops::Range<usize>) {
        let mut is_any = false;
        for nth in batch {
            if self.attempts[nth].brought == Brought::Old {
                self.attempts[nth].code = self.issue(nth).await;
                is_any = true;
            }
        }
        if is_any {
            self.hands.turn(Duration::from_secs(31));
        }
    }

    async fn issue(&self, nth: usize) -> Option<String> {
        let attempt = &self.attempts[nth];
        let mut asked = json!({"waba": self.shops[attempt.shop].waba});
        match attempt.brought {
            Brought::Nothing => return None,
            Brought::Nonsense => return Some(format!("AQnonsense{nth}")),
            Brought::WithoutScope => {
                asked["without_scope"] = json!("whatsapp_business_messaging");
            }
            Brought::WithoutWaba => asked["without_waba"] = json!(true),
            Brought::Good | Brought::Old | Brought::Used => {}
        }
        let code = self.facade.control("codes", asked).await["code"].as_str().map(str::to_owned);
        if let (Brought::Used, Some(code)) = (attempt.brought, &code) {
            let own = self.facade.emulator.app();
            let query = format!("client_id={}&client_secret={}&code={code}", own.id, own.secret);
            let path = format!("/oauth/access_token?{query}");
            self.facade.ask(Method::GET, &path, "", Value::Null).await;
        }
        code
    }

    /// The popup ends. The page says so until it is answered, in however many lives.
    pub(super) async fn begin(&mut self, nth: usize) {
        if matches!(self.attempts[nth].way, Way::ByHand | Way::OwnApp) {
            return self.begin_by_hand(nth).await;
        }
        if self.attempts[nth].code.is_none() {
            self.attempts[nth].code = self.issue(nth).await;
        }
        let Attempt { tenant, told, code, is_for_app, .. } = self.attempts[nth].clone();
        let (link, session) = match self.attempts[nth].way {
            Way::Link => self.hand_over(tenant, nth).await,
            Way::Popup | Way::ByHand | Way::OwnApp => (None, TokenHash::of(tenant)),
        };
        let nonce = Nonce {
            link,
            nonce: TokenHash::of(&format!("nonce {nth}")),
            session,
            situation: is_for_app.then_some(Situation::AppKeep),
            again: None,
        };
        let expires = self.base.clock.steady().plus(Duration::from_secs(600));
        let given =
            self.base.store.ledger.transact(move |tx| {
                tx.add_nonce(nonce.nonce, nonce.session, &scope(tenant), expires)
            });
        given.await.expect("given");
        let came = match code {
            Some(code) => Came::Code(Secret::new(code), told),
            None => Came::Nothing(told),
        };
        loop {
            let (app, came, nonce) = (self.app(), came.clone(), nonce.clone());
            let begun = async move {
                let person = PersonId::new(tenant);
                logins::begin(&app, scope(tenant), person, nonce, came).await
            };
            if let Some(begun) = self.risk(begun).await {
                self.attempts[nth].id = begun.expect("kept");
                assert!(self.attempts[nth].id.is_some(), "the nonce of login {nth} is its own");
                return;
            }
        }
    }

    /// Does what a request asked for, or dies of it.
    pub(super) async fn risk<T>(&mut self, doing: impl Future<Output = T>) -> Option<T> {
        let is_deadly = self.dice.percent(12);
        let death = match self.dice.below(3) {
            polls if is_deadly => Death::AfterPolls(polls),
            _ => Death::None,
        };
        let came = until(doing, death, &self.facade).await;
        if came.is_none() {
            self.tally.add("kills in a request");
            self.restart().await;
        }
        came
    }

    /// Does the next task of each of these, or dies in the middle.
    async fn step(&mut self, due: Vec<Due>) {
        let tasks = self.tasks(&due).await;
        let death = self.death(&tasks);
        let app = self.app();
        let mut is_done = vec![false; due.len()];
        let steps = async {
            let steps = due.iter().enumerate().map(|(nth, login)| {
                let (app, login) = (&app, login.clone());
                async move { (nth, connect::step(app, login).await) }
            });
            let mut steps: FuturesUnordered<_> = steps.collect();
            while let Some((nth, stepped)) = steps.next().await {
                stepped.expect("kept");
                is_done[nth] = true;
            }
        };
        let is_alive = until(steps, death, &self.facade).await.is_some();
        self.tally.add_many("steps done", is_done.iter().filter(|is_done| **is_done).count());
        if is_alive {
            return;
        }
        drop(app);
        self.restart().await;
        self.tally.add("kills in a step");
        for ((login, task), is_done) in due.into_iter().zip(tasks).zip(is_done) {
            if let (Some(task), false) = (task, is_done) {
                self.note_killed(login, task).await;
            }
        }
    }

    /// Takes note of what the emulator's log, which forgets, says of registrations and syncs.
    async fn read_log(&mut self) {
        let log = self.facade.ask(Method::GET, "/_control/calls", "", Value::Null).await;
        let log: Vec<Value> = log["data"].as_array().cloned().unwrap_or_default();
        let known = (0..=self.log.len()).find(|nth| log.starts_with(&self.log[*nth..]));
        let new = self.log.len() - known.unwrap_or(self.log.len());
        for call in &log[new..] {
            let path = call["path"].as_str().unwrap_or_default();
            let is_it = path.ends_with("/register") || path.ends_with("/smb_app_data");
            let is_done = call["status"] == 200 && !self.log_lies;
            if is_it && call["method"] == "POST" && is_done {
                *self.registers.entry(path.to_owned()).or_default() += 1;
            }
        }
        self.log = log;
    }
}
