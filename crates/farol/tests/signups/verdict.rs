//! What must hold of the store and of Meta when every login has gone as far as it goes.
//!
//! Each rule answers with what breaks it, so that sabotage can be seen to.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::http::Method;
use domain::signup::{Done, Ending, Obstacle, Signup, Skipped, Stage, Step};
use serde_json::Value;
use store::{Connection, LedgerRead, PAGE_LIMIT, StoreError, StoredSignup};

use super::facade::Call;
use super::lane::Lane;
use super::tally::standing;
use crate::console::scope;

/// The two tenants.
const TENANTS: [&str; 2] = ["one", "two"];

/// What the store holds of logins.
pub(super) struct Held {
    pub(super) logins: Vec<(&'static str, StoredSignup)>,
    /// Names of secrets.
    names: Vec<(&'static str, String)>,
    pub(super) connections: Vec<Connection>,
    /// Tokens by account.
    tokens: HashMap<String, String>,
    /// PINs by number.
    pins: HashMap<(&'static str, String), String>,
}

impl Held {
    fn read(read: &LedgerRead<'_>) -> Result<Self, StoreError> {
        let (mut logins, mut names) = (Vec::new(), Vec::new());
        let (mut tokens, mut pins) = (HashMap::new(), HashMap::new());
        for tenant in TENANTS {
            let scope = scope(tenant);
            logins.extend(read.signups(&scope, PAGE_LIMIT)?.into_iter().map(|l| (tenant, l)));
            for name in read.secret_names(&scope)? {
                if let (Some(number), Some(pin)) =
                    (name.strip_prefix("pin/"), read.secret(&scope, &name)?)
                {
                    pins.insert((tenant, number.to_owned()), pin.expose().to_owned());
                }
                names.push((tenant, name));
            }
            for found in read.connections(&scope)? {
                if let Some(token) = read.connection_token(&scope, &found.waba)? {
                    tokens.insert(found.waba.to_string(), token.expose().to_owned());
                }
            }
        }
        Ok(Self { logins, names, connections: read.all_connections()?, tokens, pins })
    }

    /// Whether a login that registered the number was abandoned.
    fn has_abandoned_its_pin(&self, number: &str) -> bool {
        self.logins.iter().any(|(_, login)| {
            let signup = &login.signup;
            let is_it = |done: &Done| done.step == Step::Register && done.skipped.is_none();
            signup.stage == Stage::Ended { ending: Ending::Abandoned }
                && signup.number.as_ref().is_some_and(|own| own.id.as_str() == number)
                && signup.done.iter().any(is_it)
        })
    }

    /// The logins of an account that a tenant has.
    fn of_account<'h>(
        &'h self,
        tenant: &'h str,
        waba: &'h str,
    ) -> impl Iterator<Item = &'h Signup> {
        self.logins.iter().filter_map(move |(own, login)| {
            let target = login.signup.target.as_ref()?;
            (*own == tenant && target.waba.as_str() == waba).then_some(&login.signup)
        })
    }
}

impl Lane {
    /// Every rule that does not hold, in words; and counts where the logins stand.
    pub async fn verdict(&mut self) -> Vec<String> {
        let held = self.app().store.ledger.read(Held::read).await.expect("read");
        for (_, login) in &held.logins {
            self.tally.add(standing(&login.signup));
        }
        let mut broken = Vec::new();
        let begun = self.attempts.iter().filter(|attempt| !attempt.is_refused).count();
        if held.logins.len() != begun {
            let kept = held.logins.len();
            broken.push(format!("{begun} logins were begun, and {kept} are kept"));
        }
        self.links(&mut broken).await;
        broken.extend(held.logins.iter().filter_map(|(_, login)| stuck(&login.signup)));
        broken.extend(superseded_by_none(&held));
        broken.extend(orphans(&held));
        broken.extend(self.registered_twice());
        self.bound(&held, &mut broken).await;
        self.told_elsewhere(&held, &mut broken);
        self.abandoned(&held, &mut broken).await;
        self.routed(&held, &mut broken).await;
        self.registered_in_app(&mut broken);
        let seed = self.seed;
        broken.into_iter().map(|rule| format!("seed {seed}: {rule}")).collect()
    }

