//! The people of the demo, and their accounts: connected as anyone's are, by a code.

use std::time::Duration;

use ::emulator::Emulator;
use anyhow::{Context, bail};
use domain::Timestamp;
use domain::role::Role;
use domain::signup::Stage;
use meta::signup::Event;
use meta::{BusinessId, PhoneNumberId, WabaId};
use serde_json::Value;
use store::{
    LedgerTx, NewPerson, PersonId, Secret, SignupId, StoreError, StoredSignup, Tenant, TenantId,
    TenantScope, TokenHash,
};

use crate::app::App;
use crate::cmd::Failure;
use crate::erasure::{self, Who};
use crate::{clock, connect, password};

/// How long a login link works.
const LINK: Duration = Duration::from_secs(15 * 60);

/// A tenant of the demo, its owner, and the account that is connected for it.
pub(super) struct Cast {
    tenant: &'static str,
    tenant_name: &'static str,
    /// Stays in history after an erasure, so it names nobody.
    person: &'static str,
    email: &'static str,
    name: &'static str,
    is_installation_owner: bool,
}

pub(super) const CASA_IPE: Cast = Cast {
    tenant: "casa-ipe",
    tenant_name: "Casa Ipê",
    person: "owner-of-casa-ipe",
    email: "marina@casaipe.example",
    name: "Marina Tavares",
    is_installation_owner: true,
};

pub(super) const AURORA: Cast = Cast {
    tenant: "clinica-aurora",
    tenant_name: "Clínica Aurora",
    person: "owner-of-clinica-aurora",
    email: "otavio@clinicaaurora.example",
    name: "Otávio Lima",
    is_installation_owner: false,
};

/// How someone of the cast gets in.
pub(super) struct Entry {
    person: PersonId,
    pub login_url: String,
    pub email: &'static str,
    pub password: String,
}

/// How long the demo waits for its own connections; on a slow machine they go on by themselves.
const PATIENCE: Duration = Duration::from_secs(20);
/// Who writes to a number that was just connected, so that its first webhook comes.
const CUSTOMER: &str = "5511987654321";

/// Makes sure that the tenant and its owner are there, with a fresh password and link; `None` when
/// one of them was erased, or the owner has no part any more: nobody comes back by a restart.
pub(super) async fn enter(
    app: &App,
    cast: &'static Cast,
    console_url: &str,
) -> Result<Option<Entry>, Failure> {
    let password = clock::random_password();
    let hash = password::hash(password.clone()).await?;
    let link = clock::random_token();
    let link_hash = TokenHash::of(&link);
    let now = app.clock.steady();
    let person = app
        .store
        .ledger
        .transact(move |tx| {
            let Some(person) = owner(tx, cast, now)? else { return Ok(None) };
            tx.set_password(&person, &hash)?;
            tx.add_login_link(link_hash, &person, now.plus(LINK))?;
            Ok(Some(person))
        })
        .await?;
    let login_url = format!("{console_url}/login?link={link}");
    Ok(person.map(|person| Entry { person, login_url, email: cast.email, password }))
}

/// The tenant's owner of the demo, made with the tenant when neither was ever there. In folders of
/// earlier programs it has another id, so the address finds it.
fn owner(
    tx: &LedgerTx<'_>,
    cast: &'static Cast,
    now: Timestamp,
) -> Result<Option<PersonId>, StoreError> {
    let tenant = TenantId::new(cast.tenant);
    if erasure::is_asked_for(tx, &Who::Tenant(tenant.clone()))? {
        return Ok(None);
    }
    let scope = TenantScope::for_worker(tenant.clone());
    if tx.tenant(&scope)?.is_none() {
        let name = cast.tenant_name.to_owned();
        tx.add_tenant(&Tenant { id: tenant, name, created_at: now })?;
        return add_owner(tx, cast, &scope, now).map(Some);
    }
    let Some(person) = tx.person_by_email(cast.email)?.map(|person| person.id) else {
        return Ok(None);
    };
    let is_there = !tx.memberships(&person)?.is_empty()
        && !erasure::is_asked_for(tx, &Who::Person(person.clone()))?;
    Ok(is_there.then_some(person))
}

fn add_owner(
    tx: &LedgerTx<'_>,
    cast: &Cast,
    scope: &TenantScope,
    now: Timestamp,
) -> Result<PersonId, StoreError> {
    let person = PersonId::new(cast.person);
    tx.add_person(&NewPerson {
        id: person.clone(),
        email: cast.email.to_owned(),
        name: cast.name.to_owned(),
        password_hash: None,
        language: None,
        is_installation_owner: cast.is_installation_owner,
        created_at: now,
    })?;
    tx.add_membership(scope, &person, Role::Owner)?;
    Ok(person)
}