    /// No double register: one that works for each number, and none that was registered.
    fn registered_twice(&mut self) -> Vec<String> {
        let registers: Vec<Call> = {
            let seen = self.facade.seen();
            seen.calls.iter().filter(|call| call.path.ends_with("/register")).cloned().collect()
        };
        let worked = registers.iter().filter(|call| call.is_done).count();
        self.tally.add_many("registers asked for", registers.len());
        self.tally.add_many("registers that worked", worked);
        let again = registers.iter().filter(|call| call.is_again);
        let mut broken: Vec<String> =
            again.map(|call| format!("double register: {}", call.path)).collect();
        // The emulator's own log, which the layer before it does not write.
        for (path, times) in &self.registers {
            let is_sync = path.ends_with("/smb_app_data");
            let (most, what) = if is_sync { (2, "double sync") } else { (1, "double register") };
            self.tally.add(if is_sync { "numbers synced" } else { "numbers registered" });
            if *times > most {
                broken.push(format!("{what}, says the emulator: {path} {times} times"));
            }
        }
        broken
    }

    /// Each connection's token works, is of its tenant, and its account and number are bound whole.
    async fn bound(&mut self, held: &Held, broken: &mut Vec<String>) {
        let mut owners = HashSet::new();
        let pins = self.pins_at_meta();
        self.tally.add_many("accounts bound", held.connections.len());
        for found in &held.connections {
            let (tenant, waba) = (found.tenant.as_str(), found.waba.as_str());
            if !owners.insert(waba) {
                broken.push(format!("{waba} is bound twice"));
            }
            let logins: Vec<&Signup> = held.of_account(tenant, waba).collect();
            if logins.is_empty() {
                broken.push(format!("orphan token: {waba} is bound and no login of {tenant} is"));
            }
            let token = held.tokens.get(waba).cloned().unwrap_or_default();
            if !self.is_own_token(tenant, waba, &token) {
                broken.push(format!("orphan token: that of {waba} is of no login of {tenant}"));
            }
            let path = format!("/v25.0/{waba}/subscribed_apps");
            let apps = self.facade.ask(Method::GET, &path, &token, Value::Null).await;
            let Some(apps) = apps["data"].as_array() else {
                broken.push(format!("the token of {waba} does not work: {apps}"));
                continue;
            };
            let id = |app: &Value| {
                app["whatsapp_business_api_data"]["id"].as_str() == Some(found.app.as_str())
            };
            if !apps.iter().any(id) && !logins.iter().any(|login| may_yet_subscribe(login)) {
                let standing: Vec<String> = logins.iter().map(|login| standing(login)).collect();
                broken.push(format!("half-bound: {waba} is not subscribed: {standing:?}"));
            }
            let path = format!("/v25.0/{waba}/phone_numbers?fields=platform_type,is_on_biz_app");
            let numbers = self.facade.ask(Method::GET, &path, &token, Value::Null).await;
            let numbers = numbers["data"].as_array().cloned().unwrap_or_default();
            for login in &logins {
                broken.extend(half_registered(login, &numbers));
            }
            for number in numbers.iter().filter_map(|number| number["id"].as_str()) {
                broken.extend(self.wrong_pin(held, tenant, number, &pins));
            }
        }
    }

    /// Whether a token came of the code of one of the tenant's logins of this account, or with one by
    /// hand.
    fn is_own_token(&self, tenant: &str, waba: &str, token: &str) -> bool {
        let seen = self.facade.seen();
        let code = seen.codes.get(token);
        self.attempts.iter().any(|attempt| {
            let is_its_code = code.is_some() && attempt.code.as_ref() == code;
            let is_its = is_its_code || attempt.token.as_deref() == Some(token);
            is_its && attempt.tenant == tenant && self.shops[attempt.shop].waba == waba
        })
    }

    fn pins_at_meta(&self) -> BTreeMap<String, String> {
        let world = self.facade.emulator.world();
        let each = |of: &Value, key: &str| of[key].as_array().cloned().unwrap_or_default();
        let wabas = each(&world, "businesses").into_iter().flat_map(|of| each(&of, "wabas"));
        let numbers = wabas.flat_map(|waba| each(&waba, "phone_numbers"));
        let pins = numbers.filter_map(|number| {
            Some((number["id"].as_str()?.to_owned(), number["pin"].as_str()?.to_owned()))
        });
        pins.collect()
    }

    /// The PIN that is sealed is the number's, where the program registered it.
    fn wrong_pin(
        &self,
        held: &Held,
        tenant: &str,
        number: &str,
        pins: &BTreeMap<String, String>,
    ) -> Option<String> {
        let path = format!("{number}/register");
        let is_ours = self.facade.seen().calls.iter().any(|c| c.is_done && c.path == path);
        let tenant = TENANTS.into_iter().find(|own| *own == tenant)?;
        let sealed = held.pins.get(&(tenant, number.to_owned()));
        // With a login that is abandoned its PIN goes, as the page says before.
        let is_forgotten = sealed.is_none() && held.has_abandoned_its_pin(number);
        (is_ours && !is_forgotten && sealed != pins.get(number))
            .then(|| format!("half-bound: the PIN of {number} is not the one that is sealed"))
    }