impl Cast {
    fn scope(&self) -> TenantScope {
        TenantScope::for_worker(TenantId::new(self.tenant))
    }

    /// Makes sure that the `business`th business's first account is connected: logs in with a code,
    /// or goes on with a login that an earlier run began, and waits until a customer's message has
    /// come through.
    pub(super) async fn connect(
        &self,
        app: &App,
        emulator: &Emulator,
        business: usize,
        by: &Entry,
    ) -> anyhow::Result<()> {
        let world = emulator.world();
        let chosen = Chosen::of(&world["businesses"][business])
            .context("the emulator's world has no account with a number")?;
        let mut beats = app.pulse.listen();
        let Some((id, is_new)) = self.login(app, emulator, &chosen, by).await? else {
            return Ok(());
        };
        let until = clock::monotonic() + PATIENCE;
        let mut has_written = false;
        while clock::monotonic() < until {
            match self.stage(app, &id).await? {
                Stage::Connected => return Ok(()),
                Stage::Awaiting if !has_written => {
                    has_written = true;
                    let number = chosen.number.as_str();
                    emulator
                        .customer_writes(CUSTOMER, number, "Olá! Vocês abrem no sábado?")
                        .map_err(anyhow::Error::msg)?;
                }
                // One of an earlier run may wait for the person at the page.
                Stage::Stopped { .. } | Stage::Ended { .. } if !is_new => return Ok(()),
                Stage::Stopped { snag, .. } => bail!("the login stopped: {:?}", snag.obstacle),
                Stage::Ended { ending } => bail!("the login ended: {ending:?}"),
                Stage::Awaiting | Stage::Doing { .. } | Stage::Leaving { .. } => {}
            }
            tokio::select! {
                _ = beats.recv() => {}
                () = app.clock.sleep(Duration::from_secs(1)) => {}
            }
        }
        tracing::warn!("The connection of {} is not there yet and goes on", self.tenant_name);
        Ok(())
    }

    /// The login to wait for, and whether it began now; `None` when an account is connected and none
    /// of its logins is under way.
    async fn login(
        &self,
        app: &App,
        emulator: &Emulator,
        chosen: &Chosen,
        by: &Entry,
    ) -> anyhow::Result<Option<(SignupId, bool)>> {
        let (scope, waba, number) = (self.scope(), chosen.waba.clone(), chosen.number.clone());
        let (open, is_connected) = app
            .store
            .ledger
            .read(move |read| {
                let logins = read.unfinished_signups_of(&scope, &waba)?;
                // One that a person began is the person's to see through.
                let is_own = |login: &StoredSignup| {
                    !matches!(login.signup.stage, Stage::Stopped { .. })
                        && matches!(&login.signup.told,
                            Some(Event::Finish { phone_number_id, .. }) if *phone_number_id == number)
                };
                let open = logins.into_iter().find(is_own).map(|stored| (stored.id, false));
                Ok((open, !read.connections(&scope)?.is_empty()))
            })
            .await?;
        if open.is_some() || is_connected {
            return Ok(open);
        }
        let code = emulator
            .preauthorised_code(chosen.waba.as_str())
            .context("the emulator gives no code for the account")?;
        let told = Some(Event::Finish {
            phone_number_id: chosen.number.clone(),
            waba_id: chosen.waba.clone(),
            business_id: Some(chosen.business.clone()),
        });
        let (person, code) = (by.person.clone(), Secret::new(code));
        let begun = connect::begin_preauthorised(app, self.scope(), person, code, told).await?;
        Ok(Some((begun, true)))
    }

    async fn stage(&self, app: &App, id: &SignupId) -> anyhow::Result<Stage> {
        let (scope, id) = (self.scope(), id.clone());
        let stored = app.store.ledger.read(move |read| read.signup(&scope, &id)).await?;
        Ok(stored.context("the login is gone")?.signup.stage)
    }
}

/// What is connected.
struct Chosen {
    business: BusinessId,
    waba: WabaId,
    number: PhoneNumberId,
}

impl Chosen {
    fn of(business: &Value) -> Option<Self> {
        let waba = business["wabas"].get(0)?;
        let number = waba["phone_numbers"].get(0)?;
        Some(Self {
            business: BusinessId::new(business["id"].as_str()?),
            waba: WabaId::new(waba["id"].as_str()?),
            number: PhoneNumberId::new(number["id"].as_str()?),
        })
    }
}