    /// A login that was told that another tenant has the account changed nothing there.
    fn told_elsewhere(&self, held: &Held, broken: &mut Vec<String>) {
        let seen = self.facade.seen();
        for (nth, attempt) in self.attempts.iter().enumerate() {
            let login =
                held.logins.iter().find(|(_, login)| Some(&login.id) == attempt.id.as_ref());
            let snag = login.and_then(|(_, login)| login.signup.snag());
            if snag.is_none_or(|snag| snag.obstacle != Obstacle::BoundElsewhere) {
                continue;
            }
            let is_own = |call: &&Call| {
                let code = call.token.as_ref().and_then(|token| seen.codes.get(token));
                code.is_some() && code == attempt.code.as_ref()
            };
            let mut changes = seen.calls.iter().filter(is_own).filter(|c| c.method != Method::GET);
            if let Some(call) = changes.next() {
                broken
                    .push(format!("login {nth} is told BoundElsewhere, and posted {}", call.path));
            }
        }
    }
}

/// It waits for nobody, and does not go on.
fn stuck(signup: &Signup) -> Option<String> {
    if signup.is_leaving() {
        return Some(format!("stuck while it is abandoned: {signup:?}"));
    }
    let Stage::Doing { snag, .. } = &signup.stage else { return None };
    let may_wait = snag.as_ref().is_some_and(|snag| {
        matches!(
            snag.obstacle,
            Obstacle::NameNotProcessed | Obstacle::TooManyRegistrations | Obstacle::AppNotShown
        )
    });
    (!may_wait).then(|| format!("stuck: {signup:?}"))
}

/// Whether the login still stands before the subscription, so that someone will see to it.
fn may_yet_subscribe(signup: &Signup) -> bool {
    let is_before = signup.step().is_some_and(|step| step <= Step::Subscribe);
    is_before && !signup.is_finished()
}

/// A login that another took the place of, where there is no other.
fn superseded_by_none(held: &Held) -> Vec<String> {
    let is_superseded =
        |signup: &Signup| signup.stage == Stage::Ended { ending: Ending::Superseded };
    let mut broken = Vec::new();
    for (tenant, login) in &held.logins {
        let Some(target) = &login.signup.target else { continue };
        let mut others = held.of_account(tenant, target.waba.as_str());
        if is_superseded(&login.signup) && others.all(is_superseded) {
            broken.push(format!("superseded by none: every login of {} by {tenant}", target.waba));
        }
    }
    broken
}

/// No orphan token: a secret of a login is one that it still wants, and one that it wants is there.
fn orphans(held: &Held) -> Vec<String> {
    let mut broken = Vec::new();
    let mut wanted: HashSet<(&str, String)> = HashSet::new();
    for (tenant, login) in &held.logins {
        let secrets = [("code", login.signup.wants_code()), ("token", login.signup.wants_token())];
        for (what, is_wanted) in secrets {
            if is_wanted {
                wanted.insert((tenant, format!("signup/{}/{what}", login.id)));
            }
        }
    }
    let names = held.names.iter().filter(|(_, name)| name.starts_with("signup/"));
    let kept: HashSet<(&str, String)> = names.map(|(own, name)| (*own, name.clone())).collect();
    broken.extend(kept.difference(&wanted).map(|(_, name)| format!("orphan token: {name}")));
    broken.extend(wanted.difference(&kept).map(|(_, name)| format!("{name} is wanted and gone")));
    broken
}

/// A number whose login is past registering it is registered, or said not to be.
fn half_registered(signup: &Signup, numbers: &[Value]) -> Option<String> {
    let done = signup.done.iter().find(|done| done.step == Step::Register)?;
    let id = signup.number.as_ref().map(|number| number.id.as_str());
    let found = numbers.iter().find(|number| number["id"].as_str() == id);
    let is_registered = found.is_some_and(|number| number["platform_type"] == "CLOUD_API");
    let is_in_app = found.is_some_and(|number| number["is_on_biz_app"] == true);
    let holds = match done.skipped {
        None => is_registered,
        Some(Skipped::Registered) => is_registered,
        Some(Skipped::InTheApp) => is_in_app,
        Some(Skipped::NoNumber) => id.is_none(),
        // Of other steps.
        Some(
            Skipped::ByHand
            | Skipped::Here
            | Skipped::AddressUnknown
            | Skipped::Elsewhere
            | Skipped::SyncTooLate
            | Skipped::SyncRefused
            | Skipped::SyncUnasked,
        ) => false,
    };
    (!holds).then(|| format!("half-bound: {id:?} is not registered: {:?}", done.skipped))
}
